"""Codings hold words: on an evaluator's laptop they go with those words, and one's own follow them to the copy that is masked."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.roles import Role
from ldp_stories.services.code_own import Coded, code, codings_of, make_tag
from ldp_stories.services.find_person import find_person
from ldp_stories.services.home import Home
from ldp_stories.services.mark_passages import add_passage
from ldp_stories.services.mask_words import mask
from ldp_stories.services.publish import add_quote, quotes
from ldp_stories.services.put_by import CameBack, came_back, seen_back
from ldp_stories.services.read_record import open_record
from ldp_stories.services.withdraw import take_everything
from ldp_stories.store import ledger, passages, put_by
from tests.services.canaries import search_home
from tests.services.cast import Cast, cast, let_in
from tests.services.homes import pack_of
from tests.services.released import release_read
from tests.services.test_stop_sharing import WORD, post, say, shared


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def coded(made: Cast, home: Home, before: int = 0, length: int = len(WORD)) -> tuple[str, str]:
    """(record, coding): so much of the one word, with some letters before it, under a tag of one's own."""
    record = shared(made.folder, made)
    layer = next(x for x in open_record(home, record).layers)
    at = layer.text.index(WORD)
    tag, memo = make_tag(home, "Food"), "Cake is a welcome"
    return record, code(home, record, tag, layer=layer.id, start=at - before, end=at + length, memo=memo)


def mask_it(made: Cast, record: str, find: str = WORD, put: str = "[cake]") -> None:
    mask(made.joan, record, find, put)
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)


def only(home: Home, record: str) -> Coded:
    (one,) = codings_of(home, record)
    return one


def test_a_coding_goes_with_the_words_when_its_teller_says_no(made: Cast) -> None:
    record, _ = coded(made, made.priya)
    say(made.joan, "share_team", "no")
    post(made, made.joan, "evaluators", made.priya)
    assert search_home(made.priya, [WORD]) == []
    assert search_home(made.priya, ["Food"]) != []
    del record


def test_a_no_to_written_words_alone_takes_them_out_of_codings_too(made: Cast) -> None:
    coded(made, made.priya)
    say(made.joan, "transcript", "no")
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert [r.kind for r in ledger.revisions(con) if r.body and WORD.encode() in r.body] == ["record"]


def test_words_that_are_masked_later_leave_the_coding_and_it_stands_on_what_is_there_now(made: Cast) -> None:
    record, ident = coded(made, made.priya, before=6)
    mask_it(made, record)
    one = only(made.priya, record)
    assert (one.coding.id, one.words, one.coding.memo, one.moved) == (
        ident,
        "re is [cake]",
        "Cake is a welcome",
        False,
    )
    with made.priya.main.read() as con:
        left = [
            r.kind for r in ledger.revisions(con) if r.kind == "coding" and r.body and WORD.encode() in r.body
        ]
    assert left == []


def test_a_coding_whose_end_was_masked_keeps_its_tag_and_memo_and_says_that_it_has_no_place(
    made: Cast,
) -> None:
    record, _ = coded(made, made.priya, length=7)
    mask_it(made, record)
    one = only(made.priya, record)
    assert one.moved
    assert (one.label, one.words, one.coding.memo) == ("Food", "", "Cake is a welcome")


def test_words_beside_a_coding_are_masked_in_what_it_remembers_of_them(made: Cast) -> None:
    record, _ = coded(made, made.priya)
    mask_it(made, record, "there", "[where]")
    one = only(made.priya, record)
    assert one.words == WORD
    assert one.coding.text is not None
    assert one.coding.text.before.endswith("[where] is ")


def test_what_another_evaluator_coded_on_words_that_are_masked_now_is_not_passed_on(made: Cast) -> None:
    record, _ = coded(made, made.priya)
    post(made, made.priya, "coordinators", made.joan)
    mask(made.joan, record, WORD, "[cake]")
    release_read(made.joan, record)
    ravi = made.join("Ravi", Role.EVALUATOR, pack_of(made.joan, made.folder))
    try:
        let_in(made, ravi)
        post(made, made.joan, "evaluators", ravi)
        assert codings_of(ravi, record) == ()
        assert search_home(ravi, [WORD]) == []
        for _ in range(2):
            send_on(made, ravi)
        one = only(ravi, record)
        assert (one.whose, one.coding.memo) == ("Priya", "Cake is a welcome")
        assert search_home(ravi, [WORD]) == []
    finally:
        ravi.close()


def test_what_was_marked_before_a_no_stands_again_after_a_new_yes(made: Cast) -> None:
    record, ident = coded(made, made.priya, before=6)
    layer = next(x for x in open_record(made.priya, record).layers)
    at = layer.text.index("curtains")
    passage = add_passage(made.priya, record, layer=layer.id, start=at, end=at + 8, note="Privacy")
    quote = add_quote(made.priya, passage, "Doors", "Look at this again")
    before = (only(made.priya, record), quotes(made.priya), open_record(made.priya, record).passages)
    say(made.joan, "share_team", "no")
    post(made, made.joan, "evaluators", made.priya)
    assert search_home(made.priya, [WORD]) == []
    post(made, made.priya, "coordinators", made.joan)
    say(made.joan, "share_team", "yes")
    post(made, made.joan, "evaluators", made.priya)
    now = (only(made.priya, record), quotes(made.priya), open_record(made.priya, record).passages)
    assert now == before
    assert (now[0].coding.id, now[1][0].id) == (ident, quote)
    assert came_back(made.priya, record) == CameBack(3, 0)
    seen_back(made.priya, record)
    assert came_back(made.priya, record) is None


