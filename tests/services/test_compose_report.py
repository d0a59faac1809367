"""What a report holds: pictures with their table, names of tags as they were saved, how it was made, small numbers as words."""

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.report import QUESTIONS, Part, ReportType
from ldp_stories.errors import UserError
from ldp_stories.reports.document import Document, Picture, Table
from ldp_stories.services.change_codebook import Why, edit_tag
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.codebook_history import version_now
from ldp_stories.services.compose_report import document_of
from ldp_stories.services.draw_pictures import Kind
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.make_report import make_report
from ldp_stories.services.mask_words import mask
from ldp_stories.services.renew_tags import bring_up_to_date, tag_changes
from ldp_stories.services.review_tags import accept_all
from ldp_stories.services.write_report import add_part, add_passage, begin_report, change_report, open_report
from ldp_stories.store import programme
from tests.services.house import WOMEN, Told, change, erase, name_id, open_house, suggest, tell
from tests.services.press import PNG, PaperPress
from tests.services.released import release_read

OLD, NEW = "B7 A space that suits us", "B7 Places we feel right in"


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, *, tagged: bool = True, **facts: object) -> Told:
    made = tell(home, **facts)  # type: ignore[arg-type]
    mask(home, made.record, "Mrs Patel", "[headteacher]")
    if tagged:
        suggest(home, made, WOMEN, "B7")
        accept_all(home, made.record)
    release_read(home, made.record)
    return made


def rename(home: Home) -> None:
    edit_tag(home, name_id("B7"), {"name": NEW[3:]}, Why("agreed at the tag chat"))


def picture(home: Home, type_: ReportType = ReportType.CASE, kind: Kind = Kind.PLACE) -> str:
    ident = begin_report(home, type_, "What we heard")
    add_part(home, ident, 0, Part(picture=kind.value, tags=(name_id("B7"),)))
    return ident


def composed(home: Home, report: str) -> Document:
    return document_of(home, open_report(home, report), {})


def words(document: Document) -> str:
    from ldp_stories.reports.document_text import document_text

    return document_text(document)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_picture_stands_in_a_report_with_its_words_and_its_table(joan: Home, kind: Kind) -> None:
    told(joan)
    first, table, *more, note = composed(joan, picture(joan, kind=kind)).sections[0].blocks
    titles = [one.title for one in more if isinstance(one, Table)]
    assert titles == (["Before you compare"] if kind is Kind.PLACE else [])
    assert isinstance(first, Picture)
    assert isinstance(table, Table)
    assert first.alt
    assert first.drawing is not None
    assert table.rows == first.drawing.table[1:]
    assert "few" in note.text  # type: ignore[union-attr]


def test_a_picture_of_a_kind_that_is_not_known_here_is_left_out(joan: Home) -> None:
    ident = begin_report(joan, ReportType.CASE, "x")
    add_part(joan, ident, 0, Part(picture="hologram"))
    assert composed(joan, ident).sections[0].blocks == ()


def test_a_saved_report_keeps_the_names_of_its_tags_until_somebody_brings_them_up_to_date(joan: Home) -> None:
    told(joan)
    ident = picture(joan)
    version = version_now(joan)
    tick(joan, ident, QUESTIONS)
    rename(joan)

    saved = composed(joan, ident)
    assert OLD in words(saved)
    assert NEW not in words(saved)
    assert f"Tags are named as in the codebook of 22 November 2026 (version {version})." in saved.foot
    assert len(open_report(joan, ident).report.standing_ticks) == 9
    assert tag_changes(joan, open_report(joan, ident).report) == ((OLD, NEW),)

    bring_up_to_date(joan, ident)
    after = composed(joan, ident)
    assert NEW in words(after)
    assert OLD not in words(after)
    assert version_now(joan) != version
    assert version_now(joan) in after.foot[2]
    assert tag_changes(joan, open_report(joan, ident).report) == ()
    assert not open_report(joan, ident).report.standing_ticks


def test_the_names_as_saved_stay_after_several_changes_and_an_undo_of_none(joan: Home) -> None:
    told(joan)
    ident = picture(joan)
    for name in ("One", "Two", "Three"):
        edit_tag(joan, name_id("B7"), {"name": name}, Why("again"))
    assert OLD in words(composed(joan, ident))
    assert tag_changes(joan, open_report(joan, ident).report) == ((OLD, "B7 Three"),)


def test_a_report_without_pictures_says_nothing_of_a_codebook_and_keeps_its_ticks(joan: Home) -> None:
    ident = begin_report(joan, ReportType.AUDIO, "x")
    tick(joan, ident, QUESTIONS)
    rename(joan)
    assert tag_changes(joan, open_report(joan, ident).report) == ()
    assert not [line for line in composed(joan, ident).foot if "codebook" in line]
    bring_up_to_date(joan, ident)
    assert len(open_report(joan, ident).report.standing_ticks) == 9


def test_a_report_from_before_codebooks_were_noted_shows_todays_names(joan: Home) -> None:
    told(joan)
    ident = picture(joan)
    change_report(joan, replace(open_report(joan, ident).report, book=""))
    rename(joan)
    assert NEW in words(composed(joan, ident))
    assert tag_changes(joan, open_report(joan, ident).report) == ()


