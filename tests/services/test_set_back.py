"""A laptop that was set back to an older copy gets again what it had since: nobody counts on what it confirmed before (CONTRACTS.md 5)."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.orders import OrderKind, OrderReason
from ldp_stories.domain.records import Sensitivity, Shown
from ldp_stories.services import permission
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.edit_record import add_passage, open_record, remove_passage
from ldp_stories.services.give_orders import Wanted, give
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.my_stories import story_row
from ldp_stories.services.plan_bundle import plan
from ldp_stories.services.rail_counts import rail_counts
from ldp_stories.services.receipts import copies, receipts, sendings
from ldp_stories.services.record_state import changed_mind, keep_closed
from ldp_stories.services.renew_receipts import under_new_epoch
from ldp_stories.services.review_tags import ask
from ldp_stories.services.shut_stories import put_away_by_others
from ldp_stories.services.trash import all_of, empty_old, put_back, throw_away, trash
from ldp_stories.store import holders, ledger, ledger_import, record_states, records, sent
from ldp_stories.store.newest_epochs import newest_epochs
from tests.services.cast import WORDS, Cast, bring_in, cast, send, tell
from tests.services.released import release_read


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as people:
        yield people


def post(made: Cast, start: Home, to: str, end: Home) -> None:
    """One sends, the other brings it in, and the stick is empty again."""
    send(start, to, made.stick)
    bring_in(end, made.stick)
    for path in made.stick.iterdir():
        path.unlink()


def lines(home: Home, *ents: str) -> set[str]:
    with home.main.read() as con:
        return {r.id for r in ledger.revisions(con, ents=ents or None) if r.stream == "w"}


def set_back(made: Cast, name: str, copy: Path) -> Home:
    home: Home = getattr(made, name)
    home.close()
    again = bring_back(home.folder, copy, None, home.machine)
    setattr(made, name, again)
    return again


def test_own_stories_and_questions_that_were_sent_come_back(made: Cast) -> None:
    first = tell(made.amina, title="Before")
    copy = make_copy(made.amina, made.folder / "copies").folder
    second = tell(made.amina, title="After")
    post(made, made.amina, "coordinators", made.joan)
    ask(made.joan, first, None, "Who else was there?")
    post(made, made.joan, made.amina.member, made.amina)
    post(made, made.amina, "coordinators", made.joan)
    had = lines(made.amina)

    amina = set_back(made, "amina", copy)
    assert lines(amina) < had
    assert lines(amina, second) == set()
    tell(amina, title="Since then")
    post(made, amina, "coordinators", made.joan)
    post(made, made.joan, amina.member, amina)
    assert had <= lines(amina)
    with amina.main.read() as con:
        view = ledger.entity(con, second)
    assert view is not None
    assert view.get("title") == "After"
    with amina.main.read() as con:
        assert any(WORDS.encode() in (r.body or b"") for r in ledger.revisions(con) if r.kind == "layer")


def test_a_coordinator_who_was_set_back_is_sent_again_what_came_since_and_no_more(made: Cast) -> None:
    first = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    copy = make_copy(made.joan, made.folder / "copies").folder
    second = tell(made.amina, title="Lost with the disk")
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)

    joan = set_back(made, "joan", copy)
    assert lines(joan, second) == set()
    post(made, joan, made.amina.member, made.amina)
    with made.amina.main.read() as con:
        assert newest_epochs(con)[joan.author.device] == joan.author.epoch == 2
        assert sent.owed(con, [first], [joan.author.device]) == ()
        assert set(sent.owed(con, [second], [joan.author.device])) == lines(made.amina, second)
    post(made, made.amina, "coordinators", joan)
    assert lines(joan, second) == lines(made.amina, second)


def test_receipts_are_signed_again_once_and_only_after_a_new_epoch(made: Cast) -> None:
    tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    assert under_new_epoch(made.joan) == 0
    copy = make_copy(made.joan, made.folder / "copies").folder
    joan = set_back(made, "joan", copy)
    with joan.main.read() as con:
        mine = [r for r in sent.receipts(con) if r.device == joan.author.device]
    again = [r for r in mine if r.by.endswith(".2")]
    assert {r.bundle for r in again} == {r.bundle for r in mine}
    assert len(again) == len(mine) - len(again)
    assert under_new_epoch(joan) == 0


def test_a_medium_that_a_set_back_laptop_confirmed_before_is_held_by_nobody(made: Cast) -> None:
    """So that its only other copy is not offered for removal."""
    tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    sha, joan = "ab" * 32, made.joan.author.device
    with made.joan.main.write() as con:
        (mine,) = [r for r in sent.receipts(con) if r.device == joan][-1:]
        con.exec_driver_sql(
            "INSERT INTO receipt_media(sha256, receipt, held) SELECT ?, num, 1 FROM receipt WHERE id = ?",
            (sha, mine.id),
        )
        assert sent.holders(con, sha) == {joan}
        assert sent.owed_media(con, [sha], [joan]) == ()
        ledger_import.stream_number(con, f"{joan}.2.w")
        assert sent.holders(con, sha) == frozenset()
        assert sent.held_by(con, [sha], [joan]) == frozenset()
        assert sent.owed_media(con, [sha], [joan]) == (sha,)


def state(home: Home, record: str) -> Shown:
    """The state of a story in the list, which is the one that is counted."""
    row = story_row(home, record)
    assert row is not None
    with home.main.read() as con:
        assert record_states.counts(con).get(row.shown, 0) > 0
        (noted,) = con.exec_driver_sql("SELECT state FROM record WHERE id = ?", (record,)).scalars()
    assert noted == row.shown.value
    return row.shown


def test_a_story_its_holder_lost_by_going_back_says_so_until_it_was_sent_and_received_again(
    made: Cast,
) -> None:
    first = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    copy = make_copy(made.joan, made.folder / "copies").folder
    second = tell(made.amina, title="Lost with the disk")
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    assert {state(made.amina, first), state(made.amina, second)} == {Shown.RECEIVED}
    assert (copies(made.amina).received, copies(made.amina).again) == (2, 0)

    joan = set_back(made, "joan", copy)
    post(made, joan, made.amina.member, made.amina)
    assert state(made.amina, first) is Shown.RECEIVED, "she signed again for what her copy holds"
    assert state(made.amina, second) is Shown.SET_BACK
    row = story_row(made.amina, second)
    assert row is not None
    assert row.by == "Joan"
    known = copies(made.amina)
    assert (known.received, known.total, known.again) == (1, 2, 1)
    assert rail_counts(made.amina).ready == 1
    assert {r.stands for r in receipts(made.amina)} == {True, False}
    assert not all(s.received for s in sendings(made.amina))

    send(made.amina, "coordinators", made.stick)
    assert state(made.amina, second) is Shown.PACKED
    bring_in(joan, made.stick)
    post(made, joan, made.amina.member, made.amina)
    assert state(made.amina, second) is Shown.RECEIVED
    assert copies(made.amina).again == 0


def test_another_holder_whose_word_stands_is_enough(made: Cast) -> None:
    """A story that two have confirmed is in safe hands when one of them went back."""
    told = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    joan, priya = made.joan.author.device, made.priya.author.device
    with made.amina.main.write() as con:
        con.exec_driver_sql(
            """INSERT INTO receipt(id, bundle, tagmanifest, "by", device, result, had, new, refused, orders_done, sig, at_label)
            SELECT 'other', bundle, tagmanifest, ? || '.1', ?, result, had, new, refused, orders_done, sig, at_label
            FROM receipt WHERE device = ? ORDER BY num DESC LIMIT 1""",
            (priya, priya, joan),
        )
    with made.amina.main.write() as con:
        ledger_import.stream_number(con, f"{joan}.2.w")
    assert state(made.amina, told) is Shown.RECEIVED
    row = story_row(made.amina, told)
    assert row is not None
    assert row.by == "Priya"
    with made.amina.main.write() as con:
        ledger_import.stream_number(con, f"{priya}.2.w")
    assert state(made.amina, told) is Shown.SET_BACK


@pytest.mark.parametrize("heard", ["a line", "a file", "a receipt"])
def test_a_new_epoch_is_noted_however_it_is_heard_of(made: Cast, heard: str) -> None:
    told = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    joan = made.joan.author.device
    with made.amina.main.write() as con:
        if heard == "a line":
            ledger_import.stream_number(con, f"{joan}.3.i")
        elif heard == "a file":
            last = sent.all_received(con)[-1]
            sent.record_received(con, replace(last, bundle="later", epoch=3))
        else:
            last_receipt = sent.receipts(con)[-1]
            told_of = replace(last_receipt, id="later", bundle="of another", by=f"{joan}.3")
            sent.add_receipts(con, [told_of], "2026-06-01T09:00:00Z")
    assert state(made.amina, told) is Shown.SET_BACK


def put_away_then_set_back(made: Cast, *, told_since: bool) -> tuple[str, set[str], Home]:
    """A story with words and answers that Joan has, put in the trash on Amina's laptop, and then her laptop is set back to a copy."""
    if not told_since:
        record = tell(made.amina, title="In the trash")
    copy = make_copy(made.amina, made.folder / "copies").folder
    if told_since:
        record = tell(made.amina, title="In the trash")
    post(made, made.amina, "coordinators", made.joan)
    throw_away(made.amina, record)
    had = lines(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    amina = set_back(made, "amina", copy)
    tell(amina, title="Since then")
    post(made, amina, "coordinators", made.joan)
    return record, had, amina


@pytest.mark.parametrize("told_since", [True, False])
def test_a_story_put_in_the_trash_before_a_laptop_was_set_back_comes_back_whole_and_can_be_taken_out(
    made: Cast, told_since: bool
) -> None:
    record, had, amina = put_away_then_set_back(made, told_since=told_since)
    post(made, made.joan, amina.member, amina)
    assert had <= lines(amina)
    with amina.main.read() as con:
        assert all(r.body is not None for r in ledger.revisions(con) if r.id in had)
    (one,) = trash(amina)
    assert (one.id, one.title, one.sent, one.days_left) == (record, "In the trash", True, 30)
    assert put_away_by_others(amina) == ()

    put_back(amina, record)
    assert trash(amina) == ()
    again = open_record(amina, record)
    assert again.words is not None
    assert again.words.text == WORDS
    post(made, amina, "coordinators", made.joan)
    assert open_record(made.joan, record).words is not None
    post(made, made.joan, amina.member, amina)
    assert plan(made.joan, amina.member).empty
    assert plan(amina, "coordinators").empty


def mark(home: Home, record: str, note: str = "") -> str:
    """The first words of a story, marked."""
    words = open_record(home, record).words
    assert words is not None
    return add_passage(home, record, layer=words.id, start=0, end=12, note=note)


@pytest.mark.parametrize("marked_since", [True, False])
def test_a_passage_that_was_taken_off_before_a_laptop_was_set_back_comes_back_with_its_words(
    made: Cast, marked_since: bool
) -> None:
    record = tell(made.amina)
    marks: list[str] = []
    if not marked_since:
        marks.append(mark(made.amina, record, "Her reason"))
    copy = make_copy(made.amina, made.folder / "copies").folder
    if marked_since:
        marks.append(mark(made.amina, record, "Her reason"))
    post(made, made.amina, "coordinators", made.joan)
    remove_passage(made.amina, marks[0])
    had = lines(made.amina, *marks)
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)

    amina = set_back(made, "amina", copy)
    tell(amina, title="Since then")
    post(made, amina, "coordinators", made.joan)
    post(made, made.joan, amina.member, amina)
    with amina.main.read() as con:
        back = [r for r in ledger.revisions(con, ents=marks) if r.id in had]
        view = ledger.entity(con, marks[0])
    assert {r.id for r in back} == had
    assert all(r.body is not None for r in back), "none of it is wordless"
    assert view is not None
    assert view.hidden
    assert (view.get("note"), view.get("quote")) == ("Her reason", WORDS[:12])
    post(made, amina, "coordinators", made.joan)
    assert plan(made.joan, amina.member).empty


