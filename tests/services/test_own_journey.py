"""The researcher's own journey: steps by day, and what came of each practice conversation."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import keep_draft, write_drafts
from ldp_stories.services.home import Home
from ldp_stories.services.meet_group import agree, join
from ldp_stories.services.own_journey import add_step, note_practice, put_back, remove_step, steps
from ldp_stories.services.record_encounter import answer, begin, finish, set_facts
from ldp_stories.store import ledger
from tests.services.homes import Clock, code_of, everything_yes, told


def test_steps_stand_by_their_day_the_newest_first(home: Home, clock: Clock) -> None:
    add_step(home, "training", "Listening well", on="1/5/2026")
    add_step(home, "learnt", "Wait. They go on by themselves.")
    clock.forward(days=1)
    add_step(home, "did", "First walk through the ward", on="2026-05-03")
    assert [(s.on, s.kind) for s in steps(home)] == [
        ("2026-05-10", "learnt"),
        ("2026-05-03", "did"),
        ("2026-05-01", "training"),
    ]


@pytest.mark.parametrize("on", ["11/5/2026", "31/2/2026", "soon", "1/2", "2026-13-01"])
def test_a_day_that_is_none_or_still_to_come_is_refused(home: Home, on: str) -> None:
    with pytest.raises(UserError) as caught:
        add_step(home, "training", "Listening", on=on)
    assert code_of(caught) == "NOT_A_DAY"
    assert steps(home) == ()


def test_a_step_needs_words_and_a_kind(home: Home) -> None:
    with pytest.raises(UserError) as caught:
        add_step(home, "did", "  ")
    assert code_of(caught) == "STEP_EMPTY"
    with pytest.raises(ValueError, match="a step is one of"):
        add_step(home, "mark", "8 of 10")


def test_a_step_taken_away_can_be_put_back(home: Home) -> None:
    made = add_step(home, "training", "Consent, half a day")
    assert remove_step(home, made.id) == made
    assert steps(home) == ()
    put_back(home, made)
    assert steps(home) == (made,)
    assert remove_step(home, "no such step") is None


def test_the_journey_never_travels(home: Home) -> None:
    with home.main.read() as con:
        before = sum(1 for _ in ledger.revisions(con))
    add_step(home, "learnt", "Slow down")
    with home.main.read() as con:
        assert sum(1 for _ in ledger.revisions(con)) == before


def test_a_practice_conversation_leaves_its_result_once(home: Home) -> None:
    record = told(home)
    first = note_practice(home, record)
    assert first is not None
    assert first.result is not None
    assert first.result.asked == first.result.questions > 10
    assert (first.result.words, first.result.tags, first.result.sound_ms) == (0, 0, 0)
    keep_draft(home, record, "words", "Only women, with the curtains drawn")
    write_drafts(home, record)
    second = note_practice(home, record)
    assert second is not None
    assert second.result is not None
    assert second.result.words == 6
    assert steps(home) == (second,), "the same conversation has one line"


def test_a_real_notebook_keeps_no_results(home: Home, tmp_path: Path) -> None:
    record = told(home)
    home.practice = False
    assert note_practice(home, record) is None
    assert steps(home) == ()


def test_the_questions_of_a_practice_are_those_that_were_asked_and_not_each_place_and_person(
    home: Home,
) -> None:
    """Fourteen questions to three people are fourteen: the researcher asked them once."""
    talk = begin(home).id
    set_facts(home, talk, kind="group")
    everything_yes(home, talk)
    for _ in range(2):
        agree(home, talk, join(home, talk).id, Answer.YES)
    answer(home, talk, ("archive",), Answer.NOT_ASKED)
    note_practice(home, finish(home, talk))
    (first,) = steps(home)
    assert first.result is not None
    assert (first.result.asked, first.result.questions) == (13, 14)
