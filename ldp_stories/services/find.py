"""Find words in the stories a person may read, and hide what consent does not allow for what they are about to do (US-E3).

What is hidden is counted with the reasons, never silently left out.
"""

from dataclasses import dataclass
from enum import StrEnum

from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import RecordKind
from ldp_stories.domain.tags import Tag
from ldp_stories.services.home import Home


class Purpose(StrEnum):
    """What a person is about to do ("I am going to ...")."""

    ANALYSE = "analyse"
    QUOTE = "quote"
    PUBLISH = "publish"
    DEPOSIT = "deposit"


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: a passage, or a record where no passage holds the words. `hits` are spans of `snippet` in code points; `tags` (code, name)."""

    record: str
    passage: str | None
    kind: RecordKind
    title: str
    snippet: str
    hits: tuple[tuple[int, int], ...]
    told_on: str
    place: str
    from_ms: int | None
    tags: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HiddenRow:
    """One hidden hit for "See why": the story and the gate reason ("no", "not_asked", "closed", "lapsed", "no_copyright", "withdrawn", ...)."""

    record: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """What consent hides: `total` hits; people who said no and who were not asked; closed stories; stories hidden for other reasons."""

    total: int = 0
    not_agreed: int = 0
    not_asked: int = 0
    closed: int = 0
    other: int = 0
    rows: tuple[HiddenRow, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPage:
    """One page of hits. `total` counts the hits shown over all pages, or None when there are many (`many`: newest first; add a word)."""

    rows: tuple[Found, ...]
    next: str | None
    total: int | None
    many: bool
    hidden: Hidden


def search(
    home: Home,
    text: str,
    *,
    purpose: Purpose = Purpose.ANALYSE,
    place: str | None = None,
    since: str | None = None,
    teller: TellerKind | None = None,
    tags: tuple[str, ...] = (),
    after: str | None = None,
    limit: int = 50,
) -> FoundPage:
    """Search from two letters on; with no text, every passage and story, newest first. `place` includes the places inside it.

    `since` is an ISO date; `tags` are tag ids, all of which must stand on the hit's record. Pass `next` as `after` for the next page.
    """
    raise NotImplementedError


def codebook(home: Home, *, retired: bool = False) -> tuple[Tag, ...]:
    """The tags in codebook order; retired, merged and split ones only on request."""
    raise NotImplementedError
