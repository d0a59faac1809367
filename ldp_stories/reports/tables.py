"""Tables out: CSV and spreadsheets. No cell is ever a formula: what begins with = + - @ or a tab gets an apostrophe in front."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import IO, Final

from ldp_stories.reports.page import write_file

Cell = str | int | float | None
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
BEFORE_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The moment that stands in everything that leaves: when exactly a file was made is told nowhere."""
NOBODY: Final = {"author": "", "company": "", "comments": "", "created": datetime(*BEFORE_TIME)}
"""What a workbook says of who made it, and when."""
MOST_CELL: Final = 32_767
"""Letters that a spreadsheet holds in one cell; a longer text is cut there, and says so."""
_CUT: Final = " [cut: too long for one cell]"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a name of at most 31 letters, a head, and rows that may be made while they are written."""

    name: str
    head: tuple[str, ...]
    rows: Iterable[Sequence[Cell]]


def safe(cell: Cell) -> Cell:
    """A cell that no program takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def write_csv(sheet: Sheet, folder: Path, name: str) -> Path:
    """Write `name.csv`: UTF-8 with a mark in front, so that spreadsheets read every script. UserError NO_ROOM_THERE, FOLDER_REFUSED."""

    def fill(out: IO[bytes]) -> None:
        out.write(b"\xef\xbb\xbf")
        for row in [sheet.head]:
            out.write(_line(row))
        for cells in sheet.rows:
            out.write(_line(cells))

    return write_file(folder, f"{name}.csv", fill)


def _line(row: Sequence[Cell]) -> bytes:
    text = StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(["" if c is None else safe(c) for c in row])
    return text.getvalue().encode(errors="replace")


def write_xlsx(sheets: Sequence[Sheet], folder: Path, name: str) -> Path:
    """Write `name.xlsx`, a sheet each, the head fixed and filtered. UserError NO_ROOM_THERE, FOLDER_REFUSED.

    The rows are kept in memory as they are written: no plain copy of anything lies in a temporary folder.
    """

    def fill(out: IO[bytes]) -> None:
        import xlsxwriter  # late: most starts make no spreadsheet

        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(out, options) as book:
            book.set_properties(NOBODY)
            bold = book.add_format({"bold": True})
            for sheet in sheets:
                _fill_sheet(book.add_worksheet(sheet.name[:31]), sheet, bold)

    return write_file(folder, f"{name}.xlsx", fill)


def _fill_sheet(page: object, sheet: Sheet, bold: object) -> None:
    write_row = page.write_row  # type: ignore[attr-defined]
    write_row(0, 0, sheet.head, bold)
    last = 0
    for last, cells in enumerate(sheet.rows, 1):
        write_row(last, 0, [_fits(safe(c)) for c in cells])
    page.freeze_panes(1, 0)  # type: ignore[attr-defined]
    page.autofilter(0, 0, last, len(sheet.head) - 1)  # type: ignore[attr-defined]


def _fits(cell: Cell) -> Cell:
    if isinstance(cell, str) and len(cell) > MOST_CELL:
        return cell[: MOST_CELL - len(_CUT)] + _CUT
    return cell
