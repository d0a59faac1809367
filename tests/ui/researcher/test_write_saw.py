"""Write what I saw: three boxes kept apart, half-typed words that survive, ready or a draft."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.records import RecordKind, Status
from ldp_stories.services.find_place import places_for
from ldp_stories.services.keep_answers import keep_saw, saw_typed
from ldp_stories.services.my_stories import my_stories
from ldp_stories.ui.researcher import write_saw
from ldp_stories.ui.researcher.from_phone import FromPhoneScreen
from ldp_stories.ui.researcher.write_saw import WriteSawScreen
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, view_of


@pytest.fixture
def screen(desk: Desk) -> WriteSawScreen:
    made = WriteSawScreen(desk.context)
    desk.show(made)
    return made


def written(desk: Desk) -> list[str]:
    return [row.id for row in my_stories(desk.home).rows]


def test_seen_heard_and_wondered_stay_apart(desk: Desk, screen: WriteSawScreen) -> None:
    said = words_on(screen)
    assert [w for w in ("I saw", "I heard", "I wondered") if w in said] == ["I saw", "I heard", "I wondered"]
    assert "No names." in said


def test_by_key_it_is_written_and_ready(desk: Desk, screen: WriteSawScreen) -> None:
    place = places_for(desk.home)[0]
    screen.place.chosen.emit(place.id)
    screen.place.set_value(place.id)
    desk.type(screen.editors["saw"], "A bench by the canal.")
    desk.type(screen.editors["heard"], "Mind the steps.")
    desk.type(screen.editors["wondered"], "Who put it there?")
    desk.key(screen, Qt.Key.Key_Return, ctrl=True)
    (record,) = written(desk)
    view = view_of(desk.home, record)
    assert view.record.kind is RecordKind.OBSERVATION
    assert view.record.status is Status.READY
    assert view.layers[0].text == "A bench by the canal.\n\nMind the steps.\n\nWho put it there?"
    assert view.participants == ()
    assert desk.went == [("stories", None)]


def test_a_draft_needs_no_place(desk: Desk, screen: WriteSawScreen) -> None:
    desk.type(screen.editors["saw"], "A bench")
    button(screen, "Keep as a draft").click()
    (record,) = written(desk)
    assert view_of(desk.home, record).record.status is Status.DRAFT
    assert desk.told[-1] == "Kept as a draft."


def test_photos_are_brought_in_for_what_was_written_which_becomes_a_draft(
    desk: Desk, screen: WriteSawScreen
) -> None:
    button(screen, "Add photos from my phone").click()
    assert "Write a line first. A short one is enough." in words_on(screen)
    assert desk.went == []
    desk.type(screen.editors["saw"], "Bulbs along the path.")
    button(screen, "Add photos from my phone").click()
    (record,) = written(desk)
    assert desk.went == [("from_phone", record)]
    assert view_of(desk.home, record).record.status is Status.DRAFT
    assert saw_typed(desk.home) == {}
    phone = FromPhoneScreen(desk.context, record)
    desk.show(phone)
    assert phone.story.value() == record


def test_what_is_missing_is_said_to_a_reader_too(
    desk: Desk, screen: WriteSawScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, bool]] = []
    monkeypatch.setattr(
        write_saw, "announce", lambda _, words, *, assertive=False: said.append((words, assertive))
    )
    desk.type(screen.editors["saw"], "A bench")
    screen.ready.click()
    assert said == [("One thing left: say where it was.", True)]


def test_ready_asks_for_the_place_and_keeps_what_was_typed(desk: Desk, screen: WriteSawScreen) -> None:
    desk.type(screen.editors["saw"], "A bench")
    screen.ready.click()
    assert "One thing left: say where it was." in words_on(screen)
    assert screen.place.hasFocus()
    assert written(desk) == []
    assert saw_typed(desk.home)["saw"] == "A bench"


def test_nothing_written_is_asked_for_beside_the_first_box(desk: Desk, screen: WriteSawScreen) -> None:
    screen.ready.click()
    assert "Write a line first. A short one is enough." in words_on(screen)
    assert screen.editors["saw"].edit.hasFocus()
    assert written(desk) == []


def test_typing_is_in_the_desk_file_within_a_moment(desk: Desk, screen: WriteSawScreen) -> None:
    desk.type(screen.editors["heard"], "Mind")
    desk.until(lambda: saw_typed(desk.home) == {"heard": "Mind"})


def test_half_typed_words_are_there_again(desk: Desk) -> None:
    keep_saw(desk.home, "wondered", "who")
    keep_saw(desk.home, "place", places_for(desk.home)[1].id)
    made = WriteSawScreen(desk.context)
    desk.show(made)
    assert made.editors["wondered"].text() == "who"
    assert made.place.shown() == places_for(desk.home)[1].name


def test_what_was_written_is_not_half_typed_any_more(desk: Desk, screen: WriteSawScreen) -> None:
    desk.type(screen.editors["saw"], "A bench")
    desk.type(screen.name, "Canal")
    button(screen, "Keep as a draft").click()
    assert saw_typed(desk.home) == {}
    again = WriteSawScreen(desk.context)
    desk.show(again)
    assert again.editors["saw"].text() == ""
    assert view_of(desk.home, written(desk)[0]).title == "Canal"


def test_back_keeps_what_was_typed(desk: Desk, screen: WriteSawScreen) -> None:
    desk.type(screen.editors["saw"], "Half")
    desk.key(screen, Qt.Key.Key_Left, alt=True)
    screen.leaving()
    assert desk.left == 1
    assert saw_typed(desk.home) == {"saw": "Half"}


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    made = WriteSawScreen(desk.context)
    desk.show(made, scale=scale, rtl=rtl, size=(1106, 690))
    walk_names(made)
    desk.until(lambda: not cut(made))