def test_a_passage_that_a_coordinator_took_off_goes_to_nobody_with_its_words(made: Cast) -> None:
    record = tell(made.amina)
    passage = mark(made.amina, record)
    post(made, made.amina, "coordinators", made.joan)
    remove_passage(made.joan, passage)
    post(made, made.joan, made.amina.member, made.amina)
    with made.joan.main.read() as con:
        assert holders.taken_off_by(con, [made.amina.author.device], [record]) == frozenset()
        assert holders.taken_off_by(con, [made.joan.author.device], [record]) == {passage}


def test_the_thirty_days_of_what_came_back_to_the_trash_begin_anew_and_never_take_out_what_others_have(
    made: Cast,
) -> None:
    record, _, amina = put_away_then_set_back(made, told_since=True)
    post(made, made.joan, amina.member, amina)
    assert empty_old(amina) == 0  # the first look
    for _ in range(6):
        made.clock.forward(days=7)
        assert empty_old(amina) == 0
    (one,) = trash(amina)
    assert (one.id, one.days_left) == (record, 30 - 42)
    put_back(amina, record)
    assert open_record(amina, record).words is not None


def test_a_laptop_that_was_told_the_skeleton_only_gets_the_words_afterwards(made: Cast) -> None:
    """As a version before this one left it: "put away" came, and the words and the answers did not."""
    record, had, amina = put_away_then_set_back(made, told_since=True)
    with made.joan.main.read() as con:
        whole = holders.put_away_by(con, [amina.author.device])
    assert whole == {record}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holders, "put_away_by", lambda *_: frozenset())
        post(made, made.joan, amina.member, amina)
    assert not had <= lines(amina)
    post(made, made.joan, amina.member, amina)
    assert had <= lines(amina)
    put_back(amina, record)
    assert open_record(amina, record).words is not None


