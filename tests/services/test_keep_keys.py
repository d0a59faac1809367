"""Keys that leave the program: a home's own key for the rescue commands, and the recovery key shared among three custodians."""

import errno
import stat
import sys
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys, recipient_of
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import keep_keys
from ldp_stories.services.home import Home
from ldp_stories.services.keep_keys import (
    export_key,
    open_shares,
    recovery_from,
    share_recovery,
    write_secret,
)
from ldp_stories.services.open_home import recovery_slot
from ldp_stories.services.set_up_programme import found_programme
from ldp_stories.services.start_home import recover_home
from ldp_stories.store import programme
from tests.services.homes import PASSPHRASE, cheap_machine, code_of

posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")


@pytest.fixture
def custodians() -> list[DeviceKeys]:
    return [DeviceKeys.new() for _ in range(3)]


def recipients_of(keys: list[DeviceKeys]) -> list[str]:
    return [k.recipient for k in keys]


def test_the_exported_key_is_the_homes_age_identity(joan: Home, tmp_path: Path) -> None:
    path = export_key(joan, tmp_path / "key.txt")
    assert path.read_text(encoding="utf-8") == f"{joan.keys.age_secret}\n"


@posix
def test_only_its_owner_may_read_an_exported_key(joan: Home, tmp_path: Path) -> None:
    path = export_key(joan, tmp_path / "key.txt")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_existing_file_is_never_written_over(joan: Home, tmp_path: Path) -> None:
    target = tmp_path / "key.txt"
    target.write_text("shopping list", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        export_key(joan, target)
    assert code_of(caught) == "FILE_EXISTS"
    assert target.read_text(encoding="utf-8") == "shopping list"


def test_a_folder_that_is_not_there_is_said_plainly(joan: Home, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        export_key(joan, tmp_path / "nowhere" / "key.txt")
    assert code_of(caught) == "DISK_TROUBLE"


def test_the_sentence_names_the_file_that_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "key.txt").touch()
    with pytest.raises(UserError) as caught:
        write_secret(tmp_path / "key.txt", "x")
    assert caught.value.facts["name"] == "key.txt"


def test_sharing_writes_one_file_for_each_pair_of_custodians(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    _, paths = share_recovery(joan, recipients_of(custodians), tmp_path)
    assert sorted(p.name for p in paths) == ["recovery-1-2.age", "recovery-1-3.age", "recovery-2-3.age"]


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2)])
def test_any_two_custodians_open_the_recovery_key(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys], pair: tuple[int, int]
) -> None:
    recipient, _ = share_recovery(joan, recipients_of(custodians), tmp_path)
    share = tmp_path / f"recovery-{pair[0] + 1}-{pair[1] + 1}.age"
    identities = [custodians[i].age_secret for i in pair]
    opened = open_shares(share, identities, tmp_path / "opened.txt").read_text(encoding="utf-8").strip()
    assert opened.startswith("AGE-SECRET-KEY-")
    assert recipient.startswith("age1")


