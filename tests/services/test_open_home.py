"""Making and opening a home: slots, passphrases, practice, recovery."""

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.letter_box import letter_box
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import open_home
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.open_home import Who, create, homes_in, same_passphrase
from ldp_stories.store import backup, homes, identity, ledger
from ldp_stories.store.disk import write_durably
from ldp_stories.store.homes import HomeFolder
from tests.services.homes import PASSPHRASE, Clock, code_of


def live_home(folder: Path, machine: Machine, name: str = "Amina") -> Home:
    return create(folder, machine, Who(name, (Role.RESEARCHER,)), passphrase=PASSPHRASE, practice=False)


def test_a_home_opens_again_with_its_passphrase_and_knows_who_it_is(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    made.close()
    again = open_home.open_home(tmp_path / "a", PASSPHRASE, machine)
    assert (again.name, again.member, again.keys) == ("Amina", made.member, made.keys)
    assert again.author == made.author
    assert not again.practice
    again.close()


@pytest.mark.parametrize("typed", ["four plain words her", "", "FOUR PLAIN WORDS HERE"])
def test_a_wrong_passphrase_opens_nothing(tmp_path: Path, machine: Machine, typed: str) -> None:
    live_home(tmp_path / "a", machine).close()
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", typed, machine)
    assert code_of(caught) == "WRONG_PASSPHRASE"


def test_a_passphrase_typed_on_another_keyboard_is_the_same(tmp_path: Path, machine: Machine) -> None:
    who = Who("Zoe", (Role.RESEARCHER,))
    create(tmp_path / "a", machine, who, passphrase="caf\u00e9 au lait", practice=False).close()
    open_home.open_home(tmp_path / "a", "cafe\u0301 au lait", machine).close()


def test_a_live_home_asks_for_its_passphrase(tmp_path: Path, machine: Machine) -> None:
    live_home(tmp_path / "a", machine).close()
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", None, machine)
    assert code_of(caught) == "PASSPHRASE_NEEDED"


@pytest.mark.parametrize("passphrase", [None, "", "short", "       a"])
def test_a_live_home_is_not_made_without_a_good_passphrase(
    tmp_path: Path, machine: Machine, passphrase: str | None
) -> None:
    with pytest.raises(UserError) as caught:
        create(tmp_path / "a", machine, Who("A", (Role.RESEARCHER,)), passphrase=passphrase, practice=False)
    assert code_of(caught) == "PASSPHRASE_SHORT"
    assert not (tmp_path / "a").exists()


def test_no_home_is_made_over_another(tmp_path: Path, machine: Machine) -> None:
    live_home(tmp_path / "a", machine).close()
    before = (tmp_path / "a" / "keyslots.json").read_bytes()
    with pytest.raises(UserError) as caught:
        live_home(tmp_path / "a", machine, "Dev")
    assert code_of(caught) == "HOME_EXISTS"
    assert (tmp_path / "a" / "keyslots.json").read_bytes() == before


def test_no_home_is_made_in_a_folder_that_a_cloud_copies(tmp_path: Path, machine: Machine) -> None:
    with pytest.raises(UserError) as caught:
        live_home(tmp_path / "Dropbox" / "a", machine)
    assert code_of(caught) == "SYNCED_FOLDER"


def test_an_empty_folder_holds_no_home(tmp_path: Path, machine: Machine) -> None:
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path, PASSPHRASE, machine)
    assert code_of(caught) == "NO_HOME"


