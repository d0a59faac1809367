"""The framework matrix on screen: make one, move by arrows, write with Enter, link passages, see others' words, save as a sheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.services.change_codebook import merge
from ldp_stories.services.code_own import drop_tag, make_tag
from ldp_stories.services.codebook_work import Why
from ldp_stories.services.edit_record import changed_mind
from ldp_stories.services.fill_matrix import fill_cell, make_matrix, matrices, read_matrix
from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import form_typed
from ldp_stories.services.library_filters import keep_search
from ldp_stories.ui.evaluator import matrix_new
from ldp_stories.ui.evaluator.matrix import MatrixScreen
from tests.ui.evaluator.conftest import look_at_all, released
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk

SUMMARY = "Somebody known opened the door"


def matrix(desk: Desk, what: object = None, **look: object) -> MatrixScreen:
    screen = MatrixScreen(desk.context, what)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def made(home: Home, count: int = 2) -> tuple[str, list[str]]:
    records = [released(home, title=f"Story {n}")[0] for n in range(count)]
    return make_matrix(home, "Hierarchies", records, ["B7", "D1"]), records


def shown(screen: MatrixScreen, down: int, across: int, role: int = Qt.ItemDataRole.DisplayRole) -> str:
    """What stands in a cell of the grid."""
    item = screen.grid.item(down, across)
    return "" if item is None else str(item.data(role))


def test_without_a_matrix_it_offers_to_make_one(desk: Desk, home: Home) -> None:
    released(home)
    screen = matrix(desk)
    assert "No matrix yet" in words_on(screen)
    screen.empty.button.click()
    assert screen.pages.currentWidget() is screen.making


def test_making_one_from_its_page(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = matrix(desk)
    screen.show_making()
    page = screen.making
    page.name.set_text("Hierarchies")
    page.every.click()
    page.columns.pick(next(o.key for o in page.columns._options if o.label.startswith("B7 ")))
    button(screen, "Make the matrix").click()
    (one,) = matrices(home)
    assert (one.title, one.rows, len(one.columns)) == ("Hierarchies", (record,), 1)
    assert screen.pages.currentWidget() is screen.main
    assert screen.grid.rowCount() == 1


def test_what_is_missing_is_said_on_the_page(desk: Desk, home: Home) -> None:
    released(home)
    screen = matrix(desk)
    screen.show_making()
    button(screen, "Make the matrix").click()
    assert "It needs a name." in words_on(screen)
    screen.making.name.set_text("Hierarchies")
    button(screen, "Make the matrix").click()
    assert "A matrix needs a story and a column." in words_on(screen)
    button(screen, "Back to the matrix").click()
    assert matrices(home) == ()


def test_arrows_choose_a_cell_and_enter_writes_in_it(desk: Desk, home: Home) -> None:
    ident, records = made(home)
    screen = matrix(desk, ident)
    screen.grid.setFocus()
    desk.key(screen.grid, Qt.Key.Key_Down)
    desk.key(screen.grid, Qt.Key.Key_Right)
    assert screen.grid.place()[0] == records[1]
    assert "D1 Trusted person" in screen.column_name.text()
    desk.key(screen.grid, Qt.Key.Key_Return)
    assert screen.summary.edit.hasFocus()
    desk.key(screen.summary, SUMMARY)
    screen.grid.setFocus()
    cell = read_matrix(home, ident).rows[1].cells[1]
    assert cell.summary == SUMMARY
    assert shown(screen, 1, 1) == SUMMARY


def test_moving_on_keeps_what_was_typed(desk: Desk, home: Home) -> None:
    ident, _ = made(home)
    screen = matrix(desk, ident)
    screen.summary.set_text(SUMMARY)
    screen.grid.setCurrentCell(1, 0)
    assert read_matrix(home, ident).rows[0].cells[0].summary == SUMMARY
    assert screen.summary.text() == ""


def test_leaving_keeps_what_was_typed_and_nothing_is_written_for_nothing(desk: Desk, home: Home) -> None:
    ident, _ = made(home)
    screen = matrix(desk, ident)
    screen.leaving()
    assert read_matrix(home, ident).rows[0].cells[0].summary == ""
    screen.summary.set_text(SUMMARY)
    screen.leaving()
    assert read_matrix(home, ident).rows[0].cells[0].summary == SUMMARY


def test_a_cell_rests_on_ticked_passages(desk: Desk, home: Home) -> None:
    ident, _ = made(home, 1)
    screen = matrix(desk, ident)
    assert "It rests on" in words_on(screen)
    (tick,) = screen.passages._buttons
    assert tick.accessibleDescription() == CURTAINS
    tick.click()
    assert [b.words for b in read_matrix(home, ident).rows[0].cells[0].linked] == [CURTAINS]
    assert shown(screen, 0, 0) == "\n1 passage"
    screen.grid.setCurrentCell(0, 1)
    assert "It rests on" not in words_on(screen)


def test_others_words_stand_beside_and_are_not_ones_own(desk: Desk, home: Home) -> None:
    ident, records = made(home, 1)
    column = read_matrix(home, ident).matrix.columns[0].key
    with home.main.write() as con:
        home.put(con, "member", "theo", sets={"code": "E-09", "work_name": "Theo"})
        sets = {
            "matrix": ident,
            "record": records[0],
            "column": column,
            "summary": "Theo's view",
            "by": "theo",
        }
        home.put(con, "matrix_cell", "theos", sets=sets)
    screen = matrix(desk, ident)
    assert "Theo: Theo's view" in words_on(screen)
    assert screen.summary.text() == ""


def test_somebody_who_changed_their_mind_is_a_gap_with_the_reason(desk: Desk, home: Home) -> None:
    ident, records = made(home, 1)
    fill_cell(home, ident, records[0], read_matrix(home, ident).matrix.columns[0].key, SUMMARY)
    screen = matrix(desk, ident)
    changed_mind(home, records[0], Scope.SHARE_TEAM.value, Answer.NO)
    screen.refresh(frozenset({"consent"}))
    assert shown(screen, 0, 0) in ("They did not agree.", "They changed their mind.")
    assert SUMMARY not in words_on(screen)
    assert not screen.summary.isEnabled()


def test_it_is_saved_as_a_sheet(desk: Desk, home: Home, tmp_path: Path) -> None:
    ident, _ = made(home, 1)
    screen = matrix(desk, ident)
    screen.summary.set_text(SUMMARY)
    button(screen, "Save as a sheet").click()
    look_at_all(screen.first)
    desk.until(lambda: desk.told)
    assert desk.told == ["The sheet is made: framework-matrix.xlsx"]
    assert (tmp_path / "framework-matrix.xlsx").stat().st_size > 1_000


def test_it_is_saved_as_csv_too(desk: Desk, home: Home, tmp_path: Path) -> None:
    ident, _ = made(home, 1)
    screen = matrix(desk, ident)
    button(screen, "Save as CSV").click()
    look_at_all(screen.first)
    desk.until(lambda: desk.told)
    assert desk.told == ["The sheet is made: framework-matrix.csv"]
    head = (tmp_path / "framework-matrix.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.startswith("Story,Told by,Ward,Month")


def test_leaving_the_choice_of_a_folder_saves_nothing(desk: Desk, home: Home) -> None:
    ident, _ = made(home, 1)
    desk.folder = None
    screen = matrix(desk, ident)
    button(screen, "Save as a sheet").click()
    look_at_all(screen.first)
    desk.settle()
    assert desk.told == []


def test_each_cell_says_its_story_and_column_to_a_reader(desk: Desk, home: Home) -> None:
    ident, _ = made(home, 1)
    screen = matrix(desk, ident)
    spoken = shown(screen, 0, 0, Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Story 0\n")
    assert spoken.endswith("B7 A space that suits us: 1 passage to read")


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_it_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    ident, _ = made(home, 1)
    screen = matrix(desk, ident, **look)
    assert cut(screen) == []
    assert "Framework matrix" in walk_names(screen)
    screen.show_making()
    desk.until(lambda: not cut(screen))
    walk_names(screen)


def test_a_matrix_is_renamed_and_its_stories_and_columns_are_changed(desk: Desk, home: Home) -> None:
    ident, records = made(home)
    fill_cell(home, ident, records[0], read_matrix(home, ident).matrix.columns[0].key, SUMMARY)
    screen = matrix(desk, ident)
    button(screen, "Change the matrix: name, stories, columns").click()
    page = screen.making
    assert screen.pages.currentWidget() is page
    assert page.name.edit.hasFocus()
    assert "Change the matrix" in words_on(page)
    assert (page.name.text(), page.stories.value()) == ("Hierarchies", records)
    page.name.edit.selectAll()
    desk.type(page.name, "Who opens doors")
    button(page, "Take off Story 0").click()
    first, second = page.columns.value()
    page.columns.set_value([second, first])
    button(page, "Save change").click()
    after = read_matrix(home, ident).matrix
    assert (after.title, after.rows) == ("Who opens doors", (records[1],))
    assert [c.key for c in after.columns] == [second, first]
    assert screen.pages.currentWidget() is screen.main
    assert (screen.which.shown(), screen.grid.rowCount()) == ("Who opens doors", 1)
    assert screen.title == "Matrix: Who opens doors"
    screen.change.click()
    page.stories.pick(records[0])
    button(page, "Save change").click()
    assert read_matrix(home, ident).rows[1].cells[1].summary == SUMMARY, "what was written is still there"


def test_a_changed_mind_about_changing_leaves_the_matrix_and_a_new_one_begins_empty(
    desk: Desk, home: Home
) -> None:
    ident, _ = made(home)
    before = read_matrix(home, ident).matrix
    screen = matrix(desk, ident)
    screen.change.click()
    screen.making.name.set_text("Other")
    button(screen, "Back to the matrix").click()
    assert read_matrix(home, ident).matrix == before
    screen.new.click()
    page = screen.making
    assert (page.name.text(), page.stories.value(), page.columns.value()) == ("", [], [])
    assert "Make the matrix" in words_on(page)
    screen.show_changing()
    screen.making.columns.set_value([])
    button(screen, "Save change").click()
    assert "A matrix needs a story and a column." in words_on(screen)
    assert read_matrix(home, ident).matrix == before


def test_what_is_closed_or_gone_is_not_lost_from_a_matrix_by_renaming_it(desk: Desk, home: Home) -> None:
    records = [released(home, title=f"Story {n}")[0] for n in range(2)]
    own = make_tag(home, "Doors")
    ident = make_matrix(home, "Hierarchies", records, ["B7", own])
    before = read_matrix(home, ident).matrix
    changed_mind(home, records[0], Scope.SHARE_TEAM.value, Answer.NO)
    drop_tag(home, own)
    screen = matrix(desk, ident)
    screen.change.click()
    screen.making.name.set_text("Other")
    button(screen, "Save change").click()
    after = read_matrix(home, ident).matrix
    assert (after.title, after.rows, after.columns) == ("Other", before.rows, before.columns)


def test_a_merged_tag_is_offered_no_more_and_its_column_says_what_it_is_now(desk: Desk, home: Home) -> None:
    ident, _ = made(home, 1)
    other = make_matrix(home, "Second", read_matrix(home, ident).matrix.rows, ["D1"])
    b7, d1 = (c.key for c in read_matrix(home, ident).matrix.columns)
    merge(home, b7, d1, Why("They are one thing"))
    screen = matrix(desk, ident)
    head = screen.grid.horizontalHeaderItem(0)
    assert head is not None
    assert head.text() == "B7 A space that suits us (now D1 Trusted person or place)"
    screen.read(other)
    (tick,) = screen.passages._buttons
    assert tick.accessibleDescription() == CURTAINS, "tagged B7 before the merge"
    screen.change.click()
    assert b7 not in {o.key for o in screen.making.columns._options}


def test_a_matrix_of_somebody_else_has_no_way_to_change_it(desk: Desk, home: Home) -> None:
    ident, _ = made(home, 1)
    with home.main.write() as con:
        home.put(con, "matrix", ident, sets={"by": "theo"})
    screen = matrix(desk, ident)
    assert not screen.change.isVisible()


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_changing_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    ident, _ = made(home)
    screen = matrix(desk, ident, **look)
    screen.show_changing()
    desk.until(lambda: not cut(screen))
    assert {"Save change", "Take off Story 0"} <= set(walk_names(screen))


def test_a_matrix_is_taken_away_and_comes_back_by_undo_with_what_was_written(desk: Desk, home: Home) -> None:
    ident, records = made(home)
    column = read_matrix(home, ident).matrix.columns[0].key
    fill_cell(home, ident, records[0], column, SUMMARY)
    other = make_matrix(home, "Second", records, ["D1"])
    screen = matrix(desk, ident)
    button(screen, "Take away the matrix Hierarchies").click()
    assert [m.id for m in matrices(home)] == [other]
    assert (screen.which.shown(), screen.title) == ("Second", "Matrix: Second")
    assert screen.grid.hasFocus()
    assert "Hierarchies is taken away." in words_on(screen)
    desk.key(screen, Qt.Key.Key_Z, ctrl=True)
    assert (screen.which.shown(), shown(screen, 0, 0)) == ("Hierarchies", SUMMARY)
    assert desk.told == ["Hierarchies is taken away.", "Hierarchies is back."]
    assert not screen.undo.isVisible()


def test_when_the_last_matrix_is_taken_away_there_is_one_way_to_make_another(desk: Desk, home: Home) -> None:
    made(home)
    screen = matrix(desk)
    assert screen.new.isVisible()
    screen.away.click()
    assert "No matrix yet" in words_on(screen)
    assert [b for b in walk_names(screen) if b.startswith("New matrix")] == ["New matrix"]
    assert screen.empty.button.hasFocus()
    assert screen.title == "Matrix"
    assert not screen.away.isVisible()
    screen.undo.button.click()
    assert screen.title == "Matrix: Hierarchies"


def test_the_next_thing_written_ends_the_offer_to_bring_a_matrix_back(desk: Desk, home: Home) -> None:
    ident, records = made(home)
    make_matrix(home, "Second", records, ["D1"])
    screen = matrix(desk, ident)
    screen.away.click()
    assert screen.undo.isVisible()
    screen.summary.set_text(SUMMARY)
    screen.leaving()
    assert not screen.undo.isVisible()


def test_somebody_elses_matrix_cannot_be_taken_away(desk: Desk, home: Home) -> None:
    ident, _ = made(home, 1)
    with home.main.write() as con:
        home.put(con, "matrix", ident, sets={"by": "theo"})
    screen = matrix(desk, ident)
    assert not screen.away.isVisible()
    screen.take_away()
    assert [m.id for m in matrices(home)] == [ident]
    assert desk.told == ["Somebody else wrote this. Nothing was changed. Ask them, or your coordinator."]


@pytest.mark.parametrize(
    ("scale", "begun"),
    [(1.0, "Somebody known opened the door and \u2026"), (2.0, "Somebody known opened \u2026")],
)
def test_a_long_summary_leaves_room_for_what_it_rests_on(
    desk: Desk, home: Home, scale: float, begun: str
) -> None:
    ident, _ = made(home, 1)
    long = "Somebody known opened the door and everybody went in, one after the other, and stayed"
    screen = matrix(desk, ident, scale=scale)
    (tick,) = screen.passages._buttons
    tick.click()
    screen.summary.set_text(long)
    screen.keep()
    first, rests = shown(screen, 0, 0).split("\n")
    assert first == begun
    assert rests == "1 passage"
    assert shown(screen, 0, 0, Qt.ItemDataRole.AccessibleTextRole).endswith(f"{long}\n1 passage")


def test_a_summary_that_was_being_typed_when_the_laptop_died_stands_there_again(
    desk: Desk, home: Home
) -> None:
    ident, records = made(home)
    screen = matrix(desk, ident)
    record, column = screen.at or ("", "")
    assert record in records
    screen.summary.edit.setFocus()
    desk.type(screen.summary, SUMMARY)
    form = f"cell {ident} {record} {column}"
    desk.until(lambda: form_typed(home, form) == {"summary": SUMMARY})
    assert read_matrix(home, ident).rows[0].cells[0].summary == "", "it is not written down yet"
    again = matrix(desk, ident)
    assert again.summary.text() == SUMMARY
    again.keep()
    assert read_matrix(home, ident).rows[0].cells[0].summary == SUMMARY
    assert form_typed(home, form) == {}


def test_the_stories_of_a_kept_search_become_rows_however_old_they_are(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are more stories than a list can offer, it says so, and a search brings the others."""
    monkeypatch.setattr(matrix_new, "_STORIES", 1)
    old, _ = released(home, title="The old one")
    new, _ = released(home, title="The new one")
    keep_search(home, "Curtains", words="curtains", purpose="quote", filters={"kind": "story"})
    screen = matrix(desk)
    screen.show_making()
    page = screen.making
    page.every.click()
    assert len(page.stories.value()) == 1
    assert page.every.text() == "The newest 1 stories"
    assert "Keep a search in the Library" in words_on(page)
    page.search.chosen.emit(page.search._options[0].key)
    desk.settle()
    assert set(page.stories.value()) == {old, new}
    assert "2 stories from Curtains." in words_on(page)
    page.every.click()
    assert set(page.stories.value()) == {old, new}, "nothing that was picked is let go"


def test_without_kept_searches_and_with_few_stories_the_page_is_as_short_as_before(
    desk: Desk, home: Home
) -> None:
    released(home)
    screen = matrix(desk)
    screen.show_making()
    assert screen.making.every.text() == "All stories"
    assert not screen.making.search.isVisible()
    assert not screen.making.more.isVisible()


def test_an_empty_cell_says_where_there_is_something_to_read(desk: Desk, home: Home) -> None:
    ident, _ = made(home)
    tag = next(c.key for c in read_matrix(home, ident).matrix.columns if c.label.startswith("B7"))
    screen = matrix(desk, ident)
    across = [c.key for c in read_matrix(home, ident).matrix.columns].index(tag)
    assert shown(screen, 0, across) == "1 passage to read"
    assert shown(screen, 0, 1 - across) == ""
