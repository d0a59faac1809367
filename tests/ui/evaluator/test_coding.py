"""Coding one's own layer on screen: select and press T, new tags, sound, memo, undo; reviewed tags only to be seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFontMetrics, QTextCursor
from sqlalchemy import text

from ldp_stories.services.code_own import code, codings_of, make_tag, own_tags, set_memo
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import form_typed
from ldp_stories.ui.evaluator import coding as module
from ldp_stories.ui.evaluator.coding import CodingScreen
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, WORDS, Desk


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


def test_a_story_older_than_those_offered_is_opened_when_it_is_asked_for(
    desk: Desk, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Never another story than the one somebody came for."""
    monkeypatch.setattr(module, "_OFFERED", 1)
    old, _ = released(home, title="The old one")
    new, _ = released(home, title="The new one")
    offered = coding(desk).about()
    asked = next(one for one in (old, new) if one != offered)
    screen = coding(desk, asked)
    assert screen.about() == asked
    assert screen.story.value() == asked
    assert screen.story.offers(str(offered))
    assert "The newest 1 stories are offered here." in words_on(screen)
    gone = coding(desk, "no-such-story")
    assert gone.about() == offered


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


def test_a_memo_that_was_being_typed_when_the_laptop_died_stands_there_again(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    screen.tag.set_value(make_tag(home, "Walking in"))
    select(screen, "my own")
    screen.put.click()
    (ident,) = screen.cards
    screen.cards[ident].memo.edit.setFocus()
    desk.type(screen.cards[ident].memo, "a turning point")
    form = f"coding {record}"
    desk.until(lambda: form_typed(home, form) == {ident: "a turning point"})
    assert codings_of(home, record)[0].coding.memo == "", "it is not written down yet"
    again = coding(desk, record)
    assert again.cards[ident].memo.text() == "a turning point"
    again.leaving()
    assert codings_of(home, record)[0].coding.memo == "a turning point"
    assert form_typed(home, form) == {}


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


def in_hand(screen: CodingScreen, tag: str) -> None:
    """Choose a tag from the list with nothing selected."""
    screen.tag._picked(tag)


def test_only_ones_own_tag_in_hand_can_be_changed(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    own = make_tag(home, "Walking in", "Going somewhere alone")
    screen = coding(desk, record)
    assert not screen.own.isVisible()
    in_hand(screen, own)
    assert "Going somewhere alone" in words_on(screen)
    assert "You have not put it on anything yet." in words_on(screen)
    in_hand(screen, next(o.key for o in screen.tag._options if o.label.startswith("D1 ")))
    assert not screen.own.isVisible()
    assert codings_of(home, record) == ()


def test_a_tag_of_somebody_else_is_not_offered_for_change(desk: Desk, home: Home) -> None:
    released(home)
    tag = make_tag(home, "Walking in")
    screen = coding(desk)
    with home.main.write() as con:
        con.execute(text("UPDATE thing SET began_by = 'theos laptop' WHERE id = :t"), {"t": tag})
        home.put(con, "member", "theo", sets={"code": "E-09", "work_name": "Theo"})
        home.put(con, "device", "theos laptop", sets={"member": "theo"})
    screen.show_codings()
    in_hand(screen, tag)
    assert screen.tag.value() == tag
    assert not screen.own.isVisible()


def test_name_meaning_and_place_of_a_tag_are_changed_with_the_keyboard_and_undone(
    desk: Desk, home: Home
) -> None:
    record, _ = released(home)
    top, own = make_tag(home, "Doors"), make_tag(home, "Walking in")
    make_tag(home, "Alone", parent=own)
    screen = coding(desk, record)
    screen.tag.set_value(own)
    select(screen, "my own")
    screen.put.click()
    change = button(screen, "Change Walking in")
    change.setFocus()
    desk.key(change, Qt.Key.Key_Space)
    assert screen.own.name.edit.hasFocus()
    assert [o.label for o in screen.own.under._options] == ["Nothing: it stands by itself", "Doors"]
    screen.own.under._picked(top)
    screen.own.name.edit.selectAll()
    desk.type(screen.own.name, "Open doors")
    desk.type(screen.own.means, "Somebody let them in")
    desk.key(screen.own.means, Qt.Key.Key_Return)
    node = next(n for n in own_tags(home) if n.tag.id == own)
    assert (node.tag.name, node.tag.meaning, node.depth) == ("Open doors", "Somebody let them in", 1)
    assert "1  Open doors" in words_on(screen), "what is tagged with it says so at once"
    assert "Changed Open doors." in words_on(screen)
    assert button(screen, "Change Open doors").hasFocus()
    assert screen.tag.shown() == "Open doors", "the indent is for the list alone"
    assert [o.label for o in screen.tag._options[:3]] == ["Doors", "\u2003Open doors", "\u2003\u2003Alone"]
    desk.key(screen, Qt.Key.Key_Z, ctrl=True)
    node = next(n for n in own_tags(home) if n.tag.id == own)
    assert (node.tag.name, node.tag.meaning, node.depth) == ("Walking in", "", 0)
    assert len(codings_of(home, record)) == 1


def test_escape_leaves_a_tag_as_it_is_and_a_name_is_asked_for(desk: Desk, home: Home) -> None:
    released(home)
    own = make_tag(home, "Walking in")
    screen = coding(desk)
    in_hand(screen, own)
    screen.own.change.click()
    screen.own.name.edit.selectAll()
    desk.type(screen.own.name, "  ")
    screen.own.keep.click()
    assert "It needs a name." in words_on(screen)
    assert screen.own.name.edit.hasFocus()
    desk.key(screen.own.name, Qt.Key.Key_Escape)
    assert not screen.own.busy
    assert screen.own.change.hasFocus()
    screen.own.change.click()
    assert screen.own.name.text() == "Walking in"
    assert "It needs a name." not in words_on(screen)
    screen.own.keep.click()
    assert not screen.undo.isVisible(), "nothing was changed: nothing to undo"
    assert [n.tag.name for n in own_tags(home)] == ["Walking in"]


def test_a_change_that_is_half_typed_is_kept_when_one_goes_on(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    own, other = make_tag(home, "Walking in"), make_tag(home, "Doors")
    screen = coding(desk, record)
    in_hand(screen, own)
    screen.own.change.click()
    screen.own.name.set_text("Going in")
    screen.refresh(frozenset({"record"}))
    assert screen.own.name.text() == "Going in", "what comes in leaves it alone"
    select(screen, "my own")
    in_hand(screen, other)
    assert [n.tag.name for n in own_tags(home)] == ["Going in", "Doors"]
    assert [(c.label, c.words) for c in codings_of(home, record)] == [("Doors", "my own")]
    screen.own.change.click()
    screen.own.means.set_text("Somebody opened")
    screen.leaving()
    assert own_tags(home)[1].tag.meaning == "Somebody opened"


def test_taking_a_tag_away_says_what_goes_with_it_and_ctrl_z_brings_all_of_it_back(
    desk: Desk, home: Home
) -> None:
    first, _ = released(home)
    second, _ = released(home, title="Second")
    own = make_tag(home, "Walking in")
    screen = coding(desk, second)
    for record in (second, first):
        screen.open_story(record)
        screen.tag.set_value(own)
        select(screen, "my own")
        screen.put.click()
    assert "You put it on 2 things." in words_on(screen)
    button(screen, "Take away Walking in. You put it on 2 things.").click()
    assert (own_tags(home), codings_of(home, first), codings_of(home, second)) == ((), (), ())
    said = "Walking in is taken away. Your 2 marks with it too."
    assert said in words_on(screen)
    assert not screen.own.isVisible()
    assert screen.tag.value() == ""
    assert screen.tag.hasFocus()
    screen.open_story(second)
    desk.key(screen, Qt.Key.Key_Z, ctrl=True)
    assert (own_tags(home)[0].uses, screen.tag.value()) == (2, own)
    assert screen.own.isVisible()
    assert [len(codings_of(home, r)) for r in (first, second)] == [1, 1]


def test_a_tag_that_is_on_nothing_is_taken_away_in_fewer_words(desk: Desk, home: Home) -> None:
    released(home)
    own = make_tag(home, "Walking in")
    screen = coding(desk)
    in_hand(screen, own)
    screen.own.away.click()
    assert screen.undo.label.text() == "Walking in is taken away."
    button(screen, "Undo, Walking in is taken away.").click()
    assert [n.tag.id for n in own_tags(home)] == [own]


def test_what_is_gone_already_is_said_in_words(desk: Desk, home: Home) -> None:
    released(home)
    own = make_tag(home, "Walking in")
    screen = coding(desk)
    in_hand(screen, own)
    with home.main.write() as con:
        home.hide(con, "analysis_tag", own)
    screen.own.away.click()
    assert "That tag of your own is not here." in words_on(screen)
    screen.own.change.click()
    screen.own.name.set_text("Other")
    screen.own.keep.click()
    assert "That tag of your own is not here." in screen.own.named.trouble.text()


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_a_tag_is_changed_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    record, _ = released(home)
    own = make_tag(home, "Walking in on my own for the first time", "Going somewhere alone")
    screen = coding(desk, record, **look)
    in_hand(screen, own)
    desk.until(lambda: not cut(screen))
    names = walk_names(screen)
    assert "Change Walking in on my own for the first time" in names
    screen.own.change.click()
    desk.until(lambda: not cut(screen))
    assert {"Name of the tag", "What it means", "Save change", "Cancel"} <= set(walk_names(screen))


def test_what_belongs_to_one_story_does_not_follow_to_the_one_chosen_from_the_list(
    desk: Desk, home: Home, voice: Path
) -> None:
    first, _ = released(home, title="First", sound=voice)
    second, _ = released(home, title="Second", sound=voice)
    tag = make_tag(home, "Curtains")
    screen = coding(desk, first)
    said: list[str] = []
    screen.retitled.connect(said.append)
    screen.tag.set_value(tag)
    select(screen, "curtains")
    screen.put.click()
    assert screen.undo.isVisible()
    screen.span = (100, 400)
    screen.heard.setText("00:00 \u2013 00:01")
    screen.story._picked(second)
    assert said == ["Coding: Second"]
    assert screen.about() == second
    assert not screen.undo.isVisible(), "it would undo something in a story that is not on screen"
    assert (screen.span, screen.heard.text()) == ((0, 0), "Or drag over the sound.")
    screen.put.click()
    assert codings_of(home, second) == (), "the seconds were those of the other sound"
    assert len(codings_of(home, first)) == 1


def test_at_200_per_cent_the_words_can_be_read_and_the_tag_stays_in_sight(desk: Desk, home: Home) -> None:
    record, _ = released(home, words=WORDS + "\n" + "And then we walked home by the canal. " * 40)
    screen = coding(desk, record, scale=2.0, size=(1366, 640))
    lines = screen.words.height() / (QFontMetrics(screen.words.font()).height() * 1.4)
    assert lines > 5
    whole = screen.rect()
    for part in (screen.tag, screen.put):
        assert whole.contains(QRect(part.mapTo(screen, QPoint(0, 0)), part.size()))
    screen.put.click()
    assert screen.trouble.isVisible()
    assert whole.contains(QRect(screen.trouble.mapTo(screen, QPoint(0, 0)), screen.trouble.size()))


def test_where_there_is_room_the_tag_stands_beside_the_words(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = coding(desk, record)
    assert screen.side.isAncestorOf(screen.put)
    assert not screen.bar.holds
