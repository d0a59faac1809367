"""What the tests of the store share: a new sealed store, an author, revisions made elsewhere, and a small story with all that hangs on it."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.receipts import Receipt, ReceiptResult
from ldp_stories.domain.revisions import Change, Json, Revision, new_revision
from ldp_stories.store import ledger
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author

KEY = bytes(range(32))
AT = "2026-05-10T10:00:00Z"
AMINA = Author("10000000-0000-4000-8000-000000000001", 1)
JOAN = Author("10000000-0000-4000-8000-000000000002", 1)


@contextmanager
def opened(path: Path, *, key: bytes = KEY) -> Iterator[Database]:
    """The main store at `path`, made when it is not there."""
    db = Database(path, key, schema="main", create=not path.exists())
    try:
        yield db
    finally:
        db.close()


@dataclass
class Laptop:
    """Somebody's laptop elsewhere: makes revisions with its own numbers, without a store."""

    author: Author = field(default_factory=lambda: Author(new_id(), 1))
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def write(
        self,
        kind: str,
        ent: str,
        sets: Mapping[str, Json] | None = None,
        *,
        adds: Mapping[str, Mapping[str, Json]] | None = None,
        dels: Mapping[str, Mapping[str, tuple[str, ...]]] | None = None,
        subj: Sequence[str] = (),
        after: Sequence[Revision] = (),
    ) -> Revision:
        change = Change(dict(sets or {}), dict(adds or {}), dict(dels or {}))
        par = [r.id for r in after]
        return new_revision(
            kind, ent, change, subj=subj, par=par, dev=self.author.dev(), seq=next(self.numbers), at_label=AT
        )


@dataclass(frozen=True)
class Told:
    """The ids of one story and what hangs on it."""

    participant: str
    encounter: str
    consent: str
    record: str
    layer: str


def tell(
    con: Connection,
    *,
    author: Author = AMINA,
    at: str = "2026-05-10T10:00:00Z",
    title: str = "The bench",
    words: str = "We sat on the bench by the canal.",
    layer: str = "transcript",
    answers: Mapping[str, str] | None = None,
    code: str = "LT-4HN7-KQY",
    age: str = "25-39",
    place: str | None = None,
    **record: Any,
) -> Told:
    """Write one whole story by `author`: teller, encounter, consent, record and words."""
    told = Told(*(new_id() for _ in range(5)))
    subj = [told.participant]

    def put(kind: str, ent: str, /, **sets: Any) -> None:
        ledger.put(con, author, kind, ent, sets=sets, subj=subj, at_label=AT)

    put("participant", told.participant, code=code, teller_kind="resident", age_band=age)
    put(
        "encounter",
        told.encounter,
        at=at,
        kind="conversation",
        place=place,
        participants=subj,
        researcher="member",
    )
    given = {"take_part": "yes", "share_team": "yes", "quote_anon": "yes"} | dict(answers or {})
    fields = {f"answer:{scope}": answer for scope, answer in given.items()}
    put(
        "consent",
        told.consent,
        participant=told.participant,
        encounter=told.encounter,
        route="adult",
        status="given",
        **fields,
    )
    kind = {"kind": "story", "title": title, "language": "en", "status": "ready", "sensitivity": "normal"}
    put("record", told.record, **{"encounter": told.encounter, "participants": subj, **kind, **record})
    put("layer", told.layer, record=told.record, kind=layer, language="en", text=words)
    return told


def erase(*targets: str, subject: str | None = None, order: str = "") -> Order:
    """An erase order by the coordinator (its signature is checked elsewhere)."""
    kind, reason = OrderKind.ERASE, OrderReason.WITHDRAWAL
    return Order(order or new_id(), kind, reason, subject, targets, (), f"{JOAN.device}.1", 1, "sig")


def narrow(*scopes: str, subject: str | None = None, targets: tuple[str, ...] = ()) -> Order:
    """A narrow order by the coordinator."""
    return Order(
        new_id(),
        OrderKind.NARROW,
        OrderReason.WITHDRAWAL,
        subject,
        targets,
        scopes,
        f"{JOAN.device}.1",
        2,
        "sig",
    )


def receipt(
    bundle: str,
    *,
    by: Author = JOAN,
    tagmanifest: str = "tm",
    held: tuple[str, ...] = (),
    waiting: tuple[str, ...] = (),
    refused: tuple[tuple[str, str], ...] = (),
    orders_done: tuple[str, ...] = (),
    result: ReceiptResult = ReceiptResult.ACCEPTED,
) -> Receipt:
    """A receipt of one bundle."""
    device = f"{by.device}.{by.epoch}"
    return Receipt(
        new_id(), bundle, tagmanifest, device, result, held, waiting, 0, 1, refused, orders_done, "sig"
    )


def on_disk(folder: Path) -> bytes:
    """Every byte of every file in a folder."""
    return b"".join(p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file())


@contextmanager
def two_views(db: Database) -> Iterator[tuple[Connection, Connection]]:
    """Two views at the same time: one of this thread, one of another (inside one thread a second view is the first again)."""
    view = db.read()
    with ThreadPoolExecutor(1) as other:
        beside = other.submit(view.__enter__).result()
        try:
            with db.read() as own:
                yield own, beside
        finally:
            other.submit(view.__exit__, None, None, None).result()
