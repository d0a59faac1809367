"""From the pieces of a finished recording to its FLAC master: made, read back, compared sample by sample, hashed.

Only when this returns may the pieces be dropped (CONTRACTS.md 6). Knows no store: it is given pieces to read and a file to write.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ldp_stories.errors import UserError
from ldp_stories.media.decode import pcm
from ldp_stories.media.encode import Progress, flac_from_pieces, opus_from_pieces
from ldp_stories.media.media_info import BinaryFile
from ldp_stories.media.peaks import Peaks


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made and checked: its hash, size, milliseconds, and peaks (one byte for each 100 ms)."""

    sha256: str
    size: int
    duration_ms: int
    peaks: bytes


def make_master(
    pieces: Callable[[], Iterable[bytes]],
    out: BinaryFile,
    reopen: Callable[[], BinaryFile],
    progress: Progress | None = None,
) -> Made:
    """Write the FLAC master of `pieces()` to `out`, then compare what `reopen()` reads with `pieces()`.

    `out` must be kept (sealed) by its `seal` method when it has one. `progress` hears milliseconds, 0 to twice the length.
    Raises UserError MASTER_DIFFERS when the copy is not the same to the last bit; the pieces are untouched.
    """
    peaks = Peaks()
    duration_ms = flac_from_pieces(_watched(pieces(), peaks), out, progress)
    drawing = peaks.data()
    _keep(out, drawing)
    second = None if progress is None else (lambda ms: progress(duration_ms + ms))
    with reopen() as made:
        if not same_sound(pcm(made), pieces(), second):
            raise UserError("MASTER_DIFFERS")
    with reopen() as made:
        sha256, size = digest(made)
    return Made(sha256, size, duration_ms, drawing)


def make_opus(
    pieces: Callable[[], Iterable[bytes]],
    out: BinaryFile,
    reopen: Callable[[], BinaryFile],
    progress: Progress | None = None,
) -> Made:
    """Write the small Opus copy of `pieces()` (or of a master: `lambda: pcm(file)`) to `out`, and check that it opens whole."""
    peaks = Peaks()
    duration_ms = opus_from_pieces(_watched(pieces(), peaks), out, progress)
    drawing = peaks.data()
    _keep(out, drawing)
    with reopen() as made:
        heard = sum(len(block) for block in pcm(made)) // 96
        if abs(heard - duration_ms) > 100:
            raise UserError("MASTER_DIFFERS")
    with reopen() as made:
        sha256, size = digest(made)
    return Made(sha256, size, duration_ms, drawing)


def _keep(out: BinaryFile, drawing: bytes) -> None:
    put_fact, seal = getattr(out, "put_fact", None), getattr(out, "seal", None)
    if put_fact is not None:
        put_fact("peaks", drawing)
    if seal is not None:
        seal()


def _watched(pieces: Iterable[bytes], peaks: Peaks) -> Iterator[bytes]:
    for piece in pieces:
        peaks.feed(piece)
        yield piece


def same_sound(one: Iterable[bytes], other: Iterable[bytes], progress: Progress | None = None) -> bool:
    """True when both hold the same bytes, however they are cut. Reads both only once, side by side."""
    left, right, done = bytearray(), bytearray(), 0
    ones, others = iter(one), iter(other)
    while True:
        shorter, source = (left, ones) if len(left) <= len(right) else (right, others)
        block = next(source, None)
        if block is None:
            return not left and not right and not any(ones) and not any(others)
        shorter += block
        common = min(len(left), len(right))
        if left[:common] != right[:common]:
            return False
        del left[:common], right[:common]
        done += common
        if progress is not None and common:
            progress(done // 96)


def digest(file: BinaryFile) -> tuple[str, int]:
    """SHA-256 (hex) and size of all that `file` has from here on."""
    sha, size = hashlib.sha256(), 0
    while block := file.read(1024 * 1024) or b"":
        sha.update(block)
        size += len(block)
    return sha.hexdigest(), size
