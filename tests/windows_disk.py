"""What a disk on Windows would refuse, noticed on Linux: files that are open, names that are taken, names it cannot hold, two names in one.

The program is made on Linux, where an open file may be renamed, replaced or deleted and nearly every name is a name. Its people have Windows,
where each of that fails. So while a test runs, `Disk` hears of every act by Python's own audit events, asks the system which files this process
(or one it started) has open, and refuses what Windows would refuse - but only when the program itself acts, not the test around it.
What was refused is kept as well, because careful code goes on after a refusal.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType
from typing import Any, Final

PRODUCT: Final = str(Path(__file__).resolve().parent.parent / "ldp_stories") + os.sep
RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³"}
)
FORBIDDEN: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
LONGEST_NAME: Final = 120
"""Of 259 letters of a whole path: `C:\\Users\\` and a long name, a folder or two of theirs, and a folder of ours take the rest."""
_LIBRARY: Final = (str(Path(os.__file__).parent) + os.sep, "<frozen ")


def trouble_with(name: str) -> str:
    """Why Windows cannot hold a name; "" when it can."""
    if FORBIDDEN.search(name):
        return "has a letter that Windows forbids"
    if name != name.rstrip(". "):
        return "ends in a dot or a space"
    if name.partition(".")[0].rstrip(" ").casefold() in RESERVED:
        return "is the name of a device"
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} letters"
    return ""


def same_name(one: str, other: str) -> bool:
    """Whether Windows and macOS take two names for one: capitals do not count, nor how an accent is put together."""
    forms = [unicodedata.normalize("NFC", name).casefold() for name in (one, other)]
    return forms[0] == forms[1]


def twin(path: Path) -> str:
    """Another name in the folder of `path` that would be the same file there; "" when there is none."""
    if (
        path.name == path.name.lower()
        and path.name.isascii()
        and re.fullmatch(r"[0-9a-f-]{32,}.*", path.name)
    ):
        return ""  # one of thousands of random names
    try:
        beside = os.listdir(path.parent)  # noqa: PTH208 - of a folder that may not be there
    except OSError:
        return ""
    return next((name for name in beside if name != path.name and same_name(name, path.name)), "")


def holders(path: Path, processes: tuple[str, ...] = ("self",)) -> tuple[str, ...]:
    """The files at or below `path` that these processes have open."""
    try:
        wanted = os.stat(path)  # noqa: PTH116 - by number, and once
    except OSError:
        return ()
    below, folder = f"{os.path.realpath(path)}{os.sep}", path.is_dir()
    found = []
    for name, place in _open_files(processes):
        if folder:
            if name.startswith(below) and not Path(name).is_dir():
                found.append(name)
        elif _same(place, wanted):
            found.append(name)
    return tuple(found)


def _open_files(processes: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for process in processes:
        try:
            numbers = os.listdir(f"/proc/{process}/fd")  # noqa: PTH208
        except OSError:
            continue
        for number in numbers:
            place = f"/proc/{process}/fd/{number}"
            try:
                yield os.readlink(place), place  # noqa: PTH115
            except OSError:
                continue


def _same(place: str, wanted: os.stat_result) -> bool:
    try:
        return os.path.samestat(os.stat(place), wanted)  # noqa: PTH116
    except OSError:
        return False


def children() -> tuple[str, ...]:
    """The processes that this one started and that still run, by their numbers."""
    mine, found = str(os.getpid()), []
    for name in filter(str.isdigit, os.listdir("/proc")):  # noqa: PTH208
        try:
            status = Path(f"/proc/{name}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        if status.rpartition(")")[2].split()[1] == mine:
            found.append(name)
    return tuple(found)


def acting(frame: FrameType | None) -> tuple[str, str]:
    """Who asks the system: the file of the first frame that is no part of Python, and the last function of Python on the way to it."""
    through = ""
    while frame is not None and frame.f_code.co_filename.startswith(_LIBRARY):
        if frame.f_code.co_filename.startswith(_LIBRARY[0] + "site-packages"):
            break
        through = frame.f_code.co_name
        frame = frame.f_back
    return ("" if frame is None else f"{frame.f_code.co_filename}:{frame.f_lineno}"), through


class Disk:
    """Hears the audit events of one process and refuses what a disk on Windows would refuse the program."""

    def __init__(self, product: str = PRODUCT) -> None:
        self.refused: list[str] = []
        self.on = False
        self.with_players = False
        """Windows are open and may be playing: an item of the vault that they hold is still refused, but the vault is made to cope with it."""
        self._product = product
        self._acts: Mapping[str, Callable[[tuple[Any, ...], str], str]] = {
            "os.remove": lambda facts, _: self._remove(*facts[:2]),
            "os.rename": lambda facts, through: self._rename(facts, through),
            "os.link": lambda facts, _: self._make(facts[1], facts[3]),
            "os.mkdir": lambda facts, _: self._make(facts[0], facts[2]),
            "open": lambda facts, _: self._open(*facts[:3]),
        }

    def hear(self, event: str, facts: tuple[Any, ...]) -> None:
        """An audit hook."""
        act = self._acts.get(event)
        if act is None or not self.on:
            return
        if event == "open" and not (isinstance(facts[2], int) and facts[2] & os.O_CREAT):
            return
        place, through = acting(sys._getframe(1))
        if not place.startswith(self._product):
            return
        why = act(facts, through)
        if why:
            if not (self.with_players and event == "os.remove" and os.fsdecode(facts[0]).endswith(".item")):
                self.refused.append(f"{place}: {why}")
            raise PermissionError(13, why)

    def _remove(self, path: Any, folder: int) -> str:
        whole = _whole(path, folder)
        held = holders(whole, _watched(whole))
        return f"{whole} is deleted while it is open" if held else ""

    def _rename(self, facts: tuple[Any, ...], through: str) -> str:
        old, new, old_folder, new_folder = facts
        source, target = _whole(old, old_folder), _whole(new, new_folder)
        if holders(source, _watched(source)):
            return f"{source} is renamed while it, or a file in it, is open"
        if target.exists() and through == "rename":
            return f"{source} is renamed to {target}, which is there already"
        if target.exists() and holders(target, _watched(target)):
            return f"{target} is replaced while it is open"
        return self._make(new, new_folder)

    def _open(self, path: Any, _mode: Any, _flags: Any) -> str:
        return "" if isinstance(path, int) else self._make(path, -1)

    def _make(self, path: Any, folder: int) -> str:
        whole = _whole(path, folder)
        if whole.is_relative_to("/dev") and not whole.is_relative_to("/dev/shm"):
            return ""
        if why := trouble_with(whole.name):
            return f"{whole.name!r} {why}"
        other = "" if whole.exists() else twin(whole)
        return f"{whole.name!r} would be {other!r}" if other else ""


def _whole(path: Any, folder: int) -> Path:
    """A path as the system was given it, in full; below an open folder when there is one."""
    given = os.fsdecode(path)
    return Path(os.readlink(f"/proc/self/fd/{folder}"), given) if folder >= 0 else Path(given).absolute()  # noqa: PTH115


def _watched(path: Path) -> tuple[str, ...]:
    """Whose open files count: those of the recorder process too, where it writes."""
    return ("self", *children()) if "vault" in path.parts else ("self",)
