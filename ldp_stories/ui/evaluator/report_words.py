"""The words of reports: their types, their ways out, and what a passage may do."""

from __future__ import annotations

from typing import Final

from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import ReportType
from ldp_stories.services.write_report import Shown
from ldp_stories.ui.evaluator.hidden_words import why_words
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.chips import Tone

TYPES: Final = {
    ReportType.AUDIO: ("Report with sound", "Our words, with passages that play.", "speaker-high"),
    ReportType.CASE: ("Case study", "One person or a few, from before to now.", "user"),
    ReportType.SHARE: ("Share pack", "For one group of people, until a day.", "users"),
    ReportType.AREA: ("Area sheet", "One place on one page.", "file-text"),
}
"""Label, line and picture of each type."""
WAYS: Final = {
    Channel.REPORT: "Report",
    Channel.EVENT: "Event",
    Channel.PARTNER: "Partner meeting",
    Channel.WEBSITE: "Website",
    Channel.SOCIAL: "Social media",
    Channel.PRESS: "Press",
}

FOR: Final = {
    Channel.REPORT: "for a report",
    Channel.EVENT: "for an event",
    Channel.PARTNER: "for a partner meeting",
    Channel.WEBSITE: "for the website",
    Channel.SOCIAL: "for social media",
    Channel.PRESS: "for the press",
}
"""The same ways in the middle of a line, where the bare word would be taken for the type."""


def type_words(type_: ReportType) -> str:
    """ "Case study" """
    return tr(TYPES[type_][0])


def play_words(shown: Shown) -> tuple[str, str, Tone]:
    """What becomes of the sound of a passage: words, picture, tone."""
    if shown.sound is None:
        return tr("Words only"), "text-aa", "plain"
    if shown.plays:
        return tr("The sound goes along"), "play", "ok"
    return (
        tr("No permission to publish the sound. {why}", why=why_words(shown.play.why)),
        "speaker-slash",
        "warn",
    )
