"""`publish`: what leaves for readers - reports, case studies, share packs, area sheets, the quote bank, tables, a matrix - and what went out."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from ldp_stories.cli import opening
from ldp_stories.cli.looked_at import add_looked_at, ask_looked_at
from ldp_stories.cli.out import Out, counted
from ldp_stories.domain.consent import Channel
from ldp_stories.domain.report import QUESTIONS, Part, Report, ReportType
from ldp_stories.services import write_report
from ldp_stories.services.check_disclosure import questions, tick
from ldp_stories.services.check_issued import IssuedNow, issued_now
from ldp_stories.services.draw_pictures import Kind
from ldp_stories.services.export_tables import export_tables
from ldp_stories.services.fill_matrix import matrices, matrix_sheet
from ldp_stories.services.home import Home
from ldp_stories.services.make_report import make_report
from ldp_stories.services.publish_bank import Form, write_bank
from ldp_stories.services.renew_tags import bring_up_to_date, tag_changes

_TYPES = {type_.value.replace(" ", "-"): type_ for type_ in ReportType}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which report, what to put in, and what to write where; without anything the reports are listed."""
    parser.add_argument("--begin", choices=_TYPES, help="begin a report of this kind")
    parser.add_argument("--report", metavar="ID", help="the report that is meant")
    parser.add_argument("--title", default="", help="its title, with --begin")
    parser.add_argument(
        "--to", choices=[c.value for c in Channel], help="its way out: whose yes its sounds need"
    )
    parser.add_argument(
        "--heading", type=int, default=1, metavar="N", help="under which heading to add (from 1)"
    )
    parser.add_argument("--words", metavar="TEXT", help="add words of our own")
    parser.add_argument("--passage", metavar="ID", help="add a passage")
    parser.add_argument("--picture", choices=[k.value for k in Kind], help="add a picture")
    parser.add_argument("--tags", nargs="*", default=[], metavar="ID", help="the tags of that picture")
    parser.add_argument(
        "--new-names", action="store_true", help="name the tags of the report as they are called today"
    )
    add_looked_at(
        parser, "a person has looked at these questions of the check: all nine before anything is written"
    )
    parser.add_argument("--make", type=Path, metavar="FOLDER", help="write the report")
    parser.add_argument("--bank", type=Path, metavar="FOLDER", help="write the quote bank")
    parser.add_argument(
        "--as", dest="forms", nargs="+", choices=[f.value for f in Form], default=["html"], help="as what"
    )
    parser.add_argument(
        "--tables", type=Path, metavar="FOLDER", help="write stories, passages and tags as tables"
    )
    parser.add_argument(
        "--matrix", metavar="TITLE", help="write a framework matrix, into the folder of --into"
    )
    parser.add_argument("--into", type=Path, metavar="FOLDER")
    parser.add_argument(
        "--codes", action="store_true", help="with the tellers' codes, for work inside the team only"
    )
    parser.add_argument(
        "--went-out", action="store_true", help="look at every copy that went out again today"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Do what is asked, in the order of the arguments."""
    data: dict[str, object] = {}
    with opening.opened(args) as home:
        report = _report(home, args)
        if report:
            data["report"] = _work_on(home, report, args, out)
        if args.make:
            if not report:
                raise ValueError("--make needs --report or --begin")
            made = make_report(home, report, args.make, press=args.press and args.press(), progress=out)
            data["made"] = made
            sizes = counted(made.shown, "passage", "passages"), counted(made.gaps, "gap", "gaps")
            out.say(f"{', '.join(sizes)}, {made.sounds} with sound.", f"Written: {made.folder}")
        data["written"] = list(_write_others(home, args, out))
        if args.went_out:
            data["went_out"] = _went_out(issued_now(home), out)
        if not report:
            data["reports"] = [_said(home, one, out) for one in write_report.reports(home)]
            if not data["reports"]:
                out.say("There are no reports yet. Begin one with --begin.")
    out.data(data)


def _report(home: Home, args: argparse.Namespace) -> str:
    if args.begin:
        return write_report.begin_report(home, _TYPES[args.begin], args.title)
    return str(args.report or "")


def _work_on(home: Home, ident: str, args: argparse.Namespace, out: Out) -> dict[str, object]:
    """Put things into a report, tick its check, and say how it stands."""
    if args.to:
        report = write_report.open_report(home, ident).report
        write_report.change_report(home, write_report.sent_by(report, Channel(args.to)))
    at = args.heading - 1
    if args.words:
        write_report.add_part(home, ident, at, Part(words=args.words))
    if args.passage:
        write_report.add_passage(home, ident, at, args.passage)
    if args.picture:
        write_report.add_part(home, ident, at, Part(picture=args.picture, tags=tuple(args.tags)))
    if args.new_names:
        bring_up_to_date(home, ident)
    if args.looked_at:
        if not set(args.looked_at) <= set(QUESTIONS):
            raise ValueError(f"the questions are 1 to {len(QUESTIONS)}")
        tick(home, ident, args.looked_at)
    opened = write_report.open_report(home, ident)
    check = questions(home, ident)
    said = _said(home, opened.report, out)
    for question in check:
        out.say(f"  {'[x]' if question.ticked else '[ ]'} {question.number}. {question.words}")
        out.say(*(f"      {line}" for line in question.found))
    changes = tag_changes(home, opened.report)
    out.say(*(f"  {old} is called {new} now." for old, new in changes))
    return said | {"gaps": opened.gaps, "check": check, "names": changes}


def _said(home: Home, report: Report, out: Out) -> dict[str, object]:
    left = len(QUESTIONS) - len(report.ticks_of(home.today().isoformat()))
    name = report.title or report.type.value
    out.say(
        f"{report.id}  {name} ({report.type.value}, {report.channel.value}), {counted(left, 'question', 'questions')} left"
    )
    return {
        "id": report.id,
        "title": report.title,
        "type": report.type,
        "channel": report.channel,
        "left": left,
    }


def _write_others(home: Home, args: argparse.Namespace, out: Out) -> Iterable[Path]:
    written: list[Path] = []
    if args.matrix and args.into is None:
        raise ValueError("--matrix needs --into")
    if args.bank or args.tables or args.matrix:
        ask_looked_at(args, out)
    if args.bank:
        forms = [Form(one) for one in args.forms]
        press = args.press() if args.press and Form.PDF in forms else None
        written += write_bank(home, args.bank, forms, looked_at=args.looked_at, press=press)
    if args.tables:
        written += export_tables(home, args.tables, looked_at=args.looked_at, progress=out).files
    if args.matrix:
        found = next((m.id for m in matrices(home) if args.matrix in (m.title, m.id)), args.matrix)
        written.append(matrix_sheet(home, found, args.into, looked_at=args.looked_at, codes=args.codes))
    out.say(*(f"Written: {path}" for path in written))
    return written


def _went_out(found: Iterable[IssuedNow], out: Out) -> list[IssuedNow]:
    every = list(found)
    for one in every:
        where = f" {one.channel}" if one.channel else ""
        saved = f", saved as {one.path}" if one.path is not None else ""
        if one.recalled:  # nothing more is known of it than where it was saved
            out.say(f"a copy of which all was taken back{saved}: must come down")
            continue
        out.say(
            f"{one.type or 'a copy'}{where}, {one.made_on}{saved}: {'fine' if one.fine else 'must come down'}"
        )
        for what, why in (("quotes", one.words), ("sounds", one.sounds), ("stories", one.stories)):
            out.say(*(f"  {number} {what}: {reason}" for reason, number in sorted(why.items())))
        if one.past_its_day:
            out.say(f"  it was to be used until {one.expires}")
    return every
