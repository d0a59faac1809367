"""The whole way: what is written by one device is read by another, and opens with standard tools alone."""

import hashlib
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles.allowed_signers import write_allowed_signers
from ldp_stories.bundles.envelope import Kind
from ldp_stories.bundles.names import read_outer_name
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.slots import new_key, wrap_for_recovery
from tests.bundles.samples import (
    ANNA,
    ANNA_ID,
    CANARY,
    MEDIA,
    OTHER,
    PLAN,
    RECOVERY,
    TEAM,
    Kept,
    fresh,
    known,
    read,
    write,
)


def test_everything_arrives_as_it_was_sent(tmp_path: Path) -> None:
    written = write(tmp_path)
    staging = Kept(tmp_path)
    bundle = read(written.path, staging)
    assert list(bundle.orders()) == list(PLAN.orders)
    assert list(bundle.receipts()) == list(PLAN.receipts)
    assert list(bundle.requests()) == list(PLAN.requests)
    assert list(bundle.revisions()) == list(bundle.revisions()) == list(PLAN.revisions)
    assert bundle.slots == PLAN.slots
    assert {m.sha256: (m.ext, m.size) for m in bundle.media} == {m.sha256: (m.ext, m.size) for m in MEDIA}
    assert all(hashlib.sha256(data).hexdigest() == sha for sha, data in staging.kept.items())
    assert set(staging.kept) == set(written.media)
    assert bundle.refused == []
    bundle.close()


def test_writer_and_reader_speak_of_the_same_bundle(tmp_path: Path) -> None:
    written = write(tmp_path)
    bundle = read(written.path, Kept(tmp_path))
    assert bundle.envelope == written.envelope
    assert bundle.tagmanifest_sha256 == written.tagmanifest_sha256
    assert bundle.signer_key == ANNA.sign_public
    assert written.carries == {f"{ANNA_ID}.3.w": (1, 20)}
    assert written.size == written.path.stat().st_size


@pytest.mark.parametrize("keys", [ANNA, TEAM, RECOVERY])
def test_the_sender_the_addressee_and_the_recovery_key_can_open_it(tmp_path: Path, keys: DeviceKeys) -> None:
    bundle = read(write(tmp_path).path, Kept(tmp_path), keys)
    assert bundle.envelope.counts.revisions == 20


def test_the_outer_name_says_only_group_and_part(tmp_path: Path) -> None:
    plan = fresh()
    written = write(tmp_path, plan)
    assert read_outer_name(written.path.name) == (plan.part.group, 1, 1)
    assert written.bundle_id not in written.path.name


def test_nothing_readable_is_in_the_file(tmp_path: Path) -> None:
    data = write(tmp_path).path.read_bytes()
    for word in (CANARY, ANNA_ID, "coordinators", "revisions", "Nadia"):
        assert word.encode() not in data


def test_a_bundle_of_orders_alone_is_a_bundle(tmp_path: Path) -> None:
    plan = replace(fresh(), receipts=(), requests=(), revisions=(), slots={}, media=())
    bundle = read(write(tmp_path, plan).path, Kept(tmp_path))
    assert len(list(bundle.orders())) == 2
    assert [*bundle.revisions(), *bundle.receipts(), *bundle.requests()] == []


def test_a_bundle_may_carry_nothing_at_all(tmp_path: Path) -> None:
    plan = replace(
        fresh(), kind=Kind.RECEIPT, orders=(), receipts=(), requests=(), revisions=(), slots={}, media=()
    )
    bundle = read(write(tmp_path, plan).path, Kept(tmp_path))
    assert list(bundle.orders()) == []
    assert bundle.envelope.kind is Kind.RECEIPT


def test_progress_reaches_its_end_through_writing_and_reading_back(tmp_path: Path) -> None:
    from ldp_stories.bundles.writer import write_bundle

    told: list[tuple[int, int]] = []
    write_bundle(
        tmp_path, fresh(), keys=ANNA, recipients=[TEAM.recipient], progress=lambda d, t: told.append((d, t))
    )
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


def test_a_bundle_opens_and_proves_itself_with_standard_tools(tmp_path: Path) -> None:
    tools = {name: shutil.which(name) for name in ("age", "tar", "ssh-keygen", "sha256sum")}
    if not all(tools.values()):
        pytest.skip("age, tar, ssh-keygen and sha256sum are needed")
    written = write(tmp_path)
    (tmp_path / "team.key").write_text(RECOVERY.age_secret + "\n")
    (tmp_path / "allowed_signers").write_text(write_allowed_signers([(ANNA_ID, ANNA.sign_public)]))
    script = f"""set -eu
age -d -i team.key {written.path.name} | tar -x
cd ldp-{written.bundle_id}
ssh-keygen -Y verify -f ../allowed_signers -I {ANNA_ID} -n ldp-bundle@1 -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
sha256sum -c tagmanifest-sha256.txt
sha256sum -c manifest-sha256.txt
"""
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    top = tmp_path / f"ldp-{written.bundle_id}"
    assert "tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt" in (top / "README.txt").read_text()
    assert CANARY in (top / "data" / "revisions.jsonl").read_text()
    assert done.stdout.count(": OK") == 5 + len(MEDIA) + 5


def test_the_commands_in_the_readme_are_the_ones_that_work(tmp_path: Path) -> None:
    if not all(shutil.which(name) for name in ("age", "tar", "ssh-keygen", "sha256sum")):
        pytest.skip("age, tar, ssh-keygen and sha256sum are needed")
    written = write(tmp_path)
    (tmp_path / "team.key").write_text(RECOVERY.age_secret + "\n")
    (tmp_path / "allowed_signers").write_text(write_allowed_signers([(ANNA_ID, ANNA.sign_public)]))
    first = subprocess.run(
        [
            "/bin/sh",
            "-c",
            f"age -d -i team.key {written.path.name} | tar -xO ldp-{written.bundle_id}/README.txt",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    commands = [line.strip() for line in first.stdout.splitlines() if line.startswith("    ")]
    assert len(commands) == 5
    script = "set -eu\n" + "\n".join(commands).replace("FILE", written.path.name)
    done = subprocess.run(
        ["/bin/sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_a_recovery_slot_travels_with_the_first_bundle(tmp_path: Path) -> None:
    slot = wrap_for_recovery(new_key(), RECOVERY.recipient)
    bundle = read(write(tmp_path, replace(fresh(), slots={ANNA_ID: slot})).path, Kept(tmp_path))
    assert bundle.slots[ANNA_ID] == slot


def test_somebody_else_cannot_open_it(tmp_path: Path) -> None:
    from ldp_stories.errors import UserError

    staging = Kept(tmp_path)
    written = write(tmp_path)
    with pytest.raises(UserError, check=lambda e: e.code == "NOT_FOR_US"):
        read(written.path, staging, OTHER, known)
    assert staging.discarded
