"""The rows of a list, read page by page by key, never by offset.

`fetch(after, deliver)` is asked for the rows after a key (None for the first) and calls
`deliver(rows, next)` when it has them, at once or later from a task; `next` is None at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ldp_stories.ui.text import tr

Deliver = Callable[["Sequence[RowItem]", object], None]
Fetch = Callable[[object, Deliver], None]
ROW: Final = Qt.ItemDataRole.UserRole
_NO_PARENT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class RowItem:
    """One row of a list: its key, title, one line, and its state (words, picture, tone).

    `header=True` makes it the heading of a group, which cannot be chosen. `aside` are plain words before the state.
    `opens=False`: it only tells something, so no arrow says that there is more behind it.
    """

    key: str
    title: str
    line: str = ""
    icon: str = ""
    state: str = ""
    state_icon: str = ""
    tone: str = "plain"
    aside: str = ""
    header: bool = False
    opens: bool = True


class PagedModel(QAbstractListModel):
    """Rows that arrive in pages as a person scrolls. `waiting` tells when a page is asked for and when it came."""

    waiting = Signal(bool)

    def __init__(self, fetch: Fetch | None = None, *, total: int | None = None) -> None:
        super().__init__()
        self._fetch, self._total = fetch, total
        self._rows: list[RowItem] = []
        self._next: object = None
        self._more, self._asked, self._round = fetch is not None, False, 0

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """How many rows have come."""
        return 0 if parent.isValid() else len(self._rows)

    def row(self, at: int) -> RowItem | None:
        """The row at a place, or None."""
        return self._rows[at] if 0 <= at < len(self._rows) else None

    def place_of(self, key: str) -> int:
        """Where the row with this key is, or -1."""
        return next((i for i, r in enumerate(self._rows) if r.key == key and not r.header), -1)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """What the list and a reader want to know of a row."""
        item = self.row(index.row())
        if item is None:
            return None
        if role == ROW:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            return None if item.header else "\n".join(filter(None, (item.title, item.state)))
        return None

    def spoken(self, at: int) -> str:
        """What a reader hears: the whole row and "3 of 7"."""
        item = self._rows[at]
        if item.header:
            return item.title
        place = sum(1 for r in self._rows[: at + 1] if not r.header)
        total = self._total if self._total is not None else sum(1 for r in self._rows if not r.header)
        plus = tr(" or more") if self._more and self._total is None else ""
        parts = [
            item.title,
            item.line,
            item.aside,
            item.state,
            tr("{n} of {of}", n=place, of=f"{total}{plus}"),
        ]
        return ", ".join(part for part in parts if part)

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Headers of groups cannot be chosen."""
        item = self.row(index.row())
        if item is None or item.header:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> bool:
        """Whether there may be more rows."""
        return not parent.isValid() and self._more and not self._asked

    def fetchMore(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> None:
        """Ask for the next page."""
        if self._fetch is None or not self.canFetchMore(parent):
            return
        self._asked = True
        self.waiting.emit(True)
        now = self._round
        self._fetch(self._next, lambda rows, after: self._take(now, rows, after))

    def _take(self, asked_in: int, rows: Sequence[RowItem], after: object) -> None:
        if asked_in != self._round:
            return
        self._asked, self._next, self._more = False, after, after is not None
        if rows:
            first = len(self._rows)
            self.beginInsertRows(_NO_PARENT, first, first + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()
        self.waiting.emit(False)

    def start_again(self, *, total: int | None = None) -> None:
        """Forget all rows and ask for the first page (something changed)."""
        self.beginResetModel()
        self._round += 1
        self._rows, self._next, self._asked, self._more = [], None, False, self._fetch is not None
        self._total = total
        self.endResetModel()
        self.fetchMore(_NO_PARENT)

    def set_rows(self, rows: Sequence[RowItem]) -> None:
        """Show exactly these rows."""
        self.beginResetModel()
        self._round += 1
        self._rows, self._next, self._asked, self._more = list(rows), None, False, False
        self._total = None
        self.endResetModel()
