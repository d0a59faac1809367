"""A file went to somebody it was not meant for: ask them to destroy it, and see that their laptop has done so (AT-6).

The wish goes with the next bundle, is shown to the person there, and is never acted on by itself (services/destroy_here.py). Their answer comes
back in a bundle that their laptop signed, and is written into the log of what went wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.incidents import KIND, WRONG, sent_to_wrong_person
from ldp_stories.services.note_answers import NOT_HERE, asked_of
from ldp_stories.services.recipients import recipients
from ldp_stories.services.story import need
from ldp_stories.store import people, requests, sent
from ldp_stories.store.programme import raw
from ldp_stories.store.requests import Asked
from ldp_stories.store.sent_before import forget_contents

UNWANTED: Final = "unwanted"


@dataclass(frozen=True, slots=True)
class Sending:
    """Something that was sent from here: all its parts. `names` of those it was for; `wrong` when it stands in the log already."""

    group: str
    bundle: str
    names: str
    on: str
    stories: int
    parts: int
    wrong: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What one laptop has said to "please destroy this": `on` the day its answer came, "" while it has not; `had` false when nothing was there."""

    name: str
    device: str
    on: str
    had: bool = True


def sendings(home: Home) -> tuple[Sending, ...]:
    """What was sent from here, newest first, each with its parts together. Refused NOT_YOUR_ROLE."""
    need(home, Role.COORDINATOR)
    names = {one.thread: one.name for one in recipients(home)}
    with home.main.read() as con:
        groups: dict[str, list[sent.Sent]] = {}
        for one in sent.all_sent(con):
            groups.setdefault(one.group, []).append(one)
        wrong = {str(f.get("bundle")) for _, f in raw(con, KIND)}
        rows = [_sending(con, group, found, names, wrong) for group, found in groups.items()]
    return tuple(sorted(rows, key=lambda s: s.on, reverse=True))


def _sending(
    con: Connection, group: str, found: Sequence[sent.Sent], names: dict[str, str], wrong: set[str]
) -> Sending:
    first = found[0]
    stories = len({r for one in found for r in sent.stories_in(con, one.bundle)})
    return Sending(
        group=group,
        bundle=first.bundle,
        names=names.get(first.to, first.to),
        on=first.at_label,
        stories=stories,
        parts=first.parts,
        wrong=any(one.bundle in wrong for one in found),
    )


def went_to_wrong_person(home: Home, bundle: str) -> str:
    """Begin the entry with its clock, and ask every laptop it was sealed to to destroy it; the incident's id.

    UserError NO_SUCH_SENDING; Refused NOT_YOUR_ROLE. A second time it is the same entry.
    """
    need(home, Role.COORDINATOR)
    with home.main.read() as con:
        known = next((i for i, f in raw(con, KIND) if f.get("bundle") == bundle), None)
    incident = known or sent_to_wrong_person(home, bundle)
    ask_to_destroy(home, incident)
    return incident


def ask_to_destroy(home: Home, incident: str) -> int:
    """Ask those laptops again that have not answered; how many. It goes with the next file to them."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        fields, made = _wrong_sending(con, incident)
        devices = [str(d) for d in fields.get("devices") or ()]
        done = frozenset(fields.get("destroyed") or {})
        open_ = {a.device for a in asked_of(con, made.group)}
        wanted = [d for d in devices if d not in done and d not in open_]
        for device in wanted:
            request = Request(new_id(), RequestWhat.DESTROY, made.group, (), (), UNWANTED)
            requests.put(con, Asked(request, device, ours=True, at_label=home.label(), state="open"))
        if wanted or not fields.get("asked"):
            home.put(con, KIND, incident, sets={"asked": home.label()})
    return len(wanted)


def _wrong_sending(con: Connection, incident: str) -> tuple[Mapping[str, Any], sent.Sent]:
    """The entry in the log and the sending it is about. UserError NO_SUCH_SENDING."""
    fields = dict(raw(con, KIND)).get(incident)
    made = sent.sent(con, str(fields.get("bundle"))) if fields and fields.get("type") == WRONG else None
    if fields is None or made is None:
        raise UserError("NO_SUCH_SENDING")
    return fields, made


def answers(home: Home, incident: str) -> tuple[Answer, ...]:
    """Every laptop that the file was sealed to, with what it has answered."""
    with home.main.read() as con:
        fields = dict(raw(con, KIND)).get(incident) or {}
        told = fields.get("destroyed") or {}
        found = []
        for device in (str(d) for d in fields.get("devices") or ()):
            member = people.member_of_device(con, device)
            said = told.get(device) if isinstance(told, dict) else None
            on = str(said.get("on") or "")[:10] if isinstance(said, dict) else ""
            had = not (isinstance(said, dict) and said.get("what") == NOT_HERE)
            name = home.shown_member(con, member.id) if member else ""
            found.append(Answer(name, device, on, had))
    return tuple(found)


def allow_again(home: Home, incident: str) -> None:
    """It may go to them after all: from now on they are owed what that sending held, as if it had never gone.

    UserError NO_SUCH_SENDING; Refused NOT_YOUR_ROLE.
    """
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        fields, made = _wrong_sending(con, incident)
        forget_contents(con, made.group, [str(d) for d in fields.get("devices") or ()])
        home.put(con, KIND, incident, sets={"may_go": True})
