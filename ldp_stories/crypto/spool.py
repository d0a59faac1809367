"""A temporary store for bytes that may be large and must never lie readable on the disk.

Small contents stay in memory. Larger ones go to a nameless temporary file, sealed in blocks with a random key that exists only in this
process: when it ends, however it ends, nobody can read what is left.
"""

import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from ldp_stories.errors import UserError

BLOCK: Final = 1 << 20
_TAG: Final = 16


class Spool:
    """Write once, then read as often as wanted; `close` throws it away. Holds up to `in_memory` bytes before it uses `folder`."""

    def __init__(self, folder: Path, in_memory: int = 8 << 20) -> None:
        self._folder = folder
        self._in_memory = in_memory
        self._buffer = bytearray()
        self._file: IO[bytes] | None = None
        self._cipher = ChaCha20Poly1305(secrets.token_bytes(32))
        self._blocks = 0
        self.size = 0

    def write(self, data: bytes) -> int:
        """Add bytes; OSError when the disk is full."""
        self._buffer += data
        self.size += len(data)
        if self._file is None and len(self._buffer) > self._in_memory:
            self._file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by close()
        if self._file is not None:
            while len(self._buffer) >= BLOCK:
                self._put(self._file, bytes(self._buffer[:BLOCK]))
                del self._buffer[:BLOCK]
        return len(data)

    def blocks(self) -> Iterator[bytes]:
        """Everything that was written, block by block; UserError DAMAGED when the temporary file was altered."""
        if self._file is not None:
            for number in range(self._blocks):
                self._file.seek(number * (BLOCK + _TAG))
                yield self._get(number, self._file.read(BLOCK + _TAG))
        if self._buffer:
            yield bytes(self._buffer)

    def lines(self, limit: int) -> Iterator[bytes]:
        """Everything, line by line without the newline; UserError BAD_LINE for one over `limit` bytes or a last one without newline."""
        rest = b""
        for block in self.blocks():
            pieces = (rest + block).split(b"\n") if rest else block.split(b"\n")
            rest = pieces.pop()
            if max(map(len, pieces), default=0) > limit or len(rest) > limit:
                raise UserError("BAD_LINE")
            yield from pieces
        if rest:
            raise UserError("BAD_LINE")

    def close(self) -> None:
        """Throw everything away."""
        self._buffer.clear()
        self._blocks = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def _put(self, file: IO[bytes], block: bytes) -> None:
        file.seek(self._blocks * (BLOCK + _TAG))
        file.write(self._cipher.encrypt(_nonce(self._blocks), block, None))
        self._blocks += 1

    def _get(self, number: int, sealed: bytes) -> bytes:
        try:
            return self._cipher.decrypt(_nonce(number), sealed, None)
        except InvalidTag as error:
            raise UserError("DAMAGED") from error


def _nonce(number: int) -> bytes:
    """Each block number is sealed once with a key used nowhere else, so the number itself serves."""
    return number.to_bytes(12, "big")
