"""The files of the project as the architecture tests read them: paths, lines, syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PRODUCT: Final = ROOT / "ldp_stories"
TESTS: Final = ROOT / "tests"
MADE: Final = {".git", ".venv", "build", "dist", "__pycache__", ".hypothesis"}


def everything(folder: Path = ROOT) -> Iterator[Path]:
    """Each file that is written by a person: nothing that a tool made."""
    for path in sorted(folder.iterdir()):
        if path.name in MADE or path.name.endswith(("_cache", ".egg-info")):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from everything(path)
        elif path.is_file():
            yield path


@cache
def product_files() -> tuple[Path, ...]:
    """The Python files of the program."""
    return tuple(sorted(PRODUCT.rglob("*.py")))


@cache
def suite_files() -> tuple[Path, ...]:
    """The Python files of the tests."""
    return tuple(sorted(TESTS.rglob("*.py")))


@cache
def python_files() -> tuple[Path, ...]:
    """Every Python file: program, tests, packaging."""
    return (*product_files(), *suite_files(), *sorted((ROOT / "packaging").rglob("*.py")))


@cache
def text(path: Path) -> str:
    """The text of a file."""
    return path.read_text(encoding="utf-8")


@cache
def syntax(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text(path), filename=str(path))


def lines(path: Path) -> int:
    """How many lines a file has, as `wc -l` counts them."""
    return len(text(path).splitlines())


def name(path: Path) -> str:
    """The path inside the project, with slashes on each system."""
    return path.relative_to(ROOT).as_posix()


@cache
def imports(path: Path) -> tuple[str, ...]:
    """The full names a file imports: `a.b` for `import a.b`, `a.b.c` for `from a.b import c`; at any depth.

    The tree itself is not kept: tests elsewhere ask this too.
    """
    found: list[str] = []
    for node in ast.walk(ast.parse(text(path), filename=str(path))):
        if isinstance(node, ast.Import):
            found += (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found += (f"{node.module}.{alias.name}" for alias in node.names)
    return tuple(found)
