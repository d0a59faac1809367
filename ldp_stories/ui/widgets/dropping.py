"""Files dropped from a file manager: always as copies. One that is told of a move takes the file away from where it lay."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDropEvent


def offered_files(event: QDropEvent) -> list[Path]:
    """The files that are held over a screen or dropped there, taken as copies; [] where there are none or no copies are given."""
    if not event.possibleActions() & Qt.DropAction.CopyAction:
        event.ignore()
        return []
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    if paths:
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
    return paths
