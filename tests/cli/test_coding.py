"""`coding`: one's own tags and marks by commands alone, on words and on seconds of sound, and the way back."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal, agreed


def made(desk: Terminal, name: str, *more: object) -> str:
    ident: str = desk.ask("amina", "coding", "add", "--name", name, *more)["id"]
    return ident


@pytest.fixture
def story(desk: Terminal, words: Path, sound: Path) -> str:
    """A story in words and three seconds of sound."""
    told = desk.ask(
        "amina",
        "record",
        "--place",
        "Millbrook ward",
        "--answers",
        agreed(),
        "--text",
        words,
        "--sound",
        sound,
        "--title",
        "Tea",
    )
    ident: str = told["story"]
    return ident


def test_without_tags_it_says_how_to_make_one(desk: Terminal) -> None:
    assert "coding add --name NAME" in desk.say("amina", "coding")
    assert desk.ask("amina", "coding") == []


def test_tags_stand_in_a_tree_and_are_changed(desk: Terminal) -> None:
    made(desk, "Doors", "--meaning", "who opens them")
    made(desk, "Front door", "--under", "doors")
    lines = desk.say("amina", "coding").splitlines()
    assert lines[0].startswith("Doors: who opens them  (0 marks)  ")
    assert lines[1].startswith("  Front door  (0 marks)  ")
    desk.ask("amina", "coding", "change", "--tag", "Front door", "--name", "Back door", "--under", "-")
    assert [node["depth"] for node in desk.ask("amina", "coding")] == [0, 0]
    assert "Back door" in desk.say("amina", "coding")
    assert desk.refused("amina", "coding", "change", "--tag", "Doors", "--name", " ").code == "NAME_NEEDED"
    assert desk.refused("amina", "coding", "away", "--tag", "Windows").code == "NO_SUCH_OWN_TAG"


def test_words_and_seconds_are_marked_with_a_memo(desk: Terminal, story: str) -> None:
    made(desk, "Doors")
    mark = ("amina", "coding", "mark", "--story", story)
    desk.ask(*mark, "--tag", "doors", "--words", "curtains", "--memo", "who closed them?")
    desk.ask(*mark, "--tag", "A8", "--seconds", "0.5", "2")
    seen = desk.say("amina", "coding", "marks", "--story", story)
    assert "Doors: curtains\n  who closed them?" in seen
    assert "A8 Home, privacy and space: 0.5 to 2 s" in seen
    ident = next(m["coding"]["id"] for m in desk.ask("amina", "coding", "marks", "--story", story))
    desk.ask("amina", "coding", "memo", "--id", ident, "--memo", "asked again")
    assert "asked again" in desk.say("amina", "coding", "marks", "--story", story)


def test_what_is_taken_off_or_away_is_named_and_comes_back(desk: Terminal, story: str) -> None:
    made(desk, "Doors")
    mark = desk.ask("amina", "coding", "mark", "--story", story, "--tag", "Doors", "--words", "curtains")[
        "id"
    ]
    desk.ask("amina", "coding", "off", "--id", mark)
    assert desk.say("amina", "coding", "marks", "--story", story) == "Nothing is marked in this story.\n"
    desk.ask("amina", "coding", "back", "--id", mark)
    gone = desk.ask("amina", "coding", "away", "--tag", "Doors")["gone"]
    assert len(gone) == 2
    assert gone[1] == mark
    assert desk.ask("amina", "coding") == []
    desk.ask("amina", "coding", "back", "--id", gone[0], "--id", gone[1])
    assert [node["uses"] for node in desk.ask("amina", "coding")] == [1]


def test_what_cannot_be_marked_is_said(desk: Terminal, story: str) -> None:
    made(desk, "Doors")
    mark = ("amina", "coding", "mark", "--story", story, "--tag", "Doors")
    assert desk.refused(*mark, "--words", "nobody said this").code == "WORDS_NOT_THERE"
    assert desk.refused(*mark, "--seconds", "0", "1", "--part", "4").code == "MEDIA_GONE"
    assert "--words or --seconds" in desk.wrong(*mark)
    assert "where it begins" in desk.wrong(*mark, "--seconds", "2", "1")
    assert "--id is needed" in desk.wrong("amina", "coding", "off")
    assert desk.ask("amina", "coding", "marks", "--story", story) == []
