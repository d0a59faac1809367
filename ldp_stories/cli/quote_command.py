"""`quote`: the quote bank, its page, a small report, and single clips, each only as far as people agreed."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.looked_at import add_looked_at, ask_looked_at
from ldp_stories.cli.out import Out
from ldp_stories.domain.consent import Channel
from ldp_stories.services import publish


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to add or write; without anything the bank is shown."""
    parser.add_argument("--add", metavar="PASSAGE", help="put a passage in the bank")
    parser.add_argument("--theme", default="")
    parser.add_argument("--why", default="", help="why one more by a person who has two already")
    parser.add_argument("--page", type=Path, metavar="FOLDER", help="write the quote page")
    parser.add_argument("--report", type=Path, metavar="FOLDER", help="write a small report")
    parser.add_argument("--clip", metavar="PASSAGE", help="cut the sound of a passage")
    parser.add_argument("--channel", choices=[c.value for c in Channel], default="report")
    parser.add_argument("--folder", type=Path, help="where the clip goes")
    add_looked_at(
        parser, "a person has looked at these of the nine questions: all before anything is written"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do what is asked, then show the bank."""
    written: list[Path] = []
    with opening.opened(args) as home:
        if args.add:
            publish.add_quote(home, args.add, args.theme, why_more=args.why)
        if args.clip and args.folder is None:
            raise ValueError("--folder is needed")
        if args.page or args.report or args.clip:
            ask_looked_at(args, out)
        if args.page:
            written.append(publish.quote_page(home, args.page, looked_at=args.looked_at))
        if args.report:
            written.append(publish.small_report(home, args.report, looked_at=args.looked_at))
        if args.clip:
            channel = Channel(args.channel)
            written.append(
                publish.export_clip(home, args.clip, channel, args.folder, looked_at=args.looked_at)
            )
        bank = publish.quotes(home)
    if not bank:
        out.say("The quote bank is empty. Add a passage with --add; find names them.")
    for row in bank:
        out.say(f"{row.theme or '-'}: {row.text or f'(taken out: {row.gap})'} ({row.place}, {row.told_on})")
    for path in written:
        out.say(f"Written: {path}")
    out.data({"quotes": bank, "written": written})
