"""Every picture that the window names is in the picture font: a name that is not there would draw nothing, and nobody would notice."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ldp_stories.ui.widgets.icons import has_icon

UI = Path(__file__).parents[2] / "ldp_stories/ui"
FIRST = {"IconMark": 0, "set_icon": 0, "icon": 0, "draw_icon": 1, "Entry": 3, "RailItem": 1, "Empty": 0}
"""Which argument is a picture's name, by what is called."""


def words_in(node: ast.expr) -> Iterator[str]:
    """The words that an expression may come to: both sides of a choice, the whole of a plain text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*words_in(node.body), *words_in(node.orelse))


def named_in(source: str) -> set[str]:
    """The pictures that one file names."""
    found: set[str] = set()
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        at = FIRST.get(name)
        places = [call.args[at]] if at is not None and len(call.args) > at else []
        places += [one.value for one in call.keywords if one.arg in ("icon", "trailing")]
        found |= {word for place in places for word in words_in(place) if word}
    return found


def test_pictures_are_found_in_every_way_of_naming_them() -> None:
    source = 'Button("a", icon="tag")\nIconMark("eye" if x else "house", "ok")\nEntry("k", S, "W", "tray")\nw.set_icon("star", "ok")'
    assert named_in(source) == {"tag", "eye", "house", "tray", "star"}
    assert named_in('Button("star", name="tag")') == set()


def test_every_picture_that_is_named_can_be_drawn(qapp: QApplication) -> None:
    named = {
        (word, path.relative_to(UI).as_posix())
        for path in UI.rglob("*.py")
        for word in named_in(path.read_text("utf-8"))
    }
    assert len({word for word, _ in named}) > 60
    assert sorted(one for one in named if not has_icon(one[0])) == []
