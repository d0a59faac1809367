"""Looking at a programme file, joining, taking a newer one."""

from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import open_home
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.set_up_programme import fill_part, found_programme, programme_words, save_pack
from ldp_stories.services.start_home import (
    PackPreview,
    join_programme,
    look_at_pack,
    own_words,
    take_pack,
    words_match,
)
from ldp_stories.store import ledger, people, tags
from tests.services.homes import PASSPHRASE, Clock, cheap_machine, code_of, found, pack_of
from tests.services.test_set_up_programme import fill_all, found_live


@pytest.fixture
def live_pack(tmp_path: Path, machine: Machine) -> tuple[Home, Path]:
    home = found_live(tmp_path / "founder", machine)
    fill_all(home)
    return home, pack_of(home, tmp_path)


def test_a_preview_shows_the_programme_and_the_words_the_coordinator_reads(
    joan: Home, tmp_path: Path
) -> None:
    preview = look_at_pack(pack_of(joan, tmp_path), joan.machine)
    assert (preview.name, preview.version, preview.practice) == ("Larkside Together", 1, True)
    assert preview.words == programme_words(joan)
    assert preview.programme == joan.programme().id
    assert preview.missing == ()


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Alpha bravo charlie delta echo fox", True),
        ("  alpha, BRAVO\ncharlie - delta   echo fox.", True),
        ("alpha bravo charlie delta echo", False),
        ("bravo alpha charlie delta echo fox", False),
        ("", False),
    ],
)
def test_six_words_are_compared_as_people_type_them(typed: str, same: bool) -> None:
    words = ("alpha", "bravo", "charlie", "delta", "echo", "fox")
    preview = PackPreview(Path("x"), "id", "n", 1, words, practice=False, missing=())
    assert words_match(preview, typed) is same


def test_words_with_a_dash_inside_are_typed_with_or_without_it() -> None:
    preview = PackPreview(Path("x"), "i", "n", 1, ("t-shirt", "felt-tip", "a", "b", "c", "d"), False, ())
    assert words_match(preview, "t-shirt felt tip a b c d")


def test_joining_brings_the_whole_programme_and_the_recovery_slot(amina: Home, joan: Home) -> None:
    assert amina.programme().id == joan.programme().id
    with amina.main.read() as con:
        assert len(tags.codebook(con)) == 68
        assert [m.code for m in people.members(con)] == ["C-01"]
    slot, theirs = open_home.recovery_slot(amina), open_home.recovery_slot(joan)
    assert slot is not None
    assert theirs is not None
    assert slot[0] == theirs[0]
    assert slot[1] != theirs[1]


def test_before_being_admitted_one_has_the_role_one_chose(amina: Home) -> None:
    assert amina.roles() == {Role.RESEARCHER}
    assert not amina.admitted
    assert (amina.member_row().code, amina.name, amina.device_label) == ("?", "Amina", "Amina's laptop")


def test_the_founding_roster_is_seen_the_same_by_everybody(amina: Home, joan: Home) -> None:
    hashes = []
    for home in (amina, joan):
        with home.main.read() as con:
            hashes.append(ledger.entity_hash(con, home.programme_entity))
    assert hashes[0] == hashes[1]


def test_a_live_programme_is_joined_with_its_six_words(
    live_pack: tuple[Home, Path], tmp_path: Path, clock: Clock
) -> None:
    founder, pack = live_pack
    words = " ".join(programme_words(founder))
    joined = join_programme(
        tmp_path / "a", pack, cheap_machine(tmp_path, clock), name="Amina", passphrase=PASSPHRASE, role=Role.RESEARCHER, words=words
    )  # fmt: skip
    assert not joined.practice
    joined.close()


@pytest.mark.parametrize("words", [None, "", "these are not the six words"])
def test_without_the_right_words_no_live_home_is_made(
    live_pack: tuple[Home, Path], tmp_path: Path, machine: Machine, words: str | None
) -> None:
    with pytest.raises(Refused) as caught:
        join_programme(
            tmp_path / "a", live_pack[1], machine, name="A", passphrase=PASSPHRASE, role=Role.RESEARCHER, words=words
        )  # fmt: skip
    assert code_of(caught) == "WORDS_DIFFER"
    assert not (tmp_path / "a").exists()


def test_wrong_words_are_refused_for_practice_too(joan: Home, tmp_path: Path) -> None:
    pack = pack_of(joan, tmp_path)
    with pytest.raises(Refused) as caught:
        join_programme(
            tmp_path / "a", pack, joan.machine, name="A", passphrase=None, role=Role.RESEARCHER, words="one two"
        )  # fmt: skip
    assert code_of(caught) == "WORDS_DIFFER"


def test_a_file_that_is_no_pack_is_told_so(tmp_path: Path, machine: Machine) -> None:
    other = tmp_path / "photo.ldp-pack"
    other.write_bytes(b"\xff\xd8\xff\xe0 not a pack at all" * 100)
    with pytest.raises(UserError) as caught:
        look_at_pack(other, machine)
    assert code_of(caught) == "NOT_A_PACK"


