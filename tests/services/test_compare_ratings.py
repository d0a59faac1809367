"""A table of ratings from a file: what is read of it, what it says of agreement, and what is refused in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services import compare_ratings as module
from ldp_stories.services.agreement_words import ratings_headline
from ldp_stories.services.compare_ratings import (
    Apart,
    Kind,
    RatingsCompared,
    compare_ratings,
    doubt,
    ratings_of,
    read_table,
)

BOOK = "1,1,,1\n2,2,3,2\n3,3,3,3\n3,3,3,3\n2,2,2,2\n1,2,3,4\n4,4,4,4\n1,1,2,1\n2,2,2,2\n,5,5,5\n,,1,1\n,,3,\n"


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "ratings.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def compared(path: Path, kind: Kind, *, line: bool = False, column: bool = False) -> RatingsCompared:
    return compare_ratings(ratings_of(read_table(path), line=line, column=column), kind)


@pytest.mark.parametrize(
    ("kind", "alpha"),
    [(Kind.NOMINAL, 0.743), (Kind.ORDINAL, 0.815), (Kind.INTERVAL, 0.849), (Kind.RATIO, 0.797)],
)
def test_the_values_of_the_book(tmp_path: Path, kind: Kind, alpha: float) -> None:
    seen = compared(written(tmp_path, BOOK), kind)
    assert seen.values["alpha"].value == pytest.approx(alpha, abs=5e-4)
    assert seen.units == 11
    assert [one.line for one in seen.apart] == [2, 6, 8]


@pytest.mark.parametrize(
    "data",
    [
        "unit,Ann,Bea\na,1,2\nb,2,2\n",
        "unit;Ann;Bea\r\na;1;2\r\nb;2;2\r\n;;\r\n",
        "unit\tAnn\tBea\na\t1\t2\nb\t2\t2\n".encode("utf-16"),
        "\ufeffunit,Ann,Bea,\n\na,1,2,\nb,2,2,\n",
    ],
)
def test_the_tables_of_all_spreadsheets_read_alike(tmp_path: Path, data: str | bytes) -> None:
    rated = ratings_of(read_table(written(tmp_path, data)), line=True, column=True)
    assert rated.people == ("Ann", "Bea")
    assert [name for _, name in rated.units] == ["a", "b"]
    assert rated.cells == (("1", "2"), ("2", "2"))


def test_a_unit_is_found_again_by_its_line_in_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "Ann,Bea\n\n1,2\n2,2\n")
    assert compared(path, Kind.ORDINAL, line=True).apart == (Apart(3, "", ("1", "2")),)


def test_numbers_that_are_written_otherwise_are_the_same_number_but_not_the_same_name(tmp_path: Path) -> None:
    path = written(tmp_path, "1,1.0\n2,2\n")
    assert compared(path, Kind.INTERVAL).apart == ()
    assert len(compared(path, Kind.NOMINAL).apart) == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "TABLE_EMPTY"),
        (b"\n,,\n\n", "TABLE_EMPTY"),
        (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", "TABLE_UNREADABLE"),
        (b"caf\xe9,1\n2,3\n", "TABLE_UNREADABLE"),
        (b"1,2\n\x00,3\n", "TABLE_UNREADABLE"),
        (b"\xff\xfe1", "TABLE_UNREADABLE"),
        (b'"' + b"x" * 200_000 + b'",2\n', "TABLE_UNREADABLE"),
        (b"1\n2\n3\n", "TABLE_ONE_PERSON"),
        (b"1,2\n3,often\n", "TABLE_NOT_NUMBERS"),
        (b"1,2\n3,nan\n", "TABLE_NOT_NUMBERS"),
        (b"1,2\n3,inf\n", "TABLE_NOT_NUMBERS"),
        (b"1,2\n3,-1\n", "TABLE_BELOW_ZERO"),
    ],
)
def test_a_file_that_will_not_do_is_refused(tmp_path: Path, data: bytes, code: str) -> None:
    with pytest.raises(UserError) as caught:
        compared(written(tmp_path, data), Kind.RATIO)
    assert caught.value.code == code


def test_a_table_of_names_alone_has_no_ratings(tmp_path: Path) -> None:
    path = written(tmp_path, "Ann,Bea\n")
    with pytest.raises(UserError) as caught:
        compared(path, Kind.NOMINAL, line=True)
    assert caught.value.code == "TABLE_EMPTY"
    with pytest.raises(UserError) as caught:
        compared(path, Kind.NOMINAL, column=True)
    assert caught.value.code == "TABLE_ONE_PERSON"


def test_a_folder_and_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(UserError) as caught:
            read_table(path)
        assert caught.value.code == "FILE_UNREADABLE"


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_LINES", "MOST_VALUES", "MOST_ORDERED"])
def test_what_would_fill_the_memory_or_hold_the_laptop_up_is_refused(
    tmp_path: Path, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "1,1\n2,2\n3,3\n")
    compared(path, Kind.ORDINAL)
    monkeypatch.setattr(module, limit, 2)
    with pytest.raises(UserError) as caught:
        compared(path, Kind.ORDINAL)
    assert caught.value.code == "TABLE_TOO_LARGE"


def test_only_an_order_takes_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "1,1\n2,2\n3,3\n")
    monkeypatch.setattr(module, "MOST_ORDERED", 2)
    assert compared(path, Kind.RATIO).units == 3
    monkeypatch.setattr(module, "MOST_CELLS", 2)
    with pytest.raises(UserError) as caught:
        compared(path, Kind.RATIO)
    assert caught.value.code == "TABLE_TOO_LARGE"


def test_empty_cells_are_none_of_the_different_ratings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_VALUES", 2)
    assert compared(written(tmp_path, "1,2\n,1\n"), Kind.NOMINAL).units == 1


def test_a_column_that_counts_the_lines_is_doubted_also_after_an_empty_first_cell(tmp_path: Path) -> None:
    assert doubt((("1", "4"), ("2", "4"), ("3", "3"))) == "The first column counts the lines."
    table = read_table(written(tmp_path, ",Ann,Bea\n1,4,4\n2,3,4\n3,2,2\n"))
    assert doubt(ratings_of(table).cells) == "The words of the first line stand nowhere else."
    assert doubt(ratings_of(table, line=True).cells) == "The first column counts the lines."
    assert doubt(ratings_of(table, line=True, column=True).cells) == ""


def test_the_first_sentence_of_a_table(tmp_path: Path) -> None:
    few = compared(written(tmp_path, BOOK), Kind.ORDINAL)
    assert ratings_headline(few.units, len(few.apart), few.percent, 4) == (
        "Too few to say. The same answer on 8 of 11."
    )
    two = compared(written(tmp_path, "1,1\n1,2\n" * 10), Kind.ORDINAL)
    assert ratings_headline(two.units, len(two.apart), two.percent, 2) == (
        "The same answer on 10 of 20 (50 %)."
    )
    three = compared(written(tmp_path, "1,1,1\n1,2,1\n" * 10), Kind.ORDINAL)
    assert ratings_headline(three.units, len(three.apart), three.percent, 3).startswith(
        "All said the same on 10 of 20."
    )
    none = compared(written(tmp_path, "1,\n,2\n"), Kind.ORDINAL)
    assert ratings_headline(none.units, 0, none.percent, 2).startswith("Nothing to compare yet")