def test_what_a_waiting_wish_hides_does_not_go_back_to_a_laptop(made: Cast) -> None:
    record, had, amina = put_away_then_set_back(made, told_since=True)
    give(
        made.priya,
        [Wanted(kind=OrderKind.ERASE, reason=OrderReason.WITHDRAWAL, targets=tuple(things(made, record)))],
    )
    post(made, made.priya, "coordinators", made.joan)
    post(made, made.joan, amina.member, amina)
    with amina.main.read() as con:
        back = [r for r in ledger.revisions(con) if r.id in had and r.kind == "layer"]
    assert back == []


def things(made: Cast, record: str) -> set[str]:
    with made.joan.main.read() as con:
        return all_of(con, record)


@pytest.mark.skipif(os.name != "posix", reason="only there do files say who may read them")
def test_nothing_in_a_home_or_a_copy_of_it_is_open_to_another_user_of_the_laptop(made: Cast) -> None:
    tell(made.amina)
    make_copy(made.amina)
    make_copy(made.amina, made.folder / "copies")
    post(made, made.amina, "coordinators", made.joan)
    for folder in (made.amina.folder, made.joan.folder, *(made.folder / "copies").iterdir()):
        found = [p for p in (folder, *folder.rglob("*")) if p.stat().st_mode & 0o077]
        assert found == []


