"""A beginning is asked for as the words it may become: the same is found, in the same order, as the full-text engine finds for a beginning."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event

from ldp_stories.store import search
from ldp_stories.store.engine import Database
from tests.effort import effort
from tests.store.stores import opened, tell, two_views

WORDS = (
    "stat",
    "state",
    "States",
    "stately",
    "stación",
    "Stätte",
    "stars",
    "st",
    "canal",
    "canals",
    "can",
    "Łódź",
    "x1y",
    "naïve",
    "naiveté",
)
TYPED = (
    "sta", "stat", "STAT", "state", "states", "stá", "stä", "canal sta", "sta can", "can", "cana", "x1y", "x1", "naï", "nai", "łód", "zzz",
    "canal ", "sta-can", "naiv\u0065\u0301",
)  # fmt: skip
STORIES = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), min_size=1, max_size=14)


def hits(store: Database, typed: str, step: int) -> list[tuple[str, str, int, str]]:
    """Every hit of all pages."""
    with store.read() as con:
        found = [h for page in search.pages(con, typed, limit=step) for h in page.hits]
    return [(h.record, h.source, h.key, h.snippet) for h in found]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spelt")


@settings(max_examples=effort(4, 200), deadline=None)
@given(STORIES, st.sampled_from((1, 3)))
def test_a_beginning_spelt_out_finds_what_the_beginning_finds(
    here: Path, stories: list[list[str]], many: int
) -> None:
    path = here / "main.db"
    for old in here.glob("main.db*"):
        old.unlink()
    with opened(path) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MANY", many)
        with store.write() as con:
            for words in stories:
                tell(con, title=words[0], words=" ".join(words))
        quick = {typed: hits(store, typed, 2) for typed in TYPED}
        patch.setattr(search, "_spelt_out", lambda _con, _typed: None)
        assert quick == {typed: hits(store, typed, 2) for typed in TYPED}
        assert quick["zzz"] == []
        if any("canal" in words for words in stories):
            assert quick["cana"]


def test_what_is_asked_names_the_words_of_the_index_and_no_others(store: Database) -> None:
    with store.write() as con:
        tell(con, title="", words="Stately stations stand. A statue; Stätte!")
    with store.read() as con:
        assert search._spelt_out(con, "stat") == '("stately" OR "stations" OR "statte" OR "statue")'
        assert search._spelt_out(con, "stand sta") == (
            '"stand" AND ("stand" OR "stately" OR "stations" OR "statte" OR "statue")'
        )
        assert search._spelt_out(con, "zzz") is None
        assert search._spelt_out(con, "stä") is None


def test_words_that_went_are_asked_for_no_more(store: Database) -> None:
    with store.write() as con:
        told = tell(con, title="", words="stately stations")
    with store.write() as con:
        search.drop_words(con, [told.layer])
        tell(con, title="", words="statues")
    with store.read() as con:
        assert search._spelt_out(con, "stat") == '("statues")'
    with store.write() as con:
        assert search._spelt_out(con, "stat") == '("statues")'


def test_where_very_many_words_begin_so_the_engine_gathers_them_itself(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_WORDS_AT_MOST", 3)
    monkeypatch.setattr(search, "MANY", 1)
    with store.write() as con:
        records = [tell(con, title="", words=f"word{n}").record for n in range(5)]
    with store.read() as con:
        assert search._spelt_out(con, "word") is None
        assert search._spelt_out(con, "word1") == '("word1")'
        assert [h.record for h in search.search(con, "wor").hits] == records[::-1]


def test_a_word_of_the_index_asked_for_as_it_stands_there_is_found_again(store: Database) -> None:
    """Folding a folded word changes nothing more, whatever the letter: else a word spelt out could miss itself."""
    letters = [chr(c) for c in range(0x80, 0x0900) if chr(c).isalnum()]
    with store.write() as con:
        tell(con, title="", words=" ".join(f"ab{letter}cd" for letter in letters))
        known = con.exec_driver_sql("SELECT DISTINCT term FROM temp.words_known").scalars().all()
        assert len(known) > 500
        for term in known:
            query = "SELECT count(*) FROM words_index WHERE words_index MATCH ?"
            assert con.exec_driver_sql(query, (f'"{term}"',)).scalar_one() == 1, term


def looked_up(con: Connection, typed: str) -> tuple[str | None, int]:
    """What is asked for, and how many questions about words it took."""
    asked: list[str] = []

    def note(_con: object, _cursor: object, statement: str, *_more: object) -> None:
        if "words_known" in statement or "words_index_idx" in statement:
            asked.append(statement)

    event.listen(con, "before_cursor_execute", note)
    try:
        return search._spelt_out(con, typed), len(asked)
    finally:
        event.remove(con, "before_cursor_execute", note)


def test_whoever_types_on_or_again_waits_for_the_words_of_the_index_once(store: Database) -> None:
    with store.write() as con:
        tell(con, title="", words="stately stations stars")
    with store.read() as con:
        assert looked_up(con, "sta") == ('("stars" OR "stately" OR "stations")', 1)
    with store.read() as con:
        assert looked_up(con, "stat") == ('("stately" OR "stations")', 0)
        assert looked_up(con, "sta") == ('("stars" OR "stately" OR "stations")', 0)
        assert looked_up(con, "STATIO") == ('("stations")', 0)
        assert looked_up(con, "zzz") == (None, 1)
        assert looked_up(con, "zzz") == (None, 0)


def test_what_was_written_since_is_looked_up_anew_by_every_reader(store: Database) -> None:
    with store.write() as con:
        told = tell(con, title="", words="stately")
    with two_views(store) as (one, other):
        assert looked_up(one, "sta") == looked_up(other, "sta") == ('("stately")', 1)
    with store.write() as con:
        assert looked_up(con, "sta") == ('("stately")', 1)
        tell(con, title="", words="stations")
        assert looked_up(con, "sta") == ('("stately" OR "stations")', 1)
    with two_views(store) as (one, other):
        assert looked_up(one, "sta") == looked_up(other, "sta") == ('("stately" OR "stations")', 1)
        assert looked_up(one, "stat") == ('("stately" OR "stations")', 0)
    with store.write() as con:
        search.drop_words(con, [told.layer])
    assert not hits(store, "state", 5)
    with two_views(store) as (one, other):
        assert looked_up(one, "stat") == looked_up(other, "stat") == ('("stations")', 1)


def test_a_look_that_began_before_a_write_keeps_its_words(store: Database) -> None:
    with store.write() as con:
        tell(con, title="", words="stately")
    with store.read() as con:
        assert search._spelt_out(con, "sta") == '("stately")'
        with ThreadPoolExecutor(1) as pool:
            pool.submit(_another, store).result(timeout=30)
        assert search._spelt_out(con, "sta") == search._spelt_out(con, "stat") == '("stately")'
    with store.read() as con:
        assert search._spelt_out(con, "sta") == '("stately" OR "stations")'


def _another(store: Database) -> None:
    with store.write() as con:
        tell(con, title="", words="stations")


def test_too_many_words_are_remembered_as_too_many_and_longer_beginnings_are_looked_up(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "_WORDS_AT_MOST", 3)
    with store.write() as con:
        tell(con, title="", words="worda wordb wordc wordd wore")
    with store.read() as con:
        assert [looked_up(con, "wor"), looked_up(con, "wor")] == [(None, 1), (None, 0)]
        assert looked_up(con, "wore") == ('("wore")', 1)
        assert looked_up(con, "word") == (None, 1)
        assert looked_up(con, "wordd") == ('("wordd")', 1)


def test_only_so_many_beginnings_are_remembered(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "_BEGINNINGS_KEPT", 2)
    with store.write() as con:
        tell(con, title="", words="abcd bcde cdef")
    with store.read() as con:
        asked = [looked_up(con, typed)[1] for typed in ("abc", "bcd", "cde", "abc", "abc", "cde")]
        assert asked == [1, 1, 1, 1, 0, 1]
        assert len(con.info["words known"]) <= 3
