"""How long things are kept: what its rule has run out for, or will in sixty days, and why. A person chooses; orders take it out everywhere.

The programme's rules are its own words (a kind, months, from when they count), and beside them what they are about and from when this program
is to count. Where a programme did not say that, the words are read; what they do not make plain is named, so that a person looks for themselves.
Nothing is ever taken out by a clock.
"""

from calendar import monthrange
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.orders import OrderKind, OrderReason
from ldp_stories.domain.records import Record
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.clean_up import Swept, clean_up
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.identity_session import IdentitySession
from ldp_stories.services.permission import asker, consents_of_all
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.reach_of import reached
from ldp_stories.services.story import need
from ldp_stories.services.trash import all_of
from ldp_stories.services.withdraw import voice_of
from ldp_stories.store import encounters, identity, letters, media, people, records

SOON: Final = 60


class Kept(StrEnum):
    """Kinds of things with a rule of their own; the words of the starter pack. A rule names one by its `about` (its name in small letters)."""

    CARDS = "contact cards"
    SOUND = "raw recordings"
    WORDS = "masked words"
    ARCHIVE = "archive copies"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing whose time has run out or soon will: `key` to choose it, what it is, the last day, and days until then (below 0: over).

    `title` is the story's, or the person's code for a card; `months` and `rule` say why.
    """

    key: str
    kind: Kept
    title: str
    until: str
    days_left: int
    months: int
    rule: str


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due; rules (kind, months, rule) that only a person can read; and whether the programme's last day is not known."""

    rows: tuple[Due, ...]
    unread: tuple[tuple[str, int, str], ...] = ()
    no_end: bool = False


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What was done: the orders given, and how many things went."""

    orders: tuple[str, ...]
    things: int
    swept: Swept


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: Kept
    months: int
    rule: str
    from_end: bool


def due_list(home: Home) -> DueList:
    """Everything whose rule has run out, or will within sixty days, oldest first. Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    terms = home.programme().terms
    rules, unread = _rules(terms.get("retention"))
    end = _day(terms.get("ends"))
    no_end = end is None and any(r.from_end for r in rules)
    work = _Work(home, end)
    with home.main.read() as con:
        found = [due for rule in rules for due in work.due(con, rule)]
    rows = (one for one in found if one.days_left <= SOON)
    return DueList(tuple(sorted(rows, key=lambda d: (d.until, d.kind.value, d.title, d.key))), unread, no_end)


def _rules(value: object) -> tuple[tuple[_Rule, ...], tuple[tuple[str, int, str], ...]]:
    """The rules that can be counted, and those that a person must read. An archive copy has no clock: a yes keeps it."""
    read: list[_Rule] = []
    unread: list[tuple[str, int, str]] = []
    for one in value if isinstance(value, list) else ():
        if not isinstance(one, dict):
            continue
        name, words = str(one.get("kind") or "").strip(), str(one.get("rule") or "").strip()
        months = one["months"] if isinstance(one.get("months"), int) else 0
        kind = _kind(one.get("about"), name)
        if kind is Kept.ARCHIVE and months == 0:
            continue
        rule = (
            _counted(kind, months, words, one.get("counts_from"))
            if kind is not None and kind is not Kept.ARCHIVE
            else None
        )
        if rule is not None:
            read.append(rule)
        else:
            unread.append((name, months, words))
    return tuple(read), tuple(unread)


FROM_END, FROM_LAST, FROM_PERSON = "end", "last", "person"
"""From when a rule counts: the programme's last day, the last time somebody was met, or as a person decides."""
_FROM_END: Final = (
    "programme ends",
    "end of the programme",
    "end of programme",
    "pack ends",
    "end of pack",
    "project ends",
    "end of the project",
    "project is over",
    "programme is over",
    "programme closes",
)
_FROM_LAST: Final = (
    "last needed",
    "last met",
    "last meeting",
    "last contact",
    "they were told",
    "was told",
    "were recorded",
    "was recorded",
    "recording was made",
    "the interview",
    "the conversation",
)


_CALLED: Final = {
    Kept.CARDS: ("card", "contact detail", "phone number", "telephone number", "address"),
    Kept.SOUND: ("recording", "sound", "audio", "voice", "video", "film"),
    Kept.WORDS: ("word", "transcript", "stories", "story", "interview"),
    Kept.ARCHIVE: ("archive",),
}
"""What the things of a kind are called elsewhere. Words that speak of two kinds are left to a person."""


def _kind(about: object, name: str) -> Kept | None:
    """What a rule is about: as the programme said, else by its words where they can mean one kind only."""
    if isinstance(about, str) and about:
        return next((k for k in Kept if k.name.lower() == about), None)
    low = name.casefold()
    exact = next((k for k in Kept if k.value == low), None)
    meant = [k for k, calls in _CALLED.items() if any(call in low for call in calls)]
    return exact or (meant[0] if len(meant) == 1 else None)


