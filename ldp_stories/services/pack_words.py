"""Fill the braces of a pack's own words, such as {programme} or {deputy_phone}, when they are read out or shown.

A word nobody has filled in is shown as a plain phrase, never as a brace: the safety page must make sense in a half-made programme.
"""

import re
from collections.abc import Iterable, Mapping

_BRACES = re.compile(r"\{([a-z0-9_]+)\}")
_PLAIN = {
    "safeguarding_lead": "your safeguarding lead",
    "safeguarding_lead_first": "The safeguarding lead",
    "safeguarding_lead_phone": "number not filled in",
    "deputy": "ask your coordinator",
    "deputy_phone": "number not filled in",
    "out_of_hours_phone": "number not filled in",
    "support_phone": "number not filled in",
    "first_name": "a neighbour",
    "programme": "this programme",
    "controller": "the organisation running this",
    "coordinator": "my coordinator",
    "evaluators": "A small team",
    "cut_off": "the date on the card",
    "number": "the number on the card",
    "adult": "grown-up",
    "privacy": "ask us for the sheet",
    "complaint": "tell us, and we answer within 30 days",
    "used_in": "nothing",
    "told": "our team",
}


def fill_words(text: str, words: Mapping[str, str]) -> str:
    """The text with its braces filled from `words`; an empty or unknown word gets a plain phrase."""

    def put(found: re.Match[str]) -> str:
        word = words.get(found[1]) or _PLAIN.get(found[1], found[1].replace("_", " "))
        ends = text[found.end() : found.end() + 1] == "."
        return word.rstrip().removesuffix(".") if ends else word  # a whole sentence inside one: one full stop

    return _BRACES.sub(put, text)


def contact_words(contacts: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """The words of the contacts, each given as (key, name, phone): `deputy`, `deputy_phone`, `deputy_first`, and `out_of_hours_phone`."""
    words: dict[str, str] = {}
    for key, name, phone in contacts:
        words |= {key: name, f"{key}_phone": phone, f"{key}_first": name.split(" ")[0] if name else ""}
    children, adults = (
        words.get("out_of_hours_children_phone", ""),
        words.get("out_of_hours_adults_phone", ""),
    )
    if children == adults:
        words["out_of_hours_phone"] = children
    elif children and adults:
        words["out_of_hours_phone"] = f"{children} for children, {adults} for adults"
    else:
        words["out_of_hours_phone"] = children or adults
    return words
