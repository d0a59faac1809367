"""How hard the tests try: the quick numbers on each run, the large ones with `packaging/dev long`."""

import os
from typing import Final

LONG: Final = os.environ.get("LDP_STORIES_LONG") == "1"


def effort(quick: int, long: int) -> int:
    """The number of rounds, examples or seconds for this run."""
    return long if LONG else quick
