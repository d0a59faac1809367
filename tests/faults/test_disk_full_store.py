"""A full disk: the writer is told at once, nothing acknowledged is lost, and work goes on when there is room again."""

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.store import backup, homes, ledger, records
from ldp_stories.store.engine import Database
from tests.effort import effort
from tests.store.stores import Laptop, opened, tell

if sys.platform != "win32":
    import resource

SIZES = effort(20, 200, change=60)
STEP = 4_096 * 5
ROOM = 380 * 1024
FULL = {"NO_ROOM", "DISK_TROUBLE"}
"""A disk without room says NO_ROOM; a limit on the size of a file is another kind of refusal by the disk."""


@contextlib.contextmanager
def no_file_over(size: int) -> Iterator[None]:
    """Every write beyond `size` bytes of a file fails in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(db: Database, saved: dict[str, str], most: int = 400) -> UserError | None:
    """Tell stories until the disk refuses; `saved` are those that were acknowledged. The refusal."""
    for n in range(most):
        title = f"story {len(saved)} {n}"
        try:
            with db.write() as con:
                told = tell(con, title=title, words=f"{title} and more words " * 60)
        except UserError as error:
            return error
        saved[told.record] = title
    return None


def check(db: Database, saved: dict[str, str]) -> None:
    with db.read() as con:
        assert {r.id: r.title for r in records.page(con, limit=1_000).rows} == saved
    assert db.faults() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are POSIX")
@pytest.mark.parametrize("size", [ROOM + i * STEP for i in range(SIZES)])
def test_at_every_size_the_refusal_is_told_and_the_saved_stories_stay(tmp_path: Path, size: int) -> None:
    saved: dict[str, str] = {}
    with opened(tmp_path / "main.db") as db:
        with no_file_over(size):
            error = fill(db, saved)
        assert error is not None
        assert error.code in FULL
        check(db, saved)
        assert fill(db, saved, 2) is None
        check(db, saved)
    with opened(tmp_path / "main.db") as db:
        check(db, saved)


@pytest.mark.skipif(sys.platform == "win32", reason="limits on the size of files are POSIX")
def test_an_import_that_finds_no_room_leaves_nothing_of_itself(tmp_path: Path) -> None:
    laptop = Laptop()
    lines = [
        laptop.write(
            "layer", f"layer-{i}", {"record": "r", "kind": "transcript", "text": f"{i} words " * 200}
        )
        for i in range(600)
    ]
    with opened(tmp_path / "main.db") as db:
        saved: dict[str, str] = {}
        fill(db, saved, 3)

        def bring_in() -> None:
            with db.write() as con:
                ledger.insert(con, lines, bundle="b")

        with no_file_over(1_500_000), pytest.raises(UserError) as caught:
            bring_in()
        assert caught.value.code in FULL
        check(db, saved)
        with db.read() as con:
            assert con.exec_driver_sql("SELECT count(*) FROM revision WHERE bundle = 'b'").scalar() == 0
        bring_in()
        with db.read() as con:
            assert con.exec_driver_sql("SELECT count(*) FROM revision WHERE bundle = 'b'").scalar() == 600


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MiB; only somebody who may mount one can have it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    made = (
        mount
        and subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
        == 0
    )
    if not made:
        pytest.skip("a small disk can be mounted by root only")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_named_and_the_reserve_lets_work_go_on(small_disk: Path) -> None:
    home = homes.create_home(small_disk / "home", slots={}, reserve_bytes=1_500_000)
    stores = homes.open_stores(home, b"r" * 32, create=True)
    saved: dict[str, str] = {}
    try:
        error = fill(stores.main, saved)
        assert error is not None
        assert error.code == "NO_ROOM"
        check(stores.main, saved)
        with pytest.raises(UserError) as caught:
            backup.make(home, stores, "2026-05-10T10:00:00Z")
        assert caught.value.code == "NO_ROOM"
        assert list(home.backups.iterdir()) == []
        homes.free_reserve(home)
        assert fill(stores.main, saved, 2) is None
        check(stores.main, saved)
    finally:
        stores.close()


def test_a_home_is_not_made_where_there_is_no_room_for_its_reserve(small_disk: Path) -> None:
    with pytest.raises(UserError) as caught:
        homes.create_home(small_disk / "home", slots={}, reserve_bytes=64 * 1024 * 1024)
    assert caught.value.code == "NO_ROOM"
    assert list(small_disk.iterdir()) == []
