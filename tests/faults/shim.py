"""Between the program and the disk, in this process: counts every write, sync and new name under a folder, writes them down, and lets one fail.

It stands in two places: in the table of system calls that the sealed database keeps for exactly this (`xSetSystemCall`; syncs by way of the
method table of each opened file), and in Python's own `io.open` and `os`. So it needs neither a compiler nor another process, and a test may
ask for the n-th call of a piece of work that takes a few milliseconds.
"""

import builtins
import ctypes
import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, Self

from sqlcipher3 import _sqlite3

from tests.faults.power import Event

Kind = Literal["write", "sync", "name"]
How = Literal["ENOSPC", "EIO", "EINTR", "short"]
_OK, _IOERR_FSYNC = 0, 10 | (4 << 8)
_P: Final = ctypes.c_void_p
_real_open: Final = io.open


class _Vfs(ctypes.Structure):
    """sqlite3_vfs, as far as it is needed."""

    _fields_ = (
        ("iVersion", ctypes.c_int), ("szOsFile", ctypes.c_int), ("mxPathname", ctypes.c_int), ("pNext", _P),
        ("zName", ctypes.c_char_p), ("pAppData", _P),
        ("xOpen", _P), *((f"x{number}", _P) for number in range(12)), ("xSetSystemCall", _P), ("xGetSystemCall", _P), ("xNextSystemCall", _P),
    )  # fmt: skip


class _Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = (
        ("iVersion", ctypes.c_int),
        *((name, _P) for name in ("xClose", "xRead", "xWrite", "xTruncate", "xSync", *(f"x{n}" for n in range(13)))),
    )  # fmt: skip


class _File(ctypes.Structure):
    """sqlite3_file: the methods of an opened file come first."""

    _fields_ = (("pMethods", ctypes.POINTER(_Methods)),)


# The name is kept by the one that opens, so it must go through as the very pointer that it is.
_XOPEN: Final = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.POINTER(_File), ctypes.c_int, _P)
_XSYNC: Final = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int)
_SETCALL: Final = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_char_p, _P)
_PWRITE: Final = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, ctypes.c_int, _P, ctypes.c_size_t, ctypes.c_int64, use_errno=True
)
_FTRUNCATE: Final = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_int64, use_errno=True)
_UNLINK: Final = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_char_p, use_errno=True)


@dataclass(frozen=True)
class Fault:
    """The n-th call of a kind (from 1) fails so; `lasting`: every later one too. "short" writes half, "EINTR" is a signal that came between."""

    kind: Kind
    at: int
    how: How = "EIO"
    lasting: bool = False


@dataclass
class Shim:
    """What passes between the program and the files under `root`. Use it as a context; `arm` a fault, look at `fired` and `counts` after."""

    root: str
    events: list[Event] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    fault: Fault | None = None
    fired: bool = False
    room: int | None = None
    """Bytes that files may still grow by; None: as many as they like. The folder `stick` is a disk of its own."""
    lowest: int = 0
    """The least room there was."""

    def takes(self, path: str, grows: int) -> bool:
        """Whether the disk has room for a file to grow (or shrink: then there is more); it is taken."""
        if self.room is None or not self.watches(path) or path.startswith(f"{self.root}/stick"):
            return True
        if grows > self.room:
            return False
        self.room -= grows
        self.lowest = min(self.lowest, self.room)
        return True

    def arm(self, fault: Fault | None) -> None:
        """Begin to count anew."""
        self.fault, self.fired = fault, False
        self.counts.clear()

    def __enter__(self) -> Self:
        self._database = _Database(self)
        self._python = _Python(self)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:  # fmt: skip
        self._python.undo()
        self._database.undo()

    def watches(self, path: str) -> bool:
        """Whether a file is one of those that are looked at."""
        return path.startswith(self.root) and not path.endswith(("-shm", ".lock"))

    def fails(self, kind: Kind, path: str) -> str:
        """Count one call; how it is to fail, "" when it is not."""
        if not self.watches(path):
            return ""
        count = self.counts[kind] = self.counts.get(kind, 0) + 1
        fault = self.fault
        if (
            fault is None
            or fault.kind != kind
            or count < fault.at
            or (count > fault.at and not fault.lasting)
        ):
            return ""
        self.fired = True
        return fault.how

    def happened(self, what: str, path: str, at: int = 0, data: bytes = b"", to: str = "") -> None:
        """Write one call down."""
        if self.watches(path):
            self.events.append(Event(what, path, at, data, to))

    def synced(self, path: str, job: Callable[[], None]) -> None:
        """Do a sync, or let it fail: then what was waiting for it is gone for good, though reading still finds it until the power goes."""
        if how := self.fails("sync", path):
            self.happened("lost", path)
            raise OSError(getattr(errno, how, errno.EIO), os.strerror(getattr(errno, how, errno.EIO)), path)
        job()
        self.happened("sync", path)

    def said(self, word: str) -> None:
        """Something was called saved."""
        self.events.append(Event("said", "", data=word.encode()))


