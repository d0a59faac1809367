"""Find a person by the code on their card: who they are to us, and nothing of their words. Two people under one code are both shown."""

from dataclasses import dataclass

from ldp_stories.domain.people import Participant, tidy_code
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import encounters, people, records, taken_back


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """Somebody under a code. `people` are their ids: more than one when codes were linked; `codes` beside them.

    `met_on` is the first meeting (ISO date), `researcher` who held it, `stories` how many they are part of.
    """

    people: tuple[str, ...]
    codes: tuple[str, ...]
    met_on: str
    researcher: str
    stories: int

    @property
    def code(self) -> str:
        """The code to type to confirm: the one that was asked for."""
        return self.codes[0]


def find_person(home: Home, typed: str) -> tuple[FoundPerson, ...]:
    """Everybody under a typed code. UserError CODE_SLIP, NO_STORY_WITH_CODE; TAKEN_BACK_BEFORE (day=) when all of it went already."""
    code = tidy_code(typed)
    if code is None:
        raise UserError("CODE_SLIP")
    with home.main.read() as con:
        found = people.participant_by_code(con, code, also_hidden=True)
        if not found:
            order = taken_back.taken_code(con, code)
            if order is not None:
                raise UserError("TAKEN_BACK_BEFORE", day=taken_back.obeyed_on(con, order) or "?")
            raise UserError("NO_STORY_WITH_CODE")
        groups: list[FoundPerson] = []
        for one in found:
            if not any(one.id in group.people for group in groups):
                groups.append(_group(home, con, one))
    return tuple(groups)


def person_of(home: Home, participant: str) -> FoundPerson:
    """The same for somebody whose id is known. UserError NO_STORY_WITH_CODE."""
    with home.main.read() as con:
        found = people.participant(con, participant)
        if found is None:
            raise UserError("NO_STORY_WITH_CODE")
        return _group(home, con, found)


def _group(home: Home, con: Connection, one: Participant) -> FoundPerson:
    linked = people.linked(con, one.id)
    everybody = [one, *(p for p in linked if p.id != one.id)]
    told = {r.id: r for p in everybody for r in records.of_participant(con, p.id) if not r.erased}
    meetings = [m for r in told.values() if (m := encounters.encounter(con, r.encounter)) is not None]
    first = min(meetings, key=lambda m: m.day, default=None)
    member = people.member_of_device(con, one.began_by)
    return FoundPerson(
        people=tuple(p.id for p in everybody),
        codes=tuple(p.code for p in everybody),
        met_on=first.day if first else "",
        researcher=home.shown_member(con, member.id) if member else "",
        stories=len(told),
    )
