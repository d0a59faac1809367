"""The programme: people are let in by their six words, parts filled in, the file saved, a lost laptop marked, the recovery key tested."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services.admit_people import DeviceRow, MemberRow, admit, joiners, people
from ldp_stories.services.edit_record import my_stories
from ldp_stories.services.set_aside import waiting
from ldp_stories.services.set_up_programme import found_programme, missing, parts, programme_words
from ldp_stories.services.start_home import own_words
from ldp_stories.ui.coordinator import programme_joiners
from ldp_stories.ui.coordinator.programme import ProgrammeScreen, joining
from ldp_stories.ui.coordinator.programme_file import ProgrammeFileCard
from ldp_stories.ui.coordinator.programme_incidents import IncidentCard
from ldp_stories.ui.coordinator.programme_joiners import JoinerCard
from ldp_stories.ui.coordinator.programme_parts import PartCard, short_words
from ldp_stories.ui.coordinator.programme_people import PersonCard
from ldp_stories.ui.coordinator.programme_recovery import RecoveryCard
from ldp_stories.ui.coordinator.retention_rows import SUGGESTED, RetentionRows
from ldp_stories.ui.coordinator.six_words import SixWords
from tests.ui.coordinator.desk import Desk, context_for, machine
from tests.ui.coordinator.round import Round
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on


def opened(qtbot: QtBot, desk: Desk, what: str = "joiners", **dress: object) -> ProgrammeScreen:
    """One view of the programme, shown, once it has been read."""
    screen = ProgrammeScreen(desk.context, what)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700), **dress)  # type: ignore[arg-type]
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in screen.cards))
    return screen


@pytest.fixture
def knocked(trip: Round) -> Round:
    """Amina and Priya have sent for the first time; nobody has let them in."""
    for name, role in (("amina", Role.RESEARCHER), ("priya", Role.EVALUATOR)):
        trip.join(name, role)
        if role is Role.RESEARCHER:
            trip.tell(name)
        trip.knock(trip.send(name))
    return trip


def joiner(screen: ProgrammeScreen, name: str) -> JoinerCard:
    """The card of somebody who wants to join."""
    return next(c for c in screen.cards if isinstance(c, JoinerCard) and c.joiner.name == name)


def test_nobody_waiting_says_how_people_come(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert "Nobody is waiting." in words_on(screen)
    button(screen, "Go to the programme file").click()
    settle(qtbot, desk)
    assert screen.view.value() == "file"


def test_those_who_want_to_join_stand_with_the_words_they_would_read_out(
    qtbot: QtBot, knocked: Round
) -> None:
    screen = opened(qtbot, knocked.desk)
    assert joining(knocked.desk.home) == 2
    for name, home in knocked.homes.items():
        card = joiner(screen, name.capitalize())
        words = card.findChild(SixWords)
        assert words is not None
        assert words.words == own_words(home)
    assert "Wants to join as evaluator." in words_on(joiner(screen, "Priya"))


def test_letting_somebody_in_brings_their_story_and_makes_them_known(qtbot: QtBot, knocked: Round) -> None:
    screen = opened(qtbot, knocked.desk)
    card = joiner(screen, "Amina")
    assert name_of(card.go_on) == "Let Amina in"
    card.go_on.click()
    settle(qtbot, knocked.desk)
    names = {p.name: p for p in people(knocked.desk.home)}
    assert names["Amina"].roles == (Role.RESEARCHER,)
    assert len(my_stories(knocked.desk.home).rows) == 1
    assert [j.name for j in joiners(knocked.desk.home)] == ["Priya"]
    assert any("Amina is in, as R-01" in words for words in knocked.desk.told)
    assert not any(isinstance(c, JoinerCard) and c.joiner.name == "Amina" for c in screen.cards)


def test_that_somebody_is_in_is_said_also_when_the_list_was_read_meanwhile(
    qtbot: QtBot, knocked: Round, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notebook tells of the change while they are let in: the card was made anew, and nobody heard the answer."""
    go_on = threading.Event()

    def slow(*given: object, **how: object) -> MemberRow:
        assert go_on.wait(30)
        return admit(*given, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(programme_joiners, "admit", slow)
    screen = opened(qtbot, knocked.desk)
    joiner(screen, "Amina").go_on.click()
    screen.refresh(frozenset())
    qtbot.waitUntil(lambda: len(knocked.desk.context.tasks.running(quiet=True)) == 1, timeout=15_000)
    go_on.set()
    settle(qtbot, knocked.desk)
    assert any("Amina is in, as R-01" in words for words in knocked.desk.told)
    assert not any(isinstance(c, JoinerCard) and c.joiner.name == "Amina" for c in screen.cards)


def test_an_evaluator_may_be_trusted_with_words_before_masking(qtbot: QtBot, knocked: Round) -> None:
    screen = opened(qtbot, knocked.desk)
    card = joiner(screen, "Priya")
    assert card.clearance.isVisible()
    card.clearance.set_value(["yes"])
    card.go_on.click()
    settle(qtbot, knocked.desk)
    found = next(p for p in people(knocked.desk.home) if p.name == "Priya")
    assert found.clearance


def test_the_coordinator_decides_which_role_somebody_has(qtbot: QtBot, knocked: Round) -> None:
    screen = opened(qtbot, knocked.desk)
    card = joiner(screen, "Priya")
    button(card.role, "Researcher").click()
    assert not card.clearance.isVisible(), "only evaluators are asked about clearance"
    card.go_on.click()
    settle(qtbot, knocked.desk)
    found = next(p for p in people(knocked.desk.home) if p.name == "Priya")
    assert found.roles == (Role.RESEARCHER,)
    assert not found.clearance


def test_pressing_the_chosen_role_again_keeps_it(qtbot: QtBot, knocked: Round) -> None:
    card = joiner(opened(qtbot, knocked.desk), "Priya")
    button(card.role, "Evaluator").click()
    assert card.chosen_role is Role.EVALUATOR


def test_other_words_send_the_file_away_and_nothing_of_it_enters(qtbot: QtBot, knocked: Round) -> None:
    screen = opened(qtbot, knocked.desk)
    before = len(people(knocked.desk.home))
    joiner(screen, "Amina").away.click()
    settle(qtbot, knocked.desk)
    assert len(people(knocked.desk.home)) == before
    assert not my_stories(knocked.desk.home).rows
    assert len(waiting(knocked.desk.home)) == 1


def test_somebody_already_gone_is_said_beside_their_card(qtbot: QtBot, knocked: Round) -> None:
    card = joiner(opened(qtbot, knocked.desk), "Amina")
    card.away.click()
    card.go_on.click()
    settle(qtbot, knocked.desk)
    assert len(people(knocked.desk.home)) == len({p.id for p in people(knocked.desk.home)})
    assert not any(p.name == "Amina" for p in people(knocked.desk.home))


def test_everybody_is_listed_with_code_role_and_laptops(qtbot: QtBot, trip: Round) -> None:
    trip.let_in("amina", Role.RESEARCHER)
    screen = opened(qtbot, trip.desk, "people")
    words = words_on(screen)
    assert "R-01  Amina" in words
    assert "Researcher, since 22 November" in words
    assert "Joan (you)" in words
    assert " ".join(own_words(trip.homes["amina"])) in words


def test_a_lost_laptop_is_marked_only_after_a_second_press(qtbot: QtBot, trip: Round) -> None:
    trip.let_in("amina", Role.RESEARCHER)
    screen = opened(qtbot, trip.desk, "people")
    card = next(c for c in screen.cards if isinstance(c, PersonCard) and c.person.name == "Amina")
    button(card, "It is lost").click()
    assert [d.status for d in _laptops(trip)] == ["active"]
    button(card, "No, the laptop of Amina is not lost").click()
    button(card, "It is lost").click()
    button(card, "Not sure").click()
    button(card, "Yes, it is lost").click()
    assert [d.status for d in _laptops(trip)] == ["lost"]
    assert trip.desk.told[-1].startswith("The laptop of Amina is marked lost.")
    assert screen.focusWidget() is screen.heading
    settle(qtbot, trip.desk)
    qtbot.waitUntil(lambda: "reported lost" in words_on(screen))
    qtbot.waitUntil(lambda: "72 of 72 hours left" in words_on(screen))
    for said in ("A laptop of Amina is lost", "People it may touch", "not sure", "Last bundle from it"):
        assert said in words_on(screen)
    button(screen, "We do not report it").click()
    qtbot.waitUntil(lambda: "Say why in a few words." in words_on(screen))
    assert "The researcher will read it" not in words_on(screen), "nobody's story is decided about"
    (entry,) = screen.findChildren(IncidentCard)
    entry.why.set_text("The disk was locked.")
    button(screen, "We do not report it").click()
    assert screen.focusWidget() is screen.heading
    settle(qtbot, trip.desk)
    qtbot.waitUntil(lambda: "It was not reported, 22 November" in words_on(screen))
    assert "The disk was locked." in words_on(screen)


def _laptops(trip: Round) -> tuple[DeviceRow, ...]:
    return next(p.devices for p in people(trip.desk.home) if p.name == "Amina")


def test_ones_own_laptop_cannot_be_marked_lost(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, "people")
    assert "It is lost" not in words_on(screen)


# the file


def test_the_six_words_of_the_programme_stand_large_and_are_said_in_order(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, "file")
    words = screen.findChild(SixWords)
    assert words is not None
    assert words.words == programme_words(desk.home)
    assert name_of(words) == "Six words: " + ", ".join(programme_words(desk.home))


def test_the_programme_file_is_saved_where_the_person_says(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    desk.context = replace(desk.context, pick_folder=lambda _: folder)
    screen = opened(qtbot, desk, "file")
    card = screen.cards[0]
    assert isinstance(card, ProgrammeFileCard)
    card.save.click()
    settle(qtbot, desk)
    assert [p.suffix for p in folder.iterdir()] == [".ldp-pack"]
    assert "Saved and checked: larkside-together-1.ldp-pack" in card.answer.label.text()


def test_leaving_the_folder_open_saves_nothing(qtbot: QtBot, desk: Desk) -> None:
    card = opened(qtbot, desk, "file").cards[0]
    assert isinstance(card, ProgrammeFileCard)
    card.save.click()
    assert card.save.isEnabled()
    assert not card.answer.isVisible()


def test_a_folder_that_is_gone_says_so_beside_the_button(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    desk.context = replace(desk.context, pick_folder=lambda _: tmp_path / "gone")
    card = opened(qtbot, desk, "file").cards[0]
    assert isinstance(card, ProgrammeFileCard)
    card.save.click()
    settle(qtbot, desk)
    assert card.trouble.isVisible()
    assert card.save.isEnabled()


# the parts


@pytest.fixture
def live(tmp_path: Path) -> Desk:
    """A real programme that has just been founded: its eight parts are empty."""
    home = found_programme(
        tmp_path / "live",
        machine(tmp_path, "live"),
        content="starter",
        name="Joan",
        programme_name="Elm Valley",
        passphrase="correct horse battery staple",
        practice=False,
    )
    told: list[str] = []
    return Desk(home, context_for(home, told), tmp_path, told)


def part(screen: ProgrammeScreen, key: str) -> PartCard:
    """The card of a part."""
    return next(c for c in screen.cards if isinstance(c, PartCard) and c.part.key == key)


def test_a_new_programme_says_what_is_still_to_fill_in(qtbot: QtBot, live: Desk) -> None:
    screen = opened(qtbot, live, "parts")
    left = sum(not p.filled for p in parts(live.home))
    assert f"{left} of 8 parts are still to fill in" in screen.line.text()
    assert len(screen.cards) == 8
    file = ProgrammeFileCard(live.context)
    dressed(qtbot, file, size=(900, 400))
    assert not file.save.isEnabled()
    assert "Still to fill in before people can join:" in file.lacks.label.text()
    live.home.close()


def test_a_part_is_filled_in_by_keyboard_and_kept(qtbot: QtBot, live: Desk) -> None:
    screen = opened(qtbot, live, "parts")
    card = part(screen, "controller")
    card.change.click()
    assert card.fields["controller_name"].edit.hasFocus()
    qtbot.keyClicks(card.fields["controller_name"].edit, "Elm Valley Council")
    card.fields["controller_address"].set_text("1 High Street")
    card.fields["controller_address"].entered.emit("")
    assert "controller" not in missing(live.home)
    assert not card.form.isVisible()
    assert card.head.line.text() == "Elm Valley Council, 1 High Street"
    assert any("kept" in words for words in live.told)
    live.home.close()


def test_every_field_of_every_part_has_words(qtbot: QtBot, live: Desk) -> None:
    screen = opened(qtbot, live, "parts")
    for card in screen.cards:
        if isinstance(card, PartCard):
            card.toggle()
            assert not [n for n in card.fields if n == name_of(card.fields[n].edit)]
    walk_names(screen)
    qtbot.waitUntil(lambda: not cut(screen))
    live.home.close()


def test_how_long_things_are_kept_starts_from_the_suggestion(qtbot: QtBot, live: Desk) -> None:
    screen = opened(qtbot, live, "parts")
    card = part(screen, "retention_rule")
    card.keep()
    assert "retention_rule" not in missing(live.home)
    kept = next(p for p in parts(live.home) if p.key == "retention_rule").values["retention"]
    assert [(r["kind"], r["months"], r["rule"]) for r in kept] == list(SUGGESTED)
    live.home.close()


def test_the_recovery_key_is_shown_once_and_tested_by_typing_it_back(qtbot: QtBot, live: Desk) -> None:
    screen = opened(qtbot, live, "parts")
    card = next(c for c in screen.cards if isinstance(c, RecoveryCard))
    card.make.click()
    settle(qtbot, live)
    identity = card.key.text()
    assert identity.startswith("AGE-SECRET-KEY-")
    card.back.set_text("AGE-SECRET-KEY-1" + "Q" * 58)
    card.test.click()
    settle(qtbot, live)
    assert card.field.trouble.isVisible()
    card.back.set_text(identity.lower())
    card.test.click()
    settle(qtbot, live)
    assert not card.key.text(), "it is not kept on the screen"
    assert "Tested on 22 November" in card.head.line.text()
    assert "recipient" not in missing(live.home)
    live.home.close()


# small parts


def test_rules_without_a_kind_are_left_out_and_months_are_numbers(qtbot: QtBot) -> None:
    rows = RetentionRows([{"kind": "photos", "months": 3, "rule": "after use"}])
    qtbot.addWidget(rows)
    rows.add_row("", 9, "never")
    rows.add_row("notes", 0, "")
    rows._rows[-1].months.set_text("many")
    assert rows.value() == [
        {"kind": "photos", "months": 3, "rule": "after use"},
        {"kind": "notes", "months": 0, "rule": ""},
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "Ruth", "phone": "01632 960 112", "note": ""}, "Ruth, 01632 960 112"),
        ({"retention": [{"kind": "photos"}, {"kind": "notes"}]}, "photos, notes"),
        ({}, ""),
    ],
)
def test_a_part_is_said_in_one_line(values: dict[str, object], words: str) -> None:
    assert short_words(values) == words


