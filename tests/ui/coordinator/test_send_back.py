"""Send back: each gets only what is for them; what stays is said; the first word is asked; nothing leaves without a folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services import hear_back, walk_round
from ldp_stories.services.edit_record import my_stories
from ldp_stories.services.pack_bundle import Packed
from ldp_stories.services.plan_bundle import SendPlan
from ldp_stories.services.recipients import Recipient, recipients
from ldp_stories.services.worth_sending import News
from ldp_stories.ui.coordinator.send_back import SendBackScreen
from ldp_stories.ui.coordinator.send_back_words import (
    how_much,
    sent_words,
    short_words,
    stays_words,
    what_words,
    who_words,
)
from ldp_stories.ui.researcher.send_words import how_much as researcher_words
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.round import Round, bundles
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.helpers import button, cut, dressed, walk_names, words_on


def opened(qtbot: QtBot, desk: Desk, what: str = "", **dress: object) -> SendBackScreen:
    """The screen, shown, once it has counted."""
    screen = SendBackScreen(desk.context, what)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700), **dress)  # type: ignore[arg-type]
    settle(qtbot, desk)
    return screen


@pytest.fixture
def reviewed(trip: Round) -> Round:
    """Amina and Priya are in; Amina's story is reviewed, thanked for and released; the stick is empty but for old files."""
    record = trip.let_in("amina", Role.RESEARCHER)
    trip.let_in("priya", Role.EVALUATOR)
    walk_round.review(trip.desk.home, record)
    out = trip.desk.folder / "out"
    out.mkdir()
    trip.stick = out
    trip.desk.context = replace(trip.desk.context, pick_folder=lambda _: out)
    return trip


def first_word(trip: Round, name: str) -> str:
    """The first of somebody's six words, as they would say it."""
    return next(r.words[0] for r in recipients(trip.desk.home) if name in r.name)


def choose(screen: SendBackScreen, name: str) -> None:
    """Press the card of somebody."""
    key = next(k for k, p in screen.plans.items() if name in p.to.name)
    screen.people[key].click()


