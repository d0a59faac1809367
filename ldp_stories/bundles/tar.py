"""A tar of one strict kind: USTAR, regular files only, no owner, no time (BUNDLE.md 1, 7).

Written bytes depend on nothing but names and contents. The reader accepts exactly what the writer makes, and nothing it has not checked
reaches a caller: no links, devices, folders, long-name or sparse extensions, no padding that is not zero, nothing after the end.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ldp_stories.crypto.age_header import Source
from ldp_stories.errors import UserError

BLOCK: Final = 512
PIECE: Final = 256 * 1024
MAX_MEMBERS: Final = 100_000
MAX_MEMBER: Final = 8**11 - 1
MAX_TOTAL: Final = 64 << 30
END: Final = bytes(2 * BLOCK)
_OCTAL: Final = re.compile(rb"[0-7]{11}\0")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a tar: its full name and its size in bytes."""

    name: str
    size: int


def header(name: str, size: int) -> bytes:
    """The 512-byte header of a regular file; names over 100 characters are split at their last slash, as USTAR says."""
    if size > MAX_MEMBER:
        raise ValueError("a tar member has less than 8 GiB")
    prefix, short = name.rpartition("/")[::2] if len(name) > 100 else ("", name)
    fields = (
        short.encode("ascii").ljust(100, b"\0"),
        b"0000644\0" + b"0000000\0" * 2,
        b"%011o\0" % size,
        b"%011o\0" % 0,
        b" " * 8,
        b"0" + bytes(100),
        b"ustar\x0000" + bytes(64),
        b"0000000\0" * 2,
        prefix.encode("ascii").ljust(155, b"\0") + bytes(12),
    )
    block = b"".join(fields)
    if len(block) != BLOCK:
        raise ValueError("a name is too long for USTAR")
    return block[:148] + b"%06o\0 " % sum(block) + block[156:]


def padding(size: int) -> bytes:
    """The zero bytes that fill the last block of a member."""
    return bytes(-size % BLOCK)


def tar_size(members: Iterator[Member] | list[Member]) -> int:
    """The exact size of a tar with these members."""
    return sum(BLOCK + m.size + len(padding(m.size)) for m in members) + len(END)


class TarReader:
    """Reads a tar from a stream, member by member. UserError BAD_TAR, CUT_SHORT, TOO_BIG; the caller checks the names."""

    def __init__(self, src: Source) -> None:
        self._src = src
        self._left = 0
        self._pad = 0
        self._members = 0
        self._total = 0

    def next(self) -> Member | None:
        """The next member, or None at the proper end; the contents of the one before must have been read whole."""
        if self._left:
            raise ValueError("the member before has not been read to its end")
        self._skip_padding()
        block = self._exactly(BLOCK)
        if block == bytes(BLOCK):
            self._check_end()
            return None
        member = _parse(block)
        self._members += 1
        self._total += member.size
        if self._members > MAX_MEMBERS or self._total > MAX_TOTAL:
            raise UserError("TOO_BIG")
        self._left = member.size
        self._pad = -member.size % BLOCK
        return member

    def pieces(self) -> Iterator[bytes]:
        """The contents of the present member, piece by piece."""
        while self._left:
            piece = self._src.read(min(PIECE, self._left))
            if not piece:
                raise UserError("CUT_SHORT")
            self._left -= len(piece)
            yield piece

    def whole(self, limit: int) -> bytes:
        """The contents of a small member in one piece; TOO_BIG above `limit` bytes."""
        if self._left > limit:
            raise UserError("TOO_BIG")
        return b"".join(self.pieces())

    def _skip_padding(self) -> None:
        if self._exactly(self._pad).strip(b"\0"):
            raise UserError("BAD_TAR", why="padding")
        self._pad = 0

    def _check_end(self) -> None:
        if self._exactly(BLOCK) != bytes(BLOCK) or self._src.read(1):
            raise UserError("BAD_TAR", why="end")

    def _exactly(self, count: int) -> bytes:
        data = bytearray()
        while len(data) < count:
            piece = self._src.read(count - len(data))
            if not piece:
                raise UserError("CUT_SHORT")
            data += piece
        return bytes(data)


def _parse(block: bytes) -> Member:
    """Name and size of a header that is, bit by bit, the one our writer would have made for them."""
    if block[257:265] != b"ustar\x0000":
        raise UserError("BAD_TAR", why="format")
    if block[156:157] != b"0":
        raise UserError("BAD_TAR", why="type")
    if not _OCTAL.fullmatch(block[124:136]):
        raise UserError("BAD_TAR", why="size")
    size = int(block[124:135], 8)
    prefix, short = block[345:500].rstrip(b"\0"), block[:100].rstrip(b"\0")
    try:
        name = (prefix + b"/" + short if prefix else short).decode("ascii")
        canonical = header(name, size)
    except ValueError as error:
        raise UserError("BAD_PATH") from error
    if canonical != block:
        raise UserError("BAD_TAR", why="header")
    return Member(name, size)
