"""Facts about the laptop."""

import ctypes
import os
import shutil
import sys
import uuid
from pathlib import Path
from types import SimpleNamespace

import psutil
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


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells it in another way")
def test_memory_is_counted_in_bytes() -> None:
    assert laptop.memory() == os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


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


def told(percent: float, *, plugged: bool | None) -> SimpleNamespace:
    return SimpleNamespace(percent=percent, secsleft=-1, power_plugged=plugged)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (None, None),
        (told(9, plugged=True), None),
        (told(9, plugged=False), 9),
        (told(61.6, plugged=False), 62),
        (told(104, plugged=False), 100),
        (told(0, plugged=False), 0),
        (told(-1, plugged=False), None),
        (told(9, plugged=None), None),
    ],
)
def test_the_battery_is_told_only_while_it_runs_down(
    found: SimpleNamespace | None, expected: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "sensors_battery", lambda: found)
    assert laptop.battery() == expected


@pytest.mark.parametrize("error", [OSError("gone"), RuntimeError("no such call"), ValueError("lots")])
def test_a_battery_that_cannot_be_read_is_passed_over(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise error

    monkeypatch.setattr(psutil, "sensors_battery", broken)
    assert laptop.battery() is None


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


def test_a_built_program_starts_the_one_with_pipes_on_windows_and_itself_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, terminal = tmp_path / "LDP Stories.exe", tmp_path / "ldp-stories.exe"
    terminal.touch()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(window))
    assert laptop.recorder_command() == (str(window), "--recorder")
    monkeypatch.setattr(sys, "platform", "win32")
    assert laptop.recorder_command() == (str(terminal), "--recorder")
    assert laptop.photo_command() == (str(terminal), "--photo")
    terminal.unlink()
    assert laptop.listener_command() == (str(window), "--listener")


def test_a_mac_is_known_by_its_own_name_and_not_by_the_card_it_happens_to_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cards = iter(range(1, 9))
    answers = [0, 0, -1, -1]

    class System:
        @staticmethod
        def gethostuuid(found: "ctypes.Array[ctypes.c_char]", wait: object) -> int:
            found.raw = bytes(range(16))
            return answers.pop(0)

    monkeypatch.setattr(laptop, "_LINUX_IDS", ())
    monkeypatch.setattr(uuid, "getnode", lambda: next(cards))
    assert laptop.machine_id() != laptop.machine_id(), "cards come and go"
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(ctypes, "CDLL", lambda _: System)
    assert laptop.machine_id() == laptop.machine_id()
    assert laptop.machine_id() != laptop.machine_id(), "a system that does not tell"
