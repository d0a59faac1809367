"""What a reviewer does to a story as a whole: hide names in all copies, release, thank, add a tag, look beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import Choice
from ldp_stories.services import edit_record, mask_words
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.record_state import changed_mind
from ldp_stories.ui.coordinator.review import ReviewScreen
from ldp_stories.ui.record.changed_mind import ChangedMindPage
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_review import ctrl, line, opened, press
from tests.ui.helpers import button, words_on


def words_of(desk: Desk, record: str, kind: LayerKind) -> str:
    """The standing words of one kind."""
    return next((x.text for x in open_record(desk.home, record).layers if x.kind is kind), "")


def select(screen: ReviewScreen, words: str) -> None:
    """Select words in the story, as with Shift and the arrows."""
    text = screen.pane.text
    cursor = text.document().find(words, 0, QTextDocument.FindFlag.FindCaseSensitively)
    assert not cursor.isNull()
    text.setFocus()
    text.setTextCursor(cursor)


def test_m_hides_the_selected_words_in_all_copies(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    assert not screen.hide_words.isVisible()
    select(screen, "Nobody")
    qtbot.waitUntil(screen.hide_words.isVisible)
    press(qtbot, screen, Qt.Key.Key_M)
    assert "Hide “Nobody” (2 copies)" in line(screen).question.text()
    qtbot.keyClicks(line(screen).field.edit, "[neighbour]")
    press(qtbot, screen, Qt.Key.Key_Return)
    masked = words_of(desk, record, LayerKind.MASKED)
    assert masked.count("[neighbour]") == 2
    assert "nobody" not in masked.casefold()
    assert "Nobody at the office" in words_of(desk, record, LayerKind.VERBATIM), (
        "their own words stay underneath"
    )
    assert screen.pane.layer is not None
    assert screen.pane.layer.kind is LayerKind.MASKED
    assert "Hid 2 copies in the words." in screen.tags.undo.label.text()


def test_ctrl_z_after_masking_brings_the_words_back(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    screen.acts.hide_words("Nobody")
    line(screen).use("[name]")
    line(screen).keep()
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert "[name]" not in words_of(desk, record, LayerKind.MASKED)


def test_what_comes_in_while_words_are_selected_leaves_them_selected(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    select(screen, "curtains")
    selected = screen.pane.text.selection()
    assert screen.hide_words.isVisible()
    screen.refresh(frozenset({"record"}))
    assert screen.pane.text.selection() == selected
    press(qtbot, screen, Qt.Key.Key_M)
    assert screen.bar.line is not None


def test_hiding_needs_something_to_show_instead(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    screen.acts.hide_words("Nobody")
    line(screen).keep()
    assert "Choose the words to hide" in line(screen).trouble.text()
    assert not words_of(desk, record, LayerKind.MASKED)


def test_the_reviewer_is_told_where_else_the_words_stand(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story(title="Tea with nobody")
    screen = opened(qtbot, desk, record)
    screen.acts.hide_words("nobody")
    line(screen).use("[name]")
    line(screen).keep()
    assert "Evaluators do not see them in the title either" in screen.tags.undo.label.text()


def test_a_name_that_was_found_can_be_hidden_from_the_banner(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story(title="Mrs Patel and the bulbs")
    screen = opened(qtbot, desk, record)
    found = [b for b in screen.top.banners if "Mrs Patel" in b.label.text()]
    assert found
    button(found[0], "Hide the name").click()
    assert "Mrs Patel" in line(screen).question.text()


def test_passages_keep_their_tags_on_the_masked_copy(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    screen.acts.hide_words("women")
    line(screen).use("[people]")
    line(screen).keep()
    assert screen.story is not None
    assert [x.code for x in screen.story.lines] == ["D1", "A8", "C8"]
    assert {x.number for x in screen.story.lines} == {1, 2}
    assert len(screen.tags.cards) == 3


def test_a_masked_story_opens_on_its_masked_words(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    mask_words.mask(desk.home, record, "Nobody", "[name]")
    screen = opened(qtbot, desk, record)
    assert screen.pane.layer is not None
    assert screen.pane.layer.kind is LayerKind.MASKED


# release and thanks


def finished(qtbot: QtBot, desk: Desk, **story: object) -> tuple[ReviewScreen, str]:
    """A review in which all tags are accepted."""
    record = desk.story(**story)  # type: ignore[arg-type]
    screen = opened(qtbot, desk, record)
    ctrl(qtbot, screen, Qt.Key.Key_Return)
    return screen, record


def test_when_all_is_decided_title_and_notes_are_shown_and_the_focus_is_on_the_box(
    qtbot: QtBot, desk: Desk
) -> None:
    screen, _ = finished(qtbot, desk)
    assert screen.bar.release.isVisible()
    assert not screen.bar.decisions.isVisible()
    assert screen.side.tabs.value() == "note"
    qtbot.waitUntil(lambda: "She asked for tea." in words_on(screen.side))
    focus = QApplication.focusWidget()
    assert focus is not None
    assert screen.bar.release.read.isAncestorOf(focus)


def test_without_the_tick_nothing_is_released(qtbot: QtBot, desk: Desk) -> None:
    screen, record = finished(qtbot, desk)
    press(qtbot, screen, Qt.Key.Key_R)
    assert not open_record(desk.home, record).record.released
    assert "Read the title and the notes first" in screen.bar.trouble.text()


def test_with_the_tick_it_is_released_and_undo_takes_it_back(qtbot: QtBot, desk: Desk) -> None:
    screen, record = finished(qtbot, desk)
    press(qtbot, screen, Qt.Key.Key_Space)
    assert screen.bar.release.has_read
    press(qtbot, screen, Qt.Key.Key_R)
    view = open_record(desk.home, record)
    assert view.record.released
    assert words_of(desk, record, LayerKind.MASKED), (
        "evaluators get a masked copy, even when nothing had to be hidden"
    )
    assert "The evaluators may have it." in words_on(screen.bar)
    assert screen.bar.release.next.isVisible()
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    assert not open_record(desk.home, record).record.released


def test_a_new_story_starts_with_an_empty_box(qtbot: QtBot, desk: Desk) -> None:
    one, two = desk.story(title="One"), desk.story(title="Two")
    screen = opened(qtbot, desk, one, two)
    screen.bar.release.read.set_value(["read"])
    screen.next_story()
    assert not screen.bar.release.has_read


def test_a_closed_story_says_so_and_is_not_released(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    edit_record.keep_closed(desk.home, record)
    screen = opened(qtbot, desk, record)
    assert any("This story is closed" in b.label.text() for b in screen.top.banners)
    screen.acts.accept_all()
    screen.bar.release.read.set_value(["read"])
    screen.acts.release()
    assert not open_record(desk.home, record).record.released
    assert "closed" in screen.bar.trouble.text()


def test_a_story_that_was_taken_back_has_a_banner_that_shows_what_they_said(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    changed_mind(desk.home, record, "take_part", Answer.NO)
    screen = opened(qtbot, desk, record)
    assert screen.top.banners
    screen.top.banners[0].button.click()
    page = screen.work.currentWidget()
    assert isinstance(page, ChangedMindPage)
    page.closed.emit()
    assert screen.work.currentIndex() == 0


def test_there_is_no_banner_for_tags_or_release(qtbot: QtBot, desk: Desk) -> None:
    screen, _ = finished(qtbot, desk)
    assert not screen.top.banners
    assert screen.top.why.text() == "Ready for the evaluators"


def test_thanks_go_to_the_researcher_of_the_story(qtbot: QtBot, desk: Desk) -> None:
    screen, record = finished(qtbot, desk)
    press(qtbot, screen, Qt.Key.Key_T)
    qtbot.keyClicks(line(screen).field.edit, "Thank you for the class with the curtains.")
    press(qtbot, screen, Qt.Key.Key_Return)
    comment = open_record(desk.home, record).comments[-1]
    assert (comment.kind.value, comment.text) == ("thanks", "Thank you for the class with the curtains.")
    assert any("Thanked Joan" in words for words in desk.told)


def test_thanks_without_words_are_not_sent(qtbot: QtBot, desk: Desk) -> None:
    screen, record = finished(qtbot, desk)
    press(qtbot, screen, Qt.Key.Key_T)
    press(qtbot, screen, Qt.Key.Key_Return)
    assert "Write a few words first" in line(screen).trouble.text()
    assert not open_record(desk.home, record).comments


# beside it


def test_a_tag_of_ones_own_is_added_and_stands(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    screen.side.show_tab("more")
    button_of(qtbot, screen, "Add a tag I see").click()
    line(screen).keep()
    assert "Choose the tag first" in line(screen).trouble.text()
    assert line(screen).combo is not None
    line(screen).combo.set_value(desk.tag_id("B7"))  # type: ignore[union-attr]
    line(screen).use("the curtains")
    line(screen).keep()
    assert screen.story is not None
    added = next(x for x in screen.story.lines if x.code == "B7")
    assert [d.choice for d in added.reading.current] == [Choice.ACCEPT]
    assert added.number == 1, "it stands on the passage in hand"


def button_of(qtbot: QtBot, screen: ReviewScreen, words: str) -> QAbstractButton:
    """A button at the side, once it is shown."""
    qtbot.waitUntil(lambda: words in words_on(screen.side))
    return button(screen.side, words)


@pytest.mark.parametrize(
    ("tab", "said"),
    [
        ("tag", "Who people listen to and why."),
        ("teller", "Resident, 40 to 59"),
        ("note", "She asked for tea."),
        ("note", "the class with the curtains drawn"),
        ("history", "Joan suggested D1 Trusted person or place"),
        ("more", "No other story by this person."),
    ],
)
def test_each_tab_shows_its_side_of_the_story(qtbot: QtBot, desk: Desk, tab: str, said: str) -> None:
    screen = opened(qtbot, desk, desk.story())
    screen.side.show_tab(tab)
    qtbot.waitUntil(lambda: said in words_on(screen.side))


def test_the_history_keeps_what_was_replaced(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    press(qtbot, screen, Qt.Key.Key_A)
    ctrl(qtbot, screen, Qt.Key.Key_Z)
    screen.side.show_tab("history")
    qtbot.waitUntil(lambda: "Joan accepted D1 Trusted person or place (replaced)" in words_on(screen.side))


def test_other_stories_with_the_tag_can_be_opened(qtbot: QtBot, desk: Desk) -> None:
    other = desk.story(title="The other one")
    screen = opened(qtbot, desk, desk.story(title="This one"))
    screen.side.show_tab("more")
    qtbot.waitUntil(lambda: "The other one" in words_on(screen.side))
    assert "Also tagged D1" in words_on(screen.side)
    from ldp_stories.ui.record.story_link import StoryLink

    link = next(x for x in screen.side.findChildren(StoryLink) if x.record == other)
    link.click()
    assert desk.went == [("record", other)]


def test_a_released_story_can_be_held_back_from_more(qtbot: QtBot, desk: Desk) -> None:
    screen, record = finished(qtbot, desk)
    screen.bar.release.read.set_value(["read"])
    screen.acts.release()
    screen.side.show_tab("more")
    button_of(qtbot, screen, "Stop sending it to evaluators").click()
    assert not open_record(desk.home, record).record.released


def test_the_whole_story_is_read_on_its_own_screen(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, record)
    screen.side.show_tab("more")
    button_of(qtbot, screen, "Read the whole story").click()
    assert desk.went == [("record", record)]


def test_space_on_a_tag_plays_its_passage_and_again_stops(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = opened(qtbot, desk, desk.story())
    played: list[str] = []
    monkeypatch.setattr(screen.pane, "play_passage", played.append)
    press(qtbot, screen, Qt.Key.Key_Space)
    assert screen.story is not None
    first = screen.story.lines[0].passage
    assert first is not None
    assert played == [first.id]
    screen.pane.link.playing_changed.emit(True)
    with qtbot.waitSignal(screen.pane.player.pause):
        screen.pane.player.set_playing(True)
        press(qtbot, screen, Qt.Key.Key_Space)


def test_left_goes_five_seconds_back(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    screen.pane.player.set_total(60_000)
    screen.pane.player.set_time(30_000)
    with qtbot.waitSignal(screen.pane.player.sought) as sought:
        press(qtbot, screen, Qt.Key.Key_Left)
    assert sought.args == [25_000]


def test_selecting_nothing_hides_nothing(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.story())
    cursor = QTextCursor(screen.pane.text.document())
    screen.pane.text.setTextCursor(cursor)
    screen.hide_words.click()
    assert screen.bar.line is None


def test_the_tag_in_hand_is_in_sight_beside_its_meaning(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    for at, code in enumerate(("B1", "B2", "B3", "B4", "B6", "B7")):
        desk.tag(record, "I can walk in on my own now.", code, f"Reason {at}")
    screen = opened(qtbot, desk, record)
    last = list(screen.tags.cards)[-1]
    screen.tags.choose(last, focus=False)
    card, area = screen.tags.cards[last], screen.tags.area

    def in_sight() -> bool:
        top = card.mapTo(area.viewport(), QPoint(0, 0)).y()
        return top >= 0 and top + card.height() <= area.viewport().height()

    qtbot.waitUntil(in_sight, timeout=10_000)
    screen.tags.choose(next(iter(screen.tags.cards)), focus=False)
    qtbot.waitUntil(lambda: not in_sight(), timeout=10_000)
