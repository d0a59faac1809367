"""`agreement`: a round over three laptops by commands alone, and any table of ratings from a file."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal

TABLE = (
    "1,1,,1\n2,2,3,2\n3,3,3,3\n3,3,3,3\n2,2,2,2\n1,2,3,4\n4,4,4,4\n1,1,2,1\n2,2,2,2\n,5,5,5\n,,1,1\n,,3,\n"
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ratings.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("level", "value"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_a_table_of_ratings_gives_the_values_of_the_book(
    practice: Terminal, table: Path, level: str, value: float
) -> None:
    found = practice.ask("amina", "agreement", "table", table, "--level", level)
    assert round(found["alpha"]["value"], 3) == value


def test_names_have_the_other_measures_too_or_why_not(practice: Terminal, table: Path) -> None:
    large = table.with_name("large.csv")
    large.write_text(TABLE * 2, encoding="utf-8")
    said = practice.say("amina", "agreement", "table", large)
    assert "Pairs that said the same: 82 %" in said
    assert "Cohen's kappa cannot be defined, because it is for two people only." in said
    assert "Fleiss' kappa " in said
    found = practice.ask("amina", "agreement", "table", table)
    assert found["alpha"]["value"] == pytest.approx(0.7434, abs=1e-4)
    assert found["kappa"] == {"value": None, "why": "not two", "low": None, "high": None}


def test_a_table_that_is_not_there_and_words_for_numbers(practice: Terminal, tmp_path: Path) -> None:
    assert practice.refused("amina", "agreement", "table", tmp_path / "none.csv").code == "FILE_UNREADABLE"
    words = tmp_path / "words.csv"
    words.write_text("often,never\n", encoding="utf-8")
    refused = practice.refused("amina", "agreement", "table", words, "--level", "interval")
    assert refused.code == "TABLE_NOT_NUMBERS"


def test_without_rounds_the_list_is_empty(practice: Terminal) -> None:
    assert practice.ask("amina", "agreement") == []
    assert practice.say("amina", "agreement") == ""


def test_a_round_by_commands(three: Terminal) -> None:
    three.type(
        "amina", "record", "--place", "Millbrook ward"
    )  # a story is made below by its own helper when this is refused
    refused = three.refused("priya", "agreement", "open", "--tag", "D1", "--coder", "Priya")
    assert refused.code == "ROUND_TWO_CODERS"
    refused = three.refused(
        "priya", "agreement", "open", "--tag", "D1", "--coder", "Priya", "--coder", "Joan"
    )
    assert refused.code == "ROUND_NO_ITEMS"
    for act in ("show", "close", "answer", "differ"):
        assert three.refused("priya", "agreement", act, "unknown").code == "NO_SUCH_ROUND"


@pytest.mark.parametrize("words", [("fly",), ("open", "--unit", "word"), ("show", "--size", "many")])
def test_wrong_usage_is_said(practice: Terminal, words: tuple[str, ...]) -> None:
    practice.wrong("amina", "agreement", *words)


def test_a_small_table_says_that_it_is_small_and_a_value_that_cannot_be_is_said_once(
    practice: Terminal, table: Path, tmp_path: Path
) -> None:
    said = practice.say("amina", "agreement", "table", table)
    assert "This is a small sample: 11 of at least 20. Talk about the differences." in said
    assert "Pairs that said the same: 82 %." in said
    assert "alpha" not in said, "of so few nothing is worked out"
    large = tmp_path / "large.csv"
    large.write_text("yes,yes\nno,no\nyes,no\n" * 7)
    said = practice.say("amina", "agreement", "table", large)
    assert "small sample" not in said
    assert "The most kappa could be" in said


def test_a_cell_that_is_no_number_is_named(practice: Terminal, tmp_path: Path) -> None:
    words = tmp_path / "words.csv"
    words.write_text("1,2\n3,often\n")
    said = practice.refused("amina", "agreement", "table", words, "--level", "ratio")
    assert said.code == "TABLE_NOT_NUMBERS"
    assert "this one is not: often" in str(said)


NAMED = "unit,A,B\n" + "".join(
    f"u{n},{pair}\n"
    for n, pair in enumerate(["yes,yes"] * 9 + ["yes,no"] * 4 + ["no,yes"] * 2 + ["no,no"] * 15)
)
"""The known answer of the method pages, as somebody would keep it: with the names of coders and units."""


def test_a_table_with_names_is_read_without_them(practice: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "named.csv"
    path.write_text(NAMED)
    said = practice.say("amina", "agreement", "table", path, "--names", "both")
    assert said.startswith("Read as 30 units by 2 people.")
    assert "Pairs that said the same: 80 %, between " in said
    assert "Krippendorff's alpha 0.590, between " in said
    assert "Fleiss' kappa 0.583, between " in said
    assert "Krippendorff's alpha 0.590" in said
    assert "Cohen's kappa 0.585" in said
    assert "--names" not in said


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (NAMED, "The words of the first line stand nowhere else."),
        (NAMED.partition("\n")[2], "The first column is different in every line."),
        ("1,4,4\n2,3,4\n3,2,2\n4,4,1\n", "The first column counts the lines."),
        ("101,1,1\n102,0,1\n103,0,0\n", "The first column counts the lines."),
    ],
)
def test_what_looks_like_names_is_doubted_aloud(
    practice: Terminal, tmp_path: Path, text: str, doubt: str
) -> None:
    path = tmp_path / "named.csv"
    path.write_text(text)
    said = practice.say("amina", "agreement", "table", path)
    assert "by 3 people." in said
    assert f"{doubt} If those are no ratings, say where they stand with --names." in said


def test_ratings_that_only_rise_are_not_doubted(practice: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "rising.csv"
    path.write_text("1,1\n2,2\n2,3\n4,4\n")
    assert "--names" not in practice.say("amina", "agreement", "table", path)


def test_plain_ratings_are_not_doubted(practice: Terminal, table: Path) -> None:
    said = practice.say("amina", "agreement", "table", table)
    assert said.startswith("Read as 12 units by 4 people.")
    assert "--names" not in said


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "TABLE_EMPTY"),
        (b"1\n2\n", "TABLE_ONE_PERSON"),
        (b"PK\x03\x04\xff", "TABLE_UNREADABLE"),
        (b"1,\xe9\n", "TABLE_UNREADABLE"),
    ],
)
def test_a_file_that_is_no_table_of_several_people_is_refused(
    practice: Terminal, tmp_path: Path, data: bytes, code: str
) -> None:
    path = tmp_path / "ratings.xlsx"
    path.write_bytes(data)
    assert practice.refused("amina", "agreement", "table", path).code == code


def test_a_table_whose_cells_are_parted_by_semicolons_reads_the_same(
    practice: Terminal, table: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(TABLE.replace(",", ";"), encoding="utf-8")
    said = practice.say("amina", "agreement", "table", other, "--level", "ordinal")
    assert said == practice.say("amina", "agreement", "table", table, "--level", "ordinal")
