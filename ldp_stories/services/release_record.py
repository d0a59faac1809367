"""Release a record to the evaluators: "I have read title and notes" (CONTRACTS.md 4). They get masked words and passages, never verbatim."""

from dataclasses import dataclass, replace

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.masking import edits_between
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, LayerKind, Record, Sensitivity, Status
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused
from ldp_stories.services.carry_passages import carry_passages, put_layer
from ldp_stories.services.find_names import need_decided
from ldp_stories.services.hide_old_words import restate
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.join_masked import join
from ldp_stories.services.mask_words import mask_anew, mask_layers
from ldp_stories.services.permission import Asker, asker, consents_of
from ldp_stories.services.place_passages import unplaced
from ldp_stories.services.release_words import read_words
from ldp_stories.services.story import Story, need, read_story
from ldp_stories.store import maskings
from ldp_stories.store.belonging import things_of


@dataclass(frozen=True, slots=True)
class Released:
    """What a release did: the masked layer, how many passages were copied onto it, and those that still need placing by hand.

    `lost`: words that were masked and were changed since; all that was changed there is hidden, for a person to look at.
    """

    layer: str | None
    copied: int
    needs_placing: tuple[str, ...]
    lost: tuple[str, ...] = ()


def release(home: Home, record: str, *, read_title_and_notes: bool) -> Released:
    """Release a record; makes the masked copy when there is none and copies passages onto it. Again is harmless: it adds what is missing.

    What was read is what stands now: older words stay behind (`hide_old_words`), words written later wait (`release_words`).

    Refused: RELEASE_UNREAD (the tick is missing), RELEASE_NAMES (nobody decided about words that may name somebody),
    RELEASE_NOT_READY (a draft or held), RELEASE_CLOSED, TAKEN_BACK, NOT_YOUR_ROLE.
    """
    need(home, Role.COORDINATOR)
    if not read_title_and_notes:
        raise Refused("RELEASE_UNREAD")
    ask = asker(home)
    with home.main.write() as con:
        story = read_story(con, record)
        _may_release(ask, con, story.record)
        joined = join(home, con, story)
        story = story if joined is None else read_story(con, record)
        masked = story.masked
        if masked is None and story.words is not None:
            words = story.words
            masked = put_layer(
                home, con, story.record, replace(words, kind=LayerKind.MASKED, made_from=words.id)
            )
        copied = 0
        if masked is not None:
            copied = _copy_missing(home, con, story, masked)
        lost = (joined.lost if joined else ()) + mask_anew(home, con, read_story(con, record))
        for find, put in maskings.pairs(con, maskings.same_meeting(con, record)):
            mask_layers(home, con, read_story(con, record), find, put)
        need_decided(home, con, record)  # looked at as evaluators would get it: all is rolled back
        restate(home, con, things_of(con, record))
        read_words(home, con, record)
        after = read_story(con, record)
    return Released(after.masked.id if after.masked else None, copied, unplaced(after), lost)


def take_back_release(home: Home, record: str) -> None:
    """Stop the record from going to evaluators from now on; what they have stays with them."""
    need(home, Role.COORDINATOR)
    with home.main.write() as con:
        found = read_story(con, record).record
        if found.released:
            home.put(con, "record", record, sets={"released": False}, subj=found.participants)


def to_copy(story: Story) -> tuple[Passage, ...]:
    """The passages on protected words that have no masked twin at all yet; with a release they are copied."""
    protected = {x.id for x in story.layers if x.kind in PROTECTED_LAYERS}
    have = {p.copy_of for p in story.passages}
    return tuple(p for p in story.originals if p.text and p.text.layer in protected and p.id not in have)


def _may_release(ask: Asker, con: Connection, record: Record) -> None:
    if record.sensitivity is Sensitivity.CLOSED:
        raise Refused("RELEASE_CLOSED")
    if record.status is not Status.READY:
        raise Refused("RELEASE_NOT_READY")
    gate = ask.gate(record, consents_of(con, record), Scope.TAKE_PART)
    if not gate.open and record.participants:
        raise Refused(
            "TAKEN_BACK" if gate.why == "withdrawn" else "NO_PERMISSION", scope=Scope.TAKE_PART.value
        )


def _copy_missing(home: Home, con: Connection, story: Story, masked: Layer) -> int:
    """Copy passages that have no twin yet; where the masks stand is worked out from the two texts, word by word."""
    missing = to_copy(story)
    by_id = {x.id: x for x in story.layers}
    copied = 0
    for layer_id in sorted({p.text.layer for p in missing if p.text}):
        old = by_id[layer_id]
        moving = [p for p in missing if p.text and p.text.layer == layer_id]
        edits = edits_between(old.text, masked.text)
        lost = carry_passages(home, con, moving, old, masked, edits=edits, subj=story.record.participants)
        copied += len(moving) - len(lost)
    return copied
