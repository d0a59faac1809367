"""Settle versions: two people changed the same field; both are shown with who and when, a person chooses, the other stays in history."""

import json
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.ids import is_id
from ldp_stories.domain.revisions import Candidate, EntityView, Json
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.make_card import language_name
from ldp_stories.store import ledger, people, projection, records

_NAMES: Final = ("name", "work_name", "code", "title")
"""The fields by which people know a thing, the first that says something."""


@dataclass(frozen=True, slots=True)
class Version:
    """One of the versions: the revision that wrote it, its value in words (a place, tag or person by name), who, and the time label."""

    rev: str
    value: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A field with more than one version. `record` and `title` say in which story (empty for things outside stories)."""

    entity: str
    kind: str
    field: str
    record: str
    title: str
    versions: tuple[Version, ...]


def unsettled(home: Home, record: str | None = None) -> tuple[Unsettled, ...]:
    """Every field with two versions, of one record or of all; fields settled by rule (consent, sensitivity) are never among them."""
    found: list[Unsettled] = []
    with home.main.read() as con:
        for entity, _, names in projection.conflicts(con):
            view = ledger.entity(con, entity)
            story = _story_of(con, view) if view else ""
            if view is None or view.hidden or (record is not None and story != record):
                continue
            title = records.rows_of(con, [story])[0].title if story else ""
            found += [_unsettled(con, view, name, story, title) for name in names]
    return tuple(sorted(found, key=lambda u: (u.title, u.record, u.kind, u.entity, u.field)))


def settle_conflict(home: Home, entity: str, field: str, rev: str) -> None:
    """Choose the version that `rev` wrote: a new revision that follows all versions. Raises UserError ALREADY_SETTLED when it is no candidate."""
    with home.main.write() as con:
        view = ledger.entity(con, entity)
        versions = view.fields.get(field, ()) if view else ()
        chosen = next((c for c in versions if c.rev == rev), None)
        if view is None or chosen is None or len(versions) < 2:
            raise UserError("ALREADY_SETTLED")
        home.put(con, view.kind, entity, sets={field: chosen.value}, subj=view.subjects)


def _story_of(con: Connection, view: EntityView) -> str:
    """The record an entity belongs to: itself, the one it names, or the first of its encounter; "" for none."""
    if view.kind == "record":
        return view.ent
    named = view.get("record")
    if isinstance(named, str) and records.record(con, named) is not None:
        return named
    encounter = view.ent if view.kind == "encounter" else view.get("encounter")
    if not isinstance(encounter, str):
        return ""
    return next((r.id for r in records.of_encounter(con, encounter) if not r.hidden and not r.erased), "")


def _unsettled(con: Connection, view: EntityView, name: str, story: str, title: str) -> Unsettled:
    versions = tuple(_version(con, name, c) for c in view.fields[name])
    return Unsettled(view.ent, view.kind, name, story, title, versions)


def _version(con: Connection, name: str, candidate: Candidate) -> Version:
    member = people.member_of_device(con, candidate.dev.split(".", 1)[0])
    return Version(
        candidate.rev, _in_words(con, name, candidate.value), member.shown if member else "", candidate.at
    )


def _in_words(con: Connection, name: str, value: Json) -> str:
    """A value as a person reads it: a thing that is meant by its id stands by its name, a language by its own, a list as a list."""
    if isinstance(value, list):
        return ", ".join(_in_words(con, name, one) for one in value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if name == "language":
        return language_name(value)
    meant = ledger.entity(con, value) if is_id(value) else None
    named = (meant.get(field) for field in _NAMES) if meant else ()
    return next((str(said) for said in named if said), value)
