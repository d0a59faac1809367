"""The order in which Tab goes, where parts of a screen are made anew while others stay: as they are read, not as they were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget


def tab_in_order(*parts: QWidget | None) -> None:
    """Tab goes through all of the first part, then all of the second, and so on. Parts that are None are left out."""
    stops = [stop for part in parts if part is not None for stop in _stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> Iterator[QWidget]:
    """What Tab stops at in a part, as its layouts show it.

    Qt's own chain is not asked: the binding ties what `nextInFocusChain` gives to the life of the asked one.
    """
    if part.focusProxy() is None and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield part
    inside = part.layout()
    if isinstance(part, QScrollArea):
        page = part.widget()
        yield from _stops(page) if page is not None else ()
    elif inside is not None:
        yield from _laid_out(inside)
    else:
        for child in part.children():
            if isinstance(child, QWidget) and not child.isWindow():  # not the list that a field opens
                yield from _stops(child)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    # Each is asked where it stands, and never the layout for what it holds: see tests/ui/widgets/test_taken_apart.py.
    owner = layout.parentWidget()
    parts = [c for c in (owner.children() if owner is not None else ()) if isinstance(c, QWidget)]
    placed = [(layout.indexOf(part), _stops(part)) for part in parts]
    placed += [(layout.indexOf(c), _laid_out(c)) for c in layout.children() if isinstance(c, QLayout)]
    for at, stops in sorted(placed, key=lambda p: p[0]):
        if at >= 0:
            yield from stops
