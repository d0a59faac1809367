"""Records: what a row says, the pages of a list, and the one state each shows (CONTRACTS.md 4, DESIGN.md 5)."""

from collections import Counter

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import RecordKind, RecordRow, Sensitivity, Shown, Status
from ldp_stories.domain.review import Decision
from ldp_stories.store import encounters, ledger, media, record_states, records, review, sent
from ldp_stories.store.engine import Database
from ldp_stories.store.ledger import Author
from ldp_stories.store.record_states import Travel
from ldp_stories.store.sent import Sent
from tests.store.stores import AMINA, AT, JOAN, Laptop, erase, receipt, tell


def test_a_record_comes_back_as_it_was_written(store: Database) -> None:
    with store.write() as con:
        told = tell(
            con, title="The bench", note="mine", level="street", happened="We sat.", checked_back="yes"
        )
        record = records.record(con, told.record)
        assert records.record(con, "nobody") is None
    assert record is not None
    assert (record.title, record.kind, record.status) == ("The bench", RecordKind.STORY, Status.READY)
    assert (record.encounter, record.participants, record.began_by) == (
        told.encounter,
        (told.participant,),
        AMINA.device,
    )
    assert (record.note, record.level, record.facts, record.checked_back) == (
        "mine",
        "street",
        (("happened", "We sat."),),
        "yes",
    )


def test_records_are_found_by_encounter_and_by_person(store: Database) -> None:
    with store.write() as con:
        told, other = tell(con), tell(con)
        second = new_id()
        fields = {
            "encounter": told.encounter,
            "participants": [told.participant, other.participant],
            "kind": "interview",
        }
        ledger.put(
            con, AMINA, "record", second, sets=fields, subj=[told.participant, other.participant], at_label=AT
        )
        assert [r.id for r in records.of_encounter(con, told.encounter)] == [told.record, second]
        assert [r.id for r in records.of_participant(con, other.participant)] == [other.record, second]
        ledger.apply_orders(con, [erase(subject=other.participant)])
        assert [(r.id, r.erased) for r in records.of_participant(con, other.participant)] == [
            (other.record, True),
            (second, False),
        ]


def test_pages_go_from_the_newest_told_to_the_oldest_without_gaps(store: Database) -> None:
    days = ["2026-05-01", "2026-05-03", "2026-05-02", "2026-05-03", "2026-05-03", "2026-04-01"]
    with store.write() as con:
        told = {tell(con, at=f"{day}T10:00:00Z").record: day for day in days}
    seen: list[RecordRow] = []
    after = None
    with store.read() as con:
        for _ in range(4):
            page = records.page(con, after=after, limit=2)
            seen += page.rows
            after = page.next
            if after is None:
                break
    assert after is None
    assert [r.told_on for r in seen] == sorted(days, reverse=True)
    assert {r.id for r in seen} == set(told)


def test_a_page_may_be_of_some_devices_or_one_status(store: Database) -> None:
    with store.write() as con:
        mine, hers = tell(con).record, tell(con, author=JOAN).record
        draft = tell(con, status="draft").record
        assert {r.id for r in records.page(con, began_by=frozenset({AMINA.device})).rows} == {mine, draft}
        assert {r.id for r in records.page(con, status=Status.READY).rows} == {mine, hers}
        assert records.page(con, began_by=frozenset()).rows == ()
        first = records.page(con, began_by=frozenset({AMINA.device}), limit=1)
        assert {
            r.id for r in records.page(con, began_by=frozenset({AMINA.device}), after=first.next).rows
        } | {first.rows[0].id} == {mine, draft}


def test_pages_of_several_devices_go_from_the_newest_told_to_the_oldest_whoever_wrote_them(
    store: Database,
) -> None:
    days = ["2026-05-01", "2026-05-04", "2026-05-02", "2026-05-03", "2026-05-06"]
    writers = [AMINA, JOAN, AMINA, JOAN, Author("10000000-0000-4000-8000-000000000003", 1)]
    with store.write() as con:
        for day, author in zip(days, writers, strict=True):
            tell(con, author=author, at=f"{day}T10:00:00Z")
    both = frozenset({AMINA.device, JOAN.device})
    seen: list[str] = []
    after = None
    with store.read() as con:
        while len(seen) < len(days):
            page = records.page(con, began_by=both, after=after, limit=1)
            seen += [row.told_on for row in page.rows]
            after = page.next
            if after is None:
                break
    assert seen == ["2026-05-04", "2026-05-03", "2026-05-02", "2026-05-01"]


