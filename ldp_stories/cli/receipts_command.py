"""`receipts`: what came of the bundles that were sent, and who has a copy of what."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.receipts import copies, receipts


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing more."""
    del parser


def run(args: argparse.Namespace, out: Out) -> None:
    """Print one line a receipt."""
    with opening.opened(args) as home:
        rows, held = receipts(home), copies(home)
    for row in rows:
        gone = "" if row.stands else "; their laptop went back to an older copy since"
        out.say(
            f"{row.on}  {row.by}: {row.result.value}, holds {row.held} recordings, waits for {row.waiting}{gone}",
            *(f"  left out: {line} ({code})" for line, code in row.refused),
        )
    out.say(f"{held.received} of {held.total} stories are received.")
    if held.again:
        out.say(f"{held.again} are to be sent again: whoever had them went back to an older copy.")
    out.data({"receipts": rows, "copies": held})
