"""Undo across restarts: earlier versions of what was typed into a field lie in the desk file, so that Ctrl+Z still finds them tomorrow.

A version is kept for each sentence, paragraph or larger change, never for each letter; the newest forty of a field stay. They never travel,
and they go when the story goes.
"""

from typing import Final

from ldp_stories.services.home import Connection, Home
from ldp_stories.store import desk

MOST: Final = 40
STEP: Final = 60
"""Letters after which a change is a version of its own, sentence or not."""
_ENDS: Final = frozenset(".!?\n۔।؟")


def _key(record: str, field: str) -> str:
    return f"undo:{record}:{field}"


def _text(con: Connection, record: str, field: str, number: int) -> str | None:
    found = desk.load(con, f"{_key(record, field)}:{number:06}")
    return None if found is None else str(found)


def _place(con: Connection, record: str, field: str) -> tuple[int, int, int]:
    """(oldest, shown now, newest) version; all 0 when there is none."""
    found = desk.load(con, _key(record, field)) or (0, 0, 0)
    return int(found[0]), int(found[1]), int(found[2])


def _save(con: Connection, record: str, field: str, place: tuple[int, int, int]) -> None:
    desk.save(con, _key(record, field), list(place), about=(record,))


def begin_undo(home: Home, record: str, field: str, text: str) -> None:
    """Note what stands in a field when it is opened: the last thing that undo comes back to before older versions."""
    with home.desk.read() as con:
        _, now, _ = _place(con, record, field)
        same = now and _text(con, record, field, now) == text
    if not same:
        with home.desk.write() as con:
            _append(con, record, field, text, now)


def forget_versions(con: Connection, record: str) -> None:
    """Let go of every version of the fields of a thing: what was typed before it had a story of its own, once it is written down."""
    for key, _ in desk.rows(con, _key(record, "")):
        desk.drop(con, key)


def keep_version(con: Connection, record: str, field: str, text: str) -> None:
    """Keep what is typed now as a version: a new one after a sentence or a larger change, else in place of the last one.

    A field that no screen has opened (`begin_undo`) has no versions: there is nobody who could press Ctrl+Z.
    """
    first, now, newest = _place(con, record, field)
    last = _text(con, record, field, now) if now else text
    if last is not None and text != last:
        before = _text(con, record, field, now - 1) if now > first else None
        if before is not None and now == newest and _goes_on(before, last, text):
            desk.save(con, f"{_key(record, field)}:{now:06}", text, about=(record,))
        else:
            _append(con, record, field, text, now)


def _goes_on(before: str, last: str, text: str) -> bool:
    """Whether `text` still belongs to the step that led from `before` to `last`: typing on, within a sentence and not far."""
    if not last.startswith(before) or not text.startswith(last):
        return False
    return len(text) - len(before) < STEP and not _ENDS & set(last[len(before) :])


def _append(con: Connection, record: str, field: str, text: str, now: int) -> None:
    """A new newest version after the one shown; those that were undone before it go, and the oldest beyond the bound."""
    first, _, newest = _place(con, record, field)
    for number in range(now + 1, newest + 1):
        desk.drop(con, f"{_key(record, field)}:{number:06}")
    desk.save(con, f"{_key(record, field)}:{now + 1:06}", text, about=(record,))
    first = max(first, 1)
    while now + 2 - first > MOST:
        desk.drop(con, f"{_key(record, field)}:{first:06}")
        first += 1
    _save(con, record, field, (first, now + 1, now + 1))


def earlier(home: Home, record: str, field: str, text: str) -> str | None:
    """The version before the one that stands in the field; None when there is none."""
    with home.desk.write() as con:
        keep_version(con, record, field, text)  # the end of what was typed, so that `later` comes back to it
        first, now, newest = _place(con, record, field)
        if now <= first:
            return None
        _save(con, record, field, (first, now - 1, newest))
        return _text(con, record, field, now - 1)


def later(home: Home, record: str, field: str, text: str) -> str | None:
    """The version after it, when one was undone and nothing was typed since; else None."""
    with home.desk.write() as con:
        first, now, newest = _place(con, record, field)
        if now >= newest or _text(con, record, field, now) != text:
            return None
        _save(con, record, field, (first, now + 1, newest))
        return _text(con, record, field, now + 1)
