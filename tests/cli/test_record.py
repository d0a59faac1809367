"""`record`: a story from text and sound files with the answers to the consent questions, behind the same gates as in the window."""

from pathlib import Path

import pytest

from ldp_stories.cli.record_command import Span, read_answers, read_span, read_tag
from ldp_stories.domain.consent import Answer, Channel
from ldp_stories.domain.tags import Sure
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.record_encounter import open_conversations
from tests.cli.conftest import WORDS
from tests.cli.terminal import Terminal, agreed

PLACE = ("--place", "Millbrook ward")
QUOTE = "They draw the curtains and it is only women."


def test_a_story_of_words_is_kept_with_the_code_of_its_teller(desk: Terminal, words: Path) -> None:
    kept = desk.ask(
        "amina", "record", *PLACE, "--answers", agreed(), "--text", words, "--title", "Tea and bulbs"
    )
    (row,) = desk.ask("amina", "list")
    assert (row["id"], row["title"], row["place"], row["shown"]) == (
        kept["story"],
        "Tea and bulbs",
        "Millbrook",
        "draft",
    )
    assert kept["code"].count("-") == 2
    home = desk.opened("amina")
    view = open_record(home, kept["story"])
    home.close()
    assert [layer.text for layer in view.layers] == [WORDS]
    assert [p.code for p in view.participants] == [kept["code"]]


def test_the_lines_for_a_person_say_where_it_is(desk: Terminal, words: Path) -> None:
    said = desk.say("amina", "record", *PLACE, "--answers", agreed(), "--text", words)
    assert said.startswith("Kept. Story ")
    assert ", person " in said


def test_sound_goes_through_the_recorder_into_the_vault(desk: Terminal, sound: Path) -> None:
    kept = desk.ask("amina", "record", *PLACE, "--answers", agreed(), "--sound", sound)
    home = desk.opened("amina")
    view = open_record(home, kept["story"])
    held = home.vault.items()
    home.close()
    assert [m.duration_ms for m in view.media] == [3_000]
    assert len(held) == 1


def test_sound_is_refused_when_they_said_no_to_recording(desk: Terminal, sound: Path) -> None:
    refused = desk.refused("amina", "record", *PLACE, "--answers", agreed("audio"), "--sound", sound)
    assert refused.code == "NO_PERMISSION"
    assert desk.ask("amina", "list") == []
    home = desk.opened("amina")
    assert home.vault.items() == []
    home.close()


def test_sound_is_refused_when_nobody_asked_about_recording(desk: Terminal, sound: Path) -> None:
    refused = desk.refused("amina", "record", *PLACE, "--answers", "take_part=yes", "--sound", sound)
    assert refused.code == "NO_PERMISSION"
    assert "Ask the person first" in refused.err


def test_nothing_is_kept_without_a_yes_to_taking_part(desk: Terminal, words: Path) -> None:
    refused = desk.refused("amina", "record", *PLACE, "--answers", agreed("take_part"), "--text", words)
    assert refused.code == "NO_PART"
    assert desk.ask("amina", "list") == []


def test_a_ready_story_has_words_passage_and_tags(desk: Terminal, words: Path, sound: Path) -> None:
    kept = desk.ask(
        "amina", "record", *PLACE, "--answers", agreed(), "--text", words, "--sound", sound, "--passage", f"00:01-00:02 /{QUOTE}/",
        "--moved-me", "--tag", "D1:sure:came three times", "--tag", "A8:think so", "--title", "Tea", "--ready",
    )  # fmt: skip
    home = desk.opened("amina")
    view = open_record(home, kept["story"])
    home.close()
    (passage,) = view.passages
    assert passage.id == kept["passage"]
    assert passage.moved_me
    assert passage.text is not None
    assert passage.text.quote == QUOTE
    assert passage.sound is not None
    assert (passage.sound.from_ms, passage.sound.to_ms) == (1_000, 2_000)
    assert sorted((r.suggestion.sure, r.suggestion.reason) for r in view.readings) == [
        (Sure.SURE, "came three times"),
        (Sure.THINK_SO, ""),
    ]
    (row,) = desk.ask("amina", "list")
    assert row["shown"] == "ready"


