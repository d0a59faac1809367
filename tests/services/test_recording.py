"""Recording through a real recorder process: gates, parts, a dead recorder, a killed window (AT-2)."""

import io
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.errors import Refused, UserError
from ldp_stories.media import synth, wav
from ldp_stories.media.encode import flac_from_pieces
from ldp_stories.services import laptop, recording
from ldp_stories.services.conversation import Recovered
from ldp_stories.services.desk_talk import load
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.record_encounter import (
    add_note,
    answer,
    begin,
    carry_on,
    conversation,
    finish,
    may_record,
    recoverable,
    stop_and_thank,
)
from ldp_stories.services.recorder_part import source_order
from ldp_stories.services.recording import room_left, start_recording
from ldp_stories.store import desk, media
from tests.services.homes import code_of, everything_yes
from tests.services.takes import NOISE, Watch, kill, sound_of
from tests.waiting import until


@pytest.fixture
def talk(home: Home) -> str:
    found = begin(home).id
    everything_yes(home, found)
    return found


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(autouse=True)
def nothing_goes_on() -> Iterator[None]:
    yield
    for one in set(recording.running.values()):
        one.stop()


def noise(ms: int, seed: int = 7) -> bytes:
    return b"".join(synth.noise(ms, seed))


def test_nothing_is_recorded_without_a_yes_to_the_voice(home: Home, watch: Watch) -> None:
    talk = begin(home).id
    answer(home, talk, ("take_part",), Answer.YES)
    with pytest.raises(Refused) as caught:
        start_recording(home, talk, watch, NOISE)
    assert code_of(caught) == "NO_PERMISSION"
    assert caught.value.facts["why"] == "not_asked"
    assert conversation(home, talk).takes == ()
    assert home.vault.items() == []


def test_nothing_is_begun_with_less_than_ten_minutes_of_room(
    home: Home, talk: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    ten_minutes = recording.RESERVE + 10 * recording.BYTES_A_MINUTE
    monkeypatch.setattr(recording, "free_bytes", lambda _: ten_minutes - 1)
    assert room_left(home).minutes == 9
    with pytest.raises(Refused) as caught:
        start_recording(home, talk, watch, NOISE)
    assert code_of(caught) == "NO_ROOM_TO_RECORD"
    monkeypatch.setattr(recording, "free_bytes", lambda _: ten_minutes)
    start_recording(home, talk, watch, NOISE).stop()


def test_a_minute_of_sound_takes_the_room_that_is_counted_for_it(home: Home) -> None:
    sound = list(synth.voice(12_000))
    item = home.vault.create("a", bytes(32))
    for piece in sound:
        item.append(piece)
    item.seal()
    master = io.BytesIO()
    flac_from_pieces(sound, master)
    minute = 5 * (home.vault.path("a").stat().st_size + len(master.getvalue()))
    assert 0.7 * recording.BYTES_A_MINUTE < minute <= recording.BYTES_A_MINUTE


def test_a_disk_smaller_than_the_reserve_has_no_room_and_not_less(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "free_bytes", lambda _: 5)
    assert room_left(home).minutes == 0


def test_what_is_recorded_is_what_was_played_to_the_last_bit(home: Home, talk: str, watch: Watch) -> None:
    one = start_recording(home, talk, watch, {**NOISE, "ms": 3_000, "fast": True})
    assert one.wait_source_end(20)
    take = one.stop()
    assert (take.ms, take.state, take.gap_before_ms) == (3_000, "sealed", 0)
    assert sound_of(home, talk, take.item) == noise(3_000)
    assert conversation(home, talk).takes == (take,)
    assert one.stop() == take


def test_the_row_and_key_are_on_the_desk_before_the_recorder_starts(
    home: Home, talk: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, bool]] = []

    def look(*args: object, **kwargs: object) -> None:
        draft = load(home, talk)
        seen.append((draft.talk.takes[0].state, draft.talk.takes[0].item in draft.keys))
        raise UserError("DISK_TROUBLE", reason="stopped here")

    monkeypatch.setattr(recording, "RecorderClient", look)
    with pytest.raises(UserError):
        start_recording(home, talk, watch, NOISE)
    assert seen == [("live", True)]
    assert conversation(home, talk).takes == (), "what never began is forgotten"


