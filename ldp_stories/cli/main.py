"""Read the words on the command line, run the command, print what it answers, and leave with the documented status."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from ldp_stories.cli.out import Out, able_to_say_everything
from ldp_stories.errors import Cancelled, UserError, sentence

COMMANDS: Final = (
    ("enrol", "set up a home: from a programme file, for practice, or as the founder of a programme"),
    ("programme", "show and fill the required parts, save the programme file, admit people who want to join"),
    ("record", "keep a story from text and sound files, with the answers to the consent questions"),
    ("list", "the stories that are here, with their state"),
    ("find", "search the stories for what may be analysed, quoted or published"),
    ("card", "the card for a teller, by their code: shown, or saved as a file"),
    (
        "cards",
        "private cards after a recovery: whether they open, begin anew, bring the old ones back; never their words",
    ),
    ("trash", "what lies in the trash; put a story there, or take it back"),
    ("shut", "stories that are closed or put away: open one again, put it back, or take it out for good"),
    ("settle", "two versions of the same field, side by side; choose one"),
    ("codebook", "the tags and how many stories have each; change one with a reason, or undo a change"),
    ("pack", "seal what is owed to somebody into a bundle"),
    ("inspect", "say what a bundle or programme file is, without adding anything"),
    ("import", "bring a bundle or programme file in"),
    ("review", "what needs a coordinator; decide on tags, release, thank"),
    (
        "coding",
        "one's own tags and marks: make, change, take away, bring back; mark words or seconds of sound",
    ),
    ("quote", "the quote bank: add a passage, write the page, cut a clip"),
    ("coverage", "who nobody has heard from yet: places by groups or ways of meeting, in words"),
    ("hear", "what came back about one's stories: thanks, questions, decisions; answer them"),
    (
        "publish",
        "reports, case studies, share packs, area sheets, the quote bank and tables; and what went out",
    ),
    ("exchange", "stories and tags for other analysis programs: write a project or codebook, look into one"),
    (
        "withdraw",
        "take back what a person told: find them by code, stop some uses, their voice, or everything",
    ),
    (
        "trust",
        "what waits for a coordinator: wishes, odd files, incidents, things kept long enough, hand-overs, leavers",
    ),
    (
        "rights",
        "who asked for a copy, a correction or complained, with the clock; a person's copy; two codes of one person",
    ),
    ("agreement", "blind rounds: open, answer, close, and how far people agree; or a table of ratings"),
    (
        "routes",
        "ways to send that are set up here: list, add, try, trust a server, change a password, forget",
    ),
    ("requests", "what was asked for again and what others ask for; ask, send again, or leave it"),
    ("room", "the sound that others hold and that may go from this laptop"),
    ("apart", "files that were refused and are kept apart, with the reason: try again, or throw away"),
    ("arrivals", "what was brought in, from whom, with the totals before and after; to keep as a file"),
    ("receipts", "what came of the bundles that were sent"),
    ("check", "verify that everything is whole; --rebuild makes the projection again"),
    ("key", "export the age key of this home, or make and open recovery keys"),
    ("copies", "safe copies of a home: list, make (also to a stick), check, bring back"),
    ("recovery", "the programme's recovery identity: make, open from two shares, test on every laptop, use"),
    ("close", "hand a laptop back: what nobody has received, then shred the keys"),
    ("demo", "the whole way round on the practice programme"),
)
Pictures = Callable[[dict[str, Path], Path], list[Path]]
"""Writes pictures of the main screens: role -> home folder, and the folder for the pictures."""

Presses = Callable[[], Any]
"""Makes what paints documents (`reports.press.Press`), when a command needs it."""


def _module(name: str) -> Any:
    """The module of a command: `import` is a word of the language, so modules carry their noun."""
    return importlib.import_module(f"ldp_stories.cli.{name}_command")


def build_parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser. Modules are loaded for the named command only, because a terminal should answer at once."""
    parser = argparse.ArgumentParser(
        prog="ldp-stories",
        description="Collect people's stories safely, offline. Without a command the window opens.",
        epilog="Status: 0 done, 1 refused or in trouble (the code is printed), 2 wrong usage. "
        "The passphrase comes from --passphrase-file or the environment variable LDP_STORIES_PASSPHRASE.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, about in COMMANDS:
        sub = commands.add_parser(name, help=about, description=about)
        if only in (None, name):
            module = _module(name)
            sub.add_argument("--json", action="store_true", help="print data as JSON")
            if getattr(module, "NEEDS_HOME", True):
                sub.add_argument("--home", type=Path, required=True, help="the home's folder")
                sub.add_argument("--passphrase-file", type=Path, help="a file that holds the passphrase")
            module.add_arguments(sub)
    return parser


def main(
    argv: Sequence[str] | None = None,
    pictures: Pictures | None = None,
    press: Presses | None = None,
) -> int:
    """Run one command; the exit status. `press` makes what paints documents: the terminal knows no window."""
    for stream in (sys.stdout, sys.stderr):
        able_to_say_everything(stream)
    words = list(sys.argv[1:] if argv is None else argv)
    chosen = words[0] if words and words[0] in dict(COMMANDS) else None
    try:
        args = build_parser(chosen).parse_args(words)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 2
    out = Out(as_json=args.json)
    args.pictures, args.press = pictures, press
    try:
        _module(args.command).run(args, out)
        sys.stdout.flush()
    except UserError as error:
        out.trouble(error.code, sentence(error))
        return 1
    except (Cancelled, KeyboardInterrupt):
        out.trouble("STOPPED", "Stopped. Nothing is half-done.")
        return 1
    except ValueError as error:
        out.trouble("USAGE", str(error))
        return 2
    except BrokenPipeError:
        # Whoever read has enough (`| head`). What Python would still write when it leaves goes nowhere, without a complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return 0
