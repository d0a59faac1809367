"""What waits for a coordinator beside the stories: wishes, odd files, clocks, things kept long enough, and the researchers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import OrderKind
from ldp_stories.services.home import Home
from ldp_stories.services.incidents import KIND, WRONG, incidents
from ldp_stories.services.look_after import researchers
from ldp_stories.services.odd_files import Odd, OddFile, odd_files
from ldp_stories.services.rule_orders import rulings, waiting_wishes
from ldp_stories.store import media, records, sent
from ldp_stories.ui.coordinator.home_lines import HomeLines
from ldp_stories.ui.coordinator.kept_long_enough import DueCard, KeptLongEnoughScreen
from ldp_stories.ui.coordinator.odd_files_page import OddFilesScreen
from ldp_stories.ui.coordinator.odd_words import what_happened, what_next
from ldp_stories.ui.coordinator.one_member import MemberScreen
from ldp_stories.ui.coordinator.people_log_page import PeopleLogScreen
from ldp_stories.ui.coordinator.programme_incidents import IncidentCard
from ldp_stories.ui.coordinator.something_wrong import SomethingWrongScreen
from ldp_stories.ui.coordinator.team import TeamScreen
from ldp_stories.ui.coordinator.waiting_wishes import DecideCard, WaitingWishesScreen
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.widgets.screen import Screen
from tests.services.house import change, houses, name_id, tell
from tests.services.test_keep_until import STARTER
from tests.services.test_odd_files import came
from tests.services.test_rule_orders import CODE, shown, waits
from tests.ui.coordinator.desk import context_for
from tests.ui.helpers import button, cut, dressed, walk_names, words_on

AMINA = name_id("amina")


@dataclass
class Seat:
    """Joan's home, a context for screens, what was told, and where screens asked to go."""

    home: Home
    context: Context
    qtbot: QtBot
    told: list[str] = field(default_factory=list)
    went: list[tuple[str, object]] = field(default_factory=list)

    def show(self, screen: Any, **dress: object) -> Any:
        """Put a screen in sight and wait until it has read."""
        if isinstance(screen, Screen):
            screen.go.connect(lambda key, what: self.went.append((key, what)))
        dressed(self.qtbot, screen, size=(1100, 700), **dress)  # type: ignore[arg-type]
        self.settle()
        return screen

    def settle(self) -> None:
        """Wait until nothing runs."""
        self.qtbot.waitUntil(lambda: not self.context.tasks.running(quiet=True), timeout=15_000)

    def press(self, root: QWidget, words: str) -> None:
        """Press a button and wait for what it began."""
        button(root, words).click()
        self.settle()


@pytest.fixture
def seat(tmp_path: Path, qtbot: QtBot) -> Iterator[Seat]:
    with houses(tmp_path, "joan") as (home,):
        for who in ("amina", "joan", "theo", "priya"):
            change(home, "device", name_id(f"{who} laptop"), sign_key=DeviceKeys.new().sign_public)
        told: list[str] = []
        context = context_for(home, told)
        yield Seat(home, context, qtbot, told)
        context.tasks.shutdown()


# --- wishes that wait --------------------------------------------------------------


def wish_card(screen: WaitingWishesScreen) -> DecideCard:
    (card,) = [c for c in screen.cards if isinstance(c, DecideCard)]
    return card


def test_no_wish_says_so(seat: Seat) -> None:
    assert "No wish waits." in words_on(seat.show(WaitingWishesScreen(seat.context)))


def test_a_wish_is_shown_with_who_asked_and_why(seat: Seat) -> None:
    waits(seat.home, tell(seat.home))
    screen = seat.show(WaitingWishesScreen(seat.context))
    words = words_on(screen)
    for said in ("Priya, evaluator", "The person took it back", CODE, "Tea and bulbs", "Their role does not decide this."):  # fmt: skip
        assert said in words
    assert "Their signature could not be checked." in words
    assert {"Do it: Take out for good, asked by Priya", "Why you decide so"} <= set(walk_names(screen))


