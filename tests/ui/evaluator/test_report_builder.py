"""The report builder: words kept as they are typed, passages asked again, the nine questions, and what is made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from ldp_stories.domain.consent import Answer, Channel, Scope
from ldp_stories.domain.report import QUESTIONS, Part, ReportType
from ldp_stories.services.change_codebook import Why, edit_tag, merge
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.codebook_history import version_now
from ldp_stories.services.draw_pictures import Kind
from ldp_stories.services.edit_record import changed_mind, open_record
from ldp_stories.services.find import codebook
from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.publish import add_quote
from ldp_stories.services.report_drafts import typed
from ldp_stories.services.withdraw import take_everything
from ldp_stories.services.write_report import add_part, add_passage, begin_report, open_report, reports
from ldp_stories.ui.evaluator.report_builder import ReportScreen
from ldp_stories.ui.record.pick_many import PickMany
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_quotes import take_back
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk


@pytest.fixture
def passage(home: Home, voice: Path) -> str:
    """A passage with sound that may be quoted, in the quote bank."""
    found = released(home, sound=voice)[1]
    add_quote(home, found, "Trust")
    return found


def builder(
    desk: Desk, home: Home, *passages: str, type_: ReportType = ReportType.AUDIO, **look: object
) -> ReportScreen:
    ident = begin_report(home, type_, "What we heard")
    for one in passages:
        add_passage(home, ident, 0, one)
    screen = ReportScreen(desk.context, ident)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def kept(home: Home, screen: ReportScreen) -> object:
    return open_report(home, screen.report.id).report


def test_what_is_typed_is_kept_while_typing_and_written_when_the_field_is_left(
    desk: Desk, home: Home
) -> None:
    screen = builder(desk, home)
    screen.name.set_text("Tea and bulbs")
    desk.until(lambda: typed(home, screen.report.id).title == "Tea and bulbs")
    assert reports(home)[0].title == "What we heard"
    screen.name.edit.editingFinished.emit()
    assert reports(home)[0].title == "Tea and bulbs"


def test_a_report_left_in_the_middle_of_a_word_comes_back_as_it_was_typed(desk: Desk, home: Home) -> None:
    screen = builder(desk, home)
    screen.lead.set_text("A first")
    desk.until(lambda: typed(home, screen.report.id).lead == "A first")
    again = ReportScreen(desk.context, screen.report.id)
    assert again.lead.text() == "A first"
    again.leaving()
    assert reports(home)[0].lead == "A first"
    again.deleteLater()


def test_who_adds_words_by_keyboard_types_them_at_once_and_stays_near_what_is_taken_out(
    desk: Desk, home: Home
) -> None:
    screen = builder(desk, home)
    button(screen, "Add words to heading 1").setFocus()
    desk.key(screen, Qt.Key.Key_Return)
    desk.key(screen, "It begins at the door.")
    desk.until(lambda: screen.chapters[0].editors[0].text() == "It begins at the door.")
    button(screen, "Add a heading").setFocus()
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.focusWidget() is button(screen, "Add a heading")


def test_our_words_are_added_typed_and_kept(desk: Desk, home: Home) -> None:
    screen = builder(desk, home)
    next(b for b in screen.chapters[0].findChildren(type(screen.save)) if b.text() == "Add words").click()
    editor = screen.chapters[0].editors[0]
    editor.edit.setPlainText("It begins at the door.")
    editor.rested.emit(editor.text())
    assert reports(home)[0].chapters[0].parts == (Part(words="It begins at the door."),)
    assert screen.chapters[0].editors[0] is editor


def test_a_quote_of_the_bank_is_put_in(desk: Desk, home: Home, passage: str) -> None:
    screen = builder(desk, home)
    screen.chapters[0].pick.chosen.emit(passage)
    assert list(reports(home)[0].passages()) == [passage]
    text = words_on(screen)
    assert CURTAINS in text
    assert "The sound goes along" in text


def test_without_a_quote_in_the_bank_there_is_none_to_pick(desk: Desk, home: Home) -> None:
    assert not builder(desk, home).chapters[0].pick.isEnabled()


def test_parts_are_moved_and_taken_out(desk: Desk, home: Home, passage: str) -> None:
    screen = builder(desk, home, passage)
    next(b for b in screen.chapters[0].findChildren(type(screen.save)) if b.text() == "Add words").click()

    def press(name: str) -> None:
        next(
            b for b in screen.chapters[0].findChildren(type(screen.save)) if b.accessibleName() == name
        ).click()

    press("Move up, part 2 of heading 1")
    assert [p.passage for p in reports(home)[0].chapters[0].parts] == ["", passage]
    press("Take out, part 1 of heading 1")
    assert reports(home)[0].chapters[0].parts == (Part(passage=passage),)


def test_what_was_taken_back_is_a_gap_on_the_screen(desk: Desk, home: Home, voice: Path) -> None:
    record, passage = released(home, sound=voice)
    screen = builder(desk, home, passage)
    take_back(home, record)
    screen.refresh(frozenset({"consent"}))
    text = words_on(screen)
    assert CURTAINS not in text
    assert "Taken out" in text


def test_what_is_gone_for_good_says_the_day_it_went_as_the_bank_does(
    desk: Desk, home: Home, voice: Path
) -> None:
    record, passage = released(home, sound=voice)
    screen = builder(desk, home, passage)
    (person,) = find_person(home, open_record(home, record).participants[0].code)
    take_everything(home, person, person.code, {})
    screen.refresh(frozenset({"order"}))
    assert "Taken out at the teller's request, 10 May" in words_on(screen)


def test_another_way_out_asks_for_its_own_yes(desk: Desk, home: Home, voice: Path) -> None:
    record, passage = released(home, sound=voice)
    screen = builder(desk, home, passage)
    person = next(iter(open_report(home, screen.report.id).shown.values())).participants[0]
    changed_mind(home, record, "publish_clip:website", Answer.NO, person)
    screen.way.chosen.emit(["website"])
    assert reports(home)[0].channel is Channel.WEBSITE
    assert "No permission to publish the sound. They did not agree." in words_on(screen)
    screen.way.chosen.emit([])
    assert screen.way.value() == ["website"]


def test_nine_ticks_open_the_way_and_a_change_closes_it(desk: Desk, home: Home, passage: str) -> None:
    screen = builder(desk, home, passage)
    assert "9 questions left to look at." in words_on(screen)
    assert not screen.save.isEnabled()
    for number in QUESTIONS:
        screen.check.ticked.emit(number, True)
    assert screen.save.isEnabled()
    assert "Everything is looked at." in words_on(screen)
    screen.check.ticked.emit(3, False)
    assert "1 question left to look at." in words_on(screen)
    screen.check.ticked.emit(3, True)
    next(b for b in screen.findChildren(type(screen.save)) if b.text() == "Add a heading").click()
    assert not screen.save.isEnabled()


def test_it_is_made_and_said(desk: Desk, home: Home, passage: str, tmp_path: Path) -> None:
    screen = builder(desk, home, passage)
    tick(home, screen.report.id, QUESTIONS)
    screen = ReportScreen(desk.context, screen.report.id)
    desk.show(screen)
    desk.folder = tmp_path / "out"
    screen.save.click()
    desk.until(lambda: screen.made.isVisible())
    (folder,) = desk.folder.iterdir()
    assert screen.made.label.text() == f"It is in {folder.name}. 1 passage, 1 plays."
    assert len(list((folder / "clips").iterdir())) == 1


def test_trouble_is_said_beside_it(desk: Desk, home: Home, passage: str, tmp_path: Path) -> None:
    ident = begin_report(home, ReportType.AUDIO, "x")
    add_passage(home, ident, 0, passage)
    tick(home, ident, QUESTIONS)
    screen = ReportScreen(desk.context, ident)
    desk.show(screen)
    desk.folder = tmp_path / "file"
    desk.folder.write_text("x")
    screen.save.click()
    desk.until(lambda: screen.trouble.isVisible())
    assert "Nothing can be written" in screen.trouble.label.text()
    desk.folder = None
    screen.save.click()
    assert not desk.tasks.running(quiet=True)


def test_it_can_be_put_away(desk: Desk, home: Home) -> None:
    screen = builder(desk, home)
    left: list[int] = []
    screen.done.connect(lambda: left.append(1))
    next(b for b in screen.findChildren(type(screen.save)) if b.text() == "Put it away").click()
    assert reports(home) == ()
    assert left == [1]
    screen.leaving()
    assert reports(home) == ()


def test_only_a_share_pack_has_a_last_day(desk: Desk, home: Home) -> None:
    assert not builder(desk, home).until.isVisible()
    screen = builder(desk, home, type_=ReportType.SHARE)
    assert screen.until.isVisible()
    screen.until.set_text("2027-01-31")
    screen.until.edit.editingFinished.emit()
    assert screen.report.expires == "2027-01-31"


def test_the_focus_goes_with_a_part_that_is_moved_by_keyboard(desk: Desk, home: Home) -> None:
    """It stood on the part that came in its place, so that the next press undid the first."""
    screen = builder(desk, home)
    for words in ("One", "Two", "Three"):
        button(screen, "Add words to heading 1").click()
        screen.chapters[0].editors[len(screen.chapters[0].editors) - 1].set_text(words)
    button(screen, "Move up, part 3 of heading 1").setFocus()

    def order() -> str:
        return " ".join(part.words for part in screen.report.chapters[0].parts)

    desk.key(screen, Qt.Key.Key_Space)
    assert order() == "One Three Two"
    desk.key(screen, Qt.Key.Key_Space)
    assert order() == "Three One Two"
    assert screen.focusWidget() is button(screen, "Move down, part 1 of heading 1"), "it can go no higher"
    desk.key(screen, Qt.Key.Key_Space)
    assert order() == "One Three Two"


def test_typing_a_heading_keeps_the_focus(desk: Desk, home: Home) -> None:
    screen = builder(desk, home)
    field = screen.chapters[0].heading
    field.edit.setFocus()
    QTest.keyClicks(field.edit, " now")
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert screen.chapters[0].heading is field
    assert reports(home)[0].chapters[0].heading == "What people told us now"


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(
    desk: Desk, home: Home, passage: str, scale: float, rtl: bool
) -> None:
    screen = builder(desk, home, passage, type_=ReportType.SHARE, scale=scale, rtl=rtl)
    names = walk_names(screen)
    assert {"Check and save", "Put it away", "Add a heading"} <= set(names)
    desk.until(lambda: cut(screen) == [])


def test_a_closed_scope_leaves_the_words_out(desk: Desk, home: Home) -> None:
    _, passage = released(home, no=(Scope.PUBLISH_CLIP,))
    screen = builder(desk, home, passage)
    assert "Words only" in words_on(screen)


def pictured(desk: Desk, home: Home) -> ReportScreen:
    screen = builder(desk, home)
    screen.chapters[0].picture.chosen.emit(Kind.PLACE.value)
    return screen


def test_a_picture_is_put_in_for_some_tags_and_can_be_looked_at(desk: Desk, home: Home) -> None:
    screen = pictured(desk, home)
    assert "Places and tags" in words_on(screen)
    tag = next(t for t in codebook(home) if t.code == "B7")
    screen.chapters[0].findChildren(PickMany)[0].pick(tag.id)
    assert reports(home)[0].chapters[0].parts == (Part(picture="place", tags=(tag.id,)),)
    button(screen, "Look at it").click()
    assert desk.went == [("pictures", "place")]


def test_a_merged_tag_of_a_picture_is_shown_as_the_one_it_became(desk: Desk, home: Home) -> None:
    screen = pictured(desk, home)
    pick = screen.chapters[0].findChild(PickMany)
    assert pick is not None
    b7, d1 = (next(t.id for t in codebook(home) if t.code == code) for code in ("B7", "D1"))
    pick.pick(b7)
    merge(home, b7, d1, Why("They are one thing", "Tea"))
    again = ReportScreen(desk.context, screen.report.id)
    desk.show(again)
    pick = again.chapters[0].findChild(PickMany)
    assert pick is not None
    assert pick.value() == [d1]
    assert b7 not in {o.key for o in pick._options}
    pick.drop(d1)
    assert reports(home)[0].chapters[0].parts == (Part(picture="place", tags=()),)


def test_a_picture_without_tags_to_choose_has_no_list_of_them(desk: Desk, home: Home) -> None:
    screen = builder(desk, home)
    screen.chapters[0].picture.chosen.emit(Kind.COVERAGE.value)
    assert not screen.chapters[0].findChildren(PickMany)
    assert "Who was heard where, by group" in words_on(screen)


def test_other_tags_of_a_picture_need_another_look(desk: Desk, home: Home) -> None:
    screen = pictured(desk, home)
    tick(home, screen.report.id, QUESTIONS)
    again = ReportScreen(desk.context, screen.report.id)
    desk.show(again)
    assert again.save.isEnabled()
    again.chapters[0].findChildren(PickMany)[0].pick(next(t for t in codebook(home) if t.code == "D1").id)
    assert not again.save.isEnabled()


def test_tags_keep_their_names_until_a_person_wants_the_new(desk: Desk, home: Home) -> None:
    screen = pictured(desk, home)
    assert not screen.names.isVisible()
    tag = next(t for t in codebook(home) if t.code == "B7")
    edit_tag(home, tag.id, {"name": "Places we feel right in"}, Why("agreed"))
    again = ReportScreen(desk.context, screen.report.id)
    desk.show(again)
    assert f"{tag.label} is called B7 Places we feel right in now." in words_on(again)
    again.names.renew.click()
    assert not again.names.isVisible()
    assert reports(home)[0].book == version_now(home)
    desk.until(lambda: cut(again) == [])


def test_a_case_study_is_saved_with_its_pdf_and_an_area_sheet_with_its_picture(
    desk: Desk, home: Home, tmp_path: Path
) -> None:
    for type_, names in (
        (ReportType.CASE, {"report.pdf"}),
        (ReportType.AREA, {"area-sheet.pdf", "area-sheet.png"}),
    ):
        ident = begin_report(home, type_, "Millbrook")
        tick(home, ident, QUESTIONS)
        screen = ReportScreen(desk.context, ident)
        desk.show(screen)
        desk.folder = tmp_path / type_.name
        screen.save.click()
        desk.until(screen.made.isVisible)
        (folder,) = desk.folder.iterdir()
        assert names <= {p.name for p in folder.iterdir()}
        assert ("fits on one page" in words_on(screen)) == (type_ is ReportType.AREA)


def test_a_sheet_of_more_than_a_page_is_said_and_nothing_is_there(
    desk: Desk, home: Home, tmp_path: Path
) -> None:
    ident = begin_report(home, ReportType.AREA, "Millbrook")
    add_part(home, ident, 1, Part(words="\n\n".join(["A step that takes its room. " * 5] * 40)))
    tick(home, ident, QUESTIONS)
    screen = ReportScreen(desk.context, ident)
    desk.show(screen)
    desk.folder = tmp_path / "out"
    screen.save.click()
    desk.until(screen.trouble.isVisible)
    assert "more than one page holds" in screen.trouble.label.text()
    assert list(desk.folder.iterdir()) == []


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_the_advice_stands_under_the_words_it_is_about_and_a_quote_has_none(
    desk: Desk, home: Home, passage: str, scale: float, rtl: bool
) -> None:
    screen = builder(desk, home, passage, scale=scale, rtl=rtl)
    next(b for b in screen.chapters[0].findChildren(type(screen.save)) if b.text() == "Add words").click()
    card = screen.chapters[0]
    assert sorted(card.plain) == [-1, 1], "the heading and our words, not the quote between them"
    card.editors[1].edit.setPlainText("Stakeholders came")
    desk.until(card.plain[1].isVisible)
    assert "You could say: people involved." in words_on(card.plain[1])
    assert not screen.plain.isVisible()
    assert not card.plain[-1].isVisible()
    editor, line, buttons = (
        w.mapTo(screen, QPoint(0, 0)).y() for w in (card.editors[1], card.plain[1], card.movers[1, -1])
    )
    assert editor < line < buttons
    card.heading.set_text("Stakeholders")
    screen.lead.set_text("Stakeholders")
    desk.until(lambda: card.plain[-1].isVisible() and screen.plain.isVisible())
    desk.until(lambda: cut(screen) == [])
    screen._show()
    desk.until(screen.chapters[0].plain[1].isVisible)
