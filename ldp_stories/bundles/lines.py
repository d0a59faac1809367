"""One line of JSON for each revision, order, receipt and request, in both directions (BUNDLE.md 5, CONTRACTS.md 5, 7, 9).

The body of a revision is kept as the exact bytes that stand in the line, and so are top-level fields that this version does not know.
Reading is strict (see `json_guard`); a line that our own writer made is recognised by writing it again, which is fast.
"""

from typing import Annotated, Any, Final, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from ldp_stories.bundles.json_guard import MAX_INT, check_json, load_json
from ldp_stories.bundles.names import ID_PATTERN, UUID_PATTERN
from ldp_stories.bundles.own_lines import read_own
from ldp_stories.domain import numbers
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.receipts import Receipt, ReceiptResult, Request, RequestWhat
from ldp_stories.domain.revisions import Revision
from ldp_stories.errors import UserError

MAX_LINE: Final = 1 << 20
MAX_LINES: Final = 5_000_000
MAX_PARENTS: Final = 1000

Id = Annotated[str, Meta(pattern=rf"^(?:{UUID_PATTERN}|[0-9a-f]{{64}})\Z")]
Blanked = Annotated[str, Meta(pattern=rf"^(?:{UUID_PATTERN}|[0-9a-f]{{64}}|withheld)\Z")]
"""Why a revision comes without its body: the order that erased it, or `withheld` (older words that its reader is not to have)."""
Ids = Annotated[tuple[Id, ...], Meta(max_length=MAX_PARENTS)]
ManyIds = Annotated[tuple[Id, ...], Meta(max_length=100_000)]
BundleId = Annotated[str, Meta(pattern=rf"^{ID_PATTERN}\Z")]
Author = Annotated[str, Meta(pattern=rf"^{UUID_PATTERN}\.[1-9][0-9]{{0,9}}\Z")]
Stream = Annotated[str, Meta(pattern=rf"^{UUID_PATTERN}\.[1-9][0-9]{{0,9}}\.[pwi]\Z")]
Number = Annotated[int, Meta(ge=0, le=MAX_INT)]
Seq = Annotated[int, Meta(ge=1, le=MAX_INT)]
Word = Annotated[str, Meta(max_length=64, pattern=r"^[ -~]*\Z")]
Kind = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,63}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Salt = Annotated[str, Meta(pattern=r"^[0-9a-f]{32}\Z")]
Some = Meta(min_length=1, max_length=1000)
Signature = Annotated[str, Meta(max_length=4096)]


class _Revision(Struct, frozen=True, omit_defaults=True):
    t: Literal["rev"]
    id: Id
    kind: Kind
    ent: Id
    subj: Ids
    par: Ids
    dev: Stream
    seq: Seq
    commit: Sha256
    salt: Salt | UnsetType = UNSET
    body: Raw | UnsetType = UNSET
    at_label: Word | UnsetType = UNSET
    erased_by: Blanked | UnsetType = UNSET


class _Order(Struct, frozen=True, forbid_unknown_fields=True):
    t: Literal["order"]
    id: Id
    kind: OrderKind
    reason: OrderReason
    subject: Id | None
    targets: ManyIds
    scopes: Annotated[tuple[Word, ...], Meta(max_length=1000)]
    by: Author
    seq: Seq
    sig: Signature


