"""Whom was told: shown newest first, printed or saved, with nothing in it but who, how, when, the rules and their number."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QWidget

from ldp_stories.services.act_on_worry import told_someone
from ldp_stories.services.edit_record import keep_closed
from ldp_stories.ui.record.paper import Paper
from ldp_stories.ui.record.told_log import ToldScreen
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story


@pytest.fixture
def told(desk: Desk) -> ToldScreen:
    told_someone(desk.home, who="duty lead", way="phone", at="14:35", reference="SG-1")
    told_someone(desk.home, who="Ruth Bell", way="in person", at="09:10")
    made = ToldScreen(desk.context)
    desk.show(made)
    return made


def test_the_notes_stand_there_newest_first(told: ToldScreen) -> None:
    words = words_on(told)
    assert words.index("Ruth Bell") < words.index("duty lead")
    assert "In person" in words
    assert "10 May, 14:35" in words, "the hour as it was said, the day as it was noted"
    assert "SG-1" in words
    assert "Rules" in words, "which rules were shown"


def test_with_no_note_there_is_nothing_to_print(desk: Desk) -> None:
    made = ToldScreen(desk.context)
    desk.show(made)
    assert "Nothing yet." in words_on(made)
    assert not button(made, "Print").isEnabled()
    assert not button(made, "Save as PDF").isEnabled()


def test_closed_stories_are_a_number_and_nothing_else(desk: Desk, told: ToldScreen) -> None:
    record = story(desk.home, title="Wisteria")
    keep_closed(desk.home, record)
    told.refresh(frozenset({"record"}))
    assert "1 story is kept closed." in words_on(told)
    assert "Wisteria" not in words_on(told)


def test_the_saved_page_says_it_all_and_is_marked_as_practice(
    desk: Desk, told: ToldScreen, tmp_path: Path
) -> None:
    desk.folder = tmp_path
    button(told, "Save as PDF").click()
    assert desk.told[-1] == "Saved as whom was told.pdf."
    text = " ".join((PdfReader(tmp_path / "whom was told.pdf").pages[0].extract_text() or "").split())
    assert "duty lead" in text
    assert "SG-1" in text
    assert "Practice. Nothing real." in text
    button(told, "Save as PDF").click()
    assert (tmp_path / "whom was told 2.pdf").exists(), "nothing is written over"


def test_choosing_no_folder_changes_nothing(desk: Desk, told: ToldScreen) -> None:
    desk.folder = None
    button(told, "Save as PDF").click()
    assert desk.told == []


def test_a_folder_that_takes_nothing_is_said_beside_the_buttons(
    desk: Desk, told: ToldScreen, tmp_path: Path
) -> None:
    desk.folder = tmp_path / "not there"
    button(told, "Save as PDF").click()
    assert told.acts.trouble.isVisible()


@pytest.mark.parametrize("printed", [True, False])
def test_printing_is_told_only_when_it_happened(desk: Desk, told: ToldScreen, printed: bool) -> None:
    pages: list[Paper] = []

    def press(paper: Paper, _parent: QWidget | None) -> bool:
        pages.append(paper)
        return printed

    told.acts.printing = press
    button(told, "Print").click()
    assert len(pages) == 1
    assert ("Printed." in desk.told) is printed


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    told_someone(desk.home, who="duty lead", way="phone")
    made = ToldScreen(desk.context)
    desk.show(made, scale=scale, rtl=rtl)
    walk_names(made)
    assert cut(made) == []
