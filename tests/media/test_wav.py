"""Sound with a WAV header in front."""

import io
import wave

from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.media.synth import noise
from ldp_stories.media.wav import HEADER_BYTES, WavSound, WavView, header, write_wav

SOUND = b"".join(noise(1500, seed=6))


class Bytes:
    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, offset: int, size: int) -> bytes:
        return self._data[max(0, offset) : max(0, offset) + size]


def test_pythons_own_wave_module_reads_it() -> None:
    with wave.open(io.BufferedReader(WavView(Bytes(SOUND)))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (48_000, 1, 2)
        assert file.readframes(10**9) == SOUND


@given(st.integers(0, len(SOUND) + 60), st.integers(0, 500_000))
def test_any_range_is_the_range(offset: int, size: int) -> None:
    whole = header(len(SOUND)) + SOUND
    sound = WavSound(Bytes(SOUND))
    assert sound.size == len(whole)
    assert sound.read(offset, size) == whole[offset : offset + size]


def test_it_seeks_like_a_file() -> None:
    view = WavView(Bytes(SOUND))
    assert view.readable()
    assert view.seekable()
    assert view.seek(-10, io.SEEK_END) == HEADER_BYTES + len(SOUND) - 10
    assert view.read() == SOUND[-10:]
    view.seek(HEADER_BYTES)
    view.seek(4, io.SEEK_CUR)
    assert view.tell() == HEADER_BYTES + 4
    assert view.read(6) == SOUND[4:10]


def test_more_than_four_gigabytes_do_not_break_the_header() -> None:
    assert len(header(10**11)) == HEADER_BYTES


def test_short_sound_can_be_written_as_a_file() -> None:
    out = io.BytesIO()
    write_wav(SOUND, out)
    out.seek(0)
    with wave.open(out) as file:
        assert file.getnframes() == len(SOUND) // 2
