"""Size budgets: small files, short functions, more test than code."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.architecture import tree

MEDIAN, LONGEST_FILE, LONGEST_FUNCTION, TEST_RATIO = 120, 500, 60, 1.2


def long_functions(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Functions over the budget, with their number of lines."""
    for node in ast.walk(module):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            size = (node.end_lineno or node.lineno) - node.lineno + 1
            if size > LONGEST_FUNCTION:
                yield node.name, size


def test_no_file_is_over_500_lines() -> None:
    long = {
        tree.name(path): tree.lines(path) for path in tree.python_files() if tree.lines(path) > LONGEST_FILE
    }
    assert long == {}


def test_half_of_the_files_are_at_most_120_lines() -> None:
    # Package front pages are left out: they would make any tree look small.
    sizes = [tree.lines(path) for path in tree.product_files() if path.name != "__init__.py"]
    assert statistics.median(sizes) <= MEDIAN


def test_no_function_is_over_60_lines() -> None:
    long = [
        (tree.name(path), *one) for path in tree.python_files() for one in long_functions(tree.syntax(path))
    ]
    assert long == []


def test_a_function_of_61_lines_is_found() -> None:
    body = "\n".join(["def long():", *["    1"] * 60])
    assert list(long_functions(ast.parse(body))) == [("long", 61)]
    assert list(long_functions(ast.parse(body.removesuffix("\n    1")))) == []


def test_there_is_more_test_than_code() -> None:
    def total(paths: tuple[Path, ...]) -> int:
        return sum(tree.lines(path) for path in paths)

    tests, code = total(tree.suite_files()), total(tree.product_files())
    assert tests >= TEST_RATIO * code, f"{tests} lines of test for {code} of code: {tests / code:.2f}"


def test_each_module_says_first_what_it_is_for() -> None:
    silent = [
        tree.name(path)
        for path in tree.python_files()
        if tree.text(path) and not ast.get_docstring(tree.syntax(path))
    ]
    assert silent == []
