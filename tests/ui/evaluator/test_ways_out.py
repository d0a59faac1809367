"""Reports that were begun, and the ways to take stories elsewhere, on the Reports screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.domain.report import QUESTIONS, ReportType
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.home import Home
from ldp_stories.services.write_report import begin_report, reports
from ldp_stories.ui.evaluator.reports import ReportsScreen
from ldp_stories.ui.evaluator.ways_out import WAYS
from tests.ui.evaluator.conftest import look_at_all, released
from tests.ui.helpers import words_on
from tests.ui.on_screen import CURTAINS, Desk


@pytest.fixture
def screen(desk: Desk) -> ReportsScreen:
    made = ReportsScreen(desk.context)
    desk.show(made)
    return made


@pytest.mark.parametrize("type_", list(ReportType))
def test_a_report_is_begun_by_one_press_and_opened(
    desk: Desk, home: Home, screen: ReportsScreen, type_: ReportType
) -> None:
    went: list[tuple[str, object]] = []
    screen.go.connect(lambda key, what: went.append((key, what)))
    screen.list.begin[type_].click()
    (report,) = reports(home)
    assert report.type is type_
    assert went == [("report", report.id)]


def test_the_list_shows_each_with_its_state(home: Home, screen: ReportsScreen) -> None:
    assert screen.list.none.isVisible()
    ident = begin_report(home, ReportType.CASE, "Tea and bulbs")
    begin_report(home, ReportType.AREA, "")
    tick(home, ident, QUESTIONS)
    screen.refresh(frozenset({"report"}))
    rows = [screen.list.model.row(at) for at in range(2)]
    assert [(r.title, r.line, r.state) for r in rows if r] == [
        ("Tea and bulbs", "Case study, for a report, 0 passages", "Checked"),
        ("Area sheet", "Area sheet, for a report, 0 passages", ""),
    ]
    assert not screen.list.none.isVisible()


def test_a_row_opens_its_report(home: Home, screen: ReportsScreen) -> None:
    ident = begin_report(home, ReportType.CASE, "x")
    screen.refresh(frozenset({"report"}))
    went: list[tuple[str, object]] = []
    screen.go.connect(lambda key, what: went.append((key, what)))
    screen.list.list.opened.emit(ident)
    assert went == [("report", ident)]


@pytest.mark.parametrize(
    ("key", "files", "words"),
    [
        (
            "tables",
            ["READ-ME.txt", "passages.csv", "stories.csv", "tables.xlsx", "tag-history.csv"],
            "1 story is in the tables.",
        ),
        ("words", ["READ-ME.txt", "codebook.qdc", "project.qdpx"], "1 story is in the project."),
        ("codebook", ["codebook.qdc"], "The codebook is made: codebook.qdc"),
    ],
)
def test_each_way_writes_its_files_and_says_so(
    desk: Desk, home: Home, screen: ReportsScreen, tmp_path: Path, key: str, files: list[str], words: str
) -> None:
    released(home)
    desk.folder = tmp_path / "out"
    screen.ways.buttons[key].click()
    if key != "codebook":
        assert not desk.folder.exists(), "nothing leaves before it is looked at"
        look_at_all(screen.ways.first)
    desk.until(lambda: screen.told.isVisible())
    assert sorted(p.name for p in desk.folder.iterdir()) == files
    assert screen.told.label.text() == words


def test_nothing_to_take_is_said(desk: Desk, screen: ReportsScreen, tmp_path: Path) -> None:
    desk.folder = tmp_path / "out"
    screen.ways.buttons["project"].click()
    look_at_all(screen.ways.first)
    desk.until(lambda: screen.trouble.isVisible())
    assert "no story here that may go" in screen.trouble.label.text()


def test_leaving_the_folder_takes_nothing(desk: Desk, screen: ReportsScreen) -> None:
    desk.folder = None
    for way in WAYS:
        screen.ways.buttons[way.key].click()
        if way.about_people:
            look_at_all(screen.ways.first)
    assert not desk.tasks.running(), "nothing is being written"


def test_every_way_says_what_it_is(screen: ReportsScreen) -> None:
    text = words_on(screen)
    for way in WAYS:
        assert way.label in text
        assert way.line in text


@pytest.mark.parametrize("key", ["tables", "project", "words"])
def test_what_there_is_to_look_at_stands_under_the_questions(
    desk: Desk, home: Home, screen: ReportsScreen, key: str
) -> None:
    released(home, words=f"{CURTAINS} Mrs Patel said so.")
    screen.ways.buttons[key].click()
    desk.until(lambda: "it may be a name." in words_on(screen))
    assert "Look at “Mrs Patel” in “Tea and bulbs”: it may be a name." in words_on(screen)


def test_what_was_looked_up_for_another_way_is_not_shown(
    desk: Desk, home: Home, screen: ReportsScreen
) -> None:
    released(home)
    first = screen.ways.first
    screen.ways.buttons["tables"].click()
    first.close_it()
    first.ask("Something else", lambda _: None)
    desk.until(lambda: not desk.tasks.running(quiet=True))
    assert "Few people" not in words_on(screen)
