"""Sheets that no spreadsheet program takes for formulas, with headings that stay and a line on what is hidden."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from ldp_stories.errors import UserError
from ldp_stories.reports.matrix_sheet import MatrixSheet, safe, write_matrix_csv, write_matrix_xlsx

SHEET = MatrixSheet(
    "M", ("Story", "Told by", "Ward", "Month", "Trust"), (("چائے", "LT-1", "W", "2026-05", "x"),), 2
)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "  @"])
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert safe(f"{start}cmd") == f"'{start}cmd"
    assert safe(f"x{start}cmd") == f"x{start}cmd"


def test_csv_keeps_every_letter_and_a_second_one_gets_another_name(tmp_path: Path) -> None:
    first, second = write_matrix_csv(tmp_path, SHEET), write_matrix_csv(tmp_path, SHEET)
    assert [p.name for p in (first, second)] == ["framework-matrix.csv", "framework-matrix-2.csv"]
    rows = list(csv.reader(io.StringIO(first.read_text(encoding="utf-8-sig"))))
    assert rows[1][0] == "چائے"
    assert rows[-1] == ["Hidden by consent: 2"]


def test_the_workbook_keeps_headings_in_sight_and_names_nobody(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(write_matrix_xlsx(tmp_path, SHEET))
    assert book.active.freeze_panes == "C2"
    assert not book.properties.creator
    assert book.active["A3"].value == "Hidden by consent: 2"


def test_very_long_words_still_open(tmp_path: Path) -> None:
    long = MatrixSheet("M", ("a",), (("x" * 40_000,),), 0)
    book = openpyxl.load_workbook(write_matrix_xlsx(tmp_path, long))
    assert len(book.active["A2"].value) == 32_000


def test_a_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(UserError):
        write_matrix_csv(blocked, SHEET)


def test_the_workbook_is_the_same_each_time(tmp_path: Path) -> None:
    sheet = MatrixSheet("Trust", ("Story", "Told by"), (("Tea", "Person 1"),), 1)
    first, again = write_matrix_xlsx(tmp_path, sheet), write_matrix_xlsx(tmp_path, sheet)
    assert first != again
    assert first.read_bytes() == again.read_bytes()
    created = openpyxl.load_workbook(first).properties.created
    assert created is not None
    assert created.year == 1980
