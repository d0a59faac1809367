"""Reviewing one story by keyboard: decisions are really stored, reasons asked for, the focus goes on, and everything can be undone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.review import Choice
from ldp_stories.services import queue_work, review_tags
from ldp_stories.services.edit_record import open_record
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.coordinator.review_tags_card import LineCard
from ldp_stories.ui.widgets.theme import theme
from tests.ui.coordinator.desk import Desk
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on

WIDE = (1366, 700)


def opened(qtbot: QtBot, desk: Desk, *records: str, **dress: object) -> ReviewScreen:
    """The review of some stories, shown, with the focus on the first tag."""
    screen = ReviewScreen(desk.context, records)
    desk.watch(screen)
    dressed(qtbot, screen, size=WIDE, **dress)  # type: ignore[arg-type]
    screen.tags.choose(screen.current, focus=True)
    return screen


def press(qtbot: QtBot, screen: QWidget, key: Qt.Key, **modifiers: Qt.KeyboardModifier) -> None:
    """Press a key where the focus is."""
    qtbot.keyClick(QApplication.focusWidget() or screen, key, **modifiers)


def ctrl(qtbot: QtBot, screen: QWidget, key: Qt.Key) -> None:
    """Press a key with Ctrl where the focus is."""
    qtbot.keyClick(QApplication.focusWidget() or screen, key, Qt.KeyboardModifier.ControlModifier)


def decided(desk: Desk, record: str) -> dict[str, list[Choice]]:
    """What stands now in the store: tag code -> decisions."""
    from ldp_stories.services.find import codebook

    codes = {t.id: t.code for t in codebook(desk.home)}
    found = review_tags.readings(desk.home, record)
    return {codes[r.suggestion.tag or ""]: [d.choice for d in r.current] for r in found}


def focused(screen: ReviewScreen) -> str:
    """The code of the card with the focus."""
    card = QApplication.focusWidget()
    assert isinstance(card, LineCard), card
    return card.code


def line(screen: ReviewScreen) -> AskLine:
    """The line that is open."""
    assert isinstance(screen.bar.line, AskLine)
    return screen.bar.line


def test_a_story_shows_why_it_is_here_who_told_it_and_what_they_agreed_to(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    words = words_on(screen)
    assert screen.top.heading.text() == "Tea and bulbs"
    assert "Here because 3 tags need a look" in words
    assert "Resident, 40 to 59" in words
    assert "Clip: no" in words
    assert "Voice" in words


def test_the_names_of_all_controls_are_said(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    names = walk_names(screen)
    assert "Accept" in names
    assert "Ask Joan" in names
    assert any(n.startswith("D1 Trusted person or place") and "Joan is sure" in n for n in names)


def test_a_accepts_and_the_focus_goes_to_the_next_tag(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    assert focused(screen) == "D1"
    press(qtbot, screen, Qt.Key.Key_A)
    assert decided(desk, record)["D1"] == [Choice.ACCEPT]
    assert focused(screen) == "A8"
    assert "Accepted" in name_of(screen.tags.cards[screen.story.lines[0].suggestion])  # type: ignore[union-attr]
    assert screen.tags.undo.label.text() == "Accepted D1"


def test_ctrl_z_takes_the_last_decision_back(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_A)
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert decided(desk, record)["D1"] == [Choice.LATER]
    assert not screen.tags.undo.isVisible()
    history = review_tags.readings(desk.home, record)[0].history
    assert [d.choice for d in history] == [Choice.ACCEPT, Choice.LATER], "nothing is overwritten"


def test_later_leaves_the_tag_waiting_and_goes_on(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_L)
    assert decided(desk, record)["D1"] == [Choice.LATER]
    assert focused(screen) == "A8"
    assert len(screen.story.waiting) == 3  # type: ignore[union-attr]


def test_not_this_tag_asks_for_a_reason_and_stores_it(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_N)
    assert decided(desk, record)["D1"] == []
    assert QApplication.focusWidget() is line(screen).field.edit
    qtbot.keyClicks(line(screen).field.edit, "only a greeting")
    press(qtbot, screen, Qt.Key.Key_Return)
    assert decided(desk, record)["D1"] == [Choice.NOT_THIS_TAG]
    assert review_tags.readings(desk.home, record)[0].current[0].reason == "only a greeting"
    assert screen.bar.line is None
    assert focused(screen) == "A8"


@pytest.mark.parametrize(
    ("key", "safe"),
    [
        (Qt.Key.Key_N, "Your decision is not saved yet"),
        (Qt.Key.Key_D, "Your decision is not saved yet"),
        (Qt.Key.Key_Q, "Nothing was changed"),
    ],
)
def test_without_words_the_line_says_what_is_needed_and_stays_open(
    qtbot: QtBot, desk: Desk, key: Qt.Key, safe: str
) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, key)
    line(screen).field.edit.setFocus()
    press(qtbot, screen, Qt.Key.Key_Return)
    assert decided(desk, record)["D1"] == []
    assert line(screen).trouble.isVisible()
    assert safe in line(screen).trouble.text()


def test_a_chip_gives_the_reason_and_enter_keeps_it(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_N)
    chip = button(line(screen), "only mentioned in passing")
    assert name_of(chip) == "Use these words: only mentioned in passing"
    chip.click()
    press(qtbot, screen, Qt.Key.Key_Return)
    assert review_tags.readings(desk.home, record)[0].current[0].reason == "only mentioned in passing"


def test_a_change_needs_the_other_tag_and_the_reason(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_C)
    opened_line = line(screen)
    assert QApplication.focusWidget() is opened_line.combo
    opened_line.use("covered by another tag")
    press(qtbot, screen, Qt.Key.Key_Return)
    assert "Choose the tag that fits better" in opened_line.trouble.text()
    assert opened_line.combo is not None
    opened_line.combo.set_value(desk.tag_id("B7"))
    opened_line.keep_button.click()
    reading = review_tags.readings(desk.home, record)[0]
    assert reading.current[0].choice is Choice.CHANGE
    assert reading.tags == (desk.tag_id("B7"),)
    assert "Changed to B7" in words_on(screen.tags)


def test_the_codebook_offers_the_tag_it_points_to(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_Down)
    assert focused(screen) == "A8"
    qtbot.waitUntil(lambda: "A8 Home, privacy and space" in words_on(screen.side))
    button(screen.side, "Change to B7").click()
    assert line(screen).tag() == desk.tag_id("B7")
    line(screen).use("she chose it")
    line(screen).keep()
    assert decided(desk, record)["A8"] == [Choice.CHANGE]


def test_a_question_stands_beside_the_passage_for_the_researcher(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_Q)
    qtbot.keyClicks(line(screen).field.edit, "Did she say so herself?")
    press(qtbot, screen, Qt.Key.Key_Return)
    comment = open_record(desk.home, record).comments[0]
    assert comment.text == "Did she say so herself?"
    assert comment.passage == screen.story.lines[0].reading.suggestion.passage  # type: ignore[union-attr]
    assert decided(desk, record)["D1"] == [Choice.ASK]


def test_we_see_it_differently_keeps_both_readings(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_D)
    assert line(screen).combo is not None
    line(screen).combo.set_value(desk.tag_id("C8"))  # type: ignore[union-attr]
    line(screen).use("I hear it as information")
    line(screen).keep()
    reading = review_tags.readings(desk.home, record)[0]
    assert set(reading.tags) == {desk.tag_id("D1"), desk.tag_id("C8")}


def test_escape_closes_the_line_and_the_focus_returns_to_the_tag(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_N)
    press(qtbot, screen, Qt.Key.Key_Escape)
    assert screen.bar.line is None
    assert screen.bar.decisions.isVisible()
    assert focused(screen) == "D1"
    assert decided(desk, record)["D1"] == []


def test_a_letter_typed_in_a_line_is_only_a_letter(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_N)
    qtbot.keyClicks(line(screen).field.edit, "acnqdl")
    assert line(screen).field.text() == "acnqdl"
    assert all(not choices for choices in decided(desk, record).values())


def test_single_letters_can_be_switched_off(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    theme().set(single_keys=False)
    press(qtbot, screen, Qt.Key.Key_A)
    assert decided(desk, record)["D1"] == []
    screen.bar.decisions.buttons[Choice.ACCEPT].click()
    assert decided(desk, record)["D1"] == [Choice.ACCEPT]


def test_ctrl_enter_accepts_all_and_undo_takes_all_back(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    assert screen.tags.all.text() == "Accept all 3"
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    assert set(map(tuple, decided(desk, record).values())) == {(Choice.ACCEPT,)}
    assert screen.tags.undo.label.text() == "Accepted 3 tags"
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert set(map(tuple, decided(desk, record).values())) == {(Choice.LATER,)}
    assert screen.bar.decisions.isVisible()


def test_what_the_foot_said_of_an_older_act_goes_with_the_next(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert desk.told[-1] == "Undone."
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    assert screen.tags.undo.isVisible()
    assert desk.told[-1] == ""


def test_undo_of_all_goes_to_a_tag_that_waits_again(qtbot: QtBot, desk: Desk) -> None:
    """With a decided tag in hand the focus stayed on [Next story], which was hidden."""
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_A)
    press(qtbot, screen, Qt.Key.Key_Up)
    assert focused(screen) == "D1"
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert focused(screen) == "A8"


def test_own_words_cannot_be_accepted_but_be_changed_to_a_tag(qtbot: QtBot, desk: Desk) -> None:
    from ldp_stories.domain.tags import Sure
    from ldp_stories.services.edit_record import suggest_tag

    record = desk.story(more=False)
    suggest_tag(
        desk.home, record, passage=None, tag=None, sure=Sure.SURE, reason="", words="left out of the talk"
    )
    screen = opened(qtbot, desk, record)
    own = next(x for x in screen.story.lines if not x.code)  # type: ignore[union-attr]
    screen.take_in_hand(own, focus=True)
    assert not screen.bar.decisions.buttons[Choice.ACCEPT].isEnabled()
    assert screen.bar.decisions.buttons[Choice.CHANGE].isEnabled()
    assert "The whole story" in words_on(screen.tags)
    assert "left out of the talk" in words_on(screen.tags)


def test_arrows_go_from_tag_to_tag_and_the_words_follow(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    for code in ("A8", "C8", "C8"):
        press(qtbot, screen, Qt.Key.Key_Down)
        assert focused(screen) == code
    press(qtbot, screen, Qt.Key.Key_Up)
    assert focused(screen) == "A8"
    qtbot.waitUntil(lambda: "A8" in words_on(screen.side))


def test_pressing_a_passage_in_the_words_takes_its_first_tag_in_hand(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    last = screen.story.lines[-1]  # type: ignore[union-attr]
    assert last.passage is not None
    screen.pane.passage_pressed.emit(last.passage.id)
    assert focused(screen) == "C8"


def test_a_decided_tag_can_be_decided_again(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    assert screen.bar.release.isVisible()
    first = screen.story.lines[1]  # type: ignore[union-attr]
    screen.tags.cards[first.suggestion].setFocus()
    assert screen.bar.decisions.isVisible()
    press(qtbot, screen, Qt.Key.Key_N)
    line(screen).use("true but not here")
    line(screen).keep()
    assert decided(desk, record)["A8"] == [Choice.NOT_THIS_TAG]


def test_the_tags_say_who_is_how_sure_and_why(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    words = words_on(screen.tags)
    for said in (
        "Joan is sure",
        "Joan thinks so",
        "Joan is not sure",
        "“Came three times before she sat down”",
        "It moved Joan",
    ):
        assert said in words


def test_nothing_on_the_screen_counts_or_ranks_researchers(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story(), desk.story(title="Another"))
    for tab in ("tag", "teller", "note", "history", "more"):
        screen.side.show_tab(tab)
        words = words_on(screen).casefold()
        assert not any(word in words for word in ("score", "rank", "per hour", "agreement rate", "accuracy"))


@pytest.mark.parametrize(
    ("scale", "mode", "rtl"),
    [(1.0, "light", False), (1.0, "dark", True), (1.5, "light", False), (2.0, "light", False)],
)
def test_no_words_are_cut(qtbot: QtBot, desk: Desk, scale: float, mode: str, rtl: bool) -> None:
    screen = opened(qtbot, desk, desk.story(), scale=scale, mode=mode, rtl=rtl)
    qtbot.waitUntil(lambda: not cut(screen), timeout=2000)
    assert not cut(screen)


def test_the_cards_stand_side_by_side_and_are_stacked_when_there_is_little_room(
    qtbot: QtBot, desk: Desk
) -> None:
    screen = opened(qtbot, desk, desk.story())
    qtbot.waitUntil(lambda: screen.tags.x() > screen.pane.x() + 100)
    bar = screen.page.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0, timeout=2000)
    theme().set(scale=2.0)
    qtbot.waitUntil(lambda: screen.tags.y() > screen.pane.y() + 100)
    assert screen.bar.isVisible(), "the decisions stay pinned"


def test_the_place_in_a_sitting_is_kept(qtbot: QtBot, desk: Desk) -> None:
    desk.story(title="One")
    desk.story(title="Two")
    records = queue_work.start_sitting(desk.home)
    screen = opened(qtbot, desk, *records)
    screen.next_story()
    assert screen.story is not None
    screen.take_in_hand(screen.story.lines[1], focus=True)
    screen.leaving()
    again = opened(qtbot, desk, *records)
    assert again.at == 1
    assert again.current == screen.current


def test_after_the_last_story_a_break_is_offered(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story(title="One"), desk.story(title="Two"))
    bars = []
    screen.bar_changed.connect(lambda: bars.append(screen.title))
    screen.next_story()
    assert screen.title == "Review: Two"
    assert screen.last
    screen.next_story()
    assert "That was the last one." in words_on(screen)
    with qtbot.waitSignal(screen.done):
        button(screen, "Back to the queue").click()
    assert bars == ["Review: Two", "Review"]


def test_fifteen_stories_are_a_sitting(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, *[record] * 15)
    screen.at = 14
    screen.next_story()
    assert "That is fifteen. Take a break?" in words_on(screen)


def test_one_story_alone_goes_back_when_it_is_done(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    assert screen.middle is None
    with qtbot.waitSignal(screen.done):
        screen.next_story()


def test_a_story_that_is_gone_is_passed_over(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, "no-such-story", record)
    assert screen.record == record
    assert desk.told, "a sentence says so"


def test_coming_back_shows_what_changed_elsewhere_and_keeps_the_tag_in_hand(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_Down)
    at = screen.current
    review_tags.decide(desk.home, screen.story.lines[0].suggestion, Choice.ACCEPT)  # type: ignore[union-attr]
    screen.refresh(frozenset({"decision"}))
    assert "Accepted" in words_on(screen.tags)
    assert screen.current == at
    assert focused(screen) == "A8"


def test_a_bar_that_threw_its_words_away_gets_new_ones(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story(title="One"), desk.story(title="Two"))
    first = screen.middle
    assert first is not None
    screen.refresh(frozenset())
    assert screen.middle is not first
    assert "Story 1 of 2" in words_on(screen.middle) if screen.middle is not None else False


def test_a_decision_somebody_replaced_cannot_be_undone_and_says_so(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    press(qtbot, screen, Qt.Key.Key_A)
    review_tags.decide(desk.home, screen.story.lines[0].suggestion, Choice.LATER)  # type: ignore[union-attr]
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert "Somebody has decided again since then" in screen.bar.trouble.text()
    assert screen.bar.trouble.isVisible()
