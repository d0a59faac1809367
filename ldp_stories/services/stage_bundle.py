"""Where an arriving bundle waits while it is unproved: text in a spool, media straight into vault items whose keys are only in memory.

Refused or killed, the keys are gone and so are the words; accepted, the keys are committed with the import (CONTRACTS.md 6).
"""

from dataclasses import dataclass, field

from ldp_stories.bundles.staging import MediaSink, SpoolStaging
from ldp_stories.domain.ids import new_id
from ldp_stories.services.home import Home
from ldp_stories.store.vault import new_item_key
from ldp_stories.store.vault_file import FileItem


@dataclass(frozen=True, slots=True)
class StagedMedia:
    """One media file that has arrived: its hash, extension, size, vault item and that item's key."""

    sha256: str
    ext: str
    size: int
    item: str
    key: bytes = field(repr=False)


class HomeStaging(SpoolStaging):
    """The staging of a home."""

    def __init__(self, home: Home) -> None:
        folder = home.folder / "incoming"
        folder.mkdir(exist_ok=True)
        super().__init__(folder)
        self._home = home
        self.staged: list[StagedMedia] = []

    def media(self, sha256: str, size: int, ext: str) -> MediaSink:
        """A new vault item for one media file."""
        item, key = new_id(), new_item_key()
        staged = StagedMedia(sha256, ext, size, item, key)
        return _Sink(self, staged, self._home.vault.create_file(item, key))

    def discard(self) -> None:
        """Throw away text and media."""
        super().discard()
        for staged in self.staged:
            self._home.vault.remove(staged.item)
        self.staged.clear()

    def drop(self, unwanted: frozenset[str]) -> None:
        """Throw away the media with these hashes: nobody agreed that they come here, or they are here already."""
        for staged in [s for s in self.staged if s.sha256 in unwanted]:
            self._home.vault.remove(staged.item)
            self.staged.remove(staged)


class _Sink:
    """Writes one media file into its vault item."""

    def __init__(self, staging: HomeStaging, staged: StagedMedia, file: FileItem) -> None:
        self._staging, self._staged, self._file = staging, staged, file

    def write(self, data: bytes, /) -> object:
        """Take bytes."""
        return self._file.write(data)

    def close(self) -> None:
        """The hash was right: seal the item."""
        self._file.seal()
        self._file.close()
        self._staging.staged.append(self._staged)

    def abort(self) -> None:
        """Forget it."""
        self._file.abandon()
