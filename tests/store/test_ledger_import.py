"""Bringing revisions in: any order, any repetition, what is set aside, and what orders cover (CONTRACTS.md 5, 7)."""

import json
import random
from dataclasses import replace

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Revision, blanked, view_entity
from ldp_stories.store import ledger, programme, projection, records
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger_import import CHUNK, HEADS
from tests.store.stores import AMINA, AT, JOAN, Laptop, erase, narrow


def story(laptop: Laptop, title: str = "a", subj: str = "p") -> tuple[Revision, Revision, Revision]:
    """Three revisions of one record: begun, retitled, retitled again."""
    first = laptop.write(
        "record", new_id(), {"title": title, "kind": "story", "status": "ready"}, subj=[subj]
    )
    second = laptop.write("record", first.ent, {"title": title + "b"}, subj=[subj], after=[first])
    third = laptop.write("record", first.ent, {"title": title + "bc"}, subj=[subj], after=[second])
    return first, second, third


def test_revisions_come_in_byte_for_byte(store: Database) -> None:
    lines = [replace(r, extra=b'{"mood":1.50}') for r in story(Laptop())]
    with store.write() as con:
        assert ledger.insert(con, lines, bundle="b").new == 3
        assert list(ledger.revisions(con)) == lines


def test_the_same_again_changes_nothing(store: Database) -> None:
    lines = story(Laptop())
    with store.write() as con:
        ledger.insert(con, lines)
    with store.write() as con:
        again = ledger.insert(con, [*lines, *lines])
    assert (again.new, again.had, again.held) == (0, 6, ())
    with store.read() as con:
        assert con.exec_driver_sql("SELECT count(*) FROM revision").scalar() == 3


@pytest.mark.parametrize("seed", range(6))
def test_order_and_parts_do_not_matter(store: Database, seed: int) -> None:
    laptop = Laptop()
    lines = [r for i in range(8) for r in story(laptop, title=f"{i}")]
    expected = {lines[i * 3].ent: view_entity(lines[i * 3 : i * 3 + 3]).hash() for i in range(8)}
    dice = random.Random(seed)
    dice.shuffle(lines)
    while lines:
        part = [lines.pop() for _ in range(min(len(lines), dice.randint(1, 7)))]
        with store.write() as con:
            ledger.insert(con, part)
    with store.read() as con:
        assert {ent: ledger.entity_hash(con, ent) for ent in expected} == expected
        titles = {r.title for r in records.page(con).rows}
    assert titles == {f"{i}bc" for i in range(8)}


def test_a_child_may_come_before_its_parent(store: Database) -> None:
    first, second, third = story(Laptop())
    with store.write() as con:
        ledger.insert(con, [third])
        assert ledger.insert(con, [first, second]).held == ()
        view = ledger.entity(con, first.ent)
    assert view is not None
    assert (view.get("title"), view.conflicts, view.heads) == ("abc", (), (third.id,))


def test_an_entity_may_be_spread_over_more_than_one_chunk(store: Database) -> None:
    laptop = Laptop()
    first, second, third = story(laptop)
    between = [laptop.write("note", new_id(), {"text": str(i)}) for i in range(CHUNK)]
    with store.write() as con:
        assert ledger.insert(con, [first, *between, second, third]).new == CHUNK + 3
        assert [r.title for r in records.page(con).rows] == ["abc"]


def test_a_number_used_twice_is_held_and_the_first_one_wins(store: Database) -> None:
    here = Laptop()
    first = here.write("record", new_id(), {"title": "first"})
    second = Laptop(here.author).write("record", new_id(), {"title": "second"})
    assert (first.dev, first.seq) == (second.dev, second.seq)
    with store.write() as con:
        ledger.insert(con, [first])
    with store.write() as con:
        result = ledger.insert(con, [second], bundle="b")
        assert [(h.id, h.why) for h in result.held] == [(second.id, "E_TWICE")]
        assert [h.id for h in ledger.held(con)] == [second.id]
        assert ledger.entity(con, second.ent) is None


def test_two_of_one_number_in_one_bundle_are_told_apart_too(store: Database) -> None:
    here = Laptop()
    first = here.write("record", new_id(), {"title": "first"})
    second = Laptop(here.author).write("record", new_id(), {"title": "second"})
    with store.write() as con:
        result = ledger.insert(con, [first, second])
    assert (result.new, len(result.held)) == (1, 1)


