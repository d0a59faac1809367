"""Where people's words are typed: plain text only, each paragraph in its own direction, a comfortable line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QVBoxLayout, QWidget

from ldp_stories.ui.widgets.composing import keep_underlined, note_underlined, underlined_in, with_underlined
from ldp_stories.ui.widgets.paint import reads_rtl, round_box, rtl, smooth
from ldp_stories.ui.widgets.sided import gap_beside_bar
from ldp_stories.ui.widgets.theme import follow, theme


def set_line_height(edit: QTextEdit, percent: float, gap: float = 0) -> None:
    """Give every paragraph a line height in per cent and a gap in pixels under it; direction stays each paragraph's own."""
    cursor = QTextCursor(edit.document())
    cursor.select(QTextCursor.SelectionType.Document)
    block = QTextBlockFormat()
    block.setLineHeight(percent, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    block.setBottomMargin(gap)
    cursor.mergeBlockFormat(block)


class _Words(QTextEdit):
    """The text itself; Tab leaves it."""

    focused = Signal()
    composed = Signal()
    """What is underlined has changed, or is thrown away."""
    beyond = Signal(int)
    """Undo (-1) or redo (1) was pressed where this sitting has nothing more to undo or redo."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self._hint = hint
        self.setObjectName("bare")
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._keep_gap)
        self.document().contentsChanged.connect(self._turn)  # also where the box itself tells nothing
        self.composed.connect(self._turn)
        self._turn()

    def changeEvent(self, event: QEvent) -> None:
        """The bar changes sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._keep_gap()
            self._turn()

    def _turn(self) -> None:
        """While nothing is typed the caret stands where the hint does, on the window's side; then each paragraph goes its own way."""
        nothing = self.document().isEmpty() and not underlined_in(self)
        way = self.layoutDirection() if nothing else Qt.LayoutDirection.LayoutDirectionAuto
        option = self.document().defaultTextOption()
        if option.textDirection() != way:
            option.setTextDirection(way)
            self.document().setDefaultTextOption(option)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words, or the hint on the window's side: Qt's own stands on the left in every window."""
        super().paintEvent(event)
        if not self._hint or not self.document().isEmpty() or underlined_in(self):
            return
        painter = smooth(self.viewport())
        painter.setFont(self.viewport().font())
        painter.setPen(theme().color("text2"))
        side = Qt.AlignmentFlag.AlignRight if rtl(self) else Qt.AlignmentFlag.AlignLeft
        place = side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute
        own = reads_rtl(self._hint)
        painter.setLayoutDirection(Qt.LayoutDirection.RightToLeft if own else Qt.LayoutDirection.LeftToRight)
        edge = round(self.document().documentMargin())
        box = self.viewport().rect().adjusted(edge, edge, -edge, -edge)
        painter.drawText(box, place.value | Qt.TextFlag.TextWordWrap.value, self._hint)

    def _keep_gap(self) -> None:
        gap_beside_bar(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo go on where this sitting began."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.document().isUndoAvailable():
            self.beyond.emit(-1)
        elif event.matches(QKeySequence.StandardKey.Redo) and not self.document().isRedoAvailable():
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
        """Tell the box."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell the box."""
        keep_underlined(self)
        super().focusOutEvent(event)
        self.focused.emit()


class Editor(QWidget):
    """A box of several lines. `changed` carries all that is typed (`typed`); `rested` fires when the focus leaves."""

    changed = Signal(str)
    rested = Signal(str)

    def __init__(
        self,
        *,
        name: str,
        value: str = "",
        placeholder: str = "",
        rows: int = 4,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self.edit = _Words(placeholder)
        self.edit.setAccessibleName(name)
        self.setFocusProxy(self.edit)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 8, 12, 8)
        box.addWidget(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        follow(self._restyle)
        self.set_text(value)
        self.edit.textChanged.connect(lambda: self.changed.emit(self.typed()))
        self.edit.composed.connect(lambda: self.changed.emit(self.typed()))
        self.edit.focused.connect(self._focus_moved)
        self.versions: Callable[[int, str], str | None] = lambda _step, _text: None
        """Versions of before this sitting: (-1 earlier or 1 later, the text now) -> that text, or None."""
        self.edit.beyond.connect(self._beyond)

    def text(self) -> str:
        """The words typed and settled."""
        return self.edit.toPlainText()

    def typed(self) -> str:
        """All that is typed, with what an input method still holds underlined at the caret."""
        return with_underlined(self.text(), self.edit.textCursor().position(), underlined_in(self.edit))

    def set_text(self, text: str) -> None:
        """Put words in."""
        self.edit.setPlainText(text)
        self._space()

    def append(self, text: str) -> None:
        """Put words after those that are there, on a line of their own, as if they had been typed: undo takes them away."""
        cursor = self.edit.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"\n{text}" if self.text().strip() else text)
        self.edit.setTextCursor(cursor)

    def _beyond(self, step: int) -> None:
        """Show the version before or after; what is shown is kept as if it had been typed."""
        found = self.versions(step, self.text())
        if found is not None:
            self.set_text(found)
            self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def _space(self) -> None:
        self.edit.blockSignals(True)
        self.edit.document().setUndoRedoEnabled(False)  # a line height is no step that a person could undo
        set_line_height(self.edit, 165 if theme().easy else 145)
        self.edit.document().setUndoRedoEnabled(True)
        self.edit.blockSignals(False)

    def _focus_moved(self) -> None:
        self.update()
        if not self.edit.hasFocus():
            self.rested.emit(self.text())

    def _restyle(self) -> None:
        self.edit.setFont(theme().font("body"))
        self.edit.viewport().setFont(
            theme().font("body")
        )  # the hint of an empty box is drawn in these letters
        self._space()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        line = QFontMetrics(theme().font("body")).height() * 1.45
        return QSize(320, round(line * self._rows) + 28)

    def minimumSizeHint(self) -> QSize:
        """Two rows."""
        return QSize(200, round(QFontMetrics(theme().font("body")).height() * 2.9) + 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box."""
        focused = self.edit.hasFocus()
        round_box(
            smooth(self), self.rect(), "surface", "accent" if focused else "edge", width=2 if focused else 1
        )
