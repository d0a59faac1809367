"""The quote bank in every form: the same quotes and gaps in each, spread of voices said, nothing of anybody's name, all files or none."""

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import html

from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.change_codebook import Why, edit_tag, merge
from ldp_stories.services.codebook_history import history, undo, version_now
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.mask_words import mask
from ldp_stories.services.publish import add_quote, possible_themes, quotes, remove_quote, set_theme
from ldp_stories.services.publish_bank import Form, named_by, spread, write_bank
from ldp_stories.services.renew_tags import renew_themes, theme_changes
from ldp_stories.store import ledger, programme
from tests.services.house import BULBS, WOMEN, YES, Told, erase, name_id, open_house, tell
from tests.services.press import PaperPress
from tests.services.released import release_read

MASKED = BULBS.replace("Mrs Patel", "[headteacher]")
WHY = Why("agreed at the tag chat")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, **facts: object) -> Told:
    made = tell(home, **facts)  # type: ignore[arg-type]
    mask(home, made.record, "Mrs Patel", "[headteacher]")
    release_read(home, made.record)
    return made


def banked(home: Home) -> Told:
    """Two quotes of one person under a theme, and one that was taken back under another; the story that stays."""
    one, gone = told(home, direction="better"), told(home, code="LT-9999-KQY")
    add_quote(home, one.passages[WOMEN], "Trust")
    add_quote(home, one.passages[BULBS], "Trust")
    add_quote(home, gone.passages[WOMEN], "Being outside")
    erase(home, gone)
    return one


def text_of(path: Path) -> str:
    """All words of a file, whatever its form."""
    if path.suffix == ".docx":
        return "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    if path.suffix == ".xlsx":
        rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
        return "\n".join(" ".join(str(c) for c in row if c) for row in rows)
    if path.suffix == ".html":
        return str(html.fromstring(path.read_text(encoding="utf-8")).text_content())
    return path.read_text(encoding="utf-8-sig").removeprefix("%PDF-")


@pytest.mark.parametrize("form", list(Form))
def test_each_form_holds_the_quotes_and_the_gaps_and_names_nobody(
    joan: Home, tmp_path: Path, form: Form
) -> None:
    story = banked(joan)
    (path,) = write_bank(joan, tmp_path / "out", (form,), press=PaperPress(), looked_at=QUESTIONS)
    assert path.name == f"quote-bank.{form.value}"
    words = text_of(path)
    assert WOMEN in words
    assert MASKED in words
    assert "Removed because the person took their words back." in words
    data = path.read_bytes()
    if data[:2] == b"PK":
        with zipfile.ZipFile(path) as archive:
            data += b"".join(archive.read(name) for name in archive.namelist())
    for secret in ("4HN7", "Mrs Patel", "joan laptop", str(tmp_path), story.record, story.participant):
        assert secret.encode() not in data, secret


def test_a_theme_says_how_its_voices_are_spread(joan: Home, tmp_path: Path) -> None:
    banked(joan)
    (path,) = write_bank(joan, tmp_path, (Form.TEXT,), looked_at=QUESTIONS)
    words = text_of(path)
    assert "One voice. Places: Millbrook. Who: A resident. Direction: better." in words
    assert "2 quotes, 1 hidden by consent." in words
    add_quote(joan, told(joan, code="LT-7777-KQY").passages[WOMEN], "Trust")
    assert "Several voices. Places: Millbrook." in text_of(
        write_bank(joan, tmp_path, (Form.PAGE,), looked_at=QUESTIONS)[0]
    )


def test_nobody_speaks_where_all_was_taken_back(joan: Home) -> None:
    banked(joan)
    gone = [row for row in quotes(joan) if row.gap]
    assert spread(gone, {}) == ""


def test_the_spread_of_voices_names_nobody_and_counts_who_watched_as_a_voice(joan: Home) -> None:
    one = told(joan, answers=YES | {"quote_named": "yes"}, consent={"attribution": "Odette Farrow, Director"})
    seen = tell(joan, kind="observation", participants=[], code="LT-8888-KQY")
    release_read(joan, seen.record)
    for story in (one, seen):
        add_quote(joan, story.passages[WOMEN], "Trust")
    rows = quotes(joan)
    assert {row.attribution for row in rows} == {"Odette Farrow, Director", "A community researcher saw"}
    said = spread(rows, {one.record: (one.participant,), seen.record: ()})
    assert said.startswith("Several voices. Places: Millbrook. Who: A community researcher saw.")


def test_the_table_has_a_row_for_each_quote_and_each_gap(joan: Home, tmp_path: Path) -> None:
    banked(joan)
    (path,) = write_bank(joan, tmp_path, (Form.CSV,), looked_at=QUESTIONS)
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *rows = list(csv.reader(file))
    assert head[:5] == ["Theme", "Words", "Who", "Place", "Month"]
    assert sorted((bool(row[1]), bool(row[7])) for row in rows) == [
        (False, True),
        (True, False),
        (True, False),
    ]
    assert {(row[0], row[4]) for row in rows if row[1]} == {("Trust", "May 2026")}


def test_several_forms_are_written_together_and_each_is_noted(joan: Home, tmp_path: Path) -> None:
    banked(joan)
    made = write_bank(
        joan, tmp_path / "out", (Form.PAGE, Form.WORD, Form.PAGE, Form.CSV), looked_at=QUESTIONS
    )
    assert [p.suffix for p in made] == [".html", ".docx", ".csv"]
    assert {i.path for i in issued(joan)} == set(made)


