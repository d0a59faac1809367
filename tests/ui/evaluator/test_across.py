"""Looking across stories on screen: words in context, tags that meet, and people compared with few as a word."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt

from ldp_stories.services.code_own import code, make_tag
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.look_across import Count
from ldp_stories.store import layers
from ldp_stories.ui.evaluator.across import AcrossScreen, count_words
from ldp_stories.ui.evaluator.library import LibraryScreen
from ldp_stories.ui.record.story_place import asked
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import cut, walk_names, words_on
from tests.ui.on_screen import Desk


def across(desk: Desk, what: object = None, **look: object) -> AcrossScreen:
    screen = AcrossScreen(desk.context, what)
    desk.show(screen, **look)  # type: ignore[arg-type]
    desk.settle()
    return screen


def rows(screen: AcrossScreen) -> list[tuple[str, str, str]]:
    found = (screen.model.row(n) for n in range(screen.model.rowCount()))
    return [(r.title, r.line, r.state) for r in found if r is not None]


def test_a_word_stands_between_its_neighbours(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    screen = across(desk, "curtains")
    desk.until(lambda: rows(screen))
    ((title, line, _),) = rows(screen)
    assert "draw the [curtains] and it is only women." in title
    assert line.startswith("Tea and bulbs")
    assert "1 place" in words_on(screen)
    assert "People are counted" not in words_on(screen), "here each mention is a line"
    row = screen.model.row(0)
    assert row is not None
    screen.list.opened.emit(row.key)
    assert desk.went == [("record", (record, passage))]


def test_a_word_that_no_passage_holds_leads_to_where_it_stands(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = across(desk, "spring")
    desk.until(lambda: rows(screen))
    row = screen.model.row(0)
    assert row is not None
    screen.list.opened.emit(row.key)
    ((_, what),) = desk.went
    found, passage, at = asked(what)
    assert (found, passage) == (record, "")
    assert at is not None
    with home.main.read() as con:
        layer = layers.layer(con, at.layer)
    assert layer is not None
    assert layer.text[at.start : at.end] == "spring"


def test_nothing_typed_and_nothing_found_are_said(desk: Desk, home: Home) -> None:
    released(home)
    screen = across(desk)
    assert "Type a word." in words_on(screen)
    assert "it will be here, with the words round it." in words_on(screen)
    assert not screen.card.isVisible(), "an empty box says nothing"
    screen.word.set_text("xylophone")
    desk.until(lambda: "Nothing found." in words_on(screen))
    assert "it will be here" not in words_on(screen)
    screen.word.set_text("curtains")
    desk.until(lambda: screen.card.isVisible())
    assert not screen.empty.isVisible()


def test_typing_looks_by_itself_from_three_letters(desk: Desk, home: Home) -> None:
    released(home)
    screen = across(desk)
    screen.word.set_text("cu")
    assert rows(screen) == []
    screen.word.set_text("cur")
    desk.until(lambda: rows(screen))


def test_tags_that_meet_say_how_many_people_or_few(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    layer = next(x for x in open_record(home, record).layers if x.kind.value == "masked")
    one, other = make_tag(home, "Curtains"), make_tag(home, "Women")
    code(home, record, one, layer=layer.id, start=0, end=10)
    code(home, record, other, layer=layer.id, start=5, end=20)
    screen = across(desk, "meet")
    desk.until(lambda: rows(screen))
    assert rows(screen) == [("Curtains  +  Women", "", "few")]
    screen.meet.set_value("story")
    screen.meet.chosen.emit("story")
    desk.until(lambda: len(rows(screen)) == 3)


def shows(library: LibraryScreen) -> bool:
    return bool(library.list.found) and bool(words_on(library.filters.pills))


def test_a_pair_of_tags_leads_to_the_stories_behind_it(desk: Desk, home: Home) -> None:
    record, _ = released(home, title="Both")
    released(home, title="One only")
    own = make_tag(home, "Curtains")
    layer = next(x for x in open_record(home, record).layers if x.kind.value == "masked")
    code(home, record, own, layer=layer.id, start=0, end=10)
    screen = across(desk, "meet")
    screen.meet.set_value("story")
    screen.meet.chosen.emit("story")
    desk.until(lambda: len(rows(screen)) == 1)
    screen.list.setFocus()
    screen.list.setCurrentIndex(screen.model.index(0, 0))
    desk.key(screen.list, Qt.Key.Key_Return)
    ((where, what),) = desk.went
    assert where == "found"
    library = LibraryScreen(desk.context, what)
    desk.show(library)
    desk.until(lambda: {one.title for one in library.list.found} == {"Both"})
    assert "Curtains" in words_on(library.filters.pills)
    assert "B7 A space that suits us" in words_on(library.filters.pills)
    assert library.title.startswith("Library: ")
    heard: list[bool] = []
    library.done.connect(lambda: heard.append(True))
    desk.key(library, Qt.Key.Key_Left, alt=True)
    assert heard == [True]


@pytest.mark.parametrize("by", ["place", "period"])
def test_a_line_of_a_comparison_leads_to_its_stories_with_the_one_tag_that_is_compared(
    desk: Desk, home: Home, by: str
) -> None:
    released(home, title="Tagged")
    released(home, title="Not tagged", tag="")
    screen = across(desk, "compare")
    screen.by.set_value(by)
    screen.by.chosen.emit(by)
    desk.until(lambda: rows(screen) and (rows(screen)[0][0] == "Millbrook") is (by == "place"))
    screen.list.opened.emit("0")
    screen.tags.pick(next(o.key for o in screen.tags._options if o.label.startswith("B7 ")))
    desk.until(lambda: rows(screen) and "B7" in rows(screen)[0][1])
    screen.list.opened.emit("0")
    found = []
    for where, what in desk.went:
        assert where == "found"
        library = LibraryScreen(desk.context, what)
        desk.show(library)
        desk.until(partial(shows, library))
        found.append({one.title for one in library.list.found})
        assert ("Millbrook" if by == "place" else "Told since") in words_on(library.filters.pills)
    assert found == [{"Tagged", "Not tagged"}, {"Tagged"}]


def test_coming_back_leaves_the_chosen_line_where_it_was(desk: Desk, home: Home) -> None:
    released(home)
    screen = across(desk, "compare")
    desk.until(lambda: rows(screen))
    screen.list.setCurrentIndex(screen.model.index(0, 0))
    screen.refresh(frozenset())
    desk.settle()
    assert screen.list.currentIndex().row() == 0


def test_a_line_of_those_who_did_not_say_leads_nowhere(desk: Desk, home: Home) -> None:
    released(home)
    screen = across(desk, "compare")
    screen.by.set_value("group")
    screen.by.chosen.emit("group")
    desk.until(lambda: rows(screen) and rows(screen)[0][0] == "Not said")
    screen.list.opened.emit("0")
    assert desk.went == []


def test_no_tags_meet_is_a_sentence(desk: Desk, home: Home) -> None:
    released(home)
    screen = across(desk, "meet")
    desk.until(lambda: "No tags meet yet." in words_on(screen))


def test_people_are_compared_by_place_with_tags_and_few_as_a_word(desk: Desk, home: Home) -> None:
    released(home)
    screen = across(desk, "compare")
    desk.until(lambda: rows(screen))
    key = next(o.key for o in screen.tags._options if o.label.startswith("B7 "))
    screen.tags.pick(key)
    desk.until(lambda: rows(screen) and "B7" in rows(screen)[0][1])
    ((_, line, state),) = rows(screen)
    assert state == "few"
    assert "A space that suits us: few" in line
    assert "People are counted, not mentions. Fewer than 5 are shown as few." in words_on(screen)


@pytest.mark.parametrize("by", ["group", "period"])
def test_groups_and_times_can_be_compared(desk: Desk, home: Home, by: str) -> None:
    released(home)
    screen = across(desk, "compare")
    screen.by.set_value(by)
    screen.by.chosen.emit(by)
    desk.settle()
    desk.until(lambda: rows(screen) and rows(screen)[0][0] in ("Not said", "January to June 2026"))


def test_an_empty_library_says_what_will_be_here(desk: Desk) -> None:
    screen = across(desk, "compare")
    desk.until(lambda: "Bring in stories to compare." in words_on(screen))


def test_new_stories_are_looked_at_again(desk: Desk, home: Home) -> None:
    screen = across(desk, "curtains")
    desk.until(lambda: "Nothing found." in words_on(screen))
    released(home)
    screen.refresh(frozenset({"record"}))
    desk.until(lambda: rows(screen))


@pytest.mark.parametrize(
    ("count", "words"), [(None, "few"), (0, "nobody"), (1, "1 person"), (12, "12 people")]
)
def test_numbers_of_people_in_words(count: int | None, words: str) -> None:
    assert count_words(Count(count)) == words


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
@pytest.mark.parametrize("what", ["curtains", "meet", "compare"])
def test_it_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object], what: str) -> None:
    del home
    screen = across(desk, what, **look)
    desk.until(lambda: not cut(screen))
    walk_names(screen)


@pytest.mark.parametrize("by", ["place", "period"])
def test_of_several_tags_each_number_leads_to_its_own_stories(desk: Desk, home: Home, by: str) -> None:
    record, _ = released(home, title="Both")
    released(home, title="One only")
    released(home, title="Neither", tag="")
    own, unused = make_tag(home, "Curtains"), make_tag(home, "Nowhere")
    layer = next(x for x in open_record(home, record).layers if x.kind.value == "masked")
    code(home, record, own, layer=layer.id, start=0, end=10)
    screen = across(desk, "compare")
    screen.by.set_value(by)
    screen.by.chosen.emit(by)
    for key in (next(o.key for o in screen.tags._options if o.label.startswith("B7 ")), own, unused):
        screen.tags.pick(key)
    desk.until(lambda: len(rows(screen)) == 4)
    where = "Millbrook" if by == "place" else "January to June 2026"
    assert [title for title, _, _ in rows(screen)] == [
        where,
        "B7 A space that suits us",
        "Curtains",
        "Nowhere",
    ]
    assert [line for _, line, _ in rows(screen)[1:]] == [where] * 3
    assert [state for _, _, state in rows(screen)] == ["few", "few", "few", "nobody"]
    for at in range(4):
        row = screen.model.row(at)
        assert row is not None
        assert row.opens is (at != 3), "nobody's stories lead nowhere"
        screen.list.opened.emit(row.key)
    found = []
    for _, what in desk.went:
        library = LibraryScreen(desk.context, what)
        desk.show(library)
        desk.until(partial(shows, library))
        found.append({one.title for one in library.list.found})
    assert found == [{"Both", "One only", "Neither"}, {"Both", "One only"}, {"Both"}]
    assert library.title == f"Library: {where}, Curtains"
