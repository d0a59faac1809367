"""What is worth a bundle of its own beside stories: a wish to take back, a receipt, a request, the wish to join. None of them waits for a story."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ldp_stories.services.home import Connection, Home
from ldp_stories.services.recipients import Recipient
from ldp_stories.store import desk, orders, people, requests, sent

CARRIED: Final = "carried:"
"""The desk row that says which of these went to somebody already."""


@dataclass(frozen=True, slots=True)
class News:
    """How many of each somebody has not been sent yet."""

    wishes: int = 0
    receipts: int = 0
    requests: int = 0
    joining: bool = False

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return self.joining or bool(self.wishes or self.receipts or self.requests)


def news_for(home: Home, to: Recipient) -> News:
    """What somebody is to be told."""
    with home.main.read() as con:
        mine = [r for r in sent.receipts(con) if r.device == home.author.device]
        asked = {r.bundle for r in sent.all_received(con) if r.device in to.devices}
        asking = {a.request.id for a in requests.all_of(con, ours=True) if a.device in to.devices}
        wishes = _wishes(con, to.devices)
        joining = not sent.all_sent(con, to.thread) and is_joining(con, home)
    with home.desk.read() as con:
        carried = set(desk.load(con, CARRIED + to.thread) or [])
    receipts = {r.id for r in mine if r.bundle in asked}
    return News(len(wishes - carried), len(receipts - carried), len(asking - carried), joining)


def is_joining(con: Connection, home: Home) -> bool:
    """Whether nobody has let this laptop in yet: its bundles say who wants to join."""
    return people.device(con, home.author.device) is None


def _wishes(con: Connection, devices: Collection[str]) -> frozenset[str]:
    """Orders that none of their laptops gave or has confirmed."""
    theirs = frozenset(devices)
    return frozenset(
        o.id
        for o in orders.all_orders(con)
        if o.device not in theirs and not sent.confirmed(con, o.id) & theirs
    )
