"""The specification's table of rules against hostile files, our table of what tries each, and the hostile files themselves say the same."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from ldp_stories.bundles import json_guard, lines, tar
from ldp_stories.crypto import age_header
from ldp_stories.errors import SENTENCES
from ldp_stories.services import set_aside
from tests.bundles.corpus import corpus
from tests.bundles.rules import RULES

ROOT = Path(__file__).parents[2]
SPEC = (ROOT / "resources" / "spec" / "bundle.md").read_text(encoding="utf-8")
CODES = re.compile(r"\b[A-Z]{2,}(?:_[A-Z]+)*\b")
ROWS = {
    cells[0].strip(): (cells[1].strip(), tuple(CODES.findall(cells[2])))
    for line in SPEC.partition("| rule | limit | says |")[2].partition("\n\n")[0].splitlines()[2:]
    if len(cells := line.strip("|").split("|")) == 3
}
CORPUS = {name: code for name, (_, code) in corpus().items()}


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def files_of(row: str) -> dict[str, str]:
    """The hostile files of a row, each with the code it must be refused with."""
    return {name: code for name, code in CORPUS.items() if name.startswith(RULES[row].corpus)}


def test_both_tables_have_the_same_rows_in_the_same_order() -> None:
    assert list(ROWS) == list(RULES)
    assert len(ROWS) == 14


@pytest.mark.parametrize("row", RULES)
def test_a_rule_is_tried_by_files_or_tests_that_are_there(row: str) -> None:
    rule = RULES[row]
    assert rule.corpus or rule.tests
    for beginning in rule.corpus:
        assert any(name.startswith(beginning) for name in CORPUS), (
            f"no hostile file begins with {beginning!r}"
        )
    for test in rule.tests:
        file, _, name = test.partition("::")
        assert name in names_in(file), test


@pytest.mark.parametrize("row", [row for row in RULES if RULES[row].corpus])
def test_its_files_are_refused_with_the_codes_that_the_specification_names(row: str) -> None:
    listed, earned = set(ROWS[row][1]), set(files_of(row).values())
    assert earned <= listed
    assert earned & listed


@pytest.mark.parametrize("row", ROWS)
def test_every_code_is_explained_on_the_page_and_has_a_plain_sentence(row: str) -> None:
    for code in ROWS[row][1]:
        assert re.search(rf"^\|[^|]*\b{code}\b[^|]*\|", SPEC, re.MULTILINE) or code in (
            "NO_ROOM",
            "QUARANTINE_FULL",
        )
        assert code in SENTENCES or code.startswith("E_")


def test_every_hostile_file_belongs_to_a_rule_or_is_wrong_in_the_bag_itself() -> None:
    """The bag's own files, signatures and envelope have codes of their own in the first table of section 11."""
    of_rules = {name for row in RULES for name in files_of(row)}
    rest = {code for name, code in CORPUS.items() if name not in of_rules}
    assert len(CORPUS) > 350
    assert rest <= set(CODES.findall(SPEC.partition("## 11.")[2]))
    assert len(of_rules) > 150


LIMITS = {
    "1 MiB, 1,024 stanzas, work factor 18": (
        age_header.MAX_HEADER == 1 << 20, age_header.MAX_STANZAS == 1024, age_header.MAX_WORK_FACTOR == 18,
    ),
    "10 GiB and 1,000 files in all; after 90 days": (
        set_aside.LIMIT == 10 << 30, set_aside.MOST == 1000, set_aside.LONG_ENOUGH == 90, set_aside.SPARE == 1 << 30,
    ),
    "100,000 members, 8 GiB - 1 in one, 64 GiB in all": (
        tar.MAX_MEMBERS == 100_000, tar.MAX_MEMBER == (8 << 30) - 1, tar.MAX_TOTAL == 64 << 30,
    ),
    "a line of 1 MiB, 16 levels, 10,000 keys, 2^53, 5,000,000 lines": (
        lines.MAX_LINE == 1 << 20, json_guard.MAX_DEPTH == 16, json_guard.MAX_KEYS == 10_000, json_guard.MAX_INT == 1 << 53,
        lines.MAX_LINES == 5_000_000,
    ),
    "1,000 parents": (lines.MAX_PARENTS == 1000,),
}  # fmt: skip


@pytest.mark.parametrize("words", LIMITS)
def test_the_limits_on_the_page_are_those_of_the_program(words: str) -> None:
    assert any(words in limit for limit, _ in ROWS.values())
    assert all(LIMITS[words])
