"""`pack`, `inspect` and `import`: a bundle on its way, and every file that is not one."""

from pathlib import Path

import pytest

from ldp_stories.services import accept_bundle
from tests.cli.terminal import Terminal, agreed, codes

PLACE = ("--place", "Millbrook ward")
QUOTE = "They draw the curtains and it is only women."


def tell(terminal: Terminal, words: Path, *more: object) -> str:
    """Amina keeps a story that is ready; its id."""
    kept = terminal.ask(
        "amina", "record", *PLACE, "--answers", agreed(), "--text", words, "--title", "Tea", "--passage", f"/{QUOTE}/",
        "--tag", "D1", "--ready", *more,
    )  # fmt: skip
    return str(kept["story"])


@pytest.fixture
def bundle(three: Terminal, words: Path) -> Path:
    """Amina's story, packed for Joan."""
    tell(three, words)
    (path,) = three.send("amina", "coordinators")
    return path


def test_without_a_name_it_says_whom_one_could_send_to(three: Terminal, words: Path) -> None:
    tell(three, words)
    assert codes(three.ask("amina", "pack"), "key") == ["coordinators"]
    assert three.say("amina", "pack") == "Joan (coordinator): 1 stories to send\n"
    assert sorted(codes(three.ask("joan", "pack"), "name")) == ["Amina", "Priya"]


def test_no_key_and_no_device_is_in_the_list_of_people(three: Terminal) -> None:
    (row,) = three.ask("amina", "pack")
    assert {"ages", "devices"}.isdisjoint(row)


def test_a_pack_is_one_checked_file_on_the_stick(three: Terminal, words: Path) -> None:
    tell(three, words)
    packed = three.ask("amina", "pack", "--to", "coordinators", "--folder", three.stick)
    assert packed["stories"] == 1
    assert [Path(p) for p in packed["paths"]] == list(three.stick.glob("*.tar.age"))


def test_the_first_time_needs_the_first_of_their_words(terminal: Terminal, words: Path) -> None:
    terminal.joan()
    terminal.join("amina", "researcher", terminal.pack_file())
    terminal.clear_stick()
    tell(terminal, words)
    pack = ("pack", "--to", "coordinators", "--folder", terminal.stick)
    assert terminal.refused("amina", *pack).code == "FIRST_WORD"
    refused = terminal.refused("amina", *pack, "--first-word", "wrong")
    assert "Joan" in refused.err
    assert list(terminal.stick.iterdir()) == []


def test_nothing_new_is_nothing_to_send(three: Terminal) -> None:
    refused = three.refused("amina", "pack", "--to", "coordinators", "--folder", three.stick)
    assert refused.code == "NOTHING_TO_SEND"


def test_nobody_outside_the_programme_can_be_sent_to(three: Terminal, words: Path) -> None:
    tell(three, words)
    refused = three.refused("amina", "pack", "--to", "sam", "--folder", three.stick)
    assert refused.code == "NO_SUCH_RECIPIENT"


def test_a_folder_that_is_not_there_is_a_sentence(three: Terminal, words: Path) -> None:
    tell(three, words)
    refused = three.refused("amina", "pack", "--to", "coordinators", "--folder", three.folder / "no stick")
    assert refused.code == "NO_FOLDER"


def test_a_pack_without_a_folder_is_wrong_usage(three: Terminal) -> None:
    assert "One of --folder and --way is needed" in three.wrong("amina", "pack", "--to", "coordinators")


def test_anybody_sees_of_a_bundle_only_that_it_is_one(three: Terminal, bundle: Path) -> None:
    facts = three.ask("joan", "inspect", bundle, home=False)
    assert (facts["name"], facts["part"], facts["parts"]) == (bundle.name, 1, 1)
    assert facts["bytes"] == bundle.stat().st_size
    text = three.say("joan", "inspect", bundle, home=False)
    assert not any(word in text for word in ("Amina", "Tea", "Millbrook", "Larkside", "curtains"))


