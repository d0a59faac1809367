"""Receipts and orders carry their own signatures: whoever changes a word of them is found out."""

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.bundles.allowed_signers import write_allowed_signers
from ldp_stories.bundles.lines import (
    decode_order,
    decode_receipt,
    encode_order,
    encode_receipt,
    order_message,
)
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.orders import check_order, sign_order
from ldp_stories.bundles.receipts import Outcome, check_receipt, make_receipt, sign_receipt
from ldp_stories.domain.numbers import Number, Taken
from ldp_stories.domain.orders import OrderKind, OrderReason
from ldp_stories.domain.receipts import Receipt, ReceiptResult
from ldp_stories.errors import UserError
from tests.bundles.samples import ANNA, ANNA_ID, OTHER, TEAM, TEAM_ID, order, receipt

SHA = "ab" * 32
RECEIPT, ORDER = receipt(), order()


def make(outcome: Outcome) -> Receipt:
    return make_receipt(new_bundle_id(), SHA, outcome, by=f"{TEAM_ID}.1", keys=TEAM)


def test_a_receipt_holds_after_its_journey() -> None:
    arrived = decode_receipt(encode_receipt(RECEIPT))
    assert check_receipt(arrived, TEAM.sign_public)
    assert not check_receipt(arrived, OTHER.sign_public)


@pytest.mark.parametrize(
    "change",
    [{"bundle": new_bundle_id()}, {"tagmanifest": SHA},
     {"by": f"{ANNA_ID}.1"}, {"result": ReceiptResult.ACCEPTED}, {"held": (SHA, SHA)}, {"waiting": ()},
     {"had": 0}, {"new": 0}, {"refused": ()}, {"orders_done": ()}, {"id": ANNA_ID}, {"sig": ""}, {"sig": "x"}],
)  # fmt: skip
def test_a_changed_receipt_does_not_hold(change: dict[str, object]) -> None:
    assert not check_receipt(replace(RECEIPT, **change), TEAM.sign_public)  # type: ignore[arg-type]


def test_numbers_given_twice_are_under_the_signature_and_left_out_when_there_are_none() -> None:
    number = Number(f"{ANNA_ID}.2.w", 101)
    said = make(Outcome(taken=[Taken(TEAM_ID, number), Taken(ANNA_ID, number)], last=[number]))
    line = encode_receipt(said)
    assert f'"taken":[["{min(TEAM_ID, ANNA_ID)}","{ANNA_ID}.2.w",101]'.encode() in line
    arrived = decode_receipt(line)
    assert arrived == said
    assert check_receipt(arrived, TEAM.sign_public)
    assert not check_receipt(replace(arrived, taken=()), TEAM.sign_public)
    assert not check_receipt(replace(arrived, last=()), TEAM.sign_public)
    assert b"taken" not in encode_receipt(RECEIPT)
    many = make(Outcome(taken=[Taken(TEAM_ID, Number(f"{ANNA_ID}.2.w", n)) for n in range(1, 1_200)]))
    assert len(decode_receipt(encode_receipt(many)).taken) == 1_000


@pytest.mark.parametrize(
    "wrong",
    [
        b'"taken":[]',
        b'"taken":[["x","y",1]]',
        b'"last":[["%s.w",0]]' % ANNA_ID.encode(),
        b'"last":[1]',
        b'"more":1',
    ],
    ids=["no taken numbers", "not a number", "the number nought", "no line", "not a list"],
)
def test_numbers_that_are_none_are_refused(wrong: bytes) -> None:
    line = encode_receipt(RECEIPT)
    with pytest.raises(UserError) as caught:
        decode_receipt(line[:-1] + b"," + wrong + b"}")
    assert caught.value.code == "BAD_LINE"


@pytest.mark.parametrize(
    ("outcome", "result"),
    [
        (Outcome(new=3), ReceiptResult.ACCEPTED),
        (Outcome(held=[SHA]), ReceiptResult.ACCEPTED),
        (Outcome(waiting=[SHA]), ReceiptResult.PARTIAL),
        (Outcome(refused=[(ANNA_ID, "E_CARRY")]), ReceiptResult.PARTIAL),
        (Outcome(quarantined=True), ReceiptResult.QUARANTINED),
    ],
)
def test_the_result_follows_from_what_came_of_the_bundle(outcome: Outcome, result: ReceiptResult) -> None:
    made = make(outcome)
    assert made.result is result
    assert made.complete is (result is not ReceiptResult.QUARANTINED and not made.waiting)


def test_a_receipt_names_each_thing_once_and_in_order() -> None:
    made = make(Outcome(held=["cd" * 32, SHA, SHA], orders_done=[TEAM_ID, ANNA_ID, TEAM_ID]))
    assert made.held == (SHA, "cd" * 32)
    assert made.orders_done == tuple(sorted({ANNA_ID, TEAM_ID}))


def test_signing_again_replaces_the_signature() -> None:
    assert check_receipt(sign_receipt(RECEIPT, OTHER), OTHER.sign_public)
    assert not check_receipt(sign_receipt(RECEIPT, OTHER), TEAM.sign_public)


def test_an_order_holds_after_its_journey() -> None:
    arrived = decode_order(encode_order(ORDER))
    assert check_order(arrived, ANNA.sign_public)
    assert not check_order(arrived, OTHER.sign_public)
    assert check_order(sign_order(arrived, OTHER), OTHER.sign_public)


@pytest.mark.parametrize(
    "change",
    [{"kind": OrderKind.NARROW}, {"reason": OrderReason.MISTAKE},
     {"subject": None}, {"targets": ()}, {"scopes": ()}, {"by": f"{ANNA_ID}.4"}, {"seq": 10},
     {"id": ANNA_ID}, {"sig": ""}, {"sig": RECEIPT.sig}],
)  # fmt: skip
def test_a_changed_order_does_not_hold(change: dict[str, object]) -> None:
    assert not check_order(replace(ORDER, **change), ANNA.sign_public)  # type: ignore[arg-type]


def test_ssh_keygen_can_check_an_order(tmp_path: Path) -> None:
    tool = shutil.which("ssh-keygen")
    if tool is None:
        pytest.skip("no ssh-keygen here")
    (tmp_path / "allowed").write_text(write_allowed_signers([(ANNA_ID, ANNA.sign_public)]))
    (tmp_path / "sig").write_text(ORDER.sig)
    command = [tool, "-Y", "verify", "-f", "allowed", "-I", ANNA_ID, "-n", "ldp-order@1", "-s", "sig"]
    subprocess.run(command, cwd=tmp_path, input=order_message(ORDER), capture_output=True, check=True)
