"""AT-5 and the bundle half of AT-11 with real windows: parts on a stick, one damaged, one pulled out, each asked for and sent alone."""

from __future__ import annotations

import errno
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.records import Shown
from ldp_stories.services import part_size as part_sizes
from ldp_stories.services.free_room import room_to_make
from ldp_stories.services.import_bundle import outside
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.routes import save_route
from ldp_stories.services.start_home import own_words
from tests.bench.telling import tell_with_file
from tests.journeys.people import Person, person
from tests.services.cast import cast

PART = 4 << 20
"""A gigabyte, scaled down."""


@dataclass
class Stage:
    """Amina and Joan at their windows, Joan knows Amina; the stick between them."""

    amina: Person
    joan: Person
    stick: Path
    folder: Path


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    monkeypatch.setitem(part_sizes.USUAL, "stick", PART)
    monkeypatch.setitem(part_sizes.USUAL, "network", PART)
    with ExitStack() as stack:
        three = stack.enter_context(cast(tmp_path))
        amina, joan = (
            stack.enter_context(person(qtbot, home.machine, tmp_path / f"desk-{name}", three.stick))
            for name, home in (("amina", three.amina), ("joan", three.joan))
        )
        amina.window.open_desk(three.amina)
        joan.window.open_desk(three.joan)
        yield Stage(amina, joan, three.stick, tmp_path)


def film(stage: Stage, megabytes: int, number: int) -> str:
    """Amina has a story with a film of so many MB."""
    path = stage.folder / f"film-{number}.bin"
    path.write_bytes(os.urandom(megabytes << 20))
    record = tell_with_file(stage.amina.home, path)
    path.unlink()
    return record


def amina_sends(stage: Stage) -> list[Path]:
    """Send, stick, Pack and copy; the sealed files on the stick by part."""
    amina, before = stage.amina, set(stage.stick.iterdir())
    amina.bring_to_front()
    amina.go("stories")
    amina.go("send")
    amina.rest()
    amina.until(lambda: amina.screen.plan is not None and amina.screen.card.isVisible(), "what is to be sent")
    if amina.screen.plan.first_time:
        amina.type(amina.screen.word, own_words(stage.joan.home)[0])
    amina.press("Pack and copy")
    amina.sees("Copied and checked.")
    amina.rest()
    return sorted(set(stage.stick.iterdir()) - before, key=lambda p: outside(p).part or 0)


def joan_brings_in_all(stage: Stage) -> str:
    """Choose the stick, look inside all parts together, add; what the window says then."""
    joan = stage.joan
    joan.bring_to_front()
    joan.go("queue")
    joan.go("bring_in")
    joan.press("Choose a folder")
    joan.until(lambda: joan.screen.cards, "the files on the stick")
    joan.rest()
    joan.space(joan.screen.sets[0].button)
    joan.until(
        lambda: joan.window.navigator and joan.window.navigator.here.entry.key == "preview", "the preview"
    )
    joan.rest()
    assert "Nothing has been added yet." in joan.words or "brought this in before" in joan.words
    joan.press("Add to my library")
    joan.until(lambda: joan.screen.back.isVisible(), "it to be added")
    joan.rest()
    return joan.words


def joan_answers(stage: Stage) -> None:
    """Send back to Amina, and Amina brings the answer in."""
    joan, amina = stage.joan, stage.amina
    before = set(stage.stick.iterdir())
    joan.go("send_back", amina.home.member)
    joan.rest()
    card = joan.screen.card
    joan.until(lambda: card.isVisible() and card.go_on.isEnabled(), "the card to send to Amina")
    if card.first.isVisible():
        joan.type(card.word, own_words(amina.home)[0])
    joan.space(card.go_on)
    joan.rest()
    joan.sees("Copied and checked.")
    new = [p for p in set(stage.stick.iterdir()) - before if p.suffix != ".ldp-pack"]
    amina.bring_to_front()
    amina.go("bring_in")
    amina.screen.show_files(new)
    amina.until(lambda: new[0] in amina.screen.cards, "Joan's answer")
    amina.rest()
    amina.space(amina.screen.cards[new[0]].button)
    amina.until(
        lambda: amina.window.navigator and amina.window.navigator.here.entry.key == "preview", "the preview"
    )
    amina.rest()
    amina.press("Add to my library")
    amina.until(lambda: amina.screen.back.isVisible(), "the answer to be added")
    amina.rest()
    for path in new:
        path.unlink()


def states(one: Person) -> list[Shown]:
    return [row.shown for row in my_stories(one.home).rows]


