"""Dossiers: each record with everything that hangs from it, as far as an audience must know (domain/audience.py); worked out by sets."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Row, text

from ldp_stories.domain.audience import Dossier
from ldp_stories.domain.consent import (
    MEDIUM,
    Answer,
    Consent,
    ConsentStatus,
    Route,
    Scope,
    gate,
    medium_refused,
)
from ldp_stories.domain.people import AgeBand
from ldp_stories.domain.records import LayerKind, RecordKind, Sensitivity, Status, is_protected
from ldp_stories.store import consent, rounds, rows
from ldp_stories.store.rows import listed, strings

FEW: Final = 2_000
"""Up to this many records are looked up one by one through indexes; for more, whole tables are read, which is quicker."""
_ALL: Final = frozenset(s.value for s in Scope)
_SOME: Final = "IN (SELECT value FROM json_each(:ids))"
_RECORDS: Final = """SELECT id, began_by, kind, encounter, participants, status, sensitivity, released, erased, hidden FROM record
    WHERE id {some} ORDER BY num"""
_CONSENTS: Final = """SELECT id, participant, encounter, status, route, review_by, answers,
    json_extract(fields, '$.adult_relation') AS adult_relation, json_extract(fields, '$.child_assent') AS child_assent
    FROM consent WHERE hidden = 0 AND erased = 0 AND encounter {some} ORDER BY num"""
_AGES: Final = "SELECT id, age_band FROM participant WHERE id {some}"
_KIND: Final = """CASE WHEN EXISTS (SELECT 1 FROM layer n WHERE n.made_from = l.id AND n.record = l.record AND n.kind = l.kind
    AND n.language = l.language AND n.hidden = 0) THEN 'verbatim' ELSE l.kind END"""
"""A copy that a newer one has replaced counts as protected: it may hold a name that was masked later (domain/masking.py)."""
_PARTS: Final = {
    "layer": f"SELECT l.record, l.id, {_KIND} AS kind FROM layer l WHERE l.hidden = 0 AND l.record {{some}} ORDER BY l.num",
    "passage": f"""SELECT p.record, p.id, CASE WHEN p.layer IS NULL THEN '' ELSE coalesce({_KIND}, 'verbatim') END AS kind
        FROM passage p LEFT JOIN layer l ON l.id = p.layer WHERE p.hidden = 0 AND p.record {{some}} ORDER BY p.num""",
    "coding": f"""SELECT c.record, c.id, CASE WHEN c.layer IS NULL THEN '' ELSE coalesce({_KIND}, 'verbatim') END AS kind
        FROM coding c LEFT JOIN layer l ON l.id = c.layer WHERE c.record {{some}} ORDER BY c.num""",
    "matrix_cell": "SELECT record, id, '' AS kind FROM matrix_cell WHERE record {some} ORDER BY num",
    "round_mark": "SELECT record, id, round AS kind FROM round_mark WHERE record {some} ORDER BY num",
    "media": "SELECT record, id, kind FROM media WHERE hidden = 0 AND record {some} ORDER BY num",
    "suggestion": "SELECT record, id, '' AS kind FROM suggestion WHERE record {some}",
    "decision": "SELECT record, id, '' AS kind FROM decision WHERE record {some}",
    "comment": "SELECT record, id, '' AS kind FROM comment WHERE record {some}",
    "note": "SELECT record, id, '' AS kind FROM note WHERE record {some}",
    "feedback": """SELECT j.value AS record, f.id, '' AS kind FROM feedback f, json_each(f.records) j
        WHERE f.hidden = 0 AND f.state = 'sent' AND j.value {some}""",
}
_ANALYSIS: Final = ("coding", "matrix_cell")
_OTHERS: Final = ("suggestion", "decision", "comment", "note", "feedback")
Parts = dict[str, list[tuple[str, str]]]


class _Given(NamedTuple):
    """An answer set as far as an audience must know: who gave it, what is open, and whether written-out words are refused."""

    id: str
    participant: str
    scopes: frozenset[str]
    wordless: bool
    refused: frozenset[str]


def dossiers(
    con: Connection,
    records: Iterable[str] | None,
    today: date,
    *,
    under_16_publish: bool = False,
    hidden: Collection[str] = (),
) -> Iterator[Dossier]:
    """The dossiers of some records, or of all, in order of arrival; `open_scopes` are the joint gates open `today`.

    Hidden records are left out, but for those named in `hidden`.
    """
    wanted = None if records is None else sorted(set(records))
    work = _Work(con, wanted, today, under_16_publish)
    return (work.dossier(row) for row in work.ask(_RECORDS, wanted) if not row.hidden or row.id in hidden)


class _Work:
    """Everything that hangs from the wanted records, read set by set and kept by record."""

    def __init__(
        self, con: Connection, wanted: Sequence[str] | None, today: date, under_16_publish: bool
    ) -> None:
        self.con = con
        self.few = wanted if wanted is not None and len(wanted) <= FEW else None
        self.today = today
        self.under_16_publish = under_16_publish
        self.narrowed = consent.narrowing(con)
        self.known: dict[tuple[Any, ...], tuple[frozenset[str], bool, frozenset[str]]] = {}
        self.parts = {name: self._grouped(query) for name, query in _PARTS.items()}
        self.blind = rounds.blind_to(con, today)
        self.consents = self._consents()

    def ask(self, query: str, idents: Sequence[str] | None) -> "Iterable[Row[Any]]":
        """Rows of the wanted things: by index for few, else of the whole table and sorted out here."""
        if self.few is not None and idents is not None:
            return self.con.execute(text(query.format(some=_SOME)), {"ids": json.dumps(list(idents))}).all()
        found = self.con.execute(text(query.format(some="IS NOT NULL")))
        chosen = None if idents is None else frozenset(idents)
        return (row for row in found if chosen is None or row.id in chosen)

    def _grouped(self, query: str) -> Parts:
        found: Parts = {}
        for row in self.ask(query, self.few):
            found.setdefault(row.record, []).append((row.id, row.kind))
        return found

    def _consents(self) -> dict[str, list[_Given]]:
        """By encounter: the answers given there."""
        given: list[Row[Any]]
        if self.few is None:
            given, people = list(self.ask(_CONSENTS, None)), None
        else:
            query = f"SELECT DISTINCT encounter AS id FROM record WHERE id {_SOME}"
            given = list(
                self.ask(_CONSENTS, [row.id for row in self.ask(query.replace(_SOME, "{some}"), self.few)])
            )
            people = [row.participant for row in given]
        ages = {row.id: row.age_band for row in self.ask(_AGES, people)}
        found: dict[str, list[_Given]] = {}
        for row in given:
            said = self._scopes(row, ages.get(row.participant, ""))
            found.setdefault(row.encounter, []).append(_Given(row.id, row.participant, *said))
        return found

    def _scopes(self, row: "Row[Any]", age: str) -> tuple[frozenset[str], bool, frozenset[str]]:
        # Most answer sets are alike, so the gates are worked out once for each kind of them.
        names = (row.participant, row.id, row.encounter)
        narrowed = frozenset[str]().union(*(self.narrowed.get(n, frozenset()) for n in names))
        key = (
            row.status,
            row.route,
            row.review_by,
            row.answers,
            row.adult_relation,
            row.child_assent,
            age,
            narrowed,
        )
        if key not in self.known:
            one = Consent(
                id=row.id,
                participant=row.participant,
                encounter=row.encounter,
                answers=consent.given(row.answers),
                status=rows.pick(ConsentStatus, row.status, ConsentStatus.WITHDRAWN),
                route=rows.pick(Route, row.route or Route.ADULT.value, Route.NOT_ABLE),
                age_band=rows.pick(AgeBand, age, AgeBand.NOT_GIVEN),
                adult_relation=row.adult_relation if isinstance(row.adult_relation, str) else "",
                child_assent=rows.pick(Answer, row.child_assent, Answer.NOT_ASKED),
                review_by=row.review_by,
                narrowed=narrowed,
            )
            gates = {s.value: gate(one, s, self.today, under_16_publish=self.under_16_publish) for s in Scope}
            said_no = one.status is not ConsentStatus.SUPERSEDED and one.answer(Scope.TRANSCRIPT) is Answer.NO
            wordless = said_no or Scope.TRANSCRIPT in narrowed
            refused = frozenset(kind for kind in MEDIUM if medium_refused([one], kind))
            self.known[key] = (frozenset(s for s, g in gates.items() if g.open), wordless, refused)
        return self.known[key]

    def dossier(self, row: "Row[Any]") -> Dossier:
        """One record with its parts."""
        people = strings(listed(row.participants))
        said = self.consents.get(row.encounter, ())
        theirs = [c for c in said if c.participant in people]
        refused = frozenset[str]().union(*(c.refused for c in theirs))
        media = self.parts["media"].get(row.id, ())
        return Dossier(
            record=row.id,
            began_by=row.began_by,
            status=rows.pick(Status, row.status, Status.HELD),
            sensitivity=rows.pick(Sensitivity, row.sensitivity, Sensitivity.CLOSED),
            released=bool(row.released),
            open_scopes=_joint(people, theirs) - self.narrowed.get(row.id, frozenset()),
            context=tuple(i for i in (row.encounter, *people, *(c.id for c in theirs)) if i),
            layers=tuple(
                (i, rows.pick(LayerKind, k, LayerKind.VERBATIM))
                for i, k in self.parts["layer"].get(row.id, ())
            ),
            passages=tuple((i, _protected(k)) for i, k in self.parts["passage"].get(row.id, ())),
            others=tuple(i for name in _OTHERS for i, _ in self.parts[name].get(row.id, ())),
            media=tuple(i for i, _ in media),
            refused=frozenset(i for i, kind in media if kind in refused),
            analysis=tuple((i, _protected(k)) for n in _ANALYSIS for i, k in self.parts[n].get(row.id, ())),
            marks=tuple((i, self.blind.get(k)) for i, k in self.parts["round_mark"].get(row.id, ())),
            observation=row.kind == RecordKind.OBSERVATION.value and not people,
            taken_back=bool(row.erased),
            wordless=any(c.wordless for c in said),
        )


def _joint(people: Sequence[str], given: Sequence[_Given]) -> frozenset[str]:
    """The scopes open for everybody in the record; somebody without a consent closes them all (`domain.consent.joint_gate`)."""
    if not people or not set(people) <= {one.participant for one in given}:
        return frozenset()
    return _ALL.intersection(*(one.scopes for one in given))


def _protected(kind: str) -> bool:
    """Whether a passage stands in a layer that needs clearance; one whose layer is not known here counts as protected."""
    return kind != "" and is_protected(kind)
