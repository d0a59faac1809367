"""How far a wish has come: which laptops have confirmed it by a receipt, and what nobody can reach (RELIABILITY.md "Erasure")."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.domain.orders import Order, OrderKind
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.keep_copies import copies_elsewhere
from ldp_stories.services.log_output import issued
from ldp_stories.services.rights_log import requests
from ldp_stories.store import orders, people, sent, taken_back

CONFIRMED: Final = "confirmed"
WAITING: Final = "waiting"
LOST: Final = "lost"


@dataclass(frozen=True, slots=True)
class LaptopRow:
    """One laptop of the programme: whose, its label, and whether it has confirmed (`on`), is waited for, or is lost and cannot."""

    name: str
    label: str
    state: str
    on: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish that was carried out (all its orders together): when here, what kind, how many laptops have confirmed.

    `issued` are (type, made on, copies) of what readers have already; `drafts` how many unfinished things show a gap; `files` still lie on
    this laptop; `elsewhere` are safe copies on other media, (where, day).
    """

    orders: tuple[str, ...]
    kind: OrderKind
    on: str
    laptops: tuple[LaptopRow, ...]
    issued: tuple[tuple[str, str, int], ...] = ()
    drafts: int = 0
    files: tuple[tuple[str, Path], ...] = ()
    elsewhere: tuple[tuple[str, str], ...] = ()

    @property
    def confirmed(self) -> int:
        """How many laptops have confirmed."""
        return sum(one.state == CONFIRMED for one in self.laptops)

    @property
    def total(self) -> int:
        """How many laptops are to confirm, lost ones among them."""
        return len(self.laptops)


def wish(home: Home, ids: Sequence[str]) -> Wish:
    """How far the wish behind these orders has come."""
    with home.main.read() as con:
        found = [o for o in (orders.order(con, i) for i in ids) if o is not None]
        erased = any(o.kind is OrderKind.ERASE for o in found)
        on = max((taken_back.obeyed_on(con, i) for i in ids), default="")
        rows = _laptops(home, con, found)
        recalled = {r.output: r for r in taken_back.recalled(con, ids)}
    files = tuple((i.output, i.path) for i in issued(home) if i.output in recalled and i.path.exists())
    return Wish(
        orders=tuple(ids),
        kind=OrderKind.ERASE if erased else OrderKind.NARROW,
        on=on,
        laptops=rows,
        issued=tuple((r.type, r.made_on, r.copies) for r in recalled.values() if r.issued),
        drafts=sum(not r.issued for r in recalled.values()),
        files=files,
        elsewhere=_older(copies_elsewhere(home), on) if erased else (),
    )


def _older(copies: Sequence[tuple[str, str]], on: str) -> tuple[tuple[str, str], ...]:
    """The copies that may hold what was taken out: all but those that were made on a later day."""
    return tuple(row for row in copies if not on or row[1] <= on[:10])


def _laptops(home: Home, con: Connection, found: Sequence[Order]) -> tuple[LaptopRow, ...]:
    """Every laptop that was ever let in and not given back; this one has confirmed by doing it."""
    dates = _dates(con, [o.id for o in found])
    rows = []
    for device in people.devices(con):
        if device.status == "retired":
            continue
        name = home.shown_member(con, device.member)
        if device.id == home.author.device:
            rows.append(LaptopRow(name, device.label, CONFIRMED, home.today().isoformat() if found else ""))
        elif device.id in dates:
            rows.append(LaptopRow(name, device.label, CONFIRMED, dates[device.id]))
        else:
            rows.append(LaptopRow(name, device.label, LOST if device.status == "lost" else WAITING))
    return tuple(rows)


def _dates(con: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Device -> the day by which its receipts have confirmed every one of these orders; laptops that gave them need no receipt."""
    given = {o.device for o in (orders.order(con, i) for i in ids) if o is not None}
    done: dict[str, dict[str, str]] = {}
    for receipt, at in sent.dated_receipts(con):
        for order in set(receipt.orders_done) & set(ids):
            done.setdefault(receipt.device, {}).setdefault(order, at[:10])
    whole = {device: max(days.values()) for device, days in done.items() if len(days) == len(set(ids))}
    return dict.fromkeys(given, "") | whole


def wishes(home: Home) -> tuple[Wish, ...]:
    """Every wish known here that was carried out, newest first: those of one request together, others order by order."""
    with home.main.read() as con:
        known = [o.id for o in orders.granted_orders(con)]
    groups = [tuple(i for i in r.orders if i in known) for r in requests(home)]
    together = {i for group in groups for i in group}
    groups += [(i,) for i in known if i not in together]
    rows = [wish(home, ids) for ids in groups if ids]
    return tuple(sorted(rows, key=lambda w: (w.on, w.orders), reverse=True))
