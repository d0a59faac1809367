"""What is worth a bundle of its own beside stories: a wish to take back, a receipt, a request, the wish to join. None of them waits for a story."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.orders import Order, wishes
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.recipients import Recipient
from ldp_stories.store import desk, orders, people, requests, sent

CARRIED: Final = "carried:"
"""The desk row that says which of these went to somebody already."""


@dataclass(frozen=True, slots=True)
class News:
    """How many of each somebody has not been sent yet; `cleared` are orders about what was thrown away or kept long enough."""

    wishes: int = 0
    cleared: int = 0
    receipts: int = 0
    requests: int = 0
    joining: bool = False

    @property
    def any(self) -> bool:
        """Whether there is one."""
        return self.joining or bool(self.wishes or self.cleared or self.receipts or self.requests)


@dataclass(frozen=True, slots=True)
class Tidings:
    """What this notebook could tell anybody, read once for all of them: its own receipts by bundle, who sent each bundle, its own requests
    by whom they ask, and the orders with who gave each and who has confirmed it."""

    receipts: tuple[tuple[str, str], ...]
    senders: Mapping[str, str]
    requests: tuple[tuple[str, str], ...]
    orders: Mapping[str, Order]
    confirmed: Mapping[str, frozenset[str]]
    joining: bool

    def about(self, devices: Collection[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        """The orders, receipts and requests, by their ids, that these laptops are to have."""
        theirs = frozenset(devices)
        return (
            frozenset(ident for ident, done in self.confirmed.items() if not done & theirs),
            frozenset(ident for ident, bundle in self.receipts if self.senders.get(bundle) in theirs),
            frozenset(ident for ident, device in self.requests if device in theirs),
        )


def tidings(home: Home) -> Tidings:
    """Read what could be told."""
    with home.main.read() as con:
        known = {o.id: o for o in orders.all_orders(con)}
        return Tidings(
            receipts=tuple((r.id, r.bundle) for r in sent.receipts(con) if r.device == home.author.device),
            senders={r.bundle: r.device for r in sent.all_received(con)},
            requests=tuple((a.request.id, a.device) for a in requests.all_of(con, ours=True)),
            orders=known,
            confirmed={ident: sent.confirmed(con, ident) | {o.device} for ident, o in known.items()},
            joining=is_joining(con, home),
        )


def news_for(home: Home, to: Recipient, known: Tidings | None = None) -> News:
    """What somebody is to be told; `known` where it is asked for several of them."""
    known = known or tidings(home)
    given, receipts, asking = known.about(to.devices)
    with home.desk.read() as con:
        carried = set(desk.load(con, CARRIED + to.thread) or [])
    joining = known.joining and not _any_sent(home, to.thread)
    new = [known.orders[ident] for ident in given - carried]
    cleared = sum(not one.is_a_wish for one in new)
    return News(wishes(new), cleared, len(receipts - carried), len(asking - carried), joining)


def _any_sent(home: Home, thread: str) -> bool:
    with home.main.read() as con:
        return sent.any_sent(con, thread)


def is_joining(con: Connection, home: Home) -> bool:
    """Whether nobody has let this laptop in yet: its bundles say who wants to join."""
    return people.device(con, home.author.device) is None
