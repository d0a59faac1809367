"""`rights`: who used a right, with its clock; a copy of what one person told, a fact put right, two codes of one person."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.errors import UserError
from ldp_stories.services.answer_rights import begin_request, codes_of, one_person
from ldp_stories.services.correct_records import link_participants, unlink_participants
from ldp_stories.services.find_code import same_codes
from ldp_stories.services.give_copy import as_text, give_copy
from ldp_stories.services.home import Home
from ldp_stories.services.record_state import correct_person
from ldp_stories.services.rights_log import RightsRow, acknowledge, finish_request, requests


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to look at or do."""
    parser.add_argument(
        "what",
        nargs="?",
        default="list",
        choices=sorted(_ACTS),
        help="list; note WHAT (withdrawal, copy, correction, objection, complaint); told ID; answer ID; "
        "copy CODE; correct CODE; link CODE CODE; unlink CODE CODE",
    )
    parser.add_argument("about", nargs="*", default=[], help="what was asked, ids or codes")
    parser.add_argument(
        "--code", default="", help="for note: the code on the person's card, when they have it"
    )
    parser.add_argument(
        "--on", default="", help="for note: the day they asked, such as 2026-11-22; else today"
    )
    parser.add_argument("--outcome", choices=["done", "part", "refused"], default="done")
    parser.add_argument("--why", default="", help="for answer: why it was refused, or what was done")
    parser.add_argument("--file", type=Path, help="for copy: a new text file to save it in")
    parser.add_argument(
        "--leave", nargs="*", default=[], help="for copy: words that look like a name and are none"
    )
    parser.add_argument("--age", choices=[a.value for a in AgeBand], help="for correct: the age band")
    parser.add_argument(
        "--teller", choices=[k.value for k in TellerKind], help="for correct: what they are here"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Look, or do."""
    with opening.opened(args) as home:
        _ACTS[args.what](home, args, out)


def _about(args: argparse.Namespace, count: int = 1) -> list[str]:
    if len(args.about) != count:
        raise ValueError(f"{args.what} needs {count} of them, not {len(args.about)}")
    return [str(a) for a in args.about]


def _list(home: Home, _args: argparse.Namespace, out: Out) -> None:
    rows = requests(home)
    codes = codes_of(home, rows)
    for row in rows:
        out.say(
            f"{row.id}  {row.what}  {codes.get(row.participant, '')}  asked {row.received}  {_state(row)}"
        )
    doubled = same_codes(home)
    for group in doubled:
        people = " and ".join(f"{m.by or 'somebody'} ({m.since})" for m in group)
        out.say(
            f"Two people have the code {group[0].person.code}, met by {people}: the newer one needs a new card."
        )
    out.data({"requests": rows, "codes": codes, "doubled": doubled})


def _state(row: RightsRow) -> str:
    if row.done:
        return f"{row.outcome} on {row.done}" + (f": {row.reason}" if row.reason else "")
    told = f", told on {row.acknowledged}" if row.acknowledged else ", not told yet that it came"
    return f"answer by {row.due} ({row.days_left} days left){told}"


def _note(home: Home, args: argparse.Namespace, out: Out) -> None:
    ident = begin_request(home, _about(args)[0], args.on, args.code)
    row = _row(home, ident)
    out.say(f"{ident}  answer by {row.due} ({row.days_left} days left)")
    out.data(row)


def _row(home: Home, ident: str) -> RightsRow:
    return next(r for r in requests(home) if r.id == ident)


def _known(home: Home, args: argparse.Namespace) -> str:
    (ident,) = _about(args)
    if all(r.id != ident for r in requests(home)):
        raise ValueError("no request has this id")
    return ident


def _told(home: Home, args: argparse.Namespace, out: Out) -> None:
    ident = _known(home, args)
    acknowledge(home, ident)
    out.say("Written down: they were told that it came.")
    out.data(_row(home, ident))


def _answer(home: Home, args: argparse.Namespace, out: Out) -> None:
    ident = _known(home, args)
    finish_request(home, ident, args.outcome, args.why)
    out.say(f"Written down: {_state(_row(home, ident))}.")
    out.data(_row(home, ident))


def _copy(home: Home, args: argparse.Namespace, out: Out) -> None:
    """What all codes of the person told, other people's names hidden."""
    person = one_person(home, _about(args)[0])
    copies = [give_copy(home, one, keep=args.leave) for one in person.people]
    words = "\n\n".join(as_text(c) for c in copies)
    if args.file:
        _save(args.file, words)
        out.say(f"The copy is in {args.file}.")
    else:
        out.say(words)
    hidden = sorted({h for c in copies for s in c.stories for h in s.hidden})
    out.say(*(f"hidden, look at it: {word}" for word in hidden))
    out.data({"copies": copies, "file": args.file})


def _save(path: Path, words: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(words)
    except FileExistsError as error:
        raise ValueError(f"{path} is there already; nothing was overwritten") from error
    except OSError as error:
        raise UserError("NO_FOLDER", folder=str(path.parent)) from error


def _correct(home: Home, args: argparse.Namespace, out: Out) -> None:
    facts = {"age_band": args.age, "teller_kind": args.teller}
    known = {name: value for name, value in facts.items() if value}
    if not known:
        raise ValueError("say what is to be put right: --age or --teller")
    person = one_person(home, _about(args)[0])
    for one in person.people:
        correct_person(home, one, **known)
    out.say(f"Put right for {person.code}.")
    out.data({"code": person.code, **known})


def _link(home: Home, args: argparse.Namespace, out: Out) -> None:
    first, second = (one_person(home, code) for code in _about(args, 2))
    link_participants(home, first.people[0], second.people[0])
    both = one_person(home, first.code)
    out.say(f"One person from now on: {', '.join(both.codes)}.")
    out.data(both)


def _unlink(home: Home, args: argparse.Namespace, out: Out) -> None:
    first, second = (one_person(home, code) for code in _about(args, 2))
    if not unlink_participants(home, first.people[0], second.people[0]):
        raise ValueError("no link stood between these two codes")
    out.say("Two people from now on.")
    out.data(one_person(home, first.code))


_ACTS = {
    "list": _list,
    "note": _note,
    "told": _told,
    "answer": _answer,
    "copy": _copy,
    "correct": _correct,
    "link": _link,
    "unlink": _unlink,
}
