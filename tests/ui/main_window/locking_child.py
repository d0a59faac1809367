"""The real program, in which a notebook is opened and, at a word on standard input, hidden: it says "open", then the number of the next process."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ldp_stories.services.start_home import open_home
from ldp_stories.ui.main_window.start_up import main
from ldp_stories.ui.main_window.successor import Successor
from ldp_stories.ui.main_window.window import Window


class Hand(QObject):
    """Opens and hides."""

    heard = Signal()

    def __init__(self, folder: Path, passphrase: str) -> None:
        super().__init__()
        self.folder, self.passphrase = folder, passphrase
        self.heard.connect(self.hide)
        self._look = QTimer(self)
        self._look.setInterval(5)
        self._look.timeout.connect(self.look)
        QTimer.singleShot(0, self.open)

    @property
    def window(self) -> Window:
        return next(w for w in QApplication.topLevelWidgets() if isinstance(w, Window))

    def open(self) -> None:
        self.window.open_desk(open_home(self.folder, self.passphrase, self.window.machine))
        sys.stdout.write("open\n")
        sys.stdout.flush()
        threading.Thread(target=self.wait, daemon=True).start()

    def wait(self) -> None:
        sys.stdin.readline()
        self.heard.emit()

    def hide(self) -> None:
        self.window.hide_at_once()
        self._look.start()

    def look(self) -> None:
        found = self.window.findChild(Successor)
        if found is not None and found.child is not None:
            self._look.stop()
            sys.stdout.write(f"{found.child.pid}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    app = QApplication([])
    hand = Hand(Path(sys.argv[1]), sys.argv[2])
    sys.exit(main())
