"""Files from a file manager are copied, never moved: who drags them keeps them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from ldp_stories.ui.widgets.dropping import offered_files

BOTH = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction


def held(*urls: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return data


def events(data: QMimeData, actions: Qt.DropAction) -> tuple[QDropEvent, QDropEvent]:
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPoint(5, 5), actions, data, left, none)
    drop = QDropEvent(QPointF(5, 5), actions, data, left, none)
    for event in (enter, drop):
        event.setDropAction(Qt.DropAction.MoveAction)
        event.ignore()
    return enter, drop


@pytest.mark.parametrize("actions", [BOTH, Qt.DropAction.CopyAction])
def test_whatever_the_file_manager_proposes_it_is_told_of_a_copy(actions: Qt.DropAction) -> None:
    data = held("file:///tmp/a%20note.opus", "file:///tmp/b.jpg")
    for event in events(data, actions):
        assert offered_files(event) == [Path("/tmp/a note.opus"), Path("/tmp/b.jpg")]
        assert event.isAccepted()
        assert event.dropAction() is Qt.DropAction.CopyAction


@pytest.mark.parametrize("urls", [(), ("https://example.org/a.opus",)])
def test_what_is_no_file_is_not_taken(urls: tuple[str, ...]) -> None:
    data = held(*urls)
    for event in events(data, BOTH):
        assert offered_files(event) == []
        assert not event.isAccepted()


def test_what_is_only_given_away_is_not_taken() -> None:
    for event in events(held("file:///tmp/b.jpg"), Qt.DropAction.MoveAction):
        assert offered_files(event) == []
        assert not event.isAccepted()


def test_of_files_and_addresses_only_the_files_are_taken() -> None:
    data = held("https://example.org/a.opus", "file:///tmp/b.jpg")
    assert offered_files(events(data, BOTH)[1]) == [Path("/tmp/b.jpg")]
