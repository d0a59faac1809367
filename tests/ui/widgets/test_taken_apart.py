"""A window that only a circle holds is taken apart by Python's collector without harm.

A part that asks a layout for its item (`itemAt`) leaves a Python object for that item behind, which belongs to the layout's Python object. When the
collector takes both apart, the item is given back to Python, which deletes it; the layout in Qt deletes it too, and the program ends without a word.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
WALK = """
import faulthandler, gc, sys
faulthandler.enable()
from PySide6.QtWidgets import QApplication, QWidget
from ldp_stories.ui.widgets.theme import theme
from tests.ui.gallery import SHOWN, stand
from tests.ui.helpers import cut

app = QApplication([])
theme().apply(app)
gc.disable()
generation = int(sys.argv[1])
for name in ("review", "home", "review", "conversation"):
    window = stand(SHOWN[name](), mode="light", scale=1.0, rtl=False)
    cut(window)
    gone = []
    window.destroyed.connect(lambda: gone.append(True))
    window.itself = window
    del window
    assert gone == []
    gc.collect(generation)
    assert gone == [True], name
print("whole")
"""


@pytest.mark.parametrize("generation", [0, 2])
def test_a_window_held_by_a_circle_only_is_collected(generation: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WALK, str(generation)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "whole\n"), done.stderr[-2000:]


def test_no_part_asks_a_layout_for_its_items() -> None:
    asked = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "ldp_stories" / "ui").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "itemAt"
    ]
    assert asked == [], "walk over the parts that were put in instead"
