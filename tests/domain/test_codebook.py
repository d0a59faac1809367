"""The codebook over time: merging without circles, three levels, versions, and going back through changes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ldp_stories.domain.codebook import (
    Change,
    CodebookChange,
    as_of,
    core_tag,
    fits_under,
    found_under,
    levels_above,
    levels_below,
    lives_on,
    merged_here,
    standing,
    stands_for,
    tag_fields,
    tidy_tags,
    version_of,
    with_fields,
)
from ldp_stories.domain.tags import Tag, TagStatus


def tag(code: str, **more: object) -> Tag:
    made = Tag(code.lower(), code, f"Name of {code}", code[0], "", f"Meaning of {code}")
    return replace(made, **more)  # type: ignore[arg-type]


def book(*tags: Tag) -> dict[str, Tag]:
    return {t.id: t for t in tags}


def merged(code: str, into: str) -> Tag:
    return tag(code, status=TagStatus.MERGED, merged_into=into)


def test_a_merged_tag_stands_for_another_and_that_for_a_third() -> None:
    here = book(merged("C1", "c2"), merged("C2", "g1"), tag("G1"))
    assert stands_for(here, "c1") == "g1"
    assert stands_for(here, "g1") == "g1"
    assert standing(here, ["c1", "c2", "g1", "unknown"]) == ("g1", "unknown")
    assert merged_here(here, "g1") == ("g1", "c1", "c2")
    assert merged_here(here, "c1") == ("c1",)


def test_two_people_who_merge_round_in_a_circle_lose_nothing() -> None:
    here = book(merged("A1", "b1"), merged("B1", "a1"))
    assert stands_for(here, "a1") == "a1"
    assert stands_for(here, "b1") == "b1"


def test_a_tag_lives_on_as_what_it_was_merged_or_split_into() -> None:
    known = book(
        merged("A", "b"),
        tag("B", status=TagStatus.SPLIT, split_into=("c", "d")),
        tag("C"),
        tag("D"),
        tag("E"),
    )
    assert lives_on(known, "a") == lives_on(known, "b") == {"c", "d"}
    assert lives_on(known, "c") == {"c"}
    assert lives_on(known, "gone") == {"gone"}


def test_a_tag_is_looked_for_under_all_its_names_of_before_and_after() -> None:
    known = book(
        merged("A", "b"),
        tag("B", status=TagStatus.SPLIT, split_into=("c", "d")),
        tag("C"),
        tag("D"),
        tag("E"),
    )
    assert found_under(known, "c") == {"a", "b", "c"}
    assert found_under(known, "a") == found_under(known, "b") == {"a", "b", "c", "d"}
    assert found_under(known, "e") == {"e"}
    assert found_under(known, "gone") == {"gone"}


def test_a_tag_that_goes_round_in_a_circle_is_found_all_the_same() -> None:
    known = book(merged("A", "b"), merged("B", "a"), tag("C", status=TagStatus.SPLIT, split_into=("c",)))
    assert lives_on(known, "a") == {"a"}
    assert {"a"} <= found_under(known, "a")
    assert found_under(known, "c") == {"c"}
    assert lives_on(book(tag("F", status=TagStatus.SPLIT)), "f") == {"f"}


def test_a_tag_stands_at_three_levels_at_most_and_never_in_a_circle() -> None:
    here = book(tag("A1"), tag("A2", parent="a1"), tag("A3", parent="a2"), tag("A4"), tag("A5", parent="a4"))
    assert levels_above(here, "a3") == 3
    assert levels_below(here, "a1") == 3
    assert fits_under(here, "a4", None) == ""
    assert fits_under(here, "a4", "a1") == ""
    assert fits_under(here, "a4", "a2") == "deep"
    assert fits_under(here, "new", "a3") == "deep"
    assert fits_under(here, "a1", "a3") == "circle"
    assert fits_under(here, "a1", "a1") == "circle"
    assert levels_above(book(tag("A1", parent="a2"), tag("A2", parent="a1")), "a1") is None


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef") | st.none(), min_size=1))
def test_no_tangle_of_parents_hangs_the_program(parents: dict[str, str | None]) -> None:
    here = {i: replace(tag(i.upper()), id=i, parent=p, maps_to=p) for i, p in parents.items()}
    for ident in here:
        assert levels_below(here, ident) >= 1
        assert core_tag(here, ident)
        assert fits_under(here, ident, parents[ident]) in ("", "circle", "deep")
    assert sorted(t.id for t in tidy_tags(here.values())) == sorted(here)


def test_a_local_tag_maps_up_to_its_core_tag_also_through_a_merge() -> None:
    here = book(tag("L1", maps_to="c1"), merged("C1", "d1"), tag("D1"))
    assert core_tag(here, "l1") == "d1"
    assert core_tag(here, "d1") == "d1"


def test_fields_of_a_tag_go_there_and_back() -> None:
    whole = tag("F2", status=TagStatus.SPLIT, split_into=("f6", "f7"), valid_to="2026-10-01", parent="f1")
    assert with_fields(tag("F2"), tag_fields(whole)) == whole
    assert with_fields(whole, {"unknown": 1, "id": "other"}) == whole


def test_the_version_tells_what_tags_mean_and_not_how_they_are_ordered() -> None:
    one, two = tag("A1"), tag("A2")
    assert version_of([one, two]) == version_of([two, replace(one, position=7, author="x")])
    assert version_of([one, two]) != version_of([replace(one, name="Other"), two])
    assert version_of([one]) != version_of([replace(one, status=TagStatus.RETIRED)])
    assert len(version_of([])) == 12


def change(what: Change, before: dict[str, dict[str, object]], *tags: str) -> CodebookChange:
    return CodebookChange(what.value, what, tags, "why", "2026-10-01", "joan", before=before)


def test_an_older_version_is_found_by_going_back_through_the_changes() -> None:
    first = (tag("D1"), tag("C10"), tag("G1"))
    renamed = (tag("D1", name="People and places we trust"), *first[1:])
    split = (
        *renamed[:1],
        replace(renamed[1], status=TagStatus.MERGED, merged_into="g1"),
        renamed[2],
        tag("F6"),
    )
    changes = [
        change(Change.EDIT, {"d1": {"name": "Name of D1"}}, "d1"),
        change(Change.ADD, {}, "f6"),
        change(Change.MERGE, {"c10": {"status": "active", "merged_into": None}}, "c10"),
    ]
    assert as_of(split, changes, version_of(split)) == (split, True)
    assert as_of(split, changes, version_of(first)) == (first, True)
    assert as_of(split, changes, version_of(renamed)) == (renamed, True)
    assert as_of(split, changes, "never seen") == (split, False)


@pytest.mark.parametrize(
    ("day", "until"), [("2026-11-01", "2026-12-01"), ("2026-02-01", "2026-03-03"), ("soon", "")]
)
def test_a_change_may_be_undone_for_thirty_days(day: str, until: str) -> None:
    assert replace(change(Change.EDIT, {}, "d1"), on=day).undo_until == until


def test_tags_stand_in_order_with_what_hangs_from_them_behind() -> None:
    tags = (
        tag("B1", position=1),
        tag("A2", position=2),
        tag("A3", position=3),
        tag("A9", position=1, parent="a3"),
    )
    assert [t.code for t in tidy_tags(tags)] == ["A2", "A3", "A9", "B1"]
