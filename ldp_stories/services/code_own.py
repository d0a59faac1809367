"""Code in one's own layer: own tags in a tree of their own, on words and on sound; reviewed tags stay as they are (US-E4).

Nothing here touches a passage, a suggestion or a decision, and no review touches a coding.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ldp_stories.domain.coding import Coding, OwnTag, in_tree, places_for
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import TextAnchor, place_again
from ldp_stories.domain.records import Layer
from ldp_stories.domain.revisions import Json
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.mark_passages import sound_span, text_span
from ldp_stories.services.read_record import may_read_protected
from ldp_stories.services.story import Story, read_story, the_record
from ldp_stories.store import analysis, ledger, people, records, tags


@dataclass(frozen=True, slots=True)
class TagNode:
    """An own tag in the tree: its depth, how many codings it has and how many of them are one's own, whose it is ("" = one's own)."""

    tag: OwnTag
    depth: int
    uses: int
    whose: str
    mine: int = 0


@dataclass(frozen=True, slots=True)
class Coded:
    """A coding as it stands now. `start` and `end` are its place in the words of `layer`; `moved`: the words have changed under it.

    `label` is the tag's name; `whose` the name of somebody else who coded it ("" = oneself).
    """

    coding: Coding
    label: str
    whose: str
    layer: str
    start: int
    end: int
    moved: bool = False

    @property
    def words(self) -> str:
        """The words as they were coded; "" for sound alone."""
        return self.coding.text.quote if self.coding.text else ""


def own_tags(home: Home) -> tuple[TagNode, ...]:
    """Everybody's own tags that are here, in the order of the tree."""
    with home.main.read() as con:
        found = analysis.codings(con)
        counts = Counter(one.tag for one in found)
        mine = Counter(one.tag for one in found if one.by == home.member)
        return tuple(
            TagNode(t, depth, counts[t.id], _whose(home, con, t.began_by), mine[t.id])
            for t, depth in in_tree(analysis.own_tags(con))
        )


def tags_above(home: Home, tag: str) -> tuple[tuple[OwnTag, int], ...]:
    """The tags that an own tag can be put under, with their depth: all but itself and those below it."""
    with home.main.read() as con:
        return places_for(analysis.own_tags(con), tag)


def make_tag(home: Home, name: str, meaning: str = "", parent: str | None = None) -> str:
    """A new tag of one's own; its id. Refused NAME_NEEDED, NOT_YOUR_ROLE; UserError NO_SUCH_OWN_TAG for an unknown parent."""
    _may_code(home)
    if not name.strip():
        raise Refused("NAME_NEEDED")
    ident = new_id()
    with home.main.write() as con:
        known = analysis.own_tags(con)
        if parent is not None and parent not in {t.id for t in known}:
            raise UserError("NO_SUCH_OWN_TAG")
        sets = {"name": name.strip(), "meaning": meaning.strip(), "parent": parent, "position": len(known)}
        home.put(con, "analysis_tag", ident, sets=sets)
    return ident


def change_tag(
    home: Home, tag: str, *, name: str | None = None, meaning: str | None = None, parent: str | None = ""
) -> None:
    """Give an own tag another name or meaning (None = leave it), or put it under another ("" = leave it; None = at the top).

    UserError NO_SUCH_OWN_TAG, for an unknown parent too; Refused NAME_NEEDED, NOT_YOURS.
    """
    sets: dict[str, Json] = {}
    if name is not None:
        sets["name"] = name.strip()
    if meaning is not None:
        sets["meaning"] = meaning.strip()
    if parent != "":
        sets["parent"] = parent
    if sets.get("name") == "":
        raise Refused("NAME_NEEDED")
    with home.main.write() as con:
        found = _to_change(home, con, tag)
        if parent and parent != found.parent:
            _own_tag(con, parent)
        before = {"name": found.name, "meaning": found.meaning, "parent": found.parent}
        sets = {k: v for k, v in sets.items() if before[k] != v}
        if sets:
            home.put(con, "analysis_tag", tag, sets=sets)


def drop_tag(home: Home, tag: str) -> tuple[str, ...]:
    """Take an own tag away with one's own codings under it; what was taken, for `bring_back`. What others coded with it stays.

    UserError NO_SUCH_OWN_TAG; Refused NOT_YOURS.
    """
    with home.main.write() as con:
        _to_change(home, con, tag)
        gone = analysis.codings(con, tags=[tag], by=home.member)
        for one in gone:
            home.hide(con, "coding", one.id, _tellers(con, one.record))
        home.hide(con, "analysis_tag", tag)
    return (tag, *(c.id for c in gone))


def code(
    home: Home,
    record: str,
    tag: str,
    *,
    layer: str | None = None,
    start: int | None = None,
    end: int | None = None,
    media: str | None = None,
    from_ms: int | None = None,
    to_ms: int | None = None,
    memo: str = "",
) -> str:
    """Put a tag (one's own, or one of the codebook) on words, on sound or on both, in one's own layer; the coding's id.

    ValueError without a span, or for one outside. UserError NO_SUCH_OWN_TAG, NO_SUCH_STORY, CODED_ALREADY; Refused NOT_YOUR_ROLE.
    """
    _may_code(home)
    ident = new_id()
    with home.main.write() as con:
        about = the_record(con, record)
        _any_tag(con, tag)
        spans = text_span(con, layer, start, end) | sound_span(con, media, from_ms, to_ms)
        if not spans:
            raise ValueError("a coding stands on words or on sound")
        if any(
            _stands_on(one, spans)
            for one in analysis.codings(con, records=[record], tags=[tag], by=home.member)
        ):
            raise UserError("CODED_ALREADY")  # a second press would count it twice in every table
        sets = {"record": record, "tag": tag, "memo": memo.strip(), "by": home.member}
        home.put(con, "coding", ident, sets=sets | spans, subj=about.participants)
    return ident


