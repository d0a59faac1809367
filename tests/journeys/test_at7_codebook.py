"""AT-7: Joan renames, merges and splits tags at her window; the researcher gets it with the next programme file; nothing old is lost."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.report import Part, ReportType
from ldp_stories.domain.review import Choice
from ldp_stories.domain.tags import Tag, TagStatus
from ldp_stories.reports.document_text import document_text
from ldp_stories.services import edit_record
from ldp_stories.services.codebook_history import codebook_as_of, version_now
from ldp_stories.services.compose_report import document_of
from ldp_stories.services.draw_pictures import Kind
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.packs import bring_in as bring_in_pack
from ldp_stories.services.packs import read, trusted_by
from ldp_stories.services.renew_tags import bring_up_to_date
from ldp_stories.services.review_tags import decide, readings
from ldp_stories.services.split_tag import open_split
from ldp_stories.services.write_report import add_part, begin_report, open_report
from ldp_stories.ui.coordinator.codebook_form import ChangeForm
from ldp_stories.ui.researcher.tags_card import TagsCard
from tests.journeys.acts import CTRL, choose, rows
from tests.journeys.people import Person, person
from tests.services.cast import Cast, bring_in, cast, send
from tests.services.cast import tell as told_by
from tests.services.homes import pack_of
from tests.ui.helpers import words_on

pytestmark = pytest.mark.qt_log_ignore(
    "pipewire", "PulseAudio", "audio device", extend=True
)  # no sound card is needed
ON = {"D1": 46, "C10": 11, "F2": 9}
"""On how many stories each tag stands, as the scenario says."""


@dataclass
class Stage:
    """Joan at her window with Amina's stories, Amina's notebook, and the version of the codebook before all this."""

    joan: Person
    crew: Cast
    before: str

    @property
    def home(self) -> Home:
        return self.crew.joan


def tag(home: Home, code: str) -> Tag:
    return next(t for t in codebook(home, retired=True) if t.code == code)


def suggest(home: Home, record: str, code: str) -> str:
    return edit_record.suggest_tag(home, record, passage=None, tag=tag(home, code).id, reason="she says so")


def many_stories(home: Home) -> list[str]:
    """46 stories with D1, 11 of them with C10 too, 9 with F2: one is told whole, the rest are written in one go."""
    first = told_by(home, title="Story 0")
    view = edit_record.open_record(home, first)
    records = [first]
    with home.main.write() as con:
        for number in range(1, max(ON.values())):
            ident = new_id()
            subj = view.record.participants
            facts = {
                "encounter": view.record.encounter,
                "participants": list(subj),
                "kind": "story",
                "title": f"Story {number}",
                "language": "en",
                "status": "ready",
            }
            home.put(con, "record", ident, sets=facts, subj=subj)
            records.append(ident)
        for code, count in ON.items():
            for record in records[:count]:
                sets = {
                    "record": record,
                    "passage": None,
                    "tag": tag_id(home, code),
                    "by": home.member,
                    "reason": "she says so",
                    "sure": "sure",
                }
                home.put(con, "suggestion", new_id(), sets=sets, subj=view.record.participants)
    return records


def tag_id(home: Home, code: str) -> str:
    return tag(home, code).id


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    with cast(tmp_path) as crew:
        many_stories(crew.amina)
        send(crew.amina, "coordinators", crew.stick)
        bring_in(crew.joan, crew.stick)
        before = version_now(crew.joan)
        with person(qtbot, crew.joan.machine, tmp_path / "window", crew.stick) as joan:
            joan.window.open_desk(crew.joan)
            joan.bring_to_front()
            joan.window.navigator.choose_role("coordinator")  # type: ignore[union-attr]
            yield Stage(joan, crew, before)


def at_tag(joan: Person, code: str) -> None:
    """Go to the codebook and find a tag with the keyboard."""
    joan.go("codebook")
    joan.until(lambda: rows(joan.screen.model), "the tags")
    joan.rest()
    joan.key(Qt.Key.Key_F, CTRL)
    joan.qtbot.keyClicks(joan.screen.search.edit, tag(joan.home, code).name)
    joan.until(lambda: any(r.startswith(f"{code} ") for r in rows(joan.screen.model)), f"{code} in the list")
    joan.rest()
    joan.screen.show_tag(tag(joan.home, code).id)


def form(joan: Person) -> ChangeForm:
    joan.until(lambda: joan.screen.form is not None, "the form")
    found = joan.screen.form
    assert isinstance(found, ChangeForm)
    return found


def write(joan: Person, key: str, words: str) -> None:
    line = form(joan).lines[key]
    line.set_text("")
    joan.type(line, words)


def keep(joan: Person) -> None:
    joan.key(Qt.Key.Key_Return, CTRL)
    joan.rest()


def joan_renames(stage: Stage) -> None:
    """D1 is renamed: the form says 46 stories before anything changes; the identifier stays."""
    joan, old = stage.joan, tag(stage.home, "D1")
    at_tag(joan, "D1")
    joan.press("Change its words")
    joan.sees("46 stories have it.")
    write(joan, "name", "People and places we trust")
    write(joan, "why", "Tellers speak of places as much as people")
    keep(joan)
    joan.sees("Changed. Everybody gets it with the next programme file.")
    new = tag(stage.home, "D1")
    assert (new.id, new.name) == (old.id, "People and places we trust")
    assert {t.id: t.label for t in codebook_as_of(stage.home, stage.before)[0]}[old.id] == old.label


def joan_merges_by_mistake(stage: Stage) -> None:
    """C10 goes into G1: 11 stories; the next day she undoes it and all is as before."""
    joan, before = stage.joan, codebook(stage.home, retired=True)
    at_tag(joan, "C10")
    joan.press("Put into another")
    joan.sees("11 stories move with it.")
    into = form(joan).into
    assert into is not None
    choose(joan, into, "Working together")
    write(joan, "why", "They looked alike")
    keep(joan)
    assert tag(stage.home, "C10").status is TagStatus.MERGED
    stage.crew.clock.forward(days=1)
    joan.go("codebook_changes")
    joan.press("Undo: C10 Passed around was put into G1 Working together")
    joan.rest()
    assert codebook(stage.home, retired=True) == before


def joan_splits(stage: Stage) -> None:
    """F2 becomes two: nine stories to decide one by one, both allowed; what she leaves stays on the old tag."""
    joan = stage.joan
    at_tag(joan, "F2")
    joan.press("Split it")
    joan.sees("9 stories have it. You decide for each.")
    write(joan, "one", "Streets")
    write(joan, "two", "Small changes")
    write(joan, "why", "Benches and roads are told in different ways")
    keep(joan)
    joan.until(lambda: len(joan.screen.choices) == 9, "nine stories to decide")
    joan.press("F6 Streets")
    joan.until(lambda: len(joan.screen.choices) == 8, "the next story")
    joan.press("Both")
    joan.until(lambda: len(joan.screen.choices) == 7, "the one after")
    left = open_split(stage.home, tag(stage.home, "F2").id)
    assert (len(left.items), left.decided) == (7, 2)
    old = tag(stage.home, "F2").id
    for item in left.items:
        (reading,) = [r for r in readings(stage.home, item.record) if r.suggestion.id == item.suggestion]
        assert reading.tags == (old,)


def amina_gets_it_with_her_unsent_tags(stage: Stage, qtbot: QtBot) -> None:
    """She has tagged a story with C10 that was not sent; after the next programme file it is carried, with a note."""
    crew = stage.crew
    record = told_by(crew.amina, title="Not sent yet", ready=False)
    suggest(crew.amina, record, "C10")
    joan = stage.joan
    at_tag(joan, "C10")
    joan.press("Put into another")
    into = form(joan).into
    assert into is not None
    choose(joan, into, "Working together")
    write(joan, "why", "Agreed at the tag chat")
    keep(joan)
    newest = pack_of(crew.joan, crew.folder)
    bring_in_pack(crew.amina, read(newest, crew.amina.machine, trusted_by(crew.amina)))
    assert tag(crew.amina, "D1").name == "People and places we trust"
    assert version_now(crew.amina) == version_now(crew.joan)
    assert joan.window.context is not None
    card = TagsCard(replace(joan.window.context, home=crew.amina), record)
    qtbot.addWidget(card)
    card.show_view(edit_record.open_record(crew.amina, record))
    card.show()
    assert "C10 is part of G1 Working together now. It counts there." in words_on(card)
    edit_record.mark_ready(crew.amina, record)
    send(crew.amina, "coordinators", crew.stick)
    bring_in(crew.joan, crew.stick)
    (carried,) = readings(crew.joan, record)
    assert carried.suggestion.tag == tag(crew.joan, "C10").id


def old_bundles_and_old_samples_still_match(stage: Stage) -> None:
    """Amina's first bundle changes nothing when it comes again; decisions of before are read under the codebook of before."""
    crew = stage.crew
    then, known = codebook_as_of(crew.joan, stage.before)
    assert known
    labels = {t.code: t.label for t in then}
    assert labels["D1"] == "D1 Trusted person or place"
    assert next(t for t in then if t.code == "F2").status is TagStatus.ACTIVE
    count = len(codebook(crew.joan, retired=True))
    bring_in(crew.joan, crew.stick)
    assert len(codebook(crew.joan, retired=True)) == count
    first = next(
        r for r in readings(crew.joan, _first(crew.joan)) if r.suggestion.tag == tag(crew.joan, "D1").id
    )
    made = decide(crew.joan, first.suggestion.id, Choice.ACCEPT)
    assert made.book == version_now(crew.joan) != stage.before


