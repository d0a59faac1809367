"""The window: start to desk, the worried page over everything, settings at once, nothing lost on closing, pictures and the start itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.services.home import Machine
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.open_home import open_home
from ldp_stories.services.record_encounter import conversation
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.services.start_home import homes
from ldp_stories.settings import KnownHome, Settings, load
from ldp_stories.ui.main_window import start_up
from ldp_stories.ui.main_window.pictures import VIEWS, write_pictures
from ldp_stories.ui.main_window.window import Window, apply_settings
from ldp_stories.ui.record.worried import WorriedPage
from ldp_stories.ui.start.start_screen import StartScreen
from ldp_stories.ui.widgets.theme import theme
from tests.services.homes import PASSPHRASE, found
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.main_window.conftest import Screen
from tests.ui.on_screen import PretendRecording, story


def worried(screen: Screen) -> WorriedPage:
    screen.until(lambda: screen.window.overlay.findChildren(WorriedPage))
    return screen.window.overlay.findChildren(WorriedPage)[-1]


def test_it_starts_on_the_start_screen(make: Callable[..., Screen]) -> None:
    screen = make()
    assert isinstance(screen.window.pages.currentWidget(), StartScreen)
    assert screen.window.windowTitle() == "Start, LDP Stories"
    assert screen.window.home is None


def test_the_smallest_window_is_1024_by_600(make: Callable[..., Screen]) -> None:
    least = make().window.minimumSize()
    assert (least.width(), least.height()) == (1024, 600)


def test_try_with_practice_opens_a_desk_with_stories(make: Callable[..., Screen]) -> None:
    screen = make()
    button(screen.window, "Try with practice").click()
    screen.until(lambda: screen.window.home is not None)
    assert screen.home.practice
    assert len(my_stories(screen.home).rows) > 0
    assert screen.window.start is None
    assert screen.at == "home"
    screen.settle()


def test_a_live_notebook_opens_from_the_start_with_its_passphrase(
    make: Callable[..., Screen], live_folder: Path
) -> None:
    screen = make(Settings().changed(theme="light").with_home(KnownHome(str(live_folder), "Joan")))
    assert screen.window.start is not None
    unlock = screen.window.start.unlock
    assert unlock is not None
    screen.qtbot.keyClicks(unlock.secret.edit, PASSPHRASE)
    screen.qtbot.keyClick(unlock.secret.edit, Qt.Key.Key_Return)
    screen.until(lambda: screen.window.home is not None)
    assert screen.home.name == "Joan"
    screen.settle()


def test_opening_is_told_once(make: Callable[..., Screen], machine: Machine, tmp_path: Path) -> None:
    screen = make()
    told: list[object] = []
    screen.window.opened.connect(told.append)
    home = found(tmp_path / "home", machine, roles=ALL_ROLES)
    screen.window.open_desk(home)
    assert told == [home]


def test_f8_shows_the_steps_over_everything_within_a_second(practice: Screen) -> None:
    began = time.process_time()
    practice.press(Qt.Key.Key_F8)
    assert practice.window.overlay.is_open
    assert time.process_time() - began < 1.0
    text = words_on(worried(practice))
    assert "Call Ruth Bell, safeguarding lead" in text
    assert "01632 960 112" in text


def test_esc_closes_the_steps_and_the_person_is_where_they_were(practice: Screen) -> None:
    practice.ways.go("stories")
    before = practice.window.focusWidget()
    practice.press(Qt.Key.Key_F8)
    practice.press(Qt.Key.Key_Escape)
    assert not practice.window.overlay.is_open
    assert practice.at == "stories"
    assert practice.window.focusWidget() is before


def test_f8_twice_opens_one_page(practice: Screen) -> None:
    practice.press(Qt.Key.Key_F8)
    first = worried(practice)
    practice.press(Qt.Key.Key_F8)
    assert worried(practice) is first


def test_tab_never_leaves_the_steps(practice: Screen) -> None:
    practice.press(Qt.Key.Key_F8)
    page = worried(practice)
    for _ in range(12):
        practice.press(Qt.Key.Key_Tab)
        focus = practice.window.focusWidget()
        assert focus is not None
        assert page.isAncestorOf(focus) or page.foot.isAncestorOf(focus)


@pytest.mark.parametrize("key", ["home", "new", "stories", "send", "library", "queue", "help", "preferences"])
def test_f8_works_on_every_screen(practice: Screen, key: str) -> None:
    practice.ways.go(key)
    practice.settle()
    practice.press(Qt.Key.Key_F8)
    assert practice.window.overlay.is_open


def test_the_worried_button_of_a_task_opens_the_steps(practice: Screen) -> None:
    practice.ways.go("new")
    practice.ways.task.bar.safety.worried_button.click()
    assert practice.window.overlay.is_open


def test_a_recording_goes_on_under_the_steps(practice: Screen) -> None:
    practice.ways.go("new")
    talk = str(practice.ways.here.screen.about())
    recording = PretendRecording()
    practice.window.live._recording, practice.window.live.conversation = recording, talk  # type: ignore[assignment]
    practice.press(Qt.Key.Key_F8)
    page = worried(practice)
    assert page.conversation == talk
    assert recording.calls == []
    page.close_story.click()
    assert conversation(practice.home, talk).closed
    practice.window.live._recording = None


def test_before_a_notebook_is_open_there_are_no_steps_to_show(make: Callable[..., Screen]) -> None:
    screen = make()
    screen.window.show_worried()
    assert not screen.window.overlay.is_open


def test_a_changed_hide_key_hides_and_the_old_one_does_not(practice: Screen) -> None:
    practice.window.change_settings(hide_key="F12")
    practice.press(Qt.Key.Key_F9)
    assert not practice.window.lock.is_hidden
    practice.press(Qt.Key.Key_F12)
    assert practice.window.lock.is_hidden


def test_the_button_shows_the_key_that_hides(practice: Screen) -> None:
    assert practice.ways.desk.rail.hide_button.key_shown == "F9"
    practice.window.change_settings(hide_key="F12")
    assert practice.ways.desk.rail.hide_button.key_shown == "F12"
    assert practice.ways.task.bar.safety.hide_button.key_shown == "F12"


def test_a_hide_key_from_the_settings_works_from_the_start(
    make: Callable[..., Screen], machine: Machine, tmp_path: Path
) -> None:
    screen = make(Settings().changed(theme="light", hide_key="F12"))
    screen.window.open_desk(found(tmp_path / "home", machine, roles=ALL_ROLES))
    assert screen.ways.desk.rail.hide_button.key_shown == "F12"
    screen.press(Qt.Key.Key_F12)
    assert screen.window.lock.is_hidden


def test_a_choice_is_written_to_the_file_and_read_again(practice: Screen, tmp_path: Path) -> None:
    practice.window.change_settings(text_scale=1.5, theme="dark")
    assert load(tmp_path / "settings.json").text_scale == 1.5
    assert load(tmp_path / "settings.json").theme == "dark"
    assert practice.window.context is not None
    assert practice.window.context.settings.text_scale == 1.5


def test_a_look_changes_at_once(practice: Screen) -> None:
    practice.window.change_settings(theme="dark", text_scale=1.25, easy_letters=True)
    assert theme().scale == 1.25
    apply_settings(Settings().changed(theme="light"))
    assert theme().scale == 1.0


def test_a_disk_that_does_not_take_the_settings_is_said_and_the_choice_holds(
    practice: Screen, tmp_path: Path
) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    practice.window.settings_file = blocked / "settings.json"
    practice.window.change_settings(text_scale=1.25)
    assert theme().scale == 1.25
    assert "Your choices could not be saved" in words_on(practice.ways.desk.foot)


def test_what_is_told_stands_in_the_foot_of_both_frames(practice: Screen) -> None:
    practice.window.tell("Kept")
    assert "Kept" in words_on(practice.ways.desk.foot)
    assert practice.ways.task.foot.left.text() == "Kept"


def test_when_what_was_told_is_over_the_foot_says_what_always_stands_there(practice: Screen) -> None:
    foot = practice.ways.task.foot
    stands = foot.message
    practice.window.tell("Undone.")
    assert foot.message == "Undone."
    practice.window.tell("")
    assert (foot.message, practice.ways.desk.foot.message) == (stands, stands)


def test_telling_before_a_notebook_is_open_does_no_harm(make: Callable[..., Screen]) -> None:
    make().window.tell("Hello")


def test_closing_the_window_closes_the_notebook(practice: Screen, machine: Machine) -> None:
    home = practice.home
    practice.window.close()
    assert home.closed
    again = open_home(home.folder, None, machine)
    again.close()


def test_closing_seals_a_recording_first(practice: Screen) -> None:
    recording = PretendRecording()
    practice.window.live._recording = recording  # type: ignore[assignment]
    practice.window.close()
    assert recording.calls == ["stop"]


def test_closing_twice_is_harmless(practice: Screen) -> None:
    practice.window.close()
    practice.window.close_home()


def test_leaving_a_desk_that_is_not_open_is_a_wrong_call(make: Callable[..., Screen]) -> None:
    with pytest.raises(RuntimeError, match="no desk"):
        make().window.leave_desk()


def test_tests_and_demonstrations_leave_no_trace_on_the_start_screen(practice: Screen) -> None:
    assert practice.window.settings.homes == ()
    assert practice.window.settings.last_home == ""


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_worried_page_in_the_window_has_names_and_nothing_cut(practice: Screen, scale: float) -> None:
    practice.window.change_settings(text_scale=scale)
    practice.press(Qt.Key.Key_F8)
    page = worried(practice)
    walk_names(page)
    practice.until(lambda: cut(page) == [])


def test_the_focus_ring_is_there_once(practice: Screen) -> None:
    assert practice.window.ring.parentWidget() is practice.window


def test_pictures_of_every_main_screen_are_written(machine: Machine, tmp_path: Path) -> None:
    home = found(tmp_path / "home", machine, roles=ALL_ROLES, name="Amina")
    story(home, title="Tea and bulbs")
    home.close()
    places = dict.fromkeys(("researcher", "coordinator", "evaluator"), tmp_path / "home")
    roles = {"researcher": places["researcher"]}
    written = write_pictures(roles, tmp_path / "pictures", machine, theme="light")
    expected = [view.name for view in VIEWS if view.role == "researcher"]
    assert [p.stem for p in written] == expected
    for path in written:
        picture = QImage(str(path))
        assert picture.width() == 1366
        assert not picture.isNull()
    assert not (tmp_path / "pictures" / ".settings.json").exists()
    assert homes(tmp_path / "pictures" / "none") == ()


def test_a_small_screen_gets_a_window_no_larger_than_itself(qtbot: QtBot) -> None:
    class Small(QWidget):
        def screen(self) -> object:  # type: ignore[override]
            return type("Screen", (), {"availableSize": staticmethod(lambda: QSize(1024, 660))})

    small = Small()
    qtbot.addWidget(small)
    small.resize(1366, 768)
    start_up.fit(small)
    assert (small.width(), small.height()) == (1024, 660)
    small.resize(900, 500)
    start_up.fit(small)
    assert (small.width(), small.height()) == (900, 500), "a window that fits stays as it is"


@pytest.mark.usefixtures("swept_again_after")
def test_the_program_starts_paints_and_ends_with_the_status_of_the_loop(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys
    import threading

    shown: list[Window] = []
    monkeypatch.setattr(start_up, "homes_root", lambda: tmp_path / "homes")
    monkeypatch.setattr(start_up, "settings_path", lambda: tmp_path / "settings.json")

    class Seen(Window):
        def showEvent(self, event: QShowEvent) -> None:
            super().showEvent(event)
            shown.append(self)

    hooks = sys.excepthook, threading.excepthook

    def loop() -> int:
        waiting = QEventLoop()
        QTimer.singleShot(0, waiting.quit)
        waiting.exec()
        for window in shown:
            window.close()
        return 3

    monkeypatch.setattr(start_up, "Window", Seen)
    monkeypatch.setattr(QApplication, "exec", staticmethod(loop))
    try:
        assert start_up.main() == 3
    finally:
        sys.excepthook, threading.excepthook = hooks
    assert len(shown) == 1
    assert (tmp_path / "homes").is_dir()
