"""Private cards on the screen: locked at first, open for two minutes, the warning before the number, nothing left behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer, ContactFor, Scope
from ldp_stories.errors import UserError
from ldp_stories.services import contact_cards, hand_over
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.identity_session import IdentitySession, open_session
from ldp_stories.ui.record import private_cards
from ldp_stories.ui.record.card_form import for_what_words, never_words
from ldp_stories.ui.record.private_cards import PrivateCardsScreen
from tests.ui.coordinator.desk import Desk, open_desk
from tests.ui.helpers import button, cut, words_on

NAME = "Zebulonia Quillfeather"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("cards")
    with open_desk(folder) as made:
        yield made


@pytest.fixture
def story(desk: Desk) -> str:
    return desk.story(more=False)


def person_of(desk: Desk, story: str) -> str:
    return open_record(desk.home, story).participants[0].id


def opened(qtbot: QtBot, desk: Desk, what: object = None) -> PrivateCardsScreen:
    screen = PrivateCardsScreen(desk.context, what)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    qtbot.waitUntil(lambda: screen.model.rowCount() > 0)
    return screen


def typed(screen: PrivateCardsScreen) -> list[str]:
    return [e.text() for e in screen.findChildren(QLineEdit) if e.isVisibleTo(screen)]


def save(desk: Desk, person: str, **fields: object) -> None:
    contact_cards.keep_card(open_session(desk.home), person, **fields)


def test_it_is_locked_at_first_and_shows_only_codes(qtbot: QtBot, desk: Desk, story: str) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME, phone="01632 960001")
    screen = opened(qtbot, desk)
    assert screen.pages.currentWidget() is screen.shut
    assert "The cards are locked" in words_on(screen)
    assert NAME not in words_on(screen) + " ".join(typed(screen))


def test_a_card_is_written_and_stands_there_again(qtbot: QtBot, desk: Desk, story: str) -> None:
    screen = opened(qtbot, desk, person_of(desk, story))
    qtbot.mouseClick(screen.opener, Qt.MouseButton.LeftButton)
    assert "Locks in 2:00" in screen.left.text() or "Locks in 1:59" in screen.left.text()
    screen.form.fields["name"].set_text(NAME)
    screen.form.fields["phone"].set_text("01632 960001")
    screen.form.never.set_value(["text"])
    button(screen.form, "Keep this card").click()
    assert desk.told[-1] == "The card is kept. It is locked on this laptop."
    assert "Do not text." in words_on(screen)
    card = contact_cards.read_card(open_session(desk.home), person_of(desk, story))
    assert (card.name, card.phone, card.not_by) == (NAME, "01632 960001", ("text",))


def test_only_what_was_changed_is_written(qtbot: QtBot, desk: Desk, story: str) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME, not_by=["call"])
    screen = opened(qtbot, desk, person)
    screen.unlock()
    with qtbot.waitSignal(screen.form.kept) as kept:
        screen.form.fields["address"].set_text("3 Corner Row")
        button(screen.form, "Keep this card").click()
    assert kept.args == [{"address": "3 Corner Row"}]


def test_what_is_not_safe_stands_before_the_number(qtbot: QtBot, desk: Desk, story: str) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME, phone="01632 960001", not_by=["text", "call"], safe_to_contact="after six")
    screen = opened(qtbot, desk, person)
    screen.unlock()
    words = words_on(screen.form)
    assert words.index("Do not text. Do not call.") < words.index("Phone number")
    assert next(iter(screen.form.fields)) == "safe_to_contact"


def test_without_a_yes_the_number_is_not_there(qtbot: QtBot, desk: Desk, story: str) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME, phone="01632 960001")
    changed_mind(desk.home, story, Scope.RECONTACT.value, Answer.NO)
    screen = opened(qtbot, desk, person)
    screen.unlock()
    assert "They did not agree to be contacted again." in words_on(screen)
    assert "01632 960001" not in typed(screen)
    assert "phone" not in screen.form.fields


def test_a_card_says_what_they_may_be_contacted_for_before_the_number(
    qtbot: QtBot, desk: Desk, story: str
) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME, phone="01632 960001")
    answers = {"check": Answer.YES, "hear": Answer.YES, "talk": Answer.NO}
    for key, said in answers.items():
        changed_mind(desk.home, story, f"recontact:{key}", said)
    screen = opened(qtbot, desk, person)
    screen.unlock()
    words = words_on(screen.form)
    line = "You may contact them to check the story, to tell what happened. For nothing else."
    assert words.index(line) < words.index("Phone number")


@pytest.mark.parametrize(
    ("purposes", "words"),
    [
        (None, "Nobody asked what for. Ask that first."),
        ((), "Ask what for first."),
        ((ContactFor.TALK,), "You may contact them to talk again. For nothing else."),
    ],
)
def test_what_a_card_says_of_contacting(purposes: tuple[ContactFor, ...] | None, words: str) -> None:
    card = contact_cards.Card("p", "BS-7Q2K-9TD", exists=True, may_contact=True, contact_for=purposes)
    assert for_what_words(card).endswith(words)


def test_after_two_minutes_everything_of_the_card_is_gone(
    qtbot: QtBot, desk: Desk, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME)
    now = [0.0]

    def with_clock(home: object, passphrase: str | None = None) -> IdentitySession:
        return open_session(home, passphrase, lambda: now[0])  # type: ignore[arg-type]

    monkeypatch.setattr(private_cards, "open_session", with_clock)
    screen = opened(qtbot, desk, person)
    screen.unlock()
    assert NAME in typed(screen)
    now[0] = 60.0
    screen.tick()
    assert "Locks in 1:00" in screen.left.text()
    now[0] = 120.0
    screen.tick()
    assert screen.session is None
    assert screen.pages.currentWidget() is screen.shut
    assert NAME not in typed(screen)
    assert desk.told[-1] == "The private cards are locked again."
    assert not screen.timer.isActive()


def test_keeping_a_card_that_has_locked_meanwhile_asks_again(qtbot: QtBot, desk: Desk, story: str) -> None:
    screen = opened(qtbot, desk, person_of(desk, story))
    screen.unlock()
    assert screen.session is not None
    screen.session.close()
    screen.form.fields["name"].set_text(NAME)
    button(screen.form, "Keep this card").click()
    assert screen.pages.currentWidget() is screen.shut
    assert not contact_cards.read_card(open_session(desk.home), person_of(desk, story)).exists


@pytest.mark.parametrize("way", ["button", "leaving"])
def test_it_locks_when_told_to_and_when_one_goes_elsewhere(
    qtbot: QtBot, desk: Desk, story: str, way: str
) -> None:
    screen = opened(qtbot, desk, person_of(desk, story))
    screen.unlock()
    if way == "button":
        qtbot.mouseClick(screen.close_now, Qt.MouseButton.LeftButton)
    else:
        screen.leaving()
    assert (screen.session, screen.timer.isActive()) == (None, False)
    assert not screen.close_now.isVisible()


def test_a_wrong_passphrase_is_said_beside_the_field_and_is_gone(
    qtbot: QtBot, desk: Desk, story: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert story
    screen = opened(qtbot, desk)
    screen.field.show()

    def refuse(*_: object) -> None:
        raise UserError("WRONG_PASSPHRASE")

    monkeypatch.setattr(private_cards, "open_session", refuse)
    screen.passphrase.set_text("not these words")
    screen.unlock()
    assert "That did not open it." in words_on(screen)
    assert screen.passphrase.text() == ""
    assert screen.session is None


def test_a_card_is_taken_away(qtbot: QtBot, desk: Desk, story: str) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME)
    screen = opened(qtbot, desk, person)
    screen.unlock()
    button(screen.form, "Take this card away").click()
    assert desk.told[-1] == "The card is taken away."
    assert not contact_cards.read_card(open_session(desk.home), person).exists
    assert "Take this card away" not in [
        b.text() for b in screen.form.findChildren(QAbstractButton) if b.isVisible()
    ]


def test_it_is_handed_to_a_custodian_with_the_first_word(
    qtbot: QtBot, desk: Desk, story: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME)
    given: list[tuple[object, ...]] = []
    keeper = hand_over.Custodian("m1", "Theo", ("apple", "b", "c", "d", "e", "f"), True)
    monkeypatch.setattr(hand_over, "custodians", lambda _: (keeper,))

    def give(
        _session: object, people: list[str], to: str, folder: Path, *, first_word: str
    ) -> hand_over.HandedOver:
        given.append((people, to, folder, first_word))
        return hand_over.HandedOver(folder / "ldp-1.tar.age", "b", 1)

    monkeypatch.setattr(hand_over, "hand_over", give)
    context = replace(desk.context, pick_folder=lambda _: tmp_path)
    screen = PrivateCardsScreen(context, person)
    qtbot.addWidget(screen)
    screen.show()
    screen.unlock()
    assert "Ask Theo for their six words. Type the first." in words_on(screen)
    word = next(e for e in screen.form.findChildren(QLineEdit) if "six words of Theo" in e.accessibleName())
    word.setText("apple")
    button(screen.form, "Give it to Theo").click()
    assert given == [([person], "m1", tmp_path, "apple")]
    assert desk.told[-1] == "Copied as ldp-1.tar.age. Only they can open it."


def test_with_no_custodian_it_says_who_chooses_one(qtbot: QtBot, desk: Desk, story: str) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME)
    screen = opened(qtbot, desk, person)
    screen.unlock()
    assert "Nobody else looks after private cards yet." in words_on(screen)


def test_ways_in_words() -> None:
    card = contact_cards.Card("p", "LT-4HN7-KQY", not_by=("text", "visit"))
    assert never_words(card) == "Do not text. Do not visit."
    assert never_words(contact_cards.Card("p", "c")) == ""


def test_in_a_narrow_window_the_card_takes_the_place_of_the_list(
    qtbot: QtBot, desk: Desk, story: str
) -> None:
    person = person_of(desk, story)
    save(desk, person, name=NAME)
    screen = opened(qtbot, desk)
    screen.resize(1024, 600)
    assert (screen.listing.isVisible(), screen.pages.isVisible()) == (True, False)
    screen.choose(person)
    screen.unlock()
    assert (screen.listing.isVisible(), screen.pages.isVisible()) == (False, True)
    assert NAME in typed(screen)
    screen.sides.button.click()
    assert (screen.listing.isVisible(), screen.pages.isVisible()) == (True, False)
    screen.resize(1366, 700)
    assert (screen.listing.isVisible(), screen.pages.isVisible()) == (True, True)


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The person looked after cards once: two of people they never met are here; what was taken off is noted."""
    left: list[tuple[str, ...]] = [("one", "two")]

    def going(_: object) -> contact_cards.ToGo | None:
        return contact_cards.ToGo(left[0], date(2026, 12, 5)) if left else None

    monkeypatch.setattr(contact_cards, "cards_to_go", going)
    monkeypatch.setattr(private_cards, "take_off", lambda _: len(left.pop()))
    return left


