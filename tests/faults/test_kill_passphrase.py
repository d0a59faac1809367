"""Killing the program while a passphrase is changed: the old one or the new one opens the notebook, its private cards and its copies; never none."""

import multiprocessing
import os
import random
from multiprocessing.connection import Connection as Pipe
from pathlib import Path

import pytest

from ldp_stories.crypto import slots
from ldp_stories.errors import UserError
from ldp_stories.services.home import Machine
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.open_home import change_passphrase, identity, open_home
from ldp_stories.services.set_up_programme import found_programme
from ldp_stories.store import backup, homes
from ldp_stories.store.homes import HomeFolder
from tests.effort import SEED, effort, tried
from tests.services.homes import cheap_machine

KILLS = effort(6, 1_500)
POSIX = os.name == "posix"
CONTEXT = multiprocessing.get_context("forkserver") if POSIX else multiprocessing.get_context("spawn")
WORDS = ("the first four words", "the other four words")


def changing(folder: Path, now: int, said: Pipe) -> None:
    """Change it to and fro for ever; each change is said when it returned."""
    home = open_home(folder / "home", WORDS[now], cheap_machine(folder))
    said.send(now)
    while True:
        change_passphrase(home, WORDS[now], WORDS[1 - now])
        now = 1 - now
        said.send(now)


def killed_while_changing(folder: Path, now: int, dice: random.Random) -> int:
    """Which of the two it had said last when it was killed."""
    heard, tells = CONTEXT.Pipe(duplex=False)
    process = CONTEXT.Process(target=changing, args=(folder, now, tells), daemon=True)
    process.start()
    tells.close()
    for _ in range(dice.randint(1, 3)):
        now = heard.recv()
    process.join(
        dice.uniform(0, 0.06)
    )  # somewhere inside the next change, whose dear step takes about as long
    process.kill()
    process.join()
    try:
        while heard.poll():
            now = heard.recv()
    except EOFError:
        pass
    return now


def opens_with(place: HomeFolder) -> list[int]:
    """Which of the two open the notebook's own slots."""
    return [n for n, words in enumerate(WORDS) if _opens(homes.read_slots(place), words)]


def _opens(known: dict[str, object], words: str) -> bool:
    for name in ("passphrase", "identity"):
        slot = known[name]
        assert isinstance(slot, dict)
        try:
            slots.unwrap(slot, words)
        except UserError as error:
            if error.code != "WRONG_PASSPHRASE":
                raise
            return False
    return True


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return cheap_machine(tmp_path)


@pytest.fixture
def place(tmp_path: Path, machine: Machine) -> HomeFolder:
    """A live notebook with a private store and two safe copies."""
    if POSIX:
        multiprocessing.set_forkserver_preload(["tests.faults.test_kill_passphrase"])
    home = found_programme(
        tmp_path / "home", machine, content="starter", name="Joan", programme_name="Hillside", passphrase=WORDS[0], practice=False
    )  # fmt: skip
    with identity(home, WORDS[0]):
        pass
    make_copy(home)
    make_copy(home)
    home.close()
    return home.place


def test_a_kill_leaves_the_old_or_the_new_one_never_none(
    place: HomeFolder, machine: Machine, tmp_path: Path
) -> None:
    dice, now, changed, between = random.Random(SEED), 0, 0, 0
    for number in range(KILLS):
        said = killed_while_changing(tmp_path, now, dice)
        (found,) = opens_with(place)
        changed += found != now
        between += found != said
        now = found
        for copy in backup.copies(place):
            assert backup.check(copy), f"seed {SEED}, kill {number}: a copy is not whole"
            assert opens_with(HomeFolder(copy.folder)) in ([0], [1])
        home = open_home(place.path, WORDS[now], machine)
        with identity(home, WORDS[now]):
            pass
        home.close()
        assert [opens_with(HomeFolder(c.folder)) for c in backup.copies(place)] == [[now], [now]]
    tried("kills while a passphrase is changed", KILLS)
    tried("of these before it was said", between)
    assert changed
