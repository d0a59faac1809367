"""Bringing in, said in words: what a file holds, what came of it, and what is wrong with a file (SCREENS.md 5.10)."""

from __future__ import annotations

from collections.abc import Sequence

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.receipts import NUMBER
from ldp_stories.errors import UserError
from ldp_stories.services.accept_bundle import Accepted
from ldp_stories.services.ask_resend import Wish
from ldp_stories.services.begin_again import SetBack
from ldp_stories.services.bring_in_set import PartTaken, SetTaken
from ldp_stories.services.import_bundle import Outside, Preview
from ldp_stories.services.import_log import Arrival, Left
from ldp_stories.services.start_home import PackTaken
from ldp_stories.services.still_to_come import Awaited
from ldp_stories.ui.record.consent_strip import SCOPE_WORDS
from ldp_stories.ui.record.heard_words import heard_words, told_words
from ldp_stories.ui.record.record_words import shown_day
from ldp_stories.ui.record.set_back_line import set_back_words
from ldp_stories.ui.text import apart, many, minutes, sentence, size, tr

_PLACES = 4
LOST = "REVOKED_SIGNER"
BROKEN = ("DAMAGED", "CUT_SHORT", "BAD_SIGNATURE", "BAD_SEAL", "NOT_SEALED")
"""What the same part, sent once more, mends; one that is not sealed came empty or without its beginning, if it has the name of one."""


def may_be_asked_again(error: UserError, facts: Outside | None) -> bool:
    """Whether a file's trouble is one that its sender can mend by sending that part again."""
    return error.code in BROKEN and facts is not None and facts.part is not None


def heading_words(preview: Preview) -> str:
    """ "From Amina, packed 19 May"."""
    sender = preview.sender or tr("somebody in the programme")
    return tr("From {name}, packed {day}", name=sender, day=shown_day(preview.packed_on))


def facts_of(preview: Preview, others: Sequence[int] = ()) -> list[tuple[str, str]]:
    """What is inside, in pairs of words. `others` are the sizes of the parts that lie here beside this one and come in with it.

    The words of a sending, and how long its sounds are, stand in its first parts; the sounds themselves fill the others.
    """
    pairs = [
        (tr("Stories"), many(preview.stories, "{n} story", "{n} stories") if preview.stories else tr("none")),
        (
            tr("People"),
            many(preview.people, "{n} person", "{n} people") if preview.people else tr("none new"),
        ),
        (tr("Places"), _places(preview.places)),
        (tr("Sound"), _sound(preview)),
        (tr("Size"), size(preview.bytes + sum(others))),
    ]
    if others:
        pairs.append((tr("Parts"), _parts(1 + len(others), preview.parts)))
    elif preview.parts > 1:
        pairs.append((tr("Part"), tr("{n} of {of}", n=preview.part, of=preview.parts)))
    if preview.orders:
        pairs.append(
            (
                tr("Wishes"),
                many(preview.orders, "{n} wish to take something out", "{n} wishes to take something out"),
            )
        )
    if preview.cleared:
        pairs.append((tr("Cleared"), tr("what was thrown away or kept long enough goes from here too")))
    pairs += _answers(preview)
    pairs += [(tr("Told"), words) for words in told_words(preview.heard)]
    pairs.append((tr("New here"), _new(preview)))
    return pairs


def _parts(here: int, of: int) -> str:
    return tr("all {of} are here", of=of) if here >= of else tr("{n} of {of} are here", n=here, of=of)


def _answers(preview: Preview) -> list[tuple[str, str]]:
    pairs = []
    if preview.answers:
        words = many(
            preview.answers,
            "{n} of your files came whole or in part",
            "{n} of your files came whole or in part",
        )
        pairs.append((tr("Answers"), words))
    if preview.wishes:
        words = many(preview.wishes, "{n} thing is asked of you", "{n} things are asked of you")
        pairs.append((tr("Questions"), words))
    if preview.taken_back:
        words = many(
            preview.taken_back,
            "{n} thing: its teller took it back",
            "{n} things: their tellers took them back",
        )
        pairs.append((tr("Stays out"), words))
    return pairs


