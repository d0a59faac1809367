"""Pictures of the parts, put together as the reference pictures are, to look at with one's own eyes.

    QT_QPA_PLATFORM=offscreen python -m tests.ui.gallery FOLDER

writes home, where-and-who, consent, conversation, review, library and worried at 1366x768: light, dark, 200 % and
right to left. Every value in them is invented.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from ldp_stories.ui.widgets.focus import FocusRing
from ldp_stories.ui.widgets.theme import Mode, theme
from tests.ui.gallery_desk import home, library, worried
from tests.ui.gallery_task import consent, conversation, review, where_and_who

SHOWN: dict[str, Callable[[], QWidget]] = {
    "home": home,
    "where-and-who": where_and_who,
    "consent": consent,
    "conversation": conversation,
    "review": review,
    "library": library,
    "worried": worried,
}
VARIANTS: tuple[tuple[str, Mode, float, bool], ...] = (
    ("light", "light", 1.0, False),
    ("dark", "dark", 1.0, False),
    ("light-200", "light", 2.0, False),
    ("rtl", "light", 1.0, True),
)


def stand(
    content: QWidget, *, mode: Mode, scale: float, rtl: bool, size: tuple[int, int] = (1366, 768)
) -> QMainWindow:
    """A window with the content, laid out and ready to be looked at."""
    theme().set(mode=mode, scale=scale)
    window = QMainWindow()
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight)
    window.setCentralWidget(content)
    window.ring = FocusRing(window)  # type: ignore[attr-defined]
    window.resize(*size)
    window.show()
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    return window


def write(folder: Path, only: str = "") -> list[Path]:
    """Write the pictures and give their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, make in SHOWN.items():
        for variant, mode, scale, rtl in VARIANTS:
            if only and only not in f"{name}-{variant}":
                continue
            theme().set(mode=mode, scale=scale)
            window = stand(make(), mode=mode, scale=scale, rtl=rtl)
            path = folder / f"{name}-{variant}.png"
            window.grab().save(str(path))
            window.close()
            window.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            written.append(path)
    return written


if __name__ == "__main__":
    app = QApplication(sys.argv[:1])
    theme().apply(app)
    for picture in write(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ""):
        print(picture)
