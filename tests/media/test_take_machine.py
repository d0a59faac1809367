"""Any mixture of blocks, pauses and losses: what is kept is what was spoken while recording, in order."""

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from ldp_stories.domain.media import PIECE_BYTES
from ldp_stories.media.synth import noise
from ldp_stories.media.take import LOST_AFTER, SoundState, Take
from tests.media.sinks import MemorySink

SOUND = b"".join(noise(10_000, seed=13))


class TakeMachine(RuleBasedStateMachine):
    """Holds a take against the simplest model: the bytes heard while not paused."""

    def __init__(self) -> None:
        super().__init__()
        self.sink = MemorySink()
        self.now = 0.0
        self.take = Take(self.sink, self.now)
        self.spoken = b""
        self.losses = 0
        self.at = 0
        self.heard = False
        self.last = self.now

    @rule(halves=st.integers(1, 9600), seconds=st.sampled_from([0.02, 0.1, 0.5, 3.0]))
    def speak(self, halves: int, seconds: float) -> None:
        block = SOUND[self.at : self.at + 2 * halves]
        assume(block)
        self.at += len(block)
        self.now += seconds
        if self.heard and not self.take.paused and self.now - self.last >= LOST_AFTER:
            self.losses += 1
        if not self.take.paused:
            self.spoken += block
        self.heard, self.last = True, self.now
        self.take.block(block, self.now)

    @rule()
    def pause(self) -> None:
        self.take.pause()

    @rule(seconds=st.sampled_from([0.0, 5.0]))
    def resume(self, seconds: float) -> None:
        self.now += seconds
        if self.take.paused:
            self.last = self.now
        self.take.resume(self.now)

    def teardown(self) -> None:
        self.take.close()
        assert self.sink.sound == self.spoken
        assert self.sink.sealed == 1

    @invariant()
    def nothing_is_invented_changed_or_reordered(self) -> None:
        assert self.spoken.startswith(self.sink.sound)

    @invariant()
    def at_most_one_piece_is_not_committed(self) -> None:
        assert len(self.spoken) - len(self.sink.sound) < PIECE_BYTES

    @invariant()
    def what_it_says_is_saved_is_saved(self) -> None:
        assert self.take.saved_ms == len(self.sink.sound) // 96
        assert self.take.saved_ms <= self.take.heard_ms

    @invariant()
    def each_loss_is_marked_once(self) -> None:
        assert len(self.sink.gaps) == self.losses
        assert all(ms > 0 for _, ms in self.sink.gaps)

    @invariant()
    def a_pause_is_called_a_pause(self) -> None:
        assert (self.take.state(self.now) is SoundState.PAUSED) == self.take.paused


TestTakeMachine = TakeMachine.TestCase
