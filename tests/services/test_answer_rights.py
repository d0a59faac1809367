"""Somebody uses a right: who, on which day, until when; and who they are by their code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.answer_rights import begin_request, codes_of, one_person, still_open
from ldp_stories.services.home import Home
from ldp_stories.services.rights_log import finish_request, requests
from tests.services.house import change, houses, tell

CODE = "BS-7Q2K-9TD"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "joan", "amina") as (joan, amina):
        yield joan, amina


def test_the_clock_begins_on_the_day_they_asked(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = tell(joan, code=CODE)
    first = begin_request(joan, "copy", "31/10/2026", "bs 7q2k 9td")
    second = begin_request(joan, "complaint")
    rows = {r.id: r for r in requests(joan)}
    assert (rows[first].received, rows[first].due) == ("2026-10-31", "2026-11-30")
    assert rows[first].participant == told.participant
    assert (rows[second].received, rows[second].due) == ("2026-11-22", "2026-12-22")
    assert rows[second].participant == ""
    assert codes_of(joan, requests(joan)) == {told.participant: CODE}
    assert still_open(joan) == 2
    finish_request(joan, first, "done")
    assert still_open(joan) == 1


@pytest.mark.parametrize("day", ["2026-11-23", "yesterday", "31/2/2026", "1/2/3/4"])
def test_a_day_to_come_or_none_at_all_is_refused(two: tuple[Home, Home], day: str) -> None:
    with pytest.raises(Refused) as caught:
        begin_request(two[0], "copy", day)
    assert caught.value.code == "NOT_A_DAY"
    assert requests(two[0]) == ()


def test_only_a_coordinator_keeps_the_list_and_only_known_kinds_stand_in_it(two: tuple[Home, Home]) -> None:
    joan, amina = two
    with pytest.raises(Refused, match="role"):
        begin_request(amina, "copy")
    with pytest.raises(ValueError, match="a request is one of"):
        begin_request(joan, "favour")
    with pytest.raises(UserError) as caught:
        begin_request(joan, "copy", "", "BS-7Q2K-9TA")
    assert caught.value.code == "CODE_SLIP"


def test_two_people_under_one_code_are_never_guessed_between(two: tuple[Home, Home]) -> None:
    joan, _ = two
    tell(joan, code=CODE)
    with joan.main.write() as con:
        other = new_id()
        joan.put(con, "participant", other, sets={"code": CODE}, subj=[other])
    with pytest.raises(UserError) as caught:
        one_person(joan, CODE)
    assert caught.value.code == "TWO_WITH_CODE"


def test_whoever_took_everything_back_has_no_code_in_the_list(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = tell(joan, code=CODE)
    begin_request(joan, "correction", "", CODE)
    change(joan, "participant", told.participant, code="")
    assert codes_of(joan, requests(joan)) == {}
