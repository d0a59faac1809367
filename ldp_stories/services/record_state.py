"""The state of a record: what is left to do, ready, draft, closed; and when a person changes their mind (domain/3-model.md 3.5, 3.7)."""

from typing import Any, Final

from ldp_stories.domain.consent import CONTACT_KEYS, Answer, Consent, Route, Scope, all_keys
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.domain.records import Record, Sensitivity, Status
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.ask_again import words_to_ask
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.type_words import write_drafts
from ldp_stories.store import consent as consents
from ldp_stories.store import encounters, layers, ledger, media, people, records, sent

_LEFT: Final = {
    "place": "say where it was",
    "words": "add the words or the sound",
    "consent": "ask for their yes",
}
_PERSON: Final = frozenset(
    {"age_band", "teller_kind", "target_groups", "self_description", "home_place", "languages"}
)


def _record(con: Connection, id: str) -> Record:
    found = records.record(con, id)
    if found is None:
        raise UserError("NO_SUCH_STORY")
    return found


def left_to_do(home: Home, record: str) -> tuple[str, ...]:
    """What is still needed before it can be sent: codes `place` (a reflection needs none), `words` (or sound), `consent`."""
    with home.main.read() as con:
        found = _record(con, record)
        meeting = encounters.encounter(con, found.encounter) if found.encounter else None
        words = any(one.text.strip() for one in layers.of_record(con, record))
        sound = bool(media.of_record(con, record))
        gate = asker(home).gate(found, consents_of(con, found), Scope.TAKE_PART)
    left = []
    somewhere = dict(found.facts).get("subtype") != "reflection"
    if somewhere and (meeting is None or not meeting.place):
        left.append("place")
    if not words and not sound:
        left.append("words")
    if not gate.open and gate.why != "closed":
        left.append("consent")
    return tuple(left)


def mark_ready(home: Home, record: str) -> None:
    """It is ready; what was typed is written first. Refused NOT_READY (left=) when something needed is missing."""
    write_drafts(home, record)
    left = left_to_do(home, record)
    if left:
        raise Refused("NOT_READY", left=", ".join(_LEFT[code] for code in left), codes=left)
    _set(home, record, status=Status.READY.value)


def mark_draft(home: Home, record: str) -> None:
    """Back to a draft."""
    _set(home, record, status=Status.DRAFT.value)


def keep_closed(home: Home, record: str) -> None:
    """Keep this story closed: it is not packed, whoever holds it is told so, and only a coordinator opens it again."""
    _set(home, record, sensitivity=Sensitivity.CLOSED.value)


def was_sent(home: Home, record: str) -> bool:
    """Whether something of a story went to anybody: then whoever holds it hears with the next file that it is closed."""
    with home.main.read() as con:
        return bool(sent.threads_of(con, [record]))


def open_again(home: Home, record: str) -> None:
    """Open a closed story again. Refused NOT_YOUR_ROLE for anyone but a coordinator."""
    _set(home, record, sensitivity=Sensitivity.CAREFUL.value)


def _set(home: Home, record: str, **sets: object) -> None:
    """Write what is not so already: saying it again is no news, and would be owed to everybody again."""
    with home.main.write() as con:
        found = _record(con, record)
        known = records.fields(con, record) | {
            "status": found.status.value,
            "sensitivity": found.sensitivity.value,
        }
        news = {name: value for name, value in sets.items() if known.get(name) != value}
        if news:
            home.put(con, "record", record, sets=news, subj=found.participants)


def set_place(home: Home, record: str, place: str) -> None:
    """Say where it was (on its encounter)."""
    with home.main.write() as con:
        found = _record(con, record)
        home.put(con, "encounter", found.encounter, sets={"place": place}, subj=found.participants)


def changed_mind(
    home: Home, record: str, key: str, answer: Answer, participant: str | None = None, *, named: str = ""
) -> None:
    """They changed their mind on one answer (a key of domain.consent.all_keys); a no closes its gate at once.

    A yes is kept with the words it was given to, as at the first asking (`ask_again.words_to_ask`); `named` is how their name or role should
    read. `participant` names one of several people. ValueError for an unknown key; UserError NO_CONSENT when no answers are here.
    """
    if key not in all_keys():
        raise ValueError(f"there is no question {key}")
    asked = _asked(home, record, key) if answer is Answer.YES else {}
    with home.main.write() as con:
        found = _record(con, record)
        given = [c for c in consents_of(con, found) if participant in (None, c.participant)]
        if not given:
            raise UserError("NO_CONSENT")
        for consent in given:
            sets: dict[str, Any] = {f"answer:{key}": answer.value, "status": "changed"}
            if key == Scope.QUOTE_NAMED.value and answer is not Answer.YES and consent.attribution:
                sets["attribution"] = ""  # the name goes with the yes (CONTRACTS.md 1)
            elif key == Scope.QUOTE_NAMED.value and answer is Answer.YES and named.strip():
                sets["attribution"] = named.strip()
            sets |= _contact_settled(consent, key, answer)
            if consent.id in asked:
                sets |= _asked_in_words(home, con, consent.id, key, *asked[consent.id])
            home.put(con, "consent", consent.id, sets=sets, subj=[consent.participant])


