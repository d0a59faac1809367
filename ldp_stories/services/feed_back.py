"""Feed back: "you said, we did" entries, sent to the researchers whose stories are behind them, as slips and as a poster (US-C10)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from ldp_stories.domain.consent import ContactFor, Scope, joint_gate
from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.reports.page import all_or_nothing, render, write_page
from ldp_stories.services.half_written import in_mind
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import consents_of_all
from ldp_stories.services.story import need, read_stories
from ldp_stories.store import feedback, people, records

NOBODY: Final = "nobody"
"""Nobody told it (what somebody saw): there is nobody to tell."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One story behind an entry, to choose from: its id, its title, the researcher's name, and whether its tellers may hear of it.

    `may_tell` is "" when they may be contacted for it, NOBODY when nobody told it, else why not (domain.consent.Gate).
    """

    record: str
    title: str
    researcher: str
    may_tell: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as people read it: the stories behind it that are still here, and the researchers it goes back to."""

    feedback: Feedback
    stories: tuple[Heard, ...]
    researchers: tuple[str, ...]

    @property
    def gone(self) -> int:
        """How many stories behind it were taken back since."""
        return len(self.feedback.records) - len(self.stories)


def entries(home: Home) -> tuple[Entry, ...]:
    """Every entry, the newest first."""
    with home.main.read() as con:
        every = feedback.feedback(con)
        behind = {r for one in every for r in one.records}
        known = {h.record: h for h in _heard(home, con, behind)}
    return tuple(_entry(one, known) for one in every)


def _entry(one: Feedback, known: dict[str, Heard]) -> Entry:
    stories = tuple(known[r] for r in one.records if r in known)
    return Entry(one, stories, tuple(sorted({h.researcher for h in stories if h.researcher})))


def stories_to_link(home: Home, limit: int = 200) -> tuple[Heard, ...]:
    """The stories that may be behind an entry, newest first; drafts and taken-back ones are left out."""
    with home.main.read() as con:
        page = records.page(con, limit=limit)
        idents = [row.id for row in page.rows if row.shown.value != "draft"]
        return _heard(home, con, idents)


def _heard(home: Home, con: Connection, idents: Sequence[str] | set[str]) -> tuple[Heard, ...]:
    here = read_stories(con, idents)
    rows = {row.id: row for row in records.rows_of(con, tuple(here))}
    consents = consents_of_all(con, [story.record for story in here.values()])
    names: dict[str, str] = {}
    for story in here.values():
        device = story.record.began_by
        if device not in names:
            member = people.member_of_device(con, device)
            names[device] = home.shown_member(con, member.id) if member else ""

    def one(ident: str) -> Heard:
        record = here[ident].record
        gate = joint_gate(consents[ident], Scope.RECONTACT, home.today(), ContactFor.HEAR)
        may_tell = gate.why if record.participants else NOBODY
        return Heard(ident, rows[ident].title, names[record.began_by], may_tell)

    return tuple(one(ident) for ident in idents if ident in rows)


def keep(home: Home, entry: Feedback) -> str:
    """Keep an entry (a new one when its id is ""); its id. Refused FEEDBACK_EMPTY without what was heard and what became of it."""
    need(home, Role.COORDINATOR)
    if not entry.heard.strip() or not entry.did.strip():
        raise Refused("FEEDBACK_EMPTY")
    ident = entry.id or new_id()
    with home.main.write() as con:
        here = read_stories(con, entry.records)
        told = sorted({p for story in here.values() for p in story.record.participants})
        sets = {
            "records": [r for r in entry.records if r in here],
            "passages": list(entry.passages),
            "heard": entry.heard.strip(),
            "done": entry.done,
            "did": entry.did.strip(),
            "when": entry.when,
            "told_by": home.member,
            "back_to": entry.back_to.strip(),
            "state": "sent" if entry.sent else "draft",
        }
        home.put(con, "feedback", ident, sets=sets, subj=told)
    return ident


def send_back(home: Home, entry: Feedback) -> str:
    """Let an entry go with the next answer to each researcher behind it."""
    return keep(home, replace(entry, sent=True))


def for_me(home: Home) -> tuple[Feedback, ...]:
    """The entries that stories begun on one's own devices are behind, newest first; what is still a draft is left out."""
    own = home.own_devices()
    with home.main.read() as con:
        every = [one for one in feedback.feedback(con) if one.sent]
        mine = {
            i
            for i, r in records.several(con, {r for one in every for r in one.records}).items()
            if r.began_by in own and not r.erased
        }
    return tuple(one for one in every if mine.intersection(one.records))


@dataclass(frozen=True, slots=True)
class Slip:
    """What one researcher can read out or hand on: the entries, each with this researcher's own stories behind it."""

    researcher: str
    entries: tuple[tuple[Feedback, tuple[Heard, ...]], ...]


def slips(home: Home) -> tuple[Slip, ...]:
    """One slip for each researcher, by name; only entries that were sent."""
    found: dict[str, list[tuple[Feedback, tuple[Heard, ...]]]] = {}
    for entry in entries(home):
        for name in entry.researchers if entry.feedback.sent else ():
            stories = tuple(h for h in entry.stories if h.researcher == name)
            found.setdefault(name, []).append((entry.feedback, stories))
    return tuple(Slip(name, tuple(found[name])) for name in sorted(found))


def slip_html(home: Home, slip: Slip) -> str:
    """A slip as a page that needs nothing else."""
    programme = home.programme()
    template = home.machine.resource("reports/feedback_slip.html.j2")
    made = home.today().isoformat()
    return render(template, slip=slip, programme=programme.name, practice=programme.practice, made_on=made)


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on the poster for everybody: what was heard and what became of it; no titles, no names of people or stories."""

    programme: str
    practice: bool
    made_on: str
    contact: str
    done: tuple[Feedback, ...]
    not_done: tuple[Feedback, ...]


def poster(home: Home) -> Poster:
    """The poster of today, from the entries that were sent."""
    programme = home.programme()
    sent = [e.feedback for e in entries(home) if e.feedback.sent]
    return Poster(
        programme=programme.name,
        practice=programme.practice,
        made_on=home.today().isoformat(),
        contact=str(programme.terms.get("feedback_contact") or programme.terms.get("privacy_contact") or ""),
        done=tuple(f for f in sent if f.done),
        not_done=tuple(f for f in sent if not f.done),
    )


def poster_html(home: Home) -> str:
    """The poster as a page for a browser."""
    made = poster(home)
    return render(
        home.machine.resource("reports/feedback_poster.html.j2"),
        done=made.done,
        not_done=made.not_done,
        programme=made.programme,
        practice=made.practice,
        made_on=made.made_on,
        contact=made.contact,
    )


def write_slips(home: Home, folder: Path) -> tuple[Path, ...]:
    """Write each researcher's slip and the poster as HTML into a folder. UserError NO_ROOM, FOLDER_REFUSED."""
    need(home, Role.COORDINATOR)
    with in_mind(home), all_or_nothing() as made:
        for number, slip in enumerate(slips(home), start=1):
            made.append(write_page(folder, f"you-said-we-did-{number}", slip_html(home, slip)))
        made.append(write_page(folder, "you-said-we-did-poster", poster_html(home)))
    return tuple(made)
