"""Write down the sound: keys while typing, times beside the words, versions apart, a machine's draft beside."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.sync import SyncPoint
from ldp_stories.errors import UserError
from ldp_stories.services import transcribe
from ldp_stories.services import write_by_machine as machine
from ldp_stories.services.home import Home
from ldp_stories.ui.record import machine_card
from ldp_stories.ui.record.fit_scroll import FitScroll
from ldp_stories.ui.record.languages import language_name
from ldp_stories.ui.record.synced_editor import SyncedEditor
from ldp_stories.ui.record.transcribe_screen import TranscribeScreen
from ldp_stories.ui.text import sentence
from tests.services.test_write_by_machine import FAKE, LISTENER
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import WORDS, Desk, sound_file, story, view_of

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", "ALSA", extend=True)
P = SyncPoint
URDU = "میں بہار میں آئی"


@pytest.fixture
def record(home: Home, tmp_path: Path) -> str:
    return story(home, sound=sound_file(tmp_path), title="Tea and bulbs", marks=[1_500])


@pytest.fixture
def screen(desk: Desk, record: str, monkeypatch: pytest.MonkeyPatch) -> TranscribeScreen:
    monkeypatch.setattr(machine_card, "engines", lambda: (FAKE,))
    monkeypatch.setattr(machine, "engines", lambda: (FAKE,))
    monkeypatch.setattr(machine, "listener_command", lambda: (sys.executable, "-c", LISTENER))
    made = TranscribeScreen(desk.context, record)
    desk.show(made)
    return made


def kept(home: Home, record: str) -> transcribe.Draft:
    return transcribe.open_draft(home, record, LayerKind.TRANSCRIPT, "en")


def test_it_opens_on_what_is_heard_with_their_words_beside(screen: TranscribeScreen) -> None:
    assert screen.switch.value() == "transcript"
    assert screen.editor.words.edit.hasFocus()
    said = words_on(screen)
    assert "Tea and bulbs" in said
    assert WORDS.split("\n")[0] in said
    assert "00:00 of 00:02" in said


def test_typing_is_kept_within_half_a_second_and_is_there_again(
    desk: Desk, screen: TranscribeScreen, record: str
) -> None:
    desk.type(screen.editor.words, "I knew")
    assert screen.keeper._timer.interval() <= 500
    desk.until(lambda: kept(desk.home, record).text == "I knew")
    assert view_of(desk.home, record).layers[0].kind is LayerKind.VERBATIM, "not a layer yet"
    again = TranscribeScreen(desk.context, record)
    assert again.editor.text() == "I knew"
    screen.leaving()
    assert [x.kind.value for x in view_of(desk.home, record).layers] == ["verbatim", "transcript"]


def test_keys_play_and_go_back_while_somebody_types(
    desk: Desk, screen: TranscribeScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    screen.player.play.connect(lambda: asked.append("play"))
    screen.player.sought.connect(lambda ms: asked.append(str(ms)))
    desk.type(screen.editor.words, "I ")
    desk.key(screen, Qt.Key.Key_F4)
    desk.key(screen, Qt.Key.Key_F3)
    desk.key(screen, Qt.Key.Key_F2)
    assert asked == ["play", "1500", "0"]
    assert screen.editor.text() == "I "
    screen.leaving()


def test_f5_ties_the_word_at_the_caret_to_the_moment_and_not_a_letter_is_added(
    desk: Desk, screen: TranscribeScreen, record: str
) -> None:
    desk.type(screen.editor.words, "I knew nobody")
    screen.link.seek(1_200)
    desk.key(screen, Qt.Key.Key_F5)
    assert screen.editor.text() == "I knew nobody"
    assert screen.editor.points() == (P(7, 1_200),)
    desk.type(screen.editor.words, " at all")
    screen.leaving()
    layer = view_of(desk.home, record).layers[1]
    assert (layer.text, layer.sync) == ("I knew nobody at all", (P(7, 1_200),))


def test_points_move_with_their_words_while_somebody_types_before_them(
    desk: Desk, screen: TranscribeScreen
) -> None:
    screen.editor.set_words("nobody came", (P(7, 900),))
    cursor = screen.editor.words.edit.textCursor()
    cursor.setPosition(0)
    screen.editor.words.edit.setTextCursor(cursor)
    screen.editor.words.edit.insertPlainText("\U0001f600")
    desk.type(screen.editor.words, " So ")
    assert screen.editor.text() == "\U0001f600 So nobody came"
    assert screen.editor.points() == (P(12, 900),)


def test_f7_takes_turns_between_the_two_and_each_line_has_its_time(
    desk: Desk, screen: TranscribeScreen
) -> None:
    screen.link.seek(300)
    desk.key(screen, Qt.Key.Key_F7)
    desk.type(screen.editor.words, "I came in spring.")
    screen.link.seek(900)
    desk.key(screen, Qt.Key.Key_F7)
    desk.type(screen.editor.words, "And then?")
    screen.link.seek(1_400)
    desk.key(screen, Qt.Key.Key_F7)
    assert screen.editor.text() == "Teller: I came in spring.\nMe: And then?\nTeller: "
    assert [p.ms for p in screen.editor.points()] == [300, 900, 1_400]


def test_names_that_were_written_are_used_again(desk: Desk, screen: TranscribeScreen) -> None:
    screen.editor.set_words("Amina: Hello\nGran: Hello yourself", ())
    cursor = screen.editor.words.edit.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    screen.editor.words.edit.setTextCursor(cursor)
    desk.key(screen, Qt.Key.Key_F7)
    assert screen.editor.text().endswith("\nAmina: ")


def test_a_new_line_while_it_plays_gets_its_time_by_itself(desk: Desk, screen: TranscribeScreen) -> None:
    desk.type(screen.editor.words, "one")
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.editor.points() == ()
    screen.link.playing_changed.emit(True)
    screen.link._place = 1_100
    desk.type(screen.editor.words, "two")
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.editor.text() == "one\ntwo\n"
    assert screen.editor.points() == (P(8, 1_100),)


def test_f10_plays_from_the_words(
    desk: Desk, screen: TranscribeScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    went: list[int] = []
    monkeypatch.setattr(screen.link, "play", lambda: went.append(screen.link.position))
    desk.key(screen, Qt.Key.Key_F10)
    assert "No time stands beside these words yet." in screen.trouble.label.text()
    screen.editor.set_words("one two", (P(0, 500), P(7, 1_200)))
    desk.key(screen, Qt.Key.Key_F10)
    assert went == [500]


def test_a_version_is_left_as_it_was_and_found_again(
    desk: Desk, screen: TranscribeScreen, record: str
) -> None:
    desk.type(screen.editor.words, "heard")
    screen.switch.chosen.emit("translation")
    assert screen.editor.text() == ""
    desk.type(screen.editor.words, "translated")
    screen.language.chosen.emit("pl")
    assert screen.editor.text() == ""
    desk.type(screen.editor.words, "po polsku")
    screen.switch.chosen.emit("transcript")
    assert screen.editor.text() == "heard"
    screen.leaving()
    found = {(x.kind.value, x.language): x.text for x in view_of(desk.home, record).layers}
    assert found[("transcript", "en")] == "heard"
    assert found[("translation", "en")] == "translated"
    assert found[("translation", "pl")] == "po polsku"


def test_each_line_has_its_own_direction(desk: Desk, screen: TranscribeScreen) -> None:
    screen.editor.set_words(f"In English\n{URDU}", (P(11, 700),))
    document = screen.editor.words.edit.document()
    directions = [document.findBlockByNumber(n).textDirection() for n in (0, 1)]
    assert directions == [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
    assert screen.editor.points() == (P(11, 700),)


def test_what_stands_beside_the_words_is_whole_up_to_its_edge(screen: TranscribeScreen) -> None:
    """The scroll bar once lay over the edge of the cards as soon as words to begin from stood there."""
    screen.switch.chosen.emit("reading")
    assert screen.use.isVisible()
    around = next(one for one in screen.findChildren(FitScroll) if one.isAncestorOf(screen.use))
    inside = around.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= around.viewport().width()


def test_a_copy_of_their_words_begins_a_version_and_only_an_empty_one(
    desk: Desk, screen: TranscribeScreen
) -> None:
    button(screen, "Begin with a copy of these words").click()
    assert screen.editor.text() == WORDS
    assert not screen.use.isVisible()
    screen.use_source()
    assert screen.editor.text() == WORDS


def test_without_a_yes_nothing_is_written_down_and_it_says_why(
    desk: Desk, home: Home, tmp_path: Path
) -> None:
    made = TranscribeScreen(desk.context, story(home, sound=sound_file(tmp_path), but=["transcript"]))
    desk.show(made)
    assert not made.editor.isEnabled()
    assert "They did not say yes to their words being written down." in words_on(made)
    assert not made.machine.listen.isVisible()


def test_a_machine_listens_is_marked_and_its_words_can_be_taken_as_a_beginning(
    desk: Desk, screen: TranscribeScreen, record: str
) -> None:
    screen.switch.chosen.emit("verbatim")
    before = screen.editor.text()
    button(screen, "Let it listen").click()
    assert screen.machine.stop.isVisible()
    desk.until(lambda: screen.machine.task is None)
    assert "Check every word" in screen.machine.state.text()
    assert screen.editor.text() == before
    screen.switch.chosen.emit("transcript")
    sources = transcribe.sources(desk.home, record)
    assert [bool(x.machine) for x in sources] == [False, True]
    button(screen, "Take its words away").click()
    assert transcribe.machine_words(desk.home, record) is None


def test_a_machines_words_are_shown_as_such_where_nobody_else_has_written(
    desk: Desk, home: Home, tmp_path: Path
) -> None:
    from ldp_stories.ui.record.record_screen import RecordScreen

    record = story(home, words="", sound=sound_file(tmp_path))
    transcribe.keep_machine_words(home, record, "eye new nobody", (), machine="fake", language="en")
    made = RecordScreen(desk.context, record)
    desk.show(made)
    assert "A machine wrote this by listening. Nobody has checked it." in words_on(made)
    writing = TranscribeScreen(desk.context, record)
    desk.show(writing)
    assert "Written by a machine" in words_on(writing)
    button(writing, "Begin with a copy of these words").click()
    assert writing.editor.text() == "eye new nobody"


def test_stop_ends_the_listening_and_keeps_nothing(
    desk: Desk, screen: TranscribeScreen, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = (
        "import threading\nwhile True:\n print('{\"done_ms\": 5}', flush=True)\n threading.Event().wait(0.01)"
    )
    monkeypatch.setattr(machine, "listener_command", lambda: (sys.executable, "-c", says))
    screen.machine.start()
    screen.machine.stop_it()
    desk.until(lambda: screen.machine.task is None)
    assert "Stopped." in screen.machine.state.text()
    assert transcribe.machine_words(desk.home, record) is None


def test_a_listener_that_wants_a_model_waits_for_its_folder(
    desk: Desk, record: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants = machine.EngineInfo("sherpa-onnx", wants_model=True, language="")
    monkeypatch.setattr(machine_card, "engines", lambda: (wants,))
    made = TranscribeScreen(desk.context, record)
    desk.show(made)
    assert not made.machine.listen.isEnabled()
    assert made.machine.model_name.text() == "No model chosen yet"
    desk.folder = tmp_path / "zipformer"
    made.machine.model.click()
    assert made.machine.listen.isEnabled()
    assert made.machine.model_name.text() == "zipformer"
    assert desk.context.settings.speech_model == str(desk.folder)


def test_without_any_listener_it_says_so_kindly(
    desk: Desk, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_card, "engines", lambda: ())
    made = TranscribeScreen(desk.context, record)
    desk.show(made)
    assert "No listener is installed on this laptop." in words_on(made)
    assert not made.machine.listen.isVisible()


def test_somebody_elses_story_is_not_theirs_to_write(
    desk: Desk, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcribe, "writable", lambda *_: ())
    made = TranscribeScreen(desk.context, record)
    desk.show(made)
    assert "Only the one who recorded it, or a coordinator" in words_on(made)
    made.leaving()
    gone = TranscribeScreen(desk.context, "gone")
    desk.show(gone)
    button(gone, "Back").click()
    assert desk.left == 1


def test_times_are_read_with_the_words(desk: Desk) -> None:
    editor = SyncedEditor(name="The words")
    editor.set_words("one\ntwo", (P(0, 61_000), P(4, 3_723_000)))
    desk.show(editor)
    assert editor.words.edit.accessibleDescription() == "01:01, 1:02:03"
    editor.set_words("", ())
    assert editor.words.edit.accessibleDescription() == ""


def test_a_language_has_its_own_name_or_its_code() -> None:
    assert language_name("ur") == "اردو"
    assert language_name("xx") == "xx"


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(
    desk: Desk, record: str, scale: float, rtl: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_card, "engines", lambda: (FAKE,))
    made = TranscribeScreen(desk.context, record)
    desk.show(made, scale=scale, rtl=rtl)
    walk_names(made)
    assert cut(made) == []


def test_a_translation_begins_from_words_of_the_same_sitting(desk: Desk, screen: TranscribeScreen) -> None:
    desk.type(screen.editor.words.edit, "Kemaa aan imid")
    screen.switch.set_value("translation")
    screen.switch.chosen.emit("translation")
    assert screen.source is not None
    assert screen.source.text == "Kemaa aan imid"
    assert screen.use.isVisible()
    kinds = [option.label for option in screen.source_card.which._options]
    assert kinds == ["Their words, English", "From the sound, English"], "each can be chosen"
    screen.use.click()
    assert screen.editor.text() == "Kemaa aan imid"
    screen.switch.chosen.emit("transcript")
    assert screen.editor.text() == "Kemaa aan imid", "each version stays as it was left"


def test_where_no_layer_can_be_written_now_it_is_said_and_the_words_stay(
    desk: Desk, screen: TranscribeScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UserError("NO_ROOM")

    desk.type(screen.editor.words.edit, "what was said")
    monkeypatch.setattr(transcribe, "write_drafts", full)
    screen.switch.chosen.emit("reading")
    assert sentence(UserError("NO_ROOM")) in words_on(screen)
    screen.leaving()
    monkeypatch.undo()
    screen.switch.chosen.emit("transcript")
    assert screen.editor.text() == "what was said"
