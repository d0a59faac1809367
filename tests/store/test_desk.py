"""The desk file: saved means committed; what is erased takes its rows along (CONTRACTS.md 1)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.store import desk
from ldp_stories.store.engine import Database
from tests.store.stores import KEY, on_disk


@pytest.fixture
def desk_file(tmp_path: Path) -> Iterator[Database]:
    db = Database(tmp_path / "desk.db", KEY, schema="desk", create=True)
    yield db
    db.close()


@pytest.mark.parametrize("value", [None, True, "half a wo", {"a": [1, 2.5, "ü"]}, []])
def test_a_value_comes_back_after_opening_again(tmp_path: Path, value: object) -> None:
    db = Database(tmp_path / "desk.db", KEY, schema="desk", create=True)
    with db.write() as con:
        desk.save(con, "k", value)
    db.close()
    db = Database(tmp_path / "desk.db", KEY, schema="desk")
    with db.read() as con:
        assert desk.load(con, "k", "other") == value
    db.close()


def test_what_is_typed_is_sealed(desk_file: Database, tmp_path: Path) -> None:
    with desk_file.write() as con:
        desk.save(con, "k", "canary")
    assert b"canary" not in on_disk(tmp_path)


def test_saving_replaces_and_dropping_forgets(desk_file: Database) -> None:
    with desk_file.write() as con:
        desk.save(con, "k", 1)
        desk.save(con, "k", 2)
        assert desk.load(con, "k") == 2
        desk.drop(con, "k")
        desk.drop(con, "k")
        assert desk.load(con, "k") is None
        assert desk.load(con, "k", 7) == 7


def test_rows_are_listed_by_the_beginning_of_their_key(desk_file: Database) -> None:
    with desk_file.write() as con:
        for key in ("talk/2", "talk/1", "talk%", "undo", "TALK/3"):
            desk.save(con, key, key)
        assert desk.rows(con, "talk/") == (("talk/1", "talk/1"), ("talk/2", "talk/2"))
        assert desk.rows(con, "talk%") == (("talk%", "talk%"),)
        assert len(desk.rows(con)) == 5


def test_an_erasure_takes_the_rows_about_an_entity_along(desk_file: Database) -> None:
    with desk_file.write() as con:
        desk.save(con, "a", 1, about=["record-1", "person-1"])
        desk.save(con, "b", 2, about=["record-2"])
        desk.save(con, "c", 3)
        assert desk.erase(con, ["person-1", "talk"]) == 1
        assert [key for key, _ in desk.rows(con)] == ["b", "c"]


def test_listeners_hear_of_the_desk(desk_file: Database) -> None:
    heard: list[frozenset[str]] = []
    desk_file.listeners.append(heard.append)
    with desk_file.write() as con:
        desk.save(con, "a", 1)
    assert heard == [frozenset({"desk"})]


def test_rows_that_name_somebody_go_whatever_they_were_kept_for(desk_file: Database) -> None:
    with desk_file.write() as con:
        desk.save(con, "typed:r-1:title", "x")
        desk.save(con, "sitting", {"records": ["r-1", "r-2"]})
        desk.save(con, "issued:r-1", {"path": "/r-1"})
        desk.save(con, "other", {"records": ["r-2"]})
        assert desk.drop_mentions(con, ["r-1"], keep="issued:") == 2
        assert [key for key, _ in desk.rows(con)] == ["issued:r-1", "other"]
        assert desk.drop_mentions(con, ["r-1"]) == 1
        assert desk.drop_mentions(con, []) == 0
