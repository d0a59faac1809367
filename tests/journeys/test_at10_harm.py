"""AT-10, a disclosure of harm: help at once and offline, the recording as she chooses, a bare note, a closed story that goes nowhere."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Scope
from ldp_stories.services.act_on_worry import closed_count, safeguarding_log, told_someone
from ldp_stories.services.count_left import left_with
from ldp_stories.services.count_people import captured
from ldp_stories.services.edit_record import keep_closed, keep_draft, mark_ready, open_record, write_drafts
from ldp_stories.services.find import search
from ldp_stories.services.home import Home
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.recording import Recording, start_recording
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.store import desk, ledger, records
from ldp_stories.ui.record.worried import WorriedPage
from ldp_stories.ui.widgets.facts import PhoneNumber
from ldp_stories.ui.widgets.field import TextField
from tests.journeys.acts import AT_1, answers, where_and_who
from tests.journeys.people import Person, person
from tests.journeys.unsealed import found_in, inside
from tests.services.cast import bring_in, cast, send, tell
from tests.services.homes import cheap_machine, found, told

REFERENCE = "SG-canary-2209"


@pytest.fixture
def amina(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "amina" / "homes" / "amina", machine, roles=ALL_ROLES, name="Amina")
    with person(qtbot, machine, tmp_path / "amina", tmp_path) as one:
        one.window.open_desk(home)
        one.bring_to_front()
        sound = tmp_path / "talk.wav"
        write_voice(sound, 30_000)
        at_the_speed_of_life(one, sound)
        yield one


def at_the_speed_of_life(one: Person, sound: Path) -> None:
    """The recorder takes this file as if it were being said now, so that the recording is still running when it gets serious."""

    def open_file(home: Home, talk: str, on_status: Callable[..., None], _source: object) -> Recording:
        return start_recording(home, talk, on_status, sound)

    one.window.live.opener = open_file


def worried(amina: Person) -> WorriedPage:
    """Press the button; the page is there within a second."""
    began = time.process_time()
    amina.key(Qt.Key.Key_F8)
    page = amina.window.findChild(WorriedPage)
    assert page is not None
    assert page.isVisible()
    assert time.process_time() - began < 1.0
    return page


def talking(amina: Person) -> str:
    """In the middle of a recorded conversation; its id."""
    amina.press("New conversation")
    amina.until(lambda: amina.screen.step == 0, "where and who")
    where_and_who(amina)
    answers(amina, AT_1)
    amina.press("I recorded them")
    amina.until(lambda: amina.screen.step == 2, "the conversation")
    amina.press("Record")
    amina.until(lambda: amina.window.live.status and amina.window.live.status.saved_ms >= 500, "the sound")
    return str(amina.screen.conversation)


def test_the_whole_of_it(amina: Person) -> None:
    talking(amina)
    assert amina.window.live.running
    page = worried(amina)
    assert next(n.text() for n in page.findChildren(PhoneNumber)) == "999"
    assert amina.window.live.running, "the recording goes on unless she stops it"
    assert not any(f.isVisible() for f in page.foot.findChildren(TextField)), "no form comes first"
    amina.space(page.tell)
    fields = [f for f in page.foot.findChildren(TextField) if f.isVisibleTo(page.foot)]
    names = {f.edit.accessibleName() for f in fields}
    assert names == {"Whom did you tell?", "At what time?", "Their number for it"}, "no field for a story"
    page.who.set_text("duty lead")
    page.at.set_text("14:35")
    page.reference.set_text(REFERENCE)
    amina.space(page.keep)
    (note,) = safeguarding_log(amina.home)
    assert (note.who, note.way, note.at) == ("duty lead", "phone", "14:35")
    assert note.policy, "the version of the rules that were shown is kept with it"
    assert page.stop_button is not None
    amina.space(page.stop_button)
    assert is_over(amina), "she chose to stop it"
    amina.space(page.close_story)
    amina.key(Qt.Key.Key_Escape)
    amina.until(lambda: not amina.window.overlay.is_open, "the page to go")
    amina.press("Finish")
    amina.until(lambda: amina.screen.step == 3, "the words")
    record = amina.screen.record
    amina.rest()
    home = amina.home
    view = open_record(home, record)
    assert view.sound_ms >= 500, "nothing was deleted"
    keep_draft(home, record, "words", "A word like wisteria that is nowhere else.")
    write_drafts(home, record)
    mark_ready(home, record)
    goes_nowhere(home, record)


def is_over(amina: Person) -> bool:
    return not amina.window.live.running


def goes_nowhere(home: Home, record: str) -> None:
    """Closed: in no bundle, no search of others, no count but one, no gate open."""
    with home.main.read() as con:
        known = records.record(con, record)
        assert known is not None
        for scope in Scope:
            assert asker(home).gate(known, consents_of(con, known), scope).why == "closed"
    assert closed_count(home) == 1
    found = search(home, "wisteria")
    assert found.rows == ()
    assert dict(captured_here(home)) == {}, "it is in no count of stories"


def captured_here(home: Home) -> tuple[tuple[str, int], ...]:
    with home.main.read() as con:
        return captured(con)


def test_nothing_of_it_is_in_what_is_sent_and_joan_sees_one_number(tmp_path: Path) -> None:
    with cast(tmp_path) as they:
        amina, joan = they.amina, they.joan
        tell(amina, title="An open story", words="The bulbs came up.")
        closed = tell(amina, title="Wisteria", words="A word like wisteria that is nowhere else.")
        code = open_record(amina, closed).participants[0].code
        keep_closed(amina, closed)
        told_someone(amina, who="duty lead", way="phone", at="14:35", reference=REFERENCE)
        sent = send(amina, "coordinators", they.stick)
        assert sent.paths
        for path in sent.paths:
            assert found_in(inside(path, joan), [REFERENCE, "wisteria", closed, code]) == []
        bring_in(joan, they.stick)
        assert search(joan, "wisteria").rows == ()
        assert [r.title for r in search(joan, "").rows] == ["An open story"]
        assert left_with(joan, amina.member) == {"closed": 1}
        with joan.main.read() as con:
            assert records.closed_here(con) == 0


def test_the_notes_can_be_looked_at_and_printed_from_the_page(amina: Person, tmp_path: Path) -> None:
    page = worried(amina)
    assert not page.notes.isVisible()
    amina.space(page.tell)
    page.reference.set_text(REFERENCE)
    amina.space(page.keep)
    amina.space(page.notes)
    amina.until(lambda: amina.screen.title == "Whom you told", "the notes")
    amina.sees(REFERENCE)
    printed: list[str] = []

    def keep(paper: object, _parent: object) -> bool:
        printed.extend(words for _role, words in paper.lines)  # type: ignore[attr-defined]
        return True

    amina.screen.acts.printing = keep
    amina.press("Print")
    assert any(REFERENCE in words for words in printed)
    amina.press("Save as PDF")
    assert (tmp_path / "whom was told.pdf").stat().st_size > 1_000


def test_the_note_is_in_the_desk_file_and_in_no_line_of_the_ledger(amina: Person) -> None:
    page = worried(amina)
    amina.space(page.tell)
    page.reference.set_text(REFERENCE)
    amina.space(page.keep)
    home = amina.home
    with home.main.read() as con:
        assert REFERENCE.encode() not in b"".join(r.body or b"" for r in ledger.revisions(con))
    with home.desk.read() as con:
        assert REFERENCE in str(desk.load(con, "safeguarding-log"))


def test_a_story_in_front_can_be_closed_from_the_page(amina: Person) -> None:
    record = told(amina.home)
    amina.go("record", record)
    page = worried(amina)
    amina.space(page.close_story)
    assert open_record(amina.home, record).record.sensitivity.value == "closed"
    assert closed_count(amina.home) == 1
