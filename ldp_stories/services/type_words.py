"""Typing into a record: kept in the desk file at once, written to the ledger when the person leaves the field or the step.

A field is a field of the record (`title`, `note`, `before`, `happened`, ...), `words` (what was said, the verbatim layer), `note:<id>` (a
note's words) or `passage:<id>` (why a passage was marked). What is written already is not written twice, so a repeat does no harm.
"""

from collections.abc import Mapping
from typing import Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import place_again
from ldp_stories.domain.records import LayerKind, Record
from ldp_stories.domain.sync import follow, written
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.undo_words import keep_version
from ldp_stories.store import desk, layers, ledger, passages, records

TEXT_FIELDS: Final = frozenset(
    {"title", "note", "before", "happened", "after", "important", "why_matters", "saw", "heard", "wondered", "what", "so_what", "now_what"}
)  # fmt: skip
WORDS: Final = "words"


def _key(record: str, field: str) -> str:
    return f"typed:{record}:{field}"


def keep_draft(home: Home, record: str, field: str, text: str, *, half: bool = False) -> None:
    """Keep what is being typed, durable when this returns. ValueError for a field there is not.

    `half`: a word in it is being made still, so undo never comes back to this text.
    """
    kind, _, ident = field.partition(":")
    if field not in TEXT_FIELDS | {WORDS} and not (kind in ("note", "passage") and ident):
        raise ValueError(f"a record has no field {field}")
    with home.desk.write() as con:
        desk.save(con, _key(record, field), text, about=(record,))
        if not half:
            keep_version(con, record, field, text)


def drafts(home: Home, record: str) -> Mapping[str, str]:
    """What was typed and not yet written to the ledger, by field."""
    prefix = _key(record, "")
    with home.desk.read() as con:
        return {key.removeprefix(prefix): str(value) for key, value in desk.rows(con, prefix)}


def write_drafts(home: Home, record: str) -> None:
    """Write what was typed: one revision for each touched thing, then drop the desk rows. Repeats harmlessly. UserError NO_SUCH_STORY."""
    typed = drafts(home, record)
    if not typed:
        return
    with home.main.write() as con:
        found = records.record(con, record)
        if found is None:
            raise UserError("NO_SUCH_STORY")
        _write_fields(home, con, found, {f: t for f, t in typed.items() if f in TEXT_FIELDS})
        if WORDS in typed:
            write_words(home, con, found, typed[WORDS])
        for field, text in typed.items():
            kind, _, ident = field.partition(":")
            if ident:
                name = "text" if kind == "note" else "note"
                write_changed(home, con, kind, ident, {name: text}, found.participants)
    with home.desk.write() as con:
        for field, text in typed.items():
            if (
                desk.load(con, _key(record, field)) == text
            ):  # else something newer was typed meanwhile: it stays
                desk.drop(con, _key(record, field))


def _write_fields(home: Home, con: Connection, record: Record, values: Mapping[str, str]) -> None:
    if values:
        write_changed(home, con, "record", record.id, values, record.participants)


def write_changed(
    home: Home, con: Connection, kind: str, ent: str, values: Mapping[str, object], subj: tuple[str, ...]
) -> None:
    """Write only the fields that differ from what stands; nothing at all when none does or the thing is gone."""
    view = ledger.entity(con, ent)
    if view is None:
        return
    new = {n: v for n, v in values.items() if view.get(n) != v or n in view.conflicts}
    if new:
        home.put(con, kind, ent, sets=new, subj=subj)


def write_words(home: Home, con: Connection, record: Record, text: str) -> None:
    """Write what was said into the verbatim layer, making it when there is none; passages in it are placed again where that is certain."""
    found = next((one for one in layers.of_record(con, record.id) if one.kind is LayerKind.VERBATIM), None)
    sets: dict[str, object]
    if found is None:
        if text:
            sets = {
                "record": record.id,
                "kind": "verbatim",
                "language": record.language,
                "text": text,
                "made_from": None,
            }
            home.put(con, "layer", new_id(), sets=sets, subj=record.participants)
        return
    if found.text == text:
        return
    sets = {"text": text}
    if found.sync:
        sets["sync"] = written(follow(found.sync, found.text, text))
    home.put(con, "layer", found.id, sets=sets, subj=record.participants)
    for passage in passages.of_layer(con, found.id):
        at = place_again(passage.text, text) if passage.text else None
        if at is not None and at != passage.text:
            moved = {"start": at.start, "end": at.end, "before": at.before, "after": at.after}
            home.put(con, "passage", passage.id, sets=moved, subj=record.participants)
