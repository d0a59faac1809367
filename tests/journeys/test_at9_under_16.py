"""AT-9, a participant under 16: the grown-up first, then the child, whose no always wins; and a 16-year-old, who decides alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Answer, Route, Scope
from ldp_stories.domain.encounters import Outcome
from ldp_stories.services.edit_record import correct_person, open_record
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import GROWN_UP, evidence_of, waiting
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.record_state import complete_route
from ldp_stories.services.set_up_programme import ALL_ROLES
from ldp_stories.store import encounters, ledger, people, records
from ldp_stories.ui.researcher.consent_pages import AskPage, SayPage
from ldp_stories.ui.researcher.spoken_yes import SpokenYesPanel
from tests.journeys.acts import choose
from tests.journeys.people import Person, person
from tests.services.homes import cheap_machine, found, told

YES, NO, NOT_ASKED = Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3


@pytest.fixture
def amina(qtbot: QtBot, tmp_path: Path) -> Iterator[Person]:
    machine = cheap_machine(tmp_path)
    home = found(tmp_path / "amina" / "homes" / "amina", machine, roles=ALL_ROLES, name="Amina")
    with person(qtbot, machine, tmp_path / "amina", tmp_path) as one:
        one.window.open_desk(home)
        one.bring_to_front()
        sound = tmp_path / "mum.wav"
        write_voice(sound, 1_200)
        one.say_yes_from(sound)
        yield one


def begin(amina: Person, age: str) -> None:
    """A new conversation at a youth club, with the age that is guessed."""
    amina.go("home")
    amina.press("New conversation")
    amina.until(lambda: amina.screen.step == 0, "where and who")
    step = amina.screen.now
    choose(amina, step.place, "Millbrook")
    choose(amina, step.spot, "Youth club")
    choose(amina, step.age, age)


def say_first(amina: Person) -> None:
    amina.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    amina.until(lambda: amina.screen.step == 1, "consent")
    amina.press("I have said it")


def mum_agrees(amina: Person) -> None:
    """Step 2: mum says yes, spoken and recorded."""
    page = amina.screen.now.page
    assert isinstance(page, AskPage)
    panel = page.findChild(SpokenYesPanel)
    assert panel is not None
    amina.space(panel.button)
    amina.until(lambda: panel.recording is not None, "the recorder")
    assert panel.recording is not None
    assert panel.recording.wait_source_end(20)
    amina.space(panel.button)
    amina.sees("Their yes is kept.")
    amina.type(page.adult, "mother")
    amina.space(page.buttons[Answer.YES])


def is_locked(amina: Person, why: str) -> None:
    """Trying to record shows why not, and no recorder; then back to consent."""
    amina.screen.go_to_step(2)
    amina.sees(why)
    assert getattr(amina.screen.now, "recording", None) is None
    amina.screen.go_to_step(1)
    amina.until(lambda: amina.screen.step == 1, "consent again")


def gate(home: Home, record: str, scope: Scope) -> str:
    with home.main.read() as con:
        known = records.record(con, record)
        assert known is not None
        answer = asker(home).gate(known, consents_of(con, known), scope)
    return "open" if answer.open else answer.why


def test_the_grown_up_first_then_the_child_and_a_no_to_recording_leaves_notes(amina: Person) -> None:
    begin(amina, "11 to 15")
    amina.sees("A grown-up responsible for them says yes first. Then ask them.")
    say_first(amina)
    is_locked(amina, "Ask first")  # 1
    mum_agrees(amina)  # 2
    assert amina.screen.now.at == 2
    is_locked(amina, "Ask first")  # 3
    asked = [q for q in amina.screen.now.questions if set(q.scopes) & {"publish_clip", "publish_photo"}]
    assert asked == [], "what is shown to everybody is not asked under 16"
    amina.key(YES)  # 4: yes to talk
    step = amina.screen.now
    while step.pages[step.at].kind != "method":
        amina.key(NO if "audio" in step.pages[step.at].question.scopes else NOT_ASKED)
    amina.press("A witness heard")
    amina.until(lambda: amina.screen.step == 2, "the conversation")
    amina.sees("No recording today. Your notes are just as good.")
    assert amina.screen.now.recording is None
    amina.type(amina.screen.now.notes.field, "Football in the street till the lights come on")
    amina.key(Qt.Key.Key_Return)
    amina.press("Finish")
    amina.until(lambda: amina.screen.step == 3, "the words")
    view = open_record(amina.home, amina.screen.record)
    (consent,) = view.consents
    assert (consent.route, consent.adult_relation, consent.child_assent) == (
        Route.UNDER_16,
        "mother",
        Answer.YES,
    )
    assert view.media == ()
    assert [n.text for n in view.notes] == ["Football in the street till the lights come on"]
    assert [e.kind for e in evidence_of(amina.home, consent.id)] == [GROWN_UP]


def test_a_childs_no_leaves_a_declined_meeting_and_nothing_of_mums_voice(amina: Person) -> None:
    begin(amina, "11 to 15")
    say_first(amina)
    mum_agrees(amina)
    (mums,) = waiting(amina.home)
    code = amina.screen.now.talk.code
    amina.key(NO)  # 5
    amina.sees("Stop kindly")
    amina.press("Stop and thank them")
    amina.until(lambda: amina.screen.title == "Home", "home")
    home = amina.home
    assert waiting(home) == ()
    assert home.vault.items() == []
    with home.main.read() as con:
        (meeting,) = encounters.recent(con).rows
        assert (meeting.outcome, meeting.participants, meeting.setting) == (
            Outcome.DECLINED,
            (),
            "youth club",
        )
        assert len(meeting.at) == 10, "the day, and no time"
        assert people.participants(con) == ()
        written = b"".join(r.body or b"" for r in ledger.revisions(con))
    assert code.encode() not in written
    assert mums.participant.encode() not in written


def test_somebody_of_16_is_asked_like_an_adult_and_no_grown_up_is_needed(amina: Person) -> None:
    begin(amina, "16 to 17")
    assert "A grown-up responsible" not in amina.words
    say_first(amina)
    assert isinstance(amina.screen.now.page, SayPage)
    amina.sees("It is your own decision. Would you like a grown-up you trust to be nearby?")  # 6
    amina.press("I have said it")
    page = amina.screen.now.page
    assert isinstance(page, AskPage)
    assert not page.needs_adult
    assert page.findChild(SpokenYesPanel) is None
    assert amina.screen.now.talk.consent_route is Route.AGED_16


def test_an_adult_who_cannot_follow_locks_everything_and_nobody_can_say_yes_for_them(amina: Person) -> None:
    begin(amina, "75 or older")
    say_first(amina)
    amina.key(YES)
    amina.press("Stop and thank them")
    amina.sees("No one can say yes for another adult.")
    assert "grown-up" not in amina.words
    amina.press("They cannot follow what I explain")
    amina.until(lambda: amina.screen.title == "Home", "home")
    with amina.home.main.read() as con:
        assert people.participants(con) == ()


def test_an_age_put_right_later_closes_every_gate_until_the_route_is_completed(amina: Person) -> None:
    home = amina.home
    record = told(home, age_band="18-24")
    scopes = (Scope.AUDIO, Scope.SHARE_TEAM, Scope.QUOTE_ANON, Scope.RECONTACT, Scope.ARCHIVE)
    assert {gate(home, record, s) for s in scopes} == {"open"}
    (who,) = open_record(home, record).participants
    correct_person(home, who.id, age_band="11-15")
    assert {gate(home, record, s) for s in scopes} == {"adult_first"}
    amina.go("record", record)
    amina.sees("Voice: no")
    (consent,) = open_record(home, record).consents
    complete_route(home, consent.id, adult_relation="mother", child_assent=Answer.NOT_ASKED)
    assert {gate(home, record, s) for s in scopes} == {"child_not_asked"}
    complete_route(home, consent.id, adult_relation="mother", child_assent=Answer.YES)
    assert {gate(home, record, s) for s in scopes} == {"open"}
    assert gate(home, record, Scope.PUBLISH_CLIP) == "under_16"
