"""A signed form or signature as it can be read: first as wide as a page, then larger, as far as the picture has more to show."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.buttons import quiet
from ldp_stories.ui.widgets.card import column, row

_WIDE: Final = 620
_STEP: Final = 1.6


class FormPicture(QWidget):
    """[Larger] and [Smaller] stand under it where there is more to see; the arrow keys move a picture that is wider than its place."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self.image = image
        self.wide = min(_WIDE, image.width())
        self.shown = QLabel()
        self.shown.setAccessibleName(name)
        self.area = QScrollArea()
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAlignment(Qt.AlignmentFlag.AlignLeading)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(name)
        self.area.setWidget(self.shown)
        self.larger = quiet(tr("Larger"), icon="magnifying-glass-plus", name=tr("Larger: {what}", what=name))
        self.smaller = quiet(
            tr("Smaller"), icon="magnifying-glass-minus", name=tr("Smaller: {what}", what=name)
        )
        self.larger.clicked.connect(lambda: self._go_to(round(self.wide * _STEP)))
        self.smaller.clicked.connect(lambda: self._go_to(round(self.wide / _STEP)))
        self.buttons = QWidget()
        self.buttons.setLayout(row(self.larger, self.smaller, None))
        self.buttons.setVisible(image.width() > _WIDE)
        self.setLayout(column(self.buttons, self.area, spacing=8))
        self._show()

    def _go_to(self, wide: int) -> None:
        least = min(_WIDE, self.image.width())
        wide = max(least, min(wide, self.image.width()))
        if wide == self.wide:  # the end: the button stays, so that the focus does
            words = tr("It has no more to show.") if wide > least else tr("It is all in sight.")
            announce(self, words)
            return
        self.wide = wide
        self._show()

    def _show(self) -> None:
        picture = QPixmap.fromImage(
            self.image.scaledToWidth(self.wide, Qt.TransformationMode.SmoothTransformation)
        )
        self.shown.setPixmap(picture)
        self.shown.resize(picture.size())
        bar = self.area.horizontalScrollBar().sizeHint().height()
        self.area.setFixedHeight(picture.height() + bar)
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus if self.wide > _WIDE else Qt.FocusPolicy.NoFocus)
