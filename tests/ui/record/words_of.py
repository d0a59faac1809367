"""Short ways to what the window would say, for tests of the services beneath it."""

from ldp_stories.services.still_to_come import Awaited
from ldp_stories.ui.record.bring_in_words import ask_words


def asked(one: Awaited) -> str:
    """The words on the button that asks for what has not come."""
    return ask_words(one.name, one.parts)
