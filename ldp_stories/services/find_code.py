"""Codes of people: a new one that nobody has, who has a given one (two, when two laptops made the same), and a new card for one of them.

A code is a label, the id is the truth (CONTRACTS.md 10): a collision keeps both people and is settled by a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ldp_stories.domain.people import Participant, new_code, tidy_code
from ldp_stories.errors import UserError
from ldp_stories.services import desk_talk
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import encounters, people, records


@dataclass(frozen=True, slots=True)
class Met:
    """One person with a code: since when they are known, who met them first, how many stories; `newer` when another had the code first."""

    person: Participant
    since: str
    by: str
    stories: int
    newer: bool
    linked: tuple[str, ...]


def free_code(home: Home) -> str:
    """A code that nobody has had here, neither in the store nor on the desk."""
    talks = [d.talk for d in desk_talk.load_all(home)]
    on_desk = {code for t in talks for code in (t.code, *(c.code for c in t.companions))}
    prefix = home.programme().code_prefix
    with home.main.read() as con:
        while True:
            code = new_code(prefix)
            if code not in on_desk and not people.code_taken(con, code):
                return code


def people_with(home: Home, typed: str) -> tuple[Met, ...]:
    """Everybody who has a code, whom it was given first first. UserError CODE_SLIP, NO_SUCH_CODE."""
    code = tidy_code(typed)
    if code is None:
        raise UserError("CODE_SLIP")
    with home.main.read() as con:
        found = _met(home, con, code)
    if not found:
        raise UserError("NO_SUCH_CODE", typed=code)
    return found


def _met(home: Home, con: Connection, code: str) -> tuple[Met, ...]:
    found = []
    for person in people.participant_by_code(con, code):
        meetings = sorted(encounters.of_participant(con, person.id), key=lambda m: m.at)
        first = meetings[0] if meetings else None
        told = [r for r in records.of_participant(con, person.id) if not r.hidden and not r.erased]
        linked = tuple(p.code for p in people.linked(con, person.id) if p.id != person.id)
        by = home.shown_member(con, first.researcher) if first else ""
        found.append(Met(person, first.day if first else "", by, len(told), False, linked))
    found.sort(key=lambda m: (m.since, m.person.id))
    return tuple(Met(m.person, m.since, m.by, m.stories, at > 0, m.linked) for at, m in enumerate(found))


def same_codes(home: Home) -> tuple[tuple[Met, ...], ...]:
    """Codes that two people have, and who they are: to be settled with a new card for the newer one."""
    with home.main.read() as con:
        return tuple(_met(home, con, code) for code in people.doubled_codes(con))


def new_card(home: Home, person: str) -> str:
    """Give somebody a new code, because another has theirs; the new one. Their stories stay theirs. UserError NO_SUCH_CODE."""
    code = free_code(home)
    with home.main.write() as con:
        known = people.participant(con, person)
        if known is None:
            raise UserError("NO_SUCH_CODE", typed="")
        home.put(con, "participant", person, sets={"code": code}, subj=[person])
    return code


def everyone(home: Home) -> Iterator[Participant]:
    """Everybody known here under a code, in the order they came."""
    with home.main.read() as con:
        yield from people.participants(con)
