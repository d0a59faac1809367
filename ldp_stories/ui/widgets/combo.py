"""A list to choose from that opens under its field; typing finds a row by any part of its words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QSize,
    QSortFilterProxyModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.paint import draw_words, mirrored, round_box, smooth, text_width
from ldp_stories.ui.widgets.theme import follow, theme

DEEPER = "\u2003"
"""Before the label of a row, once for each level that it stands below another."""
_SEARCH_FROM = 8
_GAP = 4
_FOUND_BY = int(Qt.ItemDataRole.UserRole) + 1
_REST_MS = 150
_LETTERS = 2
_ROOM_FOR_MORE = 5

Show = Callable[[Sequence[Option]], None]
Further = Callable[[str, Show], None]
"""Looks for rows that the list does not hold by what was typed, and shows them when they are found."""


class _Popup(QFrame):
    """The open list: a line to search in (for long lists) and the rows."""

    picked = Signal(str)

    def __init__(
        self, owner: QWidget, options: Sequence[Option], find: str, further: Further | None = None
    ) -> None:
        super().__init__(owner, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = QStandardItemModel(self)
        self._keys: set[str] = set()
        self._add(options)
        self._further = further
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._look_further)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._rows)
        self._found.setFilterRole(_FOUND_BY)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.view = QListView()
        self.view.setObjectName("popup")
        self.view.setFont(theme().font("body"))
        self.view.setAccessibleName(owner.accessibleName())
        self.view.setModel(self._found)
        self.search = QLineEdit()
        self.search.setFont(theme().font("body"))
        self.search.setPlaceholderText(find)
        self.search.setAccessibleName(find)
        self.search.setMinimumHeight(theme().grow(40))
        self.search.setTextMargins(10, 0, 10, 0)
        self.search.setVisible(len(options) >= _SEARCH_FROM or further is not None)
        self.search.textChanged.connect(self._find)
        self.search.installEventFilter(self)
        box = QVBoxLayout(self)
        box.setContentsMargins(2, 2, 2, 2)
        box.addWidget(self.search)
        box.addWidget(self.view)
        self.view.clicked.connect(self._pick)
        self.view.activated.connect(self._pick)

    def open_at(self, owner: QWidget, key: str) -> None:
        """Show the list under its field, or over it where there is more room, with the chosen row current; all of it stands on the screen."""
        least = _ROOM_FOR_MORE if self._further is not None else 0
        rows = max(least, min(8, self._rows.rowCount())) + (0 if self.search.isHidden() else 1)
        wanted = QSize(max(owner.width(), 240), rows * theme().grow(44) + 24)
        field = QRect(owner.mapToGlobal(QPoint(0, 0)), owner.size())
        self.setGeometry(place_for(field, wanted, owner.screen().availableGeometry()))
        for at in range(self._found.rowCount()):
            index = self._found.index(at, 0)
            if index.data(Qt.ItemDataRole.UserRole) == key:
                self.view.setCurrentIndex(index)
        self.show()
        (self.search if self.search.isVisible() else self.view).setFocus(Qt.FocusReason.PopupFocusReason)

    def _add(self, options: Sequence[Option], found_by: str = "") -> None:
        for option in options:
            if option.key in self._keys:
                continue
            self._keys.add(option.key)
            item = QStandardItem(option.label)
            item.setEditable(False)
            item.setData(option.key, Qt.ItemDataRole.UserRole)
            item.setData(f"{option.label} {option.words} {found_by}", _FOUND_BY)
            item.setToolTip(option.helper)
            self._rows.appendRow(item)

    def _find(self, words: str) -> None:
        self._found.setFilterFixedString(words)
        self.view.setCurrentIndex(self._found.index(0, 0))
        self._rest.start()

    def _look_further(self) -> None:
        words = self.search.text()
        if self._further is not None and len(words.strip()) >= _LETTERS:
            self._further(words, lambda options: self._show(words, options))

    def _show(self, words: str, options: Sequence[Option]) -> None:
        """Rows were found: they stand in the list while what they were found by is typed."""
        if shiboken6.isValid(self) and self.search.text() == words:
            self._add(options, words)
            if not self.view.currentIndex().isValid():
                self.view.setCurrentIndex(self._found.index(0, 0))

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            self.picked.emit(index.data(Qt.ItemDataRole.UserRole))
        self.close()

    def event(self, event: QEvent) -> bool:
        """Esc closes this list alone: the form in which its field stands must not hear it and close with all that was typed."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search line, arrows move in the rows and Enter picks."""
        if watched is self.search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._pick(self.view.currentIndex())
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if event.key() == Qt.Key.Key_Down else -1
                row = max(0, min(self._found.rowCount() - 1, self.view.currentIndex().row() + step))
                self.view.setCurrentIndex(self._found.index(row, 0))
                return True
        return super().eventFilter(watched, event)


