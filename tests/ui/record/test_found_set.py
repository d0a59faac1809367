"""Parts that belong together, what has not come, new files, and fetching: one button for each, and a server asked only when it is pressed."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.errors import UserError
from ldp_stories.services.ask_resend import Wish
from ldp_stories.services.fetch_files import Fetched, InboxLook
from ldp_stories.services.routes import save_route
from ldp_stories.services.still_to_come import Awaited
from ldp_stories.ui.record import found_set as module
from ldp_stories.ui.record.bring_in_words import ask_words, asked_words, awaited_words, put_away_words
from ldp_stories.ui.record.found_set import FoundSet, StillToCome
from tests.ui.helpers import cut, dressed, walk_names, words_on
from tests.ui.on_screen import Desk

AWAITED = Awaited("g", "Amina", "2026-05-19", (2, 4), 4, 2, asked=())


def a_wish(parts: tuple[int, ...] = (2, 4)) -> Wish:
    return Wish("w", "Amina", "m", parts, 4, 2, (), "2026-05-20", "missing")


class House:
    """What the services would say."""

    def __init__(self) -> None:
        self.awaited: tuple[Awaited, ...] = (AWAITED,)
        self.new: tuple[Path, ...] = ()
        self.coming: tuple[Path, ...] = ()
        self.away = ""
        self.asked: list[str] = []
        self.trouble = ""

    def ask(self, _home: object, group: str) -> Wish:
        if self.trouble:
            raise UserError(self.trouble)
        self.asked.append(group)
        self.awaited = (Awaited("g", "Amina", "2026-05-19", (2, 4), 4, 2, asked=(2, 4)),)
        return a_wish()


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    made = House()
    monkeypatch.setattr(module, "still_to_come", lambda _home: made.awaited)
    monkeypatch.setattr(
        module, "look_at_inbox", lambda _home, _before: InboxLook(made.new, made.coming, away=made.away)
    )
    monkeypatch.setattr(module, "ask_for_parts", made.ask)
    return made


@pytest.fixture
def coming(desk: Desk, house: House, qtbot: QtBot) -> StillToCome:
    del house
    made = StillToCome(desk.context)
    dressed(qtbot, made, size=(900, 400))
    desk.settle()
    return made


def test_what_has_not_come_is_said_with_one_button(coming: StillToCome) -> None:
    words = words_on(coming)
    assert "From Amina, packed 19 May: parts 2, 4 of 4 have not come. 2 sounds are waited for." in words
    assert coming.banners["g"].button.text() == "Ask Amina for parts 2, 4"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Amina put away what you asked for on 20 May: parts 2, 4 of 4."),
        ({"parts": (2,)}, "Amina put away what you asked for on 20 May: part 2 of 4."),
        ({"parts": (3,), "of": 0}, "Amina put away what you asked for on 20 May: part 3."),
        ({"parts": (), "sounds": 1}, "Amina put away what you asked for on 20 May: 1 sound."),
        (
            {"parts": (7, 9), "why": "number", "name": ""},
            "Somebody put away what you asked for on 20 May: files 7, 9.",
        ),
    ],
)
def test_what_somebody_put_away_is_said_in_words(facts: dict[str, object], words: str) -> None:
    said = put_away_words(replace(a_wish(), **facts))  # type: ignore[arg-type]
    assert said == f"{words} Nothing was sent. You can ask again, or talk to them first."


def test_that_a_wish_was_put_away_stands_until_it_is_read(
    desk: Desk, house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [a_wish()]
    monkeypatch.setattr(module, "put_away", lambda _home: tuple(left))
    monkeypatch.setattr(module, "have_read_of", lambda _home, ident: left.clear() if ident == "w" else None)
    house.awaited = ()
    made = StillToCome(desk.context)
    dressed(qtbot, made, size=(900, 400), scale=2.0)
    assert "Amina put away what you asked for on 20 May" in words_on(made)
    assert cut(made) == []
    made.banners["w"].button.click()
    desk.until(lambda: "Amina put away" not in words_on(made))
    assert made.isHidden()


def test_one_press_asks_and_the_button_goes(coming: StillToCome, house: House, desk: Desk) -> None:
    emptied: list[bool] = []
    coming.emptied.connect(lambda: emptied.append(True))
    coming.banners["g"].button.click()
    assert house.asked == ["g"]
    assert desk.told[-1] == "Asked. It goes with your next file to Amina."
    desk.until(lambda: "Asked. It goes with your next file to Amina." in words_on(coming))
    assert emptied == [True], "the focus is given a place"
    assert not coming.banners["g"].button.isVisible()


def test_a_trouble_while_asking_is_told(coming: StillToCome, house: House, desk: Desk) -> None:
    house.trouble = "NOTHING_MISSING"
    coming.banners["g"].button.click()
    assert desk.told[-1].startswith("Everything of that is here.")
    assert house.asked == []


def test_with_nothing_to_say_it_takes_no_room(desk: Desk, house: House, qtbot: QtBot) -> None:
    house.awaited = ()
    made = StillToCome(desk.context)
    qtbot.addWidget(made)
    assert made.isHidden()


def test_new_files_in_the_inbox_are_shown_and_never_added(
    coming: StillToCome, house: House, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    house.new = (tmp_path / "a", tmp_path / "b")
    coming.fill()
    desk.settle()
    assert "2 new files have come." in coming.banners["new"].label.text()
    with qtbot.waitSignal(coming.came) as caught:
        coming.banners["new"].button.click()
    assert caught.args == [house.new]


def test_an_inbox_that_cannot_be_reached_is_said_until_it_is_back(
    coming: StillToCome, house: House, desk: Desk
) -> None:
    house.away = "The share"
    coming.look_for_new()
    desk.settle()
    words = "“The share” cannot be reached now. What lies there is shown when it is back."
    assert coming.banners["away"].label.text() == words
    house.away = ""
    coming.look_for_new()
    desk.settle()
    assert "away" not in coming.banners


def test_a_share_that_takes_its_time_does_not_hold_the_window_up(
    coming: StillToCome, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look runs beside the window, and only one of them."""
    answer, looks = threading.Event(), []

    def slow(_home: object, _before: object) -> InboxLook:
        looks.append(threading.current_thread() is threading.main_thread())
        assert answer.wait(30)
        return InboxLook()

    monkeypatch.setattr(module, "look_at_inbox", slow)
    coming.fill()
    coming.look_for_new()
    desk.until(lambda: looks)
    answer.set()
    desk.settle()
    assert looks == [False]


