"""One story in the words of an exchange file: its text or its sound with a transcript, the passages with the tags that stand on them.

A story with one recording that goes along becomes a sound with a transcript, tied by sync points; else its words are a text, and each
recording that goes along a sound beside it. Nothing that names a person is in it: no codes of people, no names of files or laptops.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ldp_stories.domain.coding import Coding as Own
from ldp_stories.domain.free_text import Pair, masked
from ldp_stories.domain.media import Media
from ldp_stories.domain.passages import Passage, place_again
from ldp_stories.domain.records import Layer
from ldp_stories.reports.refi.model import (
    Coding,
    Selection,
    SoundSource,
    Source,
    Span,
    SyncPoint,
    TextSource,
    Transcript,
    Value,
)
from ldp_stories.services.exchange_ids import derived, guid_of
from ldp_stories.services.library_entry import Entry
from ldp_stories.store.review import Standing


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it goes out: its sources, the memos beside them, and which recording each file name stands for."""

    sources: tuple[Source, ...]
    notes: tuple[TextSource, ...]
    files: Mapping[str, str]
    lost: int = 0
    """Own marks that could not go: their words have changed, or they stand on a recording that stays here."""


def told_story(
    entry: Entry,
    layer: Layer | None,
    sounds: tuple[Media, ...],
    values: tuple[Value, ...],
    masks: Sequence[Pair] = (),
    own: Iterable[Own] = (),
) -> Told:
    """The story. `layer` are the words that may go (None: none), `sounds` the recordings that may go and are here, in order.

    `masks` are the words that were masked in it: title and memos go with the same words in their place.
    `own` are evaluators' own marks: each goes on a stretch of its own, by its coder, with its memo.
    """
    work = _Work(entry, layer, values, masks, own)
    if layer is not None and len(sounds) == 1:
        sources: tuple[Source, ...] = (work.sound(sounds[0], layer),)
    else:
        words = (work.text(layer),) if layer is not None else ()
        sources = (*words, *(work.sound(one, None) for one in sounds))
    return Told(
        sources, tuple(work.notes), {file_of(m): m.id for m in sounds}, work.lost({m.id for m in sounds})
    )


def file_of(medium: Media) -> str:
    """The name of a recording in the archive: its guid, so that it says nothing."""
    return f"{guid_of(medium.id)}.m4a"


