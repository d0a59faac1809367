"""Moments become passages: where in the sound, whether they moved somebody, and off again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.services.edit_record import add_passage, drafts, keep_draft
from ldp_stories.ui.researcher.passages_card import (
    AFTER_MS,
    BEFORE_MS,
    PassagesCard,
    passage_at,
    passage_for,
)
from tests.ui.helpers import button, walk_names, words_on
from tests.ui.on_screen import Desk, sound_file, story, view_of


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    return story(desk.home, sound=sound_file(tmp_path, 40.0), marks=[25_000])


@pytest.fixture
def card(desk: Desk, record: str) -> PassagesCard:
    made = PassagesCard(desk.context, lambda: dict(drafts(desk.home, record)))
    desk.show(made, size=(900, 500))
    made.show_view(view_of(desk.home, record))
    made.changed.connect(lambda: made.show_view(view_of(desk.home, record)))
    return made


def test_a_moment_becomes_the_sound_before_it_and_a_little_after(desk: Desk, record: str) -> None:
    view = view_of(desk.home, record)
    passage_for(desk.home, view, 25_000)
    sound = view_of(desk.home, record).passages[0].sound
    assert sound is not None
    assert (sound.from_ms, sound.to_ms) == (25_000 - BEFORE_MS, 25_000 + AFTER_MS)


def test_a_passage_never_reaches_beyond_its_sound(desk: Desk, record: str) -> None:
    view = view_of(desk.home, record)
    passage_for(desk.home, view, 39_000)
    passage_for(desk.home, view, 2_000)
    spans = [(p.sound.from_ms, p.sound.to_ms) for p in view_of(desk.home, record).passages if p.sound]
    long = view.media[0].duration_ms
    assert sorted(spans) == [(0, 12_000), (19_000, long)]


def test_a_moment_without_sound_becomes_no_passage(desk: Desk, record: str) -> None:
    assert passage_for(desk.home, view_of(desk.home, record), 900_000) is None
    assert view_of(desk.home, record).passages == ()


def test_a_moment_finds_its_passage_again(desk: Desk, record: str) -> None:
    view = view_of(desk.home, record)
    assert passage_at(view, 25_000) is None
    ident = passage_for(desk.home, view, 25_000)
    found = passage_at(view_of(desk.home, record), 25_000)
    assert found is not None
    assert found.id == ident


def test_it_moved_me_makes_the_passage_and_is_shown(desk: Desk, card: PassagesCard, record: str) -> None:
    button(card, "It moved me").click()
    (passage,) = view_of(desk.home, record).passages
    assert passage.moved_me
    assert button(card, "It moved me, yes").isChecked()
    assert desk.told[-1] == "Saved on this laptop just now"


def test_it_moved_me_can_be_taken_off_again(desk: Desk, card: PassagesCard, record: str) -> None:
    button(card, "It moved me").click()
    button(card, "It moved me, yes").click()
    (passage,) = view_of(desk.home, record).passages
    assert not passage.moved_me


def test_a_mark_made_by_mistake_is_taken_off(desk: Desk, card: PassagesCard, record: str) -> None:
    layer = view_of(desk.home, record).layers[0]
    add_passage(desk.home, record, layer=layer.id, start=0, end=4)
    card.show_view(view_of(desk.home, record))
    button(card, "Take off this mark").click()
    assert view_of(desk.home, record).passages == ()
    assert view_of(desk.home, record).layers[0].text == layer.text


def test_typing_why_is_told_with_its_field(desk: Desk, card: PassagesCard, record: str) -> None:
    told: list[tuple[str, str]] = []
    card.typed.connect(lambda field, text: told.append((field, text)))
    note = view_of(desk.home, record).notes[0]
    desk.type(card.fields[f"note:{note.id}"], "x")
    assert told == [(f"note:{note.id}", "x")]


def test_half_typed_reasons_are_shown_again(desk: Desk, card: PassagesCard, record: str) -> None:
    note = view_of(desk.home, record).notes[0]
    keep_draft(desk.home, record, f"note:{note.id}", "because she")
    card.show_view(view_of(desk.home, record))
    assert card.fields[f"note:{note.id}"].text() == "because she"


def test_moments_and_words_stand_in_order_with_their_numbers(
    desk: Desk, card: PassagesCard, record: str
) -> None:
    layer = view_of(desk.home, record).layers[0]
    add_passage(desk.home, record, layer=layer.id, start=0, end=4, note="the beginning")
    card.show_view(view_of(desk.home, record))
    said = words_on(card)
    assert "00:25" in said
    assert "“When”" in said
    assert len(card.fields) == 2
    assert not card.hint.isVisible()


def test_without_any_mark_it_says_how_to_make_one(desk: Desk) -> None:
    made = PassagesCard(desk.context, dict)
    desk.show(made, size=(900, 300))
    made.show_view(view_of(desk.home, story(desk.home)))
    assert "Nothing is marked yet." in words_on(made)


def test_what_is_to_be_heard_begins_before_the_moment(desk: Desk, card: PassagesCard) -> None:
    heard: list[int] = []
    card.heard.connect(heard.append)
    button(card, "Hear it, 00:25").click()
    assert heard == [5_000]


def test_every_control_says_what_it_is_about(card: PassagesCard) -> None:
    names = walk_names(card)
    assert "Why did you mark it? 00:25" in names
