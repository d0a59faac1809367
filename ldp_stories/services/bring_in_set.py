"""Bring in the parts of one sending together: each is whole by itself, so a damaged one does not keep the others out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ldp_stories.bundles.names import read_outer_name
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.begin_again import SetBack
from ldp_stories.services.heard_since import Heard
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import Preview, accept, take_in
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import sent


@dataclass(frozen=True, slots=True)
class PartTaken:
    """One part: what came of it, or what was wrong with its file."""

    path: Path
    part: int
    accepted: Accepted | None
    error: UserError | None = None


@dataclass(frozen=True, slots=True)
class SetTaken:
    """What came of a set: its parts in order, and all of them as one. `waiting` counts what has not come with any of them."""

    parts: tuple[PartTaken, ...]
    whole: Accepted

    @property
    def broken(self) -> tuple[PartTaken, ...]:
        """The parts that could not be brought in."""
        return tuple(p for p in self.parts if p.error is not None)


def sets_of(paths: Sequence[Path]) -> dict[str, tuple[Path, ...]]:
    """Files that are parts of one sending, by its group, the first part first; files that stand alone are left out."""
    groups: dict[str, list[tuple[int, Path]]] = {}
    for path in paths:
        name = read_outer_name(path.name)
        if name is not None and name[2] > 1:
            groups.setdefault(name[0], []).append((name[1], path))
    return {g: tuple(p for _, p in sorted(found)) for g, found in groups.items() if len(found) > 1}


def not_here(paths: Sequence[Path]) -> tuple[tuple[int, ...], int]:
    """The parts of a set that are not among its files, by their names, and how many parts it has."""
    named = [one for one in (read_outer_name(path.name) for path in paths) if one is not None]
    of = named[0][2] if named else 0
    have = {number for _, number, _ in named}
    return tuple(n for n in range(1, of + 1) if n not in have), of


def take_set(
    home: Home, first: Preview, others: Sequence[Path], progress: Progress = no_progress
) -> SetTaken:
    """Add a part that was looked at and the others of its set, one transaction each; a part with a trouble is named and passed over."""
    taken = [PartTaken(first.path, first.part, accept(home, first, progress))]
    for at, path in enumerate(others):
        progress.report(at + 1, len(others) + 1)
        name = read_outer_name(path.name)
        number = name[1] if name is not None else 0
        try:
            taken.append(PartTaken(path, number, take_in(home, path)))
        except UserError as error:
            taken.append(PartTaken(path, number, None, error))
    taken.sort(key=lambda one: one.part)
    return SetTaken(tuple(taken), _whole(home, [one.accepted for one in taken if one.accepted is not None]))


def _whole(home: Home, done: Sequence[Accepted]) -> Accepted:
    """Several parts as one: what still waits is what the last word on the part with the words says."""
    with home.main.read() as con:
        last = [
            r for one in done for r in sent.receipts(con, one.bundle)[-1:] if r.device == home.author.device
        ]
    fresh = {s for d in done for s in d.stories if s not in d.known}
    return Accepted(
        bundle=done[0].bundle if done else "",
        new=sum(d.new for d in done),
        had=sum(d.had for d in done),
        refused=tuple(r for d in done for r in d.refused),
        held=sum(d.held for d in done),
        waiting=len({sha256 for r in last for sha256 in r.waiting}),
        orders=sum(d.orders for d in done),
        cleared=sum(d.cleared for d in done),
        receipt=done[-1].receipt if done else "",
        again=all(d.again for d in done),
        stories=tuple(sorted({s for d in done for s in d.stories})),
        known=tuple(sorted({s for d in done for s in d.known} - fresh)),
        masked_since=tuple(sorted({s for d in done for s in d.masked_since})),
        taken_back=sum(d.taken_back for d in done),
        media=sum(d.media for d in done),
        things=sum(d.things for d in done),
        heard=Heard.of_all(d.heard for d in done),
        set_back=_set_back([d.set_back for d in done if d.set_back is not None]),
        answers=sum(d.answers for d in done),
        turned_away=sum(d.turned_away for d in done),
        wishes=sum(d.wishes for d in done),
    )


def _set_back(noticed: Sequence[SetBack]) -> SetBack | None:
    """What the parts told this notebook of itself, as one."""
    if not noticed:
        return None
    return SetBack(noticed[-1].day, sum(one.lines for one in noticed), sum(one.stories for one in noticed))
