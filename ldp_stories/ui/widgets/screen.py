"""The base of every screen: a title, where the focus starts, and how it hears of changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.ui.widgets.composing import settle_underlined
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.tab_order import first_stop, tab_on


class Screen(QWidget):
    """One place in the window.

    Set `title` ("Home"); call `set_focus_start(widget)` for the heading; override `refresh`. A screen asks to
    go elsewhere with `go(key, what)` and leaves with `done`; it never calls another screen.
    """

    title = ""
    go = Signal(str, object)
    done = Signal()
    retitled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._focus_start: QWidget | None = None
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=False)

    def retitle(self, title: str) -> None:
        """Another thing is on screen now (the next story, another matrix): the window says so too."""
        if title != self.title:
            self.title = title
            self.retitled.emit(title)

    def set_focus_start(self, widget: QWidget) -> None:
        """Choose what takes the focus when the screen opens: its heading as a rule."""
        if isinstance(widget, Label):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            widget.setProperty("starts_reading", True)
        self._focus_start = widget

    def focus_start(self) -> None:
        """Put the focus where this screen starts; while that is not in sight (there is nothing to show), on the first thing that is."""
        start = self._focus_start
        if start is not None and not start.isVisibleTo(self):
            start = first_stop(self) or start
        if start is not None:
            start.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes as it is read, also where a screen is a window of its own."""
        return tab_on(self, forward=forward) if self.isWindow() else super().focusNextPrevChild(forward)

    def refresh(self, changes: frozenset[str]) -> None:
        """Read again what is shown if one of its nouns is among `changes`; an empty set means everything."""

    def about(self) -> object:
        """What it is about by now, when that is not what it was made with (a conversation that has begun); else None."""
        return None

    def settle_and_leave(self) -> None:
        """Say that another screen takes its place: what is still underlined in the field with the focus counts as typed."""
        settle_underlined()
        self.leaving()

    def leaving(self) -> None:
        """Called before another screen takes its place: save what is half typed. Leaving is never refused."""
