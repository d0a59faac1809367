"""What an evaluator quoted, put into a report or gave out shows its gap once the story was closed, taken back or put away; and stands again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.domain.report import QUESTIONS, ReportType
from ldp_stories.errors import UserError
from ldp_stories.reports.wording import gap
from ldp_stories.services.check_issued import issued_now
from ldp_stories.services.fill_matrix import make_matrix, possible_columns, read_matrix
from ldp_stories.services.mark_passages import add_passage
from ldp_stories.services.publish import add_quote, quotes
from ldp_stories.services.publish_bank import Form, write_bank
from ldp_stories.services.read_record import open_record
from ldp_stories.services.record_state import keep_closed, open_again
from ldp_stories.services.release_record import take_back_release
from ldp_stories.services.write_report import add_passage as into_report
from ldp_stories.services.write_report import begin_report, open_report
from ldp_stories.ui.evaluator.hidden_words import why_words
from tests.services.cast import Cast, cast, post, tell
from tests.services.released import release_read

WORD = "Zwiebelkuchen"


@dataclass
class Used:
    """A story that Priya quoted, put into a report and a matrix, and gave out as a text file."""

    made: Cast
    record: str
    report: str
    matrix: str

    def gaps(self) -> set[str]:
        """The reasons that stand in every place where its words were."""
        home = self.made.priya
        shown = open_report(home, self.report).shown.values()
        issued = [set(one.words) for one in issued_now(home)]
        assert all("" == r.text == r.title for r in quotes(home))
        return {r.gap for r in quotes(home)} | {s.row.gap for s in shown} | set().union(*issued)


@pytest.fixture
def used(tmp_path: Path) -> Iterator[Used]:
    with cast(tmp_path) as made:
        record = tell(made.amina, words=f"They draw the curtains. There is {WORD}.", title="About it")
        post(made, made.amina, "coordinators", made.joan)
        release_read(made.joan, record)
        layer = next(x for x in open_record(made.joan, record).layers if x.kind.value == "masked")
        at = layer.text.index(WORD)
        passage = add_passage(made.joan, record, layer=layer.id, start=at, end=at + len(WORD))
        release_read(made.joan, record)
        post(made, made.joan, "evaluators", made.priya)
        add_quote(made.priya, passage, "Warmth")
        report = begin_report(made.priya, ReportType.AUDIO, "What we heard")
        into_report(made.priya, report, 0, passage)
        matrix = make_matrix(made.priya, "All", [record], [possible_columns(made.priya)[0].key])
        write_bank(made.priya, tmp_path, (Form.TEXT,), looked_at=QUESTIONS)
        assert WORD in (tmp_path / "quote-bank.txt").read_text(encoding="utf-8")
        yield Used(made, record, report, matrix)


def put_away(home: object, record: str) -> None:
    with home.main.write() as con:  # type: ignore[attr-defined]
        home.hide(con, "record", record)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("act", "why", "trouble"),
    [
        (keep_closed, "closed", "STORY_CLOSED"),
        (take_back_release, "let_go", "STORY_LET_GO"),
        (put_away, "away", "NO_SUCH_STORY"),
    ],
)
def test_every_place_shows_the_gap_with_the_reason(
    used: Used, tmp_path: Path, act: Callable[..., None], why: str, trouble: str
) -> None:
    made = used.made
    act(made.joan, used.record)
    post(made, made.joan, "evaluators", made.priya)
    assert used.gaps() == {why}
    assert len(quotes(made.priya)) == 1
    assert [row.gap for row in read_matrix(made.priya, used.matrix).rows] == [why]
    out = tmp_path / "again"
    out.mkdir()
    (path,) = write_bank(made.priya, out, (Form.TEXT,), looked_at=QUESTIONS)
    text = path.read_text(encoding="utf-8")
    assert gap(why) in " ".join(text.split())
    assert WORD not in text
    assert gap(why) != gap("nobody knows")
    assert why_words(why) != why_words("nobody knows")
    with pytest.raises(UserError) as caught:
        open_record(made.priya, used.record)
    assert caught.value.code == trouble


@pytest.mark.parametrize("closed", [True, False])
def test_given_back_it_stands_again_in_the_same_places(used: Used, *, closed: bool) -> None:
    made = used.made
    (keep_closed if closed else take_back_release)(made.joan, used.record)
    post(made, made.joan, "evaluators", made.priya)
    if closed:
        open_again(made.joan, used.record)
    else:
        release_read(made.joan, used.record)
    post(made, made.joan, "evaluators", made.priya)
    (row,) = quotes(made.priya)
    assert (row.text, row.theme, row.gap) == (WORD, "Warmth", "")
    assert [s.row.text for s in open_report(made.priya, used.report).shown.values()] == [WORD]
    assert all(one.fine for one in issued_now(made.priya))
    assert open_record(made.priya, used.record).record.id == used.record
