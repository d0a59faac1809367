"""The set-up scripts as modules: they lie outside every package, because they run before anything is installed."""

import importlib.util
from types import ModuleType

import pytest

from tests.architecture.tree import ROOT


def script(name: str) -> ModuleType:
    """A Python file of packaging/ as a module."""
    spec = importlib.util.spec_from_file_location(f"packaging_{name}", ROOT / "packaging" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dev() -> ModuleType:
    return script("dev")


@pytest.fixture
def smoke() -> ModuleType:
    return script("smoke")
