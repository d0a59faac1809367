"""Writing a bundle: signed, sealed, flushed to the medium, read back and proved, and only then given its name (BUNDLE.md 6).

"Written" means that another laptop can open it: what stands on the medium has been deciphered with the sender's own key and every hash
compared. On any failure nothing is left behind but what was there before.
"""

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.bundles.bagging import Bag, make_bag
from ldp_stories.bundles.envelope import MAX_RECIPIENTS, Counts, Envelope, Kind
from ldp_stories.bundles.files import FlushingFile, check_room, new_file
from ldp_stories.bundles.head import read_head
from ldp_stories.bundles.names import outer_name
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.bundles.read_back import Prove, ReadBack
from ldp_stories.bundles.reader import Progress, open_pack_tar, read_payload
from ldp_stories.bundles.staging import CheckOnly
from ldp_stories.bundles.tar import TarReader
from ldp_stories.crypto.age_header import Source
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.sealing import SealedWriter, open_sealed, sealed_size_at_most
from ldp_stories.crypto.signing import Namespace
from ldp_stories.errors import UserError

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that stands on the medium and was read back: what the sender has to remember about it."""

    path: Path
    bundle_id: str
    tagmanifest_sha256: str
    size: int
    media: tuple[str, ...]
    counts: Counts
    carries: dict[str, tuple[int, int]]
    envelope: Envelope


def write_bundle(
    dst_dir: Path,
    plan: BundlePlan,
    *,
    keys: DeviceKeys,
    recipients: Sequence[str],
    progress: Progress | None = None,
    name: str = "",
) -> WrittenBundle:
    """Write one sealed part as `ldp-<group>-<n>of<m>.tar.age` (or `name`) into a folder; the sender's own key is always a recipient.

    `progress` counts the payload twice: once written, once read back. UserError NO_ROOM_THERE, DISK_TROUBLE, FILE_EXISTS,
    READ_BACK_FAILED, MEDIA_DAMAGED; Cancelled from `progress`. ValueError for more than 20 recipients or a pack.
    """
    to = tuple(dict.fromkeys([*recipients, keys.recipient]))
    if len(to) > MAX_RECIPIENTS or plan.kind is Kind.PACK:
        raise ValueError(f"a sealed bundle has 1 to {MAX_RECIPIENTS} recipients and is no pack")
    bag = make_bag(plan, keys, to, Namespace.BUNDLE, None)
    path = dst_dir / (name or outer_name(plan.part.group, plan.part.index, plan.part.of))

    def produce(file: FlushingFile, tick: Progress) -> None:
        with SealedWriter(to, file) as sealed:
            bag.stream(sealed.write, tick)
            sealed.close()

    def prove(src: Source, tick: Progress) -> str:
        with open_sealed([keys.age_secret], src) as opened:
            tar = TarReader(opened)
            return read_payload(tar, read_head(tar, Namespace.BUNDLE), CheckOnly(), tick).tagmanifest_sha256

    needed = sealed_size_at_most(len(to), bag.size())
    return _written(bag, path, write_checked(path, needed, bag, produce, prove, progress))


def write_pack(
    path: Path,
    plan: BundlePlan,
    *,
    keys: DeviceKeys,
    allowed_signers: str,
    progress: Progress | None = None,
) -> WrittenBundle:
    """Write a programme pack (`.ldp-pack`): the same bag in a plain tar, signed and not sealed, with `allowed_signers`.

    Errors as `write_bundle`; ValueError when the plan is of another kind.
    """
    if plan.kind is not Kind.PACK:
        raise ValueError("a pack is of kind pack")
    bag = make_bag(plan, keys, (), Namespace.PACK, allowed_signers)

    def produce(file: FlushingFile, tick: Progress) -> None:
        bag.stream(file.write, tick)

    def prove(src: Source, tick: Progress) -> str:
        tar, head = open_pack_tar(src)
        return read_payload(tar, head, CheckOnly(), tick).tagmanifest_sha256

    return _written(bag, path, write_checked(path, bag.size(), bag, produce, prove, progress))


def write_checked(
    path: Path,
    needed: int,
    bag: Bag,
    produce: Callable[[FlushingFile, Progress], None],
    prove: Prove,
    progress: Progress | None,
) -> int:
    """Room, write, flush, read back, name: the size of the finished file in bytes. Errors as `write_bundle`."""
    check_room(path.parent, needed)
    try:
        with new_file(path) as part:
            file = FlushingFile(part)
            back = ReadBack(part, file, prove)
            try:
                _write_and_prove(file, back, bag, produce, progress)
            finally:
                file.abandon()
                back.leave()
            return part.stat().st_size
    except OSError as error:
        if error.errno in _FULL:
            raise UserError("NO_ROOM_THERE", folder=str(path.parent)) from error
        raise UserError("DISK_TROUBLE", reason=error.strerror or str(error)) from error


def _write_and_prove(
    file: FlushingFile,
    back: ReadBack,
    bag: Bag,
    produce: Callable[[FlushingFile, Progress], None],
    progress: Progress | None,
) -> None:
    total = bag.payload.octets

    def tick(done: int, _total: int) -> None:
        back.check()
        if progress is not None:
            progress(done + back.done, 2 * total)

    produce(file, tick)
    file.close()
    back.finish(bag.tagmanifest_sha256, lambda: tick(total, total))


def _written(bag: Bag, path: Path, size: int) -> WrittenBundle:
    media = tuple(f.sha256 for f in bag.payload.files if f.path.startswith("data/media/"))
    envelope, hash_of_all = bag.envelope, bag.tagmanifest_sha256
    return WrittenBundle(
        path, envelope.bundle_id, hash_of_all, size, media, envelope.counts, bag.payload.carries, envelope
    )