def test_an_identity_may_come_as_a_whole_key_file_with_comments(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    share_recovery(joan, recipients_of(custodians), tmp_path)
    files = [f"# created: today\n# public key: x\n{k.age_secret}\n" for k in custodians[:2]]
    opened = open_shares(tmp_path / "recovery-1-2.age", files, tmp_path / "opened.txt")
    assert opened.exists()


def test_one_custodian_alone_opens_nothing(joan: Home, tmp_path: Path, custodians: list[DeviceKeys]) -> None:
    share_recovery(joan, recipients_of(custodians), tmp_path)
    with pytest.raises(ValueError, match="two custodians"):
        open_shares(tmp_path / "recovery-1-2.age", [custodians[0].age_secret], tmp_path / "opened.txt")


def test_the_wrong_pair_opens_nothing_and_writes_nothing(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    share_recovery(joan, recipients_of(custodians), tmp_path)
    wrong = [custodians[0].age_secret, custodians[2].age_secret]
    with pytest.raises(UserError):
        open_shares(tmp_path / "recovery-1-2.age", wrong, tmp_path / "opened.txt")
    assert not (tmp_path / "opened.txt").exists()


def test_the_programme_learns_the_recipient_and_the_custodians(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    recipient, _ = share_recovery(joan, recipients_of(custodians), tmp_path)
    with joan.main.read() as con:
        known = programme.raw(con, "recovery")
    assert len(known) == 1
    assert known[0][1]["recipient"] == recipient
    assert known[0][1]["custodians"] == recipients_of(custodians)


def test_the_homes_own_slot_is_sealed_to_the_new_key(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    recipient, _ = share_recovery(joan, recipients_of(custodians), tmp_path)
    slot = recovery_slot(joan)
    assert slot is not None
    assert slot[0] == recipient


def test_sharing_again_makes_a_new_key_in_the_place_of_the_old(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    first, _ = share_recovery(joan, recipients_of(custodians), tmp_path)
    later = tmp_path / "later"
    later.mkdir()
    second, _ = share_recovery(joan, recipients_of(custodians), later)
    assert first != second
    with joan.main.read() as con:
        known = programme.raw(con, "recovery")
    assert [facts["recipient"] for _, facts in known] == [second]


def test_a_researcher_may_not_share_the_programmes_key(
    amina: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    with pytest.raises(Refused) as caught:
        share_recovery(amina, recipients_of(custodians), tmp_path)
    assert code_of(caught) == "NOT_YOUR_ROLE"
    assert not list(tmp_path.glob("recovery-*.age"))


def test_two_custodians_bring_a_forgotten_notebook_back(tmp_path: Path, custodians: list[DeviceKeys]) -> None:
    machine = cheap_machine(tmp_path)
    home = found_programme(
        tmp_path / "joan",
        machine,
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    )
    share_recovery(home, recipients_of(custodians), tmp_path)
    home.close()
    identities = [custodians[1].age_secret, custodians[2].age_secret]
    opened = open_shares(tmp_path / "recovery-2-3.age", identities, tmp_path / "opened.txt")
    again = recover_home(
        tmp_path / "joan", opened.read_text(encoding="utf-8").strip(), "another four plain words", machine
    )
    assert again.name == "Joan"
    again.close()


@posix
def test_an_opened_recovery_key_is_as_private_as_an_exported_one(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    share_recovery(joan, recipients_of(custodians), tmp_path)
    identities = [k.age_secret for k in custodians[:2]]
    opened = open_shares(tmp_path / "recovery-1-2.age", identities, tmp_path / "opened.txt")
    assert stat.S_IMODE(opened.stat().st_mode) == 0o600


# the programme learns of a key only when its shares lie safely


def known_recovery(home: Home) -> list[object]:
    with home.main.read() as con:
        return [facts["recipient"] for _, facts in programme.raw(con, "recovery")]


def test_shares_that_lie_there_already_are_never_written_over(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    share_recovery(joan, recipients_of(custodians), tmp_path)
    before = {p.name: p.read_bytes() for p in tmp_path.glob("recovery-*.age")}
    recipient = known_recovery(joan)
    with pytest.raises(UserError) as caught:
        share_recovery(joan, recipients_of(custodians), tmp_path)
    assert code_of(caught) == "FILE_EXISTS"
    assert {p.name: p.read_bytes() for p in tmp_path.glob("recovery-*.age")} == before
    assert known_recovery(joan) == recipient


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "NO_ROOM_THERE"), (errno.EIO, "DISK_TROUBLE")])
def test_a_stick_that_does_not_take_all_three_gives_no_key_to_the_programme(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys], monkeypatch: pytest.MonkeyPatch, at: int, number: int, code: str
) -> None:  # fmt: skip
    """Otherwise laptops would be sealed to a key that nobody has."""
    slot, known, calls = recovery_slot(joan), known_recovery(joan), []

    def failing(_: int) -> None:
        calls.append(1)
        if len(calls) == at:
            raise OSError(number, "refused")

    monkeypatch.setattr("os.fsync", failing)
    with pytest.raises(UserError) as caught:
        share_recovery(joan, recipients_of(custodians), tmp_path / "stick")
    assert code_of(caught) == "DISK_TROUBLE", "no such folder"
    (tmp_path / "stick").mkdir()
    calls.clear()
    monkeypatch.setattr(keep_keys, "sync_folder", lambda _: None)
    with pytest.raises(UserError) as caught:
        share_recovery(joan, recipients_of(custodians), tmp_path / "stick")
    assert code_of(caught) == code
    assert list((tmp_path / "stick").iterdir()) == []
    assert (recovery_slot(joan), known_recovery(joan)) == (slot, known)


def test_a_key_that_is_none_is_told_before_anything_is_made(
    joan: Home, tmp_path: Path, custodians: list[DeviceKeys]
) -> None:
    known = known_recovery(joan)
    with pytest.raises(UserError) as caught:
        share_recovery(joan, [*recipients_of(custodians)[:2], "age1nobody"], tmp_path)
    assert code_of(caught) == "BAD_KEY"
    assert list(tmp_path.glob("recovery-*")) == []
    assert known_recovery(joan) == known


# the files that people bring


@pytest.fixture
def brought(joan: Home, tmp_path: Path, custodians: list[DeviceKeys]) -> tuple[Path, list[Path]]:
    """A folder with the three shares, and the three custodians' key files."""
    folder = tmp_path / "brought"
    folder.mkdir()
    share_recovery(joan, recipients_of(custodians), folder)
    files = [folder / f"keeper {n}.txt" for n in range(3)]
    for file, keys in zip(files, custodians, strict=True):
        file.write_text(f"# created: today\n{keys.age_secret}\n", encoding="utf-8")
    return folder, files


@pytest.mark.parametrize("pair", [(0, 1), (0, 2), (1, 2), (2, 0)])
def test_the_share_and_its_two_keepers_files_give_the_key_in_any_order(
    joan: Home, brought: tuple[Path, list[Path]], pair: tuple[int, int]
) -> None:
    folder, files = brought
    a, b = sorted(pair)
    share = folder / f"recovery-{a + 1}-{b + 1}.age"
    found = recovery_from([files[pair[0]], share, files[pair[1]]])
    assert [recipient_of(found)] == known_recovery(joan)


def test_all_files_together_give_it_too(joan: Home, brought: tuple[Path, list[Path]]) -> None:
    folder, files = brought
    found = recovery_from([*folder.glob("*.age"), *files])
    assert [recipient_of(found)] == known_recovery(joan)
    own = folder / "key.txt"
    own.write_text(f"{found}\n", encoding="utf-8")
    assert recovery_from([own]) == found


def test_what_does_not_go_together_is_told_apart(brought: tuple[Path, list[Path]]) -> None:
    folder, files = brought
    share, empty, large = folder / "recovery-1-2.age", folder / "empty", folder / "large"
    empty.touch()
    large.write_bytes(bytes(1 << 17))
    cases = {
        "NOT_THEIR_SHARE": [share, files[0], files[2]],
        "TWO_KEYS_NEEDED": [share, files[0]],
        "NO_KEY_THERE": [empty],
        "FILE_UNREADABLE": [folder / "none", files[0]],
    }
    for code, paths in cases.items():
        with pytest.raises(UserError) as caught:
            recovery_from(paths)
        assert code_of(caught) == code
    for paths, code in (
        ([large], "NO_KEY_THERE"),
        (files, "TWO_KEYS_NEEDED"),
        ([share, files[0], files[0]], "TWO_KEYS_NEEDED"),
    ):
        with pytest.raises(UserError) as caught:
            recovery_from(paths)
        assert code_of(caught) == code


@pytest.mark.parametrize("at", [30, 90, 200, 400, -1])
def test_a_damaged_share_is_told_and_another_one_opens(
    joan: Home, brought: tuple[Path, list[Path]], tmp_path: Path, custodians: list[DeviceKeys], at: int
) -> None:
    folder, files = brought
    share = folder / "recovery-1-2.age"
    data = bytearray(share.read_bytes())
    data[at] ^= 1
    share.write_bytes(data)
    with pytest.raises(UserError) as caught:
        recovery_from([share, *files[:2]])
    assert code_of(caught) in ("SHARE_DAMAGED", "NOT_THEIR_SHARE")
    with pytest.raises(UserError) as caught:
        open_shares(share, [k.age_secret for k in custodians[:2]], tmp_path / "opened.txt")
    assert code_of(caught) in ("SHARE_DAMAGED", "NOT_THEIR_SHARE")
    found = recovery_from([share, folder / "recovery-1-3.age", *files])
    assert [recipient_of(found)] == known_recovery(joan)


def test_a_share_that_was_cut_off_is_damaged(brought: tuple[Path, list[Path]]) -> None:
    folder, files = brought
    share = folder / "recovery-1-2.age"
    share.write_bytes(share.read_bytes()[:-20])
    with pytest.raises(UserError) as caught:
        recovery_from([share, *files[:2]])
    assert code_of(caught) == "SHARE_DAMAGED"
