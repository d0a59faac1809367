"""The order in which Tab goes, where parts of a screen are made anew while others stay: as they are read, not as they were made."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_in_order(*parts: QWidget | None) -> None:
    """Tab goes through all of the first part, then all of the second, and so on. Parts that are None are left out."""
    stops = [stop for part in parts if part is not None for stop in _stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _stops(part: QWidget) -> Iterator[QWidget]:
    """What Tab stops at in a part, in the order it has inside."""
    at = part
    while True:
        inside = at is part or part.isAncestorOf(at)
        if inside and at.focusProxy() is None and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield at
        at = at.nextInFocusChain()
        if at is part:
            return
