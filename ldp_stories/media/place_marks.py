"""Where a file that nothing here can open says where it was made and by which camera: those bytes are blanked as it is copied, the rest stays.

A photo that opens is painted anew without them (`photo_child`), a film that opens is told by its own words (`film_places`). This is for the
rest: pictures that are cut off, of a new kind, or too large, and films in strange codings. It reads what phones write: Exif in TIFF form,
places in XMP, and the text of ISO 6709.
"""

import re
import struct
from collections.abc import Iterable, Iterator
from typing import Final

WINDOW: Final = 16 * 1024**2
"""How far behind its head an Exif block is read."""
_EXIF: Final = re.compile(rb"(?:Exif\0\0|eXIf|EXIF.{4})(?=II\*\0|MM\0\*)", re.DOTALL)
_WORDS: Final = (b"Exif", b"eXIf", b"EXIF")
_TIFF: Final = (b"II*\0", b"MM\0*")
_TEXTS: Final = (
    re.compile(rb"[+-]\d{2}\.\d{3,}[+-]\d{3}\.\d{3,}(?:[+-]\d+(?:\.\d+)?)?/?"),
    re.compile(rb"(?<=[^/]exif:GPS)[A-Za-z]{3,20}(?:\s?=\s?[\"']|>)[^\"'<>]{1,80}"),
)
_LONGEST: Final = 128
_SIZES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_PLACE: Final = 0x8825
_MORE: Final = 0x8769
_CAMERA: Final = frozenset(
    {0x010F, 0x0110, 0x0131, 0x013C, 0x927C, 0xA420, 0xA430, 0xA431, 0xA433, 0xA434, 0xA435}
)
"""Maker, model, program, computer, the maker's own note (it may hold a place too), numbers of camera, owner and lens."""
_MOST_ENTRIES: Final = 512
Span = tuple[int, int]


def marks_of(blocks: Iterable[bytes]) -> tuple[Span, ...]:
    """Where a file says it, as (first byte, how many), in order."""
    found: list[Span] = []
    kept, at = bytearray(), 0
    for block in blocks:
        kept += block
        if len(kept) >= 2 * WINDOW:
            found += _in_window(bytes(kept), at, WINDOW)
            del kept[: WINDOW - _LONGEST]
            at += WINDOW - _LONGEST
    found += _in_window(bytes(kept), at, len(kept))
    return tuple(sorted(set(found)))


def without_marks(blocks: Iterable[bytes], marks: Iterable[Span]) -> Iterator[bytes]:
    """The same bytes, as many of them, with zeros where the marks are."""
    spans, at = sorted(marks), 0
    for block in blocks:
        piece = bytearray(block)
        for start, size in spans:
            first, last = max(start - at, 0), min(start + size - at, len(piece))
            if first < last:
                piece[first:last] = bytes(last - first)
        at += len(block)
        spans = [(start, size) for start, size in spans if start + size > at]
        yield bytes(piece)


def _in_window(data: bytes, at: int, until: int) -> Iterator[Span]:
    """What begins before `until`; `at` is where the window stands in the file."""
    heads = [m.end() for m in _EXIF.finditer(data) if m.start() < until] if _may_hold(data, _WORDS) else []
    if at == 0 and data[:4] in _TIFF:
        heads.insert(0, 0)
    for head in heads:
        yield from ((at + head + start, size) for start, size in _exif(data[head : head + WINDOW]))
    shapes = _TEXTS if _may_hold(data, (b"exif:GPS",)) else _TEXTS[:1]
    for shape in shapes:
        yield from ((at + m.start(), m.end() - m.start()) for m in shape.finditer(data) if m.start() < until)


def _may_hold(data: bytes, words: tuple[bytes, ...]) -> bool:
    """Whether one of the words is in it at all, which is looked up much quicker than a pattern."""
    return any(word in data for word in words)


def _exif(data: bytes) -> Iterator[Span]:
    """What an Exif block says of place and camera; a block that is broken inside is blanked from its head."""
    order = "<" if data[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(f"{order}I", data, 4)
        found = list(_folder(data, order, first, seen=set(), place=False))
    except struct.error:
        yield 8, min(len(data), 1 << 16) - 8
        return
    yield from found


def _folder(data: bytes, order: str, start: int, *, seen: set[int], place: bool) -> Iterator[Span]:
    """One list of facts: everything in the one of the place, the camera's in the others."""
    if start in seen:
        return
    seen.add(start)
    (count,) = struct.unpack_from(f"{order}H", data, start)
    for number in range(min(count, _MOST_ENTRIES)):
        entry = start + 2 + 12 * number
        tag, kind, many = struct.unpack_from(f"{order}HHI", data, entry)
        (value,) = struct.unpack_from(f"{order}I", data, entry + 8)
        if tag in (_PLACE, _MORE):
            yield from _folder(data, order, value, seen=seen, place=tag == _PLACE)
        elif place or tag in _CAMERA:
            size = _SIZES.get(kind, 1) * many
            yield (entry + 8, 4) if size <= 4 else (value, min(size, max(0, len(data) - value)))