def a_report_of_before(stage: Stage) -> str:
    """A case study with a picture of places by the tag that will be renamed."""
    report = begin_report(stage.crew.joan, ReportType.CASE, "The first half-year")
    add_part(
        stage.crew.joan, report, 0, Part(picture=Kind.PLACE.value, tags=(tag_id(stage.crew.joan, "D1"),))
    )
    return report


def the_report_keeps_the_old_label_until_somebody_wants_the_new(stage: Stage, report: str) -> None:
    """Opened as it was saved, it says the old name and which codebook that is; brought up to date, the new one."""
    home = stage.crew.joan

    def words() -> str:
        return document_text(document_of(home, open_report(home, report), {}))

    assert "D1 Trusted person or place" in words()
    assert "D1 People and places we trust" not in words()
    assert f"(version {stage.before})" in words()
    bring_up_to_date(home, report)
    assert "D1 People and places we trust" in words()
    assert f"(version {version_now(home)})" in words()


def _first(home: Home) -> str:
    return next(r.id for r in my_stories(home, limit=100).rows if r.title == "Story 0")


def test_a_coordinator_renames_merges_and_splits_tags(stage: Stage, qtbot: QtBot) -> None:
    saved = a_report_of_before(stage)
    joan_renames(stage)
    joan_merges_by_mistake(stage)
    joan_splits(stage)
    amina_gets_it_with_her_unsent_tags(stage, qtbot)
    old_bundles_and_old_samples_still_match(stage)
    the_report_keeps_the_old_label_until_somebody_wants_the_new(stage, saved)
