"""Orders: narrowing and erasing. An order beats everything, past and future, and is never collected away (CONTRACTS.md 7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from ldp_stories.domain.revisions import Revision
from ldp_stories.domain.roles import Role


class OrderKind(StrEnum):
    """What an order does: erase bodies and media, or close scopes without deleting."""

    ERASE = "erase"
    NARROW = "narrow"


class OrderReason(StrEnum):
    """Why: a teller's wish, the retention rule, the 30-day trash, or a mistake."""

    WITHDRAWAL = "withdrawal"
    RETENTION = "retention"
    TRASH = "trash"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class Order:
    """One signed order. `by` is `<device>.<epoch>`; `targets` are entity ids and media SHA-256; it carries no content."""

    id: str
    kind: OrderKind
    reason: OrderReason
    subject: str | None
    targets: tuple[str, ...]
    scopes: tuple[str, ...]
    by: str
    seq: int
    sig: str

    @property
    def is_a_wish(self) -> bool:
        """Whether a teller asked for it."""
        return self.reason is OrderReason.WITHDRAWAL

    @property
    def device(self) -> str:
        """The id of the device that signed it."""
        return self.by.split(".", 1)[0]


def covers(order: Order, revision: Revision) -> bool:
    """Whether an erase order covers a revision: its entity is a target, or it is about exactly the order's subject."""
    if order.kind is not OrderKind.ERASE:
        return False
    return revision.ent in order.targets or (order.subject is not None and revision.subj == (order.subject,))


def covers_media(order: Order, sha256: str) -> bool:
    """Whether an erase order names a media file by its hash."""
    return order.kind is OrderKind.ERASE and sha256 in order.targets


def wishes(given: Iterable[Order]) -> int:
    """How many wishes of tellers stand behind some orders: taking back a voice, or what is told under several codes, is one of several."""
    asked = sorted((o for o in given if o.is_a_wish), key=lambda o: (o.by, o.seq))
    return len(asked) - sum(_goes_on(one, later) for one, later in pairwise(asked))


def _goes_on(one: Order, later: Order) -> bool:
    """Whether the next order of the same laptop is the rest of a wish: the files of a voice, or a further code of the same person."""
    if (later.by, later.seq) != (one.by, one.seq + 1) or later.kind is not OrderKind.ERASE:
        return False
    if one.kind is OrderKind.NARROW:
        return later.subject is None
    return later.subject is not None and not later.targets


def may_order(roles: frozenset[Role], *, began_subject: bool) -> bool:
    """Coordinators may order anything; a researcher only for participants begun on their own devices."""
    return Role.COORDINATOR in roles or (Role.RESEARCHER in roles and began_subject)
