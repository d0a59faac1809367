"""Tries the built program: it must open its window, know its sound, seal a store and encode, on its own.

`python packaging/smoke.py [FOLDER]` runs `ldp-stories check --self-test` of the program in FOLDER (dist/ldp-stories) without the
environment of the checkout, so that a part that was left out of the build shows. Leaves with the program's own status.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = (
    "HOME",
    "LANG",
    "PATH",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "USERPROFILE",
    "LOCALAPPDATA",
    "APPDATA",
)


def program_in(folder: Path) -> Path:
    """The built program's file in its folder."""
    return folder / ("ldp-stories.exe" if os.name == "nt" else "ldp-stories")


def bare(environ: Mapping[str, str]) -> dict[str, str]:
    """An environment without anything of the checkout, and without a screen."""
    return {name: environ[name] for name in KEPT if name in environ} | {"QT_QPA_PLATFORM": "offscreen"}


def main(arguments: Sequence[str]) -> int:
    """Run the self-test of the built program; its exit status, or 1 when there is no program."""
    folder = Path(arguments[0]) if arguments else ROOT / "dist" / "ldp-stories"
    program = program_in(folder)
    if not program.exists():
        print(f"There is no built program in {folder}. Make it with: packaging/dev build", file=sys.stderr)
        return 1
    command: list[str | Path] = [program, "check", "--self-test"]
    return subprocess.run(command, cwd=folder, env=bare(os.environ), timeout=300, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
