"""Looks into files the way somebody who wants to know would: the bytes as they lie there, and all that is inside once the seal is opened."""

import base64
from collections.abc import Iterable, Iterator
from pathlib import Path

from ldp_stories.crypto.sealing import open_sealed
from ldp_stories.services.home import Home

CHUNK = 1 << 20


def inside(path: Path, home: Home) -> bytes:
    """The whole tar of a sealed file, opened with the key of a home."""
    with path.open("rb") as file, open_sealed([home.keys.age_secret], file) as plain:
        return b"".join(iter(lambda: plain.read(CHUNK), b""))


def ways_of(word: str) -> Iterator[bytes]:
    """A word as it might stand somewhere: plain, wide, in hexadecimal, in base64 at each of three places, and with its case changed."""
    for form in {word, word.lower(), word.upper()}:
        yield form.encode()
        yield form.encode("utf-16-le")
        yield form.encode("utf-16-be")
        yield form.encode().hex().encode()
        for shift in range(3):
            whole = base64.b64encode(b"x" * shift + form.encode())
            if len(whole) >= 20:  # fewer letters stand in any file by chance
                yield whole[4:-4]


def found_in(data: bytes, words: Iterable[str]) -> list[str]:
    """Those of some words that stand in `data` in any of the ways."""
    return sorted({word for word in words if any(way in data for way in ways_of(word))})


def files_under(*folders: Path) -> Iterator[Path]:
    """Every file below some folders, those of other programs' making included."""
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.is_file())


def readable_words(words: Iterable[str], *folders: Path) -> list[tuple[str, str]]:
    """(file, word) of every word that can be read below some folders, in a file or in its name."""
    wanted = tuple(words)
    found: list[tuple[str, str]] = []
    for path in files_under(*folders):
        data = path.read_bytes() + b"\n" + path.name.encode()
        found += [(path.name, word) for word in found_in(data, wanted)]
    return found
