"""Keep sound well: the FLAC master of a recorded part, the small Opus copy for mail, and the invented sounds of a practice programme.

The library that encodes is loaded when it is first used. A master is made, read back and compared; only in the transaction that notes it
do the pieces lose their key (CONTRACTS.md 6).
"""

import hashlib
from collections.abc import Callable, Iterable
from typing import IO, TYPE_CHECKING, Any, cast

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import Media, RenditionKind
from ldp_stories.errors import UserError
from ldp_stories.media.synth import voice
from ldp_stories.services.decode_apart import pcm
from ldp_stories.services.half_kept import new_file, settled
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import media, records
from ldp_stories.store.vault import new_item_key
from ldp_stories.store.vault_reader import VaultFile, VaultReader

if TYPE_CHECKING:
    from ldp_stories.media.master import Made

Maker = Callable[..., "Made"]


class _OwnFile(VaultFile):
    """A file that closes its reader with itself."""

    def __init__(self, reader: VaultReader) -> None:
        super().__init__(reader)
        self._own = reader

    def close(self) -> None:
        """Close both."""
        super().close()
        self._own.close()


def masters_to_make(home: Home) -> tuple[str, ...]:
    """Media whose pieces wait to become a master, the oldest first."""
    with home.main.read() as con:
        return media.without_hash(con)


def make_master(home: Home, media_id: str, progress: Progress = no_progress) -> bool:
    """Make the FLAC master of a recorded part, read it back, compare, and only then drop the pieces. False when there is nothing to do.

    UserError MASTER_DIFFERS, NO_ROOM: the pieces are untouched and it can be made again. Cancelled likewise.
    """
    from ldp_stories.media.master import make_master as make

    found = _found(home, media_id)
    with home.main.read() as con:
        pieces = [item for item, sha256, _ in media.items_of(con, media_id) if not sha256]
        key = media.key_of(con, pieces[0]) if pieces else None
    if key is None:
        return False
    with home.vault.open(pieces[0], key) as reader:
        _make(
            home,
            found,
            make,
            reader.pieces,
            "flac",
            RenditionKind.MASTER,
            progress,
            tuple(pieces),
        )
    for old in pieces:  # only now that nobody reads them any more: Windows deletes no open file
        home.vault.remove(old)
    with home.main.write() as con:
        media.removed(con, pieces)
    return True


def make_small(home: Home, media_id: str, progress: Progress = no_progress) -> bool:
    """Make the Opus copy of a medium that has a master here, for bundles that go by mail or network. False when it cannot or need not be."""
    from ldp_stories.media.master import make_opus

    found = _found(home, media_id)
    kinds = {r.kind for r in found.renditions if r.item is not None}
    source = found.master
    if found.kind != "audio" or RenditionKind.OPUS in kinds or source is None or source.item is None:
        return False  # of a video or photo no sound could stand for the whole
    with home.main.read() as con:
        key = media.key_of(con, source.item)
    if key is None:
        return False
    with home.vault.open(source.item, key) as reader:
        _make(
            home,
            found,
            make_opus,
            lambda: pcm(cast("IO[bytes]", reader.file())),
            "opus",
            RenditionKind.OPUS,
            progress,
        )
    return True


def make_from(
    home: Home,
    media_id: str,
    pieces: Callable[[], Iterable[bytes]],
    rendition: RenditionKind,
    progress: Progress = no_progress,
) -> None:
    """Make the FLAC of a medium from any sound (s16le mono 48 kHz), read back and compared. UserError MASTER_DIFFERS, NO_ROOM."""
    from ldp_stories.media.master import make_master as make

    _make(home, _found(home, media_id), make, pieces, "flac", rendition, progress)


def make_practice_sound(home: Home, media_id: str, progress: Progress = no_progress) -> bool:
    """Make an invented recording, the same for the same id. False for pictures and videos. Practice homes only."""
    from ldp_stories.media.master import make_opus

    found = _found(home, media_id)
    if not home.practice or found.kind != "audio" or found.duration_ms <= 0:
        return False
    seed = int.from_bytes(hashlib.sha256(media_id.encode()).digest()[:4], "big")
    _make(
        home,
        found,
        make_opus,
        lambda: voice(found.duration_ms, seed),
        "opus",
        RenditionKind.ORIGINAL,
        progress,
    )
    return True


def _found(home: Home, media_id: str) -> Media:
    with home.main.read() as con:
        found = media.media(con, media_id)
    if found is None:
        raise UserError("MEDIA_GONE")
    return found


def _make(
    home: Home,
    found: Media,
    maker: Maker,
    pieces: Callable[[], Iterable[bytes]],
    kind: str,
    rendition: RenditionKind,
    progress: Progress,
    drop: tuple[str, ...] = (),
) -> None:
    """Make one rendition as a new vault item, note it in the ledger, and shred the keys of the items in `drop` in the same transaction."""
    item, key = new_id(), new_item_key()
    path = home.vault.path(item)
    file = new_file(home, item, key)
    try:
        made = maker(
            pieces,
            cast("IO[bytes]", file),
            lambda: cast("IO[bytes]", _OwnFile(VaultReader(path, key))),
            lambda ms: progress.report(min(ms, 2 * found.duration_ms), 2 * found.duration_ms),
        )
        _note(home, found, item, key, made, kind, rendition, drop)
    except BaseException:
        file.close()
        home.vault.remove(item)
        raise
    finally:
        settled(home, item)


def _note(
    home: Home,
    found: Media,
    item: str,
    key: bytes,
    made: "Made",
    kind: str,
    rendition: RenditionKind,
    drop: tuple[str, ...],
) -> None:
    value: dict[str, Any] = {"rendition": rendition.value, "bytes": made.size, "type": kind}
    with home.main.write() as con:
        record = records.record(con, found.record)
        about = record.participants if record else ()
        home.put(con, "media", found.id, adds={"renditions": {made.sha256: value}}, subj=about)
        media.keep_key(con, item, key, media=found.id, sha256=made.sha256, size=made.size)
        media.shred(con, items=drop)
