"""The vault: media at rest. Each recording, photo or file is one sealed SQLCipher file of its own, with a random key kept elsewhere.

Deleting that key shreds every copy, so two records never share an item. Sound that is being recorded grows by committed pieces of
100 ms (`LiveItem`, which is the recorder's `PieceSink`, with `store/vault_log.py`); a file that is brought in is written once, in pieces
of 256 KiB (`store/vault_file.py`); both are read by `VaultReader` (`store/vault_reader.py`). The row key of a piece is the byte it starts at.
Layout and rescue commands: resources/spec/store.md. Rules: CONTRACTS.md 6.
"""

import os
import re
import secrets
import time
from pathlib import Path

from ldp_stories.domain.held_files import take_away
from ldp_stories.domain.media import PIECE_BYTES, ms_of
from ldp_stories.errors import UserError
from ldp_stories.store.vault_base import Connection, connect, finish, put_fact, start, troubles, unlink
from ldp_stories.store.vault_file import FileItem
from ldp_stories.store.vault_log import WriteAhead
from ldp_stories.store.vault_reader import VaultFile, VaultReader

__all__ = ["FileItem", "LiveItem", "Vault", "VaultFile", "VaultReader", "create_live", "new_item_key"]
SUFFIX = ".item"
_GONE = ".gone"
"""Marks an item that is to be deleted as soon as nobody holds it any more."""
_ID = re.compile(r"[0-9a-zA-Z-]{1,64}")


def new_item_key() -> bytes:
    """A fresh 256 bit key for one item."""
    return secrets.token_bytes(32)


class LiveItem:
    """Sound being recorded: `append` has committed when it returns, and the disk has it when `sync` returns. One thread for each of the two."""

    def __init__(self, path: Path, key: bytes, *, bulk: bool = False) -> None:
        """A new item at `path`; `bulk` (sound made faster than real time) skips the write-ahead file: then each commit is durable itself."""
        self._con: Connection | None = start(path, key, "live", wal=not bulk)
        self._log = None if bulk else _log_of(self._con, path, key)
        self._size = 0
        self._heard_now = not bulk

    @property
    def size(self) -> int:
        """Committed bytes of sound."""
        return self._size

    @property
    def duration_ms(self) -> int:
        """Committed milliseconds of sound."""
        return ms_of(self._size)

    def append(self, frames: bytes) -> None:
        """Commit `frames` as pieces of at most 100 ms, all or nothing. Raises UserError NO_ROOM or DISK_TROUBLE."""
        con = self._open()
        rows = [
            (self._size + at, bytes(frames[at : at + PIECE_BYTES]))
            for at in range(0, len(frames), PIECE_BYTES)
        ]
        with troubles(con):
            con.execute("BEGIN IMMEDIATE")
            if self._heard_now and not self._size:  # what came before it was lost, if a part was cut off
                put_fact(con, "begun_at", round(time.time() * 1000) - ms_of(len(frames)))
            con.executemany("INSERT INTO piece(start, data) VALUES (?, ?)", rows)
            con.execute("COMMIT")
        self._size += len(frames)

    def sync(self) -> int:
        """Wait until the disk has all that was appended before; its bytes. Raises UserError NO_ROOM or DISK_TROUBLE; then no more is taken."""
        size = self._size
        if self._log is not None:
            self._log.sync(size)
        return size

    def gap(self, ms: int) -> None:
        """Commit that `ms` milliseconds were lost here."""
        con = self._open()
        with troubles(con):
            con.execute("INSERT INTO gap(at, ms) VALUES (?, ?)", (self._size, ms))

    def seal(self) -> None:
        """Make the item one closed file. On a full disk it stays as it is: all that was committed is kept and still plays."""
        if self._log is not None:
            log, self._log = self._log, None
            log.close()
        if self._con is not None:
            con, self._con = self._con, None
            finish(con)

    def _open(self) -> Connection:
        if self._con is None:
            raise ValueError("this item is sealed")
        return self._con


def _log_of(con: Connection, path: Path, key: bytes) -> WriteAhead:
    """From now on commits wait for no disk, and are folded in beside the writer."""
    try:
        with troubles():
            con.execute("PRAGMA synchronous = NORMAL")
            con.execute("PRAGMA wal_autocheckpoint = 0")
        return WriteAhead(path, key)
    except UserError:
        con.close()
        unlink(path)
        raise


class Vault:
    """The folder of items. Item ids are random names; keys are handed in and never kept here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, item_id: str) -> Path:
        """Where the item lies (it need not exist). Ids are letters, digits and dashes only."""
        if not _ID.fullmatch(item_id):
            raise ValueError("not an item id")
        return self.folder / f"{item_id}{SUFFIX}"

    def create(self, item_id: str, key: bytes, *, bulk: bool = False) -> LiveItem:
        """A new item for sound that is being recorded."""
        return create_live(self.path(item_id), key, bulk=bulk)

    def create_file(self, item_id: str, key: bytes) -> FileItem:
        """A new item for a file that is written from start to end; nothing is kept unless it is sealed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        return FileItem(self.path(item_id), key)

    def open(self, item_id: str, key: bytes) -> VaultReader:
        """Read an item, also one that was never sealed. Raises UserError MEDIA_GONE or MEDIA_DAMAGED."""
        return VaultReader(self.path(item_id), key)

    def finish(self, item_id: str, key: bytes) -> int:
        """Seal an item that its recorder left open (killed, power cut) and return its milliseconds; harmless when sealed.

        0 when the recorder was stopped before it had begun: then nothing is there, and nothing is left.
        """
        try:
            with self.open(item_id, key) as reader:
                sealed, duration_ms = reader.sealed, reader.duration_ms
        except UserError as error:
            if error.code != "MEDIA_GONE":
                raise
            self.remove(item_id)
            return 0
        if not sealed:
            finish(connect(self.path(item_id), key))
        return duration_ms

    def items(self) -> list[str]:
        """The ids of all items here, in order."""
        return sorted(path.name.removesuffix(SUFFIX) for path in self.folder.glob(f"*{SUFFIX}"))

    def bytes_used(self) -> int:
        """Bytes on disk of all items with their side files."""
        return sum(path.stat().st_size for path in self.folder.glob(f"*{SUFFIX}*"))

    def remove(self, item_id: str) -> None:
        """Delete an item and its side files; what is already gone is no error. (Its key is what truly shreds it.)

        While somebody has it open (a player, a virus checker) Windows refuses: then it is marked, and `sweep` deletes it later.
        """
        try:
            unlink(self.path(item_id))
        except PermissionError:
            self._mark(item_id).touch()
        else:
            take_away(self._mark(item_id))

    def sweep(self) -> int:
        """Delete what could not be deleted when its time had come; how many items were marked. One that is still held keeps its mark."""
        marks = sorted(self.folder.glob(f"*{_GONE}"))
        for mark in marks:
            self.remove(mark.name.removesuffix(_GONE))
        return len(marks)

    def _mark(self, item_id: str) -> Path:
        return self.folder / f"{item_id}{_GONE}"


def create_live(path: Path, key: bytes, *, bulk: bool = False) -> LiveItem:
    """A new live item at an exact path (the recorder process is given a path, not a vault)."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("DISK_TROUBLE", reason=os.strerror(error.errno or 0)) from error
    return LiveItem(path, key, bulk=bulk)
