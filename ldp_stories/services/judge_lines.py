"""Which lines of a verified bundle may enter, and why not: carriage, role and consent, decided line by line (CONTRACTS.md 2, 3, 9).

A line refused by a rule is left out before the transaction and named with its code in the receipt; the rest is accepted.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from ldp_stories.domain.notices import said_alone
from ldp_stories.domain.revisions import Change, Revision, is_whole, parse_body
from ldp_stories.domain.roles import (
    IDENTITY_KINDS,
    PROGRAMME_KINDS,
    WORK_KINDS,
    Role,
    Writing,
    may_carry,
    may_write,
)

E_CARRY = "E_CARRY"
"""The sender may not carry this author's words."""
E_ROLE = "E_ROLE"
"""The author's role does not allow this line."""
E_STREAM = "E_STREAM"
"""Programme data outside a signed pack, or identity items outside an identity bundle."""
E_CONSENT = "E_CONSENT"
"""The person has not agreed, or no longer agrees, that this goes to us."""
E_CYCLE = "E_CYCLE"
"""The line names itself among its parents, or a parent that comes after it in the same bundle."""
E_COMMIT = "E_COMMIT"
"""The body does not match its commitment."""
E_BLIND = "E_BLIND"
"""A mark of a blind round that is still open: it may come again when the round is over."""
E_HEADS = "E_HEADS"
"""More than 64 versions of one thing that know nothing of each other: this bundle's lines of it stay outside."""

_NOTHING = Change()
Reader = Callable[[bytes], Change]
"""Reads the body of a line."""
_STREAMS = {"records": "w", "return": "w", "slip": "w", "receipt": "w", "identity": "i", "pack": "p"}


@dataclass(frozen=True)
class Sender:
    """Who sent the bundle: the device, all roles ever held by its owner, and the kind of bundle."""

    device: str
    roles: frozenset[Role]
    kind: str


@dataclass(frozen=True)
class Known:
    """What this home knows that judging needs.

    `roles_of` device id -> all roles ever held by its owner (empty when not in the roster); `owner_of` device id -> member id;
    `began_by` entity id -> device that began it, or None; `closed` whether a record is closed now.
    """

    roles_of: Callable[[str], frozenset[Role]]
    owner_of: Callable[[str], str | None]
    began_by: Callable[[str], str | None]
    closed: Callable[[str], bool]


@dataclass
class Judged:
    """The verdict: lines that may enter, in order, and (line id, code) of those that may not."""

    accepted: list[Revision] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    named: dict[str, str] = field(default_factory=dict)
    """The record that a thing says it belongs to: thing id -> record id."""
    parsed: dict[str, Change] = field(default_factory=dict)
    """What the accepted lines say, by line id, so that nobody reads their bodies again."""


def late_parents(lines: Iterable[Revision]) -> frozenset[str]:
    """The lines that come after a line naming them as its parent."""
    named: set[str] = set()
    late: set[str] = set()
    for line in lines:
        if line.id in named:
            late.add(line.id)
        named.update(line.par)
    return frozenset(late)


class Judge:
    """Judges the lines of one bundle a few at a time, in their order, each time it is gone through.

    What was accepted is in the store before the next few come, so that only what the store cannot tell is remembered between them: who
    began a record (those come in last), and things whose first lines are elsewhere.
    """

    def __init__(
        self,
        sender: Sender,
        known: Known,
        late: Collection[str] = (),
        *,
        proved: bool = False,
        read: Reader = parse_body,
    ) -> None:
        """`late`: see `late_parents`; `proved`: every body is known to match its commitment; `read` reads a body."""
        self._read = read
        self._sender = sender
        self._known = known
        self._late = frozenset(late)
        self._proved = proved
        self._seen: set[str] = set()
        self._apart: dict[str, str] = {}
        self._records: dict[str, str] = {}
        self._again = False

    def start_again(self) -> None:
        """The bundle is gone through once more from its beginning; the verdict on records stands."""
        self._seen.clear()
        self._again = True

    def take(
        self,
        lines: Iterable[Revision],
        wanted: Callable[[str], bool] = lambda _kind: True,
        said: Mapping[str, Change] = MappingProxyType({}),
    ) -> Judged:
        """The verdict on the next lines, of those whose kind is wanted now; the others are only passed by. `said`: bodies read already."""
        verdict = Judged()
        began = dict(self._apart)
        for line in lines:
            if wanted(line.kind):
                self._one(line, said.get(line.id), verdict, began)
            if line.id in self._late:
                self._seen.add(line.id)
        return verdict

    def _one(self, line: Revision, said: Change | None, verdict: Judged, began: dict[str, str]) -> None:
        change = said or (self._read(line.body) if line.body is not None else _NOTHING)
        if line.kind == "record" and self._again:
            code = self._records.get(line.id)
        elif line.par and self._is_cyclic(line):
            code = E_CYCLE
        else:
            code = _judge_one(line, change, self._sender, self._known, began, proved=self._proved)
        if code is not None:
            verdict.refused.append((line.id, code))
            if line.kind == "record":
                self._records[line.id] = code
            return
        if line.ent not in began:
            known = self._known.began_by(line.ent)
            began[line.ent] = known or line.device
            if line.kind == "record" or (line.par and known is None):
                self._apart[line.ent] = began[line.ent]
        verdict.accepted.append(line)
        verdict.parsed.setdefault(line.id, change)
        if isinstance(record := change.sets.get("record"), str):
            verdict.named[line.ent] = record

    def _is_cyclic(self, line: Revision) -> bool:
        return line.id in line.par or any(p in self._late and p not in self._seen for p in line.par)


