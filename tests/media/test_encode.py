"""Making sound files: bit-exact FLAC, small Opus, standard readers open both."""

import io

import miniaudio
import pytest

from ldp_stories.errors import Cancelled
from ldp_stories.media.decode import pcm, probe
from ldp_stories.media.encode import flac_from_pieces, m4a_from_pieces, opus_from_pieces
from ldp_stories.media.synth import noise, voice

SOUND = b"".join(voice(5017))


def test_another_decoder_reads_the_flac_and_finds_every_sample() -> None:
    out = io.BytesIO()
    assert flac_from_pieces([SOUND], out) == 5017
    decoded = miniaudio.flac_read_s16(out.getvalue())
    assert (decoded.sample_rate, decoded.nchannels) == (48_000, 1)
    assert decoded.samples.tobytes() == SOUND


def test_the_flac_header_knows_the_length() -> None:
    out = io.BytesIO()
    flac_from_pieces([SOUND], out)
    assert probe(io.BytesIO(out.getvalue())).duration_ms == 5017
    assert miniaudio.flac_get_info(out.getvalue()).num_frames == len(SOUND) // 2


@pytest.mark.parametrize("cut", [2, 9600, 9999 * 2, 10**7])
def test_the_cutting_into_pieces_does_not_matter(cut: int) -> None:
    sound = SOUND[: 96 * 300] if cut == 2 else SOUND
    out = io.BytesIO()
    flac_from_pieces((sound[at : at + cut] for at in range(0, len(sound), cut)), out)
    assert b"".join(pcm(io.BytesIO(out.getvalue()))) == sound


@pytest.mark.parametrize("samples", [0, 1, 4607, 4608, 4609])
def test_very_short_sound_survives(samples: int) -> None:
    sound = b"".join(noise(200, 1))[: 2 * samples]
    out = io.BytesIO()
    flac_from_pieces([sound], out)
    decoded = miniaudio.flac_read_s16(out.getvalue()).samples.tobytes() if samples else b""
    assert decoded == sound


def test_opus_is_small_and_as_long() -> None:
    sound = b"".join(voice(30_000))
    out = io.BytesIO()
    assert opus_from_pieces([sound], out) == 30_000
    data = out.getvalue()
    info = probe(io.BytesIO(data))
    assert (info.audio_codec, info.rate, info.channels) in {("opus", 48_000, 1), ("libopus", 48_000, 1)}
    assert abs(info.duration_ms - 30_000) < 50
    assert len(data) * 8 / 30 < 45_000
    assert abs(len(b"".join(pcm(io.BytesIO(data)))) / 96 - 30_000) < 50


def test_an_m4a_is_as_long_and_sounds_alike_and_is_the_same_each_time() -> None:
    first, again = io.BytesIO(), io.BytesIO()
    assert m4a_from_pieces([SOUND], first) == 5017
    m4a_from_pieces([SOUND[:9600], SOUND[9600:]], again)
    assert first.getvalue() == again.getvalue()
    info = probe(io.BytesIO(first.getvalue()))
    assert (info.audio_codec, info.rate, info.channels) == ("aac", 48_000, 1)
    assert info.duration_ms == pytest.approx(5017, abs=60)
    heard = b"".join(pcm(io.BytesIO(first.getvalue())))
    loud = sum(abs(int.from_bytes(SOUND[i : i + 2], "little", signed=True)) for i in range(0, 96_000, 200))
    louder = sum(abs(int.from_bytes(heard[i : i + 2], "little", signed=True)) for i in range(0, 96_000, 200))
    assert louder == pytest.approx(loud, rel=0.2)


@pytest.mark.parametrize("make", [flac_from_pieces, opus_from_pieces, m4a_from_pieces])
def test_stop_is_obeyed_at_once(make: type) -> None:
    taken = 0

    def pieces() -> "object":
        nonlocal taken
        for piece in voice(60_000):
            taken += 1
            yield piece

    def stop(ms: int) -> None:
        if ms > 4000:
            raise Cancelled

    with pytest.raises(Cancelled):
        make(pieces(), io.BytesIO(), stop)
    assert taken < 100


def test_progress_ends_with_the_whole_length() -> None:
    told: list[int] = []
    flac_from_pieces(voice(5000), io.BytesIO(), told.append)
    assert told == sorted(told)
    assert told[-1] == 5000
