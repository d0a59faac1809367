"""What is said of sound that was lost: how much, and where in the recording. Shown wherever the recording is played."""

from __future__ import annotations

from collections.abc import Sequence

from ldp_stories.domain.media import Media
from ldp_stories.services.joined_take import missing
from ldp_stories.ui.text import clock, length, many, tr
from ldp_stories.ui.widgets.banner import Banner

_MOST_NAMED = 3


def missing_words(parts: Sequence[Media]) -> str:
    """ "12 s are missing at 04:05.", "12 s are missing at 04:05 and 2 min 5 s at 41:20."; "" when nothing was lost."""
    found = missing(parts)
    if not found:
        return ""
    if len(found) > _MOST_NAMED:
        total = length(sum(one.ms for one in found))
        return many(len(found), "Sound is missing in {n} place", "Sound is missing in {n} places") + tr(
            ", {time} in all.", time=total
        )
    places = [tr("{time} at {at}", time=_short(one.ms), at=clock(one.at_ms)) for one in found]
    if len(places) == 1:
        return tr("Sound is missing: {place}.", place=places[0])
    return tr("Sound is missing: {places} and {last}.", places=", ".join(places[:-1]), last=places[-1])


def _short(ms: int) -> str:
    return tr("less than 1 s") if ms < 1000 else length(ms)


class MissingLine(Banner):
    """A quiet line under a player; hidden when nothing is missing."""

    def __init__(self) -> None:
        super().__init__("", tone="warn", icon="scissors")
        self.hide()

    def show_parts(self, parts: Sequence[Media]) -> None:
        """Say what is missing in these parts."""
        words = missing_words(parts)
        self.set_text(words)
        self.setVisible(bool(words))
