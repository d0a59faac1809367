"""The two frames of the window: the desk (rail, pages, foot) and the task (bar with steps or Back, page, foot).

They know no story: places come in as `RailItem`s, widgets as pages, and what a person presses goes out as signals.
From 150 % text or under 1180 px the rail becomes *Menu* and the steps become "Step 2 of 5: Consent".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Surface
from ldp_stories.ui.widgets.foot import FootStrip
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.rail import Rail, RailItem
from ldp_stories.ui.widgets.steps import StepBar
from ldp_stories.ui.widgets.tab_order import first_stop
from ldp_stories.ui.widgets.theme import follow, theme

NARROW_UNDER: Final = 1180
RAIL_WIDE: Final = 260


def is_compact(width: int) -> bool:
    """Whether rail and side column fold away at this window width and the present text scale."""
    return theme().large or width < NARROW_UNDER


class SafetyButtons(QWidget):
    """*Worried about someone?* and *Hide screen F9*, as they stand in every bar."""

    worried = Signal()
    hide_screen = Signal()

    def __init__(self) -> None:
        super().__init__()
        name = tr("Worried about someone?")
        self.worried_button = Button(name, kind="danger", icon="lifebuoy", name=name)
        self.hide_button = Button(
            tr("Hide screen"), kind="plain", icon="eye-slash", key="F9", bind=False, name=tr("Hide screen")
        )
        self.worried_button.clicked.connect(self.worried)
        self.hide_button.clicked.connect(self.hide_screen)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        box.addWidget(self.worried_button)
        box.addWidget(self.hide_button)

    def set_short(self, short: bool) -> None:
        """Fewer words where there is little room; a reader hears the whole name all the same."""
        self.worried_button.setText(tr("Worried?") if short else tr("Worried about someone?"))
        self.hide_button.setText(tr("Hide") if short else tr("Hide screen"))


class Bar(Surface):
    """The bar at the top, 68 high: `start` things, room, recording, then the safety buttons."""

    to_recording = Signal()

    def __init__(self) -> None:
        super().__init__("paper", bottom_line=True)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(28, 0, 22, 0)
        self.row.setSpacing(16)
        self.start = QHBoxLayout()
        self.start.setSpacing(14)
        self.recording = Button(tr("Recording"), kind="danger", icon="record-fill")
        self.recording.hide()
        self.recording.clicked.connect(self.to_recording)
        self.safety = SafetyButtons()
        self.row.addLayout(self.start)
        self.row.addStretch(1)
        self.row.addWidget(self.recording)
        self.row.addWidget(self.safety)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """68 high at 100 %."""
        return QSize(super().sizeHint().width(), round(68 * (1 + (theme().scale - 1) * 0.42)))


class Frame(QWidget):
    """What both frames share: pages, foot, safety signals, F6 between regions, the recording in the bar."""

    worried = Signal()
    hide_screen = Signal()
    to_recording = Signal()
    compact_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.pages = QStackedWidget()
        self.foot = FootStrip()
        self.bar = Bar()
        self.bar.safety.worried.connect(self.worried)
        self.bar.safety.hide_screen.connect(self.hide_screen)
        self.bar.to_recording.connect(self.to_recording)
        self._compact: bool | None = None
        self._recording = ("", False)
        for key, step in (("F6", 1), ("Shift+F6", -1)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda s=step: self.next_region(s))

    @property
    def compact(self) -> bool:
        """Whether there is little room."""
        return bool(self._compact)

    def show_page(self, page: QWidget) -> None:
        """Bring a page to the front (it is kept once shown)."""
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def regions(self) -> list[QWidget]:
        """The regions that F6 goes through."""
        return [self.bar, self.pages, self.foot]

    def next_region(self, step: int = 1) -> None:
        """Put the focus on the first control of the next region."""
        shown = [region for region in self.regions() if region.isVisible() and first_stop(region) is not None]
        focus = self.window().focusWidget()
        at = next(
            (i for i, r in enumerate(shown) if focus is not None and (r is focus or r.isAncestorOf(focus))),
            -1,
        )
        if shown and (target := first_stop(shown[(at + step) % len(shown)])) is not None:
            target.setFocus(Qt.FocusReason.TabFocusReason)

    def show_hide_key(self, key: str) -> None:
        """The key that hides the screen, as it stands on the button."""
        self.bar.safety.hide_button.show_key(key)

    def set_recording(self, words: str, *, alarm: bool = False) -> None:
        """Show "Recording 12:34" in the bar, or "" for none. Pressing it gives `to_recording`. `alarm`: no voice is coming in."""
        if (words, alarm) == self._recording:  # heard ten times a second
            return
        for button in self._recording_buttons():
            button.setText(words)
            button.set_icon("warning-circle" if alarm else "record-fill")
            button.setVisible(bool(words))
        self._recording = (words, alarm)

    def _recording_buttons(self) -> list[Button]:
        return [self.bar.recording]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold or unfold what the new width asks for."""
        super().resizeEvent(event)
        self.check_room()

    def check_room(self) -> None:
        """Fold or unfold for the present width and text scale."""
        compact = is_compact(self.width())
        if compact != self._compact:
            self._compact = compact
            self.fold(compact)
            self.compact_changed.emit(compact)

    def fold(self, compact: bool) -> None:
        """Show the short or the whole form."""
        self.bar.safety.set_short(compact)


