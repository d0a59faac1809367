"""The grid of the matrix: a story in each row, a tag in each column, the beginning of each summary in its cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QFrame,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from ldp_stories.services.fill_matrix import MatrixView, RowView
from ldp_stories.ui.text import apart, many, tr
from ldp_stories.ui.widgets.paint import reads_rtl
from ldp_stories.ui.widgets.theme import follow, theme

_WIDE = 190
_HIGH = 84
_HEAD = 58
_SHOWN = (90, 40)
_BEGUN = (44, 22)
"""Letters of a summary that leave room for the line that says what it rests on; in usual text, and in large text."""
_ALIGN = Qt.AlignmentFlag(
    Qt.AlignmentFlag.AlignLeading.value | Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextWordWrap.value
)


class _Cells(QStyledItemDelegate):
    """A cell's words run as they themselves do, in a window of either side."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """As Qt does, with the direction of the words."""
        super().initStyleOption(option, index)
        own = reads_rtl(str(index.data() or ""))
        option.direction = Qt.LayoutDirection.RightToLeft if own else Qt.LayoutDirection.LeftToRight


class MatrixGrid(QTableWidget):
    """`moved(record, column)` when another cell is in hand, `entered` on Enter."""

    moved = Signal(str, str)
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[str] = []
        self._columns: list[str] = []
        self.setAccessibleName(tr("Framework matrix"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(240)
        self.setItemDelegate(_Cells(self))
        self.horizontalHeader().setAccessibleName(tr("Columns: the tags"))
        self.verticalHeader().setAccessibleName(tr("Rows: the stories"))
        for corner in self.findChildren(QAbstractButton):
            corner.setAccessibleName(tr("The corner of the matrix"))
            corner.setMinimumSize(0, 0)
        self.setCornerButtonEnabled(False)
        self.currentCellChanged.connect(lambda *_: self.moved.emit(*self.place()))
        follow(self._restyle)

    def _restyle(self) -> None:
        colors = self.palette()
        for role, token in (
            (QPalette.ColorRole.Base, "surface"),
            (QPalette.ColorRole.Text, "text"),
            (QPalette.ColorRole.Highlight, "soft"),
            (QPalette.ColorRole.HighlightedText, "onsoft"),
            (QPalette.ColorRole.Button, "rail"),
            (QPalette.ColorRole.ButtonText, "text"),
            (QPalette.ColorRole.Window, "rail"),
            (QPalette.ColorRole.WindowText, "text"),
        ):
            colors.setColor(role, QColor(theme().color(token)))
        self.setPalette(colors)
        line, rail, ink, edge = (theme().color(t).name() for t in ("line", "rail", "text", "edge"))
        soft, onsoft, surface = (theme().color(t).name() for t in ("soft", "onsoft", "surface"))
        letters = f"font-size: {theme().size('small')}px; font-weight: 600;"
        self.setStyleSheet(
            f"QTableWidget {{ background: {surface}; color: {ink}; gridline-color: {line}; border-radius: 14px; }}"
            f"QTableWidget::item {{ padding: 8px; }} QTableWidget::item:selected {{ background: {soft}; color: {onsoft}; }}"
            f"QHeaderView::section {{ background: {rail}; color: {ink}; padding: 8px; border: 0; {letters} }}"
            f"QAbstractScrollArea::corner {{ background: transparent; border: 0; }}"
            f"QTableCornerButton::section {{ background: {rail}; border: 0; }}"
            f"QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}"
            f"QScrollBar::handle:horizontal {{ background: {edge}; border-radius: 4px; min-width: 40px; }}"
        )
        self.setFont(theme().font("small"))
        for head in (self.horizontalHeader(), self.verticalHeader()):
            head.setFont(theme().font("small", 600))
            head.setDefaultAlignment(_ALIGN)
        self.horizontalHeader().setFixedHeight(theme().grow(_HEAD))
        self.horizontalHeader().setDefaultSectionSize(theme().grow(_WIDE))
        self.verticalHeader().setDefaultSectionSize(theme().grow(_HIGH))
        self.verticalHeader().setFixedWidth(theme().grow(_WIDE))

    def show_matrix(self, view: MatrixView, why: Callable[[RowView], str]) -> None:
        """Show a matrix; the cell in hand stays when it is still there."""
        kept = self.place()
        self.blockSignals(True)
        self._rows = [r.record for r in view.rows]
        self._columns = [c.key for c in view.matrix.columns]
        self.setRowCount(len(self._rows))
        self.setColumnCount(len(self._columns))
        self.setHorizontalHeaderLabels([c.label for c in view.matrix.columns])
        self.setVerticalHeaderLabels([_head(r) for r in view.rows])
        self.fill(view, why)
        down = self._rows.index(kept[0]) if kept[0] in self._rows else 0
        across = self._columns.index(kept[1]) if kept[1] in self._columns else 0
        self.setCurrentCell(down, across)
        self.blockSignals(False)

    def fill(self, view: MatrixView, why: Callable[[RowView], str]) -> None:
        """Write what stands in the cells."""
        for down, one in enumerate(view.rows):
            for across, column in enumerate(view.matrix.columns):
                cell = next((c for c in one.cells if c.column == column.key), None)
                words = why(one) if one.gap else (cell.summary if cell else "")
                rests = ""
                if cell is not None and cell.linked:
                    rests = "\n" + many(len(cell.linked), "{n} passage", "{n} passages")
                elif cell is not None and cell.free and not words:
                    rests = many(len(cell.free), "{n} passage to read", "{n} passages to read")
                most = (_BEGUN if rests else _SHOWN)[theme().large]
                item = QTableWidgetItem(_begun(words, most) + rests)
                words += rests
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole,
                    f"{_head(one)}, {column.label}: {words or tr('empty')}",
                )
                self.setItem(down, across, item)

    def place(self) -> tuple[str, str]:
        """The record and column in hand, or ("", "")."""
        down, across = self.currentRow(), self.currentColumn()
        if not (0 <= down < len(self._rows) and 0 <= across < len(self._columns)):
            return "", ""
        return self._rows[down], self._columns[across]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to writing; letters are the screen's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Room for a few cells."""
        return QSize(theme().grow(_WIDE) * 3, theme().grow(_HIGH) * 4)

    def minimumSizeHint(self) -> QSize:
        """It gives way; it scrolls in itself."""
        return QSize(240, 240)


def _begun(words: str, most: int) -> str:
    """The beginning of a summary, at the end of a word."""
    return words if len(words) <= most else f"{words[:most].rpartition(' ')[0] or words[:most]} \u2026"


def _head(row: RowView) -> str:
    codes = row.codes[0] if len(row.codes) == 1 else ""
    if len(row.codes) > 1:
        codes = tr("{n} people", n=len(row.codes))
    return "\n".join(filter(None, (apart(row.title), codes))) or tr("Taken out")