def test_do_it_needs_a_reason_and_the_code_and_says_what_is_missing(seat: Seat) -> None:
    told = tell(seat.home)
    waits(seat.home, told)
    screen = seat.show(WaitingWishesScreen(seat.context))
    card = wish_card(screen)
    seat.press(card, "Do it")
    assert "Say why first. Nothing was done." in words_on(card)
    card.why.set_text("She rang me.")
    seat.press(card, "Do it")
    assert "That code has a slip in it." in words_on(card)
    assert shown(seat.home, told.record) == "hidden"
    card.code.set_text(CODE)
    seat.press(card, "Do it")
    assert shown(seat.home, told.record) == "erased"
    assert waiting_wishes(seat.home) == ()
    seat.settle()
    assert "It was done, 22 Nov" in words_on(screen)
    assert "Done. It goes to every laptop with the next file." in seat.told


def test_do_not_brings_back_what_was_hidden(seat: Seat) -> None:
    told = tell(seat.home)
    waits(seat.home, told)
    screen = seat.show(WaitingWishesScreen(seat.context))
    card = wish_card(screen)
    card.why.set_text("Nobody asked for it.")
    seat.press(card, "Do not")
    assert shown(seat.home, told.record) == "shown"
    assert rulings(seat.home)[0].reason == "Nobody asked for it."
    seat.settle()
    assert "Nobody asked for it." in words_on(screen)


def test_a_wish_that_only_stops_uses_asks_for_no_code(seat: Seat) -> None:
    waits(seat.home, tell(seat.home), kind=OrderKind.NARROW)
    screen = seat.show(WaitingWishesScreen(seat.context))
    card = wish_card(screen)
    assert not card.code_field.isVisibleTo(card)
    assert "Nothing is deleted." in words_on(card)
    card.why.set_text("She said so.")
    seat.press(card, "Do it")
    assert waiting_wishes(seat.home) == ()


def test_stories_told_with_others_lead_on_to_where_they_are_decided(seat: Seat) -> None:
    told, other = tell(seat.home), tell(seat.home, code="BS-7Q2K-9TD")
    both = (told.participant, other.participant)
    sets = {"encounter": told.encounter, "title": "Together", "status": "ready", "participants": list(both)}
    with seat.home.main.write() as con:
        seat.home.put(con, "record", new_id(), sets=sets, subj=both)
    waits(seat.home, told)
    card = wish_card(seat.show(WaitingWishesScreen(seat.context)))
    assert "told by 2 people" in words_on(card)
    card.why.set_text("She rang me.")
    card.code.set_text(CODE)
    seat.press(card, "Do it")
    assert ("take_back", None) in seat.went


# --- files that do not fit ----------------------------------------------------------


def test_a_file_that_never_came_is_asked_for_with_one_press(seat: Seat) -> None:
    came(seat.home, 1)
    came(seat.home, 3)
    screen = seat.show(OddFilesScreen(seat.context))
    assert "File 2 from R-07 never came." in words_on(screen)
    seat.press(screen, "Ask for it")
    seat.settle()
    assert odd_files(seat.home)[0].asked
    assert "You have asked for it." in words_on(screen)
    assert any("Asked. It goes with the next file to" in told for told in seat.told)


def test_what_is_dealt_with_leaves_the_list(seat: Seat) -> None:
    came(seat.home, 1)
    came(seat.home, 1)
    screen = seat.show(OddFilesScreen(seat.context))
    assert "Two files from R-07 have the number 1." in words_on(screen)
    seat.press(screen, "It is dealt with")
    seat.settle()
    assert "Every file fits." in words_on(screen)


@pytest.mark.parametrize("odd", list(Odd))
@pytest.mark.parametrize("count", [1, 3])
def test_everything_odd_is_said_in_words_with_what_to_do(seat: Seat, odd: Odd, count: int) -> None:
    one = OddFile(odd, "d", "m", "Amina", numbers=tuple(range(2, 2 + count)), count=count, on="2026-05-10")
    happened, following = what_happened(one), what_next(one)
    assert "Amina" in happened
    assert "{" not in happened + following
    assert following.endswith(".")


