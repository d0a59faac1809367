"""What another program made of our stories comes back to the same words, into one's own layer, and what cannot is said."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused, UserError
from ldp_stories.reports.refi.model import (
    Code,
    Codebook,
    Coding,
    Project,
    Selection,
    SoundSource,
    TextSource,
)
from ldp_stories.reports.refi.read_project import read_project
from ldp_stories.reports.refi.write import write_codebook, write_project
from ldp_stories.services.bring_in_codings import ONE, bring_in, preview_bringing
from ldp_stories.services.code_own import code, codings_of, make_tag, own_tags, set_memo, uncode
from ldp_stories.services.codebook_history import history
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.propose_codes import preview_proposal, propose
from ldp_stories.services.review_tags import readings
from ldp_stories.services.story import read_story
from ldp_stories.services.take_elsewhere import take_codebook, take_project
from tests.reports.refi.made import guid
from tests.services.house import STORY, WOMEN, Told, answer, houses, name_id, open_house, tell
from tests.services.released import release_read

TALL = "🌷 " + STORY
WALK = "I can walk in on my own now."
CURTAINS = "draw the curtains"
NEW = Code(guid(900), "Courage", "Going in alone")


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, text: str = TALL, **facts: object) -> Told:
    """A released story whose masked words differ from what was said."""
    made = tell(home, text, tags={WOMEN: "B7"}, **facts)  # type: ignore[arg-type]
    mask(home, made.record, "Mrs Patel", "[headteacher]")
    release_read(home, made.record)
    return made


def words_of(home: Home, record: str) -> str:
    with home.main.read() as con:
        masked = read_story(con, record).masked
    assert masked is not None
    return masked.text


def coded(home: Home, record: str) -> list[tuple[str, str]]:
    return [(one.label, one.words) for one in codings_of(home, record)]


def a_file(
    folder: Path,
    *sources: TextSource | SoundSource,
    codes: tuple[Code, ...] = (NEW,),
    notes: tuple[TextSource, ...] = (),
) -> Path:
    return write_project(
        Project("Theirs", "Other", codes=codes, sources=sources, notes=notes), folder, "theirs"
    )[0]


def marked(text: str, quote: str, n: int = 1, code: str = NEW.guid, notes: tuple[str, ...] = ()) -> Selection:
    start = text.index(quote)
    return Selection(guid(n), start, start + len(quote), codings=(Coding(guid(n + 500), code, notes=notes),))


def as_another_program(path: Path, out: Path, text: str, quotes: list[str]) -> Path:
    """The project as a program for Windows gives it back: its own tag, places in UTF-16, a mark in front, CRLF, `Sources/`, its own name."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    xml = members.pop("project.qde").decode()
    crlf = text.replace("\n", "\r\n")

    def at(place: int) -> int:
        return len(crlf[: len(text[:place].replace("\n", "\r\n"))].encode("utf-16-le")) // 2

    xml = re.sub(
        r'startPosition="(\d+)" endPosition="(\d+)"',
        lambda m: f'startPosition="{at(int(m[1]))}" endPosition="{at(int(m[2]))}"',
        xml,
    )
    new = "".join(
        f'<PlainTextSelection guid="{guid(n).upper()}" startPosition="{at(text.index(q))}" endPosition="{at(text.index(q) + len(q))}">'
        f'<Coding guid="{{{guid(n + 500)}}}"><CodeRef targetGUID="{NEW.guid}"/></Coding></PlainTextSelection>'
        for n, q in enumerate(quotes, start=1)
    )
    xml = xml.replace("<PlainTextSelection", new + "<PlainTextSelection", 1)
    xml = xml.replace("</Codes>", f'<Code guid="{NEW.guid}" name="Courage" isCodable="true"/></Codes>')
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("Theirs.qde", b"\xef\xbb\xbf" + xml.encode())
        for name, data in members.items():
            words = data.decode().replace("\n", "\r\n")
            archive.writestr(name.replace("sources/", "Sources/"), b"\xef\xbb\xbf" + words.encode())
    return out


