"""Write what I saw: an observation keeps what was seen, heard and wondered apart, and names nobody (domain/3-model.md 3.7)."""

from typing import Any

from ldp_stories.domain.ids import new_id
from ldp_stories.services.home import Home


def write_observation(
    home: Home,
    *,
    saw: str,
    heard: str = "",
    wondered: str = "",
    place: str | None = None,
    setting: str = "",
    title: str = "",
    subtype: str = "place",
    happened: str = "",
    so_what: str = "",
    now_what: str = "",
) -> str:
    """Write a new observation as a draft; the record's id. `subtype`: place, event, meeting, or reflection (which has three fields of its own).

    The words to search and mark stand in one layer: what was seen, heard and wondered, one under the other.
    """
    encounter, record = new_id(), new_id()
    meeting: dict[str, Any] = {
        "at": home.label(),
        "kind": "meeting observed" if subtype == "meeting" else "visit",
        "place": place,
        "setting": setting,
        "researcher": home.member,
        "participants": [],
    }
    parts = {"saw": saw, "heard": heard, "wondered": wondered}
    more = {"what": happened, "so_what": so_what, "now_what": now_what}
    sets = {
        "encounter": encounter,
        "participants": [],
        "kind": "observation",
        "subtype": subtype,
        "title": title,
        "language": "en",
        "viewpoint": "researcher",
        "about_places": [place] if place else [],
        "status": "draft",
        "sensitivity": "normal",
        "pack": home.pack_hash,
        **parts,
        **{name: text for name, text in more.items() if text},
    }
    words = "\n\n".join(text for text in (*parts.values(), *more.values()) if text)
    with home.main.write() as con:
        home.put(con, "encounter", encounter, sets=meeting)
        home.put(con, "record", record, sets=sets)
        if words:
            layer = {"record": record, "kind": "verbatim", "language": "en", "text": words, "made_from": None}
            home.put(con, "layer", new_id(), sets=layer)
    return record