def test_the_day_of_the_oldest_story_of_a_device_counts_no_other_ones_and_none_that_is_away(
    store: Database,
) -> None:
    with store.write() as con:
        tell(con, author=JOAN)
        assert record_states.oldest(con, AMINA.device) == ""
        one = tell(con)
        assert record_states.oldest(con, AMINA.device) == AT[:10]
        ledger.put(con, AMINA, "record", one.record, sets={"hidden": True}, at_label=AT)
        assert record_states.oldest(con, AMINA.device) == ""


def test_a_row_says_where_how_long_and_begins_with_the_first_words_when_it_has_no_title(
    store: Database,
) -> None:
    place = new_id()
    with store.write() as con:
        ledger.put(
            con, JOAN, "place", place, sets={"name": "Canal ward", "type": "ward"}, stream="p", at_label=AT
        )
        told = tell(con, title="", words="First\n words  of it", place=place)
        for ms in (1_500, 500):
            ledger.put(
                con, AMINA, "media", new_id(), sets={"record": told.record, "duration_ms": ms}, at_label=AT
            )
        (row,) = records.page(con).rows
    assert (row.title, row.place, row.sound_ms, row.told_on) == (
        "First words of it",
        "Canal ward",
        2_000,
        "2026-05-10",
    )


def test_a_record_takes_the_date_of_an_encounter_that_comes_later_or_is_put_right(store: Database) -> None:
    laptop = Laptop()
    meeting = laptop.write("encounter", new_id(), {"at": "2026-05-10T10:00:00Z"})
    story = laptop.write("record", new_id(), {"encounter": meeting.ent, "kind": "story"})
    with store.write() as con:
        ledger.insert(con, [story])
        assert records.page(con).rows[0].told_on == ""
        ledger.insert(con, [meeting])
        assert records.page(con).rows[0].told_on == "2026-05-10"
        ledger.put(con, AMINA, "encounter", meeting.ent, sets={"at": "2026-06-01T10:00:00Z"}, at_label=AT)
        assert records.page(con).rows[0].told_on == "2026-06-01"


def test_rows_of_come_in_the_order_asked_and_unknown_ones_are_left_out(store: Database) -> None:
    with store.write() as con:
        ids = [tell(con, title=str(i)).record for i in range(3)]
        assert [r.id for r in records.rows_of(con, [ids[2], "unknown", ids[0]])] == [ids[2], ids[0]]
        assert records.rows_of(con, []) == ()


def test_the_most_protective_sensitivity_holds(store: Database) -> None:
    laptop, other = Laptop(), Laptop()
    first = laptop.write("record", new_id(), {"title": "a", "sensitivity": "normal"})
    closed = other.write("record", first.ent, {"sensitivity": "closed"}, after=[first])
    careful = laptop.write("record", first.ent, {"sensitivity": "careful"}, after=[first])
    with store.write() as con:
        ledger.insert(con, [careful, closed, first])
        record = records.record(con, first.ent)
    assert record is not None
    assert (record.sensitivity, record.conflicts) == (Sensitivity.CLOSED, ())


@pytest.mark.parametrize(
    ("travel", "facts", "state"),
    [
        (Travel(), {"erased": True}, Shown.TAKEN_BACK),
        (Travel(sent=True), {"sensitivity": "closed"}, Shown.CLOSED),
        (Travel(), {"sensitivity": "unheard of"}, Shown.CLOSED),
        (Travel(), {"status": "draft"}, Shown.DRAFT),
        (Travel(), {"status": "held"}, Shown.HELD),
        (Travel(), {"status": "unheard of"}, Shown.HELD),
        (Travel(), {}, Shown.READY),
        (Travel(sent=True), {}, Shown.PACKED),
        (Travel(sent=True, receipted=True), {}, Shown.WAITING),
        (Travel(sent=True, receipted=True, whole=True), {}, Shown.RECEIVED),
        (Travel(sent=True, set_back=True), {}, Shown.SET_BACK),
        (Travel(sent=True, set_back=True, released=True), {}, Shown.SET_BACK),
        (Travel(sent=True, set_back=True, came=True), {}, Shown.RECEIVED),
        (Travel(sent=True, set_back=True), {"sensitivity": "closed"}, Shown.CLOSED),
        (Travel(came=True), {}, Shown.RECEIVED),
        (Travel(came=True, waiting=True), {}, Shown.WAITING),
        (Travel(waiting=True), {}, Shown.READY),
        (Travel(suggested=2), {}, Shown.READY),
        (Travel(suggested=2, decided=1), {}, Shown.IN_REVIEW),
        (Travel(suggested=2, decided=2, settled=1), {}, Shown.IN_REVIEW),
        (Travel(suggested=2, decided=2, settled=2), {}, Shown.REVIEWED),
        (Travel(released=True), {}, Shown.REVIEWED),
        (Travel(sent=True, decided=1, suggested=1), {"erased": True}, Shown.TAKEN_BACK),
    ],
)
def test_a_record_shows_the_state_that_matters_most(
    travel: Travel, facts: dict[str, object], state: Shown
) -> None:
    given: dict[str, object] = {"erased": False, "status": "ready", "sensitivity": "normal"} | facts
    assert record_states.shown(travel, **given) is state  # type: ignore[arg-type]


