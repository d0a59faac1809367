"""Devices, lines and plans for the bundle tests."""

import hashlib
import io
import os
from dataclasses import replace
from pathlib import Path

from ldp_stories.bundles.envelope import Envelope, Kind, Part, Thread
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.orders import sign_order
from ldp_stories.bundles.plan import BundlePlan, MediaItem
from ldp_stories.bundles.reader import Signers, SignerVerdict, Standing, read_bundle
from ldp_stories.bundles.receipts import Outcome, make_receipt
from ldp_stories.bundles.staging import MediaSink, SpoolStaging
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.bundles.writer import WrittenBundle, write_bundle
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.receipts import Receipt, Request, RequestWhat
from ldp_stories.domain.revisions import Change, Revision, new_revision

ANNA, TEAM, OTHER, RECOVERY = DeviceKeys.new(), DeviceKeys.new(), DeviceKeys.new(), DeviceKeys.new()
ANNA_ID, TEAM_ID, PROJECT = new_id(), new_id(), new_id()
LABEL = "2026-11-22T10:00:00Z"
CANARY = "the bench by the post office"


class Chunked:
    """A media source with a read of its own and nothing else."""

    def __init__(self, data: bytes) -> None:
        self._file = io.BytesIO(data)

    def read(self, size: int, /) -> bytes:
        return self._file.read(size)

    def close(self) -> None:
        self._file.close()


def media(data: bytes, ext: str = "flac") -> MediaItem:
    return MediaItem(hashlib.sha256(data).hexdigest(), ext, len(data), lambda: Chunked(data))


def revision(seq: int = 1, text: str = CANARY) -> Revision:
    change = Change({"title": text, "status": "ready"}, {"participants": {new_id(): True}})
    return new_revision(
        "record",
        new_id(),
        change,
        subj=[new_id()],
        par=[new_id()],
        dev=f"{ANNA_ID}.3.w",
        seq=seq,
        at_label=LABEL,
    )


def order() -> Order:
    targets = (new_id(), hashlib.sha256(b"x").hexdigest())
    blank = Order(
        new_id(),
        OrderKind.ERASE,
        OrderReason.WITHDRAWAL,
        new_id(),
        targets,
        ("audio",),
        f"{ANNA_ID}.3",
        9,
        "",
    )
    return sign_order(blank, ANNA)


def receipt() -> Receipt:
    outcome = Outcome(
        held=["ab" * 32],
        waiting=["cd" * 32],
        had=12,
        new=86,
        refused=[(new_id(), "E_ROLE")],
        orders_done=[new_id()],
    )
    return make_receipt(new_bundle_id(), "ef" * 32, outcome, by=f"{TEAM_ID}.1", keys=TEAM)


def request() -> Request:
    return Request(new_id(), RequestWhat.RESEND, new_bundle_id(), (2, 3), ("ab" * 32,), "damaged")


MEDIA = (media(os.urandom(700_000)), media(b"jpeg", "jpg"), media(b"", "bin"))
PLAN = BundlePlan(
    kind=Kind.RECORDS,
    project=PROJECT,
    practice=False,
    device=ANNA_ID,
    epoch=3,
    part=Part(new_bundle_id()),
    made_at_label=LABEL,
    app="0.1.0",
    contact="Nadia, 01632 960001",
    thread=Thread("coordinators", 17),
    orders=[order(), order()],
    receipts=[receipt()],
    requests=[request()],
    revisions=[revision(i) for i in range(1, 21)],
    slots={ANNA_ID: b"age-encryption.org/v1\n..."},
    media=MEDIA,
)


def fresh(plan: BundlePlan = PLAN) -> BundlePlan:
    """The same plan under a new outer name."""
    return replace(plan, part=replace(plan.part, group=new_bundle_id()))


def write(folder: Path, plan: BundlePlan | None = None, recipients: tuple[str, ...] = ()) -> WrittenBundle:
    return write_bundle(
        folder, plan or fresh(), keys=ANNA, recipients=recipients or (TEAM.recipient, RECOVERY.recipient)
    )


def known(envelope: Envelope, key: str) -> SignerVerdict:
    """A roster in which Anna's device is the only one."""
    if envelope.sender.device == ANNA_ID:
        return SignerVerdict(Standing.KNOWN, ANNA.sign_public)
    return SignerVerdict(Standing.UNKNOWN)


class KeptSink:
    def __init__(self, staging: "Kept", sha256: str) -> None:
        self._staging = staging
        self._sha256 = sha256
        self._data = bytearray()

    def write(self, data: bytes, /) -> object:
        self._data += data
        return len(data)

    def close(self) -> None:
        self._staging.kept[self._sha256] = bytes(self._data)

    def abort(self) -> None:
        self._staging.aborted.append(self._sha256)


class Kept(SpoolStaging):
    """A staging that keeps media in memory and remembers what happened to it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.kept: dict[str, bytes] = {}
        self.aborted: list[str] = []
        self.discarded = False
        self.decoded = 0

    def media(self, sha256: str, size: int, ext: str) -> MediaSink:
        return KeptSink(self, sha256)

    def discard(self) -> None:
        super().discard()
        self.kept.clear()
        self.discarded = True


def read(path: Path, staging: Kept, keys: DeviceKeys = TEAM, signers: Signers = known) -> VerifiedBundle:
    return read_bundle(path, [keys.age_secret], staging, signers=signers, project=PROJECT, practice=False)