class DeskFrame(Frame):
    """Rail, pages and foot. `went` carries the key of a place that was chosen."""

    went = Signal(str)
    role_chosen = Signal(str)

    def __init__(self, items: Sequence[RailItem], *, name: str = "LDP Stories", practice: str = "") -> None:
        super().__init__()
        self.rail = Rail(items, name=name, practice=practice)
        self.rail.went.connect(self._went)
        self.rail.worried.connect(self.worried)
        self.rail.hide_screen.connect(self.hide_screen)
        self.rail.to_recording.connect(self.to_recording)
        self.rail.role_chosen.connect(self.role_chosen)
        self.menu = Button(tr("Menu"), icon="list")
        self.menu.clicked.connect(self.toggle_menu)
        self.place = Label("", weight=600, wrap=False)
        self.bar.start.addWidget(self.menu)
        self.bar.start.addWidget(self.place)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self.pages, 1)
        main.addWidget(self.foot)
        middle.addWidget(self.rail)
        middle.addLayout(main, 1)
        self._main = main
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addLayout(middle, 1)
        follow(self._restyle)

    def _restyle(self) -> None:
        self.check_room()
        needed = self.rail.minimumSizeHint().width()  # its longest words may grow faster than a control does
        wide = 16_777_215 if self.compact else max(theme().grow(RAIL_WIDE), needed)
        self.rail.setMinimumWidth(0 if self.compact else wide)
        self.rail.setMaximumWidth(wide)

    def fold(self, compact: bool) -> None:
        """The rail as a Menu, or beside the page."""
        super().fold(compact)
        self.bar.setVisible(compact)
        self.rail.setVisible(not compact)
        self.pages.show()
        self.foot.show()
        self._restyle()

    def toggle_menu(self) -> None:
        """Show the places instead of the page, or the page again."""
        opening = not self.rail.isVisible()
        self.rail.setVisible(opening)
        self.pages.setVisible(not opening)
        self.foot.setVisible(not opening)
        if opening and (first := first_stop(self.rail)) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _went(self, key: str) -> None:
        self.place.setText(self.rail.label_of(key))
        if self.compact:
            self.rail.hide()
            self.pages.show()
            self.foot.show()
        self.went.emit(key)

    def set_current(self, key: str) -> None:
        """Mark the place where the person is."""
        self.rail.set_current(key)
        self.place.setText(self.rail.label_of(key))

    def _recording_buttons(self) -> list[Button]:
        """In the rail as in the bar."""
        return [*super()._recording_buttons(), self.rail.recording]

    def show_hide_key(self, key: str) -> None:
        """In the rail as in the bar."""
        super().show_hide_key(key)
        self.rail.hide_button.show_key(key)

    def regions(self) -> list[QWidget]:
        """The rail comes first."""
        return [self.bar, self.rail, self.pages, self.foot]


class TaskFrame(Frame):
    """A bar with steps or *Back*, a page and the foot. `back` and `step_chosen` go out."""

    back = Signal()
    step_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.back_button = Button(tr("Back"), kind="quiet", icon="arrow-left", key="")
        self.back_button.clicked.connect(self.back)
        self.steps = StepBar()
        self.steps.went.connect(self.step_chosen)
        self.bar.start.addWidget(self.back_button)
        self.bar.start.addWidget(self.steps)
        self._middle: QWidget | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.bar)
        outer.addWidget(self.pages, 1)
        outer.addWidget(self.foot)
        self.set_back(tr("Back"))
        shortcut = QShortcut(QKeySequence("Alt+Left"), self)
        shortcut.activated.connect(self.back)
        follow(self.check_room)

    def set_steps(self, steps: Sequence[str], current: int, reached: int = 0) -> None:
        """Show steps in the bar (current counts from 0; `reached` is the furthest one a person was at)."""
        self.back_button.hide()
        self.steps.show()
        self.steps.set_steps(steps, current, reached)
        self._fold_steps()

    def set_back(self, label: str) -> None:
        """Show where Back leads ("Queue") instead of steps."""
        self.steps.hide()
        self.back_button.setText(label)
        self.back_button.set_name(tr("Back to {place}", place=label) if label != tr("Back") else label)
        self.back_button.show()

    def set_middle(self, widget: QWidget | None) -> None:
        """Put one thing after *Back* ("Story 4 of 15" with dots), or None to take it away; what stands there already stays."""
        if widget is self._middle:
            return
        if self._middle is not None:
            self._middle.hide()
            self._middle.deleteLater()
        self._middle = widget
        if widget is not None:
            self.bar.start.addWidget(widget)
            widget.show()  # at once: a layout shows what is put in it only when the event loop comes round

    def fold(self, compact: bool) -> None:
        """Steps as words where there is little room."""
        super().fold(compact)
        self._fold_steps()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The steps may have room, or have it no more."""
        super().resizeEvent(event)
        self._fold_steps()

    def set_recording(self, words: str, *, alarm: bool = False) -> None:
        """The recording stands beside the steps."""
        super().set_recording(words, alarm=alarm)
        self._fold_steps()

    def _fold_steps(self) -> None:
        """Every step with its whole words, or only the present one."""
        edge = self.bar.row.contentsMargins()
        beside = (self.bar.recording, self.bar.safety)
        taken = sum(one.sizeHint().width() + self.bar.row.spacing() for one in beside if not one.isHidden())
        room = self.width() - edge.left() - edge.right() - taken - self.bar.row.spacing()
        self.steps.set_short(self.compact or self.steps.whole_width() > room)
