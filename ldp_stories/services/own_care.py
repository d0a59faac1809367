"""A researcher's own care: who knows where they are, a conversation that weighed on them, and whom they talked to about it.

All of it is theirs: it lies in the desk file and never travels. Only when a researcher chooses to say that a conversation was heavy does one
line go to the coordinators: who, the day, and what they wish for. It names no story, no person and no place (domain/2-users.md US-C11).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.errors import Refused
from ldp_stories.services.home import Home
from ldp_stories.services.recipients import COORDINATORS
from ldp_stories.services.story import need
from ldp_stories.store import desk, facts, ledger, people, sent
from ldp_stories.store.programme import raw

KIND: Final = "care"
WISHES: Final = ("talk", "know")
"""What a researcher may wish for: somebody to talk to, or only that it is known."""
DEBRIEF_DAYS: Final = 14
"""After that nobody is reminded any more."""
_HEAVY: Final = "own:heavy:"
_OUT: Final = "own:out"
_SEEN: Final = "care seen"


@dataclass(frozen=True, slots=True)
class Heavy:
    """One conversation that weighed on the researcher. `talked`: they have talked to somebody. `sent`: what the coordinators are told, or ""."""

    id: str
    on: str
    note: str = ""
    talked: bool = False
    sent: str = ""
    wish: str = ""


@dataclass(frozen=True, slots=True)
class Out:
    """Somebody knows that one is out: who, and by when one is back ("15:30", or ""). `late` when that hour has passed today."""

    who: str
    back_by: str
    since: str
    late: bool


class Told(StrEnum):
    """How far what was told has got: it waits for the next sending, it was packed, or a coordinator's answer says that it is there."""

    WAITS = "waits"
    PACKED = "packed"
    THERE = "there"


@dataclass(frozen=True, slots=True)
class Flag:
    """What a coordinator sees: that a researcher had a heavy conversation, on which day, and what they wish for."""

    id: str
    name: str
    on: str
    wish: str
    member: str = ""


def note_heavy(home: Home) -> Heavy:
    """Note for oneself that a conversation was heavy."""
    made = Heavy(new_id(), home.today().isoformat())
    _keep(home, made)
    return made


def heavy_notes(home: Home) -> tuple[Heavy, ...]:
    """One's own notes, newest first."""
    with home.desk.read() as con:
        found = [_heavy(key.removeprefix(_HEAVY), value) for key, value in desk.rows(con, _HEAVY)]
    return tuple(sorted(found, key=lambda h: (h.on, h.id), reverse=True))


def _heavy(ident: str, value: Mapping[str, Any]) -> Heavy:
    note, line, wish = (str(value.get(name) or "") for name in ("note", "sent", "wish"))
    return Heavy(ident, str(value["on"]), note, value.get("talked") is True, line, wish)


def _keep(home: Home, one: Heavy) -> None:
    value = {"on": one.on, "note": one.note, "talked": one.talked, "sent": one.sent, "wish": one.wish}
    with home.desk.write() as con:
        desk.save(con, _HEAVY + one.id, value)


def _change(home: Home, ident: str, **news: object) -> None:
    with home.desk.write() as con:
        known = desk.load(con, _HEAVY + ident)
        if known is not None:
            desk.save(con, _HEAVY + ident, {**known, **news})


def write_note(home: Home, ident: str, text: str) -> None:
    """Keep what one writes about it, durable when this returns. It stays on this laptop."""
    _change(home, ident, note=text)


def talked(home: Home, ident: str) -> None:
    """Note that one has talked to somebody: no more reminders."""
    _change(home, ident, talked=True)


def forget(home: Home, ident: str) -> Heavy | None:
    """Take a note away; it comes back with `put_back`. What the coordinators were told about it is taken back first."""
    known = next((h for h in heavy_notes(home) if h.id == ident), None)
    take_back(home, ident)
    with home.desk.write() as con:
        desk.drop(con, _HEAVY + ident)
    return known


def put_back(home: Home, one: Heavy) -> None:
    """Undo a removal: the note stands again, and what the coordinators were told is told again."""
    _keep(home, replace(one, sent="", wish=""))
    if one.sent:
        tell(home, one.id, one.wish)


