"""Peaks: one byte for each 100 ms, whatever the blocks."""

from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.media import PIECE_BYTES
from ldp_stories.media.peaks import Peaks, loudest, peak_bytes, resample
from ldp_stories.media.synth import noise, tone

SOUND = b"".join(noise(3050, seed=8))


@pytest.mark.parametrize(
    ("samples", "top"), [([], 0), ([0, 0], 0), ([5, -9], 9), ([-32768, 1], 32768), ([32767], 32767)]
)
def test_the_loudest_sample_counts_in_both_directions(samples: list[int], top: int) -> None:
    assert loudest(array("h", samples).tobytes()) == top


def test_the_loudest_the_format_can_say_is_255() -> None:
    assert peak_bytes(array("h", [-32768]).tobytes()) == b"\xff"


def test_silence_is_zero_and_a_tone_is_level() -> None:
    assert peak_bytes(bytes(3 * PIECE_BYTES)) == bytes(3)
    middle = peak_bytes(tone(1000, loudness=0.5))[1:-1]
    assert set(middle) <= set(range(126, 129))


@given(st.lists(st.integers(0, 20_000), max_size=20))
def test_the_cutting_into_blocks_does_not_matter(halves: list[int]) -> None:
    peaks, at = Peaks(step=1), 0
    for half in halves:
        peaks.feed(SOUND[at : at + 2 * half])
        at += 2 * half
    assert peaks.data() == peak_bytes(SOUND[:at])


def test_peaks_so_far_can_be_asked_for_again_and_again() -> None:
    peaks = Peaks()
    peaks.feed(SOUND)
    assert peaks.data() == peaks.data()
    assert len(peaks.data()) == 31


@given(st.binary(min_size=1, max_size=300), st.integers(1, 400))
def test_a_drawing_has_the_width_asked_for_and_keeps_the_highest(peaks: bytes, width: int) -> None:
    drawn = resample(peaks, width)
    assert len(drawn) == width
    if width >= len(peaks):
        assert max(drawn) == max(peaks)
    assert set(drawn) <= set(peaks)


def test_a_drawing_of_nothing_is_nothing() -> None:
    assert resample(b"", 10) == b""
    assert resample(b"abc", 0) == b""


def test_a_narrow_drawing_loses_no_peak() -> None:
    assert resample(bytes([1, 9, 1, 1, 1, 200, 1, 1]), 2) == bytes([9, 200])
