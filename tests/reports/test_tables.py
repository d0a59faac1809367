"""Tables out: every script, no formula ever, nothing half-written, nobody named."""

import csv
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.errors import UserError
from ldp_stories.reports.tables import MOST_CELL, Sheet, safe, write_csv, write_xlsx

ROWS = (("چائے", 3, None), ("=1+1", 2.5, "@x"), ('say "tea", then\nsit', -4, ""))
SHEET = Sheet("Stories", ("Words", "Number", "Note"), ROWS)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_csv_holds_every_cell(tmp_path: Path) -> None:
    path = write_csv(SHEET, tmp_path, "stories")
    assert path.name == "stories.csv"
    assert read(path) == [
        ["Words", "Number", "Note"],
        ["چائے", "3", ""],
        ["'=1+1", "2.5", "'@x"],
        ['say "tea", then\nsit', "-4", ""],
    ]


def test_a_spreadsheet_holds_every_cell_and_no_formula(tmp_path: Path) -> None:
    path = write_xlsx([SHEET, Sheet("Empty", ("Head",), ())], tmp_path, "stories")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Stories", "Empty"]
    found = [[c.value for c in row] for row in book["Stories"].iter_rows()]
    assert found[1:] == [["چائے", 3, None], ["'=1+1", 2.5, "'@x"], ['say "tea", then\nsit', -4, None]]
    assert all(c.data_type != "f" for row in book["Stories"].iter_rows() for c in row)
    assert book["Stories"].freeze_panes == "A2"


def test_a_spreadsheet_names_nobody(tmp_path: Path) -> None:
    about = openpyxl.load_workbook(write_xlsx([SHEET], tmp_path, "x")).properties
    assert (about.creator or "", about.lastModifiedBy or "") == ("", "")


@given(st.text())
def test_no_text_can_become_a_formula(text: str) -> None:
    found = safe(text)
    assert isinstance(found, str)
    assert not found.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert found in (text, f"'{text}")


@pytest.mark.parametrize("number", [0, -3, 2.5, None])
def test_numbers_stay_numbers(number: float | None) -> None:
    assert safe(number) == number


def test_a_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    long = "a" * (MOST_CELL + 9)
    book = openpyxl.load_workbook(write_xlsx([Sheet("S", ("W",), ((long,),))], tmp_path, "x"))
    value = str(book["S"]["A2"].value)
    assert len(value) == MOST_CELL
    assert value.endswith("[cut: too long for one cell]")
    assert read(write_csv(Sheet("S", ("W",), ((long,),)), tmp_path, "x"))[1] == [long]


def test_a_second_table_of_that_name_stands_beside_the_first(tmp_path: Path) -> None:
    first, second = write_csv(SHEET, tmp_path, "s"), write_csv(SHEET, tmp_path, "s")
    assert (first.name, second.name) == ("s.csv", "s-2.csv")


def full_disk() -> Iterator[tuple[str]]:
    yield ("a",)
    raise OSError(28, "full")


@pytest.mark.parametrize("write", [lambda s, f: write_csv(s, f, "s"), lambda s, f: write_xlsx([s], f, "s")])
def test_a_row_that_fails_leaves_nothing_behind(tmp_path: Path, write: Callable[[Sheet, Path], Path]) -> None:
    with pytest.raises(UserError) as caught:
        write(Sheet("S", ("W",), full_disk()), tmp_path)
    assert caught.value.code == "NO_ROOM_THERE"
    assert list(tmp_path.iterdir()) == []


def test_a_spreadsheet_tells_no_hour_and_is_the_same_each_time(tmp_path: Path) -> None:
    sheet = Sheet("Stories", ("Title",), [("Tea",)])
    first, again = (write_xlsx([sheet], tmp_path / name, "stories") for name in ("a", "b"))
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as archive:
        about = archive.read("docProps/core.xml").decode()
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", about)) == {"1980-01-01T00:00:00Z"}
