"""`codebook`: list, preview, change with a reason, undo; only a coordinator changes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.terminal import Terminal
from tests.cli.test_review import keep

WHY = ("--reason", "agreed at the tag chat", "--such-as", "The bench by the school")


def tags(terminal: Terminal, *more: str) -> dict[str, dict[str, Any]]:
    found = terminal.ask("amina", "codebook", "list", *more)
    return {tag["code"]: {**tag, "count": count} for group in found for tag, count in group["tags"]}


def test_the_tags_are_listed_with_how_many_stories_have_each(desk: Terminal, words: Path) -> None:
    keep(desk, "amina", words)
    found = tags(desk)
    assert found["D1"]["count"] == 1
    assert found["C10"]["count"] == 0
    assert "D1 Trusted person or place  1" in desk.say("amina", "codebook")


def test_a_tag_is_reworded_merged_and_brought_back(desk: Terminal, words: Path) -> None:
    keep(desk, "amina", words)
    before = tags(desk, "--retired")
    assert desk.ask("amina", "codebook", "edit", "--tag", "D1", "--preview")["stories"]
    assert tags(desk, "--retired") == before
    desk.ask("amina", "codebook", "edit", "--tag", "D1", "--name", "People and places we trust", *WHY)
    assert tags(desk)["D1"]["name"] == "People and places we trust"
    assert tags(desk)["D1"]["id"] == before["D1"]["id"]
    merged = desk.ask("amina", "codebook", "merge", "--tag", "C10", "--into", "G1", *WHY)["id"]
    assert "C10" not in tags(desk)
    assert tags(desk, "--retired")["C10"]["status"] == "merged"
    said = desk.say("amina", "codebook", "history")
    assert merged in said
    assert "agreed at the tag chat" in said
    desk.ask("amina", "codebook", "undo", "--change", merged)
    assert tags(desk)["C10"] == before["C10"]
    assert "(undone)" in desk.say("amina", "codebook", "history")


def test_a_tag_is_added_split_and_retired(desk: Terminal) -> None:
    desk.ask("amina", "codebook", "add", "--name", "Borrowed tools", "--group", "F", *WHY)
    added = next(t for t in tags(desk).values() if t["name"] == "Borrowed tools")
    assert added["group"] == "F"
    desk.ask("amina", "codebook", "retire", "--tag", added["code"], *WHY)
    assert added["code"] not in tags(desk)
    desk.ask(
        "amina", "codebook", "split", "--tag", "F2", "--into", "Streets", "--into", "Small changes", *WHY
    )
    assert {"Streets", "Small changes"} <= {t["name"] for t in tags(desk).values()}


def test_a_change_without_a_reason_or_of_a_tag_that_is_not_there_is_refused(desk: Terminal) -> None:
    assert desk.refused("amina", "codebook", "retire", "--tag", "D1").code == "REASON_NEEDED"
    assert desk.refused("amina", "codebook", "retire", "--tag", "Z9", *WHY).code == "NO_SUCH_TAG"
    desk.wrong("amina", "codebook", "merge", "--tag", "D1", *WHY)
    assert "D1" in tags(desk)


def test_a_researcher_may_look_and_not_change(three: Terminal) -> None:
    assert three.ask("amina", "codebook")
    assert three.refused("amina", "codebook", "retire", "--tag", "D1", *WHY).code == "NOT_YOUR_ROLE"
