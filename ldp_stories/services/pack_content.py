"""The shapes of the content files, one struct for each file and its parts; read by `load_pack_content.py`, which says what they mean."""

from typing import Any

import msgspec


class ContentFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Content is strict: a misspelt key is an error and not a silence."""


def plain(part: ContentFile) -> dict[str, Any]:
    """A part of a file as plain JSON values, the way revisions hold them (lists, never tuples)."""
    return msgspec.json.decode(msgspec.json.encode(part), type=dict[str, Any])


class TagEntry(ContentFile, frozen=True):
    """One codebook entry; `facts` number the findings it came from."""

    code: str
    name: str
    meaning: str
    use_for: str
    not_for: str
    example: str
    facts: tuple[int, ...]


class TagGroup(ContentFile, frozen=True):
    """A group of tags under a letter."""

    code: str
    name: str
    facts: tuple[int, ...]
    tags: tuple[TagEntry, ...]


class Tags(ContentFile, frozen=True):
    """tags.json"""

    note: str
    groups: tuple[TagGroup, ...]


class Parent(ContentFile, frozen=True):
    """A place this one belongs to; relation: inside, part of pilot area, serves."""

    place: str
    relation: str


class Successor(ContentFile, frozen=True):
    """A hint only: no place is turned into another without a person."""

    place: str
    share: str


class Population(ContentFile, frozen=True):
    """A published figure with its words, date (ISO or null) and source."""

    value: int
    words: str
    date: str | None
    source: str


class PlaceEntry(ContentFile, frozen=True):
    """One dated place."""

    key: str
    type: str
    name: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    parents: tuple[Parent, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    succeeded_by: tuple[Successor, ...] = ()
    population: tuple[Population, ...] = ()
    note: str = ""


class Places(ContentFile, frozen=True):
    """places.json"""

    note: str
    sources: tuple[str, ...]
    places: tuple[PlaceEntry, ...]


class PromptSet(ContentFile, frozen=True):
    """Questions for one kind of record."""

    key: str
    title: str
    record_kind: str
    items: tuple[str, ...]


class Prompts(ContentFile, frozen=True):
    """prompts.json: the shared opening, the line on hopes, the ten rules of the card, the sets."""

    opening: str
    hopes: str
    rules: tuple[str, ...]
    sets: tuple[PromptSet, ...]


class Option(ContentFile, frozen=True):
    """One pressable word: its key in the data and its label for people."""

    key: str
    label: str


class ConsentQuestion(ContentFile, frozen=True):
    """One question. `also`: scopes the same answer covers; `channels`: asked one by one; `ask_words`: a line to fill in after a yes."""

    scope: str
    short: str
    question: str
    helper: str
    if_asked: str = ""
    ask_words: str = ""
    also: tuple[str, ...] = ()
    channels: tuple[Option, ...] = ()
    purposes: tuple[Option, ...] = ()

    @property
    def scopes(self) -> tuple[str, ...]:
        """Every scope one press answers."""
        return (self.scope, *self.also)


class ConsentForm(ContentFile, frozen=True):
    """consent.json: what is read out, in the order it is read."""

    key: str
    version: str
    language: str
    approved_by: str
    approved_on: str
    say_first: str
    items: tuple[ConsentQuestion, ...]
    close: str
    under16: str
    under16_adult: str
    aged16: str
    group: str
    phone: str
    stop: str
    card: str
    withdrawal: str


class Contact(ContentFile, frozen=True):
    """A role, and who holds it; `needed` ones must be filled before live use."""

    key: str
    role: str
    name: str
    phone: str
    note: str
    needed: bool


class Contacts(ContentFile, frozen=True):
    """contacts.json"""

    contacts: tuple[Contact, ...]


class Step(ContentFile, frozen=True):
    """One step of "Worried about someone?": `contact` names whose number stands beside it, `phone` a fixed number."""

    title: str
    line: str
    contact: str
    phone: str


class Safeguarding(ContentFile, frozen=True):
    """safeguarding.json"""

    policy: str
    policy_version: str
    steps: tuple[Step, ...]


class Setting(ContentFile, frozen=True):
    """A kind of spot, with a warning where one is due."""

    key: str
    label: str
    warning: str = ""


class Settings(ContentFile, frozen=True):
    """settings.json"""

    settings: tuple[Setting, ...]


class TargetGroup(ContentFile, frozen=True):
    """A group people choose for themselves; `professional` ones are kept apart in outputs."""

    key: str
    label: str
    source_label: str = ""
    professional: bool = False


class TargetGroups(ContentFile, frozen=True):
    """target_groups.json"""

    note: str
    target_groups: tuple[TargetGroup, ...]


class Organisation(ContentFile, frozen=True):
    """One entry of the starter list; no personal contact data."""

    key: str
    label: str
    type: str
    sector: str
    activity_focus: str


class Organisations(ContentFile, frozen=True):
    """organisations.json"""

    note: str
    organisations: tuple[Organisation, ...]


class Framework(ContentFile, frozen=True):
    """A list to map tags and changes to; an empty one is a slot a programme fills."""

    key: str
    title: str
    items: tuple[Option, ...]
    source: str


class Frameworks(ContentFile, frozen=True):
    """frameworks.json"""

    frameworks: tuple[Framework, ...]


class WordPair(ContentFile, frozen=True):
    """A word to avoid in our own text, and a plainer one."""

    word: str
    plain: str


class PlainWords(ContentFile, frozen=True):
    """plain_words.json"""

    rule: str
    pairs: tuple[WordPair, ...]


class RoleEntry(ContentFile, frozen=True):
    """A role with its dates (ISO; null = still held)."""

    role: str
    start: str
    end: str | None
    extra: tuple[str, ...]


class MemberEntry(ContentFile, frozen=True):
    """A person of a practice programme."""

    code: str
    work_name: str
    organisation: str
    roles: tuple[RoleEntry, ...]


class Members(ContentFile, frozen=True):
    """members.json"""

    members: tuple[MemberEntry, ...] = ()
