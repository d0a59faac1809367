"""The page for the teller in the window: the same words as the saved page, printed and saved as PDF, and no code in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.services.confirmed import wishes
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find_person import find_person
from ldp_stories.services.teller_page import teller_page
from ldp_stories.services.withdraw import take_everything
from ldp_stories.ui.record.paper import Paper
from ldp_stories.ui.record.take_back_done import WishCard
from ldp_stories.ui.record.teller_sheet import TellerSheet, page_lines
from tests.ui.coordinator.desk import Desk
from tests.ui.helpers import button, cut, dressed, words_on


@pytest.fixture
def card(qtbot: QtBot, desk: Desk, tmp_path: Path) -> WishCard:
    code = open_record(desk.home, desk.story()).participants[0].code
    person = find_person(desk.home, code)[0]
    take_everything(desk.home, person, code, {})
    desk.context = replace(desk.context, pick_folder=lambda _: tmp_path)
    made = WishCard(desk.context, wishes(desk.home)[0])
    dressed(qtbot, made, size=(900, 1_100))
    return made


def test_it_shows_the_words_of_the_saved_page_and_goes_again(
    card: WishCard, desk: Desk, tmp_path: Path
) -> None:
    button(card, "Show and print it").click()
    assert card.sheet is not None
    saved = teller_page(desk.home, card.wish.orders, tmp_path).read_text(encoding="utf-8")
    assert card.sheet.lines == page_lines(saved)
    assert ("title", "What is gone") in card.sheet.lines
    for _, words in card.sheet.lines:
        assert words in words_on(card)
    assert not cut(card)
    button(card, "Close the page").click()
    assert "What is gone" not in words_on(card)


def test_it_is_printed_and_saved_in_large_letters_too(card: WishCard, desk: Desk, tmp_path: Path) -> None:
    button(card, "Show and print it").click()
    sheet = card.sheet
    assert isinstance(sheet, TellerSheet)
    printed: list[Paper] = []

    def printer(paper: Paper, _owner: object = None) -> bool:
        printed.append(paper)
        return True

    sheet.acts.printing = printer
    button(card, "Print").click()
    button(card, "Large print").click()
    button(card, "Print").click()
    assert [p.large for p in printed] == [False, True]
    assert printed[0].lines == sheet.lines
    assert desk.told[-1] == "Printed."
    button(card, "Save as PDF").click()
    (path,) = tmp_path.glob("*.pdf")
    text = " ".join("".join(p.extract_text() for p in pypdf.PdfReader(path).pages).split())
    assert "What we did with your story" in text
    assert "It cannot be brought back" in text


def test_a_page_is_read_block_by_block() -> None:
    html = "<html><head><title>T</title></head><body><h1>One</h1><p>Two <b>three</b>.</p><ul><li>Four</li></ul></body></html>"
    assert page_lines(html) == (("title", "One"), ("body", "Two three."), ("body", "Four"))
