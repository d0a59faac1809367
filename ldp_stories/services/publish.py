"""Publish: the quote bank, its page, a small report and single clips; every item asks today's consent again on open and on export (US-E11).

A quote that may no longer be used becomes a visible gap with the reason. Nothing that leaves names a person, a code, a device or a file.
"""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.domain.consent import Channel
from ldp_stories.services.home import Home


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in the bank, checked today. With a `gap` (a reason code) the words are empty: they may not be shown in an output.

    Gaps: gate reasons ("no", "not_asked", "withdrawn", "lapsed", "narrowed", "no_part"...), "closed", "erased", "changed" (the words moved).
    """

    id: str
    record: str
    passage: str
    title: str
    text: str
    language: str
    theme: str
    note: str
    attribution: str
    place: str
    told_on: str
    direction: str
    from_ms: int | None
    may_play: bool
    gap: str = ""


def add_quote(home: Home, passage: str, theme: str = "", note: str = "", *, why_more: str = "") -> str:
    """Put a passage in the quote bank; returns the quote id. Refused NO_PERMISSION when its people did not agree to be quoted.

    A third quote by the same person needs `why_more` (Refused TWO_QUOTES_ALREADY); verbatim words are refused (QUOTE_VERBATIM).
    """
    raise NotImplementedError


def remove_quote(home: Home, quote: str) -> None:
    """Take a quote out of the bank; history keeps it."""
    raise NotImplementedError


def quotes(home: Home) -> tuple[QuoteRow, ...]:
    """The quote bank by theme, each quote checked against today's consent."""
    raise NotImplementedError


def quote_page(home: Home, folder: Path) -> Path:
    """Write the quote bank as one self-contained HTML page into `folder` and log it as issued; gaps stay visible with their reason."""
    raise NotImplementedError


def small_report(home: Home, folder: Path) -> Path:
    """Write a small report: what people said by theme, who was heard (few under five), how it was captured, the consent line."""
    raise NotImplementedError


def export_clip(home: Home, passage: str, channel: Channel, folder: Path) -> Path:
    """Cut a passage's sound into a FLAC file with a random name. Refused NO_PERMISSION_TO_PUBLISH unless everybody said yes to `channel`."""
    raise NotImplementedError
