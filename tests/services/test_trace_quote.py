"""The chain: where words come from, who reviewed them, and what the person agreed to then and now (US-E2)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Gate, Scope
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import RecordKind
from ldp_stories.domain.review import Choice
from ldp_stories.errors import UserError
from ldp_stories.services.find import Purpose
from ldp_stories.services.home import Home
from ldp_stories.services.review_tags import decide
from ldp_stories.services.story import read_story
from ldp_stories.services.trace_quote import chain, tag_history
from tests.services.house import (
    BULBS,
    WOMEN,
    YES,
    Told,
    answer,
    change,
    houses,
    name_id,
    narrow,
    pass_on,
    send_to_evaluator,
    tell,
)
from tests.services.released import release_read


@pytest.fixture
def came(tmp_path: Path) -> Iterator[tuple[Home, Home, Home, Told]]:
    """A reviewed and released story that has reached the evaluator."""
    with houses(tmp_path, "amina", "joan", "priya") as (amina, joan, priya):
        told = tell(amina, tags={WOMEN: "A8", BULBS: "D1"}, answers=YES | {"publish_clip:report": "no"})
        pass_on(amina, joan, n=5)
        decide(joan, told.suggestions["D1"], Choice.ACCEPT)
        decide(
            joan, told.suggestions["A8"], Choice.CHANGE, reason="a women-only session", to_tag=name_id("B7")
        )
        release_read(joan, told.record)
        send_to_evaluator(joan, priya)
        yield amina, joan, priya, told


def twin(home: Home, told: Told, quote: str) -> str:
    with home.main.read() as con:
        found = read_story(con, told.record).copy_of(told.passages[quote])
    assert found is not None
    return found.id


def test_the_chain_names_everything_an_evaluator_must_prove(came: tuple[Home, Home, Home, Told]) -> None:
    _, _, priya, told = came
    found = chain(priya, told.record, twin(priya, told, WOMEN))
    assert (found.teller_codes, found.teller_kind) == (("LT-4HN7-KQY",), TellerKind.RESIDENT)
    assert (found.kind, found.told_on, found.place) == (RecordKind.STORY, "2026-05-14", "Corner café")
    assert (found.researcher, found.relation) == ("R-07", "by sight")
    assert (found.bundle, found.passed_on_by) == ("1", "Joan")


def test_straight_from_the_researcher_nobody_passed_it_on(came: tuple[Home, Home, Home, Told]) -> None:
    amina, joan, _, told = came
    assert (chain(joan, told.record).bundle, chain(joan, told.record).passed_on_by) == ("5", "")
    assert (chain(amina, told.record).bundle, chain(amina, told.record).passed_on_by) == ("", "")


def test_the_review_of_a_passage_shows_both_tags_and_the_reason(came: tuple[Home, Home, Home, Told]) -> None:
    _, _, priya, told = came
    steps = chain(priya, told.record, twin(priya, told, WOMEN)).reviewed
    assert [(s.by, s.choice, s.tag, s.to_tag, s.reason, s.current) for s in steps] == [
        ("R-07", None, "A8 Home and space", "", "she says so", False),
        (
            "Joan",
            Choice.CHANGE,
            "A8 Home and space",
            "B7 A space that suits us",
            "a women-only session",
            True,
        ),
    ]


def test_the_chain_of_a_record_shows_the_review_of_all_its_passages(
    came: tuple[Home, Home, Home, Told],
) -> None:
    _, _, priya, told = came
    assert len(chain(priya, told.record).reviewed) == 4
    assert chain(priya, told.record).reviewed == tag_history(priya, told.record)


def test_a_suggestion_nobody_decided_on_stands(came: tuple[Home, Home, Home, Told]) -> None:
    amina, _, _, _ = came
    told = tell(amina, tags={WOMEN: "A8"})
    (step,) = tag_history(amina, told.record)
    assert (step.choice, step.current, step.at) == (None, True, "2026-11-22T10:00:00Z")


def test_consent_then_and_now_are_the_same_until_somebody_changes_their_mind(
    came: tuple[Home, Home, Home, Told],
) -> None:
    amina, joan, priya, told = came
    before = chain(priya, told.record)
    assert before.same_consent
    assert dict(before.consent_now)["publish_clip:report"] == "no"
    answer(amina, told, quote_anon="no")
    pass_on(amina, joan)
    after = chain(joan, told.record)
    assert not after.same_consent
    assert (dict(after.consent_then)["quote_anon"], dict(after.consent_now)["quote_anon"]) == ("yes", "no")


def test_an_order_that_narrows_shows_in_consent_now(came: tuple[Home, Home, Home, Told]) -> None:
    _, joan, _, told = came
    narrow(joan, told, Scope.QUOTE_ANON, Scope.PUBLISH_CLIP)
    now = dict(chain(joan, told.record).consent_now)
    assert (now["quote_anon"], now["publish_clip:event"], now["audio"]) == ("no", "no", "yes")


def test_what_may_be_done_with_it_is_said_for_each_purpose(came: tuple[Home, Home, Home, Told]) -> None:
    amina, joan, _, told = came
    assert dict(chain(joan, told.record).may) == {p: Gate(True) for p in Purpose}
    answer(amina, told, quote_anon="no", quote_named="no", archive="not asked", copyright="no")
    pass_on(amina, joan)
    assert dict(chain(joan, told.record).may) == {
        Purpose.ANALYSE: Gate(True),
        Purpose.QUOTE: Gate(False, "no"),
        Purpose.PUBLISH: Gate(False, "no_copyright"),
        Purpose.DEPOSIT: Gate(False, "not_asked"),
    }


def test_a_passage_of_a_story_that_nobody_released_may_not_be_quoted(
    came: tuple[Home, Home, Home, Told],
) -> None:
    amina, _, priya, told = came
    with_words = dict(chain(amina, told.record, told.passages[WOMEN]).may)
    assert with_words[Purpose.QUOTE] == Gate(False, "unmasked")
    assert with_words[Purpose.ANALYSE].open
    assert dict(chain(priya, told.record, twin(priya, told, WOMEN)).may)[Purpose.QUOTE].open


def test_of_several_people_the_tightest_answer_is_shown(came: tuple[Home, Home, Home, Told]) -> None:
    amina, _, _, told = came
    second = tell(amina, answers=YES | {"audio": "no"})
    change(amina, "consent", second.consent, encounter=told.encounter)
    change(amina, "record", told.record, participants=[told.participant, second.participant])
    found = chain(amina, told.record)
    assert dict(found.consent_now)["audio"] == "no"
    assert len(found.teller_codes) == 2


def test_an_observation_has_no_teller(came: tuple[Home, Home, Home, Told]) -> None:
    amina, _, _, _ = came
    told = tell(amina, kind="observation", participants=[], answers={})
    found = chain(amina, told.record)
    assert (found.teller_codes, found.teller_kind, found.consent_now) == ((), None, ())


def test_a_story_that_is_gone_has_no_chain(came: tuple[Home, Home, Home, Told]) -> None:
    _, _, priya, _ = came
    for ask in (chain, tag_history):
        with pytest.raises(UserError) as caught:
            ask(priya, "nowhere")
        assert caught.value.code == "NO_SUCH_STORY"
