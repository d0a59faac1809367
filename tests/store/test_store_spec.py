"""The specification of the stores is kept to its word: its program and its commands open a real home, without ours."""

import re
import types
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.crypto.slots import KdfCost, new_key, practice_slot, wrap_with_passphrase
from ldp_stories.domain.ids import new_id
from ldp_stories.services.desk_talk import PREFIX, new_draft
from ldp_stories.store import desk, homes, ledger, media, order_book
from ldp_stories.store.engine import APPLICATION
from ldp_stories.store.homes import HomeFolder
from ldp_stories.store.vault import Vault
from tests.store.stores import AMINA, AT, erase, tell

SPEC = (Path(__file__).parents[2] / "resources" / "spec" / "store.md").read_text(encoding="utf-8")
WORDS = "vier Wörter sind gut"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> HomeFolder:
    """A closed home with something in every store."""
    root, identity, item = new_key(), new_key(), new_key()
    slots = {
        "passphrase": wrap_with_passphrase(root, WORDS, KdfCost.test()),
        "identity": wrap_with_passphrase(identity, WORDS, KdfCost.test()),
    }
    home = homes.create_home(tmp_path_factory.mktemp("spec") / "home", slots=slots, reserve_bytes=0)
    stores = homes.open_stores(home, root, create=True)
    with stores.main.write() as con:
        tell(con, title="The bench", words="We sat.")
        media.keep_key(con, "sound", item, media="m", sha256="", size=6)
    with stores.desk.write() as con:
        desk.save(con, "half", "a wo")
        draft = replace(new_draft("K7MD-2Q", AT), keys={"live": bytes(32).hex()})
        desk.save(con, f"{PREFIX}{draft.talk.id}", msgspec.to_builtins(draft))
    with homes.open_identity(home, identity, stores.orders) as db, db.write() as con:
        ledger.put(con, AMINA, "contact_card", new_id(), sets={"name": "Amina"}, stream="i", at_label=AT)
    order_book.remember(stores.orders, [erase("t")])
    take = Vault(home.vault).create("sound", item)
    take.append(b"123456")
    take.gap(250)
    take.seal()
    stores.close()
    return home


def keys(home: HomeFolder) -> dict[str, str]:
    """The keys, by the program in the specification."""
    (program,) = re.findall(r"```python\n(.*?)```", SPEC, re.DOTALL)
    module = types.ModuleType("keys")
    exec(compile(program, "keys.py", "exec"), module.__dict__)
    found: dict[str, str] = module.keys(home.path, WORDS)
    return found


def ask(name: str, path: Path, key: str) -> list[list[Any]]:
    """The answers to the commands under a heading of the specification."""
    (commands,) = re.findall(rf"```sql {name}\n(.*?)```", SPEC, re.DOTALL)
    con = sealed.connect(str(path), isolation_level=None)
    try:
        return [con.execute(line).fetchall() for line in commands.replace("KEY'\"", f"{key}'\"").splitlines()]
    finally:
        con.close()


def test_main_opens_from_the_passphrase_with_its_commands(home: HomeFolder) -> None:
    _, tables, faults, lines, texts, items = ask("main", home.main, keys(home)["main.db"])
    assert tables[0][0] > 20
    assert faults == []
    assert len(lines) == 5
    assert texts == [("The bench", "We sat.")]
    assert items[0][0] == "sound"


def test_the_other_stores_open_with_their_commands(home: HomeFolder) -> None:
    found = keys(home)
    _, slots, live = ask("desk", home.desk, found["desk.db"])
    assert ("half", '"a wo"') in slots
    assert live == [("live", "00" * 32)]
    _, things = ask("identity", home.identity, found["identity.db"])
    assert things == [("contact_card", '{"name":"Amina"}')]
    _, orders = ask("orders", home.orders, found["orders.db"])
    assert '"erase"' in orders[0][0]


def test_an_item_of_the_vault_opens_with_the_key_that_main_gives(home: HomeFolder) -> None:
    items = ask("main", home.main, keys(home)["main.db"])[-1]
    _, _, known, gaps, pieces = ask("vault", home.vault / f"{items[0][0]}.item", items[0][1])
    assert ("kind", "live") in known
    assert gaps == [(6, 250)]
    assert pieces == [(0, 6)]


def test_everything_can_be_brought_into_one_plain_file(
    home: HomeFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ask("export", home.main, keys(home)["main.db"])
    assert (tmp_path / "plain.db").read_bytes().startswith(b"SQLite format 3")
    assert b"We sat." in (tmp_path / "plain.db").read_bytes()


def test_a_practice_home_opens_with_the_word_practice(home: HomeFolder, tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", SPEC, re.DOTALL)
    module = types.ModuleType("keys")
    exec(compile(program, "keys.py", "exec"), module.__dict__)
    root = new_key()
    assert module.open_slot(practice_slot(root), "practice") == root


def test_the_numbers_in_the_text_are_those_of_the_program() -> None:
    assert str(APPLICATION) in SPEC
