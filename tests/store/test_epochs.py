"""Device epochs: a restored, copied or moved store never uses a number twice (DESIGN.md 3, CONTRACTS.md 5)."""

import shutil
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.store import epochs, ledger
from ldp_stories.store.disk import write_durably
from ldp_stories.store.ledger import Author
from tests.store.stores import AT, opened

DEVICE = "10000000-0000-4000-8000-00000000000a"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The user's state folder, outside every home."""
    return tmp_path / "state"


def new_store(tmp_path: Path, state: Path) -> Path:
    path = tmp_path / "home" / "main.db"
    path.parent.mkdir()
    with opened(path) as db:
        assert epochs.found(db, state, "machine", DEVICE) == Author(DEVICE, 1)
    return path


def open_at(path: Path, state: Path, machine: str = "machine") -> Author:
    with opened(path) as db:
        return epochs.open_epoch(db, state, machine)


def test_opening_again_and_again_stays_in_the_epoch(tmp_path: Path, state: Path) -> None:
    path = new_store(tmp_path, state)
    assert [open_at(path, state).epoch for _ in range(3)] == [1, 1, 1]


def test_a_restored_store_takes_a_new_epoch(tmp_path: Path, state: Path) -> None:
    path = new_store(tmp_path, state)
    shutil.copyfile(path, tmp_path / "copy.db")
    assert open_at(path, state).epoch == 1
    shutil.copyfile(tmp_path / "copy.db", path)
    assert open_at(path, state).epoch == 2
    assert open_at(path, state).epoch == 2


def test_a_copy_beside_the_original_and_the_original_end_in_different_epochs(
    tmp_path: Path, state: Path
) -> None:
    path = new_store(tmp_path, state)
    (tmp_path / "twin").mkdir()
    twin = tmp_path / "twin" / "main.db"
    shutil.copyfile(path, twin)
    seen = [open_at(twin, state).epoch, open_at(path, state).epoch, open_at(twin, state).epoch]
    assert len(set(seen)) == 3
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    "what", ["another machine", "state folder lost", "state file spoilt", "state file of another shape"]
)
def test_whatever_is_not_what_was_closed_here_takes_a_new_epoch(
    tmp_path: Path, state: Path, what: str
) -> None:
    path = new_store(tmp_path, state)
    machine = "machine"
    (file,) = state.iterdir()
    if what == "another machine":
        machine = "other"
    elif what == "state folder lost":
        shutil.rmtree(state)
    else:
        file.write_bytes(b"{" if what == "state file spoilt" else b"[1]")
    assert open_at(path, state, machine).epoch == 2
    assert open_at(path, state, machine).epoch == 2


def test_a_moved_home_takes_a_new_epoch(tmp_path: Path, state: Path) -> None:
    path = new_store(tmp_path, state)
    moved = path.parent.rename(tmp_path / "elsewhere") / "main.db"
    assert open_at(moved, state).epoch == 2


def test_the_token_is_replaced_at_each_opening(tmp_path: Path, state: Path) -> None:
    path = new_store(tmp_path, state)
    (file,) = state.iterdir()
    before = file.read_bytes()
    open_at(path, state)
    assert file.read_bytes() != before


def test_a_kill_between_the_two_tokens_costs_one_epoch_and_nothing_else(
    tmp_path: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_store(tmp_path, state)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(epochs, "write_durably", killed)
        with pytest.raises(KeyboardInterrupt):
            open_at(path, state)
    assert open_at(path, state).epoch == 2


def test_numbers_begin_again_in_a_new_epoch(tmp_path: Path, state: Path) -> None:
    path = new_store(tmp_path, state)
    numbers = []
    for machine in ("machine", "other"):
        with opened(path) as db:
            author = epochs.open_epoch(db, state, machine)
            with db.write() as con:
                made = ledger.put(con, author, "note", new_id(), sets={"text": "x"}, at_label=AT)
            numbers.append((made.dev, made.seq))
    assert numbers == [(f"{DEVICE}.1.w", 1), (f"{DEVICE}.2.w", 1)]


def test_a_receipt_that_tells_of_a_taken_number_moves_the_epoch_on(tmp_path: Path, state: Path) -> None:
    path = new_store(tmp_path, state)
    with opened(path) as db:
        assert epochs.next_epoch(db, state, "machine").epoch == 2
    assert open_at(path, state).epoch == 2


def test_a_store_is_founded_once_and_opened_only_then(tmp_path: Path, state: Path) -> None:
    path = new_store(tmp_path, state)
    with opened(path) as db, pytest.raises(ValueError, match="already"):
        epochs.found(db, state, "machine", DEVICE)
    with opened(tmp_path / "fresh.db") as db, pytest.raises(ValueError, match="no device"):
        epochs.open_epoch(db, state, "machine")


def test_small_files_are_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    write_durably(path, b"one")
    write_durably(path, b"two")
    assert path.read_bytes() == b"two"
    assert [p.name for p in path.parent.iterdir()] == ["file"]
