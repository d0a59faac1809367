"""A machine's draft: heard from sealed sound in a process of its own, kept apart, stopped without a trace."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.sync import SyncPoint
from ldp_stories.errors import Cancelled, Refused, UserError
from ldp_stories.media import synth, wav
from ldp_stories.media.speech import Word
from ldp_stories.media.speech_engines import EngineInfo
from ldp_stories.services import write_by_machine as machine
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.keep_sound import make_master
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.record_encounter import add_part_from_file, answer, begin, finish
from ldp_stories.services.story import read_story
from ldp_stories.services.transcribe import Draft, keep_draft, write_drafts
from ldp_stories.services.write_by_machine import lines_of, write_by_machine
from tests.services.homes import code_of, everything_yes

P = SyncPoint
FAKE = EngineInfo("fake", wants_model=False, language="en")
LISTENER = """
import json, sys
order = json.loads(sys.stdin.buffer.readline())
sound = sys.stdin.buffer.read()
print(json.dumps({"done_ms": len(sound) // 32}), flush=True)
for n, word in enumerate(["I", "knew", "nobody"]):
    print(json.dumps({"word": word, "from_ms": 100 + 300 * n + 900 * (n == 2), "to_ms": 300 + 300 * n}), flush=True)
print(json.dumps({"end": "done"}), flush=True)
"""


class Counter:
    def __init__(self, stop: bool = False) -> None:
        self.told: list[tuple[int, int]] = []
        self._stop = stop

    def report(self, done: int, total: int, note: str = "") -> None:
        self.told.append((done, total))
        if self._stop:
            raise Cancelled


@pytest.fixture(autouse=True)
def listener(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener that always hears the same three words."""
    monkeypatch.setattr(machine, "engines", lambda: (FAKE,))
    monkeypatch.setattr(machine, "listener_command", lambda: (sys.executable, "-c", LISTENER))


def told(home: Home, folder: Path, *, but: str = "") -> str:
    """A story of two parts of 1.2 s."""
    talk = begin(home).id
    everything_yes(home, talk)
    if but:
        answer(home, talk, (but,), Answer.NO)
    for seed in (1, 2):
        path = folder / f"{seed}.wav"
        with path.open("wb") as out:
            wav.write_wav(b"".join(synth.voice(1_200, seed)), out)
        add_part_from_file(home, talk, path)
    return finish(home, talk)


def test_both_parts_are_heard_on_one_line_of_time_and_kept_as_a_machines_words(
    home: Home, tmp_path: Path
) -> None:
    record = told(home, tmp_path)
    make_master(home, open_record(home, record).media[0].id)
    count = Counter()
    layer = write_by_machine(home, record, "fake", progress=count)
    (found,) = open_record(home, record).layers
    assert (found.id, found.machine, found.language) == (layer, "fake", "en")
    assert found.text.split() == ["I", "knew", "nobody"] * 2
    assert found.sync[0] == P(0, 100)
    assert found.sync[-1].ms == 1_200 + 1_600
    assert count.told == [(1_200, 2_400), (2_400, 2_400)]


def test_a_machines_guess_is_never_the_title_and_never_stands_before_a_persons_words(
    home: Home, tmp_path: Path
) -> None:
    record = told(home, tmp_path)
    write_by_machine(home, record, "fake")
    assert open_record(home, record).title == ""
    assert [row.title for row in my_stories(home).rows if row.id == record] == [""]
    with home.main.read() as con:
        story = read_story(con, record)
    assert [layer.machine for layer in story.reading_order] == ["fake"], (
        "it can be read, marked as what it is"
    )
    typed = Draft(LayerKind.TRANSCRIPT, "en", "Then the class began.", typed=True)
    keep_draft(home, record, typed)
    write_drafts(home, record)
    assert open_record(home, record).title == "Then the class began."
    assert [row.title for row in my_stories(home).rows if row.id == record] == ["Then the class began."]
    with home.main.read() as con:
        story = read_story(con, record)
    assert [layer.machine for layer in story.reading_order] == ["", "fake"]
    assert story.best is not None
    assert story.best.text == "Then the class began."


def test_stop_keeps_nothing(home: Home, tmp_path: Path) -> None:
    record = told(home, tmp_path)
    with pytest.raises(Cancelled):
        write_by_machine(home, record, "fake", progress=Counter(stop=True))
    assert open_record(home, record).layers == ()


def test_without_a_yes_to_words_from_the_sound_no_machine_listens(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "open_sound", lambda *_: pytest.fail("the sound was opened"))
    with pytest.raises(Refused) as caught:
        write_by_machine(home, told(home, tmp_path, but="transcript"), "fake")
    assert code_of(caught) == "NO_PERMISSION"
    assert caught.value.facts["scope"] == "transcript"


def test_an_engine_that_is_not_here_and_one_that_hears_nothing_are_told(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = told(home, tmp_path)
    with pytest.raises(UserError) as caught:
        write_by_machine(home, record, "sherpa-onnx")
    assert code_of(caught) == "SPEECH_ENGINE"
    deaf = 'import sys; sys.stdin.buffer.read(); print(\'{"end": "done"}\')'
    monkeypatch.setattr(machine, "listener_command", lambda: (sys.executable, "-c", deaf))
    with pytest.raises(UserError) as caught:
        write_by_machine(home, record, "fake")
    assert code_of(caught) == "SPEECH_NOTHING"
    assert open_record(home, record).layers == ()


def test_the_model_is_named_with_its_machine_and_hears_the_language_of_the_sound(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = told(home, tmp_path)
    any_language = replace(FAKE, wants_model=True, language="")
    monkeypatch.setattr(machine, "engines", lambda: (any_language,))
    orders: list[dict[str, object]] = []

    def hear(_command: object, order: dict[str, object], *_: object) -> list[Word]:
        orders.append(order)
        return [Word("سلام", 0, 100)]

    monkeypatch.setattr(machine, "hear", hear)
    write_by_machine(home, record, "fake", model=Path("/models/zipformer-ur"), language="ur")
    (layer,) = open_record(home, record).layers
    assert (layer.machine, layer.language) == ("fake, zipformer-ur", "ur")
    assert orders[0] == {"engine": "fake", "model": str(Path("/models/zipformer-ur")), "language": "ur"}
    write_by_machine(home, record, "fake")
    assert orders[-1]["language"] == open_record(home, record).record.language == "en"


def test_a_listener_for_english_does_not_listen_to_another_language(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = told(home, tmp_path)
    monkeypatch.setattr(machine, "open_sound", lambda *_: pytest.fail("the sound was opened"))
    with pytest.raises(UserError) as caught:
        write_by_machine(home, record, "fake", language="ur")
    assert code_of(caught) == "SPEECH_LANGUAGE"
    assert open_record(home, record).layers == ()


def test_a_pause_begins_a_line_with_its_moment() -> None:
    words = [
        Word("I", 100, 200),
        Word("knew", 300, 600),
        Word("nobody", 1_400, 1_900),
        Word("then", 1_950, 2_100),
    ]
    assert lines_of(words) == ("I knew\nnobody then", (P(0, 100), P(7, 1_400)))
    assert lines_of([]) == ("", ())