def test_what_stood_on_words_that_are_others_after_the_new_yes_says_that_it_lost_its_place(
    made: Cast,
) -> None:
    record, ident = coded(made, made.priya)
    passage = code_passage(made.priya, record)
    say(made.joan, "share_team", "no")
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    mask(made.joan, record, "curtains", "[shutters]")
    release_read(made.joan, record)
    say(made.joan, "share_team", "yes")
    post(made, made.joan, "evaluators", made.priya)
    one = only(made.priya, record)
    assert (one.coding.id, one.moved, one.words, one.coding.memo) == (ident, True, "", "Cake is a welcome")
    (found,) = (p for p in open_record(made.priya, record).passages if p.id == passage)
    assert (found.text, found.note) == (None, "Privacy")
    assert came_back(made.priya, record) == CameBack(0, 2)


def code_passage(home: Home, record: str) -> str:
    layer = next(x for x in open_record(home, record).layers)
    at = layer.text.index("walk")
    return add_passage(home, record, layer=layer.id, start=at, end=at + 4, note="Privacy")


def test_nothing_is_kept_of_what_was_marked_in_a_story_that_is_taken_back_while_it_is_away(
    made: Cast,
) -> None:
    record, _ = coded(made, made.priya)
    say(made.joan, "share_team", "no")
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert put_by.stories(con) == (record,)
    person = open_record(made.joan, record).participants[0].code
    (found,) = find_person(made.joan, person)
    take_everything(made.joan, found, person, {})
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert put_by.stories(con) == ()
    assert search_home(made.priya, ["Cake is a welcome"]) == []


def test_a_no_that_stays_keeps_what_was_marked_waiting(made: Cast) -> None:
    record, _ = coded(made, made.priya)
    say(made.joan, "share_team", "no")
    say(made.joan, "transcript", "no")
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    say(made.joan, "share_team", "yes")
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert put_by.stories(con) == (record,)
    assert codings_of(made.priya, record) == ()
    say(made.joan, "transcript", "yes")
    post(made, made.priya, "coordinators", made.joan)
    post(made, made.joan, "evaluators", made.priya)
    print(open_record(made.priya, record).layers)
    with made.priya.main.read() as con:
        print(
            put_by.of_record(con, record),
            [(r.kind, r.erased_by) for r in ledger.revisions(con) if r.body is None],
        )
    assert only(made.priya, record).words == WORD


def send_on(made: Cast, to: Home) -> None:
    """What Joan has goes to Priya, what she made of it comes back, and all of it goes to the other."""
    post(made, made.joan, "evaluators", made.priya)
    post(made, made.priya, "coordinators", made.joan)
    post(made, made.joan, "evaluators", to)


def write_again(made: Cast, record: str, find: str, put: str) -> None:
    """Joan writes other words into the copy that Priya has, and lets her have them: the copy stays the same thing."""
    layer = next(x for x in open_record(made.joan, record).layers if x.kind is LayerKind.MASKED)
    with made.joan.main.write() as con:
        made.joan.put(con, "layer", layer.id, sets={"text": layer.text.replace(find, put)})
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)


def own_passage(made: Cast, before: int, length: int) -> tuple[str, str]:
    record = shared(made.folder, made)
    layer = next(x for x in open_record(made.priya, record).layers)
    at = layer.text.index(WORD)
    ident = add_passage(made.priya, record, layer=layer.id, start=at - before, end=at + length, note="mine")
    return record, ident


def told_of(home: Home, ident: str) -> Passage:
    with home.main.read() as con:
        found = passages.passage(con, ident)
    assert found is not None
    return found


@pytest.mark.parametrize(("before", "length", "words"), [(6, 0, "re is "), (6, len(WORD), "")])
def test_ones_own_passage_on_a_copy_that_is_written_again_stands_on_what_is_there_now(
    made: Cast, before: int, length: int, words: str
) -> None:
    record, ident = own_passage(made, before, length)
    write_again(made, record, WORD, "[cake]")
    found = told_of(made.priya, ident)
    assert found.note == "mine"
    assert (found.text.quote if found.text is not None else "") == words
    with made.priya.main.read() as con:
        view = ledger.entity(con, ident)
        assert view is not None
        assert view.get("needs_placing") is (not words)
        left = [
            r.kind
            for r in ledger.revisions(con)
            if r.kind == "passage" and r.body and WORD.encode() in r.body
        ]
    assert left == []


def test_a_passage_whose_words_stand_elsewhere_now_is_not_written_twice(made: Cast) -> None:
    record, ident = own_passage(made, 6, len(WORD))
    write_again(made, record, "There", "Look, there")
    first = told_of(made.priya, ident)
    assert first.text is not None
    layer = next(x for x in open_record(made.priya, record).layers)
    assert layer.text[first.text.start : first.text.end] == first.text.quote
    post(made, made.joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert len([r for r in ledger.revisions(con) if r.ent == ident]) <= 2
