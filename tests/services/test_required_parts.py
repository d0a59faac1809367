"""The eight required parts."""

import pytest

from ldp_stories.domain.programme import REQUIRED
from ldp_stories.services.required_parts import FORMS, Entities, contact, filled_parts, titles, values_of

WHOLE: Entities = {
    "programme": (
        (
            "p",
            {
                "controller_name": "C",
                "controller_address": "A",
                "privacy_contact": "P",
                "retention": [{"kind": "raw"}],
                "lawful_basis": "L",
                "article9": "9",
                "complaint_route": "R",
            },
        ),
    ),
    "consent_form": (
        ("f", {"approved_by": "E", "approved_on": "2026-01-01", "items": [{"scope": "audio"}]}),
    ),
    "contact": (
        ("c", {"key": "deputy", "name": "D"}),
        ("s", {"key": "safeguarding_lead", "name": "S", "phone": "1"}),
    ),
    "recovery": (("r", {"recipient": "age1x"}),),
}


def without(kind: str, name: str) -> Entities:
    return {
        k: tuple((i, {n: v for n, v in f.items() if (k, n) != (kind, name)}) for i, f in found)
        for k, found in WHOLE.items()
    }


def test_the_forms_are_the_domains_parts_in_its_order() -> None:
    assert tuple(f.key for f in FORMS) == REQUIRED


def test_a_whole_programme_lacks_nothing() -> None:
    assert all(filled_parts(WHOLE).values())


def test_an_empty_programme_lacks_everything() -> None:
    assert not any(filled_parts({}).values())


@pytest.mark.parametrize(
    ("kind", "name", "part"),
    [
        ("programme", "controller_name", "controller"),
        ("programme", "controller_address", "controller"),
        ("programme", "privacy_contact", "privacy_contact"),
        ("programme", "retention", "retention_rule"),
        ("programme", "article9", "lawful_basis"),
        ("programme", "complaint_route", "complaint_route"),
        ("consent_form", "approved_by", "consent_form"),
        ("consent_form", "items", "consent_form"),
        ("contact", "phone", "safeguarding_contact"),
        ("recovery", "recipient", "recipient"),
    ],
)
def test_each_missing_value_leaves_its_part_unfilled_and_no_other(kind: str, name: str, part: str) -> None:
    filled = filled_parts(without(kind, name))
    assert [key for key, done in filled.items() if not done] == [part]


def test_values_are_shown_by_the_names_that_filling_takes() -> None:
    by_key = {f.key: values_of(f, WHOLE) for f in FORMS}
    assert by_key["safeguarding_contact"] == {"name": "S", "phone": "1", "note": ""}
    assert by_key["recipient"] == {"recipient": "age1x"}
    assert by_key["consent_form"] == {"approved_by": "E", "approved_on": "2026-01-01"}


def test_a_contact_is_found_by_its_key() -> None:
    assert contact(WHOLE, "deputy")["name"] == "D"
    assert contact(WHOLE, "nobody") == {}


def test_parts_are_named_in_words() -> None:
    assert titles(["recipient", "controller"]) == "who is in charge of the information, the recovery key"
