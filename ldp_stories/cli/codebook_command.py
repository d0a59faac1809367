"""`codebook`: the tags with how many stories have each, what changed; add, reword, merge, retire, split a tag, or undo a change."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import UserError
from ldp_stories.services import change_codebook
from ldp_stories.services.change_codebook import NewTag, Why
from ldp_stories.services.codebook_history import history, undo
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.read_codebook import groups

_WORDS = ("name", "meaning", "use_for", "example", "group")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, to which tag, and why: a change needs its reason and an example."""
    acts = ["list", "history", "add", "edit", "merge", "retire", "split", "undo"]
    parser.add_argument("what", nargs="?", choices=acts, default="list")
    parser.add_argument("--tag", default="", help="the code of the tag, such as D1")
    parser.add_argument("--into", action="append", default=[], help="merge: a code; split: two new names")
    parser.add_argument("--change", default="", help="undo: the id of the change")
    for word in _WORDS:
        parser.add_argument(f"--{word.replace('_', '-')}", help=f"the tag's {word.replace('_', ' ')}")
    parser.add_argument("--reason", default="")
    parser.add_argument("--such-as", default="", metavar="EXAMPLE", help="an example that shows the reason")
    parser.add_argument("--retired", action="store_true", help="list: also tags that are not in use any more")
    parser.add_argument("--preview", action="store_true", help="only say how many stories would change")


def run(args: argparse.Namespace, out: Out) -> None:
    """List, preview or change."""
    with opening.opened(args) as home:
        if args.what == "list":
            _list(home, args, out)
        elif args.what == "history":
            _history(home, out)
        elif args.preview:
            stories = change_codebook.stories_changed(home, _tag(home, args.tag).id)
            out.say(f"{counted(len(stories), 'story has', 'stories have')} it. Nothing was changed.")
            out.data({"stories": stories})
        else:
            made = _change(home, args)
            out.say("Changed. Everybody gets it with the next programme file.")
            out.data({"id": made})


def _list(home: Home, args: argparse.Namespace, out: Out) -> None:
    found = groups(home, retired=args.retired)
    for group in found:
        out.say(f"{group.letter}  {group.name}")
        out.say(*(f"  {tag.label}  {count}  {tag.status.value}" for tag, count in group.tags))
    out.data(found)


def _history(home: Home, out: Out) -> None:
    rows = history(home)
    for row in rows:
        one = row.change
        out.say(
            f"{one.id}  {one.on}  {one.what.value}  {row.label}  {one.reason}{' (undone)' if row.undone else ''}"
        )
    out.data(rows)


def _change(home: Home, args: argparse.Namespace) -> str:
    if args.what == "undo":
        return undo(home, args.change)
    why = Why(args.reason, args.such_as)
    given = {word: getattr(args, word) for word in _WORDS if getattr(args, word) is not None}
    if args.what == "add":
        return change_codebook.add_tag(home, NewTag(**given), why)
    tag = _tag(home, args.tag)
    if args.what == "edit":
        return change_codebook.edit_tag(home, tag.id, given, why)
    if args.what == "retire":
        return change_codebook.retire(home, tag.id, why)
    if args.what == "merge":
        if len(args.into) != 1:
            raise ValueError("--into is needed once: the code of the tag it goes into")
        return change_codebook.merge(home, tag.id, _tag(home, args.into[0]).id, why)
    return change_codebook.split(
        home, tag.id, [NewTag(name=name, group=tag.group) for name in args.into], why
    )


def _tag(home: Home, code: str) -> Tag:
    found = next((t for t in codebook(home, retired=True) if t.code == code), None)
    if found is None:
        raise UserError("NO_SUCH_TAG", tag=code)
    return found