def _path_of(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:
        return ""


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _absolute(path: Any) -> str:
    return str(Path(os.fsdecode(path)).absolute())


class _Database:
    """The part inside the sealed database."""

    def __init__(self, shim: Shim) -> None:
        self._shim = shim
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        library.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
        self._vfs = library.sqlite3_vfs_find(None)
        self._open_before = self._vfs.contents.xOpen
        self._open = _XOPEN(self._open_before)
        self._set = _SETCALL(self._vfs.contents.xSetSystemCall)
        self._tables: dict[int, _Methods] = {}
        self._names: dict[int, str] = {}
        self._hooks: dict[bytes, Any] = {
            b"pwrite": _PWRITE(self._pwrite),
            b"ftruncate": _FTRUNCATE(self._ftruncate),
            b"unlink": _UNLINK(self._unlink),
        }
        for name, hook in self._hooks.items():
            self._set(self._vfs, name, ctypes.cast(hook, _P))
        self._opening = _XOPEN(self._opened)
        self._syncing: dict[int, tuple[Any, Any]] = {}
        self._vfs.contents.xOpen = ctypes.cast(self._opening, _P)

    def undo(self) -> None:
        """As it was before; files that are still open keep passing through the counters, which then count for nobody."""
        self._vfs.contents.xOpen = self._open_before
        self._set(self._vfs, None, None)
        self._shim.arm(None)
        _kept_alive.append(self)

    def _opened(self, vfs: int, name: int | None, file: Any, flags: int, out: int) -> int:
        path = ctypes.string_at(name).decode() if name else ""
        new = bool(name) and not Path(path).exists()
        done = self._open(vfs, name, file, flags, out)
        if done == _OK and name:
            if new:
                self._shim.happened("create", path)
            before = ctypes.cast(file.contents.pMethods, _P).value or 0
            self._names[ctypes.cast(file, _P).value or 0] = path
            file.contents.pMethods = ctypes.pointer(self._tables.get(before) or self._watched(before))
        return int(done)

    def _watched(self, before: int) -> _Methods:
        """A copy of a method table with our sync in it."""
        table = _Methods.from_buffer_copy(_Methods.from_address(before))
        real = _XSYNC(table.xSync)

        def sync(file: int, flags: int) -> int:
            def job() -> None:
                if real(file, flags) != _OK:
                    raise OSError(errno.EIO, "sync")

            try:
                self._shim.synced(self._names.get(file, ""), job)
            except OSError:
                return _IOERR_FSYNC
            return _OK

        hook = _XSYNC(sync)
        table.xSync = ctypes.cast(hook, _P)
        self._syncing[before] = (real, hook)
        self._tables[before] = table
        return table

    def _pwrite(self, descriptor: int, data: int, size: int, at: int) -> int:
        path = _path_of(descriptor)
        how = self._shim.fails("write", path)
        piece = ctypes.string_at(data, size)
        if how == "short":
            piece = piece[: size // 2]
        elif how:
            ctypes.set_errno(getattr(errno, how))
            return -1
        if not self._shim.takes(path, max(0, at + len(piece) - os.fstat(descriptor).st_size)):
            ctypes.set_errno(errno.ENOSPC)
            return -1
        try:
            done = os.pwrite(descriptor, piece, at)
        except OSError as error:
            ctypes.set_errno(error.errno or errno.EIO)
            return -1
        self._shim.happened("write", path, at, piece[:done])
        return done

    def _ftruncate(self, descriptor: int, size: int) -> int:
        path = _path_of(descriptor)
        how = self._shim.fails("write", path)
        if how in ("ENOSPC", "EIO"):
            ctypes.set_errno(getattr(errno, how))
            return -1
        if not self._shim.takes(path, size - os.fstat(descriptor).st_size):
            ctypes.set_errno(errno.ENOSPC)
            return -1
        os.ftruncate(descriptor, size)
        self._shim.happened("cut", path, size)
        return 0

    def _unlink(self, name: bytes) -> int:
        try:
            Path(os.fsdecode(name)).unlink()
        except OSError as error:
            ctypes.set_errno(error.errno or errno.EIO)
            return -1
        return 0


_kept_alive: Final[list[_Database]] = []
"""The tables and counters of shims that are over: a connection opened under one may still be closed later."""


class _Raw(io.FileIO):
    """A file of Python's own that is written to."""

    shim: Shim
    path: str

    def write(self, data: Any, /) -> int:
        how = self.shim.fails("write", self.path)
        piece = bytes(data)
        if how == "short":
            piece = piece[: max(1, len(piece) // 2)]
        elif how in ("ENOSPC", "EIO"):
            raise OSError(getattr(errno, how), os.strerror(getattr(errno, how)))
        at = self.tell()
        if not self.shim.takes(self.path, max(0, at + len(piece) - os.fstat(self.fileno()).st_size)):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        done = super().write(piece)
        self.shim.happened("write", self.path, at, piece[:done])
        return done


class _Python:
    """The part in Python's own files and names."""

    def __init__(self, shim: Shim) -> None:
        self._shim = shim
        self._before: dict[tuple[Any, str], Any] = {}
        for place, name, made in (
            (io, "open", self._open), (builtins, "open", self._open), (os, "fsync", self._fsync), (os, "open", self._os_open),
            (os, "replace", self._moved), (os, "rename", self._moved), (os, "link", self._linked), (os, "unlink", self._gone),
        ):  # fmt: skip
            self._before[place, name] = getattr(place, name)
            setattr(place, name, made)

    def undo(self) -> None:
        """As it was before."""
        for (place, name), before in self._before.items():
            setattr(place, name, before)

    def _real(self, name: str) -> Any:
        return self._before[os, name]

    def _open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        path = _path_of(file) if isinstance(file, int) else _absolute(file)
        if not set("wax+") & set(mode) or not self._shim.watches(path):
            return _real_open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        new = not isinstance(file, int) and not Path(path).exists()
        size = 0 if isinstance(file, int) else _size(path)
        raw = _Raw(file, mode.replace("b", ""), closefd, opener)
        raw.shim, raw.path = self._shim, path
        if new:
            self._shim.happened("create", path)
        elif "w" in mode and not isinstance(file, int):
            self._shim.takes(path, -size)
            self._shim.happened("cut", path)
        if buffering == 0:
            return raw
        made = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return made if "b" in mode else io.TextIOWrapper(made, encoding, errors, newline)

    def _os_open(self, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        name = _absolute(path) if dir_fd is None else ""
        new = bool(flags & os.O_CREAT) and name != "" and not Path(name).exists()
        found = self._real("open")(path, flags, mode, dir_fd=dir_fd)
        if new:
            self._shim.happened("create", name)
        elif flags & os.O_TRUNC:
            self._shim.happened("cut", name)
        return int(found)

    def _fsync(self, descriptor: int) -> None:
        self._shim.synced(_path_of(descriptor), lambda: self._real("fsync")(descriptor))

    def _named(self, what: str, real: Any, one: Any, other: Any) -> None:
        path, to = _absolute(one), _absolute(other)
        if how := self._shim.fails("name", to):
            raise OSError(getattr(errno, how, errno.EIO), os.strerror(getattr(errno, how, errno.EIO)), path)
        if what == "move":
            self._shim.takes(to, -_size(to))
        real(one, other)
        self._shim.happened(what, path, to=to)

    def _moved(self, one: Any, other: Any) -> None:
        self._named("move", self._real("replace"), one, other)

    def _linked(self, one: Any, other: Any) -> None:
        self._named("link", self._real("link"), one, other)

    def _gone(self, path: Any, *, dir_fd: int | None = None) -> None:
        name = f"{_path_of(dir_fd)}/{os.fsdecode(path)}" if dir_fd is not None else _absolute(path)  # fmt: skip
        size = _size(name)
        self._real("unlink")(path, dir_fd=dir_fd)
        self._shim.takes(name, -size)
        self._shim.happened("drop", name)


@contextmanager
def failing(shim: Shim, fault: Fault) -> Iterator[Shim]:
    """One fault for the time of the block."""
    shim.arm(fault)
    try:
        yield shim
    finally:
        shim.fault = None
