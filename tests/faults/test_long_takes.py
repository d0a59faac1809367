"""Long takes lose no frame: with both processors busy, and with hours of sound at full speed. The long command takes the real lengths."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest

from ldp_stories.media.master import make_master, same_sound
from ldp_stories.media.recorder_client import RecorderClient, RecorderEnd, RecorderStatus
from ldp_stories.media.synth import noise
from ldp_stories.store.vault import Vault, new_item_key
from ldp_stories.store.vault_reader import VaultReader
from tests.effort import effort, tried
from tests.media.conftest import VirtualMicrophone, virtual_microphone
from tests.memory import peak_kib
from tests.waiting import until

__all__ = ["virtual_microphone"]
ROOT = Path(__file__).parents[2]
SCRIPT = [sys.executable, str(ROOT / "tests/media/recorder_script.py")]
KEY = new_item_key()
LOADED_SECONDS = effort(3, 15 * 60)
FAST_MS = effort(120_000, 4 * 3_600_000)
_LATE = 64
"""That many zero bytes in a row are in no noise: there the player was late, if only by a millisecond or two."""
SPIN = "while True: sum(range(100000))"


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    made = Vault(tmp_path / "vault")
    made.folder.mkdir()
    return made


@pytest.fixture
def busy() -> Iterator[None]:
    """Twice as many endless computations as there are processors."""
    spinners = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(2 * (os.cpu_count() or 2))]
    yield
    for one in spinners:
        one.kill()
        one.wait()


class Run:
    """One recorder process; how far it is, and how it ended."""

    def __init__(
        self, vault: Vault, source: dict[str, object], environment: dict[str, str] | None = None
    ) -> None:
        self.heard: list[RecorderStatus] = []
        self.ends: list[RecorderEnd] = []
        order = {"item": str(vault.path("take")), "key": KEY.hex(), "source": source}
        env = {**(environment or dict(os.environ)), "PYTHONPATH": str(ROOT)}
        self.client = RecorderClient(SCRIPT, order, on_status=self._hear, on_end=self.ends.append, env=env)

    def _hear(self, status: RecorderStatus) -> None:
        self.heard = [*self.heard[-20:], status]


def pieces(vault: Vault) -> Iterator[bytes]:
    with VaultReader(vault.path("take"), KEY) as reader:
        assert reader.gaps == ()
        assert reader.sealed
        yield from reader.pieces()


def test_hours_of_frames_at_full_speed_are_kept_to_the_last_one(vault: Vault) -> None:
    run = Run(vault, {"kind": "noise", "ms": FAST_MS, "seed": 5, "fast": True})
    assert run.client.wait_source_end(effort(120, 7_200))
    end = run.client.stop(60)
    assert (end.reason, end.saved_ms) == ("stopped", FAST_MS)
    assert same_sound(pieces(vault), noise(FAST_MS, seed=5))
    tried("seconds of generated sound kept", FAST_MS // 1000)


def test_a_take_in_real_time_drops_no_frame_while_all_processors_are_busy(vault: Vault, busy: None) -> None:
    del busy
    run = Run(vault, {"kind": "noise", "ms": LOADED_SECONDS * 1000, "seed": 6})
    until(
        lambda: run.heard and run.heard[-1].state.value == "ended",
        "the end of the take",
        LOADED_SECONDS * 2 + 60,
    )
    assert run.client.stop().saved_ms == LOADED_SECONDS * 1000
    assert same_sound(pieces(vault), noise(LOADED_SECONDS * 1000, seed=6))
    tried("seconds of sound under full load", LOADED_SECONDS)


@contextmanager
def listener(microphone: VirtualMicrophone, path: Path) -> Iterator[None]:
    """Somebody else's recorder on the same microphone, with seconds of room: what it has is what the sound service gave."""
    with path.open("wb") as file:
        command = ["parec", "--raw", "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=4000"]
        process = subprocess.Popen([*command, "--device=mic"], stdout=file, env=microphone.environment)
        try:
            until(lambda: path.stat().st_size > 0, "the other recorder", 60)
            yield
        finally:
            process.kill()
            process.wait()