def test_a_story_that_is_not_ready_says_what_is_left(desk: Terminal) -> None:
    refused = desk.refused("amina", "record", *PLACE, "--answers", agreed(), "--ready")
    assert refused.code == "NOT_READY"
    assert "Still to do" in refused.err


def test_the_same_person_is_met_again_by_code(desk: Terminal, words: Path) -> None:
    first = desk.ask("amina", "record", *PLACE, "--answers", agreed(), "--text", words)
    second = desk.ask(
        "amina", "record", *PLACE, "--answers", agreed(), "--text", words, "--code", first["code"].lower()
    )
    assert second["code"] == first["code"]
    assert second["story"] != first["story"]


def test_a_slip_in_a_code_is_caught(desk: Terminal, words: Path) -> None:
    code = desk.ask("amina", "record", *PLACE, "--answers", agreed(), "--text", words)["code"]
    wrong = code[:-1] + ("A" if code[-1] != "A" else "C")
    refused = desk.refused("amina", "record", *PLACE, "--answers", agreed(), "--code", wrong)
    assert refused.code in {"CODE_SLIP", "NO_SUCH_CODE"}
    assert len(desk.ask("amina", "list")) == 1


def test_a_place_that_is_not_in_the_programme_is_refused(desk: Terminal) -> None:
    refused = desk.refused("amina", "record", "--place", "Atlantis", "--answers", agreed())
    assert refused.code == "NO_SUCH_PLACE"
    assert "Atlantis" in refused.err


@pytest.mark.parametrize(
    "words",
    [
        ("--answers", "take_part=perhaps"),
        ("--answers", "singing=yes"),
        ("--answers", agreed(), "--passage", "half way"),
        ("--answers", agreed(), "--tag", "good"),
        ("--answers", agreed(), "--private", "very"),
    ],
)
def test_what_cannot_be_understood_is_wrong_usage_and_keeps_nothing(
    desk: Terminal, words: tuple[str, ...]
) -> None:
    desk.wrong("amina", "record", *PLACE, *words)
    assert desk.ask("amina", "list") == []


@pytest.mark.parametrize(
    "more", [("--passage", "/words that nobody said/"), ("--passage", f"/{QUOTE}/", "--tag", "Z99")]
)
def test_a_slip_about_the_words_keeps_no_half_story(
    desk: Terminal, words: Path, more: tuple[str, ...]
) -> None:
    desk.wrong("amina", "record", *PLACE, "--answers", agreed(), "--text", words, *more)
    assert desk.ask("amina", "list") == []


def test_a_text_file_that_is_not_there_keeps_no_half_story(desk: Terminal) -> None:
    desk.wrong("amina", "record", *PLACE, "--answers", agreed(), "--text", desk.folder / "gone.txt")
    assert desk.ask("amina", "list") == []


def test_a_text_file_that_is_no_text_keeps_no_half_story(desk: Terminal, sound: Path) -> None:
    desk.wrong("amina", "record", *PLACE, "--answers", agreed(), "--text", sound)
    assert desk.ask("amina", "list") == []


def test_a_sound_file_that_is_no_sound_is_refused(desk: Terminal, words: Path) -> None:
    refused = desk.refused("amina", "record", *PLACE, "--answers", agreed(), "--sound", words)
    assert refused.code == "MEDIA_UNREADABLE"
    assert desk.ask("amina", "list") == []


def test_answers_are_read_by_scope_and_a_publish_scope_answers_all_its_channels() -> None:
    read = read_answers("take_part=yes, audio=no,publish_clip=no")
    assert read.pop("take_part") is Answer.YES
    assert read.pop("audio") is Answer.NO
    assert read == {f"publish_clip:{channel.value}": Answer.NO for channel in Channel}