def test_a_home_that_is_open_does_not_open_twice(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", PASSPHRASE, machine)
    assert code_of(caught) == "STORE_IN_USE"
    made.close()
    made.close()
    open_home.open_home(tmp_path / "a", PASSPHRASE, machine).close()


def test_the_name_passphrase_and_keys_stand_in_no_file_that_can_be_read(
    tmp_path: Path, machine: Machine
) -> None:
    made = create(
        tmp_path / "a",
        machine,
        Who("Amina Canary", (Role.RESEARCHER,), label="Old laptop"),
        passphrase=PASSPHRASE,
        practice=False,
    )
    secrets = [
        PASSPHRASE,
        "Amina Canary",
        made.keys.age_secret,
        made.keys.sign_seed.hex(),
        made.root_key.hex(),
    ]
    made.close()
    for path in (tmp_path / "a").rglob("*"):
        if path.is_file() and path.name != "reserve.bin":
            data = path.read_bytes()
            assert not [s for s in secrets if s.encode() in data], path.name


def test_a_practice_home_needs_no_passphrase(tmp_path: Path, machine: Machine) -> None:
    who = Who("Amina", (Role.RESEARCHER,))
    create(tmp_path / "p", machine, who, passphrase=None, practice=True).close()
    again = open_home.open_home(tmp_path / "p", None, machine)
    assert again.practice
    assert same_passphrase(again, "anything")
    again.close()


def test_a_live_home_never_opens_by_a_practice_slot(tmp_path: Path, machine: Machine) -> None:
    """Also when somebody who has the root key puts a practice slot into its slot file."""
    from ldp_stories.crypto.slots import practice_slot

    made = live_home(tmp_path / "a", machine)
    root = made.root_key
    made.close()
    path = tmp_path / "a" / "keyslots.json"
    known = json.loads(path.read_bytes())
    del known["passphrase"]
    path.write_text(json.dumps({**known, "practice": True, "practice_slot": practice_slot(root)}))
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", None, machine)
    assert code_of(caught) == "BAD_SLOT"
    path.write_text(json.dumps({**known, "practice": False, "passphrase": practice_slot(root)}))
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", "practice", machine)
    assert code_of(caught) == "PRACTICE_SLOT"


def test_a_slot_file_without_slots_is_told_as_damaged(tmp_path: Path, machine: Machine) -> None:
    live_home(tmp_path / "a", machine).close()
    (tmp_path / "a" / "keyslots.json").write_text('{"practice": false}')
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", PASSPHRASE, machine)
    assert code_of(caught) == "BAD_SLOT"


def test_the_store_of_another_home_is_damage_and_not_a_wrong_passphrase(
    tmp_path: Path, machine: Machine
) -> None:
    live_home(tmp_path / "a", machine).close()
    live_home(tmp_path / "b", machine).close()
    (tmp_path / "b" / "main.db").replace(tmp_path / "a" / "main.db")
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", PASSPHRASE, machine)
    assert code_of(caught) == "STORE_DAMAGED"


def test_a_cheap_key_derivation_is_refused_on_a_real_machine(tmp_path: Path, machine: Machine) -> None:
    with pytest.raises(ValueError, match="dearer"):
        live_home(tmp_path / "a", replace(machine, live=True))
    assert not (tmp_path / "a").exists()


def test_a_new_passphrase_opens_and_the_old_one_no_more(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    open_home.change_passphrase(made, PASSPHRASE, "another four words")
    assert same_passphrase(made, "another four words")
    assert not same_passphrase(made, PASSPHRASE)
    made.close()
    open_home.open_home(tmp_path / "a", "another four words", machine).close()
    with pytest.raises(UserError) as caught:
        open_home.open_home(tmp_path / "a", PASSPHRASE, machine)
    assert code_of(caught) == "WRONG_PASSPHRASE"


def test_the_old_passphrase_opens_no_copy_on_this_laptop_any_more(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    for _ in range(2):
        make_copy(made)
    with open_home.identity(made, PASSPHRASE):
        pass
    aside = made.place.backups / "before-copy"
    aside.mkdir()
    (aside / "keyslots.json").write_bytes(made.place.keyslots.read_bytes())
    open_home.change_passphrase(made, PASSPHRASE, "another four words")
    found = [*made.place.backups.glob("*/keyslots.json")]
    assert len(found) == 3
    for slots_file in found:
        known = homes.read_slots(HomeFolder(slots_file.parent))
        with pytest.raises(UserError, check=lambda e: e.code == "WRONG_PASSPHRASE"):
            open_home.root_key(known, PASSPHRASE)
        assert open_home.root_key(known, "another four words") == made.root_key
    assert [backup.check(copy) for copy in backup.copies(made.place)] == [True, True]
    made.close()


def refusing(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The way in of one copy cannot be written."""
    real = write_durably

    def cut_off(path: Path, data: bytes) -> None:
        if path == copy / "keyslots.json":
            raise UserError("DISK_TROUBLE", reason="refused")
        real(path, data)

    monkeypatch.setattr(backup, "write_durably", cut_off)


def test_while_a_copy_cannot_be_renewed_the_passphrase_stays_and_it_is_told(
    tmp_path: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = live_home(tmp_path / "a", machine)
    for _ in range(2):
        make_copy(made)
    newest, older = backup.copies(made.place)
    with monkeypatch.context() as patch:
        refusing(older.folder, patch)
        for _ in range(2):
            with pytest.raises(UserError) as caught:
                open_home.change_passphrase(made, PASSPHRASE, "another four words")
            assert code_of(caught) == "DISK_TROUBLE"
            assert [backup.check(copy) for copy in (newest, older)] == [True, True]
    assert same_passphrase(made, PASSPHRASE)
    for copy in (newest, older):
        assert open_home.root_key(homes.read_slots(HomeFolder(copy.folder)), PASSPHRASE)
    open_home.change_passphrase(made, PASSPHRASE, "another four words")
    assert [backup.check(copy) for copy in (newest, older)] == [True, True]
    made.close()


def test_copies_that_a_kill_left_behind_get_the_way_in_of_today_at_the_next_opening(
    tmp_path: Path, machine: Machine
) -> None:
    made = live_home(tmp_path / "a", machine)
    make_copy(made)
    (copy,) = backup.copies(made.place)
    before = made.place.keyslots.read_bytes()
    open_home.change_passphrase(made, PASSPHRASE, "another four words")
    made.place.keyslots.write_bytes(before)  # as if it was killed between the copies and the notebook
    made.close()
    open_home.open_home(tmp_path / "a", PASSPHRASE, machine).close()
    assert open_home.root_key(homes.read_slots(HomeFolder(copy.folder)), PASSPHRASE)
    assert backup.check(copy)


def test_a_copy_whose_way_in_is_half_renewed_is_whole_and_any_other_change_is_not(
    tmp_path: Path, machine: Machine
) -> None:
    made = live_home(tmp_path / "a", machine)
    make_copy(made)
    (copy,) = backup.copies(made.place)
    slots_file = copy.folder / "keyslots.json"
    old = slots_file.read_bytes()
    open_home.change_passphrase(made, PASSPHRASE, "another four words")
    slots_file.write_bytes(old)
    assert backup.check(copy)
    slots_file.write_bytes(old + b" ")
    assert not backup.check(copy)
    made.close()


def test_the_passphrase_is_not_changed_by_somebody_who_does_not_know_it(
    tmp_path: Path, machine: Machine
) -> None:
    made = live_home(tmp_path / "a", machine)
    for old, new, code in (
        ("wrong words here", "another four words", "WRONG_PASSPHRASE"),
        (PASSPHRASE, "tiny", "PASSPHRASE_SHORT"),
    ):
        with pytest.raises(UserError) as caught:
            open_home.change_passphrase(made, old, new)
        assert code_of(caught) == code
    assert same_passphrase(made, PASSPHRASE)
    made.close()


def test_the_recovery_key_opens_a_forgotten_notebook(tmp_path: Path, machine: Machine) -> None:
    recovery = DeviceKeys.new()
    made = live_home(tmp_path / "a", machine)
    data = open_home.write_recovery_slot(made, recovery.recipient)
    assert open_home.recovery_slot(made) == (recovery.recipient, data)
    assert open_home.write_recovery_slot(made, recovery.recipient) == data, "written once, sent as it stands"
    made.close()
    again = open_home.recover_home(tmp_path / "a", recovery.age_secret, "brand new words", machine)
    assert again.member == made.member
    again.close()
    open_home.open_home(tmp_path / "a", "brand new words", machine).close()


def test_after_a_recovery_the_passphrase_can_be_changed_again(tmp_path: Path, machine: Machine) -> None:
    recovery = DeviceKeys.new()
    made = live_home(tmp_path / "a", machine)
    open_home.write_recovery_slot(made, recovery.recipient)
    with open_home.identity(made, PASSPHRASE):
        pass
    made.close()
    again = open_home.recover_home(tmp_path / "a", recovery.age_secret, "brand new words", machine)
    with pytest.raises(UserError, check=lambda e: e.code == "WRONG_PASSPHRASE"):
        open_home.identity_key(again, "brand new words")
    open_home.change_passphrase(again, "brand new words", "and new words again")
    assert same_passphrase(again, "and new words again")
    assert open_home.identity_key(again, PASSPHRASE), "who people are still opens with the passphrase it had"
    again.close()


def test_a_recovered_notebook_without_private_cards_begins_them_under_the_new_passphrase(
    tmp_path: Path, machine: Machine
) -> None:
    recovery = DeviceKeys.new()
    made = live_home(tmp_path / "a", machine)
    open_home.write_recovery_slot(made, recovery.recipient)
    make_copy(made)
    before = made.fact(open_home.LETTER_BOX)
    made.close()
    again = open_home.recover_home(tmp_path / "a", recovery.age_secret, "brand new words", machine)
    key = open_home.identity_key(again, "brand new words")
    assert again.fact(open_home.LETTER_BOX) == letter_box(key)[1] != before
    with open_home.identity(again, "brand new words"):
        pass
    (copy,) = backup.copies(again.place)
    assert backup.check(copy)
    again.close()


def test_the_recovery_slot_opens_with_the_age_program_alone(tmp_path: Path, machine: Machine) -> None:
    recovery = DeviceKeys.new()
    made = live_home(tmp_path / "a", machine)
    data = open_home.write_recovery_slot(made, recovery.recipient)
    key = tmp_path / "team.key"
    key.write_text(recovery.age_secret + "\n")
    opened = subprocess.run(["age", "-d", "-i", str(key)], input=data, capture_output=True, check=True).stdout
    assert opened == f"ldp-root-key/1 {made.root_key.hex()}\n".encode()
    made.close()


def test_another_recovery_key_opens_nothing_and_changes_nothing(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    open_home.write_recovery_slot(made, DeviceKeys.new().recipient)
    made.close()
    with pytest.raises(UserError) as caught:
        open_home.recover_home(tmp_path / "a", DeviceKeys.new().age_secret, "brand new words", machine)
    assert code_of(caught) == "WRONG_RECOVERY_KEY"
    open_home.open_home(tmp_path / "a", PASSPHRASE, machine).close()


def test_a_notebook_without_a_recovery_slot_says_so(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    assert open_home.recovery_slot(made) is None
    made.close()
    with pytest.raises(UserError) as caught:
        open_home.recover_home(tmp_path / "a", DeviceKeys.new().age_secret, "brand new words", machine)
    assert code_of(caught) == "NO_RECOVERY_SLOT"


def test_a_new_recovery_key_replaces_the_slot(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    old, new = DeviceKeys.new(), DeviceKeys.new()
    open_home.write_recovery_slot(made, old.recipient)
    open_home.write_recovery_slot(made, new.recipient)
    made.close()
    open_home.recover_home(tmp_path / "a", new.age_secret, "brand new words", machine).close()


def test_who_people_are_opens_with_the_passphrase_only(tmp_path: Path, machine: Machine) -> None:
    made = live_home(tmp_path / "a", machine)
    with open_home.identity(made, PASSPHRASE) as store:
        with store.write() as con:
            sets = {"participant": "x", "phone": "01632 960 001"}
            ledger.put(con, made.author, "contact_card", "c1", sets=sets, stream="i", at_label=made.label())
        with store.read() as con:
            card = identity.contact_card(con, "x")
    assert card is not None
    assert card["phone"] == "01632 960 001"
    for typed, code in ((None, "PASSPHRASE_NEEDED"), ("not the words", "WRONG_PASSPHRASE")):
        with pytest.raises(UserError) as caught, open_home.identity(made, typed):
            pass
        assert code_of(caught) == code
    made.close()


def test_a_copy_of_a_home_writes_under_a_new_epoch(tmp_path: Path, machine: Machine) -> None:
    import shutil

    made = live_home(tmp_path / "a", machine)
    made.close()
    shutil.copytree(tmp_path / "a", tmp_path / "copy")
    copied = open_home.open_home(tmp_path / "copy", PASSPHRASE, machine)
    assert copied.author.device == made.author.device
    assert copied.author.epoch == made.author.epoch + 1
    copied.close()


def test_the_start_screen_lists_homes_by_label_and_passes_over_what_is_none(
    tmp_path: Path, machine: Machine
) -> None:
    root = tmp_path / "homes"
    for folder, name, practice in (("1", "zoe", False), ("2", "Amina", True)):
        who = Who(name, (Role.RESEARCHER,))
        create(
            root / folder, machine, who, passphrase=None if practice else PASSPHRASE, practice=practice
        ).close()
    (root / "notes").mkdir()
    (root / "3").mkdir()
    (root / "3" / "keyslots.json").write_text("not json")
    cards = homes_in(root)
    assert [(c.label, c.practice, c.folder.name) for c in cards] == [
        ("", False, "1"),
        ("", True, "2"),
    ]
    assert homes_in(tmp_path / "nowhere") == ()


def test_a_file_of_the_system_beside_the_homes_is_passed_over(tmp_path: Path) -> None:
    for name in (".DS_Store", "desktop.ini"):
        (tmp_path / name).write_bytes(b"x")
    assert homes_in(tmp_path) == ()


def test_a_clock_that_was_set_back_is_noticed(tmp_path: Path, machine: Machine, clock: Clock) -> None:
    live_home(tmp_path / "a", machine).close()
    open_home.open_home(tmp_path / "a", PASSPHRASE, machine).close()
    clock.forward(days=-400)
    late = open_home.open_home(tmp_path / "a", PASSPHRASE, machine)
    assert late.clock_is_behind
    assert late.today().isoformat() == "2026-05-10", "rules that close use the later of the two"
    late.close()
