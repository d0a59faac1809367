"""Reading sound and video files with PyAV, packet by packet: what a file is, and its sound as s16le mono 48 kHz.

Works on any seekable binary file (a vault item, so nothing is unpacked to disk) or a path. Never holds more than a packet or two.
The sound of a film is given on the film's own time: where it begins late or stops for a while there is silence. So a mark, a passage or
a voice to be silenced is at the same millisecond in what plays and in what is drawn and cut.
AMR voice notes go through libopencore: the default decoder fails on their comfort noise.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

import av
import av.error

from ldp_stories.domain.media import RATE
from ldp_stories.errors import UserError
from ldp_stories.media.in_step import InStep
from ldp_stories.media.media_info import BinaryFile, MediaInfo

__all__ = ["BinaryFile", "MediaInfo", "pcm", "pcm_of_path", "probe"]

LEAST_RATE, MOST_RATE = 1_000, 1_000_000
"""Samples a second that sound can have; of one that says 1, a few kilobytes would become hours of silence and fill the memory."""


@contextmanager
def _container(file: BinaryFile | str) -> Iterator[Any]:
    """The opened container; every trouble of the file comes out as UserError MEDIA_UNREADABLE."""
    av.logging.set_level(av.logging.PANIC)  # troubles are raised; nothing is printed
    opened: Any = file
    try:
        with av.open(opened, mode="r", metadata_errors="replace") as container:
            yield container
    except FileNotFoundError as error:
        raise UserError("MEDIA_GONE") from error
    except (av.error.FFmpegError, EOFError) as error:
        raise UserError("MEDIA_UNREADABLE") from error


def probe(file: BinaryFile | str) -> MediaInfo:
    """Format, length and codecs. Raises UserError MEDIA_UNREADABLE or MEDIA_GONE."""
    with _container(file) as container:
        audio = next(iter(_known(container.streams.audio)), None)
        moving = _moving(container)
        return MediaInfo(
            format=container.format.name,
            duration_ms=_duration(container, audio),
            audio_codec=audio.codec_context.name if audio else "",
            video_codec=moving[0].codec_context.name if moving else "",
            rate=audio.codec_context.sample_rate if audio else 0,
            channels=audio.codec_context.channels if audio else 0,
        )


def _known(streams: Iterable[Any]) -> list[Any]:
    """The streams of a kind that this program has a decoder for; a damaged or strange file may name one that nobody has."""
    return [s for s in streams if s.codec_context is not None]


def _moving(container: Any) -> list[Any]:
    """The moving pictures; the cover of a song is none."""
    every = _known(container.streams.video)
    return [s for s in every if not s.disposition.name or "attached" not in s.disposition.name]


def _duration(container: Any, audio: Any) -> int:
    if container.duration:
        return int(container.duration) // 1000
    if audio is not None and audio.duration:
        return int(audio.duration * audio.time_base * 1000)
    return 0


def pcm(file: BinaryFile | str, from_ms: int = 0, to_ms: int | None = None) -> Iterator[bytes]:
    """The sound as s16le mono 48 kHz in small blocks, optionally only [from_ms, to_ms) - exact to a sample, found by seeking.

    Raises UserError MEDIA_UNREADABLE (also when there is no sound in it) or MEDIA_GONE.
    """
    begin = from_ms * RATE // 1000
    end = None if to_ms is None else to_ms * RATE // 1000
    with _container(file) as container:
        sounds = _known(container.streams.audio)
        if not sounds:
            raise UserError("MEDIA_UNREADABLE")
        sought = from_ms > 1000
        if sought:
            container.seek((from_ms - 500) * 1000 + (container.start_time or 0), backward=True)
        every = _in_film(container, sounds[0], begin if sought else 0) if _moving(container) else None
        for at, block in every or _placed(container, sounds[0]):
            first = max(0, begin - at)
            last = len(block) // 2 if end is None else min(len(block) // 2, end - at)
            if end is not None and at >= end:
                return
            if first < last:
                yield block[2 * first : 2 * last]


def _placed(container: Any, stream: Any) -> Iterator[tuple[int, bytes]]:
    """(sample number in the file at 48 kHz, samples) of each decoded frame, one after the other."""
    at: int | None = None
    for frame, blocks in _resampled(container, stream):
        if at is None:
            at = 0 if frame is None else _sample_of(frame, stream)
        for block in blocks:
            yield at, block
            at += len(block) // 2


def _in_film(container: Any, stream: Any, begin: int) -> Iterator[tuple[int, bytes]]:
    """The same for a film, each frame where the film says it belongs; nothing before sample `begin` is made up."""
    zero = Fraction(container.start_time or 0, av.time_base)
    line: InStep | None = None
    for frame, blocks in _resampled(container, stream):
        wanted = None if frame is None or frame.pts is None else _moment(frame, stream, zero)
        if line is None:
            line = InStep(RATE, begin if wanted is None else min(begin, wanted))
        placed = line.place(wanted)
        for part in _silence(placed.silence):
            yield line.at, part
            line.at += len(part) // 2
        cut = placed.cut * 2
        for block in blocks:
            kept, cut = block[cut:], max(0, cut - len(block))
            if kept:
                yield line.at, kept
                line.at += len(kept) // 2


def _resampled(container: Any, stream: Any) -> Iterator[tuple[Any, list[bytes]]]:
    """Each decoded frame with its samples as s16 mono 48 kHz; at the end (None, what the resampler held back)."""
    resampler: Any = None
    form: tuple[object, ...] = ()
    for frame in _frames(container, stream):
        if not LEAST_RATE <= frame.sample_rate <= MOST_RATE:
            raise UserError("MEDIA_UNREADABLE")
        if form != (form := (frame.sample_rate, frame.layout.name, frame.format.name)):
            resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)  # a headset was plugged in
        stamp, frame.pts = frame.pts, None  # the resampler would pad or drop to follow wrong time stamps
        blocks = [_bytes_of(done) for done in resampler.resample(frame)]
        frame.pts = stamp
        yield frame, blocks
    if resampler is not None:
        yield None, [_bytes_of(done) for done in resampler.resample(None)]


def _silence(samples: int) -> Iterator[bytes]:
    for done in range(0, samples, RATE):
        yield bytes(2 * min(RATE, samples - done))


def _moment(frame: Any, stream: Any, zero: Fraction) -> int:
    """Where a frame stands, in samples at 48 kHz since `zero` (seconds); before that it is negative."""
    base = frame.time_base or stream.time_base or Fraction(1, RATE)
    at: int = round((frame.pts * base - zero) * RATE)
    return at


def _sample_of(frame: Any, stream: Any) -> int:
    """Where a frame stands, in samples at 48 kHz from the beginning of the stream."""
    if frame.pts is None:
        return 0
    return max(0, _moment(frame, stream, (stream.start_time or 0) * (stream.time_base or Fraction(1, RATE))))


def _frames(container: Any, stream: Any) -> Iterator[Any]:
    codec = stream.codec_context
    if codec.name == "amrnb":
        codec = av.CodecContext.create("libopencore_amrnb", "r")
        codec.sample_rate, codec.layout = 8000, "mono"
    heard = 0
    for packet in container.demux(stream):
        try:
            for frame in codec.decode(packet if packet.size else None):
                heard += 1
                yield frame
        except av.error.InvalidDataError:
            continue  # one damaged packet is a click, not the end of somebody's story
        except EOFError:
            break
    if not heard:
        raise UserError("MEDIA_UNREADABLE")


def _bytes_of(frame: Any) -> bytes:
    return bytes(frame.planes[0])[: frame.samples * 2]


def pcm_of_path(path: str) -> Iterator[bytes]:
    """The sound of the file at a path (see `pcm`)."""
    return pcm(path)
