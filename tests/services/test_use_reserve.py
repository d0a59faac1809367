"""The room kept back: who may have it, when it goes, and when it is taken again."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.errors import UserError
from ldp_stories.services import use_reserve
from ldp_stories.services.home import Home
from ldp_stories.services.use_reserve import held, may_use_reserve, take_again
from ldp_stories.store import homes
from tests.services.homes import code_of

SMALL = 64 * 1024


class Job:
    """Work that is refused with these codes, one try after the other, and then succeeds."""

    def __init__(self, *codes: str, folder: Path | None = None) -> None:
        self._codes, self._folder = list(codes), folder
        self.tries = 0

    def __call__(self, home: Home, /, word: str) -> str:
        del home
        self.tries += 1
        if self._codes:
            facts = {"folder": str(self._folder)} if self._folder else {}
            raise UserError(self._codes.pop(0), **facts)
        return word


def tried(job: Job, home: Home) -> str:
    @may_use_reserve
    def work(home: Home, word: str) -> str:
        return job(home, word)

    return work(home, "done")


def test_with_room_the_reserve_stays(home: Home) -> None:
    homes.keep_reserve(home.place, SMALL)
    assert tried(Job(), home) == "done"
    assert held(home) == SMALL


def test_on_a_full_disk_the_reserve_is_given_and_the_work_is_tried_once_more(home: Home) -> None:
    homes.keep_reserve(home.place, SMALL)
    job = Job("NO_ROOM")
    assert tried(job, home) == "done"
    assert job.tries == 2
    assert held(home) == 0


def test_a_second_refusal_is_told(home: Home) -> None:
    homes.keep_reserve(home.place, SMALL)
    job = Job("NO_ROOM", "NO_ROOM")
    with pytest.raises(UserError) as caught:
        tried(job, home)
    assert code_of(caught) == "NO_ROOM"
    assert job.tries == 2


@pytest.mark.parametrize("code", ["DISK_TROUBLE", "STICK_OUT", "NO_ROOM_THERE"])
def test_another_trouble_or_a_full_stick_is_no_reason(home: Home, code: str) -> None:
    homes.keep_reserve(home.place, SMALL)
    with pytest.raises(UserError):
        tried(Job(code, folder=Path("/proc")), home)
    assert held(home) == SMALL


def test_a_folder_on_our_own_disk_is_our_own_disk(home: Home, tmp_path: Path) -> None:
    homes.keep_reserve(home.place, SMALL)
    assert tried(Job("NO_ROOM_THERE", folder=tmp_path), home) == "done"


def test_without_a_reserve_there_is_one_try(home: Home) -> None:
    job = Job("NO_ROOM")
    with pytest.raises(UserError):
        tried(job, home)
    assert job.tries == 1


@pytest.mark.parametrize(("free", "kept"), [(0, False), (SMALL, False), (SMALL + 1_000, True)])
def test_it_is_taken_again_when_the_disk_has_plenty(
    home: Home, monkeypatch: pytest.MonkeyPatch, free: int, kept: bool
) -> None:
    monkeypatch.setattr(homes, "RESERVE_BYTES", SMALL)
    monkeypatch.setattr(homes.keep_reserve, "__defaults__", (SMALL,))
    monkeypatch.setattr(use_reserve, "MARGIN", 1_000)
    monkeypatch.setattr(
        "ldp_stories.services.use_reserve.shutil.disk_usage",
        lambda _: shutil._ntuple_diskusage(1 << 40, 0, free),
    )
    home.machine = replace(home.machine, live=True)
    assert take_again(home) is kept
    assert held(home) == (SMALL if kept else 0)
    assert take_again(home) is kept


def test_homes_for_tests_keep_none(home: Home) -> None:
    assert take_again(home) is False
    assert held(home) == 0
