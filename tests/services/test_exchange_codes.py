"""The codebook as other programs read it: groups above, tags below, what is no longer in use says so."""

from dataclasses import replace

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.services.exchange_codes import code_of, codes_of
from ldp_stories.services.exchange_ids import derived

TRUST = Tag(
    new_id(),
    "D1",
    "Trusted person",
    "D",
    "Trust",
    "Who people listen to.",
    use_for="The café owner",
    not_for="See D2",
    example="“If she says so”",
    source="Larkside",
)
HOPES = Tag(new_id(), "D5", "Hopes raised", "D", "", "Expectations.")
HOME = Tag(new_id(), "A8", "Home", "A", "Everyday life", "Room and quiet.")


def test_tags_stand_under_their_groups_in_codebook_order() -> None:
    first, second = codes_of([TRUST, HOME, HOPES])
    assert [(c.name, c.codable) for c in (first, second)] == [("D Trust", False), ("A Everyday life", False)]
    assert [c.guid for c in first.children] == [TRUST.id, HOPES.id]
    assert [c.name for c in second.children] == ["A8 Home"]


def test_a_group_keeps_its_guid_whatever_is_in_it() -> None:
    (one,) = codes_of([TRUST])
    (two,) = codes_of([HOPES])
    assert one.guid == two.guid == derived("codebook group", "D")
    assert two.name == "D"


def test_a_description_says_all_that_helps_to_use_a_tag() -> None:
    assert code_of(TRUST).description.splitlines() == [
        "Who people listen to.",
        "Use it for: The café owner",
        "Not for: See D2",
        "For example: “If she says so”",
        "From: Larkside",
    ]
    assert code_of(HOPES).description == "Expectations."


def test_a_tag_that_is_no_longer_used_says_so() -> None:
    for status in (TagStatus.RETIRED, TagStatus.MERGED, TagStatus.SPLIT):
        assert code_of(replace(HOPES, status=status)).description.endswith(
            f"No longer in use ({status.value})."
        )
    assert "No longer" not in code_of(replace(HOPES, status=TagStatus.PROPOSED)).description


def test_no_tags_make_no_groups() -> None:
    assert codes_of([]) == ()
