"""Keys of evidence live in the identity store alone, and go when what they open has gone."""

from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import identity
from ldp_stories.store import evidence, ledger
from ldp_stories.store.schemas import statements
from tests.services.homes import cheap_machine, found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return found(tmp_path / "home", cheap_machine(tmp_path))


def put(home: Home, con: object, ident: str, person: str) -> None:
    sets = {"consent": "c", "participant": person, "kind": "signed paper photo"}
    ledger.put(con, home.author, "evidence", ident, sets=sets, subj=[person], stream="i", at_label="")  # type: ignore[arg-type]


def test_the_table_of_keys_is_in_no_other_store() -> None:
    for schema in ("main", "desk", "orders"):
        assert "local_evidence_key" not in " ".join(statements(schema))
    assert "local_evidence_key" in " ".join(statements("identity"))


def test_a_key_is_kept_found_and_forgotten(home: Home) -> None:
    one, other = new_id(), new_id()
    with identity(home) as store:
        with store.write() as con:
            put(home, con, one, "p")
            evidence.keep_key(con, one, "item", b"k" * 32)
            assert evidence.item_of(con, one) == ("item", b"k" * 32)
            assert evidence.item_of(con, other) is None
            evidence.keep_key(con, one, "item", b"n" * 32)
            assert evidence.item_of(con, one) == ("item", b"n" * 32)
        with store.write() as con:
            assert evidence.without_entity(con) == ()
            assert evidence.drop_keys(con, [one, other]) == ("item",)
            assert evidence.item_of(con, one) is None
    home.close()


def test_a_key_without_its_evidence_is_noticed(home: Home) -> None:
    ident = new_id()
    with identity(home) as store, store.write() as con:
        put(home, con, ident, "p")
        evidence.keep_key(con, ident, "item", b"k" * 32)
        evidence.keep_key(con, "gone", "other item", b"k" * 32)
        assert evidence.without_entity(con) == ("gone",)
        ledger.put(
            con, home.author, "evidence", ident, sets={"hidden": True}, subj=["p"], stream="i", at_label=""
        )
        assert set(evidence.without_entity(con)) == {"gone", ident}
    home.close()
