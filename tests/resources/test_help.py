"""The manual: one short page for each screen, in plain words, that says what to do now."""

from pathlib import Path

import pytest

from ldp_stories.services.load_pack_content import StarterContent
from tests.resources.conftest import RESOURCES
from tests.resources.reading import longest_sentence, reading_age, words

HELP = RESOURCES / "help"
PAGES = sorted(p.stem for p in HELP.glob("*.md"))
LONG = {"what-holds": 800}
"""A table of everything that could go wrong is looked things up in, not read through."""


def page(name: str) -> str:
    return (HELP / f"{name}.md").read_text(encoding="utf-8")


def test_the_pages_people_need_most_are_there() -> None:
    # Which screen opens which page, and that none stands without a screen, is told where the screens are known (tests/ui).
    needed = {
        "index",
        "first-start",
        "unlock",
        "home",
        "consent",
        "conversation",
        "worried",
        "problems",
        "hide-screen",
    }
    assert needed <= set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_a_title_and_says_what_to_do_now(name: str) -> None:
    lines = page(name).splitlines()
    assert lines[0].startswith("# ")
    assert "## What do I do now?" in lines
    assert "1. " in page(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_short_and_easy(name: str) -> None:
    text = page(name)
    assert 30 <= len(words(text)) <= LONG.get(name, 230)
    assert longest_sentence(text) <= 40 if name == "programme-set-up" else longest_sentence(text) <= 25
    assert reading_age(text) <= 11


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "word", ["import", "backup", "withdraw", "anonymous", "invalid", "error", "click", "simply"]
)
def test_a_page_uses_our_words(name: str, word: str) -> None:
    assert word not in {w.lower() for w in words(page(name))}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_avoids_words_the_checker_warns_about(starter: StarterContent, name: str) -> None:
    avoided = {p.word.lower() for p in starter.plain_words.pairs if " " not in p.word}
    assert not avoided & {w.lower() for w in words(page(name))}


def test_the_worried_page_of_the_manual_keeps_the_order_of_the_steps(starter: StarterContent) -> None:
    text = page("worried")
    marks = [
        "Call 999",
        "Stay calm",
        "Stop the recording",
        "Call your safeguarding lead",
        "your organisation's form",
    ]
    places = [text.index(m) for m in marks]
    assert places == sorted(places)
    assert len(starter.safeguarding.steps) == 7


def test_the_manual_never_sends_anyone_to_the_internet() -> None:
    for name in PAGES:
        assert "http" not in page(name)
        assert "www." not in page(name)


def test_no_page_stands_in_a_folder_below(tmp_path: Path) -> None:
    assert [p for p in HELP.rglob("*") if p.is_dir()] == []


def test_the_table_of_dangers_says_what_does_not_hold_as_plainly_as_what_does() -> None:
    rows = [line.split("|")[1:-1] for line in page("what-holds").splitlines() if line.startswith("| ")]
    answers = [row[1].strip() for row in rows[1:]]
    assert len(answers) >= 16
    assert {"Yes", "In part", "No"} <= set(answers)
    assert all(len(row) == 4 and row[2].strip() for row in rows)
    assert answers.count("No") >= 4
    assert "## What we accept" in page("what-holds")


def test_the_rescue_page_gives_the_commands_of_the_specification() -> None:
    spec = (RESOURCES / "spec" / "bundle.md").read_text(encoding="utf-8")
    block = page("rescue").partition("```")[2].partition("```")[0]
    for tool in (
        "age -d -i",
        "| tar -x",
        "ssh-keygen -Y verify",
        "-n ldp-bundle@1",
        "sha256sum -c manifest-sha256.txt",
    ):
        assert tool in block
        assert tool in spec


def test_the_specification_is_at_most_fifteen_pages_of_paper() -> None:
    lines = sum(
        max(1, -(-len(line) // 100))
        for name in ("bundle.md", "store.md")
        for line in (RESOURCES / "spec" / name).read_text(encoding="utf-8").splitlines()
    )
    assert lines <= 15 * 55
