"""Starting is quick: what only some features need is imported inside them; and the Qt we ship counts its references."""

import subprocess
import sys

import pytest
from PySide6.QtCore import QObject, Signal

from tests.architecture import tree

# Each of these costs tens to hundreds of milliseconds, and no first screen needs it.
HEAVY = {
    "numpy", "av", "jinja2", "docx", "xlsxwriter", "PIL", "miniaudio", "qtawesome", "phonenumbers", "spylls",
    "sqlalchemy.orm", "alembic", "PySide6.QtMultimedia", "PySide6.QtNetwork", "PySide6.QtSvg", "hypothesis", "pytest",
}  # fmt: skip


def loaded_by(module: str) -> set[str]:
    """The modules a fresh Python has after importing one of ours."""
    return loaded_after(f"import {module}")


def loaded_after(code: str) -> set[str]:
    """The modules a fresh Python has after it ran `code`."""
    code = f"{code}; import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tree.ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def built(module: str) -> str:
    """The module's name, or a skip while it is not built yet."""
    base = tree.ROOT.joinpath(*module.split("."))
    if not base.with_suffix(".py").exists() and not (base / "__init__.py").exists():
        pytest.skip(f"{module} is not built yet")
    return module


@pytest.mark.parametrize("module", ["ldp_stories.ui.main_window", "ldp_stories.__main__", "ldp_stories.app"])
def test_nothing_heavy_is_imported_before_the_first_screen(module: str) -> None:
    assert sorted(loaded_by(built(module)) & HEAVY) == []


@pytest.mark.parametrize("module", ["ldp_stories.cli", "ldp_stories.app", "ldp_stories.services"])
def test_the_terminal_starts_without_qt(module: str) -> None:
    assert [one for one in loaded_by(built(module)) if one.startswith(("PySide6", "shiboken6"))] == []


def test_little_is_imported_after_qt_that_could_come_before_it() -> None:
    """Qt's hook reads the source of each such module: a fifth of the start, were it all of them."""
    before = loaded_after("from ldp_stories import app; app.load_what_lies_below_the_window()")
    assert [one for one in before if one.startswith(("PySide6", "shiboken6"))] == []
    assert sorted(before & HEAVY) == []
    ours = {one for one in loaded_by("ldp_stories.ui.main_window") if one.startswith("ldp_stories")}
    below = {one for one in ours if not one.startswith("ldp_stories.ui")}
    assert len(below) > 400
    assert len(below - before) < 5


def test_a_signal_takes_no_reference_away() -> None:
    # PySide6 6.12.0 loses one reference to True with each emit and ends in an abort on Python 3.10 and 3.11.
    class Sender(QObject):
        """Has a signal with a number, as the probe that found the fault had."""

        sent = Signal(int)

    sender = Sender()
    before = sys.getrefcount(True)
    for _ in range(50):
        sender.sent.emit(1)
    assert abs(sys.getrefcount(True) - before) < 10
