"""The page for a person who took their words back: what was done, what could not be reached, whom to ask. None of their words, no code."""

from dataclasses import dataclass
from pathlib import Path

from ldp_stories.reports.page import render


@dataclass(frozen=True, slots=True)
class TellerPage:
    """What the page says. `everything` False: only some uses, or the voice. `issued` are (what, month made, copies) already with readers.

    `drafts`: something not finished held their words and shows a gap now. `confirmed` of `laptops` have said that it is gone there too.
    `sticks` older safe copies are known to lie on other disks.
    """

    programme: str
    practice: bool
    on: str
    erased: bool
    confirmed: int
    laptops: int
    issued: tuple[tuple[str, str, int], ...]
    drafts: bool
    sticks: int
    contact: str
    complaint: str


def teller_page_html(page: TellerPage, template: Path) -> str:
    """The page, to be printed or shown."""
    return render(template, page=page, media=False)
