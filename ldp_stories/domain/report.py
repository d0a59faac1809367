"""A report being made for readers: sections of our own words and of passages, for one way out; and the check before it leaves.

A report holds no words of people, only which passages it shows: each is asked for permission again whenever it is opened or written.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from ldp_stories.domain.consent import Channel


class ReportType(StrEnum):
    """What kind of thing it is (domain/6-methods.md 6.5)."""

    AUDIO = "report with sound"
    CASE = "case study"
    SHARE = "share pack"
    AREA = "area sheet"


HEADINGS: Final[Mapping[ReportType, tuple[str, ...]]] = {
    ReportType.AUDIO: ("What people told us",),
    ReportType.CASE: (
        "Who and where",
        "Before",
        "Turning points",
        "What helped",
        "What got in the way",
        "Now",
        "In their words",
        "Other viewpoints",
        "What we are unsure of",
    ),
    ReportType.SHARE: ("What is in it",),
    ReportType.AREA: (
        "The place and the time",
        "How it went",
        "In their words",
        "What changed",
        "What next",
        "Questions",
    ),
}
"""The headings a new one begins with; an empty one prints "Nothing recorded yet"."""


@dataclass(frozen=True, slots=True)
class Part:
    """One block: our own `words`, a `passage` by its id, or a `picture` by its kind, for some `tags` (none: the usual ones)."""

    words: str = ""
    passage: str = ""
    picture: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading with its parts in order."""

    heading: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `channel` is the way out whose yes its sounds need; `expires` an ISO date or ""; `ticks` by question number.

    `book` is the version of the codebook that its tags are named by, and `book_on` the day that was chosen: a saved report keeps its labels.
    """

    id: str
    type: ReportType
    title: str
    lead: str = ""
    channel: Channel = Channel.REPORT
    audience: str = ""
    expires: str = ""
    chapters: tuple[Chapter, ...] = ()
    ticks: Mapping[int, str] = field(default_factory=dict)
    ticked_for: str = ""
    book: str = ""
    book_on: str = ""

    def passages(self) -> Iterator[str]:
        """The passages it shows, in order."""
        for chapter in self.chapters:
            for part in chapter.parts:
                if part.passage:
                    yield part.passage

    @property
    def pictures(self) -> bool:
        """Whether it shows a picture, and with it names of tags."""
        return any(part.picture for chapter in self.chapters for part in chapter.parts)

    @property
    def content(self) -> str:
        """A hash of everything a reader would see: ticks count for this content only."""
        told = [self.type.value, self.title, self.lead, self.channel.value, self.audience]
        told += [self.book] if self.pictures else []
        inside = [[c.heading, [_told(p) for p in c.parts]] for c in self.chapters]
        return hashlib.sha256(json.dumps([told, inside], ensure_ascii=False).encode()).hexdigest()

    @property
    def standing_ticks(self) -> frozenset[int]:
        """The questions that a person answered for what it holds now."""
        return frozenset(self.ticks) if self.ticked_for == self.content else frozenset()

    def ticks_of(self, day: str) -> frozenset[int]:
        """Those of them that were answered on this day (an ISO date): what was looked at once is looked at again before it leaves later."""
        return frozenset(n for n in self.standing_ticks if self.ticks[n] == day)


def _told(part: Part) -> list[object]:
    return [part.words, part.passage, *([part.picture, *part.tags] if part.picture else [])]


QUESTIONS: Final[Mapping[int, str]] = {
    1: "Everybody in it said yes to this, today.",
    2: "Names, schools, shops, streets, teams, rare jobs, rare illness, exact ages and dates are masked.",
    3: "No small group of people is described so closely that one could be picked out.",
    4: "Two quotes by one person do not point at them together.",
    5: "Pictures show no faces, house numbers, number plates, badges or screens without a yes.",
    6: "No name is spoken in the sound, and no other voice is in it without a yes.",
    7: "Other people who are spoken of would not be recognised, or would not mind.",
    8: "No file name and no hidden facts name anybody.",
    9: "A neighbour would not guess who it is; or the person was asked with that said plainly.",
}
"""The check before anything leaves (domain/5-ethics-law.md 5.4); each needs a person's tick."""
