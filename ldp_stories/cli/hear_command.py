"""`hear`: what came back about one's stories - thanks, questions, what became of tags and why; --answer a question, --write-back once."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.hear_back import Heard, hearing_back, reply, reply_to_decision


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One answer at a time, in the words of --text; with neither, only what came is said."""
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--answer", metavar="QUESTION", help="answer this question")
    one.add_argument(
        "--write-back", metavar="DECISION", help="say once what you see in a tag that was decided otherwise"
    )
    parser.add_argument("--text", default="", help="your words")


def run(args: argparse.Namespace, out: Out) -> None:
    """Do it, then say what came back, open questions first."""
    if (args.answer or args.write_back) and not args.text.strip():
        raise ValueError("--text is needed")
    with opening.opened(args) as home:
        if args.answer:
            reply(home, args.answer, args.text.strip())
        elif args.write_back:
            reply_to_decision(home, args.write_back, args.text)
        found = hearing_back(home)
    for one in found:
        out.say(_line(one))
    out.data(found)


def _line(one: Heard) -> str:
    """ "question  2026-05-10  Joan  “Tea and bulbs”  Who else was there?  [open, 4f...]"."""
    tag = f"{one.tag_from} -> {one.tag_to}" if one.tag_to else one.tag_from
    titles = [one.title, *(story.title for story in one.behind)]
    about = ", ".join(f"“{title}”" for title in titles if title)
    told = [about, tag, one.text, f"Why: {one.reason}" if one.reason else ""]
    end = (
        f"[open, {one.comment}]"
        if one.comment and not one.answered
        else f"[{one.decision}]"
        if one.decision
        else ""
    )
    return "  ".join(part for part in (one.kind, one.on, one.by, *told, end) if part)
