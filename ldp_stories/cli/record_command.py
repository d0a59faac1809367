"""`record`: keep a story from text and sound files, with the answers to the consent questions. The same gates as in the window."""

import argparse
import re
from pathlib import Path
from typing import NamedTuple

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.domain.consent import PUBLISH, Answer, Channel, Method, Scope, all_keys, answer_key
from ldp_stories.domain.people import AgeBand
from ldp_stories.domain.tags import Sure
from ldp_stories.domain.text_files import words_in
from ldp_stories.errors import UserError
from ldp_stories.services import edit_record, record_encounter
from ldp_stories.services.desk_talk import ADULT, CHILD
from ldp_stories.services.drop_untouched import give_up
from ldp_stories.services.find import codebook
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home
from ldp_stories.services.read_pack import choices

_TAG = re.compile(r"(?P<code>[A-Z]\d+)(?::(?P<sure>sure|think so|not sure)(?::(?P<why>.*))?)?", re.DOTALL)


class Span(NamedTuple):
    """A passage asked for on the command line: milliseconds in the sound, a quote of the words, or both."""

    from_ms: int | None
    to_ms: int | None
    quote: str


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where, who, what they agreed to, the words and the sound."""
    parser.add_argument("--place", required=True, help="name of the place, such as 'Millbrook ward'")
    parser.add_argument("--setting", default="", help="the kind of spot, as in the programme's list")
    parser.add_argument("--private", choices=["yes", "partly", "no"], default="partly")
    parser.add_argument("--relation", default="", help="how you know each other, as in the programme's list")
    parser.add_argument("--route", default="", help="how you met, as in the programme's list")
    parser.add_argument("--age", choices=[a.value for a in AgeBand], default=AgeBand.NOT_GIVEN.value)
    parser.add_argument("--adult", default="", help="under 16: who said yes first, such as mother")
    parser.add_argument("--child", choices=["yes", "no"], help="under 16: the child's own answer")
    parser.add_argument("--code", help="the person has a code already")
    parser.add_argument(
        "--answers", default="", help="scope=yes|no, comma-separated; the rest counts as not asked"
    )
    parser.add_argument("--method", choices=[m.value for m in Method], default=Method.RECORDED.value)
    parser.add_argument("--sound", type=Path, help="a sound file, recorded through the recorder")
    parser.add_argument("--text", type=Path, help="the words after, a text file (UTF-8)")
    parser.add_argument("--title", default="")
    parser.add_argument("--passage", help="the bit that matters: MM:SS-MM:SS, and/or /the words/")
    parser.add_argument("--moved-me", action="store_true", help="the passage moved me")
    parser.add_argument(
        "--tag", action="append", default=[], help="CODE[:sure|think so|not sure[:why]], for the passage"
    )
    parser.add_argument("--ready", action="store_true", help="it is ready to send")


def run(args: argparse.Namespace, out: Out) -> None:
    """Keep the story and say its id and the person's code. What was typed is checked first, so that a slip keeps no half story."""
    answers, span = read_answers(args.answers) | _route_of_a_child(args), read_span(args.passage)
    words, tags = _words(args.text, span), [read_tag(text) for text in args.tag]
    with opening.opened(args) as home:
        suggested, facts = _known(home, tags), _facts(home, args)
        talk = record_encounter.begin(home)
        try:
            if args.code:
                talk = record_encounter.use_code(home, talk.id, args.code)
            record_encounter.set_facts(home, talk.id, said_first=True, **facts)
            for key, answer in answers.items():
                record_encounter.answer(home, talk.id, (key,), answer)
            record_encounter.set_method(home, talk.id, Method(args.method))
            if args.sound:
                record_encounter.add_part_from_file(home, talk.id, args.sound, out)
            record = record_encounter.finish(home, talk.id)
        except UserError:
            give_up(home, talk.id)  # the words and the sound are still in their files
            raise
        passage = _write(home, record, words, args, span)
        for tag, sure, why in suggested:
            edit_record.suggest_tag(home, record, passage=passage, tag=tag, sure=sure, reason=why)
        if args.ready:
            edit_record.mark_ready(home, record)
        out.say(f"Kept. Story {record}, person {talk.code}.")
        out.data({"story": record, "code": talk.code, "passage": passage})


