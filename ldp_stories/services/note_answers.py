"""What laptops answer to what was asked of them, when their file comes in.

"Please destroy this" goes into the log of what went wrong (services/ask_destroy.py); a wish to send again that they put away waits no more.
"""

from collections.abc import Sequence
from typing import Final

from ldp_stories.domain.receipts import Request, RequestWhat
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import people, requests, sent
from ldp_stories.store.programme import raw
from ldp_stories.store.requests import Asked

DESTROYED, NOT_HERE = "destroyed", "not here"
LEFT: Final = "left"
"""The answer, and the state of a wish: they put it away, and nothing was sent."""
_LOG: Final = "incident"


def asked_of(con: Connection, group: str) -> tuple[Asked, ...]:
    """The wishes made here that a sending be destroyed and that were not answered yet."""
    found = requests.all_of(con, ours=True)
    return tuple(a for a in found if a.request.what is RequestWhat.DESTROY and a.request.bundle == group)


def note_answers(con: Connection, home: Home, device: str, given: Sequence[Request]) -> None:
    """A laptop says that it has destroyed what it was asked to: write it into the log, and ask no more. Only coordinators keep the log."""
    said = [r for r in given if r.what is RequestWhat.CONFIRM and r.note_code in (DESTROYED, NOT_HERE)]
    if not said or Role.COORDINATOR not in home.roles():
        return
    for request in said:
        over = [a.request.id for a in asked_of(con, request.bundle) if a.device == device]
        requests.set_state(con, over, "done")
        group = {s.bundle for s in sent.of_group(con, request.bundle)}
        for ident, fields in raw(con, _LOG):
            mine = fields.get("bundle") in group and device in (fields.get("devices") or ())
            if mine and device not in (fields.get("destroyed") or {}):
                told = {device: {"on": home.label(), "what": request.note_code}}
                home.put(con, _LOG, ident, adds={"destroyed": told})


def note_left(con: Connection, device: str, given: Sequence[Request]) -> None:
    """Somebody put our wish away, on any of their laptops: it waits no more. `given` came for the first time; an old answer ends no new wish."""
    said = {
        (r.bundle, r.parts, r.media) for r in given if (r.what, r.note_code) == (RequestWhat.CONFIRM, LEFT)
    }
    if not said:
        return
    who = people.member_of_device(con, device)
    over = [
        a.request.id
        for a in requests.all_of(con, ours=True)
        if a.request.what is RequestWhat.RESEND
        and (a.request.bundle, a.request.parts, a.request.media) in said
        and who is not None
        and people.member_of_device(con, a.device) == who
    ]
    requests.set_state(con, over, LEFT)
