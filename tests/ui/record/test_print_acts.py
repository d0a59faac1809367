"""[Print], [Save as PDF] and [Large print] are the same under every page that is given to somebody."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from ldp_stories.ui.record.paper import Paper
from ldp_stories.ui.record.print_acts import PrintActs
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import column
from tests.ui.helpers import button, walk_names, words_on
from tests.ui.on_screen import Desk


@pytest.fixture
def page(desk: Desk) -> tuple[QWidget, PrintActs]:
    acts = PrintActs(
        desk.context,
        lambda: Paper("A page", (("body", "Some words"),), large=acts.wants_large),
        "page",
        Button("Back", size="field"),
        unlocked=True,
    )
    whole = QWidget()
    whole.setLayout(column(acts, acts.trouble))
    desk.show(whole, size=(700, 160))
    return whole, acts


def test_a_page_is_printed_as_it_is_chosen_and_a_printer_that_says_no_prints_nothing(
    desk: Desk, page: tuple[QWidget, PrintActs]
) -> None:
    whole, acts = page
    assert walk_names(whole)[:3] == ["Back", "Print", "Save as PDF"]
    sheets: list[bool] = []

    def printer(paper: Paper, _owner: QWidget | None = None) -> bool:
        sheets.append(paper.large)
        return len(sheets) > 1

    acts.printing = printer
    button(whole, "Print").click()
    assert desk.told == []
    button(whole, "Large print").click()
    button(whole, "Print").click()
    assert sheets == [False, True]
    assert desk.told == ["Printed."]


def test_saving_says_where_and_that_it_is_not_locked(
    desk: Desk, page: tuple[QWidget, PrintActs], tmp_path: Path
) -> None:
    whole, acts = page
    button(whole, "Save as PDF").click()
    assert desk.told == [], "the person chose no folder"
    desk.folder = tmp_path / "away"
    button(whole, "Save as PDF").click()
    assert acts.trouble.isVisible()
    assert acts.trouble.text() in words_on(whole)
    desk.folder = tmp_path
    button(whole, "Save as PDF").click()
    assert not acts.trouble.isVisible()
    (made,) = tmp_path.glob("*.pdf")
    assert desk.told[-1] == f"Saved as {made.name}. What is saved there is not locked."


def test_with_nothing_to_print_nothing_can_be_pressed(page: tuple[QWidget, PrintActs]) -> None:
    _, acts = page
    acts.allow(False)
    assert not acts.print.isEnabled()
    assert not acts.save.isEnabled()
    acts.allow(True)
    assert acts.print.isEnabled()
