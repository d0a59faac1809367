"""A disk without one free byte, made of memory and really full: a closed notebook opens on it, and one can still send and delete."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sealed

from ldp_stories.errors import UserError
from ldp_stories.services.home import Machine
from ldp_stories.services.open_home import Who, create, open_home
from ldp_stories.store import disk, engine, homes
from tests.services.homes import PASSPHRASE, cheap_machine, code_of

ROOT = Path(__file__).parents[2]
OWN_DISK = ["unshare", "-m", "sh", "-c"]
MOUNT = 'mount -t tmpfs -o size=48m tmpfs "$1" && exec "$2" "$3" "$1"'


def can_mount(folder: Path) -> bool:
    """Whether this user may have a disk of their own (in a container: root)."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    tried = subprocess.run(
        [*OWN_DISK, 'mount -t tmpfs tmpfs "$1"', "x", str(folder)], capture_output=True, check=False
    )
    return tried.returncode == 0


def test_a_closed_notebook_on_a_full_disk_opens_sends_and_erases(tmp_path: Path) -> None:
    if not can_mount(tmp_path):
        pytest.skip("this user may not make a small disk")
    script = str(Path(__file__).with_name("real_full_disk.py"))
    done = subprocess.run(
        [*OWN_DISK, MOUNT, "x", str(tmp_path), sys.executable, script],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["free"] == 0
    assert found["lent"] == homes.LENT
    assert (found["write"], found["send"], found["erase"]) == ("NO_ROOM", "done", "done")
    assert found["seen"] == {"send": "1", "erase": "0"}
    assert found["sound"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return cheap_machine(tmp_path)


@pytest.fixture
def closed(tmp_path: Path, machine: Machine) -> homes.HomeFolder:
    home = create(tmp_path / "home", machine, Who("Amina", ()), passphrase=PASSPHRASE, practice=False)
    homes.keep_reserve(home.place, 3 * homes.LENT)
    home.close()
    return home.place


def full_until(given: int, place: homes.HomeFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full until so much of the reserve was given back; the driver cannot make the index beside the log on it."""
    real = engine.Database._numbers

    def numbers(store: engine.Database) -> tuple[int, int]:
        with engine.troubles(store.path):
            if place.reserve.stat().st_size > given:
                raise sealed.OperationalError("disk I/O error")
        return real(store)

    monkeypatch.setattr(engine.Database, "_numbers", numbers)
    monkeypatch.setattr(engine, "disk_is_full", lambda _: True)


def test_opening_takes_only_a_little_of_what_is_kept(
    closed: homes.HomeFolder, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_until(2 * homes.LENT, closed, monkeypatch)
    open_home(closed.path, PASSPHRASE, machine).close()
    assert closed.reserve.stat().st_size == 2 * homes.LENT


def test_a_full_disk_without_anything_kept_is_told_as_what_it_is(
    closed: homes.HomeFolder, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    homes.free_reserve(closed)
    closed.reserve.write_bytes(b"")
    full_until(-1, closed, monkeypatch)
    with pytest.raises(UserError) as caught:
        open_home(closed.path, PASSPHRASE, machine)
    assert code_of(caught) == "NO_ROOM"


def test_a_broken_disk_with_room_is_not_called_full_and_nothing_is_given_back(
    closed: homes.HomeFolder, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    full_until(-1, closed, monkeypatch)
    monkeypatch.setattr(engine, "disk_is_full", lambda _: False)
    with pytest.raises(UserError) as caught:
        open_home(closed.path, PASSPHRASE, machine)
    assert code_of(caught) == "DISK_TROUBLE"
    assert closed.reserve.stat().st_size == 3 * homes.LENT


def test_a_disk_counts_as_full_when_no_page_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, full in ((0, True), (disk.LEAST - 1, True), (disk.LEAST, False)):
        room = shutil.disk_usage(tmp_path)._replace(free=free)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, found=room: found)
        assert disk.disk_is_full(tmp_path / "main.db") is full
