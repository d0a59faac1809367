"""Masters, small copies, practice sounds and what the player reads."""

import hashlib
import io
from pathlib import Path
from typing import IO, cast

import pytest

from ldp_stories.domain.media import RenditionKind
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Cancelled, UserError
from ldp_stories.media import synth, wav
from ldp_stories.media.decode import pcm, probe
from ldp_stories.services.home import Home
from ldp_stories.services.keep_sound import make_master, make_practice_sound, make_small, masters_to_make
from ldp_stories.services.record_encounter import add_part_from_file, begin, finish
from ldp_stories.services.sound import (
    SoundReader,
    open_sound,
    open_take,
    open_to_play,
    peaks,
    take_peaks,
)
from ldp_stories.store import ledger, media, records
from tests.services.homes import code_of, everything_yes

MS = 2_300


@pytest.fixture
def part(home: Home, tmp_path: Path) -> str:
    """A recorded part in a finished story."""
    talk = begin(home).id
    everything_yes(home, talk)
    file = tmp_path / "sound.wav"
    with file.open("wb") as out:
        wav.write_wav(played(), out)
    take = add_part_from_file(home, talk, file)
    finish(home, talk)
    return take.item


def played() -> bytes:
    return b"".join(synth.noise(MS, 3))


def sound_in(reader: SoundReader) -> bytes:
    try:
        return b"".join(pcm(cast("IO[bytes]", reader.io)))
    finally:
        reader.close()


def test_pieces_play_at_once_as_a_wav_file(home: Home, part: str) -> None:
    reader = open_sound(home, part)
    assert (reader.type, reader.duration_ms) == ("wav", MS)
    assert sound_in(reader) == played()


def test_the_master_is_the_same_sound_and_the_pieces_are_gone_for_good(home: Home, part: str) -> None:
    assert masters_to_make(home) == (part,)
    assert make_master(home, part)
    assert masters_to_make(home) == ()
    with home.main.read() as con:
        found = media.media(con, part)
        assert found is not None
        (one,) = found.renditions
        assert media.key_of(con, part) is None, "the pieces' key is shredded"
        assert media.to_remove(con) == ()
    assert (one.kind, one.type) == (RenditionKind.MASTER, "flac")
    assert one.item is not None
    assert home.vault.items() == [one.item]
    reader = open_sound(home, part)
    data = reader.io.read()
    assert (reader.type, len(data), hashlib.sha256(data).hexdigest()) == ("flac", one.bytes, one.sha256)
    reader.io.seek(0)
    assert sound_in(reader) == played()


def test_the_player_is_given_plain_sound_and_never_the_file_itself(home: Home, part: str) -> None:
    assert open_to_play(home, part).type == "wav", "pieces of our own"
    make_master(home, part)
    reader = open_to_play(home, part)
    assert (reader.type, reader.duration_ms) == ("wav", MS)
    data = reader.io.read()
    assert data[44:] == played()
    reader.io.seek(44 + 96 * 1_700)
    assert reader.io.read(960) == played()[96 * 1_700 :][:960], "sought"
    reader.close()


def test_a_master_is_made_once(home: Home, part: str) -> None:
    assert make_master(home, part)
    with home.main.read() as con:
        lines = len(list(ledger.revisions(con, ents=[part])))
    assert not make_master(home, part)
    with home.main.read() as con:
        assert len(list(ledger.revisions(con, ents=[part]))) == lines


