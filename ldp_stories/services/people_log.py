"""Who was given or lost which role, when, and by whom: read from the programme's own lines, so that nothing can be left out (US-C12).

Also which laptop was let in, marked lost or closed, and who handed over to whom. For coordinators.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ldp_stories.domain.revisions import Change, Revision, parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.story import need
from ldp_stories.store import ledger, people


class What(StrEnum):
    """What changed."""

    GIVEN = "given"
    LOST_ROLE = "lost role"
    LET_IN = "let in"
    LAPTOP_LOST = "laptop lost"
    LAPTOP_CLOSED = "laptop closed"
    HANDED_OVER = "handed over"
    HAND_OVER_UNDONE = "hand-over undone"


@dataclass(frozen=True, slots=True)
class Changed:
    """One change: about whom (`name`), what, when (an ISO date) and by whom.

    `role` as the programme calls it, with `extra` rights; `laptop` its label; `to` who took over; `note` what was written beside it.
    """

    what: What
    name: str
    on: str
    by: str
    role: str = ""
    extra: tuple[str, ...] = ()
    laptop: str = ""
    to: str = ""
    note: str = ""


Term = tuple[str, str, str, tuple[str, ...]]
_Dated = tuple[Revision, Changed]


def people_log(home: Home) -> tuple[Changed, ...]:
    """Every change, newest first. Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    with home.main.read() as con:
        names = _Names(home, con)
        lines = sorted(ledger.of_stream(con, "p"), key=lambda r: r.at_label)
        of_kind: dict[str, dict[str, list[Revision]]] = {}
        for line in lines:
            of_kind.setdefault(line.kind, {}).setdefault(line.ent, []).append(line)
        found = [
            *(c for ent, of in of_kind.get("member", {}).items() for c in _roles(names, ent, of)),
            *(c for of in of_kind.get("device", {}).values() for c in _laptops(names, of)),
            *(c for of in of_kind.get("hand_over", {}).values() for c in _hand_overs(names, of)),
        ]
    found.sort(key=lambda dated: (dated[0].at_label, dated[0].seq), reverse=True)
    return tuple(changed for _, changed in found)


class _Names:
    """Names of members and of whose laptop wrote a line, each looked up once."""

    def __init__(self, home: Home, con: Connection) -> None:
        self._home, self._con = home, con
        self._known: dict[str, str] = {}
        self._owners = {d.id: d.member for d in people.devices(con)}

    def of(self, member: str) -> str:
        """How to name a member."""
        if member not in self._known:
            self._known[member] = self._home.shown_member(self._con, member) if member else ""
        return self._known[member]

    def author(self, line: Revision) -> str:
        """Who wrote a line; before the first programme file knew its laptop, the founder."""
        own = self._home.member if line.device == self._home.author.device else ""
        return self.of(self._owners.get(line.device, own))


def _said(lines: Iterable[Revision]) -> Iterator[tuple[Revision, Change]]:
    for line in lines:
        if line.body is not None:
            yield line, parse_body(line.body)


def _roles(names: _Names, member: str, lines: Iterable[Revision]) -> Iterator[_Dated]:
    """Terms that a line added are given; terms that it ended, or left out, are lost."""
    before: frozenset[Term] = frozenset()
    for line, change in _said(lines):
        if "roles" not in change.sets:
            continue
        now = frozenset(_terms(change.sets["roles"]))
        open_before = {(t[0], t[3]) for t in before if not t[2]}
        open_now = {(t[0], t[3]) for t in now if not t[2]}
        who, on, by = names.of(member), line.at_label[:10], names.author(line)
        for role, extra in sorted(open_before - open_now):
            yield line, Changed(What.LOST_ROLE, who, on, by, role=role, extra=extra)
        for role, extra in sorted(open_now - open_before):
            yield line, Changed(What.GIVEN, who, on, by, role=role, extra=extra)
        before = now


def _terms(value: object) -> Iterator[Term]:
    for term in value if isinstance(value, list) else ():
        if isinstance(term, dict):
            extra = term.get("extra")
            rights = tuple(str(e) for e in extra) if isinstance(extra, list) else ()
            yield (
                str(term.get("role") or ""),
                str(term.get("start") or ""),
                str(term.get("end") or ""),
                rights,
            )


def _laptops(names: _Names, lines: Iterable[Revision]) -> Iterator[_Dated]:
    state: dict[str, Any] = {}
    for line, change in _said(lines):
        fresh = not state
        was = state.get("status")
        state |= change.sets
        what = _what_of_laptop(fresh=fresh, was=was, now=str(state.get("status") or ""))
        if what is not None:
            who, label = (str(state.get(n) or "") for n in ("member", "label"))
            on, by = line.at_label[:10], names.author(line)
            yield line, Changed(what, names.of(who), on, by, laptop=label)


def _what_of_laptop(*, fresh: bool, was: object, now: str) -> What | None:
    if fresh:
        return What.LET_IN
    if now == was:
        return None
    return {"lost": What.LAPTOP_LOST, "retired": What.LAPTOP_CLOSED}.get(now)


def _hand_overs(names: _Names, lines: Iterable[Revision]) -> Iterator[_Dated]:
    state: dict[str, Any] = {}
    for line, change in _said(lines):
        state |= change.sets
        undone = change.sets.get("undone") is True
        giver, taker = (names.of(str(state.get(n) or "")) for n in ("giver", "taker"))
        what = What.HAND_OVER_UNDONE if undone else What.HANDED_OVER
        note = str(state.get("note") or "")
        yield line, Changed(what, giver, line.at_label[:10], names.author(line), to=taker, note=note)
