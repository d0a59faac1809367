"""Opening sound and films in the process beside the program: what `media.apart` answers, with this laptop's way to start it."""

from collections.abc import Callable, Iterator

from ldp_stories.media import apart
from ldp_stories.media.media_info import BinaryFile, MediaInfo
from ldp_stories.services.laptop import media_command


def probe(file: BinaryFile) -> MediaInfo:
    """Format, length and codecs. UserError MEDIA_UNREADABLE."""
    return apart.probe(media_command(), file)


def places_of(file: BinaryFile) -> tuple[bytes, ...]:
    """Every place text that the file says about itself; () when it cannot be read or says none."""
    return apart.places_of(media_command(), file)


def pcm(file: BinaryFile, from_ms: int = 0, to_ms: int | None = None) -> Iterator[bytes]:
    """The sound as s16le mono 48 kHz, optionally only [from_ms, to_ms). UserError MEDIA_UNREADABLE."""
    return apart.pcm(media_command(), file, from_ms, to_ms)


def make_smaller(source: BinaryFile, out: BinaryFile, progress: Callable[[int], None] | None = None) -> int:
    """Write a smaller mp4 of the film `source` to `out`; the milliseconds written. UserError MEDIA_UNREADABLE."""
    return apart.make_smaller(media_command(), source, out, progress)
