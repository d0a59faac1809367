"""Receipts and requests: what came of a bundle, item by item, and what is asked for again (CONTRACTS.md 9)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ldp_stories.domain.numbers import Number, Taken

NUMBER: Final = "number"
"""A request of this note asks for whole files that never came: `parts` are their numbers in the count of the thread to which `bundle`, one
that came, belongs."""


class ReceiptResult(StrEnum):
    """Accepted whole, accepted in part (lines named as refused, media waiting), or set aside in quarantine."""

    ACCEPTED = "accepted"
    PARTIAL = "partial"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A signed receipt. `held` and `waiting` are media SHA-256 one by one; lines not in `refused` count as accepted.

    `taken` are lines that its signer holds apart because another has their number, of this bundle or an earlier one: their writer was set
    back, and issues again what it holds (domain/numbers.py). `last` are the highest numbers that its signer knows of the sender's streams, said
    when the sender looks as if set back.
    """

    id: str
    bundle: str
    tagmanifest: str
    by: str
    result: ReceiptResult
    held: tuple[str, ...]
    waiting: tuple[str, ...]
    had: int
    new: int
    refused: tuple[tuple[str, str], ...]
    orders_done: tuple[str, ...]
    sig: str
    taken: tuple[Taken, ...] = ()
    last: tuple[Number, ...] = ()

    @property
    def device(self) -> str:
        """The id of the device that signed it."""
        return self.by.split(".", 1)[0]

    @property
    def epoch(self) -> int:
        """The epoch it was signed in, 1 when it names none."""
        rest = self.by.partition(".")[2]
        return int(rest) if rest.isdecimal() else 1

    @property
    def complete(self) -> bool:
        """Whether the bundle was taken in with nothing waiting: only then a story counts as received."""
        return self.result is not ReceiptResult.QUARANTINED and not self.waiting


class RequestWhat(StrEnum):
    """What a request asks for; it is shown to a person and never acted on by itself."""

    RESEND = "resend"
    DESTROY = "destroy"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Request:
    """A wish about a bundle: send parts or media again, destroy it, or confirm it."""

    id: str
    what: RequestWhat
    bundle: str
    parts: tuple[int, ...]
    media: tuple[str, ...]
    note_code: str
