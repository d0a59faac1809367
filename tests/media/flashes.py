"""Films that tell whether sound and picture are in step: the picture turns white and a tone begins at the same moment."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
import numpy as np

RATE = 48_000
TICK = Fraction(1, 1000)
MARK_MS = 120
"""How long a flash and its tone last."""


def shows(ms: int, marks: tuple[int, ...]) -> bool:
    """Whether a mark is seen (and heard) at this moment."""
    return any(mark <= ms < mark + MARK_MS for mark in marks)


def film(
    moments: list[int],
    marks: tuple[int, ...],
    *,
    spans: tuple[tuple[int, int], ...],
    kind: str = "mp4",
    fast: float = 1.0,
) -> bytes:
    """Pictures shown at `moments`, sound in `spans` of milliseconds; `fast`: the sound's own clock against the film's."""
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as made:
        options = {"preset": "ultrafast"}
        video: Any = made.add_stream("libx264", rate=30, options=options)
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        video.codec_context.time_base = TICK
        audio: Any = made.add_stream("aac", rate=RATE, layout="mono")
        packets = [p for ms in moments for p in video.encode(_picture(ms, white=shows(ms, marks)))]
        packets += video.encode(None)
        packets += [p for block in _sound(spans, marks, fast) for p in audio.encode(block)]
        packets += audio.encode(None)
        for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
            made.mux(packet)
    return out.getvalue()


def _picture(ms: int, *, white: bool) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(np.full((64, 96, 3), 255 if white else 0, np.uint8), format="rgb24")
    frame.pts, frame.time_base = ms, TICK
    return frame


def _sound(spans: tuple[tuple[int, int], ...], marks: tuple[int, ...], fast: float) -> list[av.AudioFrame]:
    blocks = []
    for begin, end in spans:
        for at in range(begin * RATE // 1000, end * RATE // 1000 - 1023, 1024):
            times = (np.arange(at, at + 1024)) / RATE * 1000 * fast
            loud = np.logical_or.reduce([(mark <= times) & (times < mark + MARK_MS) for mark in marks])
            wave = np.where(loud, 0.6 * np.sin(np.arange(at, at + 1024) * 0.13), 0.0)
            block: Any = av.AudioFrame(format="fltp", layout="mono", samples=1024)
            block.sample_rate, block.pts, block.time_base = RATE, round(at * fast), Fraction(1, RATE)
            block.planes[0].update(wave.astype("f4").tobytes())
            blocks.append(block)
    return blocks


def seen(made: bytes) -> list[int]:
    """The milliseconds at which the picture turned white, as a player shows them."""
    found, dark = [], True
    with av.open(io.BytesIO(made), "r") as opened:
        for frame in opened.decode(video=0):
            white = frame.to_ndarray(format="gray").mean() > 128
            if white and dark:
                found.append(round((frame.time or 0.0) * 1000))
            dark = not white
    return found


def told(made: bytes) -> list[int]:
    """The milliseconds at which a tone began, as a player plays them."""
    found, last = [], -10_000.0
    with av.open(io.BytesIO(made), "r") as opened:
        for frame in opened.decode(audio=0):
            samples = np.abs(frame.to_ndarray()[0])
            loud = np.flatnonzero(samples > 0.15)
            if loud.size:
                first, end = (
                    (frame.time or 0.0) * 1000 + at * 1000 / frame.sample_rate for at in (loud[0], loud[-1])
                )
                if first - last > MARK_MS:
                    found.append(round(first))
                last = end
    return found
