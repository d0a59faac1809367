"""Sound for the player: a seekable reader over the vault and the waveform's peaks. No temporary file, ever (CONTRACTS.md 6).

The invented recordings of a practice programme are not shipped: they are made, the same each time, when they are first opened.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, cast

from ldp_stories.domain.media import Media
from ldp_stories.errors import UserError
from ldp_stories.media.decoded import Decoded
from ldp_stories.media.peaks import Peaks
from ldp_stories.media.wav import WavView
from ldp_stories.services import desk_talk
from ldp_stories.services.decode_apart import pcm, probe
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.keep_sound import make_practice_sound
from ldp_stories.store import media
from ldp_stories.store.vault_reader import VaultReader


@dataclass(frozen=True, slots=True)
class SoundReader:
    """A read-only, seekable file over one medium; `type` is its extension (wav for pieces that have no master yet). Call `close`."""

    io: io.RawIOBase
    type: str
    duration_ms: int
    close: Callable[[], None]


def open_sound(home: Home, media_id: str) -> SoundReader:
    """Open a medium as it lies here. UserError MEDIA_GONE while it is waited for. Practice sounds are made when first opened (about 1 s a minute)."""
    found, item, kind, key = _place(home, media_id)
    if item is None and home.practice and make_practice_sound(home, media_id):
        found, item, kind, key = _place(home, media_id)
    if item is None or key is None:
        raise UserError("MEDIA_GONE")
    return _reader(home.vault.open(item, key), kind, found.duration_ms)


def open_to_play(home: Home, media_id: str) -> SoundReader:
    """Open a medium for the player: plain sound, decoded as it plays in the process beside the program. Errors as `open_sound`."""
    return to_play(open_sound(home, media_id))


def to_play(found: SoundReader) -> SoundReader:
    """The same as plain sound. UserError MEDIA_UNREADABLE."""
    if isinstance(found.io, WavView):  # pieces of our own: there is nothing to decode
        return found
    file = cast("IO[bytes]", found.io)
    sound = Decoded(lambda ms: pcm(file, ms), found.duration_ms or probe(file).duration_ms)

    def close() -> None:
        sound.close()
        found.close()

    return SoundReader(WavView(sound), "wav", found.duration_ms, close)


def _place(home: Home, media_id: str) -> tuple[Media, str | None, str, bytes | None]:
    """The medium, the vault item that plays it here (or None), its type and key."""
    with home.main.read() as con:
        found = media.media(con, media_id)
        if found is None:
            raise UserError("MEDIA_GONE")
        item, kind = _item(con, found)
        return found, item, kind, media.key_of(con, item) if item else None


def _item(con: Connection, found: Media) -> tuple[str | None, str]:
    best = found.playable
    if best is not None:
        return best.item, best.type
    pieces = [item for item, sha256, _ in media.items_of(con, found.id) if not sha256]
    return (pieces[0], "wav") if pieces else (None, "")


def _reader(reader: VaultReader, kind: str, duration_ms: int) -> SoundReader:
    if reader.kind == "live":
        return SoundReader(WavView(reader), "wav", duration_ms or reader.duration_ms, reader.close)
    return SoundReader(reader.file(), kind, duration_ms, reader.close)


def open_take(home: Home, conversation: str, item: str) -> SoundReader:
    """Open a part of an open conversation ("Listen to the end"). UserError MEDIA_GONE."""
    key = desk_talk.load(home, conversation).keys.get(item)
    if key is None:
        return open_to_play(home, item)
    return _reader(home.vault.open(item, bytes.fromhex(key)), "wav", 0)


def peaks(home: Home, media_id: str) -> bytes:
    """The waveform: one level byte for each 100 ms (0..255); empty when there is no sound here.

    Kept beside a master; otherwise it is worked out from the sound (about 3 s an hour, longer for a phone's file).
    """
    _, item, _, key = _place(home, media_id)
    if item is None or key is None:
        return b""
    with home.vault.open(item, key) as reader:
        return _drawing(reader)


def take_peaks(home: Home, conversation: str, item: str) -> bytes:
    """The waveform of a part of an open conversation ("Listen to the end")."""
    key = desk_talk.load(home, conversation).keys.get(item)
    if key is None:
        return peaks(home, item)
    with home.vault.open(item, bytes.fromhex(key)) as reader:
        return _drawing(reader)


def _drawing(reader: VaultReader) -> bytes:
    known = reader.fact("peaks")
    if isinstance(known, bytes):
        return known
    made = Peaks()
    for block in reader.pieces() if reader.kind == "live" else pcm(cast("IO[bytes]", reader.file())):
        made.feed(block)
    return made.data()
