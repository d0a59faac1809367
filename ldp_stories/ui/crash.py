"""The one exception hook for all threads: whatever nobody expected ends here, calmly, on the window's thread.

It shows what happened with a button to copy it; it never sends anything. What was saved before stays saved. A trouble that a person can do
something about (a full disk, say), which a screen did not catch, is said in its own sentence.
"""

from __future__ import annotations

import contextlib
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from ldp_stories.errors import UserError

_SHEET: Final = """
QPushButton { background: palette(base); color: palette(text); border: 1px solid palette(dark);
    border-radius: 10px; padding: 10px 20px; }
QPushButton:focus { border: 3px solid palette(highlight); padding: 8px 18px; }
QPlainTextEdit { background: palette(alternate-base); color: palette(text); border: 0; border-radius: 10px; padding: 8px; }
"""


def tr(text: str) -> str:
    """The words in the window's language (asked of Qt directly: this module leans on nothing that may be broken)."""
    return QCoreApplication.translate("LDP Stories", text)


def describe(error: BaseException) -> str:
    """What happened, for the people who mend the program: the places in it, no one's words and no values."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [
        f"  {frame.filename.rpartition('ldp_stories')[2] or frame.name}:{frame.lineno} {frame.name}"
        for frame in frames
    ]
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    return "\n".join([f"{type(error).__name__}", *places, system])


class CrashDialog(QDialog):
    """Says calmly that something went wrong, and lets a person copy it; `said` is the sentence for a trouble that is no fault of the program."""

    def __init__(self, details: str, said: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(
            tr("That could not be done, LDP Stories") if said else tr("Something went wrong, LDP Stories")
        )
        self.setModal(False)
        self.setStyleSheet(_SHEET)
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("What happened, for the people who mend the program"))
        self.copy_button = QPushButton(tr("Copy this"))
        self.copy_button.clicked.connect(self._copy)
        self.go_on = QPushButton(tr("Go on"))
        self.go_on.clicked.connect(self.close)
        buttons = QHBoxLayout()
        for button in (self.go_on, self.copy_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 28, 32, 24)
        box.setSpacing(12)
        self.said = said
        heading = QLabel(tr("That could not be done") if said else tr("Something went wrong"))
        font = QFont(heading.font())
        font.setPixelSize(round(heading.fontInfo().pixelSize() * 1.5))
        font.setWeight(QFont.Weight.DemiBold)
        heading.setFont(font)
        box.addWidget(heading)
        unknown = (
            tr("What you saved is safe. You can go on. If it happens again, close the program and open it."),
            tr("Nothing is sent anywhere. You can copy this and give it to your coordinator."),
        )
        for words in (said,) if said else unknown:
            line = QLabel(words)
            line.setWordWrap(True)
            box.addWidget(line)
        box.addWidget(self.details, 1)
        box.addLayout(buttons)
        self.details.setVisible(not said)
        self.copy_button.setVisible(not said)
        self.resize(640, 200 if said else 420)
        self.go_on.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy_button.setText(tr("Copied"))

    def add(self, details: str) -> None:
        """Add another trouble to the open dialog."""
        self.details.appendPlainText("\n" + details)


class CrashHook(QObject):
    """Takes over the hooks of the main thread and all others; `caught` carries what was described. `say`: the sentence of a known trouble."""

    caught = Signal(str)
    _hop = Signal(str, str)

    def __init__(self, parent: QObject | None = None, say: Callable[[UserError], str] = str) -> None:
        super().__init__(parent)
        self._say = say
        self.dialog: CrashDialog | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self._hop.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Begin to catch."""
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _on_error(self, kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt | SystemExit):
            self._before[0](kind, error, place)
            return
        self._hop.emit(describe(error), self._said(error))

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self._hop.emit(describe(args.exc_value), self._said(args.exc_value))

    def _said(self, error: BaseException) -> str:
        """What a person reads of a trouble that the program knows; "" for what nobody expected."""
        return self._say(error) if isinstance(error, UserError) else ""

    def _show(self, details: str, said: str) -> None:
        with contextlib.suppress(OSError, ValueError):  # it may lead into a file on a full disk, or nowhere
            print(details, file=sys.stderr)  # noqa: T201 - a terminal that started the window sees it too
        if self.dialog is not None and self.dialog.isVisible() and (said == self.dialog.said):
            self.dialog.add(details)
        else:
            self.dialog = CrashDialog(details, said)
            self.dialog.show()
        self.caught.emit(details)
