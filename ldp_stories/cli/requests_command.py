"""`requests`: what was asked for and has not come, what others ask for; ask for a part or for sound again, send it, or leave it."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.ask_resend import (
    Wish,
    ask_for_media,
    ask_for_part,
    ask_for_parts,
    asked,
    leave_wish,
    put_away,
    wishes,
)
from ldp_stories.services.home import Home
from ldp_stories.services.send_again import send_again
from ldp_stories.services.still_to_come import gaps, still_to_come


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Ask (--part, --sending, --story), or answer (--send, --leave); nothing of these: say what stands."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--part", type=Path, help="ask again for a damaged file")
    one.add_argument("--sending", help="ask for the parts of a sending that have not come")
    one.add_argument("--story", help="ask for the sound of a story")
    one.add_argument("--send", metavar="REQUEST", help="make again what was asked for")
    one.add_argument(
        "--leave",
        metavar="REQUEST",
        help="put a request away without doing it; who asked is told with your next file",
    )
    parser.add_argument("--folder", type=Path, help="where to put what is sent again")


def run(args: argparse.Namespace, out: Out) -> None:
    """Do the one thing, then say what stands."""
    with opening.opened(args) as home:
        if args.send:
            if args.folder is None:
                raise ValueError("--folder is needed")
            made = send_again(home, args.send, args.folder, progress=out)
            out.say(*(f"Copied and checked: {path}" for path in made.paths))
            out.data(made)
            return
        _ask(home, args)
        ours, theirs, left = asked(home), wishes(home), put_away(home)
        coming, missing = still_to_come(home), gaps(home)
    out.say(*(_line("asked of", one) for one in ours), *(_line("asked by", one) for one in theirs))
    out.say(*(_line("put away by", one) for one in left))
    out.say(
        *(
            f"{one.group}  parts {_list(one.parts)} of {one.of} from {one.name} have not come"
            for one in coming
        )
    )
    out.say(*(f"files {_list(one.numbers)} of {one.name} never came" for one in missing))
    if not (ours or theirs or left or coming or missing):
        out.say("Nothing is asked for, and nothing is missing.")
    out.data({"asked": ours, "wishes": theirs, "put_away": left, "coming": coming, "gaps": missing})


def _ask(home: Home, args: argparse.Namespace) -> None:
    if args.part:
        ask_for_part(home, args.part)
    elif args.sending:
        ask_for_parts(home, args.sending)
    elif args.story:
        ask_for_media(home, args.story)
    elif args.leave:
        leave_wish(home, args.leave)


def _line(how: str, one: Wish) -> str:
    how_many = f" of {one.of}" if one.of else ""  # a damaged file may not say how many there are
    what = f"parts {_list(one.parts)}{how_many}" if one.parts else f"{one.sounds} sounds"
    return f"{one.id}  {how} {one.name}, {one.on}: {what}"


def _list(numbers: tuple[int, ...]) -> str:
    return ", ".join(map(str, numbers))
