"""The trash: thirty days to put a story back, then it is erased; one that was sent stays hidden."""

from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import keep_draft, mark_ready, open_record, write_drafts
from ldp_stories.services.find_place import places_for
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.record_encounter import add_part_from_file, begin, finish, set_facts
from ldp_stories.services.start_home import open_home
from ldp_stories.services.trash import empty_old, put_back, throw_away, trash
from ldp_stories.services.write_observation import write_observation
from ldp_stories.store import desk, ledger, media, orders
from tests.services.cast import bring_in, cast, send, tell
from tests.services.homes import Clock, code_of, everything_yes
from tests.ui.on_screen import sound_file

CANARY = "wisteria over the blue door"


def told(home: Home, folder: Path | None = None, words: str = CANARY) -> str:
    """A draft with words, and sound when there is a folder."""
    talk = begin(home).id
    set_facts(home, talk, place=places_for(home)[0].id)
    everything_yes(home, talk)
    if folder is not None:
        add_part_from_file(home, talk, sound_file(folder, seconds=0.3))
    record = finish(home, talk)
    keep_draft(home, record, "words", words)
    write_drafts(home, record)
    return record


def days_of_use(home: Home, clock: Clock, days: int) -> None:
    """The notebook is opened once a week, and looks at its trash; nothing goes meanwhile."""
    while days > 0:
        step = min(7, days)
        clock.forward(days=step)
        assert empty_old(home) == 0
        days -= step


def bodies(home: Home) -> str:
    """Every word of the ledger."""
    with home.main.read() as con:
        return "".join(str(r.body) for r in ledger.revisions(con))


def test_a_story_in_the_trash_is_nowhere_else_and_comes_back_as_it_was(home: Home) -> None:
    record, other = told(home), told(home, words="Another")
    mark_ready(home, record)
    before = open_record(home, record)
    throw_away(home, record)
    assert [r.id for r in my_stories(home).rows] == [other]
    with pytest.raises(UserError):
        open_record(home, record)
    (one,) = trash(home)
    assert (one.id, one.title, one.on, one.until, one.days_left, one.sent) == (
        record, CANARY, "2026-05-10", "2026-06-09", 30, False
    )  # fmt: skip
    put_back(home, record)
    assert trash(home) == ()
    after = open_record(home, record)
    assert (after.words, after.record.status) == (before.words, before.record.status)
    assert {r.id for r in my_stories(home).rows} == {record, other}


def test_it_is_still_in_the_trash_after_a_restart(home: Home) -> None:
    record = told(home)
    throw_away(home, record)
    home.close()
    again = open_home(home.folder, None, home.machine)
    assert [t.id for t in trash(again)] == [record]
    put_back(again, record)
    assert open_record(again, record).words is not None
    again.close()


def test_nothing_goes_before_thirty_days_and_all_of_it_after(
    home: Home, clock: Clock, tmp_path: Path
) -> None:
    record, other = told(home, tmp_path), told(home, words="Another")
    with home.main.read() as con:
        sounds = [m.id for m in media.all_of_record(con, record)]
    assert sounds
    assert home.vault.items() != []
    throw_away(home, record)
    days_of_use(home, clock, 29)
    assert empty_old(home) == 0
    assert CANARY in bodies(home)
    clock.forward(days=1)
    assert empty_old(home) == 1
    assert CANARY not in bodies(home)
    assert trash(home) == ()
    with home.main.read() as con:
        (order,) = orders.all_orders(con)
        assert orders.waiting_orders(con) == ()
    assert home.vault.items() == []
    assert order.reason.value == "trash"
    assert order.subject is None, "the person and their code stay"
    with pytest.raises(UserError) as caught:
        put_back(home, record)
    assert code_of(caught) == "NO_SUCH_STORY"
    assert open_record(home, other).title == "Another"
    assert empty_old(home) == 0, "a repeat does no harm"


def test_what_was_seen_with_nobody_to_ask_is_erased_too(amina: Home, clock: Clock) -> None:
    place = places_for(amina)[0].id
    record = write_observation(amina, place=place, saw=CANARY)
    throw_away(amina, record)
    days_of_use(amina, clock, 28)
    clock.forward(days=3)
    assert empty_old(amina) == 1
    assert CANARY not in bodies(amina)
    with amina.main.read() as con:
        assert orders.waiting_orders(con) == ()


