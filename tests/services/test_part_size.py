"""How large a part may be: the way, the disk, and what the person was told."""

import resource
from pathlib import Path

import pytest

from ldp_stories.bundles.parts import payload_room
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


@pytest.mark.parametrize("profile", ["stick", "network", "mail"])
@pytest.mark.parametrize("wanted", [0, 1, 10 << 20, GB, 4 * GB])
def test_a_part_is_never_too_small_for_its_own_pages_nor_larger_than_an_old_stick_takes(
    tmp_path: Path, profile: str, wanted: int
) -> None:
    size = part_size(profile, tmp_path, wanted)
    assert LEAST <= size <= 3_900_000_000
    assert payload_room(size) > 2 << 20


def test_a_mail_with_a_part_stays_under_what_mail_hosts_take(tmp_path: Path) -> None:
    """Written as text, three bytes become four."""
    assert part_size("mail", tmp_path) * 4 / 3 < 25_000_000
