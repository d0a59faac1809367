"""First start, founding and unlocking: by keyboard, with real homes, and every trouble as a sentence beside its field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.set_up_programme import found_programme
from ldp_stories.services.start_home import homes, join_programme, look_at_pack
from ldp_stories.settings import Settings
from ldp_stories.ui.start.found import FoundScreen
from ldp_stories.ui.start.set_up import SetUpScreen
from ldp_stories.ui.start.start_screen import StartScreen
from ldp_stories.ui.start.unlock import UnlockScreen
from ldp_stories.ui.start.welcome import WelcomeScreen
from ldp_stories.ui.tasks import Tasks
from tests.services.homes import PASSPHRASE, cheap_machine, found, pack_of
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
def practice_pack(tmp_path: Path) -> Path:
    joan = found(tmp_path / "joan", cheap_machine(tmp_path))
    path = pack_of(joan, tmp_path)
    joan.close()
    return path


class Opened:
    """Waits for the home that a screen opens, and closes it at the end."""

    def __init__(self) -> None:
        self.homes: list[Home] = []

    def __call__(self, home: object) -> None:
        if isinstance(home, Home):
            self.homes.append(home)

    @property
    def home(self) -> Home:
        return self.homes[0]


@pytest.fixture
def opened() -> Iterator[Opened]:
    made = Opened()
    yield made
    for home in made.homes:
        home.close()


def set_up(
    qtbot: QtBot, machine: Machine, root: Path, tasks: Tasks, opened: Opened, **look: object
) -> SetUpScreen:
    screen = SetUpScreen(machine, root, tasks)
    screen.opened.connect(opened)
    dressed(qtbot, screen, size=(1366, 768), **look)  # type: ignore[arg-type]
    return screen


def test_a_practice_programme_needs_a_file_and_a_name(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened, practice_pack: Path
) -> None:
    screen = set_up(qtbot, machine, tmp_path / "homes", tasks, opened)
    assert not screen.go.isEnabled()
    screen.take_pack(practice_pack)
    assert "Larkside Together" in words_on(screen)
    assert not screen.secret_field.isVisible()
    assert not screen.go.isEnabled()
    qtbot.keyClicks(screen.name.edit, "Amina")
    assert screen.go.isEnabled()
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened.homes), timeout=10_000)
    assert opened.home.name == "Amina"
    assert opened.home.roles() == {Role.RESEARCHER}
    assert opened.home.practice


def test_the_chosen_work_is_the_role_one_starts_with(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened, practice_pack: Path
) -> None:
    screen = set_up(qtbot, machine, tmp_path / "homes", tasks, opened)
    screen.take_pack(practice_pack)
    qtbot.keyClicks(screen.name.edit, "Priya")
    screen.role.set_value([Role.EVALUATOR.value])
    screen.open_notebook()
    qtbot.waitUntil(lambda: bool(opened.homes), timeout=10_000)
    assert opened.home.roles() == {Role.EVALUATOR}


def test_a_file_that_is_no_programme_says_so_and_asks_for_the_right_one(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened
) -> None:
    wrong = tmp_path / "holiday.ldp-pack"
    wrong.write_bytes(b"no programme" * 100)
    screen = set_up(qtbot, machine, tmp_path, tasks, opened)
    screen.take_pack(wrong)
    assert "This is not a programme file." in screen.trouble.text()
    assert screen.trouble.isVisible()
    assert not screen.go.isEnabled()


def test_the_choose_button_takes_the_file_that_was_picked(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened, practice_pack: Path
) -> None:
    screen = set_up(qtbot, machine, tmp_path, tasks, opened)
    screen.pick_pack = lambda: None
    screen.choose.click()
    assert screen.pack is None
    screen.pick_pack = lambda: practice_pack
    screen.choose.click()
    assert screen.pack is not None


def test_a_live_programme_needs_six_words_and_a_passphrase(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened
) -> None:
    path, words = live_pack(tmp_path)
    screen = set_up(qtbot, machine, tmp_path / "homes", tasks, opened)
    screen.take_pack(path)
    assert screen.words_field.isVisible()
    assert screen.secret_field.isVisible()
    qtbot.keyClicks(screen.name.edit, "Amina")
    qtbot.keyClicks(screen.words.edit, "one two three four five six")
    qtbot.keyClicks(screen.secret.edit, PASSPHRASE)
    screen.open_notebook()
    assert "These are not the same words." in words_on(screen)
    assert not opened.homes
    screen.words.set_text(" ".join(words).upper())
    screen.open_notebook()
    qtbot.waitUntil(lambda: bool(opened.homes), timeout=20_000)
    assert not opened.home.practice
    assert [c.practice for c in homes(tmp_path / "homes")] == [False]


def test_a_short_passphrase_is_refused_beside_its_field(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened
) -> None:
    path, words = live_pack(tmp_path)
    screen = set_up(qtbot, machine, tmp_path / "homes", tasks, opened)
    screen.take_pack(path)
    for field, typed in ((screen.name, "Amina"), (screen.words, " ".join(words)), (screen.secret, "abc")):
        qtbot.keyClicks(field.edit, typed)
    screen.open_notebook()
    qtbot.waitUntil(lambda: screen.go.isEnabled(), timeout=10_000)
    assert "passphrase" in words_on(screen.secret_field).lower()
    assert not opened.homes
    assert screen.secret.text() == "abc"


def test_the_words_of_the_passphrase_can_be_shown_and_hidden(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened
) -> None:
    path, _ = live_pack(tmp_path)
    screen = set_up(qtbot, machine, tmp_path, tasks, opened)
    screen.take_pack(path)
    modes = screen.secret.edit.EchoMode
    assert screen.secret.edit.echoMode() == modes.Password
    screen.show_words.click()
    assert screen.secret.edit.echoMode() == modes.Normal
    screen.show_words.click()
    assert screen.secret.edit.echoMode() == modes.Password


def test_a_coordinator_founds_a_programme_and_it_opens(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened
) -> None:
    screen = FoundScreen(machine, tmp_path / "homes", tasks)
    screen.opened.connect(opened)
    dressed(qtbot, screen, size=(1366, 768))
    assert not screen.go.isEnabled()
    for field, typed in (
        (screen.programme, "Hillside Voices"),
        (screen.name, "Joan"),
        (screen.secret, PASSPHRASE),
    ):
        qtbot.keyClicks(field.edit, typed)
    qtbot.mouseClick(screen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened.homes), timeout=20_000)
    assert opened.home.programme().name == "Hillside Voices"
    assert opened.home.roles() == {Role.COORDINATOR}


def test_founding_with_a_short_passphrase_says_so(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened
) -> None:
    screen = FoundScreen(machine, tmp_path / "homes", tasks)
    screen.opened.connect(opened)
    dressed(qtbot, screen, size=(1366, 768))
    for field, typed in ((screen.programme, "Hillside"), (screen.name, "Joan"), (screen.secret, "abc")):
        qtbot.keyClicks(field.edit, typed)
    screen.found()
    qtbot.waitUntil(
        lambda: "passphrase" in words_on(screen.secret_field).lower().replace("make a passphrase", "")
    )
    assert not opened.homes


@pytest.fixture
def live_home(tmp_path: Path) -> Path:
    folder = tmp_path / "homes" / "mine"
    found_programme(
        folder,
        cheap_machine(tmp_path),
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    ).close()
    return folder


def test_the_right_passphrase_opens_the_notebook_with_enter(
    qtbot: QtBot, machine: Machine, tasks: Tasks, opened: Opened, live_home: Path
) -> None:
    screen = UnlockScreen(tasks, label="Joan", machine=machine, folder=live_home)
    screen.unlocked.connect(opened)
    dressed(qtbot, screen, size=(1366, 768))
    screen.focus_start()
    qtbot.keyClicks(screen.secret.edit, PASSPHRASE)
    qtbot.keyClick(screen.secret.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened.homes), timeout=20_000)
    assert screen.secret.text() == ""


def test_a_wrong_passphrase_is_said_kindly_and_can_be_tried_again(
    qtbot: QtBot, machine: Machine, tasks: Tasks, opened: Opened, live_home: Path
) -> None:
    screen = UnlockScreen(tasks, machine=machine, folder=live_home)
    screen.unlocked.connect(opened)
    dressed(qtbot, screen, size=(1366, 768))
    screen.secret.set_text("not the right words")
    screen.try_it()
    qtbot.waitUntil(lambda: "That did not open it." in words_on(screen), timeout=20_000)
    assert screen.open.isEnabled()
    screen.secret.set_text(PASSPHRASE)
    screen.try_it()
    qtbot.waitUntil(lambda: bool(opened.homes), timeout=20_000)


def test_a_store_that_is_already_open_says_so(
    qtbot: QtBot, machine: Machine, tasks: Tasks, opened: Opened, live_home: Path, tmp_path: Path
) -> None:
    other = open_home(live_home, PASSPHRASE, cheap_machine(tmp_path))
    screen = UnlockScreen(tasks, machine=machine, folder=live_home)
    dressed(qtbot, screen, size=(1366, 768))
    screen.secret.set_text(PASSPHRASE)
    screen.try_it()
    qtbot.waitUntil(
        lambda: screen.open.isEnabled() and "open" in words_on(screen.field).lower(), timeout=20_000
    )
    other.close()


def test_forgetting_shows_the_way_back_in(
    qtbot: QtBot, machine: Machine, tasks: Tasks, live_home: Path
) -> None:
    screen = UnlockScreen(tasks, machine=machine, folder=live_home)
    dressed(qtbot, screen, size=(1366, 768))
    assert not screen.recover.isVisible()
    screen.forgot.click()
    assert screen.recover.isVisible()
    screen.key.set_text("AGE-SECRET-KEY-1NOT")
    screen.new.set_text(PASSPHRASE)
    screen.try_recovery()
    qtbot.waitUntil(lambda: len(words_on(screen.key_field)) > len("The programme's key") + 5, timeout=10_000)


def test_the_hide_page_asks_only_whether_the_passphrase_is_right(qtbot: QtBot, tasks: Tasks) -> None:
    screen = UnlockScreen(tasks, check=lambda typed: typed == "yes")
    answers: list[object] = []
    screen.unlocked.connect(answers.append)
    dressed(qtbot, screen, size=(1366, 768))
    screen.show_recording("Still recording.", alarm=False, going_on=True)
    assert "Still recording." in words_on(screen)
    screen.show_recording("", alarm=False, going_on=False)
    assert not screen.recording.isVisible()
    screen.secret.set_text("no")
    screen.try_it()
    qtbot.waitUntil(lambda: "That did not open it." in words_on(screen))
    screen.secret.set_text("yes")
    screen.try_it()
    qtbot.waitUntil(lambda: answers == [None])


def test_the_start_lists_the_notebooks_and_opens_practice_at_once(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened, practice_pack: Path
) -> None:
    root = tmp_path / "homes"
    join_programme(
        root / "a", practice_pack, machine, name="Amina", passphrase=None, role=Role.RESEARCHER, words=None
    ).close()
    start = StartScreen(machine, root, tasks, Settings())
    start.opened.connect(opened)
    dressed(qtbot, start, size=(1366, 768))
    qtbot.mouseClick(button(start, "Practice notebook"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(opened.homes), timeout=10_000)
    assert opened.home.name == "Amina"


def test_the_last_notebook_asks_for_its_passphrase_at_once(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, live_home: Path
) -> None:
    start = StartScreen(machine, tmp_path / "homes", tasks, Settings(last_home=str(live_home)))
    dressed(qtbot, start, size=(1366, 768))
    assert isinstance(start.stack.currentWidget(), UnlockScreen)
    button(start, "Another notebook").click()
    assert isinstance(start.stack.currentWidget(), WelcomeScreen)
    assert "My notebook" in words_on(start)


def test_every_way_from_the_welcome_leads_somewhere_and_back(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks
) -> None:
    start = StartScreen(machine, tmp_path / "homes", tasks, Settings())
    dressed(qtbot, start, size=(1366, 768))
    for words, page in (
        ("Set up your notebook", SetUpScreen),
        ("I coordinate: set up a programme", FoundScreen),
    ):
        button(start.stack.currentWidget() or start, words).click()
        assert isinstance(start.stack.currentWidget(), page)
        button(start.stack.currentWidget() or start, "Back").click()
        assert isinstance(start.stack.currentWidget(), WelcomeScreen)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_nothing_is_cut_and_everything_has_a_name(
    qtbot: QtBot, machine: Machine, tmp_path: Path, tasks: Tasks, opened: Opened, scale: float, rtl: bool
) -> None:
    path, _ = live_pack(tmp_path)
    screen = set_up(qtbot, machine, tmp_path, tasks, opened, scale=scale, rtl=rtl)
    screen.take_pack(path)
    qtbot.waitUntil(lambda: cut(screen) == [], timeout=10_000)
    names = walk_names(screen)
    assert any("Open my notebook" in name for name in names)
    for other in (
        FoundScreen(machine, tmp_path, tasks),
        UnlockScreen(tasks, machine=machine, folder=tmp_path),
        WelcomeScreen(()),
    ):
        dressed(qtbot, other, scale=scale, rtl=rtl, size=(1366, 768))
        qtbot.waitUntil(lambda page=other: cut(page) == [], timeout=10_000)  # type: ignore[misc]
        walk_names(other)


def test_the_pack_shown_is_the_one_that_is_joined(machine: Machine, practice_pack: Path) -> None:
    preview = look_at_pack(practice_pack, machine)
    assert (preview.practice, len(preview.words)) == (True, 6)
