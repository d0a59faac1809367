"""Photos made safe: upright, without place or camera, in a process of their own that may be bombed or crashed without harm."""

import contextlib
import io
import json
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from ldp_stories.errors import UserError
from ldp_stories.media import photo_child
from ldp_stories.media.photos import MOST_BYTES, Photo, make_safe
from ldp_stories.services.laptop import photo_command
from tests.effort import effort

GPS = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 40.0)}
SECRETS = (b"CanaryPhone", b"CanaryLens", b"2026:05:31")


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 20), turn: int = 1, mode: str = "RGB") -> bytes:
    """A picture red on the left and blue on the right, with all that a phone writes into it."""
    image = Image.new(mode, size, "red" if mode == "RGB" else 0)
    if mode == "RGB":
        image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132], exif[0x0112] = (
        "CanaryPhone",
        "CanaryLens",
        "2026:05:31 14:03:00",
        turn,
    )
    exif.get_ifd(0x8825).update(GPS)
    out = io.BytesIO()
    if kind == "HEIF":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    image.save(out, kind, exif=exif.tobytes())
    return out.getvalue()


CRASHES = (ArithmeticError, AttributeError, EOFError, LookupError, RuntimeError, struct.error)
"""What a broken picture may end in inside the process; it dies of it, and nothing else does."""


def child(data: bytes, *, keep_place: bool = False) -> Photo:
    """The same as `make_safe` does, in this process, so that many pictures are quick."""

    def run(_command: object, *, input: bytes, **_: Any) -> Any:
        out, status = io.BytesIO(), 1
        with contextlib.suppress(*CRASHES):
            status = photo_child.photo_main(io.BytesIO(input), out)
        return subprocess.CompletedProcess([], status, out.getvalue())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subprocess, "run", run)
        patch.setattr(photo_child, "_limit", lambda: None)
        return make_safe((), data, keep_place=keep_place)


def shown(photo: Photo) -> Image.Image:
    return Image.open(io.BytesIO(photo.safe))


def test_the_real_process_makes_a_photo_safe() -> None:
    made = make_safe(photo_command(), picture())
    assert (made.width, made.height, made.type, made.place) == (40, 20, "jpg", True)
    assert made.device == "CanaryPhone CanaryLens"
    assert not [s for s in SECRETS if s in made.safe + made.small]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_nothing_of_place_and_camera_stays_in_any_kind(kind: str) -> None:
    made = child(picture(kind))
    assert made.place
    image = shown(made)
    assert len(image.getexif()) == 0
    assert not {"exif", "xmp", "icc_profile_name", "comment"} & {k for k, v in image.info.items() if v}
    assert not [s for s in SECRETS if s in made.safe + made.small]
    assert image.size == (40, 20)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "PNG"])
def test_the_place_stays_when_that_is_chosen(kind: str) -> None:
    image = shown(child(picture(kind), keep_place=True))
    assert image.getexif().get_ifd(0x8825)
    assert image.getexif().get(0x0112) in (None, 1)


@pytest.mark.parametrize(
    ("turn", "size", "left"),
    [(1, (40, 20), "red"), (3, (40, 20), "blue"), (6, (20, 40), "top red"), (8, (20, 40), "top blue")],
)
def test_a_picture_stands_upright_as_it_was_held(turn: int, size: tuple[int, int], left: str) -> None:
    made = child(picture(turn=turn))
    image = shown(made).convert("RGB")
    assert image.size == (made.width, made.height) == size
    red, _, blue = image.getpixel((2, 2))  # type: ignore[misc]
    assert (red > blue) is ("red" in left)


