"""What cannot be opened tells no place and no camera, keeps its length and the rest of its bytes, wherever blocks end and whatever is broken."""

import io
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ldp_stories.media import place_marks
from ldp_stories.media.place_marks import marks_of, without_marks
from tests.effort import effort
from tests.media.test_photos import picture

CAMERA = (b"CanaryPhone", b"CanaryLens")
NORTH = (51, 1, 30, 1, 26, 1)


def blocks(data: bytes, size: int = 1 << 20) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


def safe(data: bytes, size: int = 1 << 20) -> bytes:
    return b"".join(without_marks(blocks(data, size), marks_of(blocks(data, size))))


def tells(data: bytes) -> list[bytes]:
    """What of the place and the camera of `picture()` stands in it."""
    places = [struct.pack(f"{order}6I", *NORTH) for order in "<>"]
    return [secret for secret in (*CAMERA, *places) if secret in data]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "TIFF"])
def test_a_picture_of_every_kind_tells_nothing(kind: str) -> None:
    data = picture(kind)
    assert len(tells(data)) >= 3
    kept = safe(data)
    assert tells(kept) == []
    assert len(kept) == len(data)
    assert sum(a != b for a, b in zip(kept, data, strict=True)) < 200


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
def test_wherever_the_blocks_end(size: int) -> None:
    data = picture()
    assert safe(data, size) == safe(data)


def test_a_file_longer_than_a_window_is_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place_marks, "WINDOW", 4096)
    data = bytes(5000) + picture() + bytes(9000) + b"+51.5074-000.1278/" + bytes(4000) + picture()
    kept = safe(data, 512)
    assert tells(kept) == []
    assert b"51.5074" not in kept
    assert len(kept) == len(data)


def test_a_film_that_does_not_open_tells_no_place() -> None:
    data = b"\0\0\0\x18ftypxxxx" + b"moov\xa9xyz\0\x12\x15\xc7+51.5074-000.1278/" + bytes(50)
    kept = safe(data)
    assert b"51.5074" not in kept
    assert kept.startswith(b"\0\0\0\x18ftypxxxxmoov\xa9xyz\0\x12\x15\xc7")


@pytest.mark.parametrize(
    "note", [b'exif:GPSLatitude="51,30.44N"', b"<exif:GPSLongitude>0,7.66W</exif:GPSLongitude>"]
)
def test_what_an_editing_program_noted_goes_too(note: bytes) -> None:
    kept = safe(b"x" * 300 + note + b"y")
    assert b"51,30" not in kept
    assert b"0,7.66" not in kept
    assert kept.startswith(b"x" * 300)
    assert kept.endswith(b"y")


@pytest.mark.parametrize("data", [b"", b"II*\0", b"a phone number +44-207 and 12.5-100.1", bytes(4000)])
def test_what_tells_nothing_stays_as_it_is(data: bytes) -> None:
    assert safe(data) == data


def test_an_exif_block_that_is_broken_goes_from_its_head() -> None:
    whole = picture()
    at = whole.index(b"Exif\0\0") + 6
    broken = whole[: at + 4] + struct.pack("<I", 0x7FFFFFFF) + whole[at + 8 :]
    broken = (
        broken if whole[at : at + 2] == b"II" else whole[: at + 4] + b"\x7f\xff\xff\xff" + whole[at + 8 :]
    )
    assert tells(safe(broken)) == []


def test_lists_that_lead_to_themselves_end() -> None:
    head = struct.pack("<2sHIHHHII", b"II", 42, 8, 1, 0x8769, 4, 1, 8)
    assert safe(b"Exif\0\0" + head + bytes(20))[:6] == b"Exif\0\0"


@settings(max_examples=effort(60, 3000), deadline=None)
@given(st.data())
def test_a_photo_that_is_cut_off_anywhere_tells_nothing(data: st.DataObject) -> None:
    whole = picture(data.draw(st.sampled_from(["JPEG", "HEIF", "WEBP"])))
    cut = whole[: data.draw(st.integers(0, len(whole)))]
    kept = safe(cut, data.draw(st.integers(1, 400)))
    assert tells(kept) == []
    assert len(kept) == len(cut)


@settings(max_examples=effort(100, 5000), deadline=None)
@given(st.binary(max_size=400), st.integers(0, 400))
def test_any_bytes_behind_an_exif_word_end_and_keep_their_length(noise: bytes, at: int) -> None:
    data = noise[:at] + b"Exif\0\0II*\0" + noise[at:]
    assert len(safe(io.BytesIO(data).read(), 50)) == len(data)
