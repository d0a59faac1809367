"""A recorder killed at any moment: every millisecond it called saved is there, bit-exact, and at most 250 ms of speech are lost.

Each round starts a real recorder process on seeded noise in real time, kills it (or fills its disk) at a random moment, and compares
what the vault has with what was spoken. Rounds run eight at a time.
"""

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.media.synth import noise
from ldp_stories.store.vault import Vault, new_item_key
from tests.effort import SEED, effort, tried
from tests.waiting import until

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "tests/media/recorder_script.py"
SPOKEN = b"".join(noise(20_000, seed=42))
BAR_MS = 250
posix = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and limits")


@dataclass(frozen=True)
class Outcome:
    """One round: milliseconds said to be saved, found in the vault, and handed out by the source when the end came."""

    acknowledged: int
    found: int
    spoken: int


class Victim:
    """One recorder process of a round."""

    def __init__(
        self, folder: Path, *, fast: bool = False, limit: int | None = None, sync_seconds: float = 0.0
    ) -> None:
        self.vault, self.key, self._produced = Vault(folder), new_item_key(), folder / "produced"
        folder.mkdir()
        self._limit = limit
        source = {"kind": "noise", "ms": 20_000, "seed": 42, "fast": fast}
        order: dict[str, object] = {
            "item": str(self.vault.path("take")),
            "key": self.key.hex(),
            "source": source,
            "produced": str(self._produced),
        }
        if sync_seconds:
            order["sync_seconds"] = sync_seconds
        self.process = subprocess.Popen(
            [sys.executable, str(SCRIPT)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            preexec_fn=self._limited if limit is not None else None,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order).encode() + b"\n")
        self.process.stdin.flush()

    def _limited(self) -> None:
        assert self._limit is not None
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (self._limit, self._limit))

    def lines(self, after: float) -> list[dict[str, object]]:
        """Kill it `after` seconds from its first word; everything it said."""
        assert self.process.stdout is not None
        said = [self.process.stdout.readline()]
        until_then = time.monotonic() + after
        until(lambda: time.monotonic() >= until_then, "the moment of the kill")
        self.process.send_signal(signal.SIGKILL)
        said += self.process.stdout.readlines()
        return self._parsed(said)

    def words(self) -> list[dict[str, object]]:
        """Everything it says until it ends by itself."""
        assert self.process.stdout is not None
        return self._parsed(self.process.stdout.readlines())

    def _parsed(self, said: list[bytes]) -> list[dict[str, object]]:
        self.process.wait()
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        return [json.loads(line) for line in said if line.endswith(b"\n")]

    def outcome(self, lines: list[dict[str, object]]) -> Outcome:
        """Compare the vault with what was spoken."""
        self.vault.finish("take", self.key)
        with self.vault.open("take", self.key) as reader:
            sound = b"".join(reader.pieces())
            assert reader.sealed
        assert SPOKEN.startswith(sound), "not the same samples"
        spoken = int.from_bytes(self._produced.read_bytes(), "little")
        return Outcome(max(int(str(line["saved_ms"])) for line in lines), len(sound) // 96, spoken // 96)


def killed(folder: Path, after: float) -> Outcome:
    victim = Victim(folder)
    return victim.outcome(victim.lines(after))


@posix
def test_no_acknowledged_sound_is_lost_and_at_most_a_quarter_of_a_second_of_speech(tmp_path: Path) -> None:
    source = random.Random(SEED)
    moments = [source.uniform(0.0, 1.6) for _ in range(effort(64, 1000))]
    with ThreadPoolExecutor(8) as pool:
        folders = [tmp_path / f"round-{number}" for number in range(len(moments))]
        outcomes = list(pool.map(killed, folders, moments))
    assert all(one.found >= one.acknowledged for one in outcomes)
    lost = sorted(one.spoken - one.found for one in outcomes)
    assert lost[-1] <= BAR_MS, lost[-5:]
    assert sum(one.found for one in outcomes) > 0
    tried("kills of the recorder", len(moments))


@posix
def test_a_disk_that_others_keep_busy_costs_a_kill_no_sound(tmp_path: Path) -> None:
    """Every sync takes half a second: the sound waits for none, and only what the disk has is called saved."""
    source = random.Random(SEED)
    lost = []
    for number in range(effort(3, 50)):
        victim = Victim(tmp_path / f"round-{number}", sync_seconds=0.5)
        outcome = victim.outcome(victim.lines(source.uniform(0.7, 1.6)))
        assert outcome.found >= outcome.acknowledged
        lost.append(outcome.spoken - outcome.found)
    assert max(lost) <= BAR_MS, lost


@posix
def test_a_fast_recording_killed_anywhere_keeps_whole_batches_bit_exact(tmp_path: Path) -> None:
    source = random.Random(SEED)
    for number in range(effort(12, 200)):
        victim = Victim(tmp_path / f"round-{number}", fast=True)
        outcome = victim.outcome(victim.lines(source.uniform(0, 0.15)))
        assert outcome.found >= outcome.acknowledged


@posix
@pytest.mark.parametrize("limit", [60_000, 200_000, 333_333, 700_000])
def test_a_disk_that_takes_no_more_ends_the_recording_and_all_that_was_saved_plays(
    tmp_path: Path, limit: int
) -> None:
    victim = Victim(tmp_path / "round", fast=False, limit=limit)
    lines = victim.words()
    assert lines[-1]["end"] in {"full", "trouble"}
    assert lines[-1]["code"] in {"NO_ROOM", "DISK_TROUBLE"}
    assert victim.vault.finish("take", victim.key) >= int(str(lines[-1]["saved_ms"]))
    if lines[-1]["saved_ms"]:
        victim.outcome(lines)


@pytest.fixture
def small_disk(tmp_path: Path) -> Path:
    """A disk of 1 MiB, where that can be had (root on Linux)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode != 0:
        pytest.skip("this machine lets us make no small disk")
    return folder


@posix
def test_a_full_disk_is_called_full_and_all_that_was_saved_plays(small_disk: Path) -> None:
    try:
        victim = Victim(small_disk / "round")
        lines = victim.words()
        assert (lines[-1]["end"], lines[-1]["code"]) == ("full", "NO_ROOM")
        with victim.vault.open("take", victim.key) as reader:  # still full: it plays all the same
            sound = b"".join(reader.pieces())
        assert SPOKEN.startswith(sound)
        assert len(sound) // 96 >= int(str(lines[-1]["saved_ms"])) > 1000
    finally:
        subprocess.run(["umount", str(small_disk)], check=True)
