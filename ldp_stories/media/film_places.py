"""Where a film or voice note was made, as phones write it into the file; and blanking it while the file is copied, byte for byte in place.

Phones write an ISO 6709 text ("+51.5074-000.1278/") or a box of numbers into the head or the tail of an MP4. Nothing else of the file
changes, so it plays as before and keeps its length (domain/5-ethics-law.md: location is taken out).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from ldp_stories.media.media_info import BinaryFile

_ISO_6709: Final = re.compile(
    rb"[+-]\d{2}(?:\d{2}){0,2}(?:\.\d+)?[+-]\d{3}(?:\d{2}){0,2}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?/?"
)
_LOCI: Final = re.compile(rb"(loci\0{4}..[^\0]{0,256}\0.)(.{12})", re.DOTALL)
"""The box in which phones of 3GPP write longitude, latitude and height as numbers (3GPP TS 26.244, 8.10)."""
_LONGEST_BOX: Final = 8 + 2 + 256 + 1 + 1 + 12
_NAMES: Final = ("location", "xyz", "gps")


def places_of(file: BinaryFile | str) -> tuple[bytes, ...]:
    """Every place text that the file says about itself, as it stands in it; () when it cannot be read or says none."""
    import av  # late: only where a phone's file is looked at
    import av.error

    opened: Any = file
    try:
        with av.open(opened, mode="r", metadata_errors="replace") as container:
            told = [container.metadata, *(s.metadata for s in container.streams)]
    except (av.error.FFmpegError, EOFError, OSError):
        return ()
    texts = (v for one in told for k, v in one.items() if any(n in k.lower() for n in _NAMES))
    found = dict.fromkeys(m.group() for text in texts for m in _ISO_6709.finditer(str(text).encode()))
    return tuple(found)


def blanked(blocks: Iterable[bytes], places: tuple[bytes, ...]) -> Iterator[bytes]:
    """The same bytes with each place text overwritten by zeros of its own shape, also where it spans two blocks; as long as before."""
    if not places:
        yield from blocks
        return
    keep = max(_LONGEST_BOX, *map(len, places))
    waiting = b""
    for block in blocks:
        waiting = _without(waiting + block, places)
        out = max(0, len(waiting) - keep)
        yield waiting[:out]
        waiting = waiting[out:]
    yield waiting


def _without(piece: bytes, places: tuple[bytes, ...]) -> bytes:
    for place in places:
        piece = piece.replace(place, _zeros(place))
    return _LOCI.sub(lambda box: box[1] + bytes(12), piece)


def _zeros(place: bytes) -> bytes:
    return re.sub(rb"\d", b"0", place)
