"""One person of the programme: another role, handing over, leaving, and the log of who may do what (US-C12)."""

from __future__ import annotations

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services.admit_people import people
from ldp_stories.services.close_member import leavers
from ldp_stories.services.pass_on_role import hand_over_to, hand_overs
from ldp_stories.services.record_state import keep_closed
from ldp_stories.ui.coordinator.one_member import MemberScreen
from ldp_stories.ui.coordinator.people_log_page import PeopleLogScreen
from tests.services.house import change, name_id, tell
from tests.services.test_odd_files import came
from tests.ui.coordinator.test_trust_screens import AMINA, Seat, seat
from tests.ui.helpers import button, words_on

__all__ = ["seat"]


def test_a_role_is_changed_on_their_page(seat: Seat) -> None:
    screen = seat.show(MemberScreen(seat.context, name_id("priya")))
    button(screen.role, "Researcher").click()
    seat.press(screen, "Change it today")
    assert [p.roles for p in people(seat.home) if p.name == "Priya"] == [(Role.RESEARCHER,)]
    assert any("Save the programme file again" in told for told in seat.told)


def test_handing_over_by_name_and_taking_it_back(seat: Seat) -> None:
    screen = seat.show(MemberScreen(seat.context, name_id("priya")))
    screen.note.set_text("Mondays are for the queue.")
    seat.press(screen, "I hand over to Priya")
    seat.settle()
    assert [(h.taker, h.note) for h in hand_overs(seat.home)] == [("Priya", "Mondays are for the queue.")]
    assert "Joan handed over to Priya, 22 Nov" in words_on(screen)
    seat.press(screen, "Take it back")
    seat.settle()
    assert [h.undone for h in hand_overs(seat.home)] == [True]
    assert "taken back" in words_on(screen)
    seat.press(screen, "Send them what they are owed")
    assert seat.went[-1] == ("send_back", "coordinators")


def test_a_right_given_after_a_hand_over_leaves_them_a_coordinator(seat: Seat) -> None:
    hand_over_to(seat.home, name_id("priya"))
    screen = seat.show(MemberScreen(seat.context, name_id("priya")))
    assert "They are Evaluator, Coordinator now. Only what you choose here stays." in words_on(screen)
    assert screen.role.value() == ["coordinator"]
    button(screen.rights, "Looks after private cards").click()
    seat.press(screen, "Change it today")
    seat.settle()
    (found,) = (p for p in people(seat.home) if p.name == "Priya")
    assert (found.roles, found.custodian) == ((Role.COORDINATOR,), True)
    assert "Only what you choose here stays" not in words_on(screen)


def test_a_note_that_is_half_typed_stands_there_again_until_it_is_used(seat: Seat) -> None:
    screen = seat.show(MemberScreen(seat.context, name_id("priya")))
    screen.note.set_text("Mondays are")
    screen.settle_and_leave()
    again = seat.show(MemberScreen(seat.context, name_id("priya")))
    assert (again.note.text(), again.last.text()) == ("Mondays are", "")
    seat.press(again, "I hand over to Priya")
    seat.settle()
    assert again.note.text() == ""


def test_handing_over_says_which_stories_do_not_go_with_it(seat: Seat) -> None:
    keep_closed(seat.home, tell(seat.home).record)
    change(seat.home, "record", tell(seat.home).record, status="held")
    screen = seat.show(MemberScreen(seat.context, name_id("priya")))
    words = words_on(screen)
    assert "1 closed story stays on your laptop." in words
    assert "Open it first, or tell Priya of it." in words
    assert "1 story waits for a decision and stays on your laptop." in words
    seat.press(screen, "I hand over to Priya")
    seat.settle()
    assert "1 closed story did not go with it, 1 story that waited did not go with it" in words_on(screen)
    own = words_on(seat.show(MemberScreen(seat.context, seat.home.member)))
    assert "1 closed story stays on your laptop." in own
    assert "on their laptop" not in own


def test_leaving_shows_what_never_came_and_asks_once_more(seat: Seat) -> None:
    came(seat.home, 1)
    came(seat.home, 3)
    screen = seat.show(MemberScreen(seat.context, AMINA))
    assert "File 2 of theirs never came." in words_on(screen)
    seat.press(screen, "They leave")
    seat.press(screen, "No")
    assert not screen.yes.isVisibleTo(screen)
    seat.press(screen, "They leave")
    screen.last.set_text("Moved away.")
    seat.press(screen, "Yes, close it")
    seat.settle()
    assert [(one.numbers, one.note) for one in leavers(seat.home)] == [((2,), "Moved away.")]
    assert "They have left." in words_on(screen)


def test_ones_own_page_offers_no_way_to_leave_by_oneself(seat: Seat) -> None:
    screen = seat.show(MemberScreen(seat.context, seat.home.member))
    assert "Hand over to somebody first." in words_on(screen)
    with pytest.raises(AssertionError):
        button(screen, "They leave")


def test_the_last_coordinator_is_told_why_not(seat: Seat) -> None:
    change(seat.home, "member", name_id("theo"), roles=[])
    screen = seat.show(MemberScreen(seat.context, seat.home.member))
    button(screen.role, "Researcher").click()
    seat.press(screen, "Change it today")
    assert any("Nobody else could look after the programme." in told for told in seat.told)


@pytest.mark.parametrize("what", [None, "nobody"])
def test_somebody_unknown_is_said_so(seat: Seat, what: object) -> None:
    assert "That person is not in this programme." in words_on(seat.show(MemberScreen(seat.context, what)))


def test_the_log_says_who_gave_which_role(seat: Seat) -> None:
    seat.show(page := MemberScreen(seat.context, name_id("priya")))
    button(page.role, "Researcher").click()
    seat.press(page, "Change it today")
    words = words_on(seat.show(PeopleLogScreen(seat.context)))
    assert "Priya became researcher" in words
    assert "Priya is no longer evaluator" in words
    assert "22 November 2026, by Joan" in words
    assert "theo laptop of Theo was let in" in words
