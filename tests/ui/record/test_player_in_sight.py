"""With text twice as large the player stays in sight while the words scroll, and goes back to its place when there is room."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.services.home import Home
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.record.transcribe_screen import TranscribeScreen
from ldp_stories.ui.widgets.pinned import PinnedBar
from ldp_stories.ui.widgets.player import PlayerBar
from ldp_stories.ui.widgets.theme import theme
from tests.ui.on_screen import Desk, sound_file, story

pytestmark = pytest.mark.qt_log_ignore("pipewire", "PulseAudio", "audio device", "ALSA", extend=True)
SMALL = (1366 - 260, 768 - 78)


@pytest.fixture
def record(home: Home, tmp_path: Path) -> str:
    return story(home, words="A long story. " * 120, sound=sound_file(tmp_path), title="Tea and bulbs")


Made = type[RecordScreen] | type[TranscribeScreen]


def player(screen: RecordScreen | TranscribeScreen) -> PlayerBar:
    return screen.player if isinstance(screen, TranscribeScreen) else screen.reading.player


@pytest.mark.parametrize("made", [RecordScreen, TranscribeScreen])
def test_the_player_stays_in_sight_with_large_text(desk: Desk, record: str, made: Made) -> None:
    screen = made(desk.context, record)
    desk.show(screen, scale=2.0, size=SMALL)
    shown = player(screen)
    for part in (shown, shown.wave):
        seen = part.visibleRegion().boundingRect()
        assert seen.height() >= part.height() - 1, type(part).__name__
    desk.show(screen, scale=1.0, size=(1366, 690))
    assert shown.isVisible()
    assert shown.window() is screen.window()
    page = screen.reading if isinstance(screen, RecordScreen) else screen.sound.parentWidget()
    assert page is not None
    assert page.isAncestorOf(shown), "back under the words"


@pytest.mark.parametrize("made", [RecordScreen, TranscribeScreen])
def test_a_story_without_sound_keeps_no_empty_bar(desk: Desk, home: Home, made: Made) -> None:
    screen = made(desk.context, story(home, words="Only words."))
    desk.show(screen, scale=2.0, size=SMALL)
    bar = screen.findChild(PinnedBar)
    assert isinstance(bar, PinnedBar)
    assert bar.height() == 0 or not bar._surface.isVisible()


@pytest.mark.parametrize("made", [RecordScreen, TranscribeScreen])
def test_what_goes_into_the_bar_keeps_the_size_of_its_letters(desk: Desk, record: str, made: Made) -> None:
    """A window made narrower, and a text made larger, with the page open: under a style sheet Qt gives back the first font."""
    screen = made(desk.context, record)
    desk.show(screen, scale=1.0, size=(1366, 690))
    shown = player(screen)
    desk.show(screen, scale=1.3, size=(1366, 690))
    before = shown.speeds.font().pixelSize()
    desk.show(screen, scale=1.3, size=(1000, 690))
    assert shown.speeds.font().pixelSize() == before == theme().font("body").pixelSize()
    desk.show(screen, scale=2.0, size=(1000, 690))
    assert shown.speeds.font().pixelSize() == theme().font("body").pixelSize()
    desk.show(screen, scale=1.0, size=(1366, 690))
    assert shown.speeds.font().pixelSize() == theme().font("body").pixelSize()
