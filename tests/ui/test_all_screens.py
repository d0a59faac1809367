"""One walk over every screen of every workspace, in the real window over the practice programme.

Each screen is opened and looked at in light and dark, at 100, 150 and 200 % text, from both sides, and on the smallest window:
everything that can be pressed has a name, nothing is cut, nothing is wider than its page, no task fails, and Tab goes as it is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.report import ReportType
from ldp_stories.services.edit_record import keep_draft, write_drafts
from ldp_stories.services.find_place import place_named
from ldp_stories.services.furnish_desk import furnish, next_story
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.record_encounter import begin, finish, set_facts
from ldp_stories.services.start_home import practice_home
from ldp_stories.services.write_report import begin_report
from ldp_stories.settings import Settings
from ldp_stories.ui.main_window.navigator import Navigator
from ldp_stories.ui.main_window.pictures import VIEWS
from ldp_stories.ui.main_window.window import Window
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.widgets.scroll import Scroll
from ldp_stories.ui.widgets.theme import Mode, theme
from ldp_stories.ui.workspaces import WORKSPACES
from tests.services.homes import cheap_machine, everything_yes
from tests.ui.helpers import cut, plain_theme, unnamed
from tests.ui.tab_walk import can_stop, faults_of_tab

LAPTOP = (1366, 696)
SMALLEST = (1024, 600)
BETWEEN = (1180, 1240, 1280, 1344)
"""Widths from the narrowest with rail and side column to that of a usual laptop: what stands side by side has the least room there."""


@dataclass(frozen=True)
class Look:
    """One way in which a screen is looked at."""

    scale: float
    mode: Mode = "light"
    rtl: bool = False
    size: tuple[int, int] = LAPTOP

    def __str__(self) -> str:
        side = "from the right" if self.rtl else "from the left"
        return f"{round(self.scale * 100)} % {self.mode} {side} {self.size[0]}x{self.size[1]}"


LOOKS = (
    Look(1.0),
    Look(1.0, "dark", rtl=True, size=SMALLEST),
    Look(1.5, rtl=True),
    Look(2.0, "dark", size=SMALLEST),
)


def spilled(root: QWidget) -> list[str]:
    """The pages that are wider than the area in which they scroll: their end could not be reached."""
    return [
        f"a page of {area.accessibleName() or type(area.parentWidget()).__name__} is {page.width()} wide in {area.viewport().width()}"
        for area in root.findChildren(Scroll)
        if area.isVisibleTo(root)
        and (page := area.widget()) is not None
        and page.width() > area.viewport().width() > 0
    ]


def faults(window: QWidget, size: tuple[int, int]) -> list[str]:
    """Everything that is wrong with what the window shows now."""
    found = [f"no name: {one}" for one in unnamed(window)]
    found += [f"cut: {one}" for one in cut(window)]
    found += [f"spilled: {one}" for one in spilled(window)]
    if window.width() > size[0] or window.height() > size[1]:
        found.append(f"the window grew to {window.width()}x{window.height()}")
    return found


def flat(image: QImage) -> bool:
    """Whether a picture has (nearly) one colour only: nothing was drawn."""
    small = image.scaled(64, 64).convertToFormat(QImage.Format.Format_RGB32)
    colors = {small.pixel(x, y) for x in range(64) for y in range(64)}
    return len(colors) < 8


def brightness(image: QImage) -> int:
    """The middle brightness of a picture, 0 to 255."""
    small = image.scaled(64, 64).convertToFormat(QImage.Format.Format_Grayscale8)
    return sum(small.pixelColor(x, y).lightness() for x in range(64) for y in range(64)) // 64**2


class Walk:
    """The window with the practice programme open, and what went wrong in its tasks."""

    def __init__(self, folder: Path) -> None:
        machine = cheap_machine(folder)
        home = practice_home(folder / "home", machine, name="Amina Khan")
        self.window = Window(machine, folder, Settings().changed(theme="light"), folder / "settings.json")
        self.window.show()
        self.window.activateWindow()
        self.window.open_desk(home)
        assert self.window._idle is not None
        self.window._idle.set_minutes(24 * 60)  # nobody presses a key here, and the walk may take long
        self.wrong: list[str] = []
        self.window.tasks.went_wrong.connect(lambda task, error: self.wrong.append(f"{task.name}: {error}"))
        furnish(home)
        next_story(home)
        self.told = told_story(home)
        self.asked = begun(home, step="consent")
        self.talking = begun(home, step="talk", yes=True)
        self.report = begin_report(home, ReportType.CASE, "What we heard")
        self.torn = folder / "torn.ldp"
        self.torn.write_bytes(b"not a bundle")

    @property
    def home(self) -> Home:
        assert self.window.home is not None
        return self.window.home

    @property
    def way(self) -> Navigator:
        assert self.window.navigator is not None
        return self.window.navigator

    def about(self, key: str) -> list[object]:
        """What a screen is shown about: each of them is looked at."""
        stories = [row.id for row in my_stories(self.home).rows]
        places: dict[str, list[object]] = {
            "record": [stories[0], "no-such-story"],
            "conversation": [self.asked, self.talking, ("words", self.told), ("ready", self.told)],
            "review": [tuple(stories[:3]), ()],
            "report": [self.report],
            "preview": [self.torn],
            "preview_all": [(self.torn,)],
            "help": [None, "consent"],
            "member": [self.home.member, "nobody"],
        }
        return places.get(key, [None])

    def filled(self, key: str) -> list[object]:
        """What the demonstration shows a screen about, where it is more than nothing: quotes, a report with parts, people to send to."""
        views = [view.what(self.home) for view in VIEWS if view.key == key != "conversation"]
        return [what for what in views if what is not None and what not in self.about(key)]

    def open(self, role: str, key: str, what: object, qtbot: QtBot) -> None:
        """Go to a screen as a person would, and wait until it has read what it shows."""
        self.way.choose_role(role)
        self.way.go(self.way.space.start)
        self.way.step(key, what)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        self.settle(qtbot)

    def says_where(self, entry: Entry) -> None:
        """The window names the screen in front, which has the focus, and shows no sign of a word that was not put in."""
        screen, focus = self.way.here.screen, self.window.focusWidget()
        assert self.way.here.entry.key == entry.key
        assert screen.title
        assert self.window.windowTitle() == f"{screen.title}, LDP Stories"
        assert focus is not None
        assert screen.isAncestorOf(focus), f"the focus is on {focus}"
        assert focus.isVisible()
        assert self.window.isActiveWindow(), (
            "a part was shown before it stood in the screen, as a window of its own"
        )
        labels = [one.text() for one in self.window.findChildren(QLabel) if one.isVisibleTo(self.window)]
        for sign in ("{", "}", "None", "<b>", "<br", "Traceback", "_"):
            assert [text for text in labels if sign in text] == []

    def stand_still(self, qtbot: QtBot) -> None:
        """Wait until all that Tab may come to has come into sight and has its place: cards are laid one after the other."""
        seen: list[list[tuple[QWidget, QPoint]]] = []

        def nothing_comes() -> bool:
            stops = (one for one in self.window.findChildren(QWidget) if can_stop(one))
            seen.append([(one, one.mapTo(self.window, QPoint(0, 0))) for one in stops])
            return len(seen) > 1 and seen[-1] == seen[-2]

        qtbot.waitUntil(nothing_comes)

    def tab(self, qtbot: QtBot, *, back: bool = False) -> list[str]:
        """What is wrong with the way of Tab through the screen once everything stands: a bar may fold a moment after it was shown."""
        self.stand_still(qtbot)
        try:
            qtbot.waitUntil(lambda: not faults_of_tab(self.window, back=back))
        except qtbot.TimeoutError:
            return faults_of_tab(self.window, back=back)
        return []

    def settle(self, qtbot: QtBot) -> None:
        """Wait until no task runs; a failure names those that do."""

        def at_rest() -> None:
            assert [task.name for task in self.window.tasks.running(quiet=True)] == []

        qtbot.waitUntil(at_rest, timeout=120_000)

    def dress(self, look: Look) -> None:
        """Show the window in a look."""
        side = Qt.LayoutDirection.RightToLeft if look.rtl else Qt.LayoutDirection.LeftToRight
        self.window.setLayoutDirection(side)
        if (look.scale, look.mode) != (theme().scale, theme().mode):
            theme().set(scale=look.scale, mode=look.mode)
        self.window.resize(*look.size)

    def looks(self) -> Sequence[Look]:
        """All looks, from the one worn now if it is the last of them: dressing the whole window anew takes longer than looking at it."""
        last = LOOKS[-1]
        return LOOKS[::-1] if (theme().scale, theme().mode) == (last.scale, last.mode) else LOOKS

    def look(self, look: Look, qtbot: QtBot) -> list[str]:
        """Dress the window and say what is wrong once everything stands."""
        self.dress(look)
        try:
            qtbot.waitUntil(lambda: not faults(self.window, look.size), timeout=15_000)
        except qtbot.TimeoutError:
            return [f"{look}: {fault}" for fault in faults(self.window, look.size)]
        return []


def begun(home: Home, *, step: str, yes: bool = False) -> str:
    """A conversation that has come to a step."""
    talk = begin(home).id
    set_facts(
        home, talk, place=place_named(home, "Millbrook").id, age_band="40-59", said_first=True, step=step
    )
    if yes:
        everything_yes(home, talk)
    return talk


def told_story(home: Home) -> str:
    """A story that has been told and written down, not yet ready."""
    record = finish(home, begun(home, step="talk", yes=True))
    keep_draft(home, record, "words", "They draw the curtains and it is only women.\nپھر ہم نے چائے پی۔")
    keep_draft(home, record, "title", "Tea and bulbs")
    write_drafts(home, record)
    return record


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Iterator[Walk]:
    """One window for all: opening the programme once is enough."""
    plain_theme()
    made = Walk(tmp_path_factory.mktemp("walk"))
    yield made
    made.window.close()
    made.window.deleteLater()
    plain_theme()


PLACES = [(space.role.value, entry) for space in WORKSPACES for entry in space.entries]
SCREENS = [
    place for at, place in enumerate(PLACES) if place[1].build not in [e.build for _, e in PLACES[:at]]
]
"""Every screen once: several workspaces have the same one."""


def name_of_place(value: object) -> str:
    return value.key if isinstance(value, Entry) else str(value)


@pytest.mark.parametrize(("role", "entry"), SCREENS, ids=name_of_place)
def test_a_screen_is_named_whole_and_calm_in_every_look(
    walk: Walk, qtbot: QtBot, role: str, entry: Entry
) -> None:
    keys = [e.key for r, e in PLACES if r == role and e.build is entry.build]
    found: list[str] = []
    brightness_of: dict[str, int] = {}
    for place, what in [(key, what) for key in keys for what in walk.about(key)]:
        walk.open(role, place, what, qtbot)
        for look in walk.looks():
            found += [f"{what!r:.40}: {fault}" for fault in walk.look(look, qtbot)]
            if look.size == SMALLEST:  # the side column and the bars stand elsewhere
                found += [f"{what!r:.40}: {look}: {fault}" for fault in walk.tab(qtbot)]
            picture = walk.window.grab().toImage()
            found += [f"{what!r:.40}: {look}: nothing is drawn"] if flat(picture) else []
            brightness_of[look.mode] = brightness(picture)
        walk.settle(qtbot)
    assert found == []
    assert walk.wrong == []
    assert brightness_of["light"] > 200 > 80 > brightness_of["dark"]


@pytest.mark.parametrize(("role", "entry"), PLACES, ids=name_of_place)
def test_a_screen_says_where_it_is_takes_the_focus_and_tab_goes_through_it_as_it_is_read(
    walk: Walk, qtbot: QtBot, role: str, entry: Entry
) -> None:
    for number, what in enumerate((*walk.about(entry.key), *walk.filled(entry.key))):
        walk.open(role, entry.key, what, qtbot)
        walk.dress(LOOKS[0])
        walk.stand_still(qtbot)
        walk.says_where(entry)
        assert walk.tab(qtbot, back=not number) == [], f"{what!r:.40}"
        for wide in BETWEEN:
            assert walk.look(Look(1.0, size=(wide, LAPTOP[1])), qtbot) == [], f"{what!r:.40}"
    assert walk.wrong == []


def test_every_workspace_starts_where_it_says(walk: Walk, qtbot: QtBot) -> None:
    for space in WORKSPACES:
        walk.way.choose_role(space.role.value)
        walk.settle(qtbot)
        walk.way.go(space.start)
        walk.settle(qtbot)
        assert walk.way.here.entry.key == space.start


def test_keys_of_screens_are_not_given_twice_in_a_workspace() -> None:
    for space in WORKSPACES:
        keys = [entry.key for entry in space.entries]
        assert len(keys) == len(set(keys))
        assert space.entry(space.start) is not None


def test_places_of_the_rail_have_words_and_a_picture(qapp: QApplication) -> None:
    from ldp_stories.ui.widgets.icons import has_icon

    for space in WORKSPACES:
        for entry in space.entries:
            if entry.rail:
                assert entry.label
                assert has_icon(entry.icon), entry.icon


def test_counts_in_the_rail_are_numbers(walk: Walk) -> None:
    for space in WORKSPACES:
        for entry in space.entries:
            if entry.count is not None:
                assert entry.count(walk.home) >= 0
