"""Invented stories in bulk: lines of the ledger as one researcher would have written them, the same for the same seed."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count, cycle, groupby
from typing import Any, Final

from ldp_stories.app import resource
from ldp_stories.domain.consent import all_keys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.services.home import WORD_LIST

WORDS_EACH: Final = 300
BY_ONE: Final = 5
"""Stories told by one person at one meeting, so that a story is little more than its text: 2.6 lines of the ledger."""
TAGS_EACH: Final = 5
DECISIONS_EACH: Final = 10
OTHERWISE_EACH: Final = 20
"""One suggestion in so many is decided otherwise than the researcher said, in one of two ways: what a tag chat talks about."""
RARE: Final = "lighthouse"
_AS_SAID: Final = "accept"
_YES: Final = {f"answer:{key}": "yes" for key in all_keys()}


@dataclass(frozen=True, slots=True)
class Story:
    """The ids that later lines hang from, the line that made the record, the layer with its words (`said`: its line), and the seed of the words."""

    record: str
    person: str
    made_by: str
    layer: str
    said: str
    seed: int


class Pen:
    """Writes lines for one device stream, numbered from `first`."""

    def __init__(self, dev: str, first: int = 1, seed: int = 1) -> None:
        self._dev, self._numbers = dev, count(first)
        self.chance = random.Random(seed)
        self._minute = count()

    def line(
        self, noun: str, ent: str, subj: tuple[str, ...] = (), par: tuple[str, ...] = (), /, **sets: Any
    ) -> Revision:
        """One line; labels go forward a minute at a time."""
        minute = next(self._minute)
        label = f"2026-{1 + minute // 40_320 % 12:02d}-{1 + minute // 1_440 % 28:02d}T{minute // 60 % 24:02d}:{minute % 60:02d}:00Z"
        return new_revision(
            noun,
            ent,
            Change(sets),
            subj=subj,
            par=par,
            dev=self._dev,
            seq=next(self._numbers),
            at_label=label,
        )


class Talk:
    """Text like speech: a few words often, most words seldom (as in every language), the same for the same seed."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        listed = [line.split()[-1] for line in resource(WORD_LIST).read_text(encoding="utf-8").splitlines()]
        self.words = [w for w in listed if w != RARE]
        random.Random(11).shuffle(self.words)
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def text(self, words: int = WORDS_EACH) -> str:
        """So many words."""
        return " ".join(self._chance.choices(self.words, cum_weights=self._weights, k=words))

    def of(self, seed: int) -> str:
        """The words of one story, the same for the same seed; a negative one has the rare word at its end."""
        chance = random.Random(seed)
        text = " ".join(chance.choices(self.words, cum_weights=self._weights, k=WORDS_EACH))
        return f"{text} {RARE}" if seed < 0 else text


def stories(pen: Pen, number: int, *, member: str, place: str, told: list[Story]) -> Iterator[Revision]:
    """The lines of `number` stories of 300 words with the person, consent and meeting of each five; their ids are added to `told`."""
    talk = Talk(pen.chance)
    person = meeting = ""
    for at in range(number):
        seed = pen.chance.getrandbits(40)
        if at % BY_ONE == 0:
            person, meeting = new_id(), new_id()
            yield from _meeting(pen, person, meeting, member, place)
        record, layer, subj = new_id(), new_id(), (person,)
        made = pen.line(
            "record",
            record,
            subj,
            encounter=meeting,
            participants=[person],
            kind="story",
            title=talk.text(4),
            language="en",
            status="ready",
            sensitivity="normal",
        )
        yield made
        if at % 1_000 == 0:
            seed = -seed
        words = pen.line(
            "layer", layer, subj, record=record, kind="verbatim", language="en", text=talk.of(seed)
        )
        yield words
        told.append(Story(record, person, made.id, layer, words.id, seed))


def _meeting(pen: Pen, person: str, meeting: str, member: str, place: str) -> Iterator[Revision]:
    subj = (person,)
    yield pen.line("participant", person, subj, code="", teller_kind="resident", age_band="40-59")
    consent = {
        "participant": person,
        "encounter": meeting,
        "form_version": "1",
        "status": "given",
        "method": "recorded",
    }
    yield pen.line("consent", new_id(), subj, **consent, **_YES)
    at = f"2026-{pen.chance.randint(1, 11):02d}-{pen.chance.randint(1, 28):02d}T10:00"
    yield pen.line(
        "encounter", meeting, subj, at=at, place=place, researcher=member, participants=[person], kind="story"
    )


def suggestions(
    pen: Pen, told: Sequence[Story], tags: Sequence[str], member: str
) -> Iterator[tuple[str, Story, Revision]]:
    """Five suggested tags for each story: (suggestion id, story, line)."""
    for story in told:
        for tag in pen.chance.sample(tags, TAGS_EACH):
            ident = new_id()
            line = pen.line(
                "suggestion",
                ident,
                (story.person,),
                record=story.record,
                passage=None,
                tag=tag,
                by=member,
                sure="sure",
                reason="she said so twice",
            )
            yield ident, story, line


Suggested = tuple[str, Story, str]
"""A suggestion's id, the story it is on, and the line that made it."""


def decisions(pen: Pen, suggested: Sequence[Suggested], member: str, waiting: int) -> Iterator[Revision]:
    """Two decisions for each suggestion (the second confirms the first) and a release for each story, but for the last `waiting` ones.

    A story is released as the program does it: a masked copy is made, and the record says which lines with words were read.
    """
    talk = Talk(pen.chance)
    ways = cycle(
        [*[_AS_SAID] * (OTHERWISE_EACH - 1), "not this tag", *[_AS_SAID] * (OTHERWISE_EACH - 1), "differ"]
    )
    for _, those in groupby(
        suggested[: max(0, len(suggested) - waiting * TAGS_EACH)], key=lambda s: s[1].record
    ):
        here = list(those)
        story = here[0][1]
        for ident, _, _ in here:
            yield from _decided(pen, ident, story, member, next(ways))
        masked = pen.line(
            "layer",
            new_id(),
            (story.person,),
            record=story.record,
            kind="masked",
            language="en",
            text=talk.of(story.seed),
            made_from=story.layer,
        )
        yield masked
        read = sorted([story.made_by, story.said, masked.id, *(line for _, _, line in here)])
        yield pen.line(
            "record",
            story.record,
            (story.person,),
            (story.made_by,),
            released=True,
            released_by=member,
            read=read,
            kept_back=[],
        )


def _decided(pen: Pen, suggestion: str, story: Story, member: str, way: str) -> Iterator[Revision]:
    """The first decision says yes, the last one says `way`."""
    before: list[str] = []
    many = DECISIONS_EACH // TAGS_EACH
    for at in range(many):
        decision, said = new_id(), way if at == many - 1 else _AS_SAID
        yield pen.line(
            "decision",
            decision,
            (story.person,),
            suggestion=suggestion,
            record=story.record,
            decision=said,
            reason="" if said == _AS_SAID else "only mentioned in passing",
            by=member,
            supersedes=list(before),
        )
        before = [decision]
