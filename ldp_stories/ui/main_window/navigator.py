"""Where the person is: goes to screens by key, keeps the way back, tells the screen in front what changed. No screen calls another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QStackedWidget

from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home
from ldp_stories.services.receipts import Copies, copies
from ldp_stories.services.record_encounter import cut_off
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.directory import Entry, TaskScreen
from ldp_stories.ui.record.help import page_for
from ldp_stories.ui.record.sound_teller import Said
from ldp_stories.ui.text import clock, many, tr
from ldp_stories.ui.widgets.announce import announce
from ldp_stories.ui.widgets.choices import Option
from ldp_stories.ui.widgets.frame import DeskFrame, Frame, TaskFrame
from ldp_stories.ui.widgets.rail import RailItem
from ldp_stories.ui.widgets.screen import Screen
from ldp_stories.ui.workspaces import Workspace, workspaces_for


@dataclass
class Stop:
    """One step of the way: which screen, about what, and the screen itself."""

    entry: Entry
    what: object
    screen: Screen


@dataclass(frozen=True)
class Place:
    """Where a person is, to come back to: the workspace, and the way through it as (key, what), the screen in front last."""

    role: str
    way: tuple[tuple[str, object], ...]


def recovered_place(home: Home) -> Place | None:
    """Where a notebook opens after it was cut off in a recording: at what was recovered, with Home behind it; None otherwise."""
    talk = cut_off(home)
    return Place(Role.RESEARCHER.value, (("home", None), ("recovered", talk))) if talk else None


_TALKS = ("conversation", "new")
ENDINGS = frozenset({"wipe practice", "bring back", "close home"})
"""Where a screen may lead that ends the notebook; the window does it (endings.py)."""


class Navigator(QObject):
    """The frames and the way through them, for one open home. `worried` and `hide_screen` come from the bars; `titled(str)`.

    `changed(frozenset)`: the nouns of each write, emitted on the thread that wrote.
    """

    worried = Signal()
    hide_screen = Signal()
    ending = Signal(str, object)
    titled = Signal(str)
    changed = Signal(object)

    def __init__(self, context: Context, pages: QStackedWidget, start: Place | None = None) -> None:
        super().__init__(pages)
        self.context, self.pages = context, pages
        self.spaces = workspaces_for(context.home.roles())
        self.space = self.spaces[0]
        if start is not None:
            self.space = self._space(start.role)
        practice = tr("Practice. Nothing real.") if context.home.practice else ""
        self.desk = DeskFrame([], name="LDP Stories", practice=practice)
        self.task = TaskFrame()
        self.way: list[Stop] = []
        self._standing = ""
        for frame in (self.desk, self.task):
            pages.addWidget(frame)
            frame.worried.connect(self.worried)
            frame.hide_screen.connect(self.hide_screen)
            frame.to_recording.connect(self.to_recording)
            frame.foot.follow_tasks(context.tasks)
            frame.show_hide_key(context.settings.hide_key)
        self._keys = [k for frame in (self.desk, self.task) for k in self._bind(frame)]
        self.desk.went.connect(self.go)
        self.desk.role_chosen.connect(self.choose_role)
        self.task.back.connect(self._task_back)
        self.task.step_chosen.connect(self._step)
        context.live.heard.connect(self._recording)
        context.live.changed.connect(self._recording)
        context.live.said.connect(self._say_of_sound)
        self.changed.connect(self.refresh, Qt.ConnectionType.QueuedConnection)
        self._forget = context.home.on_change(self.changed.emit)
        self._fill_rail()
        self._walk(start.way if start is not None else ())

    @property
    def here(self) -> Stop:
        """The screen in front."""
        return self.way[-1]

    def go(self, key: str, what: object = None) -> None:
        """Go to a screen. A place of the rail begins a new way; anything else is a step further, and Back returns here."""
        if key in ENDINGS:
            self.ending.emit(key, what)
            return
        entry = self._entry(key)
        if entry is not None and entry.rail and not self._is_here(key, what):
            if self.way:
                self.here.screen.settle_and_leave()
            self._drop(0)
        self.step(key, what)

    def step(self, key: str, what: object = None) -> None:
        """Go one step further, whatever the screen is; Back returns here."""
        entry = self._entry(key)
        if entry is None or self._is_here(key, what):
            return
        if self.way:
            self.here.screen.settle_and_leave()
        screen = entry.build(self.context, what)
        screen.go.connect(self.go)
        screen.done.connect(self.back)
        screen.retitled.connect(lambda title: self._turned(title) if self._in_front(screen) else None)
        if isinstance(screen, TaskScreen):
            screen.bar_changed.connect(self._bar)
        self.way.append(Stop(entry, what, screen))
        self._show()

    def back(self) -> None:
        """One step back, to the same row and scroll; from the first step to where the workspace starts."""
        self.here.screen.settle_and_leave()
        if len(self.way) > 1:
            self._drop(len(self.way) - 1)
            self.here.screen.refresh(frozenset())
            self._show()
        elif self.here.entry.key != self.space.start:
            self.go(self.space.start)

    def choose_role(self, role: str) -> None:
        """Change to another workspace of the same person."""
        if self._space(role) is not self.space:
            self.to_place(Place(role, ()))

    def to_place(self, place: Place) -> None:
        """Go to a place in one go: its workspace, and every step of its way made anew."""
        self.here.screen.settle_and_leave()
        self._drop(0)
        self.space = self._space(place.role)
        self._fill_rail()
        self._walk(place.way)

    def refresh(self, changes: frozenset[str]) -> None:
        """Something was written: counts in the rail, and the screen in front if it shows one of the nouns.

        Word of it may come when the notebook is closed already; then there is nothing to show.
        """
        if self.context.home.closed:
            return
        self._counts()
        if self.desk.foot.message == self._standing:  # what was said a moment ago stays
            self.stand()
        if self.way:
            self.here.screen.refresh(changes)

    def new_conversation(self) -> None:
        """Ctrl+N: begin a conversation, or return to the one that is being recorded."""
        if self.context.live.running:
            self.to_recording()
        elif self.here.entry.key not in _TALKS:
            self.go("new")

    def help(self) -> None:
        """F1: the page of the help for the screen in front."""
        if self.here.entry.key != "help":
            self.step("help", page_for(self.here.entry.key, self.here.screen.title))

    def preferences(self) -> None:
        """Ctrl+comma."""
        if self.here.entry.key != "preferences":
            self.step("preferences")

    def close(self) -> Place:
        """Leave the screen in front and drop everything; where the person was."""
        self.here.screen.settle_and_leave()
        self._forget()
        way = tuple((s.entry.key, s.screen.about() or s.what) for s in self.way)
        at = Place(self.space.role.value, way)
        live = self.context.live
        for signal, slot in (
            (live.heard, self._recording),
            (live.changed, self._recording),
            (live.said, self._say_of_sound),
        ):
            signal.disconnect(slot)
        self.context.tasks.leave_unheard(self)
        for frame in (self.desk, self.task):
            self.context.tasks.leave_unheard(frame)
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
        talk, screen = self.context.live.conversation, self.here.screen
        if talk is not None and not (self.here.entry.key in _TALKS and screen.about() == talk):
            self.go("conversation", talk)
        if isinstance(self.here.screen, TaskScreen):
            self.here.screen.show_recording()

    def _space(self, role: str) -> Workspace:
        """The workspace of a role; the one in front when this person has not got it."""
        return next((w for w in self.spaces if w.role.value == role), self.space)

    def _walk(self, way: Iterable[tuple[str, object]]) -> None:
        for key, what in way:
            self.step(key, what)
        if not self.way:
            self.go(self.space.start)

    def _is_here(self, key: str, what: object) -> bool:
        return bool(self.way) and (key, what) == (self.here.entry.key, self.here.what)

    def _in_front(self, screen: Screen) -> bool:
        return bool(self.way) and self.here.screen is screen

    def _turned(self, title: str) -> None:
        """The screen in front shows another thing: what was said about the one before does not stay in the foot."""
        self.titled.emit(title)
        self.stand()

    def _bind(self, frame: Frame) -> tuple[QShortcut, ...]:
        """The keys that work on every screen. They belong to the frame, so that they rest while it is hidden."""
        made = []
        for key, act in (
            ("Ctrl+N", self.new_conversation),
            ("F1", self.help),
            ("Ctrl+,", self.preferences),
        ):
            shortcut = QShortcut(QKeySequence(key), frame)
            shortcut.activated.connect(act)
            made.append(shortcut)
        return tuple(made)

    def _check_keys(self) -> None:
        """A screen's own key comes before ours: two of the same would cancel each other. Ctrl+N is for those who may begin one."""
        own = {s.key() for s in self.here.screen.findChildren(QShortcut)}
        for shortcut in self._keys:
            allowed = shortcut.key() != QKeySequence("Ctrl+N") or self.space.entry("new") is not None
            shortcut.setEnabled(allowed and shortcut.key() not in own)

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
        self._check_keys()
        in_rail = [stop.entry.key for stop in self.way if stop.entry.rail]
        self.desk.set_current(in_rail[-1] if in_rail else self.space.start)
        self._foot()
        self._bar()
        self._recording()
        screen.focus_start()
        self.titled.emit(screen.title)
        announce(screen, screen.title)

    def _foot(self) -> None:
        """Who has a copy, and that everything is kept here."""
        self.stand()
        kept = (
            tr("Saved on this laptop")
            if self.context.home.practice
            else tr("Locked and saved on this laptop")
        )
        for frame in (self.desk, self.task):
            frame.foot.set_right(kept)

    def stand(self) -> None:
        """What stands in the foot while nothing is said: who has a copy of one's stories, for those who collect them."""
        words, color = "", "text2"
        if self.space.role is Role.RESEARCHER:
            known = copies(self.context.home)
            words = copy_words(known) if known.total else ""
            color = copy_color(known)
        self._standing = words
        for frame in (self.desk, self.task):
            frame.foot.set_message(words, _COPY_ICONS[color], color)

    def _bar(self) -> None:
        screen = self.here.screen
        if not isinstance(screen, TaskScreen):
            return
        if screen.steps:
            self.task.set_steps(list(screen.steps), screen.step, screen.reached)
        else:
            self.task.set_back(screen.back_label)
        self.task.set_middle(screen.middle)
        self.titled.emit(screen.title)
        if screen.foot_words:
            self.task.foot.set_right(screen.foot_words)
        self._recording()

    def _task_back(self) -> None:
        screen = self.here.screen
        if not (isinstance(screen, TaskScreen) and screen.step_back()):
            self.back()

    def _step(self, number: int) -> None:
        if isinstance(self.here.screen, TaskScreen):
            self.here.screen.go_to_step(number)

    def _recording(self, *_: object) -> None:
        live = self.context.live
        screen = self.here.screen if self.way else None
        at_it = (
            isinstance(screen, TaskScreen) and screen.shows_recording and screen.about() == live.conversation
        )
        words, alarm = "", live.alarm
        if alarm and not at_it:
            words = alarm
        elif live.running and live.status is not None and not at_it:
            time = clock(live.status.ms)
            words = tr("Paused {time}", time=time) if live.paused else tr("Recording {time}", time=time)
        for frame in (self.desk, self.task):
            frame.set_recording(words, alarm=bool(alarm))

    def _say_of_sound(self, said: Said) -> None:
        """A microphone that came out is said on every screen, and a window behind others asks to be looked at."""
        if said.aloud is None:
            return
        words, at_once = said.aloud
        announce(self.here.screen, words, assertive=at_once)
        if at_once:
            QApplication.alert(self.pages.window())

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


