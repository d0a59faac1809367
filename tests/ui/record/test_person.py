"""One person by their code: who it is, their card and copy, and putting right who is who with a way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader

from ldp_stories.domain.people import AgeBand
from ldp_stories.services.ask_again import asked_again, lapsed
from ldp_stories.services.edit_record import keep_draft, write_drafts
from ldp_stories.services.find_code import everyone
from ldp_stories.services.home import Home
from ldp_stories.services.record_encounter import begin, conversation
from ldp_stories.store import people
from ldp_stories.ui.record.card_page import CodePage
from ldp_stories.ui.record.copy_page import CopyPage
from ldp_stories.ui.record.person import PersonScreen
from ldp_stories.ui.researcher.code_card import CodeCard
from ldp_stories.ui.widgets.combo import Combo
from tests.services.homes import Clock
from tests.ui.helpers import button, cut, name_of, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


def code_of(home: Home, record: str) -> str:
    return view_of(home, record).participants[0].code


def open_person(desk: Desk, code: str, **look: object) -> PersonScreen:
    made = PersonScreen(desk.context, code)
    desk.show(made, **look)  # type: ignore[arg-type]
    return made


def same_code(home: Home, record: str, other: str) -> str:
    """Two laptops gave out the same code: the second person has the first one's."""
    code = code_of(home, record)
    who = view_of(home, other).participants[0].id
    with home.main.write() as con:
        home.put(con, "participant", who, sets={"code": code}, subj=[who])
    return code


def test_a_code_that_is_typed_shows_the_person(desk: Desk) -> None:
    record = story(desk.home)
    screen = PersonScreen(desk.context)
    desk.show(screen)
    desk.type(screen.typed, code_of(desk.home, record).replace("-", " ").lower())
    button(screen, "Look").click()
    words = words_on(screen)
    assert code_of(desk.home, record) in words
    assert "1 story" in words
    assert screen.about() is not None


def test_half_a_code_is_there_again_after_a_lock_until_somebody_was_found(desk: Desk) -> None:
    code = code_of(desk.home, story(desk.home))
    screen = PersonScreen(desk.context)
    desk.show(screen)
    desk.type(screen.typed, code[:5])
    screen.settle_and_leave()
    again = PersonScreen(desk.context)
    desk.show(again)
    assert again.typed.text() == code[:5]
    desk.type(again.typed, code[5:])
    button(again, "Look").click()
    again.settle_and_leave()
    assert PersonScreen(desk.context).typed.text() == ""


@pytest.mark.parametrize(
    ("typed", "words"), [("LT-4HN7-KQZ", "has a slip in it"), ("LT-4HN7-KQY", "not on this laptop")]
)
def test_a_slip_and_a_stranger_are_said_beside_the_field(desk: Desk, typed: str, words: str) -> None:
    screen = open_person(desk, typed)
    assert words in screen.field.trouble.text()
    assert screen.met == ()


def test_two_people_with_one_code_stand_there_and_the_newer_gets_a_new_card(desk: Desk, clock: Clock) -> None:
    first = story(desk.home)
    clock.forward(days=3)
    second = story(desk.home)
    code = same_code(desk.home, first, second)
    screen = open_person(desk, code)
    assert screen.two.isVisible()
    words = words_on(screen)
    assert "10 May" in words
    assert "13 May" in words
    button(screen, "Give this one a new card").click()
    assert isinstance(screen.page, CodePage)
    fresh = code_of(desk.home, second)
    assert fresh != code
    assert screen.page.code.text() == fresh
    assert code_of(desk.home, first) == code


def test_when_they_come_back_a_person_says_which_of_the_two_it_is(desk: Desk, clock: Clock) -> None:
    first = story(desk.home)
    clock.forward(days=3)
    second = story(desk.home)
    code = same_code(desk.home, first, second)
    talk = begin(desk.home).id
    card = CodeCard(desk.context, talk)
    desk.show(card)
    card.have.click()
    card.typed.set_text(code)
    button(card, "Use this code").click()
    assert "Two people have the code" in card.field.trouble.text()
    assert conversation(desk.home, talk).participant not in {
        view_of(desk.home, r).participants[0].id for r in (first, second)
    }
    button(card, "Met 13 May by Amina Khan").click()
    assert conversation(desk.home, talk).participant == view_of(desk.home, second).participants[0].id


def test_two_codes_of_one_person_are_linked_and_unlinked(desk: Desk) -> None:
    one, other = story(desk.home), story(desk.home)
    screen = open_person(desk, code_of(desk.home, one))
    who = view_of(desk.home, one).participants[0].id
    screen.others[who].set_text(code_of(desk.home, other))
    button(screen, "They have another code too").click()
    button(screen, "It is the same person").click()
    assert "Same person as" in words_on(screen)
    with desk.home.main.read() as con:
        assert len(people.linked(con, who)) == 2
    screen.undo.button.click()
    assert "Same person as" not in words_on(screen)
    with desk.home.main.read() as con:
        assert len(people.linked(con, who)) == 1


