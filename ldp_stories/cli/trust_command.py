"""`trust`: what waits for a coordinator beside the stories - wishes, odd files, incidents, things kept long enough, hand-overs and leavers."""

import argparse

from ldp_stories.cli import opening
from ldp_stories.cli.out import Out
from ldp_stories.services.ask_destroy import answers, sendings, went_to_wrong_person
from ldp_stories.services.close_member import before_leaving, close_member
from ldp_stories.services.destroy_here import asked_to_destroy, destroy
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import open_session
from ldp_stories.services.incidents import NO_REPORT, REPORT, decide, incidents, note_step
from ldp_stories.services.keep_until import due_list, take_out
from ldp_stories.services.look_after import ask_for_missing, researchers
from ldp_stories.services.odd_files import Odd, odd_files
from ldp_stories.services.pass_on_role import hand_over_to, hand_overs, still_owed
from ldp_stories.services.people_log import people_log
from ldp_stories.services.rule_orders import carry_out, leave_it, rulings, waiting_wishes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to look at or do; most need the id that the list before printed."""
    parser.add_argument(
        "what",
        choices=sorted(_ACTS),
        help="wishes, do, leave-it; odd, ask; incidents, wrong, note, report, no-report; asked, destroy; kept, take-out; "
        "people, researchers, hand-over, leaving, close",
    )
    parser.add_argument("id", nargs="*", default=[], help="ids or keys from the list")
    parser.add_argument("--why", default="", help="the reason, or what was done")
    parser.add_argument(
        "--confirm", default="", help="the person's code, before words are taken out for good"
    )


def run(args: argparse.Namespace, out: Out) -> None:
    """Look, or do."""
    with opening.opened(args) as home:
        _ACTS[args.what](home, args, out)


def _id(args: argparse.Namespace) -> str:
    if len(args.id) != 1:
        raise ValueError("one id is needed")
    return str(args.id[0])


def _wishes(home: Home, _args: argparse.Namespace, out: Out) -> None:
    waiting, decided = waiting_wishes(home), rulings(home)
    for one in waiting:
        who = f"{one.name or '?'} ({one.role or '?'})"
        out.say(
            f"{one.order}  {one.kind.value} for {one.reason.value}, asked by {who}, about {', '.join(one.codes)}"
        )
        out.say(*(f"  {s.id}  {s.title}  told by {s.tellers}" for s in one.stories))
    out.say(*(f"{r.on}  {r.order}  {r.ruling}: {r.reason}" for r in decided))
    out.data({"waiting": waiting, "decided": decided})


def _do(home: Home, args: argparse.Namespace, out: Out) -> None:
    done = carry_out(home, _id(args), args.why, args.confirm, out)
    out.say(
        "Done. It goes to every laptop with the next file.",
        *(f"held, told with others: {h}" for h in done.held),
    )
    out.data(done)


def _leave_it(home: Home, args: argparse.Namespace, out: Out) -> None:
    leave_it(home, _id(args), args.why)
    out.say("It stays. The next programme file tells everybody.")
    out.data(rulings(home)[0])


def _odd(home: Home, _args: argparse.Namespace, out: Out) -> None:
    found = odd_files(home)
    for one in found:
        numbers = ", ".join(map(str, one.numbers))
        out.say(
            f"{one.key}  {one.odd.value}  {one.name or '?'}  {numbers}  {one.count}{'  asked' if one.asked else ''}"
        )
    out.data(found)


def _ask(home: Home, args: argparse.Namespace, out: Out) -> None:
    key = _id(args)
    one = next((o for o in odd_files(home) if o.key == key and o.odd is Odd.MISSING), None)
    if one is None:
        raise ValueError("no missing file has that key")
    wish = ask_for_missing(home, one)
    out.say(f"Asked. It goes with the next file to {wish.name}.")
    out.data(wish)


def _incidents(home: Home, _args: argparse.Namespace, out: Out) -> None:
    found = incidents(home)
    for one in found:
        state = one.decision or f"{one.hours_left} of 72 hours left"
        out.say(f"{one.id}  {one.type}  {one.laptop}  {one.people} people, {one.records} stories  {state}")
        for answer in answers(home, one.id):
            said = ("destroyed" if answer.had else "never there") if answer.on else "no answer yet"
            out.say(f"  {answer.name}: {said} {answer.on}")
    sent = sendings(home)
    out.say(
        *(f"sent {s.on[:10]}  {s.bundle}  to {s.names}, {s.stories} stories" for s in sent if not s.wrong)
    )
    out.data({"incidents": found, "sent": sent})


def _wrong(home: Home, args: argparse.Namespace, out: Out) -> None:
    ident = went_to_wrong_person(home, _id(args))
    out.say(f"{ident}  The clock runs. Send them a file: it asks them to destroy this one.")
    out.data(next(i for i in incidents(home) if i.id == ident))


def _note(home: Home, args: argparse.Namespace, out: Out) -> None:
    note_step(home, _id(args), args.why)
    out.say("Written down.")
    out.data(next((i for i in incidents(home) if i.id == _id(args)), None))


def _decide(home: Home, args: argparse.Namespace, out: Out) -> None:
    decide(home, _id(args), REPORT if args.what == "report" else NO_REPORT, args.why)
    _note_done(home, args, out)


def _note_done(home: Home, args: argparse.Namespace, out: Out) -> None:
    out.say("Decided and written down.")
    out.data(next((i for i in incidents(home) if i.id == _id(args)), None))


def _asked(home: Home, _args: argparse.Namespace, out: Out) -> None:
    found = asked_to_destroy(home)
    out.say(
        *(
            f"{o.id}  {o.name} asks, sent {o.sent_on or '?'}: {o.stories} stories, {o.sounds} sounds"
            for o in found
        )
    )
    out.data(found)


def _destroy(home: Home, args: argparse.Namespace, out: Out) -> None:
    gone = destroy(home, _id(args), out)
    out.say(f"Gone: {gone.stories} stories, {gone.sounds} sounds. The answer goes with the next file.")
    out.say(*(f"a copy of {day} may still hold it: {where}" for where, day in gone.elsewhere))
    out.data(gone)


def _kept(home: Home, _args: argparse.Namespace, out: Out) -> None:
    found = due_list(home)
    out.say(*(f"{d.key}  {d.kind.value}  until {d.until}  {d.title}" for d in found.rows))
    out.say(*(f"look yourself: {kind}, {months} months {rule}" for kind, months, rule in found.unread))
    out.data(found)


def _take_out(home: Home, args: argparse.Namespace, out: Out) -> None:
    cards = any(str(key).startswith("cards:") for key in args.id)
    session = open_session(home, opening.passphrase(args.passphrase_file)) if cards else None
    done = take_out(home, args.id, session, out)
    out.say(f"{done.things} things went here. They go everywhere with the next files.")
    out.data(done)


def _people(home: Home, _args: argparse.Namespace, out: Out) -> None:
    log = people_log(home)
    out.say(
        *(f"{c.on}  {c.name}  {c.what.value}  {c.role or c.laptop or c.to}  by {c.by or '?'}" for c in log)
    )
    out.data(log)


def _researchers(home: Home, _args: argparse.Namespace, out: Out) -> None:
    found = researchers(home)
    for one in found:
        out.say(
            f"{one.code}  {one.name}  last file {one.last_file or 'none'}, {one.for_them} questions wait for them, {one.for_us} for us"
        )
        out.say(*(f"  a heavy conversation on {f.on}, wishes to {f.wish}" for f in one.heavy))
    out.data(found)


def _hand_over(home: Home, args: argparse.Namespace, out: Out) -> None:
    if args.id:
        hand_over_to(home, _id(args), args.why)
        owed = still_owed(home)
        out.say(
            f"Still to send to them: {owed.stories} stories, {owed.sounds} sounds. It goes with the next file."
        )
    found = hand_overs(home)
    for one in found:
        out.say(f"{one.on}  {one.giver} to {one.taker}{' (taken back)' if one.undone else ''}  {one.note}")
        out.say(*(f"  {n} stories stayed with {one.giver}: {why}" for why, n in one.stays.items()))
    out.data(found)


def _leaving(home: Home, args: argparse.Namespace, out: Out) -> None:
    found = before_leaving(home, _id(args))
    out.say(
        f"{found.name}: files never came {list(found.numbers)}, parts {sum(len(p.parts) for p in found.parts)}"
    )
    out.say(
        f"stays there {dict(found.stays)}, set aside {found.set_aside}, never confirmed {found.unconfirmed}"
    )
    out.data(found)


def _close(home: Home, args: argparse.Namespace, out: Out) -> None:
    row = close_member(home, _id(args), args.why)
    out.say(f"{row.name} has left. Save the programme file again and give it to everybody.")
    out.data(row)


_ACTS = {
    "wishes": _wishes,
    "do": _do,
    "leave-it": _leave_it,
    "odd": _odd,
    "ask": _ask,
    "incidents": _incidents,
    "wrong": _wrong,
    "note": _note,
    "report": _decide,
    "no-report": _decide,
    "asked": _asked,
    "destroy": _destroy,
    "kept": _kept,
    "take-out": _take_out,
    "people": _people,
    "researchers": _researchers,
    "hand-over": _hand_over,
    "leaving": _leaving,
    "close": _close,
}
