"""Passages: the bit that matters, anchored in text and in sound. Never moved silently when the text changes (domain/3-model.md 3.8)."""

from dataclasses import dataclass
from enum import StrEnum

CONTEXT = 24
"""Code points of text kept before and after a quote, to find it again."""


class QuoteState(StrEnum):
    """Where a passage stands on its way into an output."""

    NOT_FOR_QUOTING = "not for quoting"
    CANDIDATE = "candidate"
    CLEARED = "cleared"
    USED = "used"


@dataclass(frozen=True, slots=True)
class TextAnchor:
    """A span of a layer in code points, with the words themselves and some text either side."""

    layer: str
    start: int
    end: int
    quote: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class MediaAnchor:
    """A span of sound in milliseconds of a medium."""

    media: str
    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Passage:
    """One passage of a record; either anchor may be absent, not both. `copy_of` names the verbatim passage a masked one stands for."""

    id: str
    record: str
    text: TextAnchor | None
    sound: MediaAnchor | None
    note: str = ""
    moved_me: bool = False
    quote_state: QuoteState = QuoteState.CANDIDATE
    copy_of: str | None = None


def anchor(layer: str, text: str, start: int, end: int) -> TextAnchor:
    """The anchor of `text[start:end]`, with its surroundings; raises ValueError for an empty or outside span."""
    if not 0 <= start < end <= len(text):
        raise ValueError("a passage needs at least one letter of the text")
    return TextAnchor(
        layer, start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    )


def place_again(old: TextAnchor, text: str) -> TextAnchor | None:
    """The same passage in a changed text: found where it was, or by its one exact match with its surroundings; None = needs placing."""
    if text[old.start : old.end] == old.quote:
        return anchor(old.layer, text, old.start, old.end)
    for pattern, offset in ((old.before + old.quote + old.after, len(old.before)), (old.quote, 0)):
        if pattern and text.count(pattern) == 1:
            at = text.index(pattern) + offset
            return anchor(old.layer, text, at, at + len(old.quote))
    return None
