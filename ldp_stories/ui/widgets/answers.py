"""The three large answers of a consent question: all equal, each with its picture, its words and its key."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.paint import (
    cap_height,
    cap_width,
    draw_cap,
    draw_words,
    mirrored,
    round_box,
    smooth,
    text_width,
)
from ldp_stories.ui.widgets.theme import follow, theme


class AnswerButton(QPushButton):
    """A large answer. `clicked` as ever; the key works wherever the focus is, outside text fields."""

    def __init__(
        self, label: str, *, helper: str = "", icon: str = "", key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(label.replace("&", "&&"), parent)
        self.label, self._helper, self._icon, self._key = label, helper, icon, key
        self._given = False
        self.setAccessibleName(label)
        self.setAccessibleDescription(helper)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        if key:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.activated.connect(self._pressed_by_key)
        follow(self._restyle)

    def _pressed_by_key(self) -> None:
        if self.isEnabled() and self.isVisible():
            self.click()

    def set_given(self, given: bool) -> None:
        """Show that this answer was given before (when a person comes back to the question)."""
        self._given = given
        self.setAccessibleName(tr("{answer}, answered before", answer=self.label) if given else self.label)
        self.update()

    def _restyle(self) -> None:
        self.setFont(theme().font("title"))
        self.updateGeometry()
        self.update()

    def _two_lines(self) -> bool:
        return bool(self._helper) and not theme().large

    def sizeHint(self) -> QSize:
        """112 high with its helper line, 60 without (and at large text, where the helper is not shown)."""
        words = text_width(self.label, theme().font("title")) + icon_size(20) + 17 + 28 + 24
        cap = cap_width(self._key) + 20 if self._key else 0
        below = text_width(self._helper, theme().font("body")) + 42 if self._two_lines() else 0
        return QSize(max(words + cap, below), 112 if self._two_lines() else theme().grow(60))

    def minimumSizeHint(self) -> QSize:
        """The same: an answer is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the answer."""
        painter = smooth(self)
        chosen = self._given
        fill = "soft" if chosen else "sunk" if self.underMouse() or self.isDown() else "surface"
        round_box(
            painter, self.rect(), fill, "accent" if chosen else "edge", width=2 if chosen else 1, radius=12
        )
        high = QFontMetrics(self.font()).height()
        top = 20 if self._two_lines() else (self.height() - high) // 2
        side, x = icon_size(20), 26
        if self._icon:
            draw_icon(painter, self._icon, mirrored(self, QRect(x, top, side, high)), "text")
            x += side + 15
        draw_words(
            painter, mirrored(self, QRect(x, top, self.width() - x, high)), self.label, self.font(), "text"
        )
        if self._key:
            wide, tall = cap_width(self._key), cap_height()
            box = mirrored(self, QRect(self.width() - wide - 20, top + (high - tall) // 2, wide, tall))
            draw_cap(painter, box, self._key, theme().color("text2"), theme().color("edge"))
        if self._two_lines():
            box = mirrored(self, QRect(23, top + high + 10, self.width() - 40, 24))
            draw_words(painter, box, self._helper, theme().font("body"), "text2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)
