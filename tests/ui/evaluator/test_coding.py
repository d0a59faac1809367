"""Coding one's own layer on screen: select and press T, new tags, sound, memo, undo; reviewed tags only to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from ldp_stories.services.code_own import code, codings_of, make_tag, own_tags, set_memo
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.ui.evaluator.coding import CodingScreen
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk


def coding(desk: Desk, record: str = "", **look: object) -> CodingScreen:
    screen = CodingScreen(desk.context, record or None)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def select(screen: CodingScreen, words: str) -> None:
    """Select words as dragging over them would."""
    edit = screen.words
    at = edit.document().find(words)
    assert not at.isNull(), words
    cursor = QTextCursor(edit.document())
    cursor.setPosition(at.selectionStart())
    cursor.setPosition(at.selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    edit.setTextCursor(cursor)
    edit.setFocus()


def test_without_stories_it_says_what_will_be_here(desk: Desk) -> None:
    assert "Bring in stories to code them." in words_on(coding(desk))


def test_words_are_selected_and_t_tags_them(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    tag = make_tag(home, "Walking in")
    screen = coding(desk, record)
    assert "Select some words, then press T." in words_on(screen)
    screen.tag.set_value(tag)
    select(screen, "walk in on my own")
    desk.key(screen.words, "t")
    (one,) = codings_of(home, record)
    assert (one.words, one.label) == ("walk in on my own", "Walking in")
    assert "1  Walking in" in words_on(screen)
    assert "Tagged Walking in." in words_on(screen)


def test_t_without_words_says_what_to_do(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    screen.put.click()
    assert desk.told == ["Select some words, then press T."]
    assert codings_of(home, record) == ()


def test_t_without_a_tag_opens_the_list_and_the_chosen_one_is_put_on(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    make_tag(home, "Walking in")
    screen = coding(desk, record)
    select(screen, "my own")
    screen.put.click()
    popup = screen.tag.popup
    assert popup is not None
    desk.qtbot.keyClicks(popup.search, "walking")
    desk.qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert [c.words for c in codings_of(home, record)] == ["my own"]


def test_a_new_tag_is_typed_and_put_on_what_is_selected(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    select(screen, "nobody")
    screen.new.set_text("Alone at first")
    screen.new.entered.emit("Alone at first")
    assert [n.tag.name for n in own_tags(home)] == ["Alone at first"]
    assert [(c.label, c.words) for c in codings_of(home, record)] == [("Alone at first", "nobody")]
    assert screen.new.text() == ""


def test_an_empty_name_is_refused_in_words(desk: Desk, home: Home) -> None:
    released(home)
    screen = coding(desk)
    screen.new.entered.emit("  ")
    assert "It needs a name." in words_on(screen)


def test_a_tag_of_the_codebook_can_be_used_too(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    key = next(o.key for o in screen.tag._options if o.label.startswith("D1 "))
    select(screen, "nobody")
    screen.tag.chosen.emit(key)
    assert codings_of(home, record)[0].label.startswith("D1 ")


def test_undo_takes_the_last_step_back_and_reviewed_tags_stay(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    before = open_record(home, record).readings
    screen = coding(desk, record)
    assert "Looked at with the coordinator: B7" in words_on(screen)
    screen.tag.set_value(make_tag(home, "Walking in"))
    select(screen, "my own")
    screen.put.click()
    desk.key(screen, Qt.Key.Key_Z, ctrl=True)
    assert codings_of(home, record) == ()
    assert open_record(home, record).readings == before
    assert not screen.undo.isVisible()


def test_taking_off_and_undoing_brings_it_back(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    screen.tag.set_value(make_tag(home, "Walking in"))
    select(screen, "my own")
    screen.put.click()
    button(screen, "Take off 1  Walking in").click()
    assert codings_of(home, record) == ()
    assert "Tag taken off." in words_on(screen)
    button(screen, "Undo").click()
    assert len(codings_of(home, record)) == 1


def test_a_memo_is_kept_on_enter_and_on_leaving(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    screen.tag.set_value(make_tag(home, "Walking in"))
    select(screen, "my own")
    screen.put.click()
    card = next(iter(screen.cards.values()))
    desk.type(card.memo, "a turning point")
    desk.key(card.memo, Qt.Key.Key_Return)
    assert codings_of(home, record)[0].coding.memo == "a turning point"
    card.memo.set_text("a turning point?")
    screen.leaving()
    assert codings_of(home, record)[0].coding.memo == "a turning point?"


def test_sound_is_tagged_by_its_seconds(desk: Desk, home: Home, voice: Path) -> None:
    record, _ = released(home, sound=voice)
    screen = coding(desk, record)
    assert screen.sound.isVisible()
    screen.link.seek(300)
    screen.begin.click()
    screen.link.seek(1_200)
    screen.finish.click()
    screen.tag.set_value(make_tag(home, "Her voice drops"))
    screen.put.click()
    (one,) = codings_of(home, record)
    assert one.coding.sound is not None
    assert (one.coding.sound.from_ms, one.coding.sound.to_ms, one.words) == (300, 1_200, "")
    assert "00:00 – 00:01" in words_on(screen)
    screen.leaving()


def test_other_peoples_codings_are_seen_and_not_changed(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    screen.tag.set_value(make_tag(home, "Walking in"))
    select(screen, "my own")
    screen.put.click()
    (one,) = codings_of(home, record)
    set_memo(home, one.coding.id, "hm")
    with home.main.write() as con:
        home.put(con, "member", "theo", sets={"code": "E-09", "work_name": "Theo"})
        home.put(con, "coding", one.coding.id, sets={"by": "theo"})
    screen.open_story(record)
    assert "Theo: hm" in words_on(screen)
    assert "Take off" not in words_on(screen)


def test_another_story_is_chosen_from_the_list(desk: Desk, home: Home) -> None:
    first, _ = released(home, title="First")
    second, _ = released(home, title="Second")
    screen = coding(desk, first)
    assert screen.story.shown() == "First"
    screen.story.chosen.emit(second)
    assert screen.title == "Coding: Second"


def test_words_read_are_the_masked_ones(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    assert screen.layer is not None
    assert screen.layer.kind.value == "masked"
    assert CURTAINS in screen.words.text()


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_it_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    record, _ = released(home)
    screen = coding(desk, record, **look)
    screen.tag.set_value(make_tag(home, "Walking in"))
    select(screen, "my own")
    screen.put.click()
    desk.until(lambda: not cut(screen))
    assert "Memo on Walking in" in walk_names(screen)


def test_where_the_marked_words_come_from_is_one_key_away(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    layer = next(x for x in open_record(home, record).layers if x.kind.value == "masked")
    start = layer.text.index(CURTAINS)
    made = code(home, record, make_tag(home, "Doors"), layer=layer.id, start=start, end=start + 8)
    screen = CodingScreen(desk.context, record)
    desk.show(screen)
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    desk.until(screen.chain.isVisible)
    assert "Same then and now" in words_on(screen.chain)
    assert not screen.chain.quote.isVisible(), "nothing marked has the focus: the whole story"
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    desk.until(lambda: not screen.chain.isVisible())
    screen.cards[made].setFocus()
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    desk.until(screen.chain.isVisible)
    assert screen.chain.quote.text() == CURTAINS[:8]
    assert "B7 A space that suits us: suggested, not looked at yet." in words_on(screen.chain)


def test_the_chain_of_one_story_does_not_stay_beside_another(desk: Desk, home: Home) -> None:
    first, _ = released(home)
    second, _ = released(home, title="Another")
    screen = CodingScreen(desk.context, first)
    desk.show(screen)
    screen.comes.click()
    desk.until(screen.chain.isVisible)
    screen.open_story(second)
    assert not screen.chain.isVisible()
