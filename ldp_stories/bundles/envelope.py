"""The envelope `ldp-bundle.json`: who sends what to whom, signed together with the list of everything inside (BUNDLE.md 2).

Types are strict. A field this version does not know is passed over; what may not be passed over a newer version names in `requires`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta

from ldp_stories.bundles.json_guard import MAX_INT, load_json
from ldp_stories.bundles.names import EXTENSIONS, ID_PATTERN, UUID_PATTERN
from ldp_stories.errors import UserError

FORMAT: Final = "ldp-bundle/1"
MAX_RECIPIENTS: Final = 20
_MEANT: Final = frozenset[str]()  # the names this version understands in `requires`

BundleId = Annotated[str, Meta(pattern=rf"^{ID_PATTERN}\Z")]
DeviceId = Annotated[str, Meta(pattern=rf"^{UUID_PATTERN}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}\Z")]
Count = Annotated[int, Meta(ge=0, le=MAX_INT)]
Positive = Annotated[int, Meta(ge=1, le=MAX_INT)]
Label = Annotated[str, Meta(max_length=64, pattern=r"^[ -~]*\Z")]
Extension = Annotated[str, Meta(pattern=rf"^(?:{'|'.join(EXTENSIONS)})\Z")]
Project = Annotated[str, Meta(pattern=rf"^(?:{UUID_PATTERN}|[0-9a-f]{{64}})\Z")]
Recipient = Annotated[str, Meta(pattern=r"^age1[02-9ac-hj-np-z]{58}\Z")]
Recipients = Annotated[tuple[Recipient, ...], Meta(max_length=MAX_RECIPIENTS)]
Stream = Annotated[str, Meta(pattern=rf"^{UUID_PATTERN}\.[1-9][0-9]{{0,9}}\.[pwi]\Z")]


class Kind(StrEnum):
    """What a bundle is for (CONTRACTS.md 9)."""

    RECORDS = "records"
    RETURN = "return"
    PACK = "pack"
    SLIP = "slip"
    RECEIPT = "receipt"
    IDENTITY = "identity"


@dataclass(frozen=True, slots=True)
class Sender:
    """The device that signed: its id, its epoch, and the fingerprint of its signing key; `recipient` lets it be answered when new."""

    device: DeviceId
    epoch: Positive
    key: Annotated[str, Meta(pattern=r"^SHA256:[A-Za-z0-9+/]{43}\Z")]
    recipient: Recipient | None = None


@dataclass(frozen=True, slots=True)
class Previous:
    """The bundle before this one on the same thread."""

    bundle_id: BundleId
    tagmanifest_sha256: Sha256


@dataclass(frozen=True, slots=True)
class Thread:
    """The counter between one sending device and one addressee: "coordinators", "evaluators", or a researcher's code."""

    to: Label
    n: Positive
    prev: Previous | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of which group this bundle is; every part is a whole bundle by itself."""

    group: BundleId
    index: Annotated[int, Meta(ge=1, le=9999)] = 1
    of: Annotated[int, Meta(ge=1, le=9999)] = 1


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines and media files are inside."""

    orders: Count = 0
    revisions: Count = 0
    receipts: Count = 0
    media: Count = 0
    media_bytes: Count = 0
    requests: Count = 0


@dataclass(frozen=True, slots=True)
class SliceTable:
    """A rendition too large for one part: its extension, its size, and the hashes of its slices in order (CONTRACTS.md 9)."""

    ext: Extension
    bytes: Positive
    pieces: Annotated[tuple[Sha256, ...], Meta(min_length=2, max_length=100_000)]


@dataclass(frozen=True, slots=True)
class Statement:
    """The device statement in numbers, to coordinators only (CONTRACTS.md 3)."""

    people: Count
    records: Count
    minutes: Count
    not_sent: dict[Label, Count] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Join:
    """A first bundle's wish to join the programme: who asks, as what, on which laptop; the coordinator compares six words (CONTRACTS.md 8)."""

    member: DeviceId
    name: Annotated[str, Meta(min_length=1, max_length=80)]
    role: Annotated[str, Meta(pattern=r"^(?:researcher|coordinator|evaluator)\Z")]
    label: Annotated[str, Meta(max_length=80)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Everything the envelope says. `carries` maps a device stream to the lowest and highest sequence number inside."""

    bundle_id: BundleId
    project: Project
    sender: Sender
    kind: Kind
    practice: bool
    to: Recipients
    part: Part
    counts: Counts
    thread: Thread | None = None
    carries: dict[Stream, tuple[Positive, Positive]] = field(default_factory=dict)
    media_elsewhere: tuple[Sha256, ...] = ()
    slices: dict[Sha256, SliceTable] = field(default_factory=dict)
    statement: Statement | None = None
    join: Join | None = None
    requires: tuple[Label, ...] = ()
    offers: tuple[Label, ...] = ()
    app: Label = ""
    made_at_label: Label = ""


def encode_envelope(envelope: Envelope) -> bytes:
    """The bytes of `ldp-bundle.json`; ValueError when a value breaks the rules that `decode_envelope` checks."""
    values = {name: value for name, value in asdict(envelope).items() if value is not None}
    data = msgspec.json.format(msgspec.json.encode({"format": FORMAT, **_plain(values)}), indent=1) + b"\n"
    try:
        decode_envelope(data)
    except UserError as error:
        raise ValueError(f"an envelope breaks its own rules: {error.facts}") from error
    return data


def decode_envelope(data: bytes) -> Envelope:
    """The envelope in `data`. UserError NOT_A_BUNDLE (another format), NEEDS_NEWER, BAD_JSON, BAD_ENVELOPE."""
    value = load_json(data)
    _check_version(value)
    try:
        envelope = msgspec.convert(value, Envelope)
    except msgspec.ValidationError as error:
        raise UserError("BAD_ENVELOPE", why=str(error)) from error
    _check_sense(envelope)
    return envelope


def _check_version(value: Any) -> None:
    form = value.get("format") if isinstance(value, dict) else None
    if not isinstance(form, str) or not form.startswith("ldp-bundle/"):
        raise UserError("NOT_A_BUNDLE")
    requires = value.get("requires", [])
    if (
        form != FORMAT
        or not isinstance(requires, list)
        or not _MEANT.issuperset(r for r in requires if isinstance(r, str))
    ):
        raise UserError("NEEDS_NEWER", what="bundle")


def _check_sense(envelope: Envelope) -> None:
    """What the types alone cannot say."""
    sound = (
        envelope.part.index <= envelope.part.of
        and len(set(envelope.to)) == len(envelope.to)
        and bool(envelope.to) != (envelope.kind is Kind.PACK)
        and all(first <= last for first, last in envelope.carries.values())
    )
    if not sound:
        raise UserError("BAD_ENVELOPE", why="values that do not fit together")


def _plain(value: Any) -> Any:
    """Dictionaries and lists without the fields that are None."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items() if inner is not None}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value