def test_what_cannot_come_any_more_is_not_asked_for(seat: Seat) -> None:
    gone = OddFile(Odd.MISSING, "d", "m", "Amina", numbers=(2,), count=1, active=False)
    assert (
        what_next(gone) == "Their laptop is not in use any more. It can only come from an old stick or copy."
    )
    came(seat.home, 1)
    came(seat.home, 3)
    change(seat.home, "device", name_id("amina laptop"), status="retired")
    screen = seat.show(OddFilesScreen(seat.context))
    with pytest.raises(AssertionError):
        button(screen, "Ask for it")


# --- the researchers ------------------------------------------------------------------


def test_each_researcher_with_their_last_file_questions_and_what_they_told(seat: Seat) -> None:
    came(seat.home, 1)
    came(seat.home, 3)
    with seat.home.main.write() as con:
        sets = {"by": AMINA, "on": "2026-11-20", "wish": "talk"}
        seat.home.put(con, "care", new_id(), sets=sets)
    screen = seat.show(TeamScreen(seat.context))
    words = words_on(screen)
    for said in ("R-07", "Last file: 3 Jun", "0 questions", "They would like to talk about it.", "File 2 from R-07 never came."):  # fmt: skip
        assert said in words
    for never in ("hour", "stories", "minutes"):
        assert never not in words
    button(screen, "I have been in touch with R-07").click()
    seat.settle()
    assert researchers(seat.home)[0].heavy == ()
    seat.press(screen, "Ask for it")
    seat.settle()
    assert researchers(seat.home)[0].missing[0].asked
    seat.press(screen, "Their page")
    assert seat.went[-1] == ("member", AMINA)


def test_without_researchers_it_says_how_they_come(seat: Seat) -> None:
    change(seat.home, "member", AMINA, roles=[])
    assert "No researchers yet." in words_on(seat.show(TeamScreen(seat.context)))


# --- kept long enough ------------------------------------------------------------------


def test_only_what_is_ticked_and_confirmed_goes(seat: Seat) -> None:
    first, second = tell(seat.home, sound=True), tell(seat.home, sound=True, title="Second")
    change(seat.home, "programme", name_id("programme"), retention=STARTER, ends="2024-01-01")
    screen = seat.show(KeptLongEnoughScreen(seat.context))
    (card,) = [c for c in screen.cards if isinstance(c, DueCard)]
    assert "The rule: 12 months after the programme ends." in words_on(card)
    assert not card.go_on.isEnabled()
    button(card, "Second, over since 1 January 2025").click()
    seat.press(card, "Take out what is ticked")
    assert "1 thing goes from here" in words_on(card)
    seat.press(card, "No, keep it")
    with seat.home.main.read() as con:
        assert len(media.of_record(con, second.record)) == 1
    seat.press(card, "Take out what is ticked")
    seat.press(card, "Yes, take it out for good")
    seat.settle()
    with seat.home.main.read() as con:
        assert media.of_record(con, second.record) == ()
        assert len(media.of_record(con, first.record)) == 1
        assert records.record(con, second.record) is not None
    assert "1 thing went. It goes everywhere with the next files." in seat.told


def test_all_that_are_over_are_ticked_at_once(seat: Seat) -> None:
    tell(seat.home, sound=True)
    change(seat.home, "programme", name_id("programme"), retention=STARTER, ends="2024-01-01")
    screen = seat.show(KeptLongEnoughScreen(seat.context))
    (card,) = [c for c in screen.cards if isinstance(c, DueCard)]
    seat.press(card, "Tick all that are over")
    assert len(card.ticks.value()) == 1
    assert card.go_on.isEnabled()


def test_rules_it_cannot_count_are_named(seat: Seat) -> None:
    odd = [{"kind": "diaries", "months": 3, "rule": "as the board says"}, STARTER[1]]
    change(seat.home, "programme", name_id("programme"), retention=odd, ends="")
    words = words_on(seat.show(KeptLongEnoughScreen(seat.context)))
    assert "Look at this one yourself: diaries, 3 months as the board says." in words
    assert "The programme's last day is not written down" in words
    assert "Nothing is due in the next 60 days." in words
    change(seat.home, "programme", name_id("programme"), retention=[], ends="2030-01-01")
    assert "Nothing is due in the next 60 days." in words_on(seat.show(KeptLongEnoughScreen(seat.context)))


