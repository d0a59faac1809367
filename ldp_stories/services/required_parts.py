"""The eight parts a live programme must have, where their values stand, and whether they are filled (domain/3-model.md 3.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

Entities = Mapping[str, tuple[tuple[str, Mapping[str, Any]], ...]]
"""Kind -> (id, fields)."""


@dataclass(frozen=True, slots=True)
class PartForm:
    """One part: `fields` of the programme itself that it fills; `contact` the contact whose name and phone it fills."""

    key: str
    title: str
    fields: tuple[str, ...] = ()
    contact: str = ""


FORMS: Final = (
    PartForm("controller", "Who is in charge of the information", ("controller_name", "controller_address")),
    PartForm("privacy_contact", "Whom to ask about privacy", ("privacy_contact",)),
    PartForm("consent_form", "The consent wording, approved"),
    PartForm("safeguarding_contact", "Whom to call when worried about someone", contact="safeguarding_lead"),
    PartForm("retention_rule", "How long things are kept", ("retention",)),
    PartForm("recipient", "The recovery key"),
    PartForm("lawful_basis", "The legal ground", ("lawful_basis", "article9")),
    PartForm("complaint_route", "How people can complain", ("complaint_route",)),
)
CONTACT_FIELDS: Final = ("name", "phone", "note")
CONSENT_FIELDS: Final = ("approved_by", "approved_on")


def filled_parts(entities: Entities) -> dict[str, bool]:
    """Which parts are filled, by key."""
    return {form.key: _filled(form, entities) for form in FORMS}


def titles(keys: Iterable[str]) -> str:
    """The parts in words, for a sentence."""
    return ", ".join(form.title.lower() for form in FORMS if form.key in set(keys))


def values_of(form: PartForm, entities: Entities) -> dict[str, Any]:
    """What stands in a part now, by the names that filling it takes."""
    if form.key == "consent_form":
        return _some(_first(entities, "consent_form"), CONSENT_FIELDS)
    if form.key == "recipient":
        return {"recipient": _first(entities, "recovery").get("recipient", "")}
    if form.contact:
        return _some(contact(entities, form.contact), CONTACT_FIELDS)
    return _some(_first(entities, "programme"), form.fields)


def _filled(form: PartForm, entities: Entities) -> bool:
    values = values_of(form, entities)
    if form.key == "consent_form":
        return bool(values["approved_by"]) and bool(_first(entities, "consent_form").get("items"))
    if form.contact:
        return bool(values["name"]) and bool(values["phone"])
    return all(bool(value) for value in values.values())


def contact(entities: Entities, key: str) -> Mapping[str, Any]:
    """The contact of a key; empty when there is none."""
    found = (fields for _, fields in entities.get("contact", ()) if fields.get("key") == key)
    return next(found, {})


def _first(entities: Entities, kind: str) -> Mapping[str, Any]:
    found = entities.get(kind, ())
    return found[0][1] if found else {}


def _some(fields: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: fields.get(name, "") for name in names}
