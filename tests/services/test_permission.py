"""What the people in a record allow: only a clear yes of everybody opens a gate."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.consent import OPEN, Answer, Channel, Consent, ConsentStatus, Gate, Scope, all_keys
from ldp_stories.domain.people import AgeBand
from ldp_stories.domain.records import Record, RecordKind, Sensitivity, Status
from ldp_stories.services.permission import Asker, asker, consents_of
from ldp_stories.store import records
from tests.services.house import change, houses, narrow, open_house, tell

TODAY = Asker(date(2026, 11, 22))
YES = dict.fromkeys(all_keys(), Answer.YES)


def record(
    *people: str,
    kind: RecordKind = RecordKind.STORY,
    sensitivity: Sensitivity = Sensitivity.NORMAL,
    erased: bool = False,
) -> Record:
    return Record("r", "e", people, kind, "", "en", Status.READY, sensitivity, False, "d", erased=erased)


def consent(person: str, answers: dict[str, Answer] | None = None, **facts: object) -> Consent:
    return Consent(f"c{person}", person, "e", YES | (answers or {}), **facts)  # type: ignore[arg-type]


def test_everybody_said_yes() -> None:
    assert TODAY.gate(record("a", "b"), [consent("a"), consent("b")], Scope.QUOTE_ANON) == OPEN


def test_one_no_closes_it_for_all() -> None:
    no = consent("b", {"quote_anon": Answer.NO})
    assert TODAY.gate(record("a", "b"), [consent("a"), no], Scope.QUOTE_ANON) == Gate(False, "no")


def test_somebody_who_was_never_asked_anything_closes_it() -> None:
    assert TODAY.gate(record("a", "b"), [consent("a")], Scope.TAKE_PART) == Gate(False, "no_consent")


def test_a_closed_or_erased_record_is_closed_whatever_was_said() -> None:
    assert (
        TODAY.gate(record("a", sensitivity=Sensitivity.CLOSED), [consent("a")], Scope.TAKE_PART).why
        == "closed"
    )
    assert TODAY.gate(record("a", erased=True), [consent("a")], Scope.TAKE_PART).why == "erased"


@pytest.mark.parametrize("scope", list(Scope))
def test_a_story_with_nobody_in_it_opens_nothing_and_an_observation_all_but_publishing(scope: Scope) -> None:
    seen = record(kind=RecordKind.OBSERVATION)
    publishes = scope in (Scope.PUBLISH_CLIP, Scope.PUBLISH_PHOTO)
    assert TODAY.gate(record(), [], scope) == Gate(False, "no_consent")
    assert TODAY.gate(seen, [], scope).open is not publishes


@given(st.lists(st.sampled_from([a.value for a in Answer]), min_size=1, max_size=4))
def test_of_two_answer_sets_of_one_person_the_closed_one_counts(answers: list[str]) -> None:
    given_ = [consent("a", {"audio": Answer(a)}) for a in answers]
    assert TODAY.gate(record("a"), given_, Scope.AUDIO).open is (set(answers) == {"yes"})


def test_words_may_be_quoted_with_a_yes_to_either_way() -> None:
    only_named = consent("a", {"quote_anon": Answer.NO}, attribution="Odette Farrow")
    neither = consent("a", {"quote_anon": Answer.NO, "quote_named": Answer.NO})
    assert TODAY.quoting(record("a"), [only_named]) == OPEN
    assert TODAY.quoting(record("a"), [neither]) == Gate(False, "no")


def test_who_wants_their_name_beside_their_words_is_never_quoted_without_it() -> None:
    """A yes to one's name alone opens nothing where no name stands: none was written down, or several people told it."""
    only_named = consent("a", {"quote_anon": Answer.NO})
    with_name = consent("a", {"quote_anon": Answer.NO}, attribution="Odette Farrow")
    assert TODAY.quoting(record("a"), [only_named]) == Gate(False, "no")
    assert TODAY.name_beside(record("a"), [with_name]) == "Odette Farrow"
    assert TODAY.quoting(record("a", "b"), [with_name, consent("b")]) == Gate(False, "no")
    assert TODAY.name_beside(record("a", "b"), [with_name, consent("b")]) == ""


def test_under_16_publishing_follows_the_programme() -> None:
    child = consent("a", age_band=AgeBand.FROM_11, adult_relation="mother", child_assent=Answer.YES)
    wanted = (record("a"), [child], Scope.PUBLISH_CLIP, Channel.REPORT)
    assert TODAY.gate(*wanted) == Gate(False, "under_16")
    assert Asker(date(2026, 11, 22), under_16_publish=True).gate(*wanted) == OPEN


def test_the_asker_knows_the_day_and_the_programme(tmp_path: Path) -> None:
    home = open_house(tmp_path, "joan")
    assert asker(home) == TODAY
    change(home, "programme", home.programme_entity, under16_publish=True)
    assert asker(home).under_16_publish
    home.close()


def test_the_answers_of_the_meeting_govern_without_superseded_ones_and_with_orders(tmp_path: Path) -> None:
    with houses(tmp_path, "joan") as (joan,):
        told = tell(joan)
        tell(joan)
        with joan.main.read() as con:
            found = records.record(con, told.record)
            assert found is not None
            assert [c.id for c in consents_of(con, found)] == [told.consent]
        narrow(joan, told, Scope.AUDIO)
        with joan.main.read() as con:
            assert consents_of(con, found)[0].narrowed == {"audio"}
        change(joan, "consent", told.consent, status=ConsentStatus.SUPERSEDED.value)
        with joan.main.read() as con:
            assert consents_of(con, found) == ()
