"""Keys made once for all crypto tests, and files that misbehave."""

from ldp_stories.crypto.identities import DeviceKeys

ANNA = DeviceKeys.new()
BEN = DeviceKeys.new()


class Bytes:
    """A source in memory with a read of its own."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def read(self, size: int, /) -> bytes:
        piece = self.data[self.at : self.at + size]
        self.at += len(piece)
        return piece


class Collected:
    """A sink in memory that takes at most `at_most` bytes at a time and fails after `room` bytes."""

    def __init__(self, room: int | None = None, at_most: int | None = None) -> None:
        self.data = bytearray()
        self.room = room
        self.at_most = at_most

    def write(self, data: bytes, /) -> int:
        piece = data[: self.at_most]
        if self.room is not None and len(self.data) + len(piece) > self.room:
            raise OSError(28, "No space left on device")
        self.data += piece
        return len(piece)
