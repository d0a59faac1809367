"""Receipts said again: when what a bundle waited for has come with another part, or when a copy was removed here (CONTRACTS.md 9).

The newest receipt of a device for a bundle is its last word. "Received" is one receipt with nothing waiting.
"""

from collections.abc import Collection
from typing import Final

from ldp_stories.bundles.receipts import Outcome, make_receipt
from ldp_stories.domain.numbers import Taken
from ldp_stories.domain.receipts import Receipt
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import media, numbers, sent

_SAID: Final = "receipts said under"
"""The local fact that names the epoch under which all receipts stand."""


def renew(home: Home) -> int:
    """Sign a new receipt for each bundle whose waiting media are here by now; how many."""
    with home.main.read() as con:
        old = sent.to_renew(con, home.author.device)
        here = {sha256 for r in old for sha256 in r.waiting if media.is_here(con, sha256)}
    return _say_again(home, old, now_here=here)


def under_new_epoch(home: Home) -> int:
    """After this notebook was set back to a copy: sign again, under its new epoch, for each bundle that is still here; how many.

    Whoever reads them knows that what was confirmed before and is not confirmed now is owed once more.
    """
    if home.author.epoch == 1 or home.fact(_SAID) == str(home.author.epoch):
        return 0
    with home.main.read() as con:
        last = _last(con, home)
        held = {sha256 for r in last.values() for sha256 in r.held}
        gone = {sha256 for sha256 in held if not media.is_here(con, sha256)}
    done = _say_again(home, tuple(last.values()), gone=gone)
    home.put_fact(_SAID, str(home.author.epoch))
    return done


def take_back(home: Home, sha256s: Collection[str]) -> int:
    """Sign a new receipt for each bundle in which these media were confirmed as held here, and are no more; how many."""
    gone = frozenset(sha256s)
    if not gone:
        return 0
    with home.main.read() as con:
        last = _last(con, home)
    return _say_again(home, [r for r in last.values() if gone & set(r.held)], gone=gone)


def _last(con: Connection, home: Home) -> dict[str, Receipt]:
    """The newest receipt of this laptop for each bundle that is here.

    Others carry its receipts back to it, those too that it gave before it was set back: what they confirm is not here any more.
    """
    here = {r.bundle for r in sent.all_received(con)}
    return {r.bundle: r for r in sent.receipts(con) if r.device == home.author.device and r.bundle in here}


def _say_again(
    home: Home, old: Collection[Receipt], *, now_here: Collection[str] = (), gone: Collection[str] = ()
) -> int:
    if not old:
        return 0
    with home.main.read() as con:
        taken = numbers.taken(con)
    again = [_receipt(home, one, set(now_here), set(gone), taken) for one in old]
    with home.main.write() as con:
        sent.add_receipts(con, again, home.label())
    return len(again)


def _receipt(
    home: Home, old: Receipt, now_here: set[str], gone: set[str], taken: tuple[Taken, ...]
) -> Receipt:
    """Lines that were left out for their number only, and are held no more, stand here now."""
    held = (set(old.held) | (set(old.waiting) & now_here)) - gone
    waiting = (set(old.waiting) - now_here) | (set(old.held) & gone)
    still = {t.line for t in taken}
    outcome = Outcome(
        held=held,
        waiting=waiting,
        had=old.had,
        new=old.new,
        refused=[(line, code) for line, code in old.refused if code != "E_TWICE" or line in still],
        orders_done=old.orders_done,
        taken=taken,
    )
    by = f"{home.author.device}.{home.author.epoch}"
    return make_receipt(old.bundle, old.tagmanifest, outcome, by=by, keys=home.keys)