def test_without_anybody_the_way_to_the_programme_is_shown(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert "Nobody is in the programme yet." in words_on(screen)
    button(screen, "Go to the programme").click()
    assert desk.went == [("programme", None)]


def test_everybody_is_listed_with_what_is_for_them(qtbot: QtBot, reviewed: Round) -> None:
    screen = opened(qtbot, reviewed.desk)
    qtbot.waitUntil(lambda: "Evaluators: Priya, 1 story, for the first time" in walk_names(screen))
    assert "Amina, 1 story, for the first time" in walk_names(screen)


def test_a_researcher_gets_news_and_an_evaluator_stories_with_sound(qtbot: QtBot, reviewed: Round) -> None:
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Amina")
    assert screen.card.much.text() == "News about 1 story."
    assert screen.card.only.text() == "Only Amina can open it."
    choose(screen, "Priya")
    assert screen.card.much.text().startswith("1 story, 1 recording, ")


def test_what_is_not_released_stays_and_is_counted(qtbot: QtBot, reviewed: Round) -> None:
    reviewed.tell("amina")
    pending = reviewed.send("amina")
    from ldp_stories.services.import_bundle import take_in

    take_in(reviewed.desk.home, pending)
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Priya")
    qtbot.waitUntil(lambda: "1 stays: you have not released it yet." in words_on(screen.card))


def test_the_first_time_their_first_word_is_needed(qtbot: QtBot, reviewed: Round) -> None:
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Priya")
    before = bundles(reviewed.stick)
    qtbot.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert (
        "Type the first of their six words. Nothing has left this laptop." in screen.card.first.trouble.text()
    )
    assert screen.card.word.edit.hasFocus()
    screen.card.word.set_text("aardvark")
    screen.card.press()
    settle(qtbot, reviewed.desk)
    assert bundles(reviewed.stick) == before
    assert screen.card.first.trouble.text()


def test_pack_and_copy_writes_the_file_and_says_what_to_do_next(qtbot: QtBot, reviewed: Round) -> None:
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Priya")
    qtbot.keyClicks(screen.card.word.edit, first_word(reviewed, "Priya"))
    qtbot.keyClick(screen.card.word.edit, Qt.Key.Key_Return)
    settle(qtbot, reviewed.desk)
    assert len(bundles(reviewed.stick)) == 1
    assert "Copied and checked. You can take the stick out." in screen.card.answer.label.text()
    assert "Priya" in screen.card.answer.label.text()
    assert reviewed.desk.told
    reviewed.receive("priya")
    assert len(my_stories(reviewed.homes["priya"]).rows) == 1


def test_a_researcher_hears_back_what_was_decided_and_why(qtbot: QtBot, reviewed: Round) -> None:
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Amina")
    screen.card.word.set_text(first_word(reviewed, "Amina"))
    screen.card.go_on.click()
    settle(qtbot, reviewed.desk)
    reviewed.receive("amina")
    heard = {h.kind: h for h in hear_back.hearing_back(reviewed.homes["amina"])}
    assert heard["thanks"].text == walk_round.THANKS
    assert heard["changed"].reason == walk_round.REASON


def test_until_the_answer_comes_back_it_may_be_sent_again_without_asking_for_the_word(
    qtbot: QtBot, reviewed: Round
) -> None:
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Priya")
    screen.card.word.set_text(first_word(reviewed, "Priya"))
    screen.card.go_on.click()
    settle(qtbot, reviewed.desk)
    assert not screen.plans["evaluators"].empty, "it counts as received only when the answer comes"
    assert not screen.card.first.isVisible()
    assert "waits for the answer of Priya" in words_on(screen.card)
    assert "Packed, waits for an answer" in words_on(screen)
    assert (screen.card.go_on.text(), screen.card.go_on.kind) == ("Pack it again", "secondary")
    screen.card.go_on.click()
    settle(qtbot, reviewed.desk)
    assert len(bundles(reviewed.stick)) == 2


def test_without_a_folder_nothing_leaves(qtbot: QtBot, reviewed: Round) -> None:
    reviewed.desk.context = replace(reviewed.desk.context, pick_folder=lambda _: None)
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Priya")
    screen.card.word.set_text(first_word(reviewed, "Priya"))
    screen.card.go_on.click()
    assert not screen.working
    assert not bundles(reviewed.stick)


def test_a_stick_that_came_out_says_so_and_nothing_counts_as_sent(
    qtbot: QtBot, reviewed: Round, tmp_path: Path
) -> None:
    reviewed.desk.context = replace(reviewed.desk.context, pick_folder=lambda _: tmp_path / "gone")
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Priya")
    screen.card.word.set_text(first_word(reviewed, "Priya"))
    screen.card.go_on.click()
    settle(qtbot, reviewed.desk)
    assert screen.card.trouble.isVisible()
    assert not screen.plans["evaluators"].empty


def test_another_person_starts_with_an_empty_word(qtbot: QtBot, reviewed: Round) -> None:
    screen = opened(qtbot, reviewed.desk)
    choose(screen, "Priya")
    screen.card.word.set_text("something")
    choose(screen, "Amina")
    assert not screen.card.word.text()


def test_the_way_is_always_one_of_three(qtbot: QtBot, reviewed: Round) -> None:
    screen = opened(qtbot, reviewed.desk)
    assert (screen.card.way, screen.card.profile) == ("stick", "stick")
    button(screen.card.way_row, "Stick").click()
    assert screen.card.way == "stick"
    button(screen.card.way_row, "Folder").click()
    settle(qtbot, reviewed.desk)
    assert screen.card.profile == "network"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_words_are_cut(qtbot: QtBot, reviewed: Round, scale: float) -> None:
    screen = opened(qtbot, reviewed.desk, scale=scale)
    qtbot.waitUntil(lambda: not cut(screen))


# the words


def someone(role: Role, name: str = "Priya") -> Recipient:
    """An addressee."""
    return Recipient("key", name, role, ("one",) * 6, True, "", "key", ("device",), ("age1",))


def planned(
    role: Role, stories: int, recordings: int = 0, size: int = 14_000_000, *, empty: bool = False
) -> SendPlan:
    """A plan."""
    lines = () if empty else ("line",)
    return SendPlan(someone(role), "stick", stories, recordings, size, {}, True, (), lines, (), ())


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (planned(Role.EVALUATOR, 3, 2), "3 stories, 2 recordings, 14 MB."),
        (planned(Role.EVALUATOR, 1, 1), "1 story, 1 recording, 14 MB."),
        (planned(Role.EVALUATOR, 1, 0, 900), "1 story, 900 bytes."),
        (planned(Role.RESEARCHER, 2), "News about 2 stories."),
        (planned(Role.RESEARCHER, 1), "News about 1 story."),
        (planned(Role.RESEARCHER, 0), "A few words."),
        (
            planned(Role.EVALUATOR, 0, empty=True),
            "Nothing new. A newer programme file may still go.",
        ),
        (
            replace(planned(Role.RESEARCHER, 0, empty=True), news=News(wishes=1, receipts=2)),
            "1 wish to take back, an answer that their file came.",
        ),
        (
            replace(planned(Role.RESEARCHER, 1), news=News(wishes=2)),
            "News about 1 story, 2 wishes to take back.",
        ),
        (
            replace(planned(Role.EVALUATOR, 1, 0, 900), news=News(wishes=1)),
            "1 story, 1 wish to take back, 900 bytes.",
        ),
        (
            replace(planned(Role.EVALUATOR, 0, empty=True), news=News(cleared=3)),
            "Word of what was cleared away.",
        ),
    ],
)
def test_how_much_goes_is_said(plan: SendPlan, words: str) -> None:
    assert how_much(plan) == words


