"""Files kept apart on the screen that brings in: the reason in words, until when, try again, ask for it, throw it away, do not show again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.bundles.names import new_bundle_id, outer_name
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import import_bundle
from ldp_stories.services.admit_people import change_role, people
from ldp_stories.services.fetch_files import arrivals
from ldp_stories.services.import_bundle import look
from ldp_stories.services.kept_apart import Kept, kept_apart
from ldp_stories.services.routes import INBOX, save_route
from ldp_stories.services.start_home import take_pack
from ldp_stories.ui.record import bring_in
from ldp_stories.ui.record import kept_apart as module
from ldp_stories.ui.record.bring_in import BringInScreen
from ldp_stories.ui.record.kept_apart import KeptApart, until_words, whose_words, why_words
from ldp_stories.ui.widgets.scroll import ScrollPage
from tests.services.test_packs import handmade
from tests.ui.coordinator.round import Round
from tests.ui.coordinator.test_bring_in import opened, settle
from tests.ui.helpers import button, cut, dressed, walk_names, words_on


@pytest.fixture
def news(trip: Round) -> Path:
    """A file from Amina, who is known, with a second story in it."""
    trip.let_in("amina", Role.RESEARCHER)
    trip.tell()
    return trip.send("amina")


def spoil(path: Path) -> bytes:
    whole = path.read_bytes()
    path.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
    return whole


def shown(qtbot: QtBot, trip: Round) -> BringInScreen:
    """The screen over an empty folder, so that only what is kept apart is on it."""
    empty = trip.desk.folder / "nothing here"
    empty.mkdir(exist_ok=True)
    return opened(qtbot, trip.desk, empty)


def a_kept(**facts: object) -> Kept:
    known: dict[str, object] = {
        "bundle": "b", "path": Path("x"), "file": "ldp-x-2of3.tar.age", "why": "DAMAGED", "told": {}, "name": "Amina",
        "packed_on": "2026-05-19", "bytes": 14_000_000, "came": "2026-05-20", "goes": "2026-08-18", "part": 2, "parts": 3, "joining": False,
    }  # fmt: skip
    return Kept(**{**known, **facts})  # type: ignore[arg-type]


def test_nothing_is_shown_where_nothing_is_kept(qtbot: QtBot, trip: Round) -> None:
    screen = shown(qtbot, trip)
    assert not screen.kept.isVisible()
    assert "Files kept apart" not in words_on(screen)


def test_a_damaged_file_is_listed_as_soon_as_it_was_refused(qtbot: QtBot, trip: Round, news: Path) -> None:
    spoil(news)
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[news].button.click()
    settle(qtbot, trip.desk)
    words = words_on(screen)
    assert "Files kept apart" in words
    assert "Nothing of them was added. Each says how long it stays." in words
    assert "It is thrown away on" in words
    (card,) = screen.kept.cards.values()
    assert "damaged" in card.why.text()
    assert f"Throw it away: {whose_words(card.kept)}" in walk_names(screen)


def kept_one(trip: Round, path: Path) -> None:
    spoil(path)
    with pytest.raises(UserError):
        look(trip.desk.home, path)


def test_the_focus_stays_where_the_person_pressed(qtbot: QtBot, trip: Round, news: Path) -> None:
    spoil(news)
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.activateWindow()
    card = screen.cards[news]
    card.button.setFocus()
    card.button.click()
    assert not card.button.hasFocus()
    settle(qtbot, trip.desk)
    assert card.button.hasFocus()
    kept = screen.kept.cards[kept_apart(trip.desk.home)[0].bundle]
    kept.again.setFocus()
    kept.again.click()
    settle(qtbot, trip.desk)
    assert kept.again.hasFocus()


def test_a_programme_file_is_not_said_to_be_only_looked_at(qtbot: QtBot, trip: Round) -> None:
    screen = opened(qtbot, trip.desk, trip.stick)
    card = screen.cards[trip.pack]
    card.button.click()
    assert card.answer.text() == "Bringing it in."
    settle(qtbot, trip.desk)


def test_throwing_it_away_takes_it_off_and_leaves_the_stick_alone(
    qtbot: QtBot, trip: Round, news: Path
) -> None:
    kept_one(trip, news)
    screen = shown(qtbot, trip)
    (card,) = screen.kept.cards.values()
    card.away.click()
    assert trip.desk.told[-1] == "The file is thrown away. Nothing of it was added."
    assert kept_apart(trip.desk.home) == ()
    assert not screen.kept.isVisible()
    assert screen.heading.hasFocus()
    assert news.exists()


def test_trying_again_says_what_it_is_now_and_changes_nothing(qtbot: QtBot, trip: Round, news: Path) -> None:
    kept_one(trip, news)
    screen = shown(qtbot, trip)
    (card,) = screen.kept.cards.values()
    card.again.click()
    settle(qtbot, trip.desk)
    assert card.answer.text() == "It is still as it was. Nothing was added."
    assert card.again.isEnabled()
    assert len(kept_apart(trip.desk.home)) == 1


def test_what_opens_by_now_goes_to_the_preview(
    qtbot: QtBot, trip: Round, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newer(*_: object, **__: object) -> None:
        raise UserError("NEEDS_NEWER")

    with monkeypatch.context() as patch:
        patch.setattr(import_bundle, "read_bundle", newer)
        with pytest.raises(UserError):
            look(trip.desk.home, news)
    screen = shown(qtbot, trip)
    (card,) = screen.kept.cards.values()
    assert "Update the program" in card.why.text()
    card.again.click()
    settle(qtbot, trip.desk)
    ((place, preview),) = trip.desk.went
    assert place == "preview"
    assert preview.sender == "Amina"  # type: ignore[attr-defined]
    import_bundle.put_down(preview)  # type: ignore[arg-type]


def test_a_broken_part_can_be_asked_for(qtbot: QtBot, trip: Round, news: Path) -> None:
    kept_one(trip, news)
    screen = shown(qtbot, trip)
    (card,) = screen.kept.cards.values()
    assert card.other is not None
    assert "for it again" in card.other.text(), "it was the only part"
    card.other.click()
    assert card.answer.text()


def strange_pack(trip: Round) -> Path:
    """A programme file that Amina's laptop signed, who is no coordinator here."""
    trip.let_in("amina", Role.RESEARCHER)
    return handmade(trip.homes["amina"], trip.stick)


