"""Measure agreement: 200 tags over a million decisions, with the spread of every value."""

import random
from typing import Final

from tests.bench.figures import Figure, timed

TAGS: Final = 200
DECISIONS: Final = 1_000_000
CODERS: Final = 2


def agree(decisions: int = DECISIONS, tags: int = TAGS, coders: int = CODERS) -> list[Figure]:
    """How long it takes to say how far coders agree on every tag."""
    import numpy as np

    from ldp_stories.domain.agreement.yes_no import agreement_of_tags

    units = decisions // tags // coders
    chance = np.random.default_rng(random.Random(3).randint(1, 9_999))
    answers = chance.integers(-1, 2, size=(tags, units, coders), dtype=np.int8)
    with timed() as watch:
        found = agreement_of_tags(answers)
    assert len(found) == tags
    size = f"{tags} tags, {decisions:,}"
    return [
        Figure(
            "agreement on every tag", size, watch.processor, "s of processor time", 2,
            note=f"{coders} coders, intervals from 1,000 draws",
        )
    ]  # fmt: skip
