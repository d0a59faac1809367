"""Power cuts: whatever a disk may hold afterwards, the notebook opens by itself and nothing that was said to be saved is lost."""

import hashlib
import json
import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from ldp_stories.bundles.lines import encode_revision
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
from tests.effort import LONG, effort
from tests.faults.hostile_child import make_home
from tests.faults.power import MODES, Disk, Event, State, record, states
from tests.faults.power_work import CANARY, KEY, NEW, PIECE
from tests.faults.test_odd_bodies import STORY, Numbers, add_evaluator, whole_story
from tests.services.homes import PASSPHRASE, told

ROOT = Path(__file__).parents[2]
SEED = int(os.environ.get("LDP_STORIES_SEED", "20261128"))
STATES = effort(60, 4_000)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="the recorder is strace"
)


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


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    folder = tmp_path_factory.mktemp("power")
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
    sent = {p.name: _sha(p.read_bytes()) for p in (root / "stick").iterdir()}
    return Recorded(str(root), start, events, facts, home.machine, folder, sent)


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def opened(run: Recorded, state: State, where: Path) -> Home:
    """I2: the notebook opens, unattended, with the old passphrase or the new one; once the change was said, with the new one only."""
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
        assert _sha(path.read_bytes()) == run.sent[path.name], "a half-written file looks whole"
    if "sent" in said:
        assert (where / "stick" / said["sent"]).exists()


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
            assert _sha(b"".join(reader.pieces())) == row.sha256
    return len(kept)


def places(run: Recorded, count: int, dice: random.Random) -> list[tuple[int, str]]:
    """Where the power goes: after every said line synced-only, and anywhere in every mode."""
    told_at = [n for n, e in enumerate(run.events) if e.what == "said"]
    sure = [(at, "synced") for at in told_at]
    anywhere = [
        (dice.randrange(len(run.events)), dice.choice(MODES)) for _ in range(max(0, count - len(sure)))
    ]
    return [*sure, *anywhere]


def test_the_recorder_saw_the_work(run: Recorded) -> None:
    said = [e.data.decode().split()[0] for e in run.events if e.what == "said"]
    assert set(said) == {
        "kept",
        "written",
        "piece",
        "sealed",
        "brought",
        "sent",
        "passphrase",
        "copied",
        "erased",
        "closed",
    }
    assert sum(e.what == "write" for e in run.events) > 200
    assert sum(e.what == "sync" for e in run.events) > 50


def test_replaying_every_call_gives_the_disk_that_was_left(run: Recorded) -> None:
    (last,) = states(run.start, run.events, [(len(run.events) - 1, "all")], random.Random(1))
    real = {
        str(p): p.read_bytes()
        for p in Path(run.root).rglob("*")
        if p.is_file() and not p.name.endswith("-shm")
    }
    assert {n: _sha(d) for n, d in last.files.items()} == {n: _sha(d) for n, d in real.items()}


def test_whatever_the_disk_holds_the_notebook_opens_and_nothing_said_is_lost(run: Recorded) -> None:
    dice = random.Random(SEED)
    tried = 0
    for state in states(run.start, run.events, places(run, STATES, dice), dice):
        try:
            check(run, state)
        except (AssertionError, UserError) as error:
            pytest.fail(f"seed {SEED}, call {state.at} of {len(run.events)}, {state.mode}: {error!r}")
        tried += 1
    assert tried == STATES


def _without(events: list[Event], unwanted: Callable[[Event], bool]) -> list[Event]:
    return [e for e in events if not unwanted(e)]


def _synced(*ends: str) -> Callable[[Event], bool]:
    return lambda e: e.what == "sync" and e.path.endswith(ends)


def _any_violation(run: Recorded, events: list[Event]) -> bool:
    """Whether a synced-only or nameless state after a said line breaks a promise."""
    broken = replace(run, events=events)
    wanted = [(n, mode) for n, e in enumerate(events) if e.what == "said" for mode in ("synced", "names")]
    for state in states(run.start, events, wanted, random.Random(1)):
        try:
            check(broken, state)
        except (AssertionError, UserError):
            return True
    return False


def test_with_every_sync_in_its_place_these_tests_find_nothing(run: Recorded) -> None:
    assert not _any_violation(run, run.events)


SYNCS = {
    "what is being typed": _synced("desk.db-wal", "desk.db"),
    "the ledger": _synced("main.db-wal", "main.db"),
    "a piece of sound": _synced("take.item-wal", "take.item"),
    "every file of the vault and the ledger": _synced(".item", ".item-wal", "main.db", "main.db-wal"),
    "the ways to the keys": _synced("keyslots.json.part", "/home"),
    "the sealed file": _synced(".age.part", "/stick"),
    "everything": lambda e: e.what == "sync",
}


@pytest.mark.parametrize("name", SYNCS)
def test_a_sync_that_is_left_out_is_found_by_these_tests(run: Recorded, name: str) -> None:
    fewer = _without(run.events, SYNCS[name])
    assert len(fewer) < len(run.events)
    assert _any_violation(run, fewer)