def test_two_stories_of_one_meeting_do_not_take_each_other_along(home: Home, clock: Clock) -> None:
    record, twin = told(home), told(home, words="Twin")
    first = open_record(home, record).record
    sets = {"encounter": first.encounter, "participants": list(first.participants)}
    with home.main.write() as con:
        home.put(con, "record", twin, sets=sets, subj=first.participants)
    throw_away(home, record)
    days_of_use(home, clock, 29)
    clock.forward(days=1)
    assert empty_old(home) == 1
    view = open_record(home, twin)
    assert view.encounter is not None
    assert view.consents != ()


def test_a_story_somebody_has_stays_hidden_and_is_not_erased_by_itself(tmp_path: Path) -> None:
    with cast(tmp_path) as they:
        record = tell(they.amina, title="Sent")
        send(they.amina, "coordinators", they.stick)
        bring_in(they.joan, they.stick)
        throw_away(they.amina, record)
        assert [t.sent for t in trash(they.amina)] == [True]
        days_of_use(they.amina, they.clock, 60)
        assert [t.id for t in trash(they.amina)] == [record]
        assert open_record(they.joan, record).title == "Sent"
        with pytest.raises(UserError) as caught:
            throw_away(they.joan, record)
        assert code_of(caught) == "NOT_YOURS"


def test_a_story_in_the_trash_is_not_packed(tmp_path: Path) -> None:
    with cast(tmp_path) as they:
        throw_away(they.amina, tell(they.amina, title="Away"))
        assert plan(they.amina, "coordinators").records == ()


def test_a_story_that_is_not_here_cannot_be_thrown_away(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        throw_away(home, "no such story")
    assert code_of(caught) == "NO_SUCH_STORY"


def test_a_clock_that_jumps_a_year_ahead_does_not_empty_the_trash(home: Home, clock: Clock) -> None:
    record = told(home)
    throw_away(home, record)
    clock.forward(days=366)
    assert empty_old(home) == 0
    assert empty_old(home) == 0, "nor does looking again on the same day"
    (one,) = trash(home)
    assert (one.days_left, one.until) == (23, "2027-06-03")
    clock.forward(days=-366)  # put right
    assert empty_old(home) == 0
    assert trash(home)[0].days_left == 23, "a step back counts nothing"
    put_back(home, record)
    assert CANARY in bodies(home)


def test_a_laptop_that_lay_in_a_drawer_leaves_time_to_put_a_story_back(home: Home, clock: Clock) -> None:
    throw_away(home, told(home))
    clock.forward(days=90)
    assert empty_old(home) == 0
    assert trash(home)[0].days_left == 23
    days_of_use(home, clock, 22)
    clock.forward(days=1)
    assert empty_old(home) == 1


def test_a_clock_that_falls_back_to_2001_keeps_counting_from_there(home: Home, clock: Clock) -> None:
    throw_away(home, told(home))
    days_of_use(home, clock, 14)
    clock.forward(days=-9_000)
    assert empty_old(home) == 0
    assert trash(home)[0].days_left == 16
    days_of_use(home, clock, 15)
    clock.forward(days=1)
    assert empty_old(home) == 1


def test_the_trash_does_not_wait_for_a_year_that_was_a_slip_of_the_clock(home: Home, clock: Clock) -> None:
    """The notebook was open once while its clock stood in 2038; a story put away after that goes after its own thirty days."""
    record = told(home)
    clock.forward(days=4_400)
    keep_draft(home, record, "title", "Written in 2038")
    write_drafts(home, record)
    clock.forward(days=-4_400)
    throw_away(home, record)
    days_of_use(home, clock, 29)
    clock.forward(days=1)
    assert empty_old(home) == 1


def test_a_story_put_away_by_an_older_version_is_counted_too(home: Home, clock: Clock) -> None:
    record = told(home)
    throw_away(home, record)
    with home.desk.write() as con:
        desk.save(con, f"trash:{record}", "2026-05-10", about=(record,))
    days_of_use(home, clock, 28)
    assert trash(home)[0].days_left == 2
    clock.forward(days=2)
    assert empty_old(home) == 1
