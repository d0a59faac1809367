"""A bag made ready: envelope, tag files and signature stand before the payload, so everything is measured before a byte is written."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ldp_stories.bundles.bag import BAGIT_TXT, BagInfo, write_info, write_manifest
from ldp_stories.bundles.envelope import Envelope, Sender, encode_envelope
from ldp_stories.bundles.names import (
    BAG_INFO,
    BAGIT,
    ENVELOPE,
    MANIFEST,
    README,
    SIGNATURE,
    SIGNERS,
    TAG_MANIFEST,
    new_bundle_id,
)
from ldp_stories.bundles.payload import Payload, measure
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.bundles.reader import Progress
from ldp_stories.bundles.readme import readme
from ldp_stories.bundles.tar import END, Member, header, padding, tar_size
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.signing import Namespace, sign


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag ready to be streamed: its envelope, its tag files in their order, its measured payload."""

    envelope: Envelope
    tags: dict[str, bytes]
    payload: Payload

    @property
    def tagmanifest_sha256(self) -> str:
        """The one hash that stands for everything inside."""
        return hashlib.sha256(self.tags[TAG_MANIFEST]).hexdigest()

    def size(self) -> int:
        """The exact size of the tar."""
        members = [Member(n, len(d)) for n, d in self.tags.items()]
        members += [Member(f.path, f.size) for f in self.payload.files]
        return tar_size(members)

    def stream(self, write: Callable[[bytes], object], progress: Progress) -> None:
        """Write the tar piece by piece; RuntimeError when lines are not the ones that were measured."""
        for block in self._tag_blocks():
            write(block)
        done, total = 0, self.payload.octets
        for file in self.payload.files:
            write(header(self._member(file.path), file.size))
            digest, size = hashlib.sha256(), 0
            for piece in file.pieces():
                if not file.path.startswith("data/media/"):
                    digest.update(piece)
                size += len(piece)
                write(piece)
                progress(done + size, total)
            if size != file.size or (
                digest.hexdigest() != file.sha256 and not file.path.startswith("data/media/")
            ):
                raise RuntimeError(f"{file.path} changed between the two passes")
            write(padding(size))
            done += size
        write(END)

    def _member(self, path: str) -> str:
        return f"ldp-{self.envelope.bundle_id}/{path}"

    def _tag_blocks(self) -> Iterator[bytes]:
        for name, data in self.tags.items():
            yield header(self._member(name), len(data)) + data + padding(len(data))


def make_bag(
    plan: BundlePlan, keys: DeviceKeys, to: tuple[str, ...], namespace: Namespace, allowed_signers: str | None
) -> Bag:
    """Measure the payload, write envelope and manifests, sign. ValueError when the plan breaks a rule of the envelope."""
    payload = measure(plan)
    envelope = Envelope(
        bundle_id=new_bundle_id(),
        project=plan.project,
        sender=Sender(plan.device, plan.epoch, keys.fingerprint, keys.recipient),
        kind=plan.kind,
        practice=plan.practice,
        to=to,
        part=plan.part,
        counts=payload.counts,
        thread=plan.thread,
        carries=payload.carries,
        media_elsewhere=plan.media_elsewhere,
        slices=dict(plan.slices),
        statement=plan.statement,
        join=plan.join,
        offers=plan.offers,
        app=plan.app,
        made_at_label=plan.made_at_label,
    )
    part = plan.part
    date = plan.made_at_label[:10] or "unknown"
    count = f"{part.index} of {part.of}"
    info = BagInfo(payload.octets, len(payload.files), date, envelope.bundle_id, part.group, count)
    tags = {
        BAGIT: BAGIT_TXT,
        BAG_INFO: write_info(info),
        README: readme(envelope, plan.contact),
        ENVELOPE: encode_envelope(envelope),
        MANIFEST: write_manifest((f.path, f.sha256) for f in payload.files),
    }
    if allowed_signers is not None:
        tags[SIGNERS] = allowed_signers.encode("ascii")
    tags[TAG_MANIFEST] = write_manifest((n, hashlib.sha256(d).hexdigest()) for n, d in tags.items())
    tags[SIGNATURE] = sign(keys, tags[TAG_MANIFEST], namespace).encode("ascii")
    return Bag(envelope, tags, payload)
