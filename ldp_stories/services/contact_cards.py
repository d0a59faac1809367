"""Private contact cards: who a person is and how it is safe to reach them, in the identity store only (domain/3-model.md 3.4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from ldp_stories.domain.consent import (
    Consent,
    ConsentStatus,
    ContactFor,
    Scope,
    gate,
    joint_gate,
)
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Extra
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import IdentitySession
from ldp_stories.store import consent, encounters, facts, identity, letters, people

DAYS_TO_GO: Final = 7
"""So long somebody who does not look after cards any more has to hand them over."""
_TO_GO: Final = "cards to go"
WAYS: Final = ("text", "call", "post", "mail", "visit")
"""Ways to reach somebody that may be unsafe."""


@dataclass(frozen=True, slots=True)
class Card:
    """One private card. `not_by` are the ways never to use; `may_contact` says whether they agreed to be asked again today (`why` not).

    `contact_for` is what they agreed to be asked again for; None when nobody asked them what for.
    """

    participant: str
    code: str
    name: str = ""
    phone: str = ""
    address: str = ""
    safe_to_contact: str = ""
    not_by: tuple[str, ...] = ()
    guardian: str = ""
    exists: bool = False
    may_contact: bool = False
    why: str = ""
    contact_for: tuple[ContactFor, ...] | None = None
    handed_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardRow:
    """One line of the list: a person by code, when they were met last, and whether there is a card (nothing of what is in it)."""

    participant: str
    code: str
    met_on: str
    place: str
    has_card: bool


def card_rows(home: Home) -> tuple[CardRow, ...]:
    """The people whose card this person may keep: those one met oneself, and, for a custodian, everybody who has a card here."""
    with home.main.read() as con:
        have = letters.have_card(con)
        mine = people.begun_by(con, home.own_devices())
        shown = {*mine, *have} if is_custodian(home) or facts.load(con, _TO_GO) else set(mine)
        return tuple(
            sorted((_row(con, p, p in have) for p in shown), key=lambda r: (r.met_on, r.code), reverse=True)
        )


def _row(con: Connection, participant: str, has_card: bool) -> CardRow:
    person = people.participant(con, participant)
    met = encounters.of_participant(con, participant)
    last = met[-1] if met else None
    return CardRow(participant, person.code if person else "?", last.day if last else "", "", has_card)


def is_custodian(home: Home) -> bool:
    """Whether this person looks after private cards in the programme."""
    today = home.today().isoformat()
    terms = home.member_row().roles
    return any(
        Extra.CUSTODIAN in t.extra and t.start <= today and (t.end is None or today <= t.end) for t in terms
    )


@dataclass(frozen=True, slots=True)
class ToGo:
    """The people (ids) whose cards go from this laptop, and the day from which on they go by themselves."""

    people: tuple[str, ...]
    on: date


def cards_to_go(home: Home) -> ToGo | None:
    """The cards that are here only because this person looked after cards once; None for somebody who does, or when there are none.

    The days run from the first time this is asked: when the notebook is opened, or news of the role comes.
    """
    with home.main.read() as con:
        others, since = _of_others(con, home), str(facts.load(con, _TO_GO) or "")
    if not others or is_custodian(home):
        if since:
            with home.main.write() as con:
                forget_to_go(con)
        return None
    if not since:
        since = home.today().isoformat()
        with home.main.write() as con:
            facts.save(con, _TO_GO, since)
    return ToGo(tuple(sorted(others)), date.fromisoformat(since) + timedelta(days=DAYS_TO_GO))


def forget_to_go(con: Connection) -> None:
    """No cards wait to go (any more)."""
    facts.save(con, _TO_GO, "")


def _of_others(con: Connection, home: Home) -> frozenset[str]:
    return letters.have_card(con) - frozenset(people.begun_by(con, home.own_devices()))


def may_keep(home: Home, con: Connection, participant: str) -> bool:
    """Whether this person may see and write somebody's card: who met them, or a custodian; who was one, until the cards go."""
    if is_custodian(home) or participant in people.begun_by(con, home.own_devices()):
        return True
    return bool(facts.load(con, _TO_GO)) and participant in letters.have_card(con)


def may_contact(home: Home, participant: str) -> tuple[bool, str]:
    """Whether somebody may be asked again today, and the reason code when not; the narrowest of their answers counts."""
    gates = [gate(c, Scope.RECONTACT, home.today()) for c in _given(home, participant)]
    shut = next((g for g in gates if not g.open), None)
    return (True, "") if gates and shut is None else (False, shut.why if shut else "no_consent")


