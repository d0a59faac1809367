"""Power cuts: whatever a disk may hold afterwards, the notebook opens by itself and nothing that was said to be saved is lost."""

import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from tests.effort import QUICK, SEED, effort, tried
from tests.faults.power import MODES, Event, states
from tests.faults.power_check import Recorded, check, recorded, sha

ROOT = Path(__file__).parents[2]
STATES = effort(120, 4_000, change=4_000)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("strace") is None, reason="the recorder is strace"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    return recorded(tmp_path_factory.mktemp("power"))


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
    assert {n: sha(d) for n, d in last.files.items()} == {n: sha(d) for n, d in real.items()}


def test_whatever_the_disk_holds_the_notebook_opens_and_nothing_said_is_lost(run: Recorded) -> None:
    dice, seen, done = random.Random(SEED), set[bytes](), 0
    for state in states(run.start, run.events, places(run, STATES, dice), dice):
        done += 1
        if (key := state.key()) in seen:
            continue
        seen.add(key)
        try:
            check(run, state)
        except (AssertionError, UserError) as error:
            pytest.fail(f"seed {SEED}, call {state.at} of {len(run.events)}, {state.mode}: {error!r}")
    assert done == STATES
    assert len(seen) > STATES // 4
    tried("power-cut states", done)
    tried("power-cut states that differ", len(seen))


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
_TODAYS = "the next opening gives each copy the key slots of today, which are durable in their own place"
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
    ("passphrase", "/home/backups/copy-20260510T093000Z*.part/keyslots.json"): _TODAYS,
    ("copied", "/home/backups/copy-20260510T093000Z*.part/keyslots.json"): _TODAYS,
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
    chosen = random.Random(SEED).sample(alone, 5) if QUICK else alone
    needless = [(word, name) for at, word, name in chosen if not _missed(run, at)]
    tried("syncs left out alone", len(chosen))
    assert set(needless) <= set(NEEDLESS), set(needless) - set(NEEDLESS)
    files = [one for one in needless if "*" not in one[1]]
    assert len(files) == len(set(files)), "more than one sync of a file is needless: it was for one only"


def _renames(run: Recorded) -> list[int]:
    """Every name that is given by a move or a link while there is something to lose."""
    return [n for n, e in enumerate(run.events) if e.what in ("move", "link")]


def _removals(run: Recorded) -> list[int]:
    return [n for n, e in enumerate(run.events) if e.what == "drop"]


def _broken(run: Recorded, events: list[Event], wanted: list[tuple[int, str]]) -> bool:
    """Whether any of these states of other events breaks a promise."""
    for state in states(run.start, events, wanted, random.Random(1)):
        try:
            check(replace(run, events=events), state)
        except (AssertionError, UserError):
            return True
    return False


def _is_missed(run: Recorded, at: int) -> bool:
    """Whether a name that is not given, or not taken away, breaks a promise at one of the next two things called saved, or at the end."""
    fewer = [*run.events[:at], *run.events[at + 1 :]]
    first = _next_said(fewer, at - 1)
    places = {n for n in (first, _next_said(fewer, first), len(fewer) - 1) if n < len(fewer)}
    return _broken(run, fewer, [(n, mode) for n in sorted(places) for mode in ("synced", "all")])


def _is_missed_early(run: Recorded, at: int) -> bool:
    """Whether a name that is given before what it names is durable breaks a promise when the power goes before the sync."""
    given = run.events[at]
    inside = [n for n, e in enumerate(run.events[:at]) if e.what == "sync" and e.path.startswith(given.path)]
    if not inside:
        return False
    early = [
        *run.events[: inside[0]],
        given,
        Event("sync", "/"),
        *run.events[inside[0] : at],
        *run.events[at + 1 :],
    ]
    return _broken(run, early, [(inside[0] + 1, mode) for mode in ("synced", "garbage", "names")])


def _short(run: Recorded, at: int) -> str:
    """A name without the ids and dates in it."""
    name = run.events[at].path[len(run.root) :]
    return re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|-\w{6}(?=\.part|/)|ldp-\w+|state-\w+|\d{8}T\d{6}Z", "*", name)


OUTSIDE = "/*/*.json.part"
"""The token outside the notebook: with an old one the notebook takes itself for a copy and begins a new epoch, which loses nothing."""
EARLY_IS_HARMLESS = ("copy.json.part", ".part")
"""A copy counts under its last name only, and only when all of it is whole: both are looked at before it is called a copy."""
LEFTOVERS = ("-journal", "-wal", ".lock", ".item")
"""What may be left lying: the store itself knows whether a journal or a log still counts, and the next opening sweeps what came in."""


def test_every_name_that_is_not_given_is_missed(run: Recorded) -> None:
    given = {at: _short(run, at) for at in _renames(run)}
    assert {"/home/keyslots.json.part", "/stick/*-1of1.tar.age.part", OUTSIDE} < set(given.values())
    assert [name for at, name in given.items() if not _is_missed(run, at)] == [OUTSIDE]
    tried("names left out alone", len(given))


def test_every_name_that_is_given_before_its_file_is_durable_is_found(run: Recorded) -> None:
    given = {at: _short(run, at) for at in _renames(run) if _short(run, at) != OUTSIDE}
    harmless = {name for at, name in given.items() if not _is_missed_early(run, at)}
    assert all(
        name.startswith("/home/backups/copy-") and name.endswith(EARLY_IS_HARMLESS) for name in harmless
    )
    assert len(given) - len([n for n in given.values() if n in harmless]) >= 3
    tried("names given too early", len(given))


def test_every_name_that_is_not_taken_away_is_missed_or_known_to_be_a_leftover(run: Recorded) -> None:
    """What has to go is the copy from before the erasure, each file of it."""
    taken = {at: _short(run, at) for at in _removals(run)}
    must = {at: name for at, name in taken.items() if not name.endswith(LEFTOVERS) and "." in name}
    assert len(must) == 4, must
    missed = [at for at in (must if QUICK else taken) if _is_missed(run, at)]
    assert set(must) <= set(missed)
    tried("removals left out alone", len(must if QUICK else taken))


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
