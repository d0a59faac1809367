"""Mask words that could name somebody: every copy in a story at once, in a new masked copy; the verbatim words stay underneath (US-C6).

Each masking makes a new layer made from the one before, never a new revision of its text: revisions travel whole, and a name must not
travel in an old one. Passages are carried over exactly, or flagged as "needs placing"; they are never shifted onto other words.
"""

from dataclasses import dataclass

from ldp_stories.domain.records import LayerKind
from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class Masked:
    """What a masking did: copies replaced, the new masked layer (None when there were none), passages that need placing by hand,

    and where else the words still stand (`also_in`: "title", "note", "promises", "also_raised"), for a person to look at.
    """

    copies: int
    layer: str | None
    needs_placing: tuple[str, ...] = ()
    also_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage as it stands on a layer: `start` and `end` in code points; `copy` its masked twin (None: the passage itself)."""

    passage: str
    copy: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MaskPair:
    """One entry of the masking list, kept in the identity store: words and what replaced them."""

    find: str
    replace: str


def count_copies(home: Home, record: str, find: str) -> int:
    """How many copies of the words the story holds that a masking would replace (whatever the case; whole words only)."""
    raise NotImplementedError


def mask(home: Home, record: str, find: str, replace: str) -> Masked:
    """Replace all copies of `find` in the story's masked, reading and translated copies, making the masked copy when there is none.

    Coordinators only. Empty words are refused (MASK_EMPTY).
    """
    raise NotImplementedError


def undo_mask(home: Home, record: str) -> bool:
    """Go back to the masked copy before the last one (as a new copy); False when there is none. A released story is refused (RELEASED_ALREADY)."""
    raise NotImplementedError


def make_layer(home: Home, record: str, kind: LayerKind, text: str, *, language: str = "") -> str:
    """Write a masked, reading or translated copy by hand; passages found again exactly are carried over. Returns the layer id."""
    raise NotImplementedError


def placed(home: Home, record: str, layer: str) -> tuple[Placed, ...]:
    """Where the record's passages stand on a layer."""
    raise NotImplementedError


def needs_placing(home: Home, record: str) -> tuple[str, ...]:
    """Passages (their verbatim ids) that have no place on the current masked copy."""
    raise NotImplementedError


def place_passage(home: Home, passage: str, start: int, end: int) -> str:
    """Place a passage on the current masked copy by hand; returns the id of its masked twin."""
    raise NotImplementedError


def masking_list(home: Home) -> tuple[MaskPair, ...]:
    """Words masked before in this programme, for use again; kept in the identity store only."""
    raise NotImplementedError
