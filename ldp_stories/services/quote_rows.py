"""Read the quote bank as it may be shown today: each quote with a coarse place and no name, or as a gap with the reason (US-E11)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from ldp_stories.domain.consent import OPEN, Consent, Gate, Scope
from ldp_stories.domain.passages import Passage, QuoteState, place_again
from ldp_stories.domain.people import Participant, TellerKind
from ldp_stories.domain.records import Record, RecordKind
from ldp_stories.services.home import Connection
from ldp_stories.services.permission import Asker, consents_of_all
from ldp_stories.services.place_passages import is_masked
from ldp_stories.services.story import Story, read_stories
from ldp_stories.store import (
    encounters,
    ledger,
    passages,
    people,
    places,
    put_by,
    quotes,
    records,
    taken_back,
)
from ldp_stories.store.quotes import Quote

KEPT = "kept"
TAKEN_OUT = "taken out"
LET_GO, AWAY = "let_go", "away"
"""Gaps of a story that a coordinator took back or that may not be shared any more, and of one in the trash."""

_TELLERS = {
    TellerKind.RESIDENT: "A resident",
    TellerKind.VOLUNTEER: "A volunteer",
    TellerKind.GROUP_ORGANISER: "Someone who runs a group",
    TellerKind.STAFF: "Someone who works with local people",
    TellerKind.LEAD: "A local leader",
    TellerKind.RESEARCHER: "A community researcher",
}
OBSERVED, GROUP = "A community researcher saw", "People in a group"
ROLES: Final = frozenset({*_TELLERS.values(), OBSERVED, GROUP})
"""Every way to name somebody that is not a name."""
_MANY = frozenset({TellerKind.RESIDENT, TellerKind.VOLUNTEER})
"""Roles so common that a ward beside them points at nobody; others are shown without the place (domain/5-ethics-law.md 5.4)."""


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in the bank, checked today. With a `gap` (a reason code) there are no words, no place and no attribution.

    `gap_on`: the ISO day an erased quote went, for "taken out at the teller's request, 3 June".

    Gaps: gate reasons ("no", "not_asked", "withdrawn", "lapsed", "narrowed", "no_part"...), "closed", "erased", "let_go", "away",
    "changed" (the words moved), "unmasked" (there is no masked copy of them), "no_words" (sound alone), "not_for_quoting" (somebody
    marked them so).
    """

    id: str
    record: str
    passage: str
    title: str
    text: str
    language: str
    theme: str
    note: str
    attribution: str
    place: str
    told_on: str
    direction: str
    from_ms: int | None
    may_play: bool
    gap: str = ""
    gap_on: str = ""


def quote_rows(con: Connection, ask: Asker) -> tuple[QuoteRow, ...]:
    """Every quote that was not taken out, by theme."""
    kept = [quote for quote in quotes.quotes(con) if quote.state != TAKEN_OUT]
    stories = read_stories(con, {quote.record for quote in kept})
    facts = _Facts(con, ask, stories)
    rows = [_row(con, facts, quote, stories.get(quote.record)) for quote in kept]
    rows += [_erased(gone) for gone in taken_back.gaps(con)]
    rows += [_waits(one) for one in put_by.of_kind(con, "quote") if one.fields.get("state") != TAKEN_OUT]
    return tuple(sorted(rows, key=lambda row: (row.theme, row.gap in ("erased", LET_GO))))


def _waits(one: put_by.PutBy) -> QuoteRow:
    """The place of a quote whose story may not be here now: its heading stands, and it comes back with the story."""
    theme, note = (str(one.fields.get(name) or "") for name in ("theme", "note"))
    return _gap(Quote(one.ent, one.record, "", theme, note, KEPT), LET_GO)


def _erased(gone: taken_back.Gap) -> QuoteRow:
    """The place of a quote whose teller took everything back: nothing of it is known but that it stood here."""
    empty = Quote(gone.quote, "", "", gone.theme, "", "")
    return replace(_gap(empty, "erased"), gap_on=gone.on)


def passage_rows(con: Connection, ask: Asker, wanted: Iterable[str]) -> dict[str, QuoteRow]:
    """Passages as they may be shown today, by id, without standing in the bank; one that is not here any more is a gap ("erased")."""
    idents = list(dict.fromkeys(wanted))
    known = {i: found for i in idents if (found := passages.passage(con, i)) is not None}
    stories = read_stories(con, {p.record for p in known.values()})
    facts = _Facts(con, ask, stories)
    rows = {}
    for ident in idents:
        quote = Quote("", known[ident].record if ident in known else "", ident, "", "", KEPT)
        if ident in known:
            rows[ident] = _row(con, facts, quote, stories.get(quote.record))
        elif ledger.is_withheld(con, ident):
            rows[ident] = _gap(quote, LET_GO)
        else:
            rows[ident] = replace(_gap(quote, "erased"), gap_on=taken_back.gone_on(con, ident))
    return rows


def may_quote(ask: Asker, record: Record, consents: Iterable[Consent]) -> Gate:
    """Whether words of a record may be quoted; nothing of a record that was taken back."""
    return Gate(False, "erased") if record.erased else ask.quoting(record, consents)


