"""Margins that are not the same on both sides change sides in a window that is read from the right; a layout does not do that by itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QLayout, QWidget

_MIRRORED: Final = "mirrored_margins"
_GAP: Final = 8


def sided(layout: QLayout | None, owner: QWidget, event: QEvent | None = None) -> None:
    """Put a layout's margins on the sides that its owner's direction asks for; with an event, only when that tells of a new direction."""
    if layout is None or (event is not None and event.type() != QEvent.Type.LayoutDirectionChange):
        return
    mirror = owner.layoutDirection() == Qt.LayoutDirection.RightToLeft
    if bool(layout.property(_MIRRORED)) != mirror:
        now = layout.contentsMargins()
        layout.setContentsMargins(now.right(), now.top(), now.left(), now.bottom())
        layout.setProperty(_MIRRORED, mirror)


def gap_beside_bar(area: QAbstractScrollArea) -> None:
    """Keep a little room between words and the bar that scrolls them, on the side where the bar stands; none without a bar."""
    gap = _GAP if area.verticalScrollBar().maximum() > 0 else 0
    mirror = area.layoutDirection() == Qt.LayoutDirection.RightToLeft
    area.setViewportMargins(gap if mirror else 0, 0, 0 if mirror else gap, 0)
