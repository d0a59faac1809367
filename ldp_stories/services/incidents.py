"""The log of what went wrong with the data: a lost laptop, a wrong recipient. The 72-hour clock, the facts, the decision with its reason.

Only coordinators read and write it; it goes from one coordinator to the others (domain/5-ethics-law.md 5.6). Whether to report is a person's
decision: the program gathers what is known and never decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.admit_people import is_laptop, mark_lost
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.recipients import recipients
from ldp_stories.services.story import need
from ldp_stories.store import incidents as facts_of
from ldp_stories.store import people, sent
from ldp_stories.store.programme import raw

KIND: Final = "incident"
LOST: Final = "lost laptop"
WRONG: Final = "wrong recipient"
HOURS: Final = 72
REPORT, NO_REPORT = "report", "do not report"
ENCRYPTION: Final = ("yes", "no", "not sure")


@dataclass(frozen=True, slots=True)
class Incident:
    """One entry. `hours_left` of the 72 counts down to 0 and below; `decision` "" while nobody has decided.

    `devices` are the laptops it is about: those that are lost, or those the file was sealed to; `asked` the day they were asked to destroy it,
    `may_go` that it may be sent to them after all.
    `people` and `records` are how many it may touch; `unconfirmed` of the records nobody else is known to have.
    """

    id: str
    type: str
    noticed: str
    hours_left: int
    laptop: str
    devices: tuple[str, ...]
    people: int
    records: int
    unconfirmed: int
    contact_cards: str
    encryption: str
    last_bundle: str
    bundle: str
    decision: str
    reason: str
    decided: str
    done: tuple[tuple[str, str], ...]
    asked: str = ""
    may_go: bool = False


def incidents(home: Home) -> tuple[Incident, ...]:
    """Every incident: those without a decision first, the most pressing on top, then the others, newest first."""
    now = home.now()
    with home.main.read() as con:
        found = [_incident(ident, fields, now) for ident, fields in raw(con, KIND)]
    still = sorted((i for i in found if not i.decision), key=lambda i: (i.hours_left, i.id))
    over = sorted((i for i in found if i.decision), key=lambda i: (i.decided, i.id), reverse=True)
    return (*still, *over)


def _incident(ident: str, fields: Mapping[str, Any], now: datetime) -> Incident:
    def text(name: str) -> str:
        return str(fields.get(name) or "")

    def number(name: str) -> int:
        value = fields.get(name)
        return value if isinstance(value, int) else 0

    steps = fields.get("done")
    done = tuple((str(s.get("at") or ""), str(s.get("what") or "")) for s in steps) if steps else ()
    devices = fields.get("devices")
    return Incident(
        id=ident,
        type=text("type"),
        noticed=text("noticed"),
        hours_left=hours_left(text("noticed"), now),
        laptop=text("laptop"),
        devices=tuple(str(d) for d in devices) if isinstance(devices, list) else (),
        people=number("people"),
        records=number("records"),
        unconfirmed=number("unconfirmed"),
        contact_cards=text("contact_cards"),
        encryption=text("encryption"),
        last_bundle=text("last_bundle"),
        bundle=text("bundle"),
        decision=text("decision"),
        reason=text("reason"),
        decided=text("decided")[:10],
        done=done,
        asked=text("asked")[:10],
        may_go=fields.get("may_go") is True,
    )


def hours_left(noticed: str, now: datetime) -> int:
    """Whole hours until 72 have passed since somebody noticed, rounded down; 0 and below when the time is up."""
    try:
        left = datetime.fromisoformat(noticed) + timedelta(hours=HOURS) - now
    except ValueError:
        return 0
    return int(left.total_seconds() // 3600)


def laptop_lost(
    home: Home,
    label: str,
    encryption: str = "not sure",
    contact_cards: str = "not known",
    device: str = "",
) -> str:
    """Mark every device of a laptop lost, and begin the entry with what receipts say was on it; the incident's id.

    Refused NOT_YOUR_ROLE; UserError NO_SUCH_LAPTOP when no laptop in use has this label (or it is this one).
    """
    need(home, Role.COORDINATOR)
    if encryption not in ENCRYPTION:
        raise ValueError(f"disk encryption is {', '.join(ENCRYPTION)}")
    with home.main.read() as con:
        known = people.devices(con)
    lost = [d.id for d in known if is_laptop(d, label, device) and d.status == "active"]
    if not mark_lost(home, label, device):
        raise UserError("NO_SUCH_LAPTOP", label=label)
    with home.main.write() as con:
        on_it = facts_of.on_devices(con, lost)
        sets = {
            "type": LOST,
            "laptop": label,
            "devices": lost,
            "people": len(on_it.people),
            "records": len(on_it.records),
            "unconfirmed": on_it.left,
            "contact_cards": contact_cards,
            "encryption": encryption,
            "last_bundle": _last_bundle(con, lost),
        }
        return _begin(home, con, sets)


def _last_bundle(con: Connection, devices: Sequence[str]) -> str:
    """The day of the last bundle from these devices that came here, "" when none did."""
    days = [got.at_label[:10] for got in sent.all_received(con) if got.device in devices]
    return max(days, default="")


def sent_to_wrong_person(home: Home, bundle: str) -> str:
    """Begin the entry for a bundle that went to somebody it was not meant for; the incident's id. UserError NO_SUCH_SENDING."""
    need(home, Role.COORDINATOR)
    addressees = recipients(home)
    with home.main.write() as con:
        found = sent.sent(con, bundle)
        if found is None:
            raise UserError("NO_SUCH_SENDING")
        in_it = facts_of.in_sending(con, found.group)
        to = next((one for one in addressees if one.thread == found.to), None)
        sets = {
            "type": WRONG,
            "bundle": bundle,
            "laptop": to.name if to is not None else found.to,
            "devices": list(to.devices) if to is not None else [],
            "people": len(in_it.people),
            "records": len(in_it.records),
            "last_bundle": found.at_label[:10],
        }
        return _begin(home, con, sets)


def _begin(home: Home, con: Connection, sets: Mapping[str, Any]) -> str:
    ident = new_id()
    home.put(con, KIND, ident, sets={**sets, "noticed": home.label(), "by": home.member, "done": []})
    return ident


def note_step(home: Home, ident: str, what: str) -> None:
    """Write down something that was done about it: who was told, what was asked. Refused NOTHING_WRITTEN."""
    need(home, Role.COORDINATOR)
    if not what.strip():
        raise Refused("NOTHING_WRITTEN")
    with home.main.write() as con:
        known = next((f.get("done") for i, f in raw(con, KIND) if i == ident), None) or []
        home.put(con, KIND, ident, sets={"done": [*known, {"at": home.label(), "what": what.strip()}]})


def decide(home: Home, ident: str, decision: str, reason: str) -> None:
    """Write down whether it is reported, and why. UserError WHY_NEEDED; ValueError for another decision."""
    need(home, Role.COORDINATOR)
    if decision not in (REPORT, NO_REPORT):
        raise ValueError(f"a decision is {REPORT} or {NO_REPORT}")
    if not reason.strip():
        raise UserError("WHY_NEEDED")
    with home.main.write() as con:
        sets = {"decision": decision, "reason": reason.strip(), "decided": home.label(), "by": home.member}
        home.put(con, KIND, ident, sets=sets)
