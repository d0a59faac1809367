"""What nobody expected: caught on every thread, shown calmly, never sent."""

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.errors import UserError
from ldp_stories.ui.crash import CrashDialog, CrashHook, describe
from tests.ui.helpers import walk_names, words_on


@pytest.fixture
def hook(qapp: QApplication) -> Iterator[CrashHook]:
    before = (sys.excepthook, threading.excepthook)
    made = CrashHook()
    made.install()
    yield made
    made.uninstall()
    if made.dialog is not None:
        made.dialog.close()
    sys.excepthook, threading.excepthook = before


def trouble(words: str = "Her name is Farida") -> BaseException:
    try:
        raise ValueError(words)
    except ValueError as error:
        return error


def test_the_description_names_the_place_and_no_ones_words() -> None:
    said = describe(trouble())
    assert "ValueError" in said
    assert "trouble" in said
    assert "Farida" not in said


def test_an_error_in_the_window_opens_the_dialog(qtbot: QtBot, hook: CrashHook) -> None:
    error = trouble()
    with qtbot.waitSignal(hook.caught):
        sys.excepthook(type(error), error, error.__traceback__)
    assert hook.dialog is not None
    assert hook.dialog.isVisible()
    assert not hook.dialog.isModal()


class _Full:
    """Where a file lies on a full disk."""

    def write(self, _words: str) -> int:
        raise OSError(28, "No space left on device")

    def flush(self) -> None:
        """Nothing to do."""


def test_a_trouble_a_person_can_mend_is_said_in_its_own_sentence(
    qtbot: QtBot, hook: CrashHook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stderr", _Full())
    error = UserError("NO_ROOM")
    for _ in range(2):
        with qtbot.waitSignal(hook.caught):
            sys.excepthook(UserError, error, None)
    assert hook.dialog is not None
    assert hook.dialog.isVisible()
    said = words_on(hook.dialog)
    assert "This laptop's disk is full." in said.replace("\u2019", "'")
    assert "Something went wrong" not in said
    assert not hook.dialog.copy_button.isVisible()
    walk_names(hook.dialog)


def test_an_error_on_another_thread_hops_to_the_window(qtbot: QtBot, hook: CrashHook) -> None:
    def breaks() -> None:
        raise ValueError

    seen: list[bool] = []
    hook.caught.connect(lambda _d: seen.append(threading.current_thread() is threading.main_thread()))
    with qtbot.waitSignal(hook.caught):
        threading.Thread(target=breaks).start()
    assert seen == [True]


def test_a_second_error_is_added_to_the_open_dialog(qtbot: QtBot, hook: CrashHook) -> None:
    error = trouble()
    for _ in range(2):
        with qtbot.waitSignal(hook.caught):
            sys.excepthook(type(error), error, error.__traceback__)
    assert hook.dialog is not None
    assert hook.dialog.details.toPlainText().count("ValueError") == 2


def test_leaving_by_the_keyboard_is_not_a_crash(hook: CrashHook, monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[type[BaseException]] = []
    monkeypatch.setattr(hook, "_before", (lambda kind, _e, _p: passed.append(kind), threading.excepthook))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert passed == [KeyboardInterrupt]
    assert hook.dialog is None


def test_uninstalling_gives_the_hooks_back(qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook)
    hook = CrashHook()
    hook.install()
    assert sys.excepthook != before[0]
    hook.uninstall()
    assert (sys.excepthook, threading.excepthook) == before


def test_copying_puts_the_details_on_the_clipboard_and_says_so(qtbot: QtBot) -> None:
    dialog = CrashDialog("ValueError\n  /ui/x.py:3 press")
    qtbot.addWidget(dialog)
    dialog.copy_button.click()
    assert QGuiApplication.clipboard().text() == "ValueError\n  /ui/x.py:3 press"
    assert dialog.copy_button.text() == "Copied"


def test_everything_in_the_dialog_has_a_name(qtbot: QtBot) -> None:
    dialog = CrashDialog("ValueError")
    qtbot.addWidget(dialog)
    dialog.show()
    names = walk_names(dialog)
    assert "Go on" in names
    assert "Copy this" in names


def test_going_on_closes_the_dialog(qtbot: QtBot) -> None:
    dialog = CrashDialog("ValueError")
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.go_on.click()
    assert not dialog.isVisible()
