"""`review`: what needs a coordinator, and deciding on it."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.domain.review import Choice
from ldp_stories.services import review_tags
from ldp_stories.services.find import codebook
from ldp_stories.services.find_names import find_names, not_a_name
from ldp_stories.services.home import Home
from ldp_stories.services.join_masked import hidden_apart, join_masked
from ldp_stories.services.mask_words import mask
from ldp_stories.services.place_passages import place_on_words, to_place
from ldp_stories.services.queue_work import queue
from ldp_stories.services.release_record import release


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The story, and what to do with it; without a story the queue is shown."""
    parser.add_argument("--story", help="story id")
    parser.add_argument("--tag", help="decide on this tag code")
    parser.add_argument("--decision", choices=[c.value for c in Choice], default="accept")
    parser.add_argument("--to-tag", help="the tag code to change to")
    parser.add_argument("--reason", default="")
    parser.add_argument("--accept-all", action="store_true")
    parser.add_argument(
        "--release", action="store_true", help="I have read title and notes: evaluators may have it"
    )
    parser.add_argument(
        "--place", metavar="PASSAGE", help="place this passage in the masked copy; needs --on"
    )
    parser.add_argument(
        "--on", metavar="WORDS", default="", help="the words of the masked copy to place it on"
    )
    parser.add_argument(
        "--join", action="store_true", help="put masked copies that two people made apart together"
    )
    parser.add_argument("--hide", metavar="WORDS", help="hide these words in all copies; needs --put")
    parser.add_argument("--put", metavar="WORDS", default="", help="what stands in their place")
    parser.add_argument("--leave", metavar="WORDS", help="these words name nobody: leave them as they are")
    parser.add_argument("--thank", metavar="TEXT", help="thank the researcher")


def run(args: argparse.Namespace, out: Out) -> None:
    """Decide, release, thank; or show the queue."""
    with opening.opened(args) as home:
        if args.story:
            _words(home, args)
            _act(home, args, out)
            rows = review_tags.readings(home, args.story)
            for reading in rows:
                said = "; ".join(f"{d.choice.value}: {d.reason}" for d in reading.history) or "not decided"
                out.say(f"{reading.suggestion.id}  {reading.suggestion.reason}  {said}")
            apart = hidden_apart(home, args.story)
            if apart is not None:
                out.say(
                    f"Words were hidden apart by {', '.join(apart.names)}: --join puts the copies together"
                )
            for passage in to_place(home, args.story):
                out.say(
                    f"{passage}  needs placing: it is not sent to evaluators (--place {passage} --on WORDS)"
                )
            _say_names(home, args.story, out)
            out.data(rows)
            return
        waiting = queue(home)
    for row in waiting:
        out.say(f"{row.record}  {row.title}  because of {', '.join(w.value for w in row.why)}")
    out.data(waiting)


def _words(home: Home, args: argparse.Namespace) -> None:
    """What a person decided about words that may name somebody."""
    if args.hide:
        mask(home, args.story, args.hide, args.put)
    if args.leave:
        not_a_name(home, args.story, args.leave)


def _act(home: Home, args: argparse.Namespace, out: Out) -> None:
    if args.tag:
        codes = {tag.code: tag.id for tag in codebook(home)}
        if args.tag not in codes or (args.to_tag and args.to_tag not in codes):
            raise ValueError("There is no such tag in the codebook")
        mine = [r for r in review_tags.readings(home, args.story) if r.suggestion.tag == codes[args.tag]]
        if not mine:
            raise ValueError(f"{args.tag} is not suggested in this story")
        to_tag = codes[args.to_tag] if args.to_tag else None
        review_tags.decide(
            home, mine[0].suggestion.id, Choice(args.decision), reason=args.reason, to_tag=to_tag
        )
    if args.accept_all:
        review_tags.accept_all(home, args.story)
    if args.release:
        _say_names(home, args.story, out)
        release(home, args.story, read_title_and_notes=True)
    if args.join:
        join_masked(home, args.story)
    if args.place:
        place_on_words(home, args.place, args.on)
    if args.thank:
        review_tags.thank(home, args.story, "", args.thank)


def _say_names(home: Home, story: str, out: Out) -> None:
    """What nobody has decided about yet; the release is refused while it would go on."""
    for name in find_names(home, story):
        out.say(f"“{name.words}” may name somebody ({name.why}): --hide or --leave")
