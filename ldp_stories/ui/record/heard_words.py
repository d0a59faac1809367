"""What a file told of stories that were here: "1 story was closed. It is not shown or used any more." No story is named, and no reason."""

from __future__ import annotations

from ldp_stories.services.heard_since import Heard
from ldp_stories.ui.text import many


def heard_words(heard: Heard) -> list[str]:
    """A sentence for each thing that was told."""
    words = (
        (
            heard.closed,
            "{n} story was closed. It is not shown or used any more.",
            "{n} stories were closed. They are not shown or used any more.",
        ),
        (
            heard.taken,
            "{n} story was taken back by a coordinator. Its words and sound are gone from this laptop.",
            "{n} stories were taken back by a coordinator. Their words and sound are gone from this laptop.",
        ),
        (
            heard.away,
            "{n} story was put in the trash. Nothing of it is lost.",
            "{n} stories were put in the trash. Nothing of them is lost.",
        ),
        (heard.opened, "{n} story was opened again.", "{n} stories were opened again."),
        (heard.back, "{n} story is back from the trash.", "{n} stories are back from the trash."),
    )
    return [many(len(found), one, more) for found, one, more in words if found]


def told_words(heard: Heard) -> list[str]:
    """The same before it is brought in: "1 story you have was closed"."""
    words = (
        (heard.closed, "{n} story you have was closed", "{n} stories you have were closed"),
        (
            heard.taken,
            "{n} story you have was taken back by a coordinator",
            "{n} stories you have were taken back by a coordinator",
        ),
        (
            heard.away,
            "{n} story you have was put in the trash",
            "{n} stories you have were put in the trash",
        ),
        (heard.opened, "{n} story you have was opened again", "{n} stories you have were opened again"),
        (
            heard.back,
            "{n} story you have is back from the trash",
            "{n} stories you have are back from the trash",
        ),
    )
    return [many(len(found), one, more) for found, one, more in words if found]
