"""The framework matrix as a spreadsheet: a workbook, or plain CSV whose cells no program takes for a formula."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from ldp_stories.reports.page import write_file
from ldp_stories.reports.tables import NOBODY

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS: Final = (28, 18, 18, 10)
_WIDE: Final = 44
_LONGEST: Final = 32_000
"""A cell of a workbook holds no more letters than 32,767."""


@dataclass(frozen=True, slots=True)
class MatrixSheet:
    """A matrix ready to be written: the heading line, the rows, and how many stories were left out because of what people agreed to."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: int

    @property
    def note(self) -> str:
        """The line under the table."""
        return f"Hidden by consent: {self.hidden}" if self.hidden else ""


def write_matrix_csv(folder: Path, sheet: MatrixSheet) -> Path:
    """Write the matrix as CSV (UTF-8 with its mark, so that every spreadsheet reads the letters right)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([tuple(safe(c) for c in row) for row in (sheet.head, *sheet.rows)])
    if sheet.note:
        writer.writerow([sheet.note])
    return _write(folder, "csv", text.getvalue().encode("utf-8-sig"))


def write_matrix_xlsx(folder: Path, sheet: MatrixSheet) -> Path:
    """Write the matrix as a workbook: headings that stay in sight, words that wrap, and every cell plain text."""
    import xlsxwriter  # late: starting the program must not load it

    memory = io.BytesIO()
    book = xlsxwriter.Workbook(
        memory, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "Framework matrix", **NOBODY})
    page = book.add_worksheet("Matrix")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    _fill(page, sheet, bold, book.add_format({"text_wrap": True, "valign": "top"}))
    book.close()
    return _write(folder, "xlsx", memory.getvalue())


def _write(folder: Path, kind: str, data: bytes) -> Path:
    def fill(out: IO[bytes]) -> None:
        out.write(data)

    return write_file(folder, f"framework-matrix.{kind}", fill)


def _fill(page: Any, sheet: MatrixSheet, bold: Any, plain: Any) -> None:
    for at, words in enumerate(sheet.head):
        page.set_column(at, at, _WIDTHS[at] if at < len(_WIDTHS) else _WIDE)
        page.write_string(0, at, words, bold)
    for down, row in enumerate(sheet.rows, 1):
        for at, words in enumerate(row):
            page.write_string(down, at, words[:_LONGEST], plain)
    if sheet.note:
        page.write_string(len(sheet.rows) + 1, 0, sheet.note, plain)
    page.freeze_panes(1, 2)


def safe(cell: str) -> str:
    """The words of a cell; those that a spreadsheet would take for a formula begin with an apostrophe."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell
