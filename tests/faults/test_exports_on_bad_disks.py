"""Reports, banks, tables, projects and sheets onto a disk that is full, or may only be read: a clear sentence, nothing half-done, nothing lost."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import QUESTIONS, Part, ReportType
from ldp_stories.errors import UserError, sentence
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.draw_pictures import Kind, picture, save_svg
from ldp_stories.services.export_tables import export_tables
from ldp_stories.services.fill_matrix import make_matrix, matrix_sheet
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.services.make_report import make_report
from ldp_stories.services.publish import add_quote, export_clip, quotes, small_report
from ldp_stories.services.publish_bank import Form, write_bank
from ldp_stories.services.take_elsewhere import take_codebook, take_project
from ldp_stories.services.write_report import add_part, add_passage, begin_report, open_report
from tests.services.house import WOMEN, open_house, tell
from tests.services.press import PaperPress
from tests.services.released import release_read

Export = Callable[[Home, Path], object]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="disks are mounted as on Linux")


@pytest.fixture(scope="module")
def joan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """Joan with a released story, a quote, a checked report of a picture, a passage and many words, and a matrix."""
    home = open_house(tmp_path_factory.mktemp("joan"), "joan")
    told = tell(home, sound=True)
    release_read(home, told.record)
    add_quote(home, told.passages[WOMEN], "Trust")
    report = begin_report(home, ReportType.CASE, "The room")
    add_passage(home, report, 6, told.passages[WOMEN])
    add_part(home, report, 0, Part(words="Words that take their room. " * 4_000))
    add_part(home, report, 0, Part(picture=Kind.COVERAGE.value))
    tick(home, report, QUESTIONS)
    home.name = report + " " + make_matrix(home, "M", [told.record], ["D1"]) + " " + told.passages[WOMEN]
    yield home
    home.close()


def parts(home: Home) -> list[str]:
    """The ids the fixture made: report, matrix, passage."""
    return home.name.split(" ")


EXPORTS: dict[str, Export] = {
    "report": lambda home, folder: make_report(home, parts(home)[0], folder, press=PaperPress()),
    "bank": lambda home, folder: write_bank(
        home, folder, list(Form), press=PaperPress(), looked_at=QUESTIONS
    ),
    "small report": partial(small_report, looked_at=QUESTIONS),
    "clip": lambda home, folder: export_clip(
        home, parts(home)[2], Channel.REPORT, folder, looked_at=QUESTIONS
    ),
    "tables": partial(export_tables, looked_at=QUESTIONS),
    "project": partial(take_project, looked_at=QUESTIONS),
    "codebook": take_codebook,
    "matrix": lambda home, folder: matrix_sheet(home, parts(home)[1], folder, looked_at=QUESTIONS),
    "picture": lambda home, folder: save_svg(home, picture(home, Kind.COVERAGE), folder),
}


def mount(folder: Path, options: str) -> None:
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only the administrator can mount a disk here")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A stick on which one file of somebody's is, and no room for more."""
    folder = tmp_path_factory.mktemp("sticks") / "full"
    mount(folder, "size=64k")
    (folder / "holiday.txt").write_bytes(b"x" * 64 * 1024)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture(scope="module")
def read_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A stick that may only be read."""
    folder = tmp_path_factory.mktemp("sticks") / "locked"
    mount(folder, "size=64k")
    (folder / "holiday.txt").write_text("mine")
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def untouched(home: Home) -> tuple[object, ...]:
    report = open_report(home, parts(home)[0]).report
    return len(issued(home)), quotes(home), report


@pytest.mark.parametrize("name", EXPORTS)
def test_a_full_stick_is_said_and_keeps_what_was_on_it(joan: Home, full: Path, name: str) -> None:
    before = untouched(joan)
    with pytest.raises(UserError) as caught:
        EXPORTS[name](joan, full)
    assert caught.value.code == "NO_ROOM_THERE"
    assert [(p.name, p.stat().st_size) for p in full.iterdir()] == [("holiday.txt", 64 * 1024)]
    assert untouched(joan) == before


@pytest.mark.parametrize("name", EXPORTS)
def test_a_stick_that_may_only_be_read_is_said(joan: Home, read_only: Path, name: str) -> None:
    before = untouched(joan)
    with pytest.raises(UserError) as caught:
        EXPORTS[name](joan, read_only)
    assert caught.value.code == "FOLDER_REFUSED"
    assert str(read_only) in sentence(caught.value)
    assert [p.name for p in read_only.iterdir()] == ["holiday.txt"]
    assert untouched(joan) == before


@pytest.mark.parametrize("name", EXPORTS)
def test_a_folder_with_files_of_the_same_names_keeps_them(joan: Home, tmp_path: Path, name: str) -> None:
    first = tmp_path / "out"
    first.mkdir()
    EXPORTS[name](joan, first)
    mine = {p: p.read_bytes() for p in first.rglob("*") if p.is_file()}
    EXPORTS[name](joan, first)
    assert {p: p.read_bytes() for p in mine} == mine
    assert len(list(first.rglob("*"))) == 2 * len(mine) + len([p for p in first.rglob("*") if p.is_dir()])
    assert not [p for p in first.rglob("*") if p.suffix == ".part"]
