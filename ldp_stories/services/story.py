"""What review, masking and publishing read of one record: itself, its words and its passages, and whether the person may go on."""

from dataclasses import dataclass

from ldp_stories.domain.masking import masked_layer, standing, standing_passages, words_layer
from ldp_stories.domain.passages import Passage
from ldp_stories.domain.records import Layer, Record
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import layers, passages, records


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
    def masked(self) -> Layer | None:
        """The masked layer."""
        return masked_layer(self.layers)

    @property
    def originals(self) -> tuple[Passage, ...]:
        """Passages as a person marked them, in the order of the text."""
        return tuple(p for p in self.passages if p.copy_of is None)

    def copy_of(self, passage: str) -> Passage | None:
        """The masked twin of a passage."""
        return next((p for p in self.passages if p.copy_of == passage), None)


def read_story(con: Connection, record: str) -> Story:
    """Read a story. Raises UserError NO_SUCH_STORY when it is not here, hidden or taken back."""
    found = the_record(con, record)
    known = layers.of_record(con, record)
    return Story(found, standing(known), standing_passages(passages.of_record(con, record), known))


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
