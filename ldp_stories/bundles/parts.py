"""Sharing a large sending out over parts, and cutting what is larger than a part into slices (CONTRACTS.md 9).

Every part is a whole bundle. What fits in one part goes in one; else the text goes first, in parts of its own, so that it arrives (and can
be sent by mail) even if the media follow on another day.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.bundles.envelope import SliceTable
from ldp_stories.bundles.lines import encode_revision
from ldp_stories.bundles.plan import MediaItem, MediaSource
from ldp_stories.bundles.tar import PIECE
from ldp_stories.crypto.sealing import sealed_size_at_most
from ldp_stories.domain.revisions import Revision

DEFAULT_PART: Final = 1_000_000_000
STICK_PART: Final = 3_900_000_000
NETWORK_PART: Final = 128 << 20
MAIL_PART: Final = 16 << 20

_FIXED: Final = 256 * 1024  # tag files, README, envelope with its 20 recipients, tar end
_PER_MEDIA: Final = 512 + 512 + 160 + 80  # tar header and padding, manifest line, entry in a slice table
_NAMED: Final = 72  # one hash in the envelope's lists, on a line of its own


@dataclass(frozen=True, slots=True)
class Parts:
    """How to share out: the revisions and the media of each part, and the table of slices that stands in every part."""

    revisions: tuple[tuple[Revision, ...], ...]
    media: tuple[tuple[MediaItem, ...], ...]
    slices: dict[str, SliceTable]

    def __len__(self) -> int:
        return len(self.media)


def payload_room(limit: int) -> int:
    """How many bytes of lines and media fit in a part of at most `limit` bytes."""
    overhead = sealed_size_at_most(20, limit) - limit
    return limit - overhead - _FIXED


@dataclass(frozen=True, slots=True)
class Cut:
    """How a file was cut before: the hash and size of each slice, in order. Cutting it the same way again needs no reading."""

    pieces: tuple[tuple[str, int], ...]


def share_out(
    revisions: Iterable[Revision],
    media: Sequence[MediaItem],
    limit: int,
    other_text: int = 0,
    *,
    known: Mapping[str, Cut] | None = None,
    held: Collection[str] = (),
) -> Parts:
    """Fill parts of at most `limit` bytes: first the revisions, in their order, then media in theirs.

    `other_text` is the size of orders, receipts and slots, which stand in every part. `known` are earlier cuts by the hash of the whole;
    slices in `held` are with the addressee and not sent again. ValueError when `limit` leaves no room for what every part needs.
    """
    pieces, slices = cut_large(media, limit, known)
    pieces = [p for p in pieces if p.ext != "slice" or p.sha256 not in held]
    room = (
        payload_room(limit)
        - other_text
        - _NAMED * (len(pieces) + sum(len(t.pieces) for t in slices.values()))
    )
    if room <= 2 << 20:
        raise ValueError("the part is too small for what stands in every part")
    filled = _Filling(room)
    for revision in revisions:
        filled.add(len(encode_revision(revision)) + 1, revision, None)
    if not filled.has_room(sum(item.size + _PER_MEDIA for item in pieces)):
        filled.turn_over()
    for item in pieces:
        filled.add(item.size + _PER_MEDIA, None, item)
    return Parts(tuple(tuple(r) for r in filled.revisions), tuple(tuple(m) for m in filled.media), slices)


def cut_large(
    media: Sequence[MediaItem], limit: int, known: Mapping[str, Cut] | None = None
) -> tuple[list[MediaItem], dict[str, SliceTable]]:
    """The media with every file too large for a part replaced by its slices; each such file is read once to hash them, if not `known`."""
    largest = payload_room(limit) * 3 // 4
    items: list[MediaItem] = []
    tables: dict[str, SliceTable] = {}
    for item in media:
        if item.size <= largest:
            items.append(item)
            continue
        cut = known.get(item.sha256) if known else None
        fits = cut is not None and max(size for _, size in cut.pieces) <= largest
        slices = list(as_cut(item, cut) if cut is not None and fits else _slices(item, largest))
        tables[item.sha256] = SliceTable(item.ext, item.size, tuple(s.sha256 for s in slices))
        items += slices
    return list({i.sha256: i for i in items}.values()), tables


class _Filling:
    """Parts that are being filled one after the other."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._used = 0
        self.revisions: list[list[Revision]] = [[]]
        self.media: list[list[MediaItem]] = [[]]

    def has_room(self, size: int) -> bool:
        """Whether so much more fits in the part that is being filled."""
        return self._used + size <= self._room

    def turn_over(self) -> None:
        """Begin a new part, unless this one is empty."""
        if self._used:
            self._used = 0
            self.revisions.append([])
            self.media.append([])

    def add(self, size: int, revision: Revision | None, item: MediaItem | None) -> None:
        if not self.has_room(size):
            self.turn_over()
        self._used += size
        if revision is not None:
            self.revisions[-1].append(revision)
        if item is not None:
            self.media[-1].append(item)


def _slices(item: MediaItem, size: int) -> Iterator[MediaItem]:
    source = item.open()
    try:
        for start in range(0, item.size, size):
            length = min(size, item.size - start)
            digest = hashlib.sha256()
            for piece in _read(source, length):
                digest.update(piece)
            yield MediaItem(digest.hexdigest(), "slice", length, _SliceOpener(item, start, length))
    finally:
        source.close()


def as_cut(item: MediaItem, cut: Cut) -> Iterator[MediaItem]:
    """The slices of a file that was cut before."""
    start = 0
    for sha256, size in cut.pieces:
        yield MediaItem(sha256, "slice", size, _SliceOpener(item, start, size))
        start += size


def _read(source: MediaSource, length: int) -> Iterator[bytes]:
    while length > 0 and (piece := source.read(min(PIECE, length))):
        length -= len(piece)
        yield piece


@dataclass(frozen=True, slots=True)
class _SliceOpener:
    """Opens a part of a file."""

    item: MediaItem
    start: int
    length: int

    def __call__(self) -> MediaSource:
        source = self.item.open()
        seek = getattr(source, "seek", None)
        if seek is not None:
            seek(self.start)
        else:
            for _ in _read(source, self.start):
                pass
        return _SliceSource(source, self.length)


class _SliceSource:
    def __init__(self, source: MediaSource, length: int) -> None:
        self._source = source
        self._left = length

    def read(self, size: int, /) -> bytes:
        piece = self._source.read(min(size, self._left)) if self._left else b""
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        self._source.close()
