"""A notebook from an old laptop: choose the stick, the copy, type the passphrase; every slip is said beside its field."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services.edit_record import my_stories
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.start_home import join_programme, look_at_pack
from ldp_stories.settings import Settings
from ldp_stories.ui.start.from_copy import FromCopyScreen
from ldp_stories.ui.start.start_screen import StartScreen
from ldp_stories.ui.tasks import Tasks
from tests.services.homes import PASSPHRASE, cheap_machine, found, told
from tests.services.live_pack import live_pack
from tests.ui.helpers import button, cut, dressed, walk_names, words_on


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


@pytest.fixture
def opened() -> Iterator[list[Home]]:
    homes: list[Home] = []
    yield homes
    for home in homes:
        home.close()


@pytest.fixture(scope="module")
def stick(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stick with a copy of a live notebook of Amina's, from a laptop that is gone."""
    folder = tmp_path_factory.mktemp("old laptop")
    pack, _ = live_pack(folder)
    words = " ".join(look_at_pack(pack, cheap_machine(folder)).words)
    home = join_programme(
        folder / "amina",
        pack,
        cheap_machine(folder),
        name="Amina",
        passphrase=PASSPHRASE,
        role=Role.RESEARCHER,
        words=words,
    )
    told(home)
    place = folder / "stick"
    place.mkdir()
    make_copy(home, place)
    home.close()
    return place


def screen(qtbot: QtBot, tasks: Tasks, folder: Path, opened: list[Home], **dress: object) -> FromCopyScreen:
    """The page, on a new laptop."""
    made = FromCopyScreen(cheap_machine(folder), folder / "homes", tasks)
    made.opened.connect(opened.append)
    dressed(qtbot, made, size=(1100, 900), **dress)  # type: ignore[arg-type]
    return made


def look_in(qtbot: QtBot, tasks: Tasks, page: FromCopyScreen, folder: Path) -> None:
    """Choose a folder and wait until it was looked through."""
    page.pick_folder = lambda: folder
    page.choose.click()
    qtbot.waitUntil(lambda: page.choose.isEnabled() and not tasks.running(quiet=True), timeout=20_000)


def test_the_welcome_leads_there_and_back(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    start = StartScreen(cheap_machine(tmp_path), tmp_path / "homes", tasks, Settings())
    dressed(qtbot, start, size=(1100, 800))
    button(start, "I have a copy from an old laptop").click()
    page = start.stack.currentWidget()
    assert isinstance(page, FromCopyScreen)
    assert "Bring your notebook back" in words_on(page)
    button(page, "Back").click()
    assert start.stack.currentWidget() is start.welcome


def test_nothing_is_asked_before_a_copy_is_found(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    page = screen(qtbot, tasks, tmp_path, [])
    assert not page.copies_field.isVisibleTo(page)
    assert not page.secret_field.isVisibleTo(page)
    assert not page.go.isEnabled()
    empty = tmp_path / "empty"
    empty.mkdir()
    look_in(qtbot, tasks, page, empty)
    assert "There is no safe copy there." in words_on(page)
    assert not page.go.isEnabled()


def test_choosing_no_folder_changes_nothing(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    page = screen(qtbot, tasks, tmp_path, [])
    page.pick_folder = lambda: None
    page.choose.click()
    assert page.found == ()
    assert page.choose.isEnabled()


def test_the_notebook_comes_back_with_its_stories(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, stick: Path, opened: list[Home]
) -> None:
    page = screen(qtbot, tasks, tmp_path, opened)
    look_in(qtbot, tasks, page, stick)
    assert len(page.copies.value()) == 1, "the newest is chosen"
    assert "with sound" in words_on(page)
    page.secret.set_text("wrong words entirely")
    page.bring_back()
    qtbot.waitUntil(lambda: "That did not open it." in words_on(page), timeout=20_000)
    assert opened == []
    page.secret.set_text(PASSPHRASE)
    page.bring_back()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    home = opened[0]
    assert home.name == "Amina"
    assert not home.practice
    assert len(my_stories(home).rows) == 1
    assert home.author.epoch > 1, "no number of the old laptop is ever used again"
    assert page.secret.text() == ""


def test_the_folder_of_the_copy_itself_is_understood(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, stick: Path
) -> None:
    page = screen(qtbot, tasks, tmp_path, [])
    (inside,) = (p for p in stick.iterdir() if p.is_dir())
    look_in(qtbot, tasks, page, inside)
    assert page.copies.value() == [str(inside)]


def test_a_live_copy_without_a_passphrase_says_so(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, stick: Path, opened: list[Home]
) -> None:
    page = screen(qtbot, tasks, tmp_path, opened)
    look_in(qtbot, tasks, page, stick)
    page.bring_back()
    qtbot.waitUntil(lambda: "needs its passphrase" in words_on(page), timeout=20_000)
    assert opened == []
    assert page.go.isEnabled()


def test_a_practice_copy_needs_no_passphrase(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, opened: list[Home]
) -> None:
    joan = found(tmp_path / "joan", cheap_machine(tmp_path))
    place = tmp_path / "stick"
    place.mkdir()
    make_copy(joan, place)
    joan.close()
    page = screen(qtbot, tasks, tmp_path, opened)
    look_in(qtbot, tasks, page, place)
    page.bring_back()
    qtbot.waitUntil(lambda: bool(opened), timeout=20_000)
    assert opened[0].practice


def test_a_damaged_copy_cannot_be_chosen(qtbot: QtBot, tasks: Tasks, tmp_path: Path) -> None:
    joan = found(tmp_path / "joan", cheap_machine(tmp_path))
    place = tmp_path / "stick"
    place.mkdir()
    made = make_copy(joan, place)
    joan.close()
    main = made.folder / "main.db"
    data = bytearray(main.read_bytes())
    data[2_000] ^= 1
    main.write_bytes(data)
    page = screen(qtbot, tasks, tmp_path, [])
    look_in(qtbot, tasks, page, place)
    assert page.found == ()
    assert "The copies there are damaged." in words_on(page)


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_everything_on_it_is_named_and_whole(
    qtbot: QtBot, tasks: Tasks, tmp_path: Path, stick: Path, scale: float, rtl: bool
) -> None:
    page = screen(qtbot, tasks, tmp_path, [], scale=scale, rtl=rtl)
    look_in(qtbot, tasks, page, stick)
    names = walk_names(page)
    for name in ("Choose the stick", "Its passphrase", "Bring it back"):
        assert name in names
    qtbot.waitUntil(lambda: cut(page) == [], timeout=10_000)
