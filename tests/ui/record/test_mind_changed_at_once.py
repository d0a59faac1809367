"""They changed their mind: each no closes its gates at once, in the story and wherever it would have gone, and is there after a restart."""

from __future__ import annotations

import pytest

from ldp_stories.domain.consent import Answer, Channel, ContactFor, Scope, all_keys, gate
from ldp_stories.services.edit_record import mark_ready
from ldp_stories.ui.record.changed_mind import ChangedMindPage
from ldp_stories.ui.record.consent_strip import state_of
from tests.ui.on_screen import Desk, story, view_of

KEYS = [k for k in all_keys() if k != "take_part"]


@pytest.fixture
def record(desk: Desk) -> str:
    return story(desk.home)


def say(page: ChangedMindPage, key: str, answer: Answer) -> None:
    """Press an answer of the only person there is."""
    (row,) = [r for (_, k), r in page.rows.items() if k == key]
    row.set_value([answer.value])
    row.chosen.emit([answer.value])


def is_open(desk: Desk, record: str, key: str) -> bool:
    scope, _, name = key.partition(":")
    (given,) = view_of(desk.home, record).consents
    part = next((p for p in (*Channel, *ContactFor) if p.value == name), None)
    return gate(given, Scope(scope), desk.home.today(), part).open


def test_one_no_after_another_closes_one_gate_after_another(desk: Desk, record: str) -> None:
    page = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(page, size=(1100, 700))
    asked = view_of(desk.home, record).consents[0].answers
    left = [
        k for k in KEYS if k != "copyright" and k in asked
    ]  # the right to the recording closes publishing too
    assert len(left) >= 12
    assert [k for k in left if not is_open(desk, record, k)] == []
    while left:
        key = left.pop()
        say(page, key, Answer.NO)
        assert not is_open(desk, record, key)
        if key.startswith("recontact:") and not any(k.startswith("recontact:") for k in left):
            left.remove("recontact")  # there is nothing left to be contacted for
            assert not is_open(desk, record, "recontact")
        assert all(is_open(desk, record, other) for other in left)


def test_a_no_is_on_the_page_when_it_is_opened_again(desk: Desk, record: str) -> None:
    page = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(page, size=(1100, 700))
    say(page, "photo", Answer.NO)
    again = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(again, size=(1100, 700))
    assert [r.value() for (_, k), r in again.rows.items() if k == "photo"] == [["no"]]


def test_a_no_in_a_ready_story_leaves_it_ready(desk: Desk, record: str) -> None:
    mark_ready(desk.home, record)
    page = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(page, size=(1100, 700))
    say(page, "publish_clip:press", Answer.NO)
    assert view_of(desk.home, record).record.status.value == "ready"
    assert is_open(desk, record, "publish_clip:report")


def test_the_strip_over_the_story_says_no_as_soon_as_it_is_said(desk: Desk, record: str) -> None:
    page = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(page, size=(1100, 700))
    today = desk.home.today()
    assert state_of(view_of(desk.home, record).consents, Scope.SHARE_MEDIA_TEAM, today) == "yes"
    say(page, "share_media_team", Answer.NO)
    assert state_of(view_of(desk.home, record).consents, Scope.SHARE_MEDIA_TEAM, today) == "no"
