"""Read the content files a programme starts from, and turn them into the entities of its programme stream.

Files: `resources/starter/<noun>.json`, one JSON object each, typed by the structs of `pack_content.py`; what does not fit is refused.
A named content such as "larkside" is `resources/practice/larkside/` laid over the starter: a key it has replaces the starter's key of
that file. Everything in them can be edited without touching code: `tags.json` (groups of tags), `places.json` (dated, many parents, both
dates inclusive), `prompts.json`, `consent.json` (the questions, one at a time), `contacts.json`, `safeguarding.json` (the seven steps),
`choices.json` (every small pick-list by name), `settings.json`, `target_groups.json`, `organisations.json`, `frameworks.json`,
`plain_words.json`, `programme.json` and `members.json` (the people of a practice programme).

Words in braces, such as {programme}, are filled in when they are shown (`pack_words.py`). Entity ids are made from kind and key, so two
packs made from the starter have the same tags under the same ids. The invented stories are read by `load_practice.py`.
"""

import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from ldp_stories.errors import UserError
from ldp_stories.services.pack_content import (
    ConsentForm,
    Contacts,
    ContentFile,
    Frameworks,
    Members,
    Option,
    Organisations,
    PlaceEntry,
    Places,
    PlainWords,
    Prompts,
    Safeguarding,
    Settings,
    Tags,
    TargetGroups,
    plain,
)

_NAMES: Final = uuid.UUID("6f1c1a52-6f0e-5b0b-9c0a-3a8a4d5c9e21")
"""Fixed for ever: ids of starter content are derived from it."""

_KEPT_IN_FILE: Final = ("needed", "source")
"""Remarks for whoever edits the files; no part of the programme."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PackItem:
    """One entity to write: `sets` are the fields of its revision, `adds` the elements of its sets (field -> element -> value)."""

    kind: str
    ent: str
    sets: Mapping[str, Any]
    adds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StarterContent:
    """Everything a programme starts from, typed; `items` gives it as entities of the programme stream."""

    programme: Mapping[str, Any]
    places: Places
    tags: Tags
    prompts: Prompts
    consent: ConsentForm
    contacts: Contacts
    safeguarding: Safeguarding
    choices: Mapping[str, Sequence[Option]]
    settings: Settings
    target_groups: TargetGroups
    organisations: Organisations
    frameworks: Frameworks
    plain_words: PlainWords
    members: Members

    def items(self) -> tuple[PackItem, ...]:
        """All entities, each once, in a fixed order; the founding fields of the programme are added by whoever founds it."""
        return tuple(_items(self))


def entity_id(kind: str, key: str) -> str:
    """The permanent id of a piece of content: the same in every pack made from the starter."""
    return str(uuid.uuid5(_NAMES, f"{kind}:{key}"))


def order_number(index: int) -> int:
    """The place in a list, in tens, so that an entry of a programme's own can be put between two."""
    return (index + 1) * 10


def load_content(resources: Path, name: str = "starter") -> StarterContent:
    """Read "starter", or a practice content laid over it such as "larkside".

    UserError NOT_A_PACK with the facts `file` and `why` when a file is missing, is not JSON, or holds something that does not fit.
    """
    if name != "starter" and not (resources / "practice" / name).is_dir():
        raise UserError("NOT_A_PACK", file=name, why="there is no folder of that name")
    folders = [resources / "starter"] + ([resources / "practice" / name] if name != "starter" else [])

    def read(noun: str, shape: type[T]) -> T:
        return read_content(noun, shape, folders)

    content = StarterContent(
        read("programme", dict[str, Any]),
        read("places", Places),
        read("tags", Tags),
        read("prompts", Prompts),
        read("consent", ConsentForm),
        read("contacts", Contacts),
        read("safeguarding", Safeguarding),
        read("choices", dict[str, list[Option]]),
        read("settings", Settings),
        read("target_groups", TargetGroups),
        read("organisations", Organisations),
        read("frameworks", Frameworks),
        read("plain_words", PlainWords),
        read("members", Members) if name != "starter" else Members(),
    )
    _check(content)
    return content


def read_content(noun: str, shape: type[T], folders: Sequence[Path]) -> T:
    """One noun's file, later folders laid over earlier ones, converted to `shape`; UserError NOT_A_PACK (file=, why=)."""
    name = f"{noun}.json"
    found = [folder / name for folder in folders if (folder / name).is_file()]
    if not found:
        raise UserError("NOT_A_PACK", file=name, why="it is missing")
    merged: dict[str, Any] = {}
    try:
        for path in found:
            merged |= msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
        return msgspec.convert(merged, shape)
    except (msgspec.DecodeError, UnicodeDecodeError, OSError) as error:
        raise UserError("NOT_A_PACK", file=name, why=str(error)) from error


def refuse_unless(fits: bool, file: str, why: str) -> None:
    """Raise UserError NOT_A_PACK for a file whose parts do not fit together."""
    if not fits:
        raise UserError("NOT_A_PACK", file=file, why=why)


