"""Orders: what goes, what stays, what is hidden, and that it stays so (CONTRACTS.md 7)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.domain.consent import Answer, Scope, gate
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import covers
from ldp_stories.store import (
    consent,
    engine,
    layers,
    ledger,
    media,
    orders,
    passages,
    people,
    records,
    search,
)
from ldp_stories.store.engine import Database
from tests.store.stores import AMINA, AT, Laptop, erase, narrow, on_disk, opened, tell


def test_erasing_a_person_takes_every_word_and_leaves_the_skeleton(store: Database) -> None:
    with store.write() as con:
        told, other = tell(con, words="canary"), tell(con, words="kept", code="LT-AAAA-AAA")
        assert ledger.apply_orders(con, [erase(subject=told.participant)]) == 5
        assert layers.of_record(con, told.record) == ()
        assert people.participant(con, told.participant) is None
        assert consent.of_participant(con, told.participant) == ()
        record = records.record(con, told.record)
        assert record is not None
        assert (record.erased, record.title) == (True, "")
        assert len(ledger.entities_about(con, told.participant)) == 5
        assert layers.of_record(con, other.record)[0].text == "kept"


def test_the_code_of_a_person_taken_back_no_longer_finds_them(store: Database) -> None:
    with store.write() as con:
        told = tell(con)
        ledger.apply_orders(con, [erase(subject=told.participant)])
        assert people.participant_by_code(con, "LT-4HN7-KQY") == ()


def test_search_finds_nothing_of_what_was_erased(store: Database) -> None:
    with store.write() as con:
        told = tell(con, words="the canary sang", title="canary title")
        assert len(search.search(con, "canary").hits) == 2
        ledger.apply_orders(con, [erase(subject=told.participant)])
        assert search.search(con, "canary").hits == ()
        con.exec_driver_sql("INSERT INTO words_index(words_index, rank) VALUES ('integrity-check', 0)")


@pytest.fixture
def unsealed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """The same store without its sealing, so that what is left in its pages can be read."""

    def connect(path: Path, _key: bytes) -> Any:
        con = sealed.connect(str(path), isolation_level=None, check_same_thread=False)
        con.execute("PRAGMA temp_store = MEMORY")
        return con

    monkeypatch.setattr(engine, "connect", connect)
    with opened(tmp_path / "main.db") as db:
        yield db


def test_after_an_erasure_the_words_are_in_no_page_of_the_store(unsealed: Database, tmp_path: Path) -> None:
    with unsealed.write() as con:
        told = tell(con, words="zanzibar " * 900, title="zanzibar", note="zanzibar")
        ledger.put(con, AMINA, "layer", told.layer, sets={"text": "zanzibar again"}, at_label=AT)
        for i in range(30):
            tell(con, words=f"other words {i} " * 40, code=f"LT-{i}")
    unsealed.checkpoint()
    assert b"zanzibar" in on_disk(tmp_path)
    with unsealed.write() as con:
        ledger.apply_orders(con, [erase(subject=told.participant)])
        search.optimise(con)
    while unsealed.shrink():
        pass
    unsealed.checkpoint()
    left = on_disk(tmp_path)
    assert b"zanzibar" not in left
    assert b"other words 3" in left


def test_a_text_that_was_changed_leaves_the_index_and_the_rows_but_stays_in_the_history(
    store: Database,
) -> None:
    with store.write() as con:
        told = tell(con, words="first words")
        ledger.put(con, AMINA, "layer", told.layer, sets={"text": "second words"}, at_label=AT)
        assert search.search(con, "first").hits == ()
        assert len(search.search(con, "second").hits) == 1
        assert b"first words" in b"".join(r.body or b"" for r in ledger.revisions(con))


def test_a_named_entity_goes_alone(store: Database) -> None:
    with store.write() as con:
        told = tell(con, words="kept")
        extra = new_id()
        fields = {"record": told.record, "kind": "masked", "text": "gone"}
        ledger.put(con, AMINA, "layer", extra, sets=fields, subj=[told.participant], at_label=AT)
        assert ledger.apply_orders(con, [erase(extra)]) == 1
        assert [layer.text for layer in layers.of_record(con, told.record)] == ["kept"]
        assert layers.layer(con, extra) is None


def test_what_is_about_two_people_goes_only_when_it_is_named(store: Database) -> None:
    laptop = Laptop()
    both = laptop.write(
        "record", new_id(), {"title": "both", "kind": "story", "status": "ready"}, subj=["p", "q"]
    )
    only = laptop.write("record", new_id(), {"title": "only", "kind": "story", "status": "ready"}, subj=["p"])
    with store.write() as con:
        ledger.insert(con, [both, only])
        assert orders.shared(con, "p") == (both.ent,)
        ledger.apply_orders(con, [erase(subject="p")])
        assert {r.title for r in records.page(con).rows} == {"both", ""}
        assert orders.shared(con, "p") == (both.ent,)
        ledger.apply_orders(con, [erase(both.ent)])
        assert {r.title for r in records.page(con).rows} == {""}


def test_the_store_covers_exactly_what_the_rule_covers(store: Database) -> None:
    laptop = Laptop()
    lines = [
        laptop.write("note", new_id(), {"text": "x"}, subj=s)
        for s in ((), ("p",), ("q",), ("p", "q"))
        for _ in range(2)
    ]
    chosen = [
        erase(subject="p"),
        erase(lines[0].ent, lines[6].ent),
        narrow("audio", subject="q", targets=(lines[4].ent,)),
    ]
    with store.write() as con:
        ledger.apply_orders(con, chosen)
        ledger.insert(con, lines)
        blank = {r.id for r in ledger.revisions(con) if r.body is None}
    assert blank == {r.id for r in lines if any(covers(o, r) for o in chosen)}
    assert len(blank) == 4


def test_orders_are_kept_for_ever_and_are_the_same_when_read(store: Database) -> None:
    first, second = erase("t", subject="p"), narrow("audio", "quote_anon", subject="q")
    with store.write() as con:
        ledger.apply_orders(con, [first])
        ledger.apply_orders(con, [second, first])
    with store.read() as con:
        assert set(ledger.all_orders(con)) == {first, second}


def test_applying_an_order_again_changes_nothing(store: Database) -> None:
    with store.write() as con:
        told = tell(con)
        order = erase(subject=told.participant)
        assert ledger.apply_orders(con, [order]) == 5
        assert ledger.apply_orders(con, [order]) == 0


def test_orders_wait_apart_while_their_author_has_no_right(store: Database) -> None:
    order = erase(subject="p")
    with store.write() as con:
        ledger.apply_orders(con, [order], without_right=[order.id])
        assert orders.waiting_orders(con) == (order,)
        assert ledger.all_orders(con) == (order,)
        ledger.apply_orders(con, [order])
        assert orders.waiting_orders(con) == ()


def test_erasing_a_medium_shreds_its_keys_and_notes_its_files(store: Database) -> None:
    sound, photo = new_id(), new_id()
    with store.write() as con:
        told = tell(con)
        for ent, sha in ((sound, "a" * 64), (photo, "b" * 64)):
            adds = {"renditions": {sha: {"rendition": "master", "bytes": 5, "type": "flac"}}}
            fields = {"record": told.record, "kind": "audio"}
            ledger.put(con, AMINA, "media", ent, sets=fields, adds=adds, subj=[told.participant], at_label=AT)
            media.keep_key(con, f"item-{sha[0]}", bytes(32), media=ent, sha256=sha, size=5)
        ledger.apply_orders(con, [erase("a" * 64)])
        assert media.key_of(con, "item-a") is None
        assert media.to_remove(con) == ("item-a",)
        assert orders.erased_media(con, ["a" * 64, "b" * 64]) == {"a" * 64}
        ledger.apply_orders(con, [erase(subject=told.participant)])
        assert media.to_remove(con) == ("item-a", "item-b")
        assert media.media(con, photo) is None
        media.removed(con, ["item-a"])
        assert media.to_remove(con) == ("item-b",)


def test_narrowing_closes_a_scope_at_once_and_a_later_yes_does_not_open_it(store: Database) -> None:
    from datetime import date

    with store.write() as con:
        told = tell(con)
        ledger.apply_orders(con, [narrow("quote_anon", subject=told.participant)])
        ledger.put(con, AMINA, "consent", told.consent, sets={"answer:quote_anon": "yes"}, at_label=AT)
        (given,) = consent.of_encounter(con, told.encounter)
    assert given.answer(Scope.QUOTE_ANON) is Answer.YES
    assert gate(given, Scope.QUOTE_ANON, date(2026, 6, 1)).why == "narrowed"
    assert gate(given, Scope.SHARE_TEAM, date(2026, 6, 1)).open


def test_a_passage_that_was_taken_back_is_gone(store: Database) -> None:
    ent = new_id()
    with store.write() as con:
        told = tell(con)
        fields = {"record": told.record, "layer": told.layer, "start": 0, "end": 2, "quote": "We"}
        ledger.put(con, AMINA, "passage", ent, sets=fields, subj=[told.participant], at_label=AT)
        assert len(passages.of_record(con, told.record)) == 1
        ledger.apply_orders(con, [erase(subject=told.participant)])
        assert passages.of_record(con, told.record) == ()
