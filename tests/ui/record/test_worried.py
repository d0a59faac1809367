"""Worried about someone: the steps and numbers at once, stop the recording, note that somebody was told, keep the story closed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from ldp_stories.services.act_on_worry import safeguarding_log
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import begin, conversation
from ldp_stories.ui.record.worried import WorriedPage
from ldp_stories.ui.widgets.facts import NumberDisc, PhoneNumber
from ldp_stories.ui.widgets.overlay import OverlayHost
from tests.ui.helpers import button, cut, name_of, walk_names, words_on
from tests.ui.on_screen import Desk, hear, pretend, story, view_of


class Over:
    """The page over everything, as the window lays it."""

    def __init__(self, desk: Desk, talk: str | None = None, **look: object) -> None:
        self.desk = desk
        self.host = OverlayHost(QWidget())
        desk.show(self.host, **look)  # type: ignore[arg-type]
        self.page = WorriedPage(desk.context, talk)
        self.page.closed.connect(self.host.close_overlay)
        self.host.open(self.page, name="Worried about someone?", foot=self.page.foot)
        desk.until(self.page.isVisible)


def phones(over: Over) -> list[str]:
    return [p.text() for p in over.page.findChildren(PhoneNumber)]


def test_the_seven_steps_stand_there_with_their_numbers(desk: Desk) -> None:
    over = Over(desk)
    assert [d.text() for d in over.page.findChildren(NumberDisc)] == ["1", "2", "3", "4", "5", "6", "7"]
    text = words_on(over.page)
    assert "Is someone in danger now? Call 999" in text
    assert "Call Ruth Bell, safeguarding lead" in text
    assert "Look after yourself" in text
    assert phones(over) == ["999", "01632 960 112", "01632 960 150"]


def test_the_words_at_the_top_and_at_the_foot(desk: Desk) -> None:
    over = Over(desk)
    text = words_on(over.host)
    assert "Do this now. There is no form to fill in first. It works with no internet." in text
    assert "Nothing here is sent anywhere" in text
    assert "Worried about someone?" in text


def test_it_is_there_within_a_second(desk: Desk) -> None:
    began = time.process_time()
    Over(desk)
    assert time.process_time() - began < 1.0


def test_the_focus_starts_on_the_heading(desk: Desk) -> None:
    over = Over(desk)
    assert over.host.window().focusWidget() is over.page.heading


def test_the_focus_stays_on_the_page(desk: Desk) -> None:
    over = Over(desk)
    for _ in range(15):
        desk.key(over.host, Qt.Key.Key_Tab)
        focus = over.host.window().focusWidget()
        assert focus is not None
        assert over.page.isAncestorOf(focus) or over.page.foot.isAncestorOf(focus)


def test_esc_closes_it(desk: Desk) -> None:
    over = Over(desk)
    desk.key(over.host, Qt.Key.Key_Escape)
    assert not over.host.is_open


def test_the_close_button_closes_it(desk: Desk) -> None:
    over = Over(desk)
    button(over.page, "Close").click()
    assert not over.host.is_open


def test_numbers_are_read_digit_by_digit_and_can_be_copied(desk: Desk) -> None:
    over = Over(desk)
    number = over.page.findChildren(PhoneNumber)[1]
    assert name_of(number) == "0 1 6 3 2 9 6 0 1 1 2"
    number.setFocus()
    desk.key(over.host, Qt.Key.Key_C, ctrl=True)
    assert QGuiApplication.clipboard().text() == "01632 960 112"


def test_without_a_recording_there_is_nothing_to_stop_or_close(desk: Desk) -> None:
    over = Over(desk)
    assert over.page.stop_button is None
    assert not over.page.close_story.isVisible()


def test_a_recording_goes_on_and_shows_its_time(desk: Desk, home: Home) -> None:
    talk = begin(home).id
    recording = pretend(desk, talk)
    hear(desk, 754_000)
    over = Over(desk, talk)
    assert over.page.stop_button is not None
    assert over.page.stop_button.text() == "Stop recording, 12:34"
    assert recording.calls == []


def test_a_recording_that_has_just_begun_shows_no_time_yet(desk: Desk, home: Home) -> None:
    talk = begin(home).id
    pretend(desk, talk)
    over = Over(desk, talk)
    assert over.page.stop_button is not None
    assert over.page.stop_button.text() == "Stop recording, 00:00"


def test_stopping_says_that_nothing_was_deleted(desk: Desk, home: Home) -> None:
    talk = begin(home).id
    recording = pretend(desk, talk)
    over = Over(desk, talk)
    assert over.page.stop_button is not None
    over.page.stop_button.click()
    assert not desk.live.running, "at once: sealing what came is done beside the window"
    desk.until(lambda: recording.calls == ["stop"])
    desk.until(lambda: words_on(over.page).count("Recording stopped.") == 1)
    assert over.page.stop_button.text() == "Recording stopped. Nothing was deleted."
    assert not over.page.stop_button.isEnabled()


def test_telling_is_asked_for_only_when_it_was_done(desk: Desk) -> None:
    over = Over(desk)
    assert not over.page.told_box.isVisible()
    over.page.tell.click()
    desk.until(over.page.told_box.isVisible)
    assert not over.page.tell.isVisible(), "the next press is that of the note"
    assert over.host.window().focusWidget() is over.page.who.edit


def test_the_note_is_kept_on_this_laptop_with_who_how_and_when(desk: Desk, home: Home) -> None:
    over = Over(desk)
    over.page.tell.click()
    over.page.who.set_text("Ruth Bell")
    over.page.way.set_value(["in person"])
    over.page.at.set_text("10:15")
    over.page.reference.set_text("SG-17")
    over.page.keep.click()
    (told,) = safeguarding_log(home)
    assert (told.who, told.way, told.at, told.reference) == ("Ruth Bell", "in person", "10:15", "SG-17")
    assert over.page.kept.text() == "Kept on this laptop: told Ruth Bell, 10:15."
    assert over.page.kept.isVisible()
    assert not over.page.told_box.isVisible()
    assert desk.told == ["Noted that you told someone."]


def test_the_note_is_filled_in_beforehand_so_that_one_press_is_enough(desk: Desk, home: Home) -> None:
    over = Over(desk)
    over.page.tell.click()
    over.page.keep.click()
    (told,) = safeguarding_log(home)
    assert (told.who, told.way) == ("duty lead", "phone")
    assert ":" in told.at


def test_a_way_that_was_let_go_counts_as_by_phone(desk: Desk, home: Home) -> None:
    over = Over(desk)
    over.page.tell.click()
    over.page.way.set_value([])
    over.page.keep.click()
    assert safeguarding_log(home)[0].way == "phone"


def test_a_note_is_kept_once(desk: Desk, home: Home) -> None:
    over = Over(desk)
    over.page.tell.click()
    over.page.keep.click()
    assert not over.page.tell.isEnabled()
    assert len(safeguarding_log(home)) == 1


def test_after_the_note_the_way_out_has_the_focus(desk: Desk) -> None:
    over = Over(desk)
    over.page.tell.click()
    over.page.keep.click()
    assert over.host.window().focusWidget() is over.page.close_button


def test_the_page_says_that_no_story_is_kept_with_the_note(desk: Desk) -> None:
    over = Over(desk)
    over.page.tell.click()
    desk.until(lambda: "Only this is kept, and only on this laptop." in words_on(over.host))


def test_the_story_can_be_kept_closed_from_here(desk: Desk, home: Home) -> None:
    talk = begin(home).id
    pretend(desk, talk)
    over = Over(desk, talk)
    over.page.close_story.click()
    assert conversation(home, talk).closed
    assert over.page.close_story.text() == "This story stays closed"
    assert not over.page.close_story.isEnabled()
    assert desk.told == ["This story stays closed. It is not sent."]


def test_all_of_it_by_keyboard(desk: Desk, home: Home) -> None:
    over = Over(desk)
    over.page.tell.setFocus()
    desk.key(over.host, Qt.Key.Key_Return)
    desk.until(over.page.told_box.isVisible)
    over.page.keep.setFocus()
    desk.key(over.host, Qt.Key.Key_Space)
    assert len(safeguarding_log(home)) == 1


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(
    desk: Desk, home: Home, tmp_path: Path, scale: float, rtl: bool
) -> None:
    talk = begin(home).id
    pretend(desk, talk)
    over = Over(desk, talk, scale=scale, rtl=rtl, size=(1366, 768))
    walk_names(over.host)
    desk.until(lambda: cut(over.host) == [])
    over.page.tell.click()
    walk_names(over.host)
    desk.until(lambda: cut(over.host) == [])


def test_a_story_in_front_can_be_kept_closed_too(desk: Desk, home: Home) -> None:
    record = story(home)
    host = OverlayHost(QWidget())
    desk.show(host)
    page = WorriedPage(desk.context, None, record)
    host.open(page, name="Worried about someone?", foot=page.foot)
    assert page.close_story.isVisible()
    page.close_story.click()
    assert view_of(home, record).record.sensitivity.value == "closed"


def test_the_way_to_the_notes_opens_with_the_first_of_them(desk: Desk) -> None:
    over = Over(desk)
    assert not over.page.notes.isVisible()
    over.page.tell.click()
    over.page.keep.click()
    assert over.page.notes.isVisible()
    with desk.qtbot.waitSignal(over.page.to_notes):
        over.page.notes.click()


def test_the_time_on_the_button_goes_on_with_the_recording(desk: Desk, home: Home) -> None:
    talk = begin(home).id
    pretend(desk, talk)
    hear(desk, 3_000)
    over = Over(desk, talk)
    hear(desk, 95_000)
    assert over.page.stop_button is not None
    assert over.page.stop_button.text() == "Stop recording, 01:35"
    over.page.stop_button.setEnabled(False)
    hear(desk, 99_000)
    assert over.page.stop_button.text() == "Stop recording, 01:35", "once it was stopped the words stand"
