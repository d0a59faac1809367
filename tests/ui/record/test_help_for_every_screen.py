"""What do I do now? Every screen of every workspace has a page of its own in the manual, and F1 opens it."""

from __future__ import annotations

from pathlib import Path

import pytest

import ldp_stories
from ldp_stories.ui.record.directory import Entry
from ldp_stories.ui.record.help import FIRST, page_for, pages
from ldp_stories.ui.workspaces import WORKSPACES

HELP = Path(ldp_stories.__file__).parent.parent / "resources" / "help"
BY_STEP = ("conversation", "new")
"""Screens whose page is that of the step one has come to."""
STEPS = ("Where and who", "Consent", "Conversation", "Words after", "Ready")
ENTRIES = {entry.key: entry for space in WORKSPACES for entry in space.entries}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda e: e.key)
def test_a_screen_finds_its_own_page(entry: Entry) -> None:
    if entry.key in BY_STEP:
        pytest.skip("its page is that of its step, looked at below")
    page = page_for(entry.key, entry.label)
    if entry.key == "help":
        return
    assert (HELP / f"{page}.md").exists(), f"{entry.key} asks for {page}"
    assert page != FIRST, "the first page is no answer to what to do on this screen"


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_a_conversation_finds_its_own_page(step: str) -> None:
    for key in BY_STEP:
        assert (HELP / f"{page_for(key, step)}.md").exists()


def test_the_manual_shows_every_page_with_a_title() -> None:
    found = pages(HELP)
    assert next(iter(found)) == FIRST
    assert len({title for title, _ in found.values()}) == len(found)
    assert set(found) == {path.stem for path in HELP.glob("*.md")}
