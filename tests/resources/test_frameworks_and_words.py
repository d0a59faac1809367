"""Frameworks, the empty slot among them, organisations, and the plain English pairs."""

import re

import pytest

from ldp_stories.services.load_pack_content import StarterContent


@pytest.mark.parametrize(
    ("key", "size", "one_of_them"),
    [
        ("five-enablers", 5, "learning and adapting"),
        ("three-intentions", 3, "reducing hierarchies"),
        ("levels", 3, "system"),
        ("involvement", 4, "decided together"),
        ("six-actions", 6, "using what communities tell us"),
        ("change-domains", 6, "residents' power"),
        ("learning-questions", 3, "Does being offline push some people further away?"),
    ],
)
def test_a_framework_has_all_its_items(
    starter: StarterContent, key: str, size: int, one_of_them: str
) -> None:
    framework = next(f for f in starter.frameworks.frameworks if f.key == key)
    labels = [i.label for i in framework.items]
    assert len(labels) == size
    assert one_of_them in labels


def test_the_pointers_are_an_empty_slot_and_never_made_up(starter: StarterContent) -> None:
    pointers = next(f for f in starter.frameworks.frameworks if f.key == "pointers")
    assert pointers.items == ()
    item = next(i for i in starter.items() if i.kind == "framework" and i.sets["key"] == "pointers")
    assert item.sets["items"] == []


def test_items_of_a_framework_have_keys_of_their_own(starter: StarterContent) -> None:
    for framework in starter.frameworks.frameworks:
        keys = [i.key for i in framework.items]
        assert len(set(keys)) == len(keys)


def test_there_are_all_45_plain_pairs_and_no_word_twice(starter: StarterContent) -> None:
    pairs = {p.word: p.plain for p in starter.plain_words.pairs}
    assert len(starter.plain_words.pairs) == len(pairs) == 45
    assert pairs["stakeholders"] == "people involved"
    assert pairs["co-production"] == "deciding and doing it together"
    assert pairs["digital divide"] == "not being able to get online"


def test_a_plain_word_is_not_itself_a_word_to_avoid(starter: StarterContent) -> None:
    avoided = {p.word for p in starter.plain_words.pairs}
    assert not avoided & {p.plain for p in starter.plain_words.pairs}


def test_the_checker_offers_and_never_changes(starter: StarterContent) -> None:
    assert "Offer, never change." in starter.plain_words.rule
    assert "own words" in starter.plain_words.rule


def test_our_own_wording_avoids_the_words_we_warn_about(starter: StarterContent) -> None:
    said = " ".join(
        [
            starter.prompts.opening,
            starter.prompts.hopes,
            *starter.prompts.rules,
            *(q.question + " " + q.helper for q in starter.consent.items),
            *(s.title + " " + s.line for s in starter.safeguarding.steps),
        ]
    ).lower()
    used = [p.word for p in starter.plain_words.pairs if re.search(rf"\b{re.escape(p.word.lower())}\b", said)]
    assert used in ([], ["evaluation"])  # "our evaluation team" is what the team is called


def test_partners_of_the_report_are_on_the_starter_list(starter: StarterContent) -> None:
    labels = {o.label for o in starter.organisations.organisations}
    assert len(labels) == 16
    assert {"Sport England", "10GM", "Transport for Greater Manchester", "Bury borough team"} <= labels


def test_organisations_use_the_types_and_sectors_on_offer(starter: StarterContent) -> None:
    types = {o.key for o in starter.choices["organisation_type"]}
    sectors = {o.key for o in starter.choices["sector"]} | {""}
    assert {o.type for o in starter.organisations.organisations} <= types
    assert {o.sector for o in starter.organisations.organisations} <= sectors


def test_the_organisation_list_holds_no_personal_contacts(starter: StarterContent) -> None:
    for item in starter.items():
        if item.kind == "list_item" and item.sets["list"] == "organisation":
            assert set(item.sets["data"]) <= {"type", "sector", "activity_focus"}
