"""Where temporary files of tests go."""

from pathlib import Path

import pytest

from tests.quick_disk import quick_disk


def memory(folder: Path, spare_kib: int) -> Path:
    """What the system says about its memory."""
    told = folder / "meminfo"
    told.write_text(f"MemTotal: 99 kB\nMemAvailable:  {spare_kib} kB\nBuffers: 1 kB\n", encoding="ascii")
    return told


def test_a_disk_with_room_is_taken(tmp_path: Path) -> None:
    assert quick_disk(tmp_path, memory(tmp_path, 2), room=1024) == tmp_path


@pytest.mark.parametrize(("spare_kib", "room"), [(1, 1024), (1 << 60, 1 << 62)])
def test_one_without_enough_memory_or_room_is_left(tmp_path: Path, spare_kib: int, room: int) -> None:
    assert quick_disk(tmp_path, memory(tmp_path, spare_kib), room) is None


def test_where_there_is_no_such_disk_or_nothing_is_told_about_memory_the_usual_one_serves(
    tmp_path: Path,
) -> None:
    assert quick_disk(tmp_path / "none", memory(tmp_path, 1 << 40), 1) is None
    assert quick_disk(tmp_path, tmp_path / "none", 1) is None
    (tmp_path / "empty").touch()
    assert quick_disk(tmp_path, tmp_path / "empty", 1) is None
