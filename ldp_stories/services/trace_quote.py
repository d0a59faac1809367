"""Trace where a quote comes from and whether it may be used: the chain an evaluator can prove (US-E2)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ldp_stories.domain.consent import Consent, Gate
from ldp_stories.domain.media import RECORDED_HERE
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.people import TellerKind
from ldp_stories.domain.records import Record, RecordKind
from ldp_stories.domain.review import Choice, Decision, Reading
from ldp_stories.domain.revisions import parse_body
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import UserError
from ldp_stories.services.find import Purpose, copy_gate, purpose_gate
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import book_of
from ldp_stories.services.permission import Asker, asker, consents_of
from ldp_stories.services.quote_rows import passage_rows
from ldp_stories.services.read_record import closed_to
from ldp_stories.services.story import read_story, the_record
from ldp_stories.store import encounters, ledger, media, origins, passages, people, places, review, sent


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One step of a tag's history: who decided what, when, on which tag (code and name), changed to which, and why."""

    by: str
    at: str
    choice: Choice | None
    tag: str
    to_tag: str
    reason: str
    passage: str | None
    current: bool


@dataclass(frozen=True, slots=True)
class Chain:
    """Where words come from. `consent_then` and `consent_now` map answer keys to answers; `may` holds the gate of each purpose today.

    `teller_codes` and `researcher` are codes; `bundle` is the number of the bundle it came with ("" = made here), `passed_on_by` the
    coordinator who vouched for it ("" = straight from its researcher).
    """

    teller_codes: tuple[str, ...]
    teller_kind: TellerKind | None
    kind: RecordKind
    told_on: str
    place: str
    researcher: str
    relation: str
    bundle: str
    passed_on_by: str
    reviewed: tuple[Reviewed, ...]
    consent_then: tuple[tuple[str, str], ...]
    consent_now: tuple[tuple[str, str], ...]
    may: tuple[tuple[Purpose, Gate], ...]
    named: str = ""
    """The name that stands beside the words when they are quoted; "" = none."""
    brought: tuple[tuple[str, int], ...] = ()
    """What of its sound, films, pictures and papers was not recorded in a conversation here: from where ("phone", "WhatsApp"), and how many."""

    @property
    def same_consent(self) -> bool:
        """Whether the consent of then and of now are the same."""
        return self.consent_then == self.consent_now


def chain(home: Home, record: str, passage: str | None = None) -> Chain:
    """The chain of a record, or of one passage of it (then `reviewed` is about that passage and the record as a whole)."""
    ask = asker(home)
    with home.main.read() as con:
        story = read_story(con, record)
        found = story.record
        if closed_to(home, found):
            raise UserError("STORY_CLOSED")
        encounter = encounters.encounter(con, found.encounter)
        tellers = [t for t in (people.participant(con, p) for p in found.participants) if t is not None]
        where = places.place(con, encounter.place) if encounter and encounter.place else None
        consents = consents_of(con, found)
        about = _about(con, passage)
        steps = _steps(con, review.readings(con, record), book_of(con))
        bundle, carrier = _came_with(con, found)
        return Chain(
            teller_codes=tuple(t.code for t in tellers),
            teller_kind=tellers[0].teller_kind if tellers else None,
            kind=found.kind,
            told_on=encounter.day if encounter else "",
            place=where.name if where else "",
            researcher=_researcher(con, found),
            relation=encounter.relation if encounter else "",
            bundle=bundle,
            passed_on_by=carrier,
            reviewed=tuple(s for s in steps if about is None or s.passage in about),
            consent_then=_first_answers(con, consents),
            consent_now=_answers_now(consents),
            may=tuple((p, _gate_of(con, ask, found, consents, p, passage)) for p in Purpose),
            named=ask.name_beside(found, consents),
            brought=_brought(con, record),
        )


def _gate_of(
    con: Connection,
    ask: Asker,
    record: Record,
    consents: Iterable[Consent],
    purpose: Purpose,
    passage: str | None,
) -> Gate:
    """The gate of a purpose; words are quoted only from a masked copy, whatever their people said."""
    found = purpose_gate(ask, record, consents, purpose)
    if purpose is not Purpose.QUOTE or not found.open:
        return found
    if passage is None:
        return copy_gate(read_story(con, record.id).layers)
    gap = passage_rows(con, ask, [passage])[passage].gap
    return Gate(False, gap) if gap else found


