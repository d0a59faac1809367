"""Every parser that reads what others wrote: how to feed it, good inputs to start from, and what it may answer with (a refusal, nothing else)."""

import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ldp_stories.bundles import allowed_signers, bag, envelope, lines
from ldp_stories.bundles.head import read_head
from ldp_stories.bundles.reader import read_payload
from ldp_stories.bundles.tar import TarReader
from ldp_stories.crypto import slots
from ldp_stories.crypto.age_header import read_header
from ldp_stories.crypto.sealing import open_sealed, seal_bytes
from ldp_stories.crypto.signing import Namespace, sign, signer_of, verify
from ldp_stories.errors import UserError
from ldp_stories.services.open_home import root_key
from ldp_stories.settings import Settings, load, save
from ldp_stories.store import homes
from tests.bundles.forge import Forge
from tests.bundles.forge import lines as joined
from tests.bundles.samples import ANNA, ANNA_ID, TEAM, Chunked, Kept, order, receipt, request, revision
from tests.quick_disk import quick_disk

Feed = Callable[[bytes], object]
AGE_VECTORS: Final = Path(__file__).parents[3] / "shared" / "vectors" / "age" / "testdata"


@dataclass(frozen=True)
class Target:
    """One parser: `feed` gives it bytes, `seeds` are inputs it takes."""

    feed: Feed
    seeds: Callable[[], Sequence[bytes]]


@cache
def folder() -> Path:
    """A folder for parsers that want a file, on a disk that need not be waited for; gone with the process."""
    holder = tempfile.TemporaryDirectory(prefix="fuzz-", dir=quick_disk())
    _held.append(holder)
    return Path(holder.name)


_held: list[tempfile.TemporaryDirectory[str]] = []


def as_file(name: str, data: bytes) -> Path:
    """The bytes in a file of that name."""
    path = folder() / name
    path.write_bytes(data)
    return path


# what is sealed


def age_header(data: bytes) -> None:
    read_header(Chunked(data))


def age_payload(data: bytes) -> None:
    with open_sealed((TEAM.age_secret,), Chunked(data)) as reader:
        while reader.read(1 << 16):
            pass


@cache
def sealed_seeds() -> tuple[bytes, ...]:
    """Sealed files of our own of several sizes, and the public test kit when it is there."""
    own = [seal_bytes([TEAM.recipient, ANNA.recipient], bytes(size)) for size in (0, 1, 70_000)]
    kit = sorted(AGE_VECTORS.iterdir()) if AGE_VECTORS.is_dir() else []
    return (*own, *(p.read_bytes().partition(b"\n\n")[2] for p in kit))


def recovery_slot(data: bytes) -> None:
    slots.unwrap_recovery(data, TEAM.age_secret)


# the bag


def tar(data: bytes) -> None:
    reader = TarReader(Chunked(data))
    while reader.next() is not None:
        for _ in reader.pieces():
            pass


def tag_files(data: bytes) -> None:
    read_head(TarReader(Chunked(data)), Namespace.BUNDLE)


@cache
def bag_seeds() -> tuple[bytes, ...]:
    return (Forge().make_tar(), Forge(payload={"data/orders.jsonl": b""}).make_tar())


def bag_files(data: bytes) -> None:
    """The first byte says which of the tag files it is."""
    reads: tuple[Feed, ...] = (bag.read_info, bag.read_manifest, bag.read_tag_manifest)
    reads[(data[0] if data else 0) % 3](data[1:])


def bag_file_seeds() -> tuple[bytes, ...]:
    forge = Forge()
    files = forge._tags()
    manifest = files["manifest-sha256.txt"]
    return (b"\0" + files["bag-info.txt"], b"\1" + manifest, b"\2" + files["tagmanifest-sha256.txt"])


def read_envelope(data: bytes) -> None:
    found = envelope.decode_envelope(data)
    envelope.encode_envelope(found)


def envelope_seeds() -> tuple[bytes, ...]:
    plain = Forge().facts()
    more = {
        "requires": [],
        "offers": ["media-pending"],
        "join": {"member": ANNA_ID, "name": "Anna", "role": "researcher", "label": "old laptop"},
        "statement": {"people": 12, "records": 31, "minutes": 410, "not_sent": {"draft": 3}},
        "slices": {"ab" * 32: {"ext": "mp4", "bytes": 5, "pieces": ["cd" * 32, "ef" * 32]}},
        "carries": {f"{ANNA_ID}.3.w": [1, 9]},
        "media_elsewhere": ["ab" * 32],
    }
    return (json.dumps(plain).encode(), json.dumps({**plain, **more}).encode())


def payload(data: bytes) -> None:
    """Lines of every sort inside a bundle that is right in everything else, as a trusted laptop gone wrong would sign it."""
    parts = (data.split(b"\0\0\0", 3) + [b""] * 4)[:4]
    names = ("orders", "receipts", "revisions", "requests")
    texts = {f"data/{name}.jsonl": part for name, part in zip(names, parts, strict=True)}
    reader = TarReader(Chunked(Forge(payload=texts).make_tar()))
    found = read_payload(reader, read_head(reader, Namespace.BUNDLE), Kept(folder()))
    try:
        found.prove()
        for each in (found.orders, found.receipts, found.requests, found.revisions):
            for _ in each():
                pass
    finally:
        found.close()


