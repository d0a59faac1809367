"""Say where in the sound a passage is: the words and their seconds belong together, so that a quote can be played (AT-1)."""

from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.joined_take import part_at
from ldp_stories.store import media, passages, records


def place_in_sound(home: Home, passage: str, from_ms: int, to_ms: int) -> None:
    """Put a passage at `from_ms` to `to_ms` of the joined take of its record; the end is cut at the end of its part.

    UserError NO_SUCH_PASSAGE, OUTSIDE_THE_SOUND (no sound there, or nothing between the two).
    """
    with home.main.write() as con:
        found = passages.passage(con, passage)
        about = records.record(con, found.record) if found is not None else None
        if found is None or about is None:
            raise UserError("NO_SUCH_PASSAGE")
        part = part_at(media.of_record(con, found.record), from_ms)
        if part is None or to_ms <= from_ms:
            raise UserError("OUTSIDE_THE_SOUND")
        start, end = from_ms - part.begins_ms, min(to_ms - part.begins_ms, part.medium.duration_ms)
        if end <= start:
            raise UserError("OUTSIDE_THE_SOUND")
        sets = {"media": part.medium.id, "from_ms": start, "to_ms": end}
        home.put(con, "passage", passage, sets=sets, subj=about.participants)
