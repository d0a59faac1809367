"""Days and hours as people type them, for a step of the journey and for coming back; and what a note looks like day by day."""

from __future__ import annotations

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.own_care import (
    DEBRIEF_DAYS,
    debrief_due,
    forget,
    go_out,
    heavy_notes,
    note_heavy,
    out_now,
    take_back,
    talked,
    tell,
    write_note,
)
from ldp_stories.services.own_journey import KINDS, add_step, remove_step, steps
from tests.services.homes import Clock, code_of

DAYS = (
    ("", "2026-05-10"),
    ("  ", "2026-05-10"),
    ("2026-05-09", "2026-05-09"),
    (" 2026-05-09 ", "2026-05-09"),
    ("9/5/2026", "2026-05-09"),
    ("09/05/2026", "2026-05-09"),
    ("29/2/2024", "2024-02-29"),
    ("31/12/2025", "2025-12-31"),
    ("10/5/2026", "2026-05-10"),
)
NO_DAYS = (
    "29/2/2025",
    "31/4/2026",
    "0/1/2026",
    "1/13/2026",
    "2026-02-30",
    "11/5/2026",
    "2027-01-01",
    "1/1",
    "1/1/1/1",
    "a/b/c",
    "yesterday",
)
HOURS = (
    ("", ""),
    ("15:30", "15:30"),
    ("15.30", "15:30"),
    (" 9:05 ", "09:05"),
    ("00:00", "00:00"),
    ("23:59", "23:59"),
)
NO_HOURS = (
    "24:00",
    "15:60",
    "15",
    "half past",
    "3pm",
    "15:30:00",
    ":",
)


@pytest.mark.parametrize(("said", "day"), DAYS)
def test_a_day_is_taken_as_people_write_it(home: Home, said: str, day: str) -> None:
    assert add_step(home, "did", "A walk", on=said).on == day
    assert [s.on for s in steps(home)] == [day]


@pytest.mark.parametrize("said", NO_DAYS)
def test_what_is_no_day_or_still_to_come_keeps_nothing(home: Home, said: str) -> None:
    with pytest.raises(UserError) as caught:
        add_step(home, "did", "A walk", on=said)
    assert code_of(caught) == "NOT_A_DAY"
    assert steps(home) == ()


@pytest.mark.parametrize(("said", "hour"), HOURS)
def test_an_hour_is_taken_as_people_write_it(home: Home, said: str, hour: str) -> None:
    go_out(home, "Nadia", said)
    out = out_now(home)
    assert out is not None
    assert out.back_by == hour


@pytest.mark.parametrize("said", NO_HOURS)
def test_what_is_no_hour_keeps_nothing(home: Home, said: str) -> None:
    with pytest.raises(UserError) as caught:
        go_out(home, "Nadia", said)
    assert code_of(caught) == "NOT_A_TIME"
    assert out_now(home) is None


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_step_is_kept_and_goes_alone(home: Home, kind: str) -> None:
    first = add_step(home, kind, f"One of {kind}")
    second = add_step(home, kind, f"Another of {kind}")
    assert remove_step(home, first.id) == first
    assert steps(home) == (second,)


def test_going_out_again_says_the_newest(home: Home) -> None:
    go_out(home, "Nadia", "12:00")
    go_out(home, "Ruth", "16:00")
    out = out_now(home)
    assert out is not None
    assert (out.who, out.back_by) == ("Ruth", "16:00")


@pytest.mark.parametrize("days", range(0, DEBRIEF_DAYS + 4, 3))
def test_the_reminder_stands_for_a_fortnight_whatever_the_day(home: Home, clock: Clock, days: int) -> None:
    one = note_heavy(home)
    clock.forward(days=days)
    due = debrief_due(home)
    assert (due is not None) == (days <= DEBRIEF_DAYS)
    assert due is None or due.id == one.id


def test_two_notes_of_one_day_are_two(home: Home) -> None:
    first, second = note_heavy(home), note_heavy(home)
    write_note(home, first.id, "One")
    write_note(home, second.id, "Two")
    tell(home, first.id, "know")
    talked(home, second.id)
    found = {h.id: h for h in heavy_notes(home)}
    assert (found[first.id].note, found[first.id].wish, found[first.id].talked) == ("One", "know", False)
    assert (found[second.id].note, found[second.id].wish, found[second.id].talked) == ("Two", "", True)
    forget(home, first.id)
    assert [h.note for h in heavy_notes(home)] == ["Two"]


@pytest.mark.parametrize("act", [forget, take_back, talked])
def test_a_note_that_is_not_there_is_no_trouble(home: Home, act: object) -> None:
    assert callable(act)
    act(home, "no such note")
    tell(home, "no such note", "talk")
    write_note(home, "no such note", "words")
    assert heavy_notes(home) == ()