@pytest.mark.parametrize("what", ["joiners", "people", "file", "parts"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_words_are_cut(qtbot: QtBot, desk: Desk, what: str, scale: float) -> None:
    screen = opened(qtbot, desk, what, scale=scale)
    qtbot.waitUntil(lambda: not cut(screen))
    walk_names(screen)


def test_filling_in_is_not_disturbed_by_changes(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, "parts")
    before = screen.cards
    screen.refresh(frozenset({"programme", "member"}))
    assert screen.cards is before


def test_a_rule_says_what_it_is_about_and_from_when_it_counts(qtbot: QtBot) -> None:
    rules = [
        {"kind": "Stimmen", "months": 3, "rule": "nach Ende"},
        {"kind": "x", "months": 1, "rule": "y", "about": "newer", "counts_from": "end"},
    ]
    rows = RetentionRows(rules)
    qtbot.addWidget(rows)
    assert rows.value() == rules, "what was not said is not made up, and what a newer version says stays"
    first = rows._rows[0]
    first.about.set_value("sound")
    first.counts.set_value("last")
    assert rows.value()[0] == {**rules[0], "about": "sound", "counts_from": "last"}
    assert first.about.shown() == "It is about recordings"


def test_our_own_words_in_a_part_have_their_advice_under_them(qtbot: QtBot, live: Desk) -> None:
    screen = opened(qtbot, live, "parts")
    card = next(c for c in screen.cards if isinstance(c, PartCard) and "lawful_basis" in c.fields)
    card.toggle()
    card.fields["lawful_basis"].set_text("Stakeholders asked")
    qtbot.waitUntil(card.plain["lawful_basis"].isVisible)
    assert "You could say: people involved." in card.plain["lawful_basis"].words.text()
    assert cut(card) == []
    names = {n for c in screen.cards if isinstance(c, PartCard) for n in c.plain}
    assert names == {"lawful_basis", "article9", "complaint_route", "note"}
    live.home.close()
