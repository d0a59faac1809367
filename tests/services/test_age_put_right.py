"""An age that is put right later: under 16 every gate closes until the route is complete; from 16 on a person decides alone (AT-9)."""

import pytest

from ldp_stories.domain.consent import Answer, Route, Scope
from ldp_stories.domain.records import Shown
from ldp_stories.services.edit_record import (
    complete_route,
    correct_person,
    keep_draft,
    left_to_do,
    mark_ready,
    open_record,
    write_drafts,
)
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import home_summary, story_row
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.rail_counts import ready_to_send
from ldp_stories.store import records
from tests.services.homes import told


@pytest.fixture
def record(home: Home) -> str:
    """A story with words, told somewhere."""
    found = told(home, place="p-millbrook")
    keep_draft(home, found, "words", "I can walk in on my own now.")
    write_drafts(home, found)
    return found


def test_a_younger_age_found_out_later_closes_every_gate_until_the_route_is_complete(
    home: Home, record: str
) -> None:
    """AT-9: changing the age band later from 18-24 to 11-15."""
    view = open_record(home, record)
    (person,), (given,) = view.participants, view.consents

    def open_scopes() -> list[str]:
        with home.main.read() as con:
            found = records.record(con, record)
            assert found is not None
            consents = consents_of(con, found)
        return [s.value for s in Scope if asker(home).gate(found, consents, s).open]

    assert len(open_scopes()) > 10
    correct_person(home, person.id, age_band="11-15")
    assert open_scopes() == []
    assert left_to_do(home, record) == ("consent",)
    complete_route(home, given.id, adult_relation="mother", child_assent=Answer.NOT_ASKED)
    assert open_scopes() == []
    complete_route(home, given.id, adult_relation="mother", child_assent=Answer.YES)
    assert {"take_part", "audio"} <= set(open_scopes())
    assert not {"publish_clip", "publish_photo"} & set(open_scopes())


@pytest.mark.parametrize(
    ("age", "assent", "route"),
    [
        ("40-59", Answer.NOT_ASKED, Route.ADULT),
        ("16-17", Answer.YES, Route.AGED_16),
        ("40-59", Answer.NO, Route.UNDER_16),
        ("not given", Answer.NOT_ASKED, Route.UNDER_16),
    ],
)
def test_who_is_16_or_older_after_all_decides_alone_and_a_no_stands(
    home: Home, record: str, age: str, assent: Answer, route: Route
) -> None:
    (person,), (given,) = open_record(home, record).participants, open_record(home, record).consents
    correct_person(home, person.id, age_band="11-15")
    complete_route(home, given.id, adult_relation="mother", child_assent=assent)
    correct_person(home, person.id, age_band=age)
    assert open_record(home, record).consents[0].route is route
    assert left_to_do(home, record) == (() if route is not Route.UNDER_16 else ("consent",))


def test_a_story_that_an_age_shuts_is_not_called_ready_to_send(home: Home, record: str) -> None:
    mark_ready(home, record)
    (person,), (given,) = open_record(home, record).participants, open_record(home, record).consents

    def states() -> tuple[Shown, int, int]:
        row = story_row(home, record)
        assert row is not None
        return row.shown, home_summary(home).ready, ready_to_send(home)

    before = (Shown.READY, 1, ready_to_send(home))
    assert states() == before
    correct_person(home, person.id, age_band="11-15")
    assert states() == (Shown.YOUNG, 0, 0)
    assert home_summary(home).total == 1
    complete_route(home, given.id, adult_relation="mother", child_assent=Answer.NO)
    assert states() == (Shown.YOUNG, 0, 0)
    complete_route(home, given.id, adult_relation="mother", child_assent=Answer.YES)
    assert states() == before
    complete_route(home, given.id, adult_relation="", child_assent=Answer.YES)
    correct_person(home, person.id, age_band="40-59")
    assert states() == before
