"""A question at a passage goes to the researcher, is answered once, comes back and is closed; where two see it differently both readings stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.review import Choice
from ldp_stories.services import edit_record
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import open_home
from ldp_stories.services.review_tags import readings
from ldp_stories.ui.coordinator.ask_line import AskLine
from tests.journeys.acts import CTRL, choose
from tests.journeys.people import Person, person
from tests.services.cast import Cast, cast, post, tell

pytestmark = pytest.mark.qt_log_ignore(
    "pipewire", "PulseAudio", "audio device", extend=True
)  # no sound card is needed
WOMEN = "They draw the curtains and it is only women."
NINE = "The one from number nine knows she does."
WORDS = f"{WOMEN} {NINE}"
QUESTION = "Was it she who asked for the curtains?"
ANSWER = "Yes, at the first meeting."
READING = "She trusts a neighbour, not the place"
REPLY = "I still hear the place in it."


@dataclass
class Stage:
    """Joan's and Amina's notebooks, a stick between them, and the story that Amina told with two tags."""

    qtbot: QtBot
    crew: Cast
    record: str

    @contextmanager
    def at(self, who: str, role: str) -> Iterator[Person]:
        """The window of one of them."""
        home: Home = getattr(self.crew, who)
        with person(self.qtbot, home.machine, self.crew.folder / f"window of {who}", self.crew.stick) as one:
            one.window.open_desk(home)
            one.bring_to_front()
            assert one.window.navigator is not None
            one.window.navigator.choose_role(role)
            yield one
        setattr(self.crew, who, open_home(home.place.path, None, home.machine))  # a closed one keeps no key

    def travels(self, start: str, end: str) -> None:
        """A real bundle from one to the other, by the stick."""
        crew = self.crew
        to = "coordinators" if end == "joan" else crew.amina.member
        post(crew, getattr(crew, start), to, getattr(crew, end))


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    with cast(tmp_path) as crew:
        record = tell(crew.amina, words=WORDS)
        layer = edit_record.open_record(crew.amina, record).layers[0].id
        for quote, code in ((WOMEN, "D1"), (NINE, "A8")):
            start = WORDS.index(quote)
            passage = edit_record.add_passage(
                crew.amina, record, layer=layer, start=start, end=start + len(quote)
            )
            tag = next(t.id for t in codebook(crew.amina) if t.code == code)
            edit_record.suggest_tag(crew.amina, record, passage=passage, tag=tag, reason="she says so")
        made = Stage(qtbot, crew, record)
        made.travels("amina", "joan")
        yield made


def line_of(joan: Person) -> AskLine:
    lines: list[AskLine] = [x for x in joan.screen.findChildren(AskLine) if x.isVisible()]
    assert lines, "no line to write in"
    return lines[0]


def reason(joan: Person) -> str:
    """Why the story stands in the queue, as its row says it."""
    joan.go("queue")
    joan.until(lambda: joan.screen.start.isVisible(), "the queue")
    joan.rest()
    model = joan.screen.model
    (row,) = [row for row in (model.row(n) for n in range(model.rowCount())) if row and not row.header]
    return str(row.state)


def review(joan: Person) -> None:
    """From the queue into the story with Ctrl Enter."""
    joan.go("queue")
    joan.until(lambda: joan.screen.start.isVisible(), "the way into a sitting")
    joan.rest()
    joan.key(Qt.Key.Key_Return, CTRL)
    joan.until(lambda: joan.window.navigator.here.entry.key == "review", "the review")  # type: ignore[union-attr]
    joan.rest()


def joan_asks_and_sees_it_differently(stage: Stage) -> None:
    with stage.at("joan", "coordinator") as joan:
        review(joan)
        joan.key(Qt.Key.Key_Q)
        joan.until(lambda: line_of(joan).isVisible(), "the line for the question")
        joan.type(line_of(joan).field, QUESTION)
        joan.key(Qt.Key.Key_Return)
        joan.rest()
        joan.sees("Asked")
        joan.key(Qt.Key.Key_D)
        joan.until(lambda: line_of(joan).combo is not None, "the line for the other reading")
        line = line_of(joan)
        assert line.combo is not None
        choose(joan, line.combo, "B7")
        joan.type(line.field, READING)
        joan.key(Qt.Key.Key_Return)
        joan.rest()
        assert reason(joan) == "The answer to your question has not come"
    assert [r.current[0].choice for r in readings(stage.crew.joan, stage.record)] == [
        Choice.ASK,
        Choice.DIFFER,
    ]


def amina_answers_once(stage: Stage) -> None:
    """The question stands at its words; it is answered once; about the other reading she may write back once."""
    with stage.at("amina", "researcher") as amina:
        amina.go("heard")
        amina.sees(QUESTION)
        amina.sees(f"At the words “{WOMEN}”")
        amina.sees(READING)
        (editor,) = amina.screen.editors.values()
        amina.type(editor, ANSWER)
        amina.press("Answer")
        amina.rest()
        amina.sees("You answered.")
        amina.press("Write back about A8 Home, privacy and space")
        (editor,) = amina.screen.editors.values()
        amina.type(editor, REPLY)
        amina.press("Send it")
        amina.rest()
        amina.sees(f"You wrote back: {REPLY}")
        assert not amina.screen.editors, "each of it once"


def joan_closes_it(stage: Stage) -> None:
    """The answer brings the story back into the queue and says why; accepting closes it, the other reading stays beside."""
    with stage.at("joan", "coordinator") as joan:
        assert reason(joan) == "1 question has its answer"
        review(joan)
        joan.sees(f"writes back: “{ANSWER}”")
        joan.sees(f"writes back: “{REPLY}”")
        joan.key(Qt.Key.Key_A)
        joan.rest()
        assert reason(joan) == "everything is looked at"
    (asked, seen) = readings(stage.crew.joan, stage.record)
    assert [d.choice for d in asked.current] == [Choice.ACCEPT]
    assert [d.choice for d in seen.current] == [Choice.DIFFER]
    assert len(seen.tags) == 2, "both readings"


def test_a_question_goes_and_comes_back_and_both_readings_stay(stage: Stage) -> None:
    joan_asks_and_sees_it_differently(stage)
    stage.travels("joan", "amina")
    amina_answers_once(stage)
    stage.travels("amina", "joan")
    joan_closes_it(stage)
    stage.travels("joan", "amina")
    mine = readings(stage.crew.amina, stage.record)
    theirs = readings(stage.crew.joan, stage.record)
    assert [(r.tags, [d.choice for d in r.current]) for r in mine] == [
        (r.tags, [d.choice for d in r.current]) for r in theirs
    ]