def judge(lines: Iterable[Revision], sender: Sender, known: Known, *, proved: bool = False) -> Judged:
    """Decide carriage and role for each line of a whole bundle, in bundle order; `proved` as for `Judge`."""
    batch = list(lines)
    return Judge(sender, known, late_parents(batch), proved=proved).take(batch)


def _judge_one(
    line: Revision, change: Change, sender: Sender, known: Known, began: Mapping[str, str], *, proved: bool
) -> str | None:
    if line.body is not None and not proved and not is_whole(line):
        return E_COMMIT
    if line.stream != _STREAMS.get(sender.kind, "w"):
        return E_STREAM
    device = line.device
    roles = sender.roles if device == sender.device else known.roles_of(device)
    if not may_carry(sender.roles, own_device=device == sender.device) or not roles:
        return E_CARRY
    if line.body is None or not _is_known(line.kind):
        return None
    first = began.get(line.ent) or known.began_by(line.ent) or device
    own = first == device
    if not own:
        author = known.owner_of(device)
        own = author is not None and known.owner_of(first) == author
    masks = line.kind == "layer" and change.sets.get("kind") == "masked"
    opens = line.kind == "record" and change.sets.get("sensitivity") not in (None, "closed")
    touched = (*change.sets, *change.adds, *change.dels)
    allowed = _may_write(roles, line.kind, touched, own, masks, opens and known.closed(line.ent))
    return None if allowed else E_ROLE


def _is_known(kind: str) -> bool:
    """A kind of a newer version is kept and passed on unread; it can change nothing that this version shows."""
    return kind in WORK_KINDS or kind in PROGRAMME_KINDS or kind in IDENTITY_KINDS


@lru_cache(maxsize=4_096)
def _may_write(
    roles: frozenset[Role], kind: str, touched: tuple[str, ...], own: bool, masks: bool, opens_closed: bool
) -> bool:
    """`may_write`, asked once for all lines that touch the same fields in the same order, as most of a bundle do."""
    return may_write(roles, Writing(kind, frozenset(touched), own, masks, opens_closed))


def of_record(judged: Judged, record_of: Callable[[str], str | None]) -> dict[str, str]:
    """The record each line hangs from: line id -> record id; lines that hang from none (people, consent, encounters) are left out."""
    records = {line.ent for line in judged.accepted if line.kind == "record"}
    owners = {
        line.id: line.ent if line.ent in records else judged.named.get(line.ent) or record_of(line.ent)
        for line in judged.accepted
    }
    return {ident: record for ident, record in owners.items() if record is not None}


def without_permission(
    judged: Judged, hangs_from: Mapping[str, str], shut: frozenset[str], here: Collection[str] = ()
) -> Judged:
    """Leave out the lines of records whose gate is shut for us; consent, people and encounters stay, so that a narrower answer arrives.

    So do lines that only close a story, put it away or take it back, and those that give it back: they hold nothing that anybody said.
    And so do lines without words of things that are `here`: they may have another number.
    """
    kept = Judged(refused=list(judged.refused), named=judged.named, parsed=judged.parsed)
    for line in judged.accepted:
        number_only = line.body is None and line.ent in here
        if hangs_from.get(line.id) in shut and not number_only and not _takes_away(line, judged.parsed):
            kept.refused.append((line.id, E_CONSENT))
        else:
            kept.accepted.append(line)
    return kept


def _takes_away(line: Revision, parsed: Mapping[str, Change]) -> bool:
    return line.body is not None and bool(said_alone(line.kind, parsed.get(line.id) or parse_body(line.body)))


def without_crowded(judged: Judged, crowded: frozenset[str]) -> Judged:
    """Leave out all lines of some things."""
    kept = [line for line in judged.accepted if line.ent not in crowded]
    named = [(line.id, E_HEADS) for line in judged.accepted if line.ent in crowded]
    return Judged(kept, [*judged.refused, *named], judged.named, judged.parsed)


def without_blind_marks(
    judged: Judged, round_of: Callable[[str], str], hidden: Callable[[str], bool]
) -> Judged:
    """Leave out others' marks of blind rounds that we must not see yet: `round_of` a mark's id, `hidden` a round's id."""
    kept = Judged(refused=list(judged.refused), named=judged.named, parsed=judged.parsed)
    for line in judged.accepted:
        if line.kind == "round_mark":
            sets = parse_body(line.body).sets if line.body is not None else Change().sets
            named = sets.get("round")
            if hidden(named if isinstance(named, str) else round_of(line.ent)):
                kept.refused.append((line.id, E_BLIND))
                continue
        kept.accepted.append(line)
    return kept
