"""Founding a programme, its required parts, its recovery key and its file."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.programme import REQUIRED
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import open_home
from ldp_stories.services.founding import Founding
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.record_encounter import begin
from ldp_stories.services.set_up_programme import (
    check_recovery,
    fill_part,
    found_programme,
    make_recovery,
    missing,
    parts,
    prefix_of,
    programme_words,
    save_pack,
)
from ldp_stories.store import people, programme, records, tags
from tests.services.homes import PASSPHRASE, code_of, told

VALUES: dict[str, dict[str, Any]] = {
    "controller": {"controller_name": "Oddmere Council", "controller_address": "1 High Street"},
    "privacy_contact": {"privacy_contact": "privacy@oddmere.example"},
    "consent_form": {"approved_by": "The ethics adviser", "approved_on": "2026-05-01"},
    "safeguarding_contact": {"name": "Ruth Bell", "phone": "01632 960 112"},
    "retention_rule": {"retention": [{"kind": "raw recordings", "months": 12, "rule": "after the end"}]},
    "lawful_basis": {"lawful_basis": "Public task", "article9": "Research"},
    "complaint_route": {"complaint_route": "Write to us. We answer within 30 days."},
}


def found_live(folder: Path, machine: Machine, name: str = "Oddmere Listens") -> Home:
    return found_programme(
        folder,
        machine,
        content="starter",
        name="Joan",
        programme_name=name,
        passphrase=PASSPHRASE,
        practice=False,
    )


@pytest.fixture
def live(tmp_path: Path, machine: Machine) -> Home:
    return found_live(tmp_path / "live", machine)


def fill_all(home: Home) -> None:
    for key, values in VALUES.items():
        fill_part(home, key, values)
    make_recovery(home)


def test_a_new_programme_has_the_whole_starter_content(live: Home) -> None:
    with live.main.read() as con:
        assert len(tags.codebook(con)) == 68
        assert len(programme.questions(con)) == 14
        assert len(programme.safeguarding(con)["steps"]) == 7
        assert programme.list_items(con, "setting")
        assert len(programme.prompt_sets(con)) >= 4


def test_the_founder_is_its_coordinator_with_this_laptop(live: Home) -> None:
    assert live.roles() == {Role.COORDINATOR}
    assert live.admitted
    with live.main.read() as con:
        (device,) = people.devices(con)
    assert (device.id, device.member, device.status) == (live.author.device, live.member, "active")
    assert (device.sign_key, device.age_recipient) == (live.keys.sign_public, live.keys.recipient)
    assert live.member_row().code == "C-01"


def test_the_programme_is_named_by_its_founding_statement(live: Home) -> None:
    facts = live.programme()
    founding = Founding.of(facts.terms)
    assert facts.id == founding.programme_id
    assert (founding.name, founding.key) == ("Oddmere Listens", live.keys.sign_public)
    assert programme_words(live) == live.machine.six_words(founding.statement)
    assert len(programme_words(live)) == 6


def test_participants_codes_begin_with_the_programmes_letters(live: Home) -> None:
    assert live.programme().code_prefix == "OL"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Larkside Together", "LT"), ("Oddmere", "OD"), ("the big chat", "TB"), ("Å 7", "LS"), ("x", "XL")],
)
def test_letters_come_from_any_name(name: str, letters: str) -> None:
    assert prefix_of(name) == letters


def test_a_starter_programme_lacks_every_part_that_only_the_organisation_knows(live: Home) -> None:
    assert missing(live) == REQUIRED
    assert [p.key for p in parts(live) if p.filled] == []
    assert {p.key for p in parts(live)} == set(REQUIRED)


@pytest.mark.parametrize("key", [k for k in REQUIRED if k != "recipient"])
def test_filling_a_part_takes_it_off_the_list(live: Home, key: str) -> None:
    part = fill_part(live, key, VALUES[key])
    assert part.filled
    assert {n: part.values[n] for n in VALUES[key]} == VALUES[key]
    assert key not in missing(live)


def test_a_contact_without_a_number_is_not_enough(live: Home) -> None:
    assert not fill_part(live, "safeguarding_contact", {"name": "Ruth Bell"}).filled


def test_the_recovery_key_is_a_part_of_its_own(live: Home) -> None:
    key = make_recovery(live)
    assert "recipient" not in missing(live)
    assert next(p for p in parts(live) if p.key == "recipient").values == {"recipient": key.recipient}


def test_a_part_takes_only_its_own_values(live: Home) -> None:
    with pytest.raises(ValueError, match="privacy_contact"):
        fill_part(live, "privacy_contact", {"practice": True})
    with pytest.raises(ValueError, match="no part"):
        fill_part(live, "name", {})


def test_nobody_but_a_coordinator_fills_a_part_or_saves_a_pack(amina: Home, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        fill_part(amina, "controller", VALUES["controller"])
    assert code_of(caught) == "NOT_YOUR_ROLE"
    with pytest.raises(Refused) as caught:
        save_pack(amina, tmp_path)
    assert code_of(caught) == "NOT_YOUR_ROLE"


def test_a_live_pack_with_missing_parts_is_not_saved_and_they_are_named(live: Home, tmp_path: Path) -> None:
    for key in list(VALUES)[1:]:
        fill_part(live, key, VALUES[key])
    with pytest.raises(Refused) as caught:
        save_pack(live, tmp_path)
    assert code_of(caught) == "PACK_NOT_READY"
    assert caught.value.facts["parts"] == ("controller", "recipient")
    assert "who is in charge of the information" in str(caught.value)
    assert not list(tmp_path.glob("*.ldp-pack"))


def test_no_live_conversation_begins_before_the_parts_are_there(live: Home) -> None:
    """AT-10: with the safeguarding contact missing, the program refuses to start a session at all."""
    fill_all(live)
    assert begin(live).code.startswith("OL-")
    fill_part(live, "safeguarding_contact", {"phone": ""})
    with pytest.raises(Refused) as caught:
        begin(live)
    assert caught.value.facts["parts"] == ("safeguarding_contact",)


def test_a_practice_programme_lacks_nothing_and_its_recovery_key_is_tested_at_once(joan: Home) -> None:
    assert missing(joan) == ()
    assert joan.fact("recovery tested") == "2026-05-10"
    assert open_home.recovery_slot(joan) is not None


def test_the_recovery_key_is_tested_by_opening_the_slot(live: Home) -> None:
    with pytest.raises(UserError) as caught:
        check_recovery(live, DeviceKeys.new().age_secret)
    assert code_of(caught) == "NO_RECOVERY_SLOT"
    key = make_recovery(live)
    with pytest.raises(UserError) as caught:
        check_recovery(live, DeviceKeys.new().age_secret)
    assert code_of(caught) == "WRONG_RECOVERY_KEY"
    assert live.fact("recovery tested") == ""
    check_recovery(live, key.identity)
    assert live.fact("recovery tested") == "2026-05-10"


def test_the_secret_of_the_recovery_key_is_not_kept_and_not_shown(live: Home) -> None:
    key = make_recovery(live)
    assert key.identity.startswith("AGE-SECRET-KEY-1")
    assert key.identity not in repr(key)
    with live.main.read() as con:
        assert key.identity not in str(programme.raw(con, "recovery"))


def test_a_pack_is_signed_and_opens_with_standard_tools(live: Home, tmp_path: Path) -> None:
    fill_all(live)
    saved = save_pack(live, tmp_path)
    assert saved.path.name == "oddmere-listens-1.ldp-pack"
    assert saved.words == programme_words(live)
    subprocess.run(["tar", "-xf", str(saved.path), "-C", str(tmp_path)], check=True)
    (bag,) = (p for p in tmp_path.iterdir() if p.name.startswith("ldp-"))
    signers = tmp_path / "signers"
    signers.write_text((bag / "allowed_signers").read_text())
    check = ["ssh-keygen", "-Y", "verify", "-f", str(signers), "-I", live.author.device, "-n", "ldp-pack@1"]
    check += ["-s", str(bag / "tagmanifest-sha256.txt.sig")]
    subprocess.run(
        check, input=(bag / "tagmanifest-sha256.txt").read_bytes(), check=True, capture_output=True
    )
    subprocess.run(["sha256sum", "-c", "manifest-sha256.txt"], cwd=bag, check=True, capture_output=True)


def test_the_version_goes_up_only_when_something_changed(live: Home, tmp_path: Path) -> None:
    fill_all(live)
    places = [tmp_path / str(n) for n in range(3)]
    for place in places:
        place.mkdir()
    assert save_pack(live, places[0]).version == 1
    assert save_pack(live, places[1]).version == 1
    fill_part(live, "complaint_route", {"complaint_route": "Call us."})
    assert save_pack(live, places[2]).version == 2
    assert live.programme().version == 2


def test_a_pack_is_never_written_over_another_file(live: Home, tmp_path: Path) -> None:
    fill_all(live)
    first = save_pack(live, tmp_path).path
    data = first.read_bytes()
    with pytest.raises(UserError) as caught:
        save_pack(live, tmp_path)
    assert code_of(caught) == "FILE_EXISTS"
    assert first.read_bytes() == data


def test_no_participant_data_is_in_a_pack(joan: Home, tmp_path: Path) -> None:
    record = told(joan)
    with joan.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        person = people.participant(con, found.participants[0])
    assert person is not None
    data = save_pack(joan, tmp_path).path.read_bytes()
    for canary in (record, person.id, person.code, "answer:take_part"):
        assert canary.encode() not in data


def test_content_that_does_not_exist_founds_nothing(tmp_path: Path, machine: Machine) -> None:
    with pytest.raises(UserError) as caught:
        found_programme(
            tmp_path / "x",
            machine,
            content="nowhere",
            name="J",
            programme_name="N",
            passphrase=PASSPHRASE,
            practice=False,
        )
    assert code_of(caught) == "NOT_A_PACK"
    assert not (tmp_path / "x").exists()
