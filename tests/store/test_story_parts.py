"""What hangs on a record: consents, layers, media, passages, notes, suggestions with decisions, comments, quotes."""

from datetime import date
from typing import Any

import pytest

from ldp_stories.domain.comments import CommentKind
from ldp_stories.domain.consent import Answer, ConsentStatus, Method, Route, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import QuoteState
from ldp_stories.domain.people import AgeBand
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.review import Choice, Why
from ldp_stories.store import (
    comments,
    consent,
    layers,
    ledger,
    media,
    notes,
    passages,
    quotes,
    review,
    review_queue,
)
from ldp_stories.store.engine import Database
from tests.store.stores import AMINA, AT, JOAN, Laptop, Told, erase, narrow, tell


@pytest.fixture
def told(store: Database) -> Told:
    with store.write() as con:
        return tell(con)


def add(store: Database, kind: str, told: Told, ent: str = "", /, **sets: Any) -> str:
    ent = ent or new_id()
    with store.write() as con:
        ledger.put(
            con, AMINA, kind, ent, sets={"record": told.record} | sets, subj=[told.participant], at_label=AT
        )
    return ent


def test_a_consent_comes_back_with_the_age_of_the_person(store: Database) -> None:
    with store.write() as con:
        told = tell(con, age="0-10", answers={"audio": "no", "publish_clip:report": "yes", "x": "perhaps"})
        fields = {
            "adult_relation": "mother",
            "child_assent": "yes",
            "method": "recorded verbal",
            "review_by": "2027-01-01",
        }
        ledger.put(con, AMINA, "consent", told.consent, sets=fields | {"form_version": 3}, at_label=AT)
        (given,) = consent.of_encounter(con, told.encounter)
        assert consent.consent(con, told.consent) == given
        assert consent.consent(con, "unknown") is None
        assert consent.of_participant(con, told.participant) == (given,)
    assert (given.age_band, given.route, given.status) == (AgeBand.UNDER_11, Route.ADULT, ConsentStatus.GIVEN)
    assert (given.adult_relation, given.child_assent, given.method) == ("mother", Answer.YES, Method.RECORDED)
    assert (given.review_by, given.form_version) == ("2027-01-01", "3")
    assert given.answer(Scope.AUDIO) is Answer.NO
    assert given.answer(Scope.PUBLISH_CLIP) is Answer.YES
    assert given.answers["x"] is Answer.NO
    assert given.answer(Scope.ARCHIVE) is Answer.NOT_ASKED


def test_a_withdrawal_holds_against_a_change_made_elsewhere_at_the_same_time(store: Database) -> None:
    here, there = Laptop(), Laptop()
    first = here.write("consent", new_id(), {"participant": "p", "encounter": "e", "status": "given"})
    lines = [first, here.write("consent", first.ent, {"status": "withdrawn"}, after=[first])]
    lines.append(there.write("consent", first.ent, {"status": "changed"}, after=[first]))
    with store.write() as con:
        ledger.insert(con, lines)
        given = consent.consent(con, first.ent)
    assert given is not None
    assert given.status is ConsentStatus.WITHDRAWN


def test_an_order_narrows_by_person_by_consent_or_by_encounter(store: Database) -> None:
    with store.write() as con:
        told = [tell(con) for _ in range(4)]
        ledger.apply_orders(
            con, [narrow("audio", subject=told[0].participant), narrow("archive", targets=(told[1].consent,))]
        )
        ledger.apply_orders(
            con,
            [
                narrow("audio", "video", targets=(told[2].encounter,)),
                narrow("photo", subject=told[0].participant),
            ],
        )
        found = [consent.of_encounter(con, t.encounter)[0].narrowed for t in told]
    assert found == [{"audio", "photo"}, {"archive"}, {"audio", "video"}, frozenset()]


def test_layers_keep_every_letter_and_an_unknown_kind_is_protected(store: Database, told: Told) -> None:
    text = "  Nahin\u200f, \tcafe\u0301 \r\n"
    ent = add(store, "layer", told, kind="hologram", language="ur", text=text, made_from=told.layer)
    with store.read() as con:
        found = layers.layer(con, ent)
        assert [layer.id for layer in layers.of_record(con, told.record)] == [told.layer, ent]
        assert layers.layer(con, "unknown") is None
    assert found is not None
    assert (found.text, found.kind, found.language, found.made_from) == (
        text,
        LayerKind.VERBATIM,
        "ur",
        told.layer,
    )


def test_a_hidden_layer_is_not_listed(store: Database, told: Told) -> None:
    ent = add(store, "layer", told, kind="reading", text="x")
    add(store, "layer", told, ent, hidden=True)
    with store.read() as con:
        assert [layer.id for layer in layers.of_record(con, told.record)] == [told.layer]


