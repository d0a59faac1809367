"""The write-ahead file of sound that is being recorded: made durable, and folded in, beside the thread that writes to it.

A disk that others keep busy takes a quarter of a second for one fsync. Had the sound to wait for it, what was said meanwhile would lie in
memory only, and a program that is killed would take it along; so pieces go into the file at once, and the waiting is done here.
"""

import os
import threading
import time
from pathlib import Path
from typing import Final

from ldp_stories.errors import UserError
from ldp_stories.store.disk import refusals, sync_file
from ldp_stories.store.vault_base import Connection, connect, troubles

FOLD_BYTES: Final = 3_000_000
"""So much sound (half a minute) goes into the write-ahead file until it is folded in, and its room is used again."""
LATEST_BYTES: Final = 9_000_000
"""So much at the most: a disk that is busy just now is waited for no longer."""
BUSY_SECONDS: Final = 0.05
"""A disk that takes longer for one sync is busy. When the room is used again the writer itself waits for one."""
_TRIES: Final = 3


class WriteAhead:
    """The write-ahead file of one item that another connection writes to. `sync` and `close` in one thread at a time."""

    def __init__(self, path: Path, key: bytes) -> None:
        """The item must be in that mode already. Raises UserError DISK_TROUBLE."""
        with refusals():
            self._handle = os.open(f"{path}-wal", os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            self._con: Connection = connect(path, key)
        except UserError:
            os.close(self._handle)
            raise
        self._folded = 0
        self._folding: threading.Thread | None = None
        self._trouble: UserError | None = None
        """Never tried again: the disk may have forgotten what it could not write."""

    def sync(self, size: int) -> None:
        """Wait until the disk has it; `size` bytes of sound are in it or were. Raises UserError; once it has, it does so for ever."""
        if self._trouble is not None:
            raise self._trouble.told_again()
        begun = time.monotonic()
        try:
            sync_file(self._handle)
        except UserError as error:
            self._trouble = error.told_again()
            raise
        busy = time.monotonic() - begun > BUSY_SECONDS
        due = size - self._folded >= (LATEST_BYTES if busy else FOLD_BYTES)
        if due and (self._folding is None or not self._folding.is_alive()):
            self._folded = size
            self._folding = threading.Thread(target=self._fold, daemon=True)
            self._folding.start()

    def _fold(self) -> None:
        """Copy what is in it to the item itself; the writer begins at its start again once all of it is there."""
        try:
            with troubles():
                for _ in range(_TRIES):
                    _, there, copied = self._con.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
                    if copied == there:
                        break
        except UserError as error:
            self._trouble = error.told_again()

    def close(self) -> None:
        """Let go of the file, when what is under way is done."""
        if self._folding is not None:
            self._folding.join()
        self._con.close()
        os.close(self._handle)
