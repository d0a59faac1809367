"""AT-2, again and again: the laptop dies at a random moment of a conversation; nothing that was called saved is lost, and one carries on.

The window is killed, and in every second round its recorder in the same moment, as when the power goes. What was spoken is counted where
the sound is made, so that the loss is measured and not believed.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.errors import UserError
from ldp_stories.media.decode import pcm
from ldp_stories.media.synth import noise
from ldp_stories.services import edit_record
from ldp_stories.services.conversation import Recovered
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.joined_take import missing
from ldp_stories.services.keep_sound import make_master
from ldp_stories.services.record_encounter import (
    add_note,
    begin,
    conversation,
    finish,
    recoverable,
    stop_and_thank,
)
from ldp_stories.services.recording import start_recording
from ldp_stories.services.sound import open_sound, open_take
from ldp_stories.services.start_home import open_home
from tests.effort import SEED, effort, tried
from tests.faults.victims import Forker, moments
from tests.services.homes import cheap_machine, everything_yes, found
from tests.waiting import until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")
ROUNDS = effort(20, 400)
LONGEST = 1.6
"""Seconds from before the store is open to well into the recording."""
BAR_MS = 250
SIXTY_WORDS = " ".join(["word"] * 60)
SPOKEN = b"".join(noise(20_000, seed=7))


@dataclass
class Laptop:
    """A notebook that is opened, handed to a victim, and opened again."""

    folder: Path
    machine: Machine
    home: Home
    losses: list[int] = field(default_factory=list)
    recorded: int = 0

    def open(self) -> Home:
        self.home = open_home(self.folder, None, self.machine)
        return self.home


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "home", machine)
    made = Laptop(home.folder, machine, home)
    yield made
    made.home.close()


@pytest.fixture
def forker(tmp_path: Path) -> Iterator[Forker]:
    made = Forker(tmp_path)
    yield made
    made.close()


def number(said: list[str], word: str) -> int:
    """The highest number said with a word."""
    return max((int(line.split()[1]) for line in said if line.startswith(word)), default=0)


def end_recorder(said: list[str]) -> None:
    """The power goes for the recorder too."""
    pid = number(said, "recorder")
    if pid:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def found_again(home: Home) -> Recovered:
    """The conversation that was open, once an orphaned recorder has let go of its item."""
    seen: list[Recovered] = []

    def look() -> bool:
        try:
            seen[:] = recoverable(home)
        except UserError:
            return False
        return True

    until(look, "the item to be sealed")
    (one,) = seen
    return one


def heard(home: Home, talk: str, item: str) -> bytes:
    """A part as it plays."""
    sound = open_take(home, talk, item)
    try:
        return b"".join(pcm(sound.io))
    finally:
        sound.close()


def one_round(
    laptop: Laptop, forker: Forker, after: float, produced: Path, *, power: bool
) -> tuple[str, Recovered]:
    """Begin a conversation, let a victim record it and die; what is found afterwards is checked here."""
    talk = begin(laptop.home).id
    everything_yes(laptop.home, talk)
    add_note(laptop.home, talk, SIXTY_WORDS, None)
    laptop.home.close()
    said, _ = forker.victim("talk", laptop.folder, laptop.machine, after, talk=talk, produced=produced)
    if power:
        end_recorder(said)
    home = laptop.open()
    back = found_again(home)
    assert back.conversation.id == talk
    assert back.conversation.answers["take_part"] is Answer.YES
    notes = [n.text for n in back.conversation.notes]
    assert notes[0] == SIXTY_WORDS
    assert len(notes) >= 1 + number(said, "noted"), "every note that was called kept"
    assert back.ms >= number(said, "saved"), "every millisecond that was called saved"
    if back.last_item is not None:
        sound = heard(home, talk, back.last_item)
        assert len(sound) == back.ms * 96
        assert SPOKEN.startswith(sound), "not the very samples"
        laptop.recorded += 1
        if power:
            laptop.losses.append(int.from_bytes(produced.read_bytes(), "little") // 96 - back.ms)
    return talk, back


def carry_on(laptop: Laptop, talk: str, before: Recovered) -> None:
    """Record more: the next part follows in order and the gap is measured, written and shown."""
    more = {"kind": "noise", "ms": 400, "seed": 9, "fast": True}
    again = start_recording(laptop.home, talk, lambda _: None, more)
    assert again.wait_source_end(20)
    again.stop()
    first, second = conversation(laptop.home, talk).takes
    assert (first.item, first.ms, second.ms) == (before.last_item, before.ms, 400)
    record = finish(laptop.home, talk)
    view = edit_record.open_record(laptop.home, record)
    assert [m.id for m in view.media] == [first.item, second.item]
    assert first.state == "recovered"
    assert 0 < second.gap_before_ms < 60_000
    assert [(g.at_ms, g.ms) for g in missing(view.media)] == [(before.ms, second.gap_before_ms)]
    assert view.sound_ms == before.ms + second.gap_before_ms + 400
    for part in view.media:
        assert make_master(laptop.home, part.id)
        sound = open_sound(laptop.home, part.id)
        assert sum(len(block) for block in pcm(sound.io)) == part.duration_ms * 96
        sound.close()


def test_a_conversation_that_dies_at_any_moment_is_there_again_and_carries_on(
    laptop: Laptop, forker: Forker, tmp_path: Path
) -> None:
    carried = 0
    for count, after in enumerate(moments(ROUNDS, LONGEST, seed=SEED + 1066)):
        produced = tmp_path / f"produced-{count}"
        produced.write_bytes(bytes(8))
        talk, back = one_round(laptop, forker, after, produced, power=count % 2 == 0)
        if back.last_item is not None and carried < effort(4, 100):
            carry_on(laptop, talk, back)
            carried += 1
        else:
            stop_and_thank(laptop.home, talk)
        assert recoverable(laptop.home) == ()
    assert laptop.recorded >= ROUNDS // 4, "too few rounds died while recording"
    assert carried
    tried("kills in a conversation", ROUNDS)
    assert max(laptop.losses, default=0) <= BAR_MS, sorted(laptop.losses)[-5:]


def test_dying_twice_in_one_conversation_leaves_three_parts_and_two_gaps(
    laptop: Laptop, forker: Forker, tmp_path: Path
) -> None:
    talk = begin(laptop.home).id
    everything_yes(laptop.home, talk)
    for count in range(2):
        laptop.home.close()
        produced = tmp_path / f"produced-{count}"
        produced.write_bytes(bytes(8))
        said, _ = forker.victim("talk", laptop.folder, laptop.machine, 2.5, talk=talk, produced=produced)
        end_recorder(said)
        assert number(said, "saved") > 0, said
        laptop.open()
        found_again(laptop.home)
    more = {"kind": "noise", "ms": 300, "seed": 9, "fast": True}
    again = start_recording(laptop.home, talk, lambda _: None, more)
    assert again.wait_source_end(20)
    again.stop()
    takes = conversation(laptop.home, talk).takes
    assert [t.state for t in takes] == ["recovered", "recovered", "sealed"]
    assert takes[0].gap_before_ms == 0
    assert all(t.gap_before_ms > 0 for t in takes[1:])
    view = edit_record.open_record(laptop.home, finish(laptop.home, talk))
    assert len(missing(view.media)) == 2
