"""Arrows point down only: the import contracts of pyproject.toml hold, and each of them can break."""

import configparser
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.architecture import tree

CONTRACTS: dict[str, Any] = tomllib.loads(tree.text(tree.ROOT / "pyproject.toml"))["tool"]["importlinter"]
LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True, no_logo=True))"
SKELETON = [
    "__main__", "ui.main_window", "ui.workspaces", "ui.start", "ui.researcher", "ui.coordinator", "ui.evaluator", "ui.preferences",
    "ui.record", "ui.widgets", "ui.tasks", "ui.crash", "ui.audio", "ui.text", "cli.run", "app", "services.find", "settings",
    "store.tags", "store.places", "bundles.writer", "media.peaks", "reports.quotes", "crypto.slots", "domain.tags", "errors",
]  # fmt: skip
BREAKS = [
    ("Arrows point down", "domain.tags", "import ldp_stories.crypto.slots"),
    ("Arrows point down", "store.tags", "import ldp_stories.bundles.writer"),
    ("Arrows point down", "services.find", "import ldp_stories.settings"),
    ("Arrows point down", "helpers", ""),
    ("Inside the window", "ui.researcher", "import ldp_stories.ui.coordinator"),
    ("Inside the window", "ui.widgets", "import ldp_stories.ui.record"),
    ("Qt only in ui", "services.find", "import PySide6"),
    ("SQL only in store", "services.find", "import sqlite3"),
    ("Ciphers only in crypto", "store.tags", "import pyrage"),
    ("The window and the terminal ask services", "cli.run", "import ldp_stories.store.tags"),
    ("No circles", "store.tags", "import ldp_stories.store.places"),
]


def is_there(module: str, root: Path) -> bool:
    """Whether a module of ours exists; every other is somebody else's and counts as there."""
    if not module.startswith("ldp_stories"):
        return True
    base = root.joinpath(*module.split("."))
    return (base / "__init__.py").exists() or base.with_suffix(".py").exists()


def contracts_for(root: Path, target: Path) -> Path:
    """The contracts as a file, less the modules that are not built yet (`exhaustive` catches those that were renamed)."""
    config = configparser.ConfigParser()
    config["importlinter"] = {"root_package": "ldp_stories", "include_external_packages": "true"}
    contracts: list[Mapping[str, Any]] = CONTRACTS["contracts"]
    for number, contract in enumerate(contracts):
        section = {}
        for key, value in contract.items():
            if key in {"source_modules", "forbidden_modules"}:
                value = [module for module in value if is_there(module, root)]
            section[key] = "\n".join(["", *value]) if isinstance(value, list) else str(value)
        config[f"importlinter:contract:{number}"] = section
    with target.open("w") as file:
        config.write(file)
    return target


def lint(root: Path, target: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, str(contracts_for(root, target / "contracts.ini"))]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """A tree with every module of the house, empty, and no arrow but one that may be there."""
    for module in SKELETON:
        path = tmp_path.joinpath("ldp_stories", *module.split(".")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        for package in (path.parent, tmp_path / "ldp_stories"):
            (package / "__init__.py").touch()
        path.touch()
    (tmp_path / "ldp_stories/store/places.py").write_text("import ldp_stories.store.tags\n")
    return tmp_path


def test_the_arrows_point_down(tmp_path: Path) -> None:
    done = lint(tree.ROOT, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(CONTRACTS['contracts'])} kept, 0 broken" in done.stdout


@pytest.mark.parametrize(("contract", "module", "line"), BREAKS)
def test_each_contract_breaks_when_violated(skeleton: Path, contract: str, module: str, line: str) -> None:
    changed = skeleton.joinpath("ldp_stories", *module.split(".")).with_suffix(".py")
    if contract == "No circles":  # the arrow itself is allowed; only its way back is not
        line += "\nimport ldp_stories.domain.tags"
    changed.write_text(f"{line}\n")
    done = lint(skeleton, skeleton)
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{contract} BROKEN" in done.stdout


def test_the_empty_house_keeps_every_contract(skeleton: Path) -> None:
    done = lint(skeleton, skeleton)
    assert done.returncode == 0, done.stdout + done.stderr


def test_only_the_engine_and_the_vault_know_the_sealed_driver() -> None:
    users = {
        tree.name(path)
        for path in tree.product_files()
        for one in tree.imports(path)
        if one.startswith("sqlcipher3")
    }
    assert all(user.startswith(("ldp_stories/store/engine", "ldp_stories/store/vault")) for user in users), (
        users
    )


def test_charts_under_another_licence_are_not_used() -> None:
    forbidden = ("PySide6.QtCharts", "PySide6.QtGraphs", "PySide6.QtDataVisualization")
    users = [
        tree.name(path)
        for path in tree.python_files()
        for one in tree.imports(path)
        if one.startswith(forbidden)
    ]
    assert users == []


def test_the_program_never_imports_its_tests_or_packaging() -> None:
    users = [
        tree.name(path)
        for path in tree.product_files()
        for one in tree.imports(path)
        if one.startswith(("tests", "packaging"))
    ]
    assert users == []
