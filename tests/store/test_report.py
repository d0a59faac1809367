"""Reports in the store: what was kept comes back, and what a stranger writes there breaks nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.report import Chapter, Part, Report, ReportType
from ldp_stories.store import ledger, report
from tests.store.stores import AMINA, AT, opened

FULL = Report(
    new_id(),
    ReportType.SHARE,
    "What we heard",
    "A first look",
    Channel.EVENT,
    "The network",
    "2027-01-31",
    (Chapter("Trust", (Part(words="We say"), Part(passage="p"))), Chapter("Empty")),
    {1: "2026-11-22", 9: "2026-11-23"},
    "hash",
)


def keep(con: Any, one: Report, **more: object) -> None:
    ledger.put(con, AMINA, report.KIND, one.id, sets=report.values(one) | more, at_label=AT)


def test_a_report_comes_back_whole(tmp_path: Path) -> None:
    with opened(tmp_path / "main.db") as db, db.write() as con:
        keep(con, FULL)
        assert report.report(con, FULL.id) == FULL
        assert report.report(con, "another") is None


def test_reports_come_in_the_order_they_were_begun_without_those_put_away(tmp_path: Path) -> None:
    first, second = replace(FULL, id=new_id()), replace(FULL, id=new_id(), title="Second")
    with opened(tmp_path / "main.db") as db, db.write() as con:
        for one in (first, second):
            keep(con, one)
        keep(con, replace(first, lead="changed"))
        assert [r.title for r in report.reports(con)] == ["What we heard", "Second"]
        keep(con, first, hidden=True)
        assert [r.id for r in report.reports(con)] == [second.id]


@pytest.mark.parametrize(
    "odd",
    [
        {"chapters": "no list"},
        {"chapters": [1, None, {"heading": 7, "parts": "x"}]},
        {"ticks": ["x"], "type": "of a later version", "channel": "smoke signals"},
        {"ticks": {"x": "2026", "²": "2026"}, "title": 9},
    ],
)
def test_what_a_stranger_writes_there_becomes_harmless(tmp_path: Path, odd: dict[str, object]) -> None:
    with opened(tmp_path / "main.db") as db, db.write() as con:
        keep(con, FULL, **odd)
        found = report.report(con, FULL.id)
    assert found is not None
    assert isinstance(found.type, ReportType)
    assert isinstance(found.channel, Channel)
    assert all(isinstance(c.heading, str) and isinstance(c.parts, tuple) for c in found.chapters)
    assert all(isinstance(n, int) for n in found.ticks)
