"""What is typed into a report is kept at once, written when the field is left, and let go of then."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.report import Chapter, Part, ReportType
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.report_drafts import keep_typing, typed, write_typed
from ldp_stories.services.write_report import begin_report, open_report, put_away
from ldp_stories.store import desk, ledger
from tests.services.house import open_house


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    home = open_house(tmp_path, "joan")
    yield home
    home.close()


def waiting(home: Home) -> list[str]:
    with home.desk.read() as con:
        return [key for key, _ in desk.rows(con, "report:")]


def revisions(home: Home) -> int:
    with home.main.read() as con:
        return sum(r.kind == "report" for r in ledger.revisions(con))


def test_what_is_typed_is_there_again_and_not_in_the_ledger_yet(joan: Home) -> None:
    ident = begin_report(joan, ReportType.CASE, "x")
    before = revisions(joan)
    draft = replace(typed(joan, ident), title="چائے", chapters=(Chapter("Now", (Part(words="It beg"),)),))
    for words in ("It be", "It beg"):
        keep_typing(joan, replace(draft, lead=words))
    keep_typing(joan, draft)
    assert typed(joan, ident) == draft
    assert revisions(joan) == before
    assert waiting(joan) == [f"report:{ident}"]


def test_leaving_the_field_writes_it_once_and_lets_go(joan: Home) -> None:
    ident = begin_report(joan, ReportType.AUDIO, "x")
    draft = replace(typed(joan, ident), title="Tea")
    keep_typing(joan, draft)
    before = revisions(joan)
    write_typed(joan, draft)
    write_typed(joan, draft)
    assert revisions(joan) == before + 1
    assert waiting(joan) == []
    assert open_report(joan, ident).report == draft == typed(joan, ident)


def test_two_reports_are_kept_apart(joan: Home) -> None:
    one, two = begin_report(joan, ReportType.AUDIO, "1"), begin_report(joan, ReportType.AUDIO, "2")
    keep_typing(joan, replace(typed(joan, one), title="One"))
    assert (typed(joan, one).title, typed(joan, two).title) == ("One", "2")


def test_a_report_that_was_put_away_is_not_there(joan: Home) -> None:
    ident = begin_report(joan, ReportType.AUDIO, "1")
    put_away(joan, ident)
    with pytest.raises(UserError) as caught:
        typed(joan, ident)
    assert caught.value.code == "NO_SUCH_REPORT"