@cache
def payload_seeds() -> tuple[bytes, ...]:
    orders, receipts = joined(lines.encode_order(order())), joined(lines.encode_receipt(receipt()))
    revisions = joined(*(lines.encode_revision(revision(n)) for n in range(1, 4)))
    return (b"\0\0\0".join((orders, receipts, revisions, joined(lines.encode_request(request())))),)


# lines


def revision_line(data: bytes) -> None:
    """What is read is written again without loss."""
    found = lines.decode_revision(data)
    again = lines.decode_revision(lines.encode_revision(found))
    if again != found:
        raise AssertionError("a line did not survive being written again")


def small_lines(data: bytes) -> None:
    reads: tuple[Feed, ...] = (lines.decode_order, lines.decode_receipt, lines.decode_request, lines.line_id)
    reads[(data[0] if data else 0) % 4](data[1:])


@cache
def revision_seeds() -> tuple[bytes, ...]:
    newer = lines.encode_revision(revision(2))[:-1] + b',"weight":{"kg":[1.5,null]}}'
    return (lines.encode_revision(revision(1)), newer)


@cache
def small_line_seeds() -> tuple[bytes, ...]:
    made = (lines.encode_order(order()), lines.encode_receipt(receipt()), lines.encode_request(request()))
    return tuple(bytes([n]) + line for n, line in enumerate((*made, made[0])))


# keys


def signature(data: bytes) -> None:
    text = data.decode("latin-1")
    signer_of(text)
    verify(ANNA.sign_public, b"x", Namespace.BUNDLE, text)


def signature_seeds() -> tuple[bytes, ...]:
    return (sign(ANNA, b"x", Namespace.BUNDLE).encode(),)


def signers(data: bytes) -> None:
    allowed_signers.read_allowed_signers(data.decode("latin-1"))


def signers_seeds() -> tuple[bytes, ...]:
    return (
        allowed_signers.write_allowed_signers(
            [(ANNA_ID, ANNA.sign_public), ("5c6f2a31-9d3e-4f64-8b0a-2d8c7b1e4a10", TEAM.sign_public)]
        ).encode(),
    )


def key_slots(data: bytes) -> None:
    """The file of the ways in; a slot that asks for the work of a real one is not tried, since that is allowed to take a second."""
    as_file("keyslots.json", data)
    known = homes.read_slots(homes.HomeFolder(folder()))
    slot = known.get("passphrase")
    cheap = isinstance(slot, dict) and slots.slot_cost(slot).memory_kib <= 16_384
    if cheap or known.get("practice") is True or not isinstance(slot, dict):
        root_key(known, "four plain words here")


@cache
def slot_seeds() -> tuple[bytes, ...]:
    cost = slots.KdfCost.test()
    slot = slots.wrap_with_passphrase(bytes(32), "four plain words here", cost)
    kept = {"format": "ldp-home/1", "label": "Anna", "practice": False, "passphrase": slot, "identity": slot}
    practice = {"practice": True, "practice_slot": {**slot, "kind": "other"}}
    return (json.dumps(kept).encode(), json.dumps(practice).encode())


def settings(data: bytes) -> None:
    found = load(as_file("settings.json", data))
    save(folder() / "saved.json", found)
    if load(folder() / "saved.json") != found:
        raise AssertionError("settings did not survive being saved")


def settings_seeds() -> tuple[bytes, ...]:
    chosen = Settings().changed(text_scale=1.5, theme="dark", hide_key="F8")
    save(folder() / "seed.json", chosen)
    listed = {"version": 1, "settings": {"homes": [{"folder": "/a", "label": "Anna"}], "idle_minutes": 5}}
    return ((folder() / "seed.json").read_bytes(), json.dumps(listed).encode())


TARGETS: Final[dict[str, Target]] = {
    "age-header": Target(age_header, sealed_seeds),
    "age-payload": Target(age_payload, sealed_seeds),
    "recovery-slot": Target(
        recovery_slot, lambda: (slots.wrap_for_recovery(bytes(32), TEAM.recipient), *sealed_seeds()[:2])
    ),
    "tar": Target(tar, bag_seeds),
    "tag-files": Target(tag_files, bag_seeds),
    "bag-files": Target(bag_files, bag_file_seeds),
    "envelope": Target(read_envelope, envelope_seeds),
    "payload": Target(payload, payload_seeds),
    "revision-line": Target(revision_line, revision_seeds),
    "small-lines": Target(small_lines, small_line_seeds),
    "signature": Target(signature, signature_seeds),
    "signers": Target(signers, signers_seeds),
    "key-slots": Target(key_slots, slot_seeds),
    "settings": Target(settings, settings_seeds),
}


def refused(target: Target, data: bytes) -> bool:
    """Feed one input: whether it was refused. Anything but a refusal comes through as it is."""
    try:
        target.feed(data)
    except UserError:
        return True
    return False


def everything() -> Iterator[tuple[str, Target]]:
    """Every target, those that read other programs' files too."""
    from tests.fuzz.files import FILES

    yield from TARGETS.items()
    yield from FILES.items()
