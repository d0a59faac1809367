"""The questions in one's own order: for each set, for ever, and never in the way of a newer pack."""

from __future__ import annotations

import pytest

from ldp_stories.services.home import Home
from ldp_stories.services.order_prompts import in_order, keep_order, my_prompt_sets, skip_prompt
from ldp_stories.services.read_pack import prompt_sets
from ldp_stories.services.record_encounter import begin, conversation, finish, set_facts, tick_prompt
from ldp_stories.services.start_home import open_home
from ldp_stories.store import ledger, records
from tests.services.homes import everything_yes


@pytest.mark.parametrize(
    ("items", "liked", "shown"),
    [
        ("abc", "", "abc"),
        ("abc", "cab", "cab"),
        ("abc", "ca", "cab"),
        ("abcd", "ca", "cdab"),
        ("xab", "ba", "xba"),
        ("ab", "cba", "ba"),
        ("", "ab", ""),
    ],
)
def test_what_was_never_ordered_follows_the_one_that_stands_before_it_in_the_pack(
    items: str, liked: str, shown: str
) -> None:
    assert "".join(in_order(tuple(items), tuple(liked))) == shown


def test_an_order_is_kept_for_one_set_and_for_every_conversation_on_this_laptop_only(home: Home) -> None:
    first, second = prompt_sets(home)[:2]
    turned = first.items[::-1]
    keep_order(home, first.key, turned)
    home.close()
    again = open_home(home.folder, None, home.machine)
    by_key = {s.key: s for s in my_prompt_sets(again)}
    assert by_key[first.key].items == turned
    assert by_key[second.key].items == second.items
    assert prompt_sets(again)[0].items == first.items, "the pack itself is as it was"
    with again.main.read() as con:
        assert all(b"order of questions" not in (r.body or b"") for r in ledger.revisions(con))
    again.close()


def test_the_pack_has_questions_for_each_of_the_three_kinds(home: Home) -> None:
    assert {s.record_kind for s in my_prompt_sets(home)} == {"story", "interview", "observation"}
    assert all(s.items for s in my_prompt_sets(home))


def test_what_was_skipped_and_what_was_asked_is_noted_with_the_story(home: Home) -> None:
    talk = begin(home).id
    first = my_prompt_sets(home)[0]
    set_facts(home, talk, prompt_set=first.key)
    everything_yes(home, talk)
    skip_prompt(home, talk, first.items[0], True)
    skip_prompt(home, talk, first.items[1], True)
    assert conversation(home, talk).skipped == first.items[:2]
    skip_prompt(home, talk, first.items[1], False)
    tick_prompt(home, talk, first.items[2], True)
    assert conversation(home, talk).skipped == first.items[:1]
    record = finish(home, talk)
    with home.main.read() as con:
        facts = records.fields(con, record)
    assert facts["prompts_asked"] == [first.items[2]]
    assert facts["prompts_skipped"] == [i for i in first.items if i != first.items[2]]
