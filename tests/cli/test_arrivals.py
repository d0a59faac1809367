"""`arrivals`: nothing yet, lines for a person, and the log as a file."""

from pathlib import Path

from tests.cli.terminal import Terminal


def test_nothing_brought_in_is_an_empty_log(practice: Terminal, tmp_path: Path) -> None:
    assert practice.say("amina", "arrivals") == ""
    assert practice.ask("amina", "arrivals") == {"arrivals": [], "left": [], "saved": None}
    assert "The log is in brought-in.csv." in practice.say("amina", "arrivals", "--save", tmp_path)
    assert (tmp_path / "brought-in.csv").read_text(encoding="utf-8-sig").startswith("bundle,number,part,from")


def test_a_bundle_is_a_line_with_totals(three: Terminal) -> None:
    rows = three.ask("joan", "arrivals")["arrivals"]
    assert len(rows) >= 2
    said = three.say("joan", "arrivals").splitlines()
    assert len(said) == len(rows)
    assert all("stories 0 to 0, people 0 to 0" in line for line in said)


def test_a_folder_that_is_not_there_is_refused(practice: Terminal, tmp_path: Path) -> None:
    assert practice.refused("amina", "arrivals", "--save", tmp_path / "none").code == "NO_FOLDER"
