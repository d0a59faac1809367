"""Consents in the store: one row per answer set, with the orders that narrow it applied whenever it is read."""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Index, Row, select, text

from ldp_stories.domain.consent import Answer, Consent, ConsentStatus, Method, Route
from ldp_stories.domain.orders import OrderKind
from ldp_stories.domain.people import AgeBand
from ldp_stories.domain.revisions import EntityView
from ldp_stories.store import rows, tables
from ldp_stories.store.people import participant_table
from ldp_stories.store.rows import Noun, Values, loaded, noun_table, opt, packed, string, strings

consent_table = noun_table(
    "consent",
    tables.words("participant"),
    tables.words("encounter"),
    tables.words("status"),
    tables.words("route"),
    opt("review_by"),
    tables.words("take_part"),
    tables.words("answers"),
)
Index("consent_participant", consent_table.c.participant)
Index(
    "consent_refused",
    consent_table.c.encounter,
    sqlite_where=text("take_part <> 'yes' OR status = 'withdrawn'"),
)
Index("consent_encounter", consent_table.c.encounter)
_TYPED: Final = frozenset({"participant", "encounter", "status", "route", "review_by"})
_PROTECTIVE: Final = ("withdrawn", "draft", "superseded", "changed", "given")


def _columns(view: EntityView) -> Values:
    fields = rows.all_fields(view, _TYPED)
    answers = {n.removeprefix("answer:"): fields.pop(n) for n in list(fields) if n.startswith("answer:")}
    return {
        "participant": rows.text(view, "participant"),
        "encounter": rows.text(view, "encounter"),
        "status": _status(view),
        "route": rows.text(view, "route"),
        "review_by": rows.text_or_none(view, "review_by"),
        "take_part": str(answers.get("take_part", "")),
        "answers": packed(answers),
        "fields": packed(fields),
    }


def _status(view: EntityView) -> str:
    """The most protective of the written states: a withdrawal holds against a change made elsewhere at the same time (P8)."""
    written = [c.value for c in view.fields.get("status", ())]
    return next((s for s in _PROTECTIVE if s in written), "given")


NOUNS: Final = (Noun("consent", consent_table, _columns, rank=2),)
_SELECT: Final = f"""
SELECT c.*, coalesce(p.age_band, '') AS age_band FROM consent c LEFT JOIN {participant_table.name} p ON p.id = c.participant
WHERE c.erased = 0 AND c.hidden = 0"""


def consent(con: Connection, ident: str) -> Consent | None:
    """One answer set."""
    return next(iter(_read(con, f"{_SELECT} AND c.id = :key", ident)), None)


def of_participant(con: Connection, participant: str) -> tuple[Consent, ...]:
    """Everything one person answered, oldest here first."""
    return _read(con, f"{_SELECT} AND c.participant = :key ORDER BY c.num", participant)


def of_encounter(con: Connection, encounter: str) -> tuple[Consent, ...]:
    """The answers given at one encounter, by everybody in it."""
    return _read(con, f"{_SELECT} AND c.encounter = :key ORDER BY c.num", encounter)


def of_encounters(
    con: Connection, encounters: Iterable[str], narrowed: dict[str, frozenset[str]]
) -> Iterator[Consent]:
    """The answers given at many encounters, for set-based work; `narrowed` is what `narrowing` gave."""
    query = f"{_SELECT} AND c.encounter IN (SELECT value FROM json_each(:e)) ORDER BY c.num"
    found = con.execute(text(query), {"e": json.dumps(list(encounters))}).all()
    return (_consent(row, narrowed) for row in found)


def _read(con: Connection, query: str, key: str) -> tuple[Consent, ...]:
    found = narrowing(con)
    return tuple(_consent(row, found) for row in con.execute(text(query), {"key": key}))


def narrowing(con: Connection) -> dict[str, frozenset[str]]:
    """Scopes closed by orders, by what the order names: a participant, a consent, an encounter, a record."""
    order = tables.erasure_order.c
    query = select(order.subject, order.targets, order.scopes).where(
        order.kind == OrderKind.NARROW.value, order.granted == 1
    )
    found: dict[str, frozenset[str]] = {}
    for row in con.execute(query):
        scopes = frozenset(strings(rows.listed(row.scopes)))
        for name in (row.subject, *strings(rows.listed(row.targets))):
            if name:
                found[name] = found.get(name, frozenset()) | scopes
    return found


@lru_cache(maxsize=4_096)
def given(answers: str) -> Mapping[str, Answer]:
    """The answers in an `answers` column, by key; most answer sets are alike, so each kind of them is read once."""
    return {k: rows.pick(Answer, v, Answer.NO) for k, v in loaded(answers).items()}


def _consent(row: "Row[Any]", narrowed: dict[str, frozenset[str]]) -> Consent:
    fields = loaded(row.fields)
    names = (row.participant, row.id, row.encounter)
    return Consent(
        id=row.id,
        participant=row.participant,
        encounter=row.encounter,
        answers=given(row.answers),
        status=rows.pick(ConsentStatus, row.status, ConsentStatus.WITHDRAWN),
        route=rows.pick(Route, row.route or Route.ADULT.value, Route.NOT_ABLE),
        age_band=rows.pick(AgeBand, row.age_band, AgeBand.NOT_GIVEN),
        adult_relation=string(fields, "adult_relation"),
        child_assent=rows.pick(Answer, fields.get("child_assent"), Answer.NOT_ASKED),
        method=rows.pick_or_none(Method, fields.get("method")),
        said_on=string(fields, "at")[:10],
        review_by=row.review_by,
        form_version=str(fields.get("form_version", "")),
        attribution=string(fields, "attribution"),
        approval=string(fields, "approval"),
        evidence=string(fields, "evidence"),
        evidence_on=string(fields, "evidence_on"),
        narrowed=frozenset[str]().union(*(narrowed.get(n, frozenset()) for n in names))
        if narrowed
        else frozenset(),
    )
