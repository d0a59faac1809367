"""Two people hid words of one story apart: the review says so, offers one press, and shows all of it hidden; placing waits for that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.domain.ids import new_id
from ldp_stories.services import mask_words, place_passages
from ldp_stories.services.carry_passages import base_of
from ldp_stories.services.story import read_story
from ldp_stories.ui.coordinator.review_work import ReviewWork
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_review import opened, press
from tests.ui.helpers import button, cut, walk_names, words_on

OFFER = "Put them together"
CUT = "The bulbs came up in the yard"


def apart(desk: Desk, *, ends_inside: bool = False) -> str:
    """A story in which one hid the yard, and another the letters."""
    record = desk.story()
    if ends_inside:
        desk.tag(record, CUT, "B7", "The bulbs")
    mask_words.mask(desk.home, record, "yard by the bins", "[place]")
    with desk.home.main.write() as con:
        words = read_story(con, record).words
        assert words is not None
        sets = {"record": record, "kind": "masked", "language": words.language, "made_from": words.id}
        text = words.text.replace("letters", "[post]")
        more = {"text": text, "by": "somebody", "base": base_of(con, words.id)}
        desk.home.put(con, "layer", new_id(), sets={**sets, **more})
    return record


def test_it_is_said_and_one_press_hides_all_of_it(qtbot: QtBot, desk: Desk) -> None:
    record = apart(desk)
    screen = opened(qtbot, desk, record)
    words = words_on(screen.tags)
    assert "hid words here apart." in words
    assert "You read them as one, with all of it hidden. Put them together to go on." in words
    button(screen.tags, OFFER).setFocus()
    press(qtbot, screen, Qt.Key.Key_Space)
    shown = screen.pane.text.text()
    assert "[place]" in shown
    assert "[post]" in shown
    assert OFFER not in words_on(screen.tags)
    assert desk.told[-1] == "Put together. All that either of them hid is hidden."
    assert QApplication.focusWidget() is not None


def test_placing_is_offered_only_when_they_are_together(qtbot: QtBot, desk: Desk) -> None:
    record = apart(desk, ends_inside=True)
    screen = opened(qtbot, desk, record)
    assert "Place it" not in words_on(screen.tags)
    button(screen.tags, OFFER).click()
    assert desk.told[-1] == "Put together. 1 passage needs placing."
    qtbot.waitUntil(lambda: "Place it" in words_on(screen.tags))
    assert len(place_passages.to_place(desk.home, record)) == 1


def test_when_the_words_under_a_mask_were_changed_too_it_says_so(desk: Desk) -> None:
    record = apart(desk)
    with desk.home.main.write() as con:
        words = read_story(con, record).words
        assert words is not None
        sets = {"record": record, "kind": "masked", "language": words.language, "made_from": words.id}
        base = desk.home.put(con, "layer", new_id(), sets={**sets, "kind": "reading", "text": "Ann came."})
        hidden = {**sets, "text": "[x] came.", "base": base.id}
        desk.home.put(con, "layer", new_id(), sets=hidden)
    assert ReviewWork(desk.home).join(record).startswith("Put together. Words under a mask were changed")


def test_who_did_is_named_when_both_are_known(qtbot: QtBot, desk: Desk) -> None:
    record = apart(desk)
    screen = opened(qtbot, desk, record)
    assert screen.story is not None
    assert screen.story.apart is not None
    assert screen.story.apart.copies == 2
    assert len(screen.story.apart.names) == 1


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_cut_off_and_everything_has_a_name(qtbot: QtBot, desk: Desk, scale: float) -> None:
    screen = opened(qtbot, desk, apart(desk), scale=scale)
    assert not cut(screen.tags)
    walk_names(screen)
