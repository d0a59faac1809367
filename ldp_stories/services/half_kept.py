"""Files on their way into the vault: each has a mark until its key is kept or it is thrown away, so that what a kill left goes at the next opening.

The key of such a file is only in memory: after a kill nobody can open it, and without a mark it would lie there for good, however large.
"""

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from ldp_stories.domain.held_files import take_away
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import media
from ldp_stories.store.vault import FileItem, Vault

FOLDER: Final = "incoming"
_MARK: Final = ".item"


def new_file(home: Home, item: str, key: bytes) -> FileItem:
    """A new vault item with its mark. Say `settled` once its key is in a store, or once it is thrown away."""
    (home.folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
    mark_of(home, item).touch()
    try:
        return home.vault.create_file(item, key)
    except BaseException:
        settled(home, item)
        raise


@contextlib.contextmanager
def filling(home: Home, item: str, file: FileItem) -> Iterator[None]:
    """Close it in any case. One that did not come about is gone when it is closed, and needs its mark no more."""
    try:
        yield
    except BaseException:
        file.close()
        settled(home, item)
        raise
    file.close()


def settled(home: Home, *items: str) -> None:
    """The fate of these items is settled."""
    for item in items:
        take_away(mark_of(home, item))


def mark_of(home: Home, item: str) -> Path:
    """Where the mark of an item lies."""
    return home.folder / FOLDER / f"{item}{_MARK}"


def sweep(home: Path, vault: Vault, con: Connection, waiting: Collection[str] = ()) -> int:
    """Throw away what a kill left in a home nobody else has open: spools of imports, and files whose key was never kept.

    Only items that have a mark are looked at; `waiting` are those whose key is in the desk file. How many things were thrown away.
    """
    left = list((home / FOLDER).iterdir()) if (home / FOLDER).is_dir() else []
    for path in left:
        item = path.name.removesuffix(_MARK)
        with contextlib.suppress(
            PermissionError
        ):  # held by a virus checker, say: the mark stays for the next opening
            if path.suffix == _MARK and item not in waiting and media.key_of(con, item) is None:
                vault.remove(item)
            take_away(path)
    return len(left)
