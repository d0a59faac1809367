"""A group: one set of answers, people under codes of their own, opt-outs, and the tightest answer governing the recording."""

import pytest

from ldp_stories.domain.consent import Answer, Method, Scope
from ldp_stories.domain.people import AgeBand
from ldp_stories.errors import UserError
from ldp_stories.services.carry_on import carry_on
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import keep_bytes
from ldp_stories.services.meet_group import (
    agree,
    come_back,
    describe,
    go_away,
    join,
    keep_out,
    not_agreed,
    standing,
)
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.record_encounter import (
    add_note,
    answer,
    begin,
    consent_words,
    conversation,
    finish,
    may_record,
    questions,
    set_facts,
    stop_and_thank,
)
from ldp_stories.store import consent, encounters, ledger, notes, people, records
from tests.services.homes import code_of, everything_yes


@pytest.fixture
def talk(home: Home) -> str:
    """A group where everybody was asked and the first person said yes to all."""
    ident = begin(home).id
    set_facts(home, ident, kind="group", said_first=True)
    everything_yes(home, ident)
    return ident


def member(home: Home, talk: str, *out: str, yes: Answer = Answer.YES) -> str:
    """Somebody else, who agreed and keeps out of some things."""
    made = join(home, talk)
    agree(home, talk, made.id, yes)
    for key in out:
        keep_out(home, talk, made.id, key, True)
    return made.id


def test_the_packs_words_for_a_group_are_read_out_only_in_a_group(home: Home, talk: str) -> None:
    assert "stays here" in consent_words(home, talk).group
    assert consent_words(home, begin(home).id).group == ""


def test_somebody_who_came_in_has_agreed_to_nothing_and_closes_the_recorder(home: Home, talk: str) -> None:
    assert may_record(home, talk).open
    made = join(home, talk)
    assert may_record(home, talk).why == "no_part"
    assert [c.id for c in not_agreed(conversation(home, talk))] == [made.id]
    agree(home, talk, made.id, Answer.YES)
    assert may_record(home, talk).open


def test_one_who_keeps_out_of_the_recording_closes_it_for_all(home: Home, talk: str) -> None:
    one = member(home, talk, "audio")
    assert may_record(home, talk).why == "no"
    assert standing(home, talk)[one].why == "no"
    assert standing(home, talk)[conversation(home, talk).participant].open
    keep_out(home, talk, one, "audio", False)
    assert may_record(home, talk).open


def test_the_first_person_can_keep_out_too(home: Home, talk: str) -> None:
    first = conversation(home, talk).participant
    keep_out(home, talk, first, "audio", True)
    assert may_record(home, talk).why == "no"


def test_when_the_one_who_kept_out_has_gone_the_recorder_opens(home: Home, talk: str) -> None:
    one = member(home, talk, "audio")
    go_away(home, talk, one)
    assert may_record(home, talk).open


def test_who_was_there_when_something_was_kept_stays_one_of_its_people(home: Home, talk: str) -> None:
    one = member(home, talk, "quote_anon")
    add_note(home, talk, "They all laughed.", None)
    go_away(home, talk, one)
    assert [c.left for c in conversation(home, talk).companions] == [True]
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        assert one in told.participants
        assert asker(home).gate(told, consents_of(con, told), Scope.QUOTE_ANON).why == "no"


def test_who_left_and_came_back_counts_again(home: Home, talk: str) -> None:
    one = member(home, talk, "audio")
    add_note(home, talk, "x", None)
    go_away(home, talk, one)
    come_back(home, talk, one)
    assert may_record(home, talk).why == "no"


def test_who_said_no_leaves_no_trace(home: Home, talk: str) -> None:
    one = member(home, talk, yes=Answer.NO)
    record = finish(home, talk)
    with home.main.read() as con:
        assert people.participant(con, one) is None
        assert not ledger.entities_about(con, one)
        told = records.record(con, record)
        assert told is not None
        assert one not in told.participants


def test_each_person_has_a_code_and_answers_of_their_own(home: Home, talk: str) -> None:
    first = conversation(home, talk)
    one, other = member(home, talk), member(home, talk, "audio", "publish_clip:report")
    add_note(home, talk, "Five of us round a table.", None)
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        everybody = (first.participant, one, other)
        assert told.participants == everybody
        codes = {p.code for i in everybody if (p := people.participant(con, i)) is not None}
        assert len(codes) == 3
        given = {c.participant: c for c in consent.of_encounter(con, told.encounter)}
        assert given[one].answers["audio"] is Answer.YES
        assert given[other].answers["audio"] is Answer.NO
        assert given[other].answers["publish_clip:report"] is Answer.NO
        assert given[other].answers["publish_clip:event"] is Answer.YES
        meeting = encounters.encounter(con, told.encounter)
        assert meeting is not None
        assert meeting.participants == everybody
        gate = asker(home).gate(told, consents_of(con, told), Scope.AUDIO)
        assert gate.why == "no"


