"""What a kill leaves: parts that nobody closed are sealed and counted; and sound that was made elsewhere."""

import time
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import Gap
from ldp_stories.errors import Cancelled, Refused, UserError
from ldp_stories.media import synth, wav
from ldp_stories.services import desk_talk
from ldp_stories.services.conversation import Take
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.keep_sound import make_master
from ldp_stories.services.record_encounter import (
    add_note,
    add_part_from_file,
    answer,
    begin,
    carry_on,
    conversation,
    finish,
    recoverable,
)
from ldp_stories.services.recorder_part import since_cut
from ldp_stories.services.recover_recording import cut_off as whose_sound_was_cut_off
from ldp_stories.services.recover_recording import seal_left_open
from ldp_stories.store.vault import LiveItem, new_item_key
from tests.services.homes import code_of, everything_yes
from tests.store.cut_off import cut_off as let_go


@pytest.fixture
def talk(home: Home) -> str:
    found = begin(home).id
    everything_yes(home, found)
    return found


def cut_off(home: Home, talk: str, ms: int) -> tuple[str, LiveItem]:
    """A part whose recorder was killed: committed pieces, never sealed. The open item stands for the dead process's file."""
    item, key = new_id(), new_item_key()
    desk_talk.add_take(home, talk, Take(item, 0, 0, "live"), key)
    live = home.vault.create(item, key)
    live.append(b"".join(synth.noise(ms, 5)))
    let_go(live)
    return item, live


def test_a_conversation_that_was_cut_off_is_the_one_to_open_at_until_it_was_looked_at(
    home: Home, talk: str
) -> None:
    assert whose_sound_was_cut_off(home) == "", "one that was only left open is offered on Home"
    cut_off(home, talk, 500)
    assert whose_sound_was_cut_off(home) == talk
    recoverable(home)
    assert whose_sound_was_cut_off(home) == ""


def test_a_part_that_was_cut_off_is_sealed_and_every_piece_is_there(home: Home, talk: str) -> None:
    add_note(home, talk, "a note", 100)
    item, _ = cut_off(home, talk, 1_500)
    (found,) = recoverable(home)
    assert (found.ms, found.notes, found.last_item) == (1_500, 1, item)
    assert found.cut_off == desk_talk.load(home, talk).ended[item], (
        "so that it can be said when the sound stopped"
    )
    assert found.conversation.takes == (Take(item, 1_500, 0, "recovered"),)
    key = bytes.fromhex(desk_talk.load(home, talk).keys[item])
    with home.vault.open(item, key) as reader:
        assert reader.sealed
        assert b"".join(reader.pieces()) == b"".join(synth.noise(1_500, 5))


def test_what_was_left_open_behind_a_lock_counts_once_it_is_sealed(home: Home, talk: str) -> None:
    item, _ = cut_off(home, talk, 1_500)
    assert desk_talk.load(home, talk).talk.sound_ms == 0
    found = seal_left_open(home, talk)
    assert found.takes == (Take(item, 1_500, 0, "recovered"),)
    assert found.sound_ms == 1_500
    assert seal_left_open(home, talk) == found


def test_recovering_twice_is_the_same(home: Home, talk: str) -> None:
    cut_off(home, talk, 700)
    assert recoverable(home) == recoverable(home)


def test_the_gap_is_measured_from_the_last_sound_that_was_committed(home: Home, talk: str) -> None:
    before = time.time()
    cut_off(home, talk, 500)
    recoverable(home)
    draft = desk_talk.load(home, talk)
    (ended,) = draft.ended.values()
    assert before - 2 <= ended <= time.time() + 2
    since = since_cut(draft)
    assert since is not None
    assert 0 <= time.monotonic() - since < 30


def test_a_part_that_was_stopped_leaves_no_gap(home: Home, talk: str, tmp_path: Path) -> None:
    assert since_cut(desk_talk.load(home, talk)) is None
    add_part_from_file(home, talk, sound(tmp_path, 300))
    assert since_cut(desk_talk.load(home, talk)) is None


def test_a_row_without_its_recording_is_forgotten(home: Home, talk: str) -> None:
    """Killed between the desk's commit and the recorder's start."""
    desk_talk.add_take(home, talk, Take(new_id(), 0, 0, "live"), new_item_key())
    (found,) = recoverable(home)
    assert (found.conversation.takes, found.ms, found.last_item) == ((), 0, None)
    assert desk_talk.load(home, talk).keys == {}


def test_a_recording_that_never_got_a_sound_is_forgotten_with_its_file(home: Home, talk: str) -> None:
    cut_off(home, talk, 0)
    (found,) = recoverable(home)
    assert found.conversation.takes == ()
    assert home.vault.items() == []


