"""Runs LDP Stories from a checkout: makes `.venv` from the lock when needed, then runs one command in it.

Standard library only, because it runs before anything is installed. `packaging/dev` (Linux, macOS) and
`packaging\\dev.cmd` (Windows) find a Python and hand over to this file. A second call finds the stamp of the first.
"""

import hashlib
import io
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
CONSTRAINTS = ROOT / "packaging" / "constraints.txt"
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
ROUND = ROOT / "build" / "round"
HELP = """\
packaging/dev run [arguments]   open the program; without a display, make the whole round on the practice programme
packaging/dev test [arguments]  run the tests (arguments go to pytest)
packaging/dev check             only the style, type and import checks
packaging/dev bench             measure the speed on 10,000 and 100,000 records
packaging/dev long [parts]      the tests with the large numbers (hours); prints its seed, and at the end what was run (--help lists the parts)
packaging/dev build             make the program people install, and try it
packaging/dev lock              make packaging/requirements.lock again (needs uv)"""


def stamp(lock: bytes) -> str:
    """What `.venv` was made from: the hash of the lock and the Python (3.11, whatever its last number).

    Another stamp means: make it again.
    """
    return f"{hashlib.sha256(lock).hexdigest()} {sys.version_info[0]}.{sys.version_info[1]} {sys.platform}\n"


def venv_python(folder: Path = VENV) -> Path:
    """The Python inside a virtual environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_set_up() -> bool:
    """True when `.venv` was finished from this very lock with this very Python."""
    try:
        return STAMP.read_text(encoding="utf-8") == stamp(LOCK.read_bytes()) and venv_python().exists()
    except OSError:
        return False


def add_checkout(folder: Path) -> None:
    """Make `ldp_stories` importable from any folder, and give the environment its `ldp-stories` command."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    # Somebody's name in the path may have letters that the old code page of Windows has not: both sides speak UTF-8.
    site = subprocess.run(
        [venv_python(folder), "-X", "utf8", "-c", ask], check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()
    # Before 3.13 Python reads such a file in the system's own encoding.
    letters = "utf-8" if sys.version_info >= (3, 13) else "locale"
    (Path(site) / "ldp_stories_checkout.pth").write_text(f"{ROOT}\n", encoding=letters)
    if os.name == "nt":
        command = folder / "Scripts" / "ldp-stories.cmd"
        command.write_bytes(b'@"%~dp0python.exe" -m ldp_stories %*\r\n')
    else:
        command = folder / "bin" / "ldp-stories"
        command.write_text('#!/bin/sh\nexec "$(dirname "$0")/python" -m ldp_stories "$@"\n', encoding="utf-8")
        command.chmod(0o755)


def set_up() -> None:
    """Make `.venv` again from the lock, every file checked against its hash; the stamp comes last."""
    print("Setting up .venv (once; about a minute) ...", flush=True)
    venv.create(VENV, clear=True, with_pip=True, symlinks=os.name != "nt")
    pip: list[str | Path] = [
        venv_python(),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "-q",
        "install",
    ]
    subprocess.run([*pip, "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", LOCK], check=True)
    add_checkout(VENV)
    STAMP.write_text(stamp(LOCK.read_bytes()), encoding="utf-8")


def has_display(environ: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere when a display is named."""
    return platform in {"win32", "darwin"} or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def call(*arguments: str | Path, **environ: str) -> int:
    """Run the environment's Python in the checkout; its exit status."""
    return subprocess.run(
        [venv_python(), *arguments], cwd=ROOT, env={**os.environ, **environ}, check=False
    ).returncode


def run(arguments: Sequence[str]) -> int:
    """Open the window, or the command named. Without a display: the whole round; says where its outcome is."""
    if has_display(os.environ, sys.platform) or (arguments and arguments[0] != "--out"):
        return call("-m", "ldp_stories", *arguments)
    if not arguments:
        shutil.rmtree(ROUND, ignore_errors=True)
    out = Path(arguments[1] if len(arguments) > 1 else ROUND).resolve()
    print(
        "There is no display here, so no window opens. Making the whole round on the practice programme instead ..."
    )
    sys.stdout.flush()
    status = call("-m", "ldp_stories", "demo", "--headless", "--out", out, QT_QPA_PLATFORM="offscreen")
    print(
        f"What it made is in {out}" if status == 0 else "The round was not finished; the lines above say why."
    )
    return status


def test(arguments: Sequence[str]) -> int:
    """Run the tests side by side; tests that share a display or a microphone stay together in one worker."""
    workers = str(max(2, min(4, os.cpu_count() or 2)))
    options = ["-v", "-ra", "-n", workers, "--dist", "loadgroup"]
    # No run waits for ever: a worker that died is not replaced (groups would be lost), and one test may take ten minutes at most.
    options += ["--max-worker-restart", "0"]
    options += ["-o", "faulthandler_timeout=600", "-o", "faulthandler_exit_on_timeout=true"]
    return call("-m", "pytest", *options, *arguments, QT_QPA_PLATFORM="offscreen")


def long(arguments: Sequence[str]) -> int:
    """Run the tests with the large numbers, part by part (tests/long); `python -m tests.fuzz` fuzzes one parser alone."""
    return call("-m", "tests.long", *arguments, QT_QPA_PLATFORM="offscreen")


def as_seen_by(system: str) -> tuple[str, ...]:
    """Arguments that make the type checker read the program as "win32" or "darwin" would run it, where calls of ours may not exist."""
    # What comes after a branch for one system is never reached on it, which is as it should be.
    return (
        "--platform",
        system,
        "--no-warn-unreachable",
        "--cache-dir",
        f".mypy_cache/{system}",
        "ldp_stories",
    )


def check(arguments: Sequence[str]) -> int:
    """Style, types and import contracts, each heard even when an earlier one fails."""
    imports = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_logo=True))"
    tools = [("-m", "ruff", "check", "."), ("-c", imports), ("-m", "mypy")]
    tools += [("-m", "mypy", *as_seen_by(system)) for system in ("win32", "darwin")]
    return max(call(*tool, *arguments) for tool in tools)


