"""Several people's files that lie in one place: which are for this notebook, a look into all of them, and all added, one transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.bundles.inspect import FileKind, inspect
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import Preview, accept, look, put_down
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import sent


@dataclass(frozen=True, slots=True)
class Looked:
    """One file that was looked into: what is in it, or why it was refused."""

    path: Path
    preview: Preview | None
    error: UserError | None = None


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
                found.append(Looked(path, look(home, path)))
            except UserError as error:
                found.append(Looked(path, None, error))
    except BaseException:
        put_all_down([one.preview for one in found])
        raise
    return tuple(found)


def put_all_down(previews: Sequence[Preview | None]) -> None:
    """Throw away what was staged to look inside."""
    for preview in previews:
        if preview is not None:
            put_down(preview)


def add_all(home: Home, previews: Sequence[Preview], progress: Progress = no_progress) -> tuple[Added, ...]:
    """Add every file that was looked into. One that is refused is named and passed over; Cancelled leaves those added before it added."""
    done: list[Added] = []
    try:
        for at, preview in enumerate(previews):
            progress.report(at, len(previews))
            try:
                done.append(Added(preview, accept(home, preview)))
            except UserError as error:
                done.append(Added(preview, None, error))
    except BaseException:
        put_all_down(previews[len(done) :])
        raise
    return tuple(done)
