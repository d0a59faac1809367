"""Sources that need no device: a file and calculated sound, in real time and as fast as they can."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.media import PIECE_BYTES
from ldp_stories.errors import UserError
from ldp_stories.media.devices import Microphone
from ldp_stories.media.sources import FAST_BATCH, Chooser, PacedSource, SoundSource, made_source
from ldp_stories.media.synth import noise, voice
from tests.media.made import sound_file
from tests.media.sinks import HandSource
from tests.waiting import until

SOUND = b"".join(noise(1000, seed=2))


class Ear:
    def __init__(self) -> None:
        self.blocks: list[bytes] = []
        self.over = threading.Event()

    @property
    def sound(self) -> bytes:
        return b"".join(self.blocks)

    def listen(self, source: PacedSource) -> None:
        source.start(self.blocks.append, self.over.set)


@pytest.mark.parametrize("fast", [False, True])
def test_calculated_sound_arrives_whole(fast: bool) -> None:
    ear = Ear()
    ear.listen(made_source({"kind": "noise", "ms": 400, "seed": 2, "fast": fast}))
    assert ear.over.wait(10)
    assert ear.sound == SOUND[: 400 * 96]


def test_real_time_is_real_time() -> None:
    ear, begin = Ear(), time.monotonic()
    ear.listen(made_source({"kind": "voice", "ms": 300}))
    assert ear.over.wait(10)
    assert time.monotonic() - begin >= 0.29
    assert all(len(block) == PIECE_BYTES // 2 for block in ear.blocks)


def test_a_fast_source_hands_out_a_hundred_pieces_at_a_time() -> None:
    ear = Ear()
    ear.listen(made_source({"kind": "voice", "ms": 25_000, "fast": True}))
    assert ear.over.wait(20)
    assert [len(block) // PIECE_BYTES for block in ear.blocks] == [FAST_BATCH, FAST_BATCH, 50]
    assert ear.sound == b"".join(voice(25_000))


def test_a_sound_file_is_a_source(tmp_path: Path) -> None:
    path = tmp_path / "story.flac"
    path.write_bytes(sound_file("flac", SOUND))
    ear, source = Ear(), Chooser({"kind": "file", "path": str(path), "fast": True}).next()
    assert isinstance(source, PacedSource)
    assert source.device == str(path)
    assert not source.watched
    ear.listen(source)
    assert ear.over.wait(10)
    assert ear.sound == SOUND


def test_a_file_that_cannot_be_read_is_told_when_it_begins(tmp_path: Path) -> None:
    (tmp_path / "story.flac").write_text("no sound")
    source = made_source({"kind": "file", "path": str(tmp_path / "story.flac")})
    with pytest.raises(UserError) as caught:
        Ear().listen(source)
    assert caught.value.code == "MEDIA_UNREADABLE"


def test_nothing_comes_after_stop() -> None:
    ear = Ear()
    source = made_source({"kind": "noise", "ms": 60_000})
    ear.listen(source)
    until(lambda: ear.blocks, "the first block")
    source.stop()
    count = len(ear.blocks)
    source.stop()
    assert len(ear.blocks) == count
    assert not ear.over.is_set()


def test_stop_before_start_is_allowed() -> None:
    made_source({"kind": "noise"}).stop()


def test_odd_blocks_are_made_even() -> None:
    def blocks() -> Iterator[bytes]:
        yield from (SOUND[at : at + 7002] for at in range(0, len(SOUND), 7002))

    ear = Ear()
    ear.listen(PacedSource("odd", blocks, fast=False))
    assert ear.over.wait(10)
    assert ear.sound == SOUND
    assert {len(block) for block in ear.blocks[:-1]} == {PIECE_BYTES // 2}


class Table:
    """An engine whose microphones the test changes."""

    def __init__(self, *names: str) -> None:
        self.names = list(names)

    def microphones(self) -> list[Microphone]:
        return [Microphone(name, default=name == "Built-in") for name in self.names]

    def source(self, name: str) -> SoundSource:
        return HandSource(name)


def test_the_wanted_microphone_comes_first_then_the_usual_one_then_the_others() -> None:
    table = Table("Webcam", "Built-in", "Headset")
    chooser = Chooser({"kind": "mic", "device": "Headset"}, lambda: table)
    assert [chooser.next().device for _ in range(4)] == ["Headset", "Built-in", "Webcam", "Headset"]


def test_an_unplugged_one_makes_room_for_the_usual_one_and_comes_back_when_it_is_there_again() -> None:
    table = Table("Webcam", "Built-in", "Headset")
    chooser = Chooser({"kind": "mic", "device": "Headset"}, lambda: table)
    assert chooser.next().device == "Headset"
    table.names.remove("Headset")
    assert [chooser.next().device for _ in range(3)] == ["Built-in", "Webcam", "Built-in"]
    table.names.append("Headset")
    assert chooser.next().device == "Headset"


def test_without_any_microphone_it_says_so_and_asks_again_later() -> None:
    table = Table()
    chooser = Chooser({"kind": "mic", "device": None}, lambda: table)
    with pytest.raises(UserError) as caught:
        chooser.next()
    assert caught.value.code == "NO_MICROPHONE"
    table.names.append("Built-in")
    assert chooser.next().device == "Built-in"
