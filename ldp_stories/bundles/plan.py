"""What is to go into a bundle: facts for the envelope, lines, media. The caller plans, the writer writes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from ldp_stories.bundles.envelope import Join, Kind, Part, SliceTable, Statement, Thread
from ldp_stories.domain.orders import Order
from ldp_stories.domain.receipts import Receipt, Request
from ldp_stories.domain.revisions import Revision


class MediaSource(Protocol):
    """An open media file."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; b"" at the end."""

    def close(self) -> None:
        """Give it back."""


@dataclass(frozen=True, slots=True)
class MediaItem:
    """One rendition, or one slice of one: its hash, extension and size in bytes, and how to open it."""

    sha256: str
    ext: str
    size: int
    open: Callable[[], MediaSource]


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePlan:
    """Everything a bundle is made from.

    Orders, receipts, requests and revisions are gone through twice (the list of hashes stands before the contents), so each is a list or
    another object that can be iterated again and gives the same. `orders` are all orders the sender knows, always. `contact` is the line
    that says whom to call if a bundle is found. `device` and `epoch` are the sender's.
    """

    kind: Kind
    project: str
    practice: bool
    device: str
    epoch: int
    part: Part
    made_at_label: str
    app: str
    contact: str
    thread: Thread | None = None
    statement: Statement | None = None
    join: Join | None = None
    orders: Iterable[Order] = ()
    receipts: Iterable[Receipt] = ()
    requests: Iterable[Request] = ()
    revisions: Iterable[Revision] = ()
    slots: Mapping[str, bytes] = field(default_factory=dict)
    media: Sequence[MediaItem] = ()
    media_elsewhere: tuple[str, ...] = ()
    slices: Mapping[str, SliceTable] = field(default_factory=dict)
    offers: tuple[str, ...] = ()