def test_a_record_from_elsewhere_waits_for_its_sound_and_names_its_researcher(store: Database) -> None:
    laptop = Laptop()
    story = laptop.write("record", new_id(), {"kind": "story", "status": "ready"})
    adds = {"renditions": {"a" * 64: {"rendition": "opus", "bytes": 5, "type": "opus"}}}
    sound = laptop.write("media", new_id(), {"record": story.ent, "kind": "audio"}, adds=adds)
    with store.write() as con:
        ledger.put(con, JOAN, "member", "amina", sets={"code": "R-07"}, stream="p", at_label=AT)
        ledger.put(
            con, JOAN, "device", laptop.author.device, sets={"member": "amina"}, stream="p", at_label=AT
        )
        ledger.insert(con, [story, sound], bundle="b")
        assert [(r.shown, r.by) for r in records.page(con).rows] == [(Shown.WAITING, "R-07")]
        media.keep_key(con, "item", bytes(32), media=sound.ent, sha256="a" * 64, size=5)
        assert [r.shown for r in records.page(con).rows] == [Shown.RECEIVED]


def test_counts_agree_with_the_rows(store: Database) -> None:
    with store.write() as con:
        for extra in ({}, {}, {"status": "draft"}, {"sensitivity": "closed"}, {"status": "held"}):
            tell(con, **extra)  # type: ignore[arg-type]
        gone = tell(con)
        hidden = tell(con, author=JOAN)
        ledger.put(con, JOAN, "record", hidden.record, sets={"hidden": True}, at_label=AT)
        ledger.apply_orders(con, [erase(subject=gone.participant)])
        rows = records.page(con).rows
        counted = record_states.counts(con)
        assert record_states.counts(con, frozenset({JOAN.device})) == {}
        assert record_states.counts(con, frozenset({AMINA.device})) == counted
    assert counted == {s: sum(r.shown is s for r in rows) for s in counted}
    assert sum(counted.values()) == len(rows) == 6


def noted(store: Database, record: str) -> Shown | None:
    """What is noted of a record; it must be what is worked out, and what the counts say."""
    with store.read() as con:
        now = record_states.shown_now(con, None)
        query = "SELECT state FROM record WHERE id = ?"
        kept = con.exec_driver_sql(query, (record,)).scalar_one()
        assert record_states.counts(con) == dict(Counter(now.values()))
    assert kept == (now[record].value if record in now else "-")
    return now.get(record)


def test_the_state_of_a_record_is_noted_with_every_step_it_takes(store: Database) -> None:
    def put(noun: str, ent: str, /, **sets: object) -> str:
        with store.write() as con:
            ledger.put(con, AMINA, noun, ent, sets=sets, at_label=AT)
        return ent

    with store.write() as con:
        told = tell(con, status="draft")
    assert noted(store, told.record) is Shown.DRAFT
    put("record", told.record, status="ready")
    assert noted(store, told.record) is Shown.READY
    sound = put("media", new_id(), record=told.record, kind="audio")
    with store.write() as con:
        lines = [r.id for r in ledger.revisions(con, ents=[told.record])]
        sent.record_sent(
            con, Sent("b", "coordinators", 1, "t" * 64, "records", "g", 1, 1, 9, "n", AT), lines, []
        )
    assert noted(store, told.record) is Shown.PACKED
    with store.write() as con:
        sent.add_receipts(con, [receipt("b", tagmanifest="t" * 64)], AT)
    assert noted(store, told.record) is Shown.RECEIVED
    suggestion = put("suggestion", new_id(), record=told.record, tag="t1", by="amina", sure="sure")
    put("decision", new_id(), record=told.record, suggestion=suggestion, decision="ask", by="joan")
    assert noted(store, told.record) is Shown.IN_REVIEW
    put("decision", new_id(), record=told.record, suggestion=suggestion, decision="accept", by="joan",
        supersedes=[d.id for d in decided(store, told.record)])  # fmt: skip
    assert noted(store, told.record) is Shown.REVIEWED
    put("record", told.record, sensitivity="closed")
    assert noted(store, told.record) is Shown.CLOSED
    put("record", told.record, hidden=True)
    assert noted(store, told.record) is None
    with store.write() as con:
        media.keep_key(con, "item", bytes(32), media=sound, sha256="", size=5)
        ledger.apply_orders(con, [erase(subject=told.participant)])
    assert noted(store, told.record) is Shown.TAKEN_BACK


