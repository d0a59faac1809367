"""Why a story needs a coordinator, in words: the group it stands in, its line in the queue, its chip and its banner on the review screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.review import Why
from ldp_stories.services.queue_work import QueueRow, Reason
from ldp_stories.ui.record.consent_strip import key_words
from ldp_stories.ui.record.kept_card import kept_words
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.text import apart, many, tr
from ldp_stories.ui.widgets.chips import Tone
from ldp_stories.ui.widgets.model import RowItem

GROUP_WORDS: Final[dict[Why, str]] = {
    Why.CONSENT: str(QT_TRANSLATE_NOOP("LDP Stories", "Consent to look at")),
    Why.TAKEN_BACK: str(QT_TRANSLATE_NOOP("LDP Stories", "Taken back")),
    Why.NAME_FOUND: str(QT_TRANSLATE_NOOP("LDP Stories", "May name somebody")),
    Why.CHANGED: str(QT_TRANSLATE_NOOP("LDP Stories", "Changed since you read it")),
    Why.CONFLICT: str(QT_TRANSLATE_NOOP("LDP Stories", "Two versions")),
    Why.QUESTION: str(QT_TRANSLATE_NOOP("LDP Stories", "Questions that wait for an answer")),
    Why.WAITING: str(QT_TRANSLATE_NOOP("LDP Stories", "Waiting for sound or a picture")),
    Why.TAGS: str(QT_TRANSLATE_NOOP("LDP Stories", "Tags that need a look")),
    Why.RELEASE: str(QT_TRANSLATE_NOOP("LDP Stories", "Ready for the evaluators")),
}
_LOOKS: Final[dict[Why, tuple[str, Tone]]] = {
    Why.CONSENT: ("shield-warning", "bad"),
    Why.TAKEN_BACK: ("arrow-counter-clockwise", "bad"),
    Why.NAME_FOUND: ("identification-badge", "warn"),
    Why.CHANGED: ("pencil-line", "warn"),
    Why.CONFLICT: ("git-merge", "warn"),
    Why.QUESTION: ("chat-circle-dots", "info"),
    Why.WAITING: ("clock", "line"),
    Why.TAGS: ("tag", "info"),
    Why.RELEASE: ("paper-plane-tilt", "ok"),
}
BANNERS: Final = (Why.CONSENT, Why.TAKEN_BACK, Why.CHANGED, Why.NAME_FOUND, Why.CONFLICT)
"""The reasons that a review shows as a banner; a closed story is the fifth (SCREENS.md 5.11)."""
_GATES: Final = {
    "withdrawn": str(QT_TRANSLATE_NOOP("LDP Stories", "They took their story back")),
    "no_part": str(QT_TRANSLATE_NOOP("LDP Stories", "There is no yes to taking part")),
    "no_consent": str(QT_TRANSLATE_NOOP("LDP Stories", "There are no answers about consent")),
    "adult_first": str(QT_TRANSLATE_NOOP("LDP Stories", "A grown-up has to say yes first")),
    "child_not_asked": str(QT_TRANSLATE_NOOP("LDP Stories", "The child was not asked")),
    "child_no": str(QT_TRANSLATE_NOOP("LDP Stories", "The child said no")),
    "not_able": str(QT_TRANSLATE_NOOP("LDP Stories", "They could not follow what was asked")),
}


def look(why: Why) -> tuple[str, Tone]:
    """The picture and the tone of a reason."""
    return _LOOKS[why]


def consent_words(fact: str) -> str:
    """What is wrong with a consent: a gate reason, or "scope:reason" for something kept without a yes."""
    if fact in _GATES:
        return tr(_GATES[fact])
    scope = fact.partition(":")[0]
    return (
        kept_words(scope)
        if scope in ("audio", "video", "photo")
        else tr("{what}: not agreed", what=key_words(scope))
    )


def reason_words(reason: Reason) -> str:
    """One reason as words without a full stop: "2 tags need a look"."""
    n, what = reason.count, reason.what
    match reason.why:
        case Why.CONSENT:
            return "; ".join(dict.fromkeys(consent_words(w) for w in what)) or tr("Consent needs a look")
        case Why.TAKEN_BACK:
            return tr("They took their story back")
        case Why.NAME_FOUND:
            return _names(what)
        case Why.CHANGED:
            return changed_words(what)
        case Why.CONFLICT:
            return many(n, "{n} thing has two versions", "{n} things have two versions")
        case Why.QUESTION:
            return many(n, "{n} question waits for an answer", "{n} questions wait for an answer")
        case Why.WAITING:
            return _waiting(n, frozenset(what))
        case Why.TAGS:
            return _tags(n, what.count("answered"), what.count("apart"))
        case Why.RELEASE:
            return tr("The answer to your question has not come") if what else tr("everything is looked at")


_FIELDS: Final = {
    "title": str(QT_TRANSLATE_NOOP("LDP Stories", "the title")),
    "note": str(QT_TRANSLATE_NOOP("LDP Stories", "a note")),
    "text": str(QT_TRANSLATE_NOOP("LDP Stories", "words said or written")),
    "said": str(QT_TRANSLATE_NOOP("LDP Stories", "what was written to you")),
    "quote": str(QT_TRANSLATE_NOOP("LDP Stories", "a passage")),
    "reason": str(QT_TRANSLATE_NOOP("LDP Stories", "a reason for a tag")),
    "words": str(QT_TRANSLATE_NOOP("LDP Stories", "a tag in own words")),
    "promises": str(QT_TRANSLATE_NOOP("LDP Stories", "what was promised")),
    "also_raised": str(QT_TRANSLATE_NOOP("LDP Stories", "what else came up")),
    "who_else": str(QT_TRANSLATE_NOOP("LDP Stories", "who else was there")),
    "self_description": str(QT_TRANSLATE_NOOP("LDP Stories", "how they describe themselves")),
}


def field_words(field: str) -> str:
    """Where words stand: "the title", "a reason for a tag"."""
    return tr(_FIELDS[field]) if field in _FIELDS else tr("what the teller said it means")


def changed_words(fields: tuple[str, ...]) -> str:
    """What was written since it was read: "Changed since you read it: the title, a note"."""
    known = [f for f in _FIELDS if f in fields] + [f for f in fields if f not in _FIELDS]
    names = dict.fromkeys(field_words(f) for f in known if f not in ("before", "after"))
    places = ", ".join(names or [tr("words said or written")])
    return tr("Changed since you read it: {places}", places=places)


def _waiting(count: int, kinds: frozenset[str]) -> str:
    """What has not come yet, by what it is."""
    if kinds == {"photo"}:
        return many(count, "{n} photo has not come yet", "{n} photos have not come yet")
    if "photo" in kinds or "document" in kinds:
        return many(count, "{n} file has not come yet", "{n} sounds and files have not come yet")
    return many(count, "{n} recording has not come yet", "{n} recordings have not come yet")


def _tags(count: int, answered: int, twice: int) -> str:
    """ "2 tags need a look", "1 question has its answer", "1 tag has two answers", or more than one of these."""
    rest = count - answered - twice
    said = (
        (twice, many(twice, "{n} tag has two answers", "{n} tags have two answers")),
        (answered, many(answered, "{n} question has its answer", "{n} questions have their answers")),
        (rest, many(rest, "{n} tag needs a look", "{n} tags need a look")),
    )
    return ", ".join(words for n, words in said if n)


def _names(found: tuple[str, ...]) -> str:
    quoted = ", ".join(f"“{apart(words)}”" for words in found[:3])
    if len(found) > 3:
        return tr("{names} and {n} more may be names", names=quoted, n=len(found) - 3)
    return (
        tr("{names} may be names", names=quoted)
        if len(found) > 1
        else tr("{names} may be a name", names=quoted)
    )


def here_because(reason: Reason) -> str:
    """The words of the chip: "Here because 2 tags need a look"."""
    if reason.why is Why.RELEASE and not reason.what:
        return tr("Ready for the evaluators")
    words = reason_words(reason)
    return tr("Here because {why}", why=words if words[:1] == "“" else words[:1].lower() + words[1:])


def row_of(row: QueueRow) -> RowItem:
    """A story of the queue as a row: where and by whom it was told, its weightiest reason, how many more there are."""
    first = row.reasons[0]
    icon, tone = look(first.why)
    parts = [
        shown_day(row.told_on),
        apart(row.place),
        tr("by {name}", name=row.researcher) if row.researcher else "",
    ]
    line = ", ".join(part for part in parts if part)
    if more := "; ".join(reason_words(r) for r in row.reasons[1:]):
        line = tr("{line}. Also: {why}", line=line, why=more)
    return RowItem(row.record, row.title or tr("No title yet"), line, icon, reason_words(first), icon, tone)


def rows_by_why(rows: tuple[QueueRow, ...]) -> list[RowItem]:
    """The rows of the queue under the headings of their weightiest reasons."""
    found: list[RowItem] = []
    now: Why | None = None
    for row in rows:
        if row.reasons[0].why is not now:
            now = row.reasons[0].why
            count = sum(1 for r in rows if r.reasons[0].why is now)
            found.append(RowItem(f"why:{now.value}", f"{tr(GROUP_WORDS[now])} ({count})", header=True))
        found.append(row_of(row))
    return found