class Pulled(io.BytesIO):
    """A file on a stick that is pulled out in the middle."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > len(self.getbuffer()) // 2:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(size)


def pull_out_during(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """Reading this file breaks off half way, as when a stick is pulled out."""
    real = Path.open

    def opened(self: Path, mode: str = "r", *rest: Any, **named: Any) -> Any:
        if self == path and mode == "rb":
            return Pulled(path.read_bytes())
        return real(self, mode, *rest, **named)

    data = path.read_bytes()
    monkeypatch.setattr(Path, "read_bytes", lambda self: data if self == path else real(self, "rb").read())
    monkeypatch.setattr(Path, "open", opened)


def test_a_damaged_part_and_a_pulled_stick_cost_nothing_but_those_parts(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        film(stage, 2, number)
    first, one, two, three = amina_sends(stage)
    whole = {p: p.read_bytes() for p in (first, one, two, three)}
    assert [outside(p).part for p in whole] == [1, 2, 3, 4]
    assert first.stat().st_size < 2 << 20
    broken = bytearray(whole[two])
    broken[len(broken) // 2] ^= 1
    two.write_bytes(broken)
    with monkeypatch.context() as pulled:
        pull_out_during(pulled, three)
        said = joan_brings_in_all(stage)
    assert "Part 3 was damaged on the way. The rest is safe." in said
    assert "Part 4:" in said
    assert "3 stories are in your library." in said
    assert sorted(states(stage.joan), key=str).count(Shown.WAITING) == 2
    assert list((stage.joan.home.folder / "incoming").iterdir()) == []
    assert len(stage.joan.home.vault.items()) == 1
    stage.joan.press("Ask Amina for part 3")
    stage.joan.sees("Asked. It goes with your next file to Amina.")
    assert room_to_make(stage.amina.home).removable == ()
    joan_answers(stage)
    assert states(stage.amina).count(Shown.WAITING) == 2
    again = amina_packs_again(stage)
    assert len(again) == 1
    assert outside(again[0]).part == 3
    assert again[0] != two
    two.unlink()
    bring_in_one(stage.joan, again[0])
    said = joan_brings_in_all(stage)
    assert "still to come" not in said
    assert states(stage.joan) == [Shown.RECEIVED] * 3
    said = joan_brings_in_all(stage)
    assert "Already had 5 of 5. Nothing changed." in said
    joan_answers(stage)
    assert states(stage.amina) == [Shown.RECEIVED] * 3


def amina_packs_again(stage: Stage) -> list[Path]:
    """Amina sees the wish under Send and packs just that part."""
    amina, before = stage.amina, set(stage.stick.iterdir())
    amina.go("stories")
    amina.go("send")
    amina.rest()
    amina.sees("Joan asks for part 3 of 4 again")
    amina.sees("It was damaged on the way.")
    (card,) = amina.screen.wishes.cards.values()
    amina.space(card.again)
    amina.until(lambda: not amina.screen.wishes.cards, "the part to be packed again")
    amina.rest()
    return [p for p in stage.stick.iterdir() if p not in before]


def test_a_film_larger_than_a_part_goes_through_a_folder_with_a_limit_and_the_words_work_without_it(
    stage: Stage,
) -> None:
    """AT-11: the only route is a folder that takes small files; the words go first; a lost part is asked for alone."""
    record = film(stage, 10, 1)
    shared = stage.folder / "shared"
    shared.mkdir()
    amina, joan = stage.amina, stage.joan
    way = save_route(amina.home, kind="folder", name="Council folder", address=str(shared), part_bytes=PART)
    amina.bring_to_front()
    amina.go("send")
    amina.rest()
    amina.until(lambda: amina.screen.plan is not None, "what is to be sent")
    amina.press("Council folder")
    amina.rest()
    amina.type(amina.screen.word, own_words(joan.home)[0])
    amina.press("Pack and copy")
    amina.sees("It is there, whole and checked.")
    amina.rest()
    parts = sorted(shared.iterdir(), key=lambda p: outside(p).part or 0)
    assert way.part_bytes == PART
    assert len(parts) >= 4
    assert all(p.stat().st_size <= PART for p in parts)
    assert parts[0].stat().st_size < 2 << 20
    shutil.copy(parts[0], stage.stick)
    bring_in_one(joan, stage.stick / parts[0].name)
    joan.go("record", record)
    joan.sees("Tea and bulbs")
    assert states(joan) == [Shown.WAITING]
    lost = parts[2]
    for part in parts[1:]:
        if part != lost:
            shutil.copy(part, stage.stick)
            bring_in_one(joan, stage.stick / part.name)
    joan.go("queue")
    joan.go("bring_in")
    joan.press("Ask Amina for part 3")
    joan.sees("Asked. It goes with your next file to Amina.")
    joan_answers(stage)
    amina.go("stories")
    amina.go("send")
    amina.rest()
    (card,) = amina.screen.wishes.cards.values()
    before = set(stage.stick.iterdir())
    amina.space(card.again)
    amina.until(lambda: not amina.screen.wishes.cards, "the part to be packed again")
    (again,) = set(stage.stick.iterdir()) - before
    assert again.stat().st_size <= PART
    bring_in_one(joan, again)
    assert states(joan) == [Shown.RECEIVED]


def bring_in_one(joan: Person, path: Path) -> None:
    """Joan brings in one file by itself."""
    joan.bring_to_front()
    joan.go("queue")
    joan.go("bring_in")
    joan.screen.show_files([path])
    joan.until(lambda: path in joan.screen.cards, "the file")
    joan.rest()
    joan.space(joan.screen.cards[path].button)
    joan.until(
        lambda: joan.window.navigator and joan.window.navigator.here.entry.key == "preview", "the preview"
    )
    joan.rest()
    joan.press("Add to my library")
    joan.until(lambda: joan.screen.back.isVisible(), "it to be added")
    joan.rest()
