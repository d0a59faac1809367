"""A sound that lies sealed in the vault, as Qt's media player reads it: byte by byte, never through a file on disk."""

import threading
from typing import Protocol

from PySide6.QtCore import QIODevice

from ldp_stories.errors import UserError


class Sound(Protocol):
    """Bytes of a sound file that can be read anywhere, from any thread."""

    size: int

    def read(self, offset: int, size: int) -> bytes:
        """Bytes from `offset`, fewer only at the end; raises UserError when they cannot be had."""


class SoundDevice(QIODevice):
    """A `Sound` as Qt's media player wants it. Read from the player's own thread; a damaged piece ends the sound there."""

    def __init__(self, sound: Sound) -> None:
        super().__init__()
        self._sound: Sound | None = sound
        self._size = sound.size
        self._at = 0
        self._reading = threading.Lock()
        self.trouble: UserError | None = None
        self.open(QIODevice.OpenModeFlag.ReadOnly | QIODevice.OpenModeFlag.Unbuffered)

    def isSequential(self) -> bool:
        """No: it can be sought."""
        return False

    def size(self) -> int:
        """Bytes of the sound."""
        return self._size

    def atEnd(self) -> bool:
        """True at the end, and where a damaged piece or `let_go` ends it: a reader that hears "not yet" would ask for ever."""
        return self._sound is None or self.trouble is not None or self._at >= self._size

    def seek(self, pos: int) -> bool:
        """Go to a byte."""
        if not super().seek(pos):
            return False
        self._at = pos
        return True

    def readData(self, maxlen: int) -> object:
        """The next bytes."""
        with self._reading:
            if self._sound is None:
                return b""
            try:
                data = self._sound.read(self._at, maxlen)
            except UserError as error:
                self.trouble = error
                return b""
            self._at += len(data)
            return data

    def writeData(self, data: bytes | bytearray | memoryview, length: int) -> int:  # noqa: ARG002
        """Never."""
        return -1

    def let_go(self) -> None:
        """Give the sound back: when this returns, nothing reads from it any more."""
        with self._reading:
            self._sound = None
