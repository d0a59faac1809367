"""Coding in one's own layer: an evaluator's tags on words or sound, beside the reviewed tags and never over them (US-E4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ldp_stories.domain.passages import MediaAnchor, TextAnchor


@dataclass(frozen=True, slots=True)
class OwnTag:
    """An evaluator's own tag; `by` is the device that began it, `parent` another own tag or None."""

    id: str
    name: str
    meaning: str
    parent: str | None
    position: int
    began_by: str


@dataclass(frozen=True, slots=True)
class Coding:
    """One span under one tag, in text, in sound or in both; `tag` is an own tag or a tag of the codebook."""

    id: str
    record: str
    text: TextAnchor | None
    sound: MediaAnchor | None
    tag: str
    memo: str
    by: str

    def meets(self, other: "Coding") -> bool:
        """Whether two codings stand on some of the same words or the same sound."""
        if self.record != other.record:
            return False
        if self.text and other.text and self.text.layer == other.text.layer:
            return self.text.start < other.text.end and other.text.start < self.text.end
        if self.sound and other.sound and self.sound.media == other.sound.media:
            return self.sound.from_ms < other.sound.to_ms and other.sound.from_ms < self.sound.to_ms
        return False


def in_tree(tags: Iterable[OwnTag]) -> tuple[tuple[OwnTag, int], ...]:
    """The tags in the order of their tree with their depth; one whose parent is gone, or that is its own ancestor, stands at the top."""
    known = sorted(tags, key=lambda t: (t.position, t.name.casefold(), t.id))
    by_id = {t.id: t for t in known}
    below: dict[str | None, list[OwnTag]] = {}
    for tag in known:
        below.setdefault(_parent(tag, by_id), []).append(tag)

    def walk(parent: str | None, depth: int) -> list[tuple[OwnTag, int]]:
        return [one for t in below.get(parent, ()) for one in [(t, depth), *walk(t.id, depth + 1)]]

    return tuple(walk(None, 0))


def places_for(tags: Iterable[OwnTag], ident: str) -> tuple[tuple[OwnTag, int], ...]:
    """The tags that this one can be put under, in the order of the tree: all but itself and those below it."""
    found: list[tuple[OwnTag, int]] = []
    inside: int | None = None
    for tag, depth in in_tree(tags):
        if inside is not None and depth > inside:
            continue
        inside = depth if tag.id == ident else None
        if inside is None:
            found.append((tag, depth))
    return tuple(found)


def _parent(tag: OwnTag, known: Mapping[str, OwnTag]) -> str | None:
    """Its parent, unless that is gone or the way up comes round in a circle."""
    seen, at = {tag.id}, tag.parent
    while at is not None and at in known:
        if at in seen:
            return None
        seen.add(at)
        at = known[at].parent
    return tag.parent if tag.parent in known else None
