"""Slices of a file that was too large for one part: kept one by one as they come, joined when all are here and the whole is right.

A slice is a vault item of its own, verified and receipted alone. Joining writes the whole into a new item, hashes it on the way, and only
then drops the slices; killed in between, it is done again at the next chance.
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Final

from ldp_stories.bundles.envelope import SliceTable
from ldp_stories.domain.ids import new_id
from ldp_stories.errors import UserError
from ldp_stories.services.half_kept import filling, new_file, settled
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import let_go, media, orders, slices
from ldp_stories.store.slices import SlicedFile
from ldp_stories.store.vault import new_item_key

_PIECE: Final = 1 << 20


def note_tables(con: Connection, tables: Mapping[str, SliceTable]) -> None:
    """Keep the tables of slices that a bundle brought."""
    for whole, table in tables.items():
        slices.note(con, SlicedFile(whole, table.ext, table.bytes, tuple((p, 0) for p in table.pieces)))


def join(home: Home, progress: Progress = no_progress) -> tuple[str, ...]:
    """Join every file whose slices are all here; the hashes of those that are whole now.

    A file that does not come out as its hash says is thrown away, so that its slices are asked for again. UserError NO_ROOM: the slices
    stay, and it is tried again when the notebook opens.
    """
    with home.main.read() as con:
        waiting = slices.complete(con)
    return tuple(cut.whole for cut in waiting if _join(home, cut, progress))


def _join(home: Home, cut: SlicedFile, progress: Progress) -> bool:
    with home.main.read() as con:
        keys = slices.keys(con, [piece for piece, _ in cut.pieces])
    item, key = new_id(), new_item_key()
    file = new_file(home, item, key)
    digest, done = hashlib.sha256(), 0
    with filling(home, item, file):
        for piece in _bytes(home, keys):
            digest.update(piece)
            file.write(piece)
            done += len(piece)
            progress.report(done, cut.size)
        right = digest.hexdigest() == cut.whole and done == cut.size
        if right:
            file.seal()
    kept = _settle(home, cut, item, key, right=right)
    settled(home, item)
    return kept


def _bytes(home: Home, keys: tuple[tuple[str, bytes], ...]) -> Iterator[bytes]:
    for item, key in keys:
        with home.vault.open(item, key) as reader:
            file = reader.file()
            while piece := file.read(_PIECE):
                yield piece


def _settle(home: Home, cut: SlicedFile, item: str, key: bytes, *, right: bool) -> bool:
    """Keep the whole and drop its slices, in one transaction; a wrong whole, or one taken back meanwhile, is not kept."""
    with home.main.write() as con:
        kept = right and not orders.erased_media(con, [cut.whole]) and not media.is_here(con, cut.whole)
        gone = media.shred(con, items=slices.items_of(con, cut.whole))
        if kept:
            owners = media.by_sha256(con, cut.whole)
            owner = owners[0].id if owners else ""
            media.keep_key(con, item, key, media=owner, sha256=cut.whole, size=cut.size)
            let_go.came_back(con)
    if not kept:
        home.vault.remove(item)
    for old in gone:
        home.vault.remove(old)
    with home.main.write() as con:
        media.removed(con, gone)
    return kept


def join_if_room(home: Home, progress: Progress = no_progress) -> tuple[str, ...]:
    """`join`, leaving it for later when there is no room now."""
    try:
        return join(home, progress)
    except UserError as error:
        if error.code not in ("NO_ROOM", "DISK_TROUBLE"):
            raise
        return ()
