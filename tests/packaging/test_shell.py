"""packaging/dev and .ci/run as scripts: plain sh, and never stuck for a password or a missing package without saying what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import tree

SCRIPT = tree.ROOT / "packaging" / "dev"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has packaging/dev.cmd")


class Machine:
    """A machine made of a folder of commands: an apt that notes what it is asked, a dpkg that knows what is there."""

    def __init__(self, folder: Path, *, user: int, installed: str = "", apt_works: bool = True) -> None:
        self.bin = folder / "bin"
        self.notes = folder / "notes"
        self.script = folder / "packaging" / "dev"  # a copy: nothing real may run from a test
        self.bin.mkdir()
        self.script.parent.mkdir()
        shutil.copy(SCRIPT, self.script)
        for tool in ("sh", "dirname", "awk", "mktemp", "tail", "rm", "env", "cat"):
            (self.bin / tool).symlink_to(shutil.which(tool) or tool)
        self.add("id", f"echo {user}")
        self.add("apt-get", f'echo "$*" >> {self.notes}; echo broken; exit {0 if apt_works else 1}')
        self.add("dpkg-query", "\n".join(f'echo "installed {name}"' for name in installed.splitlines()))

    def add(self, name: str, body: str) -> None:
        (self.bin / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.bin / name).chmod(0o755)

    def add_python(self) -> None:
        """A Python that is good enough and notes what it is asked to run."""
        self.add("python3", f'[ "$1" = -c ] || echo "$*" >> {self.notes}')

    def dev(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environ = {"PATH": str(self.bin), "HOME": str(self.bin.parent), "TMPDIR": str(self.bin.parent)}
        environ["LDP_STORIES_PYTHON"] = "python3"
        shell = shutil.which("sh")
        assert shell
        command = [shell, str(self.script), *arguments]
        return subprocess.run(
            command,
            env=environ,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def noted(self) -> list[str]:
        return self.notes.read_text().splitlines() if self.notes.exists() else []


def packages_of_the_script() -> str:
    """The names in the two lists of the script, one a line."""
    text = tree.text(SCRIPT)
    lists = [part.split('"')[1] for part in text.split("packages=")[1:3]]
    return "\n".join(" ".join(lists).split())


def test_root_installs_what_is_missing_without_being_asked(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=0, installed="ca-certificates\nlibegl1")
    machine.add_python()
    done = machine.dev("run")
    assert done.returncode == 0, done.stderr
    update, install, handed_over = machine.noted()
    assert update.startswith("update")
    assert "--no-install-recommends" in install
    assert {"libpulse0", "fonts-inter", "libxcb-cursor0"} <= set(install.split())
    assert not {"libegl1", "ca-certificates", "xvfb"} & set(install.split())
    assert handed_over == f"{tmp_path}/packaging/dev.py run"


def test_a_bare_machine_gets_a_python_too(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=0)
    machine.dev("test")
    assert {"python3", "python3-venv", "xvfb", "age"} <= set(machine.noted()[1].split())


def test_nothing_is_installed_when_all_is_there(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000, installed=packages_of_the_script())
    machine.add_python()
    assert machine.dev("test", "-x").returncode == 0
    assert machine.noted() == [f"{tmp_path}/packaging/dev.py test -x"]


def test_a_package_under_a_newer_name_counts_as_there(tmp_path: Path) -> None:
    renamed = packages_of_the_script().replace("libglib2.0-0", "libglib2.0-0t64 libglib2.0-0 (= 2.80)")
    machine = Machine(tmp_path, user=1000, installed=renamed)
    machine.add_python()
    assert machine.dev("test").returncode == 0


def test_without_rights_the_line_for_an_administrator_is_printed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000, installed=packages_of_the_script().replace("libegl1\n", ""))
    machine.add_python()
    done = machine.dev("run")
    assert done.returncode == 1
    assert "  apt-get install --no-install-recommends libegl1" in done.stderr
    assert machine.noted() == []


def test_sudo_never_asks_for_a_password_when_nobody_is_there(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    machine.add_python()
    machine.add("sudo", f'echo "sudo $*" >> {machine.notes}; exit 1')
    done = machine.dev("run")
    assert done.returncode == 1
    assert machine.noted() == ["sudo -n true"]
    assert "administrator" in done.stderr


def test_sudo_is_used_where_it_works(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    machine.add_python()
    machine.add("sudo", 'shift; exec "$@"')
    machine.add("true", "exit 0")
    assert machine.dev("run").returncode == 0
    assert [line.split()[0] for line in machine.noted()[:2]] == ["update", "install"]


def test_an_apt_that_fails_shows_why_and_what_to_do(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=0, apt_works=False)
    machine.add_python()
    done = machine.dev("run")
    assert done.returncode == 1
    assert "broken" in done.stderr
    assert "administrator" in done.stderr


def test_without_any_python_it_says_which_is_needed(tmp_path: Path) -> None:
    machine = Machine(tmp_path, user=1000)
    machine.add("python3", "exit 1")
    (machine.bin / "apt-get").unlink()
    done = machine.dev("run")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr


@pytest.mark.parametrize("script", ["packaging/dev", ".ci/run"])
def test_the_scripts_can_be_run_and_are_plain(script: str) -> None:
    assert os.access(tree.ROOT / script, os.X_OK)
    shell = "bash" if script == ".ci/run" else "sh"
    done = subprocess.run([shell, "-n", tree.ROOT / script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_runs_on_each_change_is_the_test_command_of_the_readme() -> None:
    lines = tree.text(tree.ROOT / ".ci" / "run").splitlines()
    assert lines[-2:] == ["export LDP_STORIES_EFFORT=change", "sh packaging/dev test"]
    readme = tree.text(tree.ROOT / "README.md")
    assert "packaging/dev test\n" in readme
    assert "packaging/dev run\n" in readme


def test_windows_hands_over_to_the_same_file() -> None:
    raw = (tree.ROOT / "packaging" / "dev.cmd").read_bytes()
    assert b'"%~dp0dev.py" %*' in raw
    assert raw.count(b"\r\n") == raw.count(b"\n"), "a .cmd file needs Windows line ends"
