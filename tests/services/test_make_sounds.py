"""Invented sounds: real WAV files of the asked length, the same for the same seed, and with a voice in them."""

import wave
from pathlib import Path

import pytest

from ldp_stories.domain.media import RATE
from ldp_stories.services.make_sounds import write_voice


def frames_of(path: Path) -> bytes:
    with wave.open(str(path), "rb") as file:
        return file.readframes(file.getnframes())


@pytest.mark.parametrize("ms", [100, 1_000, 2_500])
def test_a_sound_is_as_long_as_was_asked(tmp_path: Path, ms: int) -> None:
    path = write_voice(tmp_path / "voice.wav", ms)
    with wave.open(str(path), "rb") as file:
        assert file.getframerate() == RATE
        assert file.getnchannels() == 1
        assert file.getsampwidth() == 2
        assert file.getnframes() == RATE * ms // 1000


def test_the_path_is_given_back(tmp_path: Path) -> None:
    assert write_voice(tmp_path / "voice.wav", 100) == tmp_path / "voice.wav"


def test_the_same_seed_makes_the_same_sound(tmp_path: Path) -> None:
    one, two = write_voice(tmp_path / "a.wav", 500, 7), write_voice(tmp_path / "b.wav", 500, 7)
    assert one.read_bytes() == two.read_bytes()


def test_another_seed_makes_another_sound(tmp_path: Path) -> None:
    one, two = write_voice(tmp_path / "a.wav", 1_000, 7), write_voice(tmp_path / "b.wav", 1_000, 8)
    assert frames_of(one) != frames_of(two)


def test_something_can_be_heard(tmp_path: Path) -> None:
    samples = memoryview(frames_of(write_voice(tmp_path / "a.wav", 2_000, 3))).cast("h")
    assert max(abs(s) for s in samples) > 1_000


def test_a_sound_is_written_over_the_one_before(tmp_path: Path) -> None:
    path = write_voice(tmp_path / "a.wav", 2_000)
    longer = path.stat().st_size
    write_voice(path, 500)
    assert path.stat().st_size < longer
