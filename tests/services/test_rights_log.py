"""The log of people who used a right: clocks, ends, and not a word of theirs."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ldp_stories.errors import Refused, UserError
from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.rights_log import (
    WHATS,
    about_orders,
    acknowledge,
    finish_request,
    last_day,
    note_request,
    note_wish,
    requests,
)
from ldp_stories.services.withdraw import stop_uses, take_everything
from tests.services.house import houses, tell

CODE = "LT-4HN7-KQY"


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan", now=datetime(2026, 6, 10, 9, tzinfo=UTC)) as (joan,):
        yield joan


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-06-03", "2026-07-03"),
        ("2026-12-15", "2027-01-15"),
        ("2026-01-31", "2026-02-28"),
        ("2028-01-31", "2028-02-29"),
        ("2026-08-31", "2026-09-30"),
        ("2026-02-28", "2026-03-28"),
    ],
)
def test_a_right_has_one_month(received: str, due: str) -> None:
    for what in WHATS:
        if what != "complaint":
            assert last_day(what, date.fromisoformat(received)).isoformat() == due


@pytest.mark.parametrize(
    ("received", "due"),
    [("2026-06-03", "2026-07-03"), ("2026-02-01", "2026-03-03"), ("2026-12-15", "2027-01-14")],
)
def test_a_complaint_is_acknowledged_within_thirty_days(received: str, due: str) -> None:
    assert last_day("complaint", date.fromisoformat(received)).isoformat() == due


def test_a_request_counts_down_and_past_its_day(joan: Home) -> None:
    note_request(joan, "copy", "2026-06-03")
    note_request(joan, "objection", "2026-04-30")
    late, early = requests(joan)
    assert (late.what, late.due, late.days_left) == ("objection", "2026-05-30", -11)
    assert (early.what, early.due, early.days_left) == ("copy", "2026-07-03", 23)
    assert early.done == ""


def test_a_complaint_is_acknowledged_and_then_answered(joan: Home) -> None:
    ident = note_request(joan, "complaint", "2026-06-01")
    acknowledge(joan, ident)
    assert requests(joan)[0].acknowledged == "2026-06-10"
    finish_request(joan, ident, "done")
    (row,) = requests(joan)
    assert (row.done, row.outcome) == ("2026-06-10", "done")


def test_a_refusal_needs_its_reason(joan: Home) -> None:
    ident = note_request(joan, "copy", "2026-06-01")
    with pytest.raises(UserError) as caught:
        finish_request(joan, ident, "refused", "  ")
    assert caught.value.code == "REASON_NEEDED"
    assert requests(joan)[0].done == ""
    finish_request(joan, ident, "refused", "It names somebody else.")
    assert requests(joan)[0].reason == "It names somebody else."


@pytest.mark.parametrize("outcome", ["", "later", "yes"])
def test_an_end_is_one_of_three(joan: Home, outcome: str) -> None:
    ident = note_request(joan, "copy", "2026-06-01")
    with pytest.raises(ValueError, match="an outcome is"):
        finish_request(joan, ident, outcome)


@pytest.mark.parametrize(("what", "received"), [("tea", "2026-06-01"), ("copy", "June"), ("copy", "")])
def test_what_it_is_and_when_must_be_said(joan: Home, what: str, received: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        note_request(joan, what, received)
    assert requests(joan) == ()


def test_open_ones_come_first_by_their_last_day(joan: Home) -> None:
    done = note_request(joan, "copy", "2026-05-01")
    finish_request(joan, done, "done")
    later = note_request(joan, "copy", "2026-06-09")
    sooner = note_request(joan, "copy", "2026-06-02")
    assert [r.id for r in requests(joan)] == [sooner, later, done]


def test_a_wish_to_take_back_stands_in_the_log_once(joan: Home) -> None:
    told = tell(joan)
    first = note_wish(joan, told.participant)
    assert note_wish(joan, told.participant) == first
    assert note_wish(joan, tell(joan, code="BS-7Q2K-9TD").participant) != first


def test_taking_back_closes_its_own_request(joan: Home) -> None:
    tell(joan)
    (person,) = find_person(joan, CODE)
    done = take_everything(joan, person, CODE, {})
    (row,) = requests(joan)
    assert row.id == done.request
    assert row.orders == done.orders
    assert (row.received, row.done) == ("2026-06-10", "2026-06-10")
    assert about_orders(joan, done.orders) == row
    assert about_orders(joan, ["another"]) is None


def test_stopping_some_uses_is_in_the_log_too(joan: Home) -> None:
    tell(joan)
    done = stop_uses(joan, find_person(joan, CODE)[0], ["quote_anon"])
    assert requests(joan)[0].orders == done.orders


def test_the_log_holds_no_code_and_no_words(joan: Home) -> None:
    tell(joan, "Zwiebelkuchen", marked=())
    take_everything(joan, find_person(joan, CODE)[0], CODE, {})
    assert CODE not in repr(requests(joan))
    assert "Zwiebelkuchen" not in repr(requests(joan))


def test_only_a_coordinator_keeps_the_log(tmp_path: Path) -> None:
    with houses(tmp_path, "amina") as (amina,):
        told = tell(amina)
        assert note_wish(amina, told.participant) == ""
        with pytest.raises(Refused) as caught:
            note_request(amina, "copy", "2026-06-01")
        assert caught.value.code == "NOT_YOUR_ROLE"
