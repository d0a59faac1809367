"""`check`: verify that everything is whole; `--self-test` tries the whole way round in a temporary home, for built programs."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.errors import UserError
from ldp_stories.services.check import CheckReport, check, self_test
from ldp_stories.services.start_home import open_home

NEEDS_HOME = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which home, and whether to rebuild."""
    parser.add_argument("--home", type=Path, help="the home to check")
    parser.add_argument("--passphrase-file", type=Path, help="a file that holds the passphrase")
    parser.add_argument("--rebuild", action="store_true", help="make the projection again from the ledger")
    parser.add_argument("--self-test", action="store_true", help="try this installation in a temporary home")


def run(args: argparse.Namespace, out: Out) -> None:
    """Print one line a thing checked. UserError CHECK_FAILED when one is not well."""
    if args.self_test:
        _print(self_test(opening.this_machine(), progress=out), out)
        return
    if args.home is None:
        raise ValueError("--home or --self-test is needed")
    home = open_home(args.home, opening.passphrase(args.passphrase_file), opening.this_machine())
    try:
        _print(check(home, rebuild=args.rebuild, progress=out), out)
    finally:
        home.close()


def _print(report: CheckReport, out: Out) -> None:
    for line in report.lines:
        out.say(
            f"{'well' if line.ok else 'NOT WELL':9} {line.what}: {line.count}",
            *(f"  {t}" for t in line.trouble),
        )
    out.data(report)
    if not report.ok:
        raise UserError("CHECK_FAILED", what=", ".join(line.what for line in report.lines if not line.ok))
