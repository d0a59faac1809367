"""Counters, chains, receipts, gaps, and what somebody is still owed (CONTRACTS.md 3, 9)."""

from dataclasses import replace

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.receipts import ReceiptResult
from ldp_stories.domain.records import Shown
from ldp_stories.store import counters, ledger, media, records, sent
from ldp_stories.store.counters import Gap
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from ldp_stories.store.sent import Received, Sent
from tests.store.stores import AMINA, AT, JOAN, Laptop, Told, receipt, tell

SECOND = Author("10000000-0000-4000-8000-000000000003", 1)


def bundle(name: str = "b1", *, to: str = "coordinators", n: int = 1) -> Sent:
    return Sent(name, to, n, "tm", "records", "group", 1, 1, 1000, f"{name}.tar.age", AT)


def arrived(name: str, n: int, *, device: Author = AMINA, to: str = "coordinators") -> Received:
    return Received(name, device.device, device.epoch, to, n, "", "tm", "records", "group", 1, 1, AT)


@pytest.fixture
def told(store: Database) -> Told:
    with store.write() as con:
        return tell(con)


def everything(told: Told) -> tuple[str, ...]:
    return (told.participant, told.encounter, told.consent, told.record, told.layer)


def test_a_thread_counts_from_one_and_names_the_bundle_before(store: Database) -> None:
    with store.write() as con:
        assert sent.thread(con, "coordinators") == (1, None)
        sent.record_sent(con, bundle("b1"), [], [])
        sent.record_sent(con, bundle("e1", to="evaluators"), [], [])
        assert sent.thread(con, "coordinators") == (2, bundle("b1"))
        sent.record_sent(con, bundle("b2", n=2), [], [])
        assert sent.thread(con, "coordinators") == (3, bundle("b2", n=2))
        assert sent.sent(con, "b1") == bundle("b1")
        assert sent.sent(con, "b9") is None
        assert [s.bundle for s in sent.all_sent(con)] == ["b1", "e1", "b2"]
        assert [s.bundle for s in sent.all_sent(con, "coordinators")] == ["b1", "b2"]


def test_everything_is_owed_until_it_is_receipted(store: Database, told: Told) -> None:
    with store.write() as con:
        owed = sent.owed(con, everything(told), [JOAN.device])
        assert len(owed) == 5
        assert [r.ent for r in ledger.revisions(con, owed)] == list(everything(told))
        sent.record_sent(con, bundle(), owed, [])
        assert sent.owed(con, everything(told), [JOAN.device]) == owed
        sent.add_receipts(con, [receipt("b1")], AT)
        assert sent.owed(con, everything(told), [JOAN.device]) == ()


def test_only_the_entities_asked_for_are_owed(store: Database, told: Told) -> None:
    with store.write() as con:
        other = tell(con)
        assert len(sent.owed(con, [told.record], [JOAN.device])) == 1
        assert len(sent.owed(con, [*everything(told), other.layer], [JOAN.device])) == 6
        assert sent.owed(con, [], [JOAN.device]) == ()


