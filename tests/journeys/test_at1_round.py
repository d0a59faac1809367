"""AT-1, the whole way round: three people, three windows, one stick, no network (domain/7-scenarios.md)."""

import wave
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.media import RATE
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.start_home import own_words
from ldp_stories.services.walk_round import QUOTE, REASON, THANKS, TITLE, WORDS
from ldp_stories.ui.coordinator.ask_line import AskLine
from tests.journeys.acts import AT_1, answers, choose, rows, tick, type_words, where_and_who
from tests.journeys.people import Person, person
from tests.services.homes import Clock, cheap_machine, found, pack_of

pytestmark = pytest.mark.qt_log_ignore(
    "pipewire", "PulseAudio", "audio device", extend=True
)  # no sound card is needed

MINUTES_12_30 = 750_000


@dataclass
class Stage:
    """The three of them before anything has happened, and the stick."""

    amina: Person
    joan: Person
    priya: Person
    stick: Path
    clock: Clock


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    stick = tmp_path / "stick"
    stick.mkdir()
    clock = Clock()
    joans = cheap_machine(tmp_path / "c1", clock)
    home = found(tmp_path / "c1" / "homes" / "joan", joans)
    pack_file = pack_of(home, tmp_path)
    with ExitStack() as open_windows:
        people = [
            open_windows.enter_context(person(qtbot, machine, tmp_path / laptop, stick))
            for laptop, machine in (
                ("l1", cheap_machine(tmp_path / "l1", clock)),
                ("c1", joans),
                ("e1", cheap_machine(tmp_path / "e1", clock)),
            )
        ]
        amina, joan, priya = people
        joan.window.open_desk(home)
        for one, name, work in (
            (amina, "Amina", "I collect stories"),
            (priya, "Priya", "I make sense of stories"),
        ):
            first_start(one, pack_file, name, work)
        yield Stage(amina, joan, priya, stick, clock)


def first_start(one: Person, pack_file: Path, name: str, work: str) -> None:
    """Set up the notebook from the programme file, as on the first day."""
    one.press("Set up your notebook")
    assert one.window.start is not None
    page = one.window.start.stack.currentWidget()
    page.pick_pack = lambda: pack_file  # type: ignore[union-attr]
    one.press("Choose file")
    one.sees("Larkside Together")
    one.type(page.name, name)  # type: ignore[union-attr]
    one.press(work)
    one.press("Open my notebook")
    one.until(lambda: one.window.home is not None, "the notebook to open")


def length_of(path: Path) -> int:
    with wave.open(str(path)) as file:
        return int(file.getnframes()) * 1000 // RATE


def amina_records(stage: Stage, sound: Path) -> None:
    """Steps 1 to 3: where and who, consent, 12 min 30 s of sound with a marked moment and a note."""
    amina = stage.amina
    amina.bring_to_front()
    amina.record_from(sound)
    amina.press("New conversation")
    amina.until(lambda: amina.screen.step == 0, "where and who")
    where_and_who(amina)
    answers(amina, AT_1)
    amina.press("I recorded them")
    amina.until(lambda: amina.screen.step == 2, "the conversation")
    amina.press("Record")
    amina.press("Mark this moment")
    amina.until(
        lambda: amina.window.live.status and amina.window.live.status.saved_ms >= length_of(sound),
        "the sound",
    )
    amina.type(amina.screen.now.notes.field, "Her daughter reads the letters for her")
    amina.key(Qt.Key.Key_Return)
    amina.press("Finish")
    amina.until(lambda: amina.screen.step == 3, "the words after")


def amina_writes(stage: Stage) -> None:
    """Step 4: the words, a title, the passage with its seconds, "it moved me", D1 sure and A8 think so; ready."""
    amina = stage.amina
    step = amina.screen.now
    type_words(amina, step.words, WORDS)
    amina.type(step.name, TITLE)
    cursor = step.words.edit.textCursor()
    start = step.words.text().index(QUOTE)
    cursor.setPosition(start)
    cursor.setPosition(start + len(QUOTE), cursor.MoveMode.KeepAnchor)
    step.words.edit.setTextCursor(cursor)
    amina.press("Mark these words")
    amina.sees("It moved me")
    span = next(iter(step.moments.spans.values()))
    amina.type(span.begin, "3:10")
    amina.type(span.end, "3:42")
    span.keep()
    amina.space(step.moments.moved[0])
    suggest(amina, "Trust and relationships", "D1", "Sure")
    suggest(amina, "Everyday life and what matters", "A8", "Think so")
    amina.press("It is ready")
    amina.until(lambda: amina.screen.step == 4, "ready")


