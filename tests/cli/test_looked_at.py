"""Nothing with what somebody said leaves by the terminal before a person has named all nine questions."""

from pathlib import Path

import pytest

from tests.cli.terminal import ALL_LOOKED_AT, Terminal

WAYS = (
    ("publish", "--bank"),
    ("publish", "--tables"),
    ("exchange", "--project"),
    ("quote", "--page"),
    ("quote", "--report"),
)


@pytest.mark.parametrize(("command", "way"), WAYS)
def test_nothing_is_written_before_all_nine_are_looked_at(
    desk: Terminal, tmp_path: Path, command: str, way: str
) -> None:
    folder = tmp_path / "out"
    assert desk.refused("amina", command, way, folder).code == "NOT_CHECKED"
    answer = desk.type("amina", command, way, folder, *ALL_LOOKED_AT[:-1])
    assert answer.status == 1
    assert "  [ ] 9. A neighbour would not guess" in answer.out
    assert "1. Everybody" not in answer.out
    assert "the questions are 1 to 9" in desk.wrong("amina", command, way, folder, "--looked-at", 10)
    assert not folder.exists()


def test_a_clip_and_a_matrix_are_asked_about_too(desk: Terminal, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    assert desk.refused("amina", "quote", "--clip", "x", "--folder", out).code == "NOT_CHECKED"
    assert desk.refused("amina", "publish", "--matrix", "x", "--into", out).code == "NOT_CHECKED"
    assert list(out.iterdir()) == []
