"""Send: how much, what stays, where to, the six words, and what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.records import Shown
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Cancelled, UserError
from ldp_stories.services.edit_record import correct_person, keep_closed, mark_ready, my_stories
from ldp_stories.services.home import Home
from ldp_stories.services.pack_bundle import Packed
from ldp_stories.services.recipients import recipients
from ldp_stories.services.start_home import join_programme, own_words
from ldp_stories.services.worth_sending import News
from ldp_stories.ui.record import ways as send_module
from ldp_stories.ui.record.story_link import StoryLink
from ldp_stories.ui.researcher.send import SendScreen
from ldp_stories.ui.researcher.send_words import stays_words, was_sent
from tests.services.homes import Clock, cheap_machine, found, pack_of
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


@pytest.fixture
def home(tmp_path: Path, clock: Clock) -> Iterator[Home]:
    """Amina, a researcher who joined Joan's programme from its file and is not let in yet."""
    joan = found(tmp_path / "joan", cheap_machine(tmp_path, clock))
    pack = pack_of(joan, tmp_path)
    joan.close()
    opened = join_programme(
        tmp_path / "amina",
        pack,
        cheap_machine(tmp_path, clock),
        name="Amina",
        passphrase=None,
        role=Role.RESEARCHER,
        words=None,
        label="Amina's laptop",
    )
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Home, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(home, qtbot)
    made.folder = tmp_path / "stick"
    made.folder.mkdir()
    yield made
    made.close()


@pytest.fixture
def ready(desk: Desk) -> str:
    record = story(desk.home)
    mark_ready(desk.home, record)
    return record


@pytest.fixture
def screen(desk: Desk, ready: str) -> SendScreen:
    made = SendScreen(desk.context)
    desk.show(made)
    return made


def first_word(desk: Desk) -> str:
    return recipients(desk.home)[0].words[0]


def test_before_any_story_the_wish_to_join_can_be_sent(desk: Desk) -> None:
    screen = SendScreen(desk.context)
    desk.show(screen)
    assert "Only your wish to join. No stories yet." in words_on(screen)


def test_nothing_ready_says_so_and_leads_to_the_stories(desk: Desk) -> None:
    screen = SendScreen(desk.context)
    desk.show(screen)
    screen._show(recipients(desk.home)[0], screen.plan, True)  # once one has been let in
    assert "Nothing is ready yet." in words_on(screen)
    button(screen, "See my stories").click()
    assert desk.went == [("stories", None)]


@pytest.mark.parametrize(
    ("news", "words"),
    [(News(wishes=1), "1 wish to take back."), (News(receipts=1), "An answer that their file came.")],
)
def test_a_wish_or_an_answer_goes_without_waiting_for_a_story(desk: Desk, news: News, words: str) -> None:
    screen = SendScreen(desk.context)
    desk.show(screen)
    assert screen.plan is not None
    screen._show(recipients(desk.home)[0], replace(screen.plan, news=news), True)
    said = words_on(screen)
    assert words in said
    assert "Nothing is ready yet." not in said
    assert button(screen, "Pack and copy").isVisible()


def test_who_gets_how_much_is_said_before_anything(screen: SendScreen) -> None:
    said = words_on(screen)
    assert "Send to Joan" in said
    assert "1 story" in said
    assert "Only Joan can open it." in said


def test_who_opens_it_is_shown_with_their_six_words_and_the_first_only_once_they_have_said_it(
    desk: Desk, screen: SendScreen
) -> None:
    (joan,) = recipients(desk.home)
    said = words_on(screen)
    assert "Coordinator" in said
    assert "Their six words" in said
    assert "\u2026 " + " ".join(joan.words[1:]) in said
    assert " ".join(joan.words) not in said
    planned = screen.plan
    assert planned is not None
    screen._show(joan, replace(planned, first_time=False), True)
    desk.until(lambda: " ".join(joan.words) in words_on(screen))


