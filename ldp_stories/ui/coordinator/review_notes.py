"""The tabs Teller, Note and History of a review, and the stories to look at beside it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from ldp_stories.domain.comments import Comment, CommentKind
from ldp_stories.domain.records import RecordRow, Sensitivity
from ldp_stories.services.home import Home
from ldp_stories.services.look_beside import by_the_same_person, names_of_members, with_the_same_tag
from ldp_stories.services.release_words import changed_since
from ldp_stories.services.trace_quote import Reviewed, tag_history
from ldp_stories.ui.coordinator.queue_words import field_words
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine
from ldp_stories.ui.record.record_words import TELLER_WORDS, age_words, checked_words, shown_day
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.facts import Facts, Moment
from ldp_stories.ui.widgets.labels import Label, heading, helper

Parts = list[QWidget | int]
_SHOWN: Final = 400
"""Letters of a changed text that the tab shows; the whole stands in the words."""
MEANINGS: Final = {
    "important": str(QT_TRANSLATE_NOOP("LDP Stories", "What matters most to them")),
    "why_matters": str(QT_TRANSLATE_NOOP("LDP Stories", "Why it matters")),
    "before": str(QT_TRANSLATE_NOOP("LDP Stories", "Before")),
    "happened": str(QT_TRANSLATE_NOOP("LDP Stories", "What happened")),
    "after": str(QT_TRANSLATE_NOOP("LDP Stories", "After")),
    "saw": str(QT_TRANSLATE_NOOP("LDP Stories", "What I saw")),
    "heard": str(QT_TRANSLATE_NOOP("LDP Stories", "What I heard")),
    "wondered": str(QT_TRANSLATE_NOOP("LDP Stories", "What I wondered")),
}
_DECIDED: Final = {
    "accept": str(QT_TRANSLATE_NOOP("LDP Stories", "accepted {tag}")),
    "change": str(QT_TRANSLATE_NOOP("LDP Stories", "changed {tag} to {to}")),
    "not this tag": str(QT_TRANSLATE_NOOP("LDP Stories", "took {tag} off")),
    "ask": str(QT_TRANSLATE_NOOP("LDP Stories", "asked about {tag}")),
    "differ": str(QT_TRANSLATE_NOOP("LDP Stories", "sees {tag} differently")),
    "later": str(QT_TRANSLATE_NOOP("LDP Stories", "left {tag} for later")),
}
_KINDS: Final = {
    CommentKind.QUESTION: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} asks")),
    CommentKind.ANSWER: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} answers")),
    CommentKind.THANKS: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} says thank you")),
    CommentKind.NOTE: str(QT_TRANSLATE_NOOP("LDP Stories", "{name} notes")),
}


def teller_tab(_home: Home, story: ReviewStory) -> Parts:
    """What the story means to its teller, in their words, and who they are under their code; never a name."""
    view, parts = story.view, Parts()
    for key, words in view.record.facts:
        if key in MEANINGS and words:
            parts += [
                Label(tr(MEANINGS[key]), role="small", weight=600, color="text2"),
                Label(words, people=True),
                6,
            ]
    if not parts:
        parts = [helper(tr("They were not asked what it means to them.")), 6]
    for person in view.participants:
        pairs = [
            (tr("Code"), person.code),
            (tr("Who"), f"{tr(TELLER_WORDS[person.teller_kind])}, {age_words(person.age_band)}"),
        ]
        if person.self_description:
            pairs.append((tr("In their words"), person.self_description))
        parts.append(Facts(pairs))
    parts.append(helper(checked_words(view.record.checked_back)))
    if view.record.sensitivity is Sensitivity.CAREFUL:
        parts.append(helper(tr("The researcher asks us to take care with this one.")))
    return parts


def note_tab(home: Home, story: ReviewStory) -> Parts:
    """Title and notes as they would go to evaluators, then what was said between researcher and coordinators."""
    view, parts = story.view, _changes(home, story)
    parts += [
        Label(tr("Title"), role="small", weight=600, color="text2"),
        Label(view.title, people=True, start=True, weight=600),
        6,
    ]
    parts.append(Label(tr("{name}’s note", name=story.researcher), role="small", weight=600, color="text2"))
    parts += [Label(view.record.note, people=True) if view.record.note else helper(tr("No note.")), 6]
    if view.notes:
        parts.append(Label(tr("While they talked"), role="small", weight=600, color="text2"))
    for note in view.notes:
        at = clock(note.at_ms) if note.at_ms is not None else ""
        parts.append(Moment(at, note.text or tr("Marked"), marked=note.marked))
    for passage in view.passages:
        if passage.note and passage.copy_of is None:
            number = story.numbers[passage.id]
            parts += [
                Label(tr("On passage {n}", n=number), role="small", weight=600, color="text2"),
                Label(passage.note, people=True),
            ]
    if view.comments:
        parts += [8, heading(tr("Said between you"))]
        names = names_of_members(home, [c.by for c in view.comments])
        for comment in view.comments:
            parts += _said(comment, names)
    return parts


def _changes(home: Home, story: ReviewStory) -> Parts:
    """What was written since it was read, as it is now and as the evaluators have it."""
    changed = [u for u in changed_since(home, story.view.record.id) if u.field not in ("before", "after")]
    if not changed:
        return []
    parts: Parts = [heading(tr("Changed since you read it"))]
    for one in changed:
        where = field_words("said" if one.kind == "comment" else one.field)
        parts += [
            Label(where[:1].upper() + where[1:], role="small", weight=600, color="text2"),
            Label(_short(one.now), people=True, weight=500),
        ]
        if one.before:
            parts.append(
                Label(tr("Evaluators have: {words}", words=_short(one.before)), role="small", people=True)
            )
        parts.append(4)
    return [*parts, helper(tr("Evaluators get this when you release it again.")), 10]


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN] + " …"


def _said(comment: Comment, names: dict[str, str]) -> Parts:
    who = tr(_KINDS[comment.kind], name=names.get(comment.by, tr("Somebody")))
    line = f"{who}, {shown_day(comment.at_label)}"
    return [Label(line, role="small", weight=600, color="text2"), Label(comment.text, people=True), 4]


def history_tab(home: Home, story: ReviewStory) -> Parts:
    """Every suggestion and decision with who, when and why; what has been replaced is said so."""
    steps = tag_history(home, story.view.record.id)
    if not steps:
        return [helper(tr("Nothing has been decided yet."))]
    parts = Parts()
    for step in steps:
        old = "" if step.current or step.choice is None else tr(" (replaced)")
        parts.append(Label(f"{_step_words(step)}{old}", weight=500))
        line = shown_day(step.at)
        parts.append(
            Label(f"{line}: {step.reason}" if step.reason else line, role="small", color="text2", people=True)
        )
        parts.append(4)
    return parts


def _step_words(step: Reviewed) -> str:
    who = step.by or tr("Somebody")
    tag = step.tag or tr("own words")
    if step.choice is None:
        return tr("{name} suggested {tag}", name=who, tag=tag)
    return f"{who} {tr(_DECIDED[step.choice.value], tag=tag, to=step.to_tag)}"


def same_person(home: Home, story: ReviewStory) -> tuple[RecordRow, ...]:
    """Other stories by the same code."""
    return by_the_same_person(home, story.view.record.id)


def same_tag(home: Home, story: ReviewStory, line: TagLine | None) -> tuple[RecordRow, ...]:
    """Other stories with the tag in hand."""
    tag = line.reading.suggestion.tag if line is not None else None
    return with_the_same_tag(home, tag, but=story.view.record.id) if tag else ()
