"""The nine questions before something leaves by the terminal: each is named as looked at, or nothing is written (5-ethics-law.md 5.4)."""

import argparse

from ldp_stories.cli.out import Out
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.errors import Refused


def add_looked_at(parser: argparse.ArgumentParser, words: str) -> None:
    """The argument that names the questions."""
    parser.add_argument("--looked-at", type=int, nargs="+", default=[], metavar="N", help=words)


def need_looked_at(args: argparse.Namespace, out: Out) -> None:
    """Refused NOT_CHECKED, with every question that was not looked at said; ValueError for a number there is none of."""
    named = set(args.looked_at or ())
    if not named <= set(QUESTIONS):
        raise ValueError(f"the questions are 1 to {len(QUESTIONS)}")
    left = [n for n in QUESTIONS if n not in named]
    if left:
        out.say(*(f"  [ ] {n}. {QUESTIONS[n]}" for n in left))
        raise Refused("NOT_CHECKED", left=len(left))
