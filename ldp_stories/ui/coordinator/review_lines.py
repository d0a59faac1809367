"""Which line each decision opens, with its words: change, not this tag, ask, differ; masking, thanks, a tag of one's own."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.review import Choice
from ldp_stories.domain.tags import TagStatus
from ldp_stories.ui.coordinator.ask_line import AskLine
from ldp_stories.ui.coordinator.review_story import ReviewStory, TagLine
from ldp_stories.ui.coordinator.step_line import StepLine
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.choices import Option

REASONS: Final = (
    str(QT_TRANSLATE_NOOP("LDP Stories", "in our words, not theirs")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "covered by another tag")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "only mentioned in passing")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "true but not here")),
)
"""The common reasons of domain/6-methods.md 6.2."""
MASKS: Final = (
    str(QT_TRANSLATE_NOOP("LDP Stories", "[name]")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "[neighbour]")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "[headteacher]")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "[researcher]")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "[street]")),
    str(QT_TRANSLATE_NOOP("LDP Stories", "[place]")),
)


def reason_line(choice: Choice, line: TagLine, story: ReviewStory, *, tag: str = "") -> AskLine:
    """The line for change, not this tag, ask or differ on one tag; `tag` is chosen beforehand."""
    offered = tags_to_offer(story, but=line.reading.suggestion.tag or "")
    chips = tuple(tr(words) for words in REASONS)
    match choice:
        case Choice.CHANGE:
            words = tr(
                "Change {tag} to which tag, and why? {name} will read it.", tag=line.short, name=line.by
            )
            return AskLine(
                words,
                field=tr("Why"),
                keep=tr("Change it"),
                chips=chips,
                tags=offered,
                tag_name=tr("Which tag"),
                tag=tag,
            )
        case Choice.DIFFER:
            words = tr("How do you see it? Both are kept, side by side.")
            return AskLine(
                words,
                field=tr("Why you see it differently"),
                keep=tr("Keep both"),
                chips=chips,
                tags=offered,
                tag_name=tr("The tag you see, if another"),
                tag=tag,
                tag_needed=False,
            )
        case Choice.ASK:
            words = tr("What do you want to ask {name} about {tag}?", name=line.by, tag=line.short)
            return AskLine(words, field=tr("Your question"), keep=tr("Ask"))
        case _:
            words = tr("Why not {tag}? {name} will read it.", tag=line.short, name=line.by)
            return AskLine(words, field=tr("Why"), keep=tr("Take it off"), chips=chips)


def mask_line(words: str, copies: int, *, suggested: bool = False) -> AskLine:
    """The line for hiding words: what to show in their place; words that we suggested may also be left as they are."""
    count = many(copies, "{n} copy", "{n} copies")
    question = tr(
        "Hide “{words}” ({count}). What do we show instead? Their own words stay underneath, closed.",
        words=words,
        count=count,
    )
    return AskLine(
        question,
        field=tr("Show this instead"),
        keep=tr("Hide it"),
        chips=tuple(tr(m) for m in MASKS),
        leave=tr("Leave it as it is") if suggested else "",
    )


LONG: Final = 90
"""Letters of a passage that are said again while it is placed."""


def place_line(story: ReviewStory, passage: str) -> StepLine:
    """The line that waits while the words for a passage are selected in the masked copy."""
    marked = next((p.text.quote for p in story.view.passages if p.id == passage and p.text is not None), "")
    short = " ".join(marked.split())
    short = short if len(short) <= LONG else short[:LONG].rstrip() + " …"
    return StepLine(
        tr(
            "Select the words for passage {n} above, then press Place it here.",
            n=story.numbers[passage],
        ),
        more=tr(
            "{name} marked “{words}”. If no words fit, leave it: it is not sent to evaluators.",
            name=story.researcher,
            words=short,
        ),
        keep=tr("Place it here"),
        icon="map-pin",
        leave=tr("Leave it"),
        key="P",
        choosing=True,
    )


def open_line(story: ReviewStory) -> StepLine:
    """The line that asks before a closed story is opened again."""
    return StepLine(
        tr("Open “{title}” again?", title=story.view.title or tr("No title yet")),
        more=tr("Ask the person first. It may then be sent. Evaluators get it only when you release it."),
        keep=tr("Open it again"),
        icon="lock-simple-open",
        leave=tr("Leave it closed"),
    )


def thanks_line(name: str) -> AskLine:
    """The line for thanking the researcher."""
    chips = (tr("Thank you. This helps us see it."), tr("Thank you for listening so well."))
    return AskLine(
        tr("What do you want to thank {name} for?", name=name),
        field=tr("Your thanks"),
        keep=tr("Send thanks"),
        chips=chips,
    )


def add_line(story: ReviewStory) -> AskLine:
    """The line for a tag that the coordinator sees."""
    return AskLine(
        tr("Which tag do you see, and why? {name} will read it.", name=story.researcher),
        field=tr("Why"),
        keep=tr("Add it"),
        tags=tags_to_offer(story),
        tag_name=tr("Which tag"),
    )


def tags_to_offer(story: ReviewStory, *, but: str = "") -> list[Option]:
    """The codebook as rows to choose from, without retired tags and without one."""
    live = (TagStatus.ACTIVE, TagStatus.PROPOSED)
    return [
        Option(t.id, f"{t.code} {t.name}", t.meaning)
        for t in story.book.values()
        if t.status in live and t.id != but
    ]
