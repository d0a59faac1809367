"""What is done while the power may go: a notebook of an older layout is opened, taken up, and written in. Each is said when it returned."""

import json
import sys
from pathlib import Path

from ldp_stories.services.edit_record import keep_draft, write_drafts
from ldp_stories.services.start_home import open_home
from tests.faults.power_work import say
from tests.faults.victims import machine_of


def work(root: Path, facts: dict[str, str]) -> None:
    """Open, which takes all three stores up, then write once."""
    home = open_home(root / "home", None, machine_of(facts))
    say("opened")
    keep_draft(home, facts["record"], "title", "After")
    write_drafts(home, facts["record"])
    say("written")
    home.close()


if __name__ == "__main__":
    work(Path(sys.argv[1]), json.loads(sys.argv[2]))
