"""Hiding and locking: a live notebook really closes and asks for its passphrase; practice comes back; a recording goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldp_stories.services.home import Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.recording import RecorderStatus
from ldp_stories.ui.main_window.navigator import Place
from ldp_stories.ui.main_window.window import Window
from ldp_stories.ui.start.unlock import UnlockScreen
from tests.services.homes import PASSPHRASE, cheap_machine
from tests.ui.helpers import button, walk_names, words_on
from tests.ui.main_window.conftest import Screen
from tests.ui.on_screen import PretendRecording


def page_of(screen: Screen) -> UnlockScreen:
    assert screen.window.lock.page is not None
    return screen.window.lock.page


def unlock(screen: Screen, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase and press Enter."""
    page = page_of(screen)
    page.secret.set_text("")
    screen.qtbot.keyClicks(page.secret.edit, passphrase)
    screen.qtbot.keyClick(page.secret.edit, Qt.Key.Key_Return)


def hide(screen: Screen) -> None:
    screen.press(Qt.Key.Key_F9)
    screen.until(lambda: screen.window.lock.is_hidden)


def shown(window: Window) -> QWidget | None:
    return window.pages.currentWidget()


class Gate:
    """A task that goes on until it is let go."""

    def __init__(self, screen: Screen) -> None:
        self.open = threading.Event()
        screen.window.tasks.run("Working", lambda _: self.open.wait(30), lane="store")


def test_the_hide_key_shows_a_page_of_notes_with_nothing_of_ours(practice: Screen) -> None:
    hide(practice)
    assert shown(practice.window) is practice.window.lock.hide_page
    assert practice.window.windowTitle() == "Notes"
    assert "LDP" not in words_on(practice.window)
    assert "Amina" not in words_on(practice.window)


def test_the_button_in_the_rail_hides_as_the_key_does(practice: Screen) -> None:
    practice.ways.desk.rail.hide_button.click()
    assert practice.window.lock.is_hidden


def test_a_practice_notebook_comes_back_with_any_key_and_stays_open(practice: Screen) -> None:
    practice.ways.go("stories")
    hide(practice)
    assert not practice.home.closed
    practice.qtbot.keyClick(practice.window.lock.hide_page, Qt.Key.Key_A)
    assert not practice.window.lock.is_hidden
    assert practice.at == "stories"
    assert practice.window.windowTitle() == "My stories, LDP Stories"


def test_a_press_on_the_page_wakes_it_too(practice: Screen) -> None:
    hide(practice)
    practice.qtbot.mouseClick(practice.window.lock.hide_page, Qt.MouseButton.LeftButton)
    assert not practice.window.lock.is_hidden


def test_hiding_a_hidden_screen_again_changes_nothing(practice: Screen) -> None:
    hide(practice)
    practice.press(Qt.Key.Key_F9)
    assert shown(practice.window) is practice.window.lock.hide_page


def test_no_key_of_ours_works_on_the_hidden_screen(practice: Screen) -> None:
    hide(practice)
    acts: tuple[Callable[[], None], ...] = (
        lambda: practice.press(Qt.Key.Key_F8),
        lambda: practice.ctrl(Qt.Key.Key_Comma),
        lambda: practice.press(Qt.Key.Key_F1),
    )
    for act in acts:
        practice.window.lock.hide()
        act()
        assert not practice.window.overlay.is_open
        assert practice.at == "home"


def test_hiding_puts_the_worried_page_away(practice: Screen) -> None:
    practice.window.show_worried()
    practice.window.hide_at_once()
    assert not practice.window.overlay.is_open
    assert practice.window.lock.is_hidden


def test_the_start_screen_has_nothing_to_hide(make: Callable[..., Screen]) -> None:
    screen = make()
    screen.window.hide_at_once()
    assert not screen.window.lock.is_hidden


def test_hiding_a_live_notebook_closes_its_stores(live: Screen) -> None:
    home = live.home
    hide(live)
    assert home.closed
    assert live.window.home is None
    assert live.window.navigator is None


def test_another_program_can_open_what_was_closed(live: Screen, live_folder: Path, tmp_path: Path) -> None:
    hide(live)
    other = open_home(live_folder, PASSPHRASE, cheap_machine(tmp_path))
    other.close()


