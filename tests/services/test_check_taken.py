"""Before whole stories leave, there is something to look at under the questions: what stays, names, small groups, who is there twice, sound."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services import check_taken
from ldp_stories.services.check_taken import MOST, questions_for_stories
from ldp_stories.services.home import Home
from tests.services.house import Told, narrow, open_house, tell
from tests.services.released import release_read

NAMES = "Mrs Khan came with Mr Brown, Dr Lee, Ms Gray, Miss Moss, Mr Field and Mrs Stone."


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def told(home: Home, *words: str, **facts: object) -> Told:
    made = tell(home, *words, **({"marked": ()} if words else {}) | facts)  # type: ignore[arg-type]
    release_read(home, made.record)
    return made


def found(home: Home, **how: object) -> dict[int, list[str]]:
    asked = questions_for_stories(home, **how)  # type: ignore[arg-type]
    assert [q.number for q in asked] == list(QUESTIONS)
    assert not [q for q in asked if q.ticked]
    return {q.number: [str(one) for one in q.found] for q in asked}


def test_nothing_is_here_and_nothing_is_found(joan: Home) -> None:
    assert not [one for lines in found(joan).values() for one in lines]


def test_stories_that_stay_are_counted_and_their_words_are_not_looked_at(joan: Home) -> None:
    narrow(joan, told(joan, NAMES), Scope.SHARE_TEAM)
    lines = found(joan)
    assert lines[1] == ["1 story stays here: it may not be analysed today."]
    assert not lines[2]


def test_a_few_names_are_shown_and_the_rest_is_counted(joan: Home) -> None:
    told(joan, NAMES)
    lines = found(joan)[2]
    assert lines[0] == "Look at “Mrs Khan” in “Tea and bulbs”: it may be a name."
    assert len(lines) == MOST + 1
    assert lines[-1] == "2 more may be names."


def test_small_groups_are_named(joan: Home) -> None:
    told(joan)
    assert [line for line in found(joan)[3] if line.startswith("Few people: ")]


def test_recordings_count_only_where_they_would_go_along(joan: Home) -> None:
    told(joan, sound=True)
    assert not found(joan)[6]
    assert found(joan, sound=True)[6] == ["1 recording may go along. Listen to it once more."]


def test_of_a_matrix_only_the_words_in_it_are_looked_at(joan: Home) -> None:
    first, other = told(joan, NAMES), told(joan, NAMES)
    lines = found(joan, going={first.record: "Mr Field helped."})
    assert lines[2] == ["Look at “Mr Field” in “Tea and bulbs”: it may be a name."]
    assert found(joan, going={first.record: "", other.record: ""})[2] == []


def test_of_very_many_small_groups_the_first_are_named(joan: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_taken, "MOST_GROUPS", 1)
    told(joan)
    told(joan, teller={"age_band": "18-24"})
    told(joan, teller={"age_band": "75+"})
    assert found(joan)[3][1:] == ["2 more groups are as small."]
