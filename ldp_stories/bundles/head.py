"""The tag files that stand first in a bundle: read, proved by the signature, and only then understood.

The order is the protection: the signature over the tag manifest first, then the hashes of the tag files, and only after that does the
envelope reach a JSON decoder.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ldp_stories.bundles.bag import BAGIT_TXT, BagInfo, read_info, read_manifest, read_tag_manifest
from ldp_stories.bundles.envelope import Envelope, decode_envelope
from ldp_stories.bundles.names import (
    BAG_INFO,
    BAGIT,
    ENVELOPE,
    MANIFEST,
    ORDERS,
    SIGNATURE,
    SIGNERS,
    TAG_FILES,
    TAG_MANIFEST,
    read_media_path,
    split_member,
)
from ldp_stories.bundles.tar import TarReader
from ldp_stories.crypto.identities import fingerprint
from ldp_stories.crypto.signing import signer_of, verify
from ldp_stories.errors import UserError

_LIMITS: Final = {ENVELOPE: 16 << 20, MANIFEST: 32 << 20}
_LIMIT: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Head:
    """The proved tag files: `manifest` is path to SHA-256 of the payload in its order, `key` the `ssh-ed25519` line that signed."""

    envelope: Envelope
    info: BagInfo
    manifest: Mapping[str, str]
    tagmanifest_sha256: str
    key: str
    allowed_signers: str | None


def read_head(tar: TarReader, namespace: str) -> Head:
    """Read and prove the tag files. UserError of the tar and its names, BAD_SIGNATURE, BAD_BAG, and those of the envelope."""
    bundle_id, files = _tag_files(tar)
    key = _check_signature(files, namespace)
    hashes = read_tag_manifest(files[TAG_MANIFEST])
    if set(hashes) | {TAG_MANIFEST, SIGNATURE} != set(files):
        raise UserError("BAD_BAG")
    for name, digest in hashes.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise UserError("DAMAGED")
    envelope = decode_envelope(files[ENVELOPE])
    info = read_info(files[BAG_INFO])
    manifest = read_manifest(files[MANIFEST])
    if files[BAGIT] != BAGIT_TXT or {envelope.bundle_id, info.bundle_id} != {bundle_id}:
        raise UserError("BAD_BAG")
    _check_counts(envelope, info, manifest)
    if envelope.sender.key != fingerprint(key):
        raise UserError("BAD_SIGNATURE")
    signers = files[SIGNERS].decode("ascii", "replace") if SIGNERS in files else None
    return Head(envelope, info, manifest, hashlib.sha256(files[TAG_MANIFEST]).hexdigest(), key, signers)


def _tag_files(tar: TarReader) -> tuple[str, dict[str, bytes]]:
    """The bundle id of the top folder and the tag files, which must stand first and in their one order."""
    files: dict[str, bytes] = {}
    top = ""
    while SIGNATURE not in files:
        member = tar.next()
        if member is None:
            raise UserError("CUT_SHORT")
        bundle_id, path = split_member(member.name)
        top = top or bundle_id
        if bundle_id != top or path not in _next_names(files):
            raise UserError("BAD_BAG")
        files[path] = tar.whole(_LIMITS.get(path, _LIMIT))
    return top, files


def _next_names(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """What may follow: the five, `allowed_signers` or not, the tag manifest, its signature."""
    if len(files) < len(TAG_FILES):
        return (TAG_FILES[len(files)],)
    if TAG_MANIFEST in files:
        return (SIGNATURE,)
    return (TAG_MANIFEST,) if SIGNERS in files else (SIGNERS, TAG_MANIFEST)


def _check_signature(files: Mapping[str, bytes], namespace: str) -> str:
    try:
        armored = files[SIGNATURE].decode("ascii")
    except UnicodeDecodeError as error:
        raise UserError("BAD_SIGNATURE") from error
    key = signer_of(armored)
    if not verify(key, files[TAG_MANIFEST], namespace, armored):
        raise UserError("BAD_SIGNATURE")
    return key


def _check_counts(envelope: Envelope, info: BagInfo, manifest: Mapping[str, str]) -> None:
    """Orders stand first in every bundle; the numbers in the envelope and in bag-info.txt are those of the manifest."""
    paths = list(manifest)
    media = sum(read_media_path(p) is not None for p in paths)
    if paths[:1] != [ORDERS] or len(paths) != info.files or media != envelope.counts.media:
        raise UserError("BAD_BAG")
