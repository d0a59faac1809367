"""`programme`: the required parts, the programme file, and letting people in."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import SECRET, Terminal, codes

PARTS = {
    "controller": {"controller_name": "Larkside Council", "controller_address": "1 High Street"},
    "privacy_contact": {"name": "Ana Privacy", "phone": "0121 000 0000"},
}


@pytest.fixture
def live(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Joan has founded a live programme from the starter content."""
    monkeypatch.setenv("LDP_STORIES_PASSPHRASE", SECRET)
    terminal.ask("joan", "enrol", "--found", "Millbrook Stories", "--name", "Joan")
    return terminal


def test_a_live_programme_says_what_is_missing(live: Terminal) -> None:
    lacking = live.ask("joan", "programme")["missing"]
    assert {"controller", "privacy_contact", "safeguarding_contact", "recipient"} <= set(lacking)


def test_a_live_programme_with_missing_parts_is_not_saved_and_they_are_named(live: Terminal) -> None:
    refused = live.refused("joan", "programme", "--save", live.stick)
    assert refused.code == "PACK_NOT_READY"
    assert "Still to fill in" in refused.err
    assert list(live.stick.iterdir()) == []


def test_filling_a_part_takes_it_off_the_list(live: Terminal) -> None:
    from ldp_stories.services.required_parts import FORMS

    form = next(f for f in FORMS if f.key == "controller")
    values = dict.fromkeys(form.fields, "Larkside Council")
    after = live.ask("joan", "programme", "--fill", "controller", json.dumps(values))
    assert "controller" not in after["missing"]
    assert "controller" not in live.ask("joan", "programme")["missing"]


def test_the_parts_are_listed_for_a_person_with_what_is_missing(live: Terminal) -> None:
    said = live.say("joan", "programme")
    assert "MISSING  controller: Who is in charge of the information" in said


def test_a_part_that_there_is_not_is_wrong_usage(live: Terminal) -> None:
    assert "[USAGE]" in live.wrong("joan", "programme", "--fill", "weather", "{}")


@pytest.mark.parametrize("values", ["{", "[]", "words"])
def test_values_that_are_no_json_object_are_wrong_usage(live: Terminal, values: str) -> None:
    assert "JSON object" in live.wrong("joan", "programme", "--fill", "controller", values)


def test_a_practice_programme_is_saved_at_once(terminal: Terminal) -> None:
    terminal.joan()
    saved = terminal.ask("joan", "programme", "--save", terminal.stick)["saved"]
    assert Path(saved["path"]).exists()
    assert (saved["version"], len(saved["words"])) == (1, 6)


def test_only_a_coordinator_saves_the_programme(three: Terminal) -> None:
    assert three.refused("amina", "programme", "--save", three.stick).code == "NOT_YOUR_ROLE"


def test_people_who_want_to_join_are_shown_with_their_words(terminal: Terminal) -> None:
    terminal.joan()
    own = terminal.join("amina", "researcher", terminal.pack_file())["words"]["own"]
    (path,) = terminal.send("amina", "coordinators")
    assert terminal.refused("joan", "import", path).code == "UNKNOWN_SIGNER"
    (joiner,) = terminal.ask("joan", "programme")["joiners"]
    assert (joiner["name"], joiner["role"], joiner["words"]) == ("Amina", "researcher", own)
    assert f"wants to join: Amina as researcher, words {' '.join(own)}" in terminal.say("joan", "programme")


def test_a_newcomers_file_is_looked_at_without_setting_it_aside(terminal: Terminal) -> None:
    terminal.joan()
    own = terminal.join("amina", "researcher", terminal.pack_file())["words"]["own"]
    (path,) = terminal.send("amina", "coordinators")
    facts = terminal.ask("joan", "inspect", path)
    assert (facts["known"], facts["sender_words"]) == (False, own)
    assert terminal.ask("joan", "programme")["joiners"] == []


def test_nobody_is_let_in_but_by_the_six_words_they_read_out(terminal: Terminal) -> None:
    terminal.joan()
    own = terminal.join("amina", "researcher", terminal.pack_file())["words"]["own"]
    (path,) = terminal.send("amina", "coordinators")
    assert " ".join(own) in terminal.refused("joan", "import", path).out
    before = terminal.say("joan", "programme")
    assert "Let in whoever reads out the same six words" in before
    (bundle,) = codes(terminal.ask("joan", "programme")["joiners"], "bundle")
    for slip in ("all", bundle, " ".join(own[:5]), " ".join(reversed(own))):
        assert terminal.refused("joan", "programme", "--admit", slip).code == "NOBODY_WITH_WORDS"
        assert codes(terminal.ask("joan", "programme")["people"], "name") == ["Joan"]
    said = terminal.say("joan", "programme", "--admit", ", ".join(own).upper())
    assert "Let in: Amina as researcher." in said
    assert "wants to join" not in said


def test_of_several_who_wait_only_the_one_with_the_words_comes_in(terminal: Terminal) -> None:
    terminal.joan()
    file = terminal.pack_file()
    for who in ("amina", "dev"):
        terminal.join(who, "researcher", file)
        terminal.refused("joan", "import", *terminal.send(who, "coordinators"))
    words = {j["name"]: " ".join(j["words"]) for j in terminal.ask("joan", "programme")["joiners"]}
    after = terminal.ask("joan", "programme", "--admit", words["Dev"])
    assert codes(after["joiners"], "name") == ["Amina"]
    assert sorted(codes(after["people"], "name")) == ["Dev", "Joan"]


def test_each_gets_the_role_asked_for(three: Terminal) -> None:
    rows = {row["name"]: row for row in three.ask("joan", "programme")["people"]}
    assert rows["Amina"]["roles"] == ["researcher"]
    assert rows["Priya"]["roles"] == ["evaluator"]
    assert not rows["Priya"]["clearance"]


def test_another_role_and_clearance_can_be_given(terminal: Terminal) -> None:
    terminal.joan()
    terminal.join("priya", "researcher", terminal.pack_file())
    terminal.refused("joan", "import", *terminal.send("priya", "coordinators"))
    after = terminal.let_in("--role", "evaluator", "--clearance")
    row = next(r for r in after["people"] if r["name"] == "Priya")
    assert (row["roles"], row["clearance"]) == (["evaluator"], True)


def test_a_newer_programme_file_is_taken_with_import(three: Terminal) -> None:
    three.ask(
        "joan", "programme", "--fill", "complaint_route", json.dumps({"complaint_route": "Ask Joan first"})
    )
    three.clear_stick()
    file = three.pack_file()
    (taken,) = three.ask("amina", "import", file)
    assert taken["new"] >= 1
    (again,) = three.ask("amina", "import", file)
    assert (again["version"], again["new"]) == (taken["version"], 0)


def test_a_coordinator_cannot_save_into_a_folder_that_is_not_there(terminal: Terminal) -> None:
    terminal.joan()
    refused = terminal.refused("joan", "programme", "--save", terminal.folder / "nowhere")
    assert "Nothing was changed" in refused.err
