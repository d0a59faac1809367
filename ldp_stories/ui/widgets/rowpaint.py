"""How one row of a list is drawn, left to right or mirrored, at any text scale."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle

from ldp_stories.ui.widgets.chips import TONES
from ldp_stories.ui.widgets.icons import draw_icon, icon_size
from ldp_stories.ui.widgets.model import RowItem
from ldp_stories.ui.widgets.paint import draw_words, in_lines, round_box, text_width
from ldp_stories.ui.widgets.theme import theme

_SIDE = 26


def row_height() -> int:
    """76 pixels at 100 % text."""
    return theme().grow(76)


def header_height() -> int:
    """The height of a group's heading."""
    return theme().grow(48)


def wrapped_height(width: int, item: RowItem) -> int:
    """The height of a row whose title goes on to further lines where it is long."""
    return row_height() + (len(_title_lines(item, width)) - 1) * _big()


def _big() -> int:
    """The height of a line of a title."""
    return round(theme().size("body") * 1.35)


def _title_lines(item: RowItem, width: int) -> list[str]:
    """The title in as many lines as it needs in a row of this width."""
    start = _SIDE + 6 if not item.icon or theme().large else _SIDE + 54
    end = width - _SIDE - icon_size() - 14
    if not theme().large:
        state = state_width(item, end - start)
        end -= (state + 10 if state else 0) + _aside_width(item)
    return in_lines(item.title, theme().font("body", 600), max(40, end - start - 12))


def _aside_width(item: RowItem) -> int:
    return text_width(item.aside, theme().font("small")) + 10 if item.aside else 0


def state_width(item: RowItem, room: int) -> int:
    """How wide the pill with the state is: whole, or what the title and the line leave, and never less than half the room."""
    if not item.state:
        return 0
    side = icon_size(15) + 7 if item.state_icon else 0
    whole = text_width(item.state, theme().font("small", 500)) + 26 + side
    title, line = theme().font("body", 600), theme().font("small")
    words = max(text_width(item.title, title), text_width(item.line, line))
    room -= _aside_width(item) + 22
    return min(whole, max(room // 2, room - words))


class _Pen:
    """Draws in a row's box with places counted from the side where reading starts."""

    def __init__(self, painter: QPainter, box: QRect, *, mirror: bool) -> None:
        self.painter, self.box, self.mirror = painter, box, mirror
        direction = Qt.LayoutDirection.RightToLeft if mirror else Qt.LayoutDirection.LeftToRight
        self.direction = direction
        painter.setLayoutDirection(direction)

    def at(self, x: int, y: int, wide: int, high: int) -> QRect:
        """A box by its place in the row."""
        return QStyle.visualRect(
            self.direction, self.box, QRect(self.box.x() + x, self.box.y() + y, wide, high)
        )

    def words(
        self, x: int, y: int, wide: int, high: int, text: str, role: str, color: str, weight: int
    ) -> None:
        """Words in the row."""
        draw_words(self.painter, self.at(x, y, wide, high), text, theme().font(role, weight), color)

    def icon(self, x: int, y: int, side: int, name: str, color: str) -> None:
        """A picture in the row."""
        draw_icon(self.painter, name, self.at(x, y, side, side), color, right_to_left=self.mirror)


def paint_row(
    painter: QPainter,
    box: QRect,
    item: RowItem,
    *,
    over: bool,
    current: bool,
    mirror: bool,
    wrap: bool = False,
) -> None:
    """Draw a row: hairline above, picture, words, state, chevron; the ring when it is current. `wrap`: the whole title, in lines."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = _Pen(painter, box, mirror=mirror)
    if item.header:
        pen.words(_SIDE, 8, box.width() - 2 * _SIDE, box.height() - 8, item.title, "body", "text2", 600)
        painter.restore()
        return
    if over and not current:
        painter.fillRect(box.adjusted(0, 1, 0, 0), theme().color("sunk"))
    if box.y() > 0:  # at the top stands the edge of the card
        painter.fillRect(QRect(box.x(), box.y(), box.width(), 1), theme().color("line"))
    if current:
        round_box(painter, box.adjusted(4, 5, -4, -4), None, "accent", width=3, radius=10)
    middle, side = box.height() // 2, icon_size()
    if item.opens:
        pen.icon(box.width() - _SIDE - side + 6, middle - side // 2, side, "caret-right", "text2")
    start = _tile(pen, item, middle)
    end = box.width() - _SIDE - side - 14
    if not theme().large:
        end = _state(pen, item, middle, start, end)
    titles = _title_lines(item, box.width()) if wrap else [item.title]
    _words(pen, item, titles, middle, start, max(40, end - start - 12))
    painter.restore()


def _tile(pen: _Pen, item: RowItem, middle: int) -> int:
    """The picture on its soft tile; gives where the words start."""
    if not item.icon or theme().large:
        return _SIDE + 6
    tile = 40
    round_box(pen.painter, pen.at(_SIDE, middle - tile // 2, tile, tile), "soft", radius=9)
    side = icon_size()
    pen.icon(_SIDE + (tile - side) // 2, middle - side // 2, side, item.icon, "onsoft")
    return _SIDE + tile + 14


def _state(pen: _Pen, item: RowItem, middle: int, start: int, end: int) -> int:
    """The pill with the state and the plain words before it; gives where they start."""
    if item.state:
        fill, ink, edge = TONES.get(item.tone, TONES["plain"])
        side = icon_size(15) if item.state_icon else 0
        wide = state_width(item, end - start)
        high = theme().grow(30)
        round_box(
            pen.painter, pen.at(end - wide, middle - high // 2, wide, high), fill, edge, radius=high / 2
        )
        x = end - wide + 13
        if side:
            pen.icon(x, middle - side // 2, side, item.state_icon, ink)
            x += side + 7
        pen.words(x, middle - high // 2, end - x - 8, high, item.state, "small", ink, 500)
        end -= wide + 10
    if item.aside:
        wide = text_width(item.aside, theme().font("small"))
        pen.words(end - wide, middle - 12, wide, 24, item.aside, "small", "text2", 400)
        end -= wide + 10
    return end


def _words(pen: _Pen, item: RowItem, titles: list[str], middle: int, start: int, wide: int) -> None:
    """The title and the line under it (at large text: the state instead of the line)."""
    big, low = _big(), round(theme().size("small") * 1.45)
    large = theme().large
    second = item.state if large and item.state else item.line
    top = middle - (big * len(titles) + (low if second else 0)) // 2
    for words in titles:
        pen.words(start, top, wide, big, words, "body", "text", 600)
        top += big
    if not second:
        return
    top -= big
    if large and item.state:
        _, ink, _ = TONES.get(item.tone, TONES["plain"])
        side = icon_size(16) if item.state_icon else 0
        if side:
            pen.icon(start, top + big + (low - side) // 2, side, item.state_icon, ink)
        x = start + (side + 10 if side else 0)
        pen.words(x, top + big, wide - x + start, low, second, "small", ink, 500)
    else:
        pen.words(start, top + big, wide, low, second, "small", "text2", 400)


def paint_pale(painter: QPainter, box: QRect) -> None:
    """A pale row, shown while the first page is long in coming."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = box.center().y()
    round_box(painter, QRect(box.x() + _SIDE, middle - 20, 40, 40), "sunk", radius=9)
    round_box(painter, QRect(box.x() + _SIDE + 54, middle - 17, 180, 12), "sunk", radius=6)
    round_box(painter, QRect(box.x() + _SIDE + 54, middle + 6, 260, 10), "sunk", radius=5)
