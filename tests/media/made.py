"""Sound and video files of the kinds phones make, made for the tests with PyAV."""

import io
from fractions import Fraction
from typing import Any, Final

import av

# extension -> container, codec, sample rate
FORMATS: Final = {
    "flac": ("flac", "flac", 48_000),
    "wav": ("wav", "pcm_s16le", 44_100),
    "mp3": ("mp3", "libmp3lame", 44_100),
    "m4a": ("ipod", "aac", 44_100),
    "mp4": ("mp4", "aac", 48_000),
    "aac": ("adts", "aac", 44_100),
    "ogg": ("ogg", "flac", 48_000),
    "opus": ("ogg", "libopus", 48_000),
    "amr": ("amr", "libopencore_amrnb", 8_000),
    "3gp": ("3gp", "libopencore_amrnb", 8_000),
    "webm": ("webm", "libopus", 48_000),
}


def sound_file(ext: str, sound: bytes, *, video: bool = False) -> bytes:
    """`sound` (s16le mono 48 kHz) as a file of a phone."""
    kind, codec, rate = FORMATS[ext]
    out = io.BytesIO()
    with av.open(out, "w", format=kind) as container:
        stream: Any = container.add_stream(codec, rate=rate, layout="mono")
        if video:
            _picture(container)
        if not stream.codec_context.is_open:
            stream.codec_context.open()
        resampler = av.AudioResampler(
            stream.codec_context.format, "mono", rate, frame_size=stream.codec_context.frame_size or 4096
        )
        frame: Any = av.AudioFrame(format="s16", layout="mono", samples=len(sound) // 2)
        frame.planes[0].update(sound + bytes(frame.planes[0].buffer_size - len(sound)))
        frame.sample_rate, frame.time_base, frame.pts = 48_000, Fraction(1, 48_000), 0
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    return out.getvalue()


def silent_film() -> bytes:
    """A film without a sound track, as of somebody who signs."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        _picture(container)
    return out.getvalue()


def _picture(container: Any) -> None:
    stream = container.add_stream("mpeg4", rate=10)
    stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
    for number in range(5):
        frame = av.VideoFrame(64, 48, "yuv420p")
        frame.pts = number
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))
