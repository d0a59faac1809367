"""The lists one can filter the library by: each with its words, its picture, what it is called as a pill, and its rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.domain.records import RecordKind
from ldp_stories.services.code_own import own_tags
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.library_filters import bundles, researchers
from ldp_stories.services.read_pack import choices
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.place_options import all_places
from ldp_stories.ui.record.record_words import KIND_WORDS, TELLER_WORDS, age_words
from ldp_stories.ui.text import day, many, tr
from ldp_stories.ui.widgets.choices import Option

_MONTHS: Final = (1, 3, 6, 12, 24)
_SCOPES: Final = (
    Scope.SHARE_MEDIA_TEAM,
    Scope.QUOTE_ANON,
    Scope.QUOTE_NAMED,
    Scope.PUBLISH_CLIP,
    Scope.RECONTACT,
    Scope.ARCHIVE,
    Scope.OTHER_RESEARCH,
)


@dataclass(frozen=True)
class FilterList:
    """One filter: its key, its words, the words for none chosen, its picture, its rows, and how a pill says it.

    `late`: its rows take a walk over all stories, so they are read when they are needed.
    """

    key: str
    words: str
    any: str
    icon: str
    rows: Callable[[Home], list[Option]]
    pill: str = "{what}"
    late: bool = False


def _first_of_month(today: date, back: int) -> date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return date(year, month + 1, 1)


def _since(home: Home) -> list[Option]:
    return [day_option(_first_of_month(home.today(), back)) for back in _MONTHS]


def _until(home: Home) -> list[Option]:
    days = [_first_of_month(home.today(), back) - timedelta(days=1) for back in (0, *_MONTHS)]
    return [day_option(d) for d in days]


def day_option(on: date) -> Option:
    """A day to filter by."""
    return Option(on.isoformat(), f"{day(on)} {on.year}")


def _tags(home: Home) -> list[Option]:
    own = [Option(n.tag.id, n.tag.name, n.tag.meaning) for n in own_tags(home)]
    return own + [Option(t.id, f"{t.code} {t.name}", t.meaning) for t in codebook(home)]


def _pack(name: str) -> Callable[[Home], list[Option]]:
    return lambda home: [Option(i.key, i.label) for i in choices(home, name)]


def _bundles(home: Home) -> list[Option]:
    return [
        Option(
            ident,
            tr("Number {n} from {who}", n=number, who=sender),
            many(stories, "{n} story", "{n} stories"),
        )
        for ident, number, sender, stories in bundles(home)
    ]


LISTS: Final = (
    FilterList("place", "Place", "Any place", "map-pin", all_places),
    FilterList("since", "Told since", "Any time", "calendar-blank", _since, "Told since {what}"),
    FilterList("until", "Told until", "Any time", "calendar-blank", _until, "Told until {what}"),
    FilterList(
        "teller",
        "Told by",
        "Anybody",
        "user",
        lambda _: [Option(k.value, tr(TELLER_WORDS[k])) for k in TellerKind],
        "Told by {what}",
    ),
    FilterList("tag", "Tag", "Any tag", "tag", _tags),
    FilterList("also", "And the tag", "No other tag", "tag", _tags, "And {what}"),
    FilterList(
        "kind",
        "Kind",
        "Any kind",
        "notebook",
        lambda _: [Option(k.value, tr(KIND_WORDS[k])) for k in RecordKind],
    ),
    FilterList(
        "more",
        "And",
        "Anything",
        "check",
        lambda _: [Option("sound", tr("Has sound")), Option("reviewed", tr("Looked at by a coordinator"))],
    ),
    FilterList(
        "direction", "Which way", "Any way", "arrows-left-right", _pack("direction"), "Which way: {what}"
    ),
    FilterList("level", "How far it reaches", "Any reach", "arrows-out", _pack("level"), "Reaches: {what}"),
    FilterList("group", "Group", "Any group", "users", _pack("target_group")),
    FilterList(
        "age",
        "Age",
        "Any age",
        "user",
        lambda _: [Option(b.value, age_words(b)) for b in AgeBand],
        "Age: {what}",
    ),
    FilterList(
        "researcher",
        "Researcher",
        "Any researcher",
        "user",
        lambda home: [Option(i, code) for i, code in researchers(home)],
        "Researcher {what}",
        late=True,
    ),
    FilterList("bundle", "Came with", "Any bundle", "package", _bundles, "Came with: {what}", late=True),
    FilterList(
        "may",
        "Said yes to",
        "Anything",
        "check-circle",
        lambda _: [Option(s.value, key_words(s.value)) for s in _SCOPES],
        "Said yes to: {what}",
    ),
)
"""All filters, in the order they stand."""