def decided(store: Database, record: str) -> list[Decision]:
    with store.read() as con:
        return [d for reading in review.readings(con, record) for d in reading.history]


def test_sound_that_comes_and_goes_changes_the_noted_state(store: Database) -> None:
    laptop = Laptop()
    story = laptop.write("record", new_id(), {"kind": "story", "status": "ready"})
    sound = laptop.write("media", new_id(), {"record": story.ent, "kind": "audio"})
    with store.write() as con:
        ledger.insert(con, [story, sound], bundle="b")
    assert noted(store, story.ent) is Shown.WAITING
    with store.write() as con:
        media.keep_key(con, "item", bytes(32), media=sound.ent, sha256="a" * 64, size=5)
    assert noted(store, story.ent) is Shown.RECEIVED
    with store.write() as con:
        media.shred(con, medias=[sound.ent])
    assert noted(store, story.ent) is Shown.WAITING


def test_a_transaction_that_fails_leaves_the_noted_states_as_they_were(store: Database) -> None:
    with store.write() as con:
        told = tell(con)

    def fail() -> None:
        with store.write() as con:
            ledger.put(con, AMINA, "record", told.record, sets={"status": "held"}, at_label=AT)
            record_states.note_touched(con)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    assert noted(store, told.record) is Shown.READY


def test_states_that_an_older_notebook_has_not_noted_are_worked_out(store: Database) -> None:
    with store.write() as con:
        tell(con)
        tell(con, status="draft")
    with store.write() as con:
        con.exec_driver_sql("UPDATE record SET state = '' WHERE status = 'ready'")
    with store.read() as con:
        assert record_states.counts(con) == {Shown.READY: 1, Shown.DRAFT: 1}
        assert record_states.counts(con, frozenset({AMINA.device})) == {Shown.READY: 1, Shown.DRAFT: 1}


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (
            "SELECT r.status FROM record r WHERE r.hidden = 0 AND r.id IN (SELECT value FROM json_each('[]'))",
            "(id=?)",
        ),
        ("SELECT id FROM record WHERE hidden = 0 ORDER BY told_at DESC, id DESC LIMIT 50", "record_page"),
        (
            "SELECT state, count(*) FROM record WHERE state <> '-' GROUP BY state",
            "COVERING INDEX record_shown",
        ),
    ],
)
def test_lists_and_counts_find_their_way_by_index(store: Database, query: str, index: str) -> None:
    with store.read() as con:
        plan = [row[3] for row in con.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert any(index in step for step in plan), plan


def test_encounters_come_newest_first_in_pages(store: Database) -> None:
    with store.write() as con:
        told = [
            tell(con, at=f"2026-05-{day:02}T10:00:00Z", author=AMINA if day % 2 else JOAN)
            for day in range(1, 8)
        ]
        page = encounters.recent(con, limit=4)
        rest = encounters.recent(con, after=page.next, limit=4)
        assert [e.id for e in (*page.rows, *rest.rows)] == [t.encounter for t in reversed(told)]
        assert rest.next is None
        assert len(encounters.recent(con, began_by=frozenset({JOAN.device})).rows) == 3
        assert [e.id for e in encounters.of_participant(con, told[0].participant)] == [told[0].encounter]
        assert page.rows[0].day == "2026-05-07"


def test_an_encounter_keeps_its_other_facts(store: Database) -> None:
    ent = new_id()
    fields = {
        "at": AT,
        "private_enough": "partly",
        "outcome": "recorded",
        "promises": "a copy",
        "setting": "kitchen",
    }
    with store.write() as con:
        ledger.put(con, AMINA, "encounter", ent, sets=fields, at_label=AT)
        found = encounters.encounter(con, ent)
        assert encounters.fields(con, ent) == {"promises": "a copy"}
        assert encounters.fields(con, "unknown") == {}
        assert encounters.encounter(con, "unknown") is None
    assert found is not None
    assert (found.private_enough, found.outcome, found.setting, found.place) == (
        "partly",
        "recorded",
        "kitchen",
        None,
    )
