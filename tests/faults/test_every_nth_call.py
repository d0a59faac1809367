"""A disk that refuses the n-th write, sync or name: the person is told in plain words, nothing that was called saved is lost, and a second try works.

A sync that failed once may have lost what was waiting for it, though reading still finds it (that is how Linux does it): what is called
saved after that must be there when the power goes.
"""

import contextlib
import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.check import check
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from tests.effort import SEED, effort
from tests.faults.nth_work import KEY, PIECE, WORKS, Work, World, make_world
from tests.faults.power import Disk, State
from tests.faults.shim import Fault, How, Kind, Shim

WRITES, SYNCS, NAMES, SHORT, PIECES, OPENINGS = (effort(n, 500, change=500) for n in (4, 2, 1, 1, 5, 3))
TOLD = {"NO_ROOM", "NO_ROOM_THERE", "DISK_TROUBLE", "STICK_OUT", "COPY_DAMAGED", "READ_BACK_FAILED"}
"""What a person is told when a disk refuses; anything else would be a fault of ours."""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim knows files by /proc")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make_world(tmp_path_factory.mktemp("nth"))
    yield made
    made.home.close()


@pytest.fixture
def shim(world: World) -> Iterator[Shim]:
    """Everything that passes to the disk of the world, from its opening on."""
    world.home.close()
    with Shim(str(world.root)) as made:
        yield made
        world.home.close()


def attempt(world: World, work: Work) -> str:
    """Try once: "" when it was acknowledged, else the code of what was told."""
    world.number += 1
    try:
        work.do(world)
    except UserError as error:
        return told_plainly(error)
    return ""


def told_plainly(error: UserError) -> str:
    """The code of a refusal, which must be one that speaks of the disk."""
    assert error.code in TOLD, error
    return error.code


def begin(world: World, work: Work, shim: Shim) -> None:
    """A home in which the work can be done; what was written down before its opening is forgotten."""
    world.laid(work.start)
    shim.events.clear()
    shim.arm(None)
    world.home = world.opened(world.root)
    shim.counts.clear()


def places(kind: Kind, total: int, most: int, dice: random.Random) -> list[int]:
    """Which calls fail: all while they are few enough, else some of every part of the work, and the last."""
    if total <= most:
        return list(range(1, total + 1))
    step = total / most
    return sorted({min(total, 1 + int(step * (n + dice.random()))) for n in range(most - 1)} | {total})


def how_many(world: World, work: Work, shim: Shim) -> dict[str, int]:
    """How many calls of each kind the work makes when nothing fails."""
    begin(world, work, shim)
    before = work.seen(world, world.home)
    assert attempt(world, work) == ""
    assert work.seen(world, world.home) != before
    return dict(shim.counts)


def fail_once(world: World, work: Work, shim: Shim, fault: Fault) -> bool:
    """One fault, what is seen after it, and the second try on a disk that is well again. Whether the person was told."""
    before = work.seen(world, world.home)
    shim.arm(fault)
    told = attempt(world, work)
    fired = shim.fired
    shim.arm(None)
    after = work.seen(world, world.home)
    if not fired:  # a second doing needs fewer calls than the first in a home
        assert told == ""
        return False
    assert told or after != before, f"{fault}: called done, and nothing is seen of it"
    if told:
        again = attempt(world, work)
        assert again == "", f"{fault}: told {told}, and the second try on a sound disk says {again}"
        assert work.seen(world, world.home) != before
        if work is WORKS["bring in"]:
            assert after in (before, work.seen(world, world.home)), f"{fault}: half of it is there"
    assert open_record(world.home, world.facts["record"]).participants
    return told != ""


