"""Programme packs: the same bag, signed and open, checked by the same rules and by standard tools."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.bundles.allowed_signers import read_allowed_signers, write_allowed_signers
from ldp_stories.bundles.envelope import Kind
from ldp_stories.bundles.reader import SignerVerdict, Standing, read_pack
from ldp_stories.bundles.verified import VerifiedBundle
from ldp_stories.bundles.writer import WrittenBundle, write_pack
from ldp_stories.errors import UserError
from tests.bundles.forge import Forge, edit
from tests.bundles.samples import ANNA, ANNA_ID, OTHER, PLAN, PROJECT, TEAM_ID, Kept, known, media, write

SIGNERS = write_allowed_signers([(ANNA_ID, ANNA.sign_public)])
LOGO = media(b"\x89PNG a logo", "png")
PACK = replace(PLAN, kind=Kind.PACK, thread=None, media=(LOGO,), slots={}, receipts=(), requests=())


def write_one(folder: Path) -> WrittenBundle:
    return write_pack(folder / "coast 8 (BS).ldp-pack", PACK, keys=ANNA, allowed_signers=SIGNERS)


def take(path: Path, staging: Kept) -> VerifiedBundle:
    return read_pack(path, staging, signers=known, project=PROJECT, practice=False)


def test_a_pack_arrives_as_it_was_made(tmp_path: Path) -> None:
    written = write_one(tmp_path)
    pack = take(written.path, staging := Kept(tmp_path))
    assert list(pack.revisions()) == list(PLAN.revisions)
    assert staging.kept == {LOGO.sha256: b"\x89PNG a logo"}
    assert read_allowed_signers(pack.allowed_signers or "") == {ANNA_ID: ANNA.sign_public}
    assert pack.envelope.to == ()
    assert pack.tagmanifest_sha256 == written.tagmanifest_sha256


def test_a_pack_proves_itself_with_standard_tools(tmp_path: Path) -> None:
    if not all(shutil.which(name) for name in ("tar", "ssh-keygen", "sha256sum")):
        pytest.skip("tar, ssh-keygen and sha256sum are needed")
    written = write_one(tmp_path)
    text = written.path.read_bytes().decode("utf-8", "replace")
    commands = [
        line.strip() for line in text.split("README.txt", 1)[1].splitlines() if line.startswith("    ")
    ][:5]
    script = "set -eu\n" + "\n".join(commands).replace("FILE", f"'{written.path.name}'")
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / f"ldp-{written.bundle_id}" / "allowed_signers").read_text() == SIGNERS


def test_the_first_pack_is_trusted_by_its_key_alone(tmp_path: Path) -> None:
    seen: list[str] = []

    def ask(_envelope: object, key: str) -> SignerVerdict:
        seen.append(key)
        return SignerVerdict(Standing.KNOWN, key)

    read_pack(write_one(tmp_path).path, Kept(tmp_path), signers=ask)
    assert seen == [ANNA.sign_public]


WRONG = {
    "a picture": (b"\xff\xd8\xff" * 500, "NOT_A_PACK"),
    "an empty file": (b"", "NOT_A_PACK"),
    "a sealed bundle": (Forge().make(), "NOT_A_PACK"),
    "a bundle without its seal": (Forge(namespace="ldp-bundle@1").make_tar(), "BAD_SIGNATURE"),
    "records signed as a pack": (Forge(namespace="ldp-pack@1").make(), "NOT_A_PACK"),
    "another programme": (
        Forge(namespace="ldp-pack@1", envelope=edit(kind="pack", to=[], project="2" * 64)).make(),
        "FOREIGN_PROGRAMME",
    ),
    "a practice pack": (
        Forge(namespace="ldp-pack@1", envelope=edit(kind="pack", to=[], practice=True)).make(),
        "PRACTICE_MIXED",
    ),
    "another signer": (
        Forge(namespace="ldp-pack@1", keys=OTHER, envelope=edit(kind="pack", to=[])).make(),
        "BAD_SIGNATURE",
    ),
    "a pack with addressees": (
        Forge(namespace="ldp-pack@1", envelope=edit(kind="pack")).make(),
        "BAD_ENVELOPE",
    ),
    "a newer pack": (
        Forge(namespace="ldp-pack@1", envelope=edit(kind="pack", to=[], requires=["x"])).make(),
        "NEEDS_NEWER",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_pack_of_ours_is_refused(tmp_path: Path, name: str) -> None:
    data, code = WRONG[name]
    (tmp_path / "x.ldp-pack").write_bytes(data)
    staging = Kept(tmp_path)
    with pytest.raises(UserError) as caught:
        take(tmp_path / "x.ldp-pack", staging)
    assert caught.value.code == code
    assert staging.discarded


GOOD = Forge(namespace="ldp-pack@1", envelope=edit(kind="pack", to=[])).make()


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(1, 255))
def test_a_pack_with_a_changed_byte_is_refused(
    tmp_path_factory: pytest.TempPathFactory, at: int, value: int
) -> None:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "x").write_bytes(GOOD[:at] + bytes([GOOD[at] ^ value]) + GOOD[at + 1 :])
    with pytest.raises(UserError):
        take(folder / "x", Kept(folder))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(GOOD) - 1))
def test_a_pack_cut_off_anywhere_is_refused(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    folder = tmp_path_factory.mktemp("pack")
    (folder / "x").write_bytes(GOOD[:size])
    with pytest.raises(UserError, check=lambda e: e.code in {"NOT_A_PACK", "CUT_SHORT"}):
        take(folder / "x", Kept(folder))


def test_a_pack_is_never_written_over_another(tmp_path: Path) -> None:
    write_one(tmp_path)
    with pytest.raises(UserError, check=lambda e: e.code == "FILE_EXISTS"):
        write_one(tmp_path)


def test_only_a_pack_is_written_as_a_pack(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pack"):
        write_pack(tmp_path / "x.ldp-pack", PLAN, keys=ANNA, allowed_signers=SIGNERS)


def test_a_bundle_is_not_read_as_a_pack(tmp_path: Path) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "NOT_A_PACK"):
        take(write(tmp_path).path, Kept(tmp_path))


def test_allowed_signers_name_every_purpose_and_come_back() -> None:
    text = write_allowed_signers([(TEAM_ID, OTHER.sign_public + " comment"), (ANNA_ID, ANNA.sign_public)])
    assert read_allowed_signers(text) == {ANNA_ID: ANNA.sign_public, TEAM_ID: OTHER.sign_public}
    assert text.count('namespaces="ldp-bundle@1,ldp-order@1,ldp-receipt@1,ldp-pack@1"') == 2


@pytest.mark.parametrize(
    "text",
    [
        "x\n",
        SIGNERS + SIGNERS,
        SIGNERS.replace("ssh-ed25519", "ssh-rsa"),
        "* " + SIGNERS[37:],
        SIGNERS[:-10] + "\n",
    ],
)
def test_allowed_signers_of_another_form_are_refused(text: str) -> None:
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_KEY"):
        read_allowed_signers(text)
