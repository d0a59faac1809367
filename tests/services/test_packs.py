"""Reading programme files: what they hold, whom to believe, and what may not come in by them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.bundles.allowed_signers import write_allowed_signers
from ldp_stories.bundles.envelope import Kind, Part
from ldp_stories.bundles.names import new_bundle_id
from ldp_stories.bundles.orders import sign_order
from ldp_stories.bundles.plan import BundlePlan
from ldp_stories.bundles.writer import write_pack
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.domain.revisions import Revision
from ldp_stories.errors import UserError
from ldp_stories.services import packs
from ldp_stories.services.home import Home
from ldp_stories.services.set_up_programme import fill_part
from ldp_stories.store import ledger, orders, people, records
from tests.services.homes import code_of, pack_of, told


def handmade(home: Home, folder: Path, **changes: Any) -> Path:
    """A pack of this home with something in it that the program itself would not put there."""
    with home.main.read() as con:
        lines: Iterable[Revision] = tuple(ledger.of_stream(con, "p"))
    plan: dict[str, Any] = {
        "kind": Kind.PACK, "project": home.programme().id, "practice": home.practice, "device": home.author.device, "epoch": 1,
        "part": Part(new_bundle_id()), "made_at_label": home.label(), "app": "0", "contact": "", "revisions": lines,
    }  # fmt: skip
    keys = changes.pop("keys", home.keys)
    signers = write_allowed_signers([(home.author.device, home.keys.sign_public)])
    path = folder / f"{new_id()}.ldp-pack"
    write_pack(path, BundlePlan(**(plan | changes)), keys=keys, allowed_signers=signers)
    return path


def erase(home: Home, record: str, keys: DeviceKeys) -> Order:
    blank = Order(
        new_id(),
        OrderKind.ERASE,
        OrderReason.WITHDRAWAL,
        None,
        (record,),
        (),
        f"{home.author.device}.1",
        1,
        "",
    )
    return sign_order(blank, keys)


def test_the_entities_of_a_pack_are_read_by_kind(joan: Home, tmp_path: Path) -> None:
    pack = packs.read_first(pack_of(joan, tmp_path), joan.machine)
    assert len(pack.entities["tag"]) == 68
    assert pack.programme["name"] == "Larkside Together"
    assert pack.founding.programme_id == joan.programme().id == pack.envelope.project
    assert {r.stream for r in pack.revisions} == {"p"}


def test_what_was_hidden_in_the_programme_is_not_read_as_there(joan: Home, tmp_path: Path) -> None:
    with joan.main.write() as con:
        for device in people.devices(con):
            joan.hide(con, "device", device.id)
    assert "device" not in packs.read_first(pack_of(joan, tmp_path), joan.machine).entities


def test_stories_smuggled_into_a_pack_do_not_come_in(joan: Home, amina: Home, tmp_path: Path) -> None:
    record = told(joan)
    with joan.main.read() as con:
        everything = tuple(ledger.revisions(con))
    path = handmade(joan, tmp_path, revisions=everything)
    pack = packs.read(path, amina.machine, packs.trusted_by(amina))
    packs.bring_in(amina, pack)
    with amina.main.read() as con:
        assert records.record(con, record) is None
        assert ledger.entity(con, record) is None


def test_a_pack_named_by_another_founding_statement_is_no_pack(joan: Home, tmp_path: Path) -> None:
    path = handmade(joan, tmp_path, project="ab" * 32)
    with pytest.raises(UserError) as caught:
        packs.read_first(path, joan.machine)
    assert code_of(caught) == "NOT_A_PACK"


def test_a_pack_without_a_programme_is_no_pack(joan: Home, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        packs.read_first(handmade(joan, tmp_path, revisions=()), joan.machine)
    assert code_of(caught) == "NOT_A_PACK"


def test_a_coordinators_order_in_a_pack_is_obeyed_and_stays(joan: Home, amina: Home, tmp_path: Path) -> None:
    record = told(amina)
    path = handmade(joan, tmp_path, orders=[erase(joan, record, joan.keys)])
    packs.bring_in(amina, packs.read(path, amina.machine, packs.trusted_by(amina)))
    with amina.main.read() as con:
        found = records.record(con, record)
        assert len(orders.all_orders(con)) == 1
    assert found is not None
    assert found.erased


def test_an_order_with_a_wrong_signature_or_from_nobody_we_know_erases_nothing(
    joan: Home, amina: Home, tmp_path: Path
) -> None:
    """The authority is checked against the order's own signature, not the pack's (CONTRACTS.md 7)."""
    record = told(amina)
    forged = erase(joan, record, DeviceKeys.new())
    stranger = sign_order(
        Order(new_id(), OrderKind.ERASE, OrderReason.MISTAKE, None, (record,), (), f"{new_id()}.1", 1, ""),
        DeviceKeys.new(),
    )
    own = sign_order(
        Order(
            new_id(),
            OrderKind.ERASE,
            OrderReason.MISTAKE,
            None,
            (record,),
            (),
            f"{amina.author.device}.1",
            1,
            "",
        ),
        amina.keys,
    )  # Amina is not in the roster yet
    path = handmade(joan, tmp_path, orders=[forged, stranger, own])
    packs.bring_in(amina, packs.read(path, amina.machine, packs.trusted_by(amina)))
    with amina.main.read() as con:
        found = records.record(con, record)
        assert orders.all_orders(con) == ()
    assert found is not None
    assert not found.erased


def test_bringing_a_pack_in_twice_changes_nothing(joan: Home, amina: Home, tmp_path: Path) -> None:
    fill_part(joan, "complaint_route", {"complaint_route": "Call us."})
    pack = packs.read(pack_of(joan, tmp_path), amina.machine, packs.trusted_by(amina))
    assert packs.bring_in(amina, pack) > 0
    with amina.main.read() as con:
        before = [r.id for r in ledger.revisions(con)]
    assert packs.bring_in(amina, pack) == 0
    with amina.main.read() as con:
        assert [r.id for r in ledger.revisions(con)] == before


def test_a_laptop_that_was_marked_lost_issues_no_more_packs(joan: Home, amina: Home, tmp_path: Path) -> None:
    """A second coordinator's laptop; the founder's own key stays the root of trust."""
    thief = DeviceKeys.new()
    device, member = new_id(), new_id()
    with joan.main.write() as con:
        terms: list[dict[str, Any]] = [
            {"role": "coordinator", "start": "2026-05-01", "end": None, "extra": []}
        ]
        joan.put(con, "member", member, sets={"code": "C-02", "roles": terms})
        sets = {
            "member": member,
            "sign_key": thief.sign_public,
            "age_recipient": thief.recipient,
            "status": "active",
        }
        joan.put(con, "device", device, sets=sets)
    packs.bring_in(amina, packs.read(pack_of(joan, tmp_path), amina.machine, packs.trusted_by(amina)))
    good = handmade(joan, tmp_path, keys=thief, device=device)
    assert packs.read(good, amina.machine, packs.trusted_by(amina)).signer_key == thief.sign_public
    with joan.main.write() as con:
        joan.put(con, "device", device, sets={"status": "lost"})
    packs.bring_in(amina, packs.read(pack_of(joan, tmp_path), amina.machine, packs.trusted_by(amina)))
    with pytest.raises(UserError) as caught:
        packs.read(
            handmade(joan, tmp_path, keys=thief, device=device), amina.machine, packs.trusted_by(amina)
        )
    assert code_of(caught) == "REVOKED_SIGNER"


def test_a_researcher_issues_no_pack_even_with_a_key_of_the_roster(
    joan: Home, amina: Home, tmp_path: Path
) -> None:
    device, member, keys = new_id(), new_id(), DeviceKeys.new()
    with joan.main.write() as con:
        terms: list[dict[str, Any]] = [
            {"role": "researcher", "start": "2026-05-01", "end": None, "extra": []}
        ]
        joan.put(con, "member", member, sets={"code": "R-01", "roles": terms})
        sets = {
            "member": member,
            "sign_key": keys.sign_public,
            "age_recipient": keys.recipient,
            "status": "active",
        }
        joan.put(con, "device", device, sets=sets)
    packs.bring_in(amina, packs.read(pack_of(joan, tmp_path), amina.machine, packs.trusted_by(amina)))
    with pytest.raises(UserError) as caught:
        packs.read(handmade(joan, tmp_path, keys=keys, device=device), amina.machine, packs.trusted_by(amina))
    assert code_of(caught) == "UNKNOWN_SIGNER"


def test_reading_a_pack_leaves_nothing_readable_behind(joan: Home, tmp_path: Path) -> None:
    path = pack_of(joan, tmp_path)
    before = set(joan.machine.state_folder.rglob("*"))
    packs.read_first(path, joan.machine)
    assert set(joan.machine.state_folder.rglob("*")) == before
