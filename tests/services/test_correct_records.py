"""Who is who and what was told where, put right by a person and undone again; withdrawals reach what they must."""

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.correct_records import (
    link_participants,
    move_back,
    move_record,
    put_together,
    split_encounter,
    unlink_participants,
)
from ldp_stories.services.count_people import heard
from ldp_stories.services.edit_record import keep_draft, open_record, write_drafts
from ldp_stories.services.find_place import places_for
from ldp_stories.services.home import Home
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.record_encounter import add_note, begin, finish, set_facts, use_code
from ldp_stories.store import consent, encounters, ledger, people, records
from tests.services.homes import code_of, everything_yes, told
from tests.services.house import open_house, pass_on, tell

WORDS = "She lent me her boots. I went every week."


def story(home: Home, words: str = WORDS) -> str:
    record = told(home, place=places_for(home)[0].id)
    keep_draft(home, record, "words", words)
    write_drafts(home, record)
    return record


def who(home: Home, record: str) -> str:
    return open_record(home, record).participants[0].id


def gate_of(home: Home, record: str, scope: Scope = Scope.SHARE_TEAM) -> str:
    with home.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        gate = asker(home).gate(found, consents_of(con, found), scope)
    return "open" if gate.open else gate.why


def erase(home: Home, person: str) -> None:
    order = Order(new_id(), OrderKind.ERASE, OrderReason.WITHDRAWAL, person, (), (), "d.1", 1, "")
    with home.main.write() as con:
        ledger.apply_orders(con, [order])


def test_linking_counts_one_person_once_and_can_be_undone(home: Home) -> None:
    one, other = who(home, story(home)), who(home, story(home))
    with home.main.read() as con:
        assert sum(n for _, n in heard(home, con)) == 2
    link_participants(home, one, other)
    with home.main.read() as con:
        assert sum(n for _, n in heard(home, con)) == 1
        assert {p.id for p in people.linked(con, other)} == {one, other}
    assert unlink_participants(home, other, one)
    with home.main.read() as con:
        assert sum(n for _, n in heard(home, con)) == 2
        assert [p.id for p in people.linked(con, other)] == [other]
    assert not unlink_participants(home, other, one)


def test_three_codes_of_one_person_are_one_however_they_were_linked(home: Home) -> None:
    a, b, c = (who(home, story(home)) for _ in range(3))
    link_participants(home, a, b)
    link_participants(home, c, b)
    with home.main.read() as con:
        assert {p.id for p in people.linked(con, a)} == {a, b, c}
        assert set(people.same_as(con).values()) == {min(a, b, c)}
        assert sum(n for _, n in heard(home, con)) == 1


def test_a_code_is_not_linked_to_itself_or_to_nobody(home: Home) -> None:
    one = who(home, story(home))
    with pytest.raises(UserError) as caught:
        link_participants(home, one, one)
    assert code_of(caught) == "SAME_PERSON"
    with pytest.raises(UserError) as caught:
        link_participants(home, one, "nobody")
    assert code_of(caught) == "NO_SUCH_CODE"


def test_nothing_is_ever_linked_by_itself(home: Home) -> None:
    for _ in range(3):
        story(home, "The very same words, told on the same day.")
    with home.main.read() as con:
        assert people.same_as(con) == {}


def test_a_researcher_links_only_whom_they_met(home: Home, tmp_path: object) -> None:
    del home
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    amina, joan = open_house(tmp_path, "amina"), open_house(tmp_path, "joan")
    try:
        theirs, others = tell(joan), tell(joan, code="LT-7Q2K-9TD")
        pass_on(joan, amina)
        mine = tell(amina, code="LT-222222-2")
        with pytest.raises(Refused) as caught:
            link_participants(amina, theirs.participant, others.participant)
        assert code_of(caught) == "NOT_YOUR_ROLE"
        link_participants(amina, theirs.participant, mine.participant)
        link_participants(joan, theirs.participant, others.participant)
    finally:
        amina.close()
        joan.close()


def test_a_story_moves_with_its_meeting_and_answers_when_it_is_all_there_was(home: Home) -> None:
    record, other = story(home), who(home, story(home))
    before = who(home, record)
    moved = move_record(home, record, before, other)
    assert moved.whole
    assert who(home, record) == other
    assert gate_of(home, record) == "open", "whoever told it gave those answers"
    with home.main.read() as con:
        assert [m.id for m in encounters.of_participant(con, before)] == []
    move_back(home, moved)
    assert who(home, record) == before
    assert gate_of(home, record) == "open"