def bench(arguments: Sequence[str]) -> int:
    """Print the table of speeds, each figure beside its bar."""
    return call("-m", "tests.bench", *arguments, QT_QPA_PLATFORM="offscreen")


def build(arguments: Sequence[str]) -> int:
    """Make the one-folder program in dist/ and let it test itself."""
    options = ["--noconfirm", "--log-level", "WARN", "--distpath", "dist", "--workpath", "build/pyinstaller"]
    return call("-m", "PyInstaller", *options, "packaging/ldp-stories.spec") or call(
        "packaging/smoke.py", *arguments
    )


def lock(arguments: Sequence[str]) -> int:
    """Resolve pyproject.toml for the three systems into one file with hashes and without addresses."""
    command = [
        "uv",
        "pip",
        "compile",
        "pyproject.toml",
        "--universal",
        "--python-version",
        "3.11",
        "--generate-hashes",
    ]
    command += [
        "--only-binary",
        ":all:",
        "--quiet",
        "--no-header",
        "--no-annotate",
        "--no-emit-index-url",
        "--no-emit-find-links",
    ]
    command += ["--group", "dev", "--group", "build", "-c", str(CONSTRAINTS), "-o", str(LOCK), *arguments]
    try:
        done = subprocess.run(command, cwd=ROOT, check=False)
    except FileNotFoundError:
        print("The lock is made with uv, which is not here. Nothing was changed.", file=sys.stderr)
        return 1
    if "://" in LOCK.read_text(encoding="utf-8"):
        print("The lock names an address; it must not. Look at it before you commit it.", file=sys.stderr)
        return 1
    return done.returncode


COMMANDS: Mapping[str, Callable[[Sequence[str]], int]] = {
    "run": run, "test": test, "check": check, "bench": bench, "long": long, "build": build, "lock": lock,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Set up what is missing and run one command; its exit status (2 for a command that is none)."""
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # a path with letters that a pipe on Windows has not must not end it
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name not in COMMANDS:
        print(HELP)
        return 0 if name in {"help", "-h", "--help"} else 2
    if sys.version_info < (3, 11):  # noqa: UP036 - Windows may hand over an older one
        print("Python 3.11 or newer is needed. Install it, then try again.", file=sys.stderr)
        return 1
    if name != "lock" and not is_set_up():
        try:
            set_up()
        except (OSError, subprocess.CalledProcessError) as error:
            print(f"Setting up did not work ({error}).\nIs there a connection? Try again.", file=sys.stderr)
            return 1
    return COMMANDS[name](rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
