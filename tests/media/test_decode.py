"""Reading sound: every kind a phone makes, exact places, and files that are broken."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.errors import UserError
from ldp_stories.media.decode import pcm, pcm_of_path, probe
from ldp_stories.media.encode import flac_from_pieces
from ldp_stories.media.film_places import places_of
from ldp_stories.media.peaks import loudest
from ldp_stories.media.synth import noise, tone, voice
from ldp_stories.media.wav import write_wav
from tests.media.made import FORMATS, sound_file

SOUND = b"".join(noise(6000, seed=3))


def flac(sound: bytes) -> bytes:
    out = io.BytesIO()
    flac_from_pieces([sound], out)
    return out.getvalue()


FLAC = flac(SOUND)


@pytest.mark.parametrize("ext", FORMATS)
def test_every_kind_of_sound_a_phone_makes_is_read(ext: str) -> None:
    data = sound_file(ext, tone(2000, 440))
    info = probe(io.BytesIO(data))
    assert info.has_audio
    assert not info.has_video
    heard = b"".join(pcm(io.BytesIO(data)))
    assert 1950 <= len(heard) / 96 <= 2150
    assert loudest(heard) > 5000
    if ext not in {"amr", "aac"}:  # those two do not say their length
        assert abs(info.duration_ms - 2000) < 150


def test_a_film_has_sound_and_pictures_and_gives_its_sound() -> None:
    data = sound_file("mp4", tone(1000), video=True)
    info = probe(io.BytesIO(data))
    assert info.has_audio
    assert info.has_video
    assert 950 <= len(b"".join(pcm(io.BytesIO(data)))) / 96 <= 1100


def test_flac_gives_every_sample_back() -> None:
    assert b"".join(pcm(io.BytesIO(FLAC))) == SOUND


@settings(max_examples=40)
@given(st.integers(0, 6100), st.integers(0, 3000))
def test_a_part_is_exact_to_a_sample(from_ms: int, length: int) -> None:
    heard = b"".join(pcm(io.BytesIO(FLAC), from_ms, from_ms + length))
    assert heard == SOUND[from_ms * 96 : (from_ms + length) * 96]


def test_a_part_of_a_long_recording_does_not_read_all_of_it() -> None:
    class Counting(io.BytesIO):
        count = 0

        def read(self, size: int | None = -1) -> bytes:
            data = super().read(size)
            Counting.count += len(data)
            return data

    data = flac(b"".join(noise(60_000, seed=1)))
    whole = b"".join(noise(60_000, seed=1))
    assert b"".join(pcm(Counting(data), 50_000, 50_500)) == whole[50_000 * 96 : 50_500 * 96]
    assert Counting.count < len(data) / 3


def test_a_part_of_an_opus_file_lasts_as_long_as_asked() -> None:
    data = sound_file("opus", b"".join(voice(8000)))
    assert len(b"".join(pcm(io.BytesIO(data), 4000, 5000))) == 96_000


def test_stereo_and_other_rates_become_our_own_form() -> None:
    data = sound_file("wav", tone(1000, 300))
    assert probe(io.BytesIO(data)).rate == 44_100
    assert abs(len(b"".join(pcm(io.BytesIO(data)))) - 96_000) < 400


@pytest.mark.parametrize("data", [b"", b"not a sound file at all" * 100, FLAC[:30]])
def test_what_is_no_sound_says_so(data: bytes) -> None:
    for read in (probe, lambda file: list(pcm(file))):
        with pytest.raises(UserError) as caught:
            read(io.BytesIO(data))
        assert caught.value.code == "MEDIA_UNREADABLE"


def test_a_file_cut_short_gives_what_is_there() -> None:
    heard = b"".join(pcm(io.BytesIO(FLAC[: len(FLAC) // 2])))
    assert len(SOUND) * 0.4 < len(heard) < len(SOUND) * 0.6
    assert SOUND.startswith(heard[: len(heard) - 2 * 4608])


def test_damage_in_the_middle_is_a_click_and_not_the_end() -> None:
    data = bytearray(FLAC)
    data[len(data) // 2 : len(data) // 2 + 200] = bytes(200)
    heard = b"".join(pcm(io.BytesIO(bytes(data))))
    assert len(heard) > len(SOUND) * 0.9
    assert heard[-9600:] == SOUND[-9600:]


def test_a_path_that_is_not_there_says_gone(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        list(pcm_of_path(str(tmp_path / "none.flac")))
    assert caught.value.code == "MEDIA_GONE"


def test_a_film_without_sound_cannot_be_listened_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hello")
    with pytest.raises(UserError):
        list(pcm_of_path(str(tmp_path / "a.txt")))


def test_sound_of_one_sample_a_second_is_refused_before_it_fills_the_memory() -> None:
    slow = bytearray(wav())
    slow[24:28] = (1).to_bytes(4, "little")
    with pytest.raises(UserError, check=lambda e: e.code == "MEDIA_UNREADABLE"):
        list(pcm(io.BytesIO(bytes(slow))))


def wav(**parts: bytes) -> bytes:
    """A short WAV with another code for its coding, or a list of words about it."""
    out = io.BytesIO()
    write_wav(tone(50), out)
    data = out.getvalue()
    words = parts.get("words", b"")
    listed = b"INFOINAM" + len(words).to_bytes(4, "little") + words
    head = data[:20] + parts.get("code", data[20:22]) + data[22:36]
    return head + (b"LIST" + len(listed).to_bytes(4, "little") + listed if words else b"") + data[36:]


def test_sound_in_a_coding_that_nobody_knows_is_no_sound_to_us() -> None:
    strange = wav(code=b"\x34\x12")
    assert not probe(io.BytesIO(strange)).has_audio
    with pytest.raises(UserError, check=lambda e: e.code == "MEDIA_UNREADABLE"):
        list(pcm(io.BytesIO(strange)))


def test_a_title_in_letters_of_long_ago_stops_nothing() -> None:
    old = wav(words="Été".encode("latin-1") + b"\0")
    assert probe(io.BytesIO(old)).audio_codec == "pcm_s16le"
    assert len(b"".join(pcm(io.BytesIO(old)))) == len(tone(50))
    assert places_of(io.BytesIO(old)) == ()
