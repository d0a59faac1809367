"""The codebook to read: by group, found by any of its words, each entry with how often it is used and the stories that have it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.review import Choice
from ldp_stories.services import review_tags
from ldp_stories.services.change_codebook import Why, merge, retire
from ldp_stories.services.codebook_history import history, undo, why_gone
from ldp_stories.services.find import codebook
from ldp_stories.services.look_beside import by_the_same_person, names_of_members, with_the_same_tag
from ldp_stories.services.read_codebook import groups
from ldp_stories.ui.record.codebook_entry import entry_pairs, use_words
from ldp_stories.ui.record.codebook_screen import CodebookScreen
from ldp_stories.ui.record.place_options import long
from ldp_stories.ui.record.story_link import StoryLink
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.helpers import cut, dressed, walk_names, words_on


def opened(qtbot: QtBot, desk: Desk, what: object = None, **dress: object) -> CodebookScreen:
    """The screen, shown, once it has been read."""
    screen = CodebookScreen(desk.context, what)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700), **dress)  # type: ignore[arg-type]
    settle(qtbot, desk)
    return screen


def rows(screen: CodebookScreen) -> list[str]:
    """The titles of the rows that can be chosen."""
    found = [screen.model.row(i) for i in range(screen.model.rowCount())]
    return [r.title for r in found if r is not None and not r.header]


def test_all_tags_stand_under_their_groups(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert len(rows(screen)) == len(codebook(desk.home))
    headers = [r.title for i in range(screen.model.rowCount()) if (r := screen.model.row(i)) and r.header]
    assert len(headers) == len(set(headers)) >= 4
    assert headers[0].startswith("A  ")


def test_the_entry_of_the_current_tag_is_shown(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.tag_id("D1"))
    qtbot.waitUntil(lambda: "D1 Trusted person or place" in words_on(screen.entry))
    words = words_on(screen.entry)
    assert "Who people listen to and why." in words
    assert "Not used yet" in words
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_Down)
    assert screen.entry.tag is not None
    assert screen.entry.tag.code == "D2"


def test_ctrl_f_finds_a_tag_by_any_of_its_words(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    screen.list.setFocus()
    qtbot.keyClick(screen.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert screen.search.edit.hasFocus()
    qtbot.keyClicks(screen.search.edit, "lollipop")
    qtbot.waitUntil(lambda: rows(screen) == ["D1  Trusted person or place"])


def test_a_word_that_is_in_no_tag_says_so(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    screen.search.set_text("zzzz")
    qtbot.waitUntil(screen.none.isVisible)
    assert screen.none.text() == "No tag by that name."
    assert screen.entry.tag is None


def test_uses_are_counted_and_lead_to_the_stories(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, desk.tag_id("D1"))
    qtbot.waitUntil(lambda: "Stories that have it" in words_on(screen.entry))
    assert "Used 1 time" in words_on(screen.entry)
    link = screen.entry.findChildren(StoryLink)[-1]
    link.click()
    assert desk.went == [("record", record)]


def test_a_decision_elsewhere_is_shown_and_the_same_tag_stays(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, desk.tag_id("D1"))
    desk.story()
    screen.refresh(frozenset({"suggestion"}))
    settle(qtbot, desk)
    assert screen.list.current_key() == desk.tag_id("D1")
    qtbot.waitUntil(lambda: "Used 1 time" in words_on(screen.entry))


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_control_has_a_name_and_nothing_is_cut(qtbot: QtBot, desk: Desk, scale: float) -> None:
    screen = opened(qtbot, desk, scale=scale)
    names = walk_names(screen)
    assert "Find a tag" in names
    qtbot.waitUntil(lambda: not cut(screen))


# the services beside it


def test_groups_keep_only_tags_with_all_the_words(desk: Desk) -> None:
    found = groups(desk.home, "trusted PLACE")
    assert [t.code for g in found for t, _ in g.tags] == ["D1"]
    assert groups(desk.home, "trusted zzzz") == ()


def test_a_group_counts_the_uses_of_its_tags(desk: Desk) -> None:
    desk.story()
    by_letter = {g.letter: g.uses for g in groups(desk.home)}
    assert (by_letter["D"], by_letter["A"], by_letter["B"]) == (1, 1, 0)


def test_a_tag_that_was_taken_off_no_longer_counts_as_standing(desk: Desk) -> None:
    record = desk.story()
    tag = desk.tag_id("D1")
    assert [r.id for r in with_the_same_tag(desk.home, tag)] == [record]
    assert with_the_same_tag(desk.home, tag, but=record) == ()
    suggestion = next(
        r.suggestion.id for r in review_tags.readings(desk.home, record) if r.suggestion.tag == tag
    )
    review_tags.decide(desk.home, suggestion, Choice.NOT_THIS_TAG, reason="no")
    assert with_the_same_tag(desk.home, tag) == ()


def test_another_story_of_the_same_person_is_found_by_the_code_only(desk: Desk) -> None:
    one, other = desk.story(title="One"), desk.story(title="Two")
    assert by_the_same_person(desk.home, one) == (), "two people told these"
    assert by_the_same_person(desk.home, other) == ()


def test_unknown_members_have_no_name(desk: Desk) -> None:
    assert names_of_members(desk.home, [desk.home.member, "nobody"]) == {desk.home.member: "Joan"}


@pytest.mark.parametrize(("uses", "words"), [(0, "Not used yet"), (1, "Used 1 time"), (9, "Used 9 times")])
def test_uses_are_said(uses: int, words: str) -> None:
    assert use_words(uses) == words


def test_an_entry_leaves_out_what_is_empty(desk: Desk) -> None:
    tag = next(t for t in codebook(desk.home) if t.code == "D1")
    assert [title for title, _ in entry_pairs(tag)] == ["What it means", "Use it for", "For example"]


def test_a_tag_that_is_not_used_any_more_says_since_when_why_and_what_it_is_now(
    qtbot: QtBot, desk: Desk
) -> None:
    old, merged, into = (desk.tag_id(code) for code in ("B5", "C10", "G1"))
    retire(desk.home, old, Why("agreed at the tag chat"))
    merge(desk.home, merged, into, Why("they look alike"))
    screen = opened(qtbot, desk, "")
    screen.retired = True
    screen.look_for("")
    settle(qtbot, desk)
    day = long(desk.home.today().isoformat())
    for tag, line in (
        (old, f"Since {day}. agreed at the tag chat"),
        (merged, f"Since {day} it is G1 Working together. they look alike"),
    ):
        screen.show_tag(tag)
        settle(qtbot, desk)
        qtbot.waitUntil(lambda: screen.entry.isVisible() and "Since" in words_on(screen.entry))
        assert line in words_on(screen.entry)
    undo(desk.home, history(desk.home)[-1].change.id)
    assert why_gone(desk.home, old) is None
