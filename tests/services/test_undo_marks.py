"""Undo of marks and tags: in order, after a restart, never over a coordinator's decision, and gone with the story."""

from __future__ import annotations

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.errors import Refused
from ldp_stories.services.edit_record import (
    add_passage,
    keep_draft,
    open_record,
    remove_passage,
    suggest_tag,
    take_back_suggestion,
    write_drafts,
)
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.start_home import open_home
from ldp_stories.services.trash import empty_old, throw_away
from ldp_stories.services.undo_marks import MOST, last_act, note_act, undo_act
from ldp_stories.store import desk, ledger
from tests.services.homes import Clock, told

WORDS = "They draw the curtains and it is only women."


def written(home: Home) -> tuple[str, str]:
    """A story with words; its id and the layer's."""
    record = told(home)
    keep_draft(home, record, "words", WORDS)
    write_drafts(home, record)
    words = open_record(home, record).words
    assert words is not None
    return record, words.id


def suggested(home: Home, record: str) -> list[str]:
    return [r.suggestion.id for r in open_record(home, record).readings]


def marked(home: Home, record: str) -> list[str]:
    return [p.id for p in open_record(home, record).passages]


def test_the_last_things_done_are_undone_one_after_the_other(home: Home) -> None:
    record, layer = written(home)
    passage = add_passage(home, record, layer=layer, start=0, end=9)
    note_act(home, record, [("passage", passage)], "Marked", on=True)
    tag = suggest_tag(home, record, passage=passage, tag=codebook(home)[0].id)
    note_act(home, record, [("suggestion", tag)], "D1 suggested", on=True)
    take_back_suggestion(home, tag)
    note_act(home, record, [("suggestion", tag)], "D1 is off", on=False)
    assert suggested(home, record) == []
    last = last_act(home, record)
    assert last is not None
    assert (last.words, last.on) == ("D1 is off", False)
    undo_act(home, record)
    assert suggested(home, record) == [tag]
    undo_act(home, record)
    assert suggested(home, record) == []
    undo_act(home, record)
    assert marked(home, record) == []
    assert undo_act(home, record) is None
    assert last_act(home, record) is None


def test_a_mark_that_was_taken_off_comes_back_tomorrow_with_the_tags_on_it(home: Home) -> None:
    record, layer = written(home)
    passage = add_passage(home, record, layer=layer, start=0, end=9, note="why")
    tag = suggest_tag(home, record, passage=passage, words="curtains")
    gone = remove_passage(home, passage)
    assert gone == (tag,)
    note_act(home, record, [("passage", passage), ("suggestion", tag)], "The mark is off", on=False)
    home.close()
    again = open_home(home.folder, None, home.machine)
    undo_act(again, record)
    (back,) = open_record(again, record).passages
    assert (back.id, back.note) == (passage, "why")
    assert suggested(again, record) == [tag]
    again.close()


def test_a_tag_that_was_decided_meanwhile_stays_and_does_not_stand_in_the_way(home: Home) -> None:
    record, _ = written(home)
    first, second = (suggest_tag(home, record, tag=t.id) for t in codebook(home)[:2])
    for ident in (first, second):
        note_act(home, record, [("suggestion", ident)], ident, on=True)
    with home.main.write() as con:
        said = {"suggestion": second, "record": record, "decision": "accept", "by": home.member}
        home.put(con, "decision", new_id(), sets=said)
    with pytest.raises(Refused, match="decided"):
        undo_act(home, record)
    assert set(suggested(home, record)) == {first, second}
    undo_act(home, record)
    assert suggested(home, record) == [second]


def test_only_the_newest_stay(home: Home) -> None:
    record, _ = written(home)
    for number in range(MOST + 5):
        note_act(home, record, [("passage", new_id())], str(number), on=True)
    with home.desk.read() as con:
        assert [words for _, _, words in desk.load(con, f"marks:{record}")] == [
            str(n) for n in range(5, MOST + 5)
        ]
    undo_act(home, record)  # a thing that is not here does no harm
    left = last_act(home, record)
    assert left is not None
    assert left.words == str(MOST + 3)


def test_they_never_travel_and_go_with_the_story(home: Home, clock: Clock) -> None:
    record, _ = written(home)
    note_act(home, record, [("passage", new_id())], "Zebedee under the wisteria", on=True)
    with home.main.read() as con:
        assert all(b"Zebedee" not in (r.body or b"") for r in ledger.revisions(con))
    throw_away(home, record)
    for _ in range(5):
        clock.forward(days=6)
        empty_old(home)
    assert last_act(home, record) is None