def suggest(amina: Person, group: str, code: str, sure: str) -> None:
    """Suggest a tag for the first passage."""
    tags = amina.screen.now.tags
    passage = next(o.key for o in tags.about._options if o.key)
    tags.about.set_value(passage)
    amina.press(sure)
    amina.press(group)
    amina.until(lambda: code in tags.buttons, f"the tags of {group}")
    amina.space(tags.buttons[code])


def send(one: Person, to_first_word: str) -> None:
    """Pack and copy onto the stick; the first time with the first of their words."""
    one.until(lambda: one.screen.plan is not None, "what is to be sent")
    if one.screen.plan.first_time:
        one.type(one.screen.word, to_first_word)
    one.press("Pack and copy")
    one.sees("Copied and checked.")


def bring_in(one: Person) -> None:
    """Choose the stick, look inside each sealed file that is for this person, and add what is new."""
    one.go("bring_in")
    one.press("Choose a folder")
    one.until(lambda: one.screen.cards, "the files on the stick")
    one.rest()
    for path in list(one.screen.cards):
        one.until(lambda p=path: one.screen.cards[p].button.isEnabled(), "the file's button")
        one.space(one.screen.cards[path].button)
        one.rest()
        if one.window.navigator is not None and one.window.navigator.here.entry.key == "preview":
            look_and_add(one)
            one.go("bring_in")
            one.press("Choose a folder")
            one.until(lambda p=path: p in one.screen.cards, "the files again")
            one.rest()


def look_and_add(one: Person) -> None:
    """The preview: nothing has been added yet; then add."""
    one.until(lambda: one.screen.add.isVisible() or one.screen.back.isVisible(), "the preview")
    one.rest()
    if one.screen.add.isVisible() and one.screen.add.isEnabled():
        assert "Nothing has been added yet." in one.words or "brought this in before" in one.words
        one.space(one.screen.add)
        one.until(lambda: one.screen.on.isVisible() or one.screen.back.isVisible(), "it to be added")
    one.rest()


def let_everybody_in(joan: Person) -> None:
    """Joan compares the six words of each and lets them in, which brings in what they sent."""
    joan.go("programme", "joiners")
    joan.rest()
    while joan.screen.cards:
        card, count = joan.screen.cards[0], len(joan.screen.cards)
        joan.space(card.go_on)
        joan.until(lambda n=count: len(joan.screen.cards) < n, f"{card.joiner.name} to be let in")
        joan.rest()


def joan_reviews(stage: Stage) -> None:
    """Steps 6 and 7: D1 accepted, A8 changed to B7 with the reason, thanks, released - all by keys."""
    joan = stage.joan
    joan.bring_to_front()
    joan.go("queue")
    joan.until(lambda: TITLE in rows(joan.screen.model), "the story in the queue")
    joan.rest()
    joan.press("Start, 1 story")
    joan.until(
        lambda: joan.window.navigator and joan.window.navigator.here.entry.key == "review", "the review"
    )
    joan.rest()
    joan.key(Qt.Key.Key_A)
    joan.sees("Accepted D1")
    joan.key(Qt.Key.Key_C)
    joan.until(lambda: line_of(joan).isVisible(), "the line for the reason")
    line = line_of(joan)
    assert line.combo is not None
    choose(joan, line.combo, "B7")
    joan.type(line.field, REASON)
    joan.key(Qt.Key.Key_Return)
    joan.sees("A8: Changed to B7")
    joan.press("Thank Amina")
    joan.until(lambda: line_of(joan).isVisible(), "the line for the thanks")
    joan.type(line_of(joan).field, THANKS)
    joan.key(Qt.Key.Key_Return)
    joan.rest()
    tick(joan, "I have read title and notes")
    joan.press("Release to evaluators")
    joan.sees("The evaluators may have it.")


