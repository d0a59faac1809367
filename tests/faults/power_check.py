"""The promises looked at after a power cut: the work done once under the recorder, and what must hold whatever the disk holds afterwards."""

import hashlib
import json
import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

from ldp_stories.bundles.lines import encode_revision
from ldp_stories.crypto import slots
from ldp_stories.domain.orders import OrderKind
from ldp_stories.errors import UserError
from ldp_stories.services import desk_talk
from ldp_stories.services.edit_record import drafts, keep_draft, open_record, write_drafts
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.keep_copies import safe_copies
from ldp_stories.services.receipts import sendings
from ldp_stories.services.start_home import open_home
from ldp_stories.store import backup, ledger, order_book
from tests.bundles.corpus import for_home, texts
from tests.bundles.forge import lines
from tests.bundles.samples import ANNA, ANNA_ID
from tests.faults.hostile_child import make_home
from tests.faults.power import Disk, Event, State, record
from tests.faults.power_work import CANARY, KEY, NEW, PIECE
from tests.faults.test_odd_bodies import STORY, Numbers, add_evaluator, whole_story
from tests.services.homes import PASSPHRASE, told

ROOT = Path(__file__).parents[2]
DERIVED = cache(slots._passphrase_key)
"""The dear step from a passphrase to a key, done once for each passphrase and salt instead of for each of thousands of disks."""


@dataclass
class Recorded:
    """One run of the work: where it stood, the disk before, the calls, and what the tests need to know of the home."""

    root: str
    start: Disk
    events: list[Event]
    facts: dict[str, str]
    machine: Machine
    folder: Path
    sent: dict[str, str]


def recorded(folder: Path) -> Recorded:
    """The work, done once under the recorder in a home made for it."""
    root = folder / "disk"
    root.mkdir()
    home = make_home(root)
    add_evaluator(home)
    facts = {"record": told(home), "gone": told(home), "story": STORY, "machine": home.machine.machine_id}
    keep_draft(home, facts["gone"], "title", f"{CANARY} who goes")
    write_drafts(home, facts["gone"])
    forge = texts(revisions=lines(*map(encode_revision, whole_story(Numbers()))), orders=b"", receipts=b"")
    sealed = for_home(forge, home.programme().id, (home.keys.recipient, ANNA.recipient)).make()
    (root / "in.tar.age").write_bytes(sealed)
    (root / "stick").mkdir()
    facts["state"] = str(home.machine.state_folder)
    home.close()
    start = Disk.of(root, str(root))
    events = record(
        [str(Path(__file__).with_name("power_work.py")), str(root), json.dumps(facts)],
        root,
        {**os.environ, "PYTHONPATH": str(ROOT)},
    )
    sent = {p.name: sha(p.read_bytes()) for p in (root / "stick").iterdir()}
    return Recorded(str(root), start, events, facts, home.machine, folder, sent)


def sha(data: bytes) -> str:
    """What a file is known by."""
    return hashlib.sha256(data).hexdigest()


def opened(run: Recorded, state: State, where: Path) -> Home:
    """I2: the notebook opens, unattended, with the old passphrase or the new one; once the change was said, with the new one only."""
    with patch("ldp_stories.crypto.slots._passphrase_key", DERIVED):
        return _opened(run, state, where)


def _opened(run: Recorded, state: State, where: Path) -> Home:
    machine = replace(run.machine, state_folder=where / Path(run.facts["state"]).name)
    try:
        return open_home(where / "home", NEW, machine)
    except UserError as error:
        if error.code != "WRONG_PASSPHRASE" or "passphrase" in _words(state):
            raise
    return open_home(where / "home", PASSPHRASE, machine)


def _words(state: State) -> dict[str, str]:
    """What had been said by then, the last of each word."""
    return dict(line.partition(" ")[::2] for line in state.said)


def check(run: Recorded, state: State) -> None:
    """I1 to I5 on one state; an AssertionError or UserError is a violation."""
    for name, data in state.files.items():
        assert CANARY.encode() not in data, f"readable words in {name}"
    where = state.write(run.root, run.folder / "after")
    said = _words(state)
    home = opened(run, state, where)
    try:
        _saved(home, run, said)
        _taken(home, run, said)
        assert home.main.faults() == ()
        assert home.desk.faults() == ()
    finally:
        home.close()
    for path in (p for p in where.glob("stick/*") if p.suffix != ".part"):
        assert sha(path.read_bytes()) == run.sent[path.name], "a half-written file looks whole"
    if "sent" in said:
        assert {p.name for p in where.glob("stick/*")} >= run.sent.keys(), "a file that was sent is not there"
    if "erased" in said:
        assert not (where / "home/backups" / said["copied"]).exists(), (
            "the copy from before the erasure is still there"
        )


def _saved(home: Home, run: Recorded, said: dict[str, str]) -> None:
    title = open_record(home, run.facts["record"]).title
    if "kept" in said:
        typed = drafts(home, run.facts["record"]).get("title", "")
        assert max(title, typed) >= f"{CANARY} {said['kept']}"
    if "written" in said:
        assert title == f"{CANARY} 2"
    if "piece" in said:
        with home.vault.open("take", KEY) as reader:
            size = reader.size
        assert size >= int(said["piece"]) * len(PIECE)
        kept = [draft.keys for draft in desk_talk.load_all(home)]
        assert kept == [{"take": KEY.hex()}], "sound without its key"


def _taken(home: Home, run: Recorded, said: dict[str, str]) -> None:
    with home.main.read() as con:
        came = [r for r in ledger.revisions(con, ents=[STORY]) if r.device == ANNA_ID]
        left = [r for r in ledger.revisions(con, ents=[run.facts["gone"]]) if r.body is not None]
    assert len(came) in ((1,) if "brought" in said else (0, 1))
    whole = [c for c in backup.copies(home.place) if backup.check(c)]
    assert len(whole) == len(safe_copies(home)), "a half-made copy counts"
    if "brought" in said:
        assert _pictures(home) == 1, "the picture of the bundle"
    if "sent" in said:
        assert len(sendings(home)) == 1
    if "erased" in said:
        assert left == []
        assert {o.kind for o in order_book.kept(home.stores.orders)[0]} == {OrderKind.ERASE}
    if "copied" in said:
        assert whole


def _pictures(home: Home) -> int:
    """How many files came whole: each opens under its key and is what it is called by."""
    with home.main.read() as con:
        kept = con.exec_driver_sql("SELECT item, key, sha256 FROM local_vault_key WHERE sha256 <> ''").all()
    for row in kept:
        with home.vault.open(row.item, row.key) as reader:
            assert sha(b"".join(reader.pieces())) == row.sha256
    return len(kept)
