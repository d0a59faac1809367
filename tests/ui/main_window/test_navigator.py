"""Ways between screens: places of the rail, steps further and back, roles, keys that work everywhere, counts, recordings and the foot."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.services.home import Home, Machine
from ldp_stories.services.receipts import Copies
from ldp_stories.services.record_encounter import begin
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.settings import Settings
from ldp_stories.ui.main_window.navigator import Navigator, Place, copy_words
from ldp_stories.ui.record.directory import TaskScreen
from ldp_stories.ui.record.help import HelpScreen
from ldp_stories.ui.widgets.theme import theme
from tests.services.homes import found, told
from tests.ui.helpers import cut, walk_names, words_on
from tests.ui.main_window.conftest import Screen
from tests.ui.main_window.test_recording_in_bars import record
from tests.ui.on_screen import story


def keys_of(ways: Navigator) -> list[str]:
    return [stop.entry.key for stop in ways.way]


def test_a_researcher_starts_at_home(practice: Screen) -> None:
    assert practice.at == "home"
    assert practice.window.windowTitle() == "Home, LDP Stories"


def test_a_place_of_the_rail_begins_a_new_way(practice: Screen) -> None:
    practice.ways.go("stories")
    practice.ways.go("send")
    assert keys_of(practice.ways) == ["send"]


def test_a_record_is_a_step_further_and_back_returns_to_the_list(practice: Screen) -> None:
    ident = story(practice.home, title="Tea and bulbs")
    practice.ways.go("stories")
    practice.ways.go("record", ident)
    assert keys_of(practice.ways) == ["stories", "record"]
    practice.ways.back()
    assert keys_of(practice.ways) == ["stories"]
    assert practice.window.windowTitle() == "My stories, LDP Stories"


def test_back_from_a_place_goes_to_where_the_workspace_starts(practice: Screen) -> None:
    practice.ways.go("send")
    practice.ways.back()
    assert practice.at == "home"


def test_back_at_the_start_stays_there(practice: Screen) -> None:
    practice.ways.back()
    assert practice.at == "home"


def test_going_where_one_is_changes_nothing(practice: Screen) -> None:
    before = practice.ways.here.screen
    practice.ways.go("home")
    assert practice.ways.here.screen is before


def test_a_place_that_is_not_there_is_passed_over(practice: Screen) -> None:
    practice.ways.go("nowhere")
    assert practice.at == "home"


def test_pressing_a_place_in_the_rail_goes_there(practice: Screen) -> None:
    practice.ways.desk.rail._press("help")
    assert practice.at == "help"


def test_the_rail_marks_where_the_person_is_also_a_step_further(practice: Screen) -> None:
    ident = story(practice.home)
    practice.ways.go("stories")
    practice.ways.go("record", ident)
    places = practice.ways.desk.rail._places
    assert [key for key, place in places.items() if place.here] == ["stories"]


def test_leaving_a_screen_is_told_to_it(practice: Screen) -> None:
    left: list[str] = []
    screen = practice.ways.here.screen
    screen.leaving = lambda: left.append("home")  # type: ignore[method-assign]
    practice.ways.go("stories")
    assert left == ["home"]


def test_a_screen_asks_to_go_elsewhere_by_its_signal(practice: Screen) -> None:
    practice.ways.here.screen.go.emit("stories", None)
    assert practice.at == "stories"


def test_a_screen_that_is_done_goes_back(practice: Screen) -> None:
    practice.ways.go("stories")
    practice.ways.here.screen.done.emit()
    assert practice.at == "home"


def test_a_screen_of_another_workspace_opens_as_a_step(practice: Screen) -> None:
    practice.ways.go("codebook")
    assert practice.at == "codebook"


def test_the_roles_are_a_switch_in_the_rail(practice: Screen) -> None:
    practice.ways.choose_role("evaluator")
    assert practice.at == "library"
    practice.ways.choose_role("coordinator")
    assert practice.at == "queue"
    practice.ways.choose_role("researcher")
    assert practice.at == "home"


def test_choosing_the_present_role_changes_nothing(practice: Screen) -> None:
    practice.ways.go("stories")
    practice.ways.choose_role("researcher")
    practice.ways.choose_role("nobody")
    assert practice.at == "stories"


def test_one_role_needs_no_switch(make: Callable[..., Screen], machine: Machine, tmp_path: Path) -> None:
    screen = make()
    screen.window.open_desk(found(tmp_path / "joan", machine))
    assert not screen.ways.desk.rail.roles.isVisible()
    assert screen.at == "queue"


def test_only_places_of_the_workspace_stand_in_the_rail(practice: Screen) -> None:
    researcher = set(practice.ways.desk.rail._places)
    practice.ways.choose_role("evaluator")
    evaluator = set(practice.ways.desk.rail._places)
    assert {"home", "new", "stories", "send", "heard", "help", "preferences"} <= researcher
    assert {"library", "quotes", "reports", "codebook", "bring_in", "help", "preferences"} <= evaluator
    assert "library" not in researcher
    assert "home" not in evaluator


def test_ctrl_n_begins_a_conversation_from_everywhere_in_the_researchers_workspace(practice: Screen) -> None:
    for key in ("home", "stories", "send", "heard", "help", "preferences"):
        practice.ways.go(key)
        practice.settle()
        practice.ctrl(Qt.Key.Key_N)
        practice.until(lambda: practice.at == "new")
        practice.ways.go("home")


def test_ctrl_n_in_a_conversation_begins_no_second_one(practice: Screen) -> None:
    practice.ways.go("new")
    talk = practice.ways.here.screen.about()
    practice.ctrl(Qt.Key.Key_N)
    assert practice.ways.here.screen.about() == talk


def test_ctrl_n_returns_to_the_conversation_that_is_being_recorded(practice: Screen) -> None:
    talk = begin(practice.home).id
    record(practice, talk)
    practice.ways.go("stories")
    practice.ctrl(Qt.Key.Key_N)
    assert practice.at == "conversation"
    assert practice.ways.here.screen.about() == talk
    practice.window.live._recording = None


def test_ctrl_n_does_nothing_for_an_evaluator(practice: Screen) -> None:
    practice.ways.choose_role("evaluator")
    practice.settle()
    practice.ctrl(Qt.Key.Key_N)
    assert practice.at == "library"


def test_ctrl_comma_opens_preferences_and_back_returns(practice: Screen) -> None:
    practice.ways.go("stories")
    practice.ctrl(Qt.Key.Key_Comma)
    assert practice.at == "preferences"
    practice.ctrl(Qt.Key.Key_Comma)
    assert keys_of(practice.ways) == ["stories", "preferences"]
    practice.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert practice.at == "stories"


@pytest.mark.parametrize(
    ("key", "page"),
    [
        ("home", "home"),
        ("send", "send"),
        ("heard", "hearing-back"),
        ("library", "library"),
        ("quotes", "quote-bank"),
        ("reports", "report"),
        ("codebook", "codebook"),
        ("queue", "queue"),
        ("new", "where-and-who"),
        ("preferences", "keys-and-copies"),
    ],
)
def test_f1_opens_the_page_of_the_screen_in_front(practice: Screen, key: str, page: str) -> None:
    practice.ways.go(key)
    practice.settle()
    practice.press(Qt.Key.Key_F1)
    screen = practice.ways.here.screen
    assert isinstance(screen, HelpScreen)
    assert screen.shown == page
    practice.ways.back()
    assert practice.at == key


def test_f1_in_the_help_stays_there(practice: Screen) -> None:
    practice.ways.go("help")
    practice.press(Qt.Key.Key_F1)
    assert keys_of(practice.ways) == ["help"]


def test_no_two_keys_cancel_each_other_on_any_screen(practice: Screen) -> None:
    from PySide6.QtGui import QShortcut
    from PySide6.QtWidgets import QWidget

    for role in ("researcher", "coordinator", "evaluator"):
        practice.ways.choose_role(role)
        for entry in practice.ways.space.entries:
            if not entry.rail:
                continue
            practice.ways.go(entry.key)
            practice.settle()
            frame = practice.window.pages.currentWidget()
            assert frame is not None
            bound = [
                s.key().toString()
                for s in frame.findChildren(QShortcut)
                if s.isEnabled()
                and s.context() is Qt.ShortcutContext.WindowShortcut
                and isinstance(holder := s.parent(), QWidget)
                and holder.isVisible()
            ]
            assert len(bound) == len(set(bound)), f"{entry.key}: {sorted(bound)}"


def test_a_task_takes_the_whole_window_and_back_leaves_it(practice: Screen) -> None:
    practice.ways.go("new")
    assert isinstance(practice.ways.here.screen, TaskScreen)
    assert practice.window.pages.currentWidget() is practice.ways.task
    assert "Where and who" in words_on(practice.ways.task)
    practice.ways.task.back.emit()
    assert practice.window.pages.currentWidget() is practice.ways.desk


def test_the_counts_follow_what_is_written(practice: Screen) -> None:
    story(practice.home)
    practice.until(lambda: practice.ways.desk.rail._places["stories"].count == 1)


def test_the_screen_in_front_hears_of_changes(practice: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[frozenset[str]] = []
    monkeypatch.setattr(practice.ways.here.screen, "refresh", seen.append)
    told(practice.home)
    practice.until(lambda: any("record" in changes for changes in seen))


def test_running_work_stands_in_the_foot_and_can_be_stopped(practice: Screen) -> None:
    go_on = threading.Event()

    def job(progress: object) -> None:
        while not go_on.wait(0.01):
            progress.report(1, 2, "")  # type: ignore[attr-defined]

    practice.window.tasks.run("Making the quote page", job)
    practice.until(lambda: "Making the quote page" in words_on(practice.ways.desk.foot))
    practice.window.tasks.run("Packing", job)
    assert "Making the quote page, and 1 more" in words_on(practice.ways.desk.foot)
    for task in practice.window.tasks.running():
        practice.ways.desk.foot.stopped.emit(task.number)
    go_on.set()
    practice.settle()
    assert "Making the quote page" not in words_on(practice.ways.desk.foot)


def test_trouble_nobody_caught_is_said_in_the_foot(practice: Screen) -> None:
    from ldp_stories.errors import UserError

    def job(_: object) -> None:
        raise UserError("NO_ROOM")

    practice.window.tasks.run("Working", job)
    practice.settle()
    practice.until(lambda: len(words_on(practice.ways.desk.foot)) > len("Saved on this laptop"))


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Copies(0, 1, None, ""), "Your 1 story is only on this laptop."),
        (Copies(0, 7, None, ""), "Your 7 stories are only on this laptop."),
        (Copies(5, 7, 3, "Joan"), "Joan has a copy of 5 of your 7 stories. Last one 3 days ago."),
        (Copies(5, 7, 1, "Joan"), "Joan has a copy of 5 of your 7 stories. Last one 1 day ago."),
        (Copies(7, 7, 0, "Joan"), "Joan has a copy of 7 of your 7 stories. Last one today."),
        (Copies(1, 1, 0, "Joan"), "Joan has a copy of your story. Last one today."),
        (Copies(2, 3, None, ""), "Your coordinator has a copy of 2 of your 3 stories."),
    ],
)
def test_the_foot_says_who_has_a_copy(known: Copies, words: str) -> None:
    assert copy_words(known) == words


def test_the_foot_of_a_researcher_speaks_of_copies_once_there_is_a_story(practice: Screen) -> None:
    assert "copy" not in words_on(practice.ways.desk.foot)
    story(practice.home)
    practice.ways.go("stories")
    assert "Your 1 story is only on this laptop." in words_on(practice.ways.desk.foot)
    practice.ways.choose_role("evaluator")
    assert "only on this laptop" not in words_on(practice.ways.desk.foot)


def test_what_home_reads_late_says_nothing_in_another_desk(practice: Screen) -> None:
    """Home reads beside the window; by the time it knows, its person may be an evaluator."""
    ways, foot = practice.ways, practice.ways.desk.foot
    story(practice.home)
    ways.choose_role("evaluator")
    ways.choose_role("researcher")
    assert "Your 1 story is only on this laptop." in words_on(foot)
    ways.choose_role("evaluator")
    practice.until(lambda: not ways.context.tasks.running(quiet=True))
    assert foot.message == ""


def test_what_stands_in_the_foot_follows_what_changes_and_gives_way_to_what_was_said(
    practice: Screen,
) -> None:
    ways, foot = practice.ways, practice.ways.desk.foot
    story(practice.home)
    practice.until(lambda: foot.message == "Your 1 story is only on this laptop.")
    foot.set_message("Written down.")
    story(practice.home, title="Another")
    ways.refresh(frozenset())
    assert foot.message == "Written down."
    ways.go("stories")
    assert foot.message == "Your 2 stories are only on this laptop."


def test_the_foot_says_that_all_is_saved_and_for_live_notebooks_locked(practice: Screen) -> None:
    assert "Saved on this laptop" in words_on(practice.ways.desk.foot)


def test_a_live_notebook_says_locked_and_saved(live: Screen) -> None:
    assert "Locked and saved on this laptop" in words_on(live.ways.desk.foot)
    assert "Practice" not in words_on(live.ways.desk)


def test_practice_is_said_in_the_rail(practice: Screen) -> None:
    assert "Practice. Nothing real." in words_on(practice.ways.desk.rail)


def test_a_place_to_come_back_to_names_role_and_way(practice: Screen) -> None:
    ident = story(practice.home)
    practice.ways.go("stories")
    practice.ways.go("record", ident)
    place = practice.ways.close()
    assert place == Place("researcher", (("stories", None), ("record", ident)))
    practice.window.navigator = Navigator(practice.window.context, practice.window.pages, place)  # type: ignore[arg-type]
    assert keys_of(practice.ways) == ["stories", "record"]


def test_a_place_that_is_no_more_starts_at_the_beginning(practice: Screen) -> None:
    practice.ways.close()
    gone = Place("treasurer", (("vault", None),))
    practice.window.navigator = Navigator(practice.window.context, practice.window.pages, gone)  # type: ignore[arg-type]
    assert practice.at == "home"


def test_a_closed_navigator_hears_nothing_more(practice: Screen) -> None:
    ways = practice.ways
    counts: list[int] = []
    ways._counts = lambda: counts.append(1)  # type: ignore[method-assign]
    ways.close()
    practice.window.live.changed.emit()
    practice.window.tasks.changed.emit()
    told(practice.home)
    assert counts == []
    practice.window.navigator = Navigator(practice.window.context, practice.window.pages)  # type: ignore[arg-type]


def menu_is_shown(screen: Screen) -> bool:
    return screen.ways.desk.menu.isVisible() and not screen.ways.desk.rail.isVisible()


def test_under_1180_pixels_the_rail_becomes_a_menu(
    make: Callable[..., Screen], machine: Machine, tmp_path: Path
) -> None:
    screen = make(size=(1100, 700))
    screen.window.open_desk(found(tmp_path / "home", machine, roles=ALL_ROLES, name="Amina"))
    screen.settle()
    screen.until(lambda: menu_is_shown(screen))
    screen.ways.desk.menu.click()
    assert screen.ways.desk.rail.isVisible()
    screen.ways.desk.rail._press("stories")
    assert screen.at == "stories"
    assert not screen.ways.desk.rail.isVisible()


@pytest.mark.parametrize("scale", [1.5, 2.0])
def test_from_150_percent_text_the_rail_becomes_a_menu(practice: Screen, scale: float) -> None:
    assert not menu_is_shown(practice)
    practice.window.change_settings(text_scale=scale)
    practice.until(lambda: menu_is_shown(practice))
    practice.window.change_settings(text_scale=1.0)
    practice.until(lambda: practice.ways.desk.rail.isVisible())


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_every_control_of_the_frame_has_a_name_and_nothing_is_cut(practice: Screen, scale: float) -> None:
    practice.window.change_settings(text_scale=scale)
    practice.settle()
    assert theme().scale == scale
    walk_names(practice.window)
    bar = practice.ways.desk.bar
    practice.until(lambda: cut(practice.ways.desk.foot) == [] and (not bar.isVisible() or cut(bar) == []))


def test_single_letter_keys_follow_the_settings(make: Callable[..., Screen]) -> None:
    make(Settings().changed(theme="light", single_letter_keys=False))
    assert not theme().single_keys


def test_a_home_listens_to_nothing_after_its_navigator_is_closed(practice: Screen) -> None:
    home: Home = practice.home
    before = len(home.main.listeners)
    practice.ways.close()
    assert len(home.main.listeners) < before
    practice.window.navigator = Navigator(practice.window.context, practice.window.pages)  # type: ignore[arg-type]


def test_a_place_is_gone_to_in_one_go_and_the_rail_marks_where_it_belongs(practice: Screen) -> None:
    practice.ways.go("preferences")
    practice.ways.to_place(Place("evaluator", (("reports", None), ("record", "no such story"))))
    assert practice.at == "record"
    assert practice.ways.desk.rail._places["reports"].here
    practice.ways.back()
    assert practice.at == "reports"
    practice.ways.to_place(Place("evaluator", ()))
    assert practice.at == "library"
    assert len(practice.ways.way) == 1


def test_the_window_says_it_when_a_screen_turns_to_something_else(practice: Screen) -> None:
    ways = practice.ways
    heard: list[str] = []
    ways.titled.connect(heard.append)
    ways.go("stories")
    before = ways.here.screen
    before.retitle("Another thing")
    assert heard[-1] == "Another thing"
    before.retitle("Another thing")
    assert heard.count("Another thing") == 1
    ways.step("help")
    before.retitle("Something behind")
    assert "Something behind" not in heard, "what is not in front says nothing"


def test_what_was_said_of_one_story_does_not_stay_with_the_next(practice: Screen) -> None:
    ways, foot = practice.ways, practice.ways.desk.foot
    ways.go("stories")
    standing = foot.left.text()
    foot.set_message("Written down.")
    ways.here.screen.retitle("The next story")
    assert foot.left.text() == standing
    ways.step("help")
    foot.set_message("Written down.")
    ways.way[0].screen.retitle("Something behind")
    assert foot.left.text() == "Written down.", "only the screen in front takes it away"
