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
class WordsAt:
    """Where some words stand: in which copy, from and to (code points)."""

    layer: str
    start: int
    end: int


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
    """The same passage in a changed text; None = needs placing.

    Found by its one exact match with its surroundings; else where it was, if the words are still there; else by its one exact match.
    """
    whole = old.before + old.quote + old.after
    if text[max(0, old.start - len(old.before)) : old.end + len(old.after)] == whole:
        return anchor(old.layer, text, old.start, old.end)
    at = _only(text, whole)
    if at is not None:
        at += len(old.before)
    elif text[old.start : old.end] == old.quote:
        at = old.start
    else:
        at = _only(text, old.quote)
    return None if at is None else anchor(old.layer, text, at, at + len(old.quote))


def _only(text: str, words: str) -> int | None:
    """Where `words` stand, if that is one place and no more (places may overlap)."""
    at = text.find(words)
    return at if words and at >= 0 and text.find(words, at + 1) < 0 else None