def contact_for(home: Home, participant: str) -> tuple[ContactFor, ...] | None:
    """What somebody agreed to be asked again for, whenever they were asked; None when they never were.

    Answers from before it was asked say nothing of it, so they take nothing away from a yes that was given later.
    """
    asked = [c for c in _given(home, participant) if c.asked_what_for]
    agreed = (p for p in ContactFor if joint_gate(asked, Scope.RECONTACT, home.today(), p).open)
    return tuple(agreed) if asked else None


def _given(home: Home, participant: str) -> list[Consent]:
    with home.main.read() as con:
        every = consent.of_participant(con, participant)
    return [c for c in every if c.status is not ConsentStatus.SUPERSEDED]


def read_card(session: IdentitySession, participant: str) -> Card:
    """Somebody's card. Phone and address are there only while they agree to be contacted; the safe-to-contact notes always.

    UserError IDENTITY_CLOSED; Refused NOT_YOUR_ROLE.
    """
    home = session.home
    with home.main.read() as con:
        if not may_keep(home, con, participant):
            raise Refused("NOT_YOUR_ROLE")
        person = people.participant(con, participant)
    allowed, why = may_contact(home, participant)
    purposes = contact_for(home, participant) if allowed else ()
    with session.store() as store, store.read() as con:
        found = identity.contact_card(con, participant)
        handed = identity.handed_to(con, participant)
    code = person.code if person else ""
    if found is None:
        return Card(participant, code, may_contact=allowed, why=why, contact_for=purposes)
    texts: dict[str, Any] = {n: str(found.get(n) or "") for n in ("name", "safe_to_contact", "guardian")}
    texts |= {n: str(found.get(n) or "") if allowed else "" for n in ("phone", "address")}
    not_by = tuple(w for w in WAYS if w in (found.get("not_by") or ()))
    return Card(
        participant, code, **texts, not_by=not_by, exists=True, may_contact=allowed, why=why, contact_for=purposes,
        handed_to=tuple(sorted(handed)),
    )  # fmt: skip


def keep_card(session: IdentitySession, participant: str, **fields: object) -> None:
    """Write fields of a card (name, phone, address, safe_to_contact, not_by, guardian), making it when there is none.

    ValueError for another field; UserError IDENTITY_CLOSED, TAKEN_BACK; Refused NOT_YOUR_ROLE.
    """
    known = {"name", "phone", "address", "safe_to_contact", "not_by", "guardian"}
    if not fields.keys() <= known or not set(_list(fields.get("not_by"))) <= set(WAYS):
        raise ValueError(f"not a field of a card: {sorted(fields.keys() - known)}")
    home = session.home
    with home.main.read() as con:
        if not may_keep(home, con, participant):
            raise Refused("NOT_YOUR_ROLE")
    with session.store() as store, store.write() as con:
        found = identity.contact_card(con, participant)
        new = {n: v for n, v in fields.items() if found is None or found.get(n) != v}
        if found is None:
            new["participant"] = participant
        if new:
            ident = str(found["id"]) if found is not None else new_id()
            home.put(con, "contact_card", ident, sets=new, subj=[participant], stream="i")


def throw_away(session: IdentitySession, participant: str) -> None:
    """Take a card away; what was handed over stays with the custodian until they are told. UserError NO_CARD, IDENTITY_CLOSED."""
    home = session.home
    with session.store() as store, store.write() as con:
        found = identity.contact_card(con, participant)
        if found is None:
            raise UserError("NO_CARD")
        home.hide(con, "contact_card", str(found["id"]), [participant])


def _list(value: object) -> Iterable[str]:
    return [str(v) for v in value] if isinstance(value, list | tuple) else ()


def keep_name(session: IdentitySession, encounter: str, find: str, put: str) -> None:
    """Put a name on the list of one meeting, with what stands in its place; the same name again changes what stands there."""
    home = session.home
    if not find.split() or not put.strip():
        raise Refused("MASK_EMPTY")
    with home.main.read() as con:
        met = encounters.encounter(con, encounter)
    subj = met.participants if met else ()
    with session.store() as store, store.write() as con:
        known = next((n for n in identity.name_list(con, encounter) if n["find"] == find), None)
        ident = str(known["id"]) if known else new_id()
        home.put(
            con,
            "name_list",
            ident,
            sets={"encounter": encounter, "find": find, "put": put},
            subj=subj,
            stream="i",
        )


def names_of(session: IdentitySession, encounter: str) -> tuple[tuple[str, str], ...]:
    """The names on the list of a meeting and what stands in their place, then all others that were ever kept, for using again."""
    with session.store() as store, store.read() as con:
        first = {str(n["find"]): str(n["put"]) for n in identity.name_list(con, encounter)}
        return tuple((first | {f: p for f, p in identity.all_names(con) if f not in first}).items())
