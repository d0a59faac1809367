"""The recipe of the built program, read with stand-ins for PyInstaller's parts: which programs there are on each system, and what macOS is told."""

import runpy
import sys
from pathlib import Path
from typing import Any

import pytest

from ldp_stories import __version__
from tests.architecture.tree import ROOT


class Parts:
    """Stands for PyInstaller: notes what each part was given."""

    def __init__(self) -> None:
        self.programs: dict[str, dict[str, Any]] = {}
        self.collected: tuple[Any, ...] = ()
        self.bundle: dict[str, Any] = {}
        self.analysis: dict[str, Any] = {}

    def executable(self, *parts: Any, name: str, **facts: Any) -> str:
        self.programs[name] = facts
        return name

    def collect(self, *parts: Any, name: str) -> str:
        self.collected = parts
        return name

    def app(self, folder: str, **facts: Any) -> None:
        self.bundle = facts

    def analyse(self, scripts: list[str], **facts: Any) -> Any:
        self.analysis = {"scripts": scripts, **facts}
        return type("Found", (), {"pure": (), "scripts": (), "binaries": ["binaries"], "datas": ["datas"]})


def read(system: str, monkeypatch: pytest.MonkeyPatch) -> Parts:
    pytest.importorskip("PyInstaller")
    parts = Parts()
    monkeypatch.setattr(sys, "path", list(sys.path))
    hooks = "PyInstaller.utils.hooks.collect_data_files"
    monkeypatch.setattr(hooks, lambda *_, **__: [])
    monkeypatch.setattr(sys, "platform", system)
    recipe = ROOT / "packaging" / "ldp-stories.spec"
    stand_ins = {
        "SPECPATH": str(recipe.parent),
        "Analysis": parts.analyse,
        "PYZ": lambda _: "code",
        "EXE": parts.executable,
        "COLLECT": parts.collect,
        "BUNDLE": parts.app,
    }
    runpy.run_path(str(recipe), init_globals=stand_ins)
    return parts


def test_on_windows_the_window_has_a_program_without_a_console_and_the_commands_one_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = read("win32", monkeypatch)
    assert {name: facts["console"] for name, facts in parts.programs.items()} == {
        "ldp-stories": True,
        "LDP Stories": False,
    }
    assert {"ldp-stories", "LDP Stories"} <= {part for part in parts.collected if isinstance(part, str)}


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_elsewhere_there_is_one_program(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    assert list(read(system, monkeypatch).programs) == ["ldp-stories"]


def test_macos_gives_the_window_a_place_in_the_dock_sharp_letters_and_the_microphone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parts = read("darwin", monkeypatch)
    told = parts.bundle["info_plist"]
    assert told["LSBackgroundOnly"] is False
    assert told["NSHighResolutionCapable"] is True
    asks = {name: words for name, words in told.items() if name.endswith("UsageDescription")}
    assert {"NSMicrophoneUsageDescription", "NSRemovableVolumesUsageDescription"} <= asks.keys()
    assert all(words.endswith(".") for words in asks.values())
    assert parts.bundle["version"] == __version__


def test_what_the_recipe_ships_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    parts = read("linux", monkeypatch)
    shipped = [Path(place) for place, _ in parts.analysis["datas"]]
    assert ROOT / "resources" in shipped
    assert all(place.exists() for place in shipped)
    assert all(Path(script).is_file() for script in parts.analysis["scripts"])
