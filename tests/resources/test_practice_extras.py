"""What later screens practise on: blind samples with known answers, moments, change records, two versions, a withdrawal."""

import pytest

from ldp_stories.services.load_practice import Practice
from ldp_stories.services.practice_stories import BlindSample


def counts(sample: BlindSample) -> tuple[int, int, int, int]:
    pairs = [(u.a, u.b) for u in sample.units]
    return (
        pairs.count((True, True)),
        pairs.count((True, False)),
        pairs.count((False, True)),
        pairs.count((False, False)),
    )


def kappa(both: int, only_a: int, only_b: int, neither: int) -> float:
    total = both + only_a + only_b + neither
    observed = (both + neither) / total
    a, b = both + only_a, both + only_b
    chance = (a * b + (total - a) * (total - b)) / total**2
    return (observed - chance) / (1 - chance)


def alpha(both: int, only_a: int, only_b: int, neither: int) -> float:
    values = 2 * (both + only_a + only_b + neither)
    ones = 2 * both + only_a + only_b
    disagreement = (only_a + only_b) / (values / 2)
    return 1 - disagreement / (2 * ones * (values - ones) / (values * (values - 1)))


def sample(practice: Practice, tag: str) -> BlindSample:
    return next(s for s in practice.extras.blind_samples if s.tag == tag)


def test_the_worked_sample_gives_the_worked_figures(practice: Practice) -> None:
    found = counts(sample(practice, "D1"))
    assert found == (9, 4, 2, 15)
    assert f"{(found[0] + found[3]) / 30:.3f}" == sample(practice, "D1").expected["percent"] == "0.800"
    assert f"{kappa(*found):.3f}" == sample(practice, "D1").expected["kappa"] == "0.585"
    assert f"{alpha(*found):.3f}" == sample(practice, "D1").expected["alpha"] == "0.590"


@pytest.mark.parametrize("tag", ["D1", "B7", "F5"])
def test_expected_counts_are_the_counts(practice: Practice, tag: str) -> None:
    expected = sample(practice, tag).expected
    assert counts(sample(practice, tag)) == tuple(
        expected[k] for k in ("both", "only_a", "only_b", "neither")
    )


def test_every_disagreement_has_both_reasons(practice: Practice) -> None:
    split = [u for u in sample(practice, "D1").units if u.a != u.b]
    assert len(split) == 6
    assert all(u.a_reason and u.b_reason for u in split)


def test_a_sample_names_each_passage_once(practice: Practice) -> None:
    for blind in practice.extras.blind_samples:
        units = [(u.record, u.passage) for u in blind.units]
        assert len(set(units)) == len(units)


def test_one_sample_is_too_small_and_one_tag_is_not_used(practice: Practice) -> None:
    assert len(sample(practice, "B7").units) < 20
    assert sample(practice, "B7").expected["words"] == "too few to say"
    assert sample(practice, "F5").expected["words"] == "not used"
    assert counts(sample(practice, "F5"))[:3] == (0, 0, 0)


def test_coders_are_members(practice: Practice) -> None:
    members = {m.code for m in practice.content.members.members}
    assert all(set(s.coders) <= members and len(s.coders) == 2 for s in practice.extras.blind_samples)


def test_there_are_eight_moments_of_all_kinds(practice: Practice) -> None:
    moments = practice.extras.moments
    assert len(moments) == 8
    assert {m["kind"] for m in moments} == {"ours", "outside context", "ended"}
    assert {m["precision"] for m in moments} == {"day", "month"}
    assert sum(bool(m.get("highlighted")) for m in moments) == 3


def test_one_moment_is_dated_as_stated_and_as_believed(practice: Practice) -> None:
    both = [m for m in practice.extras.moments if "date_believed" in m]
    assert [(m["date_stated"], m["date_believed"]) for m in both] == [("2026-09", "2026-09-14")]


def test_moments_and_changes_link_to_stories_that_are_there(practice: Practice) -> None:
    numbers = {r.no for r in practice.stories.records}
    places = {p.key for p in practice.content.places.places}
    for moment in practice.extras.moments:
        assert set(moment["records"]) <= numbers
        assert set(moment["places"]) <= places
    for change in practice.extras.changes:
        assert set(change["contradicted_by"]) <= numbers


def test_two_change_records_fill_the_slots_and_leave_some_empty(practice: Practice) -> None:
    changes = practice.extras.changes
    assert len(changes) == 2
    for change in changes:
        slots = [
            change[s]
            for s in ("system_example", "system_indicators", "locality_example", "locality_indicators")
        ]
        assert all(change[s] for s in ("intention", "rationale", "threats"))
        assert any(not slot["text"] for slot in slots)


def test_passages_behind_a_change_are_there(practice: Practice) -> None:
    passages = {(r.no, i) for r in practice.stories.records for i in range(len(r.passages))}
    for change in practice.extras.changes:
        for slot in (v for v in change.values() if isinstance(v, dict)):
            assert {(no, index) for no, index in slot["passages"]} <= passages


def test_changes_use_items_of_the_frameworks(practice: Practice) -> None:
    known = {f"{f.key}:{i.key}" for f in practice.content.frameworks.frameworks for i in f.items}
    for change in practice.extras.changes:
        assert set(change["enablers"]) | set(change["learning_questions"]) <= known
        assert change["involvement"] in {"told", "asked", "decided together", "led by residents"}


def test_two_fields_have_two_versions(practice: Practice) -> None:
    assert len(practice.extras.conflicts) == 2
    for conflict in practice.extras.conflicts:
        values = {v["value"] for v in conflict["versions"]}
        assert len(values) == 2


def test_one_tag_is_renamed_and_one_is_split(practice: Practice) -> None:
    changes = {c["tag"]: c for c in practice.extras.tag_changes}
    assert changes["D1"]["to"] == "People and places we trust"
    assert changes["F2"]["to"] == ["Streets", "Small changes"]


def test_the_withdrawal_is_of_one_of_two(practice: Practice) -> None:
    record = next(r for r in practice.stories.records if r.no == practice.extras.withdrawal["record"])
    assert len(record.participants) == 2
    assert practice.extras.withdrawal["when"] > record.told_at[:10]


def test_the_lapsed_consent_is_the_one_in_the_story(practice: Practice) -> None:
    lapsed = practice.extras.lapsed
    record = next(r for r in practice.stories.records if r.no == lapsed["record"])
    assert record.consents[lapsed["participant"]].review_by == lapsed["review_by"]


def test_troubles_with_bundles_are_described(practice: Practice) -> None:
    assert set(practice.extras.bundles) == {"duplicate", "damaged", "wrong_recipient"}
    assert (
        practice.extras.bundles["wrong_recipient"]["to"]
        != practice.extras.bundles["wrong_recipient"]["meant"]
    )


def test_one_person_has_two_codes(practice: Practice) -> None:
    (same,) = practice.extras.same_person
    record = next(r for r in practice.stories.records if r.no == same["record"])
    meeting = practice.stories.meetings[same["meeting"]]
    assert record.participants != meeting.participants
    assert record.researcher != meeting.researcher


def test_contact_numbers_are_invented(practice: Practice) -> None:
    assert all(c.phone.startswith("01632 960 ") for c in practice.extras.contact_cards)