def test_statuses_count_the_joined_take_and_show_a_level(home: Home, talk: str, watch: Watch) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 500, "half a second")
    first = one.stop()
    assert all(0 <= s.level <= 1 for s in watch.seen)
    assert max(s.level for s in watch.seen) > 0.1
    again = Watch()
    second = start_recording(home, talk, again, NOISE)
    until(lambda: again.saved >= first.ms + 300, "the second part goes on counting")
    assert all(s.saved_ms >= first.ms for s in again.seen)
    assert len(second.peaks) >= 3
    second.stop()
    assert [t.gap_before_ms for t in conversation(home, talk).takes] == [0, 0], "stopping is not losing"


def test_a_pause_takes_nothing_in_and_goes_on_in_the_same_part(home: Home, talk: str, watch: Watch) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 300, "some sound")
    one.pause()
    until(lambda: watch.seen[-1].state == "paused", "the pause")
    assert one.running
    one.resume()
    until(lambda: watch.seen[-1].state != "paused", "going on")
    one.stop()
    assert len(conversation(home, talk).takes) == 1


def test_a_dead_recorder_is_replaced_at_once_and_the_gap_is_marked(
    home: Home, talk: str, watch: Watch
) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 400, "the first part")
    kill(one)
    until(lambda: one.status.part == 1 and one.status.state not in ("lost", "starting"), "the second part")
    until(lambda: one.status.saved_ms > watch.seen[0].saved_ms + 800, "more sound")
    one.stop()
    first, second = conversation(home, talk).takes
    assert first.state == second.state == "sealed"
    assert first.ms >= 400, "everything it said was saved is there"
    assert 0 < second.gap_before_ms < 15_000
    assert sound_of(home, talk, first.item) == noise(60_000)[: len(sound_of(home, talk, first.item))]
    assert "lost" in [s.state for s in watch.seen]
    joined = conversation(home, talk).sound_ms
    assert joined == first.ms + second.gap_before_ms + second.ms
    assert watch.seen[-1].saved_ms <= joined + 200


def test_a_recorder_that_dies_while_paused_comes_back_paused_with_no_gap(
    home: Home, talk: str, watch: Watch
) -> None:
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 200, "some sound")
    one.pause()
    until(lambda: watch.seen[-1].state == "paused", "the pause")
    kill(one)
    until(lambda: one.status.part == 1 and one.status.state == "paused", "a new part, paused")
    one.stop()
    assert sum(t.gap_before_ms for t in conversation(home, talk).takes) == 0


def test_a_recorder_that_can_never_start_is_not_started_for_ever(
    home: Home, talk: str, watch: Watch, tmp_path: Path
) -> None:
    """The command dies each time: three tries, then the recording is over and what was saved is there."""
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 200, "the first part")
    home.machine = replace(home.machine, recorder_command=(sys.executable, "-c", "raise SystemExit(3)"))
    kill(one)
    until(lambda: one.status.state == "ended", "giving up")
    assert not one.running
    assert one.stop().state in ("sealed", "live")
    assert conversation(home, talk).takes[0].ms >= 200