def _places(places: tuple[str, ...]) -> str:
    if not places:
        return tr("none said")
    shown = ", ".join(apart(place) for place in places[:_PLACES])
    return (
        shown
        if len(places) <= _PLACES
        else tr("{places} and {n} more", places=shown, n=len(places) - _PLACES)
    )


def _sound(preview: Preview) -> str:
    if not preview.recordings:
        return tr("none")
    count = many(len(preview.recordings), "{n} recording", "{n} recordings")
    length = sum(preview.recordings)
    return f"{count}, {minutes(length)}" if length else count  # how long a film is nobody may know yet


def _new(preview: Preview) -> str:
    total = preview.new + preview.had
    if not total and preview.media:
        return many(preview.media, "{n} sound or file", "{n} sounds and files")
    if not preview.new:
        return tr("nothing, you have all {n} already", n=total) if total else tr("nothing")
    return tr("{new} of {n} things", new=preview.new, n=total)


def consent_lines(preview: Preview) -> list[tuple[str, str]]:
    """What people agreed to, counted: (scope, "8 yes, 1 no"), in the order the questions are asked; each person counts once."""
    return [
        (tr(SCOPE_WORDS[scope]), _counted(preview.consent[scope.value]))
        for scope in Scope
        if scope in SCOPE_WORDS and preview.consent.get(scope.value)
    ]


def _counted(counts: dict[str, int]) -> str:
    words = {
        "yes": tr("{n} yes"),
        "in part": tr("{n} to some of it"),
        "no": tr("{n} no"),
        "not asked": tr("{n} not asked"),
    }
    return ", ".join(words[key].format(n=counts[key]) for key in words if counts.get(key))


def accepted_words(done: Accepted) -> str:
    """What came of it, what is kept apart, and what this notebook noticed of itself on the way."""
    return " ".join(filter(None, (came_words(done), apart_words(done))))


def came_words(done: Accepted) -> str:
    """The same but for what is kept apart; "" when all of it is."""
    return " ".join(filter(None, (_accepted(done), _itself(done.set_back))))


def apart_words(done: Accepted) -> str:
    """What is kept apart because its numbers were given twice; "" when nothing is."""
    apart = _apart(done)
    if not apart:
        return ""
    return many(
        apart,
        "{n} thing is kept apart: that laptop went back to an older state. Your next file to it puts this right.",
        "{n} things are kept apart: that laptop went back to an older state. Your next file to it puts this right.",
    )


def _itself(back: SetBack | None) -> str:
    if back is None:
        return ""
    return f"{tr('This notebook had gone back to an older state.')} {set_back_words(back)}"


def _accepted(done: Accepted) -> str:
    """What came of it: "Already had 9 of 9. Nothing changed.", or what is new, missing and left out."""
    total = done.things or done.new + done.had
    gone = (
        many(
            done.taken_back,
            "{n} thing was left out: its teller took it back.",
            "{n} things were left out: their teller took them back.",
        )
        if done.taken_back
        else ""
    )
    if not _is_news(done):
        return " ".join(filter(None, (tr("Already had {n} of {n}. Nothing changed.", n=total), gone)))
    said, shown = [], set(done.stories) - done.heard.gone
    if done.new and (shown or not done.heard.any):
        said = [many(done.new, "{n} new thing is in your library.", "{n} new things are in your library.")]
    if shown:
        said = _stories(shown - set(done.known), shown & set(done.known) - done.heard.again)
    said += heard_words(done.heard)
    if done.orders:
        said.append(
            many(
                done.orders,
                "{n} wish to take something out was carried out.",
                "{n} wishes to take something out were carried out.",
            )
        )
    if done.cleared:
        said.append(tr("What was thrown away or kept long enough is gone from here too."))
    said += _for_us(done)
    if done.held and not said:
        said.append(many(done.held, "{n} sound or file came.", "{n} sounds and files came."))
    if done.waiting:
        said.append(
            many(
                done.waiting,
                "{n} recording is still to come in another part.",
                "{n} recordings are still to come in other parts.",
            )
        )
    if gone:
        said.append(gone)
    return " ".join([*said, *_besides(done)])


