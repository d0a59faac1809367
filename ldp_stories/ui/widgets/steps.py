"""The steps of a task along its bar: done, now, to come; "Step 2 of 5: Consent" where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.card import clear
from ldp_stories.ui.widgets.icons import draw_icon
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import draw_words, mirrored, round_box, smooth, text_width
from ldp_stories.ui.widgets.theme import follow, theme

_DISC = 26
_DASH = 20
_DISCS = {
    "done": ("soft", None),
    "now": ("accent", None),
    "seen": ("paper", "accent"),
    "next": ("paper", "edge"),
}


class _Step(QPushButton):
    """One step; a step already done can be pressed to go back to it."""

    def __init__(self, number: int, of: int, label: str, state: str) -> None:
        super().__init__()
        self._number, self._label, self._state = number, label, state
        words = {
            "done": tr("done"),
            "now": tr("you are here"),
            "seen": tr("you were there already"),
            "next": tr("still to come"),
        }[state]
        self.setAccessibleName(
            tr("Step {n} of {of}: {label}, {state}", n=number, of=of, label=label, state=words)
        )
        known = state in ("done", "seen")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if known else Qt.FocusPolicy.NoFocus)
        self.setEnabled(known)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow(self.updateGeometry)

    def _font(self) -> QFont:
        return theme().font("body", 600 if self._state == "now" else 400)

    def sizeHint(self) -> QSize:
        """The disc and the words."""
        return QSize(_DISC + 8 + text_width(self._label, self._font()), theme().grow(40))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the disc and the words."""
        painter, state = smooth(self), self._state
        disc = mirrored(self, QRect(0, (self.height() - _DISC) // 2, _DISC, _DISC))
        fill, edge = _DISCS[state]
        round_box(painter, disc, fill, edge, radius=_DISC / 2)
        if state == "done":
            small = disc.adjusted(6, 6, -6, -6)
            draw_icon(painter, "check", small, "onsoft")
        else:
            ink = "onaccent" if state == "now" else "text2"
            font = theme().font("small", 600)
            draw_words(painter, disc, str(self._number), font, ink, Qt.AlignmentFlag.AlignHCenter)
        words = mirrored(self, QRect(_DISC + 8, 0, self.width() - _DISC - 8, self.height()))
        draw_words(painter, words, self._label, self._font(), "text" if state == "now" else "text2")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes back to it as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class _Dash(QWidget):
    """The short line between two steps."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(_DASH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = smooth(self)
        painter.fillRect(1, self.height() // 2, self.width() - 2, 1, theme().color("edge"))


class StepBar(QWidget):
    """The steps in order. `went` carries the number (from 0) of a done step that was pressed."""

    went = Signal(int)

    def __init__(self, steps: Sequence[str] = (), current: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps, self._current, self._short = list(steps), current, False
        self._reached = current
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self.set_steps(steps, current)

    def set_steps(self, steps: Sequence[str], current: int, reached: int = 0) -> None:
        """Show these steps with one as the present one (from 0); up to `reached` a person has been already, and may go there again."""
        self._steps, self._current, self._reached = list(steps), current, max(current, reached)
        self._build()

    def whole_width(self) -> int:
        """The room that all steps need with their words; the present one is bold."""
        words = sum(
            text_width(step, theme().font("body", 600 if at == self._current else 400))
            for at, step in enumerate(self._steps)
        )
        count, gap = len(self._steps), self._row.spacing()
        return words + count * (_DISC + 8) + max(0, count - 1) * (_DASH + 2 * gap)

    def set_short(self, short: bool) -> None:
        """Show only the present step as words."""
        if short != self._short:
            self._short = short
            self._build()

    def _build(self) -> None:
        clear(self._row)
        count = len(self._steps)
        if self._short and count:
            words = tr(
                "Step {n} of {of}: {label}", n=self._current + 1, of=count, label=self._steps[self._current]
            )
            self._row.addWidget(Label(words, weight=600, wrap=False))
        else:
            for at, label in enumerate(self._steps):
                self._add(at, label, count)
        self._row.addStretch(1)

    def _add(self, at: int, label: str, count: int) -> None:
        if at:
            self._row.addWidget(_Dash())
        state = "done" if at < self._current else "now" if at == self._current else "next"
        if state == "next" and at <= self._reached:
            state = "seen"
        step = _Step(at + 1, count, label, state)
        step.clicked.connect(lambda _checked=False, n=at: self.went.emit(n))
        self._row.addWidget(step)
