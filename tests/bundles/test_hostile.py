"""Files made to do harm, or broken on the way: each is refused with its own code, and nothing of it stays (BUNDLE.md 7)."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.bundles.reader import SignerVerdict, Standing
from ldp_stories.bundles.tar import header
from ldp_stories.errors import SENTENCES, UserError
from tests.bundles.forge import PICTURE, PICTURE_PATH, PICTURE_SHA, Forge, edit, good_payload, without
from tests.bundles.samples import ANNA, OTHER, PROJECT, TEAM, Kept, read

TOP = "ldp-" + "0" * 26


def renamed(old: str, new: str) -> Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]:
    return lambda members: [(name.replace(old, new), data) for name, data in members]


def extra(
    name: str, data: bytes = b"x", at: int = 99
) -> Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]:
    def insert(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        top = members[0][0].split("/")[0]
        return [*members[:at], (name.replace("TOP", top), data), *members[at:]]

    return insert


def resum(block: bytes) -> bytes:
    """A tar header with its checksum made right again."""
    bare = block[:148] + b" " * 8 + block[156:]
    return bare[:148] + b"%06o\0 " % sum(bare) + bare[156:]


def in_header(at: int, value: bytes, name: str = "orders.jsonl") -> Callable[[str, bytes], bytes]:
    def change(member: str, block: bytes) -> bytes:
        return resum(block[:at] + value + block[at + len(value) :]) if member.endswith(name) else block

    return change


def swap(first: int, second: int) -> Callable[[list[tuple[str, bytes]]], list[tuple[str, bytes]]]:
    def exchange(members: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        members = list(members)
        members[first], members[second] = members[second], members[first]
        return members

    return exchange


def payload(**changes: bytes) -> dict[str, bytes]:
    """The good payload with text files replaced, in the order that bundles have."""
    texts = {f"data/{name}.jsonl": data for name, data in changes.items()}
    return {**{p: d for p, d in good_payload().items() if p != PICTURE_PATH}, **texts, PICTURE_PATH: PICTURE}


def change(path: str, data: bytes) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    return lambda files: {**files, path: data}


def sender(**values: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda value: {**value, "sender": {**value["sender"], **values}}


HARMFUL: dict[str, tuple[Forge, str]] = {
    # the seal
    "an empty file": (Forge(sealed=lambda _: b""), "NOT_SEALED"),
    "a picture": (Forge(sealed=lambda _: PICTURE), "NOT_SEALED"),
    "sealed to somebody else": (Forge(sealed_to=(OTHER.recipient,)), "NOT_FOR_US"),
    "one byte more": (Forge(sealed=lambda d: d + b"\0"), "DAMAGED"),
    "one byte less": (Forge(sealed=lambda d: d[:-1]), "DAMAGED"),
    "half of it": (Forge(sealed=lambda d: d[: len(d) // 2]), "DAMAGED"),
    "two files in one": (Forge(sealed=lambda d: d + d), "DAMAGED"),
    # the tar
    "no tar inside": (Forge(tar=lambda _: b"hello"), "CUT_SHORT"),
    "nothing inside": (Forge(tar=lambda _: b""), "CUT_SHORT"),
    "only the end of a tar": (Forge(tar=lambda _: bytes(1024)), "CUT_SHORT"),
    "no end": (Forge(tar=lambda t: t[:-1024]), "CUT_SHORT"),
    "half an end": (Forge(tar=lambda t: t[:-512]), "CUT_SHORT"),
    "something after the end": (Forge(tar=lambda t: t + b"x"), "BAD_TAR"),
    "zeros after the end": (Forge(tar=lambda t: t + bytes(512)), "BAD_TAR"),
    "a file after the end": (Forge(tar=lambda t: t + header(f"{TOP}/data/orders.jsonl", 0)), "BAD_TAR"),
    "padding that is not zero": (Forge(tar=lambda t: t[: 511 + 512] + b"x" + t[512 + 512 :]), "BAD_TAR"),
    "a link": (Forge(block=in_header(156, b"1")), "BAD_TAR"),
    "a symbolic link": (Forge(block=in_header(156, b"2")), "BAD_TAR"),
    "a device": (Forge(block=in_header(156, b"3")), "BAD_TAR"),
    "a folder": (Forge(block=in_header(156, b"5")), "BAD_TAR"),
    "an extended header": (Forge(block=in_header(156, b"x")), "BAD_TAR"),
    "a global extended header": (Forge(block=in_header(156, b"g")), "BAD_TAR"),
    "a long name of GNU tar": (Forge(block=in_header(156, b"L")), "BAD_TAR"),
    "a sparse file": (Forge(block=in_header(156, b"S")), "BAD_TAR"),
    "an old regular file": (Forge(block=in_header(156, b"\0")), "BAD_TAR"),
    "GNU magic": (Forge(block=in_header(257, b"ustar  \0")), "BAD_TAR"),
    "no magic": (Forge(block=in_header(257, bytes(8))), "BAD_TAR"),
    "a wrong checksum": (Forge(block=lambda _n, b: b[:148] + b"000000\0 " + b[156:]), "BAD_TAR"),
    "an executable": (Forge(block=in_header(100, b"0000755\0")), "BAD_TAR"),
    "an owner": (Forge(block=in_header(108, b"0001750\0")), "BAD_TAR"),
    "a time": (Forge(block=in_header(136, b"14567000000\0")), "BAD_TAR"),
    "a user name": (Forge(block=in_header(265, b"root")), "BAD_TAR"),
    "a binary size": (Forge(block=in_header(124, b"\x80" + bytes(10) + b"\x05")), "BAD_TAR"),
    "a negative size": (Forge(block=in_header(124, b"-0000000001\0")), "BAD_TAR"),
    "a size in spaces": (Forge(block=in_header(124, b"         12 ")), "BAD_TAR"),
    "a huge size": (Forge(block=in_header(124, b"77777777777\0")), "BAD_BAG"),
    "a smaller size": (Forge(block=in_header(124, b"00000000001\0")), "DAMAGED"),
    "bytes behind the name": (Forge(block=in_header(90, b"x")), "BAD_PATH"),
    # names
    "a name that climbs": (Forge(members=extra("TOP/../../etc/passwd", at=7)), "BAD_PATH"),
    "an absolute name": (Forge(members=extra("/etc/passwd", at=7)), "BAD_PATH"),
    "a drive": (Forge(members=extra("C:/Windows/x", at=7)), "BAD_PATH"),
    "a backslash": (Forge(members=extra("TOP\\data\\orders.jsonl", at=7)), "BAD_PATH"),
    "a stream of NTFS": (Forge(members=extra("TOP/data/orders.jsonl:x", at=7)), "BAD_PATH"),
    "a reserved name": (Forge(members=extra("TOP/data/CON", at=7)), "BAD_PATH"),
    "a control character": (Forge(members=extra("TOP/data/a\x07b", at=7)), "BAD_PATH"),
    "a file beside the data": (Forge(members=extra("TOP/data/notes.txt", at=7)), "BAD_PATH"),
    "a list of things to fetch": (Forge(members=extra("TOP/fetch.txt", at=7)), "BAD_PATH"),
    "a capital letter": (Forge(members=renamed("data/orders", "data/Orders")), "BAD_PATH"),
    "a hash in capitals": (Forge(members=renamed(PICTURE_SHA, PICTURE_SHA.upper())), "BAD_PATH"),
    "a media file of another kind": (Forge(members=renamed(".jpg", ".exe")), "BAD_PATH"),
    "a media file in another folder": (
        Forge(members=renamed(f"media/{PICTURE_SHA[:2]}/", "media/zz/")),
        "BAD_PATH",
    ),
    "two top folders": (Forge(members=extra("ldp-" + "z" * 26 + "/data/orders.jsonl", at=7)), "BAD_BAG"),
    "a top folder of another name": (Forge(members=renamed("ldp-", "xdp-")), "BAD_PATH"),
    "another id on the folder": (Forge(members=lambda m: [(TOP + n[30:], d) for n, d in m]), "BAD_BAG"),
    # order and lists
    "a file nobody listed": (Forge(members=extra("TOP/data/requests.jsonl")), "NOT_LISTED"),
    "a file twice": (Forge(members=lambda m: [*m, m[-1]]), "NOT_LISTED"),
    "a listed file missing": (Forge(members=lambda m: m[:-1]), "CUT_SHORT"),
    "a file in the middle missing": (Forge(members=lambda m: m[:8] + m[9:]), "BAD_BAG"),
    "payload before the tag files": (Forge(members=swap(0, 7)), "BAD_BAG"),
    "the signature before what it signs": (Forge(members=swap(5, 6)), "BAD_BAG"),
    "payload in another order": (Forge(members=swap(7, 8)), "BAD_BAG"),
    "no tag manifest": (Forge(members=lambda m: m[:5] + m[6:]), "BAD_BAG"),
    "no signature": (Forge(members=lambda m: m[:6] + m[7:]), "BAD_BAG"),
    "no orders": (Forge(payload={p: d for p, d in good_payload().items() if "orders" not in p}), "BAD_BAG"),
    "a manifest line twice": (Forge(manifest=lambda m: m + m.splitlines(keepends=True)[0]), "BAD_BAG"),
    "a manifest that climbs": (Forge(manifest=lambda m: m + b"0" * 64 + b"  ../x\n"), "BAD_PATH"),
    "a manifest without last newline": (Forge(manifest=lambda m: m[:-1]), "BAD_BAG"),
    "a manifest with carriage returns": (Forge(manifest=lambda m: m.replace(b"\n", b"\r\n")), "BAD_BAG"),
    "a manifest in capitals": (Forge(manifest=lambda m: m.upper()), "BAD_BAG"),
    "a manifest with an accent": (Forge(manifest=lambda m: m + "é".encode()), "BAD_BAG"),
    "another picture under the hash": (
        Forge(payload={**good_payload(), PICTURE_PATH: PICTURE[::-1]}),
        "DAMAGED",
    ),
    "a picture listed under another hash": (
        Forge(manifest=lambda m: re.sub(rb"[0-9a-f]{64}(?=  data/m)", b"0" * 64, m)),
        "BAD_BAG",
    ),
    "too little announced": (Forge(info=lambda i: re.sub(rb"Oxum: \d+", b"Oxum: 10", i)), "BAD_BAG"),
    "too much announced": (Forge(info=lambda i: re.sub(rb"Oxum: (\d)", rb"Oxum: 9\1", i)), "BAD_BAG"),
    "another number of files": (Forge(info=lambda i: re.sub(rb"\.\d+\n", b".9\n", i, count=1)), "BAD_BAG"),
    "another profile": (Forge(info=lambda i: i.replace(b"urn:ldp", b"urn:xyz")), "BAD_BAG"),
    "bag-info in another order": (
        Forge(info=lambda i: b"".join(reversed(i.splitlines(keepends=True)))),
        "BAD_BAG",
    ),
    # the signature
    "the signature of another bundle": (Forge(signature=lambda s: s.replace("A", "B")), "BAD_SIGNATURE"),
    "no signature at all": (Forge(signature=lambda _: ""), "BAD_SIGNATURE"),
    "a signature for another purpose": (Forge(namespace="ldp-order@1"), "BAD_SIGNATURE"),
    "signed by another key than it says": (Forge(envelope=sender(key=OTHER.fingerprint)), "BAD_SIGNATURE"),
    "signed by another key for a known device": (Forge(keys=OTHER), "BAD_SIGNATURE"),
    "an unknown device": (
        Forge(keys=OTHER, envelope=sender(device="0" * 8 + "-0000-0000-0000-" + "0" * 12)),
        "UNKNOWN_SIGNER",
    ),
    "a tag file changed after signing": (
        Forge(after_signing=change("README.txt", b"call 090 12345\n")),
        "DAMAGED",
    ),
    "an envelope changed after signing": (Forge(after_signing=change("ldp-bundle.json", b"{}")), "DAMAGED"),
    "orders changed after signing": (Forge(after_signing=change("data/orders.jsonl", b"")), "DAMAGED"),
    "a tag manifest changed after signing": (
        Forge(after_signing=change("tagmanifest-sha256.txt", b"")),
        "BAD_SIGNATURE",
    ),
    "a tag manifest that leaves out the envelope": (
        Forge(tagmanifest=lambda t: b"".join(t.splitlines(keepends=True)[:3])),
        "BAD_BAG",
    ),
    # the envelope
    "addressed to others and passed on": (Forge(envelope=edit(to=[OTHER.recipient])), "READDRESSED"),
    "another programme": (Forge(envelope=edit(project="1" * 64)), "FOREIGN_PROGRAMME"),
    "practice": (Forge(envelope=edit(practice=True)), "PRACTICE_MIXED"),
    "a pack in disguise": (Forge(envelope=edit(kind="pack", to=[])), "NOT_A_BUNDLE"),
    "another format": (Forge(envelope=edit(format="zip/1")), "NOT_A_BUNDLE"),
    "a newer format": (Forge(envelope=edit(format="ldp-bundle/2")), "NEEDS_NEWER"),
    "a newer need": (Forge(envelope=edit(requires=["quantum"])), "NEEDS_NEWER"),
    "an unknown kind": (Forge(envelope=edit(kind="party")), "BAD_ENVELOPE"),
    "no sender": (Forge(envelope=without("sender")), "BAD_ENVELOPE"),
    "practice as text": (Forge(envelope=edit(practice="false")), "BAD_ENVELOPE"),
    "practice as a number": (Forge(envelope=edit(practice=0)), "BAD_ENVELOPE"),
    "an epoch of zero": (Forge(envelope=sender(epoch=0)), "BAD_ENVELOPE"),
    "an epoch with a fraction": (Forge(envelope=sender(epoch=1.5)), "BAD_ENVELOPE"),
    "nobody addressed": (Forge(envelope=edit(to=[])), "BAD_ENVELOPE"),
    "somebody addressed twice": (Forge(envelope=edit(to=[TEAM.recipient] * 2)), "BAD_ENVELOPE"),
    "21 addressees": (Forge(envelope=edit(to=[TEAM.recipient] * 21)), "BAD_ENVELOPE"),
    "part 2 of 1": (Forge(envelope=edit(part={"group": "0" * 26, "index": 2, "of": 1})), "BAD_ENVELOPE"),
    "a bundle id of another form": (Forge(envelope=edit(bundle_id="x")), "BAD_ENVELOPE"),
    "the id of another bundle": (Forge(envelope=edit(bundle_id="0" * 26)), "BAD_BAG"),
    "an id with a newline": (Forge(envelope=edit(project=PROJECT + "\n")), "BAD_ENVELOPE"),
    "more media announced": (
        Forge(envelope=lambda e: {**e, "counts": {**e["counts"], "media": 2}}),
        "BAD_BAG",
    ),
    "larger media announced": (
        Forge(envelope=lambda e: {**e, "counts": {**e["counts"], "media_bytes": 1}}),
        "BAD_BAG",
    ),
    "a list as envelope": (Forge(envelope_bytes=lambda _: b"[]"), "NOT_A_BUNDLE"),
    "an envelope that is no JSON": (Forge(envelope_bytes=lambda _: b"{"), "BAD_JSON"),
    "an envelope with a key twice": (
        Forge(envelope_bytes=lambda e: b'{"practice":true,' + e[1:]),
        "BAD_JSON",
    ),
    "an envelope 17 deep": (
        Forge(envelope_bytes=lambda e: b'{"x":' + b"[" * 17 + b"]" * 17 + b"," + e[1:]),
        "BAD_JSON",
    ),
    "an envelope of brackets": (Forge(envelope_bytes=lambda _: b"[" * 100_000), "BAD_JSON"),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_is_refused_and_leaves_nothing(tmp_path: Path, name: str) -> None:
    forge, code = HARMFUL[name]
    path = tmp_path / "in.tar.age"
    path.write_bytes(forge.make())
    staging = Kept(tmp_path)
    with pytest.raises(UserError) as caught:
        read(path, staging)
    assert caught.value.code == code
    assert staging.discarded
    assert not staging.kept
    assert [p.name for p in tmp_path.iterdir()] == ["in.tar.age"]


def test_the_forge_itself_makes_good_bundles(tmp_path: Path) -> None:
    path = tmp_path / "in.tar.age"
    path.write_bytes(Forge().make())
    bundle = read(path, staging := Kept(tmp_path))
    assert len(list(bundle.revisions())) == 2
    assert staging.kept == {PICTURE_SHA: PICTURE}
    assert not staging.discarded


def test_every_refusal_has_a_sentence_of_its_own() -> None:
    codes = {code for _, code in HARMFUL.values()} | {"REVOKED_SIGNER", "BAD_LINE", "NOT_A_PACK", "TOO_BIG"}
    assert codes <= set(SENTENCES)
    assert len({SENTENCES[c] for c in codes}) == len(codes)


def test_a_revoked_device_is_told_from_an_unknown_one(tmp_path: Path) -> None:
    path = tmp_path / "in.tar.age"
    path.write_bytes(Forge().make())
    with pytest.raises(UserError) as caught:
        read(path, Kept(tmp_path), signers=lambda _e, _k: SignerVerdict(Standing.REVOKED, ANNA.sign_public))
    assert caught.value.code == "REVOKED_SIGNER"


def test_an_unknown_device_can_be_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "in.tar.age"
    path.write_bytes(Forge(envelope=sender(recipient=ANNA.recipient)).make())
    with pytest.raises(UserError) as caught:
        read(path, Kept(tmp_path), signers=lambda _e, _k: SignerVerdict(Standing.UNKNOWN))
    assert caught.value.facts["key"] == ANNA.sign_public
    assert caught.value.facts["recipient"] == ANNA.recipient


def test_the_roster_is_asked_only_about_a_proved_envelope(tmp_path: Path) -> None:
    path = tmp_path / "in.tar.age"
    path.write_bytes(replace(HARMFUL["an envelope changed after signing"][0]).make())
    asked: list[str] = []

    def signers(_envelope: object, key: str) -> SignerVerdict:
        asked.append(key)
        return SignerVerdict(Standing.KNOWN, key)

    with pytest.raises(UserError):
        read(path, Kept(tmp_path), signers=signers)
    assert asked == []


SEALED = Forge().make()


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(SEALED) - 1))
def test_a_bundle_cut_off_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    folder = tmp_path_factory.mktemp("cut")
    (folder / "in.tar.age").write_bytes(SEALED[:size])
    with pytest.raises(UserError, check=lambda e: e.code in {"DAMAGED", "BAD_SEAL", "NOT_SEALED"}):
        read(folder / "in.tar.age", Kept(folder))


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(SEALED) - 1), st.integers(0, 7))
def test_a_bundle_with_one_bit_changed_is_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    changed = bytearray(SEALED)
    changed[at] ^= 1 << bit
    (folder / "in.tar.age").write_bytes(changed)
    with pytest.raises(UserError):
        read(folder / "in.tar.age", Kept(folder))


TAR = Forge().make_tar()


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(TAR) - 1), st.integers(1, 255))
def test_a_changed_byte_in_the_tar_under_a_whole_seal_is_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, value: int
) -> None:
    folder = tmp_path_factory.mktemp("tar")
    forge = Forge(tar=lambda _: TAR[:at] + bytes([TAR[at] ^ value]) + TAR[at + 1 :])
    (folder / "in.tar.age").write_bytes(forge.make())
    staging = Kept(folder)
    with pytest.raises(UserError):
        read(folder / "in.tar.age", staging)
    assert staging.discarded