def _stands_on(one: Coding, spans: Mapping[str, object]) -> bool:
    """Whether a coding stands on just these words and seconds."""
    words = (one.text.layer, one.text.start, one.text.end) if one.text else (None, None, None)
    sound = (one.sound.media, one.sound.from_ms, one.sound.to_ms) if one.sound else (None, None, None)
    return (*words, *sound) == tuple(map(spans.get, ("layer", "start", "end", "media", "from_ms", "to_ms")))


def set_memo(home: Home, coding: str, memo: str) -> None:
    """Write down what one thinks about a coding. UserError NO_SUCH_CODING."""
    with home.main.write() as con:
        found = _coding(con, coding)
        subj = the_record(con, found.record).participants
        home.put(con, "coding", coding, sets={"memo": memo.strip()}, subj=subj)


def uncode(home: Home, coding: str) -> None:
    """Take one's own tag off again; `bring_back` undoes it. UserError NO_SUCH_CODING."""
    with home.main.write() as con:
        found = _coding(con, coding)
        home.hide(con, "coding", coding, the_record(con, found.record).participants)


def bring_back(home: Home, idents: Iterable[str]) -> None:
    """Undo: codings and own tags that were taken away stand again."""
    with home.main.write() as con:
        for ident in idents:
            view = ledger.entity(con, ident)
            if view is None:
                raise UserError("NO_SUCH_CODING")
            record = view.get("record")
            subj = _tellers(con, record) if isinstance(record, str) else ()
            home.put(con, view.kind, ident, sets={"hidden": False}, subj=subj)


def codings_of(home: Home, record: str) -> tuple[Coded, ...]:
    """Everybody's codings of a story that one may read, in the order of the text. UserError NO_SUCH_STORY."""
    with home.main.read() as con:
        story = read_story(con, record, protected=may_read_protected(home))
        names = labels(con)
        found = [
            placed
            for one in analysis.codings(con, records=[record])
            if (placed := _placed(home, con, story, one, names)) is not None
        ]
    return tuple(sorted(found, key=lambda c: (c.start, c.end, c.label)))


def labels(con: Connection) -> dict[str, str]:
    """What every tag is called: own ones by name, those of the codebook by code and name."""
    found = {t.id: f"{t.code} {t.name}" for t in tags.codebook(con)}
    return found | {t.id: t.name for t in analysis.own_tags(con)}


def _placed(home: Home, con: Connection, story: Story, one: Coding, names: dict[str, str]) -> Coded | None:
    """Where a coding stands on the words one may read; None when its words are not for this person."""
    label = names.get(one.tag) or _last_name(con, one.tag)
    whose = "" if one.by == home.member else home.shown_member(con, one.by)
    if one.text is None:
        return Coded(one, label, whose, "", 0, 0, moved=one.sound is None)
    layer = next((x for x in story.layers if one.text and x.id == one.text.layer), None)
    if layer is None:
        layer = _newer(story, one.text)
    if layer is None:
        return None
    at = place_again(one.text, layer.text)
    if at is None:
        return Coded(one, label, whose, layer.id, 0, 0, moved=True)
    return Coded(one, label, whose, layer.id, at.start, at.end)


def _newer(story: Story, text: TextAnchor) -> Layer | None:
    """The masked copy that replaced the one the words stood on, when they stand there still."""
    masked = story.masked
    return masked if masked is not None and place_again(text, masked.text) is not None else None


def _may_code(home: Home) -> None:
    if not home.roles() & {Role.EVALUATOR, Role.COORDINATOR}:
        raise Refused("NOT_YOUR_ROLE")


def _own_tag(con: Connection, tag: str) -> OwnTag:
    found = next((t for t in analysis.own_tags(con) if t.id == tag), None)
    if found is None:
        raise UserError("NO_SUCH_OWN_TAG")
    return found


def _to_change(home: Home, con: Connection, tag: str) -> OwnTag:
    found = _own_tag(con, tag)
    if found.began_by not in home.own_devices():
        raise Refused("NOT_YOURS")
    return found


def _last_name(con: Connection, tag: str) -> str:
    """What a tag that was taken away was called: what others coded with it stays under that name."""
    view = ledger.entity(con, tag)
    return str(view.get("name") or "") if view is not None else ""


def _tellers(con: Connection, record: str) -> tuple[str, ...]:
    """Whose words a coding stands on, also in a story that is not shown today."""
    found = records.record(con, record)
    return found.participants if found is not None else ()


def _any_tag(con: Connection, tag: str) -> None:
    if tags.tag(con, tag) is None:
        _own_tag(con, tag)


def _coding(con: Connection, ident: str) -> Coding:
    found = analysis.coding(con, ident)
    if found is None:
        raise UserError("NO_SUCH_CODING")
    return found


def _whose(home: Home, con: Connection, device: str) -> str:
    if device in home.own_devices():
        return ""
    member = people.member_of_device(con, device)
    return home.shown_member(con, member.id) if member else ""
