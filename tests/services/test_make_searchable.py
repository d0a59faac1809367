"""Very much that came in: there at once and whole, searchable in a moment, whatever stops that moment."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import Cancelled
from ldp_stories.services import accept_bundle, make_searchable
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import search
from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.make_searchable import MUCH, is_left, not_searchable_yet
from ldp_stories.services.withdraw import take_everything
from ldp_stories.store import ledger
from ldp_stories.store.verify import index_is_sound, projection_hashes
from tests.services.cast import WORDS, Cast, cast, send, tell


@pytest.fixture
def three(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        monkeypatch.setattr(accept_bundle, "_MANY", 0)
        yield made


def sent(three: Cast, *titles: str) -> Path:
    for title in titles:
        tell(three.amina, title=title)
    return send(three.amina, "coordinators", three.stick).paths[0]


def titles(home: Home, typed: str) -> set[str]:
    return {row.title for row in search(home, typed).rows}


def sound(home: Home) -> bool:
    with home.main.write() as con:
        return index_is_sound(con)


def test_what_came_is_there_at_once_and_found_a_moment_later(three: Cast) -> None:
    heard: list[frozenset[str]] = []
    path = sent(three, "Canal boats", "Canal steps")
    three.joan.on_change(heard.append)
    taken = take_in(three.joan, path)
    assert taken.later
    assert any(MUCH in nouns for nouns in heard)
    assert len(taken.stories) == 2
    assert {open_record(three.joan, s).record.title for s in taken.stories} == {"Canal boats", "Canal steps"}
    assert is_left(three.joan)
    page = search(three.joan, "canal")
    assert (page.rows, page.later) == ((), not_searchable_yet(three.joan))
    assert page.later > 0
    assert search(three.joan, "").later == 0, "without words all of them are listed"
    make_searchable.make_searchable(three.joan)
    assert titles(three.joan, "canal") == {"Canal boats", "Canal steps"}
    assert search(three.joan, "canal").later == 0
    assert not is_left(three.joan)
    assert sound(three.joan)


def test_little_that_comes_is_found_at_once(tmp_path: Path) -> None:
    with cast(tmp_path) as three:
        taken = take_in(three.joan, sent(three, "Canal boats"))
        assert not taken.later
        assert not is_left(three.joan)
        assert titles(three.joan, "canal") == {"Canal boats"}


def test_the_rows_are_those_that_the_ledger_adds_up_to(three: Cast) -> None:
    """Written behind, the store holds what it holds when it is built anew, one row after the other."""
    take_in(three.joan, sent(three, "Canal boats", "Canal steps", "The bench"))
    with three.joan.main.write() as con:
        before = projection_hashes(con)
        ledger.rebuild(con)
        assert projection_hashes(con) == before


class Stopping:
    """A person who presses Stop after a while."""

    def __init__(self, after: int) -> None:
        self.left = after

    def report(self, done: int, total: int, note: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@pytest.mark.parametrize("after", range(4))
def test_it_may_be_stopped_and_goes_on_where_it_was(
    three: Cast, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(make_searchable, "AT_ONCE", 1)
    take_in(three.joan, sent(three, "Canal boats", "Canal steps"))
    before = not_searchable_yet(three.joan)
    with pytest.raises(Cancelled):
        make_searchable.make_searchable(three.joan, Stopping(after))
    assert before - not_searchable_yet(three.joan) == after
    assert sound(three.joan)
    make_searchable.make_searchable(three.joan)
    assert titles(three.joan, "canal") == {"Canal boats", "Canal steps"}


def test_what_is_taken_back_before_it_was_searchable_is_never_found(three: Cast) -> None:
    """The wish comes while the words still wait: they go like any others, and the index never hears of them."""
    gone, stays = (tell(three.amina, title=title) for title in ("Canal boats", "Canal steps"))
    take_in(three.joan, send(three.amina, "coordinators", three.stick).paths[0])
    with three.joan.main.read() as con:
        first = con.exec_driver_sql("SELECT count(*) FROM words").scalar_one()
    code = open_record(three.amina, gone).participants[0].code
    take_everything(three.amina, find_person(three.amina, code)[0], code, {})
    take_in(three.joan, send(three.amina, "coordinators", three.stick).paths[0])
    make_searchable.make_searchable(three.joan)
    assert sound(three.joan)
    with three.joan.main.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM words").scalar_one() < first
    assert {row.record for row in search(three.joan, "canal").rows} == {stays}
    assert all(row.record == stays for row in search(three.joan, WORDS.split()[0]).rows)
