"""Finding a person by the code on their card: slips, twins, linked codes, and those who took everything back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.people import tidy_code
from ldp_stories.errors import UserError
from ldp_stories.services.find_person import find_person, person_of
from ldp_stories.services.home import Home
from ldp_stories.services.withdraw import take_everything
from tests.services.homes import code_of
from tests.services.house import erase, houses, pass_on, tell

CODE = "LT-4HN7-KQY"
OTHER = "BS-7Q2K-9TD"


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


@pytest.mark.parametrize("typed", [CODE, "lt-4hn7-kqy", "LT4HN7KQY", " lt 4hn7 kqy ", "LT–4HN7–KQY"])
def test_a_code_is_found_however_it_is_typed(both: tuple[Home, Home], typed: str) -> None:
    amina, joan = both
    told = tell(amina)
    pass_on(amina, joan)
    (found,) = find_person(joan, typed)
    assert found.people == (told.participant,)
    assert found.codes == (CODE,)
    assert found.code == CODE


@pytest.mark.parametrize("at", [3, 4, 5, 6, 8, 9, 10])
def test_one_wrong_letter_anywhere_is_a_slip(both: tuple[Home, Home], at: int) -> None:
    amina, joan = both
    tell(amina)
    pass_on(amina, joan)
    wrong = "A" if CODE[at] != "A" else "B"
    typed = CODE[:at] + wrong + CODE[at + 1 :]
    assert tidy_code(typed) is None
    with pytest.raises(UserError) as caught:
        find_person(joan, typed)
    assert code_of(caught) == "CODE_SLIP"


@pytest.mark.parametrize("typed", ["", "   ", "LT", "4HN7-KQY", "LT-4HN7-KQYY", "hello", "LT-OOOO-OOO"])
def test_what_is_no_code_is_a_slip(both: tuple[Home, Home], typed: str) -> None:
    with pytest.raises(UserError) as caught:
        find_person(both[1], typed)
    assert code_of(caught) == "CODE_SLIP"


def test_a_right_code_of_nobody_is_not_here(both: tuple[Home, Home]) -> None:
    tell(both[1])
    with pytest.raises(UserError) as caught:
        find_person(both[1], OTHER)
    assert code_of(caught) == "NO_STORY_WITH_CODE"


def test_who_met_them_and_when_is_said_to_tell_people_apart(both: tuple[Home, Home]) -> None:
    amina, joan = both
    told = tell(amina, at="2026-05-14T10:00")
    tell(amina, person=told.participant, at="2026-06-01T09:00")
    pass_on(amina, joan)
    (found,) = find_person(joan, CODE)
    assert found.met_on == "2026-05-14"
    assert found.researcher == "R-07"
    assert found.stories == 2


def test_two_people_under_one_code_are_both_shown(both: tuple[Home, Home]) -> None:
    amina, joan = both
    first = tell(amina, at="2026-05-14T10:00")
    second = tell(joan, at="2026-06-20T10:00")
    pass_on(amina, joan)
    found = find_person(joan, CODE)
    assert {f.people for f in found} == {(first.participant,), (second.participant,)}
    assert {(f.met_on, f.researcher) for f in found} == {("2026-05-14", "R-07"), ("2026-06-20", "Joan")}


def test_taking_one_of_two_back_leaves_the_other(both: tuple[Home, Home]) -> None:
    amina, joan = both
    first = tell(amina, at="2026-05-14T10:00")
    second = tell(joan, at="2026-06-20T10:00")
    pass_on(amina, joan)
    chosen = next(f for f in find_person(joan, CODE) if f.met_on == "2026-05-14")
    take_everything(joan, chosen, CODE, {})
    (left,) = find_person(joan, CODE)
    assert left.people == (second.participant,)
    assert left.people != (first.participant,)


def test_linked_codes_are_one_person_whichever_is_typed(both: tuple[Home, Home]) -> None:
    _, joan = both
    one, other = tell(joan), tell(joan, code=OTHER)
    with joan.main.write() as con:
        joan.put(
            con,
            "participant",
            one.participant,
            adds={"linked": {other.participant: True}},
            subj=(one.participant,),
        )
    (by_first,) = find_person(joan, CODE)
    (by_second,) = find_person(joan, OTHER)
    assert set(by_first.people) == set(by_second.people) == {one.participant, other.participant}
    assert by_first.code == CODE
    assert by_second.code == OTHER
    assert by_first.stories == 2


def test_all_linked_codes_go_together(both: tuple[Home, Home]) -> None:
    _, joan = both
    one, other = tell(joan), tell(joan, code=OTHER)
    with joan.main.write() as con:
        joan.put(
            con,
            "participant",
            one.participant,
            adds={"linked": {other.participant: True}},
            subj=(one.participant,),
        )
    (person,) = find_person(joan, OTHER)
    done = take_everything(joan, person, OTHER, {})
    assert len(done.orders) == 2
    for code in (CODE, OTHER):
        with pytest.raises(UserError) as caught:
            find_person(joan, code)
        assert code_of(caught) == "TAKEN_BACK_BEFORE"


def test_a_code_that_was_taken_back_is_known_again_and_says_when(both: tuple[Home, Home]) -> None:
    _, joan = both
    tell(joan)
    (person,) = find_person(joan, CODE)
    take_everything(joan, person, CODE, {})
    with pytest.raises(UserError) as caught:
        find_person(joan, CODE)
    assert code_of(caught) == "TAKEN_BACK_BEFORE"
    assert caught.value.facts["day"] == "2026-11-22"
    assert "2026-11-22" in str(caught.value)


def test_an_order_of_an_older_version_without_a_day_is_told_all_the_same(both: tuple[Home, Home]) -> None:
    _, joan = both
    erase(joan, tell(joan))
    with pytest.raises(UserError) as caught:
        find_person(joan, CODE)
    assert code_of(caught) == "TAKEN_BACK_BEFORE"
    assert caught.value.facts["day"] == "?"


def test_a_person_known_by_id_is_found_without_a_code(both: tuple[Home, Home]) -> None:
    _, joan = both
    told = tell(joan)
    assert person_of(joan, told.participant) == find_person(joan, CODE)[0]
    with pytest.raises(UserError) as caught:
        person_of(joan, told.record)
    assert code_of(caught) == "NO_STORY_WITH_CODE"


def test_nothing_of_their_words_is_in_what_is_found(both: tuple[Home, Home]) -> None:
    _, joan = both
    tell(joan, text="Zwiebelkuchen on the table", marked=())
    (found,) = find_person(joan, CODE)
    assert "Zwiebelkuchen" not in repr(found)
