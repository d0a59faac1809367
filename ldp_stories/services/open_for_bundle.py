"""Opening media for a bundle: a vault item as the bundle writer reads it, forwards, with a seek for slices."""

from collections.abc import Callable
from pathlib import Path

from ldp_stories.bundles.plan import MediaItem, MediaSource
from ldp_stories.domain.media import Rendition
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import media
from ldp_stories.store.vault_reader import VaultReader


def media_item(con: Connection, home: Home, rendition: Rendition) -> MediaItem:
    """A rendition that is here, as a bundle wants it. UserError MEDIA_GONE."""
    item = rendition.item or ""
    key = media.key_of(con, item)
    if key is None:
        raise UserError("MEDIA_GONE")
    return MediaItem(rendition.sha256, rendition.type, rendition.bytes, _opener(home.vault.path(item), key))


def _opener(path: Path, key: bytes) -> Callable[[], MediaSource]:
    def open_it() -> MediaSource:
        return _Source(VaultReader(path, key))

    return open_it


class _Source:
    """A vault item as the bundle writer reads it: forwards, closing its own connection."""

    def __init__(self, reader: VaultReader) -> None:
        self._reader = reader
        self._file = reader.file()

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes."""
        return self._file.read(size)

    def seek(self, offset: int) -> int:
        """Go to a byte, for slices."""
        return self._file.seek(offset)

    def close(self) -> None:
        """Close the item."""
        self._reader.close()