def test_a_disk_that_others_fill_ends_it_while_it_can_still_be_sealed(
    home: Home, talk: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = start_recording(home, talk, watch, NOISE)
    monkeypatch.setattr(recording, "_LOOK_EVERY_MS", 100)
    until(lambda: watch.saved >= 400, "some sound")
    monkeypatch.setattr(recording, "free_bytes", lambda _: recording.LEAST_LEFT - 1)
    until(lambda: watch.seen[-1].state == "full", "the end")
    assert one.running is False
    (take,) = conversation(home, talk).takes
    assert take.state == "sealed"
    assert take.ms >= 400
    assert recording.running == {}


def test_on_a_disk_without_any_room_left_the_end_is_told_and_what_is_there_is_sealed_later(
    home: Home, talk: str, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a real full disk: not even sealing has room, and no window may go on saying that it records."""
    one = start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 400, "some sound")

    def full(*_: object) -> int:
        raise UserError("NO_ROOM")

    with monkeypatch.context() as without_room:
        without_room.setattr(home.vault, "finish", full)
        kill(one)
        until(lambda: watch.seen[-1].state == "full", "the end to be told")
        assert not one.running
        with pytest.raises(UserError) as caught:
            one.stop()
        assert code_of(caught) == "NO_ROOM"
        assert recording.running == {}, "whoever finds it may seal it"
    (found,) = recoverable(home)
    assert found.ms >= 400
    assert conversation(home, talk).takes[0].state == "recovered"


def test_a_command_that_does_not_record_is_told_and_leaves_nothing(
    home: Home, talk: str, watch: Watch
) -> None:
    home.machine = replace(home.machine, recorder_command=(sys.executable, "-c", "pass"))
    with pytest.raises(UserError) as caught:
        start_recording(home, talk, watch, NOISE)
    assert code_of(caught) == "RECORDER_SILENT"
    assert conversation(home, talk).takes == ()
    assert recording.running == {}


def test_no_microphone_is_told_before_anything_is_recorded(
    home: Home, talk: str, watch: Watch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(UserError) as caught:
        start_recording(home, talk, watch)
    assert code_of(caught) == "NO_MICROPHONE"
    assert (conversation(home, talk).takes, home.vault.items()) == ((), [])


def test_a_file_that_is_no_sound_is_told_before_anything_is_recorded(
    home: Home, talk: str, watch: Watch, tmp_path: Path
) -> None:
    other = tmp_path / "letter.wav"
    other.write_text("Dear Amina")
    with pytest.raises(UserError) as caught:
        start_recording(home, talk, watch, other, fast=True)
    assert code_of(caught) == "MEDIA_UNREADABLE"
    assert conversation(home, talk).takes == ()


def test_a_sound_file_stands_for_the_microphone(home: Home, talk: str, watch: Watch, tmp_path: Path) -> None:
    file = tmp_path / "talk.wav"
    with file.open("wb") as out:
        wav.write_wav(noise(2_000), out)
    one = start_recording(home, talk, watch, file, fast=True)
    assert one.wait_source_end(20)
    assert sound_of(home, talk, one.stop().item) == noise(2_000)


def test_sources_are_named_as_people_choose_them() -> None:
    assert source_order("microphone") == {"kind": "mic", "device": None}
    assert source_order("microphone:USB: the blue one") == {"kind": "mic", "device": "USB: the blue one"}
    assert source_order(Path("/a.wav"), fast=True) == {"kind": "file", "path": "/a.wav", "fast": True}


def test_saying_no_in_the_middle_ends_the_recording_and_leaves_no_sound(
    home: Home, talk: str, watch: Watch
) -> None:
    start_recording(home, talk, watch, NOISE)
    until(lambda: watch.saved >= 200, "some sound")
    stop_and_thank(home, talk)
    assert recording.running == {}
    assert home.vault.items() == []
    with home.desk.read() as con:
        assert desk.rows(con) == ()


_WINDOW = """
    import os, sys, threading
    from pathlib import Path
    from datetime import UTC, datetime
    from ldp_stories.app import resource
    from ldp_stories.crypto.slots import KdfCost
    from ldp_stories.services.home import Machine
    from ldp_stories.services.laptop import recorder_command
    from ldp_stories.services.open_home import open_home
    from ldp_stories.services.recording import start_recording

    folder, state, talk = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    machine = Machine(state, "m", KdfCost.test(), lambda: datetime.now(UTC), resource, recorder_command(), live=False)
    home = open_home(folder, None, machine)
    noise = {"kind": "noise", "ms": 600000, "seed": 7}
    start_recording(home, talk, lambda s: print(s.saved_ms, flush=True), noise)
    threading.Event().wait()
"""


def test_a_killed_window_loses_nothing_that_was_saved_and_says_so_at_the_next_start(
    home: Home, talk: str, machine: Machine, tmp_path: Path
) -> None:
    """AT-2: consent, meeting and notes are there, the sound plays, carrying on adds a part and the gap is stated."""
    add_note(home, talk, " ".join(["word"] * 60), 1_000)
    home.close()
    command = [
        sys.executable,
        "-c",
        textwrap.dedent(_WINDOW),
        str(home.folder),
        str(machine.state_folder),
        talk,
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    window = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert window.stdout is not None
    saved = 0
    for line in window.stdout:
        saved = int(line)
        if saved >= 1_000:
            break
    window.kill()
    window.wait()
    window.stdout.close()
    again = open_home(home.folder, None, machine)
    (found,) = until_sealed(again)
    assert found.ms >= saved
    assert found.notes == 1
    assert len(found.conversation.notes[0].text.split()) == 60
    assert found.conversation.answers["take_part"] is Answer.YES
    assert found.last_item is not None
    assert sound_of(again, talk, found.last_item) == noise(60_000)[: found.ms * 96]
    watch = Watch()
    one = start_recording(again, talk, watch, NOISE)
    until(lambda: watch.saved >= found.ms + 200, "the next part")
    one.stop()
    first, second = conversation(again, talk).takes
    assert first.item == found.last_item
    if first.state == "recovered":
        assert second.gap_before_ms > 0
    record = finish(again, talk)
    with again.main.read() as con:
        parts = media.of_record(con, record)
    assert [(p.position, p.gap_before_ms) for p in parts] == [(0, 0), (1, second.gap_before_ms)]
    again.close()


def until_sealed(home: Home) -> tuple[Recovered, ...]:
    """What can be recovered, once the orphaned recorder has let go of its item."""
    found: list[Recovered] = []

    def tried() -> bool:
        try:
            found[:] = recoverable(home)
        except UserError:
            return False
        return True

    until(tried, "the item to be sealed")
    return tuple(found)


def test_carrying_on_a_finished_story_adds_a_part_and_nothing_twice(
    home: Home, talk: str, watch: Watch
) -> None:
    one = start_recording(home, talk, watch, {**NOISE, "ms": 1_000, "fast": True})
    assert one.wait_source_end(20)
    one.stop()
    add_note(home, talk, "the first note", 10)
    record = finish(home, talk)
    more = carry_on(home, record)
    assert more.record == record
    assert carry_on(home, record).id == more.id, "opened once"
    assert may_record(home, more.id).open
    two = start_recording(home, more.id, watch, {**NOISE, "ms": 500, "fast": True})
    assert two.wait_source_end(20)
    two.stop()
    assert finish(home, more.id) == record
    with home.main.read() as con:
        parts = media.of_record(con, record)
    assert [(p.position, p.duration_ms) for p in parts] == [(0, 1_000), (1, 500)]


def test_microphones_are_asked_for_in_the_recorder_process(monkeypatch: pytest.MonkeyPatch) -> None:
    line = (
        """print('{"microphones": [{"name": "Blue", "default": true}, {"name": "Old", "default": false}]}')"""
    )
    assert recording.microphones((sys.executable, "-c", line)) == ("Blue", "Old")
    assert recording.microphones((sys.executable, "-c", "raise SystemExit(1)")) == ()
    monkeypatch.setattr(recording, "recorder_command", lambda: (sys.executable, "-c", line))
    assert recording.microphones() == ("Blue", "Old")
    assert laptop.recorder_command()[-1] == laptop.RECORDER
