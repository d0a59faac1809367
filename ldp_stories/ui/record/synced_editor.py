"""Words being written down with the moments they belong to: the time stands beside its line, never in somebody's words.

Each point is a place in the document that moves with the words as one types. Text goes in and comes out in code points.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ldp_stories.domain.sync import SyncPoint, tidy
from ldp_stories.ui.text import clock
from ldp_stories.ui.widgets.editor import Editor
from ldp_stories.ui.widgets.paint import draw_words, smooth, text_width
from ldp_stories.ui.widgets.theme import follow, theme

_GAP: Final = 10


class _Times(QWidget):
    """The times beside the lines. They are read with the words' description, not one by one."""

    def __init__(self, owner: SyncedEditor) -> None:
        super().__init__()
        self._owner = owner
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as the longest time."""
        return QSize(text_width("0:00:00", theme().font("small")) + _GAP, 40)

    def minimumSizeHint(self) -> QSize:
        """The same width."""
        return QSize(self.sizeHint().width(), 20)

    @property
    def left(self) -> int:
        """Where the times begin: the gap is towards the words, which stand on the left of them in a window from the right."""
        return _GAP if self._owner.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw each line's first time beside it."""
        painter, font = smooth(self), theme().font("small")
        edit, high, last = self._owner.words.edit, QFontMetrics(font).height() + 4, -100
        top = edit.viewport().mapTo(self._owner, edit.viewport().rect().topLeft()).y() - self.y()
        for cursor, ms in self._owner.cursors():
            y = top + edit.cursorRect(cursor).center().y() - high // 2
            if y < 0 or y + high > self.height() or y - last < high:
                continue
            last = y
            draw_words(painter, QRect(self.left, y, self.width() - _GAP, high), clock(ms), font, "text2")


class SyncedEditor(QWidget):
    """`changed` when words or points changed. `put_point(ms)` ties the place of the caret to a moment."""

    changed = Signal()

    def __init__(self, *, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.words = Editor(name=name, placeholder=placeholder, rows=6)
        self.times = _Times(self)
        self._points: list[tuple[QTextCursor, int]] = []
        self.moment: Callable[[], int | None] = lambda: None
        """Where the sound stands while it plays, for a new line; None when it does not play."""
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.times)
        box.addWidget(self.words, 1)
        self.setFocusProxy(self.words)
        self.words.changed.connect(lambda _: self._tell())
        self.words.edit.verticalScrollBar().valueChanged.connect(lambda _: self.times.update())
        self.words.edit.installEventFilter(self)

    def text(self) -> str:
        """The words."""
        return self.words.text()

    def set_words(self, text: str, points: Sequence[SyncPoint]) -> None:
        """Show other words with their points; nothing is told."""
        self.words.edit.blockSignals(True)
        self.words.set_text(text)
        self.words.edit.blockSignals(False)
        self._points = [(self._cursor_at(_units(text, p.position)), p.ms) for p in points]
        self._describe()

    def points(self) -> tuple[SyncPoint, ...]:
        """The points now, in order."""
        text = self.text()
        return tidy((SyncPoint(_code_points(text, c.position()), ms) for c, ms in self._points), len(text))

    def typed(self) -> tuple[str, tuple[SyncPoint, ...]]:
        """Words and points as they will be once what an input method holds underlined is settled."""
        text, now = self.words.typed(), self.text()
        caret, more = self.caret, len(text) - len(now)
        moved = (SyncPoint(p.position + more, p.ms) if p.position > caret else p for p in self.points())
        return text, tidy(moved, len(text))

    def cursors(self) -> list[tuple[QTextCursor, int]]:
        """The points as places in the document, in order."""
        return sorted(self._points, key=lambda point: point[0].position())

    @property
    def caret(self) -> int:
        """Where the caret stands, in code points."""
        return _code_points(self.text(), self.words.edit.textCursor().position())

    def put_point(self, ms: int) -> None:
        """Tie the beginning of the word at the caret to a moment (instead of an older point there)."""
        cursor = self.words.edit.textCursor()
        text = self.text()
        at = _code_points(text, cursor.position())
        while at > 0 and not text[at - 1].isspace():
            at -= 1
        self._put(_units(text, at), ms)
        self._tell()

    def _put(self, units: int, ms: int) -> None:
        self._points = [(c, old) for c, old in self._points if c.position() != units]
        self._points.append((self._cursor_at(units), ms))

    def new_speaker(self, label: str, ms: int | None) -> None:
        """Begin a line with somebody's label, at a moment when the sound has one."""
        edit = self.words.edit
        cursor = edit.textCursor()
        cursor.beginEditBlock()
        if cursor.block().text().strip():
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock()
        start = cursor.position()
        cursor.insertText(f"{label}: ")
        cursor.endEditBlock()
        edit.setTextCursor(cursor)
        if ms is not None:
            self._put(start, ms)
        self._tell()

    def line_before(self) -> tuple[str, ...]:
        """The lines above the caret, the nearest first: who spoke last stands in one of them."""
        text = self.text()[: self.caret]
        return tuple(reversed(text.split("\n")))

    def _cursor_at(self, units: int) -> QTextCursor:
        cursor = QTextCursor(self.words.edit.document())
        cursor.setPosition(min(units, self.words.edit.document().characterCount() - 1))
        cursor.setKeepPositionOnInsert(True)
        return cursor

    def _tell(self) -> None:
        self._describe()
        self.changed.emit()

    def _describe(self) -> None:
        self.times.update()
        stamps = ", ".join(clock(ms) for _, ms in self.cursors()[:40])
        self.words.edit.setAccessibleDescription(stamps)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A new line while the sound plays gets its moment by itself."""
        ms = self.moment() if _is_enter(event) else None
        if ms is not None:
            self.words.edit.textCursor().insertBlock()
            self._put(self.words.edit.textCursor().position(), ms)
            self.words.edit.ensureCursorVisible()
            self._tell()
            return True
        return super().eventFilter(watched, event)


def _is_enter(event: QEvent) -> bool:
    """Whether a line is begun."""
    pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
    enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return pressed and isinstance(event, QKeyEvent) and event.key() in enter and not event.modifiers()


def _units(text: str, code_points: int) -> int:
    """A place in code points as Qt counts it (UTF-16)."""
    return len(text[:code_points].encode("utf-16-le")) // 2


def _code_points(text: str, units: int) -> int:
    return len(text.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))
