"""Make invented sound files, for the demonstration and for practice: a voice-like sound that says nothing."""

from pathlib import Path

from ldp_stories.domain.media import RATE
from ldp_stories.media import wav
from ldp_stories.media.synth import voice


def write_voice(path: Path, ms: int, seed: int = 1) -> Path:
    """A WAV file of `ms` milliseconds with the same sound for the same seed; `path` is given back."""
    with path.open("wb") as file:
        file.write(wav.header(2 * RATE * ms // 1000))
        for piece in voice(ms, seed):
            file.write(piece)
    return path