def test_the_same_code_twice_is_no_link(desk: Desk) -> None:
    one = story(desk.home)
    screen = open_person(desk, code_of(desk.home, one))
    who = view_of(desk.home, one).participants[0].id
    screen.others[who].set_text(code_of(desk.home, one))
    button(screen, "They have another code too").click()
    button(screen, "It is the same person").click()
    assert "That is the same code twice." in words_on(screen)


def test_the_age_is_put_right_and_undone(desk: Desk) -> None:
    record = story(desk.home)
    screen = open_person(desk, code_of(desk.home, record))
    age = next(c for c in screen.findChildren(Combo) if name_of(c).startswith("How old are they?"))
    age.chosen.emit(AgeBand.FROM_11.value)
    assert view_of(desk.home, record).participants[0].age_band is AgeBand.FROM_11
    assert "Open their story and press Put it right." in words_on(screen)
    screen.undo.button.click()
    assert view_of(desk.home, record).participants[0].age_band is AgeBand.NOT_GIVEN
    assert "Put it right" not in words_on(screen)


def test_answers_that_ran_out_are_asked_again(desk: Desk, clock: Clock) -> None:
    record = story(desk.home)
    assert lapsed(desk.home) == ()
    clock.forward(days=800)
    (old,) = lapsed(desk.home)
    assert old.code == code_of(desk.home, record)
    screen = open_person(desk, old.code)
    assert "Their answers ran out on" in words_on(screen), old.since
    button(screen, "They say the same").click()
    assert "programme file ended on" in words_on(screen), "no answer outlives the programme"
    with desk.home.main.write() as con:
        ent = desk.home.programme_entity
        desk.home.put(con, "programme", ent, sets={"review_date": "2031-01-01"})
    button(screen, "They say the same").click()
    assert lapsed(desk.home) == ()
    assert "ran out" not in words_on(screen)
    (given,) = view_of(desk.home, record).consents
    assert given.review_by is not None
    assert given.review_by > desk.home.today().isoformat()


def test_asking_again_about_nothing_is_refused(desk: Desk) -> None:
    from ldp_stories.errors import UserError

    with pytest.raises(UserError):
        asked_again(desk.home, "nothing")


def test_their_story_is_read_back_with_other_names_hidden(desk: Desk, tmp_path: Path) -> None:
    record = story(
        desk.home, words="Mrs Patel lent me boots. I went to Herb School every week.", title="Boots"
    )
    write_drafts(desk.home, record)
    screen = open_person(desk, code_of(desk.home, record))
    button(screen, "Read their story back").click()
    page = screen.page
    assert isinstance(page, CopyPage)
    assert "Patel" not in page.copy.stories[0].text
    assert page.hidden.isVisible()
    agreed = next(line for line in words_on(page).splitlines() if line.startswith("You said yes to: "))
    assert "Voice" in agreed
    assert "Contact again" in agreed
    page.hidden.chosen.emit(["Mrs Patel"])
    assert "Herb School" in words_on(page)
    assert "Mrs Patel lent" not in words_on(page)
    desk.folder = tmp_path
    button(page, "Save as PDF").click()
    text = " ".join((PdfReader(tmp_path / "your story.pdf").pages[0].extract_text() or "").split())
    assert "lent me boots" in text
    assert "You said yes to: " in text
    assert "Patel" not in text
    page.acts.printing = lambda paper, _parent: paper.lines[0] == ("title", "Boots")
    button(page, "Print").click()
    assert desk.told[-1] == "Printed."
    button(page, "Back to the person").click()
    assert screen.page is None
    assert screen.whole.isVisible()


def test_somebody_who_told_nothing_has_no_copy(desk: Desk) -> None:
    record = story(desk.home)
    with desk.home.main.write() as con:
        desk.home.hide(con, "record", record, view_of(desk.home, record).record.participants)
    who = next(p.code for p in everyone(desk.home))
    screen = open_person(desk, who)
    assert "0 stories" in words_on(screen)
    assert not button_visible(screen, "Read their story back")


def button_visible(screen: PersonScreen, words: str) -> bool:
    return any(
        b.isVisible() and words in b.accessibleName()
        for b in screen.findChildren(type(button(screen, "Look")))
    )


def test_it_reads_again_when_somebody_changes(desk: Desk) -> None:
    record = story(desk.home)
    screen = open_person(desk, code_of(desk.home, record))
    keep_draft(desk.home, record, "title", "Another")
    write_drafts(desk.home, record)
    screen.refresh(frozenset({"record"}))
    assert len(screen.met) == 1
    screen.refresh(frozenset({"tag"}))
    assert len(screen.met) == 1


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, scale: float, rtl: bool) -> None:
    record = story(desk.home, words="Mrs Patel lent me boots.")
    screen = open_person(desk, code_of(desk.home, record), scale=scale, rtl=rtl)
    walk_names(screen)
    assert cut(screen) == []
    button(screen, "Read their story back").click()
    walk_names(screen)
    assert cut(screen) == []
