"""Review by conversation: every decision with who, when and why, and none of them ever lost (US-C3 to C5)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.comments import CommentKind
from ldp_stories.domain.review import Choice, Reading
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import accept_all, ask, decide, readings, suggest, thank, undo
from ldp_stories.store import comments
from tests.services.house import BULBS, WOMEN, Told, change, houses, name_id, pass_on, tell
from tests.services.house import suggest as researcher_suggests


@pytest.fixture
def told(tmp_path: Path) -> Iterator[tuple[Home, Home, Told]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        story = tell(amina, tags={WOMEN: "D1", BULBS: "A8"})
        pass_on(amina, joan)
        yield amina, joan, story


def reading(home: Home, told: Told, tag: str) -> Reading:
    return next(r for r in readings(home, told.record) if r.suggestion.id == told.suggestions[tag])


def said(home: Home, told: Told) -> list[tuple[CommentKind, str, str | None]]:
    with home.main.read() as con:
        return [(c.kind, c.text, c.passage) for c in comments.of_record(con, told.record)]


def test_an_accepted_tag_stands_with_who_and_when(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    made = decide(joan, story.suggestions["D1"], Choice.ACCEPT)
    found = reading(joan, story, "D1")
    assert found.current == (made,)
    assert (made.by, made.at_label) == (name_id("joan"), "2026-11-22T10:00:00Z")
    assert found.tags == (name_id("D1"),)
    assert found.settled


def test_readings_come_in_the_order_of_the_words(told: tuple[Home, Home, Told]) -> None:
    amina, joan, story = told
    whole = researcher_suggests(amina, story, "nothing marked", "B7")
    pass_on(amina, joan)
    order = [r.suggestion.id for r in readings(joan, story.record)]
    assert order == [story.suggestions["A8"], story.suggestions["D1"], whole]


@pytest.mark.parametrize("choice", [Choice.CHANGE, Choice.NOT_THIS_TAG, Choice.DIFFER])
@pytest.mark.parametrize("reason", ["", "   "])
def test_these_decisions_need_a_reason(told: tuple[Home, Home, Told], choice: Choice, reason: str) -> None:
    _, joan, story = told
    with pytest.raises(Refused) as caught:
        decide(joan, story.suggestions["D1"], choice, reason=reason, to_tag=name_id("B7"))
    assert caught.value.code == "REASON_NEEDED"
    assert reading(joan, story, "D1").history == ()


def test_a_change_needs_the_better_tag(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    with pytest.raises(Refused) as caught:
        decide(joan, story.suggestions["A8"], Choice.CHANGE, reason="she chose it")
    assert caught.value.code == "TAG_NEEDED"


def test_a_change_keeps_the_old_tag_in_the_history(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    decide(
        joan,
        story.suggestions["A8"],
        Choice.CHANGE,
        reason="she chose a women-only session",
        to_tag=name_id("B7"),
    )
    found = reading(joan, story, "A8")
    assert found.tags == (name_id("B7"),)
    assert found.suggestion.tag == name_id("A8")
    assert found.history[0].reason == "she chose a women-only session"


def test_seeing_it_differently_keeps_both(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    decide(joan, story.suggestions["A8"], Choice.DIFFER, reason="both are true", to_tag=name_id("B7"))
    assert set(reading(joan, story, "A8").tags) == {name_id("A8"), name_id("B7")}


def test_a_question_stands_beside_the_passage(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    decide(joan, story.suggestions["D1"], Choice.ASK, reason=" Did she say who? ")
    assert said(joan, story) == [(CommentKind.QUESTION, "Did she say who?", story.passages[WOMEN])]
    assert not reading(joan, story, "D1").settled
    with pytest.raises(Refused) as caught:
        decide(joan, story.suggestions["D1"], Choice.ASK)
    assert caught.value.code == "QUESTION_NEEDED"


def test_a_second_decision_follows_the_first_and_both_are_kept(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    first = decide(joan, story.suggestions["D1"], Choice.LATER)
    second = decide(joan, story.suggestions["D1"], Choice.ACCEPT)
    found = reading(joan, story, "D1")
    assert second.supersedes == (first.id,)
    assert found.current == (second,)
    assert found.history == (first, second)


def test_undo_brings_back_what_stood_before_as_a_new_decision(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    decide(joan, story.suggestions["A8"], Choice.CHANGE, reason="better", to_tag=name_id("B7"))
    second = decide(joan, story.suggestions["A8"], Choice.NOT_THIS_TAG, reason="only in passing")
    (back,) = undo(joan, second.id)
    found = reading(joan, story, "A8")
    assert (back.choice, back.reason, back.to_tag) == (Choice.CHANGE, "better", name_id("B7"))
    assert found.current == (back,)
    assert len(found.history) == 3


def test_undoing_the_first_decision_leaves_the_tag_for_later(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    first = decide(joan, story.suggestions["D1"], Choice.ACCEPT)
    (back,) = undo(joan, first.id)
    assert back.choice is Choice.LATER
    assert not reading(joan, story, "D1").settled
    assert [d.suggestion for d in accept_all(joan, story.record)] == [
        story.suggestions["D1"],
        story.suggestions["A8"],
    ]


def test_undoing_brings_back_both_of_two_readings(told: tuple[Home, Home, Told], tmp_path: Path) -> None:
    amina, joan, story = told
    with houses(tmp_path / "other", "theo") as (theo,):
        pass_on(amina, theo)
        decide(joan, story.suggestions["D1"], Choice.ACCEPT)
        decide(theo, story.suggestions["D1"], Choice.NOT_THIS_TAG, reason="in passing")
        pass_on(theo, joan)
    assert len(reading(joan, story, "D1").current) == 2
    third = decide(joan, story.suggestions["D1"], Choice.LATER)
    back = undo(joan, third.id)
    assert {d.choice for d in back} == {Choice.ACCEPT, Choice.NOT_THIS_TAG}
    assert set(reading(joan, story, "D1").current) == set(back)


def test_a_decision_that_was_replaced_cannot_be_undone(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    first = decide(joan, story.suggestions["D1"], Choice.LATER)
    decide(joan, story.suggestions["D1"], Choice.ACCEPT)
    for gone in (first.id, name_id("never was")):
        with pytest.raises(UserError) as caught:
            undo(joan, gone)
        assert caught.value.code == "DECISION_REPLACED"


def test_one_key_accepts_a_clean_story_and_leaves_what_was_decided(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    kept = decide(joan, story.suggestions["A8"], Choice.NOT_THIS_TAG, reason="in our words not theirs")
    made = accept_all(joan, story.record)
    assert [d.suggestion for d in made] == [story.suggestions["D1"]]
    assert reading(joan, story, "A8").current == (kept,)
    assert accept_all(joan, story.record) == ()


def test_accepting_all_leaves_own_words_and_open_questions_to_a_person(told: tuple[Home, Home, Told]) -> None:
    amina, joan, story = told
    own = name_id("own words")
    with amina.main.write() as con:
        sets = {
            "record": story.record,
            "tag": None,
            "words": "the kettle",
            "by": amina.member,
            "sure": "sure",
        }
        amina.put(con, "suggestion", own, sets=sets, subj=(story.participant,))
    pass_on(amina, joan)
    decide(joan, story.suggestions["D1"], Choice.ASK, reason="who?")
    assert [d.suggestion for d in accept_all(joan, story.record)] == [story.suggestions["A8"]]


def test_a_tag_the_coordinator_sees_is_a_suggestion_with_its_acceptance(
    told: tuple[Home, Home, Told],
) -> None:
    _, joan, story = told
    ident = suggest(joan, story.record, story.passages[WOMEN], name_id("B7"), " she chose it ")
    found = next(r for r in readings(joan, story.record) if r.suggestion.id == ident)
    assert (found.suggestion.by, found.suggestion.reason) == (joan.member, "she chose it")
    assert [d.choice for d in found.current] == [Choice.ACCEPT]


def test_decisions_of_two_coordinators_add_up_and_never_overwrite(
    told: tuple[Home, Home, Told], tmp_path: Path
) -> None:
    amina, joan, story = told
    with houses(tmp_path / "other", "theo") as (theo,):
        pass_on(amina, theo)
        mine = decide(joan, story.suggestions["D1"], Choice.ACCEPT)
        theirs = decide(theo, story.suggestions["D1"], Choice.DIFFER, reason="not this one")
        pass_on(theo, joan)
        pass_on(joan, theo)
        assert set(reading(joan, story, "D1").current) == {mine, theirs}
        assert set(reading(theo, story, "D1").current) == {mine, theirs}


def test_only_a_coordinator_decides(told: tuple[Home, Home, Told]) -> None:
    amina, _, story = told
    for attempt in (
        lambda: decide(amina, story.suggestions["D1"], Choice.ACCEPT),
        lambda: accept_all(amina, story.record),
        lambda: undo(amina, "x"),
        lambda: suggest(amina, story.record, None, name_id("B7"), ""),
    ):
        with pytest.raises(Refused) as caught:
            attempt()
        assert caught.value.code == "NOT_YOUR_ROLE"


def test_a_question_about_a_story_is_kept_and_an_empty_one_is_not(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    ask(joan, story.record, None, "Where was this?")
    with pytest.raises(Refused) as caught:
        ask(joan, story.record, None, "  ")
    assert caught.value.code == "QUESTION_NEEDED"
    assert said(joan, story) == [(CommentKind.QUESTION, "Where was this?", None)]


def test_thanks_for_everything_stand_on_the_newest_story(told: tuple[Home, Home, Told]) -> None:
    amina, joan, story = told
    newer = tell(amina, at="2026-06-01T10:00")
    pass_on(amina, joan)
    thank(joan, story.record, amina.member, "Thank you")
    thank(joan, None, amina.member, "For all of them")
    assert said(joan, story) == [(CommentKind.THANKS, "Thank you", None)]
    assert said(joan, newer) == [(CommentKind.THANKS, "For all of them", None)]


def test_thanks_to_somebody_who_sent_nothing_have_nowhere_to_stand(told: tuple[Home, Home, Told]) -> None:
    _, joan, _ = told
    with pytest.raises(UserError) as caught:
        thank(joan, None, name_id("theo"), "Thank you")
    assert caught.value.code == "NO_SUCH_STORY"


def test_a_story_that_is_gone_is_not_reviewed(told: tuple[Home, Home, Told]) -> None:
    _, joan, story = told
    change(joan, "record", story.record, hidden=True)
    with pytest.raises(UserError) as caught:
        decide(joan, story.suggestions["D1"], Choice.ACCEPT)
    assert caught.value.code == "NO_SUCH_STORY"
