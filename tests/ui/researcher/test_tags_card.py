"""Suggesting tags by keyboard: a group, a tag with its meaning, how sure, or own words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.tags import Sure
from ldp_stories.errors import UserError
from ldp_stories.services.edit_record import add_passage
from ldp_stories.services.find import codebook
from ldp_stories.services.keep_answers import form_typed
from ldp_stories.ui.researcher import tags_card
from ldp_stories.ui.researcher.tags_card import TagsCard, groups_of
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


@pytest.fixture
def record(desk: Desk) -> str:
    return story(desk.home)


@pytest.fixture
def card(desk: Desk, record: str) -> TagsCard:
    made = TagsCard(desk.context, record)
    desk.show(made, size=(420, 900))
    made.show_view(view_of(desk.home, record))
    made.changed.connect(lambda: made.show_view(view_of(desk.home, record)))
    return made


def test_the_groups_of_the_pack_are_nine_at_most(desk: Desk, card: TagsCard) -> None:
    groups = groups_of(codebook(desk.home))
    assert 1 <= len(groups) <= 9
    assert [b.option.label for b in card.groups._buttons] == [name for _, name in groups]


def test_no_tag_is_shown_before_a_group_is_chosen(card: TagsCard) -> None:
    assert card.buttons == {}


def test_a_group_shows_its_tags(desk: Desk, card: TagsCard) -> None:
    letter = card.tags[0].group
    card.show_group(letter)
    assert list(card.buttons) == [t.code for t in codebook(desk.home) if t.group == letter]


def test_a_tag_under_the_focus_says_what_it_means_with_an_example(card: TagsCard) -> None:
    tag = next(t for t in card.tags if t.example)
    card.show_group(tag.group)
    card.buttons[tag.code].setFocus()
    assert card.meaning.isVisible()
    assert tag.meaning in card.meaning.text()
    assert tag.example in card.meaning.text()


def test_a_reader_hears_the_meaning_of_a_tag(card: TagsCard) -> None:
    tag = card.tags[0]
    card.show_group(tag.group)
    assert tag.meaning in card.buttons[tag.code].accessibleDescription()
    assert card.buttons[tag.code].accessibleName() == f"Tag {tag.code} {tag.name}"


def test_a_pressed_tag_is_suggested_for_the_whole_story(desk: Desk, card: TagsCard, record: str) -> None:
    tag = card.tags[0]
    card.show_group(tag.group)
    card.buttons[tag.code].setFocus()
    desk.key(card, Qt.Key.Key_Return)
    (reading,) = view_of(desk.home, record).readings
    assert (reading.suggestion.tag, reading.suggestion.passage) == (tag.id, None)
    assert reading.suggestion.sure is Sure.SURE
    assert reading.suggestion.by == desk.home.member
    assert tag.name in words_on(card)


@pytest.mark.parametrize("sure", list(Sure))
def test_how_sure_one_is_goes_with_it(desk: Desk, card: TagsCard, record: str, sure: Sure) -> None:
    card.sure.set_value([sure.value])
    card.suggest(card.tags[3])
    assert view_of(desk.home, record).readings[0].suggestion.sure is sure


def test_a_tag_can_be_for_one_passage(desk: Desk, card: TagsCard, record: str) -> None:
    layer = view_of(desk.home, record).layers[0]
    passage = add_passage(desk.home, record, layer=layer.id, start=0, end=4)
    card.show_view(view_of(desk.home, record))
    assert [o.label for o in card.about._options] == ["The whole story", "1  When"]
    card.about.set_value(passage)
    card.suggest(card.tags[0])
    assert view_of(desk.home, record).readings[0].suggestion.passage == passage
    assert "Passage 1" in words_on(card)


def test_the_passage_stays_chosen_for_the_next_tag(desk: Desk, card: TagsCard, record: str) -> None:
    layer = view_of(desk.home, record).layers[0]
    passage = add_passage(desk.home, record, layer=layer.id, start=0, end=4)
    card.show_view(view_of(desk.home, record))
    card.about.set_value(passage)
    card.suggest(card.tags[0])
    card.suggest(card.tags[1])
    assert {r.suggestion.passage for r in view_of(desk.home, record).readings} == {passage}


def test_when_no_tag_fits_own_words_do(desk: Desk, card: TagsCard, record: str) -> None:
    button(card, "No tag fits, say it your way").click()
    assert card.own.edit.hasFocus()
    desk.type(card.own, "the smell of the canal")
    desk.key(card, Qt.Key.Key_Return)
    (reading,) = view_of(desk.home, record).readings
    assert (reading.suggestion.tag, reading.suggestion.words) == (None, "the smell of the canal")
    assert "the smell of the canal" in words_on(card)
    assert card.own.text() == ""


def test_own_words_that_were_typed_and_not_entered_stand_there_again(
    desk: Desk, card: TagsCard, record: str
) -> None:
    button(card, "No tag fits, say it your way").click()
    desk.type(card.own, "the smell of the canal")
    desk.until(lambda: form_typed(desk.home, f"tag of {record}") == {"own": "the smell of the canal"})
    again = TagsCard(desk.context, record)
    desk.show(again, size=(420, 900))
    again.show_view(view_of(desk.home, record))
    assert again.own.isVisible()
    assert again.own.text() == "the smell of the canal"
    again.own.entered.emit(again.own.text())
    assert form_typed(desk.home, f"tag of {record}") == {}
    fresh = TagsCard(desk.context, record)
    assert fresh.own.isHidden()


def test_empty_own_words_suggest_nothing(desk: Desk, card: TagsCard, record: str) -> None:
    card.own.entered.emit("   ")
    assert view_of(desk.home, record).readings == ()


def test_ones_own_suggestion_can_be_taken_off(desk: Desk, card: TagsCard, record: str) -> None:
    tag = card.tags[0]
    card.suggest(tag)
    button(card, f"Take off {tag.code}").click()
    assert view_of(desk.home, record).readings == ()
    assert f"Take off {tag.code}" not in words_on(card)


def test_what_is_refused_is_said(desk: Desk, card: TagsCard, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise UserError("NO_SUCH_STORY")

    monkeypatch.setattr(tags_card, "suggest_tag", refuse)
    card.suggest(card.tags[0])
    assert card.trouble.isVisible()
    assert card.trouble.text()


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, record: str, scale: float) -> None:
    made = TagsCard(desk.context, record)
    desk.show(made, scale=scale, size=(420 if scale == 1.0 else 1200, 1500))
    made.show_view(view_of(desk.home, record))
    made.show_group(made.tags[0].group)
    walk_names(made)
    desk.until(lambda: not cut(made))
