"""The practice stories as entities: in writing order, about the right people, in the fields the ledger knows."""

import json
import uuid
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from ldp_stories.domain.kinds import KINDS
from ldp_stories.domain.passages import anchor
from ldp_stories.services.load_pack_content import entity_id
from ldp_stories.services.load_practice import Practice, load_practice
from ldp_stories.services.practice_items import WorkItem, practice_items

RESOURCES = Path(__file__).parents[2] / "resources"
POINTERS = {
    "participant", "encounter", "record", "layer", "media", "passage", "suggestion", "made_from",
}  # fmt: skip


@pytest.fixture(scope="module")
def practice() -> Practice:
    return load_practice(RESOURCES)


@pytest.fixture(scope="module")
def items(practice: Practice) -> tuple[WorkItem, ...]:
    return practice_items(practice)


def of(items: tuple[WorkItem, ...], kind: str, record: int | None = None) -> list[WorkItem]:
    return [i for i in items if i.kind == kind and (record is None or i.record == record)]


def test_there_is_one_entity_for_each_thing(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    kinds = Counter(i.kind for i in items)
    assert kinds["participant"] == 34 + 7
    assert kinds["record"] == 29 + 8
    assert kinds["encounter"] == 29 + 8 + 1 + len(practice.stories.meetings)
    assert kinds["passage"] == sum(len(r.passages) for r in practice.records())
    waiting = sum(len(p.tags) for r in practice.waiting.records for p in r.passages)
    assert kinds["decision"] == kinds["suggestion"] - waiting
    assert len({i.ent for i in items}) == len(items)


def test_every_field_is_one_the_ledger_knows(items: tuple[WorkItem, ...]) -> None:
    for item in items:
        assert KINDS[item.kind].stream == item.stream
        assert all(KINDS[item.kind].allows(field) for field in item.sets), item.kind


def test_values_are_plain_json(items: tuple[WorkItem, ...]) -> None:
    for item in items:
        assert json.loads(json.dumps(item.sets)) == item.sets, item.kind


def test_nothing_points_forward_or_nowhere(items: tuple[WorkItem, ...]) -> None:
    written: set[str] = set()
    for item in items:
        for name in POINTERS & set(item.sets):
            value = item.sets[name]
            assert value is None or value in written, (item.kind, name)
        assert set(item.sets.get("participants", ())) <= written
        written.add(item.ent)


def test_everything_of_a_story_is_about_its_people(items: tuple[WorkItem, ...]) -> None:
    for no in (1, 16, 25, 30):
        (record,) = of(items, "record", no)
        hanging = [i for i in items if i.record == no and i.kind != "contact_card"]
        assert {i.subj for i in hanging} == {record.subj}
        assert list(record.subj) == record.sets["participants"]


def test_a_participant_and_a_consent_are_about_one_person(items: tuple[WorkItem, ...]) -> None:
    assert all(i.subj == (i.ent,) for i in of(items, "participant"))
    assert all(i.subj == (i.sets["participant"],) for i in of(items, "consent"))


def test_members_tags_and_places_are_named_by_their_ids(
    practice: Practice, items: tuple[WorkItem, ...]
) -> None:
    pack = {i.ent for i in practice.content.items()}
    for item in items:
        for name in ("tag", "to_tag", "by", "researcher", "taken_by", "released_by", "place", "home_place"):
            value = item.sets.get(name)
            assert value is None or value in pack, (item.kind, name)
        assert set(item.sets.get("about_places", ())) <= pack


def test_quotes_stand_at_their_offsets_in_code_points(items: tuple[WorkItem, ...]) -> None:
    texts = {i.ent: i.sets["text"] for i in of(items, "layer")}
    for item in of(items, "passage"):
        text = texts[item.sets["layer"]]
        wanted = anchor(item.sets["layer"], text, item.sets["start"], item.sets["end"])
        assert (wanted.quote, wanted.before, wanted.after) == (
            item.sets["quote"],
            item.sets["before"],
            item.sets["after"],
        )


def test_passages_in_sound_point_into_the_first_part(items: tuple[WorkItem, ...]) -> None:
    media = {i.ent: i.sets for i in of(items, "media")}
    timed = [i.sets for i in of(items, "passage") if "media" in i.sets]
    assert len(timed) > 40
    for sets in timed:
        assert 0 <= sets["from_ms"] < sets["to_ms"] <= media[sets["media"]]["duration_ms"]
        assert media[sets["media"]]["position"] == 0


def test_answers_are_fields_and_the_words_read_out_stand_beside_them(items: tuple[WorkItem, ...]) -> None:
    consent = of(items, "consent", None)[0]
    answers = {k: v for k, v in consent.sets.items() if k.startswith("answer:")}
    assert answers["answer:take_part"] == "yes"
    assert answers["answer:publish_clip:report"] == "no"
    assert consent.sets["wording"]["audio"] == "May I record your voice?"
    assert "Larkside Borough Council" in consent.sets["wording"]["copyright"]


def test_what_was_not_asked_has_neither_answer_nor_wording(items: tuple[WorkItem, ...]) -> None:
    consent = of(items, "consent")[0]
    assert "answer:video" not in consent.sets
    assert "video" not in consent.sets["wording"]


def test_a_review_date_is_two_years_on_unless_given(items: tuple[WorkItem, ...]) -> None:
    dates = [(i.sets["at"][:4], i.sets["review_by"][:4]) for i in of(items, "consent")]
    assert Counter(int(later) - int(told) for told, later in dates) == {2: len(dates) - 1, 0: 1}


def test_decisions_come_after_the_telling_and_from_a_coordinator(items: tuple[WorkItem, ...]) -> None:
    told = {i.record: i.at for i in of(items, "record")}
    for item in of(items, "decision"):
        days = datetime.fromisoformat(item.at) - datetime.fromisoformat(told[item.record])
        assert days.days == 6
        assert item.by.startswith("C-")


def test_labels_are_times_in_utc(items: tuple[WorkItem, ...]) -> None:
    for item in items:
        assert datetime.fromisoformat(item.at).utcoffset() is not None
        assert item.at.endswith("Z")


def test_stories_can_be_had_before_anyone_reviewed_them(
    practice: Practice, items: tuple[WorkItem, ...]
) -> None:
    fresh = practice_items(practice, reviewed=False)
    kinds = Counter(i.kind for i in fresh)
    assert kinds["decision"] == kinds["comment"] == 0
    assert kinds["suggestion"] == Counter(i.kind for i in items)["suggestion"]
    assert not any(i.sets.get("released") for i in fresh)
    waiting = {r.no for r in practice.waiting.records}
    assert all(("released" in i.sets) == (i.record not in waiting) for i in of(items, "record"))


def test_two_homes_may_have_ids_of_their_own(practice: Practice, items: tuple[WorkItem, ...]) -> None:
    space = uuid.uuid4()

    def ids(kind: str, key: str) -> str:
        return str(uuid.uuid5(space, f"{kind}:{key}"))

    other = practice_items(practice, ids)
    assert not {i.ent for i in other} & {i.ent for i in items}
    assert len(other) == len(items)


def test_skipped_questions_are_named_in_full(items: tuple[WorkItem, ...]) -> None:
    (record,) = of(items, "record", 14)
    assert record.sets["prompts_skipped"] == [
        'When I say "being active", what comes to mind? What does it mean for you?',
        "Is there somebody we should listen to that no one asks?",
    ]
    assert "skipped" not in record.sets


def test_a_masked_layer_names_what_it_was_made_from(items: tuple[WorkItem, ...]) -> None:
    verbatim, masked = of(items, "layer", 19)
    assert masked.sets["kind"] == "masked"
    assert masked.sets["made_from"] == verbatim.ent


def test_contact_cards_stay_in_the_identity_stream(items: tuple[WorkItem, ...]) -> None:
    cards = of(items, "contact_card")
    assert len(cards) == 3
    assert {i.stream for i in cards} == {"i"}
    assert {i.stream for i in items if i.kind != "contact_card"} == {"w"}


def test_safe_contact_words_are_in_no_work_item(items: tuple[WorkItem, ...]) -> None:
    work = json.dumps([dict(i.sets) for i in items if i.stream == "w"])
    assert "He looks at the phone" not in work
    assert "01632" not in work


def test_a_marked_moment_stands_at_its_millisecond(items: tuple[WorkItem, ...]) -> None:
    marked = [i.sets for i in of(items, "note", 1) if i.sets["marked"]]
    assert [n["at_ms"] for n in marked] == [125_000]


def test_the_second_part_stands_after_its_gap(items: tuple[WorkItem, ...]) -> None:
    first, second = of(items, "media", 18)
    assert (first.sets["position"], second.sets["position"]) == (0, 1)
    assert second.sets["gap_before_ms"] == 540_000


def test_a_comment_on_a_whole_story_names_no_passage(items: tuple[WorkItem, ...]) -> None:
    thanks = [i.sets for i in of(items, "comment") if i.sets["kind"] == "thanks"]
    assert None in [t["passage"] for t in thanks]


def test_the_work_of_an_observer_is_theirs(items: tuple[WorkItem, ...]) -> None:
    (record,) = of(items, "record", 25)
    assert record.sets["viewpoint"] == "researcher"
    assert record.subj == ()
    assert entity_id("member", record.by) == of(items, "encounter", 25)[0].sets["researcher"]
