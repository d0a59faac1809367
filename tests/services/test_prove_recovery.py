"""The recovery key is tested on the slots that laptops sent; each laptop hears the day with the next file."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.admit_people import admit, joiners
from ldp_stories.services.import_bundle import inbox
from ldp_stories.services.my_stories import home_summary
from ldp_stories.services.prove_recovery import FOLDER, keep_slots, prove, recovery_tested_on
from ldp_stories.services.set_up_programme import RecoveryKey, make_recovery
from ldp_stories.services.start_home import take_pack
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.homes import code_of, pack_of


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as three:
        yield three


@pytest.fixture
def key(made: Cast) -> RecoveryKey:
    """Joan made the key; Amina has the programme file that names it and sent a story with her slot."""
    key = make_recovery(made.joan)
    take_pack(made.amina, pack_of(made.joan, made.folder))
    tell(made.amina)
    send(made.amina, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    return key


def test_the_slot_that_came_with_a_file_is_kept_closed(made: Cast, key: RecoveryKey) -> None:
    kept = made.joan.folder / FOLDER / f"{made.amina.author.device}.age"
    assert kept.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert made.amina.root_key.hex().encode() not in kept.read_bytes()
    assert key.recipient.startswith("age1")


def test_a_test_opens_every_slot_and_the_researcher_hears_the_day(made: Cast, key: RecoveryKey) -> None:
    assert home_summary(made.amina).recovery_tested == ""
    found = prove(made.joan, key.identity)
    assert {(one.member, one.opens, one.on) for one in found} == {
        ("Joan", True, "2026-05-10"),
        ("Amina", True, "2026-05-10"),
        ("Priya", False, ""),  # her slot is still sealed to the key before
    }
    assert recovery_tested_on(made.amina) == ""
    send(made.joan, made.amina.member, made.stick)
    for path in inbox(made.stick):
        if path.suffix == ".ldp-pack":
            take_pack(made.amina, path)
    assert recovery_tested_on(made.amina) == "2026-05-10"
    assert home_summary(made.amina).recovery_tested == "2026-05-10"


def test_another_key_opens_nothing_and_writes_nothing(made: Cast, key: RecoveryKey) -> None:
    with pytest.raises(UserError) as caught:
        prove(made.joan, DeviceKeys.new().age_secret)
    assert code_of(caught) == "WRONG_RECOVERY_KEY"
    assert recovery_tested_on(made.joan, made.amina.author.device) == ""
    del key


def test_a_spoilt_slot_is_shown_as_one_that_does_not_open(made: Cast, key: RecoveryKey) -> None:
    path = made.joan.folder / FOLDER / f"{made.amina.author.device}.age"
    path.write_bytes(path.read_bytes()[:-1])
    found = {one.device: one.opens for one in prove(made.joan, key.identity)}
    assert (found[made.joan.author.device], found[made.amina.author.device]) == (True, False)
    assert recovery_tested_on(made.joan, made.amina.author.device) == ""


def test_only_a_coordinator_tests(made: Cast, key: RecoveryKey) -> None:
    with pytest.raises(Refused) as caught:
        prove(made.amina, key.identity)
    assert code_of(caught) == "NOT_YOUR_ROLE"


def test_without_a_recovery_key_there_is_nothing_to_test(made: Cast) -> None:
    shutil.rmtree(made.joan.folder / FOLDER)
    (made.joan.folder / "recovery.age").unlink()
    with pytest.raises(UserError) as caught:
        prove(made.joan, DeviceKeys.new().age_secret)
    assert code_of(caught) == "NO_RECOVERY_SLOT"


def test_a_laptop_keeps_slots_of_itself_only(made: Cast) -> None:
    device = made.amina.author.device
    keep_slots(made.joan, device, {"0" * 36: b"x"})
    assert not (made.joan.folder / FOLDER / f"{'0' * 36}.age").exists()
    keep_slots(made.amina, device, {device: b"x"})
    assert not (made.amina.folder / FOLDER).exists()
    keep_slots(made.joan, device, {device: b"x"})
    assert (made.joan.folder / FOLDER / f"{device}.age").read_bytes() == b"x"


def test_the_slot_of_one_who_joins_is_kept_once_they_are_let_in(made: Cast, key: RecoveryKey) -> None:
    noor = made.join("Noor", Role.RESEARCHER, pack_of(made.joan, made.folder))
    send(noor, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    (one,) = joiners(made.joan)
    admit(made.joan, one.bundle, role=one.role)
    assert {p.device: p.opens for p in prove(made.joan, key.identity)}[noor.author.device]
    assert recovery_tested_on(made.joan, noor.author.device) == "2026-05-10"
    noor.close()
