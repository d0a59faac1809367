"""What a file is: without a key only what anyone could see, with a key who sent it and what it says it holds. Nothing is taken in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ldp_stories.bundles.head import Head, read_head
from ldp_stories.bundles.names import read_outer_name
from ldp_stories.bundles.reader import open_pack_tar
from ldp_stories.bundles.tar import TarReader
from ldp_stories.crypto.sealing import check_sealed, open_sealed
from ldp_stories.crypto.signing import Namespace
from ldp_stories.errors import UserError


class FileKind(StrEnum):
    """What a file turned out to be."""

    SEALED = "sealed"
    PACK = "pack"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What can be told about a file. `sealed_to` counts keys; `head` is proved by its own signature only (ask the roster about the key).

    `trouble` is the code of what stopped the look inside: NOT_FOR_US, DAMAGED, NEEDS_NEWER ... or None.
    """

    kind: FileKind
    size: int
    group: str | None = None
    part: int | None = None
    parts: int | None = None
    sealed_to: int = 0
    head: Head | None = None
    trouble: str | None = None


def inspect(path: Path, identities: Sequence[str] = ()) -> FileFacts:
    """Look at a file; only its beginning is read. OSError when it cannot be read at all."""
    size = path.stat().st_size
    with path.open("rb") as file:
        try:
            header, _ = check_sealed(file)
        except UserError as error:
            trouble = error.code
        else:
            group, part, parts = read_outer_name(path.name) or (None, None, None)
            count = sum(s.kind == "X25519" for s in header.stanzas)
            head, trouble_inside = _sealed_head(path, identities)
            return FileFacts(FileKind.SEALED, size, group, part, parts, count, head, trouble_inside)
    group, part, parts = read_outer_name(path.name) or (None, None, None)
    if trouble != "NOT_SEALED":
        return FileFacts(FileKind.SEALED, size, group, part, parts, trouble=trouble)
    if group is not None:  # it has the name of a sealed file: it came empty, or without its beginning
        return FileFacts(FileKind.OTHER, size, group, part, parts, trouble=trouble)
    return _pack_facts(path, size)


def _sealed_head(path: Path, identities: Sequence[str]) -> tuple[Head | None, str | None]:
    if not identities:
        return None, None
    try:
        with path.open("rb") as file, open_sealed(identities, file) as src:
            return read_head(TarReader(src), Namespace.BUNDLE), None
    except UserError as error:
        return None, error.code


def _pack_facts(path: Path, size: int) -> FileFacts:
    try:
        with path.open("rb") as file:
            return FileFacts(FileKind.PACK, size, head=open_pack_tar(file)[1])
    except UserError as error:
        kind = FileKind.OTHER if error.code == "NOT_A_PACK" else FileKind.PACK
        return FileFacts(kind, size, trouble=error.code)
