"""The strip at the foot of the window: running tasks or the last copy at the start, "Saved on this laptop" at the end.

A message that is too long for one line is read whole: it stands on two or three, and the strip is as high as it needs.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ldp_stories.ui.tasks import Tasks
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import Surface
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.paint import mirrored, round_box, smooth
from ldp_stories.ui.widgets.rail import IconMark
from ldp_stories.ui.widgets.theme import follow, theme

_MOST_OF = 0.6
"""A long message has at least this share of the strip's width; else the words at the end make room."""


class ProgressLine(QWidget):
    """A thin line that fills from the side where reading starts. `value` is 0.0 to 1.0."""

    def __init__(self, *, name: str, value: float = 0.0, wide: int = 120, high: int = 6) -> None:
        super().__init__()
        self._value, self._wide, self._high = value, wide, high
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow(self.update)

    def value(self) -> float:
        """How much is done, 0.0 to 1.0."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show how much is done."""
        self._value = min(1.0, max(0.0, value))
        self.setAccessibleDescription(f"{round(self._value * 100)} %")
        self.update()

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(self._wide, self._high)

    def minimumSizeHint(self) -> QSize:
        """It can be short."""
        return QSize(60, self._high)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the line and its filled part."""
        painter = smooth(self)
        round_box(painter, self.rect(), "line", radius=self._high / 2)
        done = round(self.width() * self._value)
        if done:
            part = mirrored(self, QRect(0, 0, max(done, self._high), self.height()))
            round_box(painter, part, "accent", radius=self._high / 2)


class FootStrip(Surface):
    """Words at both ends, and the running task between picture and *Stop*. `stopped` carries the task's number."""

    stopped = Signal(int)

    def __init__(self) -> None:
        super().__init__("paper", top_line=True)
        self._task = -1
        self._tasks: Tasks | None = None
        self.left_icon = IconMark("shield-check", "ok", 16)
        self.left = Label("", role="small", color="text2", wrap=False, elide=True)
        self.whole = Label("", role="small", color="text2")
        self.whole.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.whole.hide()
        self._high = 0
        self.more_icon = IconMark("battery-medium", "text2", 16)
        self.more = Label("", role="small", color="text2", wrap=False, elide=True)
        self.bar = ProgressLine(name="", wide=220)
        self.bar.setMaximumWidth(220)
        self.percent = Label("", role="small", weight=600, wrap=False)
        self.stop = Button(tr("Stop"), kind="quiet", size="inline", role="small")
        self.right_icon = IconMark("lock-simple", "text2", 16)
        self.right = Label("", role="small", color="text2", wrap=False, elide=True)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(8)
        self._row.setContentsMargins(30, 0, 28, 0)
        for thing in (
            self.left_icon,
            self.left,
            self.whole,
            self.more_icon,
            self.more,
            self.bar,
            self.percent,
            self.stop,
        ):
            self._row.addWidget(thing, 1000 if thing is self.whole else 0)
            if thing is self.left:
                self._row.addSpacing(6)
        self._row.addStretch(1)
        self._row.addWidget(self.right_icon)
        self._row.addWidget(self.right)
        self.stop.clicked.connect(lambda: self.stopped.emit(self._task))
        self._message = ("", "", "ok")
        self.set_task(None)
        self.set_more("", "")
        self.set_right("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow(self._fit)

    def sizeHint(self) -> QSize:
        """40 high at 100 %, more for a message of several lines."""
        return QSize(400, max(theme().grow(40), self._high))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A message that no longer stands on one line gets more."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    def _fit(self) -> None:
        """Show the message on one line where there is room, else whole on several; a task's name gives way with dots."""
        for thing in (self.right_icon, self.right):
            thing.setVisible(bool(self.right.text()))
        room = self._room()
        long = self._task < 0 and bool(self._message[0]) and self.left.sizeHint().width() > room > 0
        if (
            long and room < self.width() * _MOST_OF
        ):  # what was just said matters more than what always stands here
            self.right_icon.hide()
            self.right.hide()
            room = self._room()
            long = self.left.sizeHint().width() > room
        self.whole.setVisible(long)
        self.left.setVisible(not long and bool(self.left.text()))
        if long:
            self.whole.setFixedHeight(self.whole.heightForWidth(room))
        self._high = self.whole.height() + 16 if long else 0
        self.updateGeometry()

    def _room(self) -> int:
        """Pixels for the message between its picture and what stands after it."""
        margins = self._row.contentsMargins()
        after = [
            thing.sizeHint().width() + self._row.spacing()
            for thing in (self.left_icon, self.more_icon, self.more, self.right_icon, self.right)
            if not thing.isHidden()
        ]
        inside = self.width() - margins.left() - margins.right() - 2 * self._row.spacing()
        return inside - sum(after) - inside // 100  # the gap that pushes the end to its side has a hundredth

    def follow_tasks(self, tasks: Tasks) -> None:
        """Show the oldest running task of these, and stop it when a person presses *Stop*."""
        self._tasks = tasks
        tasks.changed.connect(self._show_tasks)
        self.stopped.connect(tasks.stop)
        self._show_tasks()

    def _show_tasks(self) -> None:
        running = self._tasks.running() if self._tasks is not None else ()
        if not running:
            self.set_task(None)
            return
        first, more = running[0], len(running) - 1
        name = tr("{name}, and {n} more", name=tr(first.name), n=more) if more else tr(first.name)
        self.set_task(first.number, name, first.share)

    @property
    def message(self) -> str:
        """The words at the start, also while a task runs in their place."""
        return self._message[0]

    def set_message(self, text: str, icon: str = "shield-check", color: str = "ok") -> None:
        """The words at the start when no task runs."""
        self._message = (text, icon, color)
        if self._task < 0:
            self._show_message()

    def _show_message(self) -> None:
        text, icon, color = self._message
        self.left.setText(text)
        self.whole.setText(text)
        self.left_icon.set_icon(icon, color)
        self.left_icon.setVisible(bool(text))
        self._fit()

    def set_more(self, text: str, icon: str) -> None:
        """A second piece of news at the start (battery)."""
        self.more.setText(text)
        self.more_icon.set_icon(icon, "text2")
        self.more.setVisible(bool(text))
        self.more_icon.setVisible(bool(text))
        self._fit()

    def set_right(self, text: str, icon: str = "lock-simple") -> None:
        """The words at the end."""
        self.right.setText(text)
        self.right_icon.set_icon(icon, "text2")
        self._fit()

    def set_task(
        self, number: int | None, name: str = "", share: float = 0.0, *, can_stop: bool = True
    ) -> None:
        """Show a running task (number, name, share done 0.0 to 1.0), or None for no task."""
        self._task = -1 if number is None else number
        running = number is not None
        for thing in (self.bar, self.percent):
            thing.setVisible(running)
        self.stop.setVisible(running and can_stop)
        if not running:
            self._show_message()
            return
        self.left.setText(name)
        self._fit()
        self.left_icon.set_icon("file-text", "text2")
        self.left_icon.show()
        self.bar.setAccessibleName(name)
        self.bar.set_value(share)
        self.percent.setText(f"{round(share * 100)} %")
        self.stop.set_name(tr("Stop, {name}", name=name))
