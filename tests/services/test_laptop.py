"""Facts about the laptop."""

import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from ldp_stories.services import laptop


def test_the_machine_keeps_its_name_and_does_not_show_the_systems_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    known = tmp_path / "machine-id"
    known.write_text("0123456789abcdef\n")
    monkeypatch.setattr(laptop, "_LINUX_IDS", (known,))
    first = laptop.machine_id()
    assert first == laptop.machine_id()
    assert "0123456789abcdef" not in first
    known.write_text("another\n")
    assert laptop.machine_id() != first


def test_a_machine_without_a_name_of_its_own_gets_one_from_its_network_card(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(laptop, "_LINUX_IDS", ())
    assert len(laptop.machine_id()) == 32


def test_memory_is_counted_in_bytes() -> None:
    assert laptop.memory() > 64 * 1024 * 1024


def test_room_is_known_for_a_folder_that_is_not_there_yet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert laptop.free_bytes(tmp_path / "not" / "yet") > 0
    asked: list[Path] = []

    def usage(path: Path) -> SimpleNamespace:
        asked.append(Path(path))
        return SimpleNamespace(total=3, used=1, free=2)

    monkeypatch.setattr(shutil, "disk_usage", usage)
    assert laptop.free_bytes(tmp_path / "not" / "yet") == 2
    assert asked == [tmp_path], "the nearest folder that is there"


def supply(folder: Path, kind: str, status: str, capacity: str) -> None:
    folder.mkdir(parents=True)
    (folder / "type").write_text(kind + "\n")
    (folder / "status").write_text(status + "\n")
    (folder / "capacity").write_text(capacity + "\n")


def test_the_battery_is_told_only_while_it_runs_down(tmp_path: Path) -> None:
    assert laptop.battery(tmp_path / "none") is None
    supply(tmp_path / "a" / "AC", "Mains", "", "")
    supply(tmp_path / "a" / "BAT0", "Battery", "Discharging", "9")
    assert laptop.battery(tmp_path / "a") == 9
    supply(tmp_path / "b" / "BAT0", "Battery", "Charging", "9")
    assert laptop.battery(tmp_path / "b") is None


def test_a_battery_that_tells_nonsense_is_passed_over(tmp_path: Path) -> None:
    supply(tmp_path / "BAT0", "Battery", "Discharging", "lots")
    (tmp_path / "empty").mkdir()
    assert laptop.battery(tmp_path) is None


def test_each_process_of_ours_is_this_program_again_with_one_hidden_word_and_nothing_secret() -> None:
    commands = (laptop.recorder_command(), laptop.photo_command(), laptop.listener_command())
    assert [command[-1] for command in commands] == ["--recorder", "--photo", "--listener"]
    assert len({command[:-1] for command in commands}) == 1
    assert commands[0][0] == sys.executable


def test_the_built_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    for command in (laptop.recorder_command(), laptop.photo_command(), laptop.listener_command()):
        assert len(command) == 2
        assert command[0] == sys.executable
        assert command[1].startswith("--")