def test_what_stays_is_said_with_its_reason(desk: Desk, ready: str) -> None:
    keep_closed(desk.home, story(desk.home))
    story(desk.home)
    screen = SendScreen(desk.context)
    desk.show(screen)
    said = words_on(screen)
    assert "1 stays: it is closed." in said
    assert "1 stays: it is a draft." in said


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_a_story_that_an_age_shuts_says_what_it_waits_for_and_leads_there(
    desk: Desk, ready: str, scale: float, rtl: bool
) -> None:
    screen = SendScreen(desk.context)
    desk.show(screen, scale=scale, rtl=rtl, size=(1106, 690))
    desk.settle()
    assert not screen.young.isVisibleTo(screen)
    correct_person(desk.home, view_of(desk.home, ready).participants[0].id, age_band="11-15")
    screen.refresh(frozenset({"participant"}))
    desk.settle()
    assert "1 stays: somebody is under 16. A grown-up must say yes first" in words_on(screen)
    assert "no one said yes" not in words_on(screen)
    (link,) = screen.young.findChildren(StoryLink)
    assert "Under 16: a yes is missing" in words_on(link)
    walk_names(screen)
    desk.until(lambda: not cut(screen))
    link.clicked.emit()
    assert desk.went == [("record", ready)]


def test_somebody_not_let_in_yet_reads_out_their_own_words(desk: Desk, screen: SendScreen) -> None:
    assert "Read these six words to them" in words_on(screen)
    assert "  ".join(own_words(desk.home)) in words_on(screen)


def test_the_first_time_their_first_word_is_asked_for(desk: Desk, screen: SendScreen) -> None:
    assert "Ask for their six words. Type the first." in words_on(screen)
    desk.key(screen, Qt.Key.Key_Return, ctrl=True)
    assert "Type the first of their six words. Nothing has left this laptop." in words_on(screen)
    assert screen.word.edit.hasFocus()
    assert desk.folder is not None
    assert list(desk.folder.iterdir()) == []


def test_a_wrong_word_sends_nothing(desk: Desk, screen: SendScreen) -> None:
    desk.type(screen.word, "umbrella?")
    screen.go_on.click()
    desk.settle()
    assert screen.word_field.trouble.isVisible()
    assert screen.go_on.isEnabled()
    assert desk.folder is not None
    assert list(desk.folder.iterdir()) == []


def test_packed_and_copied_it_says_what_to_do_next(desk: Desk, screen: SendScreen, ready: str) -> None:
    desk.type(screen.word, first_word(desk).upper())
    desk.key(screen, Qt.Key.Key_Return, ctrl=True)
    desk.settle()
    said = words_on(screen)
    assert "Copied and checked. You can take the stick out." in said
    assert "It counts as received when Joan’s answer comes back." in said
    assert desk.folder is not None
    assert len(list(desk.folder.iterdir())) == 1
    (row,) = my_stories(desk.home).rows
    assert (row.id, row.shown) == (ready, Shown.PACKED)


def test_what_is_packed_is_not_offered_like_something_new(desk: Desk, screen: SendScreen) -> None:
    waits = "All of it is packed, and waits for the answer of Joan."
    assert waits not in words_on(screen)
    assert (screen.go_on.text(), screen.go_on.kind) == ("Pack and copy", "primary")
    desk.type(screen.word, first_word(desk))
    screen.go_on.click()
    desk.settle()
    for one in (screen, SendScreen(desk.context)):
        desk.show(one)
        assert waits in words_on(one)
        assert (one.go_on.text(), one.go_on.kind) == ("Pack it again", "secondary")
    mark_ready(desk.home, story(desk.home))
    again = SendScreen(desk.context)
    desk.show(again)
    assert waits not in words_on(again)
    assert (again.go_on.text(), again.go_on.kind) == ("Pack and copy", "primary")


def test_the_second_time_no_word_is_asked_for(desk: Desk, screen: SendScreen) -> None:
    desk.type(screen.word, first_word(desk))
    screen.go_on.click()
    desk.settle()
    mark_ready(desk.home, story(desk.home))
    again = SendScreen(desk.context)
    desk.show(again)
    assert not again.first.isVisible()
    again.go_on.click()
    desk.settle()
    assert again.result.isVisible()


