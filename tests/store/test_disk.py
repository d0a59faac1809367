"""What a disk refuses is told in plain words, and a small file is the old one or the new one."""

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.store import disk
from ldp_stories.store.vault import Vault


def refused(number: int) -> Callable[..., None]:
    """A call that the system refuses with an error number."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return refuse


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "NO_ROOM"),
        (errno.EDQUOT, "NO_ROOM"),
        (errno.EIO, "DISK_TROUBLE"),
        (errno.EROFS, "DISK_TROUBLE"),
        (errno.EACCES, "DISK_TROUBLE"),
    ],
)
def test_each_refusal_has_its_sentence(number: int, code: str) -> None:
    with pytest.raises(UserError) as caught, disk.refusals():
        refused(number)()
    assert caught.value.code == code
    assert isinstance(caught.value.__cause__, OSError)


def test_a_name_that_is_taken_and_our_own_mistakes_stay_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(FileExistsError):
        disk.create_empty(tmp_path / "a")
    with pytest.raises(ValueError, match="ours"), disk.refusals():
        raise ValueError("ours")


def test_a_new_file_is_empty_and_for_its_owner_only(tmp_path: Path) -> None:
    disk.create_empty(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b""
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


@pytest.mark.parametrize("call", ["fsync", "replace", "open"])
def test_a_small_file_that_the_disk_refuses_leaves_the_old_one_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    path = tmp_path / "deep" / "slots.json"
    disk.write_durably(path, b"old")
    monkeypatch.setattr(os, call, refused(errno.ENOSPC))
    with pytest.raises(UserError) as caught:
        disk.write_durably(path, b"new")
    monkeypatch.undo()
    assert caught.value.code == "NO_ROOM"
    assert [p.name for p in path.parent.iterdir()] == ["slots.json"]
    assert path.read_bytes() == b"old"
    disk.write_durably(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no sync of folders")
def test_a_folder_that_cannot_be_synced_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.sync_folder(tmp_path)
    monkeypatch.setattr(os, "fsync", refused(errno.EIO))
    with pytest.raises(UserError) as caught:
        disk.sync_folder(tmp_path)
    assert caught.value.code == "DISK_TROUBLE"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no sync of folders")
def test_a_take_whose_name_cannot_be_made_durable_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = Vault(tmp_path)
    monkeypatch.setattr(os, "fsync", refused(errno.EIO))
    with pytest.raises(UserError) as caught:
        vault.create("take", bytes(32))
    monkeypatch.undo()
    assert caught.value.code == "DISK_TROUBLE"
    assert list(tmp_path.iterdir()) == []
    vault.create("take", bytes(32)).seal()
