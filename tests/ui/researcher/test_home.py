"""Home: start, go on, hear back, and whether this laptop is ready."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ldp_stories.services import own_care
from ldp_stories.services.conversation import Conversation
from ldp_stories.services.edit_record import Heard, mark_ready
from ldp_stories.services.my_stories import HomeSummary
from ldp_stories.services.record_encounter import begin
from ldp_stories.ui.researcher import home_cards
from ldp_stories.ui.researcher.heard_words import heard_icon, heard_line, heard_words
from ldp_stories.ui.researcher.home import HomeScreen, first_name, greeting
from ldp_stories.ui.widgets.scroll import Scroll
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, pretend, story, talk_with


@pytest.fixture(autouse=True)
def one_microphone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_cards, "microphones", lambda _: ("Built-in microphone",))


def summary(**facts: object) -> HomeSummary:
    known: dict[str, object] = {
        "name": "Amina", "programme": "Larkside", "practice": True, "stories": (), "drafts": 0, "ready": 0, "heard": 0,
        "questions": 0, "packed": 0, "closed": 0, "total": 7, "coordinator": "Joan",
        "conversations": (), "minutes": 1860, "battery": 62, "admitted": True, "recovery_tested": "",
    }  # fmt: skip
    return HomeSummary(**{**known, **facts})  # type: ignore[arg-type]


def heard(kind: str = "question", **facts: object) -> Heard:
    known: dict[str, object] = {
        "kind": kind, "record": "r", "title": "Tea and bulbs", "text": "Did she say why?", "quote": "", "by": "Joan",
        "on": "2026-05-10", "tag_from": "D1 Trusted person", "tag_to": "B7 A space that suits us", "reason": "",
        "comment": "c", "answered": False,
    }  # fmt: skip
    return Heard(**{**known, **facts})  # type: ignore[arg-type]


def shown(desk: Desk, **look: object) -> HomeScreen:
    made = HomeScreen(desk.context)
    desk.show(made, **look)  # type: ignore[arg-type]
    return made


@pytest.mark.parametrize(
    ("hour", "words"),
    [(8, "Good morning, Amina"), (12, "Good afternoon, Amina"), (19, "Good evening, Amina")],
)
def test_a_person_is_greeted_by_the_time_of_day(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 5, 21, hour, tzinfo=UTC), "Amina") == words


def test_a_person_is_called_by_their_first_name() -> None:
    assert first_name("Amina Khan") == "Amina"
    assert first_name("") == "friend"


def test_home_starts_with_one_thing_to_do(desk: Desk) -> None:
    screen = shown(desk)
    said = words_on(screen)
    assert "Good morning, Amina" in said
    assert "Start a conversation" in said
    assert "It works with no internet." in said
    assert screen.heading.hasFocus()
    desk.key(screen, Qt.Key.Key_N, ctrl=True)
    assert desk.went == [("new", None)]


def test_with_no_story_yet_home_says_what_will_be_here(desk: Desk) -> None:
    screen = shown(desk)
    assert "Your first story will be here. Try one in practice." in words_on(screen)
    assert not screen.all.isVisible()


def test_the_newest_stories_are_there_with_their_state(desk: Desk) -> None:
    told = [story(desk.home, title=f"Story {number}") for number in range(4)]
    for record in told[2:]:  # of any three, one is ready and one is not: they were told in the same second
        mark_ready(desk.home, record)
    screen = shown(desk)
    rows = [screen.model.row(at) for at in range(screen.model.rowCount())]
    assert len(rows) == 3
    assert {r.state for r in rows if r} == {"Ready to send", "Draft: add the words"}
    assert screen.all.text() == "See all 4"


def test_enter_opens_a_story(desk: Desk) -> None:
    record = story(desk.home, title="Tea and bulbs")
    screen = shown(desk)
    screen.list.setFocus()
    screen.list.set_current_key(record)
    desk.key(screen, Qt.Key.Key_Return)
    assert desk.went == [("record", record)]


def test_all_stories_and_writing_what_one_saw_are_one_press_away(desk: Desk) -> None:
    story(desk.home)
    screen = shown(desk)
    button(screen, "See all 1").click()
    button(screen, "Write what I saw").click()
    assert desk.went == [("stories", None), ("write_saw", None)]


def test_a_conversation_that_was_open_is_offered_again(desk: Desk) -> None:
    talk = talk_with(desk.home)
    screen = shown(desk)
    assert "You were in a conversation." in screen.resume.label.text()
    button(screen, "Go on").click()
    assert desk.went == [("recovered", talk)]


def test_neither_an_untouched_nor_a_running_conversation_is_offered(desk: Desk) -> None:
    begin(desk.home)
    assert not shown(desk).resume.isVisible()
    pretend(desk, talk_with(desk.home))
    assert not shown(desk).resume.isVisible()


def test_a_new_story_shows_when_it_is_written(desk: Desk) -> None:
    screen = shown(desk)
    story(desk.home, title="Tea and bulbs")
    screen.refresh(frozenset({"record"}))
    desk.settle()
    row = screen.model.row(0)
    assert row is not None
    assert row.title == "Tea and bulbs"


def test_a_laptop_with_everything_is_ready(desk: Desk) -> None:
    screen = shown(desk)
    screen.laptop.show_summary(summary())
    said = words_on(screen.laptop)
    for words in ("This laptop is ready", "Microphone found", "Room for 31 hours of sound", "Battery 62 %"):
        assert words in said


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"battery": 9}, "Battery 9 %\nPlug in, or keep it short."),
        ({"minutes": 40}, "Room for 40 minutes of sound\nSend some stories to make room."),
    ],
)
def test_what_runs_low_is_said_with_what_to_do(desk: Desk, facts: dict[str, object], words: str) -> None:
    screen = shown(desk)
    screen.laptop.show_summary(summary(**facts))
    assert words in words_on(screen.laptop)
    assert "Look before you start" in words_on(screen.laptop)
    screen.laptop.show_summary(summary())
    assert "This laptop is ready" in words_on(screen.laptop)


def test_no_microphone_is_no_reason_not_to_talk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(home_cards, "microphones", lambda _: ())
    screen = shown(desk)
    assert "No microphone found" in words_on(screen.laptop)
    assert "Notes are just as good." in words_on(screen.laptop)


def test_on_the_mains_no_battery_is_counted(desk: Desk) -> None:
    screen = shown(desk)
    screen.laptop.show_summary(summary(battery=None))
    assert "Power is fine" in words_on(screen.laptop)


def test_an_open_question_is_asked_on_home(desk: Desk) -> None:
    screen = shown(desk)
    screen.heard.show_heard((heard(), heard("thanks", text="Thank you")))
    said = words_on(screen.heard)
    assert "“Did she say why?”" in said
    assert "Joan, 10 May, about “Tea and bulbs”" in said
    button(screen.heard, "Answer 1 question").click()
    assert desk.went == [("heard", None)]


def test_nothing_heard_yet_is_said_kindly(desk: Desk) -> None:
    screen = shown(desk)
    assert "Nothing yet." in words_on(screen.heard)
    assert not screen.heard.answer.isVisible()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("thanks", "“Did she say why?”"),
        ("accepted", "Joan sees D1 Trusted person there too."),
        ("changed", "Joan reads it as B7 A space that suits us, where you said D1 Trusted person."),
        (
            "differ",
            "You see D1 Trusted person there, Joan sees B7 A space that suits us. Both are kept.",
        ),
        ("not this tag", "Joan would leave D1 Trusted person out here."),
        ("wish left", "Joan looked at what you asked to take back, and did not do it."),
    ],
)
def test_what_became_of_a_tag_is_said_without_blame(kind: str, words: str) -> None:
    assert heard_words(heard(kind)) == words
    assert heard_icon(heard(kind))


def test_thanks_about_no_one_story_name_none() -> None:
    assert heard_line(heard("thanks", title="", record="")) == "Joan, 10 May"


def test_with_large_text_only_the_ways_to_start_are_at_the_top(desk: Desk) -> None:
    screen = shown(desk, scale=2.0)
    assert not screen.start.picture.isVisible()
    assert not screen.laptop.lines.isVisible()
    button(screen, "More ways").click()
    assert screen.start.write.hasFocus()
    button(screen, "See").click()
    assert screen.laptop.lines.isVisible()


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    story(desk.home)
    screen = shown(desk, scale=scale, rtl=rtl, size=(1106, 690))
    walk_names(screen)
    desk.until(lambda: not cut(screen))


def test_a_conversation_value_without_anything_is_untouched() -> None:
    from dataclasses import replace

    from ldp_stories.services.drop_untouched import is_untouched

    bare = Conversation("id", "person", "LT-4HN7-KQY", "2026-05-10T09:30:00Z")
    assert is_untouched(bare)
    assert not is_untouched(replace(bare, said_first=True))
    assert not is_untouched(replace(bare, place="somewhere"))


def test_lines_above_take_the_room_of_a_row_and_never_that_of_a_button(desk: Desk) -> None:
    for at in range(4):
        story(desk.home, title=f"Story {at}")
    screen = HomeScreen(desk.context)
    desk.show(screen, size=(1366, 728))
    desk.until(lambda: screen.model.rowCount() == 3)
    talk_with(desk.home)
    own_care.note_heavy(desk.home)
    screen.refresh(frozenset())
    desk.until(lambda: screen.resume.isVisible() and screen.care.isVisible())
    desk.until(lambda: screen.model.rowCount() == 1)
    assert screen.all.isVisible()
    assert screen.all.mapTo(screen, screen.all.rect().bottomRight()).y() < screen.height()
    screen.resize(1366, 1000)
    desk.until(lambda: screen.model.rowCount() == 3)


def test_who_names_no_other_tag_still_sees_it_differently() -> None:
    words = heard_words(heard("differ", tag_to=""))
    assert words == "You and Joan see D1 Trusted person differently. Both are kept."


@pytest.mark.parametrize(("wide", "picture"), [(1200, False), (1280, False), (1344, False), (1366, True)])
def test_the_picture_gives_way_before_anything_is_cut(desk: Desk, wide: int, picture: bool) -> None:
    """Beside the rail, in windows between the narrowest with a side column and that of a usual laptop."""
    window = QWidget()
    box = QHBoxLayout(window)
    box.setContentsMargins(260, 0, 0, 40)
    box.setSpacing(0)
    screen = HomeScreen(desk.context)
    box.addWidget(screen)
    desk.show(window, size=(wide, 768))
    area = screen.findChild(Scroll)
    inside = area.widget() if area is not None else None
    assert area is not None
    assert inside is not None
    desk.until(lambda: inside.width() <= area.viewport().width())
    assert screen.start.picture.isVisible() is picture
    desk.until(lambda: cut(screen) == [])
