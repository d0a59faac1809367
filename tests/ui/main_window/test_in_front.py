"""What a worry may be about, and how soon the screen locks: the window knows what is in front and what the programme asks for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.services.edit_record import open_record
from ldp_stories.services.record_encounter import conversation
from ldp_stories.ui.record.told_log import ToldScreen
from ldp_stories.ui.record.worried import WorriedPage
from tests.ui.helpers import button
from tests.ui.main_window.conftest import Screen
from tests.ui.on_screen import PretendRecording, story


def page(screen: Screen) -> WorriedPage:
    screen.window.show_worried()
    found = screen.window.overlay.findChildren(WorriedPage)
    assert found
    return found[-1]


def test_on_home_there_is_nothing_to_close(practice: Screen) -> None:
    assert not page(practice).close_story.isVisible()


def test_in_an_open_conversation_it_is_that_one_recorded_or_not(practice: Screen) -> None:
    practice.ways.go("new")
    talk = practice.ways.here.screen.about()
    shown = page(practice)
    assert shown.conversation == talk
    assert shown.close_story.isVisible()
    shown.close_story.click()
    assert conversation(practice.home, str(talk)).closed


def test_on_a_storys_page_it_is_that_story(practice: Screen) -> None:
    record = story(practice.home)
    practice.ways.go("record", record)
    shown = page(practice)
    assert (shown.conversation, shown.record) == (None, record)
    shown.close_story.click()
    assert open_record(practice.home, record).record.sensitivity.value == "closed"


def test_while_something_is_recorded_it_is_that_whatever_is_in_front(practice: Screen) -> None:
    practice.ways.go("record", story(practice.home))
    live = practice.window.live
    live._recording = PretendRecording()  # type: ignore[assignment]
    live.conversation = "the one that is recorded"
    assert page(practice).conversation == "the one that is recorded"
    assert page(practice).record == ""


def test_from_the_page_to_the_notes_and_back(practice: Screen) -> None:
    shown = page(practice)
    shown.tell.click()
    shown.keep.click()
    shown.notes.click()
    assert not practice.window.overlay.is_open
    assert isinstance(practice.ways.here.screen, ToldScreen)
    practice.ways.back()
    assert practice.at == "home"


@pytest.mark.parametrize(("wanted", "minutes"), [(2, 2), (30, 5), (None, 5), (0, 5)])
def test_the_programme_may_ask_for_an_earlier_lock_and_never_for_a_later(
    practice: Screen, wanted: int | None, minutes: int
) -> None:
    home = practice.home
    with home.main.write() as con:
        home.put(con, "programme", home.programme_entity, sets={"idle_minutes": wanted})
    practice.window.change_settings(idle_minutes=5)
    assert practice.window._idle is not None
    assert practice.window._idle.minutes == minutes


def test_the_key_of_the_worried_page_works_on_the_notes_too(practice: Screen) -> None:
    practice.ways.go("told")
    practice.qtbot.keyClick(practice.window.focusWidget() or practice.window, Qt.Key.Key_F8)
    assert practice.window.overlay.is_open


def test_practice_is_wiped_after_one_question_and_the_start_comes(practice: Screen) -> None:
    folder = practice.home.folder
    practice.ways.go("preferences")
    practice.window.sure_to_wipe = lambda: True
    button(practice.window, "Wipe practice").click()
    assert practice.window.home is None
    assert practice.window.start is not None
    assert not folder.exists()


def test_saying_no_keeps_practice_as_it_is(practice: Screen) -> None:
    practice.ways.go("preferences")
    asked: list[str] = []

    def no() -> bool:
        asked.append("asked")
        return False

    practice.window.sure_to_wipe = no
    button(practice.window, "Wipe practice").click()
    assert asked == ["asked"]
    assert practice.home.folder.exists()
    assert practice.at == "preferences"


def test_without_a_notebook_there_is_nothing_to_wipe(practice: Screen) -> None:
    practice.window.close_home()
    practice.window.sure_to_wipe = lambda: True
    practice.window.wipe_practice()
    assert practice.window.home is None
