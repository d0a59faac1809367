"""Each parser given some hundreds of spoilt inputs (on each change: eight seconds of them): it refuses or reads, soon, in little memory."""

import gc
import re
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from tests.effort import LONG, SEED, effort, tried
from tests.fuzz.mutate import mutated
from tests.fuzz.targets import Target, everything, refused

ALL = dict(everything())
DEAR = {
    "orders-file": 40,
    "pack-line": 120,
    "payload": 120,
    "picture": 120,
    "chat-zip": 150,
    "project-file": 150,
    "sound": 100,
    "settings": 150,
    "key-slots": 200,
    "project-xml": 200,
    "codebook": 200,
    "chat": 250,
}
"""How many, for those that take milliseconds each."""
MOST_BYTES = 256 * 1024**2
SECONDS = effort(0, 0, change=8)
"""How long each parser is tried at least: the plan's eight seconds on each change."""


STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def memory(what: str) -> int:
    """Bytes this process holds now (VmRSS) or held at most since the last forgetting (VmHWM); 0 where nobody can tell."""
    found = re.search(rf"{what}:\s+(\d+) kB", STATUS.read_text(encoding="ascii")) if STATUS.exists() else None
    return int(found[1]) * 1024 if found else 0


@pytest.fixture(scope="module")
def alone() -> None:
    """What the tests before left behind is not looked through while an input is timed: that alone may take a second."""
    gc.collect()
    gc.freeze()


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("name", ALL)
def test_a_parser_refuses_or_reads_whatever_comes(name: str) -> None:
    target = ALL[name]
    seeds = target.seeds()
    if sys.platform == "linux":
        CLEAR.write_text("5", encoding="ascii")
    held, read = memory("VmRSS"), 0
    least, begun = effort(DEAR.get(name, 400), 50_000), time.process_time()
    for number, data in enumerate(mutated(seeds, seed=SEED if LONG else 1)):
        before = time.process_time()
        if number >= least and before - begun >= SECONDS:
            break
        read += not refused(target, data)
        spent = time.process_time() - before
        assert spent < 1, f"input {number} took {spent:.1f} s"
    assert read > 0, "not even its own files were read"
    assert memory("VmHWM") - held < MOST_BYTES
    tried("spoilt files read", number)


def test_the_same_seed_spoils_in_the_same_way_and_every_seed_is_tried_as_it_is() -> None:
    seeds = (b"one", b"two", b'{"three": 3}')
    first = list(islice(mutated(seeds, seed=7), 200))
    assert first == list(islice(mutated(seeds, seed=7), 200))
    assert first != list(islice(mutated(seeds, seed=8), 200))
    assert first[:3] == list(seeds)
    assert len(set(first)) > 120


def test_a_crash_is_not_taken_for_a_refusal() -> None:
    def broken(_: bytes) -> None:
        raise KeyError("sender")

    with pytest.raises(KeyError):
        refused(Target(broken, lambda: (b"",)), b"")
