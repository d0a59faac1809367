"""The window's side of the recorder process: start it, hear it, pause, stop, and notice when it dies. No Qt, no keys kept.

Callbacks come from a reader thread; the caller hops to its own thread. When the process dies, `on_end` says so with what it had saved;
the caller then seals that item (`Vault.finish`) and starts another recorder as the next part.
"""

import json
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from ldp_stories.errors import UserError
from ldp_stories.media.devices import Microphone
from ldp_stories.media.levels import SoundState
from ldp_stories.media.pipes import lines

STOP_SECONDS: Final = 15.0
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


@dataclass(frozen=True, slots=True)
class RecorderStatus:
    """What the recorder says ten times a second.

    `peaks`: one byte for each 100 ms committed since the last status; `lost_ms`: what was lost inside this part.
    """

    ms: int
    level: int
    state: SoundState
    saved_ms: int
    device: str
    peaks: bytes
    lost_ms: int = 0


@dataclass(frozen=True, slots=True)
class RecorderEnd:
    """How a recording ended: `reason` is stopped, input_closed, signal, full, trouble, no_microphone or died.

    `saved_ms` is committed whatever the reason. `code` is the UserError code of full, trouble and no_microphone.
    """

    reason: str
    saved_ms: int
    code: str = ""
    peaks: bytes = b""

    @property
    def sealed(self) -> bool:
        """True when the recorder finished its item itself."""
        return not self.code and self.reason != "died"


class RecorderClient:
    """One recorder process, which makes one part of a take."""

    def __init__(
        self,
        command: Sequence[str],
        order: Mapping[str, object],
        *,
        on_status: Callable[[RecorderStatus], None],
        on_end: Callable[[RecorderEnd], None],
        env: Mapping[str, str] | None = None,
    ) -> None:
        """Start `command` and hand it `order` (item, key, source, practice) on standard input."""
        self._on_status = on_status
        self._on_end = on_end
        self._status: RecorderStatus | None = None
        self._ending: RecorderEnd | None = None
        self._saved = 0
        self._words: deque[bytes] = deque(maxlen=40)
        self._over = threading.Event()
        self._source_over = threading.Event()
        self._process = _started(command, env)
        self._threads = [
            threading.Thread(target=self._read_words, daemon=True),
            threading.Thread(target=self._read, daemon=True),
        ]
        for thread in self._threads:
            thread.start()
        self._say(order)

    @property
    def pid(self) -> int:
        """The process number."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """True until the end was told."""
        return not self._over.is_set()

    @property
    def saved_ms(self) -> int:
        """Milliseconds the recorder said are committed."""
        return self._saved

    @property
    def status(self) -> RecorderStatus | None:
        """The last status, None before the first."""
        return self._status

    @property
    def last_words(self) -> str:
        """The end of what the process wrote to standard error (for a fault report)."""
        return b"".join(self._words).decode("utf-8", "replace")

    def pause(self) -> None:
        """Stop keeping sound; what came so far is committed."""
        self._say({"do": "pause"})

    def resume(self) -> None:
        """Keep sound again."""
        self._say({"do": "resume"})

    def ask_to_stop(self) -> None:
        """Have it end and seal; `on_end` tells when. Does not wait, so that `on_status` may ask for it."""
        self._say({"do": "stop"})

    def wait_source_end(self, seconds: float) -> bool:
        """Wait until a file or calculated sound has been taken in whole (or the process ended); False when time ran out."""
        return self._source_over.wait(seconds)

    def stop(self, seconds: float = STOP_SECONDS) -> RecorderEnd:
        """End and wait for the seal. Raises UserError RECORDER_SILENT when it takes too long (the process is then ended)."""
        self.ask_to_stop()
        if not self._over.wait(seconds):
            self.kill()
            raise UserError("RECORDER_SILENT")
        if self._ending is None:  # pragma: no cover - set before the event
            raise UserError("RECORDER_SILENT")
        return self._ending

    def kill(self, seconds: float = 5.0) -> None:
        """End the process at once, unsealed (the last resort, and what tests do), and wait until that was told."""
        self._process.kill()
        self._over.wait(seconds)

    def _say(self, line: Mapping[str, object]) -> None:
        pipe = self._process.stdin
        if pipe is None:
            return
        try:
            pipe.write(json.dumps(line).encode() + b"\n")
            pipe.flush()
        except (OSError, ValueError):
            return  # it is dead, or ended and closed: the reader tells that

    def _read(self) -> None:
        end: dict[str, Any] = {}
        for line in lines(_pipe(self._process.stdout)):
            if "end" in line:
                end = line
            elif "state" in line:
                self._hear(line)
        self._process.wait()
        self._threads[0].join(1)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            _close(pipe)
        self._saved = max(self._saved, int(end.get("saved_ms", 0)))
        self._ending = RecorderEnd(
            str(end.get("end", "died")), self._saved, str(end.get("code", "")), bytes(end.get("peaks", ()))
        )
        self._source_over.set()
        self._over.set()
        self._on_end(self._ending)

    def _hear(self, line: Mapping[str, Any]) -> None:
        status = RecorderStatus(
            ms=int(line["ms"]),
            level=int(line["level"]),
            state=SoundState(line["state"]),
            saved_ms=int(line["saved_ms"]),
            device=str(line["device"]),
            peaks=bytes(line["peaks"]),
            lost_ms=int(line.get("lost_ms", 0)),
        )
        self._status, self._saved = status, status.saved_ms
        self._on_status(status)
        if status.state is SoundState.ENDED:
            self._source_over.set()

    def _read_words(self) -> None:
        for words in _pipe(self._process.stderr):
            self._words.append(words)


def microphones(
    command: Sequence[str], env: Mapping[str, str] | None = None, seconds: float = 10.0
) -> tuple[Microphone, ...]:
    """The microphones there are now, the default first, asked in a recorder process (asking can crash). Takes about 0.2 s."""
    process = _started(command, env)
    try:
        out, _ = process.communicate(b'{"list": true}\n', timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return ()
    for line in out.splitlines():
        if line.startswith(b'{"microphones"'):
            return tuple(
                Microphone(str(row["name"]), bool(row["default"])) for row in json.loads(line)["microphones"]
            )
    return ()


def _started(command: Sequence[str], env: Mapping[str, str] | None) -> subprocess.Popen[bytes]:
    """The process, in a session of its own: Ctrl-C or a closed terminal reaches the window, and the window tells the recorder."""
    return subprocess.Popen(  # noqa: S603 - our own program
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=None if env is None else dict(env),
        start_new_session=True,
        creationflags=_NO_WINDOW,
    )


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise ValueError("the process was started without pipes")
    return pipe


def _close(pipe: IO[bytes] | None) -> None:
    try:
        _pipe(pipe).close()
    except OSError:
        return  # closing writes what the dead process never read
