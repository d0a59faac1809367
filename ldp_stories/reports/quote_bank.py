"""The quote bank as one page: by theme, each quote with a coarse place, month and no name; what was taken out stays as a visible gap."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.reports.document import Block, Document, Quote, Section, Words
from ldp_stories.reports.page import render
from ldp_stories.reports.tables import Sheet
from ldp_stories.reports.wording import gap, month

NO_THEME: Final = "No theme yet"
FOOT: Final = (
    "Everybody quoted here agreed to be quoted. Their answers were checked again when this was made.",
    "Please do not try to find out who somebody is.",
)


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One quote, or a gap: then `gap` is its reason and `text` is empty. `told_on` is an ISO date, shown as a month."""

    text: str
    language: str
    attribution: str
    place: str
    told_on: str
    direction: str = ""
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """The quotes under one heading; `spread` says whether one or several voices speak, from which places and with which views."""

    name: str
    lines: tuple[QuoteLine, ...]
    spread: str = ""


@dataclass(frozen=True, slots=True)
class QuoteBank:
    """What the page says. `made_on` is an ISO date; `book` says which codebook the names of tags are from."""

    programme: str
    practice: bool
    made_on: str
    themes: tuple[Theme, ...]
    book: str = ""

    @property
    def hidden(self) -> int:
        """How many quotes are gaps."""
        return sum(bool(line.gap) for theme in self.themes for line in theme.lines)

    @property
    def shown(self) -> int:
        """How many quotes can be read."""
        return sum(not line.gap for theme in self.themes for line in theme.lines)


def quote_bank_html(bank: QuoteBank, template: Path) -> str:
    """The page. Raises ValueError when a gap still carries words: those must never be written."""
    return render(template, bank=whole(bank))


def whole(bank: QuoteBank) -> QuoteBank:
    """The same bank. Raises ValueError when a gap still carries words."""
    for theme in bank.themes:
        if any(line.gap and line.text for line in theme.lines):
            raise ValueError("a gap has no words")
    return bank


def bank_document(bank: QuoteBank) -> Document:
    """The bank as a document, for Word, PDF and plain text."""
    sections = tuple(
        Section(theme.name or NO_THEME, tuple(_blocks(theme))) for theme in whole(bank).themes
    ) or (Section("Quotes", ()),)
    counted = f"{bank.shown} {'quote' if bank.shown == 1 else 'quotes'}, {bank.hidden} hidden by consent."
    foot = (*FOOT, bank.book) if bank.book else FOOT
    return Document("Quote bank", bank.programme, bank.practice, bank.made_on, sections, counted, foot)


def _blocks(theme: Theme) -> Iterator[Block]:
    if theme.spread:
        yield Words(theme.spread)
    for line in theme.lines:
        if line.gap:
            yield Quote("", gap=line.gap)
        else:
            yield Quote(line.text, line.language, line.attribution, line.place, line.told_on, line.direction)


def bank_sheet(bank: QuoteBank) -> Sheet:
    """The bank as a table: a row for each quote, and for each gap its reason; each says which codebook its theme is named by."""
    head = (
        "Theme",
        "Words",
        "Who",
        "Place",
        "Month",
        "Direction",
        "Language",
        "Left out because",
        "Codebook",
    )
    rows = [
        (
            theme.name,
            line.text,
            line.attribution,
            line.place,
            month(line.told_on),
            line.direction,
            line.language,
            gap(line.gap) if line.gap else "",
            bank.book,
        )
        for theme in whole(bank).themes
        for line in theme.lines
    ]
    return Sheet("Quotes", head, rows)
