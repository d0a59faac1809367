"""What is half typed on a card of the coordinator when the laptop dies stands there again, and is forgotten once it is written down."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from ldp_stories.services.answer_rights import begin_request
from ldp_stories.services.ask_destroy import went_to_wrong_person
from ldp_stories.services.incidents import incidents
from ldp_stories.services.keep_answers import form_typed
from ldp_stories.services.rights_log import requests
from ldp_stories.services.rule_orders import rulings, waiting_wishes
from ldp_stories.ui.coordinator.asked_for import AskedForScreen
from ldp_stories.ui.coordinator.programme import ProgrammeScreen
from ldp_stories.ui.coordinator.programme_incidents import IncidentCard
from ldp_stories.ui.coordinator.retention_rows import RetentionRows
from ldp_stories.ui.coordinator.something_wrong import SomethingWrongScreen
from ldp_stories.ui.coordinator.waiting_wishes import WaitingWishesScreen
from tests.services.house import tell
from tests.services.test_rule_orders import waits
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_asked_for import cards
from tests.ui.coordinator.test_programme import live, part
from tests.ui.coordinator.test_programme import opened as parts_of
from tests.ui.coordinator.test_trust_screens import Seat, seat, sent_to_priya, wish_card

__all__ = ["live", "seat"]


def kept(seat: Seat, form: str, typed: dict[str, str]) -> None:
    """The desk has it, and no field was left to make it so."""
    seat.qtbot.waitUntil(lambda: form_typed(seat.home, form) == typed, timeout=15_000)


def incident_card(screen: SomethingWrongScreen) -> IncidentCard:
    (card,) = [c for c in screen.cards if isinstance(c, IncidentCard)]
    return card


def test_the_reason_of_a_wish_is_there_again(seat: Seat) -> None:
    waits(seat.home, tell(seat.home))
    form = f"wish {waiting_wishes(seat.home)[0].order}"
    before = seat.show(WaitingWishesScreen(seat.context))
    card = wish_card(before)
    seat.qtbot.keyClicks(card.why.edit, "She rang me")
    kept(seat, form, {"why": "She rang me"})
    seat.qtbot.keyClicks(card.code.edit, "BS-7Q")
    after = seat.show(WaitingWishesScreen(seat.context))
    again = wish_card(after)
    assert again.why.text() == "She rang me"
    assert again.code.text() == "", "a code that confirms is typed anew"
    seat.press(again, "Do not")
    assert rulings(seat.home)[0].reason == "She rang me"
    assert form_typed(seat.home, form) == {}


def test_a_step_of_an_incident_and_why_are_there_again(seat: Seat) -> None:
    sent_to_priya(seat.home)
    went_to_wrong_person(seat.home, "b1")
    form = f"incident {incidents(seat.home)[0].id}"
    before = seat.show(SomethingWrongScreen(seat.context))
    card = incident_card(before)
    seat.qtbot.keyClicks(card.step.edit, "I rang her")
    seat.qtbot.keyClicks(card.why.edit, "Nobody read it")
    kept(seat, form, {"step": "I rang her", "why": "Nobody read it"})
    screen = seat.show(SomethingWrongScreen(seat.context))
    seat.press(incident_card(screen), "Write it down")
    seat.settle()
    assert [what for _, what in incidents(seat.home)[0].done] == ["I rang her"]
    card = incident_card(screen)
    assert (card.step.text(), card.why.text()) == ("", "Nobody read it")
    seat.press(card, "We do not report it")
    assert incidents(seat.home)[0].reason == "Nobody read it"
    assert form_typed(seat.home, form) == {}


def test_what_was_done_about_a_request_is_there_again(seat: Seat) -> None:
    begin_request(seat.home, "complaint")
    form = f"rights {requests(seat.home)[0].id}"
    before = seat.show(AskedForScreen(seat.context))
    (card,) = cards(before)
    seat.qtbot.keyClicks(card.why.edit, "We met her")
    kept(seat, form, {"why": "We met her"})
    after = seat.show(AskedForScreen(seat.context))
    (card,) = cards(after)
    seat.press(card, "Not done")
    assert requests(seat.home)[0].reason == "We met her"
    assert form_typed(seat.home, form) == {}


def test_a_page_that_is_made_anew_takes_nothing_of_the_typing(seat: Seat) -> None:
    begin_request(seat.home, "complaint")
    screen = seat.show(AskedForScreen(seat.context))
    (card,) = cards(screen)
    seat.qtbot.keyClicks(card.why.edit, "We m")
    screen.refresh(frozenset())
    seat.settle()
    (again,) = cards(screen)
    assert again is not card
    assert again.why.text() == "We m"
    again.why.edit.end(False)
    seat.qtbot.keyClicks(again.why.edit, "et her")
    screen.settle_and_leave()
    after = seat.show(AskedForScreen(seat.context))
    (card,) = cards(after)
    assert card.why.text() == "We met her"


def test_a_part_of_the_programme_is_there_again_and_open(qtbot: QtBot, live: Desk) -> None:
    before = parts_of(qtbot, live, "parts")
    qtbot.keyClicks(part(before, "controller").fields["controller_name"].edit, "Elm Valley Council")
    typed = {"controller_name": "Elm Valley Council"}
    qtbot.waitUntil(lambda: form_typed(live.home, "part controller") == typed, timeout=15_000)
    again = parts_of(qtbot, live, "parts")
    card = part(again, "controller")
    assert card.form.isVisibleTo(again)
    assert card.fields["controller_name"].text() == "Elm Valley Council"
    assert not part(again, "privacy_contact").form.isVisibleTo(again)
    qtbot.keyClicks(card.fields["controller_address"].edit, "1 High")
    again.settle_and_leave()
    assert form_typed(live.home, "part controller") == typed | {"controller_address": "1 High"}
    card.keep()
    assert form_typed(live.home, "part controller") == {}
    live.home.close()


def test_rows_of_how_long_things_are_kept_are_there_again(qtbot: QtBot, live: Desk) -> None:
    def rows(screen: ProgrammeScreen) -> RetentionRows:
        found = part(screen, "retention_rule").retention
        assert found is not None
        return found

    before = rows(parts_of(qtbot, live, "parts"))
    first = before._rows[0]
    first.months.edit.selectAll()
    qtbot.keyClicks(first.months.edit, "9 or")
    first.about.set_value("cards")
    first.about.chosen.emit("cards")
    before.add_row("", 0, "")
    qtbot.keyClicks(before._rows[-1].when.edit, "after the last")
    stands = before.typed()
    qtbot.waitUntil(
        lambda: form_typed(live.home, "part retention_rule") == {"retention": stands}, timeout=15_000
    )
    screen = parts_of(qtbot, live, "parts")
    again = rows(screen)
    assert part(screen, "retention_rule").form.isVisibleTo(screen)
    assert again.typed() == stands
    assert (again._rows[0].about.value(), again._rows[-1].when.text()) == ("cards", "after the last")
    part(screen, "retention_rule").keep()
    assert form_typed(live.home, "part retention_rule") == {}
    live.home.close()