def _counted(kind: Kept, months: int, words: str, counts_from: object) -> _Rule | None:
    if isinstance(counts_from, str) and counts_from:
        known = counts_from in (FROM_END, FROM_LAST)
        return _Rule(kind, months, words, counts_from == FROM_END) if known else None
    low = words.casefold()
    if any(phrase in low for phrase in _FROM_END):
        return _Rule(kind, months, words, from_end=True)
    if any(phrase in low for phrase in _FROM_LAST):
        return _Rule(kind, months, words, from_end=False)
    return None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class _Work:
    """Counts, for the things that are here, until when each is kept."""

    def __init__(self, home: Home, end: date | None) -> None:
        self._home, self._end = home, end
        self._today = home.today()
        self._ask = asker(home)

    def due(self, con: Connection, rule: _Rule) -> Iterator[Due]:
        """The things of one rule, whenever they are due."""
        if rule.kind is Kept.CARDS:
            yield from self._cards(con, rule)
            return
        if rule.from_end and not self._is_near(self._until(rule, None)):
            return  # the same last day for all of them, and it is far away
        here = records.several(con, records.arrived(con)).values()
        sound = rule.kind is Kept.SOUND
        chosen = [r for r in here if (_heard(con, r.id) if sound else not self._archived(con, r))]
        titles = {s.id: s for s in reached(con, chosen)}
        for record in chosen:
            until = self._until(rule, _day(titles[record.id].told_on))
            if until is not None:
                yield self._row(rule, record.id, titles[record.id].title, until)

    def _cards(self, con: Connection, rule: _Rule) -> Iterator[Due]:
        for participant in sorted(letters.have_card(con)):
            met = encounters.of_participant(con, participant)
            person = people.participant(con, participant)
            until = self._until(rule, _day(met[-1].day) if met else None)
            if until is not None:
                yield self._row(rule, participant, person.code if person else "?", until)

    def _until(self, rule: _Rule, last: date | None) -> date | None:
        start = self._end if rule.from_end else last
        return add_months(start, rule.months) if start is not None else None

    def _is_near(self, until: date | None) -> bool:
        return until is not None and (until - self._today).days <= SOON

    def _archived(self, con: Connection, record: Record) -> bool:
        """Whether everybody who told it said yes to the archive."""
        given = consents_of_all(con, [record])[record.id]
        return bool(record.participants) and self._ask.gate(record, given, Scope.ARCHIVE).open

    def _row(self, rule: _Rule, ident: str, title: str, until: date) -> Due:
        days = (until - self._today).days
        key = f"{rule.kind.name.lower()}:{ident}"
        return Due(key, rule.kind, title, until.isoformat(), days, rule.months, rule.rule)


def _heard(con: Connection, record: str) -> bool:
    return any(m.kind in ("audio", "video") and m.renditions for m in media.of_record(con, record))


def take_out(
    home: Home,
    keys: Collection[str],
    session: IdentitySession | None = None,
    progress: Progress = no_progress,
) -> TakenOut:
    """Take the chosen things out, here and with the next files everywhere: one signed order for each kind. There is no undo.

    Cards are in the store of who people are, so `session` must be open for them (UserError IDENTITY_CLOSED). Refused NOTHING_CHOSEN (also for
    things that are not due), NOT_YOUR_ROLE.
    """
    due = {one.key: one for one in due_list(home).rows}
    chosen = [due[key] for key in dict.fromkeys(keys) if key in due]
    if not chosen:
        raise Refused("NOTHING_CHOSEN")
    wanted = []
    for kind in Kept:
        ids = [one.key.partition(":")[2] for one in chosen if one.kind is kind]
        targets = _targets(home, kind, ids, session) if ids else set()
        if targets:
            wanted.append(Wanted(kind=OrderKind.ERASE, reason=OrderReason.RETENTION, targets=tuple(targets)))
    given = give(home, wanted)
    if session is not None:
        with session.store(), home.main.write() as con:  # opening it carries the order out there
            letters.mark_cards(con, [], [o.key.partition(":")[2] for o in chosen if o.kind is Kept.CARDS])
    swept = clean_up(home, progress)
    return TakenOut(tuple(o.id for o in given), len(chosen), swept)


def _targets(home: Home, kind: Kept, ids: Sequence[str], session: IdentitySession | None) -> set[str]:
    if kind is Kept.CARDS:
        return _cards(ids, session)
    with home.main.read() as con:
        if kind is Kept.SOUND:
            return voice_of(con, ids)
        return {thing for ident in ids for thing in all_of(con, ident)}


def _cards(participants: Sequence[str], session: IdentitySession | None) -> set[str]:
    if session is None:
        raise UserError("IDENTITY_CLOSED")
    found: set[str] = set()
    with session.store() as store, store.read() as con:
        for participant in participants:
            card: dict[str, Any] | None = identity.contact_card(con, participant)
            found |= {str(card["id"])} if card is not None else set()
    return found
