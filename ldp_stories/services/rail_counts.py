"""The small numbers beside the places of a researcher's rail: stories, ready to send, questions to answer. Quick: read after each change."""

from collections.abc import Mapping
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
    return RailCounts(stories_here(home), ready_to_send(home), questions_waiting(home))


def stories_here(home: Home) -> int:
    """How many stories there are, those that were taken back left out."""
    return sum(n for state, n in _states(home).items() if state is not Shown.TAKEN_BACK)


def ready_to_send(home: Home) -> int:
    """How many stories wait to be sent; none while nobody could get them."""
    states = _states(home)
    ready = states.get(Shown.READY, 0) + states.get(Shown.SET_BACK, 0)
    if not ready:
        return 0
    with home.main.read() as con:
        return ready if has_coordinators(home, con) else 0


def questions_waiting(home: Home) -> int:
    """How many questions of others wait for an answer."""
    own = own_only(home)
    with home.main.read() as con:
        asked = [q for q in comments.open_questions(con) if q.by != home.member]
        found = [records.record(con, q.record) for q in asked]
    return sum(1 for r in found if r is not None and (own is None or r.began_by in own))


def _states(home: Home) -> Mapping[Shown, int]:
    with home.main.read() as con:
        return record_states.counts(con, own_only(home))
