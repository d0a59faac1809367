"""After a kill or a power cut: what was typed and never left by its writer is written into the story, as if they had gone on to the next field.

It was safe on the desk all the time; only now does it stand where the story is read, found and sent. Undo still finds its way back.
"""

import contextlib

from ldp_stories.errors import UserError
from ldp_stories.services import transcribe, type_words
from ldp_stories.services.home import Home
from ldp_stories.store import desk

_KINDS = ("typed:", "layer:")


def write_left(home: Home) -> tuple[str, ...]:
    """Write what lies on the desk for every story; the stories. What may not be written any more stays where it is."""
    with home.desk.read() as con:
        rows = [key for kind in _KINDS for key, _ in desk.rows(con, kind)]
    stories = tuple(dict.fromkeys(key.split(":")[1] for key in rows))
    written = []
    for story in stories:
        with contextlib.suppress(
            UserError
        ):  # it is gone, or somebody took back their yes: nothing is lost here
            type_words.write_drafts(home, story)
            transcribe.write_drafts(home, story)
            written.append(story)
    return tuple(written)
