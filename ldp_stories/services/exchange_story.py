"""One story in the words of an exchange file: its text or its sound with a transcript, the passages with the tags that stand on them.

A story with one recording that goes along becomes a sound with a transcript, tied by sync points; else its words are a text, and each
recording that goes along a sound beside it. Nothing that names a person is in it: no codes of people, no names of files or laptops.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ldp_stories.domain.free_text import Pair, masked
from ldp_stories.domain.media import Media
from ldp_stories.domain.passages import Passage
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


def told_story(
    entry: Entry,
    layer: Layer | None,
    sounds: tuple[Media, ...],
    values: tuple[Value, ...],
    masks: Sequence[Pair] = (),
) -> Told:
    """The story. `layer` are the words that may go (None: none), `sounds` the recordings that may go and are here, in order.

    `masks` are the words that were masked in it: title and memos go with the same words in their place.
    """
    work = _Work(entry, layer, values, masks)
    if layer is not None and len(sounds) == 1:
        sources: tuple[Source, ...] = (work.sound(sounds[0], layer),)
    else:
        words = (work.text(layer),) if layer is not None else ()
        sources = (*words, *(work.sound(one, None) for one in sounds))
    return Told(sources, tuple(work.notes), {file_of(m): m.id for m in sounds})


def file_of(medium: Media) -> str:
    """The name of a recording in the archive: its guid, so that it says nothing."""
    return f"{guid_of(medium.id)}.m4a"


class _Work:
    """What is needed for every part of one story."""

    def __init__(
        self, entry: Entry, layer: Layer | None, values: tuple[Value, ...], masks: Sequence[Pair]
    ) -> None:
        self.entry, self.values, self.masks = entry, values, masks
        self.notes: list[TextSource] = []
        self.released = entry.record.released
        title = str(masked("record", "title", entry.record.title, masks)) if self.released else ""
        self.name = title or self._plain_name()
        here = layer.id if layer is not None else ""
        self.passages = [p for p in entry.story.shown_passages if p.text is None or p.text.layer == here]
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
        for passage in self.passages:
            if passage.text is None:
                continue
            heard = passage.sound if passage.sound and passage.sound.media == medium.id else None
            first = SyncPoint(
                derived(passage.id, "from"), heard.from_ms if heard else None, passage.text.start
            )
            last = SyncPoint(derived(passage.id, "to"), heard.to_ms if heard else None, passage.text.end)
            points += [first, last]
            spans.append(
                Span(
                    guid_of(passage.id),
                    first.guid,
                    last.guid,
                    codings=self.codings(passage, "text"),
                    notes=self._noted[passage.id],
                )
            )
        return Transcript(guid_of(layer.id), "What was said", layer.text, tuple(points), tuple(spans))
