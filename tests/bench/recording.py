"""Measure the recorder: how long a piece of sound takes until the disk has it, and how busy the machine is while it records."""

import json
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final

from ldp_stories.media.synth import noise
from ldp_stories.store.vault import Vault, new_item_key
from tests.bench.figures import Figure, median, milliseconds, p95
from tests.media import situations
from tests.memory import peak_kib
from tests.waiting import until

ROOT: Final = Path(__file__).parents[2]
SCRIPT: Final = ROOT / "tests/media/recorder_script.py"
PIECES: Final = 60
SECONDS: Final = 4.0


def record(folder: Path, seconds: float = SECONDS) -> list[Figure]:
    """Commit times of pieces of 100 ms in a vault item, then a real recorder process on calculated sound in real time."""
    times = _commits(folder / "pieces")
    share_of_voices = 1 if seconds >= SECONDS else 5
    share, saved, megabytes = _recorder(folder / "recorder", seconds)
    size = f"{saved / 1000:.1f} s of sound"
    return [
        Figure("a piece of sound on the disk", f"{PIECES} pieces", median(times), "ms", 50, note=f"p95 {p95(times):.1f} ms"),
        Figure("one processor while recording", size, 100 * share, "%", 25),
        Figure("memory of the recorder", size, megabytes, "MB", 80),
        *_alarms(share_of_voices),
    ]  # fmt: skip


def _alarms(share: int) -> list[Figure]:
    """How many troubles of the sound are told within three seconds, and how many good talks are disturbed for nothing."""
    rang = [one for every in situations.troubles(share).values() for one in every]
    good = [one for every in situations.good_sound(share).values() for one in every]
    latest = max(one.after for one in rang)
    return [
        Figure("troubles of the sound told in 3 s", f"{len(rang)} troubles", 100 * situations.recall(rang), "%", 98, least=True),
        Figure("the latest of them", f"{len(rang)} troubles", latest, "s", 3),
        Figure("good talks with a false alarm", f"{len(good)} talks", 100 * situations.false_alarms(good), "%", 5),
    ]  # fmt: skip


def _commits(folder: Path) -> list[float]:
    vault, key = Vault(folder), new_item_key()
    live = vault.create("take", key)
    sound = b"".join(noise(100 * PIECES, seed=3))
    step = len(sound) // PIECES
    pieces = [sound[at * step : (at + 1) * step] for at in range(PIECES)]
    try:
        return [milliseconds(partial(live.append, piece)) for piece in pieces]
    finally:
        live.seal()


def _recorder(folder: Path, seconds: float) -> tuple[float, float, float]:
    """The share of one processor, the milliseconds saved, and the most memory it had (MB)."""
    folder.mkdir()
    vault, key = Vault(folder), new_item_key()
    order = {
        "item": str(vault.path("take")),
        "key": key.hex(),
        "source": {"kind": "noise", "ms": 60_000, "seed": 4, "fast": False},
    }
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")
    process.stdin.flush()
    process.stdout.readline()
    begin, used = time.monotonic(), _used(process.pid)
    until(lambda: time.monotonic() - begin >= seconds, "the end of the measured time")
    share = (_used(process.pid) - used) / (time.monotonic() - begin)
    megabytes = _memory(process.pid)
    process.stdin.write(b'{"do": "stop"}\n')
    process.stdin.flush()
    said = process.stdout.read().splitlines()
    process.wait()
    process.stdin.close()
    process.stdout.close()
    return share, float(json.loads(said[-1])["saved_ms"]), megabytes


def _memory(pid: int) -> float:
    """The most memory a process has had so far, in MB (Linux)."""
    return peak_kib(pid) / 1024


def _used(pid: int) -> float:
    """Seconds of processor time of a process's threads, to the nanosecond (Linux): it uses less than a tick of /proc/PID/stat in half a second."""
    every = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(one.read_text(encoding="ascii").split()[0]) for one in every) / 1e9
