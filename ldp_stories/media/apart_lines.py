"""What the program and the process that opens sound and films say to each other: short frames, a letter, a length and bytes.

To the process: ASK (JSON: what to do), DATA (what it wanted to read), SIZE (how long the file is), after each OUT either MORE or STOP.
From it: READ (where and how much), LENGTH (how long is it?), OUT (sound, or a piece of the film it makes), DONE_MS (how far), END (JSON:
what came of it).
"""

import struct
from typing import IO, Final

ASK, DATA, SIZE, MORE, STOP = b"A", b"D", b"Z", b"N", b"S"
READ, LENGTH, OUT, DONE_MS, END = b"R", b"L", b"O", b"M", b"E"
_HEAD: Final = struct.Struct(">cI")
_PLACE: Final = struct.Struct(">QI")
_NUMBER: Final = struct.Struct(">q")
MOST: Final = 1 << 22
"""No frame is longer: what comes from a process that was taken over fills no memory."""


def put(stream: IO[bytes], letter: bytes, data: bytes = b"") -> None:
    """Send one frame."""
    stream.write(_HEAD.pack(letter, len(data)) + data)
    stream.flush()


def get(stream: IO[bytes]) -> tuple[bytes, bytes]:
    """The next frame; EOFError when the other side is gone, or says what nobody says."""
    letter, size = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if size > MOST:
        raise EOFError
    return letter, _exactly(stream, size)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size) if size else b""
    if data is None or len(data) != size:
        raise EOFError
    return data


def place(at: int, size: int) -> bytes:
    """Where and how much, as READ has it."""
    return _PLACE.pack(at, size)


def place_of(data: bytes) -> tuple[int, int]:
    """The same read; EOFError when it is none."""
    if len(data) != _PLACE.size:
        raise EOFError
    at, size = _PLACE.unpack(data)
    return at, min(size, MOST)


def number(value: int) -> bytes:
    """A number, as SIZE and DONE_MS have it."""
    return _NUMBER.pack(value)


def number_of(data: bytes) -> int:
    """The same read; EOFError when it is none."""
    if len(data) != _NUMBER.size:
        raise EOFError
    return int(_NUMBER.unpack(data)[0])
