"""The small numbers beside the places of a researcher's rail: stories, ready to send, questions to answer. Quick: read after each change."""

from dataclasses import dataclass

from ldp_stories.domain.records import Shown
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import own_only
from ldp_stories.services.recipients import has_coordinators
from ldp_stories.store import comments, record_states, records


@dataclass(frozen=True, slots=True)
class RailCounts:
    """How many stories there are, how many are ready to send (none while nobody could get them), and how many questions wait."""

    stories: int
    ready: int
    questions: int


def rail_counts(home: Home) -> RailCounts:
    """The numbers as they are now; a coordinator or evaluator gets those of everything that is here."""
    own = own_only(home)
    with home.main.read() as con:
        states = record_states.counts(con, own)
        asked = [q for q in comments.open_questions(con) if q.by != home.member]
        found = (records.record(con, q.record) for q in asked)
        somebody = has_coordinators(home, con)
        questions = sum(1 for r in found if r is not None and (own is None or r.began_by in own))
    total = sum(n for state, n in states.items() if state is not Shown.TAKEN_BACK)
    ready = states.get(Shown.READY, 0) + states.get(Shown.SET_BACK, 0)
    return RailCounts(total, ready if somebody else 0, questions)
