"""House rules that the linter cannot tell: blind excepts only at the borders, no fixed waits, no processEvents."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import tree

# The three borders: the task runner, the exception hook, and the command.
BORDERS = {
    "ldp_stories/ui/tasks.py",
    "ldp_stories/ui/crash.py",
    "ldp_stories/cli/__init__.py",
    "ldp_stories/cli/main.py",
}
WAITS = re.compile(
    r"\b(?:time\.sleep|qtbot\.wait|qWait|msleep|usleep|asyncio\.sleep)\(|from time import.*\bsleep\b"
)
PUMPS = re.compile(r"\.processEvents\b")
EXCUSE = re.compile(r"#\s*(?:ruff:\s*)?noqa(?P<codes>:\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?")


def found(pattern: re.Pattern[str], text: str) -> list[int]:
    """The numbers of the lines in which a pattern stands."""
    return [number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)]


def where(pattern: re.Pattern[str], paths: tuple[Path, ...]) -> list[str]:
    """Every place of a pattern in these files, but this one, which must name what it forbids."""
    here = Path(__file__)
    return [
        f"{tree.name(path)}:{line}"
        for path in paths
        if path != here
        for line in found(pattern, tree.text(path))
    ]


def test_blind_excepts_stand_only_at_the_three_borders() -> None:
    places = where(re.compile(r"noqa:.*BLE001"), tree.product_files())
    assert {place.split(":")[0] for place in places} <= BORDERS


def test_nothing_suppresses_every_exception() -> None:
    blind = re.compile(r"suppress\((?:Base)?Exception\b|^\s*except\s*:")
    assert where(blind, tree.python_files()) == []


def test_no_test_waits_for_a_time() -> None:
    assert where(WAITS, tree.suite_files()) == []


def test_nobody_pumps_the_event_loop() -> None:
    assert where(PUMPS, tree.python_files()) == []


def test_an_excuse_names_the_rule_it_is_excused_from() -> None:
    blanket = [place for path in tree.python_files() for place in excuses_without_code(path)]
    assert blanket == []


def excuses_without_code(path: Path) -> list[str]:
    matches = [(number, EXCUSE.search(line)) for number, line in enumerate(tree.text(path).splitlines(), 1)]
    return [f"{tree.name(path)}:{number}" for number, match in matches if match and not match["codes"]]


def test_types_are_ignored_only_with_a_reason_code() -> None:
    assert where(re.compile(r"#\s*type:\s*ignore(?!\[)"), tree.python_files()) == []


def calls_at_import(module: ast.Module) -> list[int]:
    """The lines of calls whose result nobody takes, so they are made for what they do; an index of a table only declares."""
    calls = [
        node.value for node in module.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    return [
        call.lineno for call in calls if not (isinstance(call.func, ast.Name) and call.func.id == "Index")
    ]


def test_nothing_happens_when_a_module_is_imported() -> None:
    places = [
        f"{tree.name(path)}:{line}"
        for path in tree.product_files()
        for line in calls_at_import(tree.syntax(path))
    ]
    assert places == []


def test_a_call_at_import_is_found() -> None:
    module = ast.parse("import this\nIndex('tag_code', tags.code)\nstart()\nFOUND = look()")
    assert calls_at_import(module) == [3]


def test_tests_have_names_that_are_sentences() -> None:
    short = [
        f"{tree.name(path)}: {node.name}"
        for path in tree.suite_files()
        for node in ast.walk(tree.syntax(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and node.name.count("_") < 3
    ]
    assert short == []


@pytest.mark.parametrize(
    ("pattern", "line", "hit"),
    [
        (WAITS, "    time.sleep(1)", True),
        (WAITS, "qtbot.wait(100)", True),
        (WAITS, "from time import sleep", True),
        (WAITS, "qtbot.waitUntil(lambda: done)", False),
        (PUMPS, "app.processEvents()", True),
        (PUMPS, "app.exec()", False),
    ],
)
def test_the_patterns_find_what_they_should(pattern: re.Pattern[str], line: str, hit: bool) -> None:
    assert bool(found(pattern, line)) is hit