def test_a_jpeg_that_stands_upright_loses_no_quality() -> None:
    before = picture(size=(64, 64))
    made = child(before)
    old, new = Image.open(io.BytesIO(before)).convert("RGB"), shown(made).convert("RGB")
    apart = [abs(a - b) for a, b in zip(old.tobytes(), new.tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 2


def test_the_small_copy_is_small() -> None:
    made = child(picture(size=(2000, 1000)))
    assert Image.open(io.BytesIO(made.small)).size == (512, 256)
    assert len(made.small) < 40_000


@pytest.mark.parametrize("mode", ["L", "1", "CMYK", "P", "RGBA"])
def test_pictures_of_every_depth_are_kept(mode: str) -> None:
    kind = "JPEG" if mode in ("L", "CMYK") else "PNG"
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, kind)
    assert child(out.getvalue()).width == 8


def bomb() -> bytes:
    """A small PNG that says it is 60,000 by 60,000."""
    data = bytearray(picture("PNG"))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    return bytes(data)


def test_a_picture_that_says_it_is_endless_gets_an_answer() -> None:
    """WebP says its size in its first box; the library refuses it in its own words."""
    data = bytearray(picture("WEBP"))
    if data[12:16] != b"VP8X":
        size = (10).to_bytes(4, "little")
        data[12:12] = b"VP8X" + size + b"\0" * 4 + b"\xff" * 6
    data[24:30] = b"\xff" * 6
    data[4:8] = (len(data) - 8).to_bytes(4, "little")
    out = io.BytesIO()
    ask = json.dumps({"bytes": len(data)}).encode() + b"\n"
    with patch.object(photo_child, "_limit"):
        assert photo_child.photo_main(io.BytesIO(ask + bytes(data)), out) == 0
    assert "error" in json.loads(out.getvalue())


def refused(make: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        make()
    return caught.value.code


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        picture()[:200],
        b"GIF89a" + bytes(50),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        bomb(),
    ],
)
def test_what_cannot_be_opened_is_said_and_harms_nobody(data: bytes) -> None:
    assert refused(lambda: child(data)) == "PHOTO_UNREADABLE"


@pytest.mark.parametrize(
    "script",
    [
        "import os; os.abort()",
        "import sys; sys.stdin.buffer.read(); sys.exit(3)",
        "print('{')",
        'print(\'{"safe": 9, "small": 9}\')',
        "print('x' * 9999)",
        "import sys; sys.stdin.buffer.read(); print('[]')",
    ],
)
def test_a_process_that_crashes_or_lies_is_a_sentence(script: str) -> None:
    assert refused(lambda: make_safe((sys.executable, "-c", script), picture())) == "PHOTO_UNREADABLE"


def test_a_process_that_never_ends_is_ended() -> None:
    script = "import sys; sys.stdin.buffer.read(); import threading; threading.Event().wait()"
    assert (
        refused(lambda: make_safe((sys.executable, "-c", script), picture(), seconds=0.5))
        == "PHOTO_UNREADABLE"
    )


def test_a_program_that_is_not_there_and_a_file_too_large_are_sentences(tmp_path: Path) -> None:
    assert refused(lambda: make_safe((str(tmp_path / "none"),), picture())) == "PHOTO_UNREADABLE"

    class Huge(bytes):
        def __len__(self) -> int:
            return MOST_BYTES + 1

    assert refused(lambda: make_safe((), Huge())) == "PHOTO_UNREADABLE"


@pytest.mark.skipif(sys.platform == "win32", reason="limits of this kind are POSIX")
def test_the_process_may_take_no_more_memory_than_a_photo_needs() -> None:
    code = "from ldp_stories.media import photo_child as p; p._limit(); bytearray(3 * 1024**3)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False)
    assert b"MemoryError" in done.stderr


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@settings(
    max_examples=effort(25, 2000),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(at=st.integers(0, 700), put=st.binary(max_size=8), cut=st.integers(0, 30))
def test_a_picture_with_a_piece_changed_is_opened_or_refused_and_tells_no_place(
    kind: str, at: int, put: bytes, cut: int
) -> None:
    data = picture(kind)
    at = min(at, len(data))
    outcome: object
    try:
        made = child(data[:at] + put + data[at + cut :])
        outcome = [s for s in SECRETS if s in made.safe + made.small]
    except UserError as error:
        outcome = error.code
    assert outcome in ([], "PHOTO_UNREADABLE")


def test_a_comment_beside_the_picture_goes_also_from_the_small_copy_and_a_turned_one() -> None:
    for turn in (1, 6):
        opened, out = Image.open(io.BytesIO(picture(turn=turn))), io.BytesIO()
        opened.save(out, "JPEG", exif=opened.info["exif"], comment=b"CanaryComment")
        made = child(out.getvalue())
        assert b"CanaryComment" not in made.safe + made.small


def test_a_place_that_an_editing_program_noted_is_told_and_goes() -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "JPEG", xmp=b'<x:xmpmeta exif:GPSLatitude="51,30.44N"/>')
    made = child(out.getvalue())
    assert made.place
    assert b"51,30" not in made.safe + made.small
