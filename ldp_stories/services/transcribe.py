"""Write down what is in the sound: a person's words beside the player, each version a layer of its own (CONTRACTS.md 4).

What is being typed lies on the desk within a moment, with the points where words and sound meet; it becomes a layer when the person leaves
the page. The words of a machine are a layer apart: a person may begin from a copy of them, and they never stand over a person's.
"""

from dataclasses import dataclass
from typing import Any, Final

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.passages import place_again
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, LayerKind, Record
from ldp_stories.domain.roles import Role
from ldp_stories.domain.sync import SyncPoint, read, tidy, written
from ldp_stories.errors import Refused
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.mask_words import make_layer
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.story import Story, read_story, the_record
from ldp_stories.services.undo_words import keep_version
from ldp_stories.store import desk, passages

ORDER: Final = (
    LayerKind.VERBATIM,
    LayerKind.TRANSCRIPT,
    LayerKind.MASKED,
    LayerKind.READING,
    LayerKind.TRANSLATION,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is being written. `base` is the layer it began from, None for a fresh one; `typed` when it is not a layer yet."""

    kind: LayerKind
    language: str
    text: str = ""
    sync: tuple[SyncPoint, ...] = ()
    base: str | None = None
    typed: bool = False


def may_write_down(home: Home, record: str) -> bool:
    """Whether everybody in the story said yes to their words being written down from the sound."""
    with home.main.read() as con:
        found = the_record(con, record)
        return asker(home).gate(found, consents_of(con, found), Scope.TRANSCRIPT).open


def writable(home: Home, record: str) -> tuple[LayerKind, ...]:
    """The versions this person may write: a researcher of their own story, a coordinator of every one; () for anybody else."""
    with home.main.read() as con:
        found = the_record(con, record)
    roles = home.roles()
    own = found.began_by in home.own_devices()
    if Role.COORDINATOR in roles:
        return tuple(kind for kind in ORDER if own or kind is not LayerKind.VERBATIM)
    if Role.RESEARCHER in roles and own:
        return tuple(kind for kind in ORDER if kind is not LayerKind.MASKED)
    return ()


def open_draft(home: Home, record: str, kind: LayerKind, language: str = "") -> Draft:
    """What stands in a version: the typing that is kept on the desk, else the layer, else nothing. UserError NO_SUCH_STORY."""
    with home.main.read() as con:
        story = read_story(con, record)
    wanted = language or _usual_language(story, kind)
    with home.desk.read() as con:
        typed = desk.load(con, _key(record, kind, wanted))
    if isinstance(typed, dict):
        text = str(typed.get("text", ""))
        return Draft(kind, wanted, text, read(typed.get("sync"), len(text)), typed.get("base"), typed=True)
    layer = _layer(story, kind, wanted)
    if layer is None:
        return Draft(kind, wanted)
    return Draft(kind, wanted, layer.text, layer.sync, layer.id)


def keep_draft(home: Home, record: str, draft: Draft, *, half: bool = False) -> None:
    """Keep what is being typed, durable when this returns. `half`: a word is being made still."""
    value = {"text": draft.text, "sync": written(draft.sync), "base": draft.base}
    with home.desk.write() as con:
        desk.save(con, _key(record, draft.kind, draft.language), value, about=(record,))
        if not half:
            keep_version(con, record, version_field(draft), draft.text)


def version_field(draft: Draft) -> str:
    """The name under which undo keeps the versions of a layer."""
    return f"{draft.kind.value}/{draft.language}"


def write_drafts(home: Home, record: str) -> tuple[str, ...]:
    """Write every version that was typed, then drop its desk row; the ids of the layers. Repeats harmlessly.

    A version that may not be written (the right or the yes went away meanwhile) stays on the desk. UserError NO_SUCH_STORY.
    """
    with home.desk.read() as con:
        rows = desk.rows(con, _key(record))
    allowed, listened = writable(home, record), may_write_down(home, record) if rows else True
    made = []
    for key, value in rows:
        kind, language = LayerKind(key.split(":")[2]), key.split(":")[3]
        if kind not in allowed or (kind is LayerKind.TRANSCRIPT and not listened):
            continue
        text = str(value["text"])
        made.append(_write(home, record, Draft(kind, language, text, read(value.get("sync"), len(text)))))
        with home.desk.write() as con:
            if desk.load(con, key) == value:  # else something newer was typed meanwhile: it stays
                desk.drop(con, key)
    return tuple(ident for ident in made if ident)


def _write(home: Home, record: str, draft: Draft) -> str:
    with home.main.read() as con:
        story = read_story(con, record)
    found = _layer(story, draft.kind, draft.language)
    if found is not None and (found.text, found.sync) == (draft.text, draft.sync):
        return found.id
    if found is None and not draft.text.strip():
        return ""
    if draft.kind not in PROTECTED_LAYERS:
        return make_layer(home, record, draft.kind, draft.text, language=draft.language, sync=draft.sync)
    with home.main.write() as con:
        return _write_words(home, con, story.record, found, draft)


def _write_words(home: Home, con: Connection, record: Record, found: Layer | None, draft: Draft) -> str:
    """Words as they were said stay one layer; passages in it are placed again where that is certain."""
    sets: dict[str, Any] = {"text": draft.text, "sync": written(draft.sync)}
    if found is None:
        ident = new_id()
        sets |= {"record": record.id, "kind": draft.kind.value, "language": draft.language, "made_from": None}
        home.put(con, "layer", ident, sets=sets | {"by": home.member}, subj=record.participants)
        return ident
    home.put(con, "layer", found.id, sets=sets, subj=record.participants)
    for passage in passages.of_layer(con, found.id):
        at = place_again(passage.text, draft.text) if passage.text else None
        if at is not None and at != passage.text:
            moved = {"start": at.start, "end": at.end, "before": at.before, "after": at.after}
            home.put(con, "passage", passage.id, sets=moved, subj=record.participants)
    return found.id


def machine_words(home: Home, record: str) -> Layer | None:
    """The newest words a machine made of the sound."""
    with home.main.read() as con:
        story = read_story(con, record)
    return next((one for one in reversed(story.layers) if one.machine), None)


def sources(home: Home, record: str) -> tuple[Layer, ...]:
    """What a version can be made from: the words that stand, a person's first, then a machine's."""
    with home.main.read() as con:
        story = read_story(con, record)
    return tuple(sorted(story.layers, key=lambda one: (bool(one.machine), ORDER.index(one.kind))))


def keep_machine_words(
    home: Home, record: str, text: str, sync: tuple[SyncPoint, ...], *, machine: str, language: str
) -> str:
    """Keep what a machine heard as a layer of its own, marked with the machine's name; an older one of the same machine is replaced.

    Refused NO_PERMISSION (scope=) without everybody's yes to words from the sound, NOT_YOUR_ROLE.
    """
    if not may_write_down(home, record):
        raise Refused("NO_PERMISSION", scope="transcript", why="no")
    if LayerKind.TRANSCRIPT not in writable(home, record):
        raise Refused("NOT_YOUR_ROLE")
    with home.main.write() as con:
        story = read_story(con, record)
        about = story.record.participants
        old = next((one for one in story.layers if one.machine == machine and one.language == language), None)
        ident = new_id() if old is None else old.id
        sets = {
            "record": record,
            "kind": LayerKind.TRANSCRIPT.value,
            "language": language,
            "text": text,
            "made_from": None,
            "by": home.member,
            "machine": machine,
            "sync": written(tidy(sync, len(text))),
        }
        home.put(con, "layer", ident, sets=sets, subj=about)
    return ident


def remove_machine_words(home: Home, layer: str, record: str) -> None:
    """Hide the words of a machine that nobody wants."""
    with home.main.write() as con:
        story = read_story(con, record)
        if any(one.id == layer and one.machine for one in story.layers):
            home.hide(con, "layer", layer, subj=story.record.participants)


def _layer(story: Story, kind: LayerKind, language: str) -> Layer | None:
    """A person's layer of that kind and language that stands; of two, the first by id."""
    fits = [x for x in story.layers if x.kind is kind and x.language == language and not x.machine]
    return min(fits, key=lambda x: x.id, default=None)


def _usual_language(story: Story, kind: LayerKind) -> str:
    here = [x for x in story.layers if x.kind is kind and not x.machine]
    if here:
        return min(here, key=lambda x: x.id).language
    if kind is LayerKind.TRANSLATION:
        return "en"
    return story.words.language if story.words else story.record.language


def _key(record: str, kind: LayerKind | None = None, language: str = "") -> str:
    return f"layer:{record}:" + (f"{kind.value}:{language}" if kind is not None else "")
