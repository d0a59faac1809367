"""Look at our own words in plain English: reports, programme texts, feedback. It offers and never changes; a teller's words are not looked at.

The words to avoid and their plainer ones come from the programme's pack.
"""

from dataclasses import dataclass

from ldp_stories.domain.plain_english import Advice, Measures, advice, measures
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import choices


@dataclass(frozen=True, slots=True)
class Looked:
    """What was seen in a text of ours."""

    measures: Measures
    advice: tuple[Advice, ...]


def look_at_words(home: Home, text: str) -> Looked:
    """Advice on a text that we wrote ourselves."""
    return Looked(measures(text), advice(text, plain_pairs(home)))


def plain_pairs(home: Home) -> dict[str, str]:
    """The words to avoid, each with a plainer one, as the pack has them."""
    return {pair.key: pair.label for pair in choices(home, "word_pair")}
