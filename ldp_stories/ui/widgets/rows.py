"""Lists of rows 76 high: picture, title, one line, state, chevron. Arrows move, Enter opens."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ldp_stories.ui.widgets.model import ROW, PagedModel, RowItem
from ldp_stories.ui.widgets.rowpaint import header_height, paint_pale, paint_row, row_height, wrapped_height
from ldp_stories.ui.widgets.theme import follow

_PALE_AFTER_MS = 300


class _RowDelegate(QStyledItemDelegate):
    """Draws one row."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """The height of a row, or of a group's heading."""
        item, view = index.data(ROW), self.parent()
        if isinstance(item, RowItem) and item.header:
            return QSize(200, header_height())
        if isinstance(item, RowItem) and isinstance(view, RowList) and view.wrap:
            return QSize(200, wrapped_height(view.viewport().width(), item))
        return QSize(200, row_height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row with its focus ring."""
        item = index.data(ROW)
        view = self.parent()
        if not isinstance(item, RowItem) or not isinstance(view, QAbstractItemView):
            return
        state = option.state
        box: QRect = option.rect
        over = bool(state & QStyle.StateFlag.State_MouseOver)
        current = view.hasFocus() and view.currentIndex().row() == index.row()
        mirror = view.layoutDirection() == Qt.LayoutDirection.RightToLeft
        wrap = isinstance(view, RowList) and view.wrap
        paint_row(painter, box, item, over=over, current=current, mirror=mirror, wrap=wrap)


class RowList(QListView):
    """A list of rows from a PagedModel. `opened` and `moved` carry a row's key; `fit=True` is as high as its rows.

    `wrap=True` shows long titles whole, in lines, for lists of some hundred rows at most (each row is measured).
    """

    opened = Signal(str)
    moved = Signal(str)

    def __init__(
        self,
        model: PagedModel,
        *,
        name: str,
        fit: bool = False,
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows, self._fit, self._pale, self.wrap = model, fit, False, wrap
        if wrap:
            self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setProperty("own_ring", True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)
        if fit:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PALE_AFTER_MS)
        self._timer.timeout.connect(self._show_pale)
        model.waiting.connect(self._waiting)
        model.modelReset.connect(self.updateGeometry)
        model.rowsInserted.connect(self.updateGeometry)
        self.clicked.connect(self._open)
        follow(self._restyle)

    def _restyle(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.updateGeometry()
        self.viewport().update()

    def _waiting(self, waits: bool) -> None:
        if waits:
            self._timer.start()
        else:
            self._timer.stop()
            self._pale = False
            self.viewport().update()

    def _show_pale(self) -> None:
        self._pale = True
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        item = index.data(ROW)
        if isinstance(item, RowItem) and not item.header:
            self.opened.emit(item.key)

    def current_key(self) -> str:
        """The key of the current row, or ""."""
        item = self.currentIndex().data(ROW)
        return item.key if isinstance(item, RowItem) else ""

    def set_current_key(self, key: str) -> None:
        """Make a row current and scroll to it (Back returns to the same row)."""
        at = self.rows.place_of(key)
        if at >= 0:
            self.setCurrentIndex(self.rows.index(at))
            self.scrollTo(self.currentIndex())

    def currentChanged(
        self, current: QModelIndex | QPersistentModelIndex, previous: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        item = current.data(ROW)
        if isinstance(item, RowItem):
            self.moved.emit(item.key)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open(self.currentIndex())
            return
        if event.text().strip() and not event.modifiers():
            event.ignore()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its rows when it fits them, else four rows."""
        high = (
            sum(self.sizeHintForRow(at) for at in range(self.rows.rowCount()))
            if self._fit
            else 4 * row_height()
        )
        return QSize(320, high)

    def minimumSizeHint(self) -> QSize:
        """Lists give way: one row is the least."""
        return QSize(240, self.sizeHint().height() if self._fit else row_height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the rows, or pale ones while the first page is long in coming."""
        super().paintEvent(_event)
        if self._pale and not self.rows.rowCount():
            painter = QPainter(self.viewport())
            for at in range(max(1, self.viewport().height() // row_height())):
                paint_pale(painter, QRect(0, at * row_height(), self.viewport().width(), row_height()))
            painter.end()
