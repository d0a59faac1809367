"""Dossiers: each record with everything that hangs from it, as far as an audience must know (domain/audience.py); one pass by sets."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection, Row, text

from ldp_stories.domain.audience import Dossier
from ldp_stories.domain.consent import Consent, Scope, gate
from ldp_stories.domain.records import PROTECTED_LAYERS, LayerKind, RecordKind, Sensitivity, Status
from ldp_stories.store import consent, rows
from ldp_stories.store.rows import listed, strings

STEP: Final = 2_000
_ALL: Final = frozenset(s.value for s in Scope)
_RECORDS: Final = """SELECT id, began_by, kind, encounter, participants, status, sensitivity, released, erased FROM record
    WHERE hidden = 0 AND id IN (SELECT value FROM json_each(:ids)) ORDER BY id"""
_KIND: Final = """CASE WHEN EXISTS (SELECT 1 FROM layer n WHERE n.made_from = l.id AND n.record = l.record AND n.kind = l.kind
    AND n.language = l.language AND n.hidden = 0) THEN 'verbatim' ELSE l.kind END"""
"""A copy that a newer one has replaced counts as protected: it may hold a name that was masked later (domain/masking.py)."""
_PARTS: Final = {
    "layer": f"SELECT l.record, l.id, {_KIND} AS kind FROM layer l WHERE l.hidden = 0 AND l.{{where}} ORDER BY l.record, l.id",
    "passage": f"""SELECT p.record, p.id, CASE WHEN p.layer IS NULL THEN '' ELSE coalesce({_KIND}, 'verbatim') END AS kind
        FROM passage p LEFT JOIN layer l ON l.id = p.layer WHERE p.hidden = 0 AND p.{{where}} ORDER BY p.record, p.id""",
    "media": "SELECT record, id, kind FROM media WHERE hidden = 0 AND {where} ORDER BY record, id",
    "other": """SELECT record, id, '' AS kind FROM suggestion WHERE {where} UNION ALL SELECT record, id, '' FROM decision WHERE {where}
        UNION ALL SELECT record, id, '' FROM comment WHERE {where} UNION ALL SELECT record, id, '' FROM note WHERE {where} ORDER BY 1, 2""",
}
Parts = dict[str, list[tuple[str, str]]]


def dossiers(
    con: Connection, records: Iterable[str] | None, today: date, *, under_16_publish: bool = False
) -> Iterator[Dossier]:
    """The dossiers of some records, or of all, in id order, hidden ones left out. `open_scopes` are the joint gates open `today`."""
    wanted = sorted(set(records)) if records is not None else _every(con)
    work = _Work(con, today, under_16_publish)
    for at in range(0, len(wanted), STEP):
        yield from work.step(wanted[at : at + STEP])


def _every(con: Connection) -> list[str]:
    return list(con.execute(text("SELECT id FROM record WHERE hidden = 0 ORDER BY id")).scalars())


class _Work:
    """One pass over the store: what it remembers between steps."""

    def __init__(self, con: Connection, today: date, under_16_publish: bool) -> None:
        self.con = con
        self.today = today
        self.under_16_publish = under_16_publish
        self.narrowed = consent.narrowing(con)
        self.known: dict[tuple[Any, ...], frozenset[str]] = {}

    def step(self, idents: Iterable[str]) -> Iterator[Dossier]:
        wanted = {"ids": json.dumps(list(idents))}
        found = self.con.execute(text(_RECORDS), wanted).all()
        where = "record IN (SELECT value FROM json_each(:ids))"
        parts = {
            name: _grouped(self.con, query.format(where=where), wanted) for name, query in _PARTS.items()
        }
        given = self._consents({row.encounter for row in found})
        for row in found:
            yield self._dossier(row, parts, given.get(row.encounter, ()))

    def _consents(self, encounters: set[str]) -> Mapping[str, tuple[Consent, ...]]:
        found: dict[str, tuple[Consent, ...]] = {}
        for one in consent.of_encounters(self.con, encounters, self.narrowed):
            found[one.encounter] = (*found.get(one.encounter, ()), one)
        return found

    def _dossier(self, row: "Row[Any]", parts: Mapping[str, Parts], given: tuple[Consent, ...]) -> Dossier:
        people = strings(listed(row.participants))
        theirs = tuple(c for c in given if c.participant in people)
        layers = tuple(
            (i, rows.pick(LayerKind, k, LayerKind.VERBATIM)) for i, k in parts["layer"].get(row.id, ())
        )
        return Dossier(
            record=row.id,
            began_by=row.began_by,
            status=rows.pick(Status, row.status, Status.HELD),
            sensitivity=rows.pick(Sensitivity, row.sensitivity, Sensitivity.CLOSED),
            released=bool(row.released),
            open_scopes=self._scopes(people, theirs) - self.narrowed.get(row.id, frozenset()),
            context=tuple(i for i in (row.encounter, *people, *(c.id for c in theirs)) if i),
            layers=layers,
            passages=tuple((i, _protected(k)) for i, k in parts["passage"].get(row.id, ())),
            others=tuple(i for i, _ in parts["other"].get(row.id, ())),
            media=tuple(i for i, _ in parts["media"].get(row.id, ())),
            observation=row.kind == RecordKind.OBSERVATION.value and not people,
            taken_back=bool(row.erased),
        )

    def _scopes(self, people: tuple[str, ...], given: tuple[Consent, ...]) -> frozenset[str]:
        """The scopes open for everybody in the record; somebody without a consent closes them all."""
        if not people or not set(people) <= {c.participant for c in given}:
            return frozenset()
        return frozenset(_ALL).intersection(*(self._open(c) for c in given))

    def _open(self, one: Consent) -> frozenset[str]:
        # Most answer sets are alike, so the gates are worked out once for each kind of them.
        like = (
            *sorted(one.answers.items()),
            one.status,
            one.route,
            one.age_band,
            one.adult_relation,
            one.child_assent,
            one.review_by,
        )
        key = (*like, one.narrowed)
        if key not in self.known:
            gates = {s.value: gate(one, s, self.today, under_16_publish=self.under_16_publish) for s in Scope}
            self.known[key] = frozenset(s for s, g in gates.items() if g.open)
        return self.known[key]


def _protected(kind: str) -> bool:
    """Whether a passage stands in a layer that needs clearance; one whose layer is not known here counts as protected."""
    return kind != "" and rows.pick(LayerKind, kind, LayerKind.VERBATIM) in PROTECTED_LAYERS


def _grouped(con: Connection, query: str, wanted: Mapping[str, str]) -> Parts:
    found = con.execute(text(query), wanted)
    return {
        record: [(row.id, row.kind) for row in group]
        for record, group in groupby(found, key=lambda row: row.record)
    }
