"""Check that everything is whole: stores, ledger against projection, search, vault, key slots, backups."""

import hashlib
import random
from collections.abc import Callable
from dataclasses import dataclass

from ldp_stories.crypto.slots import slot_cost
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.store import homes, ledger, verify

SAMPLE = 20
"""Vault items that are read whole and compared with their hash; of all others only the door is tried."""
MOST_TROUBLE = 10


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One thing checked: a code ("main", "desk", "orders", "ledger", "projection", "search", "vault", "slots", "backups"), whether it

    is well, how many there are, and what is wrong (at most ten, in words that name no person and no story).
    """

    what: str
    ok: bool
    count: int = 0
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found; nothing was changed unless a rebuild was asked for."""

    lines: tuple[CheckLine, ...]

    @property
    def ok(self) -> bool:
        """Whether every line is well."""
        return all(line.ok for line in self.lines)


def check(home: Home, *, rebuild: bool = False, progress: Progress = no_progress) -> CheckReport:
    """Verify the home. The projection is built anew beside the ledger and compared; with `rebuild` the new one is kept.

    Cancelled stops between two steps, nothing half-done.
    """
    stores = (("main", home.stores.main), ("desk", home.stores.desk), ("orders", home.stores.orders))
    steps: list[tuple[str, Callable[[], CheckLine]]] = [
        (name, lambda name=name, store=store: _line(name, 1, store.faults())) for name, store in stores
    ]
    steps += [
        ("ledger", lambda: _ledger(home)),
        ("projection", lambda: _projection(home, keep=rebuild)),
        ("search", lambda: _search(home)),
        ("vault", lambda: _vault(home)),
        ("slots", lambda: _slots(home)),
    ]
    lines = []
    for done, (name, step) in enumerate(steps):
        progress.report(done, len(steps), name)
        lines.append(step())
    progress.report(len(steps), len(steps))
    return CheckReport(tuple(lines))


def _line(what: str, count: int, trouble: tuple[str, ...] | list[str]) -> CheckLine:
    return CheckLine(what, not trouble, count, tuple(trouble[:MOST_TROUBLE]))


def _ledger(home: Home) -> CheckLine:
    """Every line of the ledger is whole or properly erased."""
    with home.main.read() as con:
        found = list(verify.broken_revisions(con))
    return _line("ledger", len(found), [f"line {i} is damaged" for i in found if i is not None])


class _Undo(Exception):  # noqa: N818 - it carries nothing but the wish to undo the transaction
    """Leaves a writing transaction without keeping anything."""


def _projection(home: Home, *, keep: bool) -> CheckLine:
    """What is shown is what the ledger says."""
    number = 0
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    try:
        with home.main.write() as con:
            before = verify.projection_hashes(con)
            number = ledger.rebuild(con)
            after = verify.projection_hashes(con)
            if not keep:
                raise _Undo
    except _Undo:
        pass
    wrong = [f"{name} differed" for name in after if before[name] != after[name]]
    return _line("projection", number, wrong)


def _search(home: Home) -> CheckLine:
    with home.main.write() as con:
        sound = verify.index_is_sound(con)
    return _line("search", 1, [] if sound else ["the search index differs from the stories"])


def _vault(home: Home) -> CheckLine:
    """Every item whose key is here opens; a sample is read whole and compared with its hash."""
    with home.main.read() as con:
        items = verify.vault_items(con)
    chosen = set(random.Random(0).sample(range(len(items)), min(SAMPLE, len(items))))
    trouble = []
    for at, (item, key, sha256) in enumerate(items):
        why = _open(home, item, key, sha256 if at in chosen else "")
        if why:
            trouble.append(f"sound or file {item[:8]} is {why}")
    return _line("vault", len(items), trouble)


def _open(home: Home, item: str, key: bytes, sha256: str) -> str:
    """What is wrong with an item, "" when nothing is; it is read whole when its hash is given."""
    try:
        with home.vault.open(item, key) as reader:
            if not sha256:
                return ""
            digest = hashlib.sha256()
            for piece in reader.pieces():
                digest.update(piece)
            return "" if digest.hexdigest() == sha256 else "changed"
    except UserError as error:
        return "gone" if error.code == "MEDIA_GONE" else "damaged"


def _slots(home: Home) -> CheckLine:
    """The ways to the key can be read, and at least one is there."""
    trouble = []
    slots = homes.read_slots(home.place)
    for name, slot in sorted(slots.items()):
        if isinstance(slot, dict) and slot.get("kdf"):
            try:
                slot_cost(slot)
            except UserError:
                trouble.append(f"the {name} slot is damaged")
    return _line("slots", len(slots), trouble or ([] if slots else ["there is none"]))
