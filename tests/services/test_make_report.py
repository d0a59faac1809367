"""A report leaves as a folder: checked as it is written, its sounds cut to their seconds, nothing in it that names anybody, all or nothing."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from lxml import html

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import QUESTIONS, Part, ReportType
from ldp_stories.errors import Refused, UserError
from ldp_stories.media.decode import pcm, probe
from ldp_stories.media.encode import m4a_from_pieces
from ldp_stories.services import make_report as module
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.codebook_history import version_now
from ldp_stories.services.export_tables import export_tables
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.make_report import Made, make_report
from ldp_stories.services.mask_words import mask
from ldp_stories.services.sound import SoundReader, open_sound
from ldp_stories.services.take_elsewhere import TAKEN_OUT
from ldp_stories.services.write_report import add_passage, begin_report, change_report, open_report
from ldp_stories.store import programme
from tests.services.house import BULBS, WOMEN, YES, Told, answer, erase, open_house, suggest, tell
from tests.services.released import release_read

SECRETS = ("LT-4HN7-KQY", "4HN7", "Mrs Patel", "joan laptop", "R-07", "C-01", "Corner café")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, **facts: object) -> Told:
    made = tell(home, sound=True, **facts)  # type: ignore[arg-type]
    mask(home, made.record, "Mrs Patel", "[headteacher]")
    release_read(home, made.record)
    return made


def begun(home: Home, *passages: str, type_: ReportType = ReportType.AUDIO, **change: object) -> str:
    ident = begin_report(home, type_, "What we heard")
    for passage in passages:
        add_passage(home, ident, 0, passage)
    change_report(home, replace(open_report(home, ident).report, **change))  # type: ignore[arg-type]
    return ident


def made(home: Home, report: str, folder: Path) -> Made:
    tick(home, report, QUESTIONS)
    return make_report(home, report, folder)


def every_byte(folder: Path) -> list[bytes]:
    """Every file, what is inside the archives among them, and every name."""
    found = [str(p.relative_to(folder)).encode() for p in folder.rglob("*")]
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found.append(data)
            if data[:2] == b"PK":
                with zipfile.ZipFile(BytesIO(data)) as archive:
                    found += [archive.read(n) for n in archive.namelist()]
    return found


def test_a_report_is_a_page_with_its_sounds_a_word_file_and_a_text(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    out = made(joan, begun(joan, story.passages[WOMEN]), tmp_path / "out")
    names = sorted(str(p.relative_to(out.folder)) for p in out.folder.rglob("*") if p.is_file())
    assert names[1:] == ["index.html", "report.docx", "report.txt"]
    assert re.fullmatch(r"clips/clip-[0-9a-f]{16}\.m4a", names[0])
    assert re.fullmatch(r"report-with-sound-[0-9a-f]{6}", out.folder.name)
    assert (out.shown, out.gaps, out.sounds) == (1, 0, 1)
    page = html.fromstring((out.folder / "index.html").read_text(encoding="utf-8"))
    assert page.xpath("//audio/@src") == [names[0]]
    assert probe(str(out.folder / names[0])).duration_ms == pytest.approx(400, abs=60)


@pytest.mark.parametrize("type_", list(ReportType))
def test_nothing_that_names_anybody_is_in_any_byte(joan: Home, tmp_path: Path, type_: ReportType) -> None:
    story = told(joan)
    out = made(joan, begun(joan, story.passages[BULBS], type_=type_), tmp_path / "out")
    for secret in (*SECRETS, str(tmp_path), story.participant, story.record, story.media):
        assert not [1 for data in every_byte(out.folder) if secret.encode() in data], secret


def test_a_sound_is_opened_once_for_all_its_passages_and_each_clip_holds_its_own_seconds(
    joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = told(joan), told(joan)
    wanted = [first.passages[BULBS], other.passages[WOMEN], first.passages[WOMEN]]
    ident = begun(joan, *wanted)
    opened: list[str] = []

    def watched(home: Home, media: str) -> SoundReader:
        opened.append(media)
        return open_sound(home, media)

    monkeypatch.setattr(module, "open_sound", watched)
    out = made(joan, ident, tmp_path / "out")
    assert sorted(opened) == sorted([first.media, other.media])
    assert (out.shown, out.sounds) == (3, 3)
    page = html.fromstring((out.folder / "index.html").read_text(encoding="utf-8"))
    shown = open_report(joan, ident).shown
    for name, passage in zip(page.xpath("//audio/@src"), wanted, strict=True):
        sound = shown[passage].sound
        assert sound is not None
        alone = BytesIO()
        reader = open_sound(joan, sound.media)
        m4a_from_pieces(pcm(reader.io, sound.from_ms, sound.to_ms), alone)
        reader.close()
        assert (out.folder / name).read_bytes() == alone.getvalue(), passage


def test_a_sound_that_is_still_to_come_leaves_its_passages_without_and_the_others_with(
    joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = told(joan), told(joan)
    ident = begun(joan, first.passages[BULBS], other.passages[WOMEN], first.passages[WOMEN])

    def gone(home: Home, media: str) -> SoundReader:
        if media == first.media:
            raise UserError("MEDIA_GONE")
        return open_sound(home, media)

    monkeypatch.setattr(module, "open_sound", gone)
    out = made(joan, ident, tmp_path / "out")
    assert (out.shown, out.sounds) == (3, 1)
    assert len(list((out.folder / "clips").iterdir())) == 1


def test_sound_without_a_yes_to_this_way_out_is_not_in_the_folder(joan: Home, tmp_path: Path) -> None:
    story = told(joan, answers=YES | {"publish_clip:website": "no"})
    out = made(joan, begun(joan, story.passages[WOMEN], channel=Channel.WEBSITE), tmp_path / "out")
    assert (out.sounds, list((out.folder).rglob("*.m4a"))) == (0, [])
    assert "There is no permission to publish the sound." in (out.folder / "index.html").read_text(
        encoding="utf-8"
    )


def test_a_change_of_mind_after_the_check_is_a_gap_in_what_leaves(joan: Home, tmp_path: Path) -> None:
    story, other = told(joan), told(joan)
    ident = begun(joan, story.passages[WOMEN], other.passages[WOMEN])
    tick(joan, ident, QUESTIONS)
    erase(joan, story)
    answer(joan, other, quote_anon="no", quote_named="no")
    out = make_report(joan, ident, tmp_path / "out")
    assert (out.shown, out.gaps, out.sounds) == (0, 2, 0)
    assert not [1 for data in every_byte(out.folder) if b"curtains" in data]


def test_without_its_ticks_nothing_leaves(joan: Home, tmp_path: Path) -> None:
    ident = begun(joan, told(joan).passages[WOMEN])
    tick(joan, ident, range(1, 9))
    with pytest.raises(Refused) as caught:
        make_report(joan, ident, tmp_path / "out")
    assert (caught.value.code, caught.value.facts) == ("NOT_CHECKED", {"left": 1})
    assert not (tmp_path / "out").exists()


def test_after_its_day_nothing_leaves(joan: Home, tmp_path: Path) -> None:
    for day, fine in (("2026-11-21", False), ("2026-11-22", True)):
        ident = begun(joan, told(joan).passages[WOMEN], expires=day)
        tick(joan, ident, QUESTIONS)
        if fine:
            text = (make_report(joan, ident, tmp_path / "out").folder / "report.txt").read_text(
                encoding="utf-8"
            )
            assert "Please delete this after 22 November 2026." in text
        else:
            with pytest.raises(Refused, match="2026-11-21"):
                make_report(joan, ident, tmp_path / "out")


def test_a_full_disk_leaves_no_folder(joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ident = begun(joan, told(joan).passages[WOMEN])
    tick(joan, ident, QUESTIONS)

    def full(*_: object) -> Path:
        raise UserError("NO_ROOM_THERE", folder=tmp_path / "out" / "gone")

    monkeypatch.setattr(module, "write_page", full)
    with pytest.raises(UserError) as caught:
        make_report(joan, ident, tmp_path / "out")
    assert caught.value.facts["folder"] == tmp_path / "out", (
        "the folder that was chosen, not the one that is gone"
    )
    assert list((tmp_path / "out").iterdir()) == []
    assert issued(joan) == ()


def test_a_folder_that_cannot_be_written_is_said(joan: Home, tmp_path: Path) -> None:
    ident = begun(joan, told(joan).passages[WOMEN])
    tick(joan, ident, QUESTIONS)
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError) as caught:
        make_report(joan, ident, tmp_path / "file")
    assert caught.value.code == "FOLDER_REFUSED"


def test_the_copy_is_logged_with_its_passages_people_and_way_out(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    out = made(joan, begun(joan, story.passages[WOMEN], channel=Channel.EVENT), tmp_path / "out")
    with joan.main.read() as con:
        ((_, logged),) = programme.raw(con, "output")
    assert (logged["type"], logged["channels"]) == ("report with sound", ["event"])
    assert [i.path for i in issued(joan)] == [out.folder]


def test_a_case_study_says_what_is_missing_and_how_it_was_made(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    ident = begun(joan, type_=ReportType.CASE)
    add_passage(joan, ident, 6, story.passages[WOMEN])
    report = open_report(joan, ident).report
    chapters = (
        replace(report.chapters[0], parts=(Part(words="A café in Millbrook."),)),
        *report.chapters[1:],
    )
    change_report(joan, replace(report, chapters=chapters))
    text = (made(joan, ident, tmp_path / "out").folder / "report.txt").read_text(encoding="utf-8")
    assert "WHO AND WHERE\n\nA café in Millbrook.\n" in text
    assert "BEFORE\n\nNothing recorded yet.\n" in text
    assert "HOW THIS WAS MADE\n\nCaptured via 1 story.\n" in text
    assert "Millbrook | few" in text


def test_a_share_pack_says_what_people_agreed_to(joan: Home, tmp_path: Path) -> None:
    one, two = told(joan), told(joan, answers=YES | {"publish_clip:partner": "no"})
    ident = begun(
        joan, one.passages[WOMEN], two.passages[WOMEN], type_=ReportType.SHARE, channel=Channel.PARTNER
    )
    text = (made(joan, ident, tmp_path / "out").folder / "report.txt").read_text(encoding="utf-8")
    assert "May be read            | 2" in text
    assert "May be heard (partner) | 1" in text


def cells(folder: Path, name: str) -> list[list[str]]:
    import csv

    with (folder / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_tables_hold_stories_passages_and_every_step_of_a_tag(joan: Home, tmp_path: Path) -> None:
    story = told(joan, direction="better")
    suggest(joan, story, WOMEN, "B7")
    tell(joan, answers=YES | {"share_team": "no"})
    out = export_tables(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert out.stories == 1
    assert [p.name for p in out.files] == [
        "stories.csv",
        "passages.csv",
        "tag-history.csv",
        "tables.xlsx",
        "READ-ME.txt",
    ]
    about = (tmp_path / "out" / "READ-ME.txt").read_text(encoding="utf-8")
    assert f"Tags are named as in the codebook of 22 November 2026 (version {version_now(joan)})." in about
    assert "Left out:\n  1: people said no to the team reading their words" in about
    head, row = cells(tmp_path / "out", "stories.csv")
    told_of = dict(zip(head, row, strict=True))
    assert (told_of["Ward"], told_of["Month told"], told_of["Ages"]) == ("Millbrook", "2026-05", "40-59")
    assert "[headteacher]" in told_of["Words"]
    passages = cells(tmp_path / "out", "passages.csv")[1:]
    assert {p[-1] for p in passages} == {WOMEN, BULBS.replace("Mrs Patel", "[headteacher]")}
    assert {p[4] for p in passages} == {"", "B7 A space that suits us"}
    assert cells(tmp_path / "out", "tag-history.csv")[1][2:6] == [
        "B7 A space that suits us",
        "suggested",
        "",
        "yes",
    ]


def test_what_was_taken_back_is_counted_in_tables_and_never_silently_gone(joan: Home, tmp_path: Path) -> None:
    told(joan)
    export_tables(joan, tmp_path / "before", looked_at=QUESTIONS)
    assert openpyxl.load_workbook(tmp_path / "before" / "tables.xlsx").sheetnames == [
        "Stories",
        "Passages",
        "Tag history",
    ]
    erase(joan, told(joan))
    tell(joan, answers=YES | {"share_team": "no"})
    export_tables(joan, tmp_path / "out", looked_at=QUESTIONS)
    about = (tmp_path / "out" / "READ-ME.txt").read_text(encoding="utf-8")
    assert "  1: people said no to the team reading their words" in about
    assert "  1: taken out for good since, most often because their teller took them back" in about
    rows = list(openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx")["Left out"].values)
    assert rows[0] == ("Why", "Stories")
    assert [n for _, n in rows[1:]] == [1, 1]
    assert rows[2][0] == TAKEN_OUT


def test_the_page_beside_the_tables_holds_no_story_to_call_back(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    out = export_tables(joan, tmp_path / "out", looked_at=QUESTIONS)
    paths = {i.output: i.path for i in issued(joan)}
    with joan.main.read() as con:
        held = {paths[i].name: fields["items"] for i, fields in programme.raw(con, "output")}
    assert held == {p.name: [] if p.suffix == ".txt" else [story.record] for p in out.files}


def test_no_table_names_anybody(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    suggest(joan, story, WOMEN, "B7", reason="Mrs Patel said so")
    export_tables(joan, tmp_path / "out", looked_at=QUESTIONS)
    for secret in (*SECRETS, story.participant, story.record, str(tmp_path)):
        assert not [1 for data in every_byte(tmp_path / "out") if secret.encode() in data], secret


def test_nothing_for_a_table_is_said(joan: Home, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_tables(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert caught.value.code == "NOTHING_TO_TAKE"


def test_tables_that_cannot_all_be_written_leave_none(
    joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.services import export_tables as tables

    told(joan)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "stories.csv").write_text("mine")

    def full(*_: object) -> Path:
        raise UserError("NO_ROOM")

    monkeypatch.setattr(tables, "write_xlsx", full)
    with pytest.raises(UserError):
        export_tables(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert [(p.name, p.read_text()) for p in (tmp_path / "out").iterdir()] == [("stories.csv", "mine")]
    assert issued(joan) == ()


@pytest.mark.parametrize("day", ["", "  ", "soon", "2027-02-31", "31.1.2027"])
def test_a_share_pack_without_a_last_day_does_not_leave(joan: Home, tmp_path: Path, day: str) -> None:
    ident = begun(joan, told(joan).passages[WOMEN], type_=ReportType.SHARE, expires=day)
    with pytest.raises(Refused) as caught:
        made(joan, ident, tmp_path / "out")
    assert caught.value.code == "REPORT_NO_DAY"
    assert not list((tmp_path / "out").rglob("*.html"))
    assert not issued(joan)


@pytest.mark.parametrize(
    ("typed", "day"), [("2099-01-31", "31 January 2099"), ("2/1/2099", "2 January 2099")]
)
def test_the_last_day_of_a_share_pack_stands_in_it_however_it_was_typed(
    joan: Home, tmp_path: Path, typed: str, day: str
) -> None:
    ident = begun(joan, told(joan).passages[WOMEN], type_=ReportType.SHARE, expires=typed)
    out = made(joan, ident, tmp_path / "out")
    for name in ("index.html", "report.txt"):
        assert f"Please delete this after {day}." in (out.folder / name).read_text(encoding="utf-8")


def test_what_is_no_share_pack_may_go_without_a_last_day(joan: Home, tmp_path: Path) -> None:
    ident = begun(joan, told(joan).passages[WOMEN], type_=ReportType.CASE)
    assert made(joan, ident, tmp_path / "out").shown == 1
