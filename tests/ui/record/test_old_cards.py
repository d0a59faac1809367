"""Private cards on the screen after a recovery: what is lost is said, a typed yes begins new ones, the old passphrase brings the old back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.roles import Role
from ldp_stories.services import open_home
from ldp_stories.services.begin_cards_anew import set_by
from ldp_stories.services.contact_cards import keep_card, read_card
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import open_session
from ldp_stories.ui.record.private_cards import PrivateCardsScreen
from tests.services.homes import Clock, cheap_machine
from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.helpers import words_on

OLD, NEW = "four plain words here", "brand new words today"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("old-cards")) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    key, machine = DeviceKeys.new(), cheap_machine(tmp_path, Clock())
    who = open_home.Who("Amina", (Role.RESEARCHER,))
    made = open_home.create(tmp_path / "a", machine, who, passphrase=OLD, practice=False)
    open_home.write_recovery_slot(made, key.recipient)
    with made.main.write() as con:
        made.put(con, "participant", "p1", sets={"code": "BS-7Q2K-9TD"}, subj=["p1"])
    keep_card(open_session(made, OLD), "p1", name="Zebulonia")
    made.close()
    again = open_home.recover_home(tmp_path / "a", key.age_secret, NEW, machine)
    yield again
    again.close()


def opened(qtbot: QtBot, desk: Desk, home: Home) -> PrivateCardsScreen:
    screen = PrivateCardsScreen(replace(desk.context, home=home))
    qtbot.addWidget(screen)
    screen.resize(1366, 900)
    screen.show()
    qtbot.waitUntil(lambda: screen.model.rowCount() == 1)
    return screen


def typing(edit: QLineEdit, words: str) -> None:
    edit.setFocus()
    QTest.keyClicks(edit, words)
    QTest.keyClick(edit, Qt.Key.Key_Return)


def test_new_cards_begin_after_a_yes_with_the_keyboard_alone(qtbot: QtBot, desk: Desk, home: Home) -> None:
    screen = opened(qtbot, desk, home)
    assert not screen.anew.isVisible()
    assert not screen.old.isVisible()
    typing(screen.passphrase.edit, NEW)
    assert screen.anew.isVisible()
    said = words_on(screen)
    assert "This opens your notebook, and not these cards." in said
    assert "the card of 1 person" in said
    assert "Nothing is thrown away" in said
    typing(screen.anew.typed.edit, "no")
    assert screen.pages.currentWidget() is screen.shut
    assert set_by(home) == 0
    screen.anew.typed.set_text("")
    typing(screen.anew.typed.edit, "yes")
    assert set_by(home) == 1
    assert screen.passphrase.text() == ""
    assert screen.pages.currentWidget() is screen.hint
    screen.lock()
    assert screen.old.isVisible()


def test_leaving_them_changes_nothing_and_another_slip_says_only_that_it_did_not_open(
    qtbot: QtBot, desk: Desk, home: Home
) -> None:
    screen = opened(qtbot, desk, home)
    typing(screen.passphrase.edit, "quite wrong words")
    assert not screen.anew.isVisible()
    typing(screen.passphrase.edit, NEW)
    qtbot.mouseClick(screen.anew.no, Qt.MouseButton.LeftButton)
    assert not screen.anew.isVisible()
    assert set_by(home) == 0
    typing(screen.passphrase.edit, OLD)
    assert screen.session is not None
    assert read_card(screen.session, "p1").name == "Zebulonia"


def test_the_old_passphrase_brings_the_old_cards_back(qtbot: QtBot, desk: Desk, home: Home) -> None:
    screen = opened(qtbot, desk, home)
    typing(screen.passphrase.edit, NEW)
    typing(screen.anew.typed.edit, "yes")
    screen.lock()
    screen.old.today.set_text(NEW)
    typing(screen.old.old.edit, "not these words")
    assert screen.old.old.text() == screen.old.today.text() == ""
    assert "did not open it" in words_on(screen.old)
    screen.old.today.set_text("not this one")
    typing(screen.old.old.edit, OLD)
    assert set_by(home) == 1
    screen.old.today.set_text(NEW)
    typing(screen.old.old.edit, OLD)
    assert set_by(home) == 0
    assert not screen.old.isVisible()
    assert desk.told[-1] == "1 card is here again."
    assert read_card(open_session(home, NEW), "p1").name == "Zebulonia"
