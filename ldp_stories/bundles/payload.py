"""The payload of a bundle that is being written: measured and hashed first, then streamed, and the two must agree."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ldp_stories.bundles.envelope import Counts
from ldp_stories.bundles.lines import encode_order, encode_receipt, encode_request, encode_revision
from ldp_stories.bundles.names import ORDERS, RECEIPTS, REQUESTS, REVISIONS, media_path, slot_path
from ldp_stories.bundles.plan import BundlePlan, MediaItem
from ldp_stories.bundles.tar import PIECE
from ldp_stories.errors import UserError


@dataclass(frozen=True, slots=True)
class PayloadFile:
    """One file that will stand in the bundle, and a way to its contents."""

    path: str
    sha256: str
    size: int
    pieces: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Payload:
    """All payload files in their order, and what the envelope says about them."""

    files: tuple[PayloadFile, ...]
    counts: Counts
    carries: dict[str, tuple[int, int]]

    @property
    def octets(self) -> int:
        """The sizes of all files together."""
        return sum(f.size for f in self.files)


class _Carried:
    """Notes the lowest and highest sequence number of each device stream while the lines go by."""

    def __init__(self) -> None:
        self.ranges: dict[str, tuple[int, int]] = {}

    def note(self, stream: str, seq: int) -> None:
        first, last = self.ranges.get(stream, (seq, seq))
        self.ranges[stream] = (min(first, seq), max(last, seq))


def measure(plan: BundlePlan) -> Payload:
    """Go through the plan once: order lines, receipts, requests, revisions, slots, media by hash; text that is empty is left out."""
    carried = _Carried()

    def revision_lines() -> Iterator[bytes]:
        for revision in plan.revisions:
            carried.note(revision.dev, revision.seq)
            yield encode_revision(revision)

    texts: tuple[tuple[str, Callable[[], Iterable[bytes]]], ...] = (
        (ORDERS, lambda: map(encode_order, plan.orders)),
        (RECEIPTS, lambda: map(encode_receipt, plan.receipts)),
        (REQUESTS, lambda: map(encode_request, plan.requests)),
        (REVISIONS, revision_lines),
    )
    files: list[PayloadFile] = []
    counted: dict[str, int] = {}
    for path, lines in texts:
        file, counted[path] = _text(path, lines)
        if file.size or path == ORDERS:
            files.append(file)
    for device, data in sorted(plan.slots.items()):
        files.append(
            PayloadFile(slot_path(device), hashlib.sha256(data).hexdigest(), len(data), partial(_once, data))
        )
    media = sorted(plan.media, key=lambda m: m.sha256)
    if len({m.sha256 for m in media}) != len(media):
        raise ValueError("a media file stands twice in the plan")
    files += [PayloadFile(media_path(m.sha256, m.ext), m.sha256, m.size, partial(_media, m)) for m in media]
    counts = Counts(
        orders=counted[ORDERS],
        revisions=counted[REVISIONS],
        receipts=counted[RECEIPTS],
        requests=counted[REQUESTS],
        media=len(media),
        media_bytes=sum(m.size for m in media),
    )
    return Payload(tuple(files), counts, dict(sorted(carried.ranges.items())))


def _text(path: str, lines: Callable[[], Iterable[bytes]]) -> tuple[PayloadFile, int]:
    """A text file and the number of its lines; the lines are made again each time it is streamed."""

    def pieces() -> Iterator[bytes]:
        block = bytearray()
        for line in lines():
            block += line
            block += b"\n"
            if len(block) >= PIECE:
                yield bytes(block)
                block.clear()
        if block:
            yield bytes(block)

    digest, size, count = hashlib.sha256(), 0, 0
    for piece in pieces():
        digest.update(piece)
        size += len(piece)
        count += piece.count(b"\n")
    return PayloadFile(path, digest.hexdigest(), size, pieces), count


def _once(data: bytes) -> Iterator[bytes]:
    yield data


def _media(item: MediaItem) -> Iterator[bytes]:
    """The contents of a media file; UserError MEDIA_DAMAGED when they are not what their hash says."""
    digest, size = hashlib.sha256(), 0
    source = item.open()
    try:
        while size <= item.size and (piece := source.read(PIECE)):
            digest.update(piece)
            size += len(piece)
            yield piece
    finally:
        source.close()
    if size != item.size or digest.hexdigest() != item.sha256:
        raise UserError("MEDIA_DAMAGED", sha256=item.sha256)