def test_waking_a_live_notebook_asks_for_its_passphrase(live: Screen) -> None:
    hide(live)
    live.qtbot.keyClick(live.window.lock.hide_page, Qt.Key.Key_Space)
    page = page_of(live)
    assert shown(live.window) is page
    assert "Your notebook is locked" in words_on(page)
    assert live.window.windowTitle() == "Your notebook is locked, LDP Stories"
    assert live.window.focusWidget() is page.secret.edit
    assert "" not in walk_names(page)


def test_the_passphrase_brings_the_person_back_to_where_they_were(live: Screen) -> None:
    live.ways.choose_role("evaluator")
    live.ways.go("quotes")
    hide(live)
    live.window.lock.wake()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)
    assert live.at == "quotes"
    assert live.ways.space.role.value == "evaluator"
    assert not live.home.closed
    assert live.window.windowTitle() == "Quote bank, LDP Stories"
    assert live.window.lock.page is None


def test_the_way_back_is_remembered_with_the_place(live: Screen) -> None:
    live.ways.go("stories")
    live.ways.step("help", "home")
    hide(live)
    live.until(lambda: live.window.lock.locked is not None)
    assert live.window.lock.locked is not None
    assert live.window.lock.locked.place == Place("researcher", (("stories", None), ("help", "home")))
    live.window.lock.wake()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)
    live.ways.back()
    assert live.at == "stories"


def test_a_conversation_that_was_begun_is_returned_to_and_no_other_begun(live: Screen) -> None:
    live.ways.go("new")
    talk = live.ways.here.screen.about()
    hide(live)
    live.window.lock.wake()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)
    assert live.ways.here.screen.about() == talk


def test_a_wrong_passphrase_leaves_it_locked(live: Screen) -> None:
    hide(live)
    live.window.lock.wake()
    unlock(live, "not the right words")
    live.until(lambda: "That did not open it." in words_on(page_of(live)))
    assert live.window.home is None
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)


def test_the_hide_key_hides_the_question_for_the_passphrase_again(live: Screen) -> None:
    hide(live)
    live.window.lock.wake()
    live.press(Qt.Key.Key_F9)
    assert shown(live.window) is live.window.lock.hide_page
    assert live.window.windowTitle() == "Notes"
    live.window.lock.wake()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)


def test_a_notebook_can_be_locked_and_opened_many_times(live: Screen) -> None:
    for _ in range(3):
        hide(live)
        live.window.lock.wake()
        unlock(live)
        live.until(lambda: not live.window.lock.is_hidden)
        live.settle()
    assert live.at == "home"


def test_another_notebook_can_be_chosen_from_the_locked_page(live: Screen) -> None:
    hide(live)
    live.window.lock.wake()
    button(page_of(live), "Another notebook").click()
    assert live.window.start is not None
    assert shown(live.window) is live.window.start
    assert live.window.lock.page is None
    assert "Welcome" in words_on(live.window)


def test_i_forgot_it_says_that_the_programme_can_open_it(live: Screen) -> None:
    hide(live)
    live.window.lock.wake()
    page_of(live).forgot.click()
    assert "Your programme can open it again." in words_on(page_of(live))


def test_work_that_goes_on_keeps_the_stores_open_until_it_is_done(live: Screen) -> None:
    home = live.home
    gate = Gate(live)
    hide(live)
    assert not home.closed
    gate.open.set()
    live.until(lambda: home.closed)
    assert shown(live.window) is live.window.lock.hide_page


def test_while_work_goes_on_the_passphrase_is_asked_all_the_same(live: Screen) -> None:
    gate = Gate(live)
    hide(live)
    live.window.lock.wake()
    unlock(live, "not the right words")
    live.until(lambda: "That did not open it." in words_on(page_of(live)))
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)
    assert live.at == "home"
    gate.open.set()
    live.settle()
    assert not live.home.closed


def test_a_notebook_that_closes_while_the_passphrase_is_asked_opens_from_its_folder(live: Screen) -> None:
    home = live.home
    gate = Gate(live)
    hide(live)
    live.window.lock.wake()
    gate.open.set()
    live.until(lambda: home.closed)
    unlock(live)
    live.until(lambda: live.window.home is not None and not live.window.lock.is_hidden)
    assert live.home is not home


def test_nobody_there_for_a_while_locks(live: Screen) -> None:
    home = live.home
    assert live.window._idle is not None
    live.window._idle.due()
    assert home.closed
    assert live.window.lock.is_hidden


