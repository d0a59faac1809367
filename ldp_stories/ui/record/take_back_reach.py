"""All that a person's words reached, on one card: shown before anything is taken out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from ldp_stories.services.find_person import FoundPerson
from ldp_stories.services.reach_of import Reach, ReachedOutput, ReachedStory
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import apart, many, minutes, tr
from ldp_stories.ui.widgets.card import Card
from ldp_stories.ui.widgets.facts import CheckLine, Facts
from ldp_stories.ui.widgets.labels import heading, helper

OUTPUT_WORDS: Final = {
    "quote bank": str(QT_TRANSLATE_NOOP("LDP Stories", "Quote bank")),
    "small report": str(QT_TRANSLATE_NOOP("LDP Stories", "Small report")),
    "clip": str(QT_TRANSLATE_NOOP("LDP Stories", "A piece of sound")),
    "report": str(QT_TRANSLATE_NOOP("LDP Stories", "Report")),
}


def output_words(kind: str) -> str:
    """What something made for readers is called."""
    return (
        tr(OUTPUT_WORDS[kind]) if kind in OUTPUT_WORDS else kind.capitalize() or tr("Something for readers")
    )


class ReachCard(Card):
    """Who it is, and everything of theirs that is anywhere we know of."""

    def __init__(self, person: FoundPerson, reach: Reach) -> None:
        super().__init__(spacing=10)
        self.add(heading(tr("{code}: what it reached", code=person.code)))
        self.add(Facts(_who(person, reach), role="body", first=150))
        if reach.stories:
            self.add(6, heading(tr("Stories")))
        for story in reach.stories:
            self.add(_story(story))
        if reach.outputs:
            self.add(6, heading(tr("Made for readers")))
        for made, times in _alike(reach.outputs):
            self.add(_output(made, times))
        if not reach.stories:
            self.add(helper(tr("There is no story of theirs here. Their code and answers can still go.")))
        self.add(None)


def _who(person: FoundPerson, reach: Reach) -> list[tuple[str, str]]:
    met = shown_day(person.met_on) if person.met_on else ""
    sound = ""
    if reach.recordings:
        count = many(len(reach.recordings), "{n} recording", "{n} recordings")
        sound = f"{count}, {minutes(sum(reach.recordings))}"
    other = ", ".join(c for c in person.codes if c != person.code)
    pairs = [
        (tr("First met"), ", ".join(filter(None, (met, apart(person.researcher))))),
        (tr("Other codes"), other),
        (tr("Sound"), sound),
        (tr("Pictures"), str(reach.pictures) if reach.pictures else ""),
        (tr("Passages"), str(reach.passages) if reach.passages else ""),
        (tr("Copies of the words"), str(reach.versions) if reach.versions else ""),
        (tr("Notes"), str(reach.notes) if reach.notes else ""),
        (tr("Quotes"), str(reach.quotes) if reach.quotes else ""),
        (tr("Who has some of it"), ", ".join(map(apart, reach.recipients)) or tr("nobody else")),
    ]
    return [pair for pair in pairs if pair[1]]


def _story(story: ReachedStory) -> QWidget:
    line = shown_day(story.told_on)
    if story.tellers > 1:
        line = tr("{day}, told by {n} people", day=line, n=story.tellers)
    return CheckLine(story.title or tr("No title yet"), line=line, icon="notebook", tone="accent")


def _alike(outputs: Iterable[ReachedOutput]) -> Iterable[tuple[ReachedOutput, int]]:
    """Files that one person made of one kind on one day are one line: tables leave as several."""
    found: dict[tuple[object, ...], list[ReachedOutput]] = {}
    for made in outputs:
        found.setdefault((made.type, made.by, made.made_on, made.copies, made.issued), []).append(made)
    return [(same[0], len(same)) for same in found.values()]


def _output(made: ReachedOutput, times: int) -> QWidget:
    if not made.issued:
        words = tr("Not finished: a gap will show where it was")
        return CheckLine(_titled(made), line=words, icon="pencil-simple", tone="plain")
    copies = (
        many(made.copies, "{n} copy given out", "{n} copies given out") if made.copies else tr("given out")
    )
    if times > 1:
        copies = f"{many(times, '{n} file', '{n} files')}, {copies}"
    line = tr("{day}, {copies}. It cannot be called back.", day=shown_day(made.made_on), copies=copies)
    return CheckLine(_titled(made), line=line, icon="warning-circle", tone="warn")


def _titled(made: ReachedOutput) -> str:
    name = output_words(made.type)
    return tr("{what}, {name}", what=name, name=made.by) if made.by else name
