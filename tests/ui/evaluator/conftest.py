"""An evaluator's desk over stories that were really told, agreed to, masked and released."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Scope
from ldp_stories.domain.report import QUESTIONS
from ldp_stories.services.edit_record import add_passage, mark_ready, open_record, suggest_tag
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.ui.evaluator.check_first import CheckFirst
from tests.services.homes import Clock, cheap_machine, found
from tests.services.released import release_read
from tests.ui.helpers import plain_theme
from tests.ui.on_screen import CURTAINS, WORDS, Desk, sound_file, story


@pytest.fixture(autouse=True)
def plain(qapp: QApplication) -> None:
    """Every test starts in light, at 100 %."""
    del qapp
    plain_theme()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A practice programme with three roles and no stories."""
    opened = found(tmp_path / "home", cheap_machine(tmp_path, Clock()), roles=ALL_ROLES, name="Priya")
    yield opened
    opened.close()


@pytest.fixture
def desk(home: Home, qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(home, qtbot)
    made.folder = tmp_path
    yield made
    made.close()


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    return sound_file(tmp_path)


def released(
    home: Home,
    *,
    title: str = "Tea and bulbs",
    quote: str = CURTAINS,
    words: str = WORDS,
    no: tuple[Scope, ...] = (),
    sound: Path | None = None,
    tag: str = "B7",
    place: bool = True,
) -> tuple[str, str]:
    """A story with one tagged passage, released to evaluators: (record id, id of the passage on the masked words)."""
    record = story(home, title=title, words=words, sound=sound, but=list(no), place=place)
    view = open_record(home, record)
    start = words.index(quote)
    passage = add_passage(
        home,
        record,
        layer=view.layers[0].id,
        start=start,
        end=start + len(quote),
        media=view.media[0].id if view.media else None,
        from_ms=200 if view.media else None,
        to_ms=900 if view.media else None,
    )
    if tag:
        chosen = next(t.id for t in codebook(home) if t.code == tag)
        from ldp_stories.domain.tags import Sure

        suggest_tag(home, record, passage=passage, tag=chosen, sure=Sure.SURE, reason="she says so")
    mark_ready(home, record)
    release_read(home, record)
    masked = next(p for p in open_record(home, record).passages if p.copy_of == passage)
    return record, masked.id


def look_at_all(first: CheckFirst) -> None:
    """Tick each of the nine questions, then save."""
    assert first.isVisible(), "nothing is asked"
    for number in QUESTIONS:
        first.check.rows[number]._buttons[0].click()
    first.save.click()