def place_for(field: QRect, wanted: QSize, screen: QRect) -> QRect:
    """Where a list of the wanted size opens for a field: below it, else above it, never beyond the edge of the screen."""
    below = screen.bottom() - field.bottom() - _GAP
    above = field.top() - screen.top() - _GAP
    under = wanted.height() <= below or below >= above
    height = min(wanted.height(), below if under else above)
    top = field.bottom() + 1 + _GAP if under else field.top() - _GAP - height
    width = min(wanted.width(), screen.width())
    left = max(screen.left(), min(field.left(), screen.right() + 1 - width))
    return QRect(left, top, width, height)


class Combo(QPushButton):
    """A field that opens a list. `chosen` carries the key picked; Down, Enter or Space opens it."""

    chosen = Signal(str)

    def __init__(
        self,
        options: Sequence[Option],
        *,
        name: str,
        value: str = "",
        placeholder: str = "",
        icon: str = "",
        find: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options, self._value, self._name = list(options), value, name
        self._placeholder, self._icon, self._find = placeholder, icon, find or tr("Find")
        self.popup: _Popup | None = None
        self.further: Further | None = None
        """Where the list does not hold everything: looks for more by what is typed."""
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self.open)
        self._say()
        follow(self._restyle)

    def value(self) -> str:
        """The key now chosen, or ""."""
        return self._value

    def set_value(self, key: str) -> None:
        """Choose a row without a signal."""
        self._value = key
        self._say()

    def set_options(self, options: Sequence[Option]) -> None:
        """Offer other rows."""
        self._options = list(options)
        self._say()

    def add_option(self, option: Option) -> None:
        """Offer one row more, last."""
        self.set_options([*self._options, option])

    def offers(self, key: str) -> bool:
        """Whether a key stands in the list."""
        return any(o.key == key for o in self._options)

    def shown(self) -> str:
        """The words shown: the chosen row's, without the indent it has in a tree, or the placeholder."""
        found = next((o.label for o in self._options if o.key == self._value), self._placeholder)
        return found.lstrip(DEEPER)

    def _say(self) -> None:
        self.setText(self.shown().replace("&", "&&"))
        shown = self.shown()
        self.setAccessibleName(f"{self._name}, {shown}" if shown not in ("", self._name) else self._name)
        self.update()

    def _restyle(self) -> None:
        self.setFont(theme().font("body"))
        self.updateGeometry()
        self.update()

    def open(self) -> None:
        """Open the list under the field."""
        self.popup = _Popup(self, self._options, self._find, self._look_further if self.further else None)
        self.popup.picked.connect(self._picked)
        self.popup.open_at(self, self._value)

    def _look_further(self, words: str, show: Show) -> None:
        """What is found is offered from then on, so that it can be chosen."""

        def found(options: Sequence[Option]) -> None:
            self._options += [o for o in options if not self.offers(o.key)]
            show(options)

        if self.further is not None:
            self.further(words, found)

    def _picked(self, key: str) -> None:
        self.set_value(key)
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down, Enter and Space open the list."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Wide enough for its longest row, to a limit."""
        font = theme().font("body")
        words = max((text_width(o.label, font) for o in self._options), default=120)
        return QSize(min(max(words + 88, 180), 460), theme().grow(48))

    def minimumSizeHint(self) -> QSize:
        """It can give way down to 160."""
        return QSize(160, theme().grow(48))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, the picture, the words and the arrow."""
        painter, focused = smooth(self), self.hasFocus()
        round_box(painter, self.rect(), "surface", "accent" if focused else "edge", width=2 if focused else 1)
        x, side = 16, icon_size()
        if self._icon:
            draw_icon(painter, self._icon, mirrored(self, QRect(x, 0, side, self.height())), "accent")
            x += side + 11
        words = mirrored(self, QRect(x, 0, self.width() - x - side - 24, self.height()))
        draw_words(painter, words, self.shown(), self.font(), "text" if self._value else "text2")
        draw_icon(
            painter,
            "caret-down",
            mirrored(self, QRect(self.width() - side - 13, 0, side, self.height())),
            "text",
        )
