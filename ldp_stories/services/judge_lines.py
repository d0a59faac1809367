"""Which lines of a verified bundle may enter, and why not: carriage, role and consent, decided line by line (CONTRACTS.md 2, 3, 9).

A line refused by a rule is left out before the transaction and named with its code in the receipt; the rest is accepted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

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


def judge(lines: Iterable[Revision], sender: Sender, known: Known, *, proved: bool = False) -> Judged:
    """Decide carriage and role for each line, in bundle order; `proved`: every body is known to match its commitment."""
    verdict = Judged()
    began: dict[str, str] = {}
    seen: set[str] = set()
    batch = list(lines)
    coming = {r.id for r in batch}
    for line in batch:
        cyclic = line.id in line.par or any(p in coming and p not in seen for p in line.par)
        change = parse_body(line.body) if line.body is not None else _NOTHING
        code = E_CYCLE if cyclic else _judge_one(line, change, sender, known, began, proved=proved)
        seen.add(line.id)
        if code is None:
            began.setdefault(line.ent, known.began_by(line.ent) or line.device)
            verdict.accepted.append(line)
            if isinstance(record := change.sets.get("record"), str):
                verdict.named[line.ent] = record
        else:
            verdict.refused.append((line.id, code))
    return verdict


def _judge_one(
    line: Revision, change: Change, sender: Sender, known: Known, began: Mapping[str, str], *, proved: bool
) -> str | None:
    if line.body is not None and not proved and not is_whole(line):
        return E_COMMIT
    if line.stream != _STREAMS.get(sender.kind, "w"):
        return E_STREAM
    roles = sender.roles if line.device == sender.device else known.roles_of(line.device)
    if not may_carry(sender.roles, own_device=line.device == sender.device) or not roles:
        return E_CARRY
    if line.body is None or not _is_known(line.kind):
        return None
    author = known.owner_of(line.device)
    first = began.get(line.ent) or known.began_by(line.ent) or line.device
    own = first == line.device or (author is not None and known.owner_of(first) == author)
    return None if may_write(roles, _writing(line, change, own, known)) else E_ROLE


def _is_known(kind: str) -> bool:
    """A kind of a newer version is kept and passed on unread; it can change nothing that this version shows."""
    return kind in WORK_KINDS or kind in PROGRAMME_KINDS or kind in IDENTITY_KINDS


def _writing(line: Revision, change: Change, own: bool, known: Known) -> Writing:
    opens = line.kind == "record" and change.sets.get("sensitivity") not in (None, "closed")
    return Writing(
        line.kind,
        change.fields,
        own=own,
        masks=line.kind == "layer" and change.sets.get("kind") == "masked",
        opens_closed=opens and known.closed(line.ent),
    )


def of_record(judged: Judged, record_of: Callable[[str], str | None]) -> dict[str, str]:
    """The record each line hangs from: line id -> record id; lines that hang from none (people, consent, encounters) are left out."""
    records = {line.ent for line in judged.accepted if line.kind == "record"}
    owners = {
        line.id: line.ent if line.ent in records else judged.named.get(line.ent) or record_of(line.ent)
        for line in judged.accepted
    }
    return {ident: record for ident, record in owners.items() if record is not None}


def without_permission(judged: Judged, hangs_from: Mapping[str, str], shut: frozenset[str]) -> Judged:
    """Leave out the lines of records whose gate is shut for us; consent, people and encounters stay, so that a narrower answer arrives."""
    kept = Judged(refused=list(judged.refused), named=judged.named)
    for line in judged.accepted:
        if hangs_from.get(line.id) in shut:
            kept.refused.append((line.id, E_CONSENT))
        else:
            kept.accepted.append(line)
    return kept


def without_crowded(judged: Judged, crowded: frozenset[str]) -> Judged:
    """Leave out all lines of some things."""
    kept = [line for line in judged.accepted if line.ent not in crowded]
    named = [(line.id, E_HEADS) for line in judged.accepted if line.ent in crowded]
    return Judged(kept, [*judged.refused, *named], judged.named)


def without_blind_marks(
    judged: Judged, round_of: Callable[[str], str], hidden: Callable[[str], bool]
) -> Judged:
    """Leave out others' marks of blind rounds that we must not see yet: `round_of` a mark's id, `hidden` a round's id."""
    kept = Judged(refused=list(judged.refused))
    for line in judged.accepted:
        if line.kind == "round_mark":
            sets = parse_body(line.body).sets if line.body is not None else Change().sets
            named = sets.get("round")
            if hidden(named if isinstance(named, str) else round_of(line.ent)):
                kept.refused.append((line.id, E_BLIND))
                continue
        kept.accepted.append(line)
    return kept
