"""What those who hold a story are told when nothing else of it goes to them any more: that it was closed, put away or taken back (CONTRACTS.md 3).

Only the line that says so goes, and later ones that give it back. A thing that was put away counts as hidden where the line that hid it
follows all others, so those of them that somebody never had go along without their words. What a researcher put away themselves is still
theirs, and goes to them whole (`store.holders.put_away_by`, `taken_off_by`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.audience import Audience, Withheld
from ldp_stories.domain.notices import (
    HIDDEN,
    RELEASED,
    SENSITIVITY,
    TAKES_AWAY,
    needs_saying_again,
    notices,
    said_alone,
)
from ldp_stories.domain.records import Record
from ldp_stories.domain.revisions import Revision, parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.recipients import Recipient
from ldp_stories.store import belonging, holders, ledger, people, records
from ldp_stories.store.newest_epochs import newest_epochs

_RECORD: Final = "record"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told beside what an addressee is to have: the lines themselves, and those that go along without their words."""

    lines: frozenset[str] = frozenset()
    bare: frozenset[str] = frozenset()

    @property
    def all(self) -> frozenset[str]:
        """Every line of it."""
        return self.lines | self.bare


@dataclass(frozen=True, slots=True)
class _Held:
    """Of what an addressee may hold: whole records that do not go to them now, and hidden things of any of their records."""

    records: frozenset[str]
    things: frozenset[str]


def to_tell(con: Connection, home: Home, to: Recipient, reach: Audience) -> Told:
    """Everything an addressee is told of what they hold and do not get any more, received or not."""
    held = _held(con, home, to, reach)
    lines: set[str] = set()
    bare: set[str] = set()
    for known in _of_each(con, held.records | held.things):
        fields = {HIDDEN} if known[0].kind != _RECORD else {HIDDEN, SENSITIVITY}
        if known[0].kind == _RECORD and to.role is Role.EVALUATOR:
            fields.add(RELEASED)
        said = notices(known, fields)
        lines.update(said)
        if _hides(known, said):
            bare.update(r.id for r in known if r.id not in said)
    return Told(frozenset(lines), frozenset(bare))


def shown_again(con: Connection, reach: Audience, lines: Collection[str]) -> frozenset[str]:
    """Things an addressee may have let go of and is to have again, because lines they are sent now give them back."""
    shown, released = holders.given_back(con, lines)
    things = {thing for record in released for thing in belonging.things_of(con, record)}
    return frozenset((shown | things) & reach.entities)


def say_closings_alone(home: Home, con: Connection, to: Recipient) -> int:
    """A story that was closed in one breath with something else is said to be closed once more, alone; how many. A second time none."""
    said = 0
    closed = records.closed(con, holders.records_held(con, to.thread))
    for record in sorted(i for i, r in records.several(con, closed).items() if _may_say(home, r)):
        known = list(ledger.revisions(con, ents=[record]))
        over = needs_saying_again(known)
        if over:
            home.put(con, _RECORD, record, sets={SENSITIVITY: TAKES_AWAY[SENSITIVITY]}, over=over)
            said += 1
    return said


def _may_say(home: Home, record: Record) -> bool:
    own = Role.RESEARCHER in home.roles() and record.began_by in home.own_devices()
    return own or Role.COORDINATOR in home.roles()


def _held(con: Connection, home: Home, to: Recipient, reach: Audience) -> _Held:
    hidden = holders.hidden_records(con)
    if to.role is Role.RESEARCHER:
        began = frozenset(i for i, r in records.several(con, hidden).items() if r.began_by in to.devices)
        things = _things(con, home, to, began.union(reach.records))
        return _Held(began.difference(reach.records), things - reach.entities)
    gone = hidden.union(r for r, why in reach.withheld.items() if why is not Withheld.TAKEN_BACK)
    with_them = holders.records_held(con, to.thread)
    stories = with_them.union(reach.records)
    return _Held((gone & with_them) | _maybe(con, home, to, gone), _things(con, home, to, stories))


def went_back(con: Connection, home: Home) -> bool:
    """Whether what went from here may not be known here: this laptop was set back, or a coordinator's, who sends to the same people."""
    later = newest_epochs(con).keys()
    if home.author.epoch > 1 or not later:
        return home.author.epoch > 1
    owners = [m for d in later if (m := people.member_of_device(con, d)) is not None]
    return Role.COORDINATOR in home.roles() and any(
        t.role is Role.COORDINATOR for m in owners for t in m.roles
    )


def _maybe(con: Connection, home: Home, to: Recipient, stories: frozenset[str]) -> frozenset[str]:
    """Stories that evaluators may have from somebody else, or that somebody has from here before this laptop was set back."""
    if to.role is Role.COORDINATOR and stories and went_back(con, home):
        return holders.once_ready(con, stories)
    if to.role is not Role.EVALUATOR or not stories:
        return frozenset()
    maybe = holders.maybe_with_evaluators(con, stories, home.author.dev())
    return maybe | holders.once_ready(con, stories) if went_back(con, home) else maybe


def _things(con: Connection, home: Home, to: Recipient, stories: Collection[str]) -> frozenset[str]:
    hidden = holders.hidden_things(con, stories)
    maybe = _maybe(con, home, to, frozenset(hidden.values()))
    sure = holders.things_held(con, to.thread, to.devices, hidden) if hidden else frozenset[str]()
    return sure.union(t for t, record in hidden.items() if record in maybe)


def _of_each(con: Connection, ents: Collection[str]) -> Sequence[list[Revision]]:
    found: dict[str, list[Revision]] = {}
    for line in ledger.revisions(con, ents=sorted(ents)) if ents else ():
        found.setdefault(line.ent, []).append(line)
    return list(found.values())


def _hides(known: Sequence[Revision], said: Collection[str]) -> bool:
    """Whether one of the lines told hides the thing."""
    return any(
        r.id in said and r.body is not None and parse_body(r.body).sets.get(HIDDEN) is True
        and said_alone(r.kind, parse_body(r.body)) == HIDDEN
        for r in known
    )  # fmt: skip
