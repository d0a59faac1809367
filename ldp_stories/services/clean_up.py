"""After an erasure: sweep every trace from this laptop. One job in small steps, each harmless to repeat, carried on after a kill.

The words themselves went in the transaction that carried the order out. This sweeps what lies beside them: the desk, who people are, vault
files, bundles set aside, the search index, free pages, and safe copies that still hold what went (RELIABILITY.md "Erasure").
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ldp_stories.bundles.reader import SignerVerdict, Standing, read_bundle
from ldp_stories.bundles.staging import SpoolStaging
from ldp_stories.domain.orders import Order, OrderKind
from ldp_stories.domain.revisions import Revision
from ldp_stories.errors import UserError
from ldp_stories.services import desk_talk, keep_evidence, recording
from ldp_stories.services.accept_bundle import taken_back
from ldp_stories.services.half_kept import FOLDER
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import ISSUED
from ldp_stories.services.open_home import identity
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.set_aside import REFUSED, let_go, waiting
from ldp_stories.services.use_reserve import take_again
from ldp_stories.store import backup, desk, facts, homes, media, orders, search
from ldp_stories.store.engine import Database
from ldp_stories.store.taken_back import CLEAN_UP

NAMES_LEFT: Final = "names left"
"""The local fact that says that the identity store waits for its passphrase; it is swept when it is next opened."""
_SPARED: Final = "spared"
PAGES: Final = 200


@dataclass(frozen=True, slots=True)
class Swept:
    """What came of it. `set_aside` are bundles in quarantine that hold more than what was taken back and wait for a person.

    `names_wait`: who people are opens with the passphrase only, so the card goes when that is next typed. `copied`: a fresh safe copy
    stands in the place of the older ones.
    """

    set_aside: tuple[str, ...] = ()
    names_wait: bool = False
    copied: bool = False


def is_due(home: Home) -> bool:
    """Whether something was erased here whose traces are still to be swept."""
    with home.main.read() as con:
        return facts.load(con, CLEAN_UP) is not None


def clean_up(home: Home, progress: Progress = no_progress, passphrase: str | None = None) -> Swept:
    """Sweep what is due, step by step; nothing when nothing is. A kill anywhere is made good by calling it again.

    UserError NO_ROOM, DISK_TROUBLE: what was done stays done, and the rest is tried again at the next opening.
    """
    while is_due(home):
        job = _load(home)
        steps = _steps(home, passphrase)
        for at, (name, run) in enumerate(steps):
            progress.report(at, len(steps))
            if name not in job["done"]:
                run()
                _note_done(home, job["orders"], name)
        _finish(home, job["orders"])
    return Swept(_mixed(home), names_wait(home), bool(backup.copies(home.place)))


def swept_of(main: Database) -> frozenset[str]:
    """The erase orders of which no trace is left in a notebook; none while something is still to be swept."""
    with main.read() as con:
        if facts.load(con, CLEAN_UP) is not None or facts.load(con, NAMES_LEFT) is True:
            return frozenset()
        return frozenset(o.id for o in orders.granted_orders(con) if o.kind is OrderKind.ERASE)


def spare(home: Home, copy: Path, swept: frozenset[str]) -> None:
    """A copy was brought back, and `copy` is what stood here before: the sweeping that is due leaves it, if nothing is in it that must go.

    Whatever is taken back later takes it along, as it does every copy.
    """
    with home.main.write() as con:
        now = facts.load(con, CLEAN_UP)
        known = {o.id for o in orders.granted_orders(con) if o.kind is OrderKind.ERASE}
        if now is not None and known <= swept:
            facts.save(con, CLEAN_UP, {**now, _SPARED: copy.name})


def names_wait(home: Home) -> bool:
    """Whether a card with somebody's name still waits for the passphrase to be swept."""
    with home.main.read() as con:
        return facts.load(con, NAMES_LEFT) is True


def sweep_names(home: Home, passphrase: str | None = None) -> bool:
    """Open the identity store, which carries out every order there, and give its pages back. False while its passphrase is not known."""
    if home.place.identity.exists():
        if not home.practice and passphrase is None:
            _set_names_left(home, True)
            return False
        keep_evidence.lock_away(home, passphrase)
        with identity(home, passphrase) as store:
            keep_evidence.sweep(home, store)
            _give_back(store.shrink)
            store.checkpoint()
    _set_names_left(home, False)
    return True


def _set_names_left(home: Home, left: bool) -> None:
    with home.main.write() as con:
        if left:
            facts.save(con, NAMES_LEFT, True)
        else:
            facts.drop(con, NAMES_LEFT)


def _load(home: Home) -> dict[str, Any]:
    with home.main.read() as con:
        found = facts.load(con, CLEAN_UP) or {}
    return {"orders": list(found.get("orders", ())), "done": list(found.get("done", ()))}


def _note_done(home: Home, known: list[str], step: str) -> None:
    with home.main.write() as con:
        now = facts.load(con, CLEAN_UP) or {}
        if now.get("orders") == known:  # else more was erased meanwhile, and every step is to be done again
            facts.save(con, CLEAN_UP, {**now, "orders": known, "done": [*now.get("done", ()), step]})