# --- something went wrong ---------------------------------------------------------------


def sent_to_priya(home: Home) -> str:
    """A file that went to the evaluators."""
    told = tell(home)
    with home.main.write() as con:
        line = con.exec_driver_sql("SELECT id FROM revision WHERE ent = ?", (told.record,)).scalar_one()
        facts = sent.Sent("b1", "evaluators", 1, "t", "records", "g1", 1, 1, 9, "n", "2026-11-20T10:00:00Z")
        sent.record_sent(con, facts, [line], [])
    return "b1"


def test_a_wrong_recipient_begins_a_clock_and_asks_for_destroying(seat: Seat) -> None:
    sent_to_priya(seat.home)
    screen = seat.show(SomethingWrongScreen(seat.context))
    assert "To Priya, 20 Nov" in words_on(screen)
    seat.press(screen, "Wrong person")
    seat.press(screen, "No")
    assert incidents(seat.home) == ()
    seat.press(screen, "Wrong person")
    seat.press(screen, "Yes, ask them to destroy it")
    seat.settle()
    (one,) = incidents(seat.home)
    assert (one.type, one.records, one.people) == (WRONG, 1, 1)
    words = words_on(screen)
    for said in ("72 of 72 hours left", "Priya: no answer yet", "People it may touch"):
        assert said in words
    assert "To Priya, 20 Nov" not in words


def test_the_entry_shows_each_answer_and_lets_it_go_to_them_after_all(seat: Seat) -> None:
    sent_to_priya(seat.home)
    screen = seat.show(SomethingWrongScreen(seat.context))
    seat.press(screen, "Wrong person")
    seat.press(screen, "Yes, ask them to destroy it")
    (one,) = incidents(seat.home)
    with seat.home.main.write() as con:
        said = {name_id("priya laptop"): {"on": "2026-11-22T12:00:00Z", "what": "destroyed"}}
        seat.home.put(con, KIND, one.id, adds={"destroyed": said})
    card = IncidentCard(seat.context, incidents(seat.home)[0])
    seat.show(card)
    assert "Priya: destroyed" in words_on(card)
    assert "came 22 Nov" in words_on(card)
    seat.press(card, "It may go to them after all")
    assert incidents(seat.home)[0].may_go


# --- on the first screen ------------------------------------------------------------------


def test_the_line_on_the_first_screen_counts_what_waits_and_leads_there(seat: Seat) -> None:
    line = seat.show(HomeLines(seat.context))
    assert list(line.buttons) == ["team"]
    went: list[str] = []
    line.go.connect(went.append)
    waits(seat.home, tell(seat.home, sound=True, code="BS-7Q2K-9TD"))
    tell(seat.home, sound=True)
    came(seat.home, 1)
    came(seat.home, 3)
    change(seat.home, "programme", name_id("programme"), retention=STARTER, ends="2024-01-01")
    line.look()
    seat.settle()
    assert {k: b.text() for k, b in line.buttons.items()} == {
        "waiting_wishes": "1 wish waits",
        "odd_files": "1 file does not fit",
        "kept": "1 thing kept long enough",
        "team": "Your researchers",
    }
    for place in list(line.buttons):
        line.buttons[place].click()
    assert went == ["waiting_wishes", "odd_files", "kept", "team"]


SCREENS = (
    WaitingWishesScreen,
    OddFilesScreen,
    TeamScreen,
    PeopleLogScreen,
    KeptLongEnoughScreen,
    SomethingWrongScreen,
)


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_full_screens_are_named_and_never_cut(seat: Seat, scale: float, rtl: bool) -> None:
    waits(seat.home, tell(seat.home, code="BS-7Q2K-9TD"))
    tell(seat.home, sound=True)
    came(seat.home, 1)
    came(seat.home, 3)
    sent_to_priya(seat.home)
    change(seat.home, "programme", name_id("programme"), retention=STARTER, ends="2024-01-01")
    made: list[Screen] = [kind(seat.context) for kind in SCREENS]
    for screen in (*made, MemberScreen(seat.context, AMINA)):
        seat.show(screen, scale=scale, rtl=rtl)
        walk_names(screen)
        assert cut(screen) == []
        screen.hide()
