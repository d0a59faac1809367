"""Bundles on their way between people: parts in any order, a newcomer admitted, a relay, a rescue by hand."""

import hashlib
import itertools
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles.envelope import Kind, Part, Previous, Thread
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.orders import check_order
from ldp_stories.bundles.parts import share_out
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.bundles.reader import SignerVerdict, Standing, read_bundle
from ldp_stories.bundles.receipts import Outcome, check_receipt, make_receipt
from ldp_stories.bundles.writer import WrittenBundle, write_bundle
from ldp_stories.crypto.identities import DeviceKeys, fingerprint_words, read_word_list
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import ReceiptResult
from ldp_stories.errors import UserError
from tests.bundles.samples import (
    ANNA,
    ANNA_ID,
    PLAN,
    PROJECT,
    RECOVERY,
    TEAM,
    TEAM_ID,
    Kept,
    fresh,
    media,
    read,
    revision,
    write,
)

VIDEO = os.urandom(7_000_000)
WORDS = Path(__file__).parents[2] / "resources" / "words" / "eff_large_wordlist.txt"


def in_parts(folder: Path, limit: int = 4 << 20) -> list[WrittenBundle]:
    parts = share_out(PLAN.revisions, [*PLAN.media, media(VIDEO, "mp4")], limit)
    group = new_bundle_id()
    written = []
    for index in range(len(parts)):
        plan = replace(
            PLAN,
            part=Part(group, index + 1, len(parts)),
            revisions=parts.revisions[index],
            media=parts.media[index],
            slices=parts.slices,
        )
        written.append(write(folder, plan))
    return written


def test_parts_may_arrive_in_any_order_and_twice(tmp_path: Path) -> None:
    written = in_parts(tmp_path)
    assert len(written) == 4
    for order in itertools.permutations(written):
        staging = Kept(tmp_path)
        revisions, tables = set(), {}
        for part in (*order, order[0]):
            bundle = read(part.path, staging)
            revisions |= {r.id for r in bundle.revisions()}
            tables.update(bundle.envelope.slices)
        assert revisions == {r.id for r in PLAN.revisions}
        (whole, table), *_ = tables.items()
        joined = b"".join(staging.kept[piece] for piece in table.pieces)
        assert hashlib.sha256(joined).hexdigest() == whole


def test_orders_come_with_every_part(tmp_path: Path) -> None:
    for part in in_parts(tmp_path):
        arrived = list(read(part.path, Kept(tmp_path)).orders())
        assert arrived == list(PLAN.orders)
        assert all(check_order(o, ANNA.sign_public) for o in arrived)


def test_all_parts_carry_the_same_group_and_ids_of_their_own(tmp_path: Path) -> None:
    written = in_parts(tmp_path)
    assert len({w.envelope.part.group for w in written}) == 1
    assert len({w.bundle_id for w in written}) == len(written)
    assert [w.path.name.split("-")[2] for w in written] == [f"{n}of4.tar.age" for n in range(1, 5)]


def test_the_words_go_first_in_a_part_of_their_own(tmp_path: Path) -> None:
    first, *others = (read(w.path, Kept(tmp_path)) for w in in_parts(tmp_path))
    assert first.media == ()
    assert {r.id for r in first.revisions()} == {r.id for r in PLAN.revisions}
    assert all(part.media and not list(part.revisions()) for part in others)


def test_a_newcomer_waits_for_the_words_and_is_let_in_with_the_same_file(tmp_path: Path) -> None:
    newcomer, device = DeviceKeys.new(), new_id()
    plan = replace(fresh(), device=device, orders=(), slots={})
    written = write_bundle(tmp_path, plan, keys=newcomer, recipients=[TEAM.recipient])
    roster: dict[str, str] = {}

    def signers(envelope: object, _key: str) -> SignerVerdict:
        key = roster.get(device)
        return SignerVerdict(Standing.KNOWN if key else Standing.UNKNOWN, key)

    with pytest.raises(UserError) as caught:
        read(written.path, Kept(tmp_path), signers=signers)
    facts = caught.value.facts
    words = read_word_list(WORDS.read_text("ascii"))
    assert fingerprint_words(str(facts["key"]), words) == fingerprint_words(newcomer.sign_public, words)
    assert facts["recipient"] == newcomer.recipient
    roster[str(facts["device"])] = str(facts["key"])
    assert len(list(read(written.path, Kept(tmp_path), signers=signers).revisions())) == 20


