"""Sound or a film of other people as plain sound that can be read anywhere: what a player is given, so that it never opens their file itself.

It is decoded as it is played, in the process beside the program; reading on goes on where it stood, reading elsewhere seeks there. Nothing
is kept but a little of what was read last. Sound that is shorter than it said is silent at its end.
"""

from collections.abc import Callable, Iterator
from typing import Final

Open = Callable[[int], Iterator[bytes]]
"""Gives the sound (s16le mono 48 kHz) from a millisecond on."""
_BYTES_A_MS: Final = 96
_KEPT: Final = 1 << 21
"""So much of what was read last can be read again at once (about 20 seconds)."""
_NEAR: Final = 1 << 20
"""So far ahead it is quicker to go on than to seek."""


class Decoded:
    """Bytes of sound, `size` of them. One thread at a time; `close` it."""

    def __init__(self, open_at: Open, duration_ms: int) -> None:
        self.size = duration_ms * _BYTES_A_MS
        self._open_at = open_at
        self._sound: Iterator[bytes] | None = None
        self._kept = bytearray()
        self._from = 0
        """Where what is kept begins."""

    def read(self, offset: int, size: int) -> bytes:
        """Bytes from `offset`, fewer only at the end. Raises what opening the sound raises."""
        end = min(self.size, offset + size)
        if end <= offset:
            return b""
        here = self._from + len(self._kept)
        if self._sound is None or not self._from <= offset <= here + _NEAR:
            self._seek(offset)
        while self._from + len(self._kept) < end and self._more(offset):
            pass
        data = bytes(self._kept[offset - self._from : end - self._from])
        return data + bytes(end - offset - len(data))

    def close(self) -> None:
        """Let go of the sound."""
        sound, self._sound = self._sound, None
        close = getattr(sound, "close", None)
        if close is not None:
            close()

    def _seek(self, offset: int) -> None:
        self.close()
        ms = offset // _BYTES_A_MS
        self._kept, self._from = bytearray(), ms * _BYTES_A_MS
        self._sound = self._open_at(ms)

    def _more(self, wanted: int) -> bool:
        """Take the next block in; False at the end. What lies well before the place that is wanted is let go."""
        block = next(self._sound, None) if self._sound is not None else None
        if block is None:
            return False
        self._kept += block
        far = min(len(self._kept) - _KEPT, wanted - self._from)
        if far > 0:
            del self._kept[:far]
            self._from += far
        return True
