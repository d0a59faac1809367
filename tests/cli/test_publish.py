"""`publish`: a report from its first word to its folder by commands alone, with PDF; the bank, tables, a matrix; and what went out."""

from pathlib import Path
from typing import Any

import pytest

from ldp_stories.cli.main import Presses
from ldp_stories.cli.out import Out
from ldp_stories.cli.publish_command import _went_out
from ldp_stories.services.check_issued import IssuedNow
from ldp_stories.services.fill_matrix import make_matrix
from ldp_stories.services.find import Purpose, search
from ldp_stories.store import records
from tests.cli.terminal import ALL_LOOKED_AT, Answer, Terminal
from tests.services.press import PaperPress
from tests.services.released import release_read


@pytest.fixture
def amina(practice: Terminal) -> Terminal:
    """Amina's practice home, one story of it released and two of its passages in the bank."""
    home = practice.opened("amina")
    try:
        with home.main.read() as con:
            every = records.arrived(con)
        for record in every[:8]:
            release_read(home, record)
        rows = search(home, "", purpose=Purpose.QUOTE, limit=50).rows
        practice.passages = [row.passage for row in rows if row.passage][:2]  # type: ignore[attr-defined]
        practice.record = rows[0].record  # type: ignore[attr-defined]
    finally:
        home.close()
    return practice


def passage(terminal: Terminal) -> str:
    return str(terminal.passages[0])  # type: ignore[attr-defined]


def typed(terminal: Terminal, *words: object, press: Presses | None = PaperPress) -> Answer:
    answer = terminal.type("amina", "publish", *words, "--json", press=press)
    assert answer.status == 0, answer
    return answer


def begun(terminal: Terminal, type_: str = "case-study") -> dict[str, Any]:
    data: dict[str, Any] = typed(terminal, "--begin", type_, "--title", "The room").data["report"]
    return data


def test_a_case_study_is_made_by_commands_alone(amina: Terminal, tmp_path: Path) -> None:
    ident = begun(amina)["id"]
    typed(amina, "--report", ident, "--heading", 1, "--words", "A café in Millbrook.")
    typed(amina, "--report", ident, "--heading", 7, "--passage", passage(amina))
    seen = typed(amina, "--report", ident, "--heading", 3, "--picture", "coverage", "--to", "event").data[
        "report"
    ]
    assert (seen["channel"], seen["left"], len(seen["check"])) == ("event", 9, 9)
    refused = amina.type("amina", "publish", "--report", ident, "--make", tmp_path / "out", press=PaperPress)
    assert (refused.status, refused.code) == (1, "NOT_CHECKED")
    made = typed(amina, "--report", ident, "--looked-at", *range(1, 10), "--make", tmp_path / "out").data[
        "made"
    ]
    folder = Path(made["folder"])
    assert {p.name for p in folder.iterdir() if p.is_file()} == {
        "index.html",
        "report.docx",
        "report.txt",
        "report.pdf",
    }
    text = (folder / "report.txt").read_text(encoding="utf-8")
    assert "A café in Millbrook." in text
    assert "Who was heard where" in (folder / "index.html").read_text(encoding="utf-8")
    assert made["shown"] == 1

    said = amina.say(
        "amina", "publish", "--report", begun(amina, "area-sheet")["id"], "--looked-at", "1", "3"
    )
    assert "  [x] 1. Everybody in it said yes to this, today." in said
    assert "  [ ] 2." in said
    assert "The room (area sheet, report), 7 questions left" in said
    assert "The room (case study, event), 0 questions left" in amina.say("amina", "publish")


def test_the_bank_is_written_in_several_forms(amina: Terminal, tmp_path: Path) -> None:
    amina.ask("amina", "quote", "--add", passage(amina), "--theme", "Trust")
    written = typed(amina, "--bank", tmp_path / "out", "--as", "docx", "pdf", "csv", *ALL_LOOKED_AT).data[
        "written"
    ]
    assert [Path(p).name for p in written] == ["quote-bank.docx", "quote-bank.pdf", "quote-bank.csv"]
    assert "a PDF needs somebody to paint it" in amina.wrong(
        "amina", "publish", "--bank", tmp_path / "two", "--as", "pdf", *ALL_LOOKED_AT
    )
    seen = typed(amina, "--went-out").data["went_out"]
    assert {(one["type"], Path(one["path"]).suffix) for one in seen} == {
        ("quote bank", ".docx"),
        ("quote bank", ".pdf"),
        ("quote bank", ".csv"),
    }
    assert amina.say("amina", "publish", "--went-out").count(": fine") == 3


def test_a_copy_of_which_all_was_taken_back_is_named_by_where_it_lies(
    capsys: pytest.CaptureFixture[str],
) -> None:
    copies = [
        IssuedNow("x", "", "", path=Path("out/page.pdf"), recalled=True),
        IssuedNow("y", "", "", recalled=True),
    ]
    _went_out(copies, Out(as_json=False))
    assert capsys.readouterr().out.splitlines() == [
        f"a copy of which all was taken back, saved as {Path('out/page.pdf')}: must come down",
        "a copy of which all was taken back: must come down",
    ]


def test_tables_and_a_matrix_are_written_without_codes(amina: Terminal, tmp_path: Path) -> None:
    home = amina.opened("amina")
    record = str(amina.record)  # type: ignore[attr-defined]
    make_matrix(home, "Enablers", [record], ["D1"])
    home.close()
    written = typed(
        amina, "--tables", tmp_path, "--matrix", "Enablers", "--into", tmp_path, *ALL_LOOKED_AT
    ).data["written"]
    assert [Path(p).name for p in written] == [
        "stories.csv",
        "passages.csv",
        "tag-history.csv",
        "tables.xlsx",
        "READ-ME.txt",
        "framework-matrix.xlsx",
    ]
    ident = begun(amina, "area-sheet")["id"]
    made = typed(
        amina, "--report", ident, "--looked-at", *range(1, 10), "--make", tmp_path / "out", press=None
    ).data["made"]
    assert [Path(p).name for p in made["files"]] == ["index.html", "report.docx", "report.txt"]


def test_what_is_missing_or_not_there_is_said(desk: Terminal) -> None:
    for words, told in (
        (("--make", "out"), "--make needs --report or --begin"),
        (("--matrix", "x"), "--matrix needs --into"),
        (("--begin", "audio"), "invalid choice"),
    ):
        assert told in desk.wrong("amina", "publish", *words)
    assert desk.refused("amina", "publish", "--report", "none").code == "NO_SUCH_REPORT"
    ident = begun(desk)["id"]
    assert "the questions are 1 to 9" in desk.wrong(
        "amina", "publish", "--report", ident, "--looked-at", "10"
    )
