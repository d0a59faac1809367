"""Fields: a label above, a helper under it, the control, and what is wrong beside it (never before a person moves on)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.widgets.composing import keep_underlined, note_underlined, underlined_in, with_underlined
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.labels import Label, small
from ldp_stories.ui.widgets.paint import cap_height, cap_width, draw_cap, mirrored, round_box, smooth
from ldp_stories.ui.widgets.theme import follow, theme

_STAYS: Final = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""The focus comes back after these: the caret stays where it is."""


class _Bare(QLineEdit):
    """A line edit without a box of its own; it tells its box when the focus comes and goes."""

    composed = Signal()
    """What is underlined has changed, or is thrown away."""
    beyond = Signal(int)
    """Undo (-1) or redo (1) was pressed where this sitting has nothing more to undo or redo."""

    def __init__(self, owner: QWidget, on_focus: Callable[[], None]) -> None:
        super().__init__()
        self._owner, self._on_focus = owner, on_focus
        self.setObjectName("bare")
        self.setFrame(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo go on where this sitting began."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable():
            self.beyond.emit(-1)
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable():
            self.beyond.emit(1)
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Know what is underlined: it is kept as it is typed, and when the screen goes."""
        before = underlined_in(self)
        note_underlined(self, event)
        super().inputMethodEvent(event)
        if event.preeditString() != before:
            self.composed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell the box; one goes on typing at the end."""
        super().focusInEvent(event)
        if self.cursorPosition() == 0 and not self.hasSelectedText():
            self.end(False)
        self._on_focus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show the beginning of what is longer than the box, and tell the box, unless it is being taken down with the focus still in it."""
        keep_underlined(self)
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.setCursorPosition(0)
        if shiboken6.isValid(self._owner):
            self._on_focus()


class TextField(QWidget):
    """One line to type in, 48 high, with a picture before and a key or words after. `changed` (with `typed()`), `entered`."""

    changed = Signal(str)
    entered = Signal(str)

    def __init__(
        self,
        *,
        name: str,
        value: str = "",
        placeholder: str = "",
        icon: str = "",
        before: str = "",
        after: str = "",
        key: str = "",
        secret: bool = False,
        role: str = "body",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._key, self._role, self._bad = icon, key, role, False
        self.edit = _Bare(self, self.update)
        self.edit.setAccessibleName(name)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setText(value)
        self.edit.setCursorPosition(0)
        if secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.before = Label(before, role="small", weight=600, color="text2", wrap=False)
        self.after = Label(after, color="text2", wrap=False, elide=True)
        if not before:  # showing a part before it has a place would make it a window of its own
            self.before.hide()
        if not after:
            self.after.hide()
        self._box = QHBoxLayout(self)
        self._box.setSpacing(10)
        for thing in (self.before, self.edit, self.after):
            self._box.addWidget(thing, 1 if thing is self.edit else 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        for told in (self.edit.textChanged, self.edit.composed):
            told.connect(self._turn)
        self.edit.textChanged.connect(lambda _: self.changed.emit(self.typed()))
        self.edit.composed.connect(lambda: self.changed.emit(self.typed()))
        self.edit.returnPressed.connect(lambda: self.entered.emit(self.edit.text()))
        self.versions: Callable[[int, str], str | None] = lambda _step, _text: None
        """Versions of before this sitting: (-1 earlier or 1 later, the text now) -> that text, or None."""
        self.edit.beyond.connect(self._beyond)
        follow(self._restyle)

    def changeEvent(self, event: QEvent) -> None:
        """Room for the picture and the key changes sides with the direction of reading."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._restyle()

    def text(self) -> str:
        """The words typed and settled."""
        return self.edit.text()

    def typed(self) -> str:
        """All that is typed, with what an input method still holds underlined at the caret."""
        return with_underlined(self.text(), self.edit.cursorPosition(), underlined_in(self.edit))

    def set_text(self, text: str) -> None:
        """Put words in."""
        self.edit.setText(text)
        self._turn()
        if not self.edit.hasFocus():
            self.edit.setCursorPosition(0)  # a long title is read from its beginning

    def _beyond(self, step: int) -> None:
        """Show the version before or after; what is shown is kept as if it had been typed."""
        found = self.versions(step, self.text())
        if found is not None:
            self.set_text(found)

    def set_bad(self, bad: bool) -> None:
        """Draw the edge in the colour of trouble, or not."""
        self._bad = bad
        self.update()

    def set_before(self, text: str) -> None:
        """The small words before the text (a time)."""
        self.before.setText(text)
        self.before.setVisible(bool(text))

    def add_end(self, thing: QWidget) -> None:
        """Put one more thing at the end of the field (a button that clears it)."""
        self._box.addWidget(thing)

    def set_after(self, text: str) -> None:
        """The words after the text (a count)."""
        self.after.setText(text)
        self.after.setVisible(bool(text))

    def _restyle(self) -> None:
        self.edit.setFont(theme().font(self._role))
        start = 16 + (icon_size() + 10 if self._icon else 0)
        end = 14 + (cap_width(self._key) + 10 if self._key else 0)
        mirror = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._box.setContentsMargins(*((end, 3, start, 3) if mirror else (start, 3, end, 3)))
        self._turn()
        self.updateGeometry()
        self.update()

    def _turn(self) -> None:
        """On the window's side while nothing is typed (the hint), and beside a picture in any language: at the other end stands a count."""
        own = Qt.AlignmentFlag.AlignLeading
        if self._icon or not self.typed():
            mirror = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            own = Qt.AlignmentFlag.AlignRight if mirror else Qt.AlignmentFlag.AlignLeft
            own |= Qt.AlignmentFlag.AlignAbsolute
        if self.edit.alignment() != (wanted := own | Qt.AlignmentFlag.AlignVCenter):
            self.edit.setAlignment(wanted)

    def sizeHint(self) -> QSize:
        """A field's height; any width from 160 up."""
        return QSize(max(240, self._box.sizeHint().width()), theme().grow(48))

    def minimumSizeHint(self) -> QSize:
        """A field's height."""
        return QSize(160, theme().grow(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, the picture and the key."""
        painter, focused = smooth(self), self.edit.hasFocus()
        edge = "bad" if self._bad else "accent" if focused else "edge"
        round_box(painter, self.rect(), "surface", edge, width=2 if focused or self._bad else 1)
        if self._icon:
            draw_icon(painter, self._icon, mirrored(self, QRect(16, 0, icon_size(), self.height())), "accent")
        if self._key:
            wide, high = cap_width(self._key), cap_height()
            box = QRect(self.width() - wide - 14, (self.height() - high) // 2, wide, high)
            draw_cap(painter, mirrored(self, box), self._key, theme().color("text2"), theme().color("edge"))


class Field(QWidget):
    """A control with its label, helper and trouble. The control is given the label as its name when it has none."""

    def __init__(
        self,
        label: str,
        control: QWidget,
        *,
        helper: str = "",
        needed: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        words = f"{label} ({needed})" if needed else label
        self.label = Label(words, weight=600)
        self.helper = small(helper)
        self.trouble = Label("", role="small", weight=500, color="bad")
        if not helper:
            self.helper.hide()
        self.trouble.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3)
        for thing in (self.label, self.helper):
            box.addWidget(thing)
        box.addSpacing(4)
        box.addWidget(control)
        box.addWidget(self.trouble)
        self.label.setBuddy(control)
        inner = control.focusProxy() or control
        if not inner.accessibleName():
            inner.setAccessibleName(label)

    def set_error(self, sentence: str) -> None:
        """Say what is wrong and what to do, beside the control; "" takes it away."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        target = self.control.focusProxy() or self.control
        target.setAccessibleDescription(sentence or self.helper.text())
        if isinstance(self.control, TextField):
            self.control.set_bad(bool(sentence))
