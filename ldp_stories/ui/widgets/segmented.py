"""Switches between a few ways of looking: a segmented switch, and tabs with a line under the present one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QRadioButton, QSizePolicy, QWidget

from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.paint import draw_words, mirrored, round_box, smooth, text_width
from ldp_stories.ui.widgets.theme import follow, theme


class _Part(QRadioButton):
    """One way of looking."""

    def __init__(self, option: Option, *, tab: bool, high: int) -> None:
        super().__init__(option.label.replace("&", "&&"))
        self.option, self._tab, self._high = option, tab, high
        self.setAccessibleName(option.label)
        self.setAccessibleDescription(option.helper)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _role(self) -> str:
        return "small" if self._tab else "body" if self._high >= 40 else "dense"

    def sizeHint(self) -> QSize:
        """The words in bold; the switch also has room for its tick when chosen."""
        words = text_width(self.option.label, theme().font(self._role(), 600))
        if self._tab:
            return QSize(words + 14, theme().grow(self._high))
        tick = icon_size(16) + 8 if self.isChecked() else 0
        return QSize(words + tick + 28, theme().grow(self._high) - 8)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hitButton(self, _pos: object) -> bool:
        """All of it can be pressed."""
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words, the tick or the line."""
        painter, chosen = smooth(self), self.isChecked()
        font = theme().font(self._role(), 600 if chosen else 400)
        if self._tab:
            ink = "text" if chosen else "text2"
            draw_words(painter, self.rect(), self.option.label, font, ink, Qt.AlignmentFlag.AlignHCenter)
            if chosen:
                painter.fillRect(0, self.height() - 3, self.width(), 3, theme().color("accent"))
            return
        x = 14
        if chosen:
            round_box(painter, self.rect(), "soft", radius=7)
            side = icon_size(16)
            draw_icon(painter, "check", mirrored(self, QRect(x, 0, side, self.height())), "accent")
            x += side + 8
        box = mirrored(self, QRect(x, 0, self.width() - x - 4, self.height()))
        draw_words(painter, box, self.option.label, font, "onsoft" if chosen else "text2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows are for the switch; Enter chooses as Space does."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class Segmented(QWidget):
    """One of a few ways of looking; `chosen` carries its key. Arrows move and choose."""

    chosen = Signal(str)
    _tab = False

    def __init__(
        self,
        options: Sequence[Option],
        *,
        name: str,
        value: str = "",
        high: int = 44,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._row = FlowLayout(self, gap=4 if self._tab else 0)
        edge = 0 if self._tab else 4
        self._row.setContentsMargins(edge, edge, edge, edge)
        self._parts = [_Part(option, tab=self._tab, high=high) for option in options]
        for part in self._parts:
            part.clicked.connect(lambda _checked=False, p=part: self._choose(p))
            self._row.addWidget(part)
        self.set_value(value or (options[0].key if options else ""))
        follow(self._restyle)

    def _restyle(self) -> None:
        for part in self._parts:
            part.updateGeometry()
        self._row.invalidate()
        self.updateGeometry()
        self.update()

    def value(self) -> str:
        """The key now chosen."""
        return next((part.option.key for part in self._parts if part.isChecked()), "")

    def set_value(self, key: str) -> None:
        """Choose without a signal. Only the chosen one is a stop for Tab."""
        for part in self._parts:
            wanted = part.option.key == key
            part.setChecked(wanted)  # the one before stays checked until the loop comes to the new one
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus if wanted else Qt.FocusPolicy.ClickFocus)
            part.updateGeometry()
        self._row.invalidate()
        self.updateGeometry()

    def _choose(self, part: _Part) -> None:
        self.set_value(part.option.key)
        self.chosen.emit(part.option.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose the next or the one before (mirrored from right to left)."""
        steps: dict[int, int] = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Up: -1,
        }
        step = steps.get(event.key(), 0)
        at = next((i for i, part in enumerate(self._parts) if part.isChecked()), -1)
        if not step or at < 0:
            super().keyPressEvent(event)
            return
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if sideways and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        part = self._parts[(at + step) % len(self._parts)]
        self._choose(part)
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box round the switch."""
        round_box(smooth(self), self.rect(), "surface", "edge")


class Tabs(Segmented):
    """The same as a row of words with a line under the chosen one."""

    _tab = True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline under all of them."""
        painter = smooth(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme().color("line"))