def tell(home: Home, ident: str, wish: str) -> None:
    """Let the coordinators know, with the next sending: the day and the wish, nothing of the note. ValueError for another wish."""
    if wish not in WISHES:
        raise ValueError(f"a wish is one of {', '.join(WISHES)}")
    one = next((h for h in heavy_notes(home) if h.id == ident), None)
    if one is None:
        return
    line = one.sent or new_id()
    with home.main.write() as con:
        home.put(con, KIND, line, sets={"by": home.member, "on": one.on, "wish": wish})
    _change(home, ident, sent=line, wish=wish)


def would_see(home: Home) -> tuple[str, ...]:
    """Who would get the line: the names of today's coordinators but oneself, by code."""
    with home.main.read() as con:
        today = home.today()
        found = [
            m
            for m in people.members(con)
            if Role.COORDINATOR in roles_on(m.roles, today) and m.id != home.member
        ]
        return tuple(home.shown_member(con, m.id) for m in found)


def take_back(home: Home, ident: str) -> None:
    """The coordinators are not to be told (or no longer)."""
    one = next((h for h in heavy_notes(home) if h.id == ident), None)
    if one is not None and one.sent:
        with home.main.write() as con:
            home.hide(con, KIND, one.sent)
        _change(home, ident, sent="", wish="")


def how_far(home: Home, one: Heavy) -> Told | None:
    """Whether what one told has got there yet; None when nothing was told."""
    if not one.sent:
        return None
    with home.main.read() as con:
        lines = {r.id for r in ledger.revisions(con, ents=[one.sent])}
        members = [m for m in people.members(con) if Role.COORDINATOR in roles_on(m.roles, home.today())]
        devices = [d.id for m in members if m.id != home.member for d in people.devices(con, m.id)]
        if lines <= sent.receipted(con, devices)[0]:
            return Told.THERE
        packed = {
            line for made in sent.all_sent(con, COORDINATORS) for line in sent.contents(con, made.bundle)[0]
        }
    return Told.PACKED if lines <= packed else Told.WAITS


def debrief_due(home: Home) -> Heavy | None:
    """The newest heavy conversation of the last fortnight that one has not talked about yet."""
    today = home.today()
    for one in heavy_notes(home):
        if not one.talked and (today - date.fromisoformat(one.on)).days <= DEBRIEF_DAYS:
            return one
    return None


def go_out(home: Home, who: str, back_by: str = "") -> None:
    """Somebody knows where one is, and by when one is back. Nobody is followed. Refused WHO_KNOWS, NOT_A_TIME."""
    if not who.strip():
        raise Refused("WHO_KNOWS")
    hour = back_by.strip().replace(".", ":")
    if hour:
        try:
            hour = datetime.strptime(hour, "%H:%M").strftime("%H:%M")
        except ValueError as error:
            raise Refused("NOT_A_TIME") from error
    with home.desk.write() as con:
        desk.save(con, _OUT, {"who": who.strip(), "back_by": hour, "since": home.label()})


def come_back(home: Home) -> None:
    """One is back: what was noted goes."""
    with home.desk.write() as con:
        desk.drop(con, _OUT)


def out_now(home: Home) -> Out | None:
    """Who knows that one is out, while one is."""
    with home.desk.read() as con:
        found = desk.load(con, _OUT)
    if found is None:
        return None
    now = home.now().astimezone()
    began = datetime.fromisoformat(str(found["since"]).replace("Z", "+00:00")).astimezone()
    hour = str(found["back_by"])
    late = now.date() > began.date() or bool(hour and f"{now:%H:%M}" > hour)
    return Out(str(found["who"]), hour, str(found["since"]), late)


def flags(home: Home) -> tuple[Flag, ...]:
    """What researchers chose to tell, newest first, but what one has seen to. Refused NOT_YOUR_ROLE but for coordinators."""
    need(home, Role.COORDINATOR)
    with home.main.read() as con:
        seen = set(facts.load(con, _SEEN) or ())
        rows = [(i, f) for i, f in raw(con, KIND) if i not in seen and f.get("by") != home.member]
        found = [_flag(home.shown_member(con, str(f.get("by"))), i, f) for i, f in rows]
    return tuple(sorted(found, key=lambda f: (f.on, f.id), reverse=True))


def _flag(name: str, ident: str, fields: Mapping[str, Any]) -> Flag:
    on, wish, by = (str(fields.get(n) or "") for n in ("on", "wish", "by"))
    return Flag(ident, name, on, wish, by)


def seen_to(home: Home, ident: str) -> None:
    """A coordinator has been in touch: the line is not shown here any more."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        seen = list(facts.load(con, _SEEN) or ())
        facts.save(con, _SEEN, [*seen, ident])
