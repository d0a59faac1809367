"""My stories and the Home screen: lists by key, counts, who has a copy (SCREENS.md 5.2)."""

from dataclasses import dataclass

from ldp_stories.domain.records import Page, RecordRow, Shown
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.desk_talk import load_all
from ldp_stories.services.hear_back import hearing_back
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.open_home import recovery_slot
from ldp_stories.services.prove_recovery import recovery_tested_on
from ldp_stories.services.recording import room_left
from ldp_stories.store import people, record_states, records

FIRST = 8
_LOOKED_AT = 200
_WITH_COORDINATOR = (Shown.RECEIVED, Shown.IN_REVIEW, Shown.REVIEWED)


@dataclass(frozen=True, slots=True)
class HomeSummary:
    """What Home shows; who has a copy of it all is asked elsewhere (`receipts.copies`).

    `packed` counts those sent and not confirmed, `closed` those that stay; `recovery_tested` is a date or empty;
    `has_recovery` whether the programme's recovery key is to open this notebook at all.
    """

    name: str
    programme: str
    practice: bool
    stories: tuple[RecordRow, ...]
    drafts: int
    ready: int
    heard: int
    questions: int
    packed: int
    closed: int
    total: int
    coordinator: str
    conversations: tuple[Conversation, ...]
    minutes: int
    battery: int | None
    admitted: bool
    recovery_tested: str
    has_recovery: bool = False


def my_stories(home: Home, after: tuple[str, str] | None = None, limit: int = 50) -> Page[RecordRow]:
    """One's own stories, newest first; a coordinator or evaluator gets all that are here, but others' that are kept closed."""
    own = own_only(home)
    but_own = home.own_devices() if own is None else None
    with home.main.read() as con:
        return records.page(con, began_by=own, closed_but_of=but_own, after=after, limit=limit)


def story_row(home: Home, record: str) -> RecordRow | None:
    """One story as its row in the list: with the one state it has."""
    with home.main.read() as con:
        return next(iter(records.rows_of(con, [record])), None)


def own_only(home: Home) -> frozenset[str] | None:
    """The devices whose stories a researcher sees: their own; None (everything here) for a coordinator or evaluator."""
    return home.own_devices() if home.roles() <= {Role.RESEARCHER} else None


def home_summary(home: Home) -> HomeSummary:
    """Everything the Home screen shows, in one go."""
    back = hearing_back(home)
    room = room_left(home)
    with home.main.read() as con:
        rows = records.page(con, began_by=own_only(home), limit=_LOOKED_AT).rows
        states = record_states.counts(con, own_only(home))
        coordinator = _coordinator(home, con)
        admitted = people.member_of_device(con, home.author.device) is not None
    facts = home.programme()
    return HomeSummary(
        name=home.name,
        programme=facts.name,
        practice=home.practice,
        stories=rows[:FIRST],
        drafts=states.get(Shown.DRAFT, 0),
        ready=states.get(Shown.READY, 0),
        heard=len(back),
        questions=sum(1 for h in back if h.kind == "question" and not h.answered),
        packed=states.get(Shown.PACKED, 0),
        closed=states.get(Shown.CLOSED, 0),
        total=sum(n for s, n in states.items() if s is not Shown.TAKEN_BACK),
        coordinator=coordinator,
        conversations=tuple(d.talk for d in load_all(home)),
        minutes=room.minutes,
        battery=room.battery,
        admitted=admitted,
        recovery_tested=recovery_tested_on(home),
        has_recovery=recovery_slot(home) is not None,
    )


def _coordinator(home: Home, con: Connection) -> str:
    """The name of the first coordinator, for "Send to Joan"."""
    today = home.today()
    found = [m.shown for m in people.members(con) if Role.COORDINATOR in roles_on(m.roles, today)]
    return found[0] if found else ""