def test_a_set_back_laptop_never_confirms_again_what_it_only_hears_that_it_once_had(made: Cast) -> None:
    """Its own receipts come back to it with everybody's post; one for a file that is not here any more says nothing of today."""
    copy = make_copy(made.joan, made.folder / "copies").folder
    told = tell(made.amina, title="Only Amina has it now")
    post(made, made.amina, "coordinators", made.joan)
    post(made, made.joan, made.amina.member, made.amina)
    joan = set_back(made, "joan", copy)
    assert lines(joan, told) == set()
    tell(made.amina, title="Since then")
    post(made, made.amina, "coordinators", joan)  # brings along what Joan confirmed before
    with joan.main.read() as con:
        here = {r.bundle for r in sent.all_received(con)}
        old = {r.bundle for r in sent.receipts(con) if r.device == joan.author.device} - here
    assert old
    joan = set_back(made, "joan", make_copy(joan, made.folder / "more copies").folder)
    with joan.main.read() as con:
        again = {r.bundle for r in sent.receipts(con) if r.by == joan.author.dev().rpartition(".")[0]}
    assert again == here
    post(made, joan, made.amina.member, made.amina)
    post(made, made.amina, "coordinators", joan)
    assert lines(joan, told) == lines(made.amina, told) != set()


def test_a_no_goes_to_evaluators_from_a_coordinator_who_lost_that_they_have_the_story(made: Cast) -> None:
    """The story comes back to her from its researcher, that she had released it does not."""
    copy = make_copy(made.joan, made.folder / "copies").folder
    record = tell(made.amina)
    post(made, made.amina, "coordinators", made.joan)
    release_read(made.joan, record)
    post(made, made.joan, "evaluators", made.priya)
    joan = set_back(made, "joan", copy)
    changed_mind(made.amina, record, "share_team", Answer.NO)
    with made.amina.main.write() as con:
        ledger_import.stream_number(con, f"{joan.author.device}.2.w")
    post(made, made.amina, "coordinators", joan)
    post(made, joan, "evaluators", made.priya)
    with made.priya.main.read() as con:
        assert all(r.body is None for r in ledger.revisions(con) if r.kind == "layer")


@pytest.mark.parametrize("what", ["closed", "no"])
def test_a_laptop_that_lost_what_it_sent_tells_the_coordinators_all_the_same(made: Cast, what: str) -> None:
    record = tell(made.amina)
    copy = make_copy(made.amina, made.folder / "copies").folder
    post(made, made.amina, "coordinators", made.joan)
    amina = set_back(made, "amina", copy)
    if what == "closed":
        keep_closed(amina, record)
    else:
        changed_mind(amina, record, "take_part", Answer.NO)
    post(made, amina, "coordinators", made.joan)
    with made.joan.main.read() as con:
        found = records.record(con, record)
        assert found is not None
        given = permission.consents_of(con, found)
    if what == "closed":
        assert found.sensitivity is Sensitivity.CLOSED
    else:
        assert not permission.asker(made.joan).gate(found, given, Scope.TAKE_PART).open
