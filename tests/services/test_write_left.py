"""What was typed and never left is in the story after the next start, as it would have been had nobody been killed."""

import pytest

from ldp_stories.domain.records import LayerKind
from ldp_stories.services import transcribe
from ldp_stories.services.edit_record import drafts, keep_draft, open_record, write_drafts
from ldp_stories.services.find import search
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.open_home import open_home
from ldp_stories.services.transcribe import Draft
from ldp_stories.services.type_words import WORDS
from ldp_stories.services.undo_words import begin_undo, earlier
from ldp_stories.services.write_left import write_left
from ldp_stories.store import ledger
from tests.services.homes import told

SAID = "When we came in the spring I knew nobody."


@pytest.fixture
def story(home: Home) -> str:
    return told(home)


def test_words_typed_before_a_kill_stand_in_the_story_after_the_next_start(
    home: Home, story: str, machine: Machine
) -> None:
    other = told(home)
    begin_undo(home, story, WORDS, "")
    keep_draft(home, story, WORDS, SAID)
    keep_draft(home, story, "title", "Curtains")
    keep_draft(home, other, "note", "by the door")
    folder = home.folder
    home.close()
    again = open_home(folder, None, machine)
    assert open_record(again, story).words is None, "it lay on the desk"
    assert set(write_left(again)) == {story, other}
    found = open_record(again, story)
    assert found.words is not None
    assert (found.words.text, found.record.title) == (SAID, "Curtains")
    assert open_record(again, other).record.note == "by the door"
    assert drafts(again, story) == {}
    assert search(again, "spring").rows, "it is found now"
    assert earlier(again, story, WORDS, SAID) == "", "and Ctrl Z still goes back to before"
    again.close()


def test_what_was_written_down_beside_the_player_is_written_too(home: Home, story: str) -> None:
    transcribe.keep_draft(home, story, Draft(LayerKind.TRANSCRIPT, "ur", "میں آئی", ()))
    assert write_left(home) == (story,)
    assert [layer.text for layer in open_record(home, story).layers] == ["میں آئی"]


def test_nothing_on_the_desk_writes_nothing_and_again_is_harmless(home: Home, story: str) -> None:
    with home.main.read() as con:
        before = ledger.entity_hash(con, story)
    assert write_left(home) == ()
    keep_draft(home, story, "title", "Curtains")
    write_left(home)
    with home.main.read() as con:
        once = ledger.entity_hash(con, story)
    assert write_left(home) == ()
    with home.main.read() as con:
        assert ledger.entity_hash(con, story) == once != before


def test_a_story_that_is_not_there_keeps_nobody_elses_words_back(home: Home, story: str) -> None:
    keep_draft(home, "0-gone", "title", "of nothing")
    keep_draft(home, story, "title", "Curtains")
    assert write_left(home) == (story,)
    assert drafts(home, "0-gone") == {"title": "of nothing"}, "it is not thrown away either"
    write_drafts(home, story)
