"""Films that were left on the phone: the story says that there is one, and works without it; the laptop knows it again when it is brought.

What tells one film from another (its size and a fingerprint of its beginning and end) lies in the desk file and never travels.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.phone_files import Source
from ldp_stories.domain.records import Record
from ldp_stories.services.home import Home
from ldp_stories.store import desk, media

_KEY: Final = "on the phone:"
_END: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class OnPhone:
    """One film that has not been brought in. `size` is 0 where only the story is known, not the phone."""

    medium: str
    record: str
    kind: str
    duration_ms: int
    size: int


def fingerprint(source: Source) -> str:
    """A hash of the size and of the first and last MB: enough to know a film again without reading all of it. OSError."""
    digest = hashlib.sha256(str(source.size).encode())
    with source.open() as file:
        digest.update(file.read(_END))
        file.seek(max(0, source.size - _END), io.SEEK_SET)
        digest.update(file.read(_END))
    return digest.hexdigest()


def note_later(home: Home, record: Record, left: Sequence[tuple[str, int, str]]) -> None:
    """Remember what was left: (medium id, size, fingerprint) each."""
    if not left:
        return
    with home.desk.write() as con:
        for medium, size, mark in left:
            value = {"size": size, "fingerprint": mark}
            desk.save(con, _KEY + medium, value, about=(medium, record.id, *record.participants))


def known_print(home: Home, medium: str) -> str:
    """The fingerprint of a film that was left, "" when this laptop never saw it."""
    with home.desk.read() as con:
        value = desk.load(con, _KEY + medium) or {}
    return str(value.get("fingerprint") or "")


def came(home: Home, medium: str) -> None:
    """It is here now: nothing need be known of it beside."""
    with home.desk.write() as con:
        desk.drop(con, _KEY + medium)


def on_phone(home: Home, record: str) -> tuple[OnPhone, ...]:
    """The films of a story that are on somebody's phone still."""
    with home.main.read() as con:
        there = [
            m
            for m in media.of_record(con, record)
            if not m.renditions and media.facts(con, m.id).get("left_on_phone") is True
        ]
    with home.desk.read() as con:
        sizes = {m.id: (desk.load(con, _KEY + m.id) or {}).get("size", 0) for m in there}
    return tuple(OnPhone(m.id, record, m.kind, m.duration_ms, int(sizes[m.id])) for m in there)


def every_one(home: Home) -> tuple[OnPhone, ...]:
    """Those that were left by this laptop and have not come, of all stories."""
    with home.desk.read() as con:
        known = [key.removeprefix(_KEY) for key, _ in desk.rows(con, _KEY)]
    with home.main.read() as con:
        found = [one for ident in known if (one := media.media(con, ident)) is not None]
    records = dict.fromkeys(one.record for one in found)
    return tuple(film for record in records for film in on_phone(home, record))
