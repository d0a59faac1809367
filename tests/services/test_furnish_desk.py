"""The desk of the demonstration: used for a while, by the same services as any other, and nothing on it breaks a rule."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.records import Shown
from ldp_stories.services.code_blind import my_rounds
from ldp_stories.services.compare_spans import anybody_marked
from ldp_stories.services.feed_back import entries
from ldp_stories.services.fill_matrix import matrices, read_matrix
from ldp_stories.services.furnish_desk import furnished_home, next_story
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories, story_row
from ldp_stories.services.publish import quotes
from ldp_stories.services.write_report import open_report, reports
from tests.services.homes import cheap_machine


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder: Path = tmp_path_factory.mktemp("desk")
    home = furnished_home(folder / "home", cheap_machine(folder), name="Priya")
    yield home
    home.close()


def test_quotes_stand_in_the_bank_under_themes_and_all_may_be_used(desk: Home) -> None:
    bank = quotes(desk)
    assert len(bank) == 5
    assert all(q.theme and q.text and not q.gap for q in bank)


def test_a_report_holds_them(desk: Home) -> None:
    (report,) = reports(desk)
    assert set(report.passages()) == {q.passage for q in quotes(desk)}
    assert open_report(desk, report).gaps == 0


def test_a_matrix_has_cells_that_rest_on_passages(desk: Home) -> None:
    (one,) = matrices(desk)
    cells = [cell for row in read_matrix(desk, one.id).rows for cell in row.cells]
    filled = [cell for cell in cells if cell.summary]
    assert filled
    assert all(cell.linked for cell in filled)


def test_a_blind_round_is_open(desk: Home) -> None:
    (one,) = my_rounds(desk)
    assert (one.open, one.total, len(one.round.coders)) == (True, 12, 2)


def test_own_marks_and_what_became_of_it_are_there(desk: Home) -> None:
    assert anybody_marked(desk)
    done = [e.feedback.done for e in entries(desk)]
    assert sorted(done) == [False, True, True]
    assert all(e.stories for e in entries(desk))


def test_the_next_story_is_ready_to_send(desk: Home) -> None:
    before = my_stories(desk, limit=100).rows
    record = next_story(desk)
    row = story_row(desk, record)
    assert row is not None
    assert (row.title, row.shown) == ("The bench by the baths", Shown.READY)
    assert len(my_stories(desk, limit=100).rows) == len(before) + 1
    assert story_row(desk, "no such story") is None