def test_a_held_revision_comes_in_when_it_is_issued_again_under_a_new_epoch(store: Database) -> None:
    here = Laptop()
    first = here.write("record", new_id(), {"title": "first"})
    second = Laptop(here.author).write("record", new_id(), {"title": "second"})
    again = replace(second, dev=f"{here.author.device}.2.w", seq=1)
    with store.write() as con:
        ledger.insert(con, [first, second])
        assert ledger.insert(con, [again]).new == 1
        assert {r.title for r in records.page(con).rows} == {"first", "second"}


def test_a_body_that_does_not_fit_its_commitment_is_held(store: Database) -> None:
    good = Laptop().write("record", new_id(), {"title": "good"})
    with store.write() as con:
        result = ledger.insert(con, [replace(good, body=b'{"set":{"title":"bad"}}')])
        assert [(h.id, h.why) for h in result.held] == [(good.id, "E_COMMIT")]
        assert ledger.insert(con, [good]).new == 1


def test_an_id_with_another_content_is_held_and_what_was_there_stays(store: Database) -> None:
    laptop = Laptop()
    good = laptop.write("record", new_id(), {"title": "good"})
    other = replace(laptop.write("record", good.ent, {"title": "other"}), id=good.id)
    with store.write() as con:
        ledger.insert(con, [good])
        assert [h.why for h in ledger.insert(con, [other]).held] == ["E_TWICE"]
        assert [r.title for r in records.page(con).rows] == ["good"]


def test_a_revision_that_is_its_own_ancestor_is_held_and_the_rest_comes_in(store: Database) -> None:
    laptop = Laptop()
    first, second, third = story(laptop)
    circle = replace(first, par=(third.id,))
    alone = laptop.write("note", new_id(), {"text": "x"})
    selfish = replace(alone, par=(alone.id,))
    fine = laptop.write("note", new_id(), {"text": "fine"})
    with store.write() as con:
        result = ledger.insert(con, [circle, second, third, selfish, fine])
    assert {h.id for h in result.held} == {circle.id, second.id, third.id, selfish.id}
    assert {h.why for h in result.held} == {"E_CYCLE"}
    assert result.new == 1


def test_a_circle_closed_by_a_later_bundle_is_held(store: Database) -> None:
    first, second, _ = story(Laptop())
    with store.write() as con:
        assert ledger.insert(con, [second]).new == 1
        result = ledger.insert(con, [replace(first, par=(second.id,))])
    assert [h.why for h in result.held] == ["E_CYCLE"]


def test_an_entity_is_never_called_another_kind(store: Database) -> None:
    laptop = Laptop()
    first, *_ = story(laptop)
    wrong = laptop.write("layer", first.ent, {"text": "x"}, after=[first])
    with store.write() as con:
        ledger.insert(con, [first])
        assert [h.why for h in ledger.insert(con, [wrong]).held] == ["E_KIND"]


def test_an_entity_with_too_many_heads_is_named(store: Database) -> None:
    ent = new_id()
    lines = [Laptop().write("record", ent, {"title": str(i)}) for i in range(HEADS + 1)]
    with store.write() as con:
        assert ledger.insert(con, lines[:-1]).crowded == ()
        assert ledger.insert(con, lines[-1:]).crowded == (ent,)


def test_what_an_order_covers_comes_in_as_a_skeleton(store: Database) -> None:
    lines = story(Laptop(), title="secret", subj="p")
    order = erase(subject="p")
    with store.write() as con:
        ledger.apply_orders(con, [order])
        assert ledger.insert(con, lines).new == 3
        kept = list(ledger.revisions(con))
        assert all(
            r.body is None and r.salt is None and r.at_label == "" and r.erased_by == order.id for r in kept
        )
        assert [(r.id, r.par, r.commit) for r in kept] == [(r.id, r.par, r.commit) for r in lines]


def test_erased_stays_erased_when_it_is_delivered_again(store: Database) -> None:
    lines = story(Laptop(), subj="p")
    with store.write() as con:
        ledger.insert(con, lines)
        assert ledger.apply_orders(con, [erase(subject="p")]) == 3
        ledger.insert(con, lines)
        assert all(r.body is None for r in ledger.revisions(con))


def test_a_skeleton_is_filled_when_the_body_comes_and_no_order_is_known(store: Database) -> None:
    lines = story(Laptop())
    with store.write() as con:
        ledger.insert(con, [blanked(r, "elsewhere") for r in lines])
        assert records.page(con).rows[0].title == ""
        assert ledger.insert(con, lines).new == 0
        assert list(ledger.revisions(con)) == list(lines)
        assert records.page(con).rows[0].title == "abc"


