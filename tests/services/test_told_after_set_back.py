"""What somebody said no to, closed or put away is told to all who have it, also by laptops that were set back (CONTRACTS.md 3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.records import Sensitivity
from ldp_stories.services import permission
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.record_state import changed_mind, keep_closed
from ldp_stories.services.trash import throw_away
from ldp_stories.store import ledger, records, unshared
from tests.services.cast import Cast, cast, tell
from tests.services.released import release_read
from tests.services.test_set_back import lines, post, set_back


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def test_a_no_that_a_set_back_laptop_forgot_comes_back_from_a_coordinator_who_has_nothing_but_the_no(
    made: Cast,
) -> None:
    """Both were set back: the story is with its researcher alone, who takes the answer for yes, and the no with the coordinator alone."""
    nothing = make_copy(made.joan, made.folder / "copies of joan").folder
    record = tell(made.amina)
    before = make_copy(made.amina, made.folder / "copies").folder
    post(made, made.amina, "coordinators", made.joan)
    changed_mind(made.amina, record, "take_part", Answer.NO)
    joan = set_back(made, "joan", nothing)
    post(made, made.amina, "coordinators", joan)
    assert lines(joan, record) == set()
    amina = set_back(made, "amina", before)
    post(made, amina, "coordinators", joan)
    assert lines(joan, record) == set()
    post(made, joan, amina.member, amina)
    with amina.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        given = permission.consents_of(con, found)
    assert not permission.asker(amina).gate(found, given, Scope.TAKE_PART).open
    post(made, amina, "coordinators", joan)
    assert plan(joan, amina.member).revisions == ()


def test_answers_without_a_story_go_back_to_nobody_but_who_began_them(made: Cast) -> None:
    nothing = make_copy(made.joan, made.folder / "copies of joan").folder
    record = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    changed_mind(made.amina, record, "take_part", Answer.NO)
    joan = set_back(made, "joan", nothing)
    post(made, made.amina, "coordinators", joan)
    with joan.main.read() as con:
        (answers,) = unshared.without_a_story(con, {made.amina.author.device})
        assert {r.kind for r in ledger.revisions(con, ents=[answers])} == {"consent"}
        assert unshared.without_a_story(con, {made.priya.author.device}) == frozenset()


def test_a_no_about_a_story_in_the_trash_reaches_all_who_have_it(made: Cast) -> None:
    """Put away, a story stays where it is until a coordinator decides; a no takes its words from who may not keep them."""
    record = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    changed_mind(made.amina, record, "take_part", Answer.NO)
    throw_away(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    with made.joan.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        assert (
            not permission.asker(made.joan)
            .gate(found, permission.consents_of(con, found), Scope.TAKE_PART)
            .open
        )
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert [r.kind for r in ledger.revisions(con) if r.kind == "layer" and r.body is not None] == []


def test_a_closing_goes_to_evaluators_from_a_coordinator_who_lost_that_she_released_the_story(
    made: Cast,
) -> None:
    """She has the story itself from before: only that it went to them is forgotten."""
    record = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    copy = make_copy(made.joan, made.folder / "copies").folder
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    joan = set_back(made, "joan", copy)
    keep_closed(made.amina, record)
    post(made, made.amina, "coordinators", joan)
    post(made, joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        found = records.record(con, record)
    assert found is not None
    assert found.sensitivity is Sensitivity.CLOSED