def test_another_picture_or_other_tags_need_another_look(joan: Home) -> None:
    ident = picture(joan)
    tick(joan, ident, QUESTIONS)
    report = open_report(joan, ident).report
    for part in (Part(picture=Kind.TIME.value), Part(picture=Kind.PLACE.value, tags=(name_id("D1"),))):
        chapters = (replace(report.chapters[0], parts=(part,)), *report.chapters[1:])
        assert not replace(report, chapters=chapters).standing_ticks
    assert report.standing_ticks


def test_a_case_study_says_whether_the_tellers_have_seen_it(joan: Home) -> None:
    one, two, gone = told(joan), told(joan), told(joan)
    change(joan, "record", one.record, checked_back="yes changed")
    ident = begin_report(joan, ReportType.CASE, "x")
    for story in (one, two, gone):
        add_passage(joan, ident, 6, story.passages[WOMEN])
    erase(joan, gone)
    said = words(composed(joan, ident))
    assert (
        "Of what is quoted here: 1 story checked with the person who told it, and changed; "
        "1 story not yet checked with the person who told it." in said
    )
    assert "Removed because the person took their words back." in said


def test_people_are_few_as_the_programme_says(joan: Home) -> None:
    with joan.main.read() as con:
        ((ident, _),) = programme.raw(con, "programme")
    for _ in range(6):
        told(joan, tagged=False)
    report = begin_report(joan, ReportType.CASE, "x")
    assert "Millbrook | 6" in words(composed(joan, report))
    change(joan, "programme", ident, disclosure_k=10)
    assert "Millbrook | few" in words(composed(joan, report))


def test_a_share_pack_says_for_whom_it_is(joan: Home) -> None:
    ident = begin_report(joan, ReportType.SHARE, "x")
    change_report(joan, replace(open_report(joan, ident).report, audience="the parish council"))
    assert "This is for the parish council. Please do not pass it on." in words(composed(joan, ident))


def test_with_a_press_a_case_study_is_also_a_pdf_and_its_pictures_are_in_the_word_file(
    joan: Home, tmp_path: Path
) -> None:
    told(joan)
    ident, press = picture(joan), PaperPress()
    tick(joan, ident, QUESTIONS)
    made = make_report(joan, ident, tmp_path / "out", press=press)
    assert [p.name for p in made.files] == ["index.html", "report.docx", "report.txt", "report.pdf"]
    assert b"WHO AND WHERE" in (made.folder / "report.pdf").read_bytes()
    with zipfile.ZipFile(made.folder / "report.docx") as archive:
        assert [archive.read(n) for n in archive.namelist() if n.startswith("word/media/")] == [PNG]
    page = (made.folder / "index.html").read_text(encoding="utf-8")
    assert "<svg " in page
    assert OLD in page
    assert len(press.drawings) == 1


def test_an_area_sheet_is_a_pdf_and_a_picture_of_one_page(joan: Home, tmp_path: Path) -> None:
    ident = begin_report(joan, ReportType.AREA, "Millbrook")
    tick(joan, ident, QUESTIONS)
    made = make_report(joan, ident, tmp_path / "out", press=PaperPress())
    assert {p.name for p in made.files} == {
        "index.html",
        "report.docx",
        "report.txt",
        "area-sheet.pdf",
        "area-sheet.png",
    }


@pytest.mark.parametrize("press", [PaperPress(too_long=True), PaperPress(broken=True)])
def test_what_cannot_be_painted_leaves_nothing_behind(joan: Home, tmp_path: Path, press: PaperPress) -> None:
    told(joan)
    ident = begin_report(joan, ReportType.AREA, "Millbrook")
    tick(joan, ident, QUESTIONS)
    with pytest.raises(UserError) as caught:
        make_report(joan, ident, tmp_path / "out", press=press)
    assert caught.value.code in ("SHEET_TOO_LONG", "NO_ROOM")
    assert list((tmp_path / "out").iterdir()) == []
    assert issued(joan) == ()


def test_when_the_copy_cannot_be_noted_it_is_not_there_either(
    joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.services import make_report as module

    ident = begin_report(joan, ReportType.CASE, "x")
    tick(joan, ident, QUESTIONS)

    def full(*_: object, **__: object) -> str:
        raise UserError("NO_ROOM")

    monkeypatch.setattr(module, "log_output", full)
    with pytest.raises(UserError):
        make_report(joan, ident, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_the_copy_is_noted_with_its_report_its_codebook_and_its_day(joan: Home, tmp_path: Path) -> None:
    ident = picture(joan, ReportType.SHARE)
    change_report(joan, replace(open_report(joan, ident).report, expires="2026-12-01"))
    tick(joan, ident, QUESTIONS)
    make_report(joan, ident, tmp_path / "out")
    with joan.main.read() as con:
        ((_, logged),) = programme.raw(con, "output")
    assert (logged["report"], logged["book"], logged["expires"], logged["sounds"]) == (
        ident,
        version_now(joan),
        "2026-12-01",
        [],
    )
