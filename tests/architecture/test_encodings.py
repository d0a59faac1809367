"""Text is read and written in a named encoding: without a name Windows takes an old code page, and the first name in another script is lost."""

import ast
from pathlib import Path

import pytest

from tests.architecture import tree

PROCESSES = {"run", "Popen", "check_output", "check_call"}
TEMPORARY = {"NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"}
OPENERS = {"open", "fdopen"}


def unnamed(module: ast.Module) -> list[int]:
    """The lines of calls that read or write text and leave its encoding to the system."""
    return sorted(
        node.lineno
        for node in ast.walk(module)
        if isinstance(node, ast.Call) and _is_text(node) and not _named(node)
    )


def _named(call: ast.Call) -> bool:
    return any(word.arg in {"encoding", None} for word in call.keywords)


def _is_text(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "read_text" or (name == "write_text" and len(call.args) < 2):
        return not (name == "read_text" and call.args)
    if name in PROCESSES:
        return any(
            word.arg in {"text", "universal_newlines"} and getattr(word.value, "value", True)
            for word in call.keywords
        )
    if name in TEMPORARY:
        return "b" not in (_mode(call, 0) or "w+b")
    return name in OPENERS and _opens_text(call)


def _opens_text(call: ast.Call) -> bool:
    """Whether a call opens a file of the disk as text; `open` of other things takes no mode, and films have a library of their own."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "open":
        library = isinstance(call.func.value, ast.Name) and call.func.value.id == "av"
        mode = _mode(call, 0)
        return bool(mode) and not library and set(str(mode)) <= set("rwaxt+")
    return "b" not in (_mode(call, 1) or "r")


def _mode(call: ast.Call, place: int) -> str | None:
    found = [word.value for word in call.keywords if word.arg == "mode"] or call.args[place : place + 1]
    value = getattr(found[0], "value", None) if found else None
    return value if isinstance(value, str) else None


def places(paths: tuple[Path, ...]) -> list[str]:
    return [f"{tree.name(path)}:{line}" for path in paths for line in unnamed(tree.syntax(path))]


def test_the_program_and_its_packaging_name_the_encoding_of_every_text() -> None:
    packaging = tuple(sorted((tree.ROOT / "packaging").rglob("*.py")))
    assert places((*tree.product_files(), *packaging)) == []


@pytest.mark.parametrize(
    "line",
    [
        "path.read_text()",
        "path.write_text(words)",
        "open(name)",
        "open(name, 'w')",
        "path.open('w')",
        "path.open(mode='a')",
        "os.fdopen(handle, 'w')",
        "subprocess.run(command, text=True)",
        "subprocess.Popen(command, universal_newlines=True)",
        "tempfile.NamedTemporaryFile('w')",
    ],
)
def test_a_text_without_an_encoding_is_found(line: str) -> None:
    assert unnamed(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line",
    [
        "path.read_text(encoding='utf-8')",
        "maps[-1].read_text('utf-8')",
        "path.write_text(words, 'utf-8')",
        "open(name, 'rb')",
        "path.open('wb')",
        "path.open('x', encoding='utf-8')",
        "path.open()  # bytes of our own kinds of file are opened so",
        "home.vault.open(item, key)",
        "av.open(film, mode='r')",
        "os.fdopen(handle, 'wb')",
        "subprocess.run(command, encoding='utf-8')",
        "subprocess.run(command, capture_output=True)",
        "tempfile.TemporaryFile(dir=folder)",
    ],
)
def test_other_calls_are_left_alone(line: str) -> None:
    assert unnamed(ast.parse(line)) == []