def line_of(joan: Person) -> AskLine:
    """The line in which Joan writes a reason, a question or thanks."""
    lines: list[AskLine] = [line for line in joan.screen.findChildren(AskLine) if line.isVisible()]
    assert lines, "no line to write in"
    return lines[0]


def joan_sends_on(stage: Stage) -> None:
    """Step 8: the reviewed story to Priya, the return to Amina."""
    joan = stage.joan
    for to, home in (("evaluators", stage.priya.home), (stage.amina.home.member, stage.amina.home)):
        joan.go("send_back")
        joan.rest()
        joan.go("queue")
        joan.go("send_back", to)
        joan.rest()
        card = joan.screen.card
        joan.until(lambda c=card: c.isVisible() and c.go_on.isEnabled(), f"the card to send to {to}")
        if card.first.isVisible():
            joan.type(card.word, own_words(home)[0])
        joan.space(card.go_on)
        joan.rest()
        joan.sees("Copied and checked.")


def priya_uses_it(stage: Stage) -> None:
    """Step 9: bring in, search "women", open at the passage, play; quote bank yes, clip no."""
    priya = stage.priya
    priya.bring_to_front()
    bring_in(priya)
    priya.go("library")
    priya.type(priya.screen.search, "women")
    priya.until(lambda: priya.screen.list.found, "the hit")
    priya.rest()
    priya.sees("LT-")
    assert "You may not publish the sound" in priya.words
    assert "A8 changed to B7" in priya.words
    priya.press("Add to quote bank")
    priya.go("quotes")
    priya.sees(QUOTE)
    priya.press("Cut the sound for a report")
    priya.sees("no permission to publish")
    priya.go("library")
    priya.type(priya.screen.search, "women")
    priya.until(lambda: priya.screen.list.found, "the hit again")
    priya.rest()
    priya.press("Open the story")
    priya.until(
        lambda: priya.window.navigator and priya.window.navigator.here.entry.key == "record", "the story"
    )
    priya.rest()
    link = priya.screen.reading.link
    priya.until(lambda: link.total_ms == MINUTES_12_30, "the whole take")
    (quote,) = (p for p in priya.screen.view.passages if p.text is not None)
    priya.screen.reading.play_passage(quote.id)
    priya.until(lambda: 190_000 <= link.position < 222_000, "the sound from 03:10")
    link.pause()


def amina_hears_back(stage: Stage) -> None:
    """The receipt, the thanks and the reason are on Amina's screen."""
    amina = stage.amina
    amina.bring_to_front()
    amina.go("bring_in")
    bring_in(amina)
    amina.go("stories")
    amina.until(lambda: amina.screen.model.row(0).state == "Received by Joan, 10 May", "the receipt")
    amina.go("heard")
    amina.sees(THANKS)
    amina.sees(REASON)


def no_contact_card_left(stage: Stage) -> None:
    """Nothing readable is on the stick, and no name outside the seal."""
    for path in stage.stick.iterdir():
        data = path.read_bytes()
        assert b"Tea and bulbs" not in data
        if path.suffix != ".ldp-pack":
            assert b"Larkside" not in data
            assert not {"amina", "larkside", "millbrook", "joan"} & set(
                path.name.lower().replace(".", "-").split("-")
            )


def test_a_story_goes_all_the_way_round(stage: Stage, tmp_path: Path) -> None:
    sound = write_voice(tmp_path / "conversation.wav", MINUTES_12_30, seed=7)
    amina_records(stage, sound)
    amina_writes(stage)
    stage.amina.sees("Joan will get: words, sound.")
    stage.amina.press("Send now")
    send(stage.amina, own_words(stage.joan.home)[0])
    stage.joan.bring_to_front()
    bring_in(stage.joan)
    let_everybody_in(stage.joan)
    joan_reviews(stage)
    priya_asks_to_join(stage)
    joan_sends_on(stage)
    priya_uses_it(stage)
    amina_hears_back(stage)
    no_contact_card_left(stage)


def priya_asks_to_join(stage: Stage) -> None:
    """Priya's first file is her wish to join; Joan reads her six words back and lets her in."""
    stage.priya.bring_to_front()
    stage.priya.go("send")
    send(stage.priya, own_words(stage.joan.home)[0])
    bring_in(stage.joan)
    let_everybody_in(stage.joan)