@pytest.mark.parametrize("name", WORKS)
def test_a_refused_write_or_name_is_told_and_a_second_try_works(world: World, shim: Shim, name: str) -> None:
    work, dice = WORKS[name], random.Random(SEED)
    counts = how_many(world, work, shim)
    told = tried = 0
    kinds: tuple[tuple[Kind, int], ...] = (("write", WRITES), ("name", NAMES))
    hows: tuple[How, ...] = ("ENOSPC", "EIO")
    for kind, most in kinds:
        for at in places(kind, counts.get(kind, 0), most, dice):
            if work.once or not tried:
                begin(world, work, shim)
            how = dice.choice(hows)
            lasting = dice.random() < 0.5
            told += fail_once(world, work, shim, Fault(kind, at, how, lasting))
            tried += 1
    assert told, "no refusal was ever told"
    assert world.home.main.faults() == ()
    assert world.home.desk.faults() == ()
    assert check(world.home).ok


KINDS: tuple[Kind, ...] = ("write", "sync", "name")


@pytest.mark.parametrize("kind", KINDS)
def test_an_opening_that_the_disk_refuses_is_told_and_works_on_a_sound_disk(
    world: World, shim: Shim, kind: Kind
) -> None:
    begin(world, WORKS["save"], shim)
    world.laid("late")
    shim.arm(None)
    world.home = world.opened(world.root)
    dice, total = random.Random(SEED + 4), shim.counts[kind]
    told = 0
    for at in places(kind, total, OPENINGS, dice):
        world.laid("late")
        shim.arm(Fault(kind, at, dice.choice(("ENOSPC", "EIO")), lasting=dice.random() < 0.5))
        try:
            world.home = world.opened(world.root)
        except UserError as error:
            told += told_plainly(error) != ""
        assert shim.fired
        shim.arm(None)
        world.home.close()
        world.home = world.opened(world.root)
        assert open_record(world.home, world.facts["record"]).participants
    assert told, "an opening that cannot write says so"


@pytest.mark.parametrize("name", WORKS)
def test_a_write_that_is_cut_short_or_interrupted_is_carried_on_by_itself(
    world: World, shim: Shim, name: str
) -> None:
    work, dice = WORKS[name], random.Random(SEED + 1)
    counts = how_many(world, work, shim)
    for at in places("write", counts["write"], SHORT, dice):
        if work.once:
            begin(world, work, shim)
        before = work.seen(world, world.home)
        shim.arm(Fault("write", at, dice.choice(("short", "EINTR"))))
        assert attempt(world, work) == ""
        shim.arm(None)
        assert work.seen(world, world.home) != before
    assert world.home.main.faults() == ()


def after_power_cut(world: World, shim: Shim) -> Path:
    """What the disk holds when the power goes now and only what was synced is there; what a failed sync lost is lost."""
    disk = Disk.of(world.start, str(world.root))
    for event in shim.events:
        disk.do(event)
    files = disk.fail("synced", random.Random(SEED))
    return State(files, (), len(shim.events), "synced").write(str(world.root), world.folder / "after")


@pytest.mark.parametrize("name", WORKS)
def test_a_sync_that_failed_once_is_never_taken_for_a_good_one(world: World, shim: Shim, name: str) -> None:
    """Whatever is called done, at the first try or the second, is there after a power cut."""
    work, dice = WORKS[name], random.Random(SEED + 2)
    counts = how_many(world, work, shim)
    told = 0
    for at in places("sync", counts["sync"], SYNCS, dice):
        begin(world, work, shim)
        shim.arm(Fault("sync", at, "EIO"))
        first = attempt(world, work)
        assert shim.fired
        shim.arm(None)
        told += first != ""
        if first:
            assert attempt(world, work) == "", f"sync {at}: told {first}, and the second try does not work"
        expected = work.seen(world, world.home)
        home = world.opened(after_power_cut(world, shim))
        try:
            assert work.seen(world, home) == expected, f"sync {at} of {counts['sync']}"
            assert home.main.faults() == ()
            assert open_record(home, world.facts["record"]).participants
        finally:
            home.close()
    assert told, "no failed sync was ever told"


