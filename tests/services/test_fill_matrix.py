"""The framework matrix: own summaries with linked passages, everybody's beside each other, and a spreadsheet with codes only (US-E6)."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.change_codebook import merge
from ldp_stories.services.code_own import bring_back, change_tag, code, drop_tag, make_tag
from ldp_stories.services.codebook_work import Why
from ldp_stories.services.fill_matrix import (
    change_matrix,
    drop_matrix,
    fill_cell,
    make_matrix,
    matrices,
    matrix_sheet,
    possible_columns,
    read_matrix,
)
from ldp_stories.services.home import Home
from ldp_stories.services.log_output import issued
from ldp_stories.store import programme
from tests.services.homes import code_of
from tests.services.house import BULBS, WOMEN, YES, Told, erase, houses, name_id, narrow, pass_on, tell
from tests.services.released import release_read

SUMMARY = "Somebody known opened the door"


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "joan", "priya") as (joan, priya):
        yield joan, priya


def story(joan: Home, **facts: object) -> Told:
    told = tell(joan, tags={WOMEN: "D1", BULBS: "A8"}, **facts)  # type: ignore[arg-type]
    release_read(joan, told.record)
    return told


def test_a_matrix_has_stories_down_and_tags_across(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = story(joan)
    made = make_matrix(joan, " Reducing hierarchies ", [told.record], ["D1", name_id("A8"), "nonsense"])
    assert [m.title for m in matrices(joan)] == ["Reducing hierarchies"]
    view = read_matrix(joan, made)
    assert [c.label for c in view.matrix.columns] == ["D1 Trusted person", "A8 Home and space"]
    (row,) = view.rows
    assert (row.title, row.codes, row.ward, row.gap) == ("Tea and bulbs", ("LT-4HN7-KQY",), "Millbrook", "")
    assert view.mine
    first, second = row.cells
    assert [b.words for b in first.free] == [WOMEN]
    assert [b.words for b in second.free] == [BULBS]


def test_a_cell_is_filled_with_a_summary_and_what_it_rests_on(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = story(joan)
    made = make_matrix(joan, "M", [told.record], ["D1"])
    bit = read_matrix(joan, made).rows[0].cells[0].free[0]
    fill_cell(joan, made, told.record, name_id("D1"), SUMMARY, [bit.id, bit.id])
    cell = read_matrix(joan, made).rows[0].cells[0]
    assert (cell.summary, [b.words for b in cell.linked], cell.free) == (SUMMARY, [WOMEN], ())
    fill_cell(joan, made, told.record, name_id("D1"), SUMMARY + ".", [])
    cell = read_matrix(joan, made).rows[0].cells[0]
    assert (cell.summary, cell.linked, len(cell.free)) == (SUMMARY + ".", (), 1)


def test_a_coding_of_ones_own_can_be_linked(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = story(joan)
    own = make_tag(joan, "Doors")
    made_coding = code(joan, told.record, own, layer=told.words, start=0, end=12)
    made = make_matrix(joan, "M", [told.record], [own])
    assert [b.id for b in read_matrix(joan, made).rows[0].cells[0].free] == [made_coding]


def test_two_evaluators_write_beside_each_other(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = story(joan)
    made = make_matrix(joan, "M", [told.record], ["D1"])
    fill_cell(joan, made, told.record, name_id("D1"), "Joan's words")
    pass_on(joan, priya)
    fill_cell(priya, made, told.record, name_id("D1"), "Priya's words")
    pass_on(priya, joan, n=2)
    mine, theirs = (read_matrix(h, made).rows[0].cells[0] for h in (joan, priya))
    assert (mine.summary, mine.others) == ("Joan's words", (("Priya", "Priya's words"),))
    assert (theirs.summary, theirs.others) == ("Priya's words", (("Joan", "Joan's words"),))
    assert not read_matrix(priya, made).mine


def test_cells_stay_when_rows_and_columns_change(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told, other = story(joan), story(joan, code="LT-5555-KQY", title="Second")
    made = make_matrix(joan, "M", [told.record], ["D1"])
    fill_cell(joan, made, told.record, name_id("D1"), SUMMARY)
    change_matrix(joan, made, rows=[other.record], columns=["A8"])
    assert [r.title for r in read_matrix(joan, made).rows] == ["Second"]
    change_matrix(joan, made, rows=[other.record, told.record], columns=["A8", "D1"])
    assert read_matrix(joan, made).rows[1].cells[1].summary == SUMMARY


def test_what_was_taken_back_or_closed_is_a_gap_with_the_reason(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told, other = story(joan), story(joan, code="LT-5555-KQY")
    made = make_matrix(joan, "M", [told.record, other.record], ["D1"])
    fill_cell(joan, made, told.record, name_id("D1"), SUMMARY)
    erase(joan, told)
    narrow(joan, other, Scope.SHARE_TEAM)
    rows = read_matrix(joan, made).rows
    assert [(r.gap, r.title, r.cells) for r in rows] == [("erased", "", ()), ("narrowed", "", ())]
    with pytest.raises(UserError):
        fill_cell(joan, made, told.record, name_id("D1"), "again")


def test_the_spreadsheets_hold_no_codes_and_only_words_that_may_be_quoted(
    two: tuple[Home, Home], tmp_path: Path
) -> None:
    joan, _ = two
    yes = story(joan)
    no = story(
        joan,
        code="LT-5555-KQY",
        title="Not for quoting",
        answers=YES | {"quote_anon": "no", "quote_named": "no"},
    )
    gone = story(joan, code="LT-6666-KQY", title="Gone")
    made = make_matrix(joan, "M", [yes.record, no.record, gone.record], ["D1"])
    for told in (yes, no):
        row = next(r for r in read_matrix(joan, made).rows if r.record == told.record)
        fill_cell(joan, made, told.record, name_id("D1"), "=SUM(A1)", [row.cells[0].free[0].id])
    narrow(joan, gone, Scope.SHARE_TEAM)
    book = openpyxl.load_workbook(matrix_sheet(joan, made, tmp_path, looked_at=QUESTIONS))
    cells = [[c.value for c in row] for row in book.active.iter_rows()]
    assert cells[0] == ["Story", "Told by", "Ward", "Month", "D1 Trusted person"]
    assert cells[1] == ["Tea and bulbs", "Person 1", "Millbrook", "2026-05", f"=SUM(A1)\n“{WOMEN}”"]
    assert (cells[2][0] or "", cells[2][1]) == ("", "Person 2")
    assert cells[2][4] == "=SUM(A1)\n(1 passage, not for quoting)"
    assert cells[3][0] == "Hidden by consent: 1"
    assert book.active["E2"].data_type == "s"
    path = matrix_sheet(joan, made, tmp_path, kind="csv", looked_at=QUESTIONS)
    written = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert written[1][4].startswith("'=SUM(A1)")
    whole = path.read_bytes() + (tmp_path / "framework-matrix.xlsx").read_bytes()
    assert b"Not for quoting" not in whole
    assert "LT-" not in path.read_text(encoding="utf-8-sig") + str(cells)
    assert joan.machine.machine_id.encode() not in whole


def test_a_matrix_needs_a_name_a_story_and_a_column(two: tuple[Home, Home], tmp_path: Path) -> None:
    joan, _ = two
    for title, rows, columns, reason in (
        (" ", ["r"], ["D1"], "NAME_NEEDED"),
        ("M", [], ["D1"], "MATRIX_EMPTY"),
        ("M", ["r"], ["nonsense"], "MATRIX_EMPTY"),
    ):
        with pytest.raises(Refused) as caught:
            make_matrix(joan, title, rows, columns)
        assert code_of(caught) == reason
    for act in (
        lambda: read_matrix(joan, "none"),
        lambda: matrix_sheet(joan, "none", tmp_path, looked_at=QUESTIONS),
    ):
        with pytest.raises(UserError) as lost:
            act()
        assert code_of(lost) == "NO_SUCH_MATRIX"


def test_columns_may_be_tags_own_tags_and_items_of_frameworks(two: tuple[Home, Home]) -> None:
    joan, _ = two
    own = make_tag(joan, "Doors")
    items = [{"key": "trust", "label": "Trust"}]
    with joan.main.write() as con:
        joan.put(
            con, "framework", name_id("enablers"), sets={"key": "enablers", "title": "E", "items": items}
        )
    offered = {c.key: c.label for c in possible_columns(joan)}
    assert offered[own] == "Doors"
    assert offered["enablers:trust"] == "Trust"
    assert offered[name_id("D1")] == "D1 Trusted person"


def test_codes_are_written_only_when_somebody_asks_for_them(two: tuple[Home, Home], tmp_path: Path) -> None:
    joan, _ = two
    one, same = story(joan), story(joan, title="Again")
    made = make_matrix(joan, "M", [one.record, same.record], ["D1"])

    def told_by(*, codes: bool) -> list[object]:
        book = openpyxl.load_workbook(matrix_sheet(joan, made, tmp_path, codes=codes, looked_at=QUESTIONS))
        return [row[1].value for row in list(book.active.iter_rows())[1:]]

    assert told_by(codes=False) == ["Person 1", "Person 1"]
    assert told_by(codes=True) == ["LT-4HN7-KQY", "LT-4HN7-KQY"]


def test_the_names_of_the_team_are_only_in_the_sheet_with_codes(
    two: tuple[Home, Home], tmp_path: Path
) -> None:
    joan, _ = two
    told = story(joan)
    made = make_matrix(joan, "M", [told.record], ["D1"])
    cell = {
        "matrix": made,
        "record": told.record,
        "column": name_id("D1"),
        "by": name_id("priya"),
        "summary": "It is trust.",
    }
    with joan.main.write() as con:
        joan.put(con, "matrix_cell", new_id(), sets=cell)
    for codes, words in ((False, "Another of us: It is trust."), (True, "Priya: It is trust.")):
        book = openpyxl.load_workbook(matrix_sheet(joan, made, tmp_path, codes=codes, looked_at=QUESTIONS))
        assert book.active["E2"].value == words


def test_a_sheet_is_noted_with_its_stories_and_people_so_that_it_can_be_called_back(
    two: tuple[Home, Home], tmp_path: Path
) -> None:
    joan, _ = two
    told, gone = story(joan), story(joan, code="LT-6666-KQY", title="Gone")
    made = make_matrix(joan, "M", [told.record, gone.record], ["D1"])
    erase(joan, gone)
    path = matrix_sheet(joan, made, tmp_path, looked_at=QUESTIONS)
    with joan.main.read() as con:
        ((ident, logged),) = programme.raw(con, "output")
    assert (logged["type"], logged["items"]) == ("framework matrix", [told.record])
    assert [(i.output, i.path) for i in issued(joan)] == [(ident, path)]


def merged(joan: Home) -> None:
    """A8 goes on as D1."""
    merge(joan, name_id("A8"), name_id("D1"), Why("They are one thing"))


def test_a_passage_tagged_before_a_merge_is_offered_under_the_tag_of_today(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = story(joan)
    own = code(joan, told.record, name_id("A8"), layer=told.words, start=0, end=9)
    made = make_matrix(joan, "M", [told.record], ["D1"])
    merged(joan)
    cell = read_matrix(joan, made).rows[0].cells[0]
    assert {b.words for b in cell.free if b.id != own} == {WOMEN, BULBS}
    assert own in {b.id for b in cell.free}, "one's own marks of before the merge count too"


def test_a_column_from_before_a_merge_says_so_offers_what_stands_today_and_keeps_its_cells(
    two: tuple[Home, Home], tmp_path: Path
) -> None:
    joan, _ = two
    told = story(joan)
    made = make_matrix(joan, "M", [told.record], ["A8"])
    fill_cell(joan, made, told.record, name_id("A8"), SUMMARY)
    merged(joan)
    view = read_matrix(joan, made)
    (column,) = view.matrix.columns
    assert (column.key, column.label) == (name_id("A8"), "A8 Home and space (now D1 Trusted person)")
    (cell,) = view.rows[0].cells
    assert (cell.summary, {b.words for b in cell.free}) == (SUMMARY, {WOMEN, BULBS})
    book = openpyxl.load_workbook(matrix_sheet(joan, made, tmp_path, looked_at=QUESTIONS))
    assert book.active["E1"].value == column.label


def test_a_merged_tag_is_not_offered_for_a_new_column_but_elsewhere_it_is_still_known(
    two: tuple[Home, Home],
) -> None:
    joan, _ = two
    merged(joan)
    assert name_id("A8") not in {c.key for c in possible_columns(joan, merged=False)}
    assert name_id("D1") in {c.key for c in possible_columns(joan, merged=False)}
    assert name_id("A8") in {c.key for c in possible_columns(joan)}


def test_a_matrix_is_called_something_else_and_the_rest_stays(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = story(joan)
    made = make_matrix(joan, "M", [told.record], ["D1"])
    before = read_matrix(joan, made).matrix
    change_matrix(joan, made, title="  Who opens doors ")
    after = read_matrix(joan, made).matrix
    assert (after.title, after.rows, after.columns) == ("Who opens doors", before.rows, before.columns)


def test_a_matrix_is_not_left_without_a_name_a_story_or_a_column(two: tuple[Home, Home]) -> None:
    joan, _ = two
    told = story(joan)
    made = make_matrix(joan, "M", [told.record], ["D1"])
    for title, rows, columns, reason in (
        (" ", ["other"], ["D1"], "NAME_NEEDED"),
        ("Other", [], ["D1"], "MATRIX_EMPTY"),
        ("Other", [told.record], ["nonsense"], "MATRIX_EMPTY"),
    ):
        with pytest.raises(Refused) as caught:
            change_matrix(joan, made, title=title, rows=rows, columns=columns)
        assert code_of(caught) == reason
    view = read_matrix(joan, made)
    assert (view.matrix.title, view.matrix.rows, len(view.matrix.columns)) == ("M", (told.record,), 1)


def test_only_who_made_a_matrix_changes_it(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = story(joan)
    made = make_matrix(joan, "M", [told.record], ["D1"])
    pass_on(joan, priya)
    with pytest.raises(Refused) as caught:
        change_matrix(priya, made, title="Mine now")
    assert code_of(caught) == "NOT_YOURS"
    assert read_matrix(priya, made).matrix.title == "M"


def test_a_column_is_called_as_its_tag_is_today_and_stays_when_the_tag_is_taken_away(
    two: tuple[Home, Home],
) -> None:
    joan, _ = two
    told = story(joan)
    own = make_tag(joan, "Doors")
    made = make_matrix(joan, "M", [told.record], [own])
    fill_cell(joan, made, told.record, own, SUMMARY)
    change_tag(joan, own, name="Open doors")
    assert [c.label for c in read_matrix(joan, made).matrix.columns] == ["Open doors"]
    drop_tag(joan, own)
    change_matrix(joan, made, columns=["D1", own])
    view = read_matrix(joan, made)
    assert [c.key for c in view.matrix.columns] == [name_id("D1"), own]
    assert view.matrix.columns[1].label == "Doors", "the name it had when the column was made"
    assert view.rows[0].cells[1].summary == SUMMARY


def test_a_matrix_is_taken_away_with_ones_own_words_and_comes_back_as_it_was(two: tuple[Home, Home]) -> None:
    joan, priya = two
    told = story(joan)
    made = make_matrix(joan, "Hierarchies", [told.record], ["D1", "A8"])
    column = read_matrix(joan, made).matrix.columns[0].key
    fill_cell(joan, made, told.record, column, SUMMARY, [told.passages[WOMEN]])
    before = read_matrix(joan, made)
    gone = drop_matrix(joan, made)
    assert gone[0] == made
    assert len(gone) == 2
    assert matrices(joan) == ()
    with pytest.raises(UserError) as caught:
        read_matrix(joan, made)
    assert code_of(caught) == "NO_SUCH_MATRIX"
    pass_on(joan, priya)
    assert matrices(priya) == ()
    bring_back(joan, gone)
    assert read_matrix(joan, made) == before
    pass_on(joan, priya)
    assert [m.id for m in matrices(priya)] == [made]


def test_a_matrix_of_somebody_else_is_not_taken_away_and_their_words_stay_when_the_maker_takes_it(
    two: tuple[Home, Home],
) -> None:
    joan, priya = two
    told = story(joan)
    made = make_matrix(joan, "Hierarchies", [told.record], ["D1"])
    column = read_matrix(joan, made).matrix.columns[0].key
    pass_on(joan, priya)
    fill_cell(priya, made, told.record, column, SUMMARY)
    with pytest.raises(Refused) as caught:
        drop_matrix(priya, made)
    assert code_of(caught) == "NOT_YOURS"
    assert [m.id for m in matrices(priya)] == [made]
    pass_on(priya, joan)
    gone = drop_matrix(joan, made)
    assert gone == (made,), "what Priya wrote is hers"
    bring_back(joan, gone)
    ((_, said),) = read_matrix(joan, made).rows[0].cells[0].others
    assert said == SUMMARY
