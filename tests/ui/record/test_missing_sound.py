"""What is said of sound that was lost, and where it is shown."""

from pathlib import Path

from ldp_stories.domain.media import Gap, Media
from ldp_stories.services.home import Home
from ldp_stories.ui.record.missing_sound import MissingLine, missing_words
from ldp_stories.ui.record.player_link import SoundLink, parts_of
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.helpers import words_on
from tests.ui.on_screen import Desk, sound_file, story


def part(position: int, ms: int, *, before: int = 0, gaps: tuple[Gap, ...] = ()) -> Media:
    return Media(f"m{position}", "r", "audio", "recorded here", ms, position, before, (), gaps)


def test_one_two_and_many_places_are_said_as_people_say_them() -> None:
    first = part(0, 2_480_000)
    assert missing_words([first]) == ""
    assert missing_words([first, part(1, 9_000, before=125_000)]) == "Sound is missing: 2 min 5 s at 41:20."
    two = [part(0, 60_000, gaps=(Gap(5_000, 400), Gap(9_000, 12_000)))]
    assert missing_words(two) == "Sound is missing: less than 1 s at 00:05 and 12 s at 00:09."
    many = [part(0, 60_000, gaps=tuple(Gap(n * 1_000, 2_000) for n in range(5)))]
    assert missing_words(many) == "Sound is missing in 5 places, 10 s in all."


def test_the_line_is_there_only_when_something_is_missing(desk: Desk) -> None:
    line = MissingLine()
    desk.show(line)
    line.show_parts([part(0, 1_000)])
    assert not line.isVisible()
    line.show_parts([part(0, 1_000, gaps=(Gap(10, 5_000),))])
    assert line.isVisible()


def test_gaps_stand_in_the_waveform_of_the_joined_take(desk: Desk) -> None:
    parts = [part(0, 1_000, gaps=(Gap(300, 7_000),)), part(1, 2_000, before=500, gaps=(Gap(100, 9),))]
    link = SoundLink(desk.context)
    link.show_parts(parts_of(desk.home, parts))
    assert link.gaps() == [(300, 300), (1_000, 1_500), (1_600, 1_600)]


def test_a_story_with_a_gap_says_so_under_its_player(desk: Desk, home: Home, tmp_path: Path) -> None:
    record = story(home, sound=sound_file(tmp_path))
    screen = RecordScreen(desk.context, record)
    desk.show(screen)
    assert "Sound is missing" not in words_on(screen)
    assert screen.view is not None
    with home.main.write() as con:
        home.put(con, "media", screen.view.media[0].id, sets={"gaps": [[1_000, 4_000]]})
    screen.refresh(frozenset())
    assert "Sound is missing: 4 s at 00:01." in words_on(screen)
