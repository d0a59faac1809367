"""Homes for the tests of the services: a cheap machine with a clock of its own, and programmes in temporary folders."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldp_stories.app import resource
from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.crypto.slots import KdfCost
from ldp_stories.domain.consent import Answer
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Json
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.laptop import recorder_command
from ldp_stories.services.practise import practice_home
from ldp_stories.services.record_encounter import answer, begin, finish, keys_of, questions, set_facts
from ldp_stories.services.set_up_programme import found_programme, save_pack
from tests.services.templates import copied

PASSPHRASE = "four plain words here"
START = datetime(2026, 5, 10, 9, 30, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that a test sets."""

    at: datetime = field(default_factory=lambda: START)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **step: float) -> None:
        self.at += timedelta(**step)


def cheap_machine(folder: Path, clock: Callable[[], datetime] | None = None) -> Machine:
    """A machine whose homes open in a moment; each call is another laptop."""
    return Machine(
        state_folder=folder / f"state-{new_id()[:8]}",
        machine_id=new_id(),
        cost=KdfCost.test(),
        now=clock or Clock(),
        resource=resource,
        recorder_command=recorder_command(),
        live=False,
    )


def found(
    folder: Path, machine: Machine, *, roles: tuple[Role, ...] = (Role.COORDINATOR,), name: str = "Joan"
) -> Home:
    """A practice programme with the content of Larkside and none of its stories."""

    def make(place: Path, laptop: Machine) -> Home:
        return found_programme(
            place, laptop, content="larkside", name=name, programme_name="Larkside Together", passphrase=None, practice=True, roles=roles,
        )  # fmt: skip

    return copied(("found", tuple(roles), name), folder, machine, make)


def practising(folder: Path, machine: Machine, *, name: str = "Amina", stories: bool = True) -> Home:
    """A practice home with all roles, with the invented stories or without."""

    def make(place: Path, laptop: Machine) -> Home:
        return practice_home(place, laptop, name=name, stories=stories)

    return copied(("practising", name, stories), folder, machine, make)


def everything_yes(home: Home, talk: str) -> None:
    """Answer yes to all questions of a conversation."""
    for question in questions(home, talk):
        answer(home, talk, keys_of(question), Answer.YES)


def told(home: Home, *, place: str | None = None, **facts: object) -> str:
    """A finished conversation with an adult who said yes to everything; the record's id."""
    talk = begin(home).id
    if facts or place:
        set_facts(home, talk, **({"place": place} if place else {}), **facts)
    everything_yes(home, talk)
    return finish(home, talk)


def with_coordinator(home: Home, name: str = "Theo") -> str:
    """The roster names one more coordinator with a laptop of their own; the member id."""
    member, keys = new_id(), DeviceKeys.new()
    since: Json = {"role": Role.COORDINATOR.value, "start": "2026-01-01", "end": None, "extra": []}
    laptop = {
        "member": member, "status": "active", "sign_key": keys.sign_public, "age_recipient": keys.recipient,
    }  # fmt: skip
    with home.main.write() as con:
        home.put(con, "member", member, sets={"code": "C-9", "work_name": name, "roles": [since]})
        home.put(con, "device", new_id(), sets=laptop)
    return member


def pack_of(home: Home, folder: Path) -> Path:
    """The programme file of a coordinator's home, in a folder of its own."""
    place = folder / f"pack-{new_id()[:8]}"
    place.mkdir(parents=True)
    return save_pack(home, place).path


def code_of(caught: "pytest.ExceptionInfo[UserError]") -> str:
    """The code a service refused with."""
    return caught.value.code
