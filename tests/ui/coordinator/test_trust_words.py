"""The words of trust: what never came, who became what, what a laptop has answered; and the ways to them from Programme and Home."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.services.admit_people import people
from ldp_stories.services.ask_destroy import Answer
from ldp_stories.services.keep_until import Due, Kept
from ldp_stories.services.my_stories import HomeSummary, home_summary
from ldp_stories.services.people_log import Changed, What
from ldp_stories.ui.coordinator.kept_long_enough import due_words
from ldp_stories.ui.coordinator.leaving_words import missing_lines
from ldp_stories.ui.coordinator.people_log_page import change_words
from ldp_stories.ui.coordinator.programme import ProgrammeScreen
from ldp_stories.ui.coordinator.programme_incidents import answer_words
from ldp_stories.ui.coordinator.queue import QueueScreen
from ldp_stories.ui.researcher.home_cards import LaptopCard
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.helpers import button, dressed, words_on


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (((2,), 0, {}, 0, 0, 0), "File 2 of theirs never came."),
        (((2, 5), 0, {}, 0, 0, 0), "Files 2, 5 of theirs never came."),
        (((), 1, {}, 0, 0, 0), "1 part of a sending never came."),
        (((), 3, {}, 0, 0, 0), "3 parts of sendings never came."),
        (((), 0, {"draft": 1}, 0, 0, 0), "1 draft stays on their laptop."),
        (((), 0, {"draft": 2}, 0, 0, 0), "2 drafts stay on their laptop."),
        (((), 0, {"closed": 1}, 0, 0, 0), "1 closed story stays on their laptop."),
        (((), 0, {"no_permission": 2}, 0, 0, 0), "2 stories stay there: their tellers did not agree."),
        (((), 0, {"held": 1}, 0, 0, 0), "1 story waits on their laptop."),
        (((), 0, {}, 2, 0, 0), "2 files wait to be let in."),
        (((), 0, {}, 0, 1, 0), "They never confirmed 1 file from you."),
        (((), 0, {}, 0, 0, 2), "Their laptop never confirmed 2 wishes that were carried out."),
    ],
)
def test_each_thing_that_is_missing_is_a_line(
    given: tuple[tuple[int, ...], int, dict[str, int], int, int, int], said: str
) -> None:
    assert missing_lines(*given) == [(said, False)]


def test_nothing_missing_is_one_good_line() -> None:
    assert missing_lines((), 0, {"draft": 0}, 0, 0, 0) == [("Everything that they sent has come.", True)]


def test_everything_missing_is_told_in_order() -> None:
    lines = missing_lines((1,), 1, {"closed": 1, "draft": 1}, 1, 1, 1)
    assert len(lines) == 7
    assert not any(fine for _, fine in lines)
    assert lines[0][0].startswith("File 1")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Changed(What.GIVEN, "Theo", "2026-05-10", "Joan", role="coordinator"), "Theo became coordinator"),
        (
            Changed(What.LOST_ROLE, "Theo", "2026-05-10", "Joan", role="evaluator"),
            "Theo is no longer evaluator",
        ),
        (Changed(What.GIVEN, "Theo", "2026-05-10", "Joan", role="gardener"), "Theo became gardener"),
        (
            Changed(What.LET_IN, "Amina", "2026-05-10", "Joan", laptop="Blue one"),
            "Blue one of Amina was let in",
        ),
        (Changed(What.LET_IN, "Amina", "2026-05-10", "Joan"), "A laptop of Amina was let in"),
        (
            Changed(What.LAPTOP_LOST, "Amina", "2026-05-10", "Joan", laptop="Blue one"),
            "Blue one of Amina was marked lost",
        ),
        (
            Changed(What.LAPTOP_CLOSED, "Amina", "2026-05-10", "Joan", laptop="Blue one"),
            "Blue one of Amina was closed",
        ),
        (Changed(What.HANDED_OVER, "Joan", "2026-05-10", "Joan", to="Theo"), "Joan handed over to Theo"),
        (
            Changed(What.HAND_OVER_UNDONE, "Joan", "2026-05-10", "Joan", to="Theo"),
            "The hand-over from Joan to Theo was taken back",
        ),
    ],
)
def test_each_change_is_a_sentence(change: Changed, said: str) -> None:
    assert change_words(change) == said


@pytest.mark.parametrize(
    ("answer", "first", "second"),
    [
        (Answer("Sam", "d", ""), "Sam: no answer yet", "It goes with the next file to them."),
        (Answer("Sam", "d", "2026-05-11"), "Sam: destroyed", "Said by their laptop, came 11 May"),
        (Answer("Sam", "d", "2026-05-11", had=False), "Sam: it was never there", "Said on 11 May"),
        (Answer("", "d", ""), "A laptop: no answer yet", "It goes with the next file to them."),
    ],
)
def test_each_answer_is_said_in_two_lines(answer: Answer, first: str, second: str) -> None:
    assert answer_words(answer) == (first, second)


@pytest.mark.parametrize(("left", "said"), [(-3, "over since"), (0, "until"), (40, "until")])
def test_what_is_over_is_told_from_what_soon_will_be(left: int, said: str) -> None:
    due = Due("sound:x", Kept.SOUND, "Tea", "2026-05-14", left, 12, "after the programme ends")
    assert due_words(due) == f"Tea, {said} 14 May 2026"
    assert due_words(replace(due, title="")).startswith("No words here, ")


def test_programme_leads_to_researchers_the_log_and_each_persons_page(qtbot: QtBot, desk: Desk) -> None:
    screen = ProgrammeScreen(desk.context, "people")
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700))
    settle(qtbot, desk)
    qtbot.waitUntil(
        lambda: all(w in words_on(screen) for w in ("Your researchers", "Role, hand over, leave"))
    )
    for words, place in (
        ("Your researchers", "team"),
        ("Who may do what, and since when", "people_log"),
        ("What people asked for", "asked_for"),
        ("Something went wrong", "something_wrong"),
    ):
        button(screen, words).click()
        assert desk.went[-1] == (place, None)
    me = people(desk.home)[0]
    button(screen, "Role, hand over, leave").click()
    assert desk.went[-1] == ("member", me.id)


def test_the_queue_has_the_way_to_the_researchers_and_follows_what_changes(qtbot: QtBot, desk: Desk) -> None:
    screen = QueueScreen(desk.context)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700))
    settle(qtbot, desk)
    button(screen, "Your researchers").click()
    assert desk.went[-1] == ("team", None)
    screen.refresh(frozenset({"order"}))
    settle(qtbot, desk)
    assert list(screen.beside.buttons) == ["team"]


def summary(desk: Desk, **facts: object) -> HomeSummary:
    return replace(home_summary(desk.home), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "seen"),
    [
        ({"practice": False, "has_recovery": True, "recovery_tested": ""}, True),
        ({"practice": False, "has_recovery": True, "recovery_tested": "2026-05-10"}, False),
        ({"practice": False, "has_recovery": False, "recovery_tested": ""}, False),
        ({"practice": True, "has_recovery": True, "recovery_tested": ""}, False),
    ],
)
def test_home_says_that_recovery_was_never_tested(
    qtbot: QtBot, desk: Desk, facts: dict[str, object], seen: bool
) -> None:
    card = LaptopCard(desk.context)
    dressed(qtbot, card, size=(320, 420))
    card.show_summary(summary(desk, **facts))
    assert ("Recovery is not tested yet" in words_on(card)) is seen
    assert ("a forgotten passphrase may lock this laptop" in words_on(card)) is seen
