"""Permission: what the people in a record allow today. Every exit asks here; only a clear yes of everybody opens a gate."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from ldp_stories.domain.consent import OPEN, PUBLISH, Channel, Consent, ConsentStatus, Gate, Scope, gate
from ldp_stories.domain.records import Record, RecordKind, Sensitivity, Status
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import consent as consent_rows


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks for one day under one programme's rules."""

    today: date
    under_16_publish: bool = False

    def gates(
        self, record: Record, consents: Iterable[Consent], scope: Scope, channel: Channel | None = None
    ) -> dict[str, Gate]:
        """The gate of each person in the record, by participant id; a person without any answers has `no_consent`."""
        found: dict[str, Gate] = {p: Gate(False, "no_consent") for p in record.participants}
        asked: set[str] = set()
        for one in consents:
            answer = gate(one, scope, self.today, channel, under_16_publish=self.under_16_publish)
            if one.participant not in asked or not answer.open:
                found[one.participant] = answer
            asked.add(one.participant)
        return found

    def gate(
        self, record: Record, consents: Iterable[Consent], scope: Scope, channel: Channel | None = None
    ) -> Gate:
        """The gate of the record: closed, held and taken-back ones first, then the tightest answer of everybody in it.

        An observation with nobody in it needs nobody's yes, except to publish a voice or a face.
        """
        if record.erased:
            return Gate(False, "erased")
        if record.sensitivity is Sensitivity.CLOSED:
            return Gate(False, "closed")
        if record.status is Status.HELD:
            return Gate(False, "held")
        found = self.gates(record, consents, scope, channel)
        if not found:
            free = record.kind is RecordKind.OBSERVATION and scope not in PUBLISH
            return OPEN if free else Gate(False, "no_consent")
        return next((g for g in found.values() if not g.open), OPEN)

    def quoting(self, record: Record, consents: Iterable[Consent]) -> Gate:
        """Whether words may be quoted at all: without a name, or only with the name that stands beside them then."""
        known = tuple(consents)
        without = self.gate(record, known, Scope.QUOTE_ANON)
        return OPEN if without.open or self.name_beside(record, known) else without

    def name_beside(self, record: Record, consents: Iterable[Consent]) -> str:
        """The name that stands beside the words: chosen by the one who told them, who says yes to it today; "" = they stand without one."""
        known = tuple(consents)
        named = next((c.attribution for c in known if c.attribution), "")
        alone = len(record.participants) == 1
        return named if alone and named and self.gate(record, known, Scope.QUOTE_NAMED).open else ""


def asker(home: Home) -> Asker:
    """The asker for today."""
    return Asker(home.today(), home.programme().terms.get("under16_publish") is True)


def consents_of(con: Connection, record: Record) -> tuple[Consent, ...]:
    """The answers that govern a record: those given at its encounter by the people in it, with orders on the record itself applied."""
    return consents_of_all(con, [record])[record.id]


def consents_of_all(con: Connection, records: Iterable[Record]) -> dict[str, tuple[Consent, ...]]:
    """The same for many records, by record id, in two questions."""
    wanted = {r.id: r for r in records}
    narrowed = consent_rows.narrowing(con)
    given: dict[str, list[Consent]] = {}
    meetings = {r.encounter for r in wanted.values() if r.encounter}
    for one in consent_rows.of_encounters(con, meetings, narrowed):
        if one.status is not ConsentStatus.SUPERSEDED:
            given.setdefault(one.encounter, []).append(one)
    return {
        i: _governing(r, given.get(r.encounter, ()), narrowed.get(i, frozenset())) for i, r in wanted.items()
    }


def _governing(record: Record, given: Iterable[Consent], closed: frozenset[str]) -> tuple[Consent, ...]:
    ours = tuple(c for c in given if c.participant in record.participants)
    return tuple(_narrowed(c, closed) for c in ours) if closed else ours


def _narrowed(consent: Consent, scopes: frozenset[str]) -> Consent:
    return replace(consent, narrowed=consent.narrowed | scopes)
