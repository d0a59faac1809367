"""What a laptop said it still holds and did not send: numbers only, kept from its last bundle. Of a closed story the number is all there is."""

from typing import Final

from ldp_stories.bundles.envelope import Envelope
from ldp_stories.domain.audience import Addressee, Withheld, audience
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import facts, people
from ldp_stories.store.dossiers import dossiers

LEFT = "left on "
STAYS: Final = (
    Withheld.CLOSED.value,
    Withheld.HELD.value,
    Withheld.DRAFT.value,
    Withheld.NO_PERMISSION.value,
)
"""Why a story stays, in the order that matters to whoever takes over."""


def keep_left(con: Connection, envelope: Envelope) -> None:
    """Keep what the newest bundle of a laptop says; an older one that comes later changes nothing."""
    if envelope.statement is None or envelope.thread is None:
        return
    name = LEFT + envelope.sender.device
    number = [envelope.sender.epoch, envelope.thread.n]
    known = facts.load(con, name)
    if known is None or known["n"] <= number:
        kept = {"n": number, "on": envelope.made_at_label[:10], "stays": dict(envelope.statement.not_sent)}
        facts.save(con, name, kept)


def stays_here(home: Home) -> dict[str, int]:
    """How many stories stay on this laptop when everything goes to the other coordinators, by reason: they never travel as they are."""
    with home.main.read() as con:
        reach = audience(dossiers(con, None, home.today()), Addressee(Role.COORDINATOR))
    return {reason: n for reason, n in reach.not_sent.items() if n and reason in STAYS}


def left_with(home: Home, member: str) -> dict[str, int]:
    """How many stories stay with one person, by reason (closed, draft, no_permission), over all their laptops."""
    found: dict[str, int] = {}
    with home.main.read() as con:
        for device in people.devices(con, member):
            kept = facts.load(con, LEFT + device.id) or {"stays": {}}
            for reason, count in kept["stays"].items():
                found[reason] = found.get(reason, 0) + int(count)
    return found
