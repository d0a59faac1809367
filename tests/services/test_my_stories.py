"""The Home screen and the list of stories."""

import pytest

from ldp_stories.domain.records import RecordKind, Shown
from ldp_stories.domain.roles import Role
from ldp_stories.services.edit_record import keep_closed, keep_draft, mark_ready, set_fields, set_place
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import FIRST, home_summary, my_stories
from ldp_stories.services.record_encounter import begin
from ldp_stories.store import ledger
from tests.services.homes import Clock, told


def ready(home: Home, title: str) -> str:
    record = told(home)
    set_place(home, record, "p")
    keep_draft(home, record, "words", "Some words.")
    mark_ready(home, record)
    set_fields(home, record, title=title)
    return record


def test_an_empty_notebook_says_so_in_numbers(home: Home) -> None:
    summary = home_summary(home)
    assert (summary.stories, summary.total, summary.ready, summary.heard) == ((), 0, 0, 0)
    assert (summary.name, summary.programme, summary.practice) == ("Amina Khan", "Larkside Together", True)
    assert summary.coordinator == "Amina Khan"
    assert summary.minutes > 0
    assert summary.recovery_tested == "2026-05-10"


def test_stories_are_counted_by_their_state(home: Home) -> None:
    told(home)
    ready(home, "Tea")
    ready(home, "Bulbs")
    keep_closed(home, told(home))
    begin(home)
    summary = home_summary(home)
    assert (summary.drafts, summary.ready, summary.closed, summary.packed, summary.total) == (1, 2, 1, 0, 4)
    assert len(summary.conversations) == 1
    assert sorted(r.shown for r in summary.stories) == sorted(
        [Shown.DRAFT, Shown.READY, Shown.READY, Shown.CLOSED]
    )


def test_the_newest_story_stands_first_and_pages_follow_each_other(home: Home, clock: Clock) -> None:
    made = []
    for _ in range(5):
        made.append(told(home))
        clock.forward(hours=1)
    first = my_stories(home, limit=2)
    second = my_stories(home, after=first.next, limit=2)
    third = my_stories(home, after=second.next, limit=2)
    ids = [row.id for page in (first, second, third) for row in page.rows]
    assert ids == made[::-1]
    assert third.next is None
    assert {row.kind for row in first.rows} == {RecordKind.STORY}


def test_home_shows_the_first_few_only(home: Home) -> None:
    for _ in range(FIRST + 2):
        told(home)
    summary = home_summary(home)
    assert len(summary.stories) == FIRST
    assert summary.total == FIRST + 2


def someone_elses(home: Home, other: Home) -> str:
    record = told(other)
    with other.main.read() as con:
        lines = list(ledger.revisions(con))
    with home.main.write() as con:
        ledger.insert(con, [r for r in lines if r.stream == "w"], bundle="b" * 26)
    return record


def test_a_researcher_sees_their_own_stories_and_a_coordinator_all(amina: Home, joan: Home) -> None:
    theirs = someone_elses(amina, joan)
    own = told(amina)
    assert [row.id for row in my_stories(amina).rows] == [own]
    assert home_summary(amina).total == 1
    brought = someone_elses(joan, amina)
    assert {row.id for row in my_stories(joan).rows} == {theirs, own, brought}


def test_somebody_who_is_not_admitted_yet_is_told_so(amina: Home) -> None:
    summary = home_summary(amina)
    assert not summary.admitted
    assert summary.coordinator == "Joan"
    assert amina.roles() == {Role.RESEARCHER}
    with amina.main.write() as con:
        sets = {"member": amina.member, "sign_key": amina.keys.sign_public}
        ledger.put(
            con, amina.author, "device", amina.author.device, sets=sets, stream="p", at_label=amina.label()
        )
        ledger.put(
            con,
            amina.author,
            "member",
            amina.member,
            sets={"code": "R-01"},
            stream="p",
            at_label=amina.label(),
        )
    assert home_summary(amina).admitted


def test_a_practice_notebook_is_full_from_the_start(practice: Home) -> None:
    summary = home_summary(practice)
    assert summary.total == 37
    assert summary.questions >= 1
    assert len(my_stories(practice, limit=50).rows) == 37


@pytest.mark.parametrize("minutes", [0, 7])
def test_room_and_battery_are_this_laptops(home: Home, monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    from ldp_stories.services import recording

    monkeypatch.setattr(
        recording, "free_bytes", lambda _: recording.RESERVE + minutes * recording.BYTES_A_MINUTE + 5
    )
    monkeypatch.setattr(recording, "battery", lambda: 9)
    summary = home_summary(home)
    assert (summary.minutes, summary.battery) == (minutes, 9)
