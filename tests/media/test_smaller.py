"""A smaller copy of a film: smaller indeed, playable, upright, with its sound and without the phone's notes; damaged films end kindly."""

from __future__ import annotations

import io
from functools import cache

import av
import numpy as np
import pytest

from ldp_stories.errors import Cancelled, UserError
from ldp_stories.media.decode import pcm, probe
from ldp_stories.media.smaller import LONGEST, can_make_smaller, make_smaller, turn

PLACE = "+51.5074-000.1278/"


@cache
def moving(wide: int = 1280, high: int = 720, *, sound: bool = True, pictures: int = 15) -> bytes:
    """A film of noise with a tone, as a phone would hold it: large for its length, with a place in its head."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": "use_metadata_tags"}) as made:
        made.metadata["location"] = PLACE
        video = made.add_stream("libx264", rate=15, options={"preset": "ultrafast", "crf": "8"})
        video.width, video.height, video.pix_fmt = wide, high, "yuv420p"
        audio = made.add_stream("aac", rate=48_000, layout="mono") if sound else None
        random = np.random.default_rng(3)
        for number in range(pictures):
            noise = random.integers(0, 255, (high, wide, 3), dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(noise, format="rgb24")
            frame.pts = number
            made.mux(video.encode(frame))
        made.mux(video.encode(None))
        for number in range(48 if audio is not None else 0):
            tone = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            tone.sample_rate, tone.pts = 48_000, number * 1024
            tone.planes[0].update((0.3 * np.sin(np.arange(1024) / 9)).astype("f4").tobytes())
            made.mux(audio.encode(tone))  # type: ignore[union-attr]
        if audio is not None:
            made.mux(audio.encode(None))
    return out.getvalue()


def copy_of(film: bytes) -> io.BytesIO:
    out = io.BytesIO()
    make_smaller(io.BytesIO(film), out)
    out.seek(0)
    return out


def test_the_encoders_are_here() -> None:
    assert can_make_smaller()


def test_a_copy_is_smaller_plays_as_long_and_has_no_place() -> None:
    film, told = moving(), list[int]()
    out = io.BytesIO()
    long = make_smaller(io.BytesIO(film), out, told.append)
    assert len(out.getvalue()) < len(film) / 4
    assert PLACE.encode() in film
    assert PLACE.encode() not in out.getvalue()
    out.seek(0)
    info = probe(out)
    assert info.has_video
    assert info.has_audio
    assert abs(info.duration_ms - 1_000) < 250
    assert told[-1] == long
    assert told == sorted(told)
    out.seek(0)
    with av.open(out, "r") as made:
        assert max(made.streams.video[0].width, made.streams.video[0].height) == LONGEST
        assert len(list(made.decode(video=0))) == 15
    out.seek(0)
    heard = np.frombuffer(b"".join(pcm(out)), dtype="<i2")
    assert np.abs(heard).max() > 3_000


def test_a_small_film_without_sound_is_not_made_larger() -> None:
    out = copy_of(moving(320, 240, sound=False, pictures=4))
    with av.open(out) as made:
        assert (made.streams.video[0].width, made.streams.video[0].height) == (320, 240)
        assert not made.streams.audio


def test_a_film_that_was_held_upright_is_turned() -> None:
    marks = np.zeros((20, 40, 3), dtype=np.uint8)
    marks[:10, :10] = 255  # white in the upper left
    frame = av.VideoFrame.from_ndarray(marks, format="rgb24")

    def white(degrees: int) -> tuple[tuple[int, int], str]:
        turned = turn(frame, degrees)
        shown = turned.to_ndarray(format="rgb24")[..., 0]
        corners = {"upper left": shown[2, 2], "upper right": shown[2, -3]}
        corners |= {"lower left": shown[-3, 2], "lower right": shown[-3, -3]}
        return (turned.width, turned.height), max(corners, key=lambda c: int(corners[c]))

    assert white(0) == ((40, 20), "upper left")
    assert white(90) == ((20, 40), "lower left")
    assert white(-90) == ((20, 40), "upper right")
    assert white(180) == ((40, 20), "lower right")
    assert white(45) == ((40, 20), "upper left")


@pytest.mark.parametrize("cut", [0, 40, 3_000])
def test_a_film_that_is_cut_off_or_none_at_all_is_said_kindly(cut: int) -> None:
    with pytest.raises(UserError) as caught:
        make_smaller(io.BytesIO(moving(320, 240, sound=False, pictures=4)[:cut]), io.BytesIO())
    assert caught.value.code == "MEDIA_UNREADABLE"


def test_a_damaged_middle_is_a_flicker_and_not_the_end() -> None:
    film = bytearray(moving())
    at = len(film) // 2
    film[at : at + 2_000] = bytes(2_000)
    assert probe(copy_of(bytes(film))).has_video


def test_stopping_is_obeyed() -> None:
    def stop(_ms: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_smaller(io.BytesIO(moving()), io.BytesIO(), stop)
