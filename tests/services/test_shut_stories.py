"""Closed stories and those in somebody's trash: said plainly to whoever holds them, and decided by a coordinator."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.errors import Refused, UserError
from ldp_stories.services.edit_record import keep_closed, open_again, open_record, was_sent
from ldp_stories.services.heard_since import Heard
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.shut_stories import (
    put_away_by_others,
    put_back_for_all,
    shut_stories,
    take_out_for_all,
)
from ldp_stories.services.trace_quote import chain
from ldp_stories.services.trash import throw_away, trash
from tests.services.canaries import search_home
from tests.services.cast import Cast, cast, post, tell
from tests.services.released import release_read

WORD = "Zwiebelkuchen"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def everywhere(made: Cast) -> str:
    """A story that all three have."""
    record = tell(made.amina, words=f"There is {WORD}.", title=f"About {WORD}")
    post(made, made.amina, "coordinators", made.joan)
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.joan, made.amina.member, made.amina)
    return record


def on(made: Cast) -> None:
    """Amina's news go on to the others."""
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, "evaluators", made.priya)


def test_a_closed_story_is_looked_into_by_nobody_but_who_wrote_it_down(made: Cast) -> None:
    record = everywhere(made)
    keep_closed(made.amina, record)
    on(made)
    for home in (made.joan, made.priya):
        assert record not in {row.id for row in my_stories(home).rows}
        for look in (open_record, chain):
            with pytest.raises(UserError) as caught:
                look(home, record)
            assert caught.value.code == "STORY_CLOSED"
        assert open_record(home, record, closed=True).record.id == record  # their teller takes it back
    assert open_record(made.amina, record).title
    assert record in {row.id for row in my_stories(made.amina).rows}
    open_again(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    assert open_record(made.priya, record).record.id == record
    assert record in {row.id for row in my_stories(made.priya).rows}


def test_a_coordinator_sees_who_closed_it_and_when_and_not_what_it_is(made: Cast) -> None:
    record = everywhere(made)
    keep_closed(made.amina, record)
    on(made)
    (shut,) = shut_stories(made.joan)
    assert (shut.record, shut.closed, shut.by, shut.researcher) == (record, True, "Amina", "Amina")
    assert shut.on == made.clock().date().isoformat()
    assert (shut.title, shut.codes) == ("", ())
    assert WORD not in repr(shut)
    assert shut_stories(made.amina) == ()
    assert shut_stories(made.priya) == ()
    open_again(made.joan, record)
    assert shut_stories(made.joan) == ()


def test_a_story_in_a_researchers_trash_waits_for_the_coordinator_who_puts_it_back(made: Cast) -> None:
    record = everywhere(made)
    throw_away(made.amina, record)
    assert put_away_by_others(made.amina) == ()
    on(made)
    (shut,) = shut_stories(made.joan)
    assert (shut.closed, shut.by, shut.title) == (False, "Amina", f"About {WORD}")
    put_back_for_all(made.joan, record)
    assert shut_stories(made.joan) == ()
    post(made, made.joan, made.amina.member, made.amina)
    assert trash(made.amina) == ()
    assert open_record(made.amina, record).record.id == record


def test_taking_it_out_needs_the_code_and_takes_it_off_every_laptop(made: Cast) -> None:
    record = everywhere(made)
    throw_away(made.amina, record)
    on(made)
    (shut,) = shut_stories(made.joan)
    for typed, code in (("", "CODE_SLIP"), ("LT-4HN7-KQY", "CODE_DIFFERS")):
        with pytest.raises(Refused) as caught:
            take_out_for_all(made.joan, record, typed)
        assert caught.value.code == code
    take_out_for_all(made.joan, record, shut.codes[0].lower())
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.joan, made.amina.member, made.amina)
    for home in (made.joan, made.priya, made.amina):
        assert search_home(home, [WORD]) == []
    assert shut_stories(made.joan) == ()


def test_only_a_coordinator_decides_and_only_about_what_lies_in_the_trash(made: Cast) -> None:
    record = everywhere(made)
    for act in (put_back_for_all, lambda home, ident: take_out_for_all(home, ident, "")):
        with pytest.raises(Refused) as caught:
            act(made.amina, record)
        assert caught.value.code == "NOT_YOUR_ROLE"
        with pytest.raises(UserError) as missing:
            act(made.joan, record)
        assert missing.value.code == "NO_SUCH_STORY"


def test_a_researcher_is_told_who_put_their_story_in_the_trash(made: Cast) -> None:
    record = everywhere(made)
    with made.joan.main.write() as con:
        made.joan.hide(con, "record", record)
    post(made, made.joan, made.amina.member, made.amina)
    (shut,) = put_away_by_others(made.amina)
    assert (shut.record, shut.by, shut.title) == (record, "Joan", f"About {WORD}")
    assert shut_stories(made.amina) == (shut,)
    assert shut_stories(made.joan) == ()  # Joan put it there herself


def test_whether_a_story_went_out_is_known(made: Cast) -> None:
    kept, gone = tell(made.amina), everywhere(made)
    assert (was_sent(made.amina, kept), was_sent(made.amina, gone)) == (True, True)
    assert not was_sent(made.amina, tell(made.amina))


def test_what_several_files_told_is_told_together() -> None:
    both = Heard.of_all([Heard(closed=("a",), taken=("c",)), Heard(closed=("b", "a"), opened=("d",))])
    assert both == Heard(closed=("a", "b"), taken=("c",), opened=("d",))
    assert both.gone == {"a", "b", "c"}
    assert (both.any, Heard().any) == (True, False)