def _check(content: StarterContent) -> None:
    """Cross references inside the content: nothing may point to something that is not there, no key may stand twice."""
    codes = [t.code for g in content.tags.groups for t in g.tags]
    refuse_unless(len(set(codes)) == len(codes), "tags.json", "a tag code stands twice")
    for group in content.tags.groups:
        for tag in group.tags:
            named = set(re.findall(r"\b[A-H]\d+\b", tag.not_for))
            refuse_unless(named <= set(codes), "tags.json", f"{tag.code} names a tag that is not there")
    keys = [p.key for p in content.places.places]
    refuse_unless(len(set(keys)) == len(keys), "places.json", "a place key stands twice")
    for place in content.places.places:
        others = {p.place for p in place.parents} | {s.place for s in place.succeeded_by}
        refuse_unless(others <= set(keys), "places.json", f"{place.key} names a place that is not there")
    contacts = {c.key for c in content.contacts.contacts} | {""}
    steps = {s.contact for s in content.safeguarding.steps}
    refuse_unless(steps <= contacts, "safeguarding.json", "a step names a contact that is not there")
    scopes = [s for q in content.consent.items for s in q.scopes]
    refuse_unless(len(set(scopes)) == len(scopes), "consent.json", "a question is asked twice")


def _items(content: StarterContent) -> Iterator[PackItem]:
    said = {
        "opening": content.prompts.opening,
        "hopes_line": content.prompts.hopes,
        "card_rules": list(content.prompts.rules),
    }
    yield PackItem("programme", entity_id("programme", "programme"), {**content.programme, **said})
    yield from map(_place, range(len(content.places.places)), content.places.places)
    yield from _tag_items(content.tags)
    for index, prompt in enumerate(content.prompts.sets):
        yield _entry(
            "prompt_set",
            prompt.key,
            index,
            prompt,
            opening=content.prompts.opening,
            hopes=content.prompts.hopes,
        )
    yield _consent_item(content.consent)
    for index, contact in enumerate(content.contacts.contacts):
        yield _entry("contact", contact.key, index, contact)
    yield PackItem("safeguarding", entity_id("safeguarding", "steps"), plain(content.safeguarding))
    for index, framework in enumerate(content.frameworks.frameworks):
        yield _entry("framework", framework.key, index, framework)
    for member in content.members.members:
        yield PackItem("member", entity_id("member", member.code), plain(member))
    yield from _list_items(content)


def _entry(kind: str, key: str, index: int, entry: ContentFile, **more: Any) -> PackItem:
    sets = {k: v for k, v in plain(entry).items() if v is not None and k not in _KEPT_IN_FILE}
    return PackItem(kind, entity_id(kind, key), {**sets, **more, "position": order_number(index)})


def _place(index: int, place: PlaceEntry) -> PackItem:
    """Parents and successors are named by entity id in the ledger, by key in the file."""
    parents = [{"place": entity_id("place", p.place), "relation": p.relation} for p in place.parents]
    later = [{"place": entity_id("place", s.place), "note": s.share} for s in place.succeeded_by]
    return _entry("place", place.key, index, place, parents=parents, succeeded_by=later)


def _tag_items(tags: Tags) -> Iterator[PackItem]:
    entries = [(group, tag) for group in tags.groups for tag in group.tags]
    for index, (group, tag) in enumerate(entries):
        sets = {k: v for k, v in plain(tag).items() if k != "facts"}
        sets |= {
            "group": group.code,
            "group_name": group.name,
            "status": "active",
            "position": order_number(index),
        }
        sets["source"] = "facts " + ", ".join(map(str, tag.facts))
        yield PackItem("tag", entity_id("tag", tag.code), sets)


def _consent_item(form: ConsentForm) -> PackItem:
    sets = plain(form)
    sets["items"] = [{**q, "scopes": list(form.items[i].scopes)} for i, q in enumerate(sets["items"])]
    return PackItem("consent_form", entity_id("consent_form", form.key), sets)


def _list_items(content: StarterContent) -> Iterator[PackItem]:
    """The pick-lists: settings, target groups, organisations, word pairs, the card's rules, and every list of choices.json."""
    lists: dict[str, list[Mapping[str, Any]]] = {
        "setting": [plain(s) for s in content.settings.settings],
        "target_group": [plain(g) for g in content.target_groups.target_groups],
        "organisation": [plain(o) for o in content.organisations.organisations],
        "word_pair": [{"key": p.word, "label": p.plain} for p in content.plain_words.pairs],
        "researcher_rule": [{"key": str(i + 1), "label": r} for i, r in enumerate(content.prompts.rules)],
    }
    lists |= {name: [plain(o) for o in options] for name, options in content.choices.items()}
    for name, entries in lists.items():
        for index, entry in enumerate(entries):
            data = {
                k: v
                for k, v in entry.items()
                if k not in ("key", "label", "source_label") and v not in ("", False)
            }
            sets = {
                "list": name,
                "key": entry["key"],
                "label": entry["label"],
                "position": order_number(index),
                "data": data,
            }
            sets["source_label"] = entry.get("source_label", "")
            yield PackItem("list_item", entity_id("list_item", f"{name}/{entry['key']}"), sets)
