"""`coverage`: who has nobody heard from yet? Places by group or by way of meeting, in words; --folder saves the table."""

import argparse
from pathlib import Path
from typing import Final

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.see_coverage import By, Coverage, Level, coverage, save_table

_BY: Final[dict[str, By]] = {"group": "target_group", "route": "route"}
_SAID: Final[tuple[Level, ...]] = ("full", "thin", "few")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which way to look, and where the table goes."""
    parser.add_argument("--by", choices=[*_BY], default="group", help="groups of people, or ways of meeting")
    parser.add_argument("--folder", type=Path, help="save the table here, for a spreadsheet")


def run(args: argparse.Namespace, out: Out) -> None:
    """Say it place by place; small numbers stay "few" and nobody is ranked."""
    by = _BY[args.by]
    with opening.opened(args) as home:
        seen = coverage(home, by)
        saved = save_table(home, by, args.folder) if args.folder else None
    _say(seen, out)
    if saved is not None:
        out.say(f"The table: {saved}")
    rows = [
        {"place": r.place.name, "code": r.place.code, "levels": r.levels, "few_live_there": r.small}
        for r in seen.rows
    ]
    out.data(
        {"columns": seen.columns, "rows": rows, "missing_everywhere": seen.missing_everywhere, "file": saved}
    )


def _say(seen: Coverage, out: Out) -> None:
    for row in seen.rows:
        parts = [f"{level}: {', '.join(names)}" for level in _SAID if (names := row.of(level, seen.columns))]
        nothing = "nobody yet" if row.silent else "somebody, under none of these"
        out.say(f"{row.place.name}  {'; '.join(parts) or nothing}")
    if seen.missing_everywhere:
        out.say(f"Nobody anywhere: {', '.join(seen.missing_everywhere)}")