def test_media_know_their_renditions_and_which_are_here(store: Database, told: Told) -> None:
    ent = new_id()
    renditions = {
        "a" * 64: {"rendition": "master", "bytes": 10, "type": "flac"},
        "b" * 64: {"rendition": "opus", "bytes": 2, "type": "exe"},
        "c" * 64: "nonsense",
    }
    with store.write() as con:
        fields = {
            "record": told.record,
            "kind": "audio",
            "duration_ms": 900,
            "position": 1,
            "gap_before_ms": 7,
            "origin": "microphone",
        }
        ledger.put(con, AMINA, "media", ent, sets=fields, adds={"renditions": renditions}, at_label=AT)
        media.keep_key(con, "item-b", b"k" * 32, media=ent, sha256="b" * 64, size=2)
        found = media.media(con, ent)
        assert media.of_record(con, told.record) == (found,)
        assert media.by_sha256(con, "a" * 64) == (found,)
        assert media.by_sha256(con, "d" * 64) == ()
        assert media.media(con, "unknown") is None
        assert media.key_of(con, "item-b") == b"k" * 32
        assert media.items_of(con, ent) == (("item-b", "b" * 64, 2),)
        assert media.all_items(con) == {"item-b"}
    assert found is not None
    assert (found.duration_ms, found.position, found.gap_before_ms, found.kind) == (900, 1, 7, "audio")
    assert [(r.sha256[0], r.kind.value, r.type, r.item) for r in found.renditions] == [
        ("a", "master", "flac", None),
        ("b", "opus", "bin", "item-b"),
    ]
    assert found.master is not None
    assert found.playable is not None
    assert (found.master.sha256, found.playable.sha256) == ("a" * 64, "b" * 64)


def test_identical_bytes_of_two_media_share_nothing(store: Database, told: Told) -> None:
    one, two = (add(store, "media", told, kind="audio") for _ in range(2))
    with store.write() as con:
        for ent in (one, two):
            ledger.put(
                con,
                AMINA,
                "media",
                ent,
                adds={"renditions": {"a" * 64: {"rendition": "master"}}},
                at_label=AT,
            )
            media.keep_key(con, f"item {ent}", bytes(32), media=ent, sha256="a" * 64, size=1)
        media.shred(con, medias=[one])
        first, second = media.media(con, one), media.media(con, two)
    assert first is not None
    assert second is not None
    assert first.playable is None
    assert second.playable is not None


def test_recorded_pieces_wait_to_become_a_master(store: Database, told: Told) -> None:
    ent = add(store, "media", told, kind="audio")
    with store.write() as con:
        media.keep_key(con, "pieces", bytes(32), media=ent, sha256="", size=1)
        assert media.without_hash(con) == (ent,)
        assert media.shred(con, items=["pieces", "unknown"]) == ("pieces",)
        assert media.without_hash(con) == ()
        assert media.shred(con, items=["pieces"]) == ()
        assert media.to_remove(con) == ("pieces",)


def test_passages_are_anchored_in_text_in_sound_or_in_both(store: Database, told: Told) -> None:
    words = add(
        store,
        "passage",
        told,
        layer=told.layer,
        start=3,
        end=6,
        quote="sat",
        before="We ",
        after=" on",
        note="n",
        moved_me=True,
    )
    sound = add(
        store, "passage", told, media="m", from_ms=100, to_ms=900, quote_state="cleared", copy_of=words
    )
    with store.read() as con:
        found, heard = passages.passage(con, words), passages.passage(con, sound)
        assert {p.id for p in passages.of_record(con, told.record)} == {words, sound}
        assert [p.id for p in passages.of_layer(con, told.layer)] == [words]
        assert passages.passage(con, "unknown") is None
    assert found is not None
    assert found.text is not None
    assert (found.text.quote, found.text.start, found.text.before, found.moved_me, found.sound) == (
        "sat",
        3,
        "We ",
        True,
        None,
    )
    assert heard is not None
    assert heard.sound is not None
    assert (heard.sound.from_ms, heard.quote_state, heard.copy_of, heard.text) == (
        100,
        QuoteState.CLEARED,
        words,
        None,
    )


def test_notes_come_in_the_order_of_the_conversation(store: Database, told: Told) -> None:
    late = add(store, "note", told, encounter=told.encounter, at_ms=9_000, text="late", marked=True)
    early = add(store, "note", told, encounter=told.encounter, at_ms=10, text="early")
    with store.read() as con:
        found = notes.of_encounter(con, told.encounter)
        assert notes.of_record(con, told.record) == found
    assert [(n.id, n.text, n.marked) for n in found] == [(early, "early", False), (late, "late", True)]


