"""The table of kinds, and the specification that is made from it."""

from pathlib import Path

import pytest

from ldp_stories.domain.kinds import KINDS, specification
from ldp_stories.domain.roles import IDENTITY_KINDS, PROGRAMME_KINDS, WORK_KINDS

PAGE = Path(__file__).parents[2] / "resources" / "spec" / "kinds.md"


def test_the_specification_is_not_stale() -> None:
    assert PAGE.read_text(encoding="utf-8").splitlines() == list(specification())


def test_every_kind_has_one_stream_and_roles_know_it() -> None:
    assert frozenset(KINDS) == PROGRAMME_KINDS | WORK_KINDS | IDENTITY_KINDS
    assert not PROGRAMME_KINDS & WORK_KINDS
    assert not IDENTITY_KINDS & WORK_KINDS


@pytest.mark.parametrize("name", list(KINDS))
def test_every_field_says_what_it_means_and_none_is_named_twice(name: str) -> None:
    names = [field for field, _ in KINDS[name].fields]
    assert all(meaning for _, meaning in KINDS[name].fields)
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("kind", "field", "allowed"),
    [
        ("consent", "answer:audio", True),
        ("consent", "answer:publish_clip:report", True),
        ("consent", "answer", False),
        ("media", "renditions", True),
        ("layer", "text", True),
        ("layer", "txt", False),
        ("note", "hidden", True),
        ("record", "anything of a kind", True),
    ],
)
def test_a_kind_knows_its_fields(kind: str, field: str, allowed: bool) -> None:
    assert KINDS[kind].allows(field) is allowed


@pytest.mark.parametrize("field", ["name", "phone", "address", "date_of_birth", "postcode"])
def test_nothing_that_names_a_person_has_a_field_in_the_work_stream(field: str) -> None:
    work = [k for k in KINDS.values() if k.stream == "w" and k.name != "analysis_tag"]
    assert not any(field in dict(k.fields) for k in work)