@pytest.mark.sound
def test_a_real_sound_service_loses_nothing_while_all_processors_are_busy(
    vault: Vault, virtual_microphone: VirtualMicrophone, busy: None, tmp_path: Path
) -> None:
    """What is kept is what the sound service gave, to the last sample and without a hole.

    On a machine this busy the player and the service themselves are late now and then, by a millisecond or two; another recorder beside ours
    hears the same. So ours is held against that one, and both against what was played.
    """
    del busy
    seconds = effort(3, 15 * 60)
    played = b"".join(noise((seconds + 60) * 1000, seed=8))
    theirs = tmp_path / "theirs.raw"
    player = virtual_microphone.play(played)
    try:
        with listener(virtual_microphone, theirs):
            run = Run(vault, {"kind": "mic", "device": "LabMic"}, virtual_microphone.environment)
            until(lambda: run.client.saved_ms >= seconds * 1000 or run.ends, "the take", seconds * 3 + 90)
            assert run.client.stop().sealed
            kept = b"".join(pieces(vault)).strip(b"\0")
            kept = kept[len(kept) % 2 :]
            until(lambda: kept[-9_600:] in theirs.read_bytes(), "the other recorder to have as much", 60)
    finally:
        player.kill()
        player.wait()
    given = theirs.read_bytes()
    at = given.find(kept[: 96 * 100])
    assert at >= 0, "sound that the service never gave"
    assert given[at : at + len(kept)] == kept, "a hole in what was captured"
    stretches = [part for part in kept.split(bytes(_LATE)) if len(part) > 9_600]
    assert sum(map(len, stretches)) > len(kept) * 0.8, (
        "mostly sound, not the silence of a player that is late"
    )
    assert all(played.find(part[200:5_000]) >= 0 for part in stretches[:50]), "not what was played"
    tried("seconds of a real microphone under full load", len(kept) // 96_000)


def test_a_long_take_becomes_a_master_that_is_the_same_to_the_last_bit(vault: Vault) -> None:
    ms = effort(20_000, 3_600_000)
    live = vault.create("take", KEY, bulk=True)
    for block in noise(ms, seed=9):
        live.append(block)
    live.seal()
    key = new_item_key()
    out = vault.create_file("master", key)
    with vault.open("take", KEY) as reader:
        begin = time.process_time()
        made = make_master(reader.pieces, out, lambda: vault.open("master", key).file())
        spent = time.process_time() - begin
    assert made.duration_ms == ms
    assert len(made.peaks) == ms // 100
    assert spent < max(6.0, ms / 1000), "faster than it was spoken, even on an old laptop"


def test_the_recorder_stays_small_and_idle_while_it_records(vault: Vault) -> None:
    run = Run(vault, {"kind": "voice", "ms": 60_000, "seed": 2})
    until(lambda: run.client.saved_ms >= 2_000, "two seconds")
    pid = run.client.pid
    if not Path(f"/proc/{pid}/status").exists():
        pytest.skip("needs /proc")
    peak = peak_kib(pid)
    run.client.stop()
    assert peak < 80 * 1024, f"{peak // 1024} MB"


def test_what_is_said_about_the_sound_is_short_and_never_holds_it_up(vault: Vault) -> None:
    """A window that stops reading (it hangs for minutes) costs no sample: old lines are dropped, the sound is not."""
    order = {
        "item": str(vault.path("take")),
        "key": KEY.hex(),
        "source": {"kind": "noise", "ms": 600_000, "seed": 4, "fast": True},
    }
    process = subprocess.Popen(
        SCRIPT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.flush()
    item = vault.path("take")
    until(lambda: item.exists() and item.stat().st_size > 20_000_000, "sound that nobody hears about")
    process.stdin.close()
    end = [json.loads(line) for line in process.stdout.read().splitlines() if line.endswith(b"}")][-1]
    process.wait(30)
    process.stdout.close()
    assert end["end"] in {"input_closed", "stopped"}
    kept = b"".join(pieces(vault))
    assert len(kept) // 96 == end["saved_ms"]
    assert kept[:960_000] == b"".join(islice(noise(600_000, seed=4), 100))