@pytest.mark.parametrize(
    ("stories", "told", "words"),
    [
        (0, 1, "news of 1 story that is closed or away, 900 bytes."),
        (2, 3, "2 stories, news of 3 stories that are closed or away, 900 bytes."),
    ],
)
def test_news_of_stories_that_are_closed_is_said_too(stories: int, told: int, words: str) -> None:
    plan = replace(planned(Role.EVALUATOR, stories, 0, 900), told=told)
    assert how_much(plan) == words
    assert researcher_words(plan) == words


@pytest.mark.parametrize(
    ("stories", "words"),
    [
        (0, "what you tell them of yourself, 900 bytes."),
        (1, "1 story, what you tell them of yourself, 900 bytes."),
    ],
)
def test_what_a_researcher_tells_of_themselves_is_said_before_it_goes(stories: int, words: str) -> None:
    plan = replace(planned(Role.COORDINATOR, stories, 0, 900), of_oneself=True)
    assert researcher_words(plan) == words


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (planned(Role.EVALUATOR, 3), "3 stories"),
        (planned(Role.RESEARCHER, 1), "1 story"),
        (planned(Role.RESEARCHER, 0), "A few words"),
        (planned(Role.EVALUATOR, 0, empty=True), "Nothing new"),
        (replace(planned(Role.EVALUATOR, 0, empty=True), news=News(wishes=2)), "2 wishes to take back"),
    ],
)
def test_the_list_says_it_shortly(plan: SendPlan, words: str) -> None:
    assert short_words(plan) == words


@pytest.mark.parametrize(
    ("stays", "words"),
    [
        ({"closed": 1}, ["1 stays: it is closed."]),
        ({"closed": 2}, ["2 stay: they are closed."]),
        (
            {"no_permission": 1, "not_released": 4},
            ["1 stays: the person did not agree to it.", "4 stay: you have not released them yet."],
        ),
        ({"taken_back": 1}, ["1 stays: it was taken back."]),
        ({"draft": 2, "held": 1}, ["2 stay: they are drafts.", "1 stays: it waits."]),
        ({"closed": 0}, []),
        ({}, []),
    ],
)
def test_what_stays_is_said_with_its_reason(stays: dict[str, int], words: list[str]) -> None:
    assert stays_words(stays) == words


@pytest.mark.parametrize(
    ("role", "who", "what"),
    [
        (Role.EVALUATOR, "Evaluators: Priya", "Released stories and their sound"),
        (Role.RESEARCHER, "Priya", "Thanks, questions and what became of their tags"),
        (Role.COORDINATOR, "Coordinators: Priya", "All ready stories"),
    ],
)
def test_each_role_is_said_with_what_it_gets(role: Role, who: str, what: str) -> None:
    assert who_words(someone(role)) == who
    assert what_words(someone(role)) == what


@pytest.mark.parametrize(
    ("way", "files", "begins"),
    [
        ("stick", 1, "Copied and checked. You can take the stick out."),
        ("folder", 1, "Copied into the folder and checked."),
        ("mail", 1, "1 file is ready and checked. Add it to a mail."),
        ("mail", 3, "3 files are ready and checked. Send each in a mail of its own."),
    ],
)
def test_what_came_of_it_is_said_for_each_way(way: str, files: int, begins: str) -> None:
    packed = Packed((Path("x"),) * files, ("b",) * files, 1, 0, 10)
    words = sent_words(packed, way, "Priya")
    assert words.startswith(begins)
    assert words.endswith("It counts as received when the answer of Priya comes back.")


def test_a_programme_file_beside_it_is_mentioned() -> None:
    packed = Packed((Path("x"),), ("b",), 1, 0, 10, Path("a.ldp-pack"))
    assert "The programme file lies beside it." in sent_words(packed, "stick", "Amina")
