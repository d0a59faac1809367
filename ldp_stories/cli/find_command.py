"""`find`: search the stories for what may be analysed, quoted, published or deposited."""

import argparse
from collections.abc import Iterator

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.services.count_found import tally
from ldp_stories.services.find import Purpose, search
from ldp_stories.services.trace_quote import Chain, chain

_WHY = {
    "no": "they did not agree",
    "narrowed": "they did not agree",
    "not_asked": "they were not asked",
    "closed": "it is closed",
    "away": "it was put in the trash",
    "let_go": "a coordinator took it back, or somebody said no",
    "withdrawn": "they took it back",
    "lapsed": "the time they gave is over",
    "no_copyright": "nobody has the right to publish it yet",
    "held": "somebody in it asked for their words back",
    "erased": "they took it back, and it is gone",
    "under_16": "they are under 16",
    "adult_first": "a grown-up has not said yes",
    "child_not_asked": "the child was not asked",
    "child_no": "the child said no",
    "no_part": "they did not agree to take part",
    "no_consent": "nobody's agreement is here",
    "not_able": "they could not agree",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words and what for."""
    parser.add_argument("words", help="words to find (from two letters)")
    parser.add_argument(
        "--for",
        dest="purpose",
        choices=[p.value for p in Purpose],
        default="analyse",
        help="I am going to ...",
    )
    parser.add_argument("--limit", type=int, default=50)
    parser.add_argument("--trace", action="store_true", help="also say where each hit comes from")


def run(args: argparse.Namespace, out: Out) -> None:
    """Print the hits and what consent hides."""
    with opening.opened(args) as home:
        page = search(home, args.words, purpose=Purpose(args.purpose), limit=args.limit)
        found = tally(home, args.words, purpose=Purpose(args.purpose))
        traces = [chain(home, row.record, row.passage) for row in page.rows] if args.trace else []
    for place, row in enumerate(page.rows):
        at = "" if row.from_ms is None else f" at {row.from_ms // 60000:02d}:{row.from_ms // 1000 % 60:02d}"
        tags = ", ".join(f"{code} {name}" for code, name in row.tags)
        out.say(
            f"{row.title}{at} ({row.told_on}, {row.place}){f' [{tags}]' if tags else ''}",
            f"  {row.snippet}",
            f"  passage {row.passage}" if row.passage else f"  story {row.record}",
        )
        out.say(*(f"    {line}" for line in (_chain_lines(traces[place]) if traces else ())))
    if found.hidden.total:
        hidden = counted(found.hidden.total, "more story is", "more stories are")
        out.say(f"{hidden} hidden by what people agreed to.")
    for lost in found.hidden.rows:
        out.say(f"  {lost.title or 'a closed story'}: {_WHY.get(lost.why, 'it may not be used for this')}")
    if not page.rows:
        short = len(args.words.strip()) == 1
        out.say("Type two letters or more." if short else "Nothing was found that may be used for this.")
    out.data({"found": page.rows, "hidden": found.hidden, "many": page.many, "trace": traces})


def _chain_lines(trace: Chain) -> Iterator[str]:
    """Where words come from, link by link: teller, kind, place and day, researcher, bundle, reviewer, consent then and now."""
    kind = f", {trace.teller_kind.value}" if trace.teller_kind else ""
    yield f"told by {', '.join(trace.teller_codes) or 'nobody in particular'}{kind}: {trace.kind.value}, {trace.place or 'no place'}, {trace.told_on}"
    passed = f", passed on by {trace.passed_on_by}" if trace.passed_on_by else ""
    came = f"bundle {trace.bundle}{passed}" if trace.bundle else "made here"
    yield f"researcher {trace.researcher}, {came}"
    decided = [f"{r.to_tag or r.tag} by {r.by}" for r in trace.reviewed if r.choice is not None and r.current]
    yield f"reviewed: {'; '.join(decided) or 'not yet'}"
    now = dict(trace.consent_now)
    changed = [
        f"{key}: {then} then, {now.get(key, 'not asked')} now"
        for key, then in trace.consent_then
        if now.get(key) != then
    ]
    changed += [
        f"{key}: not asked then, {said} now"
        for key, said in trace.consent_now
        if key not in dict(trace.consent_then)
    ]
    yield f"consent: {'; '.join(changed) or 'the same then and now'}"
