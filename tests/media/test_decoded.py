"""Other people's sound as plain sound: the same bytes wherever it is read, never opened twice where once is enough."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.errors import UserError
from ldp_stories.media import decoded
from ldp_stories.media.decoded import Decoded
from ldp_stories.media.synth import noise

MS = 4_000
SOUND = b"".join(noise(MS, seed=2))


class Opened:
    """Gives SOUND from a place on, and counts."""

    def __init__(self, sound: bytes = SOUND) -> None:
        self.sound, self.at, self.closed = sound, list[int](), 0

    def __call__(self, ms: int) -> Iterator[bytes]:
        self.at.append(ms)
        return self._blocks(ms)

    def _blocks(self, ms: int) -> Iterator[bytes]:
        try:
            for at in range(ms * 96, len(self.sound), 7_000):
                yield self.sound[at : at + 7_000]
        finally:
            self.closed += 1


@given(reads=st.lists(st.tuples(st.integers(0, len(SOUND) + 50), st.integers(0, 60_000)), max_size=30))
def test_whatever_is_read_is_what_stands_there(reads: list[tuple[int, int]]) -> None:
    made = Decoded(Opened(), MS)
    for offset, size in reads:
        assert made.read(offset, size) == SOUND[offset : offset + size]
    made.close()


def test_reading_on_opens_it_once_and_a_few_bytes_back_or_on_too() -> None:
    opened = Opened()
    made = Decoded(opened, MS)
    for offset in [*range(0, 200_000, 10_000), 150_000, 3, 260_000]:
        made.read(offset, 10_000)
    assert opened.at == [0]


def test_a_place_far_away_is_sought_and_the_other_one_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoded, "_NEAR", 20_000)
    monkeypatch.setattr(decoded, "_KEPT", 20_000)
    opened = Opened()
    made = Decoded(opened, MS)
    made.read(0, 100)
    made.read(96 * 2_000 + 7, 100)
    made.read(0, 100)
    assert opened.at == [0, 2_000, 0]
    assert opened.closed == 2
    made.close()
    made.close()
    assert opened.closed == 3


def test_only_a_little_of_a_long_sound_is_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoded, "_KEPT", 30_000)
    made = Decoded(Opened(), MS)
    for offset in range(0, len(SOUND), 5_000):
        assert made.read(offset, 5_000) == SOUND[offset : offset + 5_000]
        assert len(made._kept) <= 30_000 + 7_000


def test_sound_that_is_shorter_than_it_said_is_silent_at_its_end_and_a_longer_one_is_cut() -> None:
    short = Decoded(Opened(SOUND[:96_000]), MS)
    assert short.read(95_990, 30) == SOUND[95_990:96_000] + bytes(20)
    assert short.read(200_000, 4) == bytes(4)
    assert Decoded(Opened(), 1_000).read(95_990, 30) == SOUND[95_990:96_000]


def test_trouble_is_told_to_whoever_reads_and_the_next_one_may_have_more_luck() -> None:
    def broken(_ms: int) -> Iterator[bytes]:
        yield from ()
        raise UserError("MEDIA_DAMAGED")

    made = Decoded(broken, MS)
    with pytest.raises(UserError):
        made.read(0, 10)
    assert made.read(5, 3) == bytes(3), "a generator that failed is at its end"
