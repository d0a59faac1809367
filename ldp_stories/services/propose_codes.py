"""A codebook file of another program, as proposed tags of our own codebook: seen before anything is added, each change to be undone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ldp_stories.domain.roles import Role
from ldp_stories.reports.refi.losses import said as lost
from ldp_stories.services.codebook_exchange import CodebookPreview, preview_codebook, take_codebook
from ldp_stories.services.codebook_work import Why
from ldp_stories.services.exchange_tags import foreign_tags
from ldp_stories.services.home import Home
from ldp_stories.services.look_at_exchange import Seen, look
from ldp_stories.services.preview_lines import PreviewLine, Say, how_many, plain
from ldp_stories.services.story import need

REFUSED: Final[Mapping[str, tuple[str, str]]] = {
    "twice": (
        "{name}: It stands in the file twice. It was left out.",
        "{n} tags stand in the file twice: {names}. They were left out.",
    ),
    "circle": (
        "{name}: It lies under itself. It was left out.",
        "{n} tags lie under themselves: {names}. They were left out.",
    ),
    "deep": (
        "{name}: It lies deeper than three levels. It was left out.",
        "{n} tags lie deeper than three levels: {names}. They were left out.",
    ),
    "no name": (
        "{name}: It has no name. It was left out.",
        "{n} tags have no name. They were left out.",
    ),
}
"""Why a tag of a file cannot come in, and the same of several."""
_NAMED: Final = 3
"""So many of several are named."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the file holds, and what of it would be added or changed."""

    seen: Seen
    found: CodebookPreview

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.found.new or self.found.changed)

    @property
    def lines(self) -> tuple[str, ...]:
        """The same in sentences, in English."""
        return tuple(line.words for line in self.said())

    def said(self, say: Say = plain) -> tuple[PreviewLine, ...]:
        """The same in sentences; `say` puts them into another language."""
        counts = (
            (len(self.found.new), "{n} new tag, as a proposed one", "{n} new tags, as proposed ones"),
            (len(self.found.changed), "{n} gets other words", "{n} get other words"),
            (self.found.same, "{n} is the same", "{n} are the same"),
        )
        parts = [how_many(say, n, one, more) for n, one, more in counts if n]
        told = [PreviewLine(f"{'; '.join(parts)}." if parts else say("No tags are in it."))]
        for why in dict.fromkeys(why for _, why in self.found.refused):
            names = list(dict.fromkeys(name for name, because in self.found.refused if because == why))
            told.append(PreviewLine(_refused(names, why, say), stays=True))
        return (*told, *(PreviewLine(lost(one, say)) for one in self.seen.losses))


def preview_proposal(home: Home, path: Path) -> Proposal:
    """What the tags of a `.qdc` or `.qdpx` file would change in the codebook; nothing is written. Refused NOT_YOUR_ROLE; as `look`."""
    need(home, Role.COORDINATOR)
    seen = look(home, path)
    found = preview_codebook(home, foreign_tags(home, seen.book.codes))
    return Proposal(seen, replace(found, new=tuple(replace(n, proposed=True) for n in found.new)))


def propose(home: Home, proposal: Proposal, reason: str = "") -> tuple[int, int]:
    """Add what was seen; (added, changed). Refused NOT_YOUR_ROLE, REASON_NEEDED ("" says which file it was)."""
    return take_codebook(home, proposal.found, Why(reason.strip() or f"From the file {proposal.seen.name}"))


def _refused(names: Sequence[str], why: str, say: Say) -> str:
    """Why tags cannot come in, said once for all of a kind, with the first names."""
    one, more = REFUSED[why]
    if len(names) == 1:
        return say(one, name=names[0])
    named, left = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if left > 0:
        named = say("{names} and {n} more", names=named, n=left)
    return say(more, n=len(names), names=named)
