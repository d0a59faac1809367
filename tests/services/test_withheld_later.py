"""What becomes of withheld words later: an order still covers them, somebody who may have them gets them, and checks call the store whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services import edit_record
from ldp_stories.services.check import check
from ldp_stories.services.hide_old_words import restate, without_old_words
from ldp_stories.services.home import Home
from ldp_stories.services.plan_bundle import plan
from ldp_stories.store import ledger, people, sent
from ldp_stories.store.ledger import WITHHELD
from tests.journeys.unsealed import found_in, inside
from tests.services.cast import Cast, bring_in, cast, send, tell
from tests.services.house import change, erase, houses
from tests.services.house import tell as tell_in
from tests.services.released import release_read

OLD = "Qanary Okonkwo"


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def passed_on(three: Cast) -> str:
    """A story with an older title, released and taken in by Priya; its id."""
    record = tell(three.amina, title=OLD)
    edit_record.set_fields(three.amina, record, title="The bakery")
    send(three.amina, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    release_read(three.joan, record)
    send(three.joan, "evaluators", three.stick)
    bring_in(three.priya, three.stick)
    return record


def bodies(home: Home, record: str) -> list[bytes | None]:
    with home.main.read() as con:
        return [r.body for r in ledger.revisions(con, ents=[record])]


def test_the_evaluator_has_the_story_and_not_its_older_title(three: Cast) -> None:
    record = passed_on(three)
    assert edit_record.open_record(three.priya, record).title == "The bakery"
    assert None in bodies(three.priya, record)
    assert OLD.encode() not in b"".join(b or b"" for b in bodies(three.priya, record))


def test_the_coordinator_keeps_every_word(three: Cast) -> None:
    record = passed_on(three)
    assert None not in bodies(three.joan, record)
    assert OLD.encode() in b"".join(b or b"" for b in bodies(three.joan, record))


def test_a_store_with_withheld_words_is_whole(three: Cast) -> None:
    passed_on(three)
    found = {line.what: line for line in check(three.priya).lines}
    assert found["ledger"].count > 0
    assert [line for line in found.values() if not line.ok] == []


def test_nothing_is_owed_when_the_skeletons_are_receipted(three: Cast) -> None:
    passed_on(three)
    send(three.priya, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    assert plan(three.joan, "evaluators").revisions == ()


def test_a_title_changed_after_the_release_waits_until_it_is_read_and_the_one_between_never_goes(
    three: Cast,
) -> None:
    record = passed_on(three)
    for title in (f"{OLD} again", "The corner shop"):
        edit_record.set_fields(three.amina, record, title=title)
    send(three.amina, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    (path,) = send(three.joan, "evaluators", three.stick).paths
    assert found_in(inside(path, three.priya), [OLD, "The corner shop"]) == []
    bring_in(three.priya, three.stick)
    assert edit_record.open_record(three.priya, record).title == "The bakery"
    release_read(three.joan, record)
    (path,) = send(three.joan, "evaluators", three.stick).paths
    assert found_in(inside(path, three.priya), [OLD]) == []
    bring_in(three.priya, three.stick)
    assert edit_record.open_record(three.priya, record).title == "The corner shop"


def test_what_went_to_the_evaluators_does_not_count_as_had_elsewhere(three: Cast) -> None:
    """Somebody who is an evaluator and a coordinator too gets as a coordinator what was withheld from them before."""
    record = passed_on(three)
    send(three.priya, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    with three.joan.main.read() as con:
        devices = [d.id for d in people.devices(con, three.priya.member)]
        had = sent.owed(con, [record], devices)
        owed = sent.owed(con, [record], devices, not_by="evaluators")
        whole = [r.id for r in ledger.revisions(con, ents=[record])]
    assert had == ()
    assert owed == tuple(whole)


def test_to_coordinators_and_researchers_nothing_is_withheld(three: Cast) -> None:
    record = tell(three.amina, title=OLD)
    edit_record.set_fields(three.amina, record, title="The bakery")
    (path,) = send(three.amina, "coordinators", three.stick).paths
    assert found_in(inside(path, three.joan), [OLD]) == [OLD]
    assert Role.COORDINATOR in three.joan.roles()


def test_an_order_covers_withheld_words_and_they_never_fill_again(tmp_path: Path) -> None:
    with houses(tmp_path, "joan", "priya") as (joan, priya):
        told = tell_in(joan, title=OLD)
        change(joan, "record", told.record, title="The bakery")
        with joan.main.write() as con:
            restate(joan, con, [told.record])
            whole = list(ledger.revisions(con, ents=[told.record]))
            skeletons = without_old_words(con, whole)
        with priya.main.write() as con:
            ledger.insert(con, skeletons, bundle=None)
        erase(priya, told)
        with priya.main.write() as con:
            ledger.insert(con, whole, bundle=None)
            left = list(ledger.revisions(con, ents=[told.record]))
        assert [r.body for r in left] == [None] * len(whole)
        assert WITHHELD in {r.erased_by for r in left}
