"""The order in which a page is read, as the eye sees it: from the top down, and in one line from the side where reading starts.

It is measured where the parts stand on the screen, and asks neither the layouts nor the program in which order that is. Two parts are compared where
their ways up part: the two that hold them there stand side by side or one above the other, so that a column is read before the next begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

from tests.ui.helpers import name_of


def misread(stops: Sequence[QWidget]) -> list[str]:
    """Of what Tab stops at on its way once round: the pairs that come the wrong way round, the later one said first."""
    first = next(
        (
            at
            for at, one in enumerate(stops)
            if not any(comes_before(two, one) for two in stops if two is not one)
        ),
        0,
    )
    return [
        f"{said(after)} is read before {said(before)}"
        for before, after in combinations([*stops[first:], *stops[:first]], 2)
        if comes_before(after, before)
    ]


def said(widget: QWidget) -> str:
    """How a fault names a part."""
    return f"[{name_of(widget)[:40] or type(widget).__name__}]"


def comes_before(one: QWidget, other: QWidget) -> bool:
    """Whether one is clearly read before another. One that holds the other comes first; of two that stand askew neither does."""
    if one.isAncestorOf(other) or other.isAncestorOf(one):
        return one.isAncestorOf(other)
    holder, part, counterpart = _where_they_part(one, other)
    here, there = _place(part), _place(counterpart)
    from_right = holder.layoutDirection() == Qt.LayoutDirection.RightToLeft
    above, below = here.bottom() < there.top(), there.bottom() < here.top()
    left, right = here.right() < there.left(), there.right() < here.left()
    if above or below:
        return above and not (left or right)
    return right if from_right else left


def _where_they_part(one: QWidget, other: QWidget) -> tuple[QWidget, QWidget, QWidget]:
    """The last part that holds both, and the two in it that hold one each."""
    up_one, up_other = _up(one), _up(other)
    both = 0
    while up_one[both] is up_other[both]:
        both += 1
    return up_one[both - 1], up_one[both], up_other[both]


def _up(widget: QWidget) -> list[QWidget]:
    """The window, and what holds it from there on down to itself."""
    way: list[QWidget] = [widget]
    while not way[-1].isWindow() and (above := way[-1].parentWidget()) is not None:
        way.append(above)
    return way[::-1]


def _place(widget: QWidget) -> QRect:
    return QRect(widget.mapTo(widget.window(), QPoint(0, 0)), widget.size())
