"""The program's side of the listening process: give it sound, take its words, and end it the moment nobody wants them any more."""

import contextlib
import json
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Final

from ldp_stories.errors import UserError
from ldp_stories.media.pipes import lines
from ldp_stories.media.speech import Word

_KILLED: Final = -9
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


def hear(
    command: Sequence[str], order: dict[str, object], sound: Iterable[bytes], told: Callable[[int], None]
) -> Iterator[Word]:
    """The words of `sound` (s16le mono 16 kHz), as they are heard; `told` hears the milliseconds done and may raise to stop.

    Leaving the iteration ends the process. Raises UserError SPEECH_ENGINE, SPEECH_MODEL (also when it died over its model), SPEECH_MEMORY
    (also when the system ended it for want of memory), SPEECH_ENDED (it died otherwise).
    """
    process = subprocess.Popen(  # noqa: S603 - our own program
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        creationflags=_NO_WINDOW,
    )
    feeder = _Feeder(process.stdin, order, sound)
    try:
        end: dict[str, object] = {}
        ready = False
        for line in lines(_pipe(process.stdout)):
            if "word" in line:
                yield Word(str(line["word"]), int(line["from_ms"]), int(line["to_ms"]))
            elif "done_ms" in line:
                told(int(line["done_ms"]))
            elif "ready" in line:
                ready = True
            elif "end" in line:
                end = line
        feeder.check()
        if end.get("end") != "done":
            why = end.get("code") or _why(process.wait(), ready=ready, model=bool(order.get("model")))
            raise UserError(str(why))
    finally:
        process.kill()
        feeder.stop()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _why(status: int, *, ready: bool, model: bool) -> str:
    """What a process died of that said nothing: the system ends the hungriest when memory is short; a model that it cannot read ends some."""
    if status == _KILLED:
        return "SPEECH_MEMORY"
    return "SPEECH_MODEL" if model and not ready else "SPEECH_ENDED"


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without pipes")
    return pipe


class _Feeder:
    """Writes the sound in a thread of its own, so that a full pipe never stops the reading of words."""

    def __init__(self, pipe: IO[bytes] | None, order: dict[str, object], sound: Iterable[bytes]) -> None:
        self._pipe, self._sound = pipe, sound
        self._order = json.dumps(order).encode() + b"\n"
        self._trouble: UserError | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        if self._pipe is None:
            return
        try:
            self._pipe.write(self._order)
            for block in self._sound:
                if self._stopped.is_set():
                    break
                self._pipe.write(block)
        except UserError as error:  # the sound itself cannot be read
            self._trouble = error.told_again()
        except OSError:
            return  # it is gone: the reader tells that
        finally:
            with contextlib.suppress(OSError):
                self._pipe.close()

    def check(self) -> None:
        """Raise what kept the sound from being read."""
        self._thread.join()
        if self._trouble is not None:
            raise self._trouble

    def stop(self) -> None:
        """No more sound: returns when nothing reads from it any more."""
        self._stopped.set()
        self._thread.join()
