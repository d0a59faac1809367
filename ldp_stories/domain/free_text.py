"""Free text that may name people, and the one rule about it: evaluators have it only as far as a coordinator has read it (CONTRACTS.md 4).

For each kind that reaches evaluators the fields that hold no free text are listed; whatever else is set counts as somebody's words, so a
field that nobody thought of stays at home. A release writes on the record which lines were read (`read`) and which of them masked words
stand for (`kept_back`). A line with words may be with evaluators when it was read, is not kept back, and still stands.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ldp_stories.domain.masking import replace_copies
from ldp_stories.domain.revisions import Change, EntityView, Json, Revision, parse_body, view_entity

SHARED: Final = "shared:"
"""Before the name of a field: the masked words that evaluators have in its place, written by a coordinator only."""
PLAIN: Final[Mapping[str, frozenset[str]]] = {
    kind: frozenset(fields.split())
    for kind, fields in {
        "participant": "code teller_kind age_band target_groups home_place languages interpreter linked",
        "consent": "participant encounter form_version language wording told method route child_assent explained_cut_off review_by status"
        " taken_by at approval evidence evidence_on asked_again_on",
        "encounter": "at kind place setting private_enough relation route previous outcome researcher participants language clock place_now",
        "record": "encounter participants kind language viewpoint about_places about_when level direction how_told status sensitivity"
        " checked_back checked_back_on prompts_asked prompts_skipped released released_by read kept_back pack subtype prompt_set pair pair_side",
        "layer": "record kind language made_from by base machine sync also_from",
        "note": "encounter record at_ms marked",
        "media": "record origin kind duration_ms position gap_before_ms gaps playable renditions peaks",
        "passage": "record layer start end media from_ms to_ms moved_me quote_state copy_of needs_placing",
        "suggestion": "record passage tag by sure",
        "decision": "suggestion record decision to_tag by blind supersedes round also change book",
        "comment": "record passage kind by reply_to",
    }.items()
}
"""The fields without free text of each kind that reaches evaluators."""
ALONE: Final = frozenset({"suggestion", "decision", "consent", "participant", "encounter"})
"""Kinds whose other fields go on to evaluators while the words in them wait to be read."""
GROWN_UP: Final = "a grown-up"
Pair = tuple[str, str]
"""Words, and what stands in their place."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What coordinators have read of a record: ids of lines, and those of them that masked words stand for."""

    read: frozenset[str] = frozenset()
    kept_back: frozenset[str] = frozenset()

    @property
    def open(self) -> frozenset[str]:
        """The lines that may be with evaluators."""
        return self.read - self.kept_back

    def __or__(self, other: "Manifest") -> "Manifest":
        return Manifest(self.read | other.read, self.kept_back | other.kept_back)


def is_plain(kind: str, field: str) -> bool:
    """Whether a field of a kind holds no free text (so it may always go where the thing goes)."""
    return (
        field == "hidden"
        or field in PLAIN.get(kind, ())
        or (kind == "consent" and field.startswith("answer:"))
    )


def words_in(kind: str, sets: Mapping[str, Json]) -> dict[str, Json]:
    """The fields of a change that hold somebody's words, masked ones (`shared:`) too; empty ones are no words."""
    if kind not in PLAIN:
        return {}
    return {name: value for name, value in sets.items() if not is_plain(kind, name) and _has_text(value)}


def _has_text(value: Json) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Mapping):
        return any(map(_has_text, value)) or any(map(_has_text, value.values()))
    return isinstance(value, Sequence) and any(map(_has_text, value))


def has_words(kind: str, change: Change) -> bool:
    """Whether a change brings anybody's words, as a value or as an element of a set."""
    plain = PLAIN.get(kind)
    if plain is None:
        return False
    for given in (change.sets, change.adds):
        for name, value in given.items():
            if name not in plain and not is_plain(kind, name) and _has_text(value):
                return True
    return False


def standing_words(view: EntityView) -> dict[str, Json]:
    """The words of a thing as they stand now, by field; masked ones are left out."""
    now = {name: view.get(name) for name in view.fields if not name.startswith(SHARED)}
    return words_in(view.kind, now)


def writers(view: EntityView, fields: Iterable[str]) -> frozenset[str]:
    """The lines that gave some fields what stands in them (two, when two people wrote apart)."""
    return frozenset(c.rev for name in fields for c in view.fields.get(name, ()) if _has_text(c.value))


def unread_fields(view: EntityView, read: Collection[str]) -> tuple[str, ...]:
    """The fields of a thing whose words nobody has read as they stand now, in order; a thing that was taken away has none."""
    if view.hidden:
        return ()
    return tuple(
        sorted(name for name in standing_words(view) if not writers(view, [name]) <= frozenset(read))
    )


def masked(kind: str, field: str, value: Json, pairs: Sequence[Pair]) -> Json:
    """The words as evaluators may have them: every copy of masked words replaced, the longest first."""
    if (kind, field) == ("consent", "adult_relation"):
        return GROWN_UP
    if (kind, field) == ("encounter", "wellbeing"):  # the researcher's own, for nobody else
        return ""
    if isinstance(value, str):
        for find, put in sorted(pairs, key=lambda p: (-len(p[0]), p)):
            value = replace_copies(value, find, put)[0]
        return value
    if isinstance(value, Mapping):
        return {
            masked(kind, "", name, pairs): masked(kind, "", inner, pairs) for name, inner in value.items()
        }
    if isinstance(value, Sequence):
        return [masked(kind, "", inner, pairs) for inner in value]
    return value


def shut_lines(
    revisions: Sequence[Revision], open_lines: Collection[str], own: Collection[str] = ()
) -> frozenset[str]:
    """The lines of one thing whose bodies evaluators may not have: words that were not read, are kept back, or were written over.

    `own`: devices whose own words stay with them as long as they stand.
    """
    with_words = {
        r.id: change
        for r in revisions
        if r.kind in PLAIN and r.body is not None and has_words(r.kind, change := parse_body(r.body))
    }
    if not with_words:
        return frozenset()
    view = view_entity(revisions)
    found = set()
    for revision in revisions:
        said = with_words.get(revision.id)
        if said is None or (revision.device in own and not _written_over(view, revision, said)):
            continue
        if revision.id not in open_lines or _written_over(view, revision, said):
            found.add(revision.id)
    return frozenset(found)


def _written_over(view: EntityView, revision: Revision, change: Change) -> bool:
    return any(
        all(c.rev != revision.id for c in view.fields.get(name, ()))
        for name in words_in(revision.kind, change.sets)
    )
