"""The small numbers beside a researcher's places."""

from ldp_stories.domain.ids import new_id
from ldp_stories.services.edit_record import keep_draft, mark_ready, reply, write_drafts
from ldp_stories.services.find_place import places_for
from ldp_stories.services.home import Home
from ldp_stories.services.rail_counts import RailCounts, rail_counts
from ldp_stories.services.recipients import recipients
from tests.services.homes import told, with_coordinator


def ready(home: Home) -> str:
    record = told(home, place=places_for(home)[0].id)
    keep_draft(home, record, "words", "A line.")
    write_drafts(home, record)
    mark_ready(home, record)
    return record


def ask(home: Home, record: str, by: str) -> str:
    ident = new_id()
    sets = {"record": record, "passage": None, "kind": "question", "text": "Why?", "by": by}
    with home.main.write() as con:
        home.put(con, "comment", ident, sets=sets)
    return ident


def test_an_empty_home_counts_nothing(home: Home) -> None:
    assert rail_counts(home) == RailCounts(0, 0, 0)


def test_stories_and_those_ready_are_counted(home: Home) -> None:
    told(home)
    ready(home)
    with_coordinator(home)
    assert rail_counts(home) == RailCounts(2, 1, 0)


def test_nothing_is_ready_to_send_while_nobody_could_get_it(home: Home) -> None:
    ready(home)
    assert recipients(home) == ()
    assert rail_counts(home) == RailCounts(1, 0, 0)
    with_coordinator(home)
    assert [one.name for one in recipients(home)] == ["Theo"]
    assert rail_counts(home) == RailCounts(1, 1, 0)


def test_a_question_counts_until_it_is_answered(home: Home) -> None:
    record = ready(home)
    question = ask(home, record, new_id())
    assert rail_counts(home).questions == 1
    reply(home, question, "Because.")
    assert rail_counts(home).questions == 0


def test_ones_own_question_is_not_for_oneself(home: Home) -> None:
    ask(home, ready(home), home.member)
    assert rail_counts(home).questions == 0
