"""What was on a laptop or in a bundle, as far as ledger and receipts tell: for the log of what went wrong. Counts only leave this module."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, text

from ldp_stories.store import facts

LEFT = "left on "
"""The local facts that say what a laptop still held and had not sent (services/count_left.py)."""


@dataclass(frozen=True, slots=True)
class Held:
    """Stories and people that were there; `left` is how many more stories the last statement from there said nobody else has."""

    records: frozenset[str]
    people: frozenset[str]
    left: int = 0


def on_devices(con: Connection, devices: Collection[str]) -> Held:
    """What these devices began, and what was sent to them and confirmed by their receipts."""
    wanted = {"d": json.dumps(list(devices))}
    began = """SELECT id FROM record WHERE began_by IN (SELECT value FROM json_each(:d))"""
    got = """SELECT DISTINCT s.record FROM local_sent_record s JOIN local_sent b ON b.num = s.sent
        JOIN receipt c ON c.bundle = b.bundle AND c.device IN (SELECT value FROM json_each(:d))"""
    records = {*con.execute(text(began), wanted).scalars(), *con.execute(text(got), wanted).scalars()}
    return Held(frozenset(records), _people(con, records), _left(con, devices))


def in_sending(con: Connection, group: str) -> Held:
    """The stories of which something was in a sending made here, all its parts together, and the people in them."""
    query = """SELECT DISTINCT s.record FROM local_sent_record s JOIN local_sent b ON b.num = s.sent WHERE b."group" = :g"""
    records = set(con.execute(text(query), {"g": group}).scalars())
    return Held(frozenset(records), _people(con, records))


def _people(con: Connection, records: Iterable[str]) -> frozenset[str]:
    query = """SELECT DISTINCT j.value FROM record r, json_each(r.participants) j
        WHERE r.id IN (SELECT value FROM json_each(:r))"""
    return frozenset(con.execute(text(query), {"r": json.dumps(list(records))}).scalars())


def _left(con: Connection, devices: Collection[str]) -> int:
    """Stories that stayed there, by the last statement each device sent (numbers only)."""
    kept = (facts.load(con, LEFT + device) or {} for device in devices)
    return sum(int(count) for one in kept for count in one.get("stays", {}).values())