def _brought(con: Connection, record: str) -> tuple[tuple[str, int], ...]:
    """How many of a story's media came from each place outside."""
    outside = Counter(one.origin for one in media.of_record(con, record) if one.origin != RECORDED_HERE)
    return tuple(sorted((origin, many) for origin, many in outside.items() if origin))


def tag_history(home: Home, record: str) -> tuple[Reviewed, ...]:
    """Every suggestion (`choice` None) and decision of a record, oldest first within each tag."""
    with home.main.read() as con:
        the_record(con, record)
        return _steps(con, review.readings(con, record), book_of(con))


def _about(con: Connection, passage: str | None) -> frozenset[str | None] | None:
    """The passage under all its names (its original, its twin) and the record as a whole; None for everything."""
    if passage is None:
        return None
    found: Passage | None = passages.passage(con, passage)
    return frozenset({None, passage, found.copy_of if found else None})


def _steps(con: Connection, readings: Iterable[Reading], book: dict[str, Tag]) -> tuple[Reviewed, ...]:
    found: list[Reviewed] = []
    for reading in readings:
        about = reading.suggestion
        tag = _tag(book, about.tag) or about.words
        current = {d.id for d in reading.current}
        at = _written(con, about.id)
        found.append(
            Reviewed(_name(con, about.by), at, None, tag, "", about.reason, about.passage, not current)
        )
        found += [_step(con, d, tag, about.passage, book, d.id in current) for d in reading.history]
    return tuple(found)


def _step(
    con: Connection, decision: Decision, tag: str, passage: str | None, book: dict[str, Tag], current: bool
) -> Reviewed:
    to_tag = _tag(book, decision.to_tag)
    by, at = _name(con, decision.by), decision.at_label
    return Reviewed(by, at, decision.choice, tag, to_tag, decision.reason, passage, current)


def _tag(book: dict[str, Tag], ident: str | None) -> str:
    tag = book.get(ident or "")
    return f"{tag.code} {tag.name}" if tag else ""


def _name(con: Connection, member: str) -> str:
    found = people.member(con, member)
    return found.shown if found else ""


def _written(con: Connection, ent: str) -> str:
    return next((r.at_label for r in ledger.revisions(con, ents=[ent])), "")


def _researcher(con: Connection, record: Record) -> str:
    """The code of who began it, never a name."""
    member = people.member_of_device(con, record.began_by)
    return member.code if member else ""


def _came_with(con: Connection, record: Record) -> tuple[str, str]:
    """The bundle it came with, and who passed it on when that was not its researcher ("" = made here, or straight from them)."""
    bundle = origins.bundle_of(con, record.id)
    arrived = sent.received(con, bundle) if bundle else None
    if bundle is None or arrived is None:
        return bundle or "", ""
    carrier = people.member_of_device(con, arrived.device)
    began = people.member_of_device(con, record.began_by)
    passed = carrier is not None and (began is None or carrier.id != began.id)
    return str(arrived.n), carrier.shown if carrier and passed else ""


Answers = tuple[tuple[str, str], ...]


def _answers_now(consents: Iterable[Consent]) -> Answers:
    """The answers that hold today, orders included; of several people the tightest."""
    return _tightest((k, "no" if _closed(c, k) else a.value) for c in consents for k, a in c.answers.items())


def _closed(consent: Consent, key: str) -> bool:
    return bool({key, key.split(":", 1)[0]} & consent.narrowed)


def _first_answers(con: Connection, consents: Iterable[Consent]) -> Answers:
    """The answers as they were first written down, at the conversation."""
    pairs = []
    for consent in consents:
        first = next(iter(ledger.revisions(con, ents=[consent.id])), None)
        if first is not None and first.body is not None:
            sets = parse_body(first.body).sets
            pairs += [(k.removeprefix("answer:"), str(v)) for k, v in sets.items() if k.startswith("answer:")]
    return _tightest(pairs)


def _tightest(pairs: Iterable[tuple[str, str]]) -> Answers:
    order = {"no": 0, "not asked": 1, "yes": 2}
    found: dict[str, str] = {}
    for key, value in pairs:
        if key not in found or order.get(value, 0) < order.get(found[key], 0):
            found[key] = value
    return tuple(sorted(found.items()))
