"""The values of an open conversation."""

import pytest

from ldp_stories.domain.consent import Answer, Route
from ldp_stories.domain.people import AgeBand
from ldp_stories.services.conversation import Conversation, Take
from ldp_stories.services.recorder_part import Part


def talk(*takes: Take) -> Conversation:
    return Conversation("i", "p", "LT-2222-222", "2026-05-10T09:30:00Z", takes=takes)


def test_nothing_is_presumed_about_a_new_person() -> None:
    one = talk()
    assert (one.answers, one.child_assent, one.age_band) == ({}, Answer.NOT_ASKED, AgeBand.NOT_GIVEN)
    assert (one.place, one.private_enough, one.method, one.record) == (None, None, None, None)
    assert one.consent_route is Route.ADULT
    assert not one.said_first


@pytest.mark.parametrize(
    ("takes", "total"),
    [
        ((), 0),
        ((Take("a", 1_000, 0, "sealed"),), 1_000),
        ((Take("a", 1_000, 0, "recovered"), Take("b", 500, 250, "live")), 1_750),
        ((Take("a", 0, 0, "live"), Take("b", 0, 90_000, "live")), 90_000),
    ],
)
def test_the_joined_take_counts_its_gaps(takes: tuple[Take, ...], total: int) -> None:
    assert talk(*takes).sound_ms == total


def test_a_part_begins_after_what_was_before_it_and_its_gap() -> None:
    part = Part(Take("b", 0, 250, "live"), bytes(32), 1_000, None)
    assert part.base_ms == 1_250
    assert not part.heard.is_set()
    assert (bytes(part.peaks), part.end, part.settled, part.client) == (b"", None, False, None)