def test_a_conversation_that_was_only_typed_is_found_too(home: Home, talk: str) -> None:
    add_note(home, talk, "no recording today", None)
    (found,) = recoverable(home)
    assert (found.ms, found.notes) == (0, 1)


def test_finishing_seals_what_was_cut_off(home: Home, talk: str) -> None:
    cut_off(home, talk, 900)
    record = finish(home, talk)
    from ldp_stories.store import media

    with home.main.read() as con:
        assert [m.duration_ms for m in media.of_record(con, record)] == [900]
    assert recoverable(home) == ()


def sound(folder: Path, ms: int) -> Path:
    file = folder / f"phone-{ms}.wav"
    with file.open("wb") as out:
        wav.write_wav(b"".join(synth.noise(ms, ms)), out)
    return file


def test_what_was_lost_inside_a_part_is_known_after_a_kill_and_stays_when_the_pieces_are_gone(
    home: Home, talk: str
) -> None:
    item, key = new_id(), new_item_key()
    desk_talk.add_take(home, talk, Take(item, 0, 0, "live"), key)
    live = home.vault.create(item, key)
    live.append(b"".join(synth.noise(400, 5)))
    live.gap(2_300)
    live.append(b"".join(synth.noise(300, 6)))
    let_go(live)
    (found,) = recoverable(home)
    assert found.conversation.takes[0].gaps == (Gap(400, 2_300),)
    record = finish(home, talk)
    assert make_master(home, item)
    (medium,) = open_record(home, record).media
    assert medium.gaps == (Gap(400, 2_300),)
    assert medium.duration_ms == 700
    assert carry_on(home, record).takes[0].gaps == (Gap(400, 2_300),)


def test_gaps_that_make_no_sense_are_passed_over(home: Home, talk: str) -> None:
    item, _ = cut_off(home, talk, 700)
    record = finish(home, talk)
    wrong = [[100, 50], [5], "x", [True, 9], [900, 4], [-1, 4], [50, 0], [20, 7]]
    with home.main.write() as con:
        home.put(con, "media", item, sets={"gaps": wrong})
    assert open_record(home, record).media[0].gaps == (Gap(20, 7), Gap(100, 50))
    with home.main.write() as con:
        home.put(con, "media", item, sets={"gaps": "all of it"})
    assert open_record(home, record).media[0].gaps == ()


def test_a_file_becomes_the_next_part_sample_by_sample(home: Home, talk: str, tmp_path: Path) -> None:
    first = add_part_from_file(home, talk, sound(tmp_path, 1_200))
    second = add_part_from_file(home, talk, sound(tmp_path, 300))
    assert [(t.ms, t.state) for t in (first, second)] == [(1_200, "file"), (300, "file")]
    talk_now = conversation(home, talk)
    assert talk_now.takes == (first, second)
    assert talk_now.sound_ms == 1_500
    key = bytes.fromhex(desk_talk.load(home, talk).keys[first.item])
    with home.vault.open(first.item, key) as reader:
        assert b"".join(reader.pieces()) == b"".join(synth.noise(1_200, 1_200))


def test_a_file_is_not_brought_in_without_a_yes_to_the_voice(home: Home, talk: str, tmp_path: Path) -> None:
    answer(home, talk, ("audio",), Answer.NO)
    with pytest.raises(Refused) as caught:
        add_part_from_file(home, talk, sound(tmp_path, 300))
    assert code_of(caught) == "NO_PERMISSION"
    assert home.vault.items() == []


def test_a_file_that_cannot_be_played_leaves_nothing_behind(home: Home, talk: str, tmp_path: Path) -> None:
    other = tmp_path / "letter.m4a"
    other.write_text("Dear Amina")
    for path, code in ((other, "MEDIA_UNREADABLE"), (tmp_path / "gone.wav", "MEDIA_GONE")):
        with pytest.raises(UserError) as caught:
            add_part_from_file(home, talk, path)
        assert code_of(caught) == code
    assert (conversation(home, talk).takes, home.vault.items()) == ((), [])


def test_bringing_in_can_be_stopped_and_leaves_nothing_behind(home: Home, talk: str, tmp_path: Path) -> None:
    class Stop:
        def report(self, done: int, total: int, note: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        add_part_from_file(home, talk, sound(tmp_path, 30_000), Stop())
    assert (conversation(home, talk).takes, home.vault.items()) == ((), [])


def test_a_file_is_refused_while_there_is_no_room(
    home: Home, talk: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldp_stories.services.recording.free_bytes", lambda _: 0)
    with pytest.raises(Refused) as caught:
        add_part_from_file(home, talk, sound(tmp_path, 300))
    assert code_of(caught) == "NO_ROOM_TO_RECORD"
