"""Where the person is: goes to screens by key, keeps the way back, tells the screen in front what changed. No screen calls another."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QStackedWidget

from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.directory import Entry, TaskScreen
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.frame import DeskFrame, TaskFrame
from ldp_stories.ui.widgets.rail import RailItem
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.workspaces import workspaces_for


@dataclass
class Stop:
    """One step of the way: which screen, about what, and the screen itself."""

    entry: Entry
    what: object
    screen: Screen


class Navigator(QObject):
    """The frames and the way through them, for one open home. `worried` and `hide_screen` come from the bars; `titled(str)`."""

    worried = Signal()
    hide_screen = Signal()
    titled = Signal(str)
    _changed = Signal(object)

    def __init__(
        self, context: Context, pages: QStackedWidget, start: tuple[str, object] | None = None
    ) -> None:
        super().__init__(pages)
        self.context, self.pages = context, pages
        self.spaces = workspaces_for(context.home.roles())
        self.space = self.spaces[0]
        practice = tr("Practice. Nothing real.") if context.home.practice else ""
        self.desk = DeskFrame([], name="LDP Stories", practice=practice)
        self.task = TaskFrame()
        self.way: list[Stop] = []
        for frame in (self.desk, self.task):
            pages.addWidget(frame)
            frame.worried.connect(self.worried)
            frame.hide_screen.connect(self.hide_screen)
            frame.to_recording.connect(self.to_recording)
            frame.foot.stopped.connect(context.tasks.stop)
        self.desk.went.connect(self.go)
        self.desk.role_chosen.connect(self.choose_role)
        self.task.back.connect(self._task_back)
        self.task.step_chosen.connect(self._step)
        context.live.heard.connect(self._recording)
        context.live.changed.connect(self._recording)
        context.tasks.changed.connect(self._tasks)
        self._changed.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        self._forget = context.home.on_change(self._changed.emit)
        self._fill_rail()
        key, what = start or (self.space.start, None)
        self.go(key if self._entry(key) else self.space.start, what)

    @property
    def here(self) -> Stop:
        """The screen in front."""
        return self.way[-1]

    def go(self, key: str, what: object = None) -> None:
        """Go to a screen. A place of the rail begins a new way; anything else is a step further, and Back returns here."""
        if self.way and (key, what) == (self.here.entry.key, self.here.what):
            return
        entry = self._entry(key)
        if entry is None:
            return
        if self.way:
            self.here.screen.leaving()
        if entry.rail:
            self._drop(0)
        screen = entry.build(self.context, what)
        screen.go.connect(self.go)
        screen.done.connect(self.back)
        if isinstance(screen, TaskScreen):
            screen.bar_changed.connect(self._bar)
        self.way.append(Stop(entry, what, screen))
        self._show()

    def back(self) -> None:
        """One step back, to the same row and scroll; from the first step to where the workspace starts."""
        self.here.screen.leaving()
        if len(self.way) > 1:
            self._drop(len(self.way) - 1)
            self.here.screen.refresh(frozenset())
            self._show()
        elif self.here.entry.key != self.space.start:
            self.go(self.space.start)

    def choose_role(self, role: str) -> None:
        """Change to another workspace of the same person."""
        chosen = next((w for w in self.spaces if w.role.value == role), self.space)
        if chosen is not self.space:
            self.here.screen.leaving()
            self.space = chosen
            self._drop(0)
            self._fill_rail()
            self.go(chosen.start)

    def refresh(self, changes: frozenset[str]) -> None:
        """Something was written: counts in the rail, and the screen in front if it shows one of the nouns."""
        self._counts()
        if self.way:
            self.here.screen.refresh(changes)

    def close(self) -> tuple[str, object]:
        """Leave the screen in front and drop everything; where the person was."""
        self.here.screen.leaving()
        self._forget()
        at = (self.here.entry.key, self.here.what)
        for frame in (self.desk, self.task):
            self.pages.removeWidget(frame)
            frame.deleteLater()
        self.way.clear()
        return at

    def show_again(self) -> None:
        """Bring the screen to the front again, after hiding."""
        self.here.screen.refresh(frozenset())
        self._show()

    def to_recording(self) -> None:
        """Return to the conversation that is being recorded."""
        if self.context.live.conversation is not None:
            self.go("conversation", self.context.live.conversation)

    def _entry(self, key: str) -> Entry | None:
        return self.space.entry(key) or next((e for w in self.spaces if (e := w.entry(key))), None)

    def _drop(self, keep: int) -> None:
        for stop in self.way[keep:]:
            frame = self.task if isinstance(stop.screen, TaskScreen) else self.desk
            frame.pages.removeWidget(stop.screen)
            stop.screen.hide()
            stop.screen.deleteLater()
        del self.way[keep:]

    def _show(self) -> None:
        screen = self.here.screen
        frame = self.task if isinstance(screen, TaskScreen) else self.desk
        frame.show_page(screen)
        self.pages.setCurrentWidget(frame)
        in_rail = [stop.entry.key for stop in self.way if stop.entry.rail]
        self.desk.set_current(in_rail[-1] if in_rail else self.space.start)
        self._bar()
        self._recording()
        screen.focus_start()
        self.titled.emit(screen.title)
        announce(screen, screen.title)

    def _bar(self) -> None:
        screen = self.here.screen
        if not isinstance(screen, TaskScreen):
            return
        if screen.steps:
            self.task.set_steps(list(screen.steps), screen.step)
        else:
            self.task.set_back(screen.back_label)
        self.task.set_middle(screen.middle)
        self.titled.emit(screen.title)
        if screen.foot_words:
            self.task.foot.set_right(screen.foot_words)

    def _task_back(self) -> None:
        screen = self.here.screen
        if not (isinstance(screen, TaskScreen) and screen.step_back()):
            self.back()

    def _step(self, number: int) -> None:
        if isinstance(self.here.screen, TaskScreen):
            self.here.screen.go_to_step(number)

    def _recording(self, *_: object) -> None:
        live = self.context.live
        at_it = self.way and self.here.entry.key in ("conversation", "new")
        words = ""
        if live.running and live.status is not None and not at_it:
            words = tr("Recording {time}", time=clock(live.status.ms))
        for frame in (self.desk, self.task):
            frame.set_recording(words)

    def _tasks(self) -> None:
        running = self.context.tasks.running()
        for frame in (self.desk, self.task):
            if running:
                frame.foot.set_task(running[0].number, tr(running[0].name), running[0].share)
            else:
                frame.foot.set_task(None, "", 0.0)

    def _fill_rail(self) -> None:
        items = [RailItem(e.key, e.icon, tr(e.label), 0, e.gap) for e in self.space.entries if e.rail]
        self.desk.rail.set_items(items)
        if len(self.spaces) > 1:
            options = [Option(w.role.value, tr(w.label)) for w in self.spaces]
            self.desk.rail.set_roles(options, self.space.role.value)
        self._counts()

    def _counts(self) -> None:
        for entry in self.space.entries:
            if entry.rail and entry.count is not None:
                self.desk.rail.set_count(entry.key, entry.count(self.context.home))
