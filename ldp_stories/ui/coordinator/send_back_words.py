"""Sending back, said in words: whom, how much goes, what stays and why, and what came of it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.roles import Role
from ldp_stories.services.pack_bundle import Packed
from ldp_stories.services.plan_bundle import UNDER_16, SendPlan
from ldp_stories.services.recipients import Recipient
from ldp_stories.ui.record.news_words import news_words, wish_words
from ldp_stories.ui.text import in_a_row, many, size, tr

_STAYS: Final = {
    "closed": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stays: it is closed.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stay: they are closed.")),
    ),
    "no_permission": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stays: the person did not agree to it.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stay: the people did not agree to it.")),
    ),
    UNDER_16: (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stays: somebody is under 16, and a yes is missing.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stay: somebody is under 16, and a yes is missing.")),
    ),
    "not_released": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stays: you have not released it yet.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stay: you have not released them yet.")),
    ),
    "taken_back": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stays: it was taken back.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stay: they were taken back.")),
    ),
    "draft": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stays: it is a draft.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stay: they are drafts.")),
    ),
    "held": (
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stays: it waits.")),
        str(QT_TRANSLATE_NOOP("LDP Stories", "{n} stay: they wait.")),
    ),
}


def who_words(to: Recipient) -> str:
    """Whom: "Evaluators: Priya", "Amina, researcher"."""
    if to.role is Role.EVALUATOR:
        return tr("Evaluators: {name}", name=to.name)
    if to.role is Role.COORDINATOR:
        return tr("Coordinators: {name}", name=to.name)
    return to.name


def what_words(to: Recipient) -> str:
    """What sending to them is for."""
    if to.role is Role.RESEARCHER:
        return tr("Thanks, questions and what became of their tags")
    return tr("Released stories and their sound") if to.role is Role.EVALUATOR else tr("All ready stories")


def how_much(plan: SendPlan) -> str:
    """ "3 stories, 2 recordings, 14 MB."; the answers on stories for a researcher."""
    if plan.empty:
        news = news_words(plan.news)
        return f"{news}." if news else tr("Nothing new. A newer programme file may still go.")
    wishes = wish_words(plan.news)
    if plan.to.role is Role.RESEARCHER:
        what = (
            many(plan.stories, "News about {n} story", "News about {n} stories")
            if plan.stories
            else tr("A few words")
        )
        return ", ".join(filter(None, (what, wishes))) + "."
    parts = [many(plan.stories, "{n} story", "{n} stories")] if plan.stories or not plan.told else []
    if plan.told:
        told = many(
            plan.told,
            "news of {n} story that is closed or away",
            "news of {n} stories that are closed or away",
        )
        parts.append(told)
    if plan.recordings:
        parts.append(many(plan.recordings, "{n} recording", "{n} recordings"))
    parts += [wishes] if wishes else []
    parts.append(size(plan.bytes))
    return ", ".join(parts) + "."


def short_words(plan: SendPlan) -> str:
    """The same in a few words, for the list of people."""
    if plan.empty:
        return news_words(plan.news) or tr("Nothing new")
    if plan.waits:
        return tr("Packed, waits for an answer")
    return many(plan.stories, "{n} story", "{n} stories") if plan.stories else tr("A few words")


def stays_words(stays: dict[str, int]) -> list[str]:
    """What stays here and why, a line for each reason."""
    return [many(n, *_STAYS[why]) for why, n in stays.items() if n and why in _STAYS]


def sent_words(packed: Packed, way: str, name: str) -> str:
    """What came of it."""
    copied = {
        "stick": tr("Copied and checked. You can take the stick out."),
        "folder": tr("Copied into the folder and checked."),
        "mail": many(
            len(packed.paths),
            "{n} file is ready and checked. Add it to a mail.",
            "{n} files are ready and checked. Send each in a mail of its own.",
        ),
    }.get(way, tr("It is there, whole and checked."))
    beside = " " + tr("The programme file lies beside it.") if packed.pack is not None else ""
    return f"{copied}{beside} " + tr(
        "It counts as received when the answer of {name} comes back.", name=in_a_row(name)
    )
