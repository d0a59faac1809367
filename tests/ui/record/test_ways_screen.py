"""Ways to send: a folder or server is set up without asking it anything; its password is never shown; trying it says plainly what is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.errors import UserError
from ldp_stories.services.routes import Way, forget_route, save_route, saved_routes, trust_key
from ldp_stories.ui.record import ways_screen as module
from ldp_stories.ui.record.ways import begun_words, hint, is_route, profile_of, ways
from ldp_stories.ui.record.ways_screen import WaysScreen
from tests.ui.helpers import button, cut, dressed, walk_names, words_on
from tests.ui.on_screen import Desk


@pytest.fixture
def screen(desk: Desk, qtbot: QtBot) -> WaysScreen:
    made = WaysScreen(desk.context)
    dressed(qtbot, made, size=(1000, 800))
    return made


def fill(screen: WaysScreen, kind: str, name: str, address: str, user: str = "", secret: str = "") -> None:
    screen.kind.set_value([kind])
    screen._chosen()
    for field, words in (
        (screen.name, name),
        (screen.address, address),
        (screen.user, user),
        (screen.secret, secret),
    ):
        field.set_text(words)


def test_without_any_the_form_is_there_and_asks_only_what_a_folder_needs(screen: WaysScreen) -> None:
    assert not screen.cards
    assert screen.pick.isVisible()
    assert not screen.fields["user"].isVisible()
    assert not screen.fields["secret"].isVisible()
    assert "Sticks, folders and mail always work." in words_on(screen)


@pytest.mark.parametrize("kind", ["webdav", "sftp", "s3"])
def test_a_server_asks_for_a_name_and_a_password(screen: WaysScreen, kind: str) -> None:
    fill(screen, kind, "x", "y")
    assert screen.fields["user"].isVisible()
    assert screen.fields["secret"].isVisible()
    assert not screen.pick.isVisible()


def test_a_folder_is_chosen_and_kept(screen: WaysScreen, desk: Desk, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    desk.context.pick_folder = lambda _title: shared
    screen.pick.click()
    assert screen.address.text() == str(shared)
    screen.name.set_text("Council folder")
    screen.largest.set_value(["1000"])
    screen.save.click()
    (kept,) = saved_routes(desk.home)
    assert (kept.kind, kept.name, kept.address, kept.part_bytes) == (
        "folder",
        "Council folder",
        str(shared),
        1_000_000_000,
    )
    desk.until(lambda: "Council folder" in words_on(screen))
    assert screen.address.text() == ""
    assert desk.told[-1] == "Kept. You find it under Send and Bring in."


def test_nothing_chosen_changes_nothing(screen: WaysScreen, desk: Desk) -> None:
    desk.context.pick_folder = lambda _title: None
    screen.address.set_text("as it was")
    screen.pick.click()
    assert screen.address.text() == "as it was"


def test_a_password_is_kept_and_shown_nowhere(screen: WaysScreen, desk: Desk) -> None:
    fill(screen, "webdav", "Our cloud", "https://cloud.example/x", "amina", "canary")
    screen.save.click()
    assert saved_routes(desk.home)[0].secret == "canary"
    assert "canary" not in words_on(screen)
    assert screen.secret.text() == ""
    screen.refresh(frozenset())
    assert "canary" not in words_on(screen)


@pytest.mark.parametrize(
    ("kind", "address", "words"),
    [
        ("webdav", "http://cloud.example/x", "would send your password unsealed"),
        ("sftp", "cloud", "is not an address"),
        ("folder", "/no/such/folder", "There is no folder"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form_and_not_kept(
    screen: WaysScreen, desk: Desk, kind: str, address: str, words: str
) -> None:
    fill(screen, kind, "x", address)
    screen.save.click()
    assert words in screen.trouble.label.text()
    assert screen.trouble.isVisible()
    assert saved_routes(desk.home) == ()
    assert screen.address.text() == address


def kept(desk: Desk, kind: str = "webdav", address: str = "https://cloud.example/x") -> str:
    return save_route(desk.home, kind=kind, name="Our cloud", address=address, user="u", secret="s").id


def test_a_way_can_be_forgotten(screen: WaysScreen, desk: Desk) -> None:
    ident = kept(desk)
    screen.refresh(frozenset())
    screen.cards[ident].forget.click()
    assert saved_routes(desk.home) == ()
    assert not screen.cards
    assert desk.told[-1] == "Forgotten, with its password."


@pytest.mark.parametrize(
    ("files", "words"), [(0, "0 files are there"), (1, "1 file is there"), (7, "7 files are there")]
)
def test_trying_a_way_says_that_it_works(
    screen: WaysScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch, files: int, words: str
) -> None:
    ident = kept(desk)
    screen.refresh(frozenset())
    monkeypatch.setattr(module, "try_route", lambda _way: tuple(range(files)))
    screen.cards[ident].test.click()
    desk.settle()
    assert words in screen.cards[ident].answer.text()
    assert screen.cards[ident].test.isEnabled()


def test_a_server_that_shows_another_key_offers_to_look_at_it_and_trusts_it_only_when_told(
    screen: WaysScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = kept(desk, "sftp", "sftp://office.example/x")
    trust_key(desk.home, ident, "ssh-ed25519 OLD")
    screen.refresh(frozenset())
    card = screen.cards[ident]

    def tried(way: Way) -> tuple[object, ...]:
        if way.host_key != "ssh-ed25519 NEW":
            raise UserError("ROUTE_OTHER_KEY", address="office.example")
        return ()

    monkeypatch.setattr(module, "try_route", tried)
    monkeypatch.setattr(module, "first_key", lambda _address: ("ssh-ed25519 NEW", "SHA256:of the new one"))
    assert not card.look.isVisible()
    card.test.click()
    desk.settle()
    assert "shows another key than before. Nothing was sent." in card.answer.text()
    card.look.click()
    desk.settle()
    assert "SHA256:of the new one. Compare it" in card.answer.text()
    assert not card.look.isVisible()
    assert saved_routes(desk.home)[0].host_key == "ssh-ed25519 OLD", "looking changes nothing"
    card.trust.click()
    desk.settle()
    assert "It works." in card.answer.text()
    assert saved_routes(desk.home)[0].host_key == "ssh-ed25519 NEW"


def test_a_folder_is_asked_for_its_place_and_an_inbox_for_no_size(screen: WaysScreen) -> None:
    for kind, label, sized in (
        ("folder", "Where the folder is", True),
        ("inbox", "Where the folder is", False),
        ("sftp", "Address", True),
    ):
        screen.kind.set_value([kind])
        screen.kind.chosen.emit([kind])
        assert screen.fields["address"].label.text() == label == screen.address.edit.accessibleName()
        assert ("https" in screen.fields["address"].helper.text()) == (label == "Address")
        assert screen.size_field.isVisible() == sized


def test_trying_a_way_that_fails_says_why(
    screen: WaysScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = kept(desk)
    screen.refresh(frozenset())

    def wrong(_way: object) -> object:
        raise UserError("ROUTE_LOGIN")

    monkeypatch.setattr(module, "try_route", wrong)
    screen.cards[ident].test.click()
    desk.settle()
    assert "did not take that name and password" in screen.cards[ident].answer.text()


def test_a_new_server_shows_its_key_to_compare_before_it_is_used(
    screen: WaysScreen, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = kept(desk, "sftp", "sftp://office.example/x")
    screen.refresh(frozenset())
    asked: list[str] = []
    monkeypatch.setattr(module, "first_key", lambda address: ("ssh-ed25519 AAAA", f"SHA256:of-{address}"))

    def tried(way: Way) -> tuple[object, ...]:
        asked.append(way.host_key)
        return ()

    monkeypatch.setattr(module, "try_route", tried)
    card = screen.cards[ident]
    assert not card.trust.isVisible()
    card.test.click()
    desk.settle()
    assert asked == []
    assert "SHA256:of-sftp://office.example/x" in card.answer.text()
    card.trust.click()
    desk.settle()
    assert asked == ["ssh-ed25519 AAAA"]
    assert saved_routes(desk.home)[0].host_key == "ssh-ed25519 AAAA"
    assert not card.trust.isVisible()


def test_the_ways_to_choose_from_are_the_usual_three_and_those_set_up(desk: Desk, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    ident = kept(desk)
    save_route(desk.home, kind="inbox", name="In", address=str(inbox))
    found = ways(desk.home)
    assert [o.label for o in found] == ["Stick", "Folder", "Mail", "Our cloud"]
    assert found[-1].key == f"route:{ident}"


@pytest.mark.parametrize(
    ("way", "profile", "route", "words"),
    [
        ("stick", "stick", False, "The whole sound goes with it."),
        ("folder", "network", False, "a smaller form"),
        ("mail", "mail", False, "add them to a mail yourself"),
        ("route:x", "network", True, "not before"),
    ],
)
def test_each_way_says_how_the_sound_goes(way: str, profile: str, route: bool, words: str) -> None:
    assert profile_of(way) == profile
    assert is_route(way) is route
    assert words in hint(way)


def test_what_was_begun_is_said_with_its_numbers() -> None:
    from ldp_stories.services.pack_bundle import Unfinished

    assert (
        begun_words(Unfinished(3, 5, "2026-05-10", "stick"))
        == "3 of 5 parts are packed. Carry on with the rest."
    )


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_and_everything_has_a_name(desk: Desk, qtbot: QtBot, scale: float, rtl: bool) -> None:
    kept(desk, "sftp", "sftp://office.example/stories")
    made = WaysScreen(desk.context)
    dressed(qtbot, made, size=(1024, 600), scale=scale, rtl=rtl)
    assert "Forget Our cloud" in walk_names(made)
    qtbot.waitUntil(lambda: cut(made) == [])
    assert button(made, "Keep this way").isEnabled()


@pytest.fixture
def cloud(desk: Desk, screen: WaysScreen) -> Way:
    """A web folder whose password has changed."""
    made = save_route(
        desk.home, kind="webdav", name="Cloud", address="https://x.example/in", user="amina", secret="old"
    )
    screen.refresh(frozenset())
    return made


def test_a_password_that_has_changed_is_typed_anew_and_all_else_stays(
    desk: Desk, screen: WaysScreen, cloud: Way
) -> None:
    card = screen.cards[cloud.id]
    assert not card.place.isVisible()
    button(screen, "Change the password for Cloud").click()
    assert card.place.isVisible()
    card.secret.set_text("wisteria lane")
    button(card, "Keep the new password").click()
    (kept,) = saved_routes(desk.home)
    assert kept == replace(cloud, secret="wisteria lane")
    assert card.way.secret == "wisteria lane", "Try it asks with the new one"
    assert card.secret.text() == ""
    assert not card.place.isVisible()
    assert "wisteria" not in words_on(screen)


def test_a_change_elsewhere_takes_neither_what_was_said_nor_what_is_half_typed(
    desk: Desk, screen: WaysScreen, cloud: Way
) -> None:
    card = screen.cards[cloud.id]
    card.password.click()
    card.secret.set_text("wister")
    screen.refresh(frozenset({"record"}))
    assert screen.cards[cloud.id] is card
    assert card.secret.text() == "wister"
    card.secret.entered.emit("wister")
    screen.refresh(frozenset({"route"}))
    assert "The new password is kept." in words_on(screen)
    assert screen.cards[cloud.id].way.secret == "wister"


def test_an_empty_password_changes_nothing(desk: Desk, screen: WaysScreen, cloud: Way) -> None:
    card = screen.cards[cloud.id]
    card.password.click()
    card.change_password()
    assert saved_routes(desk.home) == (cloud,)
    assert "Nothing was changed." in card.answer.text()


def test_a_way_that_was_forgotten_meanwhile_says_so(desk: Desk, screen: WaysScreen, cloud: Way) -> None:
    card = screen.cards[cloud.id]
    forget_route(desk.home, cloud.id)
    card.secret.set_text("x")
    card.change_password()
    assert "not set up here" in card.answer.text()


def test_a_folder_has_no_password(desk: Desk, screen: WaysScreen, tmp_path: Path) -> None:
    made = save_route(desk.home, kind="folder", name="Shared", address=str(tmp_path))
    screen.refresh(frozenset())
    assert not screen.cards[made.id].password.isVisible()