def twin(con: Connection, story: Story, passage: str) -> Passage | None:
    """The passage that may be quoted for one: itself when it stands on masked words, else its masked twin, also on a newer masked copy."""
    known = next((p for p in story.passages if p.id == passage), None)
    if known is not None and is_masked(story, known):
        return known
    old = known or passages.passage(con, passage)
    return story.copy_of(old.copy_of or old.id) if old is not None else None


@dataclass(frozen=True, slots=True)
class _About:
    """What all quotes of one record have in common."""

    gate: Gate
    told_on: str = ""
    place: str = ""
    name: str = ""
    may_play: bool = False


class _Facts:
    """The same for many records, each worked out once: a bank may hold ten thousand quotes."""

    def __init__(self, con: Connection, ask: Asker, stories: Mapping[str, Story]) -> None:
        self._con, self._ask = con, ask
        self._consents = consents_of_all(con, [story.record for story in stories.values()])
        self._known: dict[str, _About] = {}

    def of(self, record: Record) -> _About:
        """What is known of a record that was asked for."""
        if record.id not in self._known:
            self._known[record.id] = self._work_out(record, self._consents[record.id])
        return self._known[record.id]

    def _work_out(self, record: Record, consents: Iterable[Consent]) -> _About:
        con, ask = self._con, self._ask
        gate = may_quote(ask, record, consents)
        if not gate.open:
            return _About(gate)
        told_on, ward = where(con, record)
        tellers = [t for t in (people.participant(con, p) for p in record.participants) if t is not None]
        name, placed = attribution(ask, record, consents, tellers)
        may_play = ask.gate(record, consents, Scope.PUBLISH_CLIP) == OPEN
        return _About(gate, told_on, ward if placed else "", name, may_play)


def _row(con: Connection, facts: _Facts, quote: Quote, story: Story | None) -> QuoteRow:
    if story is None:
        return _gap(quote, why_gone(con, quote.record))
    record, about = story.record, facts.of(story.record)
    if not about.gate.open:
        return _gap(quote, about.gate.why, record)
    passage = twin(con, story, quote.passage)
    if (why := _why_not(con, quote, passage)) is not None:
        return _gap(quote, why, record)
    layer = next((x for x in story.layers if passage and passage.text and x.id == passage.text.layer), None)
    if (
        passage is None
        or passage.text is None
        or layer is None
        or place_again(passage.text, layer.text) is None
    ):
        return _gap(quote, "changed", record)
    return QuoteRow(
        id=quote.id,
        record=record.id,
        passage=passage.id,
        title=record.title,
        text=passage.text.quote,
        language=layer.language,
        theme=quote.theme,
        note=quote.note,
        attribution=about.name,
        place=about.place,
        told_on=about.told_on,
        direction=record.direction,
        from_ms=passage.sound.from_ms if passage.sound else None,
        may_play=about.may_play,
    )


def _why_not(con: Connection, quote: Quote, passage: Passage | None) -> str | None:
    """Why a passage cannot be quoted whatever its people said; `passage` is its masked twin."""
    asked = passages.passage(con, quote.passage)
    if QuoteState.NOT_FOR_QUOTING in {p.quote_state for p in (asked, passage) if p is not None}:
        return "not_for_quoting"
    if passage is None and asked is not None:
        return "no_words" if asked.text is None else "unmasked"
    return "no_words" if passage is not None and passage.text is None else None


def why_gone(con: Connection, record: str) -> str:
    """Why nothing of a story is shown here: taken back, in the trash, or hidden by a wish that is still to be decided."""
    kept = records.record(con, record)
    if kept is None or kept.erased:
        return "erased"
    view = ledger.entity(con, record)
    return AWAY if view is not None and view.hidden else "held"


def _gap(quote: Quote, why: str, record: Record | None = None) -> QuoteRow:
    title = record.title if record is not None and why != "closed" else ""
    return QuoteRow(
        quote.id,
        quote.record,
        quote.passage,
        title,
        "",
        "",
        quote.theme,
        quote.note,
        "",
        "",
        "",
        "",
        None,
        False,
        why,
    )


def where(con: Connection, record: Record) -> tuple[str, str]:
    """(ISO date, ward) a record was told: reports name nothing smaller than the ward, the place itself when it lies in none."""
    encounter = encounters.encounter(con, record.encounter)
    if encounter is None:
        return "", ""
    ward = places.ward_of(con, encounter.place) if encounter.place else None
    return encounter.day, ward.name if ward else ""


def attribution(
    ask: Asker, record: Record, consents: Iterable[Consent], tellers: Iterable[Participant]
) -> tuple[str, bool]:
    """Who to put beside the words, and whether the ward may stand with it. A name only where that person said yes to it."""
    if named := ask.name_beside(record, consents):
        return named, True
    if record.kind is RecordKind.OBSERVATION:
        return OBSERVED, True
    kinds = {t.teller_kind for t in tellers}
    if len(record.participants) > 1:
        return GROUP, kinds <= _MANY
    kind = next(iter(kinds), TellerKind.RESIDENT)
    return _TELLERS[kind], kind in _MANY