def _alone(run: Recorded) -> list[tuple[int, str, str]]:
    """Every sync: its place, the word that was said before it, and what it was of (ids and dates left out)."""
    found, word = [], "start"
    for number, event in enumerate(run.events):
        if event.what == "said":
            word = event.data.decode().split()[0]
        elif event.what == "sync":
            name = event.path[len(run.root) :]
            found.append(
                (number, word, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|-\w{6}(?=\.part)|ldp-\w+", "*", name))
            )
    return found


def _next_said(events: list[Event], at: int) -> int:
    return next((n for n in range(at + 1, len(events)) if events[n].what == "said"), len(events))


def _made_good(events: list[Event], at: int) -> bool:
    """Whether the same file (for a folder: anything) is synced again before anything more is called saved."""
    path, later = events[at].path, events[at + 1 : _next_said(events, at)]
    folder = not re.search(r"\.(?:db|item|age|json|ldp-pack)(?:-\w+|\.part)?$", path)
    return any(e.what == "sync" and (folder or e.path == path) for e in later)


def _missed(run: Recorded, at: int) -> bool:
    """Whether leaving out one sync breaks a promise when the power goes right after it, or at one of the next two things called saved."""
    fewer = [*run.events[:at], *run.events[at + 1 :]]
    first = _next_said(fewer, at - 1)
    wanted = [
        (n, mode) for n in (first, _next_said(fewer, first)) if n < len(fewer) for mode in ("synced", "names")
    ]
    near = range(at, min(first, at + 3))
    wanted += [(n, mode) for n in near for mode in ("garbage", "torn", "subset") * 3]
    for state in states(run.start, fewer, wanted, random.Random(1)):
        try:
            check(replace(run, events=fewer), state)
        except (AssertionError, UserError):
            return True
    return False


_NOBODY = "nobody knows this file yet: it counts when its key or its list is written, and that waits for the file itself"
NEEDLESS: dict[tuple[str, str], str] = {
    (
        "kept",
        "/home/desk.db-wal",
    ): "the note that a row is on its way to the ledger: without it the row is written again, as the same",
    ("written", "/home/vault/take.item-journal"): _NOBODY,
    (
        "piece",
        "/home/vault/take.item-wal",
    ): "only the word that the take is sealed: without it the take is sealed at the next opening",
    ("sealed", "/home/vault/*.item-journal"): _NOBODY,
    (
        "sealed",
        "/home/vault/*.item",
    ): "only the word that the file is sealed: its pieces were made durable by the commit before",
    (
        "brought",
        "/home/desk.db-wal",
    ): "what was carried along: without it the same receipts are carried once more",
    (
        "brought",
        "/home/main.db-wal",
    ): "that a sending has no parts left: without it the next packing finds every part made",
    ("passphrase", "/home/backups/copy-20260510T093000Z*.part/main.db-journal"): _NOBODY,
    ("passphrase", "/home/backups/copy-20260510T093000Z*.part/desk.db-journal"): _NOBODY,
    ("copied", "/home/backups/copy-20260510T093000Z*.part/main.db-journal"): _NOBODY,
    ("copied", "/home/backups/copy-20260510T093000Z*.part/desk.db-journal"): _NOBODY,
    (
        "copied",
        "/home/desk.db-wal",
    ): "what the desk had of the erased goes in one transaction and is swept again at the next opening",
    (
        "copied",
        "/home/main.db-wal",
    ): "that the sweeping is done: without it each step is done again, and finds nothing",
    ("erased", "/home/main.db-wal"): "closing only folds the write-ahead file in",
    ("erased", "/home/orders.db-wal"): "closing only folds the write-ahead file in",
}
"""Syncs that no promise hangs on, by the word before them and their file, with the reason; all others must be missed when they are left out."""


def test_each_sync_left_out_alone_is_missed_or_known_to_be_needless(run: Recorded) -> None:
    alone = [one for one in _alone(run) if one[1] != "start" and not _made_good(run.events, one[0])]
    assert len(alone) > 20
    chosen = alone if LONG else random.Random(SEED).sample(alone, 5)
    needless = [(word, name) for at, word, name in chosen if not _missed(run, at)]
    assert set(needless) <= set(NEEDLESS), set(needless) - set(NEEDLESS)
    files = [one for one in needless if "*" not in one[1]]
    assert len(files) == len(set(files)), "more than one sync of a file is needless: it was for one only"


def test_a_name_that_is_given_before_its_data_is_found_by_these_tests(run: Recorded) -> None:
    """The last step of sending done first: the file would look whole while it is not."""
    moved = next(
        n for n, e in enumerate(run.events) if e.what in ("move", "link") and e.to.endswith(".tar.age")
    )
    first = next(
        n for n, e in enumerate(run.events) if e.what == "create" and e.path == run.events[moved].path
    )
    early = [
        *run.events[: first + 1],
        run.events[moved],
        *run.events[first + 1 : moved],
        *run.events[moved + 1 :],
    ]
    wanted = [(at, "all") for at in range(first + 1, moved, max(1, (moved - first) // 6))]
    found = 0
    for state in states(run.start, early, wanted, random.Random(1)):
        try:
            check(run, state)
        except (AssertionError, UserError):
            found += 1
    assert found


@pytest.fixture(autouse=True)
def _clean(run: Recorded) -> Iterator[None]:
    yield
    shutil.rmtree(run.folder / "after", ignore_errors=True)
