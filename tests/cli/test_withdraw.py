"""The command `withdraw`: look, then stop uses or erase, never without the code typed once more."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.cli.test_review import keep


@pytest.fixture
def story(desk: Terminal, words: Path, sound: Path) -> dict[str, str]:
    """A kept story with sound; the code is in it."""
    return keep(desk, "amina", words, "--sound", sound)


def test_a_code_with_a_slip_is_refused_and_an_unknown_one_is_not_here(desk: Terminal) -> None:
    assert desk.type("amina", "withdraw", "--code", "LT-4HN7-KQA").code == "CODE_SLIP"
    assert desk.type("amina", "withdraw", "--code", "LT-4HN7-KQY").code == "NO_STORY_WITH_CODE"


def test_without_a_wish_it_only_shows_what_was_reached(desk: Terminal, story: dict[str, str]) -> None:
    code = story["code"]
    found = desk.ask("amina", "withdraw", "--code", code)
    assert [s["id"] for s in found["reach"]["stories"]] == [story["story"]]
    said = desk.say("amina", "withdraw", "--code", code)
    assert "1 recording, 0 pictures, 1 passage," in said
    assert desk.ask("amina", "list") != []


def test_everything_needs_the_code_once_more_and_then_is_gone(
    desk: Terminal, story: dict[str, str], tmp_path: Path
) -> None:
    code = story["code"]
    assert desk.type("amina", "withdraw", "--code", code, "--everything").code == "CODE_SLIP"
    other = desk.type("amina", "withdraw", "--code", code, "--everything", "--confirm", "LT-4HN7-KQY")
    assert other.code == "CODE_DIFFERS"
    said = desk.say(
        "amina", "withdraw", "--code", code, "--everything", "--confirm", code, "--page", tmp_path
    )
    assert "laptops confirmed" in said
    page = (tmp_path / "what-we-did.html").read_text(encoding="utf-8")
    assert "What is gone" in page
    assert code not in page
    assert "curtains" not in page
    assert desk.type("amina", "withdraw", "--code", code).code == "TAKEN_BACK_BEFORE"
    assert "erase on 2026-05-10" in desk.say("amina", "withdraw")


def test_stopping_some_uses_deletes_nothing(desk: Terminal, story: dict[str, str]) -> None:
    done = desk.ask("amina", "withdraw", "--code", story["code"], "--stop", "quote_anon")
    assert done["kind"] == "narrow"
    assert desk.ask("amina", "withdraw", "--code", story["code"])["reach"]["stories"] != []


def test_the_voice_alone_leaves_the_words(desk: Terminal, story: dict[str, str]) -> None:
    code = story["code"]
    desk.say("amina", "withdraw", "--code", code, "--voice", "--confirm", code)
    reach = desk.ask("amina", "withdraw", "--code", code)["reach"]
    assert reach["recordings"] == []
    assert reach["versions"] >= 1
