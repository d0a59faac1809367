"""How hard the tests try: the quick numbers on each run, the large ones with `packaging/dev long`."""

import json
import os
from pathlib import Path
from typing import Final

LONG: Final = os.environ.get("LDP_STORIES_LONG") == "1"
SEED: Final = int(os.environ.get("LDP_STORIES_SEED", "20261128"))
"""What the dice of this run start with: the same on each run, another with each long one; a failing test names it."""


def effort(quick: int, long: int) -> int:
    """The number of rounds, examples or seconds for this run."""
    return long if LONG else quick


def tried(what: str, count: int) -> None:
    """Tell the long command how much was really tried, when it asked: a line in the file it named."""
    told = os.environ.get("LDP_STORIES_TALLY")
    if told:
        with Path(told).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, "count": count}) + "\n")
