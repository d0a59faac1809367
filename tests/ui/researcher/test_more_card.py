"""More, if you like: five questions about the story and a note of one's own, out of the way until they are wanted."""

from __future__ import annotations

from ldp_stories.services.edit_record import (
    drafts,
    keep_draft,
    set_fields,
    write_drafts,
    write_observation,
)
from ldp_stories.ui.researcher.words_after import WordsAfterStep
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


def opened(desk: Desk, record: str) -> WordsAfterStep:
    made = WordsAfterStep(desk.context, record)
    desk.show(made)
    return made


def test_it_is_closed_until_it_is_wanted_and_then_begins_with_the_first(desk: Desk) -> None:
    step = opened(desk, story(desk.home))
    assert "Why it matters to them" not in words_on(step)
    button(step, "More, if you like").click()
    assert "Why it matters to them" in words_on(step)
    assert "Your note is yours, not theirs." in words_on(step)
    assert step.more_words.editors["before"].edit.hasFocus()
    assert all(walk_names(step))
    desk.qtbot.waitUntil(lambda: cut(step) == [])
    step.leaving()


def test_what_is_written_becomes_the_storys_own_and_is_in_sight_next_time(desk: Desk) -> None:
    record = story(desk.home)
    step = opened(desk, record)
    button(step, "More, if you like").click()
    desk.type(step.more_words.editors["important"], "I can walk in on my own")
    desk.type(step.more_words.editors["note"], "She cried")
    step.keeper.flush()
    assert drafts(desk.home, record) == {"important": "I can walk in on my own", "note": "She cried"}
    step.leaving()
    kept = view_of(desk.home, record).record
    assert dict(kept.facts)["important"] == "I can walk in on my own"
    assert kept.note == "She cried"
    again = opened(desk, record)
    assert again.more_words.inside.isVisible()
    assert again.more_words.open.isHidden()
    assert again.more_words.editors["note"].text() == "She cried"
    again.leaving()


def test_a_story_that_has_a_note_already_shows_it_and_a_newer_half_typed_one_before_it(desk: Desk) -> None:
    record = story(desk.home)
    set_fields(desk.home, record, note="Written")
    first = opened(desk, record)
    first.more_words.editors["note"].set_text("Half typed")
    first.keeper.flush()
    again = opened(desk, record)
    assert again.more_words.editors["note"].text() == "Half typed"
    for step in (first, again):
        step.leaving()


def test_what_i_saw_is_written_in_its_three_boxes_and_the_words_to_mark_follow(desk: Desk) -> None:
    record = write_observation(desk.home, saw="Mrs Patel by the gate.", heard="Two hellos.")
    step = opened(desk, record)
    assert list(step.more_words.editors) == ["saw", "heard", "wondered", "note"]
    assert "What I wrote" in words_on(step)
    assert step.words.edit.isReadOnly()
    step.more_words.editors["saw"].set_text("A neighbour by the gate.")
    assert step.words.text() == "A neighbour by the gate.\n\nTwo hellos."
    step.more_words.editors["note"].set_text("It was cold.")
    step.keeper.flush()
    again = opened(desk, record)
    assert again.words.text() == "A neighbour by the gate.\n\nTwo hellos."
    again.leaving()
    view = view_of(desk.home, record)
    assert view.words is not None
    assert view.words.text == "A neighbour by the gate.\n\nTwo hellos."
    assert dict(view.record.facts)["saw"] == "A neighbour by the gate."
    assert "Patel" not in str(view), "a name that was taken out stays in neither place"
    assert view.record.note == "It was cold."
    step.leaving()


def test_what_i_saw_that_was_reworded_elsewhere_is_edited_as_one_text(desk: Desk) -> None:
    record = write_observation(desk.home, saw="Three benches.")
    keep_draft(desk.home, record, "words", "Three benches and a swing.")
    write_drafts(desk.home, record)
    step = opened(desk, record)
    assert list(step.more_words.editors) == ["note"]
    assert not step.words.edit.isReadOnly()
    step.leaving()
