"""A clip has a name that says nothing, holds exactly its sound, and never half of it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import IO

import pytest

from ldp_stories.domain.media import PIECE_BYTES, ms_of
from ldp_stories.errors import UserError
from ldp_stories.media.decode import pcm_of_path
from ldp_stories.media.encode import flac_from_pieces
from ldp_stories.reports.clip import write_clip

SOUND = [bytes([i % 7, 0]) * (PIECE_BYTES // 2) for i in range(12)]


def plain(pieces: Iterable[bytes], out: IO[bytes]) -> int:
    size = sum(out.write(p) for p in pieces)
    return ms_of(size)


def test_a_clip_holds_the_sound_it_was_given(tmp_path: Path) -> None:
    path = write_clip(iter(SOUND), plain, tmp_path)
    assert path.read_bytes() == b"".join(SOUND)


def test_a_flac_clip_gives_every_sample_back(tmp_path: Path) -> None:
    path = write_clip(iter(SOUND), flac_from_pieces, tmp_path)
    assert path.read_bytes()[:4] == b"fLaC"
    assert b"".join(pcm_of_path(str(path))) == b"".join(SOUND)


def test_its_name_is_random_and_says_nothing(tmp_path: Path) -> None:
    names = {write_clip(iter(SOUND), plain, tmp_path).name for _ in range(3)}
    assert len(names) == 3
    assert all(re.fullmatch(r"clip-[0-9a-f]{16}\.flac", name) for name in names)


@pytest.mark.parametrize("pieces", [[], [b""], [b"", b""]])
def test_no_sound_is_no_clip(pieces: list[bytes], tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        write_clip(iter(pieces), plain, tmp_path)
    assert caught.value.code == "MEDIA_UNREADABLE"
    assert list(tmp_path.iterdir()) == []


def test_sound_that_breaks_off_leaves_no_clip(tmp_path: Path) -> None:
    def broken() -> Iterable[bytes]:
        yield SOUND[0]
        raise UserError("MEDIA_DAMAGED")

    with pytest.raises(UserError) as caught:
        write_clip(broken(), plain, tmp_path)
    assert caught.value.code == "MEDIA_DAMAGED"
    assert list(tmp_path.iterdir()) == []
