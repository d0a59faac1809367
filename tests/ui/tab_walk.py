"""The order in which Tab goes through a window."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from tests.ui.helpers import name_of

FURTHEST = 150


def stops(window: QWidget) -> list[QWidget]:
    """Everything Tab stops at, beginning with what has the focus, once round; it ends there again."""
    start = window.focusWidget()
    assert start is not None
    found, at = [start], start
    while len(found) < FURTHEST:
        window.focusNextPrevChild(True)  # what Tab does where nobody takes it for something else
        here = window.focusWidget()
        assert here is not None
        assert here is not at, f"Tab does not leave {name_of(at)}"
        if here in found:  # once round (where the focus starts is not always a stop itself)
            return found
        found.append(here)
        at = here
    raise AssertionError(f"Tab never comes round: {[name_of(one) for one in found[-5:]]}")


def out_of_order(window: QWidget, screen: QWidget) -> list[str]:
    """What of a screen Tab reaches only after it has left the screen, though it is read after the start."""
    found, left = [], False
    round_trip = stops(window)
    for stop in round_trip:
        inside = screen.isAncestorOf(stop)
        left = left or not inside
        if left and inside and height(stop) > height(round_trip[0]):
            found.append(f"{name_of(stop) or type(stop).__name__} comes after the bar")
    return found


def height(widget: QWidget) -> int:
    """How far down it stands in its window."""
    return widget.mapTo(widget.window(), QPoint(0, 0)).y()
