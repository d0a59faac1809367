"""`room`: the sound that may go from this laptop because others hold it; --remove takes it away, --all every one of them."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.services.free_room import remove_copies, room_to_make


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing goes without being named."""
    parser.add_argument("--remove", action="append", default=[], metavar="STORY", help="a story's sound")
    parser.add_argument("--all", action="store_true", help="all that may go")


def run(args: argparse.Namespace, out: Out) -> None:
    """Say what may go; remove what was named."""
    with opening.opened(args) as home:
        before = room_to_make(home)
        chosen = [one.record for one in before.removable] if args.all else args.remove
        freed = sum(remove_copies(home, record) for record in chosen)
        left = room_to_make(home)
    for one in left.removable:
        out.say(f"{one.record}  {one.bytes} bytes  {one.title}  held by {', '.join(one.holders)}")
    if left.must_stay:
        stories = counted(left.must_stay, "story with sound", "stories with sound")
        out.say(f"{stories} must stay here: too few others have said that they hold the sound.")
    elif not (left.removable or chosen):
        out.say("There is no sound here that could go.")
    if chosen:
        out.say(f"{freed} bytes are free again.")
    out.data({"removable": left.removable, "must_stay": left.must_stay, "freed": freed})