def test_a_refused_programme_file_is_listed_and_nobody_is_asked_to_let_it_in(
    qtbot: QtBot, trip: Round
) -> None:
    path = strange_pack(trip)
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[path].button.click()
    settle(qtbot, trip.desk)
    assert not screen.cards[path].help.isVisible(), "there is nobody to let in"
    (card,) = screen.kept.cards.values()
    assert whose_words(card.kept) == f"Programme file {path.name}"
    assert (
        card.why.text() == "Nobody known here signed it. Bring in the newest programme file, then try again."
    )
    assert card.other is None
    card.again.click()
    settle(qtbot, trip.desk)
    assert card.answer.text() == "It is still as it was. Nothing was added."
    assert "newest programme file" in card.why.text()


def test_a_programme_file_that_is_believed_by_now_comes_in_when_it_is_tried_again(
    qtbot: QtBot, trip: Round
) -> None:
    path = strange_pack(trip)
    home = trip.desk.home
    with pytest.raises(UserError):
        take_pack(home, path)
    change_role(home, next(p.id for p in people(home) if p.name == "Amina"), Role.COORDINATOR)
    screen = shown(qtbot, trip)
    (card,) = screen.kept.cards.values()
    card.again.click()
    settle(qtbot, trip.desk)
    assert "programme file" in trip.desk.told[-1] or "programme is up to date" in trip.desk.told[-1]
    assert kept_apart(home) == ()


def test_who_wants_to_join_is_a_press_away_and_waits_for_the_coordinator(qtbot: QtBot, trip: Round) -> None:
    trip.join("amina", Role.RESEARCHER)
    trip.tell()
    trip.knock(trip.send("amina"))
    screen = shown(qtbot, trip)
    assert "It waits until you decide." in words_on(screen)
    button(screen, "See who wants to join").click()
    assert trip.desk.went == [("programme", "joiners")]


def test_do_not_show_again_takes_it_from_the_new_ones_and_leaves_it_in_the_folder(
    qtbot: QtBot, trip: Round, tmp_path: Path
) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    rubbish = folder / outer_name(new_bundle_id(), 1, 1)
    rubbish.write_bytes(b"Dear diary")
    save_route(trip.desk.home, kind=INBOX, name="In", address=str(folder))
    screen = opened(qtbot, trip.desk, (rubbish,))
    card = screen.cards[rubbish]
    assert not card.hush.isVisible(), "only once it could not be brought in"
    card.button.click()
    settle(qtbot, trip.desk)
    card.hush.click()
    settle(qtbot, trip.desk)
    assert arrivals(trip.desk.home) == ()
    assert rubbish.exists()
    assert rubbish not in screen.cards
    assert trip.desk.told[-1] == "It is not shown again. The file itself was left where it is."


