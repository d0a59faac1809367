"""The starter codebook: 68 tags in 8 groups, each one usable by somebody who has never seen a codebook."""

import re
from collections import Counter

import pytest

from ldp_stories.services.load_pack_content import StarterContent
from tests.resources.reading import longest_sentence

SIZES = {"A": 11, "B": 8, "C": 10, "D": 7, "E": 7, "F": 5, "G": 12, "H": 8}
NAMES = {
    "A": "Everyday life and what matters",
    "B": "Being active",
    "C": "What gets in the way",
    "D": "Trust and relationships",
    "E": "Residents leading",
    "F": "Places and things",
    "G": "How the system works",
    "H": "Change and learning",
}


def test_there_are_68_tags_in_8_groups(starter: StarterContent) -> None:
    assert {g.code: len(g.tags) for g in starter.tags.groups} == SIZES
    assert sum(SIZES.values()) == 68


def test_groups_carry_their_names(starter: StarterContent) -> None:
    assert {g.code: g.name for g in starter.tags.groups} == NAMES


def test_codes_run_from_one_within_each_group(starter: StarterContent) -> None:
    for group in starter.tags.groups:
        assert [t.code for t in group.tags] == [f"{group.code}{n + 1}" for n in range(len(group.tags))]


def test_no_two_tags_share_a_name(starter: StarterContent) -> None:
    names = Counter(t.name for g in starter.tags.groups for t in g.tags)
    assert [n for n, times in names.items() if times > 1] == []


def test_every_tag_says_what_it_means_with_an_example(starter: StarterContent) -> None:
    for group in starter.tags.groups:
        for tag in group.tags:
            assert tag.meaning.endswith("."), tag.code
            assert tag.use_for, tag.code
            assert re.fullmatch(r'".+"', tag.example), tag.code


def test_every_meaning_and_example_is_short(starter: StarterContent) -> None:
    for group in starter.tags.groups:
        for tag in group.tags:
            assert longest_sentence(tag.meaning) <= 12, tag.code
            assert longest_sentence(tag.example) <= 25, tag.code


def test_not_for_names_a_better_tag_that_exists(starter: StarterContent) -> None:
    codes = {t.code for g in starter.tags.groups for t in g.tags}
    named = {
        t.code: re.findall(r"[A-H]\d+", t.not_for)
        for g in starter.tags.groups
        for t in g.tags
        if "Use " in t.not_for
    }
    assert len(named) >= 20
    for code, others in named.items():
        assert others, code
        assert set(others) <= codes - {code}


def test_every_tag_gives_the_facts_it_came_from(starter: StarterContent) -> None:
    for group in starter.tags.groups:
        for tag in group.tags:
            assert tag.facts, tag.code
            assert all(1 <= fact <= 148 for fact in tag.facts), tag.code


@pytest.mark.parametrize(
    ("code", "name", "better"),
    [
        ("A8", "Home, privacy and space", "B7"),
        ("A2", "Money and food", "C1"),
        ("C10", "Passed around", "G1"),
        ("E1", "Residents deciding", "D7"),
        ("F5", "Online places", "C7"),
        ("G9", "Plain words", "C8"),
        ("H8", "Early sign", "H1"),
    ],
)
def test_confusable_tags_point_to_each_other(
    starter: StarterContent, code: str, name: str, better: str
) -> None:
    tag = next(t for g in starter.tags.groups for t in g.tags if t.code == code)
    assert tag.name == name
    assert better in tag.not_for


def test_harm_is_no_tag(starter: StarterContent) -> None:
    safety = next(t for g in starter.tags.groups for t in g.tags if t.code == "A10")
    assert "safeguarding button" in safety.not_for
    assert not any("safeguarding" in t.name.lower() for g in starter.tags.groups for t in g.tags)


def test_the_anchor_rule_stands_over_all_tags(starter: StarterContent) -> None:
    assert "what is in the words" in starter.tags.note
    assert "six" in starter.tags.note


def test_tag_items_are_active_and_in_codebook_order(starter: StarterContent) -> None:
    items = [i for i in starter.items() if i.kind == "tag"]
    assert [i.sets["code"] for i in items] == [t.code for g in starter.tags.groups for t in g.tags]
    positions = [i.sets["position"] for i in items]
    assert positions == sorted(positions)
    assert {i.sets["status"] for i in items} == {"active"}


def test_a_tag_item_names_group_and_source(starter: StarterContent) -> None:
    d1 = next(i for i in starter.items() if i.kind == "tag" and i.sets["code"] == "D1")
    assert d1.sets["group"] == "D"
    assert d1.sets["group_name"] == "Trust and relationships"
    assert d1.sets["source"] == "facts 32, 110"
