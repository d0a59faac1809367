"""A recorder of system calls, and the states a disk may be in when the power goes: what was asked for, against what was synced.

`strace` writes down every call that changes a file. A state is made by replaying a beginning of them and choosing what became of the writes
that nobody had waited for: all there, none there, names without their data, some of them, half a sector torn, garbage. An fsync makes the
file's data durable, and every change of a name before it (an ordered journal); the index beside a write-ahead log is never kept.
"""

import hashlib
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

CALLS: Final = (
    "openat,write,pwrite64,lseek,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,ftruncate,mkdir,rmdir,link,"
    "copy_file_range,sendfile,writev,pwritev"
)
MODES: Final = ("all", "synced", "names", "subset", "torn", "garbage")
SECTOR: Final = 512
_LINE: Final = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?")
_TEXT: Final = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_FD: Final = re.compile(r"^(\d+)<((?:\\x[0-9a-f]{2})*|[^>]*)>")


@dataclass(frozen=True)
class Event:
    """One call: what (create, write, cut, sync, lost, move, link, drop, said), where, and with what."""

    what: str
    path: str
    at: int = 0
    data: bytes = b""
    to: str = ""


def record(script: Sequence[str], root: Path, env: dict[str, str]) -> list[Event]:
    """Run a Python script under the recorder; the calls on files under `root`, and the lines it said."""
    trace = root.parent / "calls.trace"
    command = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-y",
        "-xx",
        "-s",
        "100000000",
        "-e",
        f"trace={CALLS}",
        "-o",
        str(trace),
    ]
    done = subprocess.run(
        [*command, sys.executable, *script], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    events = list(_events(trace.read_text(encoding="ascii", errors="replace").splitlines(), str(root)))
    trace.unlink()
    return events


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _whole(lines: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Calls with their arguments and result; one that was interrupted by another thread is put together again."""
    half: dict[str, str] = {}
    for line in lines:
        pid = line.split(" ", 1)[0]
        if line.endswith("<unfinished ...>"):
            half[pid] = line.removesuffix("<unfinished ...>")
            continue
        resumed = re.match(r"\d+ +<\.\.\. \w+ resumed>(.*)", line)
        match = _LINE.match(half.pop(pid) + resumed[1] if resumed and pid in half else line)
        if match and int(match[4]) >= 0:
            yield match[2], match[3], int(match[4])


def _events(lines: Sequence[str], root: str) -> Iterator[Event]:
    places: dict[tuple[str, int], int] = {}
    for call, args, result in _whole(lines):
        opened = _FD.match(args)
        path = _bytes(opened[2]).decode(errors="replace") if opened and opened[2].startswith("\\x") else ""
        texts = [_bytes(t) for t in _TEXT.findall(args)]
        if call == "write" and opened and opened[1] == "1":
            yield Event("said", "", data=texts[0].strip())
        for event in _of(call, args, result, path, int(opened[1]) if opened else -1, texts, places):
            if event.path.startswith(root) and not event.path.endswith("-shm"):
                yield event


def _of(
    call: str,
    args: str,
    result: int,
    path: str,
    fd: int,
    texts: list[bytes],
    places: dict[tuple[str, int], int],
) -> Iterator[Event]:
    """What one call does; `places` is where each opened file is written next."""
    if call == "openat":
        yield from _opened(args, result, texts[0].decode(errors="replace"), places)
    elif call == "lseek":
        places[path, fd] = result
    elif call == "write":
        at = places.get((path, fd), 0)
        places[path, fd] = at + result
        yield Event("write", path, at, texts[0][:result])
    elif call == "pwrite64":
        yield Event("write", path, int(args.rsplit(",", 1)[1]), texts[0][:result])
    elif call in ("fsync", "fdatasync"):
        yield Event("sync", path)
    elif call == "ftruncate":
        yield Event("cut", path, int(args.rsplit(",", 1)[1]))
    else:
        yield from _named(call, path, [t.decode(errors="replace") for t in texts])


def _opened(args: str, result: int, name: str, places: dict[tuple[str, int], int]) -> Iterator[Event]:
    places[name, result] = 0
    if "O_CREAT" in args:
        yield Event("create", name)
    if "O_TRUNC" in args:
        yield Event("cut", name)


def _named(call: str, path: str, names: list[str]) -> Iterator[Event]:
    """Calls that change names; those that copy inside the system are not replayed, so they may not touch what is tested."""
    if call.startswith("rename") or call == "link":
        yield Event("link" if call == "link" else "move", names[0], to=names[1])
    elif call == "unlinkat":
        yield Event("drop", f"{path}/{names[0]}" if path and not names[0].startswith("/") else names[0])
    elif call in ("unlink", "rmdir"):
        yield Event("drop", names[0])
    elif call != "mkdir":
        assert not path.endswith((".db", ".db-wal", ".item", ".part")), f"{call} is not replayed"


@dataclass
class Disk:
    """Files by number, names of files; for both what is durable, and what was asked for since the last sync."""

    files: dict[int, bytearray] = field(default_factory=dict)
    waiting: dict[int, list[tuple[int, bytes | None]]] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    name_ops: list[tuple[str, int | None]] = field(default_factory=list)

    @classmethod
    def of(cls, root: Path, real: str) -> "Disk":
        """What lies in a folder, under the names it had as `real`."""
        disk = cls()
        for path in root.rglob("*"):
            if path.is_file():
                disk.add(real + str(path)[len(str(root)) :], path.read_bytes())
        return disk

    def add(self, name: str, data: bytes) -> None:
        """A durable file."""
        number = len(self.files)
        self.files[number] = bytearray(data)
        self.names[name] = self.seen[name] = number

    def copy(self) -> "Disk":
        """A disk of its own in the same state."""
        return Disk(
            {n: bytearray(d) for n, d in self.files.items()},
            {n: list(w) for n, w in self.waiting.items()},
            dict(self.names),
            dict(self.seen),
            list(self.name_ops),
        )

    def do(self, event: Event) -> None:
        """One call happens."""
        number = self.seen.get(event.path)
        if event.what == "create" and number is None:
            number = len(self.files)
            self.files[number] = bytearray()
            self._name(event.path, number)
        elif event.what == "write" and number is not None:
            self.waiting.setdefault(number, []).append((event.at, event.data))
        elif event.what == "cut" and number is not None:
            self.waiting.setdefault(number, []).append((event.at, None))
        elif event.what == "sync":
            self._sync(number)
        elif event.what == "lost" and number is not None:
            self.waiting.pop(number, None)  # a sync that failed: the system forgets what it could not write
        elif event.what == "drop" and number is not None:
            self._name(event.path, None)
        elif event.what in ("move", "link"):
            self._move(event)

    def _move(self, event: Event) -> None:
        inside = [p for p in self.seen if p == event.path or p.startswith(f"{event.path}/")]
        for path in inside:
            self._name(event.to + path[len(event.path) :], self.seen[path])
            if event.what == "move":
                self._name(path, None)

    def _name(self, path: str, number: int | None) -> None:
        self.name_ops.append((path, number))
        _set(self.seen, path, number)

    def _sync(self, number: int | None) -> None:
        if number is not None:
            for at, data in self.waiting.pop(number, []):
                _apply(self.files[number], at, data)
        for path, known in self.name_ops:
            _set(self.names, path, known)
        self.name_ops.clear()

    def fail(self, mode: str, dice: random.Random) -> dict[str, bytes]:
        """The power goes: the files that are there afterwards."""
        names, kept = dict(self.names), len(self.name_ops)
        if mode in ("subset", "garbage"):
            kept = dice.randint(0, kept)
        for path, number in self.name_ops[: 0 if mode == "synced" else kept]:
            _set(names, path, number)
        return {path: self._content(number, mode, dice) for path, number in names.items()}

    def _content(self, number: int, mode: str, dice: random.Random) -> bytes:
        data = bytearray(self.files[number])
        waiting = self.waiting.get(number, [])
        for nth, (at, piece) in enumerate(waiting):
            last = nth == len(waiting) - 1
            if mode == "all" or (mode == "torn" and not last) or (mode == "subset" and dice.random() < 0.5):
                _apply(data, at, piece)
            elif mode == "torn" and piece is not None:
                _apply(data, at, piece[: SECTOR * dice.randint(0, max(1, len(piece) // SECTOR))])
            elif mode == "garbage" and piece is not None:
                _apply(data, at, _spoilt(piece, dice))
            elif mode == "names" and piece is not None:
                data.extend(bytes(max(0, at + len(piece) - len(data))))
        return bytes(data)


def _spoilt(piece: bytes, dice: random.Random) -> bytes:
    """Each sector there, not written, or garbage."""
    sectors = (piece[i : i + SECTOR] for i in range(0, len(piece), SECTOR))
    return b"".join(dice.choice((s, bytes(len(s)), dice.randbytes(len(s)))) for s in sectors)


def _apply(data: bytearray, at: int, piece: bytes | None) -> None:
    if piece is None:
        del data[at:]
        data.extend(bytes(max(0, at - len(data))))
        return
    data.extend(bytes(max(0, at - len(data))))
    data[at : at + len(piece)] = piece


def _set(names: dict[str, int], path: str, number: int | None) -> None:
    if number is None:
        names.pop(path, None)
    else:
        names[path] = number


@dataclass(frozen=True)
class State:
    """A disk after the power went: the files, what had been said by then, and how it came about."""

    files: dict[str, bytes]
    said: tuple[str, ...]
    at: int
    mode: str

    def key(self) -> bytes:
        """Two disks that hold the same after the same was said are one to whoever opens them."""
        told = hashlib.sha256(repr(self.said).encode())
        for name, data in sorted(self.files.items()):
            told.update(f"{name} {len(data)} ".encode())
            told.update(data)
        return told.digest()

    def write(self, root: str, folder: Path) -> Path:
        """Put the files into an empty folder."""
        shutil.rmtree(folder, ignore_errors=True)
        for name, data in self.files.items():
            path = folder / name[len(root) + 1 :]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return folder


def states(
    start: Disk, events: Sequence[Event], wanted: Collection[tuple[int, str]], dice: random.Random
) -> Iterator[State]:
    """The states after so many calls, each in its mode, in the order of the calls."""
    disk, said = start.copy(), []
    by_place: dict[int, list[str]] = {}
    for at, mode in wanted:
        by_place.setdefault(at, []).append(mode)
    for number, event in enumerate(events):
        disk.do(event)
        if event.what == "said":
            said.append(event.data.decode())
        for mode in by_place.get(number, ()):
            yield State(disk.fail(mode, dice), tuple(said), number, mode)
