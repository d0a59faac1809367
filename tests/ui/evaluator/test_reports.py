"""The small report: what will be in it, the check against today's consent, and where it went."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.domain.report import ReportType
from ldp_stories.services.home import Home
from ldp_stories.services.publish import add_quote
from ldp_stories.services.write_report import add_passage, begin_report
from ldp_stories.ui.evaluator.reports import ReportsScreen
from tests.ui.evaluator.conftest import look_at_all, released
from tests.ui.evaluator.test_quotes import BOYS, CANAL, take_back
from tests.ui.helpers import cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk


def reports(desk: Desk, **look: object) -> ReportsScreen:
    screen = ReportsScreen(desk.context)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def test_the_parts_of_the_report_are_named(desk: Desk) -> None:
    text = words_on(reports(desk))
    for part in (
        "What people said, by theme",
        "Who was heard, with small numbers as words",
        "How the stories were told",
    ):
        assert part in text


def test_no_quotes_are_counted_as_none(desk: Desk) -> None:
    screen = reports(desk)
    assert "No quote to use yet" in words_on(screen)
    assert not screen.gaps.isVisible()


def test_quotes_that_may_be_used_are_counted(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1])
    assert "1 quote may be used" in words_on(reports(desk))


def test_gaps_are_counted_beside(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    add_quote(home, passage)
    add_quote(home, released(home, title="The steps", words=CANAL, quote=BOYS)[1])
    screen = reports(desk)
    assert "2 quotes may be used" in words_on(screen)
    take_back(home, record)
    screen.refresh(frozenset({"consent"}))
    assert "1 quote may be used" in words_on(screen)
    assert "1 stays a visible gap" in words_on(screen)


def test_the_list_says_which_reports_have_gaps_today(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    report = begin_report(home, ReportType.CASE, "Tea")
    add_passage(home, report, 0, passage)
    add_passage(home, report, 0, released(home, title="The steps", words=CANAL, quote=BOYS)[1])
    begin_report(home, ReportType.CASE, "Empty")
    screen = reports(desk)

    def told() -> list[str]:
        model = screen.list.model
        return [row.line for n in range(model.rowCount()) if (row := model.row(n)) is not None]

    assert told() == ["Case study, for a report, 2 passages", "Case study, for a report, 0 passages"]
    take_back(home, record)
    screen.refresh(frozenset({"consent"}))
    assert told() == ["Case study, for a report, 1 passage, 1 gap", "Case study, for a report, 0 passages"]


def test_other_changes_check_nothing(desk: Desk, home: Home) -> None:
    screen = reports(desk)
    add_quote(home, released(home)[1])
    screen.refresh(frozenset({"desk"}))
    assert "No quote to use yet" in words_on(screen)
    screen.refresh(frozenset())
    assert "1 quote may be used" in words_on(screen)


def test_check_and_save_writes_the_report(desk: Desk, home: Home, tmp_path: Path) -> None:
    add_quote(home, released(home)[1], "A space that suits us")
    screen = reports(desk)
    desk.folder = tmp_path / "out"
    desk.folder.mkdir()
    screen.save.click()
    look_at_all(screen.first)
    desk.until(lambda: screen.told.isVisible())
    (page,) = desk.folder.iterdir()
    assert CURTAINS in page.read_text(encoding="utf-8")
    assert screen.told.label.text() == f"The report is made: {page.name}"
    assert desk.told == [screen.told.label.text()]


def test_what_was_taken_back_is_no_word_of_the_report(desk: Desk, home: Home, tmp_path: Path) -> None:
    record, passage = released(home)
    add_quote(home, passage)
    take_back(home, record)
    screen = reports(desk)
    desk.folder = tmp_path / "out"
    desk.folder.mkdir()
    screen.save.click()
    look_at_all(screen.first)
    desk.until(lambda: screen.told.isVisible())
    (page,) = desk.folder.iterdir()
    assert CURTAINS not in page.read_text(encoding="utf-8")


def test_leaving_the_folder_saves_nothing(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1])
    screen = reports(desk)
    desk.folder = None
    screen.save.click()
    look_at_all(screen.first)
    assert not desk.tasks.running()
    assert not screen.told.isVisible()


def test_trouble_is_said_in_the_colour_of_trouble(desk: Desk, home: Home, tmp_path: Path) -> None:
    add_quote(home, released(home)[1])
    screen = reports(desk)
    desk.folder = tmp_path / "file"
    desk.folder.write_text("no folder", encoding="utf-8")
    screen.save.click()
    look_at_all(screen.first)
    desk.until(lambda: screen.trouble.isVisible())
    assert not screen.told.isVisible()
    desk.folder.unlink()
    desk.folder.mkdir()
    screen.save.click()
    look_at_all(screen.first)
    desk.until(lambda: screen.told.isVisible())
    assert not screen.trouble.isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    screen = reports(desk, scale=scale, rtl=rtl)
    assert "Check and save" in walk_names(screen)
    desk.until(lambda: cut(screen) == [])
