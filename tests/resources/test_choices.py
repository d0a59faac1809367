"""The pick-lists: the values the rules know, with labels a person can press."""

import pytest

from ldp_stories.domain.consent import Method
from ldp_stories.domain.encounters import Outcome, Privacy
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.domain.records import Sensitivity
from ldp_stories.domain.review import REASON_CHIPS
from ldp_stories.domain.tags import Sure
from ldp_stories.services.load_pack_content import StarterContent


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("age_band", {a.value for a in AgeBand}),
        ("teller_kind", {t.value for t in TellerKind}),
        ("outcome", {o.value for o in Outcome}),
        ("private_enough", {p.value for p in Privacy}),
        ("consent_method", {m.value for m in Method}),
        ("sensitivity", {s.value for s in Sensitivity}),
        ("sure", {s.value for s in Sure}),
    ],
)
def test_a_list_offers_exactly_the_values_the_rules_know(
    starter: StarterContent, name: str, values: set[str]
) -> None:
    assert {o.key for o in starter.choices[name]} == values


def test_reasons_offered_at_review_include_the_common_ones(starter: StarterContent) -> None:
    assert set(REASON_CHIPS) <= {o.key for o in starter.choices["review_reason"]}


@pytest.mark.parametrize(
    ("name", "labels"),
    [
        ("private_enough", ["Yes", "Partly", "No"]),
        ("relation", ["We don’t", "By sight", "Neighbour", "Friend", "Family", "I run the group"]),
        ("route", ["Café", "Street or door", "Group", "School", "Faith place", "Someone told them"]),
        ("sure", ["Sure", "Think so", "Not sure"]),
        ("consent_method", ["I recorded them", "Paper form", "On this screen", "A witness heard"]),
    ],
)
def test_labels_stand_in_the_order_of_the_screen(
    starter: StarterContent, name: str, labels: list[str]
) -> None:
    assert [o.label for o in starter.choices[name]][: len(labels)] == labels


def test_relations_and_routes_are_all_of_the_model(starter: StarterContent) -> None:
    assert len(starter.choices["relation"]) == 7
    assert len(starter.choices["route"]) == 12
    assert len(starter.choices["encounter_kind"]) == 13
    assert len(starter.choices["offered"]) == 6


def test_direction_keeps_not_yet_known_apart_from_no_change(starter: StarterContent) -> None:
    keys = {o.key for o in starter.choices["direction"]}
    assert keys == {"better", "worse", "mixed", "no change", "not yet known", "does not apply"}


def test_every_label_is_short_and_no_key_stands_twice(starter: StarterContent) -> None:
    for name, options in starter.choices.items():
        assert len({o.key for o in options}) == len(options), name
        assert all(0 < len(o.label) <= 40 for o in options), name


def test_age_labels_never_ask_for_a_birthday(starter: StarterContent) -> None:
    labels = " ".join(o.label for o in starter.choices["age_band"]).lower()
    assert "birth" not in labels
    assert "40 to 59" in labels


def test_there_are_at_least_25_settings(starter: StarterContent) -> None:
    labels = [s.label for s in starter.settings.settings]
    assert len(labels) >= 25
    assert {
        "Home",
        "Community café",
        "GP practice or health centre",
        "Play street or pop-up",
        "Other",
    } <= set(labels)
    assert len({s.key for s in starter.settings.settings}) == len(labels)


def test_the_health_setting_warns_about_approval(starter: StarterContent) -> None:
    warned = {s.label: s.warning for s in starter.settings.settings if s.warning}
    assert "NHS approval" in warned["GP practice or health centre"]
    assert "Home" in warned


def test_target_groups_keep_what_the_source_called_them(starter: StarterContent) -> None:
    groups = {g.key: g for g in starter.target_groups.target_groups}
    assert len(groups) == 16
    assert groups["ethnically diverse"].source_label == "BAME communities"
    assert groups["ethnically diverse"].label == "Ethnically diverse communities"
    assert all("BAME" not in g.label for g in groups.values())


def test_residents_and_professionals_stay_apart(starter: StarterContent) -> None:
    professional = [g.key for g in starter.target_groups.target_groups if g.professional]
    assert professional == ["organisers", "workers", "strategic leaders"]
    assert starter.target_groups.target_groups[-1].key == "none"


def test_lists_become_items_with_their_data(starter: StarterContent) -> None:
    items = [i for i in starter.items() if i.kind == "list_item"]
    gp = next(i for i in items if i.sets["list"] == "setting" and "GP" in i.sets["label"])
    assert "NHS" in gp.sets["data"]["warning"]
    group = next(i for i in items if i.sets["key"] == "ethnically diverse")
    assert group.sets["source_label"] == "BAME communities"
    assert {i.sets["list"] for i in items} >= {
        "setting",
        "target_group",
        "organisation",
        "word_pair",
        "route",
    }


def test_items_of_a_list_keep_the_order_of_the_file(starter: StarterContent) -> None:
    items = [i.sets for i in starter.items() if i.kind == "list_item" and i.sets["list"] == "route"]
    ordered = sorted(items, key=lambda s: s["position"])
    assert [s["key"] for s in ordered] == [o.key for o in starter.choices["route"]]
