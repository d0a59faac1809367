"""Bit rot: a flipped bit of a store is found or harmless, and never read as something that nobody wrote."""

import random
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.store import layers, ledger, records, search
from ldp_stories.store.engine import Database
from tests.effort import SEED, effort, tried
from tests.store.stores import opened, tell

FLIPS = effort(100, 10_000)


def everything(db: Database) -> tuple[object, ...]:
    """All that a person could see in the store, and the ledger itself."""
    with db.read() as con:
        rows = records.page(con, limit=1_000).rows
        words = tuple(layers.of_record(con, r.id) for r in rows)
        return rows, words, tuple(ledger.revisions(con)), search.search(con, "word", limit=500).hits


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, tuple[object, ...]]:
    """The bytes of a sound store and what can be seen in it."""
    path = tmp_path_factory.mktemp("rot") / "main.db"
    with opened(path) as db:
        with db.write() as con:
            for i in range(60):
                tell(con, title=f"story {i}", words=f"word{i} and another word " * 40, code=f"LT-{i}")
        db.checkpoint()
        seen = everything(db)
    return path.read_bytes(), seen


def test_what_is_written_is_what_is_seen(sound: tuple[bytes, tuple[object, ...]], tmp_path: Path) -> None:
    data, seen = sound
    (tmp_path / "main.db").write_bytes(data)
    with opened(tmp_path / "main.db") as db:
        assert everything(db) == seen
        assert db.faults() == ()


def test_a_flipped_bit_is_found_or_harmless(sound: tuple[bytes, tuple[object, ...]], tmp_path: Path) -> None:
    data, seen = sound
    dice = random.Random(SEED)
    found = 0
    for flip in range(FLIPS):
        spoilt = bytearray(data)
        place = dice.randrange(len(data) * 8)
        spoilt[place // 8] ^= 1 << place % 8
        path = tmp_path / f"{flip}.db"
        path.write_bytes(bytes(spoilt))
        found += is_noticed(path, seen)
        for left in tmp_path.iterdir():
            left.unlink()
    assert found > FLIPS * 0.9
    tried("bits flipped in stores", FLIPS)


def is_noticed(path: Path, seen: tuple[object, ...]) -> bool:
    """Whether opening, checking or reading tells of the damage; where it does not, everything must read as it was."""
    told = ""
    try:
        with opened(path) as db:
            told = " ".join(db.faults())
            assert everything(db) == seen
    except UserError as error:
        told = error.code
    if told.isupper():
        assert told in {"WRONG_KEY", "STORE_DAMAGED", "DISK_TROUBLE"}
    return told != ""


def test_a_flipped_bit_in_any_part_of_the_search_index_is_told_in_plain_words(
    sound: tuple[bytes, tuple[object, ...]], tmp_path: Path
) -> None:
    """The index has words of its own for damage; whoever searches is told that the notebook is damaged, and nothing falls over."""
    data, seen = sound
    path = tmp_path / "main.db"
    path.write_bytes(data)
    with opened(path) as db, db.read() as con:
        rows = con.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name LIKE 'words_index%'")
        roots = [root for (root,) in rows if root]
    assert len(roots) >= 4
    for root in roots:
        spoilt = bytearray(data)
        spoilt[(root - 1) * 4_096 + 100] ^= 4
        path.write_bytes(spoilt)
        assert is_noticed(path, seen)


@pytest.mark.parametrize("cut", [1, 4_095, 4_096, 40_960])
def test_a_store_that_was_cut_short_is_found(
    sound: tuple[bytes, tuple[object, ...]], tmp_path: Path, cut: int
) -> None:
    data, seen = sound
    (tmp_path / "main.db").write_bytes(data[:-cut])
    assert is_noticed(tmp_path / "main.db", seen)


@pytest.mark.parametrize("where", [0, 4_096, 81_920])
def test_a_page_of_zeros_is_found(
    sound: tuple[bytes, tuple[object, ...]], tmp_path: Path, where: int
) -> None:
    """What a disk gives back that never wrote the page it said it had written."""
    data, seen = sound
    (tmp_path / "main.db").write_bytes(data[:where] + bytes(4_096) + data[where + 4_096 :])
    assert is_noticed(tmp_path / "main.db", seen)


def test_two_pages_that_changed_places_are_found(
    sound: tuple[bytes, tuple[object, ...]], tmp_path: Path
) -> None:
    data, seen = sound
    one, two = data[40_960:45_056], data[81_920:86_016]
    (tmp_path / "main.db").write_bytes(data[:40_960] + two + data[45_056:81_920] + one + data[86_016:])
    assert is_noticed(tmp_path / "main.db", seen)