def test_many_entities_are_worked_out_like_few(
    store: Database, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write() as con:
        tell(con)
        few = sent.owed(con, everything(told), [JOAN.device])
        monkeypatch.setattr(sent, "FEW", 0)
        assert sent.owed(con, everything(told), [JOAN.device]) == few


def test_what_changed_after_the_receipt_is_owed_alone(store: Database, told: Told) -> None:
    with store.write() as con:
        sent.record_sent(con, bundle(), sent.owed(con, everything(told), [JOAN.device]), [])
        sent.add_receipts(con, [receipt("b1")], AT)
        later = ledger.put(con, AMINA, "record", told.record, sets={"title": "new"}, at_label=AT)
        assert sent.owed(con, everything(told), [JOAN.device]) == (later.id,)


def test_a_refused_line_is_still_owed(store: Database, told: Told) -> None:
    with store.write() as con:
        owed = sent.owed(con, everything(told), [JOAN.device])
        sent.record_sent(con, bundle(), owed, [])
        sent.add_receipts(
            con, [receipt("b1", refused=((owed[2], "E_ROLE"),), result=ReceiptResult.PARTIAL)], AT
        )
        assert sent.owed(con, everything(told), [JOAN.device]) == (owed[2],)


@pytest.mark.parametrize("wrong", ["quarantined", "another manifest", "another device"])
def test_a_receipt_that_does_not_count_leaves_everything_owed(
    store: Database, told: Told, wrong: str
) -> None:
    given = {
        "quarantined": receipt("b1", result=ReceiptResult.QUARANTINED),
        "another manifest": receipt("b1", tagmanifest="other"),
        "another device": receipt("b1", by=SECOND),
    }[wrong]
    with store.write() as con:
        owed = sent.owed(con, everything(told), [JOAN.device])
        sent.record_sent(con, bundle(), owed, [])
        sent.add_receipts(con, [given], AT)
        assert sent.owed(con, everything(told), [JOAN.device]) == owed


def test_one_receipt_of_a_role_is_enough_unless_every_device_is_asked(store: Database, told: Told) -> None:
    both = [JOAN.device, SECOND.device]
    with store.write() as con:
        owed = sent.owed(con, everything(told), both)
        sent.record_sent(con, bundle(), owed, [])
        sent.add_receipts(con, [receipt("b1")], AT)
        assert sent.owed(con, everything(told), both) == ()
        assert sent.owed(con, everything(told), both, every=True) == owed
        sent.add_receipts(con, [receipt("b1", by=SECOND)], AT)
        assert sent.owed(con, everything(told), both, every=True) == ()


def test_nobody_is_owed_their_own_words_or_what_they_sent(store: Database) -> None:
    laptop = Laptop()
    mine = laptop.write("record", new_id(), {"title": "mine"})
    passed_on = Laptop().write("record", new_id(), {"title": "passed on"})
    with store.write() as con:
        sent.record_received(con, arrived("b", 1, device=laptop.author))
        ledger.insert(con, [mine, passed_on], bundle="b")
        assert sent.owed(con, [mine.ent, passed_on.ent], [laptop.author.device]) == ()
        assert set(sent.owed(con, [mine.ent, passed_on.ent], [JOAN.device])) == {mine.id, passed_on.id}


def test_media_are_owed_until_they_are_held(store: Database) -> None:
    with store.write() as con:
        sent.record_sent(con, bundle(), [], ["a", "b"])
        sent.add_receipts(con, [receipt("b1", held=("a",), waiting=("b",))], AT)
        assert sent.owed_media(con, ["c", "b", "a"], [JOAN.device]) == ("b", "c")
        assert sent.owed_media(con, ["a"], [SECOND.device]) == ("a",)
        assert sent.holders(con, "a") == {JOAN.device}
        assert sent.holders(con, "b") == frozenset()


def test_media_are_owed_to_a_group_until_each_of_them_holds_it(store: Database) -> None:
    both = [JOAN.device, SECOND.device]
    with store.write() as con:
        sent.record_sent(con, bundle(), [], ["a", "b"])
        assert sent.owed_media(con, ["a", "b"], both, every=True) == ("a", "b")
        sent.add_receipts(con, [receipt("b1", held=("a",), waiting=("b",))], AT)
        assert sent.owed_media(con, ["a", "b"], both) == ("b",)
        assert sent.owed_media(con, ["a", "b"], both, every=True) == ("a", "b")
        sent.add_receipts(con, [receipt("b1", by=SECOND, held=("a", "b"))], AT)
        assert sent.owed_media(con, ["a", "b"], both, every=True) == ("b",)
        assert sent.owed_media(con, ["a", "b"], [SECOND.device], every=True) == ()
        assert sent.owed_media(con, ["a"], [], every=True) == ("a",)


def test_what_was_receipted_can_be_asked(store: Database, told: Told) -> None:
    with store.write() as con:
        owed = sent.owed(con, everything(told), [JOAN.device])
        sent.record_sent(con, bundle(), owed, ["a"])
        assert sent.receipted(con, [JOAN.device]) == (frozenset(), frozenset())
        sent.add_receipts(con, [receipt("b1", held=("a",))], AT)
        assert sent.receipted(con, [JOAN.device]) == (frozenset(owed), frozenset("a"))


def test_receipts_are_kept_once_and_come_back_as_they_were(store: Database) -> None:
    one = receipt("b1", held=("a", "b"), waiting=("c",), refused=(("r", "E_ROLE"),), orders_done=("o1",))
    two = receipt("b2", by=SECOND, orders_done=("o1", "o2"))
    with store.write() as con:
        assert sent.add_receipts(con, [one, two, one], AT) == 2
        assert sent.add_receipts(con, [two], AT) == 0
        assert sent.receipts(con) == (one, two)
        assert sent.receipts(con, "b2") == (two,)
        assert sent.confirmed(con, "o1") == {JOAN.device, SECOND.device}
        assert sent.confirmed(con, "o2") == {SECOND.device}


def test_gaps_are_shown_from_the_counter_of_each_thread(store: Database) -> None:
    with store.write() as con:
        for n in (1, 2, 5):
            sent.record_received(con, arrived(f"a{n}", n))
        sent.record_received(con, arrived("j2", 2, device=JOAN, to="evaluators"))
        assert counters.gaps(con) == (
            Gap(AMINA.device, "coordinators", (3, 4)),
            Gap(JOAN.device, "evaluators", (1,)),
        )
        for n in (3, 4):
            sent.record_received(con, arrived(f"a{n}", n))
        assert [g.device for g in counters.gaps(con)] == [JOAN.device]


def test_a_laptop_that_was_set_back_hides_no_gap(store: Database) -> None:
    """Numbers used a second time, under the next epoch, do not stand for those that never came."""
    with store.write() as con:
        for n in (1, 2, 4):
            sent.record_received(con, arrived(f"a{n}", n))
        again = Author(AMINA.device, 2)
        for n, before in ((3, "a2"), (4, "b3")):
            sent.record_received(con, replace(arrived(f"b{n}", n, device=again), prev=before))
        assert [g.missing for g in counters.gaps(con)] == [(3,)]


def test_the_first_bundle_after_a_laptop_was_set_back_is_missed(store: Database) -> None:
    with store.write() as con:
        for n in (1, 2, 3, 4):
            sent.record_received(con, arrived(f"a{n}", n))
        again = Author(AMINA.device, 2)
        sent.record_received(con, replace(arrived("b4", 4, device=again), prev="b3"))
        assert [g.missing for g in counters.gaps(con)] == [(3,)]
        sent.record_received(con, replace(arrived("b3", 3, device=again), prev="a2"))
        assert counters.gaps(con) == ()


def test_all_between_the_last_that_came_before_and_the_first_after_a_set_back_are_missed(
    store: Database,
) -> None:
    with store.write() as con:
        sent.record_received(con, arrived("a1", 1))
        again = Author(AMINA.device, 2)
        sent.record_received(con, replace(arrived("b5", 5, device=again), prev="b4"))
        assert [g.missing for g in counters.gaps(con)] == [(2, 3, 4)]


def test_a_bundle_that_came_is_known_again(store: Database) -> None:
    with store.write() as con:
        sent.record_received(con, arrived("a1", 1))
        assert sent.received(con, "a1") == arrived("a1", 1)
        assert sent.received(con, "a2") is None
        assert sent.all_received(con) == (arrived("a1", 1),)


def shown(store: Database) -> tuple[Shown, str, str]:
    with store.read() as con:
        (row,) = records.page(con).rows
    return row.shown, row.by, row.on


def test_a_record_is_packed_when_sent_and_received_when_receipted(store: Database, told: Told) -> None:
    with store.write() as con:
        ledger.put(
            con, JOAN, "member", "joan", sets={"code": "C-01", "work_name": "Joan"}, stream="p", at_label=AT
        )
        ledger.put(con, JOAN, "device", JOAN.device, sets={"member": "joan"}, stream="p", at_label=AT)
    assert shown(store) == (Shown.READY, "", "")
    with store.write() as con:
        sent.record_sent(con, bundle(), sent.owed(con, everything(told), [JOAN.device]), [])
    assert shown(store) == (Shown.PACKED, "", "")
    with store.write() as con:
        sent.add_receipts(con, [receipt("b1")], "2026-05-12T09:00:00Z")
    assert shown(store) == (Shown.RECEIVED, "Joan", "2026-05-12")


def test_a_record_waits_for_its_sound_at_the_other_end(store: Database, told: Told) -> None:
    sha = "a" * 64
    with store.write() as con:
        sound = new_id()
        adds = {"renditions": {sha: {"rendition": "master", "bytes": 5, "type": "flac"}}}
        fields = {"record": told.record, "kind": "audio", "duration_ms": 3}
        ledger.put(con, AMINA, "media", sound, sets=fields, adds=adds, subj=[told.participant], at_label=AT)
        media.keep_key(con, "item", bytes(32), media=sound, sha256=sha, size=5)
        sent.record_sent(con, bundle(), sent.owed(con, everything(told), [JOAN.device]), [sha])
        sent.add_receipts(con, [receipt("b1", waiting=(sha,), result=ReceiptResult.PARTIAL)], AT)
    assert shown(store)[0] is Shown.WAITING
    with store.write() as con:
        sent.add_receipts(con, [receipt("b1", held=(sha,))], AT)
    assert shown(store)[0] is Shown.RECEIVED


def test_local_tables_never_touch_the_ledger(store: Database, told: Told) -> None:
    with store.write() as con:
        before = [r.id for r in ledger.revisions(con)]
        sent.record_sent(con, bundle(), before, ["a"])
        sent.record_received(con, arrived("a1", 1))
        sent.add_receipts(con, [receipt("b1")], AT)
        assert [r.id for r in ledger.revisions(con)] == before
        ledger.rebuild(con)
        assert sent.sent(con, "b1") == bundle()
        assert len(sent.receipts(con)) == 1
