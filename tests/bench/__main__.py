"""Print the table of speeds: each figure beside its bar, on invented stories, on this machine, now.

    python -m tests.bench                    10,000 and 100,000 stories, each with ten decisions
    python -m tests.bench --stories 5000     another number (may be repeated)
    python -m tests.bench --quick            2,000 stories, no window
    python -m tests.bench --kept FOLDER      read notebooks that are kept in FOLDER, filled there the first time; nothing is sent

The status is 1 when a bar is missed and `--strict` was asked for; a busy machine misses bars that a quiet one keeps.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.agreeing import agree
from tests.bench.bringing import bring
from tests.bench.carrying import carry
from tests.bench.figures import Figure, table
from tests.bench.filling import filled
from tests.bench.homes import pair
from tests.bench.publishing import publish
from tests.bench.reading import read
from tests.bench.recording import record
from tests.bench.window import open_window, stall

QUICK = 2_000
USUAL = (10_000, 100_000)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the speed.")
    parser.add_argument("--stories", type=int, action="append", help="how many stories (may be repeated)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK:,} stories, no window, small files")
    parser.add_argument("--no-window", action="store_true", help="leave the window out")
    parser.add_argument(
        "--kept",
        type=Path,
        help="where full notebooks are kept: read those, filled the first time, and send nothing",
    )
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--strict", action="store_true", help="leave with status 1 when a bar is missed")
    args = parser.parse_args(argv)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="ldp-bench-") as folder:
        if args.kept is None:
            figures += _alone(Path(folder), quick=args.quick)
        for number in args.stories or ((QUICK,) if args.quick else USUAL):
            window = not (args.quick or args.no_window)
            if args.kept is not None:
                figures += measure_kept(args.kept / f"of-{number}", number, window=window)
            else:
                place = Path(folder) / f"of-{number}"
                place.mkdir()
                figures += measure(place, number, window=window)
            if not args.json:
                print(f"... {number:,} stories measured", file=sys.stderr)
    print(
        json.dumps([asdict(f) | {"met": f.met} for f in figures], indent=1) if args.json else table(figures)
    )
    return 1 if args.strict and not all(f.met for f in figures) else 0


def machine_line() -> str:
    """What these figures were measured on: processors, and how busy they were with other work."""
    load = f", load {os.getloadavg()[1]:.1f} over the last five minutes" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} processors{load}, Python {platform.python_version()}, {platform.system()}"


def _alone(folder: Path, *, quick: bool) -> list[Figure]:
    """What does not depend on how many stories there are: the recorder, media on their way."""
    place = folder / "media"
    place.mkdir()
    both = pair(place)
    try:
        figures = publish(folder, 200) if quick else publish(folder)  # before anything else holds memory
        return [
            *figures,
            *record(folder, 0.5 if quick else 4.0),
            *carry(both, 8 if quick else 256, place),
            *agree(),
        ]
    finally:
        both.close()


def measure(folder: Path, number: int, *, window: bool) -> list[Figure]:
    """Everything that depends on how many stories there are."""
    size = f"{number:,}"
    both = pair(folder)
    try:
        brought = bring(both, number, size)
        figures = [*brought.figures, *read(both.joan, brought.told, size)]
        if window:
            figures += open_window(both.joan, both.laptops["joan"], number, size, "coordinator")
            figures += open_window(both.amina, both.laptops["amina"], number, size, "researcher")
            if brought.later is not None:
                figures += stall(both.joan, both.laptops["joan"], brought.later, size)
        return figures
    finally:
        both.close()


def measure_kept(folder: Path, number: int, *, window: bool) -> list[Figure]:
    """What reading and opening take in a coordinator's notebook that is kept in a folder from one run to the next."""
    kept = filled(folder, number)
    try:
        figures = read(kept.home, kept.told, f"{number:,}")
        if window:
            figures += open_window(kept.home, kept.machine, number, f"{number:,}", "coordinator")
        return figures
    finally:
        kept.home.close()


if __name__ == "__main__":
    sys.exit(main())