class _Receipt(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    t: Literal["receipt"]
    id: Id
    bundle: BundleId
    tagmanifest: Sha256
    by: Author
    result: ReceiptResult
    held: ManyIds
    waiting: ManyIds
    had: Number
    new: Number
    refused: Annotated[tuple[tuple[Id, Word], ...], Meta(max_length=100_000)]
    orders_done: ManyIds
    sig: Signature
    taken: Annotated[tuple[tuple[Id, Stream, Seq], ...], Some] | UnsetType = UNSET
    last: Annotated[tuple[tuple[Stream, Seq], ...], Some] | UnsetType = UNSET


class _Request(Struct, frozen=True, forbid_unknown_fields=True):
    t: Literal["request"]
    id: Id
    what: RequestWhat
    bundle: BundleId
    parts: Annotated[tuple[Annotated[int, Meta(ge=1, le=9999)], ...], Meta(max_length=9999)]
    media: ManyIds
    note_code: Word


_encode: Final = msgspec.json.Encoder().encode
_canonical: Final = msgspec.json.Encoder(order="sorted").encode
_read_revision: Final = msgspec.json.Decoder(_Revision).decode
_raw_fields: Final = msgspec.json.Decoder(dict[str, Raw]).decode
_T = TypeVar("_T")
_START: Final = b'{"t":"rev","id":"'
_THEN: Final = b'","kind":"'
_AFTER_ID: Final = len(_START) + 36
"""Where a line of our own writer says its kind: after the id, which is a uuid."""
_KNOWN: Final = frozenset(_Revision.__struct_fields__)


def encode_revision(revision: Revision) -> bytes:
    """The line of a revision, without newline. Body and unknown fields go out as the bytes they came in as."""
    line = _encode(
        _Revision(
            "rev",
            revision.id,
            revision.kind,
            revision.ent,
            revision.subj,
            revision.par,
            revision.dev,
            revision.seq,
            revision.commit,
            UNSET if revision.salt is None else revision.salt,
            UNSET if revision.body is None else Raw(revision.body),
            UNSET if revision.body is None and not revision.at_label else revision.at_label,
            UNSET if revision.erased_by is None else revision.erased_by,
        )
    )
    if revision.extra is None:
        return line
    return line[:-1] + b"," + revision.extra[1:]


def kind_in(line: bytes) -> str:
    """The kind of a revision whose line our own writer made and every rule held for, without reading the rest; else ""."""
    if not line.startswith(_START) or line[_AFTER_ID : _AFTER_ID + len(_THEN)] != _THEN:
        return ""
    at = _AFTER_ID + len(_THEN)
    return line[at : line.index(b'"', at)].decode()


def decode_revision(line: bytes, *, proved: bool = False) -> Revision:
    """The revision in a line (at most 1 MiB). UserError BAD_LINE for a broken rule, BAD_JSON for odd JSON.

    `proved`: this very line was read before and every rule held, so its body is not looked through again.
    """
    own = read_own(line, proved=proved) if len(line) <= MAX_LINE else None
    if own is not None:
        if not proved and own.body is not None:
            check_json(own.body)
        return own
    raw = _struct(line)
    extra = None
    if _encode(raw) != line:
        extra = _extra(line)
    salt = None if raw.salt is UNSET else raw.salt
    body = None
    if raw.body is not UNSET:
        body = bytes(raw.body)
        if not proved:
            check_json(body)
        if body[:1] != b"{":
            raise UserError("BAD_LINE", why="a body is an object")
    erased_by = None if raw.erased_by is UNSET else raw.erased_by
    if (salt is None) != (body is None) or (body is None) != (erased_by is not None):
        raise UserError("BAD_LINE", why="either a body with its salt, or erased")
    label = "" if raw.at_label is UNSET else raw.at_label
    return Revision(
        raw.id,
        raw.kind,
        raw.ent,
        raw.subj,
        raw.par,
        raw.dev,
        raw.seq,
        raw.commit,
        salt,
        body,
        label,
        erased_by,
        extra,
    )


def _struct(line: bytes) -> _Revision:
    if len(line) > MAX_LINE:
        raise UserError("BAD_LINE", why="too long")
    try:
        return _read_revision(line)
    except msgspec.ValidationError as error:
        load_json(line)
        raise UserError("BAD_LINE", why=str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserError("BAD_JSON") from error


def _extra(line: bytes) -> bytes | None:
    """The top-level fields that this version does not know, as one object of raw values; every rule checked the slow way."""
    load_json(line)
    fields = {name: raw for name, raw in _raw_fields(line).items() if name not in _KNOWN}
    return _encode(fields) if fields else None


def encode_order(order: Order) -> bytes:
    """The line of an order, without newline."""
    return _canonical(_order_struct(order))


def order_message(order: Order) -> bytes:
    """What the signature of an order is over: the line without `sig`, keys sorted, no spaces, UTF-8."""
    return _message(_order_struct(order))


def decode_order(line: bytes) -> Order:
    """The order in a line; its signature is not checked here. UserError BAD_LINE, BAD_JSON."""
    raw = _convert(line, _Order)
    return Order(raw.id, raw.kind, raw.reason, raw.subject, raw.targets, raw.scopes, raw.by, raw.seq, raw.sig)


def encode_receipt(receipt: Receipt) -> bytes:
    """The line of a receipt, without newline."""
    return _canonical(_receipt_struct(receipt))


def receipt_message(receipt: Receipt) -> bytes:
    """What the signature of a receipt is over: the line without `sig`, keys sorted, no spaces, UTF-8."""
    return _message(_receipt_struct(receipt))


def decode_receipt(line: bytes) -> Receipt:
    """The receipt in a line; its signature is not checked here. UserError BAD_LINE, BAD_JSON."""
    raw = _convert(line, _Receipt)
    values = (raw.held, raw.waiting, raw.had, raw.new, raw.refused, raw.orders_done, raw.sig)
    said, at = raw.taken or (), raw.last or ()
    taken = tuple(numbers.Taken(line, numbers.Number(dev, seq)) for line, dev, seq in said)
    last = tuple(numbers.Number(dev, seq) for dev, seq in at)
    return Receipt(raw.id, raw.bundle, raw.tagmanifest, raw.by, raw.result, *values, taken, last)


def encode_request(request: Request) -> bytes:
    """The line of a request, without newline."""
    values = (request.id, request.what, request.bundle, request.parts, request.media, request.note_code)
    return _canonical(_Request("request", *values))


def decode_request(line: bytes) -> Request:
    """The request in a line. UserError BAD_LINE, BAD_JSON."""
    raw = _convert(line, _Request)
    return Request(raw.id, raw.what, raw.bundle, raw.parts, raw.media, raw.note_code)


def line_id(line: bytes) -> str:
    """The id in a line that could not be read otherwise, "" when there is none; for naming it in a receipt."""
    value = load_json(line)
    name = value.get("id") if isinstance(value, dict) else None
    return name if isinstance(name, str) and len(name) <= 64 and name.isascii() else ""


def _order_struct(order: Order) -> _Order:
    values = (order.subject, order.targets, order.scopes, order.by, order.seq, order.sig)
    return _Order("order", order.id, order.kind, order.reason, *values)


def _receipt_struct(receipt: Receipt) -> _Receipt:
    r = receipt
    values = (r.held, r.waiting, r.had, r.new, r.refused, r.orders_done, r.sig)
    taken = tuple((t.line, t.number.dev, t.number.seq) for t in r.taken) or UNSET
    last = tuple((n.dev, n.seq) for n in r.last) or UNSET
    return _Receipt("receipt", r.id, r.bundle, r.tagmanifest, r.by, r.result, *values, taken, last)


def _message(line: Struct) -> bytes:
    value: dict[str, Any] = msgspec.to_builtins(line)
    del value["sig"]
    return _canonical(value)


def _convert(line: bytes, kind: type[_T]) -> _T:
    if len(line) > MAX_LINE:
        raise UserError("BAD_LINE", why="too long")
    value = load_json(line)
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise UserError("BAD_LINE", why=str(error)) from error
