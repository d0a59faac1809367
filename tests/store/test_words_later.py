"""Texts that came in bulk go into the search index after their transaction, a few at a time, whatever becomes of them meanwhile."""

import random

import pytest
from sqlalchemy import Connection

from ldp_stories.store import ledger, search
from ldp_stories.store.engine import MUCH, Database
from ldp_stories.store.search import index_waiting, put_words, texts_waiting, waiting
from ldp_stories.store.verify import index_is_sound
from tests.store.stores import tell

Texts = list[tuple[str, str, str, str, int]]


def texts(*names: str, words: str = "by the river") -> Texts:
    return [(name, name, "verbatim", f"{words} {name}", 0) for name in names]


def found(con: Connection, typed: str = "river") -> set[str]:
    return {hit.ent for hit in search.search(con, typed, limit=1_000).hits}


def sound(store: Database) -> bool:
    with store.write() as con:
        return index_is_sound(con)


def step(store: Database, most: int = 1_000) -> int:
    with store.write() as con:
        return index_waiting(con, most)


def test_texts_of_a_bulk_write_are_found_after_they_were_indexed(store: Database) -> None:
    heard: list[frozenset[str]] = []
    store.listeners.append(heard.append)
    with store.write(bulk=True) as con:
        put_words(con, texts("a", "b", "c"), fresh=True)
        assert texts_waiting(con) == 3
    assert MUCH in heard[-1]
    assert search.WAITING in heard[-1]
    with store.read() as con:
        assert found(con) == set()
        assert texts_waiting(con) == 3
    assert sound(store), "an index that waits is whole"
    assert step(store, 2) == 1
    with store.read() as con:
        assert found(con) == {"a", "b"}
    assert step(store, 2) == 0
    with store.read() as con:
        assert found(con) == {"a", "b", "c"}
        assert waiting(con) == []
    assert sound(store)
    assert step(store) == 0, "there is nothing left to do"


def test_an_undone_bulk_write_leaves_nothing_waiting(store: Database) -> None:
    def undone() -> None:
        with store.write(bulk=True) as con:
            put_words(con, texts("a"), fresh=True)
            raise KeyError

    with pytest.raises(KeyError):
        undone()
    with store.write() as con:
        assert waiting(con) == []
        put_words(con, texts("b"), fresh=True)
        assert found(con) == {"b"}
    assert sound(store)


def test_a_text_that_goes_before_it_was_indexed_leaves_no_trace(store: Database) -> None:
    with store.write(bulk=True) as con:
        put_words(con, texts("a", "b"), fresh=True)
        search.drop_words(con, ["a"])
    with store.write() as con:
        put_words(con, texts("c"), fresh=True)
        search.drop_words(con, ["b", "c"])
    assert sound(store)
    step(store)
    assert sound(store)
    with store.read() as con:
        assert found(con) == set()


def test_a_new_text_never_gets_the_number_of_one_that_waited_and_went(store: Database) -> None:
    """Else it would be put into the index twice."""
    with store.write(bulk=True) as con:
        put_words(con, texts("a", "b"), fresh=True)
    with store.write() as con:
        search.drop_words(con, ["a", "b"])
        put_words(con, texts("c"), fresh=True)
        assert found(con) == {"c"}
    step(store)
    assert sound(store)
    with store.read() as con:
        assert found(con) == {"c"}


def test_a_text_that_is_changed_before_it_was_indexed_is_found_as_it_is_now(store: Database) -> None:
    with store.write(bulk=True) as con:
        put_words(con, texts("a", "b"), fresh=True)
    with store.write() as con:
        put_words(con, texts("a", words="by the canal"), fresh=False)
        assert found(con, "canal") == {"a"}
    step(store)
    assert sound(store)
    with store.read() as con:
        assert found(con, "canal") == {"a"}
        assert found(con) == {"b"}


def test_what_may_not_be_found_is_not_found_later_either(store: Database) -> None:
    with store.write() as con:
        search.set_indexed_sources(con, ["masked"])
    with store.write(bulk=True) as con:
        put_words(con, texts("a"), fresh=True)
        put_words(con, [("b", "b", "masked", "a river", 0), ("c", "c", "masked", "a river", 1)], fresh=True)
    step(store)
    with store.read() as con:
        assert found(con) == {"b"}
    assert sound(store)


def test_an_index_that_is_made_anew_holds_what_waited_and_nothing_waits(store: Database) -> None:
    with store.write(bulk=True) as con:
        put_words(con, texts("a", "b"), fresh=True)
    with store.write() as con:
        search.reindex(con)
        assert waiting(con) == []
        assert found(con) == {"a", "b"}
    assert step(store) == 0
    assert sound(store)


def test_a_projection_that_is_built_anew_holds_what_waited(store: Database) -> None:
    with store.write(bulk=True) as con:
        told = tell(con, words="by the river")
    with store.write() as con:
        ledger.rebuild(con)
        assert waiting(con) == []
        assert {h.record for h in search.search(con, "river").hits} == {told.record}
    assert sound(store)


@pytest.mark.parametrize("seed", range(12))
def test_in_any_order_the_index_ends_with_just_what_is_here(store: Database, seed: int) -> None:
    """Bulk writes, single ones, changes, erasures and steps of indexing, in any order: sound after each, and all found at the end."""
    chance, here, made = random.Random(seed), dict[str, str](), 0
    for _ in range(30):
        what = chance.choice(("bulk", "bulk", "add", "drop", "change", "step"))
        if what == "step":
            step(store, chance.randint(1, 4))
        else:
            with store.write(bulk=what == "bulk") as con:
                for _ in range(chance.randint(1, 5)):
                    name = chance.choice(sorted(here)) if here and what in ("drop", "change") else f"n{made}"
                    made += 1
                    if what == "drop":
                        search.drop_words(con, [name])
                        here.pop(name, None)
                    else:
                        here[name] = f"river {name} {made}"
                        put_words(
                            con, [(name, name, "verbatim", here[name], 0)], fresh=what in ("bulk", "add")
                        )
        assert sound(store)
    while step(store, 3):
        pass
    assert sound(store)
    with store.read() as con:
        assert found(con) == set(here)
        for name, words in here.items():
            assert found(con, words.replace("river ", "") + " ") == {name}