def test_marks_made_in_another_program_come_back_to_the_same_words(joan: Home, tmp_path: Path) -> None:
    text = "🌷 Spring.\n🌷 Then:\n" + STORY
    story = told(joan, text)
    path = take_project(joan, tmp_path / "out", looked_at=QUESTIONS).files[0]
    masked = words_of(joan, story.record)
    theirs = as_another_program(path, tmp_path / "theirs.qdpx", masked, [WALK, CURTAINS, "the bulbs"])

    preview = preview_bringing(joan, theirs)
    assert (len(preview.marks), len(preview.new_tags), preview.stays) == (3, 1, {})
    assert preview.same == 1
    said = " ".join(preview.lines)
    assert "3 new marks in 1 story; 1 already here." in said
    assert "UTF-16" in said
    assert "not named as the standard asks" in said
    before = readings(joan, story.record)
    assert bring_in(joan, preview) == (1, 3)
    assert coded(joan, story.record) == [
        ("Courage", "the bulbs"),
        ("Courage", CURTAINS),
        ("Courage", WALK),
    ]
    assert readings(joan, story.record) == before
    assert words_of(joan, story.record) == masked


def test_the_same_file_twice_adds_nothing_the_second_time(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    text = words_of(joan, story.record)
    path = a_file(tmp_path, TextSource(story.record, "s", text, selections=(marked(text, WALK),)))
    bring_in(joan, preview_bringing(joan, path))
    again = preview_bringing(joan, path)
    assert again.empty
    assert (again.same, again.tags[0].how) == (1, "known")
    assert bring_in(joan, again) == (0, 0)


def test_our_own_project_brings_nothing_that_is_not_here(joan: Home, tmp_path: Path) -> None:
    story = told(joan, sound=True)
    told(joan)
    code(
        joan, story.record, make_tag(joan, "Light"), media=story.media, from_ms=100, to_ms=400, memo="bright"
    )
    preview = preview_bringing(joan, take_project(joan, tmp_path / "out", looked_at=QUESTIONS).files[0])
    assert preview.empty
    assert preview.stays == {}
    assert preview.strangers == ()


@pytest.mark.parametrize("sound", [False, True])
def test_own_tags_marks_and_memos_go_out_and_come_back(joan: Home, tmp_path: Path, sound: bool) -> None:
    story = told(joan, sound=sound)
    with joan.main.read() as con:
        masked = read_story(con, story.record).masked
    assert masked is not None
    start = masked.text.index(WALK)
    above = make_tag(joan, "Courage")
    tag = make_tag(joan, "Alone", "Without anybody", above)
    mine = code(joan, story.record, tag, layer=masked.id, start=start, end=start + len(WALK))
    set_memo(joan, mine, "The first time she says I.")
    path = take_project(joan, tmp_path / "out", looked_at=QUESTIONS).files[0]
    project, lost = read_project(path)
    assert lost == ()
    assert [n.text for n in project.notes if n.name == "Memo"] == ["The first time she says I."]
    assert {joan.member} <= {u.guid for u in project.users}

    uncode(joan, mine)
    preview = preview_bringing(joan, path)
    assert bring_in(joan, preview) == (0, 1)
    (back,) = codings_of(joan, story.record)
    assert (back.label, back.words, back.coding.memo) == ("Alone", WALK, "The first time she says I.")
    assert back.coding.tag == tag


def test_a_mark_whose_words_have_changed_is_a_loss_that_is_told(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    with joan.main.read() as con:
        masked = read_story(con, story.record).masked
    assert masked is not None
    at = masked.text.index("in the spring")
    code(joan, story.record, make_tag(joan, "Time"), layer=masked.id, start=at, end=at + 13)
    mask(joan, story.record, "in the spring", "[then]")
    release_read(joan, story.record)
    taken = take_project(joan, tmp_path / "out", looked_at=QUESTIONS)
    assert [(one.what, one.count) for one in taken.losses] == [("moved", 1)]


def test_what_cannot_come_in_is_counted_with_its_reason(joan: Home, tmp_path: Path) -> None:
    mine, closed = told(joan), told(joan)
    text = words_of(joan, mine.record)
    answer(joan, closed, share_team="no")
    other = "Something else altogether was said."
    path = a_file(
        tmp_path,
        TextSource(
            mine.record,
            "ours",
            f"{text} And more.",
            selections=(
                marked(f"{text} And more.", "And more."),
                Selection(guid(3), 0, 4, description="only a comment"),
                marked(f"{text} And more.", WALK, 4),
            ),
        ),
        TextSource(closed.record, "closed", text, selections=(marked(text, WALK, 5),)),
        TextSource(guid(77), "Interview with Mrs Patel", other, selections=(marked(other, "Something", 6),)),
    )
    preview = preview_bringing(joan, path)
    assert preview.stays == {"moved": 1, "no_yes": 1, "foreign": 1, "bare": 1}
    assert len(preview.marks) == 1
    assert preview.strangers == ("Interview with Mrs Patel",)
    said = " ".join(preview.lines)
    for why in preview.stays:
        assert ONE[why].format(n=1) in said
    assert "1 text of the file is not our story." in said
    bring_in(joan, preview)
    assert codings_of(joan, closed.record) == ()


def test_marks_in_sound_come_to_the_same_seconds(joan: Home, tmp_path: Path) -> None:
    story = told(joan, sound=True)
    source = SoundSource(
        story.media,
        "rec",
        selections=(
            Selection(guid(1), 100, 600, codings=(Coding(guid(2), NEW.guid),)),
            Selection(guid(4), 900, 5_000, codings=(Coding(guid(5), NEW.guid),)),
        ),
        codings=(Coding(guid(3), NEW.guid),),
    )
    preview = preview_bringing(joan, a_file(tmp_path, source))
    bring_in(joan, preview)
    found = {c.coding.sound for c in codings_of(joan, story.record)}
    assert {(s.from_ms, s.to_ms) for s in found if s} == {(100, 600), (900, 1_000), (0, 1_000)}
    assert {s.media for s in found if s} == {story.media}


def test_the_memo_of_a_mark_comes_from_its_notes(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    text = words_of(joan, story.record)
    note = TextSource(guid(8), "n", "Why I marked it")
    source = TextSource(story.record, "s", text, selections=(marked(text, WALK, notes=(note.guid,)),))
    bring_in(joan, preview_bringing(joan, a_file(tmp_path, source, notes=(note,))))
    assert [c.coding.memo for c in codings_of(joan, story.record)] == ["Why I marked it"]


def test_a_tag_on_a_whole_text_stands_on_all_its_words(joan: Home, tmp_path: Path) -> None:
    story = told(joan)
    text = words_of(joan, story.record)
    source = TextSource(story.record, "s", text, codings=(Coding(guid(3), NEW.guid),))
    bring_in(joan, preview_bringing(joan, a_file(tmp_path, source)))
    assert coded(joan, story.record) == [("Courage", text)]


def test_tags_are_known_by_identifier_or_by_one_name_and_keep_their_tree(joan: Home, tmp_path: Path) -> None:
    mine = make_tag(joan, "Light")
    codes = (
        Code(
            guid(50),
            "Themes",
            codable=False,
            children=(Code(guid(51), "Courage", children=(Code(guid(52), "Alone"),)),),
        ),
        Code(guid(53), "trusted  PERSON"),
        Code(guid(54), "light"),
        Code(guid(55), "Only a folder", codable=False),
        Code(name_id("B7"), "Renamed there"),
    )
    path = write_codebook(Codebook(codes), tmp_path, "theirs")[0]
    preview = preview_bringing(joan, path)
    how = {m.code.name: (m.how, m.tag) for m in preview.tags}
    assert how["trusted  PERSON"] == ("named", name_id("D1"))
    assert how["light"] == ("named", mine)
    assert how["Renamed there"] == ("known", name_id("B7"))
    assert "Only a folder" not in how
    assert preview.lines == ("3 new tags; 1 known by their identifier, 2 by the same name.",)
    assert bring_in(joan, preview) == (3, 0)
    tree = [(n.tag.name, n.depth, n.tag.id) for n in own_tags(joan)]
    assert tree == [
        ("Light", 0, mine),
        ("Themes", 0, guid(50)),
        ("Courage", 1, guid(51)),
        ("Alone", 2, guid(52)),
    ]
    assert preview_bringing(joan, path).empty


def test_an_evaluator_may_and_a_researcher_may_not(tmp_path: Path) -> None:
    path = write_codebook(Codebook((NEW,)), tmp_path, "theirs")[0]
    with houses(tmp_path, "priya", "amina") as (priya, amina):
        assert bring_in(priya, preview_bringing(priya, path)) == (1, 0)
        with pytest.raises(Refused, match="Your role"):
            preview_bringing(amina, path)
        with pytest.raises(Refused, match="Your role"):
            bring_in(amina, preview_bringing(priya, path))
        with pytest.raises(Refused, match="Your role"):
            preview_proposal(priya, path)


def test_our_codebook_file_changes_nothing_in_our_codebook(joan: Home, tmp_path: Path) -> None:
    found = preview_proposal(joan, take_codebook(joan, tmp_path / "out"))
    assert found.empty
    assert found.found.same == 3


def test_a_coordinator_gets_the_tags_of_a_file_as_proposed_ones(joan: Home, tmp_path: Path) -> None:
    deep = Code(
        guid(60),
        "One",
        children=(
            Code(guid(61), "Two", children=(Code(guid(62), "Three", children=(Code(guid(63), "Four"),)),)),
        ),
    )
    group = Code(
        guid(64), "B", codable=False, children=(Code(guid(65), "Warm rooms", "Warm\nUse it for: heat"),)
    )
    path = write_codebook(Codebook((deep, group)), tmp_path, "theirs")[0]
    proposal = preview_proposal(joan, path)
    assert [n.name for n in proposal.found.new] == ["One", "Warm rooms", "Two", "Three"]
    assert proposal.lines[1] == "Four: It lies deeper than three levels. It was left out."
    assert propose(joan, proposal, "from the university") == (4, 0)
    made = {t.name: t for t in codebook(joan)}
    assert {made[n].status.value for n in ("One", "Two", "Three", "Warm rooms")} == {"proposed"}
    assert (made["Warm rooms"].group, made["Warm rooms"].meaning, made["Warm rooms"].use_for) == (
        "B",
        "Warm",
        "heat",
    )
    assert made["Two"].parent == made["One"].id == guid(60)
    assert history(joan)[0].change.reason == "from the university"


@pytest.mark.parametrize("look_in", [preview_bringing, preview_proposal])
def test_a_broken_file_is_a_sentence_and_changes_nothing(joan: Home, tmp_path: Path, look_in: object) -> None:
    (tmp_path / "x.qdpx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(UserError) as caught:
        look_in(joan, tmp_path / "x.qdpx")  # type: ignore[operator]
    assert caught.value.code == "NOT_AN_EXCHANGE"
    assert own_tags(joan) == ()


@pytest.mark.parametrize("name", ["", "   "])
def test_a_tag_without_a_name_is_told_before_it_comes_in(joan: Home, tmp_path: Path, name: str) -> None:
    told(joan)
    path = tmp_path / "bare.qdc"
    path.write_text(
        '<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>'
        f'<Code guid="{guid(901)}" name="{name}" isCodable="true"/>'
        f'<Code guid="{guid(902)}" name="Courage" isCodable="true"/></Codes></CodeBook>'
    )
    preview = preview_bringing(joan, path)
    said = "1 tag has no name in the file. Here it is called “?”. You can give it a name."
    assert said in preview.lines
    bring_in(joan, preview)
    assert sorted(n.tag.name for n in own_tags(joan)) == ["?", "Courage"]
    assert said not in preview_bringing(joan, path).lines, "it is known by now"
