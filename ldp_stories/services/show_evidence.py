"""Look at what proves somebody's answers: a signed form is shown, a spoken yes is played; opened by passphrase, written nowhere."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any, cast

from ldp_stories.errors import UserError
from ldp_stories.media.kinds import kind_of
from ldp_stories.media.photos import make_safe
from ldp_stories.media.wav import WavView
from ldp_stories.services import keep_evidence
from ldp_stories.services.decode_apart import probe
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import Evidence
from ldp_stories.services.laptop import photo_command
from ldp_stories.services.open_home import identity
from ldp_stories.services.record_yes import SOUND
from ldp_stories.services.sound import SoundReader, to_play
from ldp_stories.store import evidence as keys
from ldp_stories.store import identity as who

PICTURES = frozenset({"jpg", "png", "webp", "heic", "pdf"})
MOST_PAGES = 12
"""A scanned form of more pages is kept, and not shown."""


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of proof with the key that opens it while it is looked at; `ms` the length of what can be heard of it."""

    evidence: Evidence
    item: str = field(repr=False)
    key: bytes = field(repr=False)
    ms: int = 0

    @property
    def spoken(self) -> bool:
        """Whether it can be played: a spoken yes, a voice note, the sound of a film."""
        return self.ms > 0

    @property
    def sounding(self) -> bool:
        """Whether it was meant to be heard, even if it cannot be played here."""
        return self.evidence.type == SOUND or kind_of(self.evidence.type) == "audio"

    @property
    def film(self) -> bool:
        """Whether it is a film, of which only the sound can be played here."""
        return kind_of(self.evidence.type) == "video"

    @property
    def picture(self) -> bool:
        """Whether it may be shown as a picture, or as one for each page."""
        return self.evidence.type in PICTURES


def proofs(home: Home, consents: Sequence[str], passphrase: str | None = None) -> tuple[Proof, ...]:
    """What proves these answers, the oldest first. UserError WRONG_PASSPHRASE, PASSPHRASE_NEEDED.

    What still waits to be locked away is put in its place first, so nothing that was kept is missing.
    """
    keep_evidence.lock_away(home, passphrase)
    found = []
    with identity(home, passphrase) as store, store.read() as con:
        for consent in consents:
            for row in who.evidence(con, consent):
                place = keys.item_of(con, str(row["id"]))
                if place is not None:
                    found.append((_evidence(row), *place))
    made = [Proof(one, item, key, _length(home, one, item, key)) for one, item, key in found]
    return tuple(sorted(made, key=lambda p: (p.evidence.at, p.evidence.id)))


def _evidence(row: Mapping[str, Any]) -> Evidence:
    person, consent = str(row.get("participant", "")), str(row.get("consent", ""))
    kind, type_, at = (str(row.get(name, "")) for name in ("kind", "type", "at"))
    return Evidence(str(row["id"]), consent, person, kind, type_, at, waits=False)


def _length(home: Home, one: Evidence, item: str, key: bytes) -> int:
    """How long it can be heard: 0 for pictures, for a film without sound and for what cannot be opened (it is kept all the same)."""
    try:
        with home.vault.open(item, key) as reader:
            if one.type == SOUND:
                return reader.duration_ms
            if kind_of(one.type) not in ("audio", "video"):
                return 0
            told = probe(cast("IO[bytes]", reader.file()))
    except UserError as error:
        if error.code not in ("MEDIA_UNREADABLE", "MEDIA_GONE", "MEDIA_DAMAGED"):
            raise
        return 0
    return told.duration_ms if told.audio_codec else 0


def proof_sound(home: Home, proof: Proof) -> SoundReader:
    """A spoken yes, a voice note or the sound of a film, for the player; decoded as it plays, written nowhere."""
    reader = home.vault.open(proof.item, proof.key)
    if proof.evidence.type == SOUND:
        return SoundReader(cast("io.RawIOBase", WavView(reader)), "wav", proof.ms, reader.close)
    return to_play(SoundReader(reader.file(), proof.evidence.type, proof.ms, reader.close))


def proof_bytes(home: Home, proof: Proof) -> bytes:
    """A photo, scan or signature as it was kept."""
    with keep_evidence.opened(home, proof.item, proof.key) as file:
        return file.read()


def proof_pictures(home: Home, proof: Proof) -> tuple[tuple[bytes, str], ...]:
    """A form or signature as it can be shown, page by page, with each picture's type; () when it cannot, and it is kept all the same.

    It came from elsewhere: it is opened in the process beside the program, so that no picture can crash or bomb the window.
    """
    if not proof.picture:
        return ()
    made: list[tuple[bytes, str]] = []
    try:
        data, pages = proof_bytes(home, proof), 1
        while len(made) < pages <= MOST_PAGES:
            shown = make_safe(photo_command(), data, page=len(made))
            made.append((shown.safe, shown.type))
            pages = shown.pages
    except UserError as error:
        if error.code not in ("PHOTO_UNREADABLE", "MEDIA_GONE", "MEDIA_DAMAGED"):
            raise
        return ()
    return tuple(made) if len(made) == pages else ()
