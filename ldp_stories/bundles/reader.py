"""The strict, streaming reader: a bundle is deciphered once and kept only when every byte of it has been proved (BUNDLE.md 7).

Tag files come first, so the signature, the addressee and the practice mark are checked before any payload is read. Payload is hashed on
its way into the staging. At the first fault the staging is thrown away and a UserError names the fault.
"""

import errno
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from ldp_stories.bundles.envelope import Envelope, Kind
from ldp_stories.bundles.head import Head, read_head
from ldp_stories.bundles.names import read_media_path, read_slot_path, split_member
from ldp_stories.bundles.staging import Staging, TextStore
from ldp_stories.bundles.tar import Member, TarReader
from ldp_stories.bundles.verified import MediaEntry, VerifiedBundle
from ldp_stories.crypto.age_header import Source
from ldp_stories.crypto.identities import raw_public, recipient_of
from ldp_stories.crypto.sealing import open_sealed
from ldp_stories.crypto.signing import Namespace
from ldp_stories.errors import UserError

Progress = Callable[[int, int], None]
"""Called with payload bytes done and payload bytes in all; may raise Cancelled."""

_MAX_SLOT: Final = 64 * 1024


class Standing(Enum):
    """What the roster says about a signer."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class SignerVerdict:
    """The roster's word on a device: for a KNOWN one, `key` is the `ssh-ed25519` line the roster holds."""

    standing: Standing
    key: str | None = None


Signers = Callable[[Envelope, str], SignerVerdict]
"""Asked with the proved envelope and the `ssh-ed25519` line of the key that signed it."""


def read_bundle(
    path: Path,
    identities: Sequence[str],
    staging: Staging,
    *,
    signers: Signers,
    project: str | None = None,
    practice: bool | None = None,
    progress: Progress | None = None,
) -> VerifiedBundle:
    """Open, prove and stage a sealed bundle. With `project` and `practice` given, any other is refused.

    UserError with one code for each class of BUNDLE.md 7: see resources/spec/bundle.md. On any error the staging has been discarded.
    """
    own = frozenset(recipient_of(i) for i in identities)
    with _whole_or_nothing(path, staging), path.open("rb") as file, open_sealed(identities, file) as src:
        tar = TarReader(src)
        head = read_head(tar, Namespace.BUNDLE)
        if head.envelope.kind is Kind.PACK:
            raise UserError("NOT_A_BUNDLE")
        if own.isdisjoint(head.envelope.to):
            raise UserError("READDRESSED")
        check_home(head.envelope, project, practice)
        check_signer(head, signers)
        return read_payload(tar, head, staging, progress)


def read_pack(
    path: Path,
    staging: Staging,
    *,
    signers: Signers,
    project: str | None = None,
    practice: bool | None = None,
    progress: Progress | None = None,
    identities: Sequence[str] = (),
) -> VerifiedBundle:
    """Prove and stage a programme pack; UserError as `read_bundle`, NOT_A_PACK for a file of another kind.

    A pack travels unsealed; `identities` open a copy that was sealed to be kept.

    `allowed_signers` of the result is a convenience for rescue; trust comes from the six words and from the packs before (CONTRACTS.md 8).
    """
    with (
        _whole_or_nothing(path, staging),
        path.open("rb") as file,
        open_sealed(identities, file) if identities else nullcontext(file) as src,
    ):
        tar, head = open_pack_tar(src)
        check_home(head.envelope, project, practice)
        check_signer(head, signers)
        return read_payload(tar, head, staging, progress)


@contextmanager
def _whole_or_nothing(path: Path, staging: Staging) -> Iterator[None]:
    """Whatever goes wrong, nothing stays in the staging; trouble with the file itself is said as such."""
    try:
        yield
    except OSError as error:
        staging.discard()
        raise _unreadable(path, error) from error
    except BaseException:
        staging.discard()
        raise


