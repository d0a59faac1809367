"""Stories for other analysis programs: only what may go goes, nothing names anybody, and it comes back as it went."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused, UserError
from ldp_stories.media.decode import probe
from ldp_stories.reports.refi.model import Project, SoundSource, TextSource
from ldp_stories.reports.refi.read_codebook import read_codebook
from ldp_stories.reports.refi.read_project import read_project
from ldp_stories.services.exchange_ids import derived, guid_of
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.look_at_exchange import look
from ldp_stories.services.mask_words import mask
from ldp_stories.services.take_elsewhere import TAKEN_OUT, take_codebook, take_project
from ldp_stories.store import programme
from tests.services.house import (
    BULBS,
    WOMEN,
    YES,
    Told,
    answer,
    change,
    erase,
    houses,
    name_id,
    narrow,
    open_house,
    send_to_evaluator,
    tell,
)
from tests.services.released import release_read

MASKED = BULBS.replace("Mrs Patel", "[headteacher]")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, **facts: object) -> Told:
    """A story with two tags, its name masked, released."""
    made = tell(home, tags={WOMEN: "B7", BULBS: "D1"}, **facts)  # type: ignore[arg-type]
    mask(home, made.record, "Mrs Patel", "[headteacher]")
    release_read(home, made.record)
    return made


def taken(home: Home, folder: Path, *, sound: bool = True) -> Project:
    found, lost = read_project(take_project(home, folder, sound=sound, looked_at=QUESTIONS).files[0])
    assert lost == ()
    return found


def words_under(project: Project, code: str) -> list[str]:
    """The words that a tag stands on, wherever they are."""
    found = []
    for source in project.sources:
        if isinstance(source, TextSource):
            found += [
                source.text[s.start : s.end]
                for s in source.selections
                if any(c.code == code for c in s.codings)
            ]
            continue
        for spoken in source.transcripts:
            at = {p.guid: p.position for p in spoken.points}
            found += [
                spoken.text[at[s.start] : at[s.end]]
                for s in spoken.spans
                if any(c.code == code for c in s.codings)
            ]
    return found


def test_a_story_goes_in_masked_words_with_its_tags_on_the_right_ones(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    project = taken(joan, tmp_path / "out")
    (source,) = project.sources
    assert isinstance(source, TextSource)
    assert source.guid == story.record
    assert "Mrs Patel" not in source.text
    assert words_under(project, guid_of(name_id("D1"))) == [MASKED]
    assert words_under(project, guid_of(name_id("B7"))) == [WOMEN]
    names = {c.guid: c.name for top in project.codes for c, _ in top.walk()}
    assert names[name_id("D1")] == "D1 Trusted person"
    assert all(not top.codable for top in project.codes)


def test_a_sound_goes_with_a_transcript_tied_to_its_seconds(joan: Home, tmp_path: Path) -> None:
    story = told(joan, sound=True)
    path = take_project(joan, tmp_path / "out", looked_at=QUESTIONS).files[0]
    project, _ = read_project(path)
    (source,) = project.sources
    assert isinstance(source, SoundSource)
    assert source.guid == story.record
    (spoken,) = source.transcripts
    assert {p.ms for p in spoken.points} == {300, 700}
    assert words_under(project, name_id("D1")) == [MASKED]
    assert all(not s.codings for s in source.selections)
    with zipfile.ZipFile(path) as archive:
        sound = archive.read(f"sources/{source.file}")
    info = probe(BytesIO(sound))
    assert info.audio_codec == "aac"
    assert info.duration_ms == pytest.approx(1000, abs=60)


@pytest.mark.parametrize(("answers", "sound"), [({}, False), ({"share_media_team": "no"}, True)])
def test_a_recording_the_team_may_not_hear_stays(
    joan: Home, tmp_path: Path, answers: dict[str, str], sound: bool
) -> None:
    told(joan, sound=True, answers=YES | answers)
    path = take_project(joan, tmp_path / "out", sound=sound, looked_at=QUESTIONS).files[0]
    with zipfile.ZipFile(path) as archive:
        assert not [n for n in archive.namelist() if n.endswith(".m4a")]
    assert isinstance(read_project(path)[0].sources[0], TextSource)


@pytest.mark.parametrize("no", ["share_team", "take_part"])
def test_stories_the_team_may_not_read_stay_and_are_counted(joan: Home, tmp_path: Path, no: str) -> None:
    told(joan)
    other = told(joan)
    answer(joan, other, **{no: "no"})
    out = take_project(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert (out.stories, sum(out.left_out.values())) == (1, 1)
    assert [s.guid for s in read_project(out.files[0])[0].sources] != [other.record]


def test_what_was_taken_back_closed_or_never_masked_stays(joan: Home, tmp_path: Path) -> None:
    kept, gone, shut = told(joan), told(joan), told(joan)
    tell(joan)
    erase(joan, gone)
    narrow(joan, shut, Scope.SHARE_TEAM)
    out = take_project(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert [s.guid for s in read_project(out.files[0])[0].sources] == [kept.record]
    assert out.left_out == {"narrowed": 1, "not_masked": 1}


def test_nothing_that_may_go_is_said_and_nothing_is_written(joan: Home, tmp_path: Path) -> None:
    tell(joan)
    with pytest.raises(UserError) as caught:
        take_project(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert caught.value.code == "NOTHING_TO_TAKE"
    assert not (tmp_path / "out").exists()


def test_no_code_name_laptop_or_file_is_in_any_byte(joan: Home, tmp_path: Path) -> None:
    told(joan, sound=True, code="LT-4HN7-KQY")
    told(joan, code="LT-9TD2-QQX")
    out = tmp_path / "out"
    take_project(joan, out, looked_at=QUESTIONS)
    with zipfile.ZipFile(out / "project.qdpx") as archive:
        every = [archive.read(n) for n in archive.namelist()] + ["\n".join(archive.namelist()).encode()]
    every += [p.read_bytes() for p in out.iterdir()]
    for secret in (
        "LT-4HN7-KQY",
        "4HN7",
        "LT-9TD2-QQX",
        "Mrs Patel",
        "joan laptop",
        "R-07",
        "C-01",
        str(tmp_path),
    ):
        assert not [1 for data in every if secret.encode() in data], secret


def test_titles_and_reasons_go_only_once_somebody_has_read_them(joan: Home, tmp_path: Path) -> None:
    made = tell(joan, tags={WOMEN: "B7"}, title="With Mrs Patel")
    mask(joan, made.record, "Mrs Patel", "[headteacher]")
    project = taken(joan, tmp_path / "a")
    assert project.sources[0].name == f"Story {made.record[:4]}"
    assert project.notes == ()
    release_read(joan, made.record)
    project = taken(joan, tmp_path / "b")
    assert [n.text for n in project.notes] == ["it moved me"] * 2
    assert project.sources[0].name == "With [headteacher]"


def test_names_that_were_masked_stand_in_no_title_and_no_memo(joan: Home, tmp_path: Path) -> None:
    made = tell(joan, tags={WOMEN: "B7"}, title="Tea with Mrs Patel")
    change(joan, "passage", made.passages[WOMEN], note="Mrs Patel cried here")
    mask(joan, made.record, "Mrs Patel", "[headteacher]")
    release_read(joan, made.record)
    project = taken(joan, tmp_path / "out")
    assert project.sources[0].name == "Tea with [headteacher]"
    assert "[headteacher] cried here" in [n.text for n in project.notes]
    with zipfile.ZipFile(tmp_path / "out" / "project.qdpx") as archive:
        assert not [n for n in archive.namelist() if b"Patel" in archive.read(n)]


def test_the_same_stories_give_the_same_bytes(joan: Home, tmp_path: Path) -> None:
    told(joan, sound=True)
    told(joan)
    one, two = (
        take_project(joan, tmp_path / "a", looked_at=QUESTIONS).files[0],
        take_project(joan, tmp_path / "b", looked_at=QUESTIONS).files[0],
    )
    assert one.read_bytes() == two.read_bytes()


def test_people_are_cases_under_numbers_with_what_is_coarse_about_them(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    (case,) = taken(joan, tmp_path / "out").cases
    assert case.guid == derived(story.participant, "case")
    assert case.name == f"Person {case.guid[:4]}"
    assert case.sources == (story.record,)
    assert {v.value for v in case.values} == {"resident", "40-59"}


def test_what_was_written_is_logged_for_every_story_and_person(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    out = take_project(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert {i.path for i in issued(joan)} == set(out.files)
    paths = {i.output: i.path for i in issued(joan)}
    with joan.main.read() as con:
        held = {paths[i].name: fields["items"] for i, fields in programme.raw(con, "output")}
    assert held == {"project.qdpx": [story.record], "codebook.qdc": [], "READ-ME.txt": []}


def test_the_page_says_what_it_is_and_why_others_stay(joan: Home, tmp_path: Path) -> None:
    told(joan)
    tell(joan)
    erase(joan, told(joan))
    take_project(joan, tmp_path / "out", looked_at=QUESTIONS)
    text = (tmp_path / "out" / "READ-ME.txt").read_text(encoding="utf-8")
    assert "1 story, 0 recordings." in text
    assert "1: no masked copy was made yet" in text
    assert f"1: {TAKEN_OUT}" in text
    assert "coded, not anonymous" in text


def test_an_evaluator_takes_what_was_sent_to_them(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "priya") as (joan, priya):
        story = told(joan)
        send_to_evaluator(joan, priya)
        project = taken(priya, tmp_path / "out")
        assert [s.guid for s in project.sources] == [story.record]
        assert words_under(project, name_id("D1")) == [MASKED]


def test_a_researcher_takes_nothing_elsewhere(tmp_path: Path) -> None:
    home = open_house(tmp_path, "amina")
    try:
        with pytest.raises(Refused) as caught:
            take_project(home, tmp_path / "out", looked_at=QUESTIONS)
    finally:
        home.close()
    assert caught.value.code == "NOT_YOUR_ROLE"


def test_the_codebook_goes_alone(joan: Home, tmp_path: Path) -> None:
    book, lost = read_codebook(take_codebook(joan, tmp_path / "out"))
    assert lost == ()
    codes = [c for top in book.codes for c, _ in top.walk() if c.codable]
    assert {c.guid for c in codes} == {name_id("D1"), name_id("A8"), name_id("B7")}


def test_looking_into_our_own_file_knows_everything_in_it(joan: Home, tmp_path: Path) -> None:
    told(joan, sound=True)
    told(joan)
    out = take_project(joan, tmp_path / "out", looked_at=QUESTIONS)
    seen = look(joan, out.files[0])
    assert (seen.codes, seen.known_codes, seen.stories, seen.known_stories) == (3, 3, 2, 2)
    assert seen.marks == 6
    assert seen.lines[:2] == (
        "3 tags, 3 of them in our codebook.",
        "Texts and recordings: 2, 2 of them our stories. Marks: 6.",
    )
    book = look(joan, out.files[1])
    assert (book.project, book.known_codes, len(book.lines)) == (None, 3, 1)


def test_looking_into_what_is_no_such_file_says_so(joan: Home, tmp_path: Path) -> None:
    (tmp_path / "letter.qdpx").write_text("Dear Joan")
    for path, code in ((tmp_path / "letter.qdpx", "NOT_AN_EXCHANGE"), (tmp_path / "none", "FILE_UNREADABLE")):
        with pytest.raises(UserError) as caught:
            look(joan, path)
        assert caught.value.code == code


def test_a_thing_without_an_identifier_gets_the_same_one_each_time() -> None:
    assert guid_of("not one") == guid_of("not one") != guid_of("another")
    assert derived("a", "b") == derived("a", "b") != derived("a", "c")