def _besides(done: Accepted) -> list[str]:
    """What is not yet so, and what nobody may send."""
    said, apart = [], _apart(done)
    if done.later:
        said.append(tr("Their words can be searched in a moment."))
    if len(done.refused) > apart:
        said.append(
            many(
                len(done.refused) - apart,
                "{n} thing was left out: nobody may send that.",
                "{n} things were left out: nobody may send those.",
            )
        )
    return said


def _stories(fresh: set[str], known: set[str]) -> list[str]:
    """What came of stories: those that are new, and those that were here and of which something new came."""
    said = []
    if fresh:
        said.append(many(len(fresh), "{n} story is in your library.", "{n} stories are in your library."))
    if known:
        said.append(
            many(
                len(known),
                "Something new came to {n} story that you have.",
                "Something new came to {n} stories that you have.",
            )
        )
    return said


def _is_news(done: Accepted) -> bool:
    waits = done.held and not done.again
    return bool(
        done.new or done.orders or done.cleared or done.answers or done.wishes or waits or _apart(done)
    )


def _for_us(done: Accepted) -> list[str]:
    """What was said of our own files, and what is asked of us."""
    said = []
    if done.answers:
        said.append(many(done.answers, "{n} of your files has come.", "{n} of your files have come."))
    if done.turned_away:
        said.append(
            many(
                done.turned_away,
                "{n} thing in them was left out: your role may not send it. Ask your coordinator.",
                "{n} things in them were left out: your role may not send them. Ask your coordinator.",
            )
        )
    if done.wishes:
        said.append(tr("They ask you for something. You find it where you send."))
    return said


def _apart(done: Accepted) -> int:
    """How many lines are set aside because their numbers were given twice, with what hangs on the answers among them."""
    codes = [code for _, code in done.refused]
    return sum(code in ("E_TWICE", "E_CONSENT") for code in codes) if "E_TWICE" in codes else 0


def arrival_words(last: Arrival) -> str:
    """ "Last: file 3 from Amina, packed 19 May. 2 new stories: 27 before, 29 after. 1 new person: 40 before, 41 after." """
    who = last.name or last.sender or tr("somebody who has left")
    head = tr("Last: file {n} from {who}, packed {day}.", n=last.number, who=who, day=shown_day(last.packed))
    stories = many(last.stories, "{n} new story", "{n} new stories")
    people = many(last.people, "{n} new person", "{n} new people")
    counts = [
        tr("{new}: {before} before, {after} after.", new=new, before=before, after=after)
        for new, before, after in (
            (stories, last.stories_before, last.stories_after),
            (people, last.people_before, last.people_after),
        )
    ]
    return " ".join((head, *counts))


def left_words(one: Left) -> str:
    """ "Left: from R-07, packed 19 May. Nothing of it was added." """
    who = one.sender or tr("somebody who has left")
    return tr("Left on {on}: the file from {who}, packed {day}. Nothing of it was added.",
              on=shown_day(one.on), who=who, day=shown_day(one.packed))  # fmt: skip


def ask_words(name: str, parts: tuple[int, ...]) -> str:
    """The words on the button: "Ask Amina for part 2"."""
    if len(parts) == 1:
        return tr("Ask {name} for part {n}", name=name or tr("them"), n=parts[0])
    listed = ", ".join(str(n) for n in parts)
    return tr("Ask {name} for parts {parts}", name=name or tr("them"), parts=listed)


def asked_words(name: str) -> str:
    """What happens next with a wish."""
    return tr("Asked. It goes with your next file to {name}.", name=name or tr("them"))


