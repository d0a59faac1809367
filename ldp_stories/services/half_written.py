"""What a kill leaves of an export: every file is noted in the desk before it is begun, and what never came to its end goes at the next opening.

Only what is surely ours is deleted: an unfinished file by its random name, and a finished one of a set that was not noted as issued, while
its size and time are still those it got from us. A stick that is not in is looked at again the next time.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from ldp_stories.domain.held_files import take_away
from ldp_stories.domain.ids import new_id
from ldp_stories.reports.page import noting
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.store import desk

MAKING: Final = "making:"
_SLACK: Final = 2_000_000_000
"""Old file systems keep times to two seconds."""


@contextmanager
def in_mind(home: Home, *folders: Path) -> Iterator[None]:
    """What is written inside is noted until it is done; `folders` are new ones of its own, which go with what was in them."""
    key = MAKING + new_id()
    files: dict[str, dict[str, Any]] = {}

    def note(unfinished: Path, final: Path | None) -> None:
        files[str(unfinished)] = _seen(unfinished, final) if final is not None else {}
        with home.desk.write() as con:
            desk.save(con, key, {"files": files, "folders": [str(f) for f in folders]})

    with noting(note):
        try:
            yield
        except BaseException:
            if files:
                _settle(home, key, files, [str(f) for f in folders])
            raise
    if files:
        with home.desk.write() as con:
            desk.drop(con, key)


def sweep_half_written(home: Home) -> int:
    """Take away what exports that were killed left behind; how many notes are still open because their folder is not there."""
    with home.desk.read() as con:
        left = desk.rows(con, MAKING)
    return sum(_settle(home, key, found["files"], found["folders"]) for key, found in left)


def _seen(unfinished: Path, final: Path) -> dict[str, Any]:
    now = unfinished.stat()
    return {"final": str(final), "size": now.st_size, "time": now.st_mtime_ns}


def _settle(home: Home, key: str, files: dict[str, dict[str, Any]], folders: list[str]) -> bool:
    """Delete what is ours and never came to its end; whether something of it could not be looked at."""
    kept = {str(one.path) for one in issued(home)}
    left = {name: seen for name, seen in files.items() if not _gone(Path(name), seen, kept)}
    for folder in reversed(folders):
        with suppress(OSError):
            Path(folder).rmdir()  # only when nothing is in it
    with home.desk.write() as con:
        if left:
            desk.save(con, key, {"files": left, "folders": folders})
        else:
            desk.drop(con, key)
    return bool(left)


def _gone(unfinished: Path, seen: dict[str, Any], kept: set[str]) -> bool:
    """Whether nothing of one file is left to sweep; False while its folder is not there, or it is held."""
    if not unfinished.parent.is_dir():
        return False
    try:
        take_away(unfinished)
        final = Path(str(seen.get("final", "")))
        if seen and not kept & {str(final), str(final.parent)} and is_ours(final, seen):
            take_away(final)
    except OSError:
        return False
    return True


def is_ours(final: Path, seen: dict[str, Any]) -> bool:
    """Whether the file of that name is still the one that was written then."""
    if not final.is_file():
        return False
    now = final.stat()
    return bool(now.st_size == seen["size"] and abs(now.st_mtime_ns - seen["time"]) <= _SLACK)