def test_where_a_file_lies_is_never_asked_on_the_windows_thread(
    qtbot: QtBot, trip: Round, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share that went away takes its time to say so."""
    spoil(news)
    asked: dict[str, bool] = {}

    def noted(name: str, answer: object) -> Callable[..., object]:
        def ask(*_: object) -> object:
            asked[name] = threading.current_thread() is threading.main_thread()
            return answer

        return ask

    screen = opened(qtbot, trip.desk, trip.stick)
    monkeypatch.setattr(bring_in, "is_arrival", noted("whether it is new", answer=True))
    monkeypatch.setattr(bring_in, "size_of", noted("its size", news.stat().st_size))
    monkeypatch.setattr(bring_in, "pass_over", noted("what it is now", None))
    card = screen.cards[news]
    card.button.click()
    settle(qtbot, trip.desk)
    assert "damaged" in card.answer.text()
    card.hush.click()
    settle(qtbot, trip.desk)
    assert asked == {"whether it is new": False, "its size": False, "what it is now": False}


def test_a_file_from_elsewhere_has_no_such_button(qtbot: QtBot, trip: Round, news: Path) -> None:
    spoil(news)
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[news].button.click()
    settle(qtbot, trip.desk)
    assert not screen.cards[news].hush.isVisible()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "From Amina, packed 19 May"),
        ({"name": ""}, "ldp-x-2of3.tar.age"),
        ({"name": "", "file": ""}, "A file from somebody nobody knows here"),
    ],
)
def test_whose_it_is(facts: dict[str, object], words: str) -> None:
    assert whose_words(a_kept(**facts)) == words


@pytest.mark.parametrize(
    ("facts", "who", "why"),
    [
        (
            {"joining": True, "name": "Theo", "why": "UNKNOWN_SIGNER"},
            "Theo wants to join",
            "Compare the six words",
        ),
        ({"why": "UNKNOWN_SIGNER"}, "From Amina, packed 19 May", "newest programme file"),
        ({"why": "REVOKED_SIGNER"}, "From Amina, packed 19 May", "Add it only if you are sure"),
    ],
)
def test_what_waits_speaks_to_the_coordinator_who_is_here(
    facts: dict[str, object], who: str, why: str
) -> None:
    kept = a_kept(goes="", part=0, **facts)
    assert whose_words(kept) == who
    assert why in why_words(kept)
    assert "oordinator" not in why_words(kept)


def test_a_laptop_whose_person_has_left_is_not_said_to_be_lost() -> None:
    for goes in ("", "2026-08-18"):
        said = why_words(a_kept(why="REVOKED_SIGNER", goes=goes))
        assert "no longer in the programme" in said
        assert "lost" not in said


def test_elsewhere_it_says_that_a_coordinator_can_let_it_in() -> None:
    assert "The coordinator can let it in." in why_words(a_kept(why="UNKNOWN_SIGNER"))


def test_it_is_said_until_when_it_is_kept() -> None:
    assert until_words(a_kept()) == (
        "ldp-x-2of3.tar.age, 14 MB, here since 20 May. It is thrown away on 18 August."
    )
    assert until_words(a_kept(goes="")).endswith("It waits until you decide.")


def test_the_reason_has_its_facts_put_in() -> None:
    said = why_words(a_kept(why="SAME_NAME", told={"name": "Amina"}))
    assert "Ask Amina about both files." in said


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_words_are_cut_and_a_long_list_says_how_many_more(
    qtbot: QtBot, trip: Round, monkeypatch: pytest.MonkeyPatch, scale: float
) -> None:
    many: Callable[[object], tuple[Kept, ...]] = lambda _: tuple(a_kept(bundle=str(n)) for n in range(33))  # noqa: E731
    monkeypatch.setattr(module, "kept_apart", many)
    made = KeptApart(trip.desk.context)
    page = ScrollPage()
    page.body.addWidget(made)
    dressed(qtbot, page, size=(700, 700), scale=scale)
    assert len(made.cards) == 30
    assert made.more.text() == "and 3 more"
    qtbot.waitUntil(lambda: not cut(made))
