"""The stories of a kept search, each once, by the filters it was kept with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.people import TellerKind
from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import Chosen, KeptSearch, chosen_by
from ldp_stories.services.stories_of_search import stories_found, stories_of_search
from tests.services.house import YES, open_house, tell


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def test_each_story_comes_once_however_many_of_its_passages_are_found(joan: Home) -> None:
    told = tell(joan)
    assert stories_of_search(joan, KeptSearch("", "All")) == (((told.record, "Tea and bulbs"),), False)


def test_the_words_the_use_and_the_filters_of_the_search_hold(joan: Home) -> None:
    quoted = tell(joan, masked=True)
    silent = tell(joan, answers=YES | {"quote_anon": "no", "quote_named": "no"}, masked=True)
    walk = tell(joan, "We walk by the canal.", marked=())

    def found(**search: str) -> set[str]:
        filters = {k: v for k, v in search.items() if k not in ("words", "purpose")}
        kept = KeptSearch("", "", search.get("words", ""), search.get("purpose", ""), filters)
        return {record for record, _ in stories_of_search(joan, kept)[0]}

    assert found() == {quoted.record, silent.record, walk.record}
    assert found(words="canal") == {walk.record}
    assert found(words="curtains", purpose="quote") == {quoted.record}
    assert found(purpose="publish:website") <= found()
    assert found(since="2030-01-01") == set()
    assert found(kind="interview") == set()
    assert found(teller="resident", may="quote_anon") == {quoted.record, walk.record}


def test_more_than_a_list_can_hold_is_said(joan: Home) -> None:
    for _ in range(3):
        tell(joan)
    rows, more = stories_of_search(joan, KeptSearch("", ""), most=2)
    assert (len(rows), more) == (2, True)
    assert stories_of_search(joan, KeptSearch("", ""), most=3)[1] is False


def test_filters_by_name_become_what_the_search_takes() -> None:
    assert chosen_by({}) == Chosen(None, None, None)
    on = {"place": "p", "teller": "resident", "tag": "a", "also": "a", "more": "sound", "may": "archive"}
    having = {"until": "2026-01-01", "sound": "yes"}
    wanted = Chosen("p", None, TellerKind.RESIDENT, ("a",), having, Scope.ARCHIVE)
    assert chosen_by(on | {"until": "2026-01-01"}) == wanted


def test_a_story_is_found_by_its_title_or_its_words_at_most_so_many(joan: Home) -> None:
    first = tell(joan, title="The heron")
    walk = tell(joan, "We walk by the canal.", marked=(), title="Steps")
    assert stories_found(joan, "canal") == ((walk.record, "Steps"),)
    assert stories_found(joan, "hero") == ((first.record, "The heron"),)
    assert stories_found(joan, "zebra") == ()
    assert len(stories_found(joan, "we", most=1)) == 1
