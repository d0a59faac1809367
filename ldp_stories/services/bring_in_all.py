"""Several people's files that lie in one place: which are for this notebook, a look into all of them, and all added, one transaction each.

What was looked into stays staged only while it is little. A large file is put down again once it was looked into and is read once more when
it is added, so looking at a whole stick never takes more of the disk than its largest file.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ldp_stories.bundles.inspect import FileKind, inspect
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import Preview, accept, look, put_down
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import sent

MOST_STAGED: Final = 64 * 1024**2
"""Bytes of files that stay staged together, small enough for any disk and for the memory of the oldest laptop."""
_FULL: Final = frozenset({"NO_ROOM", "NO_ROOM_THERE"})


@dataclass(frozen=True, slots=True)
class Looked:
    """One file that was looked into: what is in it, or why it was refused. `staged`: it need not be read again to be added."""

    path: Path
    preview: Preview | None
    error: UserError | None = None
    staged: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What came of one file: what was added, or why it was not."""

    preview: Preview
    accepted: Accepted | None
    error: UserError | None = None


def for_us(home: Home, paths: Sequence[Path]) -> tuple[Path, ...]:
    """The sealed files among these that this notebook's key opens and that did not come in before. Only their beginnings are read."""
    with home.main.read() as con:
        had = {r.bundle for r in sent.all_received(con)}
    return tuple(path for path in paths if _is_new(home, path, had))


def _is_new(home: Home, path: Path, had: set[str]) -> bool:
    try:
        facts = inspect(path, [home.keys.age_secret])
    except OSError:
        return False
    head = facts.head
    if facts.kind is not FileKind.SEALED or head is None:
        return False
    return head.envelope.bundle_id not in had and head.envelope.sender.device != home.author.device


def look_at_all(home: Home, paths: Sequence[Path], progress: Progress = no_progress) -> tuple[Looked, ...]:
    """Prove every file; nothing is added. A refused one is kept apart and named, and the others go on. Cancelled: nothing stays staged."""
    found: list[Looked] = []
    try:
        for at, path in enumerate(paths):
            progress.report(at, len(paths))
            try:
                preview = _look(home, path, found)
            except UserError as error:
                found.append(Looked(path, None, error))
                continue
            staged = (
                preview.bytes + sum(o.preview.bytes for o in found if o.preview and o.staged) <= MOST_STAGED
            )
            if not staged:
                put_down(preview)
            found.append(Looked(path, preview, staged=staged))
    except BaseException:
        put_all_down(found)
        raise
    return tuple(found)


def _look(home: Home, path: Path, found: list[Looked]) -> Preview:
    """Look into one more; where there is no room for it beside those that are staged, they make room."""
    try:
        return look(home, path)
    except UserError as error:
        if error.code not in _FULL or not any(one.staged for one in found):
            raise
    put_all_down(found)
    found[:] = [replace(one, staged=False) for one in found]
    return look(home, path)


def put_all_down(found: Sequence[Looked]) -> None:
    """Throw away what was staged to look inside."""
    for one in found:
        if one.preview is not None and one.staged:
            put_down(one.preview)


def add_all(home: Home, found: Sequence[Looked], progress: Progress = no_progress) -> tuple[Added, ...]:
    """Add every file that was looked into. One that is refused is named and passed over; Cancelled leaves those added before it added."""
    ours = [(one, one.preview) for one in found if one.preview is not None]
    done: list[Added] = []
    try:
        for at, (one, seen) in enumerate(ours):
            progress.report(at, len(ours))
            done.append(_add(home, seen, again=not one.staged))
    except BaseException:
        put_all_down([one for one, _ in ours[len(done) :]])
        raise
    return tuple(done)


def _add(home: Home, seen: Preview, *, again: bool) -> Added:
    """Add one file, read once more where it was put down. Another file may lie there by now: what nobody looked into is not added."""
    try:
        preview = look(home, seen.path) if again else seen
        if preview.verified.tagmanifest_sha256 != seen.verified.tagmanifest_sha256:
            put_down(preview)
            raise UserError("OTHER_FILE", name=seen.path.name)
        return Added(seen, accept(home, preview))
    except UserError as error:
        return Added(seen, None, error)
