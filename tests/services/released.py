"""A release in tests: a coordinator has read it, and has left every name that was found as it is."""

from ldp_stories.services.find_names import find_names, not_a_name
from ldp_stories.services.home import Home
from ldp_stories.services.release_record import Released, release


def release_read(home: Home, record: str) -> Released:
    """Decide about each name that is found (it stays), then release the story."""
    for name in find_names(home, record):
        not_a_name(home, record, name.words)
    return release(home, record, read_title_and_notes=True)
