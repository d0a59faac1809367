"""A researcher's own care: notes that never travel, one line that does when they choose so, and who knows where they are."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import keep_closed
from ldp_stories.services.home import Home
from ldp_stories.services.own_care import (
    Heavy,
    Told,
    come_back,
    debrief_due,
    flags,
    forget,
    go_out,
    heavy_notes,
    how_far,
    note_heavy,
    out_now,
    put_back,
    seen_to,
    take_back,
    talked,
    tell,
    would_see,
    write_note,
)
from ldp_stories.services.plan_bundle import plan, reach_of
from ldp_stories.services.recipients import recipients
from ldp_stories.services.start_home import open_home
from ldp_stories.store import ledger
from tests.services.cast import bring_in, cast, send
from tests.services.cast import tell as tell_story
from tests.services.homes import Clock, code_of

SECRET = "I keep hearing her voice"


def lines_of(home: Home) -> str:
    """Every word of the ledger, which is what can travel."""
    with home.main.read() as con:
        return "".join(str(r.body) for r in ledger.revisions(con))


def test_a_note_is_kept_and_nothing_of_it_is_in_what_travels(home: Home) -> None:
    before = lines_of(home)
    one = note_heavy(home)
    write_note(home, one.id, SECRET)
    assert [(h.on, h.note, h.talked, h.sent) for h in heavy_notes(home)] == [
        ("2026-05-10", SECRET, False, "")
    ]
    assert lines_of(home) == before


def test_the_note_is_still_there_after_a_restart(home: Home) -> None:
    write_note(home, note_heavy(home).id, SECRET)
    home.close()
    again = open_home(home.folder, None, home.machine)
    assert heavy_notes(again)[0].note == SECRET
    again.close()


def test_a_reminder_to_talk_stands_for_a_fortnight_and_goes_when_one_has(home: Home, clock: Clock) -> None:
    assert debrief_due(home) is None
    one = note_heavy(home)
    clock.forward(days=14)
    assert debrief_due(home) is not None
    clock.forward(days=1)
    assert debrief_due(home) is None, "nobody is nagged for ever"
    newer = note_heavy(home)
    assert debrief_due(home) == newer
    talked(home, newer.id)
    assert debrief_due(home) is None
    assert [h.id for h in heavy_notes(home)] == [newer.id, one.id]


def test_telling_gives_the_day_and_the_wish_and_no_word_of_the_note(home: Home) -> None:
    one = note_heavy(home)
    write_note(home, one.id, SECRET)
    tell(home, one.id, "talk")
    assert SECRET not in lines_of(home)
    with home.main.read() as con:
        sent = ledger.entity(con, heavy_notes(home)[0].sent)
    assert sent is not None
    assert {n: sent.get(n) for n in sent.fields} == {"by": home.member, "on": "2026-05-10", "wish": "talk"}
    assert sent.subjects == ()


def test_telling_twice_changes_the_wish_of_the_same_line(home: Home) -> None:
    one = note_heavy(home)
    tell(home, one.id, "talk")
    first = heavy_notes(home)[0].sent
    tell(home, one.id, "know")
    assert (heavy_notes(home)[0].sent, heavy_notes(home)[0].wish) == (first, "know")
    with pytest.raises(ValueError, match="a wish is one of"):
        tell(home, one.id, "shout")


def test_only_the_coordinator_hears_of_it_and_only_when_told_closed_story_or_not(tmp_path: Path) -> None:
    with cast(tmp_path) as they:
        amina, joan, priya = they.amina, they.joan, they.priya
        keep_closed(amina, tell_story(amina, title="Closed"))
        one = note_heavy(amina)
        write_note(amina, one.id, SECRET)
        assert plan(amina, "coordinators").empty, "nothing is said before the researcher says so"
        tell(amina, one.id, "talk")
        assert not plan(amina, "coordinators").empty, "it goes even when no story does"
        send(amina, "coordinators", they.stick)
        bring_in(joan, they.stick)
        assert [(f.name, f.on, f.wish) for f in flags(joan)] == [("Amina", one.on, "talk")]
        assert SECRET not in lines_of(joan)
        assert plan(joan, "evaluators").empty
        with joan.main.read() as con:
            assert heavy_notes(amina)[0].sent not in plan_reach(con, joan, priya)
        take_back(amina, one.id)
        send(amina, "coordinators", they.stick)
        bring_in(joan, they.stick)
        assert flags(joan) == ()


def plan_reach(con: object, home: Home, other: Home) -> frozenset[str]:
    """Everything another person is to have."""
    to = next(r for r in recipients(home) if other.author.device in r.devices)
    reach, also = reach_of(con, home, to)
    return reach.entities | also


def test_what_was_told_can_be_taken_back(home: Home) -> None:
    one = note_heavy(home)
    tell(home, one.id, "talk")
    sent = heavy_notes(home)[0].sent
    take_back(home, one.id)
    assert (heavy_notes(home)[0].sent, heavy_notes(home)[0].wish) == ("", "")
    with home.main.read() as con:
        view = ledger.entity(con, sent)
    assert view is not None
    assert view.hidden


def test_forgetting_a_note_takes_back_what_was_told_too(home: Home) -> None:
    one = note_heavy(home)
    tell(home, one.id, "talk")
    sent = heavy_notes(home)[0].sent
    forget(home, one.id)
    assert heavy_notes(home) == ()
    with home.main.read() as con:
        view = ledger.entity(con, sent)
    assert view is not None
    assert view.hidden


def test_a_note_taken_away_by_mistake_comes_back_with_what_was_told(home: Home) -> None:
    one = note_heavy(home)
    write_note(home, one.id, SECRET)
    tell(home, one.id, "talk")
    gone = forget(home, one.id)
    assert gone is not None
    assert heavy_notes(home) == ()
    put_back(home, gone)
    (again,) = heavy_notes(home)
    assert (again.id, again.note, again.wish) == (one.id, SECRET, "talk")
    assert again.sent != gone.sent, "the old line was taken back: a new one is told"
    forget(home, one.id)
    put_back(home, Heavy(one.id, one.on, SECRET))
    assert heavy_notes(home)[0].sent == "", "what was not told is not told by coming back"
    assert forget(home, "nobody") is None


def test_how_far_it_has_got_is_known_from_the_answer_and_not_from_the_sending(tmp_path: Path) -> None:
    with cast(tmp_path) as they:
        amina, joan = they.amina, they.joan
        ident = note_heavy(amina).id

        def far() -> Told | None:
            return how_far(amina, heavy_notes(amina)[0])

        assert far() is None
        tell(amina, ident, "talk")
        assert far() is Told.WAITS
        assert plan(amina, "coordinators").of_oneself, "it is said before it goes"
        send(amina, "coordinators", they.stick)
        assert far() is Told.PACKED
        bring_in(joan, they.stick)
        assert far() is Told.PACKED, "it counts when the answer comes back"
        send(joan, amina.member, they.stick)
        bring_in(amina, they.stick)
        assert far() is Told.THERE
        assert not plan(amina, "coordinators").of_oneself
        tell(amina, ident, "know")
        assert far() is Told.WAITS, "another wish has to go again"


def test_a_coordinator_sees_the_flag_of_another_person_until_they_have_seen_to_it(home: Home) -> None:
    with home.main.write() as con:
        home.put(con, "care", "flag", sets={"by": "somebody", "on": "2026-05-09", "wish": "talk"})
    assert [(f.on, f.wish) for f in flags(home)] == [("2026-05-09", "talk")]
    one = note_heavy(home)
    tell(home, one.id, "talk")
    assert len(flags(home)) == 1, "one's own is no news"
    seen_to(home, "flag")
    assert flags(home) == ()


def test_only_a_coordinator_sees_flags(amina: Home) -> None:
    for act in (lambda: flags(amina), lambda: seen_to(amina, "flag")):
        with pytest.raises(UserError) as caught:
            act()
        assert code_of(caught) == "NOT_YOUR_ROLE"


def test_somebody_knows_where_one_is_until_one_is_back(home: Home, clock: Clock) -> None:
    clock.at = datetime(2026, 5, 10, 9, 0, tzinfo=UTC).astimezone().replace(hour=9)
    go_out(home, " Nadia ", "15.30")
    now = out_now(home)
    assert now is not None
    assert (now.who, now.back_by, now.late) == ("Nadia", "15:30", False)
    clock.at = clock.at.replace(hour=15, minute=31)
    late = out_now(home)
    assert late is not None
    assert late.late
    come_back(home)
    assert out_now(home) is None


def test_without_an_hour_one_is_late_the_next_day_only(home: Home, clock: Clock) -> None:
    go_out(home, "Nadia")
    clock.forward(hours=3)
    today = out_now(home)
    clock.forward(days=1)
    tomorrow = out_now(home)
    assert today is not None
    assert tomorrow is not None
    assert (today.late, tomorrow.late) == (False, True)


@pytest.mark.parametrize(
    ("who", "hour", "code"), [("  ", "", "WHO_KNOWS"), ("Nadia", "half past", "NOT_A_TIME")]
)
def test_who_and_hour_are_asked_for_kindly(home: Home, who: str, hour: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        go_out(home, who, hour)
    assert code_of(caught) == code
    assert out_now(home) is None


def test_where_one_is_stays_on_the_laptop(home: Home, tmp_path: Path) -> None:
    before = lines_of(home)
    go_out(home, "Nadia", "15:30")
    assert lines_of(home) == before
    assert not list(tmp_path.rglob("*Nadia*"))


def test_who_would_read_a_wish_are_the_coordinators_and_nobody_else(tmp_path: Path) -> None:
    with cast(tmp_path) as people:
        assert would_see(people.amina) == (people.joan.name,)
        assert would_see(people.joan) == ()