def test_its_reader_sees_what_is_inside_and_nothing_is_added(three: Terminal, bundle: Path) -> None:
    facts = three.ask("joan", "inspect", bundle)
    assert (facts["sender"], facts["stories"], facts["people"], facts["places"]) == (
        "Amina",
        1,
        1,
        ["Millbrook"],
    )
    assert facts["titles"] == ["Tea"]
    assert facts["consent"]["audio"] == {"yes": 1}
    assert three.ask("joan", "list") == []


def test_a_programme_file_says_its_name_and_words(terminal: Terminal) -> None:
    words = terminal.joan()["words"]["programme"]
    facts = terminal.ask("amina", "inspect", terminal.pack_file(), home=False)
    assert (facts["name"], facts["practice"], facts["words"]) == ("Larkside Together", True, words)


def test_a_bundle_comes_in_once_and_again_changes_nothing(three: Terminal, bundle: Path) -> None:
    (first,) = three.ask("joan", "import", bundle)
    assert first["new"] > 4
    assert (first["refused"], first["waiting"], first["again"]) == ([], 0, False)
    assert codes(three.ask("joan", "list"), "title") == ["Tea"]
    (again,) = three.ask("joan", "import", bundle)
    assert (again["new"], again["again"], again["receipt"]) == (0, True, first["receipt"])


def test_the_lines_for_a_person_count_what_came(three: Terminal, bundle: Path) -> None:
    said = three.say("joan", "import", bundle)
    assert said.startswith(f"{bundle.name}: ")
    assert "left out 0, waiting for 0" in said


def test_several_files_come_in_one_after_the_other(three: Terminal, words: Path, bundle: Path) -> None:
    tell(three, words)
    three.send("amina", "coordinators")
    paths = sorted(three.stick.glob("*.tar.age"))
    assert bundle in paths
    taken = three.ask("joan", "import", *paths)
    assert len(taken) == 2
    assert len(three.ask("joan", "list")) == 2


def test_the_first_trouble_stops_and_what_came_before_stays(three: Terminal, bundle: Path) -> None:
    broken = three.folder / "broken.tar.age"
    broken.write_bytes(bundle.read_bytes()[:-100])
    refused = three.refused("joan", "import", bundle, broken)
    assert refused.code in {"DAMAGED", "CUT_SHORT"}
    assert len(three.ask("joan", "list")) == 1


def test_a_bundle_for_somebody_else_stays_shut(three: Terminal, bundle: Path) -> None:
    for command in ("inspect", "import"):
        assert three.refused("priya", command, bundle).code == "NOT_FOR_US"


def test_a_file_that_is_no_bundle_is_left_alone(three: Terminal, words: Path) -> None:
    assert three.refused("joan", "import", words).code == "NOT_SEALED"
    assert three.ask("joan", "inspect", words, home=False)["kind"] not in {"records", "pack"}


def test_a_file_that_is_not_there_is_a_sentence(three: Terminal) -> None:
    gone = three.stick / "gone.tar.age"
    for command, home in (("import", True), ("inspect", True), ("inspect", False)):
        assert three.refused("joan", command, gone, home=home).code == "FILE_UNREADABLE"


def test_a_file_is_needed(three: Terminal) -> None:
    three.wrong("joan", "import")


def test_a_bundle_with_sound_brings_the_sound(three: Terminal, words: Path, sound: Path) -> None:
    tell(three, words, "--sound", sound)
    (path,) = three.send("amina", "coordinators")
    assert three.ask("joan", "inspect", path)["recordings"] == [3_000]
    (taken,) = three.ask("joan", "import", path)
    assert (taken["held"], taken["waiting"]) == (1, 0)


def test_the_small_profile_sends_the_small_copy(three: Terminal, words: Path, sound: Path) -> None:
    tell(three, words, "--sound", sound)
    large = three.ask("amina", "pack", "--to", "coordinators", "--folder", three.stick)
    small = three.ask("amina", "pack", "--to", "coordinators", "--folder", three.stick, "--profile", "mail")
    assert small["bytes"] < large["bytes"]


def test_much_that_came_is_searchable_when_the_command_ends(
    three: Terminal, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accept_bundle, "_MANY", 0)
    three.ask("joan", "import", bundle)
    found = three.ask("joan", "find", "curtains")
    assert [row["title"] for row in found["found"]] == ["Tea"]
