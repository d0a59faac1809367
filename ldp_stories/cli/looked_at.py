"""The nine questions before something leaves by the terminal: each is named as looked at, or nothing is written (5-ethics-law.md 5.4)."""

import argparse

from ldp_stories.cli.out import Out
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services.check_disclosure import need_looked_at


def add_looked_at(parser: argparse.ArgumentParser, words: str) -> None:
    """The argument that names the questions."""
    parser.add_argument("--looked-at", type=int, nargs="+", default=[], metavar="N", help=words)


def ask_looked_at(args: argparse.Namespace, out: Out) -> None:
    """Say every question that was not looked at, then Refused NOT_CHECKED; ValueError for a number there is none of."""
    if not set(args.looked_at) <= set(QUESTIONS):
        raise ValueError(f"the questions are 1 to {len(QUESTIONS)}")
    out.say(*(f"  [ ] {n}. {words}" for n, words in QUESTIONS.items() if n not in args.looked_at))
    need_looked_at(args.looked_at)