def _contact_settled(consent: Consent, key: str, answer: Answer) -> dict[str, Any]:
    """A yes to one thing to contact for is a yes to being contacted; without that yes none of them stands, nor comes back with it."""
    if key in CONTACT_KEYS and answer is Answer.YES:
        others = (
            {k for k in CONTACT_KEYS if k in consent.answers and k != key}
            if consent.answer(Scope.RECONTACT) is not Answer.YES
            else set()
        )
        closed = {f"answer:{k}": Answer.NOT_ASKED.value for k in others if consent.answers[k] is Answer.YES}
        return {f"answer:{Scope.RECONTACT.value}": Answer.YES.value, **closed}
    if key == Scope.RECONTACT.value and answer is not Answer.YES:
        given = (k for k in CONTACT_KEYS if consent.answers.get(k) is Answer.YES)
        return {f"answer:{k}": Answer.NOT_ASKED.value for k in given}
    return {}


def _asked(home: Home, record: str, key: str) -> dict[str, tuple[str, str]]:
    """The words each person of a story is asked for one answer now, by the id of their answers."""
    with home.main.read() as con:
        given = consents_of(con, _record(con, record))
    words = {c.id: words_to_ask(home, c).get(key) for c in given}
    return {ident: said for ident, said in words.items() if said is not None}


def _asked_in_words(
    home: Home, con: Connection, ident: str, key: str, question: str, under: str
) -> dict[str, Any]:
    """The words a later yes was given to, who asked and when."""
    view = ledger.entity(con, ident)
    if view is None:
        return {}
    words = {"wording": question, **({"told": under} if under else {})}
    kept = {name: {**(view.get(name) or {}), key: said} for name, said in words.items()}
    return {**kept, "at": home.label(), "taken_by": home.member}


def correct_person(home: Home, participant: str, **facts: object) -> None:
    """Correct age_band, teller_kind, target_groups, self_description, home_place or languages of a person.

    A new age band takes effect on every gate at once; whoever is 16 or older after all decides alone, unless they said no when asked as a
    child. ValueError for another name or value; UserError NO_SUCH_CODE.
    """
    if not facts.keys() <= _PERSON:
        raise ValueError(f"cannot correct {sorted(facts.keys() - _PERSON)}")
    sets: dict[str, Any] = dict(facts)
    if "age_band" in sets:
        sets["age_band"] = AgeBand(sets["age_band"]).value
    if "teller_kind" in sets:
        sets["teller_kind"] = TellerKind(sets["teller_kind"]).value
    with home.main.write() as con:
        if people.participant(con, participant) is None:
            raise UserError("NO_SUCH_CODE", typed="")
        home.put(con, "participant", participant, sets=sets, subj=[participant])
        if "age_band" in sets:
            _decides_alone(home, con, participant, AgeBand(sets["age_band"]))


def _decides_alone(home: Home, con: Connection, participant: str, age: AgeBand) -> None:
    """The answers of somebody who is 16 or older after all wait for no grown-up any more."""
    if age.under_16 or age is AgeBand.NOT_GIVEN:
        return
    route = Route.AGED_16 if age is AgeBand.FROM_16 else Route.ADULT
    for given in consents.of_participant(con, participant):
        if given.route is Route.UNDER_16 and given.child_assent is not Answer.NO:
            home.put(con, "consent", given.id, sets={"route": route.value}, subj=[participant])


def complete_route(
    home: Home, consent: str, *, adult_relation: str, child_assent: Answer, route: Route = Route.UNDER_16
) -> None:
    """Complete the under-16 route of a consent: who said yes for them first, and the child's own answer. UserError NO_CONSENT.

    `route` is the one it had before, to undo it.
    """
    with home.main.write() as con:
        found = consents.consent(con, consent)
        if found is None:
            raise UserError("NO_CONSENT")
        sets = {
            "route": route.value,
            "adult_relation": adult_relation,
            "child_assent": child_assent.value,
        }
        home.put(con, "consent", consent, sets=sets, subj=[found.participant])
