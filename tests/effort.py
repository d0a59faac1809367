"""How hard the tests try: the quick numbers by hand, the plan's sizes on each change, the large ones with `packaging/dev long`."""

import json
import os
from pathlib import Path
from typing import Final

LEVEL: Final = os.environ.get("LDP_STORIES_EFFORT", "quick")
QUICK: Final = LEVEL == "quick"
CHANGE: Final = LEVEL == "change"
"""What `.ci/run` asks for: the sizes that the test plan wants on each change, minutes more than a person should wait."""
LONG: Final = LEVEL == "long"
SEED: Final = int(os.environ.get("LDP_STORIES_SEED", "20261128"))
"""What the dice of this run start with: the same on each run, another with each long one; a failing test names it."""

assert LEVEL in {"quick", "change", "long"}, f"LDP_STORIES_EFFORT is quick, change or long, not {LEVEL}"


def effort(quick: int, long: int, change: int | None = None) -> int:
    """The number of rounds, examples or seconds for this run; where the plan names none for each change, the quick one is enough."""
    return long if LONG else change if CHANGE and change is not None else quick


def tried(what: str, count: int) -> None:
    """Tell the long command how much was really tried, when it asked: a line in the file it named."""
    told = os.environ.get("LDP_STORIES_TALLY")
    if told:
        with Path(told).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"what": what, "count": count}) + "\n")
