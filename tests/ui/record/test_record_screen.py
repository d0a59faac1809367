"""A record on a page of its own: what is shown, what may be done, and back to where one was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.media import Media
from ldp_stories.domain.records import Sensitivity, Status
from ldp_stories.services.bring_in_media import keep_media, look
from ldp_stories.services.edit_record import (
    add_passage,
    keep_closed,
    mark_ready,
    set_fields,
    write_observation,
)
from ldp_stories.ui.record.changed_mind import ChangedMindPage
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.record.record_words import papers_words
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, WORDS, Desk, story, view_of


@pytest.fixture
def record(desk: Desk, voice: Path) -> str:
    return story(desk.home, title="Tea and bulbs", sound=voice, marks=[900])


@pytest.fixture
def screen(desk: Desk, record: str) -> RecordScreen:
    made = RecordScreen(desk.context, record)
    desk.show(made)
    return made


def test_title_sentence_consent_and_words_are_there(screen: RecordScreen) -> None:
    assert screen.title == "Tea and bulbs"
    said = words_on(screen)
    assert "Story told 10 May" in said
    assert "Voice" in said
    assert screen.reading.text.text() == WORDS
    assert screen.heading.hasFocus()


def test_the_side_says_teller_place_state_and_notes(desk: Desk, screen: RecordScreen, record: str) -> None:
    said = words_on(screen)
    assert view_of(desk.home, record).participants[0].code in said
    assert "Draft" in said
    assert "A marked moment" in said
    assert "00:00" in said


def test_a_story_that_is_not_here_says_so_and_lets_one_go_back(desk: Desk) -> None:
    screen = RecordScreen(desk.context, "not an id")
    desk.show(screen)
    assert "This story is not here" in words_on(screen)
    button(screen, "Back").click()
    assert desk.left == 1


def test_opened_at_a_passage_it_is_set_apart(desk: Desk, record: str) -> None:
    layer = view_of(desk.home, record).words
    assert layer is not None
    start = WORDS.index(CURTAINS)
    first = add_passage(desk.home, record, layer=layer.id, start=0, end=4)
    wanted = add_passage(desk.home, record, layer=layer.id, start=start, end=start + 9)
    screen = RecordScreen(desk.context, (record, wanted))
    desk.show(screen)
    colors = {mark.start: mark.color for mark in screen.reading.text._marks}
    assert colors == {0: "mark2", start: "mark"}
    assert first != wanted


def open_page(screen: RecordScreen) -> ChangedMindPage | None:
    return screen.changing


def test_their_mind_is_changed_on_a_page_of_its_own_and_back_shows_it(
    desk: Desk, screen: RecordScreen, record: str
) -> None:
    button(screen, "They changed their mind").click()
    page = open_page(screen)
    assert page is not None
    who = view_of(desk.home, record).participants[0].id
    page.rows[who, "audio"].chosen.emit(["no"])
    button(screen, "Back to the story").click()
    assert open_page(screen) is None
    assert "Voice: no" in words_on(screen)
    assert view_of(desk.home, record).consents[0].answers["audio"] is Answer.NO
    assert screen.change.hasFocus()


def test_a_draft_goes_on_with_its_words(desk: Desk, screen: RecordScreen, record: str) -> None:
    button(screen, "Go on with the words").click()
    assert desk.went == [("conversation", ("words", record))]


def test_a_ready_story_can_be_a_draft_again(desk: Desk, record: str) -> None:
    mark_ready(desk.home, record)
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    button(screen, "Make it a draft again").click()
    assert view_of(desk.home, record).record.status is Status.DRAFT
    assert "Go on with the words" in words_on(screen)
    assert desk.told == ["It is a draft again."]


def test_a_story_can_be_kept_closed_and_then_says_so(desk: Desk, screen: RecordScreen, record: str) -> None:
    button(screen, "Keep this story closed").click()
    assert view_of(desk.home, record).record.sensitivity is Sensitivity.CLOSED
    assert "Closed: it is not sent" in words_on(screen)
    assert "Keep this story closed" not in words_on(screen)


def test_a_closed_story_is_not_gone_on_with(desk: Desk, record: str) -> None:
    keep_closed(desk.home, record)
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    assert "Go on with the words" not in words_on(screen)


def test_what_is_refused_stands_beside_the_button(
    desk: Desk, screen: RecordScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ldp_stories.errors import Refused
    from ldp_stories.services import edit_record

    def refuse(*_: object) -> None:
        raise Refused("NOT_YOUR_ROLE")

    monkeypatch.setattr(edit_record, "keep_closed", refuse)
    button(screen, "Keep this story closed").click()
    assert screen.trouble.isVisible()
    assert "Ask your coordinator" in screen.trouble.text()


def test_an_observation_has_no_mind_to_change(desk: Desk) -> None:
    screen = RecordScreen(desk.context, write_observation(desk.home, saw="A bench by the canal"))
    desk.show(screen)
    assert "They changed their mind" not in words_on(screen)
    assert screen.title.startswith("A bench")


def test_a_change_elsewhere_is_shown_and_another_is_passed_over(
    desk: Desk, screen: RecordScreen, record: str
) -> None:
    set_fields(desk.home, record, title="Bulbs and tea")
    screen.refresh(frozenset({"tag"}))
    assert screen.title == "Tea and bulbs"
    screen.refresh(frozenset({"record"}))
    assert screen.title == "Bulbs and tea"
    assert screen.heading.text() == "Bulbs and tea"


def test_alt_left_goes_back(desk: Desk, screen: RecordScreen) -> None:
    from PySide6.QtCore import Qt

    desk.key(screen, Qt.Key.Key_Left, alt=True)
    assert desk.left == 1


def test_leaving_stops_the_sound(desk: Desk, screen: RecordScreen) -> None:
    screen.leaving()
    assert screen.reading.link._sound is None


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(
    desk: Desk, record: str, scale: float, rtl: bool
) -> None:
    screen = RecordScreen(desk.context, record)
    desk.show(screen, scale=scale, rtl=rtl, size=(1106, 696))
    walk_names(screen)
    assert cut(screen) == []


def test_one_key_shows_where_the_story_comes_from_and_the_same_key_puts_it_away(
    desk: Desk, screen: RecordScreen, record: str
) -> None:
    assert not screen.chain.isVisible()
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    assert screen.chain.heading.hasFocus()
    facts = words_on(screen.chain)
    assert view_of(desk.home, record).participants[0].code in facts
    for words in ("Teller", "Kind", "Told", "Researcher", "Came with", "Made here", "Consent"):
        assert words in facts
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    assert not screen.chain.isVisible()


def test_the_chain_is_about_the_passage_that_is_set_apart(desk: Desk, record: str) -> None:
    layer = view_of(desk.home, record).layers[0]
    start = WORDS.index(CURTAINS)
    passage = add_passage(desk.home, record, layer=layer.id, start=start, end=start + len(CURTAINS))
    screen = RecordScreen(desk.context, (record, passage))
    desk.show(screen)
    screen.show_chain()
    assert CURTAINS in words_on(screen.chain)
    screen.chain.show_for("no such story", None)
    assert "is not" in words_on(screen.chain)


def test_the_state_is_the_one_of_the_list(desk: Desk, record: str) -> None:
    mark_ready(desk.home, record)
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    assert "Ready to send" in words_on(screen)


def test_a_paper_that_no_screen_can_show_is_said_to_be_kept(desk: Desk, tmp_path: Path) -> None:
    record = story(desk.home)
    before = RecordScreen(desk.context, record)
    desk.show(before)
    assert "Papers" not in words_on(before)
    for name in ("flyer.xyz", "list.xyz"):
        paper = tmp_path / name
        paper.write_bytes(b"\x00what nobody can open: " + name.encode())
        keep_media(desk.home, record, [look(paper)])
        screen = RecordScreen(desk.context, record)
        desk.show(screen)
        said = words_on(screen)
        assert "Papers" in said
        one = name == "flyer.xyz"
        kept = "1 is kept with it. It cannot" if one else "2 are kept with it. They cannot"
        assert f"{kept} be opened here." in said


def test_a_paper_that_is_still_to_come_is_counted_apart() -> None:
    gone = Media("m", "r", "file", "phone", 0, 0, 0, ())
    assert papers_words([gone, replace(gone, kind="photo")]) == "1 has not come yet."
    assert papers_words([]) == ""
