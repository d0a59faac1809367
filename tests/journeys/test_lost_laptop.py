"""The lost laptop, with real windows: marked lost, its later bundles refused, the clock, what was on it, the decision, and a new laptop."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import people
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.import_bundle import inbox, take_in
from ldp_stories.services.incidents import incidents
from ldp_stories.services.set_aside import waiting
from ldp_stories.ui.coordinator.programme_incidents import IncidentCard
from ldp_stories.ui.coordinator.programme_people import PersonCard
from tests.journeys.acts import rows
from tests.journeys.people import Person, person
from tests.services.cast import Cast, bring_in, cast, let_in, send, tell
from tests.services.homes import pack_of
from tests.services.test_withdraw import empty
from tests.ui.helpers import button

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", extend=True)


@dataclass
class Stage:
    """Joan in front of her window. Amina has sent one story, and kept one that nobody else has."""

    made: Cast
    joan: Person
    sent: str
    kept: str


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    with cast(tmp_path) as made:
        told = tell(made.amina, title="Sent in time")
        send(made.amina, "coordinators", made.stick)
        shutil.copytree(made.stick, tmp_path / "before")
        kept = tell(made.amina, title="Nobody else has it", ready=False)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        with person(qtbot, made.joan.machine, tmp_path / "c1", made.stick) as joan:
            joan.window.open_desk(made.joan)
            joan.rest()
            yield Stage(made, joan, told, kept)


def card_of(joan: Person, name: str) -> PersonCard:
    """The card of somebody in the list of people."""
    found = [c for c in joan.screen.cards if isinstance(c, PersonCard) and c.person.name == name]
    assert found, f"no card of {name}"
    return found[0]


def entry_of(joan: Person) -> IncidentCard:
    """The one entry of what went wrong, once it is there."""
    joan.until(lambda: any(isinstance(c, IncidentCard) for c in joan.screen.cards), "the entry")
    (found,) = (c for c in joan.screen.cards if isinstance(c, IncidentCard))
    return found


def mark_lost(stage: Stage) -> None:
    """Joan presses "It is lost", says what she knows, and presses again."""
    joan = stage.joan
    joan.bring_to_front()
    joan.go("programme", "people")
    joan.until(lambda: card_of(joan, "Amina"), "Amina's card")
    joan.rest()
    joan.space(button(card_of(joan, "Amina"), "It is lost"))
    joan.space(button(card_of(joan, "Amina"), "Not known"))
    joan.space(button(card_of(joan, "Amina"), "Not sure"))
    joan.space(button(card_of(joan, "Amina"), "Yes, it is lost"))
    joan.sees("72 of 72 hours left")
    joan.rest()


def test_a_lost_laptop_is_refused_and_its_story_told(stage: Stage) -> None:
    made, joan = stage.made, stage.joan
    mark_lost(stage)
    for said in ("reported lost", "People it may touch", "Last bundle from it", "not sure", "not known"):
        joan.sees(said)
    (entry,) = incidents(joan.home)
    assert entry.devices == (made.amina.author.device,)
    assert (entry.people, entry.records) == (1, 1)
    assert entry.last_bundle == "2026-05-10"

    tell(made.amina, title="Written by whoever has it")
    send(made.amina, "coordinators", made.stick)
    later = next(p for p in inbox(made.stick) if p.suffix != ".ldp-pack")
    with pytest.raises(UserError) as caught:
        take_in(joan.home, later)
    assert caught.value.code == "REVOKED_SIGNER"
    assert [w.why for w in waiting(joan.home)] == ["REVOKED_SIGNER"]
    for path in inbox(made.folder / "before"):
        if path.suffix != ".ldp-pack":
            assert take_in(joan.home, path).again


def test_the_decision_is_written_down_with_its_reason(stage: Stage) -> None:
    joan = stage.joan
    mark_lost(stage)
    joan.type(entry_of(joan).step, "Told the privacy contact")
    joan.press("Write it down")
    joan.sees("Told the privacy contact")
    joan.rest()
    joan.press("We report it")
    joan.sees("Say why in a few words.")
    joan.type(entry_of(joan).why, "The disk may have been open.")
    joan.press("We report it")
    joan.sees("It was reported, 10 May")
    (entry,) = incidents(joan.home)
    assert entry.reason == "The disk may have been open."
    assert [what for _, what in entry.done] == ["Told the privacy contact"]


def test_the_same_person_goes_on_with_a_new_laptop(stage: Stage) -> None:
    made, joan = stage.made, stage.joan
    mark_lost(stage)
    again = made.join("Amina-again", Role.RESEARCHER, pack_of(joan.home, made.folder))
    try:
        let_in(made, again)
        names = [p.name for p in people(joan.home)]
        assert "Amina-again" in names
        lost = next(p for p in people(joan.home) if p.name == "Amina")
        assert [d.status for d in lost.devices] == ["lost"]
        told = tell(again, title="On the new laptop")
        send(again, "coordinators", made.stick)
        bring_in(joan.home, made.stick)
        joan.go("queue")
        joan.until(lambda: "On the new laptop" in rows(joan.screen.model), "the new story in the queue")
        assert open_record(joan.home, told).record.began_by == again.author.device
    finally:
        again.close()