def test_nobody_there_while_recording_locks_nothing(live: Screen) -> None:
    live.window.live._recording = PretendRecording()  # type: ignore[assignment]
    assert live.window._idle is not None
    live.window._idle.due()
    assert not live.window.lock.is_hidden
    live.window.live._recording = None


def test_waking_from_sleep_locks(live: Screen) -> None:
    home = live.home
    live.window.sleep.slept.emit()
    assert home.closed
    assert live.window.lock.is_hidden


class Rejoined(PretendRecording):
    """A recording that notes the home it belongs to after a lock."""

    def __init__(self) -> None:
        super().__init__()
        self.homes: list[object] = []

    def rejoin(self, home: object) -> None:
        """Note it."""
        self.homes.append(home)


def test_a_recording_goes_on_behind_the_lock_and_joins_the_home_again(live: Screen) -> None:
    recording = Rejoined()
    live.window.live._recording = recording  # type: ignore[assignment]
    live.window.live.conversation = "the talk"
    hide(live)
    assert live.window.home is None
    assert recording.calls == ["ready for the lock"], "it goes on, and may even die there"
    live.window.lock.wake()
    assert "Still recording." in words_on(page_of(live))
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)
    assert recording.homes == [live.home]
    assert live.window.live.running
    live.window.live._recording = None


def recorded_behind_the_lock(live: Screen) -> Rejoined:
    recording = Rejoined()
    live.window.live._recording = recording  # type: ignore[assignment]
    live.window.live.conversation = "the talk"
    hide(live)
    live.window.lock.wake()
    return recording


def shows_another(page: UnlockScreen) -> bool:
    return "Another notebook" in walk_names(page)


def test_no_other_notebook_is_opened_while_this_one_records(live: Screen) -> None:
    recording = recorded_behind_the_lock(live)
    assert not shows_another(page_of(live))
    recording.running = False
    live.window.live.changed.emit()
    assert shows_another(page_of(live)), "it has ended by itself: nothing is in the way any more"
    live.window.live._recording = None


@pytest.mark.parametrize(
    ("state", "words"), [("good", "Still recording."), ("lost", "No microphone"), ("silent", "No sound")]
)
def test_the_locked_page_says_how_it_stands_with_the_sound(live: Screen, state: str, words: str) -> None:
    recorded_behind_the_lock(live)
    live.window.live._hear(RecorderStatus(9_000, 9_000, 0.4, state, "Built-in microphone"))
    assert page_of(live).recording.isVisible()
    assert page_of(live).recording.text() == words
    live.window.live._recording = None


def test_the_locked_page_says_that_the_recording_rests(live: Screen) -> None:
    recorded_behind_the_lock(live)
    live.window.live.pause()
    assert page_of(live).recording.text() == "Paused. Nothing is recorded."
    live.window.live._recording = None


def test_a_recording_that_ended_by_itself_is_not_called_going_on(live: Screen) -> None:
    recorded_behind_the_lock(live)
    live.window.live._hear(RecorderStatus(9_000, 9_000, 0.0, "full", "Built-in microphone"))
    assert page_of(live).recording.text() == "Recording stopped"
    hide(live)
    live.window.lock.wake()
    assert "Recording stopped" in words_on(page_of(live)), "and still says so when it is asked again"


def test_closing_a_locked_window_ends_cleanly(live: Screen) -> None:
    hide(live)
    assert live.window.close()


def test_settings_changed_later_reach_the_watch(live: Screen) -> None:
    live.window.change_settings(idle_minutes=2)
    assert live.window._idle is not None
    assert live.window._idle.minutes == 2


def test_a_practice_notebook_never_asks_for_a_passphrase(practice: Screen, machine: Machine) -> None:
    hide(practice)
    practice.window.lock.wake()
    assert practice.window.lock.page is None
    assert not practice.window.lock.is_hidden


@pytest.mark.parametrize("key", ["home", "stories", "send", "heard", "help", "preferences"])
def test_every_place_is_returned_to(live: Screen, key: str) -> None:
    live.ways.go(key)
    live.settle()
    hide(live)
    live.window.lock.wake()
    unlock(live)
    live.until(lambda: not live.window.lock.is_hidden)
    assert live.at == key
