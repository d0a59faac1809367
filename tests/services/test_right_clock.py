"""A clock that ran ahead once: the notebook is not shut for years, because the person can say that the clock is right now."""

import pytest

from ldp_stories.errors import Refused
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import begin
from ldp_stories.services.right_clock import Doubt, believe_clock, doubt
from ldp_stories.services.start_home import open_home
from tests.services.homes import Clock, code_of, told


def opened_at(home: Home, clock: Clock, days: int) -> Home:
    """Closed, and opened again with the clock so many days on (or back)."""
    home.close()
    clock.forward(days=days)
    return open_home(home.folder, None, home.machine)


def test_a_clock_that_goes_forward_raises_no_doubt(home: Home, clock: Clock) -> None:
    assert doubt(home) is None
    clock.forward(days=30)
    told(home)
    assert doubt(home) is None


def test_a_year_that_was_a_slip_shuts_the_notebook_until_the_person_says_the_clock_is_right(
    home: Home, clock: Clock
) -> None:
    slipped = opened_at(home, clock, 4_400)
    with pytest.raises(Refused):
        begin(slipped)
    back = opened_at(slipped, clock, -4_400)
    try:
        assert doubt(back) == Doubt("2026-05-10T09:30:00Z", "2038-05-27T09:30:00Z")
        with pytest.raises(Refused) as caught:
            begin(back)
        assert code_of(caught) == "PACK_OUT_OF_DATE"
        believe_clock(back)
        assert doubt(back) is None
        assert not open_record(back, told(back)).date_unsure
    finally:
        back.close()
    again = open_home(home.folder, None, home.machine)
    assert doubt(again) is None, "it is remembered"
    assert again.today().isoformat() == "2026-05-10"
    again.close()


def test_a_clock_from_before_the_programme_is_never_believed(home: Home, clock: Clock) -> None:
    told(home)
    clock.forward(days=-9_000)
    with pytest.raises(Refused) as caught:
        believe_clock(home)
    assert code_of(caught) == "CLOCK_TOO_EARLY"
    assert home.today().isoformat() == "2026-05-10"
    assert doubt(home) is not None


def test_what_was_written_meanwhile_keeps_its_label_and_its_place(home: Home, clock: Clock) -> None:
    clock.forward(days=20)
    record = told(home)
    before = open_record(home, record)
    clock.forward(days=-20)
    believe_clock(home)
    assert open_record(home, record) == before
