"""In the tab Note of a review: what could name somebody, with why it is suggested; a person hides each, or leaves it as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.services.find_names import NameFound, find_names
from ldp_stories.services.home import Home
from ldp_stories.ui.coordinator.review_story import ReviewStory
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.card import row
from ldp_stories.ui.widgets.labels import Label, heading, helper

Parts = list[QWidget | int]
Hide = Callable[[str, str], None]
_WHY: Final = {
    "title and name": str(QT_TRANSLATE_NOOP("LDP Stories", "a title and a name")),
    "said to be a name": str(QT_TRANSLATE_NOOP("LDP Stories", "they say it is a name")),
    "street": str(QT_TRANSLATE_NOOP("LDP Stories", "a house in a street")),
    "school": str(QT_TRANSLATE_NOOP("LDP Stories", "a school or surgery")),
    "national insurance number": str(QT_TRANSLATE_NOOP("LDP Stories", "a National Insurance number")),
    "NHS number": str(QT_TRANSLATE_NOOP("LDP Stories", "an NHS number")),
    "postcode": str(QT_TRANSLATE_NOOP("LDP Stories", "a postcode")),
    "mail address": str(QT_TRANSLATE_NOOP("LDP Stories", "an e-mail address")),
    "phone number": str(QT_TRANSLATE_NOOP("LDP Stories", "a phone number")),
    "exact date": str(QT_TRANSLATE_NOOP("LDP Stories", "an exact date")),
    "on the list of names": str(QT_TRANSLATE_NOOP("LDP Stories", "hidden in this conversation before")),
}


def names_tab(home: Home, story: ReviewStory, hide: Hide, leave: Callable[[str], None]) -> Parts:
    """A line for each, the buttons under it; `hide(words, what stood in their place before)`, `leave(words)`."""
    found = find_names(home, story.view.record.id)
    if not found:
        return [helper(tr("We found nothing that looks like a name. Read it all the same."))]
    parts: Parts = [heading(tr("May name somebody"))]
    for one in found:
        parts += [_line(one, hide, leave), 6]
    return [*parts, _how()]


def _how() -> QWidget:
    return helper(tr("To hide other words, select them in the story and press M."))


def _line(one: NameFound, hide: Hide, leave: Callable[[str], None]) -> QWidget:
    part = QWidget()
    box = QVBoxLayout(part)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(2)
    box.addWidget(Label(one.words, weight=600, people=True))
    copies = many(one.count, "{n} copy", "{n} copies")
    box.addWidget(helper(tr("{why}, {copies}", why=tr(_WHY.get(one.why, one.why)), copies=copies)))
    hiding = Button(tr("Hide"), icon="eye-slash", size="dense")
    hiding.setAccessibleName(tr("Hide {words}", words=one.words))
    hiding.clicked.connect(lambda: hide(one.words, one.put))
    leaving = Button(tr("Leave it"), kind="quiet", size="dense")
    leaving.setAccessibleName(tr("Leave {words} as it is", words=one.words))
    leaving.clicked.connect(lambda: leave(one.words))
    box.addLayout(row(hiding, leaving, None))
    return part
