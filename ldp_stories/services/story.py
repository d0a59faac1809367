"""What review, masking and publishing read of one record: itself, its words and its passages, and whether the person may go on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from ldp_stories.domain.masking import masked_layer, words_layer
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import PROTECTED_LAYERS, Layer, LayerKind, Record, opening
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.masks_together import as_read
from ldp_stories.store import layers, passages, records

_BEST = (LayerKind.MASKED, LayerKind.VERBATIM, LayerKind.TRANSCRIPT, LayerKind.READING, LayerKind.TRANSLATION)

Reads = Callable[[Record], bool]
"""Whether somebody may read a record's words as they were said."""


@dataclass(frozen=True, slots=True)
class Story:
    """A record with its standing layers and passages; replaced masked copies, and passages on them, are left out."""

    record: Record
    layers: tuple[Layer, ...]
    passages: tuple[Passage, ...]

    @property
    def words(self) -> Layer | None:
        """The layer with the words as they were said."""
        return words_layer(self.layers)

    @property
    def title(self) -> str:
        """The title, or the first words that a person wrote."""
        first = next((layer for layer in self.reading_order if not layer.machine), None)
        return self.record.title or opening(first.text if first else "")

    @property
    def masked(self) -> Layer | None:
        """The masked layer."""
        return masked_layer(self.layers)

    @property
    def originals(self) -> tuple[Passage, ...]:
        """Passages as a person marked them, in the order of the text."""
        return tuple(p for p in self.passages if p.copy_of is None)

    @property
    def reading_order(self) -> tuple[Layer, ...]:
        """The layers, the masked one first, then the words, then what else was made of them; of two alike a person's before a machine's."""
        own_first = sorted(self.layers, key=lambda layer: bool(layer.machine))
        return tuple(x for kind in _BEST for x in own_first if x.kind is kind)

    @property
    def best(self) -> Layer | None:
        """The layer to read: the masked one where there is one, else the words."""
        return next(iter(self.reading_order), None)

    @property
    def shown_passages(self) -> tuple[Passage, ...]:
        """Passages to show, each once: the masked twin instead of its original."""
        twins = {p.copy_of for p in self.passages if p.copy_of}
        return tuple(p for p in self.passages if p.id not in twins)

    def copy_of(self, passage: str) -> Passage | None:
        """The masked twin of a passage."""
        return next((p for p in self.passages if p.copy_of == passage), None)


def read_story(con: Connection, record: str, *, protected: bool | Reads = True) -> Story:
    """Read a story; where `protected` does not allow it the words as they were said, and passages on them, are left out.

    Raises UserError NO_SUCH_STORY when it is not here, hidden or taken back.
    """
    found = read_stories(con, [record], protected=protected).get(record)
    if found is None:
        raise UserError("NO_SUCH_STORY")
    return found


def read_stories(
    con: Connection, wanted: Iterable[str], *, protected: bool | Reads = True
) -> dict[str, Story]:
    """The same for many in three questions; those that are not here, hidden or taken back are left out."""
    here = {i: r for i, r in records.several(con, wanted).items() if not r.hidden and not r.erased}
    words, marked = layers.of_records(con, here), passages.of_records(con, here)
    return {
        i: _story(r, *as_read(con, i, words.get(i, ()), marked.get(i, ())), protected)
        for i, r in here.items()
    }


def _story(
    record: Record, words: tuple[Layer, ...], kept: tuple[Passage, ...], protected: bool | Reads
) -> Story:
    every = protected if isinstance(protected, bool) else protected(record)
    here = tuple(x for x in words if every or x.kind not in PROTECTED_LAYERS)
    readable = {x.id for x in here}
    return Story(record, here, tuple(p for p in kept if p.text is None or p.text.layer in readable))


def the_record(con: Connection, record: str) -> Record:
    """The record alone. Raises UserError NO_SUCH_STORY when it is not here, hidden or taken back."""
    found = records.record(con, record)
    if found is None or found.hidden or found.erased:
        raise UserError("NO_SUCH_STORY")
    return found


def need(home: Home, role: Role) -> None:
    """Raises Refused NOT_YOUR_ROLE unless the person holds the role today."""
    if role not in home.roles():
        raise Refused("NOT_YOUR_ROLE")
