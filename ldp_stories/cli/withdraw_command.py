"""`withdraw`: take back what a person told - look first, then stop some uses, erase their voice, or erase everything."""

import argparse
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.domain.consent import Scope
from ldp_stories.errors import Refused
from ldp_stories.services.confirmed import Wish, wish, wishes
from ldp_stories.services.find_person import FoundPerson, find_person
from ldp_stories.services.home import Home
from ldp_stories.services.reach_of import Reach, reach_of
from ldp_stories.services.teller_page import teller_page
from ldp_stories.services.withdraw import Choice, What, stop_uses, take_everything, take_voice


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Whom, and what they wish; without a wish it is only shown what they told reached."""
    parser.add_argument(
        "--code", help="the code on the person's card; without it the wishes so far are shown"
    )
    parser.add_argument(
        "--met-on", default="", help="when two people have one code: the day of the first meeting"
    )
    wish_ = parser.add_mutually_exclusive_group()
    wish_.add_argument(
        "--stop", nargs="+", choices=[s.value for s in Scope], help="close these uses; nothing is deleted"
    )
    wish_.add_argument(
        "--voice", action="store_true", help="erase recordings, pictures and clips; words stay"
    )
    wish_.add_argument("--everything", action="store_true", help="erase all of it, everywhere, for good")
    parser.add_argument("--confirm", default="", help="the code once more: nothing is erased without it")
    parser.add_argument("--remove", nargs="*", default=[], metavar="STORY", help="shared stories to remove")
    parser.add_argument("--keep", nargs="*", default=[], metavar="STORY", help="shared stories to keep")
    parser.add_argument("--page", type=Path, help="a folder for the page that tells the person what was done")


def run(args: argparse.Namespace, out: Out) -> None:
    """Show, or carry out."""
    with opening.opened(args) as home:
        if not args.code:
            found = wishes(home)
            for one in found:
                _say_wish(one, out)
            out.data(found)
            return
        person = _one(find_person(home, args.code), args.met_on)
        reach = reach_of(home, person.people)
        if not (args.stop or args.voice or args.everything):
            _say_reach(person, reach, out)
            out.data({"person": person, "reach": reach})
            return
        ids = _carry_out(home, person, args, out)
        done = wish(home, ids)
        _say_wish(done, out)
        if args.page:
            out.say(f"page for the person: {teller_page(home, ids, args.page)}")
        out.data(done)


def _one(found: tuple[FoundPerson, ...], met_on: str) -> FoundPerson:
    """The only one, or the one met on that day; ValueError says how to tell two apart."""
    chosen = [p for p in found if not met_on or p.met_on == met_on]
    if len(chosen) == 1:
        return chosen[0]
    rows = "; ".join(f"met on {p.met_on} by {p.researcher}, {p.stories} stories" for p in found)
    raise ValueError(f"{len(found)} people have this code ({rows}). Say --met-on.")


def _carry_out(home: Home, person: FoundPerson, args: argparse.Namespace, out: Out) -> tuple[str, ...]:
    if args.stop:
        return stop_uses(home, person, args.stop).orders
    choices = {story: Choice(What.REMOVE) for story in args.remove} | {
        story: Choice(What.KEEP) for story in args.keep
    }
    act = take_voice if args.voice else take_everything
    try:
        done = act(home, person, args.confirm, choices, out)
    except Refused as error:
        if error.code == "SHARED_UNDECIDED":
            out.say(*(f"told by several people: {story}" for story in _listed(error.facts["records"])))
        raise
    if done.waiting:
        out.say("This needs a coordinator. It is hidden here and waits for one.")
    return done.orders


def _listed(value: object) -> list[str]:
    return [str(v) for v in value] if isinstance(value, tuple | list) else []


def _say_reach(person: FoundPerson, reach: Reach, out: Out) -> None:
    out.say(f"{person.code}: met on {person.met_on} by {person.researcher}")
    for story in reach.stories:
        several = f", told by {story.tellers} people" if story.tellers > 1 else ""
        out.say(f"{story.id}  {story.title}  {story.told_on}{several}")
    out.say(
        f"{counted(len(reach.recordings), 'recording', 'recordings')}, {counted(reach.pictures, 'picture', 'pictures')}, "
        f"{counted(reach.passages, 'passage', 'passages')}, "
        f"{counted(reach.versions, 'version', 'versions')} of the words, "
        f"{counted(reach.notes, 'note', 'notes')}, {counted(reach.quotes, 'quote', 'quotes')}"
    )
    for made in reach.outputs:
        state = f"issued, {made.copies} copies" if made.issued else "not finished"
        out.say(f"{made.type} by {made.by or '?'}  {made.made_on}  {state}  {made.path or ''}")
    out.say(f"who has some of it: {', '.join(reach.recipients) or 'nobody else'}")


def _say_wish(one: Wish, out: Out) -> None:
    out.say(f"{one.kind.value} on {one.on or '?'}: {one.confirmed} of {one.total} laptops confirmed")
    for laptop in one.laptops:
        out.say(f"  {laptop.name} {laptop.label}: {laptop.state} {laptop.on}")
    for what, day, copies in one.issued:
        out.say(f"  already issued on {day}: {what}, {copies} copies, do not reissue")
    for _, path in one.files:
        out.say(f"  a file with it is still here: {path}")
    for where, day in one.elsewhere:
        out.say(f"  a copy of {day} on another disk still holds it: {where}")
