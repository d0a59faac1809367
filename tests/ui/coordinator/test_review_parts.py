"""The parts of the review by themselves: the line that asks, the foot, and one story in the order of its passages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.review import REASON_CHIPS, Choice, Decision, Reading
from ldp_stories.domain.tags import Suggestion, Sure, Tag, TagStatus
from ldp_stories.services import mask_words, review_tags
from ldp_stories.services.edit_record import suggest_tag
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.places import ENTRIES
from ldp_stories.ui.coordinator.review_bar import ReviewBar
from ldp_stories.ui.coordinator.review_lines import (
    REASONS,
    add_line,
    mask_line,
    reason_line,
    tags_to_offer,
    thanks_line,
)
from ldp_stories.ui.coordinator.review_story import decision_words, read_story, state_of
from ldp_stories.ui.coordinator.review_tag_tab import named_in
from ldp_stories.ui.coordinator.review_work import masked_words
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.icons import icon
from ldp_stories.ui.widgets.theme import theme
from tests.ui.coordinator.desk import Desk
from tests.ui.helpers import button, cut, dressed, walk_names, words_on

# the line that asks


def asking(qtbot: QtBot, **facts: object) -> AskLine:
    """A line, shown."""
    line = AskLine("Why not D1?", field="Why", keep="Take it off", **facts)  # type: ignore[arg-type]
    dressed(qtbot, line, size=(1200, 200))
    line.focus_start()
    return line


def test_enter_passes_on_the_words_without_spaces_round_them(qtbot: QtBot) -> None:
    line = asking(qtbot)
    qtbot.keyClicks(line.field.edit, "  true but not here ")
    with qtbot.waitSignal(line.kept) as kept:
        qtbot.keyClick(line.field.edit, Qt.Key.Key_Return)
    assert kept.args == ["true but not here", ""]


def test_escape_closes_without_passing_anything_on(qtbot: QtBot) -> None:
    line = asking(qtbot)
    with qtbot.assertNotEmitted(line.kept), qtbot.waitSignal(line.closed):
        qtbot.keyClick(line.field.edit, Qt.Key.Key_Escape)


def test_a_chip_can_be_added_to_before_it_is_kept(qtbot: QtBot) -> None:
    line = asking(qtbot, chips=("only mentioned in passing",))
    button(line, "only mentioned in passing").click()
    assert line.field.edit.hasFocus()
    qtbot.keyClicks(line.field.edit, ", twice")
    assert line.field.text() == "only mentioned in passing, twice"


def test_with_tags_the_focus_starts_on_what_is_still_empty(qtbot: QtBot) -> None:
    tags = [Option("1", "A1 One"), Option("2", "B2 Two")]
    empty = asking(qtbot, tags=tags, tag_name="Which tag")
    assert empty.combo is not None
    assert empty.combo.hasFocus()
    chosen = asking(qtbot, tags=tags, tag_name="Which tag", tag="2")
    assert chosen.field.edit.hasFocus()
    assert chosen.tag() == "2"


def test_a_refusal_is_said_beside_the_field_and_everything_typed_stays(qtbot: QtBot) -> None:
    line = asking(qtbot, value="half a word")
    line.set_error("Say why in a few words.")
    assert line.trouble.isVisible()
    assert line.field.text() == "half a word"
    line.set_error("")
    assert not line.trouble.isVisible()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_line_has_names_and_nothing_is_cut(qtbot: QtBot, scale: float) -> None:
    line = AskLine(
        "Why?", field="Why", keep="Keep it", chips=REASONS, tags=[Option("1", "A1 One")], tag_name="Which tag"
    )
    dressed(qtbot, line, size=(1366, 420), scale=scale)
    assert "Why" in walk_names(line)
    qtbot.waitUntil(lambda: not cut(line))


# the foot


def bar(qtbot: QtBot) -> ReviewBar:
    """The foot, shown."""
    made = ReviewBar()
    made.decisions.set_state("Amina", has_tag=True, in_words=False, last=False)
    made.release.set_state("Amina", released=False, last=False)
    dressed(qtbot, made, size=(1366, 120))
    return made


def test_the_six_decisions_show_their_keys(qtbot: QtBot) -> None:
    made = bar(qtbot)
    keys = {choice: b.key_shown for choice, b in made.decisions.buttons.items()}
    assert keys == {
        Choice.ACCEPT: "A", Choice.CHANGE: "C", Choice.NOT_THIS_TAG: "N", Choice.ASK: "Q", Choice.DIFFER: "D", Choice.LATER: "L",
    }  # fmt: skip
    assert made.decisions.buttons[Choice.ASK].text() == "Ask Amina"


def test_without_a_tag_in_hand_nothing_can_be_decided(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.decisions.set_state("Amina", has_tag=False, in_words=False, last=True)
    assert not any(b.isEnabled() for b in made.decisions.buttons.values())
    assert made.decisions.next.text() == "End"
    with qtbot.assertNotEmitted(made.decisions.decided):
        qtbot.keyClick(made, Qt.Key.Key_A)


def test_only_one_row_is_shown_and_none_while_a_line_is_open(qtbot: QtBot) -> None:
    made = bar(qtbot)
    assert (made.decisions.isVisible(), made.release.isVisible()) == (True, False)
    made.show_release(True)
    assert (made.decisions.isVisible(), made.release.isVisible()) == (False, True)
    line = QWidget()
    made.set_line(line)
    assert (made.decisions.isVisible(), made.release.isVisible(), line.isVisible()) == (False, False, True)
    made.set_line(None)
    assert (made.decisions.isVisible(), made.release.isVisible()) == (False, True)


def test_there_is_one_primary_action_in_each_row(qtbot: QtBot) -> None:
    made = bar(qtbot)
    primary = [b for b in made.decisions.buttons.values() if b.kind == "primary"]
    assert primary == [made.decisions.buttons[Choice.ACCEPT]]
    made.show_release(True)
    assert made.release.release.isVisible()
    assert not made.release.next.isVisible()
    made.release.set_state("Amina", released=True, last=False)
    assert not made.release.release.isVisible()
    assert made.release.next.isVisible()


def test_a_trouble_stands_above_the_buttons_until_it_is_over(qtbot: QtBot) -> None:
    made = bar(qtbot)
    made.say("This story is closed.")
    assert made.trouble.isVisible()
    made.say("")
    assert not made.trouble.isVisible()


def test_the_foot_takes_no_more_room_than_its_buttons(qtbot: QtBot) -> None:
    holder = dressed(qtbot, bar(qtbot))
    theme().set(scale=2.0)
    qtbot.waitUntil(lambda: not cut(holder))


# the lines of the decisions


@pytest.mark.parametrize(
    ("choice", "begins", "chips"),
    [
        (Choice.CHANGE, "Change D1 to which tag, and why? Joan will read it.", True),
        (Choice.NOT_THIS_TAG, "Why not D1? Joan will read it.", True),
        (Choice.DIFFER, "How do you see it? Both are kept, side by side.", True),
        (Choice.ASK, "What do you want to ask Joan about D1?", False),
    ],
)
def test_each_decision_opens_its_own_line(
    qtbot: QtBot, desk: Desk, choice: Choice, begins: str, chips: bool
) -> None:
    story = read_story(desk.home, desk.story())
    line = reason_line(choice, story.lines[0], story)
    dressed(qtbot, line, size=(1200, 200))
    assert line.question.text() == begins
    assert ("true but not here" in words_on(line)) is chips
    assert (line.combo is not None) is (choice in (Choice.CHANGE, Choice.DIFFER))
    line.focus_start()
    first = line.combo if choice is Choice.CHANGE else line.field.edit
    assert first is not None
    assert first.hasFocus(), "what is typed at once is the reason, where another tag may be left out"


def test_the_chips_are_the_common_reasons_of_the_method() -> None:
    assert [r.replace(",", "") for r in REASONS] == [r.replace(",", "") for r in REASON_CHIPS]


def test_a_tag_is_not_offered_instead_of_itself_and_retired_ones_never(desk: Desk) -> None:
    story = read_story(desk.home, desk.story())
    own = desk.tag_id("D1")
    assert own in [o.key for o in tags_to_offer(story)]
    assert own not in [o.key for o in tags_to_offer(story, but=own)]
    tag = story.book[own]
    story.book[own] = Tag(tag.id, tag.code, tag.name, tag.group, "", "", status=TagStatus.RETIRED)
    assert own not in [o.key for o in tags_to_offer(story)]


def test_masking_thanks_and_adding_say_what_they_do(qtbot: QtBot, desk: Desk) -> None:
    story = read_story(desk.home, desk.story())
    lines = [mask_line("Mrs Patel", 1), thanks_line("Amina"), add_line(story)]
    for line in lines:
        qtbot.addWidget(line)
    assert "Hide “Mrs Patel” (1 copy)" in lines[0].question.text()
    assert "What do you want to thank Amina for?" in lines[1].question.text()
    assert lines[2].combo is not None


# one story


def test_tags_stand_in_the_order_of_their_passages_and_those_on_the_whole_story_last(desk: Desk) -> None:
    record = desk.story()
    suggest_tag(desk.home, record, passage=None, tag=desk.tag_id("B7"), sure=Sure.SURE, reason="all of it")
    story = read_story(desk.home, record)
    assert [(x.code, x.number) for x in story.lines] == [("D1", 1), ("A8", 1), ("C8", 2), ("B7", 0)]
    assert story.researcher == "Joan"


def test_after_the_last_tag_the_search_for_the_next_goes_round(desk: Desk) -> None:
    record = desk.story()
    story = read_story(desk.home, record)
    first, second, third = story.lines
    assert story.after(third.suggestion) == first
    assert story.after(first.suggestion) == second
    review_tags.accept_all(desk.home, record)
    done = read_story(desk.home, record)
    assert done.after(first.suggestion) is None
    assert done.waiting == ()


def test_a_tag_left_for_later_still_waits(desk: Desk) -> None:
    record = desk.story()
    review_tags.decide(desk.home, read_story(desk.home, record).lines[0].suggestion, Choice.LATER)
    assert len(read_story(desk.home, record).waiting) == 3


BOOK = {"b7": Tag("b7", "B7", "A space that suits us", "B", "", "")}


def reading(*choices: Choice) -> Reading:
    """A suggestion with decisions that nobody replaced."""
    about = Suggestion("s", "r", None, "a8", "m", "", Sure.SURE)
    made = tuple(
        Decision(str(n), "s", "r", c, "", "m", "2026-05-14T10:00:00Z", "b7") for n, c in enumerate(choices)
    )
    return Reading(about, made)


@pytest.mark.parametrize(
    ("choices", "words", "tone"),
    [
        ((), "", "plain"),
        ((Choice.ACCEPT,), "Accepted", "ok"),
        ((Choice.CHANGE,), "Changed to B7", "ok"),
        ((Choice.NOT_THIS_TAG,), "Not this tag", "plain"),
        ((Choice.ASK,), "Asked", "warn"),
        ((Choice.DIFFER,), "We see it differently", "info"),
        ((Choice.LATER,), "Later", "plain"),
        ((Choice.ACCEPT, Choice.CHANGE), "Accepted and Changed to B7", "ok"),
    ],
)
def test_what_stands_is_said_with_a_picture(
    qtbot: QtBot, choices: tuple[Choice, ...], words: str, tone: str
) -> None:
    said, picture, shade = state_of(reading(*choices), BOOK)
    assert (said, shade) == (words, tone)
    assert not icon(picture).isNull()


def test_a_change_to_a_tag_that_is_gone_still_has_words() -> None:
    assert decision_words(reading(Choice.CHANGE).history[0], {}).startswith("Changed to")


def test_the_codes_named_in_an_entry_are_found() -> None:
    assert [t.code for t in named_in("Women-only venue as a choice. Use B7", BOOK)] == ["B7"]
    assert named_in("Use Z9, or B77", BOOK) == []


@pytest.mark.parametrize(
    ("done", "words"),
    [
        (mask_words.Masked(1, "x"), "Hid 1 copy in the words."),
        (mask_words.Masked(3, "x"), "Hid 3 copies in the words."),
        (mask_words.Masked(0, None), "Those words stand nowhere in this story."),
        (
            mask_words.Masked(1, "x", (), ("title", "note")),
            "Hid 1 copy in the words. Evaluators do not see them in the title, a note either.",
        ),
        (mask_words.Masked(1, "x", ("p",)), "Hid 1 copy in the words. 1 passage needs placing by hand."),
    ],
)
def test_what_a_masking_did_is_said(done: mask_words.Masked, words: str) -> None:
    assert masked_words(done) == words


# the places


def test_every_place_of_the_rail_has_words_and_a_picture(qapp: QApplication) -> None:
    for entry in ENTRIES:
        if entry.rail:
            assert entry.label
            assert not icon(entry.icon).isNull()


def test_there_are_no_two_places_with_one_key() -> None:
    keys = [entry.key for entry in ENTRIES]
    assert len(keys) == len(set(keys))
    assert {
        "queue",
        "bring_in",
        "send_back",
        "settle",
        "codebook",
        "agreement",
        "coverage",
        "feedback",
        "programme",
        "cards",
        "review",
        "blind",
        "codebook_changes",
        "split",
        "tag_chat",
        "moved_places",
        "preview",
        "preview_all",
        "record",
        "take_back",
        "transcribe",
        "destroy",
        "kept",
        "asked_for",
        "member",
        "odd_files",
        "people_log",
        "shut",
        "something_wrong",
        "team",
        "waiting_wishes",
    } == set(keys)


def test_every_place_can_be_built_and_counts_what_waits(qtbot: QtBot, desk: Desk) -> None:
    for entry in ENTRIES:
        if entry.rail:
            screen = entry.build(desk.context, None)
            qtbot.addWidget(screen)
            assert screen.title
        if entry.count is not None:
            assert entry.count(desk.home) == 0
    qtbot.waitUntil(lambda: not desk.context.tasks.running(quiet=True))