def test_what_is_shared_is_about_everybody_and_what_is_theirs_about_them_alone(home: Home, talk: str) -> None:
    one = member(home, talk)
    add_note(home, talk, "x", None)
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        (note,) = notes.of_record(con, record)
        shared = {told.id, told.encounter, note.id}
        for ident in shared:
            view = ledger.entity(con, ident)
            assert view is not None
            assert set(view.subjects) == {told.participants[0], one}
        mine = set(ledger.entities_about(con, one)) - shared
        for ident in mine:
            view = ledger.entity(con, ident)
            assert view is not None
            assert view.subjects == (one,)


def test_a_name_beside_the_words_is_asked_of_one_person_and_never_shared(home: Home, talk: str) -> None:
    one = member(home, talk)
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        given = {c.participant: c for c in consent.of_encounter(con, told.encounter)}
    assert given[one].answer(Scope.QUOTE_NAMED) is Answer.NOT_ASKED


def test_a_child_in_a_group_is_asked_by_the_route_of_a_child(home: Home, talk: str) -> None:
    one = member(home, talk)
    describe(home, talk, one, age_band=AgeBand.FROM_11)
    assert may_record(home, talk).why == "adult_first"
    describe(home, talk, one, adult_relation="aunt", adult_yes=Answer.YES)
    assert may_record(home, talk).why == "child_not_asked"
    describe(home, talk, one, child_assent=Answer.NO)
    assert may_record(home, talk).why == "child_no"
    describe(home, talk, one, child_assent=Answer.YES)
    assert may_record(home, talk).open
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        given = {c.participant: c for c in consent.of_encounter(con, told.encounter)}
        view = ledger.entity(con, given[one].id)
        assert view is not None
        assert view.get("wording")["child_assent"].startswith("Your aunt says it's OK to ask you")
        grown = next(c for c in given.values() if c.participant != one)
        theirs = ledger.entity(con, grown.id)
        assert theirs is not None
        assert not {"child_assent", "adult_assent"} & set(theirs.get("wording")), "nobody asked them that"
    assert (given[one].adult_relation, given[one].child_assent) == ("aunt", Answer.YES)


def test_carrying_on_brings_everybody_back_and_lets_somebody_join(home: Home, talk: str) -> None:
    one = member(home, talk, "audio")
    record = finish(home, talk)
    again = carry_on(home, record)
    assert [(c.id, c.yes, c.out) for c in again.companions] == [(one, Answer.YES, ("audio",))]
    assert may_record(home, again.id).why == "no"
    keep_out(home, again.id, one, "audio", False)
    new = member(home, again.id)
    finish(home, again.id)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        assert told.participants == (again.participant, one, new)
        given = {c.participant: c for c in consent.of_encounter(con, told.encounter)}
    assert given[one].answers["audio"] is Answer.YES
    assert given[new].answers["audio"] is Answer.YES


def test_stopping_a_group_keeps_nobody(home: Home, talk: str) -> None:
    one = member(home, talk)
    stop_and_thank(home, talk)
    with home.main.read() as con:
        assert people.participants(con) == ()
        assert not ledger.entities_about(con, one)


def test_wrong_people_and_questions_are_refused(home: Home, talk: str) -> None:
    with pytest.raises(UserError) as caught:
        agree(home, talk, "nobody", Answer.YES)
    assert code_of(caught) == "NO_SUCH_CODE"
    with pytest.raises(ValueError, match="no question"):
        keep_out(home, talk, conversation(home, talk).participant, "singing", True)


def test_the_questions_of_a_group_are_asked_once(home: Home, talk: str) -> None:
    before = len(questions(home, talk))
    member(home, talk)
    assert len(questions(home, talk)) == before
    answer(home, talk, ("audio",), Answer.NO)
    assert may_record(home, talk).why == "no"


@pytest.mark.parametrize(
    ("seen", "of_all"),
    [(Method.RECORDED, Method.RECORDED.value), (Method.ON_SCREEN, ""), (Method.PAPER, "")],
)
def test_a_signature_proves_one_yes_and_a_recording_everybodys(
    home: Home, talk: str, seen: Method, of_all: str
) -> None:
    one = member(home, talk)
    keep_bytes(home, talk, b"\x89PNG", seen.value)
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        given = {c.participant: c for c in consent.of_encounter(con, told.encounter)}
    first = next(c for c in given.values() if c.participant != one)
    assert first.evidence == seen.value
    assert (given[one].evidence, bool(given[one].evidence_on)) == (of_all, bool(of_all))