def test_comments_come_in_order_and_open_questions_are_those_without_an_answer(
    store: Database, told: Told
) -> None:
    asked = add(store, "comment", told, kind="question", text="Who?", by="joan")
    answered = add(store, "comment", told, kind="question", text="Where?", by="joan", passage="p")
    answer = add(store, "comment", told, kind="answer", text="There.", by="amina", reply_to=answered)
    with store.read() as con:
        assert [c.id for c in comments.of_record(con, told.record)] == [asked, answered, answer]
        assert [c.id for c in comments.open_questions(con)] == [asked]
        assert [c.id for c in comments.of_kind(con, CommentKind.ANSWER)] == [answer]
        found = comments.comment(con, answered)
        assert comments.comment(con, "unknown") is None
    assert found is not None
    assert (found.passage, found.by, found.at_label, found.kind) == ("p", "joan", AT, CommentKind.QUESTION)


def test_quotes_are_grouped_by_theme(store: Database, told: Told) -> None:
    b = add(store, "quote", told, passage="p", theme="B", note="n", state="used")
    a = add(store, "quote", told, passage="p", theme="A")
    with store.read() as con:
        assert [q.id for q in quotes.quotes(con)] == [a, b]
        assert [(q.id, q.note, q.state) for q in quotes.quotes(con, "B")] == [(b, "n", "used")]
        assert [q.id for q in quotes.of_record(con, told.record)] == [b, a]


def decide(store: Database, told: Told, suggestion: str, choice: str, **extra: Any) -> str:
    return add(store, "decision", told, suggestion=suggestion, decision=choice, by="joan", **extra)


def state_of(store: Database, suggestion: str) -> tuple[int, int]:
    with store.read() as con:
        row = con.exec_driver_sql("SELECT decided, settled FROM suggestion WHERE id = ?", (suggestion,)).one()
    return row.decided, row.settled


def test_readings_hold_every_decision_and_say_what_stands(store: Database, told: Told) -> None:
    suggestion = add(store, "suggestion", told, tag="t1", by="amina", sure="think so", reason="r", words="w")
    assert state_of(store, suggestion) == (0, 0)
    first = decide(store, told, suggestion, "ask")
    assert state_of(store, suggestion) == (1, 0)
    second = decide(store, told, suggestion, "change", to_tag="t2", reason="why", supersedes=[first])
    assert state_of(store, suggestion) == (1, 1)
    with store.read() as con:
        (reading,) = review.readings(con, told.record)
        assert review.reading(con, suggestion) == reading
        assert review.reading(con, "unknown") is None
        assert review.readings_of_tag(con, "t1") == (reading,)
    assert [d.id for d in reading.history] == [first, second]
    assert [d.choice for d in reading.current] == [Choice.CHANGE]
    assert reading.tags == ("t2",)
    assert (reading.suggestion.sure.value, reading.suggestion.words, reading.current[0].at_label) == (
        "think so",
        "w",
        AT,
    )


def standing(store: Database, told: Told) -> list[tuple[str | None, tuple[str, ...]]]:
    with store.read() as con:
        return [(one.passage, one.tags) for one in review.standing_of(con, [told.record])[told.record]]


def test_what_stands_is_noted_and_the_same_as_reading_every_decision(store: Database, told: Told) -> None:
    whole = add(store, "suggestion", told, tag="t1", sure="sure")
    part = add(store, "suggestion", told, tag="t2", passage="p1", sure="sure")
    fresh = add(store, "suggestion", told, sure="sure")
    first = decide(store, told, whole, "change", to_tag="t9", reason="why")
    assert standing(store, told) == [(None, ("t9",)), ("p1", ("t2",)), (None, ())]
    decide(store, told, part, "not this tag", reason="why")
    decide(store, told, whole, "differ", to_tag="t3", reason="both", supersedes=[first])
    assert standing(store, told) == [(None, ("t1", "t3")), ("p1", ()), (None, ())]
    with store.write() as con:
        found = review.of_records(con, [told.record])[told.record]
        assert [r.suggestion.id for r in found] == [whole, part, fresh]
        assert [(r.suggestion.passage, r.tags) for r in found] == standing(store, told)
        ledger.rebuild(con)
    assert standing(store, told) == [(None, ("t1", "t3")), ("p1", ()), (None, ())]


def test_what_stands_is_worked_out_where_an_older_notebook_has_not_noted_it(
    store: Database, told: Told
) -> None:
    suggestion = add(store, "suggestion", told, tag="t1", sure="sure")
    decide(store, told, suggestion, "change", to_tag="t2", reason="why")
    with store.write() as con:
        con.exec_driver_sql("UPDATE suggestion SET standing = ''")
    assert standing(store, told) == [(None, ("t2",))]


