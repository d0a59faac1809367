"""Code one's share of a blind round: the words or the sound of each item, one's own answers, and nobody else's."""

from dataclasses import dataclass, replace

from ldp_stories.domain.consent import Scope, medium_refused
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.media import Media
from ldp_stories.domain.roles import Role
from ldp_stories.domain.rounds import NO, YES, Item, Mark, Round
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.library_entry import read_entry
from ldp_stories.services.open_round import the_round
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.story import read_story, the_record
from ldp_stories.store import media, rounds

_LENGTH = 240


@dataclass(frozen=True, slots=True)
class MyRound:
    """A round as one of its people sees it: `done` of `total` items answered whole by oneself; `mine` says whether one may close it."""

    round: Round
    coder: bool
    mine: bool
    open: bool
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class BlindItem:
    """One item to read: its words (and where the passage stands in them), its sound, and one's own answers so far.

    `gone` when it may not be read here (any more): then nothing is asked.
    """

    item: Item
    number: int
    title: str
    words: str
    language: str
    start: int
    end: int
    media: tuple[str, ...]
    from_ms: int | None
    to_ms: int | None
    answers: tuple[tuple[str, str], ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    gone: bool = False


def my_rounds(home: Home) -> tuple[MyRound, ...]:
    """The rounds that are here, open ones first, newest first."""
    today = home.today()
    with home.main.read() as con:
        found = []
        for one in reversed(rounds.rounds(con)):
            own = [m for m in rounds.marks(con, one.id, home.member) if m.whole(one.tags)]
            coder = home.member in one.coders
            done = len({m.item for m in own} & set(one.items))
            found.append(
                MyRound(
                    one,
                    coder,
                    one.opened_by == home.member or Role.COORDINATOR in home.roles(),
                    one.is_open(today),
                    done,
                    len(one.items),
                )
            )
    return tuple(sorted(found, key=lambda r: not r.open))


def blind_item(home: Home, round_id: str, number: int) -> BlindItem:
    """The item with a number (from 0) of an open round, with one's own answers. Refused ROUND_CLOSED, NOT_A_CODER."""
    with home.main.read() as con:
        found = _coding_in(home, con, round_id)
        item = found.items[number]
        own = _mark(con, home, found, item)
        read = _read(home, con, item, number)
    if own is None:
        return read
    return replace(
        read, answers=tuple(sorted(own.answers.items())), reasons=tuple(sorted(own.reasons.items()))
    )


def media_of(home: Home, item: BlindItem) -> tuple[Media, ...]:
    """The sound of an item, for a player; () when it may not be heard."""
    if not item.media:
        return ()
    with home.main.read() as con:
        return tuple(m for m in media.of_record(con, item.item[0]) if m.id in item.media)


def first_unanswered(home: Home, round_id: str) -> int:
    """The number of the first item one has not answered whole; 0 when all are."""
    with home.main.read() as con:
        found = _coding_in(home, con, round_id)
        done = {m.item for m in rounds.marks(con, found.id, home.member) if m.whole(found.tags)}
    return next((n for n, item in enumerate(found.items) if item not in done), 0)


def answer(home: Home, round_id: str, number: int, tag: str, said: str, reason: str = "") -> None:
    """Answer a tag on an item with yes or no (ValueError otherwise), with a reason if one likes; a later answer replaces it.

    Refused ROUND_CLOSED, NOT_A_CODER.
    """
    if said not in (YES, NO):
        raise ValueError("an answer is yes or no")
    with home.main.write() as con:
        found = _coding_in(home, con, round_id)
        if tag not in found.tags:
            raise UserError("NO_SUCH_TAG", tag=tag)
        item = found.items[number]
        own = _mark(con, home, found, item)
        subj = the_record(con, item[0]).participants
        sets: dict[str, object] = {f"answer:{tag}": said}
        if reason.strip() or (own is not None and own.reasons.get(tag)):
            sets[f"reason:{tag}"] = reason.strip()
        if own is None:
            sets |= {"round": found.id, "record": item[0], "passage": item[1], "by": home.member}
        home.put(con, "round_mark", own.id if own else new_id(), sets=sets, subj=subj)


def blind_words(home: Home, con: Connection, item: Item) -> tuple[str, str]:
    """(title, words) of an item as its coders read it; ("", "") when it may not be shown today."""
    read = _read(home, con, item, 0)
    words = read.words[read.start : read.end] if read.end else " ".join(read.words.split())[:_LENGTH]
    return ("", "") if read.gone else (read.title, words)


def _coding_in(home: Home, con: Connection, round_id: str) -> Round:
    found = the_round(con, round_id)
    if not found.is_open(home.today()):
        raise Refused("ROUND_CLOSED")
    if home.member not in found.coders:
        raise Refused("NOT_A_CODER")
    return found


def _mark(con: Connection, home: Home, found: Round, item: Item) -> Mark | None:
    return next((m for m in rounds.marks(con, found.id, home.member) if m.item == item), None)


def _read(home: Home, con: Connection, item: Item, number: int) -> BlindItem:
    """The masked or reading words: everybody in a round reads the same, whatever else they may read."""
    record, passage = item
    nothing = BlindItem(item, number, "", "", "", 0, 0, (), None, None, gone=True)
    try:
        story = read_story(con, record, protected=False)
    except UserError:
        return nothing
    consents = consents_of(con, story.record)
    if not asker(home).gate(story.record, consents, Scope.SHARE_TEAM).open:
        return nothing
    entry = read_entry(con, story)
    marked = next((p for p in story.passages if p.id == passage), None)
    if passage and marked is None:
        return nothing
    at = marked.text if marked else None
    layer = next((x for x in story.layers if at and x.id == at.layer), None) if at else entry.story.best
    sound = marked.sound if marked else None
    plays = asker(home).gate(story.record, consents, Scope.SHARE_MEDIA_TEAM).open
    found = (m for m in media.of_record(con, record) if not medium_refused(consents, m.kind))
    parts = tuple(m.id for m in found) if plays else ()
    return BlindItem(
        item=item,
        number=number,
        title=entry.title,
        words=layer.text if layer else "",
        language=layer.language if layer else "",
        start=at.start if at else 0,
        end=at.end if at else 0,
        media=parts,
        from_ms=sound.from_ms if sound and parts else None,
        to_ms=sound.to_ms if sound and parts else None,
        gone=not layer and not parts,
    )