def put_away_words(one: Wish) -> str:
    """ "Amina put away what you asked for on 12 May: part 2 of 4. Nothing was sent. You can ask again, or talk to them first." """
    name, listed = one.name or tr("Somebody"), ", ".join(str(n) for n in one.parts)
    if one.why == NUMBER:
        what = tr("file {n}", n=listed) if len(one.parts) == 1 else tr("files {n}", n=listed)
    elif one.parts and one.of:
        of = str(one.of)
        what = (
            tr("part {n} of {of}", n=listed, of=of)
            if len(one.parts) == 1
            else tr("parts {n} of {of}", n=listed, of=of)
        )
    elif one.parts:
        what = tr("part {n}", n=listed) if len(one.parts) == 1 else tr("parts {n}", n=listed)
    else:
        what = many(one.sounds, "{n} sound", "{n} sounds")
    said = tr(
        "{name} put away what you asked for on {day}: {what}.", name=name, day=shown_day(one.on), what=what
    )
    return f"{said} {tr('Nothing was sent. You can ask again, or talk to them first.')}"


def awaited_words(one: Awaited) -> str:
    """ "From Amina, packed 19 May: part 2 of 4 has not come. 1 story waits for its sound." """
    sender = tr("From {name}, packed {day}", name=one.name or tr("somebody"), day=shown_day(one.packed_on))
    listed = ", ".join(str(n) for n in one.parts)
    parts = (
        tr("part {n} of {of} has not come.", n=listed, of=one.of)
        if len(one.parts) == 1
        else tr("parts {n} of {of} have not come.", n=listed, of=one.of)
    )
    sounds = many(one.sounds, "{n} sound is waited for.", "{n} sounds are waited for.") if one.sounds else ""
    asked = _asked_parts_words(one) if one.asked else ""
    return " ".join(filter(None, (f"{sender}: {parts}", sounds, asked)))


def _asked_parts_words(one: Awaited) -> str:
    """What was asked for: all that is missing, or which parts of it."""
    if not one.not_asked:
        return asked_words(one.name)
    listed = ", ".join(map(str, one.asked))
    return tr(
        "Asked for {parts}. It goes with your next file to {name}.", parts=listed, name=one.name or tr("them")
    )


def broken_words(taken: SetTaken) -> str:
    """What is wrong with the parts that did not come in."""
    return " ".join(_broken(one) for one in taken.broken)


def _broken(one: PartTaken) -> str:
    if one.error is not None and one.error.code in BROKEN:
        return tr("Part {n} was damaged on the way. The rest is safe.", n=one.part)
    return tr("Part {n}: {why}", n=one.part, why=sentence(one.error) if one.error is not None else "")


def pack_words(done: PackTaken) -> str:
    """What came of a programme file."""
    here = tr("You had this programme file already. Nothing changed.")
    news = tr("The programme is up to date: version {n}.", n=done.version)
    return " ".join(filter(None, (news if done.new else here, _itself(done.set_back))))


def lost_words() -> str:
    """To a coordinator, about a file of a laptop that was marked lost or handed back."""
    return tr(
        "Its laptop was marked lost, or is no longer in the programme. It waits below. Nothing of it was added."
    )


def trouble_words(error: UserError, facts: Outside | None) -> str:
    """What is wrong with a file, in the screen's own words where it has them."""
    part = facts.part if facts is not None and facts.parts and facts.parts > 1 else None
    if error.code in BROKEN and part:
        return tr("Part {n} was damaged on the way. The rest is safe. Ask for part {n} again.", n=part)
    if error.code == "NOT_SEALED" and facts is not None and facts.part is not None:
        return sentence(UserError("DAMAGED"))
    if error.code == "NOT_FOR_US":
        return tr("This is sealed for someone else. Nothing was changed. Give it to the person it is for.")
    if error.code == "UNKNOWN_SIGNER":
        return tr("Unknown sender. It is set aside, and nothing of it was added.")
    return sentence(error)
