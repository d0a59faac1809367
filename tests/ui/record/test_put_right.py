"""Put it right: the right teller, the right meeting, who said yes for a child; each to be undone."""

from __future__ import annotations

import pytest

from ldp_stories.domain.consent import Answer, Route
from ldp_stories.services.edit_record import complete_route, correct_person
from ldp_stories.services.meeting_of import others_of_meeting
from ldp_stories.ui.record.put_right import PutRightPage
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.widgets.banner import Banner
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


def opened(desk: Desk, record: str) -> tuple[RecordScreen, PutRightPage]:
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    button(screen, "Put it right").click()
    assert isinstance(screen.opened, PutRightPage)
    return screen, screen.opened


def test_a_story_moves_to_who_told_it_and_back(desk: Desk) -> None:
    record, other = story(desk.home, title="Tea"), story(desk.home, title="Bulbs")
    (teller,) = view_of(desk.home, record).participants
    (right,) = view_of(desk.home, other).participants
    screen, page = opened(desk, record)
    typed = page.codes[teller.id]
    typed.set_text("LT-nonsense")
    button(page, f"Move it from {teller.code} to them").click()
    assert "check each letter" in words_on(page).casefold()
    typed.set_text(right.code)
    button(page, f"Move it from {teller.code} to them").click()
    assert view_of(desk.home, record).participants == (right,)
    assert right.code in words_on(page)
    button(page, "Undo").click()
    assert view_of(desk.home, record).participants == (teller,)
    button(page, "Back to the story").click()
    assert screen.opened is None
    assert screen.heading.isVisible()


def test_two_stories_of_one_meeting_can_be_parted_and_put_together(desk: Desk) -> None:
    record, other = story(desk.home, title="Tea"), story(desk.home, title="Bulbs")
    first = view_of(desk.home, record).record
    with desk.home.main.write() as con:
        sets = {"encounter": first.encounter, "participants": list(first.participants)}
        desk.home.put(con, "record", other, sets=sets, subj=first.participants)
    assert others_of_meeting(desk.home, record) == (other,)
    _, page = opened(desk, record)
    button(page, "Give this story its own meeting").click()
    assert others_of_meeting(desk.home, record) == ()
    assert view_of(desk.home, record).consents, "the answers came along"
    button(page, "Undo").click()
    assert others_of_meeting(desk.home, record) == (other,)
    assert view_of(desk.home, record).record.encounter == first.encounter


def test_a_story_alone_in_its_meeting_offers_no_parting(desk: Desk) -> None:
    _, page = opened(desk, story(desk.home))
    assert "Two meetings, not one" not in words_on(page)
    assert "Under 16" not in words_on(page)


def test_who_said_yes_for_a_child_is_completed_and_undone(desk: Desk) -> None:
    record = story(desk.home)
    (teller,) = view_of(desk.home, record).participants
    correct_person(desk.home, teller.id, age_band="11-15")
    _, page = opened(desk, record)
    button(page, "Keep this").click()
    assert "Write who said yes for them first." in words_on(page)
    who = next(
        f for f in page.findChildren(type(page.codes[teller.id])) if "grown-up" in f.edit.accessibleName()
    )
    who.set_text("mother")
    button(page, "Yes").click()
    button(page, "Keep this").click()
    (given,) = view_of(desk.home, record).consents
    assert (given.adult_relation, given.child_assent) == ("mother", Answer.YES)
    button(page, "Undo").click()
    (given,) = view_of(desk.home, record).consents
    assert (given.adult_relation, given.child_assent, given.route) == ("", Answer.NOT_ASKED, Route.ADULT)


def test_a_story_that_is_shut_by_an_age_says_what_it_waits_for_and_leads_there(desk: Desk) -> None:
    record = story(desk.home)
    (teller,), (given,) = view_of(desk.home, record).participants, view_of(desk.home, record).consents
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    assert "Under 16" not in words_on(screen)
    correct_person(desk.home, teller.id, age_band="11-15")
    screen.refresh(frozenset({"participant"}))
    assert "until a grown-up has said yes, and then they themselves." in words_on(screen)
    assert "went out before" not in words_on(screen)
    desk.until(lambda: cut(screen) == [])
    next(b for b in screen.findChildren(Banner) if "Under 16" in b.label.text()).button.click()
    assert isinstance(screen.opened, PutRightPage)
    button(screen.opened, "Back to the story").click()
    for answer, words in (
        (Answer.NOT_ASKED, "until they themselves have said yes"),
        (Answer.NO, "they said no"),
    ):
        complete_route(desk.home, given.id, adult_relation="mother", child_assent=answer)
        screen.refresh(frozenset({"consent"}))
        assert words in words_on(screen)
    complete_route(desk.home, given.id, adult_relation="mother", child_assent=Answer.YES)
    screen.refresh(frozenset({"consent"}))
    assert "Under 16" not in words_on(screen)


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_nothing_is_cut_and_all_is_named(desk: Desk, scale: float, rtl: bool) -> None:
    record = story(desk.home)
    (teller,) = view_of(desk.home, record).participants
    correct_person(desk.home, teller.id, age_band="11-15")
    made = PutRightPage(desk.context, view_of(desk.home, record))
    desk.show(made, scale=scale, rtl=rtl, size=(1024, 600))
    desk.until(lambda: not cut(made))
    walk_names(made)
