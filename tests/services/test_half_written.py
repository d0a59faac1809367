"""An export that is killed leaves no words behind that nobody knows of: the next opening takes them away, and nothing that is not ours."""

import errno
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ldp_stories.domain import held_files
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import UserError
from ldp_stories.reports import page
from ldp_stories.services import publish, take_elsewhere
from ldp_stories.services.export_tables import export_tables
from ldp_stories.services.half_written import MAKING, in_mind, sweep_half_written
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.log_output import issued
from ldp_stories.services.open_home import open_home
from ldp_stories.store import desk
from tests.services.homes import cheap_machine, practising

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a forked child")
Export = Callable[[Home, Path], object]
Place = tuple[Path, Machine]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    machine = cheap_machine(tmp_path)
    practising(tmp_path / "home", machine).close()
    return tmp_path / "home", machine


@pytest.fixture
def home(place: Place) -> Iterator[Home]:
    opened = open_home(place[0], None, place[1])
    yield opened
    opened.close()


def project(home: Home, out: Path) -> object:
    return take_elsewhere.take_project(home, out, looked_at=QUESTIONS, sound=False)


def tables(home: Home, out: Path) -> object:
    return export_tables(home, out, looked_at=QUESTIONS)


def killed(place: Place, export: Export, out: Path, *, after: int) -> None:
    """Open the notebook in a child, export, and kill the child with no warning: before the name of file `after` is given, counted from 0."""
    child = os.fork()
    if child == 0:
        named = held_files.patiently

        def dies(act: Callable[[], object]) -> object:
            nonlocal after
            if after == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            after -= 1
            return named(act)

        vars(page)["patiently"] = dies
        try:
            export(open_home(place[0], None, place[1]), out)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def notes(home: Home) -> int:
    with home.desk.read() as con:
        return len(desk.rows(con, MAKING))


@pytest.mark.parametrize(("export", "after"), [(project, 0), (project, 2), (tables, 3)])
def test_what_a_kill_left_goes_at_the_next_opening(
    place: Place, tmp_path: Path, export: Export, after: int
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("keep")
    killed(place, export, out, after=after)
    left = names_in(out)
    assert len(left) == 2 + after
    assert sum(name.endswith(".part") for name in left) == 1
    again = open_home(place[0], None, place[1])
    try:
        assert names_in(out) == {"mine.txt"}
        assert (notes(again), issued(again)) == (0, ())
        export(again, out)
        assert {one.path.parent for one in issued(again)} == {out}
    finally:
        again.close()
    open_home(place[0], None, place[1]).close()
    assert len(names_in(out)) > 3, "what came to its end stays"


def test_a_stick_that_is_not_in_is_looked_at_the_next_time(place: Place, tmp_path: Path) -> None:
    stick, away = tmp_path / "stick", tmp_path / "in a drawer"
    stick.mkdir()
    killed(place, tables, stick, after=1)
    stick.rename(away)
    home = open_home(place[0], None, place[1])
    assert notes(home) == 1
    away.rename(stick)
    assert sweep_half_written(home) == 0
    assert (names_in(stick), notes(home)) == (set(), 0)
    home.close()


def test_a_file_that_somebody_put_there_since_is_not_touched(place: Place, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    killed(place, tables, out, after=1)
    (out / "stories.csv").write_text("a table of my own")
    open_home(place[0], None, place[1]).close()
    assert names_in(out) == {"stories.csv"}
    assert (out / "stories.csv").read_text() == "a table of my own"


def test_a_folder_made_for_it_goes_too_when_it_is_empty(home: Home, tmp_path: Path) -> None:
    mine = tmp_path / "report"

    def breaks() -> None:
        with in_mind(home, mine, mine / "clips"):
            page.write_bytes(mine / "clips", "a.m4a", b"sound")
            page.write_bytes(mine, "index.html", b"words")
            raise KeyError

    with pytest.raises(KeyError):
        breaks()
    assert not mine.exists()
    assert notes(home) == 0


def test_what_fails_leaves_no_note_and_what_writes_nothing_makes_none(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    with in_mind(home):
        assert notes(home) == 0
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UserError, match="not enough room"):
        publish.small_report(home, tmp_path / "out", looked_at=QUESTIONS)
    assert notes(home) == 0
    assert list((tmp_path / "out").iterdir()) == []
