"""What the people in a record agreed to, as chips: picture, word and colour; and the words for each answer key.

Shared by all workspaces. The states come from the gates, never from the answers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QSizePolicy, QWidget

from ldp_stories.domain.consent import Channel, Consent, ContactFor, Scope, joint_gate
from ldp_stories.ui.text import tr
from ldp_stories.ui.widgets.chips import Chip
from ldp_stories.ui.widgets.flow import FlowLayout

SCOPE_WORDS: Final[dict[Scope, str]] = {
    Scope.TAKE_PART: str(QT_TRANSLATE_NOOP("LDP Stories", "Taking part")),
    Scope.SENSITIVE: str(QT_TRANSLATE_NOOP("LDP Stories", "Private things")),
    Scope.AUDIO: str(QT_TRANSLATE_NOOP("LDP Stories", "Voice")),
    Scope.VIDEO: str(QT_TRANSLATE_NOOP("LDP Stories", "Video")),
    Scope.PHOTO: str(QT_TRANSLATE_NOOP("LDP Stories", "Photo")),
    Scope.TRANSCRIPT: str(QT_TRANSLATE_NOOP("LDP Stories", "Written words")),
    Scope.SHARE_TEAM: str(QT_TRANSLATE_NOOP("LDP Stories", "Team reads")),
    Scope.SHARE_MEDIA_TEAM: str(QT_TRANSLATE_NOOP("LDP Stories", "Team hears")),
    Scope.QUOTE_ANON: str(QT_TRANSLATE_NOOP("LDP Stories", "Quote, no name")),
    Scope.QUOTE_NAMED: str(QT_TRANSLATE_NOOP("LDP Stories", "Quote with name")),
    Scope.PUBLISH_CLIP: str(QT_TRANSLATE_NOOP("LDP Stories", "Clip")),
    Scope.PUBLISH_PHOTO: str(QT_TRANSLATE_NOOP("LDP Stories", "Photo shown")),
    Scope.RECONTACT: str(QT_TRANSLATE_NOOP("LDP Stories", "Contact again")),
    Scope.ARCHIVE: str(QT_TRANSLATE_NOOP("LDP Stories", "Archive")),
    Scope.OTHER_RESEARCH: str(QT_TRANSLATE_NOOP("LDP Stories", "Other research")),
    Scope.COPYRIGHT: str(QT_TRANSLATE_NOOP("LDP Stories", "Recording rights")),
}
CHANNEL_WORDS: Final[dict[Channel, str]] = {
    Channel.REPORT: str(QT_TRANSLATE_NOOP("LDP Stories", "in reports")),
    Channel.EVENT: str(QT_TRANSLATE_NOOP("LDP Stories", "at events")),
    Channel.PARTNER: str(QT_TRANSLATE_NOOP("LDP Stories", "to partners")),
    Channel.WEBSITE: str(QT_TRANSLATE_NOOP("LDP Stories", "on our website")),
    Channel.SOCIAL: str(QT_TRANSLATE_NOOP("LDP Stories", "on social media")),
    Channel.PRESS: str(QT_TRANSLATE_NOOP("LDP Stories", "in the press")),
}
CONTACT_WORDS: Final[dict[ContactFor, str]] = {
    ContactFor.CHECK: str(QT_TRANSLATE_NOOP("LDP Stories", "to check the story")),
    ContactFor.HEAR: str(QT_TRANSLATE_NOOP("LDP Stories", "to tell what happened")),
    ContactFor.TALK: str(QT_TRANSLATE_NOOP("LDP Stories", "to talk again")),
}
_SHOWN: Final = (
    Scope.AUDIO,
    Scope.VIDEO,
    Scope.PHOTO,
    Scope.TRANSCRIPT,
    Scope.SHARE_TEAM,
    Scope.SHARE_MEDIA_TEAM,
    Scope.QUOTE_ANON,
    Scope.QUOTE_NAMED,
    Scope.PUBLISH_CLIP,
    Scope.RECONTACT,
    Scope.ARCHIVE,
)


def key_words(key: str) -> str:
    """The words for an answer key: "Voice", "Clip on our website", "Contact again to talk again"."""
    scope, _, part = key.partition(":")
    words = tr(SCOPE_WORDS[Scope(scope)]) if scope in set(Scope) else scope
    return f"{words} {_part_words(part)}" if part else words


def _part_words(part: str) -> str:
    return tr(CONTACT_WORDS[ContactFor(part)] if part in set(ContactFor) else CHANNEL_WORDS[Channel(part)])


def contact_for(consents: Sequence[Consent], today: date) -> str:
    """What all of these people may be contacted again for: "to check the story, to talk again"; that it was not asked, where it was not."""
    words = ", ".join(tr(CONTACT_WORDS[p]) for p in _agreed_for(consents, today))
    apart = all(c.asked_what_for for c in consents)
    return words or (tr("each for something else") if apart else tr("for what: not asked"))


def _agreed_for(consents: Sequence[Consent], today: date) -> tuple[ContactFor, ...]:
    """What all of them may be contacted for; a yes to being contacted alone opens none of it."""
    return tuple(p for p in ContactFor if joint_gate(consents, Scope.RECONTACT, today, p).open)


def state_of(consents: Sequence[Consent], scope: Scope, today: date) -> str:
    """yes, no, not asked or lapsed, for everybody in the record together: the tightest answer governs."""
    gate = joint_gate(consents, scope, today)
    if gate.open:
        return "yes"
    if gate.why in ("not_asked", "no_consent", "child_not_asked"):
        return "not asked"
    return "lapsed" if gate.why == "lapsed" else "no"


class ConsentStrip(QWidget):
    """Chips: each yes, each no ("Clip: no"), and one for all that was not asked. `set_consents` shows others."""

    def __init__(
        self, consents: Sequence[Consent] = (), today: date | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=7)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._chips: list[Chip] = []
        if today is not None:
            self.set_consents(consents, today)

    def set_consents(self, consents: Sequence[Consent], today: date) -> None:
        """Show what these people agreed to, as it stands on a day."""
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = _chips(consents, today)
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.show()
        words = ", ".join(chip.accessibleName() for chip in self._chips)
        self.setAccessibleName(tr("What they agreed to: {words}", words=words))
        self.updateGeometry()


def _chips(consents: Sequence[Consent], today: date) -> list[Chip]:
    if not consents:
        return [Chip(tr("Nobody’s words: no consent needed"), icon="minus", tone="line")]
    if joint_gate(consents, Scope.TAKE_PART, today).why == "withdrawn":
        return [Chip(tr("Taken back"), icon="x", tone="bad")]
    by_state: dict[str, list[str]] = {"yes": [], "half": [], "no": [], "lapsed": [], "not asked": []}
    for scope in _SHOWN:
        state, words = state_of(consents, scope, today), tr(SCOPE_WORDS[scope])
        if state == "yes" and scope is Scope.RECONTACT:
            words = tr("{what}, {purposes}", what=words, purposes=contact_for(consents, today))
            state = "yes" if _agreed_for(consents, today) else "half"
        by_state[state].append(words)
    chips = [
        Chip(words, icon="check", tone="ok", name=tr("{what}: yes", what=words)) for words in by_state["yes"]
    ]
    chips += [Chip(words, icon="minus", tone="line") for words in by_state["half"]]
    chips += [
        Chip(tr("{what}: ask again", what=words), icon="clock", tone="warn") for words in by_state["lapsed"]
    ]
    chips += [Chip(tr("{what}: no", what=words), icon="x", tone="bad") for words in by_state["no"]]
    left = by_state["not asked"]
    if left:
        first, rest = left[0], [words[:1].lower() + words[1:] for words in left[1:]]
        words = tr("{what}: not asked", what=", ".join([first, *rest]))
        if len(left) > 4:
            words = tr("{n} not asked", n=len(left))
        chips.append(
            Chip(words, icon="minus", tone="line", name=tr("Not asked: {what}", what=", ".join(left)))
        )
    return chips
