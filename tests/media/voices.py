"""Voices for the tests of the alarms: recordings of a person, a speaking program in four languages, and calculated ones."""

import shutil
import subprocess
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ldp_stories.media.decode import pcm
from ldp_stories.media.peaks import loudest
from ldp_stories.media.synth import noise, voice
from tests.effort import effort

ALSA = Path("/usr/share/sounds/alsa")
WORDS = "We met at the school gate. She told me about the class, and I went."


def louder(sound: bytes, times: float) -> bytes:
    """The same sound louder, cut off where the format ends, as a microphone too near cuts it off."""
    samples = np.frombuffer(sound, dtype="<i2") * times
    return np.clip(np.rint(samples), -32_768, 32_767).astype("<i2").tobytes()


def room(ms: int) -> bytes:
    """A quiet room's own sound."""
    return louder(b"".join(noise(ms, seed=5)), 0.006)


@cache
def recorded() -> dict[str, bytes]:
    """A person's voice, as alsa-utils brings it; {} where that is not installed."""
    return {p.stem: _even(b"".join(pcm(str(p)))) for p in sorted(ALSA.glob("*.wav")) if p.stem != "Noise"}


@cache
def voices() -> dict[str, bytes]:
    """Each as a person speaks to a laptop: its loudest sample at half of what the format takes."""
    found = dict(recorded())
    if shutil.which("espeak-ng"):
        with TemporaryDirectory() as folder:
            for accent in ("en-gb", "en-us", "pl", "ur"):
                path = Path(folder) / f"{accent}.wav"
                subprocess.run(
                    ["espeak-ng", "-v", accent, "-w", str(path), WORDS], check=True, capture_output=True
                )
                found[accent] = _even(b"".join(pcm(str(path))))
    return found | {f"made-{seed}": _even(b"".join(voice(5_000, seed))) for seed in range(effort(3, 60))}


def _even(sound: bytes) -> bytes:
    return louder(sound, 16_000 / max(1, loudest(sound)))
