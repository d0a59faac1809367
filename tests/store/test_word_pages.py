"""The words of the index read from its pages: the same as the full-text engine lists, whatever was written, changed and taken out."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from ldp_stories.store import search, word_pages
from ldp_stories.store.engine import Database
from tests.effort import effort
from tests.store.stores import opened

BEGINNINGS = ("st", "sta", "stat", "state", "ca", "x", "z", "naive", "lo", "a", "", "स", "ß")
WORD = st.sampled_from(
    ("sta", "state", "states", "stately", "stars", "canal", "can", "xylophone", "naïve", "łódź", "zz", "a", "समय", "straße", "x" * 300)
)  # fmt: skip
TEXTS = st.lists(st.lists(WORD, min_size=1, max_size=40).map(" ".join), min_size=1, max_size=6)
WRITES = st.lists(
    st.tuples(TEXTS, st.integers(0, 3), st.sampled_from(("", "merge", "optimize"))), min_size=1, max_size=5
)


def listed(con: Connection, begin: str) -> list[str]:
    """What the engine itself says, word by word."""
    asked = {"begin": begin, "most": 10_000}
    known: list[str] = json.loads(con.execute(text(search._BEGINNING), asked).scalar_one())
    return [word for word in known if word.startswith(begin)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with opened(tmp_path_factory.mktemp("pages") / "main.db") as db:
        yield db


def write(store: Database, texts: list[str], first: int, *, drop: int = 0, then: str = "") -> int:
    """Some texts in one transaction, of which it takes `drop` out again in the next; the number of texts there were."""
    rows = [(f"e{first + n}", f"r{first + n}", "verbatim", t, 0) for n, t in enumerate(texts)]
    with store.write() as con:
        search.put_words(con, rows, fresh=True)
    with store.write() as con:
        search.drop_words(con, [row[0] for row in rows[:drop]])
        if then:
            rank = (8,) if then == "merge" else (0,)
            con.exec_driver_sql(f"INSERT INTO words_index(words_index, rank) VALUES ('{then}', ?)", rank)
    return first + len(rows)


@settings(max_examples=effort(12, 300), deadline=None)
@given(WRITES)
def test_the_pages_hold_the_words_that_the_engine_lists(
    store: Database, writes: list[tuple[list[str], int, str]]
) -> None:
    with store.write() as con:
        con.exec_driver_sql("INSERT INTO words_index(words_index) VALUES ('delete-all')")
        con.exec_driver_sql("DELETE FROM words")
    first = 0
    for texts, drop, then in writes:
        first = write(store, texts, first, drop=drop, then=then)
    with store.read() as con:
        for begin in BEGINNINGS:
            assert word_pages.words_with(con, begin, 10_000) == listed(con, begin)


def test_a_word_that_fills_many_pages_hides_none_of_those_around_it(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as store:
        common = " ".join(["stare"] * 400)
        write(store, [f"{common} star{n:03d} stark stat{n:03d}" for n in range(60)], 0)
        with store.read() as con:
            pages = con.exec_driver_sql("SELECT count(*) FROM words_index_data").scalar_one()
            assert pages > 10
            assert word_pages.words_with(con, "sta", 500) == listed(con, "sta")
            assert len(listed(con, "sta")) == 122
            assert word_pages.words_with(con, "stare", 500) == ["stare"]


def test_looking_ends_soon_where_more_words_begin_so_than_are_wanted(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as store:
        write(store, [" ".join(f"pre{n:05d}" for n in range(2_000))], 0)
        with store.read() as con:
            some = word_pages.words_with(con, "pre", 100)
            assert some is not None
            assert 100 < len(some) < 1_000
            assert set(some) <= set(listed(con, "pre"))


def test_an_index_of_a_version_that_is_not_known_is_searched_all_the_same(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as store:
        write(store, ["the states of the canal"], 0)
        with store.write() as con:
            con.exec_driver_sql("UPDATE words_index_config SET v = 9 WHERE k = 'version'")
        with store.read() as con:
            assert word_pages.words_with(con, "sta", 100) is None
        with store.write() as con:
            con.exec_driver_sql("UPDATE words_index_config SET v = 5 WHERE k = 'version'")
        with store.read() as con:
            assert word_pages.words_with(con, "sta", 100) == ["states"]


def test_an_empty_index_has_no_words(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as store, store.read() as con:
        assert word_pages.words_with(con, "sta", 100) == []


@pytest.mark.parametrize("number", [0, 1, 127, 128, 300, 16_383, 16_384, 1 << 35, (1 << 56) - 1, 1 << 60])
def test_a_number_is_read_however_long_it_is(number: int) -> None:
    """As the engine writes them: seven bits a byte, the highest first; a ninth byte has eight."""
    if number < 1 << 56:
        bytes_ = [number & 0x7F]
        while number >> 7 * len(bytes_):
            bytes_.append(number >> 7 * len(bytes_) & 0x7F | 0x80)
        written = bytes(reversed(bytes_))
    else:
        high = number >> 8
        written = bytes(high >> 7 * at & 0x7F | 0x80 for at in reversed(range(8))) + bytes([number & 0xFF])
    assert word_pages._number(b"\x05" + written + b"\x07", 1) == (number, 1 + len(written))


def test_words_share_their_beginnings_on_a_page() -> None:
    page = bytes([0, 0, 0, 16]) + b"\x040sta" + b"\x04\x01r" + b"\x03\x02xy" + bytes([4, 5, 3])
    assert list(word_pages.words_on(page)) == [b"0sta", b"0star", b"0stxy"]
