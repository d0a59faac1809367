"""After a no and a new yes one's own passages, codings and quotes stand again where the words are the same; else the story says why not.

While the no stands nothing that was said is kept: only places, tags, headings and one's own thoughts, in a table that never travels.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.free_text import SHARED, Manifest, writers
from ldp_stories.domain.passages import anchor
from ldp_stories.domain.revisions import Json, Revision
from ldp_stories.errors import UserError
from ldp_stories.services.coded_words import WORDS
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import facts, layers, ledger, put_by, records, unread
from ldp_stories.store.put_by import PutBy

KINDS: Final = frozenset({"passage", "coding", "quote"})
CAME_BACK: Final = "came back"
_SHUTS: Final = frozenset({Scope.TAKE_PART, Scope.SHARE_TEAM, Scope.TRANSCRIPT})


@dataclass(frozen=True, slots=True)
class CameBack:
    """What of one's own stands again in a story, and what has lost its place because the words are others now."""

    stand: int
    lost: int


def put_by_own(con: Connection, record: str, shut: Sequence[Revision], own: Collection[str]) -> None:
    """Before lines of a story are blanked: keep what of one's own they say, without anybody's words."""
    mine = {r.id for r in shut if r.kind in KINDS and r.device in own}
    kept = []
    for ent in sorted({r.ent for r in shut if r.id in mine}):
        view = ledger.entity(con, ent)
        if view is None or view.hidden:
            continue
        fields = {
            name: view.get(name)
            for name, candidates in view.fields.items()
            if name not in WORDS and any(c.rev in mine for c in candidates)
        }
        kept.append(PutBy(ent, view.kind, record, _text_lines(con, fields.get("layer")), fields))
    put_by.keep(con, kept)


def _text_lines(con: Connection, layer: Json) -> tuple[str, ...]:
    view = ledger.entity(con, layer) if isinstance(layer, str) else None
    return tuple(sorted(writers(view, ["text", SHARED + "text"]))) if view is not None else ()


def bring_back_own(home: Home, con: Connection, noes: Mapping[str, frozenset[Scope]]) -> tuple[str, ...]:
    """Whatever may stand again is written again; the stories of which something came back. `noes`: what is shut today, by story."""
    found = []
    for record in put_by.stories(con):
        story = records.record(con, record)
        if story is None or not story.encounter or noes.get(record, frozenset()) & _SHUTS:
            continue
        told = [_again(home, con, one, story.participants) for one in put_by.of_record(con, record)]
        if (stand := told.count(True)) + (lost := told.count(False)):
            found.append(record)
            before = facts.load(con, CAME_BACK) or {}
            had = before.get(record) or [0, 0]
            facts.save(con, CAME_BACK, {**before, record: [had[0] + stand, had[1] + lost]})
    return tuple(found)


def _again(home: Home, con: Connection, one: PutBy, people: Sequence[str]) -> bool | None:
    """Write one thing again: True it stands, False it has lost its place, None when it still waits."""
    sets: dict[str, Json] = dict(one.fields)
    layer = sets.get("layer")
    stands = True
    if isinstance(layer, str) and layer:
        if _text_lines(con, layer) == one.text_lines and (there := layers.layer(con, layer)) is not None:
            sets |= _words(there.id, there.text, sets)
        elif _may_still_come(con, one):
            return None
        else:
            stands = False
            sets |= {"start": None, "end": None, **dict.fromkeys(WORDS, "")}
            if one.kind == "passage":
                sets["needs_placing"] = True
    try:
        home.put(con, one.kind, one.ent, sets=sets, subj=people)
    except UserError:  # taken back meanwhile
        put_by.forget(con, [one.ent])
        return None
    put_by.forget(con, [one.ent])
    return stands


def _words(layer: str, text: str, sets: Mapping[str, Json]) -> dict[str, Json]:
    start, end = sets.get("start"), sets.get("end")
    if not isinstance(start, int) or not isinstance(end, int):
        return {}
    there = anchor(layer, text, start, end)
    return {name: getattr(there, name) for name in WORDS}


def _may_still_come(con: Connection, one: PutBy) -> bool:
    """Whether the words it stood on are among those that were released; another part may bring them."""
    manifest = unread.manifests(con, [one.record]).get(one.record, Manifest())
    return bool(manifest.open & frozenset(one.text_lines))


def came_back(home: Home, record: str) -> CameBack | None:
    """What of one's own came back with a story, until the person has seen it."""
    with home.main.read() as con:
        found = (facts.load(con, CAME_BACK) or {}).get(record)
    return CameBack(*found) if found else None


def seen_back(home: Home, record: str) -> None:
    """The person has read what came back."""
    with home.main.write() as con:
        found = facts.load(con, CAME_BACK) or {}
        found.pop(record, None)
        facts.save(con, CAME_BACK, found)
