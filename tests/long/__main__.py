"""The tests with their large numbers: `packaging/dev long [PART ...] [--seed N] [--out FOLDER]`; without a part all of them (hours).

The seed is printed first; the same seed tries the same again. At the end, and in `summary.txt` after each part, stands what was run: the
sizes that the tests themselves say they tried, the time, and the verdict. What each part said is kept beside it.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.long.plan import PARTS, Part, arguments

ROOT: Final = Path(__file__).parents[2]


@dataclass
class Outcome:
    """What became of one part."""

    part: Part
    status: int
    seconds: float
    tests: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def verdict(self) -> str:
        """`held` only when something ran, nothing failed, and pytest itself was content."""
        if self.status == 0 and self.tests["passed"]:
            return "held"
        return "FAILED" if self.failed or self.status == 1 else "NOT FINISHED"

    def lines(self) -> list[str]:
        """The part in the summary."""
        tests = ", ".join(f"{n:,} {word}" for word, n in sorted(self.tests.items())) or "no test ran"
        told = [f"{self.verdict:<13}{self.part.name:<9}{self.part.shows} ({tests}; {spoken(self.seconds)})"]
        told += [f"{'':13}{count:>12,} {what}" for what, count in sorted(self.sizes.items())]
        told += [f"{'':13}failed: {name}" for name in self.failed]
        told += [f"{'':13}not run here ({count}): {why}" for why, count in sorted(self.skipped.items())]
        return told


def spoken(seconds: float) -> str:
    """A time as people say it."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s" if minutes else f"{rest} s"


def run(part: Part, asked: Sequence[str], seed: int, out: Path, root: Path = ROOT) -> Outcome:
    """One part in a process of its own; what it says goes into its log."""
    report, tally = out / f"{part.name}.xml", out / f"{part.name}.sizes"
    report.unlink(missing_ok=True)
    tally.unlink(missing_ok=True)
    environ = {
        **os.environ,
        "LDP_STORIES_EFFORT": "long",
        "LDP_STORIES_SEED": str(seed),
        "LDP_STORIES_TALLY": str(tally),
        "QT_QPA_PLATFORM": "offscreen",
    }
    workers = str(max(2, min(4, os.cpu_count() or 2)))
    side = ["-n", workers, "--dist", "loadgroup", "--max-worker-restart", "0"] if part.together else []
    command = [sys.executable, "-m", "pytest", "-ra", f"--hypothesis-seed={seed}", f"--junitxml={report}"]
    begin = time.monotonic()
    with (out / f"{part.name}.log").open("wb") as log:
        done = subprocess.run(
            [*command, *side, *asked],
            cwd=root,
            env=environ,
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    outcome = Outcome(part, done.returncode, time.monotonic() - begin)
    if report.exists():
        _read(outcome, report)
    if tally.exists():
        for line in map(json.loads, tally.read_text(encoding="utf-8").splitlines()):
            outcome.sizes[line["what"]] += line["count"]
    return outcome


def _read(outcome: Outcome, report: Path) -> None:
    """Count what the tests came to."""
    for case in ET.parse(report).iter("testcase"):
        name = f"{case.get('classname', '')}.{case.get('name', '')}"
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.tests["failed"] += 1
            outcome.failed.append(name)
        elif (skipped := case.find("skipped")) is not None:
            outcome.tests["skipped"] += 1
            outcome.skipped[skipped.get("message", "")] += 1
        else:
            outcome.tests["passed"] += 1


def summary(seed: int, outcomes: Sequence[Outcome], waiting: Sequence[str]) -> str:
    """All parts, those that were not reached too."""
    lines = [f"The long run with seed {seed}:"]
    lines += [line for one in outcomes for line in one.lines()]
    lines += [f"{'NOT RUN':<13}{name}" for name in waiting]
    bad = [one.part.name for one in outcomes if one.verdict != "held"] + list(waiting)
    total = spoken(sum(one.seconds for one in outcomes))
    lines.append(
        f"{len(bad)} of its parts did not hold: {', '.join(bad)}." if bad else f"Every part held ({total})."
    )
    return "\n".join(lines) + "\n"


def chosen(names: Sequence[str], parts: Sequence[Part] = PARTS) -> list[Part]:
    """The parts that were named, in the order of the plan; all when none was."""
    return [part for part in parts if not names or part.name in names]


def main(words: Sequence[str], parts: tuple[Part, ...] = PARTS, root: Path = ROOT) -> int:
    """Run the parts one after the other; 0 when every one of them held."""
    reader = argparse.ArgumentParser(
        prog="packaging/dev long", description="The tests with their large numbers."
    )
    reader.add_argument("part", nargs="*", help="; ".join(f"{p.name}: {p.shows}" for p in parts))
    reader.add_argument(
        "--seed", type=int, help="what the dice start with (printed; drawn when it is not given)"
    )
    reader.add_argument(
        "--out", type=Path, default=root / "build" / "long", help="where the logs and summary.txt go"
    )
    asked = reader.parse_args(words)
    unknown = set(asked.part) - {part.name for part in parts}
    if unknown:
        reader.error(
            f"there is no part {', '.join(sorted(unknown))}; there are {', '.join(p.name for p in parts)}"
        )
    seed = random.SystemRandom().randrange(1, 10**8) if asked.seed is None else asked.seed
    out = asked.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    print(
        f"Seed {seed}. The same again: packaging/dev long {' '.join([*asked.part, '--seed', str(seed)])}",
        flush=True,
    )
    todo, outcomes = chosen(asked.part, parts), list[Outcome]()
    try:
        for part in todo:
            print(f"{part.name}: {part.shows} ...", flush=True)
            outcomes.append(run(part, arguments(part, parts), seed, out, root))
            print("\n".join(outcomes[-1].lines()), flush=True)
            (out / "summary.txt").write_text(_told(seed, outcomes, todo), encoding="utf-8")
    except KeyboardInterrupt:
        print("Stopped by hand.")
    print(f"\n{_told(seed, outcomes, todo)}\nThe logs are in {out}")
    return int(len(outcomes) < len(todo) or any(one.verdict != "held" for one in outcomes))


def _told(seed: int, outcomes: Sequence[Outcome], todo: Sequence[Part]) -> str:
    return summary(seed, outcomes, [part.name for part in todo[len(outcomes) :]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
