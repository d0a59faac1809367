"""Where an arriving bundle waits while it is unproved: text in a spool, media straight into vault items whose keys are only in memory.

Refused or killed, the keys are gone and so are the words; accepted, the keys are committed with the import (CONTRACTS.md 6). Each vault item
has a mark in the folder of what is coming in until its fate is settled, so that the next opening finds what a kill left behind.
"""

from dataclasses import dataclass, field

from ldp_stories.bundles.staging import MediaSink, SpoolStaging
from ldp_stories.domain.ids import new_id
from ldp_stories.services.half_kept import FOLDER, new_file, settled
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
        folder = home.folder / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        super().__init__(folder)
        self._home = home
        self.staged: list[StagedMedia] = []
        self._unfinished: dict[str, FileItem | None] = {}

    def media(self, sha256: str, size: int, ext: str) -> MediaSink:
        """A new vault item for one media file."""
        item, key = new_id(), new_item_key()
        self._unfinished[item] = None
        file = self._unfinished[item] = new_file(self._home, item, key)
        return _Sink(self, StagedMedia(sha256, ext, size, item, key), file)

    def discard(self) -> None:
        """Throw away text and media."""
        super().discard()
        for item in [*self._unfinished, *(s.item for s in self.staged)]:
            self.forget(item)
        self.staged.clear()

    def settle(self) -> None:
        """What is still staged has been kept for good."""
        for staged in self.staged:
            settled(self._home, staged.item)
        self.staged.clear()

    def forget(self, item: str) -> None:
        """Throw one vault item away, then its mark."""
        unfinished = self._unfinished.pop(item, None)
        if unfinished is not None:
            unfinished.abandon()
        self._home.vault.remove(item)
        settled(self._home, item)

    def finished(self, staged: StagedMedia) -> None:
        """A media file has arrived whole."""
        self._unfinished.pop(staged.item, None)
        self.staged.append(staged)

    def drop(self, unwanted: frozenset[str]) -> None:
        """Throw away the media with these hashes: nobody agreed that they come here, or they are here already."""
        for staged in [s for s in self.staged if s.sha256 in unwanted]:
            self.forget(staged.item)
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
        self._staging.finished(self._staged)

    def abort(self) -> None:
        """Forget it."""
        self._staging.forget(self._staged.item)
