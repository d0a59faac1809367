"""The head of the review: title, why the story is here, who and where in a sentence, consent, and a banner for what cannot wait."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ldp_stories.domain.records import Sensitivity
from ldp_stories.domain.review import Why
from ldp_stories.services.queue_work import Reason
from ldp_stories.ui.coordinator.queue_words import BANNERS, here_because, look, reason_words
from ldp_stories.ui.coordinator.review_story import ReviewStory
from ldp_stories.ui.record.consent_strip import ConsentStrip
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.record.how_said import HowSaid
from ldp_stories.ui.record.record_words import who_and_where
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.flow import FlowLayout
from ldp_stories.ui.widgets.labels import Label, helper


class ReviewTop(QWidget):
    """`banner_pressed(Reason or None)` when the banner's action is pressed; None means the closed story."""

    banner_pressed = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.heading = Label("", role="title", people=True, start=True)
        self.why = Chip("", icon="tag", tone="info", high=30)
        self.line = helper("")
        self.strip = ConsentStrip()
        self.how = HowSaid(context)
        first = QWidget()
        flow = FlowLayout(first, gap=18)
        flow.addWidget(self.heading)
        flow.addWidget(self.why)
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(6)
        for thing in (first, self.line, self.strip, self.how):
            self._box.addWidget(thing)
        self.banners: list[Banner] = []

    def show_story(self, story: ReviewStory) -> None:
        """Show another story, or the same after a change."""
        self.heading.setText(story.view.title or tr("No title yet"))
        first = next(iter(story.reasons), None)
        if first is None:
            self.why.set_state(tr("Everything is looked at"), "check-circle", "ok")
        else:
            icon, tone = look(first.why)
            self.why.set_state(here_because(first), icon, tone)
        self.why.setVisible(first is None or first.why not in BANNERS)  # the banner says it
        self.line.setText(who_and_where(self.context.home, story.view))
        self.strip.set_consents(story.view.consents, self.context.home.today())
        self.how.show_of(story.view)
        self._show_banners(story)

    def _show_banners(self, story: ReviewStory) -> None:
        for old in self.banners:
            self._box.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.banners = []
        if story.view.record.sensitivity is Sensitivity.CLOSED:
            words = tr("This story is closed. It is not sent to anybody.")
            self._add(words, "lock-simple", tr("Open it again"), None)
        for reason in story.reasons:
            if reason.why in BANNERS:
                icon, _ = look(reason.why)
                self._add(f"{reason_words(reason)}.", icon, _action(reason.why), reason)

    def _add(self, words: str, icon: str, action: str, reason: Reason | None) -> None:
        tone = "bad" if reason is not None and reason.why in (Why.CONSENT, Why.TAKEN_BACK) else "warn"
        banner = Banner(words, tone=tone, icon=icon, action=action)
        if reason is not None and reason.why is Why.NAME_FOUND:
            banner.button.show_key("M")
        banner.acted.connect(lambda: self.banner_pressed.emit(reason))
        self.banners.append(banner)
        self._box.addWidget(banner)


def _action(why: Why) -> str:
    """What can be done at once about a reason."""
    return {
        Why.NAME_FOUND: tr("Hide the name"),
        Why.CHANGED: tr("See what changed"),
        Why.CONFLICT: tr("Settle it"),
        Why.CONSENT: tr("See what they said"),
        Why.TAKEN_BACK: tr("See what they said"),
    }[why]
