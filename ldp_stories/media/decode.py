"""Reading sound and video files with PyAV, packet by packet: what a file is, and its sound as s16le mono 48 kHz.

Works on any seekable binary file (a vault item, so nothing is unpacked to disk) or a path. Never holds more than a packet or two.
AMR voice notes go through libopencore: the default decoder fails on their comfort noise.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from io import RawIOBase
from typing import IO, Any, TypeAlias

import av
import av.error

from ldp_stories.domain.media import RATE
from ldp_stories.errors import UserError

BinaryFile: TypeAlias = IO[bytes] | RawIOBase
"""An open binary file that can seek: a vault item, a file on disk, bytes in memory."""

LEAST_RATE, MOST_RATE = 1_000, 1_000_000
"""Samples a second that sound can have; of one that says 1, a few kilobytes would become hours of silence and fill the memory."""


@dataclass(frozen=True, slots=True)
class MediaInfo:
    """What a file says about itself. `duration_ms` is 0 when the file does not know it; `format` is FFmpeg's name."""

    format: str
    duration_ms: int
    audio_codec: str
    video_codec: str
    rate: int
    channels: int

    @property
    def has_audio(self) -> bool:
        """True when there is sound in it."""
        return bool(self.audio_codec)

    @property
    def has_video(self) -> bool:
        """True when there are moving pictures in it."""
        return bool(self.video_codec)


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
        moving = [
            s
            for s in _known(container.streams.video)
            if not s.disposition.name or "attached" not in s.disposition.name
        ]
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
        if from_ms > 1000:
            container.seek((from_ms - 500) * 1000, backward=True)
        for at, block in _placed(container, sounds[0]):
            first = max(0, begin - at)
            last = len(block) // 2 if end is None else min(len(block) // 2, end - at)
            if end is not None and at >= end:
                return
            if first < last:
                yield block[2 * first : 2 * last]


def _placed(container: Any, stream: Any) -> Iterator[tuple[int, bytes]]:
    """(sample number in the file at 48 kHz, samples) of each decoded frame."""
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    at: int | None = None
    for frame in _frames(container, stream):
        if not LEAST_RATE <= frame.sample_rate <= MOST_RATE:
            raise UserError("MEDIA_UNREADABLE")
        if at is None:
            at = _sample_of(frame, stream)
        frame.pts = None  # the resampler would pad or drop to follow wrong time stamps
        for done in resampler.resample(frame):
            yield at, _bytes_of(done)
            at += done.samples
    for done in resampler.resample(None):
        yield at or 0, _bytes_of(done)
        at = (at or 0) + done.samples


def _sample_of(frame: Any, stream: Any) -> int:
    """Where a frame stands, in samples at 48 kHz from the beginning of the stream."""
    if frame.pts is None:
        return 0
    base = frame.time_base or stream.time_base or Fraction(1, RATE)
    at: int = round((frame.pts - (stream.start_time or 0)) * base * RATE)
    return max(0, at)


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
