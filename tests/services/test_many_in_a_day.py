"""Small checks of a long day: thirty people, a clock that is wrong by a year, and the same person met twice."""

from datetime import timedelta

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.services.edit_record import keep_draft, open_record, set_fields, write_drafts
from ldp_stories.services.find_code import everyone
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.record_encounter import answer, begin, finish
from ldp_stories.store import ledger, records
from tests.services.homes import Clock, told


def test_thirty_people_in_one_day_keep_thirty_codes_and_thirty_stories(home: Home) -> None:
    for number in range(30):
        talk = begin(home).id
        answer(home, talk, (Scope.TAKE_PART.value,), Answer.YES)
        record = finish(home, talk)
        keep_draft(home, record, "words", f"Story {number} of a long day.")
        write_drafts(home, record)
    codes = [p.code for p in everyone(home)]
    assert len(codes) == len(set(codes)) == 30
    assert len(my_stories(home, limit=100).rows) == 30


def test_a_clock_that_is_a_year_behind_is_flagged_for_ever(home: Home, clock: Clock) -> None:
    right = told(home)
    assert not open_record(home, right).date_unsure
    clock.at -= timedelta(days=365)
    assert home.clock_is_behind
    wrong = told(home)
    assert open_record(home, wrong).date_unsure
    clock.at += timedelta(days=365)
    assert open_record(home, wrong).date_unsure
    assert not open_record(home, right).date_unsure


def test_the_order_is_that_of_the_links_and_not_of_the_clock(home: Home, clock: Clock) -> None:
    record = told(home)
    set_fields(home, record, direction="mixed")
    clock.at -= timedelta(days=365)
    set_fields(home, record, direction="better")
    with home.main.read() as con:
        view = ledger.entity(con, record)
        assert view is not None
        assert view.get("direction") == "better", "the later write wins although its clock is a year earlier"
        assert view.conflicts == ()
        known = records.record(con, record)
        assert known is not None


def test_rules_with_dates_use_the_later_of_the_two_days(home: Home, clock: Clock) -> None:
    told(home)
    before = home.today()
    clock.at -= timedelta(days=365)
    assert home.today() == before
