"""The spool: what goes in comes out, nothing readable reaches the disk."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.crypto.spool import Spool
from ldp_stories.errors import UserError

CANARY = b"the-canary-sings-at-noon "


@pytest.mark.parametrize("in_memory", [0, 1 << 30])
@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3_500_000])
def test_everything_comes_back_as_often_as_wanted(tmp_path: Path, size: int, in_memory: int) -> None:
    data = os.urandom(size)
    spool = Spool(tmp_path, in_memory)
    for at in range(0, size, 700_001):
        spool.write(data[at : at + 700_001])
    assert b"".join(spool.blocks()) == data == b"".join(spool.blocks())
    assert spool.size == size
    spool.close()
    assert list(spool.blocks()) == []


def test_nothing_readable_lies_in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", lambda dir: (Path(dir) / "seen").open("w+b"))
    spool = Spool(tmp_path, 0)
    spool.write(CANARY * 100_000)
    sealed = (tmp_path / "seen").read_bytes()
    assert len(sealed) > 1 << 20
    assert CANARY not in sealed
    spool.close()


def test_a_changed_temporary_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.TemporaryFile", lambda dir: (Path(dir) / "seen").open("w+b"))
    spool = Spool(tmp_path, 0)
    spool.write(bytes(3 << 20))
    list(spool.blocks())
    with (tmp_path / "seen").open("r+b") as file:
        file.seek(100)
        file.write(b"changed")
    with pytest.raises(UserError, check=lambda e: e.code == "DAMAGED"):
        list(spool.blocks())
    spool.close()


@given(st.lists(st.binary(max_size=40).filter(lambda b: b"\n" not in b), max_size=30))
def test_lines_come_back_as_lines(lines: list[bytes]) -> None:
    spool = Spool(Path())
    spool.write(b"".join(line + b"\n" for line in lines))
    assert list(spool.lines(100)) == lines


def test_lines_may_cross_blocks(tmp_path: Path) -> None:
    lines = [bytes([65 + i % 26]) * (i * 997 % 90_000) for i in range(80)]
    spool = Spool(tmp_path, 0)
    spool.write(b"".join(line + b"\n" for line in lines))
    assert list(spool.lines(100_000)) == lines
    spool.close()


@pytest.mark.parametrize("data", [b"no newline", b"a\nb", b"x" * 101 + b"\n", b"x" * (3 << 20)])
def test_a_long_or_unfinished_line_is_refused(tmp_path: Path, data: bytes) -> None:
    spool = Spool(tmp_path)
    spool.write(data)
    with pytest.raises(UserError, check=lambda e: e.code == "BAD_LINE"):
        list(spool.lines(100))


@pytest.mark.parametrize("in_memory", [0, 1 << 30])
def test_a_line_that_is_too_long_is_refused_wherever_it_stands(tmp_path: Path, in_memory: int) -> None:
    for before, after in ((0, 3), (3, 0), (40_000, 3), (40_000, 40_000)):
        spool = Spool(tmp_path, in_memory)
        spool.write(b"short line that fits in\n" * before + b"x" * 101 + b"\n" + b"short line\n" * after)
        with pytest.raises(UserError, check=lambda e: e.code == "BAD_LINE"):
            list(spool.lines(100))
        assert len(list(spool.lines(101))) == before + 1 + after
        spool.close()
