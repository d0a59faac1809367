"""Copies, keys and closing on the screen: everything by keyboard, nothing lost by a slip, and the window does what they ask."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import ldp_stories.ui.preferences
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import copies_elsewhere, make_copy, safe_copies
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.open_home import recovery_slot
from ldp_stories.services.set_up_programme import found_programme, make_recovery
from ldp_stories.services.start_home import same_passphrase
from ldp_stories.settings import Settings
from ldp_stories.store import backup
from ldp_stories.ui.main_window.window import Window
from ldp_stories.ui.preferences.closing import ClosingScreen, sheet_lines
from ldp_stories.ui.preferences.copies import CopiesScreen
from ldp_stories.ui.preferences.keys import KeysScreen
from ldp_stories.ui.preferences.preferences import PreferencesScreen
from ldp_stories.ui.widgets.icons import has_icon
from tests.services.homes import PASSPHRASE, cheap_machine, told
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk

NEW = "another four plain words"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Home]:
    """A real notebook with a passphrase and a recovery key."""
    made = found_programme(
        tmp_path / "live",
        cheap_machine(tmp_path),
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    )
    yield made
    made.close()


@pytest.fixture
def real(live: Home, qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(live, qtbot)
    yield made
    made.close()


def test_preferences_lead_to_copies_and_keys(desk: Desk) -> None:
    screen = desk.show(PreferencesScreen(desk.context))
    button(screen, "Copies").click()
    button(screen, "Passphrase and keys").click()
    assert [key for key, _ in desk.went] == ["copies", "keys"]


def test_a_copy_is_made_and_listed(desk: Desk) -> None:
    screen = desk.show(CopiesScreen(desk.context))
    assert "There is no copy yet." in words_on(screen)
    button(screen, "Make a copy now").click()
    desk.settle()
    assert len(safe_copies(desk.home)) == 1
    assert desk.told == ["A copy was made and read back. It is whole."]
    assert "10 May" in words_on(screen)


def test_copies_of_one_day_are_told_apart_by_their_time(desk: Desk) -> None:
    labels = [
        ("2026-05-10T06:30:00Z", False),
        ("2026-05-10T06:30:20Z", True),
        ("2026-05-10T07:45:00Z", False),
    ]
    for at, aside in labels:
        made = backup.make(desk.home.place, desk.home.stores, at)
        if aside:
            backup.note_aside(made)
    screen = desk.show(CopiesScreen(desk.context))
    words = words_on(screen)
    assert words.count("What stood here before a copy was brought back.") == 1
    for at, _ in labels:
        moment = datetime.fromisoformat(at).astimezone()
        time = f"{moment:%H:%M}" if at == labels[2][0] else f"{moment:%H:%M:%S}"
        assert f"10 May, {time}" in words
        button(screen, f"Bring back the copy of 10 May, {time}").click()
        assert f"Bring back the copy of 10 May, {time}?" in words_on(screen)


def test_a_copy_on_a_stick_is_listed_until_it_is_gone(desk: Desk, tmp_path: Path) -> None:
    screen = desk.show(CopiesScreen(desk.context))
    desk.folder = tmp_path / "stick"
    desk.folder.mkdir()
    button(screen, "Copy to a stick").click()
    desk.settle()
    assert "stick" in words_on(screen)
    (where,) = [where for where, _ in copies_elsewhere(desk.home)]
    button(screen, f"The copy in {where} is gone").click()
    assert copies_elsewhere(desk.home) == ()
    assert "No copy was made on a stick." in words_on(screen)


def test_a_stick_without_a_whole_copy_is_said(desk: Desk, tmp_path: Path) -> None:
    screen = desk.show(CopiesScreen(desk.context))
    desk.folder = tmp_path
    button(screen, "Bring a copy back from a stick").click()
    desk.settle()
    assert "There is no whole copy" in words_on(screen)
    assert desk.went == []


def test_bringing_back_asks_first_and_can_be_left(desk: Desk) -> None:
    made = make_copy(desk.home)
    screen = desk.show(CopiesScreen(desk.context))
    button(screen, "Bring back the copy of 10 May").click()
    assert "Bring back the copy of 10 May?" in words_on(screen)
    button(screen, "Leave it").click()
    assert "Bring back the copy of 10 May?" not in words_on(screen)
    button(screen, "Bring back the copy of 10 May").click()
    desk.key(screen, Qt.Key.Key_Space)  # the focus is on [Bring it back]
    desk.settle()
    assert desk.went == [("bring back", (made.folder, ""))]


def test_bringing_back_a_real_notebook_needs_its_passphrase(real: Desk) -> None:
    made = make_copy(real.home)
    screen = real.show(CopiesScreen(real.context))
    assert isinstance(screen, CopiesScreen)
    screen._ask(made)
    real.key(screen, "wrong words here")
    real.key(screen, Qt.Key.Key_Return)
    real.settle()
    assert real.went == []
    assert "passphrase" in words_on(screen.secret_field).lower()
    screen.secret.set_text("")
    real.type(screen.secret, PASSPHRASE)
    real.key(screen, Qt.Key.Key_Return)
    real.settle()
    assert real.went == [("bring back", (made.folder, PASSPHRASE))]


def typed(desk: Desk, screen: KeysScreen, old: str, new: str, again: str) -> None:
    for key, words in (("old", old), ("new", new), ("again", again)):
        screen.secrets[key].set_text("")
        desk.type(screen.secrets[key], words)
    desk.key(screen, Qt.Key.Key_Return)
    desk.settle()


def keys_on(desk: Desk) -> KeysScreen:
    screen = desk.show(KeysScreen(desk.context))
    assert isinstance(screen, KeysScreen)
    return screen


def test_the_passphrase_is_changed_from_the_keyboard(real: Desk) -> None:
    screen = keys_on(real)
    typed(real, screen, PASSPHRASE, NEW, NEW)
    assert same_passphrase(real.home, NEW)
    assert not same_passphrase(real.home, PASSPHRASE)
    assert {field.text() for field in screen.secrets.values()} == {""}
    assert "changed" in real.told[0]


def test_after_the_change_the_focus_is_on_the_button_that_was_pressed(real: Desk) -> None:
    screen = keys_on(real)
    for key, words in (("old", PASSPHRASE), ("new", NEW), ("again", NEW)):
        real.type(screen.secrets[key], words)
    screen.change_it.setFocus()
    screen.change_it.click()
    real.settle()
    assert "changed" in real.told[0]
    assert screen.change_it.hasFocus()


@pytest.mark.parametrize(
    ("old", "new", "again", "where"),
    [
        ("wrong words here", NEW, NEW, "old"),
        (PASSPHRASE, "short", "short", "new"),
        (PASSPHRASE, NEW, NEW + "x", "again"),
    ],
)
def test_a_slip_changes_nothing_and_is_said_where_it_was_made(
    real: Desk, old: str, new: str, again: str, where: str
) -> None:
    screen = keys_on(real)
    before = words_on(screen.fields[where])
    typed(real, screen, old, new, again)
    assert words_on(screen.fields[where]) != before
    assert same_passphrase(real.home, PASSPHRASE)
    assert real.told == []


def test_practice_has_no_passphrase_to_change(desk: Desk) -> None:
    assert "Practice needs no passphrase" in words_on(keys_on(desk))


def test_what_happens_when_it_is_forgotten_is_said_in_three_ways(real: Desk, tmp_path: Path) -> None:
    assert "The programme has no recovery key." in words_on(keys_on(real))
    key = make_recovery(real.home)
    screen = keys_on(real)
    assert "not yet tested" in words_on(screen)
    file = tmp_path / "key.txt"
    file.write_text(key.identity, encoding="utf-8")
    real.context.pick_files = lambda _title, _kinds: [file]
    button(screen, "Test it on every laptop").click()
    real.settle()
    assert "Recovery tested. The next file you send says so." in words_on(screen)
    assert "Recovery tested on" in words_on(keys_on(real))


def test_a_key_that_opens_no_laptop_is_said(real: Desk, tmp_path: Path) -> None:
    make_recovery(real.home)
    screen = keys_on(real)
    file = tmp_path / "key.txt"
    file.write_text(DeviceKeys.new().age_secret, encoding="utf-8")
    real.context.pick_files = lambda _title, _kinds: [file]
    button(screen, "Test it on every laptop").click()
    real.settle()
    assert "That recovery key does not open this notebook." in words_on(screen)


def test_three_keepers_share_the_recovery_key(real: Desk, tmp_path: Path) -> None:
    screen = keys_on(real)
    real.folder = tmp_path / "shares"
    real.folder.mkdir()
    screen.share.make.click()
    assert "Three different keys are needed." in words_on(screen.share)
    for field in screen.share.keys:
        real.type(field, DeviceKeys.new().recipient)
    screen.share.make.click()
    real.settle()
    assert sorted(p.name for p in real.folder.iterdir()) == [
        "recovery-1-2.age",
        "recovery-1-3.age",
        "recovery-2-3.age",
    ]
    assert recovery_slot(real.home) is not None


def test_a_shared_key_is_tested_with_one_share_and_the_keys_of_its_two_keepers(
    real: Desk, tmp_path: Path
) -> None:
    screen = keys_on(real)
    keepers = [DeviceKeys.new() for _ in range(3)]
    files = [tmp_path / f"keeper {n}.txt" for n in range(3)]
    for file, keeper in zip(files, keepers, strict=True):
        file.write_text(f"# created today\n{keeper.age_secret}\n", encoding="utf-8")
    real.folder = tmp_path
    for field, keeper in zip(screen.share.keys, keepers, strict=True):
        real.type(field, keeper.recipient)
    screen.share.make.click()
    real.settle()
    real.context.pick_files = lambda _title, _kinds: [tmp_path / "recovery-1-2.age", files[0], files[2]]
    button(screen, "Test it on every laptop").click()
    real.settle()
    assert "These two keys do not open that share." in words_on(screen.test_field)
    real.context.pick_files = lambda _title, _kinds: [files[2], tmp_path / "recovery-1-3.age", files[0]]
    button(screen, "Test it on every laptop").click()
    real.settle()
    assert "Recovery tested. The next file you send says so." in words_on(screen)
    assert "do not open" not in words_on(screen.test_field)


def test_after_a_change_sticks_that_keep_the_old_passphrase_are_spoken_of(real: Desk, tmp_path: Path) -> None:
    make_copy(real.home, tmp_path / "stick")
    screen = keys_on(real)
    for key, words in (
        ("old", PASSPHRASE),
        ("new", "four other plain words"),
        ("again", "four other plain words"),
    ):
        real.type(screen.secrets[key], words)
    screen.change_it.click()
    real.settle()
    assert "The old one opens nothing here any more." in real.told[-1]
    assert "Your copies on sticks still open with the old one" in real.told[-1]


def test_the_key_for_rescue_is_saved_once(real: Desk, tmp_path: Path) -> None:
    screen = keys_on(real)
    real.folder = tmp_path
    button(screen, "Save the key").click()
    saved = (tmp_path / "ldp-stories-key.txt").read_text(encoding="utf-8")
    assert saved == f"{real.home.keys.age_secret}\n"
    button(screen, "Save the key").click()
    assert "ldp-stories-key.txt" in words_on(screen.rescue_field)


def test_closing_lists_what_is_only_here_and_wants_a_yes(desk: Desk) -> None:
    told(desk.home)
    screen = desk.show(ClosingScreen(desk.context))
    assert isinstance(screen, ClosingScreen)
    button(screen, "Close this home for good").click()
    assert desk.went == []
    assert "Nothing was destroyed." in words_on(screen)
    button(screen, "Send first").click()
    desk.type(screen.typed, "yes")
    desk.key(screen, Qt.Key.Key_Return)
    assert desk.went == [("send", None), ("close home", "yes")]


def test_the_sheet_says_where_everything_went_and_names_no_story(desk: Desk, tmp_path: Path) -> None:
    told(desk.home)
    make_copy(desk.home, tmp_path / "stick")
    screen = desk.show(ClosingScreen(desk.context))
    assert isinstance(screen, ClosingScreen)
    words = "\n".join(line for _, line in sheet_lines(screen.standing))
    assert "1 story was received by nobody." in words
    assert str(tmp_path / "stick") in words
    desk.folder = tmp_path
    button(screen, "Save as PDF").click()
    assert (tmp_path / "notebook closed.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("build", [CopiesScreen, KeysScreen, ClosingScreen])
@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (2.0, True)])
def test_everything_has_a_name_and_nothing_is_cut(
    real: Desk, build: type[KeysScreen], scale: float, rtl: bool
) -> None:
    make_copy(real.home)
    screen = real.show(build(real.context), scale=scale, rtl=rtl)
    assert all(walk_names(screen))
    real.until(lambda: cut(screen) == [])


@pytest.fixture
def window(home: Home, qtbot: QtBot, tmp_path: Path) -> Iterator[Window]:
    made = Window(home.machine, tmp_path / "homes", Settings(), tmp_path / "settings.json")
    qtbot.addWidget(made)
    made.open_desk(home)
    yield made
    made.tasks.shutdown()
    made.close_home()


def test_the_window_puts_the_copy_in_the_place_of_the_notebook(
    window: Window, home: Home, qtbot: QtBot
) -> None:
    told(home)
    made = make_copy(home)
    told(home)
    assert window.navigator is not None
    window.navigator.go("bring back", (made.folder, ""))
    qtbot.waitUntil(lambda: window.home is not None and window.home is not home, timeout=30_000)
    assert window.home is not None
    assert len(my_stories(window.home).rows) == 1


def test_a_copy_that_spoilt_meanwhile_leaves_the_notebook_as_it_was(
    window: Window, home: Home, qtbot: QtBot
) -> None:
    told(home)
    made = make_copy(home)
    (made.folder / "main.db").write_bytes(b"")
    assert window.navigator is not None
    window.navigator.go("bring back", (made.folder, ""))
    qtbot.waitUntil(lambda: window.home is not None and window.home is not home, timeout=30_000)
    assert window.home is not None
    assert len(my_stories(window.home).rows) == 1


def test_the_window_closes_a_home_for_good(window: Window, home: Home) -> None:
    told(home)
    assert window.navigator is not None
    window.navigator.go("close home", "yes")
    assert window.home is None
    assert window.start is not None
    assert not home.folder.exists()


def test_a_stick_is_enough_on_another_laptop(real: Desk, tmp_path: Path) -> None:
    made = make_copy(real.home, tmp_path / "stick")
    shutil.copytree(made.folder, tmp_path / "carried" / made.folder.name)
    screen = real.show(CopiesScreen(real.context))
    real.folder = tmp_path / "carried"
    button(screen, "Bring a copy back from a stick").click()
    real.settle()
    assert "Bring back the copy of" in words_on(screen)


def test_every_picture_on_these_pages_is_there(desk: Desk) -> None:
    wanted = {
        name
        for path in Path(ldp_stories.ui.preferences.__file__).parent.glob("*.py")
        for name in re.findall(r'icon="([a-z-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(wanted) > 8
    assert [name for name in sorted(wanted) if not has_icon(name)] == []
    assert desk.told == []


def test_closing_says_that_a_stick_still_opens(desk: Desk) -> None:
    assert "A copy on a stick still opens with your passphrase." in words_on(
        desk.show(ClosingScreen(desk.context))
    )
