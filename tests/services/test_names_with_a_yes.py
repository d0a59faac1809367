"""The name beside somebody's words is kept and sent only with their yes to being named (CONTRACTS.md 1)."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.services import edit_record
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.find_place import place_named
from ldp_stories.services.hide_old_words import restate, without_old_words
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import answer, begin, finish, set_facts
from ldp_stories.store import ledger
from tests.journeys.unsealed import found_in, inside
from tests.services.cast import bring_in, cast, send
from tests.services.homes import everything_yes
from tests.services.released import release_read

NAME = "Qanary Okonkwo"


def named(home: Home, said: Answer = Answer.YES, *, ready: bool = False) -> str:
    """A story whose teller gave a name, and then said this to being named; the record's id."""
    talk = begin(home).id
    set_facts(home, talk, place=place_named(home, "Millbrook").id, age_band="40-59")
    everything_yes(home, talk)
    set_facts(home, talk, attribution=NAME)
    answer(home, talk, (Scope.QUOTE_NAMED.value,), said)
    record = finish(home, talk)
    if ready:
        edit_record.keep_draft(home, record, "words", "They draw the curtains.")
        edit_record.write_drafts(home, record)
        edit_record.mark_ready(home, record)
    return record


def standing(home: Home, record: str) -> str:
    return open_record(home, record).consents[0].attribution


def every_line(home: Home) -> bytes:
    with home.main.read() as con:
        return b"".join(r.body or b"" for r in ledger.revisions(con) if r.stream == "w")


def test_with_a_yes_the_name_is_kept(home: Home) -> None:
    assert standing(home, named(home)) == NAME


@pytest.mark.parametrize("said", [Answer.NO, Answer.NOT_ASKED])
def test_without_a_yes_the_name_is_not_even_written(home: Home, said: Answer) -> None:
    assert standing(home, named(home, said)) == ""
    assert NAME.encode() not in every_line(home)


@pytest.mark.parametrize("said", [Answer.NO, Answer.NOT_ASKED])
def test_the_name_goes_when_the_yes_is_taken_back(home: Home, said: Answer) -> None:
    record = named(home)
    changed_mind(home, record, Scope.QUOTE_NAMED.value, said)
    assert standing(home, record) == ""


def test_another_answer_leaves_the_name_where_it_is(home: Home) -> None:
    record = named(home)
    changed_mind(home, record, Scope.PUBLISH_CLIP.value + ":press", Answer.NO)
    changed_mind(home, record, Scope.QUOTE_NAMED.value, Answer.YES)
    assert standing(home, record) == NAME


def test_a_name_that_went_is_in_nothing_that_goes_to_evaluators(home: Home) -> None:
    record = named(home)
    changed_mind(home, record, Scope.QUOTE_NAMED.value, Answer.NO)
    consent = open_record(home, record).consents[0].id
    with home.main.write() as con:
        before = ledger.entity_hash(con, consent)
        assert restate(home, con, [consent]) == 1
        lines = without_old_words(con, list(ledger.revisions(con, ents=[consent])))
        assert ledger.entity_hash(con, consent) == before
    assert NAME.encode() not in b"".join(r.body or b"" for r in lines)


def test_saying_the_answers_again_changes_none_of_them(home: Home) -> None:
    record = named(home)
    changed_mind(home, record, Scope.QUOTE_NAMED.value, Answer.NO)
    before = open_record(home, record).consents[0]
    with home.main.write() as con:
        restate(home, con, [before.id])
    assert open_record(home, record).consents[0] == before


def test_a_no_that_comes_in_beside_answers_said_again_still_stands(home: Home) -> None:
    """Saying again never widens: somebody's no, written elsewhere at the same time, wins (P8)."""
    record = named(home)
    changed_mind(home, record, Scope.QUOTE_NAMED.value, Answer.NO)
    consent = open_record(home, record).consents[0].id
    with home.main.read() as con:
        first = next(iter(ledger.revisions(con, ents=[consent])))
    with home.main.write() as con:
        restate(home, con, [consent])
        home.put(con, "consent", consent, sets={"answer:audio": "no"}, over=first.id)
    assert open_record(home, record).consents[0].answer(Scope.AUDIO) is Answer.NO


def test_in_a_real_bundle_the_name_travels_only_while_the_yes_stands(tmp_path: Path) -> None:
    with cast(tmp_path) as three:
        amina, joan, priya = three.amina, three.joan, three.priya
        kept, gone = named(amina, ready=True), named(amina, ready=True)
        changed_mind(amina, gone, Scope.QUOTE_NAMED.value, Answer.NO)
        send(amina, "coordinators", three.stick)
        bring_in(joan, three.stick)
        release_read(joan, gone)
        (path,) = send(joan, "evaluators", three.stick).paths
        assert found_in(inside(path, priya), [NAME]) == []
        release_read(joan, kept)
        (path,) = send(joan, "evaluators", three.stick).paths
        assert found_in(inside(path, priya), [NAME]) == [NAME]
