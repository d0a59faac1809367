"""What sending says: how much goes, what stays and why, and what happened."""

from __future__ import annotations

from collections.abc import Mapping

from ldp_stories.domain.audience import Withheld
from ldp_stories.domain.roles import Role
from ldp_stories.services.pack_bundle import Packed
from ldp_stories.services.plan_bundle import UNDER_16, SendPlan
from ldp_stories.ui.record.news_words import news_words, wish_words
from ldp_stories.ui.record.ways import is_route
from ldp_stories.ui.text import in_a_row, many, size, tr, visible


def how_much(planned: SendPlan) -> str:
    """ "2 stories, 1 recording, 14 MB." """
    if planned.empty:
        news = news_words(planned.news)
        return f"{news}." if news else tr("Only your wish to join. No stories yet.")
    parts = [many(planned.stories, "{n} story", "{n} stories")] if planned.stories else []
    if planned.recordings:
        parts.append(many(planned.recordings, "{n} recording", "{n} recordings"))
    if planned.told:
        parts.append(told_words(planned.told))
    if not (parts or planned.of_oneself):
        parts.append(tr("Small changes"))
    parts += [tr("what you tell them of yourself")] if planned.of_oneself else []
    return ", ".join([*filter(None, (*parts, wish_words(planned.news))), size(planned.bytes)]) + "."


def told_words(told: int) -> str:
    """ "news of 1 story that is closed or away" """
    return many(
        told, "news of {n} story that is closed or away", "news of {n} stories that are closed or away"
    )


def only_they(name: str) -> str:
    """ "Only Joan can open it." """
    return tr("Only {name} can open it.", name=in_a_row(name))


def stays_words(stays: Mapping[str, int]) -> str:
    """What stays at home and why, one line each: "1 stays: it is closed." """
    reasons: dict[str, tuple[str, str]] = {
        Withheld.DRAFT: (tr("1 stays: it is a draft."), tr("{n} stay: they are drafts.")),
        Withheld.HELD: (tr("1 stays: it waits."), tr("{n} stay: they wait.")),
        Withheld.CLOSED: (tr("1 stays: it is closed."), tr("{n} stay: they are closed.")),
        UNDER_16: (
            tr("1 stays: somebody is under 16. A grown-up must say yes first, and then they themselves."),
            tr("{n} stay: somebody is under 16. A grown-up must say yes first, and then they themselves."),
        ),
        Withheld.NO_PERMISSION: (
            tr("1 stays: no one said yes to it."),
            tr("{n} stay: no one said yes to them."),
        ),
        Withheld.NOT_RELEASED: (
            tr("1 stays: it is not released yet."),
            tr("{n} stay: they are not released yet."),
        ),
        Withheld.TAKEN_BACK: (tr("1 stays: it was taken back."), tr("{n} stay: they were taken back.")),
    }
    lines = []
    for reason, (one, more) in reasons.items():
        count = stays.get(reason, 0)
        if count:
            lines.append(one if count == 1 else more.format(n=count))
    return "\n".join(lines)


def was_sent(packed: Packed, way: str, name: str) -> str:
    """What happened, and what to do next."""
    counts = tr("It counts as received when {name}’s answer comes back.", name=in_a_row(name))
    if way == "stick":
        return f"{tr('Copied and checked. You can take the stick out.')} {counts}"
    if is_route(way):
        return f"{tr('It is there, whole and checked.')} {counts}"
    names = ", ".join(visible(p.name) for p in packed.paths)
    if way == "mail" and len(packed.paths) > 1:
        count = many(
            len(packed.paths), "{n} file is packed and checked.", "{n} files are packed and checked."
        )
        return f"{count} {tr('Send each in a mail of its own. All of them are needed.')} {counts}"
    if way == "mail":
        return f"{tr('Packed and checked. Add this to a mail: {names}', names=names)}. {counts}"
    return f"{tr('Copied and checked: {names}', names=names)}. {counts}"


def nothing_words(roles: frozenset[Role], planned: SendPlan | None) -> tuple[str, str]:
    """Why there is nothing to send, and what to do: nobody is there to send to, or nothing is ready."""
    if planned is not None:
        return tr("Nothing is ready yet."), stays_words(planned.why_stays)
    if Role.COORDINATOR in roles:
        return (
            tr("There is nobody else to send to."),
            tr("You are the coordinator here too. What is ready stands in your queue already."),
        )
    return (
        tr("There is nobody to send to yet."),
        tr("Bring in the newest programme file. It says who your coordinator is."),
    )
