"""The lock, the wheel and the recipe: what is installed is checked, and what is built carries all that the program needs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import ldp_stories
from tests.architecture import tree

PROJECT: dict[str, Any] = tomllib.loads(tree.text(tree.ROOT / "pyproject.toml"))
ENTRY = re.compile(r"^(\S.*?) \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def locked() -> dict[str, list[Requirement]]:
    """The requirements of the lock by name; each stands there with its hashes."""
    text = tree.text(tree.ROOT / "packaging" / "requirements.lock")
    entries = ENTRY.findall(text)
    assert "".join(f"{first} \\\n{hashes}" for first, hashes in entries) == text, (
        "a line of the lock has no hash"
    )
    found: dict[str, list[Requirement]] = {}
    for first, _ in entries:
        requirement = Requirement(first)
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def wanted() -> list[str]:
    groups: list[list[str]] = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]
    return [requirement for group in groups for requirement in group]


@pytest.mark.parametrize("requirement", wanted())
def test_each_dependency_is_locked_at_a_version_it_allows(requirement: str) -> None:
    one = Requirement(requirement)
    pinned = locked()[canonicalize_name(one.name)]
    for entry in pinned:
        (version,) = (specifier.version for specifier in entry.specifier)
        assert one.specifier.contains(version)


def test_the_window_toolkit_is_the_one_that_passed_the_probe() -> None:
    for name in ("pyside6-essentials", "pyside6-addons", "shiboken6"):
        assert [str(one.specifier) for one in locked()[name]] == ["==6.11.3"]


def test_what_runs_here_is_what_is_locked() -> None:
    from importlib.metadata import version

    for name, entries in locked().items():
        for entry in entries:
            if entry.marker is None or entry.marker.evaluate():
                assert entry.specifier.contains(version(name)), name


def test_each_dependency_is_imported_by_the_program() -> None:
    names = {
        "pyside6-essentials": "pyside6",
        "pyside6-addons": "pyside6",
        "pillow": "pil",
        "pillow-heif": "pillow_heif",
        "python-docx": "docx",
    }
    used = {one.split(".")[0].lower() for path in tree.product_files() for one in tree.imports(path)}
    packages = [canonicalize_name(Requirement(one).name) for one in PROJECT["project"]["dependencies"]]
    found = [name for name in packages if names.get(name, name) not in used]
    # qtawesome gives its letters as a file, so that its window code is never loaded.
    assert found == ["qtawesome"]
    assert 'find_spec("qtawesome")' in tree.text(tree.ROOT / "ldp_stories" / "ui" / "widgets" / "icons.py")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in a wheel built from this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = out.glob("*.whl")
    assert ldp_stories.__version__ in built.name
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


def test_the_wheel_carries_every_module_and_every_resource(wheel: list[str]) -> None:
    resources = tree.ROOT / "resources"
    modules = {tree.name(path) for path in tree.product_files()}
    data = {
        f"ldp_stories/_resources/{path.relative_to(resources).as_posix()}"
        for path in tree.everything(resources)
    }
    assert (modules | data) - set(wheel) == set()


def test_the_wheel_carries_no_tests_and_its_licence(wheel: list[str]) -> None:
    assert [name for name in wheel if name.startswith(("tests/", "packaging/"))] == []
    assert any(name.endswith("licenses/LICENSE") for name in wheel)


def test_the_licence_is_the_one_the_project_names() -> None:
    assert PROJECT["project"]["license"] == "GPL-3.0-or-later"
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in tree.text(tree.ROOT / "LICENSE")


def test_the_recipe_of_the_built_program_names_files_that_are_there() -> None:
    recipe = tree.text(tree.ROOT / "packaging" / "ldp-stories.spec")
    compile(recipe, "ldp-stories.spec", "exec")
    for parts in re.findall(r'root / "([^)]+)"\)', recipe):
        assert tree.ROOT.joinpath(*parts.split('" / "')).exists(), parts


def test_the_self_test_runs_without_the_environment_of_the_checkout(smoke: ModuleType) -> None:
    kept = smoke.bare({"HOME": "/h", "PYTHONPATH": "/checkout", "VIRTUAL_ENV": "/checkout/.venv"})
    assert kept == {"HOME": "/h", "QT_QPA_PLATFORM": "offscreen"}


@pytest.mark.parametrize("status", [0, 1])
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")
def test_the_self_test_gives_the_status_of_the_built_program(
    smoke: ModuleType, tmp_path: Path, status: int
) -> None:
    program = smoke.program_in(tmp_path)
    program.write_text(f'#!/bin/sh\n[ "$*" = "check --self-test" ] || exit 9\nexit {status}\n')
    program.chmod(0o755)
    assert smoke.main([str(tmp_path)]) == status


def test_a_program_that_was_not_built_is_missed(smoke: ModuleType, tmp_path: Path) -> None:
    assert smoke.main([str(tmp_path / "nothing")]) == 1