def _unreadable(path: Path, error: OSError) -> UserError:
    """The file is not there, may not be read, or its stick was pulled out; a full disk is our own."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    return UserError("NO_ROOM") if full else UserError("FILE_UNREADABLE", name=path.name)


def check_home(envelope: Envelope, project: str | None, practice: bool | None) -> None:
    """UserError PRACTICE_MIXED or FOREIGN_PROGRAMME when the bundle belongs elsewhere; None asks nothing."""
    if practice is not None and envelope.practice is not practice:
        raise UserError("PRACTICE_MIXED")
    if project is not None and envelope.project != project:
        raise UserError("FOREIGN_PROGRAMME")


def check_signer(head: Head, signers: Signers) -> None:
    """UserError UNKNOWN_SIGNER or REVOKED_SIGNER (facts: device, key, recipient, bundle_id), BAD_SIGNATURE for another key."""
    verdict = signers(head.envelope, head.key)
    if verdict.standing is Standing.KNOWN:
        if verdict.key is None or raw_public(verdict.key) != raw_public(head.key):
            raise UserError("BAD_SIGNATURE")
        return
    code = "UNKNOWN_SIGNER" if verdict.standing is Standing.UNKNOWN else "REVOKED_SIGNER"
    sender = head.envelope.sender
    facts = {"device": sender.device, "key": head.key, "recipient": sender.recipient}
    raise UserError(code, **facts, bundle_id=head.envelope.bundle_id)


def read_payload(
    tar: TarReader, head: Head, staging: Staging, progress: Progress | None = None
) -> VerifiedBundle:
    """Hash every payload file into the staging; the order of the manifest is the order of the tar."""
    staging.room(head.info.octets)
    state = _Payload(tar, head, staging, progress)
    for path in head.manifest:
        state.take(path)
    if tar.next() is not None:
        raise UserError("NOT_LISTED")
    state.check_sums()
    return VerifiedBundle(
        envelope=head.envelope,
        tagmanifest_sha256=head.tagmanifest_sha256,
        signer_key=head.key,
        media=tuple(state.media),
        slots=state.slots,
        allowed_signers=head.allowed_signers,
        texts=state.texts,
        staging=staging,
    )


class _Payload:
    """The payload files of one bundle on their way into the staging."""

    def __init__(self, tar: TarReader, head: Head, staging: Staging, progress: Progress | None) -> None:
        self._tar = tar
        self._head = head
        self._staging = staging
        self._progress = progress
        self._done = 0
        self.media: list[MediaEntry] = []
        self.slots: dict[str, bytes] = {}
        self.texts: dict[str, TextStore] = {}

    def take(self, path: str) -> None:
        """The next file of the tar, which must be this one."""
        member = self._member(path)
        device = read_slot_path(path)
        media = read_media_path(path)
        if device is not None:
            self.slots[device] = self._tar.whole(_MAX_SLOT)
            self._advance(member.size)
            self._compare(path, hashlib.sha256(self.slots[device]).hexdigest())
        elif media is not None:
            self._take_media(path, MediaEntry(*media, member.size))
        else:
            self.texts[path] = self._staging.text(path, member.size)
            self._compare(path, self._copy(self.texts[path].write))

    def check_sums(self) -> None:
        """The declared sizes are those that were read; UserError BAD_BAG."""
        media_bytes = sum(m.size for m in self.media)
        if self._done != self._head.info.octets or media_bytes != self._head.envelope.counts.media_bytes:
            raise UserError("BAD_BAG")

    def _member(self, path: str) -> Member:
        member = self._tar.next()
        if member is None:
            raise UserError("CUT_SHORT")
        bundle_id, inner = split_member(member.name)
        if bundle_id != self._head.envelope.bundle_id or inner != path:
            raise UserError("BAD_BAG" if inner in self._head.manifest else "NOT_LISTED")
        if self._done + member.size > self._head.info.octets:
            raise UserError("BAD_BAG")
        return member

    def _take_media(self, path: str, entry: MediaEntry) -> None:
        if entry.sha256 != self._head.manifest[path]:
            raise UserError("BAD_BAG")
        sink = self._staging.media(entry.sha256, entry.size, entry.ext)
        try:
            self._compare(path, self._copy(sink.write))
        except BaseException:
            sink.abort()
            raise
        sink.close()
        self.media.append(entry)

    def _copy(self, write: Callable[[bytes], object]) -> str:
        digest = hashlib.sha256()
        for piece in self._tar.pieces():
            digest.update(piece)
            write(piece)
            self._advance(len(piece))
        return digest.hexdigest()

    def _compare(self, path: str, digest: str) -> None:
        if digest != self._head.manifest[path]:
            raise UserError("DAMAGED")

    def _advance(self, count: int) -> None:
        self._done += count
        if self._progress is not None:
            self._progress(self._done, self._head.info.octets)


def open_pack_tar(src: Source) -> tuple[TarReader, Head]:
    """The proved tag files of a pack. UserError NOT_A_PACK for a file of another kind; others as `read_head`."""
    probe = src.read(512)
    if len(probe) < 512 or probe[257:265] != b"ustar\x0000":
        raise UserError("NOT_A_PACK")
    tar = TarReader(_Probed(probe, src))
    head = read_head(tar, Namespace.PACK)
    if head.envelope.kind is not Kind.PACK:
        raise UserError("NOT_A_PACK")
    return tar, head


class _Probed:
    def __init__(self, probe: bytes, src: Source) -> None:
        self._probe = probe
        self._src = src

    def read(self, size: int, /) -> bytes:
        if self._probe:
            piece, self._probe = self._probe[:size], self._probe[size:]
            return piece
        return self._src.read(size)
