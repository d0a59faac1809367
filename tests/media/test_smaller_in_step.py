"""A smaller copy keeps voice and picture together: films with flashes and beeps, filmed the way phones film."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import av
import pytest

from ldp_stories.errors import UserError
from ldp_stories.media import smaller
from ldp_stories.media.smaller import make_smaller
from ldp_stories.media.sound_line import SoundLine
from tests.media.flashes import film, seen, told

UNSEEN = 25
"""Milliseconds that nobody notices: people begin to at sound 45 ms early (ITU-R BT.1359), and films come with something of their own."""
EVEN = list(range(0, 4_000, 33))
MARKS = (900, 2_000, 3_300)
WHOLE = ((0, 4_000),)


def uneven() -> list[int]:
    """A phone in a dim room: now and then it takes a picture only when it has light enough, and misses some."""
    dice, at, moments = random.Random(4), 0, []
    while at < 4_000:
        moments.append(at)
        at += dice.choice((17, 33, 33, 41, 66, 90))
    return moments


def small(whole: bytes) -> bytes:
    out = io.BytesIO()
    make_smaller(io.BytesIO(whole), out)
    return out.getvalue()


def late(made: bytes, marks: tuple[int, ...] = MARKS) -> dict[int, int]:
    """For each flash that has a beep near it: how long after it the beep came."""
    flashes, beeps = seen(made), told(made)
    assert len(flashes) == len(marks), flashes
    near = {n: min(beeps, key=lambda beep: abs(beep - flash)) - flash for n, flash in enumerate(flashes)}
    return {n: ms for n, ms in near.items() if abs(ms) < 700}


FILMS = {
    "even": (EVEN, WHOLE, 1.0),
    "uneven, as phones film": (uneven(), WHOLE, 1.0),
    "sound that begins late": (EVEN, ((700, 4_000),), 1.0),
    "pictures that begin late": ([ms for ms in EVEN if ms >= 800], WHOLE, 1.0),
    "sound that was cut off for a while": (EVEN, ((0, 1_500), (2_700, 4_000)), 1.0),
    "a sound clock that runs slow": (EVEN, WHOLE, 1.04),
    "a sound clock that runs fast": (EVEN, WHOLE, 0.96),
}


@pytest.mark.parametrize("name", FILMS)
def test_the_beep_stays_with_its_flash(name: str) -> None:
    moments, spans, fast = FILMS[name]
    whole = film(moments, MARKS, spans=spans, fast=fast)
    made = late(small(whole))
    assert sorted(made) == [n for n, mark in enumerate(MARKS) if any(a <= mark < b for a, b in spans)]
    before = late(whole)
    assert all(abs(made[n] - before[n]) <= UNSEEN for n in made), (before, made)


def test_a_moment_that_is_there_twice_is_one_picture_and_one_without_a_moment_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = film(EVEN[:60], MARKS[:1], spans=((0, 2_000),))
    usual = smaller._Work._frames

    def stammering(work: Any) -> Iterator[Any]:
        for number, frame in enumerate(usual(work)):
            if isinstance(frame, av.VideoFrame) and number % 10 == 5 and number < 100:
                yield frame
            if isinstance(frame, av.VideoFrame) and number > 110:
                frame.pts = None
            yield frame

    monkeypatch.setattr(smaller._Work, "_frames", stammering)
    made = small(whole)
    with av.open(io.BytesIO(made), "r") as opened:
        moments = [frame.time for frame in opened.decode(video=0)]
    assert len(moments) == 60
    assert moments == sorted(set(moments))
    assert abs(late(made, MARKS[:1])[0] - late(whole, MARKS[:1])[0]) <= UNSEEN


def block(at_ms: int, ms: int, rate: int = 44_100, *, layout: str = "mono") -> Any:
    made: Any = av.AudioFrame(format="s16", layout=layout, samples=rate * ms // 1000)
    made.planes[0].update(b"\x00\x20" * (made.planes[0].buffer_size // 2))
    made.sample_rate, made.pts, made.time_base = rate, at_ms, Fraction(1, 1000)
    return made


def laid(*blocks: Any, zero: Fraction = Fraction(0)) -> list[tuple[int, int, bool]]:
    """(at, samples, whether there is sound in it) of each block written."""
    line = SoundLine()
    out = [done for one in blocks for done in line.placed(one, zero)]
    return [(d.pts, d.samples, any(bytes(d.planes[0])[: d.samples * 4])) for d in out]


def test_sound_is_laid_without_a_hole_or_a_double() -> None:
    assert laid(block(0, 100), block(100, 100)) == [(0, 4_410, True), (4_410, 4_410, True)]
    assert laid(block(0, 100), block(115, 100)) == [(0, 4_410, True), (4_410, 4_410, True)], (
        "too little to see"
    )
    assert laid(block(500, 100), zero=Fraction(1, 4)) == [(0, 11_025, False), (11_025, 4_410, True)]
    assert laid(block(0, 100), block(60, 100)) == [(0, 4_410, True), (4_410, 2_646, True)]
    assert laid(block(0, 100), block(0, 100)) == [(0, 4_410, True)]
    assert [at for at, _, _ in laid(block(2_500, 10))] == [0, 44_100, 88_200, 110_250]


def test_a_damaged_moment_makes_no_hours_of_silence() -> None:
    assert laid(block(0, 100), block(10**9, 100)) == [(0, 4_410, True), (4_410, 4_410, True)]
    unknown = block(0, 100)
    unknown.pts = None
    assert laid(block(0, 100), unknown) == [(0, 4_410, True), (4_410, 4_410, True)]


def test_sound_that_changes_its_form_on_the_way_goes_on() -> None:
    whole = laid(block(0, 100), block(100, 100, 16_000), block(200, 100, 48_000, layout="stereo"))
    assert [at for at, _, _ in whole] == [0, 4_410, whole[1][0] + whole[1][1]]
    assert abs(whole[-1][0] - 8_820) < 100, "what the mixer holds back is a millisecond or two"


def test_a_rate_that_no_sound_has_is_refused() -> None:
    with pytest.raises(UserError) as caught:
        laid(block(0, 100, 44_100), block(0, 2_000, 500))
    assert caught.value.code == "MEDIA_UNREADABLE"
