"""Choose a file that proves a yes and keep it under lock; a film may be large, so it is copied off the window's thread and its share is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QWidget

from ldp_stories.errors import UserError
from ldp_stories.services.keep_evidence import keep_file
from ldp_stories.ui.record.context import Context
from ldp_stories.ui.text import sentence, tr

FORM: Final = (
    str(QT_TRANSLATE_NOOP("LDP Stories", "Choose the photo or scan")),
    "Photos and PDF (*.jpg *.jpeg *.png *.heic *.heif *.webp *.pdf)",
)
SAID: Final = (
    str(QT_TRANSLATE_NOOP("LDP Stories", "Choose the film or voice note")),
    "Films and voice notes (*.mp4 *.mov *.3gp *.webm *.mkv *.opus *.ogg *.oga *.m4a *.mp3 *.wav *.aac *.amr *.flac)",
)
"""The title of the window to choose in, and the files it offers."""
_FORMS, _SAIDS = (words.partition("(")[2].rstrip(")") for _, words in (FORM, SAID))
MESSAGE: Final = (
    str(QT_TRANSLATE_NOOP("LDP Stories", "Choose the picture, film or voice note")),
    f"Photos, PDF, films and voice notes ({_FORMS} {_SAIDS})",
)


def choose(
    context: Context,
    owner: QWidget,
    talk: str,
    kind: str,
    what: tuple[str, str],
    kept: Callable[[], object],
    failed: Callable[[UserError], object],
) -> None:
    """Let the person choose, and keep it. Whoever went on meanwhile is told in the foot strip."""
    title, kinds = what
    path = context.pick_file(tr(title), kinds)
    if path is None:
        return
    home = context.home

    def done(_: object) -> None:
        kept() if shiboken6.isValid(owner) else context.tell(tr("Their yes is kept."))

    def trouble(error: UserError) -> None:
        failed(error) if shiboken6.isValid(owner) else context.tell(sentence(error))

    context.tasks.run(
        tr("Keeping what proves their yes"),
        lambda report: keep_file(home, talk, path, kind, progress=report),
        done=done,
        failed=trouble,
    )