def test_one_channel_of_a_publish_scope_can_be_answered_alone() -> None:
    assert read_answers("publish_clip:report=yes") == {"publish_clip:report": Answer.YES}
    again = read_answers("recontact=yes,recontact:check=yes,recontact:talk=no")
    assert again == {"recontact": Answer.YES, "recontact:check": Answer.YES, "recontact:talk": Answer.NO}
    with pytest.raises(ValueError, match="there is no question"):
        read_answers("recontact:sell=yes")


def test_no_answers_are_no_answers() -> None:
    assert read_answers("") == read_answers(" , ") == {}


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("03:10-03:42", Span(190_000, 222_000, "")),
        ("/only women/", Span(None, None, "only women")),
        ("00:01-00:02 /only women/", Span(1_000, 2_000, "only women")),
        ("125:00-125:30", Span(7_500_000, 7_530_000, "")),
    ],
)
def test_a_passage_is_a_stretch_of_sound_a_quote_or_both(text: str, span: Span) -> None:
    assert read_span(text) == span


def test_no_passage_is_none() -> None:
    assert read_span(None) is None
    assert read_span("") is None


@pytest.mark.parametrize("text", ["3:1-3:2", "03:10", "women", "03:10-03:42 women", "//"])
def test_another_way_of_writing_a_passage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="MM:SS-MM:SS"):
        read_span(text)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("D1", ("D1", Sure.SURE, "")),
        ("A8:think so", ("A8", Sure.THINK_SO, "")),
        ("C10:not sure:she smiled", ("C10", Sure.NOT_SURE, "she smiled")),
    ],
)
def test_a_tag_is_a_code_with_how_sure_and_why(text: str, tag: tuple[str, Sure, str]) -> None:
    assert read_tag(text) == tag


@pytest.mark.parametrize("text", ["", "d1", "D", "D1:certain"])
def test_another_way_of_writing_a_tag_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="CODE"):
        read_tag(text)


def test_under_16_the_grown_up_and_the_child_say_yes_first(desk: Terminal, words: Path) -> None:
    asked = ("record", *PLACE, "--age", "11-15", "--answers", agreed(), "--text", words)
    assert desk.refused("amina", *asked).code == "GROWN_UP_FIRST"
    assert desk.refused("amina", *asked, "--adult", "mother").code == "CHILD_NOT_ASKED"
    assert desk.refused("amina", *asked, "--adult", "mother", "--child", "no").code == "NO_PART"
    assert desk.ask("amina", "list") == []
    kept = desk.ask("amina", *asked, "--adult", "mother", "--child", "yes")
    assert [row["id"] for row in desk.ask("amina", "list")] == [kept["story"]]


def test_what_is_refused_leaves_no_open_conversation_and_no_sound(
    desk: Terminal, words: Path, sound: Path
) -> None:
    refused = desk.refused(
        "amina", "record", *PLACE, "--age", "11-15", "--answers", agreed(), "--text", words
    )
    assert refused.code == "GROWN_UP_FIRST"
    nobody = "audio=yes"
    assert desk.refused("amina", "record", *PLACE, "--answers", nobody, "--sound", sound).code != ""
    home = desk.opened("amina")
    assert open_conversations(home) == ()
    assert home.vault.items() == []
    home.close()


@pytest.mark.parametrize("option", ["--setting", "--relation", "--route"])
def test_a_word_that_the_programme_has_no_entry_for_is_refused_with_the_list(
    desk: Terminal, words: Path, option: str
) -> None:
    asked = ("record", *PLACE, "--answers", agreed(), "--text", words, option)
    said = desk.wrong("amina", *asked, "nonsense")
    assert f"{option}: 'nonsense' is not one of " in said
    assert desk.ask("amina", "list") == []
    key = said.split(" is not one of ")[1].split(", ")[0].removesuffix(' [USAGE]"}')
    assert desk.ask("amina", *asked, key.upper())["story"]


@pytest.mark.parametrize("given", ["foo=yes", "take_part=maybe", "take_part"])
def test_an_answer_that_is_none_is_refused_with_the_questions(
    desk: Terminal, words: Path, given: str
) -> None:
    said = desk.wrong("amina", "record", *PLACE, "--answers", given, "--text", words)
    assert "take_part" in said
    assert "=yes or =no" in said
