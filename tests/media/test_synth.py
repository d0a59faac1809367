"""Calculated sounds: the same for the same seed, of the length asked for, and never taken for a dead microphone."""

from array import array

import pytest

from ldp_stories.domain.media import PIECE_BYTES
from ldp_stories.media.loudness import QUIET_BELOW
from ldp_stories.media.peaks import loudest, peak_bytes
from ldp_stories.media.synth import noise, tone, voice


@pytest.mark.parametrize("make", [voice, noise])
@pytest.mark.parametrize("ms", [0, 1, 100, 1234])
def test_it_lasts_as_long_as_was_asked_and_comes_in_pieces(make: type, ms: int) -> None:
    blocks = list(make(ms))
    assert sum(map(len, blocks)) == ms * 96
    assert all(len(block) == PIECE_BYTES for block in blocks[:-1])


@pytest.mark.parametrize("make", [voice, noise])
def test_the_seed_decides_and_nothing_else(make: type) -> None:
    assert b"".join(make(3000, 4)) == b"".join(make(3000, 4))
    assert b"".join(make(3000, 4)) != b"".join(make(3000, 5))


def test_the_voice_is_loud_enough_never_clipped_and_pauses_like_one() -> None:
    sound = b"".join(voice(20_000))
    assert QUIET_BELOW < loudest(sound) < 30_000
    levels = peak_bytes(sound)
    assert any(level < 3 for level in levels)
    assert sum(level > 20 for level in levels) > len(levels) / 2


def test_the_pauses_of_the_voice_are_not_digital_silence() -> None:
    assert all(loudest(piece) > 0 for piece in voice(20_000))


def test_a_tone_begins_and_ends_softly() -> None:
    samples = array("h", tone(200, 1000))
    assert abs(samples[0]) < 10
    assert abs(samples[-1]) < 10
    assert max(samples) > 9000
