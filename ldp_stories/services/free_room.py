"""Make room: sound and files whose every master two other laptops hold, a coordinator's among them, may go from here - never before.

A small copy that is here stays, so that the story can still be heard. What is removed comes back with the next bundle that holds it.
"""

from dataclasses import dataclass

from ldp_stories.domain.media import Media
from ldp_stories.domain.roles import Role, roles_on
from ldp_stories.errors import Refused
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.my_stories import own_only
from ldp_stories.services.renew_receipts import take_back
from ldp_stories.services.use_reserve import may_use_reserve
from ldp_stories.store import let_go, media, people, records, sent

_ENOUGH = 2
_MOST = 2_000


@dataclass(frozen=True, slots=True)
class Removable:
    """A story whose sound may go from here: its title, how many bytes that frees, and whose laptops hold it."""

    record: str
    title: str
    bytes: int
    holders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """What may go, and how many stories with sound must stay because too few others have confirmed that they hold it.

    Sound that is still being got ready is among these: nobody can hold it yet.
    """

    removable: tuple[Removable, ...]
    must_stay: int

    @property
    def bytes(self) -> int:
        """How much would be freed in all."""
        return sum(one.bytes for one in self.removable)


def room_to_make(home: Home) -> Room:
    """Look through the stories that are here; nothing is changed."""
    found, stay = [], 0
    with home.main.read() as con:
        in_pieces = frozenset(media.without_hash(con))
        for row in records.page(con, began_by=own_only(home), limit=_MOST).rows:
            masters = _masters(con, row.id)
            if not masters:
                stay += any(m.id in in_pieces for m in media.of_record(con, row.id))
                continue
            holders = _holders(home, con, masters)
            if holders is None:
                stay += 1
            else:
                size = sum(m.master.bytes for m in masters if m.master is not None)
                found.append(Removable(row.id, row.title, size, holders))
    return Room(tuple(found), stay)


@may_use_reserve
def remove_copies(home: Home, record: str) -> int:
    """Remove the masters of a story from this laptop; the bytes that were freed. Refused NOT_TWO_COPIES when it may not be (any more)."""
    with home.main.write() as con:
        masters = _masters(con, record)
        if not masters or _holders(home, con, masters) is None:
            raise Refused("NOT_TWO_COPIES")
        hashes = [m.master.sha256 for m in masters if m.master is not None]
        items = [m.master.item for m in masters if m.master is not None and m.master.item is not None]
        gone = media.shred(con, items=items)
        unplayable = [m.id for m in media.of_record(con, record) if m.playable is None]
        let_go.note(con, unplayable, home.label())
    for item in gone:
        home.vault.remove(item)
    with home.main.write() as con:
        media.removed(con, gone)
    take_back(home, hashes)
    return sum(m.master.bytes for m in masters if m.master is not None)


def _masters(con: Connection, record: str) -> tuple[Media, ...]:
    """The media of a story whose master is here; none while a recording still waits for its master."""
    found = media.of_record(con, record)
    if any(m.master is None for m in found):
        return ()
    return tuple(m for m in found if m.master is not None and m.master.item is not None)


def _holders(home: Home, con: Connection, masters: tuple[Media, ...]) -> tuple[str, ...] | None:
    """Who holds every one of these masters; None when those are not two devices with a coordinator's among them. We never count."""
    each = [sent.holders(con, m.master.sha256) for m in masters if m.master is not None]
    active = {d.id for d in people.devices(con) if d.status == "active"}
    devices = (frozenset.intersection(*each) & active) - home.own_devices()
    members = [m for d in sorted(devices) if (m := people.member_of_device(con, d)) is not None]
    coordinators = any(Role.COORDINATOR in roles_on(m.roles, home.today()) for m in members)
    if len(devices) < _ENOUGH or not coordinators:
        return None
    return tuple(dict.fromkeys(home.shown_member(con, m.id) for m in members))