def test_a_folder_that_has_files_in_it_keeps_them(joan: Home, tmp_path: Path) -> None:
    banked(joan)
    (tmp_path / "quote-bank.docx").write_text("mine")
    (path,) = write_bank(joan, tmp_path, (Form.WORD,), looked_at=QUESTIONS)
    assert path.name == "quote-bank-2.docx"
    assert (tmp_path / "quote-bank.docx").read_text() == "mine"


def test_when_one_form_cannot_be_written_none_is_there(joan: Home, tmp_path: Path) -> None:
    banked(joan)
    (tmp_path / "keep.txt").write_text("mine")
    with pytest.raises(UserError) as caught:
        write_bank(
            joan,
            tmp_path,
            (Form.PAGE, Form.WORD, Form.PDF),
            press=PaperPress(broken=True),
            looked_at=QUESTIONS,
        )
    assert caught.value.code == "NO_ROOM"
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["keep.txt"]
    with pytest.raises(ValueError, match="paint"):
        write_bank(joan, tmp_path, (Form.PAGE, Form.PDF), looked_at=QUESTIONS)
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["keep.txt"]


def test_a_disk_that_is_full_half_way_is_said_and_nothing_stays(
    joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    banked(joan)
    written: list[int] = []

    def full(number: int) -> None:
        written.append(number)
        if len(written) > 1:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("ldp_stories.reports.page.os.fsync", full)
    with pytest.raises(UserError) as caught:
        write_bank(joan, tmp_path / "out", (Form.PAGE, Form.CSV), looked_at=QUESTIONS)
    monkeypatch.undo()
    assert caught.value.code == "NO_ROOM_THERE"
    assert list((tmp_path / "out").iterdir()) == []


def test_only_those_who_publish_write_it(tmp_path: Path) -> None:
    home = open_house(tmp_path, "amina")
    try:
        with pytest.raises(Refused) as caught:
            write_bank(home, tmp_path / "out", (Form.PAGE,), looked_at=QUESTIONS)
    finally:
        home.close()
    assert caught.value.code == "NOT_YOUR_ROLE"
    assert not (tmp_path / "out").exists()


def test_a_quote_moves_to_another_theme(joan: Home) -> None:
    ident = add_quote(joan, told(joan).passages[WOMEN])
    assert "D1 Trusted person" in possible_themes(joan)
    set_theme(joan, ident, " Being outside ")
    assert [row.theme for row in quotes(joan)] == ["Being outside"]
    assert possible_themes(joan)[0] == "Being outside"
    set_theme(joan, ident, "D1 Trusted person")
    assert possible_themes(joan).count("D1 Trusted person") == 1
    remove_quote(joan, ident)
    with pytest.raises(UserError) as caught:
        set_theme(joan, ident, "x")
    assert caught.value.code == "NO_SUCH_PASSAGE"


def themed(joan: Home, theme: str) -> None:
    add_quote(joan, told(joan).passages[WOMEN], theme)


def test_a_theme_keeps_the_name_of_its_tag_until_somebody_wants_todays(joan: Home) -> None:
    themed(joan, "D1 Trusted person")
    for name in ("People we trust", "People and places we trust"):
        edit_tag(joan, name_id("D1"), {"name": name}, WHY)
    assert [row.theme for row in quotes(joan)] == ["D1 Trusted person"]
    assert theme_changes(joan) == {"D1 Trusted person": "D1 People and places we trust"}
    assert renew_themes(joan) == 1
    assert [row.theme for row in quotes(joan)] == ["D1 People and places we trust"]
    assert (theme_changes(joan), renew_themes(joan)) == ({}, 0)


def test_a_theme_follows_a_merge_but_not_one_that_was_undone(joan: Home) -> None:
    themed(joan, "A8 Home and space")
    merge(joan, name_id("A8"), name_id("B7"), WHY)
    assert theme_changes(joan) == {"A8 Home and space": "B7 A space that suits us"}
    undo(joan, history(joan)[0].change.id)
    assert theme_changes(joan) == {}


def test_a_theme_in_our_own_words_is_never_renamed(joan: Home) -> None:
    themed(joan, "What the café is for")
    edit_tag(joan, name_id("D1"), {"name": "Another"}, WHY)
    assert theme_changes(joan) == {}
    with joan.main.read() as con:
        assert programme.raw(con, "output") == ()


def test_every_form_and_the_log_say_which_codebook_names_the_themes(joan: Home, tmp_path: Path) -> None:
    banked(joan)
    version = version_now(joan)
    made = write_bank(joan, tmp_path / "out", tuple(Form), press=PaperPress(), looked_at=QUESTIONS)
    line = f"(version {version})"
    assert version
    for path in made:
        if path.suffix != ".pdf":
            assert line in text_of(path), path.suffix
    with joan.main.read() as con:
        noted = [ledger.entity(con, one.output) for one in issued(joan)]
    assert len(noted) == len(made)
    assert {view.get("book") for view in noted if view is not None} == {version}


def test_a_theme_that_keeps_the_name_of_before_is_said_beside_the_codebook(joan: Home) -> None:
    one = told(joan)
    label = next(t for t in possible_themes(joan) if t.startswith("D1 "))
    add_quote(joan, one.passages[WOMEN], label)
    edit_tag(joan, name_id("D1"), {"name": "People we trust"}, WHY)
    said = named_by(joan, "v2", "2026-11-22")
    assert said == (
        "Tags are named as in the codebook of 22 November 2026 (version v2). "
        f"{label} is called D1 People we trust there."
    )
