"""A file that somebody else holds for a moment: on Windows tried again, elsewhere not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ldp_stories.domain import held_files
from ldp_stories.domain.held_files import WAITS, patiently, put_in_place, take_away, take_away_folder


class Held:
    """An act that is refused a few times."""

    def __init__(self, refusals: int, error: type[OSError] = PermissionError) -> None:
        self.left, self.error, self.waited = refusals, error, list[float]()

    def __call__(self) -> str:
        if self.left:
            self.left -= 1
            raise self.error(13 if self.error is PermissionError else 5, "held")
        return "done"

    def patient(self, system: str) -> str:
        return patiently(self, system=system, wait=self.waited.append)


def test_a_file_that_is_let_go_in_time_is_taken() -> None:
    held = Held(3)
    assert held.patient("win32") == "done"
    assert held.waited == list(WAITS[:3])


def test_one_that_is_never_let_go_is_told_after_a_second_and_a_half() -> None:
    held = Held(99)
    with pytest.raises(PermissionError):
        held.patient("win32")
    assert 1 < sum(held.waited) < 2


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_other_systems_refuse_for_good_and_are_not_asked_twice(system: str) -> None:
    held = Held(1)
    with pytest.raises(PermissionError):
        held.patient(system)
    assert held.waited == []


def test_another_trouble_is_told_at_once() -> None:
    held = Held(1, OSError)
    with pytest.raises(OSError, match="held"):
        held.patient("win32")
    assert held.waited == []


def test_a_finished_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("1")
    new.write_text("2")
    put_in_place(new, old)
    assert old.read_text() == "2"
    assert not new.exists()


@pytest.mark.parametrize("away", [take_away, take_away_folder])
def test_what_is_gone_already_is_no_trouble(tmp_path: Path, away: Callable[[Path], None]) -> None:
    away(tmp_path / "none")


def test_a_folder_goes_with_all_in_it_also_when_the_first_try_stopped_half_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copy"
    (folder / "vault").mkdir(parents=True)
    for name in ("a", "vault/b", "vault/c"):
        (folder / name).touch()
    tries, real = Held(1), shutil.rmtree

    def stopping(path: Path) -> None:
        (folder / "a").unlink(missing_ok=True)
        tries()
        real(path)

    monkeypatch.setattr(shutil, "rmtree", stopping)
    monkeypatch.setattr(
        held_files, "patiently", lambda act: patiently(act, system="win32", wait=lambda _: None)
    )
    take_away_folder(folder)
    assert not folder.exists()
