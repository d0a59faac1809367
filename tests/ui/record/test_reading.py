"""One record read: words by layer, passages marked and numbered, the sound under them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QAbstractButton

from ldp_stories.domain.media import Media, Rendition, RenditionKind
from ldp_stories.domain.passages import MediaAnchor, Passage, TextAnchor, WordsAt
from ldp_stories.domain.records import Layer, LayerKind
from ldp_stories.errors import UserError, sentence
from ldp_stories.services.ask_resend import Wish
from ldp_stories.services.edit_record import add_passage
from ldp_stories.services.finish_conversation import finish
from ldp_stories.services.mask_words import make_layer
from ldp_stories.services.record_encounter import add_note
from ldp_stories.ui.record import reading as module
from ldp_stories.ui.record.copies import layer_words
from ldp_stories.ui.record.reading import ReadingPane, passage_numbers, shown_layers
from tests.ui.helpers import walk_names, words_on
from tests.ui.on_screen import CURTAINS, WORDS, Desk, story, talk_with, view_of


def passage(
    ident: str, start: int | None = None, ms: int | None = None, copy_of: str | None = None
) -> Passage:
    text = TextAnchor("layer", start, start + 5, "words") if start is not None else None
    sound = MediaAnchor("media", ms, ms + 100) if ms is not None else None
    return Passage(ident, "record", text, sound, copy_of=copy_of)


@pytest.fixture
def record(desk: Desk) -> str:
    return story(desk.home, title="Tea and bulbs")


@pytest.fixture
def marked(desk: Desk, record: str) -> str:
    """A passage in the words; its id."""
    layer = view_of(desk.home, record).words
    assert layer is not None
    start = WORDS.index(CURTAINS)
    return add_passage(desk.home, record, layer=layer.id, start=start, end=start + len(CURTAINS))


@pytest.fixture
def pane(desk: Desk, record: str) -> ReadingPane:
    made = ReadingPane(desk.context)
    desk.show(made, size=(900, 600))
    made.show_view(view_of(desk.home, record))
    return made


def test_passages_are_numbered_in_the_order_of_the_words(desk: Desk, record: str) -> None:
    view = view_of(desk.home, record)
    found = (passage("late", 40), passage("early", 3), passage("in sound", ms=100))
    assert passage_numbers(replace(view, passages=found)) == {"early": 1, "late": 2, "in sound": 3}


def test_a_masked_copy_has_the_number_of_its_original(desk: Desk, record: str) -> None:
    view = view_of(desk.home, record)
    found = (passage("a", 3), passage("copy of a", 8, copy_of="a"), passage("b", 20))
    numbers = passage_numbers(replace(view, passages=found))
    assert numbers["copy of a"] == numbers["a"] == 1
    assert numbers["b"] == 2


def test_a_copy_without_its_original_here_is_numbered_by_itself(desk: Desk, record: str) -> None:
    view = view_of(desk.home, record)
    found = (passage("copy", 8, copy_of="kept back"),)
    assert passage_numbers(replace(view, passages=found)) == {"copy": 1}


def test_layers_stand_in_one_order_the_newest_of_a_kind(desk: Desk, record: str) -> None:
    view = view_of(desk.home, record)
    layers = tuple(
        Layer(f"{kind.value} {n}", record, kind, "en", "words")
        for n, kind in enumerate((LayerKind.READING, LayerKind.MASKED, LayerKind.VERBATIM, LayerKind.MASKED))
    )
    shown = shown_layers(replace(view, layers=layers))
    assert [one.id for one in shown] == ["verbatim 2", "masked 3", "reading 0"]


def test_the_words_are_shown_as_they_were_written(pane: ReadingPane) -> None:
    assert pane.text.text() == WORDS
    assert pane.switch is None
    assert not pane.empty.isVisible()


def test_a_record_without_words_says_so(desk: Desk, voice: Path) -> None:
    made = ReadingPane(desk.context, empty="Nothing written yet.")
    desk.show(made, size=(900, 600))
    made.show_view(view_of(desk.home, story(desk.home, words="", sound=voice)))
    assert "Nothing written yet." in words_on(made)
    assert not made.text.isVisible()
    assert made.player.isVisible()


def test_without_words_and_sound_it_says_what_there_is(desk: Desk) -> None:
    record = story(desk.home, words="")
    pane = ReadingPane(desk.context)
    desk.show(pane, size=(900, 600))
    pane.show_view(view_of(desk.home, record))
    assert "No words yet." in words_on(pane)
    assert "The sound is all there is." not in words_on(pane)
    desk.until(lambda: pane.empty.y() - pane.heading.y() < 120)  # they stand together, whatever the height
    talk = talk_with(desk.home)
    add_note(desk.home, talk, "The pitch is locked", None)
    pane.show_view(view_of(desk.home, finish(desk.home, talk)))
    assert "No words yet. There are notes." in words_on(pane)


def test_without_sound_there_is_no_player(pane: ReadingPane) -> None:
    assert not pane.sound.isVisible()


def test_a_switch_stands_there_for_more_than_one_layer(desk: Desk, pane: ReadingPane, record: str) -> None:
    make_layer(desk.home, record, LayerKind.READING, "A copy that reads well.")
    pane.show_view(view_of(desk.home, record))
    assert pane.switch is not None
    changed: list[str] = []
    pane.layer_changed.connect(changed.append)
    pane.switch.chosen.emit("verbatim")
    pane.switch.set_value("reading")
    pane.switch.chosen.emit("reading")
    assert pane.text.text() == "A copy that reads well."
    assert changed[-1] == pane.layer.id if pane.layer else False


def test_the_chosen_layer_stays_when_the_record_is_read_again(
    desk: Desk, pane: ReadingPane, record: str
) -> None:
    make_layer(desk.home, record, LayerKind.READING, "A copy that reads well.")
    pane.show_view(view_of(desk.home, record), layer=LayerKind.READING)
    assert pane.text.text() == "A copy that reads well."
    pane.show_view(view_of(desk.home, record))
    assert pane.layer is not None
    assert pane.layer.kind is LayerKind.READING


def test_a_marked_passage_shows_its_number(desk: Desk, pane: ReadingPane, record: str, marked: str) -> None:
    pane.show_view(view_of(desk.home, record))
    shown = pane.text.toPlainText().replace("\xa0", " ")
    assert f"1  {CURTAINS}" in shown
    assert pane.text.text() == WORDS


def test_pressing_a_passage_tells_its_id(desk: Desk, pane: ReadingPane, record: str, marked: str) -> None:
    pane.show_view(view_of(desk.home, record))
    pressed: list[str] = []
    pane.passage_pressed.connect(pressed.append)
    pane.text.passage_pressed.emit("1")
    pane.text.passage_pressed.emit("7")
    assert pressed == [marked]


def test_selected_words_are_told_in_letters_of_their_layer(
    desk: Desk, pane: ReadingPane, record: str
) -> None:
    told: list[tuple[str, int, int]] = []
    pane.selected.connect(lambda *what: told.append(what))
    cursor = pane.text.textCursor()
    cursor.setPosition(5)
    cursor.setPosition(7, QTextCursor.MoveMode.KeepAnchor)
    pane.text.setTextCursor(cursor)
    layer = view_of(desk.home, record).words
    assert layer is not None
    assert told == [(layer.id, 5, 7)]
    assert layer.text[5:7] == "we"


def test_picking_one_passage_sets_it_apart(desk: Desk, pane: ReadingPane, record: str, marked: str) -> None:
    layer = view_of(desk.home, record).words
    assert layer is not None
    other = add_passage(desk.home, record, layer=layer.id, start=0, end=4)
    pane.show_view(view_of(desk.home, record))
    assert {mark.color for mark in pane.text._marks} == {"mark"}
    pane.pick(other)
    by_start = {mark.start: mark.color for mark in pane.text._marks}
    assert by_start[0] == "mark"
    assert by_start[WORDS.index(CURTAINS)] == "mark2"


def test_a_passage_in_another_copy_is_shown_where_it_stands(
    desk: Desk, pane: ReadingPane, record: str, marked: str
) -> None:
    made = make_layer(desk.home, record, LayerKind.TRANSLATION, "We drink tea, and now we walk.")
    there = add_passage(desk.home, record, layer=made, start=0, end=12)
    pane.show_view(view_of(desk.home, record))
    pane.pick(there)
    assert [mark.color for mark in pane.text._marks] == ["mark"]
    assert pane.text.text() == "We drink tea, and now we walk."
    assert pane.switch is not None
    kinds = [pane.switch.value()]
    pane.pick(marked)
    kinds.append(pane.switch.value())
    pane.pick("no such passage")
    kinds.append(pane.switch.value())
    assert kinds == ["translation", "verbatim", "verbatim"], "what is not here turns nothing"


def test_words_that_were_searched_for_are_marked_in_their_copy_and_come_into_sight(
    desk: Desk, pane: ReadingPane, record: str
) -> None:
    far = "We drink tea. \U0001f337 And now we walk.\r\n" * 60 + "Only the heron minds."
    made = make_layer(desk.home, record, LayerKind.TRANSLATION, far)
    pane.show_view(view_of(desk.home, record))
    start = far.index("heron")
    pane.show_words(WordsAt(made, start, start + 5))
    assert pane.text.text() == far
    assert [far[m.start : m.end] for m in pane.text._marks] == ["heron"]
    assert pane.text.textCursor().block().text()[pane.text.textCursor().positionInBlock() :] == "heron minds."
    assert pane.text.viewport().rect().contains(pane.text.cursorRect())
    pane.show_words(WordsAt("no such copy", 0, 5))
    assert pane.text.text() == far


def test_two_translations_are_told_apart_and_a_hit_in_the_older_one_is_in_sight(
    desk: Desk, pane: ReadingPane, record: str
) -> None:
    far = "Pijemy herbat\u0119. " * 80 + "Tylko czapla patrzy."
    older = make_layer(desk.home, record, LayerKind.TRANSLATION, far, language="pl")
    make_layer(desk.home, record, LayerKind.TRANSLATION, "Cha pite hain.", language="ur")
    pane.show_view(view_of(desk.home, record))
    assert pane.switch is not None
    names = [b.text() for b in pane.switch.findChildren(QAbstractButton)]
    assert names == ["Their words", "Translation, \u0627\u0631\u062f\u0648", "Translation, Polski"]
    start = far.index("czapla")
    pane.show_words(WordsAt(older, start, start + 6))
    assert pane.text.text() == far
    assert [far[m.start : m.end] for m in pane.text._marks] == ["czapla"]
    assert pane.text.viewport().rect().contains(pane.text.cursorRect())
    make_layer(desk.home, record, LayerKind.TRANSLATION, "On boit du th\u00e9.", language="fr")
    pane.show_view(view_of(desk.home, record))
    assert pane.text.text() == far, "the copy that is read stays when another comes"


def test_copies_of_one_kind_and_language_have_numbers() -> None:
    two = tuple(Layer(n, "r", LayerKind.READING, "en", n) for n in ("a", "b"))
    assert [layer_words(x, two) for x in two] == ["Reading copy, English 1", "Reading copy, English 2"]
    assert layer_words(two[0], two[:1]) == "Reading copy"


def test_words_found_inside_a_passage_leave_its_mark_whole(
    desk: Desk, pane: ReadingPane, record: str, marked: str
) -> None:
    view = view_of(desk.home, record)
    passage = next(p for p in view.passages if p.id == marked)
    assert passage.text is not None
    pane.show_view(view)
    pane.show_words(WordsAt(passage.text.layer, passage.text.start + 2, passage.text.start + 6))
    assert [m.start for m in pane.text._marks] == [passage.text.start]


def test_a_passage_in_sound_is_drawn_and_played_in_the_joined_take(
    desk: Desk, voice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = story(desk.home, sound=voice, marks=[1500])
    view = view_of(desk.home, record)
    ident = add_passage(desk.home, record, media=view.media[0].id, from_ms=500, to_ms=900)
    made = ReadingPane(desk.context)
    desk.show(made, size=(900, 600))
    made.show_view(view_of(desk.home, record))
    desk.settle()
    spans: list[tuple[int, int]] = []
    monkeypatch.setattr(made.link, "play_span", lambda a, b: spans.append((a, b)))
    made.play_passage(ident)
    made.play_passage("unknown")
    assert spans == [(500, 900)]
    assert made.player.wave._marks == [0.75]
    assert [(round(s.start, 2), round(s.end, 2)) for s in made.player.wave._spans] == [(0.25, 0.45)]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("MEDIA_GONE", "Waiting for the sound. The written words are here."),
        ("MEDIA_UNREADABLE", "It cannot be played here. It is kept safe."),
        ("MEDIA_DAMAGED", "damaged"),
    ],
)
def test_why_it_cannot_be_played_stands_under_the_words(pane: ReadingPane, code: str, words: str) -> None:
    pane.link.failed.emit(UserError(code))
    assert pane.trouble.isVisible()
    assert words in pane.trouble.label.text()


def test_leaving_lets_go_of_the_sound(desk: Desk, voice: Path) -> None:
    made = ReadingPane(desk.context)
    desk.show(made, size=(900, 600))
    made.show_view(view_of(desk.home, story(desk.home, sound=voice)))
    desk.settle()
    made.link.seek(700)
    made.close_sound()
    assert made.link.position == 700
    assert made.link.parts


def test_every_control_of_the_pane_has_a_name(desk: Desk, voice: Path) -> None:
    made = ReadingPane(desk.context)
    desk.show(made, size=(900, 600))
    record = story(desk.home, sound=voice)
    make_layer(desk.home, record, LayerKind.READING, "A copy.")
    made.show_view(view_of(desk.home, record))
    desk.settle()
    names = walk_names(made)
    assert {"Play", "5 seconds back", "The words"} <= set(names)


def test_sound_that_is_not_here_is_said_and_asked_for_with_one_button(
    desk: Desk, pane: ReadingPane, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = view_of(desk.home, record)
    assert not pane.away.isVisibleTo(pane), "this story has no sound"
    gone = Rendition("a" * 64, RenditionKind.MASTER, 9, "flac", None)
    there = replace(gone, item="item")
    for renditions, away in (((gone,), True), ((there,), False), ((), False)):
        medium = Media("m", record, "audio", "recorded here", 4_000, 0, 0, renditions)
        pane.show_view(replace(view, media=(medium,)))
        assert pane.away.isVisibleTo(pane) is away, renditions
    pane.show_view(replace(view, media=(Media("m", record, "audio", "recorded here", 4_000, 0, 0, (gone,)),)))
    assert "The sound is not on this laptop. The words are." in words_on(pane)
    asked: list[str] = []

    def ask(_home: object, ident: str) -> Wish:
        asked.append(ident)
        if len(asked) == 1:
            raise UserError("NOBODY_TO_ASK")
        return Wish("w", "Joan", "m", (), 0, 1, (), "2026-05-20", "missing")

    monkeypatch.setattr(module, "ask_for_media", ask)
    pane.away.button.click()
    assert pane.away.label.text() == sentence(UserError("NOBODY_TO_ASK"))
    pane.away.acted.emit()
    assert asked == [record, record]
    assert pane.away.label.text() == "Asked. It goes with your next file to Joan."
