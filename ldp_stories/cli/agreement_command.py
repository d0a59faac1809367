"""`agreement`: blind rounds from a terminal - open, code, close, compare, and where people differ; or any table of ratings from a file."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.domain.rounds import How, Unit
from ldp_stories.errors import UserError
from ldp_stories.services.agreement_words import (
    counts,
    headline,
    set_line,
    share,
    small_warning,
    span_lines,
    value,
    values,
)
from ldp_stories.services.code_blind import answer, my_rounds
from ldp_stories.services.compare_coders import compare, differences
from ldp_stories.services.compare_ratings import Kind, compare_ratings, doubt, ratings_of, read_table
from ldp_stories.services.compare_spans import compare_spans
from ldp_stories.services.home import Home
from ldp_stories.services.open_round import Plan, close_round, open_round, possible_coders

_ACTS = ("list", "open", "answer", "close", "show", "differ", "spans", "table")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and its facts."""
    parser.add_argument("act", choices=_ACTS, nargs="?", default="list")
    parser.add_argument("round", nargs="?", default="", help="a round's id, or the file of a table")
    parser.add_argument("--title", default="")
    parser.add_argument("--tag", action="append", default=[], help="a tag's code; may be repeated")
    parser.add_argument("--coder", action="append", default=[], help="who codes, by name; may be repeated")
    parser.add_argument("--unit", choices=[u.value for u in Unit], default=Unit.STORY.value)
    parser.add_argument("--how", choices=[h.value for h in How], default=How.RANDOM.value)
    parser.add_argument("--size", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--names",
        choices=["line", "column", "both"],
        default="",
        help="with a table: the first line, the first column or both are names and no ratings",
    )
    parser.add_argument("--until", default="", metavar="DAY", help="the last day (ISO date)")
    parser.add_argument("--item", type=int, default=1, help="the number of the item, from 1")
    parser.add_argument("--yes", action="store_true", help="answer yes (no without it)")
    parser.add_argument("--why", default="", help="the reason of an answer")
    parser.add_argument("--level", default="nominal", choices=["nominal", "ordinal", "interval", "ratio"])


def run(args: argparse.Namespace, out: Out) -> None:
    """Do it and print sentences, never bare numbers."""
    if args.act == "table":
        _table(Path(args.round), args.level, args.names, out)
        return
    with opening.opened(args) as home:
        _ACT[args.act](home, args, out)


def _list(home: Home, _args: argparse.Namespace, out: Out) -> None:
    rows = []
    for one in my_rounds(home):
        state = "open" if one.open else "over"
        rows.append(
            {"id": one.round.id, "title": one.round.title, "state": state, "done": one.done, "of": one.total}
        )
        out.say(
            f"{one.round.id}  {one.round.title or 'a round'}: {state}, you have done {one.done} of {one.total}"
        )
    out.data(rows)


def _open(home: Home, args: argparse.Namespace, out: Out) -> None:
    known = {c.name.casefold(): c.member for c in possible_coders(home)}
    coders = tuple(known[c.casefold()] for c in args.coder if c.casefold() in known)
    plan = Plan(
        args.title,
        tuple(args.tag),
        coders,
        Unit(args.unit),
        How(args.how),
        args.size,
        args.seed,
        deadline=args.until,
    )
    made = open_round(home, plan)
    out.say(f"Opened {made.id} with {len(made.items)} to code.")
    out.data({"id": made.id, "items": len(made.items), "coders": list(made.coders)})


def _answer(home: Home, args: argparse.Namespace, out: Out) -> None:
    found = next((r.round for r in my_rounds(home) if r.round.id == args.round), None)
    if found is None:
        raise UserError("NO_SUCH_ROUND")
    if not 1 <= args.item <= len(found.items):
        raise ValueError(f"an item is a number from 1 to {len(found.items)}")
    wanted = set(args.tag) or {found.labels[t][0] for t in found.tags if t in found.labels}
    for tag in found.tags:
        if found.labels.get(tag, ("",))[0] in wanted:
            answer(home, found.id, args.item - 1, tag, "yes" if args.yes else "no", args.why)
    out.say("Kept.")
    out.data({"round": found.id, "item": args.item})


def _close(home: Home, args: argparse.Namespace, out: Out) -> None:
    close_round(home, args.round)
    out.say("The round is over. Send, so that everybody sees the answers.")
    out.data({"round": args.round, "closed": True})


def _show(home: Home, args: argparse.Namespace, out: Out) -> None:
    seen = compare(home, args.round)
    if seen.missing:
        out.say(f"The answers of {', '.join(seen.missing)} have not come yet.")
    units = max((r.found.units for r in seen.rows), default=0)
    if warning := small_warning(units):
        out.say(warning)
    for row in seen.rows:
        lines = [headline(row.found), counts(row.found, seen.coders), *values(row.found, len(seen.coders))]
        out.say(row.label, *(f"  {line}" for line in lines if line))
    if together := set_line(seen.sets, len(seen.rows), units):
        out.say("All tags together", f"  {together}")
    out.data(seen)


def _differ(home: Home, args: argparse.Namespace, out: Out) -> None:
    seen = compare(home, args.round)
    found = []
    for row in seen.rows:
        if args.tag and row.label.split(" ")[0] not in args.tag:
            continue
        for one in differences(home, args.round, row.tag):
            out.say(f"{row.label}: {one.title or 'may not be read any more'}")
            out.say(
                *(
                    f"  {s.coder}: {s.answer or 'not read'}{f', {s.reason}' if s.reason else ''}"
                    for s in one.said
                )
            )
            found.append({"tag": row.label, "difference": one})
    out.data(found)


def _spans(home: Home, _args: argparse.Namespace, out: Out) -> None:
    """Everybody's own layers side by side: a sentence per tag, and what each marked where they differ."""
    seen = compare_spans(home)
    out.say(
        f"{seen.stories} of {seen.seen} marked stories were marked by everybody: {', '.join(seen.coders) or 'nobody'}."
    )
    for row in seen.rows:
        out.say(row.label, *(f"  {line}" for line in span_lines(row)))
        for unit in (u for u in row.units if not u.alike):
            out.say(f"  {unit.title}")
            out.say(
                *(f"    {m.coder}: {m.words or ('marked' if m.marked else 'not marked')}" for m in unit.said)
            )
    out.data(seen)


def _table(path: Path, level: str, names: str, out: Out) -> None:
    """Ratings of any kind from a file; how they were read is said, so that no name counts as a rating unseen. `names`: where names stand."""
    rated = ratings_of(read_table(path), line=names in ("line", "both"), column=names in ("column", "both"))
    units, people = len(rated.units), len(rated.people)
    out.say(f"Read as {counted(units, 'unit', 'units')} by {counted(people, 'person', 'people')}.")
    if unsure := doubt(rated.cells):
        out.say(f"{unsure} If those are no ratings, say where they stand with --names.")
    seen = compare_ratings(rated, Kind(level))
    if level == Kind.NOMINAL.value:
        alike = seen.percent
        out.say(f"Pairs that said the same: {share(alike)}." if alike.defined else "Nobody shared anything.")
    if warning := small_warning(seen.units):
        out.say(warning)  # of so few nothing is worked out, as in the window
    else:
        out.say(*(value(name, verdict) for name, verdict in seen.values.items()))
    out.data(seen.values)


_ACT = {
    "list": _list,
    "open": _open,
    "answer": _answer,
    "close": _close,
    "show": _show,
    "differ": _differ,
    "spans": _spans,
}
