"""Sending in parts on screen: what was begun, beginning again, ways that were set up, the files for a mail, and wishes of others."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.pack_bundle import Packed, Unfinished
from ldp_stories.services.routes import save_route
from ldp_stories.services.start_home import own_words
from ldp_stories.ui.record import ways as ways_module
from ldp_stories.ui.researcher import send as module
from ldp_stories.ui.researcher.send import SendScreen
from ldp_stories.ui.researcher.send_words import nothing_words, was_sent
from tests.ui.helpers import cut, walk_names, words_on
from tests.ui.on_screen import Desk, story


def opened(desk: Desk, **how: object) -> SendScreen:
    screen = SendScreen(desk.context, None)
    desk.show(screen, **how)  # type: ignore[arg-type]
    return screen


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, object]]:
    """What the services were asked to do."""
    done: list[tuple[str, object]] = []

    def packed(_: Home, __: str, folder: Path, *, profile: str, **___: object) -> Packed:
        done.append((profile, folder))
        return Packed((folder / "a.tar.age",), ("b",), 1, 0, 10)

    def routed(_: Home, __: str, ident: str, **___: object) -> Packed:
        done.append(("route", ident))
        return Packed((Path("gone") / "a.tar.age",), ("b",), 1, 0, 10)

    monkeypatch.setattr(ways_module, "pack", packed)
    monkeypatch.setattr(ways_module, "send_by_route", routed)
    return done


def ready(desk: Desk) -> None:
    from ldp_stories.services.edit_record import mark_ready

    mark_ready(desk.home, story(desk.home))


def first_word(desk: Desk) -> str:
    from ldp_stories.services.recipients import recipients

    return recipients(desk.home)[0].words[0]


def test_what_was_begun_is_said_and_can_be_begun_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Unfinished | None] = [Unfinished(2, 5, "2026-05-10", "stick")]
    monkeypatch.setattr(module, "unfinished", lambda _home, _key: begun[0])
    monkeypatch.setattr(module, "begin_anew", lambda _home, _key: begun.__setitem__(0, None))
    monkeypatch.setattr(module, "recipients", lambda _home: (_joan(),))
    monkeypatch.setattr(module, "plan", lambda _home, _key, _profile: _a_plan())
    screen = opened(desk)
    assert "2 of 5 parts are packed. Carry on with the rest." in words_on(screen)
    screen.begun.button.click()
    desk.settle()
    assert not screen.begun.isVisible()


def _joan() -> object:
    from ldp_stories.domain.roles import Role
    from ldp_stories.services.recipients import Recipient

    return Recipient(
        "coordinators", "Joan", Role.COORDINATOR, ("a",) * 6, False, "", "coordinators", ("d",), ("age1",)
    )


def _a_plan() -> object:
    from ldp_stories.services.plan_bundle import SendPlan

    return SendPlan(_joan(), "stick", 2, 1, 14_000_000, {}, False, ("a",) * 6, ("r",), ("s",), ())  # type: ignore[arg-type]


@pytest.fixture
def to_joan(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Desk:
    monkeypatch.setattr(module, "unfinished", lambda _home, _key: None)
    monkeypatch.setattr(module, "recipients", lambda _home: (_joan(),))
    monkeypatch.setattr(module, "plan", lambda _home, _key, _profile: _a_plan())
    desk.context.pick_folder = lambda _title: tmp_path
    return desk


def test_a_way_that_was_set_up_asks_for_no_folder(to_joan: Desk, asked: list[tuple[str, object]]) -> None:
    ident = save_route(to_joan.home, kind="webdav", name="Our cloud", address="https://cloud.example/x").id
    to_joan.context.pick_folder = lambda _title: pytest.fail("nobody is asked for a folder")
    screen = opened(to_joan)
    screen.way.set_value([f"route:{ident}"])
    screen._way_chosen()
    to_joan.settle()
    assert "not before" in screen.hint.text()
    assert asked == []
    screen.go_on.click()
    to_joan.settle()
    assert asked == [("route", ident)]
    assert "It is there, whole and checked." in screen.result.label.text()


def test_a_server_that_fails_is_said_beside_the_button(
    to_joan: Desk, asked: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = save_route(to_joan.home, kind="webdav", name="Our cloud", address="https://cloud.example/x").id
    del asked

    def full(*_: object, **__: object) -> Packed:
        raise UserError("ROUTE_FULL")

    monkeypatch.setattr(ways_module, "send_by_route", full)
    screen = opened(to_joan)
    screen.way.set_value([f"route:{ident}"])
    screen.go_on.click()
    to_joan.settle()
    assert "The server is full. Your stories are safe here." in screen.trouble.label.text()
    assert screen.go_on.isEnabled()


def test_files_for_a_mail_can_be_shown(
    to_joan: Desk, asked: list[tuple[str, object]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url.toLocalFile()))
    screen = opened(to_joan)
    screen.way.set_value(["mail"])
    screen.go_on.click()
    to_joan.settle()
    assert asked == [("mail", tmp_path)]
    assert screen.result.button.isVisible()
    screen.result.button.click()
    assert shown == [str(tmp_path)]


def test_a_stick_needs_no_button_to_show_its_files(to_joan: Desk, asked: list[tuple[str, object]]) -> None:
    screen = opened(to_joan)
    screen.go_on.click()
    to_joan.settle()
    assert [profile for profile, _ in asked] == ["stick"]
    assert not screen.result.button.isVisible()


def test_wishes_of_others_stand_over_what_is_to_be_sent(
    to_joan: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.services.ask_resend import Wish
    from ldp_stories.ui.record import wishes_card

    wish = Wish("w", "Joan", "m", (2,), 4, 1, (), "2026-05-12", "damaged")
    monkeypatch.setattr(wishes_card, "wishes", lambda _home: (wish,))
    screen = opened(to_joan)
    to_joan.until(lambda: "Joan asks for part 2 of 4 again" in words_on(screen))
    assert screen.wishes.isVisible()


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ("stick", "You can take the stick out."),
        ("folder", "Copied and checked: a.tar.age"),
        ("mail", "Add this to a mail: a.tar.age"),
        ("route:x", "It is there, whole and checked."),
    ],
)
def test_what_happened_is_said_for_each_way(way: str, words: str) -> None:
    packed = Packed((Path("a.tar.age"),), ("b",), 1, 0, 10)
    said = was_sent(packed, way, "Joan")
    assert words in said
    assert said.endswith("It counts as received when Joan’s answer comes back.")


@pytest.mark.parametrize("rtl", [False, True])
def test_nothing_is_cut_with_a_begun_sending_and_many_ways(
    to_joan: Desk, monkeypatch: pytest.MonkeyPatch, rtl: bool
) -> None:
    monkeypatch.setattr(module, "unfinished", lambda _home, _key: Unfinished(2, 5, "2026-05-10", "stick"))
    for name in ("Our cloud at the council", "Office server"):
        save_route(to_joan.home, kind="webdav", name=name, address="https://cloud.example/x")
    screen = opened(to_joan, scale=2.0, rtl=rtl, size=(1024, 600))
    assert "Office server" in walk_names(screen)
    to_joan.until(lambda: cut(screen) == [])


def test_own_words_are_six(desk: Desk) -> None:
    assert len(own_words(desk.home)) == 6


def test_a_coordinator_who_works_alone_is_told_where_their_own_stories_are() -> None:
    words, more = nothing_words(frozenset({Role.RESEARCHER, Role.COORDINATOR}), None)
    assert words == "There is nobody else to send to."
    assert "your queue" in more


def test_without_anybody_to_send_to_the_programme_file_is_the_way() -> None:
    words, more = nothing_words(frozenset({Role.RESEARCHER}), None)
    assert words == "There is nobody to send to yet."
    assert "programme file" in more


def test_nobody_to_send_to_is_said_on_the_screen(desk: Desk) -> None:
    screen = opened(desk)
    screen._show(None, None, True)
    said = words_on(screen)
    assert "There is nobody" in said
    assert "Nothing is ready yet." not in said
