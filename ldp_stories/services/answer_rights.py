"""Somebody uses a right: asks for a copy, a correction, says no to a use, or complains. The clock begins on the day they asked."""

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.find_person import FoundPerson, find_person
from ldp_stories.services.home import Home
from ldp_stories.services.rights_log import RightsRow, note_request, requests
from ldp_stories.services.story import need
from ldp_stories.services.typed_day import typed_day
from ldp_stories.store import people


def begin_request(home: Home, what: str, on: str = "", code: str = "") -> str:
    """Write down that somebody asked, on a day (as typed; else today), with the code of their card when they have it. The request's id.

    Refused NOT_A_DAY, NOT_YOUR_ROLE; UserError as `one_person`; ValueError for another kind of request.
    """
    need(home, Role.COORDINATOR)
    day = typed_day(home, on)
    about = one_person(home, code).people[0] if code.strip() else ""
    return note_request(home, what, day, about)


def one_person(home: Home, code: str) -> FoundPerson:
    """The only person under a code. UserError TWO_WITH_CODE, and as `find_person`."""
    found = find_person(home, code)
    if len(found) > 1:
        raise UserError("TWO_WITH_CODE", typed=found[0].code)
    return found[0]


def codes_of(home: Home, rows: tuple[RightsRow, ...]) -> dict[str, str]:
    """The codes of those who asked, by participant id; whoever took everything back has none any more."""
    with home.main.read() as con:
        known = {r.participant: people.participant(con, r.participant) for r in rows if r.participant}
    return {ident: one.code for ident, one in known.items() if one is not None and one.code}


def still_open(home: Home) -> int:
    """How many requests wait for their answer."""
    return sum(1 for row in requests(home) if not row.done)
