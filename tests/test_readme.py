"""The README keeps its word: what it names is there, and it has the parts a newcomer looks for."""

import re
from dataclasses import fields

from ldp_stories.settings import Settings
from tests.architecture import tree

README = tree.text(tree.ROOT / "README.md")
ROWS = [line for line in README.splitlines() if line.startswith("| ") and "---" not in line][1:]


def test_there_are_ten_rows_that_say_where_to_look() -> None:
    assert len(ROWS) >= 10


def test_every_place_the_rows_name_is_there() -> None:
    places = [place for row in ROWS for place in re.findall(r"`([\w./]+)`", row)]
    assert [place for place in places if not (tree.ROOT / place).exists()] == []


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert [picture for picture in pictures if not (tree.ROOT / picture).exists()] == []


def test_the_licence_and_the_two_commands_are_named() -> None:
    assert "GPL-3.0-or-later" in README
    assert re.search(r"```sh\npackaging/dev run\npackaging/dev test\n```", README)


def test_every_command_of_the_script_is_explained() -> None:
    script = tree.text(tree.ROOT / "packaging" / "dev.py")
    commands = re.findall(r"^packaging/dev (\w+)", script, re.MULTILINE)
    assert {"run", "test", "check", "bench", "long", "build", "lock"} == set(commands)
    assert [command for command in commands if f"packaging/dev {command}" not in README] == []


def test_no_setting_names_a_teller_or_a_story() -> None:
    # The file lies open on the disk; its names must not invite what belongs in the sealed store.
    names = {one.name for one in fields(Settings)}
    assert not {name for name in names if re.search(r"teller|story|passphrase|participant|password", name)}