def test_a_decision_that_was_taken_back_stands_no_longer(store: Database, told: Told) -> None:
    suggestion = add(store, "suggestion", told, tag="t1", sure="sure")
    decision = decide(store, told, suggestion, "change", to_tag="t2", reason="why")
    with store.write() as con:
        ledger.apply_orders(con, [erase(decision)])
    assert standing(store, told) == [(None, ("t1",))]


def test_a_decision_that_came_before_its_suggestion_counts(store: Database, told: Told) -> None:
    suggestion = new_id()
    decide(store, told, suggestion, "accept")
    add(store, "suggestion", told, suggestion, tag="t1", sure="sure")
    assert state_of(store, suggestion) == (1, 1)


def test_a_suggestion_keeps_its_state_when_it_is_written_again_or_rebuilt(
    store: Database, told: Told
) -> None:
    suggestion = add(store, "suggestion", told, tag="t1", sure="sure")
    decide(store, told, suggestion, "accept")
    add(store, "suggestion", told, suggestion, reason="better said")
    assert state_of(store, suggestion) == (1, 1)
    with store.write() as con:
        ledger.rebuild(con)
    assert state_of(store, suggestion) == (1, 1)


def why(store: Database, me: str = "joan") -> dict[str, tuple[Why, ...]]:
    with store.read() as con:
        return {row.record: row.why for row in review_queue.queue(con, me=me)}


def test_a_ready_record_with_nothing_else_waits_for_release(store: Database, told: Told) -> None:
    assert why(store) == {told.record: (Why.RELEASE,)}
    add(store, "record", told, told.record, released=True)
    assert why(store) == {}


def test_the_queue_says_why_with_the_most_pressing_reason_first(store: Database, told: Told) -> None:
    add(store, "suggestion", told, tag="t1", sure="sure")
    add(store, "media", told, kind="audio")
    add(store, "comment", told, kind="question", text="?", by="amina")
    assert why(store) == {told.record: (Why.QUESTION, Why.TAGS, Why.RELEASE, Why.WAITING)}
    assert Why.QUESTION not in why(store, me="amina")[told.record]
    with store.write() as con:
        ledger.put(con, AMINA, "consent", told.consent, sets={"answer:take_part": "no"}, at_label=AT)
    assert why(store)[told.record][0] is Why.CONSENT


def test_a_record_without_any_consent_is_in_the_queue_and_an_observation_is_not(store: Database) -> None:
    laptop = Laptop()
    story = laptop.write(
        "record", new_id(), {"encounter": "e1", "kind": "story", "status": "ready", "released": True}
    )
    seen = laptop.write(
        "record", new_id(), {"encounter": "e2", "kind": "observation", "status": "ready", "released": True}
    )
    with store.write() as con:
        ledger.insert(con, [story, seen])
    assert why(store) == {story.ent: (Why.CONSENT,)}


def test_two_versions_of_a_record_or_of_its_words_are_in_the_queue(store: Database, told: Told) -> None:
    with store.write() as con:
        (layer,) = ledger.revisions(con, ents=[told.layer])
        ledger.insert(
            con,
            [
                Laptop().write("layer", told.layer, {"text": t}, after=[layer], subj=[told.participant])
                for t in "ab"
            ],
        )
    assert why(store) == {told.record: (Why.CONFLICT, Why.RELEASE)}


def test_drafts_hidden_and_closed_ones_are_not_in_the_queue_but_a_waiting_order_is(store: Database) -> None:
    with store.write() as con:
        tell(con, status="draft")
        tell(con, sensitivity="closed")
        told = tell(con)
        order = erase(subject=told.participant)
        ledger.apply_orders(con, [order], without_right=[order.id])
    assert list(why(store)) == [told.record]
    assert why(store)[told.record][0] is Why.TAKEN_BACK


def test_the_oldest_of_one_reason_comes_first_and_the_queue_has_an_end(store: Database) -> None:
    with store.write() as con:
        later, sooner = (tell(con, at=f"2026-05-0{day}T10:00:00Z").record for day in (2, 1))
        assert [q.record for q in review_queue.queue(con)] == [sooner, later]
        assert [q.record for q in review_queue.queue(con, limit=1)] == [sooner]


def test_today_is_an_argument_and_never_read(store: Database, told: Told) -> None:
    from ldp_stories.domain.consent import gate

    with store.write() as con:
        fields = {"answer:recontact": "yes", "review_by": "2026-06-01"}
        ledger.put(con, JOAN, "consent", told.consent, sets=fields, at_label=AT)
        (given,) = consent.of_participant(con, told.participant)
    assert gate(given, Scope.RECONTACT, date(2026, 6, 1)).open
    assert gate(given, Scope.RECONTACT, date(2026, 6, 2)).why == "lapsed"