def _finish(home: Home, known: list[str]) -> None:
    with home.main.write() as con:
        now = facts.load(con, CLEAN_UP) or {}
        if now.get("orders") == known and len(now.get("done", ())) >= len(_steps(home, None)):
            facts.drop(con, CLEAN_UP)


def _steps(home: Home, passphrase: str | None) -> tuple[tuple[str, Callable[[], object]], ...]:
    return (
        ("desk", lambda: _sweep_desk(home)),
        ("names", lambda: sweep_names(home, passphrase)),
        ("vault", lambda: _sweep_vault(home)),
        ("set aside", lambda: _sweep_set_aside(home)),
        ("index", lambda: _sweep_index(home)),
        ("pages", lambda: _sweep_pages(home)),
        ("copies", lambda: _fresh_copy(home)),
    )


def _erasing(home: Home) -> tuple[tuple[Order, ...], frozenset[str]]:
    """Every granted erase order, and everything here that they reach."""
    with home.main.read() as con:
        found = tuple(o for o in orders.granted_orders(con) if o.kind is OrderKind.ERASE)
        named = {o.subject for o in found if o.subject}
        covered = {e for e in orders.reach(con, found) if not orders.is_shared(con, e)}
        targets = {t for o in found for t in o.targets}
    return found, frozenset(named | covered | targets)


def _sweep_desk(home: Home) -> None:
    """What was being typed about them, open conversations and their sound."""
    _, gone = _erasing(home)
    for proof in keep_evidence.waiting(home):
        if proof.participant in gone:
            keep_evidence.drop(home, proof.id)
    items = []
    for draft in desk_talk.load_all(home):
        if {draft.talk.participant, draft.record, draft.encounter} & gone:
            items += [take.item for take in draft.talk.takes]
    for item in items:
        if item in recording.running:
            recording.running[item].stop()
    with home.desk.write() as con:
        desk.erase(con, gone)
        desk.drop_mentions(con, gone, keep=ISSUED)  # where a copy lies is needed to delete it
    for item in items:
        home.vault.remove(item)


def _sweep_vault(home: Home) -> None:
    with home.main.read() as con:
        items = media.to_remove(con)
    for item in items:
        home.vault.remove(item)
    with home.main.write() as con:
        media.removed(con, items)


def _sweep_set_aside(home: Home) -> None:
    """Files kept apart that hold nothing but what was taken back are deleted; the others wait, and leave it out when let in.

    One that broke a rule cannot be read through, so nobody can say that it does not hold what was taken back: it goes too. A newer
    version's file stays, for it will be read by the program that can, and orders come first then.
    """
    for one in waiting(home):
        if one.why in REFUSED - {"NEEDS_NEWER"}:
            let_go(home, one.bundle)
            continue
        lines = _lines_of(home, one.path)
        work = [r for r in lines if r.body is not None and r.stream == "w"]
        with home.main.read() as con:
            gone = taken_back(con, work)
        if gone and len(gone) == len(work) and not one.joining:
            let_go(home, one.bundle)


def _mixed(home: Home) -> tuple[str, ...]:
    """Bundles set aside that hold something that was taken back beside other things."""
    found = []
    for one in waiting(home):
        with home.main.read() as con:
            if taken_back(con, _lines_of(home, one.path)):
                found.append(one.path.name)
    return tuple(found)


def _lines_of(home: Home, path: Any) -> tuple[Revision, ...]:
    """The lines of a bundle whose sender is not known: read to find what must go, and for nothing else."""
    folder = home.folder / FOLDER
    folder.mkdir(exist_ok=True)
    staging = SpoolStaging(folder)
    try:
        found = read_bundle(
            path,
            [home.keys.age_secret],
            staging,
            signers=lambda _, key: SignerVerdict(Standing.KNOWN, key),
        )
    except UserError:  # not for us, or damaged: nothing in it can be read here
        return ()
    try:
        return tuple(found.revisions())
    finally:
        found.discard()


def _sweep_index(home: Home) -> None:
    with home.main.write() as con:
        search.optimise(con)


def _sweep_pages(home: Home) -> None:
    for store in (home.main, home.desk):
        _give_back(store.shrink)
        store.checkpoint()


def _give_back(shrink: Callable[[int], int]) -> None:
    """Free pages go back to the disk in short steps, so that nobody waits."""
    left = shrink(PAGES)
    while left > 0:
        now = shrink(PAGES)
        if now >= left:
            return
        left = now


def _fresh_copy(home: Home) -> None:
    """A fresh verified copy, and every older one on this laptop goes. On a full disk the old ones go first: they must go in any case."""
    if home.practice and not backup.copies(home.place) and not any(home.place.backups.glob("before-*")):
        return
    try:
        made = backup.make(home.place, home.stores, home.label())
    except UserError as error:
        if error.code != "NO_ROOM":
            raise
        backup.forget_older(home.place, 0)
        homes.free_reserve(home.place)
        made = backup.make(home.place, home.stores, home.label())
        take_again(home)
    with home.main.read() as con:
        spared = str((facts.load(con, CLEAN_UP) or {}).get(_SPARED, ""))
    backup.keep_only(home.place, made.folder, home.place.backups / (spared or made.folder.name))