def test_of_a_group_only_the_story_moves_and_waits_for_the_other_ones_answers(home: Home) -> None:
    from ldp_stories.services.meet_group import agree, join

    talk = begin(home).id
    everything_yes(home, talk)
    one = join(home, talk).id
    agree(home, talk, one, Answer.YES)
    record = finish(home, talk)
    other = who(home, story(home))
    moved = move_record(home, record, one, other)
    assert not moved.whole
    assert gate_of(home, record) == "no_consent"
    move_back(home, moved)
    assert gate_of(home, record) == "open"


def test_what_moved_outlives_the_withdrawal_of_the_one_it_did_not_belong_to(home: Home) -> None:
    record, other = story(home), who(home, story(home))
    before = who(home, record)
    move_record(home, record, before, other)
    erase(home, before)
    view = open_record(home, record)
    assert view.words is not None
    assert view.words.text == WORDS


def test_what_is_about_both_is_covered_only_when_it_is_named(home: Home) -> None:
    record, other = story(home), who(home, story(home))
    before = who(home, record)
    move_record(home, record, before, other)
    with home.main.read() as con:
        view = ledger.entity(con, record)
        assert view is not None
        assert set(view.subjects) == {before, other}


def test_wrong_moves_are_refused(home: Home) -> None:
    record, other = story(home), who(home, story(home))
    mine = who(home, record)
    for args, code in (
        ((record, mine, mine), "SAME_PERSON"),
        ((record, other, mine), "NOT_THEIRS"),
        ((record, mine, "nobody"), "NO_SUCH_CODE"),
        (("nothing", mine, other), "NO_SUCH_STORY"),
    ):
        with pytest.raises(UserError) as caught:
            move_record(home, *args)
        assert code_of(caught) == code


def two_stories_at_one_meeting(home: Home) -> tuple[str, str, str]:
    first = story(home)
    view = open_record(home, first)
    assert view.encounter is not None
    second = new_id()
    with home.main.write() as con:
        sets = {"encounter": view.encounter.id, "participants": [view.participants[0].id], "kind": "story"}
        home.put(con, "record", second, sets={**sets, "status": "draft"}, subj=[view.participants[0].id])
    return view.encounter.id, first, second


def test_a_meeting_that_was_two_is_split_and_put_together_again(home: Home) -> None:
    meeting, first, second = two_stories_at_one_meeting(home)
    split = split_encounter(home, meeting, [second])
    with home.main.read() as con:
        moved = records.record(con, second)
        assert moved is not None
        assert moved.encounter == split.new != meeting
        new = encounters.encounter(con, split.new)
        old = encounters.encounter(con, meeting)
        assert new is not None
        assert old is not None
        assert (new.at, new.place, new.participants) == (old.at, old.place, old.participants)
    assert gate_of(home, first) == gate_of(home, second) == "open"
    put_together(home, split)
    with home.main.read() as con:
        back = records.record(con, second)
        assert back is not None
        assert back.encounter == meeting
        assert consent.of_encounter(con, split.new) == ()
    assert gate_of(home, second) == "open"


def test_what_an_order_closed_stays_closed_in_the_new_meeting(home: Home) -> None:
    meeting, first, second = two_stories_at_one_meeting(home)
    narrow = Order(
        new_id(), OrderKind.NARROW, OrderReason.WITHDRAWAL, None, (meeting,), ("quote_anon",), "d.1", 1, ""
    )
    with home.main.write() as con:
        ledger.apply_orders(con, [narrow])
    split_encounter(home, meeting, [second])
    assert gate_of(home, first, Scope.QUOTE_ANON) == "narrowed"
    assert gate_of(home, second, Scope.QUOTE_ANON) == "no"
    assert gate_of(home, second, Scope.SHARE_TEAM) == "open"


def test_all_or_none_of_a_meeting_is_no_split(home: Home) -> None:
    meeting, first, second = two_stories_at_one_meeting(home)
    for chosen in ([], [first, second], ["nothing"]):
        with pytest.raises(UserError) as caught:
            split_encounter(home, meeting, chosen)
        assert code_of(caught) == "NOTHING_TO_SPLIT"


def test_a_returning_person_is_one_person_without_any_link(home: Home) -> None:
    record = story(home)
    code = open_record(home, record).participants[0].code
    talk = begin(home).id
    use_code(home, talk, code)
    set_facts(home, talk, place=places_for(home)[0].id)
    everything_yes(home, talk)
    add_note(home, talk, "again", None)
    finish(home, talk)
    with home.main.read() as con:
        assert sum(n for _, n in heard(home, con)) == 1
