"""The recovery identity: an ordinary age identity that no single person holds (CONTRACTS.md 8).

It is stored as three age files, one for each pair of custodians: sealed to the first, and that file sealed to the second. Any two of the
three can open it, with this program or with `age -d` twice; one alone cannot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import pyrage

from ldp_stories.crypto.identities import recipient_of
from ldp_stories.crypto.sealing import open_bytes, seal_bytes
from ldp_stories.errors import UserError


@dataclass(frozen=True, slots=True)
class Recovery:
    """A new recovery key: its public `recipient`, and the sealed file for each pair of custodian numbers, (0, 1) to (1, 2)."""

    recipient: str
    pairs: Mapping[tuple[int, int], bytes] = field(repr=False)


def make_recovery(custodians: Sequence[str]) -> Recovery:
    """A recovery key shared between three custodians ("age1..." each); its secret exists only inside the three files."""
    if len(set(custodians)) != 3:
        raise ValueError("three different people hold the recovery key")
    identity = pyrage.x25519.Identity.generate()
    secret = f"{identity}\n".encode()
    pairs = {
        (a, b): seal_bytes([custodians[b]], seal_bytes([custodians[a]], secret))
        for a, b in combinations(range(3), 2)
    }
    return Recovery(str(identity.to_public()), pairs)


def open_recovery(data: bytes, first: str, second: str) -> str:
    """The recovery identity in a pair file, from the identities of its two custodians in either order.

    UserError NOT_FOR_US when the file belongs to another pair, BAD_KEY when something else is inside; others as `open_sealed`.
    """
    try:
        inner, last = open_bytes([second], data), first
    except UserError as error:
        if error.code != "NOT_FOR_US":
            raise
        inner, last = open_bytes([first], data), second
    identity = open_bytes([last], inner).decode("ascii", "replace").strip()
    recipient_of(identity)
    return identity
