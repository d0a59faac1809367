"""Stories told by several people, when one of them takes their words back: cut their part, remove all, or keep (CONTRACTS.md 7).

Cutting makes a new story first - for the people who stay, with the words and the sound as they are without this person - and then names the
old one, with everything that hangs from it, to be erased. Ids of what is made follow from the old ones, so a kill and a repeat make it once.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, cast

from ldp_stories.domain.media import Media, RenditionKind
from ldp_stories.domain.records import Record, Status
from ldp_stories.services.decode_apart import pcm
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.keep_sound import make_from
from ldp_stories.services.sound import open_sound
from ldp_stories.store import belonging, encounters, layers, media, passages, records

Spans = tuple[tuple[int, int], ...]
_NAMES = uuid.UUID("5f0d1c2e-7a3b-4b1e-9a64-0d8e7f3c5b21")
_COPIED = ("kind", "language", "level", "direction", "viewpoint")


class What(StrEnum):
    """What is to become of a shared story."""

    CUT = "cut"
    REMOVE = "remove"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision. For CUT: `words` as they are to stand, `title`, and by medium id the parts (from, to, in ms) to make silent.

    A medium that `silent` does not name goes as a whole: what nobody listened to is not kept.
    """

    what: What
    words: str = ""
    title: str = ""
    silent: Mapping[str, Spans] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the decisions come to: entities and hashes to name in the order, and the stories that were made."""

    targets: tuple[str, ...] = ()
    made: tuple[str, ...] = ()


def carry_out(
    home: Home, persons: Sequence[str], choices: Mapping[str, Choice], *, voice_only: bool
) -> Decided:
    """Make what is to stay, and say what is to go. A kept story is let out again."""
    targets: set[str] = set()
    made: list[str] = []
    for ident, choice in choices.items():
        if choice.what is What.KEEP:
            _let_out(home, ident)
            continue
        if choice.what is What.CUT:
            made.append(_cut(home, ident, persons, choice, voice_only=voice_only))
        targets |= _to_go(home, ident, voice_only=voice_only)
        if voice_only:
            _let_out(home, ident)
    return Decided(tuple(sorted(targets)), tuple(made))


def _let_out(home: Home, ident: str) -> None:
    with home.main.write() as con:
        record = records.record(con, ident)
        if record is not None and not record.erased and record.status is Status.HELD:
            home.put(con, "record", ident, sets={"status": "ready"}, subj=record.participants)


def _to_go(home: Home, ident: str, *, voice_only: bool) -> set[str]:
    """A shared story's media (or all that hangs from it but the meeting and the people), with the hashes nobody else has."""
    with home.main.read() as con:
        record = records.record(con, ident)
        if record is None:
            return set()
        found = _old_media(media.all_of_record(con, ident))
        own = {m.id for m in found}
        shas = {r.sha256 for m in found for r in m.renditions}
        alone = {s for s in shas if {m.id for m in media.by_sha256(con, s)} <= own}
        if voice_only:
            sound = {p.id for p in passages.of_record(con, ident) if p.text is None}
            return own | alone | sound
        things = belonging.things_of(con, ident) - {record.encounter, *record.participants}
        return {*things, *alone}


def _cut(home: Home, ident: str, persons: Sequence[str], choice: Choice, *, voice_only: bool) -> str:
    """The story as it is without these people. For the voice alone the story stays, and only the sound is made anew."""
    with home.main.read() as con:
        record = records.record(con, ident)
        sound = _old_media(media.of_record(con, ident))
    if record is None:
        return ident
    stay = tuple(p for p in record.participants if p not in persons)
    target = record.id if voice_only else derived(ident, "story")
    if not voice_only:
        with home.main.write() as con:
            if records.record(con, target) is None:
                _write_story(home, con, record, target, stay, choice)
    for medium in sound:
        spans = choice.silent.get(medium.id)
        if spans is not None and medium.kind == "audio":
            _cut_sound(home, medium, target, spans)
    return target


def _write_story(
    home: Home, con: Connection, old: Record, target: str, stay: tuple[str, ...], choice: Choice
) -> None:
    known = records.fields(con, old.id) | {"kind": old.kind.value, "language": old.language}
    sets = {name: known[name] for name in _COPIED if known.get(name)}
    sets |= {
        "encounter": old.encounter,
        "participants": list(stay),
        "title": choice.title,
        "status": "ready",
        "sensitivity": old.sensitivity.value,
        "released": False,
        "pack": known.get("pack") or home.pack_hash,
    }
    home.put(con, "record", target, sets=sets, subj=stay)
    if choice.words.strip():
        first = next(iter(layers.of_record(con, old.id)), None)
        layer = {
            "record": target,
            "kind": "masked",
            "language": first.language if first else old.language,
            "text": choice.words,
            "made_from": None,
            "by": home.member,
        }
        home.put(con, "layer", derived(old.id, "words"), sets=layer, subj=stay)
    meeting = encounters.encounter(con, old.encounter) if old.encounter else None
    if meeting is not None:
        home.put(con, "encounter", old.encounter, sets={"participants": list(stay)}, subj=stay)


def _cut_sound(home: Home, medium: Media, record: str, spans: Spans) -> None:
    """A new medium with the same sound but for the silent parts; nothing when it was made before, or the sound is not here."""
    made = derived(medium.id, "sound")
    with home.main.write() as con:
        found = records.record(con, record)
        known = media.media(con, made)
        if known is not None and known.master is not None:
            return
        if known is None:
            sets = {
                "record": record,
                "kind": "audio",
                "origin": medium.origin,
                "duration_ms": medium.duration_ms,
                "position": medium.position,
                "gap_before_ms": medium.gap_before_ms,
                "playable": True,
            }
            home.put(con, "media", made, sets=sets, subj=found.participants if found else ())

    def pieces() -> Iterator[bytes]:
        sound = open_sound(home, medium.id)
        try:
            yield from silenced(pcm(cast("IO[bytes]", sound.io)), spans)
        finally:
            sound.close()

    make_from(home, made, pieces, RenditionKind.MASTER)


def silenced(blocks: Iterable[bytes], spans: Spans) -> Iterator[bytes]:
    """Sound (s16le mono 48 kHz) with the parts between `spans` (ms) made silent, exact to a sample."""
    at = 0
    parts = [(first * 96, last * 96) for first, last in spans]
    for block in blocks:
        out = bytearray(block)
        for first, last in parts:
            begin, end = max(first - at, 0), min(last - at, len(out))
            if begin < end:
                out[begin:end] = bytes(end - begin)
        at += len(block)
        yield bytes(out)


def derived(ident: str, what: str) -> str:
    """The id of what is made from a thing when somebody's part is cut from it: the same again at a repeat."""
    return str(uuid.uuid5(_NAMES, f"{what}:{ident}"))


def _old_media(found: Sequence[Media]) -> list[Media]:
    """The media that were there before: what a cut made of them (before a kill) is not cut again."""
    made = {derived(m.id, "sound") for m in found}
    return [m for m in found if m.id not in made]
