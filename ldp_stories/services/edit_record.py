"""Read and edit one record: its words, passages, tags, state and what the person agreed to. Shared by all workspaces.

The work stands in one module for each thing (`read_record`, `type_words`, `mark_passages`, `record_state`); their names can be imported
from here.
"""

from typing import Final

from ldp_stories.errors import UserError
from ldp_stories.services.hear_back import Heard, hearing_back, reply
from ldp_stories.services.home import Home
from ldp_stories.services.mark_passages import (
    add_passage,
    change_passage,
    remove_passage,
    suggest_tag,
    take_back_suggestion,
)
from ldp_stories.services.my_stories import HomeSummary, home_summary, my_stories
from ldp_stories.services.read_record import RecordView, open_record
from ldp_stories.services.record_state import (
    changed_mind,
    complete_route,
    correct_person,
    keep_closed,
    left_to_do,
    mark_draft,
    mark_ready,
    open_again,
    set_place,
    was_sent,
)
from ldp_stories.services.type_words import TEXT_FIELDS, drafts, keep_draft, write_changed, write_drafts
from ldp_stories.services.write_observation import write_observation
from ldp_stories.store import records

__all__ = [
    "Heard", "HomeSummary", "RecordView", "add_passage", "change_passage", "changed_mind", "complete_route", "correct_person", "drafts",
    "hearing_back", "home_summary", "keep_closed", "keep_draft", "left_to_do", "mark_draft", "mark_ready", "my_stories", "open_again",
    "open_record", "remove_passage", "reply", "set_fields", "set_place", "suggest_tag", "take_back_suggestion", "was_sent", "write_drafts",
    "write_observation",
]  # fmt: skip

FIELDS: Final = TEXT_FIELDS | {
    "kind", "language", "viewpoint", "about_places", "about_when", "level", "direction", "how_told", "checked_back", "guide", "subtype",
    "checked_back_on", "prompts_asked", "prompts_skipped",
}  # fmt: skip
"""Fields of a record that a person sets; its state and what it belongs to have services of their own."""


def set_fields(home: Home, record: str, **fields: object) -> None:
    """Set record fields at once; only those that change are written. ValueError for another field; UserError NO_SUCH_STORY."""
    if not fields.keys() <= FIELDS:
        raise ValueError(f"not a field of a record: {sorted(fields.keys() - FIELDS)}")
    with home.main.write() as con:
        found = records.record(con, record)
        if found is None:
            raise UserError("NO_SUCH_STORY")
        write_changed(home, con, "record", record, fields, found.participants)