def test_a_skeleton_never_takes_a_body_away(store: Database) -> None:
    lines = story(Laptop())
    with store.write() as con:
        ledger.insert(con, lines)
        assert ledger.insert(con, [blanked(r, "elsewhere") for r in lines]).had == 3
        assert list(ledger.revisions(con)) == list(lines)


def test_a_false_body_does_not_fill_a_skeleton(store: Database) -> None:
    first, *_ = story(Laptop())
    with store.write() as con:
        ledger.insert(con, [blanked(first, "elsewhere")])
        ledger.insert(con, [replace(first, body=b'{"set":{"title":"false"}}')])
        assert next(ledger.revisions(con)).body is None


def test_withheld_words_go_here_and_fill_again_when_they_are_sent_again(store: Database) -> None:
    lines = story(Laptop())
    with store.write() as con:
        ledger.insert(con, lines)
        assert ledger.withhold(con, [lines[0].ent]) == 3
        assert ledger.withhold(con, [lines[0].ent]) == 0
        assert all(r.body is None and r.erased_by == ledger.WITHHELD for r in ledger.revisions(con))
        ledger.insert(con, lines)
        assert list(ledger.revisions(con)) == list(lines)


def test_held_lines_of_a_person_taken_back_lose_their_words(store: Database) -> None:
    here = Laptop()
    first = here.write("record", new_id(), {"title": "first"})
    second = Laptop(here.author).write("record", new_id(), {"title": "secret"}, subj=["p"])
    with store.write() as con:
        ledger.insert(con, [first, second])
        (line,) = con.exec_driver_sql("SELECT line FROM local_held").scalars()
        assert "secret" in json.loads(line)["body"]
        ledger.apply_orders(con, [erase(subject="p")])
        assert con.exec_driver_sql("SELECT line FROM local_held").scalars().all() == [None]
        ledger.insert(con, [Laptop(here.author).write("record", new_id(), {"title": "secret"}, subj=["p"])])
        assert con.exec_driver_sql("SELECT line FROM local_held").scalars().all() == [None, None]


def test_a_failed_import_leaves_nothing(store: Database) -> None:
    lines = story(Laptop())

    def broken() -> None:
        with store.write() as con:
            ledger.insert(con, lines)
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    with store.read() as con:
        assert list(ledger.revisions(con)) == []
        assert records.page(con).rows == ()


def test_own_numbers_go_on_after_what_was_brought_in(store: Database) -> None:
    mine = Laptop(AMINA)
    lines = [mine.write("note", new_id(), {"text": str(i)}) for i in range(5)]
    with store.write() as con:
        ledger.insert(con, reversed(lines))
        assert ledger.put(con, AMINA, "note", new_id(), sets={"text": "x"}, at_label=AT).seq == 6


def test_unknown_kinds_come_in_as_well(store: Database) -> None:
    line = Laptop(JOAN).write("dream_map", new_id(), {"colour": "blue"})
    with store.write() as con:
        ledger.insert(con, [line])
        assert programme.raw(con, "dream_map") == ((line.ent, {"colour": "blue"}),)


def test_orders_without_right_hide_and_do_not_erase_until_they_are_granted(store: Database) -> None:
    lines = story(Laptop(), subj="p")
    order = erase(subject="p")
    with store.write() as con:
        ledger.insert(con, lines)
        assert ledger.apply_orders(con, [order], without_right=[order.id]) == 0
        assert records.page(con).rows == ()
        assert projection.waiting_targets(con) == {lines[0].ent}
        assert next(ledger.revisions(con)).body is not None
        assert ledger.apply_orders(con, [order]) == 3
        assert ledger.apply_orders(con, [order], without_right=[order.id]) == 0
        assert records.page(con).rows[0].shown.value == "taken back"


def test_a_narrow_order_blanks_nothing(store: Database) -> None:
    with store.write() as con:
        ledger.insert(con, story(Laptop(), subj="p"))
        assert ledger.apply_orders(con, [narrow("audio", subject="p")]) == 0
        assert all(r.body is not None for r in ledger.revisions(con))


def test_two_versions_that_come_together_are_noted_like_those_that_come_one_by_one(store: Database) -> None:
    """The bulk path once wrote no conflicts, so a record that arrived with two versions was never put before a person."""
    first = Laptop().write("record", new_id(), {"title": "a"})
    other = Laptop().write("record", first.ent, {"title": "b"})
    with store.write() as con:
        ledger.insert(con, [first, other])
        assert projection.conflicts(con) == ((first.ent, "record", ("title",)),)
        ledger.rebuild(con)
        assert projection.conflicts(con) == ((first.ent, "record", ("title",)),)
