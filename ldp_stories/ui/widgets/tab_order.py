"""The order in which Tab goes: as a window is read, whenever its parts were made and wherever they moved since.

Qt keeps a chain in the order of making, where a list that is filled again falls behind what stood after it. It is not mended but passed over: at each
press a window asks here, and the answer comes from how its layouts stand at that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import cast

import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def tab_on(window: QWidget, *, forward: bool) -> bool:
    """Put the focus on what is read after (or before) what has it, from the end to the beginning again; False where there is nothing else.

    What has the focus may have been hidden a moment ago: then it goes on from where that stood.
    """
    here = window.focusWidget()
    stops = list(_stops(window, window, here))
    if not forward:
        stops.reverse()
    at = stops.index(here) if here in stops else -1
    after = [*stops[at + 1 :], *stops[: max(at, 0)]]
    if not after:
        return False
    after[0].setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def first_stop(part: QWidget) -> QWidget | None:
    """What Tab would come to first in a part."""
    return next(_stops(part, part, None), None)


@contextmanager
def focus_kept(*parts: QWidget) -> Iterator[None]:
    """Parts are made anew meanwhile: the focus goes to what has the same name and stands nearest to where it was, else to that place.

    Of several parts, the narrowest first, it stays in the first that still has a place for it.
    """
    here = parts[0].window().focusWidget()
    around = [part for part in parts if here is not None and part.isAncestorOf(here)]
    if here is None or not around:
        yield
        return
    was = [(part, list(_stops(part, part, here)).index(here)) for part in around]
    name = here.accessibleName()
    yield
    if shiboken6.isValid(here) and here.isVisibleTo(around[0]):
        return
    for part, at in was:
        stops = list(_stops(part, part, None))
        if stops:
            alike = [n for n, one in enumerate(stops) if one.accessibleName() == name] or range(len(stops))
            stops[min(alike, key=lambda n: abs(n - at))].setFocus(Qt.FocusReason.OtherFocusReason)
            return


def _stops(whole: QWidget, part: QWidget, here: QWidget | None) -> Iterator[QWidget]:
    """What Tab stops at in a part, as it is read; what has the focus is among them in any case."""
    if part.isHidden() and part is not whole and not (here is not None and part.isAncestorOf(here)):
        return
    by_tab = part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None
    if part is here or (by_tab and part.isEnabled() and part.isVisibleTo(whole)):
        yield part
    for inside in _as_read(part):
        yield from _stops(whole, inside, here)


def _as_read(part: QWidget) -> Iterable[QWidget]:
    """The parts that stand in a part: those in its layout in their order, then what is in none."""
    inside = [child for child in part.children() if isinstance(child, QWidget) and not child.isWindow()]
    layout = part.layout()
    if layout is None or len(inside) < 2:
        return inside
    laid = list(_laid_out(layout, inside))
    return [*laid, *(child for child in inside if child not in laid)]


def _laid_out(layout: QLayout, inside: list[QWidget]) -> Iterator[QWidget]:
    # Each is asked where it stands, and never the layout for what it holds: see tests/ui/widgets/test_taken_apart.py.
    parts: list[QObject] = [*inside, *(child for child in layout.children() if isinstance(child, QLayout))]
    placed = [(_place(layout, at), part) for part in parts if (at := _index(layout, part)) >= 0]
    for _, part in sorted(placed, key=lambda p: p[0]):
        if isinstance(part, QLayout):
            yield from _laid_out(part, inside)
        elif isinstance(part, QWidget):
            yield part


def _index(layout: QLayout, part: QObject) -> int:
    return layout.indexOf(part) if isinstance(part, QWidget | QLayout) else -1


def _place(layout: QLayout, at: int) -> tuple[int, int]:
    """Where something stands in a layout: a grid is read line by line."""
    if isinstance(layout, QGridLayout):
        line, column, *_ = cast("tuple[int, int, int, int]", layout.getItemPosition(at))
        return line, column
    return 0, at
