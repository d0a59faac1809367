"""What happened to a story on this laptop while one looked elsewhere: words masked, or one's own marks back after a new yes; until it is seen."""

from __future__ import annotations

from ldp_stories.services.home import Home
from ldp_stories.services.put_by import CameBack, came_back, seen_back
from ldp_stories.services.withhold_words import masked_since, seen
from ldp_stories.ui.text import many, tr
from ldp_stories.ui.widgets.banner import Banner


def since_then(home: Home, record: str) -> list[Banner]:
    """The banners of a story; pressing *I have seen it* takes one away for good."""
    found = []
    if masked_since(home, record):
        words = tr(
            "Words in this story were masked or changed since you had it. The older ones are gone from this laptop. "
            "Look at your own notes and at what you have given out."
        )
        found.append(Banner(words, icon="eye-slash", action=tr("I have seen it")))
        found[-1].acted.connect(lambda: seen(home, record))
    back = came_back(home, record)
    if back is not None:
        found.append(Banner(back_words(back), icon="arrow-u-up-left", action=tr("I have seen it")))
        found[-1].acted.connect(lambda: seen_back(home, record))
    return found


def back_words(back: CameBack) -> str:
    """ "This story may be here again. 3 of your own marks stand again. 1 lost its place, because the words are not the same now." """
    said = [tr("This story may be here again.")]
    if back.stand:
        said.append(
            many(back.stand, "{n} mark of your own stands again.", "{n} marks of your own stand again.")
        )
    if back.lost:
        said.append(
            many(
                back.lost,
                "{n} mark of your own lost its place, because the words are not the same now. Its tag and your note are kept.",
                "{n} marks of your own lost their place, because the words are not the same now. Their tags and your notes are kept.",
            )
        )
    return " ".join(said)
