"""`coding`: one's own tags and marks - list, make, change, take away, bring back; put a tag on words or on seconds of sound."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out, counted
from ldp_stories.domain.records import Layer
from ldp_stories.domain.tags import Tag
from ldp_stories.errors import UserError
from ldp_stories.services import code_own
from ldp_stories.services.code_own import Coded, TagNode
from ldp_stories.services.edit_record import RecordView, open_record
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home

_ACTS = ("list", "add", "change", "away", "back", "marks", "mark", "memo", "off")
_TOP = "-"
_ORDER = ("masked", "reading", "translation", "verbatim", "transcript")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, to which tag or mark."""
    parser.add_argument("act", choices=_ACTS, nargs="?", default="list")
    parser.add_argument(
        "--tag", default="", help="an own tag by its name or id, or a tag of the codebook by its code"
    )
    parser.add_argument("--name", help="add, change: what it is called")
    parser.add_argument("--meaning", help="add, change: what it means")
    parser.add_argument(
        "--under", metavar="TAG", help=f"add, change: the tag it stands under ({_TOP} = none)"
    )
    parser.add_argument("--story", default="", metavar="ID", help="marks, mark: the story")
    parser.add_argument("--words", default="", help="mark: the words as they stand in the story")
    parser.add_argument(
        "--seconds", nargs=2, type=float, metavar=("FROM", "TO"), help="mark: seconds of its sound"
    )
    parser.add_argument("--part", type=int, default=1, help="mark: which part of the sound, from 1")
    parser.add_argument("--memo", default="", help="mark, memo: what you think")
    parser.add_argument(
        "--id", action="append", default=[], help="memo, off, back: what `marks` or `away` named"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do it; what was taken away is named, so that it can be brought back."""
    with opening.opened(args) as home:
        _ACT[args.act](home, args, out)


def _list(home: Home, _args: argparse.Namespace, out: Out) -> None:
    nodes = code_own.own_tags(home)
    for node in nodes:
        whose = f", by {node.whose}" if node.whose else ""
        meaning = f": {node.tag.meaning}" if node.tag.meaning else ""
        out.say(
            f"{'  ' * node.depth}{node.tag.name}{meaning}  ({counted(node.uses, 'mark', 'marks')}{whose})  {node.tag.id}"
        )
    if not nodes:
        out.say("There are no tags of your own yet. Make one with: coding add --name NAME")
    out.data(nodes)


def _add(home: Home, args: argparse.Namespace, out: Out) -> None:
    under = None if args.under in (None, _TOP) else _own(home, args.under).tag.id
    made = code_own.make_tag(home, args.name or "", args.meaning or "", under)
    out.say(f"Made: {made}")
    out.data({"id": made})


def _change(home: Home, args: argparse.Namespace, out: Out) -> None:
    tag = _own(home, args.tag).tag.id
    under: str | None = ""
    if args.under is not None:
        under = None if args.under == _TOP else _own(home, args.under).tag.id
    code_own.change_tag(home, tag, name=args.name, meaning=args.meaning, parent=under)
    out.say("Changed.")
    out.data({"id": tag})


def _away(home: Home, args: argparse.Namespace, out: Out) -> None:
    gone = code_own.drop_tag(home, _own(home, args.tag).tag.id)
    out.say(f"Taken away, with {counted(len(gone) - 1, 'mark', 'marks')} of yours.")
    out.say(f"To bring all of it back: coding back {' '.join(f'--id {one}' for one in gone)}")
    out.data({"gone": gone})


def _back(home: Home, args: argparse.Namespace, out: Out) -> None:
    code_own.bring_back(home, _named(args))
    out.say("It stands again.")
    out.data({"back": args.id})


def _marks(home: Home, args: argparse.Namespace, out: Out) -> None:
    found = code_own.codings_of(home, args.story)
    for one in found:
        whose = f" (by {one.whose})" if one.whose else ""
        out.say(f"{one.coding.id}  {one.label}{whose}: {_where(one)}")
        if one.coding.memo:
            out.say(f"  {one.coding.memo}")
    if not found:
        out.say("Nothing is marked in this story.")
    out.data(found)


def _mark(home: Home, args: argparse.Namespace, out: Out) -> None:
    view = open_record(home, args.story)
    layer, start, end = _words(view, args.words) if args.words else (None, None, None)
    medium, begin, finish = _seconds(view, args) if args.seconds else (None, None, None)
    if layer is None and medium is None:
        raise ValueError("--words or --seconds is needed: what the tag stands on")
    made = code_own.code(
        home,
        args.story,
        _any(home, args.tag),
        layer=layer,
        start=start,
        end=end,
        media=medium,
        from_ms=begin,
        to_ms=finish,
        memo=args.memo,
    )
    out.say(f"Marked: {made}")
    out.data({"id": made})


def _memo(home: Home, args: argparse.Namespace, out: Out) -> None:
    for one in _named(args):
        code_own.set_memo(home, one, args.memo)
    out.say("Kept.")
    out.data({"ids": args.id})


def _off(home: Home, args: argparse.Namespace, out: Out) -> None:
    for one in _named(args):
        code_own.uncode(home, one)
    out.say("Taken off. To bring it back: coding back --id ...")
    out.data({"gone": args.id})


def _named(args: argparse.Namespace) -> list[str]:
    if not args.id:
        raise ValueError("--id is needed: which one")
    found: list[str] = args.id
    return found


def _own(home: Home, wanted: str) -> TagNode:
    """An own tag by id, or by name; one's own comes before somebody else's of the same name."""
    nodes = sorted(code_own.own_tags(home), key=lambda n: bool(n.whose))
    found = next((n for n in nodes if n.tag.id == wanted), None)
    found = found or next((n for n in nodes if n.tag.name.casefold() == wanted.strip().casefold()), None)
    if found is None:
        raise UserError("NO_SUCH_OWN_TAG")
    return found


def _any(home: Home, wanted: str) -> str:
    """An own tag, or one of the codebook by its code."""
    known: Tag | None = next((t for t in codebook(home) if t.code == wanted), None)
    return known.id if known is not None else _own(home, wanted).tag.id


def _words(view: RecordView, words: str) -> tuple[str, int, int]:
    """Where the words stand, in the copy that evaluators read first."""
    layers: list[Layer] = sorted(view.layers, key=lambda x: _ORDER.index(x.kind.value))
    for layer in layers:
        start = layer.text.find(words)
        if start >= 0:
            return layer.id, start, start + len(words)
    raise UserError("WORDS_NOT_THERE")


def _seconds(view: RecordView, args: argparse.Namespace) -> tuple[str, int, int]:
    if not 1 <= args.part <= len(view.media):
        raise UserError("MEDIA_GONE")
    begin, finish = (round(1000 * second) for second in args.seconds)
    if not 0 <= begin < finish:
        raise ValueError("--seconds are where it begins and, later, where it ends")
    return view.media[args.part - 1].id, begin, finish


def _where(one: Coded) -> str:
    sound = one.coding.sound
    heard = f"{sound.from_ms / 1000:g} to {sound.to_ms / 1000:g} s" if sound else ""
    moved = "the words have changed" if one.moved else ""
    return ", ".join(filter(None, (" ".join(one.words.split()), heard, moved)))


_ACT = {
    "list": _list,
    "add": _add,
    "change": _change,
    "away": _away,
    "back": _back,
    "marks": _marks,
    "mark": _mark,
    "memo": _memo,
    "off": _off,
}
