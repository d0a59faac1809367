"""The quote bank in every form readers ask for: a page, Word, PDF, plain text, CSV, a spreadsheet; each checked today and noted as issued."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from ldp_stories.reports.document_docx import document_docx
from ldp_stories.reports.document_text import document_text
from ldp_stories.reports.page import all_or_nothing, write_bytes, write_page
from ldp_stories.reports.press import Press
from ldp_stories.reports.quote_bank import (
    QuoteBank,
    QuoteLine,
    Theme,
    bank_document,
    bank_sheet,
    quote_bank_html,
)
from ldp_stories.reports.tables import write_csv, write_xlsx
from ldp_stories.services.check_disclosure import need_looked_at
from ldp_stories.services.codebook_history import version_now
from ldp_stories.services.compose_report import book_line
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.log_output import log_output
from ldp_stories.services.permission import asker
from ldp_stories.services.quote_rows import OBSERVED, ROLES, QuoteRow, quote_rows
from ldp_stories.services.renew_tags import theme_changes
from ldp_stories.services.write_report import need_publisher
from ldp_stories.store import records

NAME = "quote-bank"


class Form(StrEnum):
    """What a file of it is."""

    PAGE = "html"
    WORD = "docx"
    PDF = "pdf"
    TEXT = "txt"
    CSV = "csv"
    SHEET = "xlsx"


def write_bank(
    home: Home,
    folder: Path,
    forms: Sequence[Form],
    *,
    looked_at: Collection[int],
    press: Press | None = None,
) -> tuple[Path, ...]:
    """Write the quote bank in some forms into a folder, all of them or none, under names that are free there.

    Refused NOT_YOUR_ROLE, NOT_CHECKED while one of the nine questions was not `looked_at`; UserError NO_ROOM_THERE, FOLDER_REFUSED.
    ValueError for a PDF without anybody to paint it.
    """
    need_publisher(home)
    need_looked_at(looked_at)
    with home.main.read() as con:
        rows = quote_rows(con, asker(home))
        themes = themes_of(con, rows)
    programme = home.programme()
    book = version_now(home)
    day = home.today().isoformat()
    bank = QuoteBank(programme.name, programme.practice, day, themes, named_by(home, book, day))
    writers = _writers(home, bank, folder, press)
    with in_mind(home), all_or_nothing() as made:
        for form in dict.fromkeys(forms):
            made.append(writers[form]())
            log_output(home, "quote bank", made[-1], rows, book=book)
    return tuple(made)


def named_by(home: Home, version: str, day: str) -> str:
    """Which codebook the themes are named by, and which of them still have the name a tag had before."""
    older = [f"{old} is called {new} there." for old, new in sorted(theme_changes(home).items())]
    return " ".join((book_line(version, day), *older))


def _writers(
    home: Home, bank: QuoteBank, folder: Path, press: Press | None
) -> Mapping[Form, Callable[[], Path]]:
    document = bank_document(bank)

    def pdf() -> Path:
        if press is None:
            raise ValueError("a PDF needs somebody to paint it")
        return write_bytes(folder, f"{NAME}.pdf", press.pdf(document))

    page = home.machine.resource("reports/quote_bank.html.j2")
    return {
        Form.PAGE: lambda: write_page(folder, NAME, quote_bank_html(bank, page)),
        Form.WORD: lambda: write_bytes(folder, f"{NAME}.docx", document_docx(document)),
        Form.PDF: pdf,
        Form.TEXT: lambda: write_bytes(folder, f"{NAME}.txt", document_text(document).encode()),
        Form.CSV: lambda: write_csv(bank_sheet(bank), folder, NAME),
        Form.SHEET: lambda: write_xlsx([bank_sheet(bank)], folder, NAME),
    }


def themes_of(con: Connection, rows: Sequence[QuoteRow]) -> tuple[Theme, ...]:
    """The quotes under their headings, in the order of the bank, those without one last; each says how its voices are spread."""
    found: dict[str, list[QuoteRow]] = {}
    for row in rows:
        found.setdefault(row.theme, []).append(row)
    told = records.several(con, {row.record for row in rows if not row.gap})
    people = {ident: record.participants for ident, record in told.items()}
    names = sorted(found, key=lambda name: (not name, name.casefold()))
    return tuple(Theme(name, tuple(map(_line, found[name])), spread(found[name], people)) for name in names)


def _line(row: QuoteRow) -> QuoteLine:
    gap = f"{row.gap}:{row.gap_on}" if row.gap_on else row.gap
    return QuoteLine(row.text, row.language, row.attribution, row.place, row.told_on, row.direction, gap)


def spread(rows: Iterable[QuoteRow], people: Mapping[str, Sequence[str]]) -> str:
    """Whether one voice or several speak under a theme, where and as what, and which way things went; no number and no name of anybody."""
    shown = [row for row in rows if not row.gap]
    if not shown:
        return ""
    voices = {person for row in shown for person in people.get(row.record, ()) or (OBSERVED,)}
    said = ["Several voices." if len(voices) > 1 else "One voice."]
    for label, values in (
        ("Places", [row.place for row in shown]),
        ("Who", [row.attribution for row in shown if row.attribution in ROLES]),
        ("Direction", [row.direction for row in shown]),
    ):
        known = sorted({value for value in values if value})
        if known:
            said.append(f"{label}: {', '.join(known)}.")
    return " ".join(said)
