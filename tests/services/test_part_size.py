"""How large a part may be: the way, the disk, and what the person was told."""

import resource
from pathlib import Path

import pytest

from ldp_stories.services import part_size as service
from ldp_stories.services.part_size import LEAST, part_size

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("profile", "wanted", "size"),
    [
        ("stick", 0, GB),
        ("network", 0, 128 << 20),
        ("mail", 0, 16 << 20),
        ("stick", 5 * GB, 3_900_000_000),
        ("network", GB, GB),
        ("mail", GB, 16 << 20),
        ("stick", 1, LEAST),
    ],
)
def test_a_part_is_as_large_as_its_way_takes(tmp_path: Path, profile: str, wanted: int, size: int) -> None:
    assert part_size(profile, tmp_path, wanted) == size


@pytest.mark.parametrize(("largest", "size"), [(2**31 - 1, 2**31 - 1), (2**32 - 1, 3_900_000_000)])
def test_a_disk_that_takes_only_small_files_is_heeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest: int, size: int
) -> None:
    monkeypatch.setattr(service, "largest_file", lambda _folder: largest)
    assert part_size("stick", tmp_path, 10 * GB) == size


def test_the_limit_of_this_process_is_heeded(tmp_path: Path) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50 << 20, hard))
    try:
        assert part_size("stick", tmp_path) == 50 << 20
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