def read_answers(text: str) -> dict[str, Answer]:
    """Answers by key from `scope=yes,scope=no`; a publish scope without a channel answers all its channels."""
    answers: dict[str, Answer] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, value = part.partition("=")
        try:
            scope, said = Scope(name.split(":")[0]), Answer(value)
        except ValueError as error:
            known = ", ".join(s.value for s in Scope)
            raise ValueError(f"--answers: {part!r} is not one of {known} with =yes or =no") from error
        if ":" in name and name not in all_keys():
            raise ValueError(f"--answers: there is no question {name!r}")
        channels = [None] if scope not in PUBLISH or ":" in name else list(Channel)
        for channel in channels:
            answers[answer_key(scope, channel) if ":" not in name else name] = said
    return answers


def _route_of_a_child(args: argparse.Namespace) -> dict[str, Answer]:
    """The two answers that come before all others under 16: a grown-up's, then the child's own."""
    found = {ADULT: Answer.YES} if args.adult else {}
    return found | ({CHILD: Answer(args.child)} if args.child else {})


def _facts(home: Home, args: argparse.Namespace) -> dict[str, object]:
    """Where and who, each checked against the programme's lists; ValueError naming what they hold."""
    return {
        "place": place_named(home, args.place).id,
        "private_enough": args.private,
        "age_band": args.age,
        "adult_relation": args.adult,
        **{name: _listed(home, name, getattr(args, name)) for name in ("setting", "relation", "route")},
    }


def _listed(home: Home, name: str, said: str) -> str:
    """The key of an entry, by its key or its label, whatever the case."""
    if not said:
        return ""
    items = choices(home, name)
    found = [i.key for i in items if said.casefold() in (i.key.casefold(), i.label.casefold())]
    if not found:
        raise ValueError(f"--{name}: {said!r} is not one of {', '.join(i.key for i in items)}")
    return found[0]


def read_span(text: str | None) -> Span | None:
    """A passage from `03:10-03:42`, `/the words/` or both; ValueError for anything else."""
    if not text:
        return None
    found = re.fullmatch(r"(?:(\d+):(\d\d)-(\d+):(\d\d))?\s*(?:/(.+)/)?", text, re.DOTALL)
    if found is None:
        raise ValueError("--passage is MM:SS-MM:SS, /the words/, or both")
    m1, s1, m2, s2, quote = found.groups()
    if m1 is None:
        return Span(None, None, quote or "")
    return Span((int(m1) * 60 + int(s1)) * 1000, (int(m2) * 60 + int(s2)) * 1000, quote or "")


def read_tag(text: str) -> tuple[str, Sure, str]:
    """(code, how sure, why) from `D1:sure:because`; ValueError for anything else."""
    found = _TAG.fullmatch(text)
    if found is None:
        raise ValueError(f"--tag is CODE[:sure|think so|not sure[:why]], not {text!r}")
    return found["code"], Sure(found["sure"] or "sure"), found["why"] or ""


def _words(file: Path | None, span: Span | None) -> str:
    """The words after; ValueError when they cannot be read, or do not hold the passage."""
    try:
        words = words_in(file.read_bytes()) if file else ""
    except OSError as error:
        raise ValueError(f"--text: {file} cannot be read") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"--text: {file} is not text in UTF-8 or UTF-16") from error
    if span is not None and span.quote not in words:
        raise ValueError("--passage: these words are not in the text")
    return words


def _known(home: Home, tags: list[tuple[str, Sure, str]]) -> list[tuple[str, Sure, str]]:
    """The same with the tags' ids; ValueError for a code that is not in the codebook."""
    known = {tag.code: tag.id for tag in codebook(home)} if tags else {}
    for code, _, _ in tags:
        if code not in known:
            raise ValueError(f"--tag: there is no tag {code} in the codebook")
    return [(known[code], sure, why) for code, sure, why in tags]


def _write(home: Home, record: str, words: str, args: argparse.Namespace, span: Span | None) -> str | None:
    if words:
        edit_record.keep_draft(home, record, "words", words)
    if args.title:
        edit_record.keep_draft(home, record, "title", args.title)
    edit_record.write_drafts(home, record)
    if span is None:
        return None
    view = edit_record.open_record(home, record)
    start = words.find(span.quote) if span.quote else -1
    return edit_record.add_passage(
        home,
        record,
        layer=view.layers[0].id if start >= 0 else None,
        start=start if start >= 0 else None,
        end=start + len(span.quote) if start >= 0 else None,
        media=view.media[0].id if view.media and span.from_ms is not None else None,
        from_ms=span.from_ms,
        to_ms=span.to_ms,
        moved_me=args.moved_me,
    )
