"""AT-6, wrong recipient and wrong stick: three people, three windows. What stands outside, whom one sends to, the clock, and "please destroy"."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, outside, take_in
from ldp_stories.services.incidents import incidents
from ldp_stories.services.recipients import recipients
from ldp_stories.store import records
from ldp_stories.ui.coordinator.programme_incidents import IncidentCard
from tests.journeys.people import Person, person
from tests.services.canaries import search_home
from tests.services.cast import Cast, a_sound, bring_in, cast, let_in, send, tell
from tests.services.homes import cheap_machine, found, pack_of
from tests.services.released import release_read
from tests.services.test_withdraw import empty

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", extend=True)
RARE = "zwiebelkuchen"


@dataclass
class Stage:
    """Joan and Sam in front of their windows; one story of Amina's waits at Joan's for Priya's team. Sam is an evaluator nobody wrote to."""

    made: Cast
    joan: Person
    sam: Person
    story: str


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    with cast(tmp_path) as made:
        told = tell(
            made.amina,
            title="Baked on Sunday",
            words=f"She baked a {RARE} on Sunday.",
            sound=a_sound(tmp_path),
        )
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        release_read(made.joan, told)
        sam = made.join("Sam", Role.EVALUATOR, pack_of(made.joan, tmp_path))
        let_in(made, sam)
        with (
            person(qtbot, made.joan.machine, tmp_path / "c1", made.stick) as joan,
            person(qtbot, sam.machine, tmp_path / "c2", made.stick) as his,
        ):
            joan.window.open_desk(made.joan)
            his.window.open_desk(sam)
            joan.rest()
            his.rest()
            yield Stage(made, joan, his, told)


def send_back(joan: Person, word: str) -> None:
    """Joan goes to Send back, chooses the evaluators, types the first word she was told, and packs."""
    joan.bring_to_front()
    joan.go("send_back", "evaluators")
    joan.sees("Send to Priya and Sam")
    joan.rest()
    joan.type(joan.screen.card.word, word)
    joan.press("Pack and copy")


def has(home: Home, record: str) -> bool:
    with home.main.read() as con:
        known = records.record(con, record)
    return known is not None and not known.erased and bool(known.title)


def sealed(stick: Path) -> Path:
    """The bundle on the stick."""
    (path,) = (p for p in inbox(stick) if p.suffix != ".ldp-pack")
    return path


def test_before_it_goes_joan_sees_who_they_are_and_types_their_first_word(stage: Stage) -> None:
    joan, made = stage.joan, stage.made
    to = next(r for r in recipients(joan.home) if r.role is Role.EVALUATOR)
    joan.bring_to_front()
    joan.go("send_back", "evaluators")
    joan.sees("Send to Priya and Sam")
    joan.rest()
    for said in ("Name", "Priya, Sam", "Role", "Evaluator", "Their six words", *to.words[1:]):
        joan.sees(said)
    assert to.words[0] not in joan.words, "the first word can only come from them"
    names = {r.name for r in recipients(joan.home)}
    assert names == {"Priya, Sam", "Amina"}, "nobody outside the programme can be chosen"
    joan.press("Pack and copy")
    joan.sees("Type the first of their six words.")
    assert inbox(made.stick) == ()
    joan.type(joan.screen.card.word, "somethingelse")
    joan.press("Pack and copy")
    joan.sees("That is not the first of the six words")
    assert inbox(made.stick) == ()
    joan.screen.card.word.set_text("")
    joan.type(joan.screen.card.word, to.words[0])
    joan.press("Pack and copy")
    joan.until(lambda: inbox(made.stick), "the file on the stick")
    joan.rest()
    joan.go("queue")
    joan.go("send_back", "evaluators")
    joan.sees(" ".join(to.words))


