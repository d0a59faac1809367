"""Making and checking receipts: signed by the device that took a bundle in, carried home by anybody (CONTRACTS.md 9)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from ldp_stories.bundles.lines import receipt_message
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.signing import Namespace, sign, verify
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.numbers import Number, Taken
from ldp_stories.domain.receipts import Receipt, ReceiptResult
from ldp_stories.errors import UserError

MOST_TAKEN: Final = 1_000
"""So many taken numbers stand in one receipt; the others in a later one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a bundle: media held and still waited for, lines had before and new, lines refused with a code, orders carried out.

    `taken`: all lines that are held apart here because another has their number; `last`: the highest numbers known of the sender's
    streams, when it looks as if set back.
    """

    held: Iterable[str] = ()
    waiting: Iterable[str] = ()
    had: int = 0
    new: int = 0
    refused: Iterable[tuple[str, str]] = ()
    orders_done: Iterable[str] = ()
    quarantined: bool = False
    taken: Iterable[Taken] = ()
    last: Iterable[Number] = ()


def make_receipt(
    bundle_id: str, tagmanifest_sha256: str, outcome: Outcome, *, by: str, keys: DeviceKeys
) -> Receipt:
    """A signed receipt; `by` is `<device>.<epoch>`. The result is partial when something was refused or is still waited for."""
    refused = tuple(sorted(set(outcome.refused)))
    waiting = tuple(sorted(set(outcome.waiting)))
    result = ReceiptResult.PARTIAL if refused or waiting else ReceiptResult.ACCEPTED
    receipt = Receipt(
        id=new_id(),
        bundle=bundle_id,
        tagmanifest=tagmanifest_sha256,
        by=by,
        result=ReceiptResult.QUARANTINED if outcome.quarantined else result,
        held=tuple(sorted(set(outcome.held))),
        waiting=waiting,
        had=outcome.had,
        new=outcome.new,
        refused=refused,
        orders_done=tuple(sorted(set(outcome.orders_done))),
        sig="",
        taken=tuple(sorted(set(outcome.taken)))[:MOST_TAKEN],
        last=tuple(sorted(set(outcome.last)))[:MOST_TAKEN],
    )
    return sign_receipt(receipt, keys)


def sign_receipt(receipt: Receipt, keys: DeviceKeys) -> Receipt:
    """The receipt with a device's signature; whatever stood in `sig` is replaced."""
    return replace(receipt, sig=sign(keys, receipt_message(receipt), Namespace.RECEIPT))


def check_receipt(receipt: Receipt, public: str) -> bool:
    """Whether the signature is by this `ssh-ed25519` key over exactly this receipt; a malformed signature is simply not valid."""
    try:
        return verify(public, receipt_message(receipt), Namespace.RECEIPT, receipt.sig)
    except UserError:
        return False
