"""Plain sound with a WAV header in front, made on the fly: so that a recording plays before its FLAC master is ready."""

import io
import struct
from typing import IO, TYPE_CHECKING, Final, Protocol

from ldp_stories.domain.media import RATE

if TYPE_CHECKING:
    from typing_extensions import Buffer

HEADER_BYTES: Final = 44
_MOST: Final = 0xFFFF_FFFF - HEADER_BYTES


class Readable(Protocol):
    """Bytes that can be read anywhere (a vault reader is one)."""

    size: int

    def read(self, offset: int, size: int) -> bytes:
        """Bytes from `offset`."""


def header(size: int) -> bytes:
    """The 44 bytes before `size` bytes of s16le mono 48 kHz."""
    size = min(size, _MOST)
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        size + 36,
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        RATE,
        RATE * 2,
        2,
        16,
        b"data",
        size,
    )


class WavSound:
    """Pieces with a WAV header in front, readable anywhere: what a player is given while there is no master yet."""

    def __init__(self, sound: Readable) -> None:
        self._sound = sound
        self._head = header(sound.size)
        self.size = HEADER_BYTES + sound.size

    def read(self, offset: int, size: int) -> bytes:
        """Bytes from `offset`, fewer only at the end."""
        data = self._head[offset : offset + size]
        if len(data) < size:
            data += self._sound.read(offset + len(data) - HEADER_BYTES, size - len(data))
        return data


class WavView(io.RawIOBase):
    """The same as a read-only, seekable binary file, for decoders."""

    def __init__(self, sound: Readable) -> None:
        super().__init__()
        self._sound = WavSound(sound)
        self._at = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        self._at = max(
            0, {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._sound.size}[whence] + offset
        )
        return self._at

    def readinto(self, buffer: "Buffer", /) -> int:
        """Fill `buffer`; the number of bytes put in."""
        view = memoryview(buffer).cast("B")
        data = self._sound.read(self._at, len(view))
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def write_wav(sound: bytes, out: IO[bytes]) -> None:
    """Write short sound as a WAV file."""
    out.write(header(len(sound)) + sound)