def test_the_inbox_is_watched_and_shows_what_comes_by_itself(
    coming: StillToCome, house: House, desk: Desk, tmp_path: Path
) -> None:
    assert coming.watch.isActive()
    assert coming.watch.interval() == module.WATCH_MS
    house.new = (tmp_path / "a",)
    coming.watch.timeout.emit()
    desk.settle()
    assert "1 new file has come." in coming.banners["new"].label.text()
    shown = coming.banners["new"]
    coming.watch.timeout.emit()
    desk.settle()
    assert coming.banners["new"] is shown, "nothing is drawn anew while nothing has changed"
    house.new = ()
    coming.watch.timeout.emit()
    desk.settle()
    assert "new" not in coming.banners


def test_a_file_that_is_still_being_copied_waits_without_a_button(
    coming: StillToCome, house: House, desk: Desk, tmp_path: Path
) -> None:
    house.coming = (tmp_path / "half",)
    coming.look_for_new()
    desk.settle()
    assert coming.banners["coming"].label.text() == "1 file is still being copied."
    assert coming.banners["coming"].button.text() == ""
    house.coming, house.new = (), (tmp_path / "half",)
    coming.look_for_new()
    desk.settle()
    assert coming.banners["new"].label.text() == "1 new file has come."
    assert "coming" not in coming.banners


def test_a_server_is_not_asked_by_watching(
    coming: StillToCome, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "fetch_files", lambda *_a, **_k: pytest.fail("a server was asked"))
    a_server(desk)
    for _ in range(3):
        coming.watch.timeout.emit()
    desk.settle()
    assert coming.watch.isActive()


def a_server(desk: Desk) -> str:
    return save_route(desk.home, kind="webdav", name="Our cloud", address="https://cloud.example/x").id


def test_a_server_is_asked_only_when_fetch_is_pressed(
    coming: StillToCome, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def fetch(_home: object, ident: str, **_: object) -> Fetched:
        asked.append(ident)
        return Fetched((tmp_path / "x",), 1)

    monkeypatch.setattr(module, "fetch_files", fetch)
    ident = a_server(desk)
    coming.fill()
    assert asked == []
    came: list[object] = []
    coming.came.connect(came.append)
    assert coming.buttons[ident].text() == "Fetch from Our cloud"
    coming.buttons[ident].click()
    desk.settle()
    assert asked == [ident]
    assert came == [(tmp_path / "x",)]
    assert desk.told[-1] == "1 new file came."


def test_nothing_new_and_a_trouble_are_said(
    coming: StillToCome, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = a_server(desk)
    coming.fill()
    monkeypatch.setattr(module, "fetch_files", lambda *_a, **_k: Fetched((), 4))
    coming.buttons[ident].click()
    desk.settle()
    assert desk.told[-1] == "Nothing new is there."

    def away(*_: object, **__: object) -> Fetched:
        raise UserError("ROUTE_AWAY", address="cloud.example")

    monkeypatch.setattr(module, "fetch_files", away)
    coming.buttons[ident].click()
    desk.settle()
    assert desk.told[-1].startswith("cloud.example does not answer.")
    assert coming.buttons[ident].isEnabled()
    assert "does not answer" in coming.banners["trouble"].label.text()


def test_a_set_says_how_many_parts_lie_here_and_opens_them_together(qtbot: QtBot, tmp_path: Path) -> None:
    group = new_bundle_id()
    paths = tuple(tmp_path / outer_name(group, n, 3) for n in (1, 2, 3))
    for path in paths:
        path.write_bytes(b"x" * 1_000_000)
    card = FoundSet(paths, 3_000_000)
    dressed(qtbot, card, size=(800, 100))
    assert "3 parts that belong together" in words_on(card)
    assert "3.0 MB in all" in words_on(card)
    assert card.button.text() == "Look inside all 3 parts"
    with qtbot.waitSignal(card.opened) as caught:
        card.button.click()
    assert caught.args == [paths]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (
            Awaited("g", "Amina", "2026-05-19", (2,), 4, 1, asked=()),
            "From Amina, packed 19 May: part 2 of 4 has not come. 1 sound is waited for.",
        ),
        (
            Awaited("g", "", "2026-05-19", (1,), 2, 0, asked=()),
            "From somebody, packed 19 May: part 1 of 2 has not come.",
        ),
        (
            Awaited("g", "Amina", "2026-05-19", (2, 3), 4, 0, asked=(2, 3)),
            "From Amina, packed 19 May: parts 2, 3 of 4 have not come. Asked. It goes with your next file to Amina.",
        ),
        (
            Awaited("g", "Amina", "2026-05-19", (2, 3), 4, 1, asked=(3,)),
            "From Amina, packed 19 May: parts 2, 3 of 4 have not come. 1 sound is waited for. "
            "Asked for 3. It goes with your next file to Amina.",
        ),
    ],
)
def test_what_is_awaited_is_one_sentence(one: Awaited, words: str) -> None:
    assert awaited_words(one) == words


