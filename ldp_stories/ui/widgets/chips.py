"""Chips: a state said by picture, word and colour; and small pressable words for filters and reasons."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.paint import draw_words, mirrored, round_box, rtl, smooth, text_width
from ldp_stories.ui.widgets.theme import follow, theme

Tone = Literal["ok", "warn", "bad", "info", "plain", "line"]
TONES: dict[str, tuple[str | None, str, str | None]] = {
    "ok": ("oksoft", "ok", None),
    "warn": ("warnsoft", "warn", None),
    "bad": ("badsoft", "bad", None),
    "info": ("soft", "onsoft", None),
    "plain": ("sunk", "text2", None),
    "line": ("surface", "text2", "edge"),
}


class Chip(QLabel):
    """A state as a pill: picture, word and colour. `tone` picks the colours."""

    def __init__(
        self,
        text: str,
        *,
        icon: str = "",
        tone: Tone = "plain",
        high: int = 28,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone, self._high = icon, tone, high
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_state(text, icon, tone)
        if name:
            self.setAccessibleName(name)
        follow(self._restyle)

    def set_state(self, text: str, icon: str, tone: Tone) -> None:
        """Show another state."""
        self._icon, self._tone = icon, tone
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def _restyle(self) -> None:
        self.setFont(theme().font("small", 500))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The whole pill."""
        side = icon_size(15) + 7 if self._icon else 0
        return QSize(
            text_width(self.text(), theme().font("small", 500)) + side + 24, theme().grow(self._high)
        )

    def minimumSizeHint(self) -> QSize:
        """The same: a state is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = smooth(self)
        fill, ink, edge = TONES[self._tone]
        round_box(painter, self.rect(), fill, edge, radius=self.height() / 2)
        x, side = 12, icon_size(15)
        if self._icon:
            draw_icon(
                painter,
                self._icon,
                mirrored(self, QRect(x, 0, side, self.height())),
                ink,
                right_to_left=rtl(self),
            )
            x += side + 7
        words = mirrored(self, QRect(x, 0, self.width() - x - 10, self.height()))
        draw_words(painter, words, self.text(), theme().font("small", 500), ink)


class FilterChip(Button):
    """A filter in use, as a pressable pill; `removed` fires when Delete or Backspace is pressed on it."""

    removed = Signal()

    def __init__(self, text: str, *, icon: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, icon=icon, size="dense", name=name, parent=parent)

    def _pieces(self) -> list[tuple[str, int]]:
        """The picture and the words with their widths."""
        parts = [("icon", icon_size(15))] if self._icon else []
        return [*parts, ("text", text_width(self.text(), theme().font("body")))]

    def sizeHint(self) -> QSize:
        """A little lower and closer than a button."""
        parts = self._pieces()
        return QSize(sum(wide for _, wide in parts) + 7 * (len(parts) - 1) + 26, theme().grow(36))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the pill."""
        painter = smooth(self)
        round_box(
            painter, self.rect(), "sunk" if self.underMouse() else "surface", "edge", radius=self.height() / 2
        )
        x = 13
        for part, wide in self._pieces():
            box = mirrored(self, QRect(x, 0, wide, self.height()))
            if part == "text":
                draw_words(painter, box, self.text(), theme().font("body"), "text2")
            else:
                draw_icon(painter, self._icon, box, "text2")
            x += wide + 7

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Backspace take the filter off."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            return
        super().keyPressEvent(event)
