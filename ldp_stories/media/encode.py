"""Making sound files with PyAV: the FLAC master (every sample as it was), the small Opus copy, and clips. Standard formats only.

Sound comes in as blocks of s16le mono 48 kHz; the file is written to a binary file (FLAC wants one that can seek, because its length
goes into the header at the end). Work is in steps of a tenth of a second, so a Stop is obeyed at once.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any, Final

import av

from ldp_stories.domain.media import PIECE_BYTES, RATE, ms_of
from ldp_stories.media.media_info import BinaryFile

OPUS_BITS: Final = 32_000
_BITS: Final = {"libopus": OPUS_BITS, "aac": 64_000}
Progress = Callable[[int], None]
"""Called with the milliseconds done; may raise (Cancelled) to stop."""


def flac_from_pieces(pieces: Iterable[bytes], out: BinaryFile, progress: Progress | None = None) -> int:
    """Write `pieces` as FLAC to `out` (seekable, from its start); returns the milliseconds written."""
    return _encode(pieces, out, "flac", "flac", {"compression_level": "5"}, progress)


def opus_from_pieces(pieces: Iterable[bytes], out: BinaryFile, progress: Progress | None = None) -> int:
    """Write `pieces` as Opus in Ogg, 32 kbit/s, tuned for voices; returns the milliseconds written."""
    options = {"application": "voip", "vbr": "on", "compression_level": "5"}
    return _encode(pieces, out, "ogg", "libopus", options, progress)


def m4a_from_pieces(pieces: Iterable[bytes], out: BinaryFile, progress: Progress | None = None) -> int:
    """Write `pieces` as AAC in an .m4a (seekable), which other analysis programs play; returns the milliseconds written."""
    return _encode(pieces, out, "ipod", "aac", {}, progress)


def _encode(
    pieces: Iterable[bytes],
    out: BinaryFile,
    kind: str,
    codec: str,
    options: dict[str, str],
    progress: Progress | None,
) -> int:
    written = 0
    target: Any = out
    with av.open(target, mode="w", format=kind) as container:
        stream: Any = container.add_stream(codec, rate=RATE, layout="mono", options=options)
        stream.codec_context.format = "fltp" if codec == "aac" else "s16"
        if codec in _BITS:
            stream.codec_context.bit_rate = _BITS[codec]
        stream.codec_context.open()
        size = (stream.codec_context.frame_size or PIECE_BYTES // 2) * 2
        turn = _as_floats() if codec == "aac" else _as_it_is
        for block in _blocks(pieces, size):
            for packet in stream.encode(turn(_frame(block, written // 2))):
                container.mux(packet)
            written += len(block)
            if progress is not None and written % (20 * size) == 0:
                progress(ms_of(written))
        for packet in stream.encode(None):
            container.mux(packet)
    if progress is not None:
        progress(ms_of(written))
    return ms_of(written)


def _as_it_is(frame: Any) -> Any:
    return frame


def _as_floats() -> Callable[[Any], Any]:
    """What gives a frame with its samples as floats, which AAC is made from: one for a whole file, as making one takes longer than using it."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)

    def turn(frame: Any) -> Any:
        (turned,) = resampler.resample(frame)
        turned.pts, turned.time_base = frame.pts, frame.time_base
        return turned

    return turn


def _frame(block: bytes, at: int) -> Any:
    frame: Any = av.AudioFrame(format="s16", layout="mono", samples=len(block) // 2)
    plane = frame.planes[0]
    plane.update(block + bytes(plane.buffer_size - len(block)))
    frame.sample_rate = RATE
    frame.pts = at
    frame.time_base = Fraction(1, RATE)
    return frame


def _blocks(pieces: Iterable[bytes], size: int) -> Iterable[bytes]:
    """The same bytes in blocks of exactly `size`, the last one shorter."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        whole = len(waiting) // size * size
        for at in range(0, whole, size):
            yield bytes(waiting[at : at + size])
        del waiting[:whole]
    if waiting:
        yield bytes(waiting)
