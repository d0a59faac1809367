"""A disk that fills up at every size: what does not fit is told, nothing is half done, and one can still delete and send."""

import random
import sys
from collections.abc import Iterator

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services.check import check
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.use_reserve import held
from ldp_stories.store import homes
from tests.effort import SEED, effort
from tests.faults.nth_work import WORKS, World, make_world
from tests.faults.shim import Shim
from tests.faults.test_every_nth_call import attempt, begin, heard, record

STEP = 4_096
SIZES = effort(4, 60, change=12)
PIECES = 12
RESERVE = 4 * 1024 * 1024
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim knows files by /proc")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = make_world(tmp_path_factory.mktemp("full"))
    yield made
    made.home.close()


@pytest.fixture
def shim(world: World) -> Iterator[Shim]:
    world.home.close()
    with Shim(str(world.root)) as made:
        yield made
        world.home.close()


def sizes(most: int, dice: random.Random) -> list[int]:
    """Rooms in steps of 4 KiB, from none to a little less than what is needed; some of every part."""
    steps = max(1, most // STEP)
    wanted = min(SIZES, steps)
    return sorted({STEP * int(steps * (n + dice.random()) / wanted) for n in range(wanted)} | {0})


def needed(world: World, name: str, shim: Shim) -> int:
    """How many bytes the disk grows by when there is room for everything."""
    begin(world, WORKS[name], shim)
    shim.room = 1 << 40
    shim.lowest = shim.room
    assert attempt(world, WORKS[name]) == ""
    return (1 << 40) - shim.lowest


@pytest.mark.parametrize("name", ["write", "bring in", "send", "copy", "erase"])
def test_at_every_size_what_does_not_fit_is_told_and_is_done_when_there_is_room(
    world: World, shim: Shim, name: str
) -> None:
    work, dice = WORKS[name], random.Random(SEED)
    most = needed(world, name, shim)
    told = 0
    for room in sizes(most, dice):
        begin(world, work, shim)
        before = work.seen(world, world.home)
        shim.room = room
        said = attempt(world, work)
        shim.room = None
        told += said != ""
        assert said in ("", "NO_ROOM", "NO_ROOM_THERE"), said
        after = work.seen(world, world.home)
        assert said or after != before, f"called done with room for {room} of {most} bytes"
        assert open_record(world.home, world.facts["record"]).participants
        if said:
            assert attempt(world, work) == ""
            assert work.seen(world, world.home) != before
    assert told >= 1, "too few sizes were too small"
    assert world.home.main.faults() == ()
    assert check(world.home).ok


def test_at_every_size_the_sound_that_was_called_kept_plays(world: World, shim: Shim) -> None:
    begin(world, WORKS["save"], shim)
    shim.room = shim.lowest = 1 << 40
    assert record(world.home, "whole", PIECES) == (PIECES, "")
    most = (1 << 40) - shim.lowest
    refused = 0
    for room in sizes(most, random.Random(SEED)):
        begin(world, WORKS["save"], shim)
        shim.room = room
        kept, told = record(world.home, "take", PIECES)
        sound = heard(world.home, "take")
        refused += told == "NO_ROOM"
        assert len(sound) // 9_600 >= kept, "what was called kept does not play while the disk is full"
        shim.room = None
        assert world.home.vault.finish("take", bytes(range(32))) == len(sound) // 96
    assert refused >= 2


@pytest.mark.parametrize("name", ["send", "erase"])
def test_on_a_disk_without_any_room_one_can_still_send_and_delete(
    world: World, shim: Shim, name: str
) -> None:
    """The room kept back is for this: writing may not have it, these may."""
    begin(world, WORKS[name], shim)
    homes.keep_reserve(world.home.place, RESERVE)
    shim.room = 0
    with pytest.raises(UserError) as caught:
        WORKS["write"].do(world)
    assert caught.value.code == "NO_ROOM"
    assert held(world.home) == RESERVE, "a story that is written may not use it up"
    before = WORKS[name].seen(world, world.home)
    assert attempt(world, WORKS[name]) == ""
    assert WORKS[name].seen(world, world.home) != before
    assert held(world.home) == 0
    shim.room = None
    assert world.home.main.faults() == ()


@pytest.mark.parametrize("name", ["send", "erase"])
def test_without_a_reserve_a_full_disk_is_told_and_nothing_is_half_done(
    world: World, shim: Shim, name: str
) -> None:
    begin(world, WORKS[name], shim)
    before = WORKS[name].seen(world, world.home)
    shim.room = 0
    assert attempt(world, WORKS[name]) == "NO_ROOM"
    assert WORKS[name].seen(world, world.home) == before
    shim.room = None
