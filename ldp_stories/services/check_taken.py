"""What there is to look at before whole stories leave as tables, a matrix or a project: the same nine questions, over every story that would go."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from ldp_stories.domain.name_signs import name_signs
from ldp_stories.domain.records import PROTECTED_LAYERS
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services.check_disclosure import Found, Question, counted, small_groups
from ldp_stories.services.find import Purpose, purpose_gate
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.permission import asker, consents_of_all
from ldp_stories.services.progress import Progress, no_progress
from ldp_stories.services.story import Story, read_stories
from ldp_stories.store import media, records

CHUNK: Final = 500
MOST: Final = 5
"""Names shown one by one; more are counted."""
MOST_GROUPS: Final = 12
"""The same for small groups."""


def questions_for_stories(
    home: Home,
    going: Mapping[str, str] | None = None,
    *,
    sound: bool = False,
    progress: Progress = no_progress,
) -> tuple[Question, ...]:
    """The nine questions; none is ticked. `going`: the words that would go by story; None = all stories with all their words.

    `sound`: recordings would go along.
    """
    work = _Work(home, going, sound=sound)
    with home.main.read() as con:
        idents = records.arrived(con) if going is None else tuple(going)
        for at in range(0, len(idents), CHUNK):
            work.look(con, idents[at : at + CHUNK])
            progress.report(min(at + CHUNK, len(idents)), len(idents))
        found = work.found(con)
    return tuple(Question(n, words, tuple(found.get(n, ())), ticked=False) for n, words in QUESTIONS.items())


class _Work:
    """What was seen so far, chunk by chunk."""

    def __init__(self, home: Home, going: Mapping[str, str] | None, *, sound: bool) -> None:
        self._home, self._going, self._sound = home, going, sound
        self._ask = asker(home)
        self._go: list[str] = []
        self._stay = self._sounds = self._more = 0
        self._names: list[Found] = []
        self._told: Counter[str] = Counter()

    def look(self, con: Connection, idents: Iterable[str]) -> None:
        """Some stories more."""
        stories = read_stories(con, idents, protected=False)
        consents = consents_of_all(con, (story.record for story in stories.values()))
        for ident, story in stories.items():
            if not purpose_gate(self._ask, story.record, consents[ident], Purpose.ANALYSE).open:
                self._stay += 1
                continue
            self._go.append(ident)
            self._told.update(story.record.participants)
            self._look_at_words(story)
            if self._sound:
                self._sounds += sum(m.kind != "photo" for m in media.of_record(con, ident))

    def _look_at_words(self, story: Story) -> None:
        words = (
            next((x.text for x in story.reading_order if x.kind not in PROTECTED_LAYERS), "")
            if self._going is None
            else self._going[story.record.id]
        )
        for name in dict.fromkeys(sign.words for sign in name_signs(words)):
            if len(self._names) < MOST:
                pattern = "Look at “{words}” in “{title}”: it may be a name."
                self._names.append(Found(pattern, words=name, title=story.title))
            else:
                self._more += 1

    def found(self, con: Connection) -> dict[int, list[Found]]:
        """What there is to look at, by question."""
        return {
            1: list(
                counted(
                    self._stay,
                    "1 story stays here: it may not be analysed today.",
                    "{n} stories stay here: they may not be analysed today.",
                )
            ),
            2: [
                *self._names,
                *counted(self._more, "1 more may be a name.", "{n} more may be names."),
            ],
            3: list(_first(small_groups(self._home, con, self._go))),
            4: list(self._again()),
            6: list(
                counted(
                    self._sounds,
                    "1 recording may go along. Listen to it once more.",
                    "{n} recordings may go along. Listen to each once more.",
                )
            ),
        }

    def _again(self) -> Iterator[Found]:
        several = sum(n > 1 for n in self._told.values())
        yield from counted(
            several,
            "One person told more than one of these stories.",
            "{n} people told more than one of these stories each.",
        )


def _first(groups: Sequence[Found]) -> Iterator[Found]:
    """The first small groups by name, and how many more there are: of all stories that can be very many."""
    yield from groups[:MOST_GROUPS]
    yield from counted(
        len(groups) - MOST_GROUPS if len(groups) > MOST_GROUPS else 0,
        "1 more group is as small.",
        "{n} more groups are as small.",
    )
