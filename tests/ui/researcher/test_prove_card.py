"""Keeping what proves a yes: a short recording, a photo of the form, a signature, a message, a witness; never forced."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from ldp_stories.domain.consent import Method
from ldp_stories.media.synth import tone
from ldp_stories.services.keep_evidence import GROWN_UP, waiting
from ldp_stories.services.record_encounter import begin, conversation, set_facts
from ldp_stories.services.record_yes import SOUND, SpokenYes
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.consent_pages import AskPage, MethodPage
from ldp_stories.ui.researcher.prove_card import ProveCard
from ldp_stories.ui.researcher.spoken_yes import SpokenYesPanel
from tests.media.made import silent_film
from tests.media.made import sound_file as phone_sound
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, pretend, say_yes, sound_file


@pytest.fixture
def step(desk: Desk) -> ConsentStep:
    """At "How did they say yes?", with a yes to everything."""
    return at_method(desk)


def at_method(desk: Desk, *, scale: float = 1.0, rtl: bool = False) -> ConsentStep:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True)
    say_yes(desk.home, talk)
    made = ConsentStep(desk.context, talk)
    desk.show(made, scale=scale, rtl=rtl)
    assert isinstance(made.page, MethodPage)
    return made


def card(step: ConsentStep) -> ProveCard:
    return step.page.findChild(ProveCard)  # type: ignore[return-value]


def record_from(desk: Desk, sound: Path) -> None:
    """The recorder takes this file in place of a microphone."""

    def opener(home: object, talk: str, **options: object) -> SpokenYes:
        options["source"] = sound
        return SpokenYes(home, talk, fast=True, **options)  # type: ignore[arg-type]

    desk.live.yes_opener = opener


def test_a_spoken_yes_is_recorded_apart_from_the_story(desk: Desk, step: ConsentStep, voice: Path) -> None:
    record_from(desk, voice)
    card(step).buttons["voice"].click()
    panel = card(step).voice
    assert panel.isVisible()
    panel.button.click()
    assert panel.state.text() == "Getting ready"
    desk.until(lambda: panel.recording is not None)
    assert panel.recording is not None
    assert panel.button.text() == "Stop and keep it"
    assert panel.recording.wait_source_end(20)
    with desk.qtbot.waitSignal(panel.kept):
        panel.button.click()
    (kept,) = waiting(desk.home, step.conversation)
    talk = conversation(desk.home, step.conversation)
    assert (kept.kind, talk.method, talk.takes) == (Method.RECORDED.value, Method.RECORDED, ())
    assert "Their yes is kept." in words_on(panel)
    panel.again.click()
    assert waiting(desk.home, step.conversation) == ()
    assert panel.button.isVisible()


def test_going_on_in_the_middle_of_it_keeps_what_was_said(desk: Desk, step: ConsentStep, voice: Path) -> None:
    record_from(desk, voice)
    card(step).buttons["voice"].click()
    panel = card(step).voice
    panel.button.click()
    assert panel.state.text() == "Getting ready"
    desk.until(lambda: panel.recording is not None)
    assert panel.recording is not None
    panel.recording.wait_source_end(20)
    step.leaving()
    assert len(waiting(desk.home, step.conversation)) == 1


def test_going_on_before_the_recorder_has_answered_waits_for_it_and_leaves_nothing_open(
    desk: Desk, step: ConsentStep, voice: Path
) -> None:
    record_from(desk, voice)
    card(step).buttons["voice"].click()
    panel = card(step).voice
    panel.button.click()
    panel.button.click()
    step.leaving()
    assert panel.recording is None
    assert all(one.type == SOUND for one in waiting(desk.home, step.conversation))
    assert not panel.button.isVisible() or panel.button.text() == "Start recording"
    desk.settle()


def test_while_the_conversation_is_recorded_their_yes_is_on_that(desk: Desk, step: ConsentStep) -> None:
    pretend(desk, step.conversation)
    card(step).buttons["voice"].click()
    card(step).voice.button.click()
    assert card(step).voice.recording is None
    assert "Pause it first" in words_on(card(step).voice)


def test_a_recorder_that_cannot_begin_says_so_beside_the_button(
    desk: Desk, step: ConsentStep, tmp_path: Path
) -> None:
    record_from(desk, tmp_path / "gone.wav")
    card(step).buttons["voice"].click()
    card(step).voice.button.click()
    desk.until(lambda: card(step).voice.trouble.isVisible())
    assert card(step).voice.button.text() == "Start recording"
    assert waiting(desk.home) == ()


def test_a_photo_of_the_form_is_chosen_and_kept(desk: Desk, step: ConsentStep, tmp_path: Path) -> None:
    form = tmp_path / "form.jpg"
    form.write_bytes(b"\xff\xd8\xff a form")
    asked: list[str] = []

    def pick(title: str, kinds: str) -> Path:
        asked.append(f"{title} {kinds}")
        return form

    desk.context.pick_file = pick
    card(step).buttons["paper"].click()
    desk.settle()
    assert "*.jpg" in asked[0]
    assert "The signed form is kept under lock." in words_on(step)
    desk.until(lambda: not card(step).seen.visibleRegion().isEmpty())
    assert "Pick one to go on." not in words_on(step), "it is picked"
    assert conversation(desk.home, step.conversation).method is Method.PAPER
    assert isinstance(step.page, MethodPage)
    assert "answered before" in step.page.buttons[Method.PAPER].accessibleName()
    button(step, "Take away: The signed form is kept under lock.").click()
    assert waiting(desk.home) == ()


def test_a_film_of_somebody_who_signs_their_yes_is_chosen_and_kept_whole(
    desk: Desk, step: ConsentStep, tmp_path: Path
) -> None:
    film = tmp_path / "VID_1.mp4"
    film.write_bytes(silent_film())
    asked: list[str] = []

    def pick(title: str, kinds: str) -> Path:
        asked.append(f"{title} {kinds}")
        return film

    desk.context.pick_file = pick
    card(step).buttons["film"].click()
    desk.settle()
    assert "*.mp4" in asked[0]
    assert "*.opus" in asked[0]
    assert "The film is kept whole, under lock." in words_on(step)
    (kept,) = waiting(desk.home, step.conversation)
    assert (kept.kind, kept.type) == (Method.RECORDED.value, "mp4")
    assert conversation(desk.home, step.conversation).method is Method.RECORDED
    button(step, "Take away: The film is kept whole, under lock.").click()
    assert waiting(desk.home) == ()


def test_a_message_may_be_a_voice_note_and_what_opens_nowhere_is_kept_and_named(
    desk: Desk, step: ConsentStep, tmp_path: Path
) -> None:
    note, odd = tmp_path / "PTT-1.opus", tmp_path / "odd.mp3"
    note.write_bytes(phone_sound("opus", tone(300)))
    odd.write_bytes(b"\0\1 nothing known")
    asked: list[str] = []

    def pick(_title: str, kinds: str) -> Path:
        asked.append(kinds)
        return note

    desk.context.pick_file = pick
    card(step).buttons["message"].click()
    desk.settle()
    assert all(ending in asked[0] for ending in ("*.opus", "*.jpg", "*.mp4"))
    assert "Their message is kept under lock." in words_on(step)
    desk.context.pick_file = lambda _title, _kinds: note
    card(step).buttons["film"].click()
    desk.settle()
    assert "The voice note is kept under lock." in words_on(step)
    desk.context.pick_file = lambda _title, _kinds: odd
    card(step).buttons["film"].click()
    desk.settle()
    assert "The file is kept as it is, under lock. It may not open here." in words_on(step)


def test_going_on_while_a_film_is_still_being_copied_keeps_it_and_says_so(
    desk: Desk, step: ConsentStep, tmp_path: Path
) -> None:
    film = tmp_path / "VID_1.mp4"
    film.write_bytes(silent_film())
    desk.context.pick_file = lambda _title, _kinds: film
    card(step).buttons["film"].click()
    step.show_page()
    desk.settle()
    (kept,) = waiting(desk.home, step.conversation)
    assert kept.type == "mp4"


def test_choosing_no_file_changes_nothing(desk: Desk, step: ConsentStep) -> None:
    desk.context.pick_file = lambda _title, _kinds: None
    card(step).buttons["message"].click()
    assert waiting(desk.home) == ()
    assert conversation(desk.home, step.conversation).method is None


def test_a_file_that_cannot_be_read_says_so(desk: Desk, step: ConsentStep, tmp_path: Path) -> None:
    desk.context.pick_file = lambda _title, _kinds: tmp_path / "gone.jpg"
    card(step).buttons["paper"].click()
    desk.settle()
    assert "cannot be read" in words_on(card(step))


def test_a_signature_by_hand(desk: Desk, step: ConsentStep) -> None:
    card(step).buttons["sign"].click()
    pad = card(step).pad
    assert pad.png() == b""
    card(step).keep_signature.click()
    assert "Nobody has signed yet" in words_on(card(step))
    desk.qtbot.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    desk.qtbot.mouseMove(pad, QPoint(120, 80))
    desk.qtbot.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(120, 80))
    assert pad.png().startswith(b"\x89PNG")
    card(step).keep_signature.click()
    (kept,) = waiting(desk.home, step.conversation)
    assert (kept.kind, kept.type) == (Method.ON_SCREEN.value, "png")
    assert pad.empty


def test_initials_by_keyboard_are_as_good(desk: Desk, step: ConsentStep) -> None:
    card(step).buttons["sign"].click()
    desk.type(card(step).initials, "ZC")
    with_initials = card(step).pad.png()
    assert with_initials.startswith(b"\x89PNG")
    card(step).keep_signature.click()
    assert len(waiting(desk.home, step.conversation)) == 1


def test_who_heard_it_is_kept_while_it_is_typed(desk: Desk, step: ConsentStep) -> None:
    card(step).buttons["witness"].click()
    desk.type(card(step).heard, "her sister")
    step.leaving()
    assert conversation(desk.home, step.conversation).witness == "her sister"


def test_a_yes_that_nobody_could_hear_is_said_while_it_is_spoken(
    desk: Desk, step: ConsentStep, voice: Path
) -> None:
    record_from(desk, voice)
    card(step).buttons["voice"].click()
    panel = card(step).voice
    panel.button.click()
    assert panel.state.text() == "Getting ready"
    desk.until(lambda: panel.recording is not None)
    assert panel.recording is not None
    assert panel.recording.wait_source_end(20)
    desk.settle()
    assert not panel.trouble.isVisible()
    for state, words in (
        ("silent", "No sound is coming in"),
        ("lost", "The microphone came out. Looking for another one."),
        ("quiet", "Too quiet: move closer"),
    ):
        panel._hear(3_000, 0.0, state)
        assert panel.trouble.text() == words
        assert panel.trouble.isVisible()
    panel._hear(4_000, 0.4, "good")
    assert not panel.trouble.isVisible()
    panel.button.click()
    panel._hear(4_000, 0.0, "silent")
    assert not panel.trouble.isVisible(), "it is over"


def test_nothing_has_to_be_kept_to_go_on(desk: Desk, step: ConsentStep) -> None:
    with desk.qtbot.waitSignal(step.forward):
        desk.key(step, Qt.Key.Key_5)
    assert conversation(desk.home, step.conversation).method is Method.WRITTEN


def test_the_grown_ups_yes_may_come_as_a_film(desk: Desk, tmp_path: Path) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True, age_band="11-15")
    step = ConsentStep(desk.context, talk)
    desk.show(step)
    film = tmp_path / "VID_1.mp4"
    film.write_bytes(silent_film())
    desk.context.pick_file = lambda _title, _kinds: film
    panel = step.page.findChild(SpokenYesPanel)
    assert panel is not None
    panel.film.click()
    desk.settle()
    (kept,) = waiting(desk.home, talk)
    assert (kept.kind, kept.type) == (GROWN_UP, "mp4")
    assert panel.state.text() == "Their yes is kept."
    assert not panel.film.isVisible()
    assert conversation(desk.home, talk).evidence == "", "it is the grown-up's, not theirs"
    desk.context.pick_file = lambda _title, _kinds: tmp_path / "gone.mp4"
    panel.again.click()
    assert waiting(desk.home, talk) == ()
    panel.film.click()
    desk.settle()
    assert "cannot be read" in panel.trouble.text()


def test_the_grown_ups_yes_is_recorded_at_their_own_question(desk: Desk, tmp_path: Path) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True, age_band="11-15")
    step = ConsentStep(desk.context, talk)
    desk.show(step)
    assert isinstance(step.page, AskPage)
    record_from(desk, sound_file(tmp_path))
    panel = step.page.findChild(SpokenYesPanel)
    assert panel is not None
    panel.button.click()
    assert panel.state.text() == "Getting ready"
    desk.until(lambda: panel.recording is not None)
    assert panel.recording is not None
    panel.recording.wait_source_end(20)
    panel.button.click()
    (kept,) = waiting(desk.home, talk)
    assert kept.kind == GROWN_UP
    assert conversation(desk.home, talk).evidence == "", "it is the grown-up's, not theirs"
    desk.type(step.page.adult, "mother")
    desk.key(step, Qt.Key.Key_Tab)
    step.page.buttons[next(iter(step.page.buttons))].click()
    assert isinstance(step.page, AskPage)
    assert step.page.findChild(SpokenYesPanel) is None


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    step = at_method(desk, scale=scale, rtl=rtl)
    for key in ("voice", "sign", "witness"):
        card(step).open(key)
        desk.settle()
        walk_names(step)
        desk.until(lambda: cut(step) == [])


def test_what_is_kept_leads_on_with_one_key(desk: Desk, step: ConsentStep) -> None:
    assert isinstance(step.page, MethodPage)
    assert not step.page.on.isVisible(), "nothing is known yet"
    card(step).buttons["sign"].click()
    desk.type(card(step).initials, "ZC")
    card(step).keep_signature.click()
    assert step.page.on.hasFocus(), "the next press goes on, never back"
    with desk.qtbot.waitSignal(step.forward):
        desk.key(step, Qt.Key.Key_Space)


def test_a_signature_that_is_taken_away_again_was_not_seen(desk: Desk, step: ConsentStep) -> None:
    card(step).buttons["sign"].click()
    desk.type(card(step).initials, "ZC")
    card(step).keep_signature.click()
    assert conversation(desk.home, step.conversation).evidence == Method.ON_SCREEN.value
    button(step, "Take away: The signature is kept under lock.").click()
    assert conversation(desk.home, step.conversation).evidence == ""


def test_no_idle_minutes_end_a_spoken_yes(desk: Desk, step: ConsentStep, voice: Path) -> None:
    record_from(desk, voice)
    before = desk.live.busy
    card(step).buttons["voice"].click()
    card(step).voice.button.click()
    desk.until(lambda: desk.live.busy)  # the lock of an empty room waits for it
    assert not desk.live.running, "the conversation itself is not recorded"
    step.leaving()
    assert (before, set(desk.live.saying)) == (False, set())


def in_sight(part: QWidget, step: ConsentStep) -> bool:
    """Whether all of a part can be seen on the page."""
    page = next(a for a in step.findChildren(QScrollArea) if a.isAncestorOf(part))
    top = part.mapTo(page.viewport(), QPoint(0, 0)).y()
    return part.isVisible() and top >= 0 and top + part.height() <= page.viewport().height()


def test_on_a_small_screen_each_way_opens_in_sight_and_what_is_kept_stays_there(
    desk: Desk, step: ConsentStep, voice: Path
) -> None:
    step.resize(1280, 660)
    card(step).buttons["witness"].click()
    desk.until(lambda: in_sight(card(step).heard, step))
    card(step).buttons["voice"].click()
    desk.until(lambda: in_sight(card(step).voice.button, step))
    panel = card(step).voice
    pretend(desk, step.conversation)
    panel.button.click()
    desk.until(lambda: in_sight(panel.trouble, step))
    desk.live._recording = None
    record_from(desk, voice)
    panel.button.click()
    desk.until(lambda: panel.recording is not None)
    assert panel.recording is not None
    assert panel.recording.wait_source_end(20)
    panel.button.click()
    desk.settle()
    desk.until(lambda: in_sight(panel.again, step))
