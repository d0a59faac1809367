"""The Pictures screen: chosen, drawn, read as a table, saved three ways."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.reports.drawing import Words
from ldp_stories.services.change_codebook import merge
from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.codebook_work import Why
from ldp_stories.services.draw_pictures import NAMES, Kind
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.ui.evaluator import pictures
from ldp_stories.ui.evaluator.library import LibraryScreen
from ldp_stories.ui.evaluator.pictures import PicturesScreen
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import cut, walk_names, words_on
from tests.ui.on_screen import Desk


def _says(made: PicturesScreen, words: str) -> bool:
    return words in made.told.label.text()


def screen(desk: Desk, what: object = None, **look: object) -> PicturesScreen:
    made = PicturesScreen(desk.context, what)
    desk.show(made, **look)  # type: ignore[arg-type]
    desk.until(lambda: made.shown)
    return made


def test_the_picture_stands_beside_its_table_and_its_words(desk: Desk, home: Home) -> None:
    released(home)
    made = screen(desk)
    assert made.shown is not None
    assert made.shown.kind is Kind.PLACE
    first, second = made.model.row(0), made.model.row(1)
    assert first is not None
    assert second is not None
    assert (first.title, first.line, first.opens) == ("Millbrook", "Everybody heard there: few.", True)
    assert (second.title, second.line, second.state) == ("B7 A space that suits us", "Millbrook", "few")
    assert made.drawn.accessibleDescription() == made.shown.drawing.alt
    assert made.shown.drawing.alt in words_on(made)
    assert made.tags_field.isVisible()


def test_it_is_drawn_in_the_language_of_the_window(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def upside_down(text: str, **facts: object) -> str:
        return f"‹{text.format(**facts)}›" if facts else f"‹{text}›"

    released(home)
    monkeypatch.setattr(pictures, "tr", upside_down)
    made = screen(desk, Kind.MEET.value)
    assert made.shown is not None
    assert made.drawn.accessibleName() == "‹Tags that meet›"
    assert made.alt.text().startswith("‹")
    assert made.note.text().startswith("‹People are counted")


@pytest.mark.parametrize("kind", list(Kind))
def test_each_picture_is_drawn(desk: Desk, home: Home, kind: Kind) -> None:
    released(home)
    made = screen(desk, kind.value)
    assert made.shown is not None
    assert made.shown.kind is kind
    assert made.tags_field.isVisible() == (kind in (Kind.TIME, Kind.PLACE))


def test_chosen_tags_are_drawn(desk: Desk, home: Home) -> None:
    released(home)
    made = screen(desk)
    key = made.tags._options[0].key
    made.tags.pick(key)
    desk.until(lambda: made.shown and len(made.shown.drawing.table[0]) == 2)
    desk.settle()


def test_it_is_saved_three_ways(desk: Desk, home: Home, tmp_path: Path) -> None:
    released(home)
    made = screen(desk)
    desk.folder = None
    made.svg.click()
    assert not made.told.isVisible()
    desk.folder = tmp_path / "out"
    for button, ending in ((made.svg, "svg"), (made.png, "png"), (made.csv, "csv")):
        button.click()
        name = f"{NAMES[Kind.PLACE]}.{ending}"
        desk.until(partial(_says, made, name))
        assert (desk.folder / name).stat().st_size > 50


def test_a_full_or_closed_folder_is_a_sentence(desk: Desk, home: Home, tmp_path: Path) -> None:
    released(home)
    made = screen(desk)
    (tmp_path / "file").write_text("x")
    desk.folder = tmp_path / "file"
    made.csv.click()
    desk.until(lambda: made.trouble.isVisible())
    assert made.trouble.label.text()


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}])
def test_nothing_is_cut_and_everything_has_a_name(desk: Desk, home: Home, look: dict[str, object]) -> None:
    released(home)
    made = screen(desk, **look)
    desk.until(lambda: cut(made) == [])
    assert "" not in walk_names(made)


def test_another_picture_is_chosen_by_its_list(desk: Desk, home: Home) -> None:
    released(home)
    made = screen(desk)
    made.kind._picked(Kind.MEET.value)
    desk.until(lambda: made.shown and made.shown.kind is Kind.MEET)
    assert not made.tags_field.isVisible()
    made.kind._picked(Kind.TIME.value)
    desk.until(lambda: made.shown and made.shown.kind is Kind.TIME)
    assert made.tags_field.isVisible()


def test_only_the_newest_answer_is_shown(desk: Desk, home: Home) -> None:
    released(home)
    made = screen(desk)
    for kind in (Kind.MEET, Kind.ROUTES, Kind.COVERAGE):
        made.kind._picked(kind.value)
    desk.settle()
    assert made.shown is not None
    assert made.shown.kind is Kind.COVERAGE


def test_it_is_drawn_again_when_stories_change_and_not_for_anything_else(desk: Desk, home: Home) -> None:
    made = screen(desk)
    assert made.model.row(0) is None
    asked = made._asked
    made.refresh(frozenset({"desk"}))
    assert made._asked == asked
    released(home)
    made.refresh(frozenset({"record"}))
    desk.until(lambda: made.model.row(0))
    desk.settle()


def test_an_unknown_picture_opens_the_usual_one(desk: Desk, home: Home) -> None:
    del home
    made = screen(desk, "nothing like it")
    assert made.shown is not None
    assert made.shown.kind is Kind.PLACE
    desk.settle()


@pytest.mark.parametrize(("line", "titles"), [(0, {"Here", "Also here"}), (1, {"Here"})])
def test_a_number_of_the_table_leads_to_the_stories_it_counts(
    desk: Desk, home: Home, line: int, titles: set[str]
) -> None:
    released(home, title="Here")
    released(home, title="Also here", tag="")
    made = screen(desk)
    made.way.set_value("table")
    made.look_as("table")
    made.table.setFocus()
    made.table.setCurrentIndex(made.model.index(line, 0))
    desk.key(made.table, Qt.Key.Key_Return)
    ((where, what),) = desk.went
    assert where == "found"
    library = LibraryScreen(desk.context, what)
    desk.show(library)
    desk.until(lambda: {one.title for one in library.list.found} == titles)
    assert "Millbrook" in words_on(library.filters.pills)


def test_a_pair_of_tags_is_one_line_with_its_number(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    layer = next(x for x in open_record(home, record).layers if x.kind.value == "masked")
    for name in ("Curtains", "Women"):
        code(home, record, make_tag(home, name), layer=layer.id, start=0, end=10)
    made = screen(desk, Kind.MEET.value)
    assert made.model.rowCount() == 1
    row = made.model.row(0)
    assert row is not None
    assert (row.title, row.state, row.opens) == ("Curtains + Women", "few", True)


def test_a_line_where_nobody_is_counted_and_one_of_those_who_did_not_say_lead_nowhere(
    desk: Desk, home: Home
) -> None:
    record, _ = released(home)
    meeting = open_record(home, record).record.encounter
    with home.main.write() as con:
        home.put(con, "encounter", meeting, sets={"place": None})
    made = screen(desk)
    rows = [r for r in map(made.model.row, range(made.model.rowCount())) if r is not None]
    assert [(r.title, r.opens) for r in rows] == [("Not said", False), ("B7 A space that suits us", False)]
    made.table.opened.emit(rows[0].key)
    groups = screen(desk, Kind.COVERAGE.value).shown
    assert groups is not None
    assert groups.behind[0, 0].filters.keys() == {"place", "group"}
    silent = screen(desk, Kind.ROUTES.value).model.row(0)
    assert silent is not None
    assert (silent.line, silent.opens) == ("nobody", False)
    assert desk.went == []


def test_a_merged_tag_is_offered_no_more_and_drawn_as_the_one_it_became(desk: Desk, home: Home) -> None:
    released(home)
    made = screen(desk)
    b7, d1 = (next(o.key for o in made.tags._options if o.label.startswith(code)) for code in ("B7 ", "D1 "))
    made.tags.pick(b7)
    merge(home, b7, d1, Why("They are one thing"))
    made.refresh(frozenset({"tag"}))
    desk.until(lambda: made.shown and "D1 Trusted person or place" in made.shown.drawing.table[0])
    assert b7 not in {o.key for o in made.tags._options}
    assert made.tags.value() == []
    row = made.model.row(1)
    assert row is not None
    assert (row.title, row.state) == ("D1 Trusted person or place", "few")
    desk.settle()


@pytest.mark.parametrize("kind", list(Kind))
def test_words_in_a_picture_are_as_large_as_other_words(desk: Desk, home: Home, kind: Kind) -> None:
    released(home)
    made = screen(desk, kind.value, scale=2.0)
    drawing = made.drawn.drawing
    assert made.shown is not None
    assert drawing is not None
    assert drawing.letters == 2.0
    smallest = min(s.size for s in drawing.shapes if isinstance(s, Words))
    usual = min(s.size for s in made.shown.drawing.shapes if isinstance(s, Words))
    assert smallest == 2 * usual
    assert drawing.table == made.shown.drawing.table, "cut names are whole in the table"
    assert made.drawn._scale(round(drawing.width)) == pytest.approx(1, abs=0.01), "not made larger twice"
