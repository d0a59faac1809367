"""A clip: a passage's sound cut into a file of its own, under a random name that says nothing about whose voice it is."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO

from ldp_stories.errors import UserError
from ldp_stories.reports.page import write_file

Encode = Callable[[Iterable[bytes], IO[bytes]], int]
"""Writes blocks of s16le mono 48 kHz as a sound file and returns its milliseconds; the services hand it in."""


def write_clip(pieces: Iterable[bytes], encode: Encode, folder: Path, extension: str = "flac") -> Path:
    """Write `pieces` as `clip-<random>.<extension>`; whole or not at all. Raises MEDIA_UNREADABLE when there is no sound in them."""

    def fill(out: IO[bytes]) -> None:
        if encode(_with_sound(pieces), out) <= 0:
            raise UserError("MEDIA_UNREADABLE")

    return write_file(folder, f"clip-{secrets.token_hex(8)}.{extension}", fill)


def _with_sound(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same pieces; an error when all of them are empty, before the encoder has to cope with nothing."""
    empty = True
    for piece in pieces:
        empty = empty and not piece
        yield piece
    if empty:
        raise UserError("MEDIA_UNREADABLE")
