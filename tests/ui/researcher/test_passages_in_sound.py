"""Where a marked passage is in the sound: typed or taken from the player, kept by the service, exact where nobody touched it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ldp_stories.services.edit_record import add_passage, drafts
from ldp_stories.ui.researcher.passages_card import PassagesCard
from ldp_stories.ui.researcher.sound_span import SoundSpan
from tests.ui.helpers import cut, name_of, walk_names
from tests.ui.on_screen import CURTAINS, WORDS, Desk, sound_file, story, view_of


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    made = story(desk.home, sound=sound_file(tmp_path, 40.0))
    layer = view_of(desk.home, made).layers[0].id
    at = WORDS.index(CURTAINS)
    add_passage(desk.home, made, layer=layer, start=at, end=at + len(CURTAINS))
    return made


@pytest.fixture
def card(desk: Desk, record: str) -> PassagesCard:
    made = PassagesCard(desk.context, lambda: dict(drafts(desk.home, record)), lambda: 12_345)
    desk.show(made, size=(1100, 500))
    made.show_view(view_of(desk.home, record))
    return made


def span_of(card: PassagesCard) -> SoundSpan:
    (span,) = card.spans.values()
    return span


def kept(desk: Desk, record: str) -> tuple[int, int] | None:
    (passage,) = view_of(desk.home, record).passages
    return (passage.sound.from_ms, passage.sound.to_ms) if passage.sound else None


def test_words_are_given_a_place_in_the_sound(desk: Desk, card: PassagesCard, record: str) -> None:
    span = span_of(card)
    desk.type(span.begin, "0:03")
    desk.type(span.end, "0:07")
    desk.key(card, Qt.Key.Key_Return)
    assert kept(desk, record) == (3000, 7000)
    assert desk.told[-1] == "Saved on this laptop just now"


def test_the_words_stay_marked_when_they_get_their_sound(desk: Desk, card: PassagesCard, record: str) -> None:
    span = span_of(card)
    desk.type(span.begin, "0:03")
    desk.type(span.end, "0:07")
    desk.key(card, Qt.Key.Key_Return)
    (passage,) = view_of(desk.home, record).passages
    assert passage.text is not None
    assert passage.text.quote == CURTAINS


def test_the_place_of_the_player_is_kept(desk: Desk, card: PassagesCard, record: str) -> None:
    span_of(card).here.click()
    found = kept(desk, record)
    assert found is not None
    assert found[0] in (12_000, 12_345)
    assert found[1] > found[0]


@pytest.mark.parametrize(
    ("begin", "end"), [("0:07", "0:03"), ("0:05", "0:05"), ("soon", "later"), ("0:03", "x")]
)
def test_times_that_make_no_sense_are_said_and_nothing_is_kept(
    desk: Desk, card: PassagesCard, record: str, begin: str, end: str
) -> None:
    span = span_of(card)
    desk.type(span.begin, begin)
    desk.type(span.end, end)
    desk.key(card, Qt.Key.Key_Return)
    assert span.trouble.isVisible()
    assert "Minutes and seconds" in span.trouble.text()
    assert kept(desk, record) is None


def test_a_time_beyond_the_end_is_answered_beside_the_fields(
    desk: Desk, card: PassagesCard, record: str
) -> None:
    span = span_of(card)
    desk.type(span.begin, "5:00")
    desk.type(span.end, "6:00")
    desk.key(card, Qt.Key.Key_Return)
    assert span.trouble.isVisible()
    assert span.trouble.text()
    assert kept(desk, record) is None


def test_going_through_the_fields_does_not_round_a_place_that_is_known(
    desk: Desk, card: PassagesCard, record: str
) -> None:
    (passage,) = view_of(desk.home, record).passages
    from ldp_stories.services.place_in_sound import place_in_sound

    place_in_sound(desk.home, passage.id, 3_456, 7_890)
    card.show_view(view_of(desk.home, record))
    span = span_of(card)
    span.begin.edit.setFocus()
    desk.key(card, Qt.Key.Key_Return)
    desk.key(card, Qt.Key.Key_Tab)
    desk.key(card, Qt.Key.Key_Return)
    assert kept(desk, record) == (3_456, 7_890)


def test_only_the_time_that_was_typed_changes(desk: Desk, card: PassagesCard, record: str) -> None:
    (passage,) = view_of(desk.home, record).passages
    from ldp_stories.services.place_in_sound import place_in_sound

    place_in_sound(desk.home, passage.id, 3_456, 7_890)
    card.show_view(view_of(desk.home, record))
    span = span_of(card)
    span.end.set_text("")
    desk.type(span.end, "0:09")
    desk.key(card, Qt.Key.Key_Return)
    assert kept(desk, record) == (3_456, 9_000)


def test_the_focus_stays_in_its_field_when_the_card_is_filled_again(
    desk: Desk, card: PassagesCard, record: str
) -> None:
    span_of(card).end.edit.setFocus()
    card.show_view(view_of(desk.home, record))
    focus = card.window().focusWidget()
    assert isinstance(focus, QLineEdit)
    assert focus is span_of(card).end.edit


def test_half_typed_times_are_not_lost_by_moving_to_the_next_field(
    desk: Desk, card: PassagesCard, record: str
) -> None:
    span = span_of(card)
    desk.type(span.begin, "0:03")
    desk.key(card, Qt.Key.Key_Tab)
    assert span.begin.text() == "0:03"
    assert not span.trouble.isVisible()
    assert kept(desk, record) is None


def test_without_sound_no_times_are_asked_for(desk: Desk) -> None:
    record = story(desk.home)
    layer = view_of(desk.home, record).layers[0].id
    add_passage(desk.home, record, layer=layer, start=0, end=4)
    made = PassagesCard(desk.context, lambda: dict(drafts(desk.home, record)))
    desk.show(made, size=(900, 400))
    made.show_view(view_of(desk.home, record))
    assert made.spans == {}


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_the_times_are_named_by_what_they_are_about_and_nothing_is_cut(
    desk: Desk, record: str, scale: float, rtl: bool
) -> None:
    made = PassagesCard(desk.context, lambda: dict(drafts(desk.home, record)))
    made.show_view(view_of(desk.home, record))
    desk.show(made, scale=scale, rtl=rtl, size=(1300, 800))
    walk_names(made)
    assert CURTAINS in name_of(span_of(made).begin.edit)
    desk.until(lambda: not cut(made))
