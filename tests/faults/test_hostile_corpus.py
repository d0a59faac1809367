"""Hundreds of hostile files against one real home: each is refused whole, soon, in little memory, and nothing else has changed."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.bundles.corpus import corpus

ROOT = Path(__file__).parents[2]
MOST_MEMORY = 256 * 1024
"""KiB."""
CODES = (ROOT / "resources" / "spec" / "bundle.md").read_text(encoding="utf-8").partition("## 11.")[2]

NOT_KEPT = {"NOT_SEALED", "NOT_FOR_US", "FOREIGN_PROGRAMME", "PRACTICE_MIXED"}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is asked of POSIX")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """What the home in the other process said of each file, and at last."""
    child = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("hostile_child.py")), str(tmp_path_factory.mktemp("hostile"))],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.returncode == 0, child.stderr[-3000:]
    *tried, last = [json.loads(line) for line in child.stdout.splitlines()]
    return tried, last


Said = tuple[list[dict[str, Any]], dict[str, Any]]


def test_there_are_hundreds_of_them_and_each_was_tried(said: Said) -> None:
    assert len(said[0]) == len(corpus()) > 350


def test_each_is_refused_with_its_own_code(said: Said) -> None:
    assert [(one["name"], one["came"]) for one in said[0] if one["came"] != one["want"]] == []


def test_none_changes_the_library_or_leaves_a_file(said: Said) -> None:
    assert [one["name"] for one in said[0] if not one["same"]] == []
    assert said[1]["rows same"]


def test_the_file_itself_stays_where_it_was_and_nothing_is_written_beside_it(said: Said) -> None:
    assert all(one["kept"] and one["beside"] == ["in.tar.age"] for one in said[0])


def test_each_is_kept_apart_once_with_its_reason_save_what_is_for_others_or_not_sealed(said: Said) -> None:
    for_us = {(one["sha256"], one["came"]) for one in said[0] if one["came"] not in NOT_KEPT}
    assert len(for_us) > 300
    assert sorted(said[1]["reasons"]) == sorted(code for _, code in for_us)
    assert len(said[1]["waiting"]) == len(for_us)
    assert all(re.fullmatch(r"[0-9a-z]{26}\.tar\.age", name) for name in said[1]["waiting"])


def test_none_takes_a_second(said: Said) -> None:
    assert [(one["name"], one["seconds"]) for one in said[0] if one["seconds"] > 1] == []


def test_all_of_them_together_take_little_memory(said: Said) -> None:
    assert said[1]["peak"] < MOST_MEMORY


def test_every_code_of_the_specification_that_a_bundle_can_earn_is_earned(said: Said) -> None:
    listed = set(re.findall(r"\b[A-Z]{2,}(?:_[A-Z]+)+\b", CODES))
    # a pack, a lost laptop, 64 GiB, a full disk or quarantine, another bundle with the same id: tests of their own
    others = {"NOT_A_PACK", "REVOKED_SIGNER", "TOO_BIG", "NO_ROOM", "QUARANTINE_FULL", "SAME_NAME"}
    earned = {one["came"] for one in said[0]}
    assert listed - others - earned == set()
    assert earned <= listed | {"DAMAGED", "READDRESSED"}
