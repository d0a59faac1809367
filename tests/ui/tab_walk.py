"""The order in which Tab goes through a window, pressed as a person presses it, and what is wrong with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.helpers import name_of
from tests.ui.reading_order import misread

FURTHEST = 250


def stops(window: QWidget, *, back: bool = False) -> list[QWidget]:
    """Everything Tab (or Shift+Tab) stops at, beginning with what has the focus, once round; it ends there again."""
    start = window.focusWidget()
    assert start is not None
    found, at = [start], start
    while len(found) < FURTHEST:
        held = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(at, Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab, held)
        here = window.focusWidget()
        assert here is not None, f"Tab takes the focus from {name_of(at)} to nowhere"
        assert here is not at, f"Tab does not leave {name_of(at)}"
        if here in found:
            break
        found.append(here)
        at = here
    else:
        raise AssertionError(f"Tab never comes round: {[name_of(one) for one in found[-5:]]}")
    around = (
        start if can_stop(start) else found[1]
    )  # a page whose words have the focus is not always a stop itself
    assert here is around, f"Tab goes round in a ring from {name_of(here)} to {name_of(at)}"
    return found


def can_stop(widget: QWidget) -> bool:
    """Whether a person who goes by Tab should come to it."""
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None
    return by_tab and widget.isEnabled() and widget.isVisible()


def faults_of_tab(window: QWidget, *, back: bool = False) -> list[str]:
    """What Tab leaves out or takes in another order than it is read; with `back`, whether Shift+Tab comes back another way. The focus stays."""
    there = stops(window)
    start = there[0]
    found = misread(there)
    missed = [
        w for w in window.findChildren(QWidget) if can_stop(w) and w.window() is window and w not in there
    ]
    found += [f"Tab does not come to {name_of(one) or type(one).__name__}" for one in missed]
    start.setFocus()
    if back:
        again = stops(window, back=True)
        if [*again[:1], *again[:0:-1]] != there:
            found.append(f"back is another way: {[name_of(one) for one in again]}")
        start.setFocus()
    return found
