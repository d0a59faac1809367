"""Starting the window: paint first, then load what is needed, so that an old laptop shows something within a second."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from ldp_stories.app import homes_root, machine
from ldp_stories.services.laptop import locked_command
from ldp_stories.settings import load, settings_path
from ldp_stories.ui.crash import CrashHook
from ldp_stories.ui.main_window.successor import Heir, Successor, read_handover
from ldp_stories.ui.main_window.sweeper import Sweeper, leave_out_what_is_here
from ldp_stories.ui.main_window.window import Window, apply_settings
from ldp_stories.ui.text import sentence
from ldp_stories.ui.widgets.theme import theme


def fit(window: QWidget) -> None:
    """No larger than what a small laptop's screen has room for: nothing at the edge may be out of reach."""
    window.resize(window.size().boundedTo(window.screen().availableSize()))


def main(*, locked: bool = False) -> int:
    """Show the window until it is closed; the exit status. `locked`: take over from a process that locked (successor.py)."""
    handover = read_handover() if locked else None
    app = QApplication.instance() or QApplication(sys.argv[:1])
    app.setApplicationName("LDP Stories")
    hook = CrashHook(app, sentence)
    hook.install()
    settings = load(settings_path())
    apply_settings(settings)
    if isinstance(app, QApplication):
        theme().apply(app)
    root = homes_root()
    root.mkdir(parents=True, exist_ok=True)
    window = Window(machine(), root, settings, settings_path())
    Successor(window, locked_command())
    sweeper = Sweeper(lambda: bool(window.tasks.running(quiet=True)))
    if handover is None:
        fit(window)
        QTimer.singleShot(0, window.show)
    else:
        QTimer.singleShot(0, Heir(window, handover, app.quit).ready)
    QTimer.singleShot(0, leave_out_what_is_here)
    try:
        return app.exec()
    finally:
        sweeper.close()
