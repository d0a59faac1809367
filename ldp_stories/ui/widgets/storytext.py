"""A story's words to read, with numbered passages marked in them. Words can be selected; nothing can be typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit, QWidget

from ldp_stories.ui.widgets.editor import set_line_height
from ldp_stories.ui.widgets.sided import gap_beside_bar
from ldp_stories.ui.widgets.theme import follow, theme

_TWO_SIGNS = "\r\n"
_NUMBER = QTextCharFormat.Property.UserProperty


@dataclass(frozen=True, slots=True)
class TextMark:
    """A passage: from `start` to `end` (code points of the text), its number ("" for none), its colour (a token)."""

    start: int
    end: int
    number: str = ""
    color: str = "mark"


def _not_within(text: str, at: int) -> int:
    """A place that does not stand within a line end of two signs."""
    return at + 1 if 0 < at < len(text) and text[at - 1 : at + 1] == _TWO_SIGNS else at


def _behind_line_ends(text: str, at: int) -> int:
    """A place in the words as they are shown, where each line end is one sign, as a place in the words."""
    found = text.find(_TWO_SIGNS)
    while 0 <= found < at:
        at += 1
        found = text.find(_TWO_SIGNS, found + 2)
    return at


class StoryText(QTextEdit):
    """The words. `selected(start, end)` in code points when a person selects some; `passage_pressed(number)`."""

    selected = Signal(int, int)
    passage_pressed = Signal(str)

    def __init__(
        self, *, name: str, role: str = "body", line: int = 152, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text, self._marks = "", tuple[TextMark, ...]()
        self._role, self._line = role, line
        self._places: list[tuple[int, int, str]] = []
        self.setObjectName("bare")
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._keep_gap)
        self.document().setDocumentMargin(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.selectionChanged.connect(self._tell_selection)
        follow(self._draw)

    def text(self) -> str:
        """The words shown, without the passages' numbers."""
        return self._text

    def set_text(self, text: str, marks: Sequence[TextMark] = ()) -> None:
        """Show words with passages marked. The same again changes nothing: what a person has selected stays so."""
        whole = (replace(m, start=_not_within(text, m.start), end=_not_within(text, m.end)) for m in marks)
        wanted = text, tuple(sorted(whole, key=lambda mark: (mark.start, mark.end)))
        if wanted != (self._text, self._marks) or self.document().isEmpty():
            self._text, self._marks = wanted
            self._draw()

    def _draw(self) -> None:
        self.blockSignals(True)
        self.setFont(theme().font(self._role))
        self.document().clear()
        self._places = []
        cursor = QTextCursor(self.document())
        done = 0
        for mark in self._marks:
            if mark.start < done:
                continue
            self._put(cursor, self._text[done : mark.start])
            start = cursor.position()
            if mark.number:
                self._put_number(cursor, mark.number)
            self._put(cursor, self._text[mark.start : mark.end], mark.color)
            self._places.append((start, cursor.position(), mark.number))
            done = mark.end
        self._put(cursor, self._text[done:])
        set_line_height(self, self._line * (1.1 if theme().easy else 1.0), theme().size(self._role) * 0.8)
        self._close_gaps()
        top = self.textCursor()
        top.movePosition(QTextCursor.MoveOperation.Start)
        self.setTextCursor(top)
        self.blockSignals(False)

    def _close_gaps(self) -> None:
        """A blank line between paragraphs is a gap of one line, not of three; the words stay as they are."""
        block = self.document().begin()
        while block.isValid():
            if not block.text().strip():
                style = block.blockFormat()
                style.setLineHeight(4, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
                style.setBottomMargin(0)
                QTextCursor(block).setBlockFormat(style)
            block = block.next()

    def _put(self, cursor: QTextCursor, words: str, color: str = "") -> None:
        style = QTextCharFormat()
        style.setForeground(theme().color("text"))
        if color:
            style.setBackground(theme().color(color))
        cursor.insertText(words, style)

    def _put_number(self, cursor: QTextCursor, number: str) -> None:
        style = QTextCharFormat()
        style.setForeground(theme().color("onaccent"))
        style.setBackground(theme().color("accent"))
        style.setFont(QFont(theme().font("small", 600)))
        style.setProperty(_NUMBER.value, number)
        cursor.insertText(f"\u00a0{number}\u00a0", style)
        self._put(cursor, "\u00a0")

    def to_text(self, position: int) -> int:
        """A place in the shown document as a place in the words (code points), numbers left out."""
        units, taken = position, 0
        for start, _, number in self._places:
            extra = len(number) + 3 if number else 0
            if position >= start + extra:
                taken += extra
            elif position > start:
                units = start
                break
        shown = self._text.replace(_TWO_SIGNS, "\n")
        raw = shown.encode("utf-16-le")[: (units - taken) * 2]
        return _behind_line_ends(self._text, len(raw.decode("utf-16-le", "ignore")))

    def show_passage(self, number: str) -> None:
        """Scroll to a passage."""
        for start, _, name in self._places:
            if name == number:
                cursor = QTextCursor(self.document())
                cursor.setPosition(start)
                self.setTextCursor(cursor)
                self.ensureCursorVisible()

    def show_words(self, start: int) -> None:
        """Scroll to a place in the words (code points)."""
        before = self._text[:start].replace(_TWO_SIGNS, "\n")
        units = len(before.encode("utf-16-le")) // 2
        for at, _, number in self._places:
            if number and at <= units:
                units += len(number) + 3
        cursor = QTextCursor(self.document())
        cursor.setPosition(units)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _tell_selection(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            self.selected.emit(self.to_text(cursor.selectionStart()), self.to_text(cursor.selectionEnd()))

    def selection(self) -> tuple[int, int]:
        """The selected words (code points), or (0, 0)."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return 0, 0
        return self.to_text(cursor.selectionStart()), self.to_text(cursor.selectionEnd())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press without selecting chooses the passage there."""
        super().mouseReleaseEvent(event)
        if self.textCursor().hasSelection():
            return
        at = self.cursorForPosition(event.position().toPoint()).position()
        for start, end, number in self._places:
            if start <= at < end:
                self.passage_pressed.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Single letters are for the screen's keys."""
        if event.text().strip() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """The bar changes sides with the window."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._keep_gap()

    def _keep_gap(self) -> None:
        gap_beside_bar(self)

    def sizeHint(self) -> QSize:
        """Room for some lines."""
        return QSize(420, 220)

    def minimumSizeHint(self) -> QSize:
        """It gives way to three lines."""
        return QSize(240, QFontMetrics(self.font()).height() * 4)
