"""Receipts: what came of the bundles that were sent, and who has a copy of what (CONTRACTS.md 9)."""

from dataclasses import dataclass
from datetime import date

from ldp_stories.domain.receipts import ReceiptResult
from ldp_stories.domain.records import Shown
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import people, record_states, sent
from ldp_stories.store.newest_epochs import newest_epochs, stands


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """One receipt for a bundle made here: who has it, since which day (of hearing of it), and how much.

    `stands` is False when their laptop went back to an older copy since: what it confirmed it may no longer have.
    """

    bundle: str
    by: str
    on: str
    result: ReceiptResult
    held: int
    waiting: int
    refused: tuple[tuple[str, str], ...]
    complete: bool
    stands: bool = True


@dataclass(frozen=True, slots=True)
class SentRow:
    """One bundle made here: to whom, when, and whether a receipt came back."""

    bundle: str
    to: str
    on: str
    part: int
    parts: int
    bytes: int
    received: bool


@dataclass(frozen=True, slots=True)
class Copies:
    """How many of one's own stories others have: `received` of `total`, by whom, and days since the last confirmed copy.

    `again` are to be sent again: whoever confirmed them went back to an older copy.
    `days_waiting` since the oldest story was told, while nobody has confirmed any.
    """

    received: int
    total: int
    days_since: int | None
    by: str
    days_waiting: int = 0
    again: int = 0


def receipts(home: Home) -> tuple[ReceiptRow, ...]:
    """Receipts for bundles made here, in the order they came."""
    with home.main.read() as con:
        mine = {s.bundle for s in sent.all_sent(con)}
        epochs = newest_epochs(con)
        found = [
            (r, at, _name(home, con, r.device)) for r, at in sent.dated_receipts(con) if r.bundle in mine
        ]
    return tuple(
        ReceiptRow(
            r.bundle,
            name,
            at[:10],
            r.result,
            len(r.held),
            len(r.waiting),
            r.refused,
            r.complete,
            stands(epochs, r),
        )
        for r, at, name in found
    )


def sendings(home: Home) -> tuple[SentRow, ...]:
    """Bundles made here, newest first."""
    with home.main.read() as con:
        rows = sent.all_sent(con)
        epochs = newest_epochs(con)
        have = {r.bundle for r in sent.receipts(con) if r.complete and stands(epochs, r)}
    return tuple(
        SentRow(s.bundle, s.to, s.at_label[:10], s.part, s.parts, s.bytes, s.bundle in have)
        for s in reversed(rows)
    )


def copies(home: Home) -> Copies:
    """Who has a copy of one's own stories. Closed and draft ones count among the total; of one taken back nothing is left to copy."""
    with home.main.read() as con:
        counts = record_states.counts(con, frozenset({home.author.device}))
        mine = {s.bundle for s in sent.all_sent(con)}
        epochs = newest_epochs(con)
        last = [
            (at, _name(home, con, r.device))
            for r, at in sent.dated_receipts(con)
            if r.bundle in mine and r.complete and stands(epochs, r)
        ]
        oldest = "" if last else record_states.oldest(con, home.author.device)
    there = (Shown.RECEIVED, Shown.IN_REVIEW, Shown.REVIEWED)
    again = counts.get(Shown.SET_BACK, 0)
    total = sum(n for state, n in counts.items() if state is not Shown.TAKEN_BACK)
    received = sum(n for state, n in counts.items() if state in there)
    if not last:
        waiting = max(0, (home.today() - date.fromisoformat(oldest)).days) if oldest else 0
        return Copies(received, total, None, "", waiting, again)
    at, name = max(last, key=lambda pair: pair[0])
    days = (home.today() - date.fromisoformat(at[:10])).days
    return Copies(received, total, max(0, days), name, again=again)


def _name(home: Home, con: Connection, device: str) -> str:
    """Whose laptop it is, as this person knows them."""
    member = people.member_of_device(con, device)
    return home.shown_member(con, member.id) if member else ""