def test_leaving_the_choice_of_folder_changes_nothing(desk: Desk, screen: SendScreen) -> None:
    desk.folder = None
    desk.type(screen.word, first_word(desk))
    screen.go_on.click()
    assert not screen.working
    assert screen.go_on.isEnabled()


@pytest.mark.parametrize(("way", "profile"), [("stick", "stick"), ("folder", "network"), ("mail", "mail")])
def test_the_way_decides_how_the_sound_goes(
    desk: Desk, screen: SendScreen, monkeypatch: pytest.MonkeyPatch, way: str, profile: str
) -> None:
    asked: list[str] = []

    def packed(_: Home, __: str, folder: Path, *, profile: str, **___: object) -> Packed:
        asked.append(profile)
        return Packed((folder / "a.ldp-bundle",), ("b",), 1, 0, 10)

    monkeypatch.setattr(send_module, "pack", packed)
    screen.way.set_value([way])
    screen.way.chosen.emit([way])
    desk.settle()
    desk.type(screen.word, first_word(desk))
    screen.go_on.click()
    desk.settle()
    assert asked == [profile]


def test_a_stick_that_came_out_is_said_and_can_be_tried_again(
    desk: Desk, screen: SendScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> Packed:
        raise UserError("READ_BACK_FAILED")

    monkeypatch.setattr(send_module, "pack", gone)
    desk.type(screen.word, first_word(desk))
    screen.go_on.click()
    desk.settle()
    assert screen.trouble.isVisible()
    assert "Your stories are safe here." in screen.trouble.label.text()
    assert screen.go_on.isEnabled()


def test_stopping_says_that_nothing_left(
    desk: Desk, screen: SendScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> Packed:
        raise Cancelled

    monkeypatch.setattr(send_module, "pack", stopped)
    desk.type(screen.word, first_word(desk))
    screen.go_on.click()
    desk.settle()
    assert desk.told[-1] == "Stopped. Parts that are whole stay; the rest can be carried on."
    assert screen.go_on.isEnabled()


def test_what_is_shown_is_read_again_when_something_changes(desk: Desk, screen: SendScreen) -> None:
    mark_ready(desk.home, story(desk.home))
    screen.refresh(frozenset({"record"}))
    desk.settle()
    assert "2 stories" in words_on(screen)


@pytest.mark.parametrize(
    ("stays", "words"),
    [
        ({}, ""),
        ({"closed": 1}, "1 stays: it is closed."),
        ({"draft": 3}, "3 stay: they are drafts."),
        ({"no_permission": 2, "draft": 1}, "1 stays: it is a draft.\n2 stay: no one said yes to them."),
        (
            {"under_16": 1, "no_permission": 1},
            "1 stays: somebody is under 16. A grown-up must say yes first, and then they themselves.\n1 stays: no one said yes to it.",
        ),
        ({"taken_back": 1, "held": 0}, "1 stays: it was taken back."),
    ],
)
def test_each_reason_to_stay_has_its_line(stays: dict[str, int], words: str) -> None:
    assert stays_words(stays) == words


def test_what_was_sent_by_mail_names_the_file_to_add() -> None:
    packed = Packed((Path("/tmp/one.ldp-bundle"), Path("/tmp/two.ldp-bundle")), ("b",), 1, 0, 10)
    words = was_sent(packed, "mail", "Joan")
    assert "2 files are packed and checked. Send each in a mail of its own. All of them are needed." in words
    assert "Joan’s answer" in words
    assert "stick" not in was_sent(packed, "folder", "Joan")


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, ready: str, scale: float, rtl: bool) -> None:
    screen = SendScreen(desk.context)
    desk.show(screen, scale=scale, rtl=rtl, size=(1106, 690))
    walk_names(screen)
    desk.until(lambda: not cut(screen))