def test_a_machine_without_the_key_sees_an_opaque_number_and_the_part(stage: Stage, tmp_path: Path) -> None:
    joan, made = stage.joan, stage.made
    send_back(joan, recipients_word(joan.home))
    joan.until(lambda: inbox(made.stick), "the file on the stick")
    joan.rest()
    path = sealed(made.stick)
    seen = outside(path)
    assert (seen.part, seen.parts) == (1, 1)
    raw = path.read_bytes()
    told = ("Larkside", "Baked", RARE, "Millbrook", "Joan", "Priya", "Sam", "Amina", "2026", "coordinators")
    # what age leaves readable: sealed bytes may hold three letters by chance
    head, _, _ = raw.partition(b"\n---")
    for word in told:
        assert word.encode() not in (raw if len(word) > 4 else head)
        assert word.casefold() not in path.name.casefold()
    with found_elsewhere(tmp_path) as stranger:
        with pytest.raises(UserError) as caught:
            take_in(stranger, path)
        assert caught.value.code == "NOT_FOR_US"
    with pytest.raises(UserError) as other:
        take_in(made.amina, path)
    assert other.value.code == "NOT_FOR_US", "a colleague it was not sealed to cannot open it either"


def recipients_word(home: Home) -> str:
    return next(r for r in recipients(home) if r.role is Role.EVALUATOR).words[0]


class found_elsewhere:  # noqa: N801 - used like a function
    """Another programme's home on another laptop."""

    def __init__(self, folder: Path) -> None:
        self.home = found(folder / "elsewhere", cheap_machine(folder))

    def __enter__(self) -> Home:
        return self.home

    def __exit__(self, *_: object) -> None:
        self.home.close()


def sam_destroys(stage: Stage, wrong: Path) -> None:
    """Sam sees the wish on his first screen, presses, and gives the answer back on the stick; the file does not come in again."""
    sam = stage.sam
    sam.bring_to_front()
    sam.go("library")
    sam.sees("Joan asks you to destroy something.")
    assert has(sam.home, stage.story), "nothing goes before he presses"
    sam.press("See what Joan asks you to destroy")
    sam.sees("1 story, 1 sound")
    sam.press("Destroy it")
    sam.sees("It is gone: 1 story, 1 sound.")
    sam.rest()
    assert not has(sam.home, stage.story)
    assert search_home(sam.home, [RARE]) == []
    with pytest.raises(UserError) as caught:
        take_in(sam.home, wrong)
    assert caught.value.code == "UNWANTED_FILE"
    sam.press("Pack the answer")
    sam.sees("Give it to the coordinator.")
    sam.rest()


def test_the_unwanted_file_is_destroyed_and_the_answer_stands_on_the_entry(stage: Stage) -> None:
    made, joan, sam = stage.made, stage.joan, stage.sam
    send_back(joan, recipients_word(joan.home))
    joan.until(lambda: inbox(made.stick), "the file on the stick")
    joan.rest()
    wrong = made.folder / "wrong" / sealed(made.stick).name
    wrong.parent.mkdir()
    wrong.write_bytes(sealed(made.stick).read_bytes())
    bring_in(sam.home, made.stick)
    empty(made.stick)
    assert has(sam.home, stage.story)

    # Joan notices: the entry, its clock, how many people, and the wish that it be destroyed
    joan.go("queue")
    joan.press("Your researchers")
    joan.sees("Amina")
    joan.go("something_wrong")
    joan.sees("A file went to the wrong person")
    joan.press("This went to the wrong person: To Priya, Sam, 10 May, 1 story")
    joan.press("Yes, ask them to destroy it")
    joan.sees("72 of 72 hours left")
    (entry,) = incidents(joan.home)
    assert (entry.people, entry.records, len(entry.devices)) == (1, 1, 2)
    joan.sees("Sam: no answer yet")
    joan.rest()
    send(joan.home, "evaluators", made.stick)
    bring_in(sam.home, made.stick)
    empty(made.stick)

    sam_destroys(stage, wrong)

    # the answer travels back and stands on the entry; then it is decided
    bring_in(joan.home, made.stick)
    joan.bring_to_front()
    joan.go("queue")
    joan.go("something_wrong")
    joan.sees("Sam: destroyed")
    joan.sees("Priya: no answer yet")
    joan.rest()
    (card,) = joan.screen.findChildren(IncidentCard)
    joan.type(card.why, "Both have destroyed it unread.")
    joan.press("We do not report it")
    joan.sees("It was not reported, 10 May")
    assert has(joan.home, stage.story)
