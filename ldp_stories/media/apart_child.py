"""The process that opens sound and films (hidden argument `--media`): it may crash or be bombed; nobody loses a thing.

It is given no file, no key and no folder: it asks for bytes over its pipe (`apart_lines`) and gives sound, a smaller film or facts back, one
task after the other until its input ends. It can open no file and no connection, and has no more memory and time than a task needs.
"""

import importlib
import io
import json
import pkgutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import IO, Any, Final

from ldp_stories.domain.media import RATE
from ldp_stories.errors import UserError
from ldp_stories.media import apart_lines as lines

MEMORY: Final = 2 * 1024**3
SECONDS: Final = 60
"""Seconds of work without anything coming out, after which the system ends it."""
MOST_MS: Final = 12 * 3600 * 1000
"""Sound longer than this is a bomb (BUNDLE.md 7)."""
_BLOCK: Final = 1 << 18
_KEPT: Final = 8
_OUT: Final = 1 << 17
_NOT_NEEDED: Final = ("__main__", "datasets")
_TROUBLE: Final = (
    ValueError,
    MemoryError,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
    RuntimeError,
    OSError,
)
"""What the library ends in for one broken file or another."""  # fmt: skip


def media_main(source: IO[bytes] | None = None, out: IO[bytes] | None = None) -> int:
    """Do one task after the other until the input ends; the exit status."""
    source, out = source or sys.stdin.buffer, out or sys.stdout.buffer
    tasks = _tasks()
    _limit()
    while True:
        try:
            letter, data = lines.get(source)
        except EOFError:
            return 0
        if letter != lines.ASK:
            return 1
        _more_time()
        try:
            told = _told(tasks, json.loads(data), source, out)
            lines.put(out, lines.END, json.dumps(told).encode())
        except (EOFError, BrokenPipeError):
            return 1  # the program is gone


def _told(
    tasks: "dict[str, Callable[[Asked], object]]", ask: dict[str, Any], source: IO[bytes], out: IO[bytes]
) -> dict[str, Any]:
    """What came of a task: `told`, or the code of what a person is told instead."""
    asked = Asked(ask, Remote(source, out), out)
    try:
        return {"told": tasks[str(ask["do"])](asked)}
    except _Enough:
        return {"told": None}
    except UserError as error:
        return {"code": error.code}
    except _TROUBLE as error:
        return {"code": "MEDIA_UNREADABLE", "why": type(error).__name__}


class _Enough(Exception):  # noqa: N818 - nothing went wrong
    """The program wants no more of this."""


class Asked:
    """One task: what is asked, the file, and where what is made goes."""

    def __init__(self, ask: dict[str, Any], file: "Remote", out: IO[bytes]) -> None:
        self.ask, self.file, self._out = ask, file, out

    def give(self, data: bytes) -> None:
        """A piece of what is made; ends the task when no more is wanted."""
        for at in range(0, len(data), _OUT):
            lines.put(self._out, lines.OUT, data[at : at + _OUT])
            if not self.file.more():
                raise _Enough
        _more_time()

    def tell(self, ms: int) -> None:
        """How far it is."""
        lines.put(self._out, lines.DONE_MS, lines.number(ms))
        _more_time()


class Remote(io.RawIOBase):
    """The file that lies in the program: each read is asked for over the pipe, in blocks, of which the last few are kept."""

    def __init__(self, source: IO[bytes], out: IO[bytes]) -> None:
        super().__init__()
        self._source, self._out = source, out
        self._at, self._size = 0, -1
        self._blocks: dict[int, bytes] = {}

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a byte."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = max(0, (self._length() if base is None else base) + offset)
        return self._at

    def tell(self) -> int:
        """Where it is."""
        return self._at

    def readinto(self, into: Any) -> int:
        """The next bytes, fewer where a block ends."""
        number, inside = divmod(self._at, _BLOCK)
        block = self._block(number)
        data = block[inside : inside + len(into)]
        into[: len(data)] = data
        self._at += len(data)
        return len(data)

    def _block(self, number: int) -> bytes:
        block = self._blocks.pop(number, None)
        if block is None:
            lines.put(self._out, lines.READ, lines.place(number * _BLOCK, _BLOCK))
            block = self._answer(lines.DATA)
            while len(self._blocks) >= _KEPT:
                del self._blocks[next(iter(self._blocks))]
        self._blocks[number] = block
        return block

    def _length(self) -> int:
        if self._size < 0:
            lines.put(self._out, lines.LENGTH)
            self._size = lines.number_of(self._answer(lines.SIZE))
        return self._size

    def more(self) -> bool:
        """Whether the program wants more of what is made."""
        letter, _ = lines.get(self._source)
        return letter == lines.MORE

    def _answer(self, wanted: bytes) -> bytes:
        letter, data = lines.get(self._source)
        if letter != wanted:
            raise EOFError
        return data


def _tasks() -> dict[str, Callable[[Asked], object]]:
    """What can be asked; the decoders are loaded before the doors are shut."""
    import av

    from ldp_stories.media import smaller
    from ldp_stories.media.decode import pcm, probe
    from ldp_stories.media.film_places import places_of

    for part in pkgutil.walk_packages(
        av.__path__, "av."
    ):  # it loads some of itself only when a film needs it
        if not part.name.endswith(_NOT_NEEDED):
            importlib.import_module(part.name)
    return {
        "probe": lambda asked: asdict(probe(asked.file)),
        "places": lambda asked: [place.decode("ascii", "replace") for place in places_of(asked.file)],
        "sound": lambda asked: _sound(asked, pcm(asked.file, asked.ask["from_ms"], asked.ask["to_ms"])),
        "smaller": lambda asked: smaller.make_smaller(asked.file, _Pipe(asked), asked.tell),
    }


def _sound(asked: Asked, blocks: Iterable[bytes]) -> int:
    """Give sound in larger pieces; how many milliseconds. Never more than a day of work can hold."""
    waiting, given, most = bytearray(), 0, MOST_MS * RATE // 1000 * 2
    for block in blocks:
        waiting += block
        if len(waiting) >= _OUT:
            given += len(waiting)
            asked.give(bytes(waiting))
            waiting.clear()
        if given > most:
            raise UserError("MEDIA_UNREADABLE")
    given += len(waiting)
    asked.give(bytes(waiting))
    return given // 96


class _Pipe(io.RawIOBase):
    """Where a film that is made is written: it only goes on."""

    def __init__(self, asked: Asked) -> None:
        super().__init__()
        self._asked = asked

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, data: Any) -> int:
        """A piece of the film."""
        piece = bytes(data)
        self._asked.give(piece)
        return len(piece)


def _limit() -> None:
    """No more memory than a film needs, no file, no connection (POSIX; elsewhere the program's own watch ends it)."""
    if sys.platform == "win32":
        return
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 3),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _more_time() -> None:
    """Something came out: so many seconds of work again."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = int(used.ru_utime + used.ru_stime) + SECONDS
    resource.setrlimit(
        resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard)
    )
