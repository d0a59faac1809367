"""What comes into the inbox folder is told wherever a person is; files are dropped on the window, and lead to Bring in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.services.home import Machine
from ldp_stories.services.routes import INBOX, save_route
from ldp_stories.settings import Settings
from ldp_stories.ui.main_window.inbox_watch import InboxWatch
from ldp_stories.ui.main_window.window import Window
from tests.services.homes import practising
from tests.ui.helpers import words_on


@pytest.fixture
def window(qtbot: QtBot, machine: Machine, tmp_path: Path) -> Window:
    made = Window(machine, tmp_path, Settings(), tmp_path / "settings.json")
    qtbot.addWidget(made)
    made.open_desk(practising(tmp_path / "home", machine, stories=False))
    made.show()
    return made


def a_file(folder: Path) -> Path:
    path = folder / outer_name(new_bundle_id(), 1, 1)
    path.write_bytes(b"age-encryption.org/v1\n")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


def look(qtbot: QtBot, window: Window) -> None:
    (watch,) = window.findChildren(InboxWatch)
    watch.look()
    qtbot.waitUntil(lambda: not window.tasks.running(quiet=True), timeout=10_000)


def test_a_new_file_is_said_once_on_any_screen(qtbot: QtBot, window: Window, tmp_path: Path) -> None:
    assert window.navigator is not None
    assert window.home is not None
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    look(qtbot, window)
    rail = window.navigator.desk.rail
    assert rail._places["bring_in"].count == 0, "nobody chose a folder"
    save_route(window.home, kind=INBOX, name="In", address=str(inbox))
    a_file(inbox)
    look(qtbot, window)
    assert "1 new file has come. Look under Bring in." in words_on(window.navigator.desk)
    assert rail._places["bring_in"].count == 1
    window.tell("Something else.")
    look(qtbot, window)
    assert "Something else." in words_on(window.navigator.desk), "it is not said again"
    (inbox / "shopping.txt").write_text("milk")
    a_file(inbox)
    look(qtbot, window)
    assert "1 new file has come." in words_on(window.navigator.desk)
    assert rail._places["bring_in"].count == 2
    for path in inbox.iterdir():
        path.unlink()
    look(qtbot, window)
    assert rail._places["bring_in"].count == 0


def drop(window: Window, *paths: Path) -> bool:
    """Drag files over the window and let go; whether they may be dropped."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(path)) for path in paths] or [QUrl("https://x.example/")])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(9, 9), copy, files, left, none)
    over.ignore()
    QApplication.sendEvent(window, over)
    if over.isAccepted():
        QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), copy, files, left, none))
    return over.isAccepted()


def test_files_dropped_on_any_screen_are_shown_under_bring_in(
    qtbot: QtBot, window: Window, tmp_path: Path
) -> None:
    ways = window.navigator
    assert ways is not None
    one, two = a_file(tmp_path), a_file(tmp_path)
    assert drop(window, one, two)
    assert ways.here.entry.key == "bring_in"
    qtbot.waitUntil(lambda: "2 files to look into." in words_on(ways.desk), timeout=10_000)


def test_nothing_is_dropped_into_a_task_on_a_hidden_screen_or_from_the_web(
    window: Window, tmp_path: Path
) -> None:
    assert window.navigator is not None
    path = a_file(tmp_path)
    assert not drop(window)
    window.navigator.go("new")
    assert not drop(window, path), "a conversation is not left by a slip of the hand"
    window.navigator.go("home")
    window.show_worried()
    assert not drop(window, path)
    window.hide_at_once()
    assert not drop(window, path)
