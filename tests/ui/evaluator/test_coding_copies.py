"""Marks on a copy of the words that is not on screen: the card says so and leads there; protected words are not tagged beside a masked copy."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.records import LayerKind
from ldp_stories.services.code_own import code, codings_of, make_tag
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.ui.evaluator.coding import CodingScreen
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_coding import coding, select
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk


def coded_underneath(desk: Desk, home: Home, **look: object) -> tuple[CodingScreen, str]:
    """A screen over a masked story, with a mark on the words underneath."""
    record, _ = released(home)
    own = next(x for x in open_record(home, record).layers if x.kind is not LayerKind.MASKED)
    start = own.text.index(CURTAINS)
    made = code(home, record, make_tag(home, "Walking in"), layer=own.id, start=start, end=start + 8)
    return coding(desk, record, **look), made


def on_screen(screen: CodingScreen) -> str:
    """The kind of copy that is shown."""
    assert screen.layer is not None
    return screen.layer.kind.value


def marks(screen: CodingScreen) -> list[str]:
    """The numbers that stand in the words."""
    return [number for _, _, number in screen.words._places]


def test_a_story_with_one_copy_has_no_switch(desk: Desk, home: Home) -> None:
    screen, _ = coded_underneath(desk, home)
    assert screen.copies.isVisible()
    alone = [x for x in screen.copies.layers if x.kind is LayerKind.MASKED]
    assert screen.view is not None
    object.__setattr__(screen.view, "layers", tuple(alone))
    screen.copies.show_view(screen.view, keep=True)
    assert screen.copies.switch is None
    assert not screen.copies.isVisible()
    assert screen.copies.layer == alone[0]


def test_a_mark_on_another_copy_is_said_and_one_press_leads_to_it(desk: Desk, home: Home) -> None:
    screen, made = coded_underneath(desk, home)
    assert on_screen(screen) == "masked"
    assert marks(screen) == []
    assert "It stands in another copy: Their words" in words_on(screen)
    see = button(screen, "Show it there")
    see.setFocus()
    desk.key(see, Qt.Key.Key_Space)
    assert on_screen(screen) == "verbatim"
    assert marks(screen) == ["1"]
    assert screen.words.hasFocus()
    assert "It stands in another copy" not in words_on(screen.cards[made])


def test_the_copy_on_screen_stays_when_something_was_tagged_and_goes_with_the_story(
    desk: Desk, home: Home
) -> None:
    screen, made = coded_underneath(desk, home)
    screen.show_where(made)
    screen.show_codings()
    assert screen.view is not None
    screen.open_story(screen.view.record.id)
    assert on_screen(screen) == "verbatim"
    other, _ = released(home, title="Second")
    screen.open_story(other)
    assert on_screen(screen) == "masked"


def test_words_that_a_masked_copy_stands_before_are_not_tagged(desk: Desk, home: Home) -> None:
    screen, made = coded_underneath(desk, home)
    screen.show_where(made)
    assert screen.view is not None
    select(screen, "draw the curtains")
    screen.tag.set_value(screen.coded[0].coding.tag)
    screen.put.click()
    assert len(codings_of(home, screen.view.record.id)) == 1
    assert "Turn to the masked one, and tag the words there." in words_on(screen)
    assert screen.copies.switch is not None
    screen.copies.turn_to(screen.copies.layers[0].id)
    select(screen, "draw the curtains")
    screen.put.click()
    assert len(codings_of(home, screen.view.record.id)) == 2


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_it_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    screen, _ = coded_underneath(desk, home, **look)
    assert cut(screen) == []
    assert any("Show 1  Walking in there" in name for name in walk_names(screen))


def test_seconds_that_were_dragged_over_are_tagged(desk: Desk, home: Home, voice: Path) -> None:
    record, _ = released(home, sound=voice)
    screen = coding(desk, record)
    assert "Or drag over the sound." in words_on(screen)
    total = screen.player.wave.length_ms()
    screen.player.wave.picked.emit(0.25, 0.5)
    assert screen.span == (round(total * 0.25), round(total * 0.5))
    screen.tag.set_value(make_tag(home, "Her voice drops"))
    screen.put.click()
    (one,) = codings_of(home, record)
    assert one.coding.sound is not None
    assert (one.coding.sound.from_ms, one.coding.sound.to_ms) == (round(total * 0.25), round(total * 0.5))
    assert screen.span == (0, 0)
    assert "Or drag over the sound." in words_on(screen)
    screen.leaving()
