"""Bring in from another program, on the Reports screen: seen first, then added to one's own layer or left."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.reports.refi.model import Code, Codebook, Coding, Project, Selection, TextSource
from ldp_stories.reports.refi.write import write_codebook, write_project
from ldp_stories.services.code_own import codings_of, own_tags
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.ui.evaluator.reports import ReportsScreen
from ldp_stories.ui.record.bring_codes import PROPOSED, BringCodes
from tests.reports.refi.made import guid
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import words_on
from tests.ui.on_screen import CURTAINS, Desk

NEW = Code(guid(900), "Courage")


@pytest.fixture
def screen(desk: Desk) -> ReportsScreen:
    made = ReportsScreen(desk.context)
    desk.show(made)
    return made


def choose(desk: Desk, card: BringCodes, path: Path | None) -> None:
    desk.context.pick_file = lambda _title, _kinds: path
    card.choose.click()
    desk.settle()


def theirs(home: Home, folder: Path) -> tuple[str, Path]:
    """A project of another program with one mark on a story of ours and one on something else."""
    record, _ = released(home)
    text = next(x.text for x in open_record(home, record).layers if x.kind.value == "masked")
    at = text.index(CURTAINS)
    one = Selection(guid(1), at, at + len(CURTAINS), codings=(Coding(guid(2), NEW.guid),))
    two = Selection(guid(3), 0, 5, codings=(Coding(guid(4), NEW.guid),))
    sources = (
        TextSource(record, "ours", text, selections=(one,)),
        TextSource(guid(9), "theirs", "Other words", selections=(two,)),
    )
    return record, write_project(Project("P", codes=(NEW,), sources=sources), folder, "theirs")[0]


def test_a_file_is_seen_and_then_added_to_ones_own_layer(
    desk: Desk, home: Home, screen: ReportsScreen, tmp_path: Path
) -> None:
    record, path = theirs(home, tmp_path / "in")
    card = screen.bring
    choose(desk, card, path)
    said = words_on(card)
    assert "theirs.qdpx holds:" in said
    assert "1 new mark in 1 story; 0 already here." in said
    assert "1 mark stands in a text that is not our story. It was left out." in said
    assert own_tags(home) == ()
    assert card.take.hasFocus()
    card.take.click()
    desk.until(lambda: screen.told.isVisible())
    assert screen.told.label.text() == "Added to your layer: 1 tag and 1 mark."
    assert [(c.label, c.words) for c in codings_of(home, record)] == [("Courage", CURTAINS)]
    assert not card.seen.isVisible()

    choose(desk, card, path)
    assert "There is nothing new to add." in words_on(card)
    assert not card.take.isVisible()


def test_leaving_it_adds_nothing(desk: Desk, home: Home, screen: ReportsScreen, tmp_path: Path) -> None:
    choose(desk, screen.bring, write_codebook(Codebook((NEW,)), tmp_path / "in", "theirs")[0])
    screen.bring.leave.click()
    assert not screen.bring.seen.isVisible()
    assert screen.bring.choose.hasFocus()
    assert own_tags(home) == ()
    choose(desk, screen.bring, None)
    assert not screen.bring.seen.isVisible()


def test_a_file_that_is_none_is_said_in_a_sentence(desk: Desk, screen: ReportsScreen, tmp_path: Path) -> None:
    (tmp_path / "letter.qdpx").write_text("Dear Priya")
    choose(desk, screen.bring, tmp_path / "letter.qdpx")
    assert "letter.qdpx is not a file that this can be read from" in screen.trouble.label.text()
    assert not screen.bring.seen.isVisible()


def test_a_coordinator_gets_them_as_proposed_tags(desk: Desk, home: Home, tmp_path: Path) -> None:
    card = BringCodes(desk.context, PROPOSED)
    said: list[tuple[str, bool]] = []
    card.said.connect(lambda words, bad: said.append((words, bad)))
    desk.show(card)
    choose(desk, card, write_codebook(Codebook((NEW,)), tmp_path / "in", "theirs")[0])
    card.take.click()
    desk.until(lambda: said)
    assert said == [("In the codebook: 1 proposed tag, 0 changed.", False)]
    assert {t.status.value for t in codebook(home) if t.name == "Courage"} == {"proposed"}


def test_what_was_wrong_with_one_file_is_not_said_of_the_next(
    desk: Desk, screen: ReportsScreen, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.qdc"
    broken.write_text("<CodeBook><Codes>")
    choose(desk, screen.bring, broken)
    assert screen.trouble.isVisible()
    whole, _ = write_codebook(Codebook((NEW,), (), "x"), tmp_path, "whole")
    choose(desk, screen.bring, whole)
    assert not screen.trouble.isVisible()
    assert "broken.qdc" not in words_on(screen)
    assert "whole.qdc holds:" in words_on(screen)
