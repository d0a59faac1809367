"""A small report as one page: what people said by theme, who was heard, how it was captured, and what people agreed to."""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.reports.page import render
from ldp_stories.reports.quote_bank import Theme


@dataclass(frozen=True, slots=True)
class SmallReport:
    """What the page says. `captured` are (what, how many), such as ("stories", 12); `heard` (place, people): few under five.

    `first` and `last` are ISO dates of the oldest and newest story, shown as months.
    """

    programme: str
    practice: bool
    made_on: str
    first: str
    last: str
    themes: tuple[Theme, ...]
    captured: tuple[tuple[str, int], ...]
    heard: tuple[tuple[str, int], ...]
    contact: str = ""

    @property
    def hidden(self) -> int:
        """How many quotes are gaps."""
        return sum(bool(line.gap) for theme in self.themes for line in theme.lines)


def small_report_html(report: SmallReport, template: Path) -> str:
    """The page. Raises ValueError when a gap still carries words: those must never be written."""
    for theme in report.themes:
        if any(line.gap and line.text for line in theme.lines):
            raise ValueError("a gap has no words")
    return render(template, report=report)
