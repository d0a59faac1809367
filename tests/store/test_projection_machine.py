"""Rows are a pure function of the ledger: written bit by bit, in bulk or built anew they are the same, whatever anybody wrote."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from ldp_stories.domain.revisions import Revision
from ldp_stories.store import (
    comments,
    consent,
    encounters,
    layers,
    ledger,
    media,
    notes,
    passages,
    people,
    places,
    programme,
    projection,
    quotes,
    record_states,
    records,
    review,
    review_queue,
    schemas,
    tags,
)
from ldp_stories.store.engine import Database
from tests.effort import effort
from tests.store.stores import KEY, Laptop

KINDS = (*sorted(schemas.NOUNS), "programme", "output", "from_the_future")
NAMES = sorted(
    {c.name for noun in schemas.NOUNS.values() for c in noun.table.columns} - {"num", "id", "fields"}
)
ENTS = tuple(f"{kind}-{i}" for kind in KINDS for i in range(2))
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**60), 2**60),
    st.floats(-9, 9),
    st.text(max_size=6),
    st.sampled_from(ENTS),
)
VALUES = st.one_of(
    LEAVES, st.lists(LEAVES, max_size=3), st.dictionaries(st.text(max_size=3), LEAVES, max_size=2)
)
SETS = st.dictionaries(
    st.sampled_from([*NAMES, "answer:audio", "answer:take_part", "hidden", "supersedes", "roles", "items"]),
    VALUES,
    max_size=6,
)
ADDS = st.dictionaries(
    st.sampled_from(["renditions", "participants", "supersedes"]),
    st.dictionaries(st.sampled_from("abc"), VALUES, max_size=2),
    max_size=2,
)
WRITES = st.lists(st.tuples(st.sampled_from(ENTS), SETS, ADDS, st.booleans()), min_size=1, max_size=14)


def lines_of(writes: list[tuple[str, dict[str, Any], dict[str, Any], bool]]) -> list[Revision]:
    """Revisions of several laptops; `follows` says whether one has seen what was written before it."""
    known: dict[str, list[Revision]] = {}
    lines = []
    for ent, sets, adds, follows in writes:
        before = known.setdefault(ent, [])
        made = Laptop().write(
            ent.split("-")[0], ent, sets, adds=adds, subj=["p"], after=before if follows else ()
        )
        before.append(made)
        lines.append(made)
    return lines


def rows(db: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the projection, without the order of arrival."""
    names = [noun.table.name for noun in schemas.NOUNS.values()] + ["thing", "conflict", "words", "rendition"]
    with db.read() as con:
        found = {n: con.exec_driver_sql(f'SELECT * FROM "{n}"').mappings().all() for n in names}
    return {
        n: sorted((tuple((k, v) for k, v in row.items() if k != "num") for row in rs), key=repr)
        for n, rs in found.items()
    }


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def fresh(folder: Path, name: str) -> Database:
    for left in folder.glob(f"{name}*"):
        left.unlink()
    return Database(folder / name, KEY, schema="main", create=True)


@settings(max_examples=effort(12, 3_000), deadline=None)
@given(WRITES)
def test_one_by_one_in_bulk_and_built_anew_are_the_same(
    folder: Path, writes: list[tuple[str, dict[str, Any], dict[str, Any], bool]]
) -> None:
    lines = lines_of(writes)
    slow, quick = fresh(folder, "slow.db"), fresh(folder, "quick.db")
    try:
        for line in lines:
            with slow.write() as con:
                ledger.insert(con, [line])
        with quick.write() as con:
            assert ledger.insert(con, lines).held == ()
        assert rows(slow) == rows(quick)
        with quick.write() as con:
            ledger.rebuild(con)
        assert rows(slow) == rows(quick)
        read_everything(slow, named(lines))
    finally:
        slow.close()
        quick.close()


def named(lines: Sequence[Revision]) -> list[str]:
    """Everything these lines are about or point at, and one thing that there is not: all that are not there are alike."""
    told = repr(lines)
    there = [ent for ent in ENTS if ent in told]
    return there + [ent for ent in ENTS if ent not in told][:1]


def read_everything(db: Database, ents: Sequence[str]) -> None:
    """No question falls over, whatever was written."""
    whole: list[Callable[[Connection], object]] = [
        people.members, people.devices, places.places, tags.codebook, comments.open_questions, quotes.quotes, review_queue.queue,
        programme.programme, programme.questions, projection.conflicts, records.page, record_states.counts, encounters.recent,
    ]  # fmt: skip
    by_id: list[Callable[[Connection, str], object]] = [
        people.participant, people.member, people.device, places.place, places.ward_of, consent.consent, tags.tag, records.record,
        layers.layer, media.media, passages.passage, comments.comment, review.reading, encounters.encounter, layers.of_record,
        media.of_record, passages.of_record, comments.of_record, notes.of_record, review.readings,
    ]  # fmt: skip
    with db.read() as con:
        for ask in whole:
            ask(con)
        assert record_states.counts(con) == dict(Counter(record_states.shown_now(con, None).values()))
        for ent in ents:
            for find in by_id:
                find(con, ent)


@settings(max_examples=effort(8, 2_000), deadline=None)
@given(WRITES, st.randoms(use_true_random=False))
def test_the_order_in_which_lines_come_changes_no_row(
    folder: Path, writes: list[tuple[str, dict[str, Any], dict[str, Any], bool]], dice: Any
) -> None:
    lines = lines_of(writes)
    shuffled = list(lines)
    dice.shuffle(shuffled)
    one, other = fresh(folder, "one.db"), fresh(folder, "other.db")
    try:
        with one.write() as con:
            ledger.insert(con, lines)
        for line in shuffled:
            with other.write() as con:
                ledger.insert(con, [line])
        assert rows(one) == rows(other)
    finally:
        one.close()
        other.close()
