"""The place where the parts are joined, and the door."""

import json
import subprocess
import sys
from datetime import UTC
from pathlib import Path
from types import SimpleNamespace

import pytest

from ldp_stories import __main__, app
from ldp_stories.crypto.slots import KdfCost
from ldp_stories.services.laptop import RECORDER, recorder_command
from ldp_stories.store.vault import VaultReader


def test_shipped_files_are_found_by_name() -> None:
    assert app.resource("words/eff_large_wordlist.txt").is_file()
    assert app.resource("starter").is_dir()


def test_a_missing_shipped_file_is_a_fault_of_the_installation() -> None:
    with pytest.raises(FileNotFoundError):
        app.resource("words/no_such_list.txt")


def test_an_installed_copy_finds_its_files_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "ldp_stories"
    (package / "_resources" / "words").mkdir(parents=True)
    (package / "_resources" / "words" / "list.txt").write_text("x")
    monkeypatch.setattr(app, "__file__", str(package / "app.py"))
    assert app.resource("words/list.txt") == package / "_resources" / "words" / "list.txt"


def test_folders_are_the_users_own(own_home: Path) -> None:
    assert own_home in app.homes_root().parents
    assert own_home in app.state_folder().parents
    assert app.homes_root().name == "homes"


def test_the_machine_has_a_clock_that_knows_its_zone_and_a_dear_key_derivation() -> None:
    machine = app.machine()
    assert machine.live
    assert machine.now().tzinfo is UTC
    assert not machine.cost.below_floor
    assert machine.recorder_command[-1] == RECORDER


def test_a_small_laptop_gets_the_floor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldp_stories.services.laptop.memory", lambda: 2 * 1024**3)
    assert app.machine().cost == KdfCost.floor()
    monkeypatch.setattr("ldp_stories.services.laptop.memory", lambda: 8 * 1024**3)
    assert app.machine().cost == KdfCost.normal()


def test_the_cost_of_tests_is_refused() -> None:
    with pytest.raises(ValueError, match="dearer"):
        app.machine(KdfCost.test())


def test_a_built_program_starts_itself_as_the_recorder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert recorder_command() == (sys.executable, RECORDER)


def test_the_recorder_process_writes_the_item_it_is_given(tmp_path: Path) -> None:
    """Started from a folder that knows nothing of the package, as a desktop starts programs."""
    key, item = bytes(range(32)), tmp_path / "vault" / "one.item"
    order = {
        "item": str(item), "key": key.hex(), "practice": True,
        "source": {"kind": "noise", "ms": 1_000, "seed": 3, "fast": True},
    }  # fmt: skip
    process = subprocess.Popen(
        recorder_command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        said = []
        for line in process.stdout:
            said.append(json.loads(line))
            if said[-1].get("state") == "ended":
                process.stdin.close()
    assert process.returncode == 0
    assert said[-1]["saved_ms"] == 1_000
    with VaultReader(item, key) as reader:
        assert reader.sealed
        assert reader.duration_ms == 1_000


def test_the_recorder_process_loads_no_window_and_no_store_of_records() -> None:
    """A recording must begin in a moment; what the window needs is not even read from disk."""
    code = (
        "import sys, io; from ldp_stories import __main__ as m; sys.stdin = io.TextIOWrapper(io.BytesIO());"
        "assert m.main(['--recorder']) == 0;"
        "print([n for n in ('PySide6', 'sqlalchemy', 'cryptography', 'pyrage', 'msgspec', 'jinja2') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_words_go_to_the_terminal_and_none_to_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldp_stories.cli.main", lambda words, **_: 40 + len(words))
    monkeypatch.setitem(sys.modules, "ldp_stories.ui.main_window", SimpleNamespace(main=lambda: 7))
    assert __main__.main(["list", "--json"]) == 42
    assert __main__.main([]) == 7
