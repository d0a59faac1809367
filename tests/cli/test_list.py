"""The command `list`: one line a story, and who has received it is not said to have reviewed it."""

from dataclasses import replace

import pytest

from ldp_stories.cli.list_command import _who
from ldp_stories.domain.records import RecordRow, Shown
from ldp_stories.services.my_stories import my_stories
from tests.cli.terminal import Terminal


def a_row(practice: Terminal, **changes: object) -> RecordRow:
    home = practice.opened("amina")
    try:
        return replace(my_stories(home).rows[0], **changes)  # type: ignore[arg-type]
    finally:
        home.close()


@pytest.mark.parametrize(
    ("shown", "by", "on", "said"),
    [
        (Shown.RECEIVED, "Joan", "2026-11-22", "by Joan"),
        (Shown.REVIEWED, "Joan", "2026-11-22", "(received by Joan)"),
        (Shown.REVIEWED, "R-02", "", "from R-02"),
        (Shown.DRAFT, "", "", ""),
    ],
)
def test_who_is_named_for_what_they_did(
    practice: Terminal, shown: Shown, by: str, on: str, said: str
) -> None:
    assert _who(a_row(practice, shown=shown, by=by, on=on)) == said


def test_a_story_is_a_line_with_its_state(practice: Terminal) -> None:
    (line, *_) = practice.say("amina", "list", "--limit", 1).splitlines()
    (row, *_) = practice.ask("amina", "list", "--limit", 1)
    assert line.startswith(f"{row['id']}  {row['told_on']}  {row['title']}")
    assert str(row["shown"]) in line