def test_a_copy_that_differs_is_thrown_away_and_the_pieces_stay(
    home: Home, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldp_stories.media.master.same_sound", lambda *_: False)
    with pytest.raises(UserError) as caught:
        make_master(home, part)
    assert code_of(caught) == "MASTER_DIFFERS"
    assert home.vault.items() == [part]
    assert masters_to_make(home) == (part,)
    assert sound_in(open_sound(home, part)) == played()


def test_making_a_master_can_be_stopped_at_any_step(home: Home, part: str) -> None:
    class Stop:
        def __init__(self, after: int) -> None:
            self.left = after

        def report(self, done: int, total: int, note: str = "") -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    for after in (0, 1):
        with pytest.raises(Cancelled):
            make_master(home, part, Stop(after))
        assert home.vault.items() == [part]
    assert make_master(home, part)


def test_progress_runs_to_the_end(home: Home, part: str) -> None:
    seen: list[tuple[int, int]] = []

    class Watch:
        def report(self, done: int, total: int, note: str = "") -> None:
            seen.append((done, total))

    make_master(home, part, Watch())
    assert {total for _, total in seen} == {2 * MS}
    assert [d for d, _ in seen] == sorted(d for d, _ in seen)
    assert seen[-1][0] <= 2 * MS


def test_a_small_copy_is_made_of_the_master_for_mail(home: Home, part: str) -> None:
    assert not make_small(home, part), "there is no master yet"
    make_master(home, part)
    assert make_small(home, part)
    assert not make_small(home, part), "once is enough"
    with home.main.read() as con:
        found = media.media(con, part)
    assert found is not None
    sizes = {r.kind: r.bytes for r in found.renditions}
    assert sizes[RenditionKind.OPUS] < sizes[RenditionKind.MASTER] / 5
    assert open_sound(home, part).type == "flac", "the best one plays"


def test_peaks_are_the_same_from_pieces_and_from_the_master(home: Home, part: str) -> None:
    before = peaks(home, part)
    assert len(before) == MS // 100
    assert max(before) > 20
    make_master(home, part)
    assert peaks(home, part) == before


def test_a_part_of_an_open_conversation_can_be_heard_to_the_end(home: Home, tmp_path: Path) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    file = tmp_path / "sound.wav"
    with file.open("wb") as out:
        wav.write_wav(played(), out)
    take = add_part_from_file(home, talk, file)
    reader = open_take(home, talk, take.item)
    assert reader.duration_ms == MS
    reader.io.seek(-9_600, io.SEEK_END)
    assert reader.io.read() == played()[-9_600:]
    reader.close()
    drawing = take_peaks(home, talk, take.item)
    assert len(drawing) == MS // 100
    assert max(drawing) > 10


def test_sound_that_has_not_come_is_told_as_missing(home: Home) -> None:
    record, medium = "r1", "m1"
    with home.main.write() as con:
        home.put(con, "record", record, sets={"kind": "story"})
        home.put(con, "media", medium, sets={"record": record, "kind": "video", "duration_ms": 9})
    for name in (medium, "no-such-medium"):
        with pytest.raises(UserError) as caught:
            open_sound(home, name)
        assert code_of(caught) == "MEDIA_GONE"
    assert peaks(home, medium) == b""


def practice_medium(home: Home) -> str:
    with home.main.read() as con:
        for row in records.page(con).rows:
            for one in media.of_record(con, row.id):
                if one.kind == "audio" and 0 < one.duration_ms <= 120_000:
                    return one.id
    raise AssertionError("no short recording in the practice stories")


def test_a_practice_sound_is_made_when_it_is_first_opened_and_then_kept(practice: Home) -> None:
    assert practice.vault.items() == [], "nothing is made beforehand"
    medium = practice_medium(practice)
    with practice.main.read() as con:
        known = media.media(con, medium)
    assert known is not None
    first = open_sound(practice, medium)
    heard = probe(cast("IO[bytes]", first.io))
    first.close()
    assert abs(heard.duration_ms - known.duration_ms) <= 100
    (item,) = practice.vault.items()
    open_sound(practice, medium).close()
    assert practice.vault.items() == [item]
    assert max(peaks(practice, medium)) > 20


def test_the_same_practice_recording_sounds_the_same_on_every_laptop(practice: Home) -> None:
    """Its seed is its id: two people who practise together hear the same."""
    import random

    medium = practice_medium(practice)
    state = random.getstate()
    assert make_practice_sound(practice, medium)
    assert random.getstate() == state
    with practice.main.read() as con:
        found = media.media(con, medium)
    assert found is not None
    seed = int.from_bytes(hashlib.sha256(medium.encode()).digest()[:4], "big")
    wanted = b"".join(synth.voice(found.duration_ms, seed))
    got = sound_in(open_sound(practice, medium))
    assert abs(len(got) - len(wanted)) <= 96 * 100


def test_no_sound_is_invented_for_a_real_story_or_a_picture(home: Home, part: str) -> None:
    home.practice = False
    assert not make_practice_sound(home, part)
    home.practice = True
    with home.main.write() as con:
        home.put(con, "media", "photo", sets={"record": "r", "kind": "photo", "duration_ms": 0})
    assert not make_practice_sound(home, "photo")
    assert Role.COORDINATOR in home.roles()
