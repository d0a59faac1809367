"""Which bundles have never come, by sender and thread: told from their counters (CONTRACTS.md 3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from ldp_stories.store.sent import Received, all_received


@dataclass(frozen=True, slots=True)
class Gap:
    """Bundles of a thread that have not come: numbers missing below the highest one here."""

    device: str
    to: str
    missing: tuple[int, ...]


def gaps(con: Connection) -> tuple[Gap, ...]:
    """Which bundles have not arrived, by sender and thread: shown from counters, never from revision numbers.

    A laptop that was set back to a copy counts on from there under its next epoch, so that a number may stand for two bundles: each epoch
    is looked at alone, and a bundle that names another before it which is not here tells that one is missing.
    """
    here: dict[tuple[str, str], list[Received]] = {}
    for one in all_received(con):
        here.setdefault((one.device, one.to), []).append(one)
    missing = {key: _missing(came) for key, came in here.items()}
    return tuple(Gap(*key, ns) for key, ns in sorted(missing.items()) if ns)


def _missing(came: Sequence[Received]) -> tuple[int, ...]:
    """The numbers that are missing of one thread of one device."""
    known = {one.bundle for one in came}
    first = min(one.epoch for one in came)
    found: set[int] = set()
    highest = 0
    for epoch in sorted({one.epoch for one in came}):
        mine = [one for one in came if one.epoch == epoch]
        numbers = {one.n for one in mine}
        found |= set(range(1 if epoch == first else min(numbers), max(numbers))) - numbers
        for one in mine:
            if one.prev and one.prev not in known and one.n - 1 not in numbers:
                found |= set(range(min(one.n - 1, highest + 1), one.n)) - numbers
        highest = max(highest, *numbers)
    return tuple(sorted(found))