def test_only_what_was_not_asked_for_yet_has_the_button(coming: StillToCome, house: House) -> None:
    house.awaited = (Awaited("g", "Amina", "2026-05-19", (2, 3), 4, 1, asked=(3,)),)
    coming.fill()
    assert coming.banners["g"].button.text() == "Ask Amina for part 2"


@pytest.mark.parametrize(
    ("have", "words"),
    [((1, 2, 3), "MB in all"), ((1, 3), "Part 2 of 3 is not here."), ((2,), "Parts 1, 3 of 3 are not here.")],
)
def test_a_set_says_which_of_its_parts_are_not_here(
    qtbot: QtBot, tmp_path: Path, have: tuple[int, ...], words: str
) -> None:
    group = new_bundle_id()
    paths = tuple(tmp_path / outer_name(group, n, 3) for n in have)
    for path in paths:
        path.write_bytes(bytes(1_000_000))
    card = FoundSet(paths, 1_000_000 * len(paths))
    qtbot.addWidget(card)
    assert words in words_on(card)
    assert ("not here" in words_on(card)) is (len(have) < 3)


def test_somebody_without_a_name_is_asked_as_them() -> None:
    assert ask_words("", (3,)) == "Ask them for part 3"
    assert asked_words("") == "Asked. It goes with your next file to them."


@pytest.mark.parametrize(("scale", "rtl"), [(2.0, False), (2.0, True)])
def test_nothing_is_cut_at_the_largest_text(
    desk: Desk, house: House, qtbot: QtBot, scale: float, rtl: bool
) -> None:
    del house
    a_server(desk)
    made = StillToCome(desk.context)
    dressed(qtbot, made, size=(1000, 500), scale=scale, rtl=rtl)
    qtbot.waitUntil(lambda: cut(made) == [])
    assert "Fetch from Our cloud" in walk_names(made)


def test_opening_a_notebook_joins_what_a_full_disk_kept_apart(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And it throws away sealed files that a kill left on their way to a server."""
    from ldp_stories.services.send_by_route import outgoing
    from ldp_stories.ui.main_window import housekeeping

    done: list[str] = []

    def joined(_home: object) -> tuple[str, ...]:
        done.append("joined")
        return ("whole",)

    monkeypatch.setattr(housekeeping, "join_if_room", joined)
    monkeypatch.setattr(housekeeping, "renew", lambda _home: done.append("said again"))
    left = outgoing(desk.home) / "ldp-left.tar.age"
    left.write_bytes(b"sealed")
    housekeeping.keep_house(desk.context)
    desk.settle()
    assert done == ["joined", "said again"]
    assert not left.exists()


@pytest.mark.parametrize("full", [False, True])
def test_the_copy_of_the_day_is_made_once_all_is_swept_and_the_trash_is_seen_to(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    """It would hold what is to go, and take half the laptop while the first screen is drawn; a trash that stays full hinders no copy."""
    from ldp_stories.ui.main_window import housekeeping

    done: list[str] = []

    def emptied(_home: object) -> None:
        done.append("trash")
        if full:
            raise UserError("NO_ROOM")

    monkeypatch.setattr(housekeeping, "clean_up", lambda *_: done.append("swept"))
    monkeypatch.setattr(housekeeping, "empty_old", emptied)
    monkeypatch.setattr(housekeeping, "copy_if_due", lambda *_: done.append("copied"))
    monkeypatch.setattr(desk.context.home, "practice", False)
    housekeeping.keep_house(desk.context)
    desk.settle()
    desk.settle()
    assert done == ["swept", "trash", "copied"]
