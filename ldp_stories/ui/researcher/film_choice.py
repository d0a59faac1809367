"""How to keep a film: as it is, a smaller copy, only its sound, or left on the phone; each with about how much room it takes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, Signal

from ldp_stories.domain.phone_files import Keep, PhoneFile
from ldp_stories.services.bring_in_media import keep_size, ways_to_keep
from ldp_stories.services.left_on_phone import OnPhone
from ldp_stories.ui.researcher.phone_words import size_words
from ldp_stories.ui.text import clock, tr
from ldp_stories.ui.widgets.banner import Banner
from ldp_stories.ui.widgets.choices import ChoiceRow, Option

_WORDS: Final = {
    Keep.WHOLE: str(QT_TRANSLATE_NOOP("LDP Stories", "Bring it in, {size}")),
    Keep.SMALLER: str(QT_TRANSLATE_NOOP("LDP Stories", "A smaller copy, about {size}")),
    Keep.SOUND: str(QT_TRANSLATE_NOOP("LDP Stories", "Only its sound, about {size}")),
    Keep.LATER: str(QT_TRANSLATE_NOOP("LDP Stories", "Leave it on the phone for now")),
}


class FilmChoice(ChoiceRow):
    """`kept(way)` when another way is chosen."""

    kept = Signal(str)

    def __init__(self, file: PhoneFile) -> None:
        options = [
            Option(way.value, tr(_WORDS[way], size=size_words(keep_size(file, way))))
            for way in ways_to_keep(file)
        ]
        super().__init__(options, name=tr("How to keep this film"), value=[file.keep.value])
        self.chosen.connect(lambda keys: self.kept.emit(keys[0] if keys else Keep.WHOLE.value))


def on_phone_words(film: OnPhone) -> str:
    """ "A film is still on the phone: 41:20, 5.2 GB. The story works without it." """
    told = [clock(film.duration_ms)] if film.duration_ms else []
    told += [size_words(film.size)] if film.size else []
    if not told:
        return tr("A film is still on the phone. The story works without it.")
    return tr("A film is still on the phone: {what}. The story works without it.", what=", ".join(told))


class OnPhoneLine(Banner):
    """One film that has not come, with the way to bring it in; `acted` when that is pressed."""

    def __init__(self, film: OnPhone) -> None:
        super().__init__(
            on_phone_words(film), tone="info", icon="device-mobile", action=tr("Bring it in now")
        )
        self.film = film
