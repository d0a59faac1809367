"""A notebook that was set back without knowing it notices, begins a new epoch, and issues again what it gave a used number (CONTRACTS.md 5).

An older state of the whole laptop (a virtual machine, a copied disk) brings its token along, so that opening cannot tell. What tells is what
comes from others: a line, a receipt, a wish or a file of this very notebook that it does not know, or a receipt that says a number is taken.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.numbers import Number, Taken, to_issue_again
from ldp_stories.domain.revisions import Revision
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.renew_receipts import under_new_epoch
from ldp_stories.store import belonging, epochs, facts, ledger, numbers, sent
from ldp_stories.store.newest_epochs import newest_epochs

_HEARD: Final = "heard of oneself"
"""The local fact that names the highest epoch of which this notebook met something of its own that it does not know."""
_TOLD: Final = "was set back"
"""The local fact that stands until the person has read it: {day, lines, stories}."""


@dataclass(frozen=True, slots=True)
class SetBack:
    """What was noticed, on which day; how many of one's own lines were issued again, and how many stories those are part of."""

    day: str
    lines: int
    stories: int


def heard_of_oneself(con: Connection, home: Home, epochs_named: Iterable[int]) -> None:
    """Something of this notebook came that it does not know, written under these epochs: remember the highest."""
    known = int(facts.load(con, _HEARD) or 0)
    highest = max([known, *epochs_named])
    if highest > known and highest >= home.author.epoch:
        facts.save(con, _HEARD, highest)


def before_lines(home: Home, lines: Iterable[Revision]) -> SetBack | None:
    """Lines are about to come in, some of them written on this notebook: those it does not know tell that it was set back.

    It begins again before they come in, so that their numbers are free for them.
    """
    device = home.author.device
    own = [Taken(line.id, Number(line.dev, line.seq)) for line in lines if line.device == device]
    if not own:
        return None
    with home.main.read() as con:
        strange = numbers.unknown(con, own)
    return _begin(home, strange)


def begin_again(home: Home) -> SetBack | None:
    """After anything came in, and at each opening: begin again when there is cause, and say what was done; None when there is none.

    Twice the same changes nothing: what was issued again stands under another number, and what was heard is of an older epoch.
    """
    return _begin(home, ())


def _begin(home: Home, strange: Collection[Taken]) -> SetBack | None:
    """`strange`: lines of this notebook, with their numbers, that are not here."""
    device, epoch = home.author.device, home.author.epoch
    with home.main.read() as con:
        taken = {*strange, *numbers.said_taken(con, device)}
        heard = max(newest_epochs(con).get(device, 1), int(facts.load(con, _HEARD) or 0))
        wrong, lost = numbers.unsettled(con, taken)
        mine = dict(numbers.last_of(con, device))
        further = [n for n in numbers.said_last(con, device) if n.seq > mine.get(n.dev, 0)]
        heard = max([heard, *(n.epoch for n in further)])
        back = (
            heard > epoch
            or any(n.epoch == epoch for n in further)
            or int(facts.load(con, _HEARD) or 0) == epoch
            or any(t.number.epoch >= epoch for t in (*wrong, *lost))
        )
        if not back and not wrong:
            return None
        devices = {r.device for r in sent.receipts(con)} - {device}
        own = numbers.own_lines(con, device, sent.receipted(con, devices)[0])
    above = max([heard, *(t.number.epoch for t in taken)])
    return _issue(home, to_issue_again(own, wrong, epoch if back else None), above=above, new=back)


def _issue(home: Home, again: tuple[str, ...], *, above: int, new: bool) -> SetBack:
    """The one transaction: the epoch, the numbers, and what the person is told."""
    with home.main.read() as con:
        ents = {r.ent for r in ledger.revisions(con, again)}
        stories = set(belonging.records_of(con, ents).values())
        known = told(home) or SetBack("", 0, 0)
    done = SetBack(home.label()[:10], len(again), len(stories))
    before = home.author

    def number(con: Connection, author: ledger.Author) -> None:
        numbers.issue_again(con, author.dev, again)
        unread = {"lines": done.lines + known.lines, "stories": done.stories + known.stories}
        facts.save(con, _TOLD, {"day": done.day, **unread})
        home.author = author

    try:
        if new:
            machine = home.machine
            epochs.next_epoch(home.main, machine.state_folder, machine.machine_id, above=above, then=number)
        else:
            with home.main.write() as con:
                number(con, before)
    except BaseException:
        home.author = before
        raise
    under_new_epoch(home)
    return done


def told(home: Home) -> SetBack | None:
    """What the person is still to be told; None when there is nothing, or they have read it."""
    with home.main.read() as con:
        known = facts.load(con, _TOLD)
    if not isinstance(known, dict):
        return None
    return SetBack(str(known["day"]), int(known["lines"]), int(known["stories"]))


def have_read(home: Home) -> None:
    """The person has read it."""
    with home.main.write() as con:
        facts.drop(con, _TOLD)