_COPY_ICONS = {"ok": "shield-check", "bad": "warning-circle", "text2": "shield-check"}
RED_AFTER_DAYS = 3
"""So many days without a confirmed copy and the foot is red: what was never copied nothing can save."""


def copy_color(known: Copies) -> str:
    """Green while all is confirmed or the last copy is young, red from the third day on."""
    if not known.total:
        return "text2"
    days = known.days_since if known.days_since is not None else known.days_waiting
    return "bad" if known.received < known.total and days >= RED_AFTER_DAYS else "ok"


def copy_words(known: Copies) -> str:
    """ "Joan has a copy of 5 of your 7 stories. Last one 3 days ago." """
    if known.again:
        return many(
            known.again,
            "Send {n} story again: the laptop that had it went back to an older copy.",
            "Send {n} stories again: the laptop that had them went back to an older copy.",
        )
    if not known.received:
        only = many(
            known.total, "Your {n} story is only on this laptop.", "Your {n} stories are only on this laptop."
        )
        if not known.days_waiting:
            return only
        return f"{only} {many(known.days_waiting, 'For {n} day now.', 'For {n} days now.')}"
    who = known.by or tr("Your coordinator")
    have = tr("{who} has a copy of {n} of your {of} stories.", who=who, n=known.received, of=known.total)
    if known.total == 1:
        have = tr("{who} has a copy of your story.", who=who)
    if known.days_since is None:
        return have
    if known.days_since == 0:
        return f"{have} {tr('Last one today.')}"
    return f"{have} {many(known.days_since, 'Last one {n} day ago.', 'Last one {n} days ago.')}"