class _Work:
    """What is needed for every part of one story."""

    def __init__(
        self,
        entry: Entry,
        layer: Layer | None,
        values: tuple[Value, ...],
        masks: Sequence[Pair],
        own: Iterable[Own],
    ) -> None:
        self.entry, self.values, self.masks = entry, values, masks
        self.notes: list[TextSource] = []
        self.released = entry.record.released
        title = str(masked("record", "title", entry.record.title, masks)) if self.released else ""
        self.name = title or self._plain_name()
        here = layer.id if layer is not None else ""
        self.passages = [p for p in entry.story.shown_passages if p.text is None or p.text.layer == here]
        self.own = [one if one.text is None else _today(one, layer) for one in own]
        self._noted: dict[str, tuple[str, ...]] = {p.id: self._note(p) for p in self.passages}

    def _plain_name(self) -> str:
        return f"{self.entry.record.kind.value.capitalize()} {guid_of(self.entry.record.id)[:4]}"

    def _note(self, passage: Passage) -> tuple[str, ...]:
        """The memo why a passage was marked, once somebody has read it for names."""
        if not (passage.note and self.released):
            return ()
        words = str(masked("passage", "note", passage.note, self.masks))
        made = TextSource(derived(passage.id, "note"), "Why it was marked", words)
        self.notes.append(made)
        return (made.guid,)

    def codings(self, passage: Passage | None, place: str) -> tuple[Coding, ...]:
        """The tags that stand on a passage (or on the whole story), each by whoever suggested it first."""
        about = {None} if passage is None else {passage.id, passage.copy_of or passage.id}
        found: dict[str, Coding] = {}
        for standing in self.entry.standing:
            if standing.passage in about:
                for tag in standing.tags:
                    found.setdefault(tag, self._coding(standing, tag, place))
        return tuple(found.values())

    def _coding(self, standing: Standing, tag: str, place: str) -> Coding:
        by = standing.by
        return Coding(derived(standing.suggestion, f"{tag}/{place}"), guid_of(tag), guid_of(by) if by else "")

    def lost(self, sounds: set[str]) -> int:
        """How many own marks have no place in what goes."""
        return sum(c.text is None and (c.sound is None or c.sound.media not in sounds) for c in self.own)

    def _own(self, one: Own) -> tuple[Coding, ...]:
        """An own mark as the coding of its stretch; its memo is a note."""
        notes: tuple[str, ...] = ()
        if one.memo and self.released:
            by = guid_of(one.by) if one.by else ""
            words = str(masked("coding", "memo", one.memo, self.masks))
            memo = TextSource(derived(one.id, "memo"), "Memo", words, user=by)
            if memo not in self.notes:
                self.notes.append(memo)
            notes = (memo.guid,)
        return (Coding(guid_of(one.id), guid_of(one.tag), guid_of(one.by) if one.by else "", "", notes),)

    def text(self, layer: Layer) -> TextSource:
        """The words as a text."""
        marks = tuple(
            Selection(
                guid_of(p.id),
                p.text.start,
                p.text.end,
                codings=self.codings(p, "text"),
                notes=self._noted[p.id],
            )
            for p in self.passages
            if p.text is not None
        )
        marks += tuple(
            Selection(derived(c.id, "span"), c.text.start, c.text.end, codings=self._own(c))
            for c in self.own
            if c.text is not None
        )
        whole = self.codings(None, "text")
        return TextSource(
            guid_of(self.entry.record.id), self.name, layer.text, "", marks, whole, (), self.values
        )

    def sound(self, medium: Media, spoken: Layer | None) -> SoundSource:
        """A recording with the stretches that were marked in it; `spoken` are its words, when they go as its transcript."""
        transcript = spoken is not None
        marks = tuple(
            Selection(
                derived(p.id, "sound"),
                p.sound.from_ms,
                p.sound.to_ms,
                codings=() if transcript and p.text is not None else self.codings(p, "sound"),
                notes=() if p.text is not None else self._noted[p.id],
            )
            for p in self.passages
            if p.sound is not None and p.sound.media == medium.id
        )
        marks += tuple(
            Selection(derived(c.id, "span"), c.sound.from_ms, c.sound.to_ms, codings=self._own(c))
            for c in self.own
            if c.text is None and c.sound is not None and c.sound.media == medium.id
        )
        ident = guid_of(self.entry.record.id) if transcript else guid_of(medium.id)
        return SoundSource(
            ident,
            self.name,
            file_of(medium),
            "video" if medium.kind == "video" else "audio",
            "",
            (self._transcript(medium, spoken),) if spoken is not None else (),
            marks,
            self.codings(None, "sound") if transcript else (),
            (),
            self.values if transcript else (),
        )

    def _transcript(self, medium: Media, layer: Layer) -> Transcript:
        """The words tied to the sound: two sync points for each passage, with their moments where they are known."""
        points: list[SyncPoint] = []
        spans: list[Span] = []
        own = [(c.id, derived(c.id, "span"), c.text, c.sound, self._own(c), ()) for c in self.own if c.text]
        said = [
            (p.id, guid_of(p.id), p.text, p.sound, self.codings(p, "text"), self._noted[p.id])
            for p in self.passages
        ]
        for ident, guid, text, sound, codings, notes in (*said, *own):
            if text is None:
                continue
            heard = sound if sound and sound.media == medium.id else None
            first = SyncPoint(derived(ident, "from"), heard.from_ms if heard else None, text.start)
            last = SyncPoint(derived(ident, "to"), heard.to_ms if heard else None, text.end)
            points += [first, last]
            spans.append(Span(guid, first.guid, last.guid, codings=codings, notes=notes))
        return Transcript(guid_of(layer.id), "What was said", layer.text, tuple(points), tuple(spans))


def _today(one: Own, layer: Layer | None) -> Own:
    """An own mark on the words that go; without its words (and its sound) when they are not there any more."""
    at = (
        None
        if layer is None or one.text is None
        else place_again(replace(one.text, layer=layer.id), layer.text)
    )
    return replace(one, text=at)
