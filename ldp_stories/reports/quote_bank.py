"""The quote bank as one page: by theme, each quote with a coarse place, month and no name; what was taken out stays as a visible gap."""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.reports.page import render


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
    """The quotes under one heading."""

    name: str
    lines: tuple[QuoteLine, ...]


@dataclass(frozen=True, slots=True)
class QuoteBank:
    """What the page says. `made_on` is an ISO date."""

    programme: str
    practice: bool
    made_on: str
    themes: tuple[Theme, ...]

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
    for theme in bank.themes:
        if any(line.gap and line.text for line in theme.lines):
            raise ValueError("a gap has no words")
    return render(template, bank=bank)
