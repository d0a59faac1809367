"""packaging/dev.py: set up once, then never again; the window where there is a display, the whole round where there is none."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def calls(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that would have been run, instead of running them."""
    made: list[list[str]] = []

    def note(command: Sequence[object], **_: object) -> subprocess.CompletedProcess[str]:
        made.append([str(part) for part in command])
        return subprocess.CompletedProcess(made[-1], 0, stdout="")

    monkeypatch.setattr(dev.subprocess, "run", note)
    return made


@pytest.fixture
def set_up(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A checkout whose `.venv` is finished."""
    lock = tmp_path / "requirements.lock"
    lock.write_bytes(b"one==1\n")
    monkeypatch.setattr(dev, "LOCK", lock)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "made-from")
    monkeypatch.setattr(dev, "venv_python", lambda *_: Path(sys.executable))
    dev.STAMP.write_text(dev.stamp(lock.read_bytes()))
    return tmp_path


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def test_a_finished_environment_is_used_as_it_is(
    dev: ModuleType, set_up: Path, calls: list[list[str]]
) -> None:
    assert dev.is_set_up()
    assert dev.main(["test", "tests/domain"]) == 0
    assert [call[1:3] for call in calls] == [["-m", "pytest"]]
    assert calls[0][-1] == "tests/domain"


def test_a_changed_lock_is_noticed(dev: ModuleType, set_up: Path) -> None:
    dev.LOCK.write_bytes(b"one==2\n")
    assert not dev.is_set_up()


def test_another_python_is_noticed(dev: ModuleType, set_up: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 99, 0, "final", 0))
    assert not dev.is_set_up()


def test_a_mended_python_of_the_same_number_is_not_another(
    dev: ModuleType, set_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (*sys.version_info[:2], 99, "final", 0))
    assert dev.is_set_up()


def test_an_environment_without_its_python_is_made_again(
    dev: ModuleType, set_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "venv_python", lambda *_: set_up / "gone")
    assert not dev.is_set_up()


def test_an_environment_that_was_never_finished_is_made_again(dev: ModuleType, set_up: Path) -> None:
    dev.STAMP.unlink()
    assert not dev.is_set_up()


def test_set_up_checks_every_file_and_stamps_last(
    dev: ModuleType, set_up: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    dev.STAMP.unlink()
    monkeypatch.setattr(dev.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(dev, "add_checkout", lambda _: None)
    dev.set_up()
    assert {"--require-hashes", "--no-deps", "--only-binary=:all:"} <= set(calls[0])
    assert dev.is_set_up()


def test_a_set_up_that_breaks_off_leaves_no_stamp_and_says_so(
    dev: ModuleType, set_up: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_off(*_: object, **__: object) -> None:
        raise subprocess.CalledProcessError(1, "pip")

    dev.STAMP.unlink()
    monkeypatch.setattr(dev.venv, "create", lambda *_, **__: None)
    monkeypatch.setattr(dev.subprocess, "run", break_off)
    assert dev.main(["run"]) == 1
    assert not dev.is_set_up()
    assert "connection" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environ", "platform", "shown"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_known(dev: ModuleType, environ: dict[str, str], platform: str, shown: bool) -> None:
    assert dev.has_display(environ, platform) is shown


@pytest.mark.usefixtures("set_up", "no_display")
@pytest.mark.skipif(sys.platform != "linux", reason="the other systems always have a display")
def test_without_a_display_the_whole_round_is_made_in_a_folder_that_is_named(
    dev: ModuleType, calls: list[list[str]], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert dev.main(["run", "--out", str(tmp_path / "round")]) == 0
    assert calls[0][1:] == ["-m", "ldp_stories", "demo", "--headless", "--out", str(tmp_path / "round")]
    told = capsys.readouterr().out
    assert "no display" in told
    assert str(tmp_path / "round") in told


@pytest.mark.usefixtures("set_up", "no_display")
def test_a_command_of_the_terminal_needs_no_display(dev: ModuleType, calls: list[list[str]]) -> None:
    assert dev.main(["run", "list", "--json"]) == 0
    assert calls[0][1:] == ["-m", "ldp_stories", "list", "--json"]


@pytest.mark.usefixtures("set_up")
def test_with_a_display_the_window_opens(
    dev: ModuleType, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    assert dev.main(["run"]) == 0
    assert calls[0][1:] == ["-m", "ldp_stories"]


@pytest.mark.usefixtures("set_up")
@pytest.mark.parametrize(("first", "status"), [("nonsense", 2), ("help", 0)])
def test_an_unknown_command_gets_the_list(
    dev: ModuleType, calls: list[list[str]], capsys: pytest.CaptureFixture[str], first: str, status: int
) -> None:
    assert dev.main([first]) == status
    assert calls == []
    told = capsys.readouterr().out
    assert all(f"packaging/dev {name} " in told for name in dev.COMMANDS)


@pytest.mark.usefixtures("set_up")
def test_a_failing_test_run_fails_the_command(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "call", lambda *_, **__: 3)
    assert dev.main(["test"]) == 3
    assert dev.main(["check"]) == 3


def test_the_checkout_can_be_imported_from_anywhere(dev: ModuleType, tmp_path: Path) -> None:
    dev.venv.create(tmp_path / "venv", with_pip=False, symlinks=sys.platform != "win32")
    dev.add_checkout(tmp_path / "venv")
    python = dev.venv_python(tmp_path / "venv")
    asked = "import ldp_stories; print(ldp_stories.__file__)"
    done = subprocess.run([python, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()) == dev.ROOT / "ldp_stories" / "__init__.py"
    assert any((tmp_path / "venv").glob("*/ldp-stories*"))
