"""A refused programme file is kept apart with its reason like a sealed one, but sealed to this notebook; tried again, it may come in."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import set_aside
from ldp_stories.services.admit_people import change_role, people
from ldp_stories.services.home import Home
from ldp_stories.services.kept_apart import kept_apart
from ldp_stories.services.odd_files import odd_files
from ldp_stories.services.set_aside import FOLDER, throw_away_old
from ldp_stories.services.set_up_programme import fill_part
from ldp_stories.services.start_home import take_pack
from tests.services.cast import Cast, cast
from tests.services.homes import code_of, pack_of
from tests.services.test_packs import handmade


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def refused(home: Home, path: Path) -> str:
    with pytest.raises(UserError) as caught:
        take_pack(home, path)
    return code_of(caught)


def news(three: Cast, title: str = "Larkside for all") -> Path:
    """The programme file after a change that Amina has not got."""
    fill_part(three.joan, "privacy_contact", {"privacy_contact": title})
    return pack_of(three.joan, three.folder)


def spoil(pack: Path) -> bytes:
    """One byte in the middle of its lines is another; what it was before."""
    whole = pack.read_bytes()
    at = len(whole) // 2
    pack.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    return whole


def test_a_damaged_one_is_kept_with_its_reason_until_ninety_days_are_over(three: Cast) -> None:
    pack = news(three)
    spoil(pack)
    assert refused(three.amina, pack) == "DAMAGED"
    (one,) = kept_apart(three.amina)
    assert (one.why, one.file, one.pack, one.part, one.joining) == ("DAMAGED", pack.name, True, 0, False)
    assert one.bytes == pack.stat().st_size
    assert one.goes == (three.amina.today() + timedelta(days=90)).isoformat()
    three.clock.forward(days=90)
    assert throw_away_old(three.amina) == 1
    assert list((three.amina.folder / FOLDER).iterdir()) == []


def test_nothing_of_it_can_be_read_in_the_home(three: Cast) -> None:
    pack = news(three)
    spoil(pack)
    assert b"Larkside for all" in pack.read_bytes()
    refused(three.amina, pack)
    (kept,) = (three.amina.folder / FOLDER).iterdir()
    assert b"Larkside" not in kept.read_bytes()


def test_looking_twice_and_trying_again_keep_it_once(three: Cast) -> None:
    pack = news(three)
    spoil(pack)
    for path in (pack, pack, None):
        assert refused(three.amina, path or kept_apart(three.amina)[0].path) == "DAMAGED"
    assert len(kept_apart(three.amina)) == 1
    assert kept_apart(three.amina)[0].file == pack.name


def test_one_by_a_new_coordinator_comes_in_from_what_is_kept_once_a_newer_one_names_her(three: Cast) -> None:
    fill_part(three.joan, "privacy_contact", {"privacy_contact": "Larkside for all"})
    priya = next(p.id for p in people(three.joan) if p.name == "Priya")
    change_role(three.joan, priya, Role.COORDINATOR)
    both = pack_of(three.joan, three.folder)
    take_pack(three.priya, both)
    fill_part(three.priya, "privacy_contact", {"privacy_contact": "Larkside by the river"})
    hers = pack_of(three.priya, three.folder)
    assert refused(three.amina, hers) == "UNKNOWN_SIGNER"
    (one,) = kept_apart(three.amina)
    assert (one.why, one.pack) == ("UNKNOWN_SIGNER", True)
    hers.unlink()
    take_pack(three.amina, both)
    assert take_pack(three.amina, one.path).new > 0
    assert three.amina.programme().terms["privacy_contact"] == "Larkside by the river"
    assert kept_apart(three.amina) == ()
    assert not one.path.exists()


def test_the_whole_file_sends_the_broken_copy_away(three: Cast) -> None:
    pack = news(three)
    whole = spoil(pack)
    refused(three.amina, pack)
    pack.write_bytes(whole)
    take_pack(three.amina, pack)
    assert kept_apart(three.amina) == ()


def test_a_strangers_is_nothing_that_a_coordinator_could_let_in(three: Cast, tmp_path: Path) -> None:
    path = handmade(three.amina, tmp_path, keys=DeviceKeys.new())
    assert refused(three.joan, path) in ("UNKNOWN_SIGNER", "BAD_SIGNATURE")
    (one,) = kept_apart(three.joan)
    assert one.goes, "nobody decides about it, so it goes by itself"
    assert odd_files(three.joan) == ()


@pytest.mark.parametrize("what", ["for another programme", "no programme file"])
def test_what_is_of_no_use_here_is_not_kept(three: Cast, tmp_path: Path, what: str) -> None:
    path = handmade(three.joan, tmp_path, project="ab" * 32)
    if what == "no programme file":
        path.write_bytes(b"Dear diary, " * 100)
    assert refused(three.amina, path) in ("FOREIGN_PROGRAMME", "NOT_A_PACK")
    assert kept_apart(three.amina) == ()


def test_where_too_much_waits_it_is_refused_for_its_own_reason(
    three: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(set_aside, "MOST", 0)
    pack = news(three)
    spoil(pack)
    assert refused(three.amina, pack) == "DAMAGED"
    assert kept_apart(three.amina) == ()
