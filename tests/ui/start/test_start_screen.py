"""The start as a whole: the list of notebooks, opening, setting up, practising and founding, by keyboard, with every trouble in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.keep_keys import share_recovery
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.open_home import open_home
from ldp_stories.services.set_up_programme import found_programme, make_recovery
from ldp_stories.services.start_home import HomeCard, homes
from ldp_stories.settings import KnownHome, Settings
from ldp_stories.ui.start.found import FoundScreen
from ldp_stories.ui.start.set_up import SetUpScreen
from ldp_stories.ui.start.start_screen import StartScreen
from ldp_stories.ui.start.unlock import UnlockScreen
from ldp_stories.ui.start.welcome import WelcomeScreen
from ldp_stories.ui.tasks import Tasks
from tests.services.homes import PASSPHRASE, cheap_machine, found
from tests.services.live_pack import live_pack
from tests.ui.helpers import button, cut, dressed, walk_names, words_on


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return cheap_machine(tmp_path)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "homes"
    folder.mkdir()
    return folder


class Start:
    """The start screen and what it opened."""

    def __init__(self, qtbot: QtBot, machine: Machine, root: Path, tasks: Tasks) -> None:
        self.qtbot, self.machine, self.root, self.tasks = qtbot, machine, root, tasks
        self.opened: list[Home] = []
        self.settings = Settings()

    def show(self, **look: object) -> StartScreen:
        screen = StartScreen(self.machine, self.root, self.tasks, self.settings)
        screen.opened.connect(self.opened.append)
        dressed(self.qtbot, screen, size=(1366, 768), **look)  # type: ignore[arg-type]
        screen.focus_start()
        return screen

    def until_opened(self) -> Home:
        self.qtbot.waitUntil(lambda: bool(self.opened), timeout=30_000)
        return self.opened[0]


@pytest.fixture
def start(qtbot: QtBot, machine: Machine, root: Path, tasks: Tasks) -> Iterator[Start]:
    made = Start(qtbot, machine, root, tasks)
    yield made
    for home in made.opened:
        home.close()


def live_home(root: Path, machine: Machine, name: str = "Joan") -> Path:
    folder = root / name.casefold()
    found_programme(
        folder,
        machine,
        content="starter",
        name=name,
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    ).close()
    return folder


def front(screen: StartScreen) -> object:
    return screen.stack.currentWidget()


def test_an_empty_laptop_offers_setting_up_practice_and_founding(start: Start) -> None:
    screen = start.show()
    text = words_on(screen)
    for words in ("Welcome", "Set up your notebook", "Try with practice", "I coordinate: set up a programme"):
        assert words in text
    assert "Stories stay locked on this laptop. No internet needed." in text
    assert not screen.welcome.list.isVisible()


def test_notebooks_without_a_label_name_nobody_and_are_numbered(
    start: Start, root: Path, machine: Machine
) -> None:
    live_home(root, machine, "Joan")
    live_home(root, machine, "Amina")
    found(root / "practice", machine).close()
    screen = start.show()
    names = walk_names(screen.welcome.list)
    assert set(names) == {"Open My notebook", "Open My notebook 2", "Open Practice notebook"}


def test_a_notebook_without_a_label_is_called_mine(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    welcome = WelcomeScreen([HomeCard(tmp_path, "", practice=False)])
    dressed(qtbot, welcome)
    assert "Open My notebook" in walk_names(welcome)


def test_the_list_can_be_made_again(qtbot: QtBot, tmp_path: Path) -> None:
    welcome = WelcomeScreen([HomeCard(tmp_path, "Joan", practice=False)])
    dressed(qtbot, welcome)
    welcome.set_homes([])
    assert not welcome.list.isVisible()
    welcome.set_homes([HomeCard(tmp_path / "a", "Amina", practice=False)])
    qtbot.waitUntil(lambda: "Open Amina" in walk_names(welcome))


def test_a_message_stands_under_the_buttons_and_goes(qtbot: QtBot) -> None:
    welcome = WelcomeScreen([])
    dressed(qtbot, welcome)
    assert not welcome.message.isVisible()
    welcome.say("Opening ...")
    assert welcome.message.isVisible()
    welcome.say("")
    assert not welcome.message.isVisible()


def test_a_practice_notebook_opens_at_once(start: Start, root: Path, machine: Machine) -> None:
    found(root / "practice", machine, name="Amina").close()
    screen = start.show()
    button(screen, "Open Practice notebook").click()
    assert start.until_opened().practice
    assert screen.welcome.message.text() == ""


def test_try_with_practice_makes_the_practice_notebook_the_first_time(start: Start, root: Path) -> None:
    screen = start.show()
    button(screen, "Try with practice").click()
    assert "Making the practice notebook" in words_on(screen)
    home = start.until_opened()
    assert home.practice
    assert home.roles() == {Role.RESEARCHER, Role.COORDINATOR, Role.EVALUATOR}
    assert my_stories(home).rows
    assert [c.practice for c in homes(root)] == [True]


def test_try_with_practice_opens_the_one_there_is_the_second_time(
    start: Start, root: Path, machine: Machine
) -> None:
    found(root / "practice", machine, name="Amina").close()
    start.show().practise()
    assert start.until_opened().name == "Amina"
    assert len(homes(root)) == 1


def test_pressing_twice_opens_once(start: Start, root: Path, machine: Machine) -> None:
    found(root / "practice", machine, name="Amina").close()
    screen = start.show()
    screen.practise()
    screen.practise()
    screen.choose(str(root / "practice"))
    start.until_opened()
    start.qtbot.waitUntil(lambda: not start.tasks.running(quiet=True))
    assert len(start.opened) == 1


def test_a_notebook_that_is_open_elsewhere_is_said_in_words(
    start: Start, root: Path, machine: Machine, tmp_path: Path
) -> None:
    other = found(root / "practice", machine)
    screen = start.show()
    screen.practise()
    start.qtbot.waitUntil(lambda: len(screen.welcome.message.text()) > 25, timeout=20_000)
    assert start.opened == []
    other.close()
    screen.practise()
    start.until_opened()


def test_a_notebook_that_is_not_listed_is_not_opened(start: Start) -> None:
    screen = start.show()
    screen.choose("/nowhere")
    assert front(screen) is screen.welcome


def test_a_live_notebook_asks_for_its_passphrase(start: Start, root: Path, machine: Machine) -> None:
    live_home(root, machine)
    screen = start.show()
    button(screen, "Open My notebook").click()
    assert isinstance(front(screen), UnlockScreen)
    assert "Your notebook is locked" in words_on(screen)
    assert "My notebook" in words_on(screen)
    assert "Joan" not in words_on(screen)
    assert screen.window().focusWidget() is screen.unlock.secret.edit  # type: ignore[union-attr]


def test_the_notebook_used_last_is_asked_for_first(start: Start, root: Path, machine: Machine) -> None:
    folder = live_home(root, machine)
    start.settings = Settings().with_home(KnownHome(str(folder), "Joan"))
    screen = start.show()
    assert isinstance(front(screen), UnlockScreen)


def test_a_practice_notebook_used_last_does_not_open_by_itself(
    start: Start, root: Path, machine: Machine
) -> None:
    found(root / "practice", machine).close()
    start.settings = Settings().with_home(KnownHome(str(root / "practice"), "Practice"))
    assert front(start.show()) is not None
    assert start.opened == []


def test_another_notebook_leads_back_to_the_list(start: Start, root: Path, machine: Machine) -> None:
    folder = live_home(root, machine)
    start.settings = Settings().with_home(KnownHome(str(folder), "Joan"))
    screen = start.show()
    button(screen, "Another notebook").click()
    assert front(screen) is screen.welcome


def test_set_up_and_back(start: Start) -> None:
    screen = start.show()
    button(screen, "Set up your notebook").click()
    assert isinstance(front(screen), SetUpScreen)
    assert "Four small steps. No internet needed." in words_on(screen)
    screen.qtbot = start.qtbot  # type: ignore[attr-defined]
    start.qtbot.keyClick(screen.window().focusWidget(), Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert front(screen) is screen.welcome


def test_found_and_back(start: Start) -> None:
    screen = start.show()
    button(screen, "I coordinate: set up a programme").click()
    assert isinstance(front(screen), FoundScreen)
    button(screen, "Back").click()
    assert front(screen) is screen.welcome


def test_practice_from_the_set_up_page(start: Start, root: Path, machine: Machine) -> None:
    found(root / "practice", machine, name="Amina").close()
    screen = start.show()
    screen.show_set_up()
    button(screen, "Try with practice").click()
    assert start.until_opened().name == "Amina"


def test_a_founded_programme_opens_from_the_start(start: Start) -> None:
    screen = start.show()
    screen.show_found()
    page = front(screen)
    assert isinstance(page, FoundScreen)
    for field, typed in ((page.programme, "Hillside"), (page.name, "Joan"), (page.secret, PASSPHRASE)):
        field.edit.setFocus()
        start.qtbot.keyClicks(field.edit, typed)
    start.qtbot.keyClick(page.go, Qt.Key.Key_Return)
    assert start.until_opened().programme().name == "Hillside"


def test_a_forgotten_passphrase_is_made_new_with_the_programmes_key(
    start: Start, root: Path, machine: Machine
) -> None:
    folder = root / "joan"
    home = found_programme(
        folder, machine, content="starter", name="Joan", programme_name="Hillside", passphrase=PASSPHRASE, practice=False
    )  # fmt: skip
    key = make_recovery(home)
    home.close()
    screen = start.show()
    screen.choose(str(folder))
    unlock = screen.unlock
    assert unlock is not None
    unlock.forgot.click()
    unlock.key.set_text(key.identity)
    unlock.new.set_text("another four plain words")
    unlock.recover.click()
    start.until_opened().close()
    open_home(folder, "another four plain words", machine).close()


def test_two_keepers_open_a_forgotten_notebook_from_the_files_they_bring(
    start: Start, root: Path, machine: Machine, tmp_path: Path
) -> None:
    folder, keepers = root / "joan", [DeviceKeys.new() for _ in range(3)]
    home = found_programme(
        folder, machine, content="starter", name="Joan", programme_name="Hillside", passphrase=PASSPHRASE, practice=False
    )  # fmt: skip
    share_recovery(home, [k.recipient for k in keepers], tmp_path)
    home.close()
    files = [tmp_path / f"keeper {n}.txt" for n in range(3)]
    for file, keeper in zip(files, keepers, strict=True):
        file.write_text(keeper.age_secret, encoding="utf-8")
    screen = start.show()
    screen.choose(str(folder))
    unlock = screen.unlock
    assert unlock is not None
    unlock.forgot.click()
    unlock.pick_files = list
    unlock.from_files.click()
    assert unlock.key.text() == ""
    unlock.pick_files = lambda: [tmp_path / "recovery-2-3.age", files[0], files[1]]
    unlock.from_files.click()
    assert "These two keys do not open that share." in words_on(unlock.files_field)
    unlock.pick_files = lambda: [tmp_path / "recovery-2-3.age", files[1], files[2]]
    unlock.from_files.click()
    assert "do not open" not in words_on(unlock.files_field)
    unlock.new.set_text("tiny")
    unlock.recover.click()
    start.qtbot.waitUntil(lambda: "too short" in words_on(unlock.new_field), timeout=30_000)
    assert unlock.key.text().startswith("AGE-SECRET-KEY-"), "it need not be chosen again"
    unlock.new.set_text("another four plain words")
    unlock.recover.click()
    start.until_opened().close()
    assert unlock.key.text() == ""
    open_home(folder, "another four plain words", machine).close()


def test_a_key_copied_from_paper_may_be_typed_small_and_in_groups(
    start: Start, root: Path, machine: Machine
) -> None:
    folder = root / "joan"
    home = found_programme(
        folder, machine, content="starter", name="Joan", programme_name="Hillside", passphrase=PASSPHRASE, practice=False
    )  # fmt: skip
    key = make_recovery(home).identity
    home.close()
    screen = start.show()
    screen.choose(str(folder))
    unlock = screen.unlock
    assert unlock is not None
    unlock.forgot.click()
    unlock.key.set_text(" ".join(key.lower()[i : i + 4] for i in range(0, len(key), 4)))
    unlock.new.set_text("another four plain words")
    unlock.recover.click()
    start.until_opened().close()


def test_a_page_that_asks_only_for_the_passphrase_can_be_turned_to_a_folder(
    start: Start, root: Path, machine: Machine, qtbot: QtBot, tasks: Tasks
) -> None:
    folder = live_home(root, machine)
    page = UnlockScreen(tasks, check=lambda _: False)
    page.unlocked.connect(start.opened.append)
    dressed(qtbot, page)
    page.open_from(machine, folder)
    page.secret.set_text(PASSPHRASE)
    page.try_it()
    page.try_it()  # a second press while it is being tried
    assert start.until_opened().name == "Joan"
    qtbot.waitUntil(lambda: not tasks.running(quiet=True))
    assert len(start.opened) == 1


def test_i_forgot_it_without_a_folder_only_says_what_to_do(qtbot: QtBot, tasks: Tasks) -> None:
    page = UnlockScreen(tasks, check=lambda _: False)
    dressed(qtbot, page)
    page.show_recovery()
    assert page.way.isVisible()
    assert not page.recover.isVisible()
    page.try_recovery()
    assert not tasks.running(quiet=True)


def fill_set_up(start: Start, tmp_path: Path) -> StartScreen:
    """The longest form of the set-up page: a live programme with a wrong word in it."""
    screen = start.show()
    screen.show_set_up()
    page = front(screen)
    assert isinstance(page, SetUpScreen)
    path, _ = live_pack(tmp_path)
    page.take_pack(path)
    for field, typed in ((page.words, "one two"), (page.name, "Amina"), (page.secret, PASSPHRASE)):
        field.set_text(typed)
    page.open_notebook()
    return screen


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("page", ["welcome", "set_up", "found", "unlock"])
def test_every_page_has_names_and_nothing_is_cut(
    start: Start, root: Path, machine: Machine, tmp_path: Path, page: str, scale: float, rtl: bool
) -> None:
    found(root / "practice", machine).close()
    screen = start.show(scale=scale, rtl=rtl)
    if page == "set_up":
        screen.deleteLater()
        screen = fill_set_up(start, tmp_path)
        dressed(start.qtbot, screen, scale=scale, rtl=rtl, size=(1366, 768))
    elif page == "found":
        screen.show_found()
    elif page == "unlock":
        unlock = UnlockScreen(start.tasks, label="Joan", machine=machine, folder=root)
        unlock.show_recording("Still recording.", alarm=False, going_on=False)
        screen._show(unlock)
        unlock.show_recovery()
    walk_names(screen)
    start.qtbot.waitUntil(lambda: cut(screen) == [], timeout=10_000)
