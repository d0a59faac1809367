"""Putting other things into a layout: what was there goes, what comes shows at once."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from ldp_stories.ui.widgets.card import clear, put


def refill(box: QBoxLayout, *things: QWidget | QLayout | int | None) -> None:
    """Put these things in place of what stands in a layout (as `put` does)."""
    clear(box)
    put(box, *things)
    for thing in things:
        if isinstance(thing, QWidget):
            thing.show()
