"""Undo that is still there after a restart, bounded, private, and gone with the story."""

from ldp_stories.services.edit_record import keep_draft, write_drafts
from ldp_stories.services.home import Home
from ldp_stories.services.start_home import open_home
from ldp_stories.services.trash import empty_old, throw_away
from ldp_stories.services.undo_words import MOST, STEP, begin_undo, earlier, later
from ldp_stories.store import desk, ledger
from tests.services.homes import Clock, told


def typed(home: Home, record: str, text: str, field: str = "words") -> None:
    """What a person types, kept a few letters at a time."""
    for end in range(3, len(text) + 3, 3):
        keep_draft(home, record, field, text[:end])


def test_each_sentence_is_one_step_back_and_one_forward(home: Home) -> None:
    record = told(home)
    begin_undo(home, record, "words", "")
    typed(home, record, "We came in spring. Nobody knew us. Then bulbs")
    now = "We came in spring. Nobody knew us. Then bulbs"
    seen = []
    text: str | None = now
    while text is not None:
        seen.append(text)
        text = earlier(home, record, "words", text)
    assert seen[0] == now
    assert seen[-1] == ""
    assert 3 <= len(seen) <= 6, "a step is a sentence, not a letter"
    forward = []
    text = ""
    while text is not None:
        forward.append(text)
        text = later(home, record, "words", text)
    assert forward == seen[::-1]


def test_what_was_typed_yesterday_can_be_undone_today(home: Home) -> None:
    record = told(home)
    begin_undo(home, record, "words", "")
    typed(home, record, "She told me about the class. ")
    keep_draft(home, record, "words", "Gone by a slip")
    write_drafts(home, record)
    home.close()
    again = open_home(home.folder, None, home.machine)
    begin_undo(again, record, "words", "Gone by a slip")
    back = earlier(again, record, "words", "Gone by a slip")
    assert back == "She told me about the class. "
    assert later(again, record, "words", back) == "Gone by a slip"
    again.close()


def test_typing_after_an_undo_leaves_the_undone_words_behind(home: Home) -> None:
    record = told(home)
    begin_undo(home, record, "words", "One.")
    keep_draft(home, record, "words", "Two.")
    assert earlier(home, record, "words", "Two.") == "One."
    keep_draft(home, record, "words", "Three.")
    assert later(home, record, "words", "Three.") is None
    assert earlier(home, record, "words", "Three.") == "One."
    assert earlier(home, record, "words", "One.") is None


def test_fields_and_stories_do_not_mix(home: Home) -> None:
    record, other = told(home), told(home)
    begin_undo(home, record, "title", "Tea")
    keep_draft(home, record, "title", "Bulbs and tea.")
    assert earlier(home, other, "title", "Bulbs and tea.") is None
    assert earlier(home, record, "words", "Bulbs and tea.") is None
    assert earlier(home, record, "title", "Bulbs and tea.") == "Tea"


def test_only_the_newest_versions_stay(home: Home) -> None:
    record = told(home)
    begin_undo(home, record, "words", "")
    for number in range(MOST + 15):
        keep_draft(home, record, "words", f"A whole other text {number} " + "x" * STEP)
    with home.desk.read() as con:
        rows = [key for key, _ in desk.rows(con, f"undo:{record}:words:")]
    assert len(rows) == MOST


def test_versions_never_travel_and_go_with_the_story(home: Home, clock: Clock) -> None:
    record = told(home)
    begin_undo(home, record, "words", "")
    keep_draft(home, record, "words", "Zebedee under the wisteria.")
    keep_draft(home, record, "words", "Somebody under the wisteria.")
    write_drafts(home, record)
    with home.main.read() as con:
        assert all("Zebedee" not in str(r.body) for r in ledger.revisions(con))
    throw_away(home, record)
    for _ in range(5):
        clock.forward(days=6)
        empty_old(home)
    with home.desk.read() as con:
        assert desk.rows(con, "undo:") == ()


def test_any_script_comes_back_as_it_was(home: Home) -> None:
    record = told(home)
    begin_undo(home, record, "words", "پھر ہم نے چائے پی۔ 👩🏽‍🌾")
    keep_draft(home, record, "words", "ਬੱਚੇ")
    assert earlier(home, record, "words", "ਬੱਚੇ") == "پھر ہم نے چائے پی۔ 👩🏽‍🌾"


def test_a_field_that_no_screen_opened_leaves_nothing_behind(home: Home) -> None:
    record = told(home)
    keep_draft(home, record, "words", "Written by the terminal.")
    assert earlier(home, record, "words", "Written by the terminal.") is None
    with home.desk.read() as con:
        assert desk.rows(con, "undo:") == ()
