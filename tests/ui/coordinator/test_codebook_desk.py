"""Changing the codebook on the screen: by keyboard, counted before, said after, undone with one key; sorting after a split; the tag chat."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.codebook import Change
from ldp_stories.domain.review import Choice
from ldp_stories.domain.tags import Sure, Tag, TagStatus
from ldp_stories.reports.refi.model import Code, Codebook
from ldp_stories.reports.refi.read_codebook import read_codebook
from ldp_stories.reports.refi.write import write_codebook
from ldp_stories.services import change_codebook as book
from ldp_stories.services import edit_record, review_tags
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.codebook_history import history
from ldp_stories.services.find import codebook
from ldp_stories.services.split_tag import open_split
from ldp_stories.ui.coordinator import codebook_changes
from ldp_stories.ui.coordinator.codebook import CodebookDesk
from ldp_stories.ui.coordinator.codebook_changes import CodebookChangesScreen, change_words
from ldp_stories.ui.coordinator.split import SplitScreen
from ldp_stories.ui.coordinator.tag_chat import TagChatScreen
from ldp_stories.ui.record.codebook_entry import status_words, tag_note
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.coordinator.test_codebook_screen import rows
from tests.ui.helpers import button, cut, dressed, walk_names, words_on

CTRL = Qt.KeyboardModifier.ControlModifier
WHY = Why("agreed at the tag chat", "the café")


def tag(desk: Desk, code: str) -> Tag:
    """A tag by its code, also one not in use any more."""
    return next(t for t in codebook(desk.home, retired=True) if t.code == code)


def shown(qtbot: QtBot, desk: Desk, screen: object, **dress: object) -> None:
    """Show a screen and wait until it has read what it shows."""
    desk.watch(screen)  # type: ignore[arg-type]
    dressed(qtbot, screen, size=(1100, 760), **dress)  # type: ignore[arg-type]
    settle(qtbot, desk)


def opened(qtbot: QtBot, desk: Desk, code: str = "D1", **dress: object) -> CodebookDesk:
    screen = CodebookDesk(desk.context, tag(desk, code).id)
    shown(qtbot, desk, screen, **dress)
    return screen


def fill(qtbot: QtBot, screen: CodebookDesk, **words: str) -> None:
    """Type into the lines of the form."""
    assert screen.form is not None
    for key, text in words.items():
        line = screen.form.lines[key.replace("_", " ") if key not in screen.form.lines else key]
        line.edit.selectAll()
        qtbot.keyClicks(line.edit, text)


def save(qtbot: QtBot, desk: Desk, screen: CodebookDesk) -> None:
    """Press Ctrl Enter in the form."""
    assert screen.form is not None
    qtbot.keyClick(screen.form.lines["why"].edit, Qt.Key.Key_Return, CTRL)
    settle(qtbot, desk)


def closed(screen: CodebookDesk) -> bool:
    """Whether no form is open."""
    return screen.form is None


# changing a tag


def test_a_tag_is_renamed_by_keyboard_after_its_stories_were_counted(qtbot: QtBot, desk: Desk) -> None:
    desk.story()
    screen = opened(qtbot, desk)
    button(screen, "Change its words").click()
    settle(qtbot, desk)
    form = screen.form
    assert form is not None
    assert form.lines["name"].text() == "Trusted person or place"
    assert form.lines["name"].edit.hasFocus()
    assert form.count.text() == "1 story has it."
    assert tag(desk, "D1").name == "Trusted person or place", "nothing was changed yet"
    fill(qtbot, screen, name="People and places we trust", why="tellers speak of places")
    save(qtbot, desk, screen)
    assert screen.form is None
    assert tag(desk, "D1").name == "People and places we trust"
    assert "D1  People and places we trust" in rows(screen)
    assert "Changed. Everybody gets it with the next programme file." in desk.told
    assert history(desk.home)[0].change.stories == 1


def test_undo_is_offered_in_place_and_puts_it_back(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    screen.open_form(Change.EDIT)
    fill(qtbot, screen, name="Trust", why="short")
    save(qtbot, desk, screen)
    qtbot.keyClick(screen, Qt.Key.Key_Z, CTRL)
    settle(qtbot, desk)
    assert tag(desk, "D1").name == "Trusted person or place"
    assert desk.told[-1] == "Undone. The tags are as they were."


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_without_a_reason_nothing_is_saved_and_everything_typed_stays(
    qtbot: QtBot, desk: Desk, scale: float
) -> None:
    screen = opened(qtbot, desk, scale=scale)
    screen.resize(1100, 600)
    screen.open_form(Change.EDIT)
    fill(qtbot, screen, name="Trust")
    save(qtbot, desk, screen)
    form = screen.form
    assert form is not None
    trouble = form.fields["why"].trouble
    assert trouble.text() == "Say why in a few words. Everybody reads it. Nothing was changed yet."
    assert form.lines["why"].edit.hasFocus(), "on the line that is missing, however far below"
    qtbot.waitUntil(lambda: trouble.visibleRegion().boundingRect().height() >= trouble.height() - 2)
    assert form.lines["name"].text() == "Trust"
    assert form.keep.isEnabled()
    assert history(desk.home) == ()
    qtbot.keyClicks(form.lines["why"].edit, "a")
    assert not trouble.text(), "it is being written"


def test_escape_leaves_the_form_and_changes_nothing(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    screen.open_form(Change.RETIRE)
    assert screen.form is not None
    qtbot.keyClick(screen.form.lines["why"].edit, Qt.Key.Key_Escape)
    assert closed(screen)
    assert screen.list.hasFocus()
    assert tag(desk, "D1").status is TagStatus.ACTIVE


def test_after_a_tag_is_not_used_any_more_the_list_stays_where_it_was(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk, "D4")
    for gone, next_one in (("D4", "D5"), ("D5", "D6")):
        assert screen.list.current_key() == tag(desk, gone).id
        screen.open_form(Change.RETIRE)
        fill(qtbot, screen, why="nobody says it")
        save(qtbot, desk, screen)
        assert screen.list.current_key() == tag(desk, next_one).id, "the one after it, and not the top"
        assert screen.entry.tag == tag(desk, next_one)


def test_a_tag_is_put_into_another_chosen_from_a_list(qtbot: QtBot, desk: Desk) -> None:
    desk.story()
    screen = opened(qtbot, desk, "A8")
    screen.open_form(Change.MERGE)
    settle(qtbot, desk)
    form = screen.form
    assert form is not None
    assert form.into is not None
    assert form.count.text() == "1 story moves with it."
    fill(qtbot, screen, why="the same thing")
    form.press()
    assert "Choose the tag first." in form.trouble.text()
    form.into.set_value(tag(desk, "B7").id)
    save(qtbot, desk, screen)
    assert tag(desk, "A8").merged_into == tag(desk, "B7").id
    assert not any(title.startswith("A8 ") for title in rows(screen))
    screen.old.click()
    settle(qtbot, desk)
    assert any(title.startswith("A8 ") for title in rows(screen))


def test_a_split_leads_to_its_stories(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    screen = opened(qtbot, desk, "A8")
    screen.open_form(Change.SPLIT)
    fill(qtbot, screen, one="Room", two="Quiet", why="two things")
    assert screen.form is not None
    screen.form.lines["one meaning"].set_text("A place of one's own")
    save(qtbot, desk, screen)
    old = tag(desk, "A8")
    assert old.status is TagStatus.SPLIT
    assert desk.went == [("split", old.id)]
    settle(qtbot, desk)
    assert screen.splits.text() == "1 story to sort after a split"
    sort = SplitScreen(desk.context, old.id)
    shown(qtbot, desk, sort)
    assert list(sort.choices) == [i.suggestion for i in open_split(desk.home, old.id).items]
    button(sort, "Both").click()
    assert not sort.choices
    assert "All stories are sorted." in words_on(sort)
    stands = {t for r in review_tags.readings(desk.home, record) for t in r.tags}
    assert {t.id for t in open_split(desk.home, old.id).into} <= stands


def test_what_is_left_in_a_split_keeps_the_old_tag_and_the_focus_goes_on(qtbot: QtBot, desk: Desk) -> None:
    for title in ("One", "Two", "Three"):
        desk.story(title=title)
    book.split(desk.home, tag(desk, "A8").id, (NewTag("Room"), NewTag("Quiet")), WHY)
    sort = SplitScreen(desk.context)
    shown(qtbot, desk, sort)
    assert "A8 Home, privacy and space: 3 stories left" in words_on(sort)
    first, second, third = sort.choices
    sort.choices[first].findChildren(type(button(sort, "Both")))[0].click()
    assert list(sort.choices) == [second, third]
    assert len(open_split(desk.home, tag(desk, "A8").id).items) == 2
    button(sort, "Read the story Two").click()
    assert desk.went[-1][0] == "record"


def test_a_tag_that_nobody_has_is_suggested_from_the_search(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    screen.search.set_text("Window boxes")
    qtbot.waitUntil(screen.suggest.isVisible)
    assert screen.none.text() == "No tag by that name."
    assert screen.suggest.text() == "Suggest one?"
    screen.suggest.click()
    form = screen.form
    assert form is not None
    assert form.lines["name"].text() == "Window boxes"
    assert form.under is not None
    form.under.set_value(tag(desk, "F2").id)
    fill(qtbot, screen, meaning="Flowers in front", why="three stories had it")
    save(qtbot, desk, screen)
    made = next(t for t in codebook(desk.home) if t.name == "Window boxes")
    assert (made.group, made.parent, made.code) == ("F", tag(desk, "F2").id, "F6")
    assert screen.list.current_key() == made.id, "the new tag is shown"
    assert "Flowers in front" in words_on(screen)


def test_what_cannot_be_done_with_a_tag_is_not_offered(qtbot: QtBot, desk: Desk) -> None:
    book.retire(desk.home, tag(desk, "D1").id, WHY)
    screen = opened(qtbot, desk, "D2")
    assert screen.acts[Change.SPLIT].isVisibleTo(screen)
    screen.old.click()
    settle(qtbot, desk)
    screen.list.set_current_key(tag(desk, "D1").id)
    screen.show_tag(tag(desk, "D1").id)
    offered = [w for w, b in screen.acts.items() if b.isVisibleTo(screen)]
    assert offered == [Change.EDIT]
    qtbot.waitUntil(lambda: "Not used any more. Not used yet" in words_on(screen.entry))


@pytest.mark.parametrize("what", [Change.ADD, Change.EDIT, Change.MERGE, Change.SPLIT, Change.RETIRE])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_form_is_named_whole_and_nothing_is_cut(
    qtbot: QtBot, desk: Desk, what: Change, scale: float
) -> None:
    screen = opened(qtbot, desk, scale=scale)
    screen.open_form(what)
    settle(qtbot, desk)
    assert screen.form is not None
    assert "Why?" in walk_names(screen.form)
    qtbot.waitUntil(lambda: not cut(screen.form))  # type: ignore[arg-type]


def test_the_way_to_the_other_pages(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    button(screen, "Tag chat").click()
    button(screen, "What changed").click()
    assert [key for key, _ in desk.went] == ["tag_chat", "codebook_changes"]


# what changed


def test_changes_are_listed_with_their_reasons_and_undone_from_there(qtbot: QtBot, desk: Desk) -> None:
    book.edit_tag(desk.home, tag(desk, "D1").id, {"name": "Trust"}, WHY)
    book.merge(desk.home, tag(desk, "C10").id, tag(desk, "G1").id, Why("both join up"))
    screen = CodebookChangesScreen(desk.context)
    shown(qtbot, desk, screen)
    words = words_on(screen)
    for said in (
        "C10 Passed around was put into G1 Working together",
        "D1 Trusted person or place is called D1 Trust now",
        "both join up",
        "For example: the café",
        "22 November 2026, Joan",
    ):
        assert said in words
    button(screen, "Undo: C10 Passed around was put into G1 Working together").click()
    assert tag(desk, "C10").status is TagStatus.ACTIVE
    assert "A change of C10 Passed around was undone" in words_on(screen)
    assert len(screen.buttons) == 1


def test_a_change_that_cannot_be_undone_first_says_why(qtbot: QtBot, desk: Desk) -> None:
    book.edit_tag(desk.home, tag(desk, "D1").id, {"name": "One"}, WHY)
    book.edit_tag(desk.home, tag(desk, "D1").id, {"name": "Two"}, WHY)
    screen = CodebookChangesScreen(desk.context)
    shown(qtbot, desk, screen)
    screen.undo(history(desk.home)[1])
    assert "Undo the newest change first." in screen.trouble.text()
    assert tag(desk, "D1").name == "Two"


def test_before_any_change_the_page_says_what_will_be_there(qtbot: QtBot, desk: Desk) -> None:
    screen = CodebookChangesScreen(desk.context)
    shown(qtbot, desk, screen)
    assert "Nothing has changed yet." in words_on(screen)
    book.retire(desk.home, tag(desk, "D1").id, WHY)
    screen.refresh(frozenset({"codebook_change"}))
    assert "D1 Trusted person or place is not used any more" in words_on(screen)
    assert change_words(history(desk.home)[0]).startswith("D1")


def test_older_changes_are_shown_on_asking(qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codebook_changes, "_STEP", 2)
    for n in range(5):
        book.edit_tag(desk.home, tag(desk, "D1").id, {"name": f"Tag {n}"}, WHY)
    screen = CodebookChangesScreen(desk.context)
    shown(qtbot, desk, screen)
    assert screen.rows.count() == 2
    assert walk_names(screen)
    button(screen, "Show older changes").click()
    assert screen.rows.count() == 4
    focus = screen.focusWidget()
    assert focus is not None
    assert "Tag 2" in focus.accessibleName(), "on with the first of the older ones"
    button(screen, "Show older changes").click()
    assert screen.rows.count() == 5
    assert not screen.more.isVisible()


def test_the_line_of_buttons_stands_on_one_line_of_a_laptop(qtbot: QtBot, desk: Desk) -> None:
    screen = CodebookDesk(desk.context)
    shown(qtbot, desk, screen)
    screen.resize(1106, 640)
    buttons = (screen.add, screen.old, screen.foreign, screen.out)
    qtbot.waitUntil(lambda: screen.width() == 1106)
    middles = {one.geometry().center().y() for one in buttons}
    assert max(middles) - min(middles) <= 2


# the tag chat


def own_words(desk: Desk, record: str, words: str) -> None:
    edit_record.suggest_tag(desk.home, record, passage=None, words=words, sure=Sure.SURE)


def test_the_tag_chat_shows_what_to_talk_about_and_makes_a_tag_of_own_words(qtbot: QtBot, desk: Desk) -> None:
    record = desk.story()
    own_words(desk, record, "Tea afterwards")
    one = next(r for r in review_tags.readings(desk.home, record) if r.suggestion.tag == tag(desk, "D1").id)
    review_tags.decide(desk.home, one.suggestion.id, Choice.DIFFER, reason="the room")
    screen = TagChatScreen(desk.context)
    shown(qtbot, desk, screen)
    words = words_on(screen)
    assert "D1 Trusted person or place" in words
    assert "Seen another way once. Both readings kept once." in words
    assert "“the room”" in words
    button(screen, "Make a tag of Tea afterwards").click()
    line = screen.line
    assert line is not None
    line.field.set_text("it keeps coming up")
    line.keep()
    assert "Choose the group first." in line.trouble.text()
    assert line.combo is not None
    line.combo.set_value("B")
    line.keep()
    settle(qtbot, desk)
    made = next(t for t in codebook(desk.home) if t.name == "Tea afterwards")
    assert (made.status, made.group) == (TagStatus.PROPOSED, "B")
    assert made.id in {t for r in review_tags.readings(desk.home, record) for t in r.tags}
    button(screen, f"Take {made.label} into use").click()
    settle(qtbot, desk)
    assert tag(desk, made.code).status is TagStatus.ACTIVE
    assert "New tags to try" not in words_on(screen)


def test_a_chat_with_nothing_in_it_says_so(qtbot: QtBot, desk: Desk) -> None:
    screen = TagChatScreen(desk.context)
    shown(qtbot, desk, screen)
    assert "Nothing to talk about yet." in words_on(screen)


# notes on tags that are not what they were


def test_a_tag_says_what_became_of_it(desk: Desk) -> None:
    book.merge(desk.home, tag(desk, "C10").id, tag(desk, "G1").id, WHY)
    book.split(desk.home, tag(desk, "F2").id, (NewTag("Streets"), NewTag("Small changes")), WHY)
    book.retire(desk.home, tag(desk, "D4").id, WHY)
    here = {t.id: t for t in codebook(desk.home, retired=True)}
    assert tag_note(tag(desk, "C10"), here) == "C10 is part of G1 Working together now. It counts there."
    assert tag_note(tag(desk, "F2"), here) == (
        "F2 was split into F6 Streets and F7 Small changes. Your coordinator decides which."
    )
    assert tag_note(tag(desk, "D4"), here) == "D4 is not used any more."
    assert tag_note(tag(desk, "D1"), here) == ""
    assert [status_words(s) for s in TagStatus] == [
        "Proposed",
        "",
        "Part of another tag now",
        "Split into others",
        "Not used any more",
    ]


def test_tags_of_another_program_come_in_as_proposed_ones_and_can_be_undone(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    theirs = Codebook((Code("00000000-0000-4000-8000-000000000900", "Courage"),))
    path = write_codebook(theirs, tmp_path / "in", "theirs")[0]
    desk.context.pick_file = lambda _title, _kinds: path
    screen = opened(qtbot, desk)
    screen.foreign.click()
    screen.bring.choose.click()
    settle(qtbot, desk)
    screen.bring.take.click()
    qtbot.waitUntil(screen.undo.isVisible)
    assert "Courage" in {t.name for t in codebook(desk.home)}
    assert not screen.bring.isVisible()
    screen.undo.undone.emit()
    assert "Courage" not in {t.name for t in codebook(desk.home)}


def test_the_codebook_goes_to_another_program_as_a_file(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    screen = opened(qtbot, desk)
    button(screen, "Save as a file").click()
    settle(qtbot, desk)
    assert not list(tmp_path.glob("*.qdc")), "no folder was chosen"
    screen.context = replace(desk.context, pick_folder=lambda _: tmp_path)
    button(screen, "Save as a file").click()
    settle(qtbot, desk)
    (path,) = tmp_path.glob("*.qdc")
    made, losses = read_codebook(path)
    assert losses == ()
    names = {code.name for top in made.codes for code, _ in top.walk()}
    assert any(tag(desk, "D1").name in name for name in names)
    assert desk.told[-1] == f"The codebook is made: {path.name}"
    (tmp_path / "a-file").write_text("not a folder")
    screen.context = replace(desk.context, pick_folder=lambda _: tmp_path / "a-file")
    button(screen, "Save as a file").click()
    settle(qtbot, desk)
    assert desk.told[-1] != f"The codebook is made: {path.name}"


def test_what_is_wrong_with_a_file_stands_beside_the_button_until_the_next(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    screen = opened(qtbot, desk)
    screen.foreign.click()
    (tmp_path / "letter.qdc").write_text("Dear Joan")
    screen.bring.context = replace(desk.context, pick_file=lambda *_: tmp_path / "letter.qdc")
    screen.bring.choose.click()
    settle(qtbot, desk)
    assert "letter.qdc is not a file that this can be read from" in words_on(screen.bring)
    good = write_codebook(
        Codebook((Code("00000000-0000-4000-8000-000000000901", "Courage"),)), tmp_path, "theirs"
    )[0]
    screen.bring.context = replace(desk.context, pick_file=lambda *_: good)
    screen.bring.choose.click()
    settle(qtbot, desk)
    assert not screen.bring.trouble.isVisible()
    assert "1 new tag, as a proposed one." in words_on(screen.bring)
