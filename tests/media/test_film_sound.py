"""The sound of a film is on the film's own time: a late beginning and a hole are silence, a clip is cut where the picture is.

Films with flashes and beeps, filmed the way phones film; what counts is that a beep is found at its flash by every reader of sound.
"""

from __future__ import annotations

import io
from array import array
from fractions import Fraction
from typing import Any

import av
import pytest

from ldp_stories.media.decode import pcm
from ldp_stories.media.encode import opus_from_pieces
from ldp_stories.media.in_step import InStep, Placed
from ldp_stories.media.peaks import Peaks
from tests.media.flashes import MARK_MS, film, seen
from tests.media.test_smaller_in_step import EVEN, FILMS, MARKS, UNSEEN, WHOLE

LOUD = 5_000
LATE = ((700, 4_000),)


def beeps(sound: bytes) -> list[int]:
    """The milliseconds at which a tone begins."""
    found, last = [], -10_000.0
    for at, sample in enumerate(array("h", sound)):
        if abs(sample) > LOUD:
            if at / 48 - last > MARK_MS / 2:
                found.append(round(at / 48))
            last = at / 48
    return found


def sound_of(made: bytes, from_ms: int = 0, to_ms: int | None = None) -> bytes:
    return b"".join(pcm(io.BytesIO(made), from_ms, to_ms))


def heard(marks: tuple[int, ...], spans: tuple[tuple[int, int], ...]) -> list[int]:
    return [mark for mark in marks if any(a <= mark < b for a, b in spans)]


def together(found: list[int], wanted: list[int]) -> bool:
    return len(found) == len(wanted) and all(abs(a - b) <= UNSEEN for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["mp4", "matroska"])
@pytest.mark.parametrize("name", [n for n in FILMS if "clock" not in n])
def test_a_beep_is_heard_at_the_millisecond_of_its_flash(name: str, kind: str) -> None:
    moments, spans, fast = FILMS[name]
    made = film(moments, MARKS, spans=spans, fast=fast, kind=kind)
    with av.open(io.BytesIO(made), "r") as opened:
        zero = round((opened.start_time or 0) / 1000)
    wanted = [mark - zero for mark in heard(MARKS, spans)]
    assert together(beeps(sound_of(made)), wanted), (beeps(sound_of(made)), wanted, seen(made))


@pytest.mark.parametrize("fast", [1.04, 0.96])
def test_a_sound_clock_of_its_own_does_not_move_away_from_the_pictures(fast: float) -> None:
    made = film(EVEN, MARKS, spans=WHOLE, fast=fast)
    found = beeps(sound_of(made))
    near = {flash: min(abs(beep - flash) for beep in found) for flash in MARKS}
    assert max(near.values()) <= 2 * UNSEEN, near


@pytest.mark.parametrize("spans", [LATE, ((0, 1_500), (2_700, 4_000)), WHOLE])
def test_a_piece_is_the_same_as_in_the_whole_wherever_it_begins(spans: tuple[tuple[int, int], ...]) -> None:
    made = film(EVEN, MARKS, spans=spans)
    whole = beeps(sound_of(made))
    for from_ms in (0, 300, 800, 1_100, 1_900, 2_650, 3_200):
        piece = sound_of(made, from_ms, from_ms + 700)
        assert len(piece) <= 700 * 96
        wanted = [beep - from_ms for beep in whole if from_ms + MARK_MS < beep < from_ms + 700 - MARK_MS]
        found = [beep for beep in beeps(piece) if MARK_MS < beep < 700 - MARK_MS]
        assert together(found, wanted), (from_ms, found, wanted)


def test_a_piece_that_begins_in_a_hole_is_as_long_as_asked_for() -> None:
    made = film(EVEN, MARKS, spans=((0, 1_500), (2_700, 4_000)))
    assert len(sound_of(made, 1_700, 3_500)) == 1_800 * 96
    assert set(sound_of(made, 1_800, 2_500)) == {0}


def test_the_drawing_is_that_of_the_film() -> None:
    peaks = Peaks()
    for block in pcm(io.BytesIO(film(EVEN, MARKS, spans=LATE))):
        peaks.feed(block)
    drawing = peaks.data()
    assert set(drawing[:7]) == {0}
    loud = {at for at, level in enumerate(drawing) if level > 100}
    assert {9, 20, 33} <= loud <= {8, 9, 10, 19, 20, 21, 32, 33, 34}


def test_only_the_sound_of_a_film_is_as_late_as_in_the_film() -> None:
    small = io.BytesIO()
    opus_from_pieces(pcm(io.BytesIO(film(EVEN, MARKS, spans=LATE))), small)
    assert together(beeps(sound_of(small.getvalue())), list(MARKS))


def test_a_voice_note_is_given_as_it_is_whatever_its_first_moment_says() -> None:
    out = io.BytesIO()
    with av.open(out, "w", format="matroska") as made:
        stream: Any = made.add_stream("pcm_s16le", rate=48_000, layout="mono")
        for number in range(10):
            block: Any = av.AudioFrame(format="s16", layout="mono", samples=4_800)
            block.planes[0].update(bytes([number + 1, 1]) * 4_800)
            block.sample_rate, block.time_base = 48_000, Fraction(1, 48_000)
            block.pts = 96_000 + number * 4_800 + (24_000 if number > 4 else 0)
            made.mux(stream.encode(block))
        made.mux(stream.encode(None))
    assert sound_of(out.getvalue()) == b"".join(bytes([n + 1, 1]) * 4_800 for n in range(10))


def test_holes_are_filled_overlaps_cut_and_a_moment_let_be() -> None:
    line = InStep(1_000, at=100)
    assert line.place(None) == Placed()
    assert line.place(120) == Placed()
    assert line.place(80) == Placed()
    assert line.place(121) == Placed(silence=21)
    assert line.place(40) == Placed(cut=60)


def test_many_damaged_moments_make_no_days_of_silence() -> None:
    line, made = InStep(1_000), 0
    for number in range(1, 100):
        made += line.place(line.at + number * 5_000_000).silence
    assert 0 < made <= 6 * 3_600_000
