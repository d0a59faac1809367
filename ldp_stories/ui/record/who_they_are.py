"""Who a file is for, in facts to look at before it goes: name, role, organisation, and their six words (AT-6)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ldp_stories.domain.roles import Role
from ldp_stories.services.recipients import Recipient
from ldp_stories.ui.text import tr

_ROLES: Final = {
    Role.RESEARCHER: str(QT_TRANSLATE_NOOP("LDP Stories", "Researcher")),
    Role.COORDINATOR: str(QT_TRANSLATE_NOOP("LDP Stories", "Coordinator")),
    Role.EVALUATOR: str(QT_TRANSLATE_NOOP("LDP Stories", "Evaluator")),
    Role.READER: str(QT_TRANSLATE_NOOP("LDP Stories", "Reader")),
}
HIDDEN: Final = "\u2026"


def who_they_are(to: Recipient, *, first_time: bool) -> list[tuple[str, str]]:
    """Name, role, organisation and six words. The first time the first word is left out: only they can say it, and it is typed."""
    words = [HIDDEN, *to.words[1:]] if first_time else list(to.words)
    pairs = [
        (tr("Name"), to.name),
        (tr("Role"), tr(_ROLES[to.role])),
        (tr("Organisation"), to.organisation),
        (tr("Their six words"), " ".join(words)),
    ]
    return [(word, meaning) for word, meaning in pairs if meaning]
