"""Makes bundles that are wrong in exactly one place: everything around the fault is signed, counted and sealed as it should be."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ldp_stories.bundles.bag import BAGIT_TXT, BagInfo, write_info, write_manifest
from ldp_stories.bundles.lines import encode_order, encode_receipt, encode_revision
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.tar import END, header, padding
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.sealing import seal_bytes
from ldp_stories.crypto.signing import sign
from tests.bundles.samples import ANNA, ANNA_ID, LABEL, PROJECT, TEAM, order, receipt, revision

Json = dict[str, Any]
PICTURE = b"\xff\xd8 a picture"
PICTURE_SHA = hashlib.sha256(PICTURE).hexdigest()
PICTURE_PATH = f"data/media/{PICTURE_SHA[:2]}/{PICTURE_SHA}.jpg"


def _same(value: Any) -> Any:
    return value


def lines(*items: bytes) -> bytes:
    return b"".join(item + b"\n" for item in items)


def good_payload() -> dict[str, bytes]:
    return {
        "data/orders.jsonl": lines(encode_order(order())),
        "data/receipts.jsonl": lines(encode_receipt(receipt())),
        "data/revisions.jsonl": lines(encode_revision(revision(1)), encode_revision(revision(2))),
        PICTURE_PATH: PICTURE,
    }


@dataclass
class Forge:
    """The steps of making a bundle, each of which can be bent: payload, envelope, tag files, members, the tar, the sealed file."""

    payload: dict[str, bytes] = field(default_factory=good_payload)
    envelope: Callable[[Json], Json] = _same
    envelope_bytes: Callable[[bytes], bytes] = _same
    info: Callable[[bytes], bytes] = _same
    manifest: Callable[[bytes], bytes] = _same
    tags: Callable[[dict[str, bytes]], dict[str, bytes]] = _same
    tagmanifest: Callable[[bytes], bytes] = _same
    signature: Callable[[str], str] = _same
    after_signing: Callable[[dict[str, bytes]], dict[str, bytes]] = _same
    members: Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]] = _same
    block: Callable[[str, bytes], bytes] = lambda _name, block: block
    tar: Callable[[bytes], bytes] = _same
    sealed: Callable[[bytes], bytes] = _same
    keys: DeviceKeys = ANNA
    namespace: str = "ldp-bundle@1"
    recipients: tuple[str, ...] = (TEAM.recipient, ANNA.recipient)
    sealed_to: tuple[str, ...] | None = None
    bundle_id: str = field(default_factory=new_bundle_id)

    def make(self) -> bytes:
        """The whole file."""
        inner = self.make_tar()
        if self.namespace == "ldp-pack@1":
            return inner
        return self.sealed(seal_bytes(self.sealed_to or self.recipients, inner))

    def make_tar(self) -> bytes:
        files = self.after_signing({**self._tags(), **self.payload})
        members = self.members([(f"ldp-{self.bundle_id}/{name}", data) for name, data in files.items()])
        blocks = [
            self.block(name, header(name, len(data))) + data + padding(len(data)) for name, data in members
        ]
        return self.tar(b"".join(blocks) + END)

    def facts(self) -> Json:
        media = [d for p, d in self.payload.items() if p.startswith("data/media/")]
        texts = {p: d.count(b"\n") for p, d in self.payload.items()}
        counts = {n: texts.get(f"data/{n}.jsonl", 0) for n in ("orders", "revisions", "receipts", "requests")}
        return {
            "format": "ldp-bundle/1",
            "requires": [],
            "bundle_id": self.bundle_id,
            "project": PROJECT,
            "sender": {"device": ANNA_ID, "epoch": 3, "key": self.keys.fingerprint},
            "kind": "records",
            "practice": False,
            "thread": {"to": "coordinators", "n": 1},
            "to": list(self.recipients),
            "part": {"group": new_bundle_id(), "index": 1, "of": 1},
            "counts": {**counts, "media": len(media), "media_bytes": sum(map(len, media))},
            "made_at_label": LABEL,
        }

    def _tags(self) -> dict[str, bytes]:
        octets = sum(map(len, self.payload.values()))
        info = BagInfo(octets, len(self.payload), "2026-11-22", self.bundle_id, self.bundle_id, "1 of 1")
        hashes = [
            (p, p.split("/")[3][:64] if p.startswith("data/media/") else _sha(d))
            for p, d in self.payload.items()
        ]
        tags = {
            "bagit.txt": BAGIT_TXT,
            "bag-info.txt": self.info(write_info(info)),
            "README.txt": b"read me\n",
            "ldp-bundle.json": self.envelope_bytes(json.dumps(self.envelope(self.facts())).encode()),
            "manifest-sha256.txt": self.manifest(write_manifest(hashes)),
        }
        tags = self.tags(tags)
        tagmanifest = self.tagmanifest(write_manifest((n, _sha(d)) for n, d in tags.items()))
        signature = self.signature(sign(self.keys, tagmanifest, self.namespace))
        return {
            **tags,
            "tagmanifest-sha256.txt": tagmanifest,
            "tagmanifest-sha256.txt.sig": signature.encode(),
        }


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def edit(**changes: Any) -> Callable[[Json], Json]:
    """An envelope with some values changed."""
    return lambda value: {**value, **changes}


def without(name: str) -> Callable[[Json], Json]:
    """An envelope with one field missing."""
    return lambda value: {key: inner for key, inner in value.items() if key != name}
