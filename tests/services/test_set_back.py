"""A laptop that was set back to an older copy gets again what it had since: nobody counts on what it confirmed before (CONTRACTS.md 5)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.records import Shown
from ldp_stories.services.bring_back import bring_back
from ldp_stories.services.home import Home
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.my_stories import home_summary, story_row
from ldp_stories.services.rail_counts import rail_counts
from ldp_stories.services.receipts import copies, receipts, sendings
from ldp_stories.services.renew_receipts import under_new_epoch
from ldp_stories.services.review_tags import ask
from ldp_stories.store import ledger, ledger_import, record_states, sent
from ldp_stories.store.newest_epochs import newest_epochs
from tests.services.cast import WORDS, Cast, bring_in, cast, send, tell


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
    assert home_summary(made.amina).set_back == rail_counts(made.amina).ready == 1
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
