"""Sound and films of other people opened in a process of its own (`apart_child`), so that no file can crash, hang or bomb the program.

The same questions as `decode`, `film_places` and `smaller` answer. A process that dies, hangs or says nonsense is UserError
MEDIA_UNREADABLE, and the file is kept. One that did its task well waits a while for the next: a chat of two hundred voice notes starts
one process, not two hundred.
"""

import contextlib
import json
import os
import subprocess
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import IO, Any, Final

from ldp_stories.errors import UserError
from ldp_stories.media import apart_lines as lines
from ldp_stories.media.media_info import BinaryFile, MediaInfo

PATIENCE: Final = 60
"""Seconds without a word, while the program waits for one, after which the process is ended. A laptop's sleep counts as one."""
IDLE: Final = 30.0
"""Seconds that a process waits for the next task."""
_TICK: Final = 1.0
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_idle: "dict[tuple[str, ...], list[_Process]]" = {}
_turn = threading.Lock()


def probe(command: Sequence[str], file: BinaryFile) -> MediaInfo:
    """Format, length and codecs. UserError MEDIA_UNREADABLE."""
    told = _ask(command, file, {"do": "probe"})
    try:
        return MediaInfo(
            format=str(told["format"])[:80],
            duration_ms=max(0, int(told["duration_ms"])),
            audio_codec=str(told["audio_codec"])[:40],
            video_codec=str(told["video_codec"])[:40],
            rate=int(told["rate"]),
            channels=int(told["channels"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise UserError("MEDIA_UNREADABLE") from error


def places_of(command: Sequence[str], file: BinaryFile) -> tuple[bytes, ...]:
    """Every place text that the file says about itself; () when it cannot be read or says none."""
    try:
        told = _ask(command, file, {"do": "places"})
    except UserError as error:
        if error.code != "MEDIA_UNREADABLE":
            raise
        return ()
    return tuple(str(place).encode("ascii", "replace") for place in told) if isinstance(told, list) else ()


def pcm(
    command: Sequence[str], file: BinaryFile, from_ms: int = 0, to_ms: int | None = None
) -> Iterator[bytes]:
    """The sound as s16le mono 48 kHz, optionally only [from_ms, to_ms). UserError MEDIA_UNREADABLE."""
    with contextlib.closing(
        _talk(command, file, {"do": "sound", "from_ms": from_ms, "to_ms": to_ms})
    ) as talk:
        for letter, data in talk:
            if letter == lines.OUT:
                yield data


def make_smaller(
    command: Sequence[str], source: BinaryFile, out: BinaryFile, progress: Callable[[int], None] | None = None
) -> int:
    """Write a smaller mp4 of the film `source` to `out`; the milliseconds written. UserError MEDIA_UNREADABLE."""
    told: Any = 0
    for letter, data in _talk(command, source, {"do": "smaller"}):
        if letter == lines.OUT:
            out.write(data)
        elif letter == lines.DONE_MS and progress is not None:
            progress(lines.number_of(data))
        elif letter == lines.END:
            told = json.loads(data)["told"]
    return int(told)


def _ask(command: Sequence[str], file: BinaryFile, ask: dict[str, object]) -> Any:
    """A task that gives only facts."""
    told: Any = None
    for letter, data in _talk(command, file, ask):
        if letter == lines.END:
            told = json.loads(data)["told"]
    return told


def _talk(
    command: Sequence[str], file: BinaryFile, ask: dict[str, object]
) -> Generator[tuple[bytes, bytes], None, None]:
    """What a process says to a task, to its end. One that is left in the middle of a sound stops; of anything else it is ended."""
    process = _taken(tuple(command))
    talk = _Talk(process, file)
    try:
        process.put(lines.ASK, json.dumps(ask).encode())
        while not talk.over:
            letter, data = talk.next()
            if letter == lines.OUT:
                process.put(lines.MORE, b"")  # it works on while this piece is used
            yield letter, data
    except GeneratorExit:
        if ask["do"] == "sound":
            talk.stop()
        raise
    except (EOFError, BrokenPipeError, json.JSONDecodeError, AttributeError) as error:
        raise UserError("MEDIA_UNREADABLE") from error
    finally:
        _given_back(process) if talk.over else process.end()


class _Talk:
    """One task being done: bytes of the file are given as they are asked for."""

    def __init__(self, process: "_Process", file: BinaryFile) -> None:
        self.over = False
        self._process, self._file = process, file

    def next(self) -> tuple[bytes, bytes]:
        """The next piece, or how far it is, or the end. UserError when the task came to nothing."""
        while True:
            letter, data = self._process.get()
            if letter == lines.READ:
                at, size = lines.place_of(data)
                self._file.seek(at)
                self._process.put(lines.DATA, _read(self._file, size))
            elif letter == lines.LENGTH:
                self._process.put(lines.SIZE, lines.number(self._file.seek(0, 2)))
            else:
                break
        if letter == lines.END:
            code = json.loads(data).get("code")
            self.over = True
            if code is not None:
                raise UserError("MEDIA_UNREADABLE" if code != "MEDIA_GONE" else code)
        return letter, data

    def stop(self) -> None:
        """Have it end what it does, so that it can do something else; one that cannot is ended."""
        with contextlib.suppress(EOFError, OSError, ValueError, AttributeError, UserError):
            while not self.over:
                letter, _ = self.next()
                if letter == lines.OUT:
                    self._process.put(lines.STOP, b"")


def _read(file: BinaryFile, size: int) -> bytes:
    """So many bytes from where the file stands, fewer only at its end."""
    data = bytearray()
    while len(data) < size and (block := file.read(size - len(data))):
        data += block
    return bytes(data)


class _Process:
    """One running process, and the watch that ends it when it says nothing for too long."""

    def __init__(self, command: tuple[str, ...]) -> None:
        self.command = command
        try:
            self._run = subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "MALLOC_ARENA_MAX": "2"},
                start_new_session=True,
                creationflags=_NO_WINDOW,
            )
        except OSError as error:
            raise UserError("MEDIA_UNREADABLE") from error
        self._in, self._out = _pipe(self._run.stdin), _pipe(self._run.stdout)
        self._waits = 0
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._watching, name="watches a decoder", daemon=True)
        self._watch.start()
        self.idle: threading.Timer | None = None

    def put(self, letter: bytes, data: bytes) -> None:
        """Send a frame."""
        lines.put(self._in, letter, data)

    def get(self) -> tuple[bytes, bytes]:
        """The next frame; EOFError when it died, was ended, or says nonsense."""
        self._waits = 1
        try:
            return lines.get(self._out)
        finally:
            self._waits = 0

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._run.poll() is None

    def end(self) -> None:
        """End it, whatever it does."""
        self._over.set()
        self._run.kill()
        for pipe in (self._in, self._out):
            with contextlib.suppress(OSError):
                pipe.close()
        self._run.wait()

    def _watching(self) -> None:
        """Counts looks, not the clock: while the whole laptop sleeps, nobody looks."""
        while not self._over.wait(_TICK):
            if self._waits:
                self._waits += 1
            if self._waits > PATIENCE:
                self._run.kill()
                return


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:  # pragma: no cover - asked for above
        raise ValueError("no pipe")
    return pipe


def _taken(command: tuple[str, ...]) -> _Process:
    """A process that waits, or a new one."""
    with _turn:
        waiting = _idle.setdefault(command, [])
        while waiting:
            process = waiting.pop()
            if process.idle is not None:
                process.idle.cancel()
            if process.alive:
                return process
            process.end()
    return _Process(command)


def _given_back(process: _Process) -> None:
    """It did its task: it waits for the next one, alone; a second one that waits is not needed."""
    with _turn:
        waiting = _idle.setdefault(process.command, [])
        if not waiting:
            process.idle = threading.Timer(IDLE, _let_go, (process,))
            process.idle.daemon = True
            process.idle.start()
            waiting.append(process)
            return
    process.end()


def _let_go(process: _Process) -> None:
    with _turn:
        waiting = _idle.get(process.command, [])
        if process not in waiting:
            return
        waiting.remove(process)
    process.end()


def let_all_go() -> None:
    """End every process that waits."""
    with _turn:
        waiting = [process for every in _idle.values() for process in every]
        _idle.clear()
    for process in waiting:
        if process.idle is not None:
            process.idle.cancel()
        process.end()
