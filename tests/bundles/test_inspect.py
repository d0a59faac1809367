"""Looking at a file: without a key only what anyone could see."""

from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles.inspect import FileKind, inspect
from tests.bundles.forge import Forge, edit
from tests.bundles.samples import ANNA, OTHER, TEAM, fresh, write

PACK = Forge(namespace="ldp-pack@1", envelope=edit(kind="pack", to=[]))


def test_without_a_key_a_bundle_is_a_number_and_a_part(tmp_path: Path) -> None:
    plan = fresh()
    written = write(tmp_path, plan)
    facts = inspect(written.path)
    assert (facts.kind, facts.group, facts.part, facts.parts) == (FileKind.SEALED, plan.part.group, 1, 1)
    assert facts.sealed_to == 3
    assert facts.size == written.size
    assert facts.head is None
    assert facts.trouble is None


def test_with_a_key_the_envelope_and_its_signer_show(tmp_path: Path) -> None:
    written = write(tmp_path)
    facts = inspect(written.path, [TEAM.age_secret])
    assert facts.head is not None
    assert facts.head.envelope == written.envelope
    assert facts.head.key == ANNA.sign_public


def test_a_renamed_bundle_is_still_recognised(tmp_path: Path) -> None:
    path = write(tmp_path).path.rename(tmp_path / "holiday.bin")
    facts = inspect(path, [TEAM.age_secret])
    assert facts.kind is FileKind.SEALED
    assert facts.group is None
    assert facts.head is not None


def test_a_bundle_for_others_says_so(tmp_path: Path) -> None:
    facts = inspect(write(tmp_path).path, [OTHER.age_secret])
    assert facts.trouble == "NOT_FOR_US"
    assert facts.head is None


def test_a_pack_can_be_looked_at_by_anyone(tmp_path: Path) -> None:
    (tmp_path / "x.ldp-pack").write_bytes(PACK.make())
    facts = inspect(tmp_path / "x.ldp-pack")
    assert facts.kind is FileKind.PACK
    assert facts.head is not None
    assert facts.head.key == ANNA.sign_public


OTHER_FILES = {
    "nothing": (b"", FileKind.OTHER, "NOT_A_PACK"),
    "a picture": (b"\xff\xd8" * 999, FileKind.OTHER, "NOT_A_PACK"),
    "a newer seal": (b"age-encryption.org/v2\n" * 90, FileKind.SEALED, "NEEDS_NEWER"),
    "a broken seal": (b"age-encryption.org/v1\nhello", FileKind.SEALED, "BAD_SEAL"),
    "a broken pack": (PACK.make()[:2000], FileKind.PACK, "CUT_SHORT"),
    "a pack nobody signed": (replace(PACK, signature=lambda _: "").make(), FileKind.PACK, "BAD_SIGNATURE"),
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_any_other_file_is_named_for_what_it_is(tmp_path: Path, name: str) -> None:
    data, kind, trouble = OTHER_FILES[name]
    (tmp_path / "x").write_bytes(data)
    facts = inspect(tmp_path / "x", [TEAM.age_secret])
    assert (facts.kind, facts.trouble) == (kind, trouble)


def test_only_the_beginning_is_looked_at(tmp_path: Path) -> None:
    written = write(tmp_path)
    data = bytearray(written.path.read_bytes())
    data[-1] ^= 1
    written.path.write_bytes(data)
    assert inspect(written.path, [TEAM.age_secret]).head is not None


def test_a_file_that_is_gone_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inspect(tmp_path / "gone")