def test_a_pack_with_one_byte_changed_is_refused_wherever_it_was_changed(joan: Home, tmp_path: Path) -> None:
    pack = pack_of(joan, tmp_path)
    whole = pack.read_bytes()
    for at in range(700, len(whole) - 1024, len(whole) // 40):
        spoilt = bytearray(whole)
        spoilt[at] ^= 1
        pack.write_bytes(bytes(spoilt))
        with pytest.raises(UserError):
            look_at_pack(pack, joan.machine)


def test_a_shortened_pack_is_refused(joan: Home, tmp_path: Path) -> None:
    pack = pack_of(joan, tmp_path)
    whole = pack.read_bytes()
    for size in (0, 100, 512, 5_000, len(whole) // 2, len(whole) - 1):
        pack.write_bytes(whole[:size])
        with pytest.raises(UserError):
            look_at_pack(pack, joan.machine)


def test_a_first_pack_signed_by_somebody_else_than_the_founder_is_not_trusted(
    joan: Home, tmp_path: Path
) -> None:
    """Its roster could be invented: the six words stand for the founder's key only."""
    from ldp_stories.crypto.identities import DeviceKeys

    joan.keys = DeviceKeys.new()
    pack = pack_of(joan, tmp_path)
    with pytest.raises(UserError) as caught:
        look_at_pack(pack, joan.machine)
    assert code_of(caught) == "PACK_UNTRUSTED"


def test_a_newer_pack_is_taken_once_and_an_older_one_does_no_harm(
    joan: Home, amina: Home, tmp_path: Path
) -> None:
    old = pack_of(joan, tmp_path)
    fill_part(joan, "complaint_route", {"complaint_route": "Call 01632 960 199."})
    new = pack_of(joan, tmp_path)
    taken = take_pack(amina, new)
    assert (taken.version, taken.new) == (2, 2)
    assert amina.programme().terms["complaint_route"] == "Call 01632 960 199."
    hash_of_new = amina.pack_hash
    assert take_pack(amina, new).new == 0
    assert take_pack(amina, old).new == 0
    assert amina.programme().version == 2
    assert amina.pack_hash == hash_of_new


def test_a_pack_of_another_programme_never_updates_this_home(
    amina: Home, tmp_path: Path, machine: Machine
) -> None:
    """The same name, content and letters; another founding statement."""
    other = found(tmp_path / "other", cheap_machine(tmp_path))
    pack = pack_of(other, tmp_path)
    other.close()
    before = amina.programme()
    with pytest.raises(UserError) as caught:
        take_pack(amina, pack)
    assert code_of(caught) == "FOREIGN_PROGRAMME"
    assert amina.programme() == before


def test_practice_and_live_packs_never_mix(live_pack: tuple[Home, Path], amina: Home) -> None:
    with pytest.raises(UserError) as caught:
        take_pack(amina, live_pack[1])
    assert code_of(caught) in ("PRACTICE_MIXED", "FOREIGN_PROGRAMME")


def test_a_pack_signed_by_nobody_we_know_is_refused(joan: Home, amina: Home, tmp_path: Path) -> None:
    from ldp_stories.crypto.identities import DeviceKeys

    fill_part(joan, "complaint_route", {"complaint_route": "Call the thief."})
    joan.keys = DeviceKeys.new()
    pack = save_pack(joan, tmp_path).path
    with pytest.raises(UserError) as caught:
        take_pack(amina, pack)
    assert code_of(caught) in ("UNKNOWN_SIGNER", "BAD_SIGNATURE")
    assert amina.programme().terms["complaint_route"] != "Call the thief."


def test_a_pack_made_by_a_second_coordinator_is_believed(
    joan: Home, amina: Home, tmp_path: Path, clock: Clock
) -> None:
    theo = join_programme(
        tmp_path / "theo",
        pack_of(joan, tmp_path),
        cheap_machine(tmp_path, clock),
        name="Theo",
        passphrase=None,
        role=Role.COORDINATOR,
        words=None,
    )
    from ldp_stories.services.set_up_programme import own_device

    with joan.main.write() as con:
        terms: list[dict[str, Any]] = [
            {"role": "coordinator", "start": "2026-05-10", "end": None, "extra": []}
        ]
        joan.put(
            con,
            "member",
            theo.member,
            sets={"code": "C-02", "work_name": "Theo", "organisation": "", "roles": terms},
        )
        joan.put(con, "device", theo.author.device, sets=own_device(theo))
    first = pack_of(joan, tmp_path)
    take_pack(theo, first)
    take_pack(amina, first)
    fill_part(theo, "complaint_route", {"complaint_route": "Ask Theo."})
    second = pack_of(theo, tmp_path)
    assert take_pack(amina, second).new > 0
    assert amina.programme().terms["complaint_route"] == "Ask Theo."
    assert take_pack(joan, second).new > 0
    theo.close()


def test_each_laptop_has_six_words_of_its_own(joan: Home, amina: Home) -> None:
    assert len(own_words(amina)) == 6
    assert own_words(amina) != own_words(joan)
    assert own_words(amina) == own_words(amina), "asked twice, they are the same"


def test_a_home_that_could_not_take_its_pack_is_closed_again(
    joan: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.services import packs

    def full(*_: object) -> int:
        raise UserError("NO_ROOM")

    pack = pack_of(joan, tmp_path)
    monkeypatch.setattr(packs, "bring_in", full)
    machine = cheap_machine(tmp_path)
    with pytest.raises(UserError):
        join_programme(
            tmp_path / "a", pack, machine, name="A", passphrase=None, role=Role.RESEARCHER, words=None
        )
    open_home.open_home(tmp_path / "a", None, machine).close()


def test_founding_twice_in_one_folder_is_refused(joan: Home, machine: Machine) -> None:
    with pytest.raises(UserError) as caught:
        found_programme(
            joan.folder, machine, content="larkside", name="J", programme_name="L", passphrase=None, practice=True
        )  # fmt: skip
    assert code_of(caught) == "HOME_EXISTS"