def test_an_impostor_under_a_known_name_stays_outside(tmp_path: Path) -> None:
    impostor = write_bundle(tmp_path, fresh(), keys=DeviceKeys.new(), recipients=[TEAM.recipient])
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_SIGNATURE"):
        read(impostor.path, Kept(tmp_path))


def reply(received: WrittenBundle, n: int, prev: Previous | None) -> BundlePlan:
    receipt = make_receipt(
        received.bundle_id,
        received.tagmanifest_sha256,
        Outcome(held=received.media, new=20),
        by=f"{TEAM_ID}.1",
        keys=TEAM,
    )
    return replace(
        fresh(),
        kind=Kind.RETURN,
        device=TEAM_ID,
        epoch=1,
        thread=Thread("BS", n, prev),
        receipts=[receipt],
        revisions=(),
        media=(),
        slots={},
    )


def test_there_and_back_with_a_receipt_and_a_chain(tmp_path: Path) -> None:
    sent = write(tmp_path)
    first = write_bundle(tmp_path, reply(sent, 1, None), keys=TEAM, recipients=[ANNA.recipient])
    prev = Previous(first.bundle_id, first.tagmanifest_sha256)
    second = write_bundle(tmp_path, reply(sent, 2, prev), keys=TEAM, recipients=[ANNA.recipient])
    team = SignerVerdict(Standing.KNOWN, TEAM.sign_public)
    back = read_bundle(
        second.path,
        [ANNA.age_secret],
        Kept(tmp_path),
        signers=lambda _e, _k: team,
        project=PROJECT,
        practice=False,
    )
    (receipt,) = back.receipts()
    assert check_receipt(receipt, TEAM.sign_public)
    assert (receipt.bundle, receipt.tagmanifest) == (sent.bundle_id, sent.tagmanifest_sha256)
    assert receipt.result is ReceiptResult.ACCEPTED
    assert set(receipt.held) == set(sent.media)
    assert back.envelope.thread == Thread("BS", 2, prev)


def test_the_same_work_packed_twice_is_two_bundles_with_the_same_lines(tmp_path: Path) -> None:
    one, two = (read(write(tmp_path).path, Kept(tmp_path)) for _ in range(2))
    assert one.envelope.bundle_id != two.envelope.bundle_id
    assert list(one.revisions()) == list(two.revisions())
    assert one.tagmanifest_sha256 != two.tagmanifest_sha256


def test_a_large_file_is_rescued_by_hand_with_cat(tmp_path: Path) -> None:
    if not all(shutil.which(name) for name in ("age", "tar", "sha256sum", "cat")):
        pytest.skip("age, tar, sha256sum and cat are needed")
    written = in_parts(tmp_path)
    (tmp_path / "team.key").write_text(RECOVERY.age_secret + "\n")
    for part in written:
        command = f"age -d -i team.key {part.path.name} | tar -x --strip-components=1"
        subprocess.run(["/bin/sh", "-c", command], cwd=tmp_path, check=True)
    (whole, table), *_ = written[0].envelope.slices.items()
    names = " ".join(f"data/media/{p[:2]}/{p}.slice" for p in table.pieces)
    joined = subprocess.run(
        ["/bin/sh", "-c", f"cat {names} | sha256sum"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert joined.stdout.split()[0] == whole == hashlib.sha256(VIDEO).hexdigest()


def test_a_text_only_bundle_of_fifty_records_is_small(tmp_path: Path) -> None:
    revisions = [revision(i, "word " * 300) for i in range(1, 51 * 12)]
    written = write(tmp_path, replace(fresh(), revisions=revisions, media=()))
    assert written.size < 2_000_000
    assert written.carries == {f"{ANNA_ID}.3.w": (1, 611)}


def test_a_person_who_leaves_out_a_part_can_see_which(tmp_path: Path) -> None:
    written = in_parts(tmp_path)
    first = read(written[0].path, Kept(tmp_path))
    here = {m.sha256 for m in first.media}
    promised = {piece for table in first.envelope.slices.values() for piece in table.pieces}
    assert first.envelope.part.of == 4
    assert promised - here, "a part that is missing has slices that are still waited for"


def test_media_that_follow_later_are_announced(tmp_path: Path) -> None:
    later = hashlib.sha256(VIDEO).hexdigest()
    bundle = read(write(tmp_path, replace(fresh(), media=(), media_elsewhere=(later,))).path, Kept(tmp_path))
    assert bundle.envelope.media_elsewhere == (later,)
    assert bundle.media == ()
