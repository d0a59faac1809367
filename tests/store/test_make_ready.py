"""What is worked out of new things before the store is asked: the same rows come of it, and it is never used for other lines than those."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, parse_body
from ldp_stories.store import belonging, ledger, ledger_import, orders, projection
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger_import import Proved
from ldp_stories.store.projection import make_ready
from tests.store.stores import Laptop, erase, opened, tell

_TABLES = ("participant", "encounter", "consent", "record", "layer", "suggestion", "note", "thing", "words")


def read(lines: Iterable[Revision]) -> dict[str, Change]:
    """What lines say."""
    return {r.id: parse_body(r.body) for r in lines if r.body is not None}


def rows(con: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that the tables hold of things."""
    return {t: [tuple(r) for r in con.exec_driver_sql(f'SELECT * FROM "{t}" ORDER BY num')] for t in _TABLES}


def story(folder: Path) -> list[Revision]:
    """All lines of a story with its teller, consent and words, tags, a note, something that no version knows, and a second line of one thing."""
    with opened(folder / "elsewhere.db") as db, db.write() as con:
        told = tell(con)
        lines = list(ledger.revisions(con))
    laptop = Laptop()
    lines += [
        laptop.write("suggestion", new_id(), {"record": told.record, "tag": new_id(), "by": "me", "sure": 7}),
        laptop.write("note", new_id(), {"record": told.record, "text": "آرام سے"}),
        laptop.write("weather", new_id(), {"record": told.record}, adds={"signs": {"rain": 1}}),
    ]
    first = next(r for r in lines if r.ent == told.layer)
    return [*lines, laptop.write("layer", told.layer, {"text": "Put right."}, after=[first])]


def test_the_same_rows_come_of_it(tmp_path: Path) -> None:
    lines = story(tmp_path)
    ready = make_ready(lines, read(lines))
    found = []
    for name, proved in (("ahead", Proved(frozenset(), ready)), ("plain", None)):
        with opened(tmp_path / f"{name}.db") as db, db.write() as con:
            assert ledger.insert(con, lines, parsed=read(lines), proved=proved).new == len(lines)
            found.append(rows(con))
    assert found[0] == found[1]
    assert [len(found[0][t]) for t in _TABLES] == [1, 1, 1, 1, 1, 1, 1, 1, 2]


def test_only_things_with_one_line_that_has_words_are_worked_out(tmp_path: Path) -> None:
    lines = story(tmp_path)
    twice = lines[-1].ent
    bare = replace(lines[0], salt=None, body=None, erased_by="order")
    ready = make_ready([bare, *lines[1:]], read(lines[1:]))
    assert ready.keys() == {r.ent for r in lines} - {twice, bare.ent}
    assert {e: r.view.ent for e, r in ready.items()} == {e: e for e in ready}
    assert [ready[r.ent].columns for r in lines if r.kind == "weather"] == [None]


def test_another_line_of_the_same_thing_is_read_itself(store: Database) -> None:
    """A line that was taken for another, by its thing: its own words count."""
    laptop = Laptop()
    mine = laptop.write("record", new_id(), {"title": "mine", "kind": "story"})
    other = laptop.write("record", mine.ent, {"title": "another", "kind": "story"})
    with store.write() as con:
        ready = make_ready([other], read([other]))
        ledger.insert(con, [mine], parsed=read([mine]), proved=Proved(frozenset(), ready))
        assert con.exec_driver_sql("SELECT title FROM record").scalar() == "mine"


def test_what_an_order_covers_stays_bare(store: Database) -> None:
    line = Laptop().write("record", new_id(), {"title": "Taken back", "kind": "story"})
    with store.write() as con:
        orders.keep(con, [erase(line.ent)], ())
        ledger.insert(
            con,
            [line],
            parsed=read([line]),
            proved=Proved(frozenset(), make_ready([line], read([line]))),
        )
        assert con.exec_driver_sql("SELECT count(*) FROM record WHERE title <> ''").scalar() == 0
        assert con.exec_driver_sql("SELECT body FROM revision").scalar() is None
        assert projection.conflicts(con) == ()


def test_where_such_things_belong_is_known_without_asking(tmp_path: Path) -> None:
    lines = story(tmp_path)
    ready = make_ready(lines, read(lines))
    twice = lines[-1].ent
    with opened(tmp_path / "here.db") as db, db.write() as con:
        done = ledger.insert(con, lines, parsed=read(lines), proved=Proved(frozenset(), ready))
        assert done.as_ready == {r.ent for r in lines} - {twice}
        known = {e: belonging.record_in(ready[e].line.kind, e, ready[e].columns or {}) for e in done.as_ready}
        assert {e: r for e, r in known.items() if r} == belonging.records_of(con, done.as_ready)
        assert sorted(r.kind for r in lines if known.get(r.ent)) == ["note", "record", "suggestion"]


def test_a_thing_of_which_more_comes_is_not_as_it_was_worked_out(store: Database) -> None:
    laptop = Laptop()
    first = laptop.write("record", new_id(), {"title": "first", "kind": "story"})
    more = [laptop.write("note", new_id(), {"text": "n"}) for _ in range(ledger_import.CHUNK)]
    second = laptop.write("record", first.ent, {"title": "second"}, after=[first])
    with store.write() as con:
        ready = make_ready([first], read([first]))
        done = ledger.insert(con, [first, *more, second], proved=Proved(frozenset(), ready))
        assert done.new == len(more) + 2
        assert done.as_ready == frozenset()
        assert con.exec_driver_sql("SELECT title FROM record").scalar() == "second"