def test_who_does_not_look_after_cards_any_more_reads_so_and_until_when(
    qtbot: QtBot, desk: Desk, story: str, once: list[tuple[str, ...]]
) -> None:
    screen = opened(qtbot, desk)
    said = screen.ending.label.text()
    assert said.startswith(
        "You do not look after private cards any more. 2 cards of people you did not meet go"
    )
    assert "on 5 December" in said
    assert said.endswith("Hand them over before.")
    assert screen.ending.isVisibleTo(screen)
    assert not cut(screen.ending)
    assert once


def test_they_are_taken_off_only_while_the_cards_are_open_and_the_sentence_goes(
    qtbot: QtBot, desk: Desk, story: str, once: list[tuple[str, ...]]
) -> None:
    screen = opened(qtbot, desk)
    screen.ending.button.click()
    assert once, "locked: nothing went"
    assert (
        "Open the cards first. Then press Take them off now again." in screen.field.accessibleDescription()
        or ("Open the cards first. Then press Take them off now again." in words_on(screen.field))
    )
    screen.unlock()
    screen.ending.button.click()
    assert not once
    assert desk.told[-1] == "2 cards are off this laptop."
    assert not screen.ending.isVisibleTo(screen)
    assert screen.session is None


def test_nobody_else_is_told_anything(qtbot: QtBot, desk: Desk, story: str) -> None:
    screen = opened(qtbot, desk)
    assert not screen.ending.isVisibleTo(screen)
