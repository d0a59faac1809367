"""Choices as pressable words that wrap: choose one, or several. Arrow keys move, Space chooses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy, QWidget

from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.group import Group
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.paint import draw_words, mirrored, round_box, smooth, text_width
from ldp_stories.ui.widgets.theme import follow, theme

_STEPS: dict[int, int] = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its key, the words shown, a helper line that a reader hears and a pointer sees, and further words it is found by.

    `spoken`: what a screen reader says instead of the words shown, where several choices on a screen show the same.
    """

    key: str
    label: str
    helper: str = ""
    words: str = ""
    spoken: str = ""


def _hint(words: str) -> QSize:
    """Wide enough for the words in bold, so that choosing moves nothing."""
    return QSize(
        text_width(words, theme().font("body", 600)) + icon_size() + icon_size(10) + 32, theme().grow(46)
    )


def _draw(button: QAbstractButton, words: str, *, square: bool) -> None:
    painter, chosen = smooth(button), button.isChecked()
    fill = "soft" if chosen else "sunk" if button.underMouse() else "surface"
    round_box(painter, button.rect(), fill, "accent" if chosen else "edge", width=2 if chosen else 1)
    off = "square" if square else "circle"
    on = "check-square-fill" if square else "check-circle-fill"
    side = icon_size()
    ink = "onsoft" if chosen else "text"
    box = mirrored(button, QRect(16, 0, side, button.height()))
    draw_icon(painter, on if chosen else off, box, "accent" if chosen else "text2")
    room = mirrored(
        button,
        QRect(16 + side + icon_size(10), 0, button.width() - side - icon_size(10) - 26, button.height()),
    )
    draw_words(painter, room, words, theme().font("body", 600 if chosen else 400), ink)


if TYPE_CHECKING:
    _Base = QAbstractButton
else:  # two Qt classes in one ancestry crash PySide, so the shared part is plain Python when it runs
    _Base = object


class _Pressable(_Base):
    """What both kinds of choice share."""

    option: Option
    _square = False

    def _start(self, option: Option) -> None:
        self.option = option
        self.setText(option.label.replace("&", "&&"))
        self.setAccessibleName(option.spoken or option.label)
        self.setAccessibleDescription(option.helper)
        self.setToolTip(option.helper)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """The words in bold, the ring and room."""
        return _hint(self.option.label)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        """All of it can be pressed."""
        return self.rect().contains(pos)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the choice."""
        _draw(self, self.option.label, square=self._square)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses as Space does; the row moves by arrows."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in _STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class _One(_Pressable, QRadioButton):
    """A choice of which one may be chosen; pressing it again lets go of it (no answer is an answer)."""

    def __init__(self, option: Option) -> None:
        super().__init__()
        self._start(option)

    def nextCheckState(self) -> None:
        """Choose it, or let go of it."""
        self.set_chosen(not self.isChecked())

    def set_chosen(self, chosen: bool) -> None:
        """Choose or let go; a reader still hears one of several (Qt tells that by the exclusiveness)."""
        self.setAutoExclusive(False)
        self.setChecked(chosen)
        self.setAutoExclusive(True)


class _Many(_Pressable, QCheckBox):
    """A choice of which several may be chosen."""

    _square = True

    def __init__(self, option: Option) -> None:
        super().__init__()
        self._start(option)

    def set_chosen(self, chosen: bool) -> None:
        """Choose or let go."""
        self.setChecked(chosen)


class ChoiceRow(Group):
    """A row of choices. `chosen` carries the keys now chosen; pressing a chosen one lets go of it."""

    chosen = Signal(list)

    def __init__(
        self,
        options: Sequence[Option],
        *,
        name: str,
        value: Sequence[str] = (),
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name, parent)
        self._many = many
        self._buttons: list[_One | _Many] = []
        self.flow = FlowLayout(self, gap=10)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_options(options)
        self.set_value(value)
        follow(self._restyle)

    def _restyle(self) -> None:
        self.flow.invalidate()
        for button in self._buttons:
            button.updateGeometry()
        self.updateGeometry()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other choices; what was chosen and is still offered stays chosen."""
        kept = self.value()
        for old in self._buttons:
            self.flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = [_Many(option) if self._many else _One(option) for option in options]
        for button in self._buttons:
            button.clicked.connect(lambda _checked=False, b=button: self._pressed(b))
            self.flow.addWidget(button)
            button.show() if self.isVisible() else None
        self.set_value(kept)

    def value(self) -> list[str]:
        """The keys now chosen, in the order shown."""
        return [button.option.key for button in self._buttons if button.isChecked()]

    def set_value(self, keys: Sequence[str]) -> None:
        """Choose exactly these keys, without a signal."""
        for button in self._buttons:
            button.set_chosen(button.option.key in keys)

    def _pressed(self, button: _One | _Many) -> None:
        if not self._many:
            for other in self._buttons:
                if other is not button:
                    other.set_chosen(False)
        self.chosen.emit(self.value())

    def focus_start(self) -> None:
        """Put the focus on the chosen one, else the first."""
        wanted = next(
            (b for b in self._buttons if b.isChecked()), self._buttons[0] if self._buttons else None
        )
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the focus along the row (mirrored from right to left)."""
        step = _STEPS.get(event.key(), 0)
        at = next((i for i, b in enumerate(self._buttons) if b.hasFocus()), -1)
        if not step or at < 0:
            super().keyPressEvent(event)
            return
        sideways = event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if sideways and self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            step = -step
        self._buttons[(at + step) % len(self._buttons)].setFocus(Qt.FocusReason.TabFocusReason)
