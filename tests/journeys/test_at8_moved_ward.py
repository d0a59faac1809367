"""AT-8: a ward that moved. What a researcher picks, what reports say, and a person who decides where an old story belongs now."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.places import CANNOT_SAY, Place
from ldp_stories.services import edit_record
from ldp_stories.services.find_place import every_place
from ldp_stories.services.home import Home
from ldp_stories.services.open_home import open_home
from ldp_stories.services.place_again import to_place_again
from ldp_stories.services.record_encounter import begin, conversation, finish, set_facts
from ldp_stories.services.report_places import by_area, by_ward
from ldp_stories.services.set_up_programme import ALL_ROLES, found_programme
from ldp_stories.ui.widgets.combo import Combo
from tests.journeys.acts import choose
from tests.journeys.people import Person, person
from tests.services.homes import Clock, cheap_machine, everything_yes

pytestmark = pytest.mark.qt_log_ignore(
    "pipewire", "PulseAudio", "audio device", extend=True
)  # no sound card is needed
THEN = datetime(2025, 3, 12, 10, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 3, 10, 0, tzinfo=UTC)
OLD, FORDBRIDGE, KINGSHURST = "E05001290", "E05016422", "E05016423"
WORDS = "The old bus stop is where we all meet."


@dataclass
class Stage:
    """One person who collects and coordinates, with the real wards, before and after the seventh of May."""

    clock: Clock
    folder: Path
    qtbot: QtBot
    home: Home

    @contextmanager
    def at_the_window(self) -> Iterator[Person]:
        """The window over the home."""
        with person(self.qtbot, self.home.machine, self.folder / "window", self.folder) as one:
            one.window.open_desk(self.home)
            one.bring_to_front()
            yield one
        self.home = open_home(self.home.place.path, None, self.home.machine)  # a closed one keeps no key


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    clock = Clock(THEN)
    home = found_programme(
        tmp_path / "home",
        cheap_machine(tmp_path, clock),
        content="starter",
        name="Joan",
        programme_name="Birmingham and Solihull",
        passphrase=None,
        practice=True,
        roles=ALL_ROLES,
    )
    made = Stage(clock, tmp_path, qtbot, home)
    yield made
    made.home.close()


def place(home: Home, code: str) -> Place:
    return next(p for p in every_place(home) if p.code == code)


def offered(one: Person, combo: Combo, words: str) -> list[str]:
    """What the open list shows after typing."""
    combo.setFocus()
    one.qtbot.keyClick(combo, Qt.Key.Key_Down)
    popup = combo.popup
    assert popup is not None
    one.qtbot.keyClicks(popup.search, words)
    model = popup.view.model()
    found = [str(model.index(n, 0).data()) for n in range(model.rowCount())]
    one.qtbot.keyClick(popup.search, Qt.Key.Key_Escape)
    popup.close()
    return found


def told(stage: Stage, code: str, title: str) -> str:
    """A finished story told at a place today."""
    home, talk = stage.home, begin(stage.home).id
    set_facts(home, talk, place=place(home, code).id, age_band="40-59", said_first=True)
    everything_yes(home, talk)
    return written(home, finish(home, talk), title)


def written(home: Home, record: str, title: str) -> str:
    edit_record.keep_draft(home, record, "words", WORDS)
    edit_record.keep_draft(home, record, "title", title)
    edit_record.write_drafts(home, record)
    edit_record.mark_ready(home, record)
    return record


def story_a_in_the_old_ward(stage: Stage) -> str:
    """12 March 2025: the list offers the old ward and not the new ones."""
    with stage.at_the_window() as one:
        one.window.navigator.choose_role("researcher")  # type: ignore[union-attr]
        one.go("new")
        one.until(lambda: one.screen.step == 0, "where and who")
        combo = one.screen.now.place
        assert "Kingshurst and Fordbridge, changed 7 May 2026" in offered(one, combo, "Kingshurst")
        assert not any(x.startswith("Fordbridge") for x in offered(one, combo, "Fordbridge"))
        choose(one, combo, "Kingshurst and Fordbridge")
        talk = one.screen.conversation
        assert conversation(stage.home, talk).place == place(stage.home, OLD).id
    set_facts(stage.home, talk, age_band="40-59", said_first=True)
    everything_yes(stage.home, talk)
    return written(stage.home, finish(stage.home, talk), "A at the bus stop")


def story_b_from_the_list(stage: Stage) -> str:
    """3 June 2026: typing the old name finds both new wards, each with the day; other names are found too."""
    with stage.at_the_window() as one:
        one.window.navigator.choose_role("researcher")  # type: ignore[union-attr]
        one.go("new")
        one.until(lambda: one.screen.step == 0, "where and who")
        combo = one.screen.now.place
        assert sorted(offered(one, combo, "Kingshurst and Fordbridge")) == [
            "Fordbridge, changed 7 May 2026",
            "Kingshurst & Smith's Wood, changed 7 May 2026",
        ]
        assert offered(one, combo, "Holly Head") == ["Holyhead"]
        assert offered(one, combo, "Greenhill") == ["Greenhill"]
        assert offered(one, combo, "Hobs Moat") == ["Hobs Moat North"]
        choose(one, combo, "Fordbridge")
        talk = one.screen.conversation
        assert conversation(stage.home, talk).place == place(stage.home, FORDBRIDGE).id
    set_facts(stage.home, talk, age_band="40-59", said_first=True)
    everything_yes(stage.home, talk)
    return written(stage.home, finish(stage.home, talk), "B by the brook")


def reports_keep_both_apart(stage: Stage) -> None:
    """The pilot area counts both; the ward report has two lines with the day the boundaries changed."""
    lines = {x.place.code: (x.people, x.changed) for x in by_ward(stage.home) if x.place}
    assert lines == {OLD: (1, "2026-05-07"), FORDBRIDGE: (1, "2026-05-07")}
    (area,) = by_area(stage.home)
    assert area.place is not None
    assert (area.place.key, area.people) == ("area/bs-5", 2)


def a_person_decides(stage: Stage, record: str) -> None:
    """Joan is asked about A alone; "nobody can say" leaves it where it was, and she may decide again."""
    with stage.at_the_window() as one:
        one.window.navigator.choose_role("coordinator")  # type: ignore[union-attr]
        one.go("coverage")
        one.sees("1 story from a ward that changed")
        one.press("1 story from a ward that changed")
        one.sees("Told 12 March 2025 in Kingshurst and Fordbridge; boundaries changed 7 May 2026.")
        one.sees("few people, boundaries changed 7 May 2026")
        assert "B by the brook" not in one.words
        decide(one, "Nobody can say", "It is on the edge")
        one.sees("Now: Nobody can say.")
        assert to_place_again(stage.home)[0].chosen == CANNOT_SAY
        assert len(by_ward(stage.home, mapped=True)) == 2
        decide(one, "Fordbridge", "Her street is in the new ward")
        one.sees("Now: Fordbridge.")
    (line,) = by_ward(stage.home, mapped=True)
    assert line.place is not None
    assert (line.place.code, line.people) == (FORDBRIDGE, 2)
    view = edit_record.open_record(stage.home, record)
    assert view.place is not None
    assert view.place.code == OLD, "the place it was told at stays"


def decide(one: Person, words: str, why: str) -> None:
    """Say where the story belongs, by keys."""
    button = next(iter(one.screen.buttons.values()))
    one.space(button)
    one.until(lambda: one.screen.line is not None, "the line to write in")
    line = one.screen.line
    choose(one, line.combo, words)
    one.type(line.field, why)
    one.key(Qt.Key.Key_Return)
    one.until(lambda: one.screen.line is None, "it to be kept")
    one.rest()


def test_a_ward_that_moved_keeps_its_old_stories_and_takes_new_ones(stage: Stage) -> None:
    first = story_a_in_the_old_ward(stage)
    stage.clock.at = NOW
    story_b_from_the_list(stage)
    reports_keep_both_apart(stage)
    a_person_decides(stage, first)
