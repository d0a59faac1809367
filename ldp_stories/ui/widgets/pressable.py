"""A card that can be pressed and chosen as a whole, filled with other parts. Enter and Space press it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.paint import round_box, smooth
from ldp_stories.ui.widgets.theme import follow


class PressCard(QPushButton):
    """Give the whole words a reader hears as `name`; put parts in with `body`. `clicked` when pressed."""

    def __init__(
        self,
        *,
        name: str,
        padding: tuple[int, int, int, int] = (20, 16, 20, 14),
        spacing: int = 8,
        radius: int = 12,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._radius = radius
        self.setAccessibleName(name)
        self._chosen = False
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*padding)
        self.body.setSpacing(spacing)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        follow(self.updateGeometry)

    def setChecked(self, on: bool) -> None:
        """Make it the chosen one, or not; pressing does not choose by itself.

        To Qt it stays a plain button: a reader would call one that is checked "ticked", as if something had been agreed to.
        """
        if on != self._chosen:
            self._chosen = on
            self.setAccessibleDescription(tr("Chosen") if on else "")
            self.update()

    def isChecked(self) -> bool:
        """Whether it is the chosen one."""
        return self._chosen

    def add(self, widget: QWidget) -> None:
        """Put a part in; presses on it press the card."""
        widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.body.addWidget(widget)

    def sizeHint(self) -> QSize:
        """What its parts need."""
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """What its parts need at least."""
        return self.body.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height its parts need at a width."""
        return (
            self.body.heightForWidth(width)
            if self.body.hasHeightForWidth()
            else self.body.sizeHint().height()
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the card: soft with an accent edge when chosen."""
        on = self.isChecked()
        fill = "soft" if on else "sunk" if self.underMouse() else "surface"
        edge, width = ("accent", 2) if on else ("line", 1)
        round_box(smooth(self), self.rect(), fill, edge, width=width, radius=self._radius)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
