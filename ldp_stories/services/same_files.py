"""The same file given twice, under one name or two: told by its bytes, and brought in once."""

import hashlib
from collections.abc import Sequence

from ldp_stories.domain.phone_files import PhoneFile, Source
from ldp_stories.services.bring_in_media import BLOCK, TROUBLE

Twin = tuple[str, str]
"""A file that was left out, and the one it is the same as, by what they are called."""


def without_twins(
    known: Sequence[PhoneFile], found: Sequence[PhoneFile]
) -> tuple[list[PhoneFile], list[Twin]]:
    """Those of `found` that are new, and those that are the same as one of `known` or an earlier one. Only files of one size are read."""
    new: list[PhoneFile] = []
    twins: list[Twin] = []
    digests: dict[int, str] = {}
    for file in found:
        alike = [one for one in (*known, *new) if one.size == file.size]
        same = next((one for one in alike if _digest(one, digests) == _digest(file, digests)), None)
        if same is None:
            new.append(file)
        else:
            twins.append((file.name, same.name))
    return new, twins


def _digest(file: PhoneFile, known: dict[int, str]) -> str:
    """The hash of a file, made once."""
    if id(file) not in known:
        known[id(file)] = _hash(file.source)
    return known[id(file)]


def _hash(source: Source) -> str:
    sha = hashlib.sha256()
    try:
        with source.open() as opened:
            while block := opened.read(BLOCK):
                sha.update(block)
    except TROUBLE:
        return f"cannot be read: {id(source)}"  # told when it is kept; it is like no other
    return sha.hexdigest()