def test_a_program_that_took_a_failed_sync_for_a_good_one_would_be_found(
    world: World, shim: Shim, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same check, on a writer of key slots that passes over the failure: the person would be left with the old passphrase."""

    def careless(path: Path, data: bytes) -> None:
        with contextlib.suppress(OSError), path.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())

    slots_are_synced = []

    def looking(path: Path, data: bytes) -> None:
        slots_are_synced.append(shim.counts["sync"] + 1)  # the copies on the laptop come before
        careless(path, data)

    monkeypatch.setattr("ldp_stories.store.homes.write_durably", looking)
    work = WORKS["passphrase"]
    how_many(world, work, shim)
    monkeypatch.setattr("ldp_stories.store.homes.write_durably", careless)
    begin(world, work, shim)
    shim.arm(Fault("sync", slots_are_synced[-1], "EIO"))
    assert attempt(world, work) == ""
    shim.arm(None)
    home = world.opened(after_power_cut(world, shim))
    assert work.seen(world, home) != work.seen(world, world.home)
    home.close()


def record(home: Home, item: str, pieces: int) -> tuple[int, str]:
    """Sound in pieces until the disk refuses: how many were called saved, and what was told."""
    kept = 0
    try:
        take = home.vault.create(item, KEY)
        for _ in range(pieces):
            take.append(PIECE)
            take.sync()
            kept += 1
        take.seal()
    except UserError as error:
        return kept, told_plainly(error)
    return kept, ""


def heard(home: Home, item: str) -> bytes:
    """All that plays of a take; nothing when it never began."""
    try:
        with home.vault.open(item, KEY) as reader:
            return b"".join(reader.pieces())
    except UserError as error:
        if error.code != "MEDIA_GONE":
            raise
        return b""


@pytest.mark.parametrize("kind", KINDS[:2])
def test_every_piece_of_sound_that_was_called_kept_plays_after_the_disk_refused(
    world: World, shim: Shim, kind: Kind
) -> None:
    begin(world, WORKS["save"], shim)
    assert record(world.home, "whole", 3) == (3, "")
    total, dice, refused = shim.counts[kind], random.Random(SEED + 3), 0
    for at in places(kind, total, PIECES, dice):
        begin(world, WORKS["save"], shim)
        shim.arm(Fault(kind, at, dice.choice(("ENOSPC", "EIO")), lasting=dice.random() < 0.5))
        kept, told = record(world.home, "take", 3)
        assert shim.fired
        refused += told != ""
        shim.arm(None)
        sound = heard(world.home, "take")
        assert sound[: kept * len(PIECE)] == PIECE * kept
        assert len(sound) % len(PIECE) == 0, "half a piece"
        assert world.home.vault.finish("take", KEY) == len(sound) // 96
        home = world.opened(after_power_cut(world, shim))
        assert heard(home, "take")[: kept * len(PIECE)] == PIECE * kept
        home.close()
    assert refused > min(total, PIECES) // 3


def test_the_shim_writes_down_what_the_disk_was_asked_for(world: World, shim: Shim) -> None:
    """Its notes, played again from the start, are the disk that is there: so what it says of a power cut can be believed."""
    for name in ("save", "send", "passphrase", "copy", "erase"):
        begin(world, WORKS[name], shim)
        assert attempt(world, WORKS[name]) == ""
        disk = Disk.of(world.start, str(world.root))
        for event in shim.events:
            disk.do(event)
        files = disk.fail("all", random.Random(1))
        real = {str(p): p.read_bytes() for p in world.root.rglob("*") if p.is_file() and shim.watches(str(p))}
        left = {path: data for path, data in files.items() if shim.watches(path)}
        assert {p: len(d) for p, d in left.items()} == {p: len(d) for p, d in real.items()}
        assert left == real, [p for p in real if left[p] != real[p]]


def test_the_shim_is_gone_after_its_block(world: World) -> None:
    before = (open, os.fsync, os.replace)
    with Shim(str(world.root)) as one:
        assert open is not before[0]
        world.laid("late")
        world.home = world.opened(world.root)
        one.arm(Fault("write", 1, lasting=True))
        assert attempt(world, WORKS["save"]) != ""
    assert (open, os.fsync, os.replace) == before
    assert attempt(world, WORKS["save"]) == ""
    world.home.close()
