"""`enrol`: a home from a programme file, for practice, or as the founder of a programme."""

from pathlib import Path

import pytest

from tests.cli.terminal import SECRET, Terminal


def test_a_practice_home_has_the_invented_stories(terminal: Terminal) -> None:
    made = terminal.ask("amina", "enrol", "--practice", "--name", "Amina")
    assert made["home"] == str(terminal.home("amina"))
    assert len(terminal.ask("amina", "list")) == 37


def test_a_practice_home_can_be_without_stories(desk: Terminal) -> None:
    assert desk.ask("amina", "list") == []


def test_six_words_of_the_programme_and_of_ones_own_are_said(terminal: Terminal) -> None:
    said = terminal.say("amina", "enrol", "--practice", "--name", "Amina")
    lines = said.splitlines()
    assert lines[0] == f"The home of Amina is in {terminal.home('amina')}."
    assert lines[1].startswith("Six words of the programme: ")
    assert [len(line.split(": ")[1].split()) for line in lines[1:]] == [6, 6]


def test_a_founder_gets_a_home_that_looks_after_the_programme(terminal: Terminal) -> None:
    made = terminal.joan()
    assert len(made["words"]["programme"]) == 6
    (row,) = terminal.ask("joan", "programme")["people"]
    assert (row["name"], row["roles"]) == ("Joan", ["coordinator"])


def test_a_live_programme_takes_the_passphrase_from_a_file(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\nand a line that does not count\n")
    terminal.ask("joan", "enrol", "--found", "Millbrook", "--name", "Joan", "--passphrase-file", file)
    assert terminal.refused("joan", "list").code == "PASSPHRASE_NEEDED"
    assert terminal.ask("joan", "list", "--passphrase-file", file) == []


def test_a_live_programme_without_a_passphrase_is_not_made(terminal: Terminal) -> None:
    refused = terminal.refused("joan", "enrol", "--found", "Millbrook", "--name", "Joan")
    assert refused.code == "PASSPHRASE_SHORT"
    assert not terminal.home("joan").exists()


def test_a_short_passphrase_is_refused_with_what_is_better(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LDP_STORIES_PASSPHRASE", "abc")
    refused = terminal.refused("joan", "enrol", "--found", "Millbrook", "--name", "Joan")
    assert "Four words are best" in refused.err


def test_joining_a_programme_shows_the_words_its_founder_reads_out(terminal: Terminal) -> None:
    words = terminal.joan()["words"]["programme"]
    made = terminal.join("amina", "researcher", terminal.pack_file())
    assert made["words"]["programme"] == words
    assert made["words"]["own"] != words


def test_words_that_are_not_the_programmes_are_refused(terminal: Terminal) -> None:
    terminal.joan()
    wrong = "one two three four five six"
    refused = terminal.refused(
        "amina", "enrol", "--pack", terminal.pack_file(), "--name", "Amina", "--words", wrong
    )
    assert refused.code == "WORDS_DIFFER"
    assert not terminal.home("amina").exists()


def test_the_right_words_open_the_way_whatever_their_case(terminal: Terminal) -> None:
    words = " ".join(terminal.joan()["words"]["programme"]).upper()
    made = terminal.ask("amina", "enrol", "--pack", terminal.pack_file(), "--name", "Amina", "--words", words)
    assert made["home"] == str(terminal.home("amina"))


def test_a_home_is_never_made_over_another(practice: Terminal) -> None:
    refused = practice.refused("amina", "enrol", "--practice", "--name", "Somebody")
    assert refused.code == "HOME_EXISTS"
    assert len(practice.ask("amina", "list")) == 37


def test_a_file_that_is_no_programme_file_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "holiday.ldp-pack"
    file.write_bytes(b"not a pack at all" * 100)
    refused = terminal.refused("amina", "enrol", "--pack", file, "--name", "Amina")
    assert refused.code == "NOT_A_PACK"
    assert not terminal.home("amina").exists()


def test_a_programme_file_that_is_not_there_is_a_sentence(terminal: Terminal, tmp_path: Path) -> None:
    refused = terminal.refused("amina", "enrol", "--pack", tmp_path / "gone.ldp-pack", "--name", "Amina")
    assert "Nothing was" in refused.err


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--practice"],
        ["--practice", "--found", "X", "--name", "A"],
        ["--practice", "--name", "A", "--role", "boss"],
        ["--found", "X", "--name", "A", "--content", "nothing"],
    ],
)
def test_half_a_command_is_wrong_usage_and_makes_nothing(terminal: Terminal, words: list[str]) -> None:
    terminal.wrong("amina", "enrol", *words)
    assert not terminal.home("amina").exists()


def test_the_role_asked_for_goes_with_the_first_bundle(terminal: Terminal) -> None:
    terminal.joan()
    terminal.join("priya", "evaluator", terminal.pack_file())
    (path,) = terminal.send("priya", "coordinators")
    terminal.refused("joan", "import", path)
    (joiner,) = terminal.ask("joan", "programme")["joiners"]
    assert (joiner["name"], joiner["role"]) == ("Priya", "evaluator")
