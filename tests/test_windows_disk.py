"""The guard that lets a test on Linux fail for what a disk on Windows would refuse."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import windows_disk
from tests.windows_disk import Disk, children, holders, same_name, trouble_with, twin

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux which files are open")


@pytest.fixture(scope="module")
def hooked() -> Iterator[Disk]:
    """A guard of our own, for which this file is the program; a hook stays in a process for good, so it is silenced afterwards."""
    disk = Disk(product=__file__)
    sys.addaudithook(disk.hear)
    yield disk
    disk.on = False


@pytest.fixture
def disk(hooked: Disk) -> Iterator[Disk]:
    hooked.refused.clear()
    hooked.on = True
    yield hooked
    hooked.on = False


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "one.txt"
    made.write_bytes(b"words")
    return made


ACTS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda p: p.unlink(),
    "renamed": lambda p: p.rename(p.with_name("two.txt")),
    "its folder renamed": lambda p: p.parent.rename(p.parent.with_name("moved")),
    "its folder deleted": lambda p: shutil.rmtree(p.parent),
    "replaced": lambda p: _replaced(p),
}


def _replaced(path: Path) -> None:
    new = path.with_name("new.txt")
    new.touch()
    new.replace(path)


@pytest.mark.parametrize("act", ACTS)
def test_an_open_file_is_not_to_be_moved_or_deleted_and_a_closed_one_is(
    disk: Disk, file: Path, act: str
) -> None:
    with file.open("rb"), pytest.raises(PermissionError):
        ACTS[act](file)
    assert len(disk.refused) == 1
    assert file.read_bytes() == b"words"
    (file.parent / "new.txt").unlink(missing_ok=True)
    ACTS[act](file)
    assert len(disk.refused) == 1


def test_a_refusal_that_was_swallowed_is_remembered(disk: Disk, file: Path) -> None:
    with file.open("rb"):
        shutil.rmtree(file.parent, ignore_errors=True)
    assert "deleted while it is open" in disk.refused[0]


def test_a_rename_onto_a_name_that_is_there_is_refused_and_a_replacement_is_not(
    disk: Disk, file: Path
) -> None:
    other = file.with_name("other.txt")
    other.touch()
    with pytest.raises(PermissionError, match="there already"):
        other.rename(file)
    other.replace(file)
    assert len(disk.refused) == 1


@pytest.mark.parametrize(
    "name", ["a:b", "What now?.csv", "con", "NUL.txt", "dot.", "blank ", "lpt1.html", "x" * 130]
)
def test_a_name_that_windows_cannot_hold_is_refused(disk: Disk, tmp_path: Path, name: str) -> None:
    assert trouble_with(name)
    with pytest.raises(PermissionError):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(PermissionError):
        (tmp_path / name).mkdir()
    assert len(disk.refused) == 2


@pytest.mark.parametrize("name", ["a.b", "console", "کہانی.html", "nulls", ".part", "com10"])
def test_other_names_are_fine(name: str) -> None:
    assert trouble_with(name) == ""


def test_two_names_that_are_one_on_windows_are_refused(disk: Disk, file: Path) -> None:
    assert same_name("Café.txt", "cafe\N{COMBINING ACUTE ACCENT}.TXT")
    assert not same_name("a.txt", "b.txt")
    with pytest.raises(PermissionError, match=r"would be 'one\.txt'"):
        file.with_name("ONE.txt").touch()
    assert twin(file) == ""


def test_an_item_that_a_player_holds_is_refused_and_forgiven_where_windows_are_open(
    disk: Disk, file: Path
) -> None:
    item = file.rename(file.with_name("a.item"))
    with item.open("rb"):
        disk.with_players = True
        with pytest.raises(PermissionError):
            item.unlink()
        assert disk.refused == []
        disk.with_players = False
        with pytest.raises(PermissionError):
            item.unlink()
        assert len(disk.refused) == 1


def test_what_a_test_itself_does_is_its_own_affair(file: Path) -> None:
    assert windows_disk.on
    with file.open("rb"):
        file.unlink()
    (file.parent / "what?").touch()
    assert windows_disk.refused == []


@pytest.mark.posix_disk
def test_a_test_about_other_disks_is_left_alone() -> None:
    assert not windows_disk.on


def test_a_file_that_a_process_of_ours_has_open_is_found(file: Path) -> None:
    words = "import sys; f = open(sys.argv[1]); print(1, flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", words, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert str(child.pid) in children()
        assert holders(file) == ()
        assert holders(file, children()) == (os.path.realpath(file),)
        child.communicate()
    assert str(child.pid) not in children()
