"""The quote bank on screen: by theme, asked again today, gaps that stay to be seen, clips, and the page."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.services.change_codebook import Why, edit_tag
from ldp_stories.services.edit_record import changed_mind
from ldp_stories.services.find import codebook
from ldp_stories.services.home import Home
from ldp_stories.services.publish import add_quote, quotes
from ldp_stories.ui.evaluator.quotes import FORMS, QuotesScreen
from ldp_stories.ui.widgets.combo import Combo
from tests.ui.evaluator.conftest import look_at_all, released
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk

CANAL = "Saturday at the canal steps. The boys fish there and nobody minds."
BOYS = "The boys fish there and nobody minds."


def bank(desk: Desk, **look: object) -> QuotesScreen:
    screen = QuotesScreen(desk.context)
    desk.show(screen, **look)  # type: ignore[arg-type]
    desk.until(lambda: all(card.isVisible() for card in screen.cards))
    return screen


def take_back(home: Home, record: str) -> None:
    """They do not want to be quoted any more."""
    for scope in (Scope.QUOTE_ANON, Scope.QUOTE_NAMED):
        changed_mind(home, record, scope.value, Answer.NO)


def test_an_empty_bank_points_to_the_library(desk: Desk) -> None:
    screen = bank(desk)
    assert "Add a quote from the Library." in words_on(screen)
    assert not screen.make.isEnabled()
    button(screen, "Go to the Library").click()
    assert desk.went == [("library", None)]


def test_a_quote_stands_with_who_where_and_when(desk: Desk, home: Home) -> None:
    _, passage = released(home)
    add_quote(home, passage, "A space that suits us")
    screen = bank(desk)
    text = words_on(screen)
    assert CURTAINS in text
    assert "A space that suits us" in text
    assert "A resident" in text
    assert "10 May" in text
    assert screen.make.isEnabled()


def test_themes_come_in_order_and_those_without_one_last(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1], "")
    add_quote(home, released(home, title="The steps", words=CANAL, quote=BOYS)[1], "Being outside")
    text = words_on(bank(desk))
    assert text.index("Being outside") < text.index(BOYS) < text.index("No theme yet") < text.index(CURTAINS)


def test_a_quote_whose_teller_changed_their_mind_stays_as_a_gap(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    add_quote(home, passage, "A space that suits us")
    screen = bank(desk)
    take_back(home, record)
    screen.refresh(frozenset({"consent"}))
    desk.until(lambda: "Taken out" in words_on(screen))
    assert CURTAINS not in words_on(screen)
    assert "A space that suits us" in words_on(screen)


def test_who_takes_quotes_out_by_keyboard_stands_at_the_next_each_time(desk: Desk, home: Home) -> None:
    for n in range(3):
        add_quote(home, released(home, title=f"Story {n}")[1], f"Theme {n}")
    screen = bank(desk)
    button(screen, "Take out of the bank").setFocus()
    for left in (2, 1):
        desk.key(screen, Qt.Key.Key_Return)
        screen.refresh(frozenset({"quote"}))
        focus = screen.focusWidget()
        assert focus is button(screen, "Take out of the bank"), f"{left} are left"
        assert len(quotes(home)) == left
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.focusWidget() is screen.empty.findChild(type(screen.make))


def test_changes_of_other_things_leave_the_page_alone(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1])
    screen = bank(desk)
    before = list(screen.cards)
    screen.refresh(frozenset({"desk"}))
    assert screen.cards == before


def test_taking_a_quote_out_takes_it_off_the_page(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1])
    screen = bank(desk)
    button(screen, "Take out of the bank").click()
    assert quotes(home) == ()
    desk.until(lambda: screen.empty.isVisible())


def test_the_page_is_written_where_the_person_chose(desk: Desk, home: Home, tmp_path: Path) -> None:
    add_quote(home, released(home)[1])
    screen = bank(desk)
    desk.folder = tmp_path / "out"
    desk.folder.mkdir()
    screen.make.click()
    look_at_all(screen.first)
    desk.until(lambda: screen.done_line.isVisible())
    (page,) = desk.folder.iterdir()
    assert CURTAINS in page.read_text(encoding="utf-8")
    assert screen.done_line.label.text() == f"The page is made: {page.name}"
    assert desk.told[-1] == f"The page is made: {page.name}"


def test_leaving_the_folder_makes_nothing(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1])
    screen = bank(desk)
    desk.folder = None
    screen.make.click()
    look_at_all(screen.first)
    assert not desk.tasks.running()
    assert not screen.done_line.isVisible()


def test_trouble_with_the_folder_is_said_on_the_page(desk: Desk, home: Home, tmp_path: Path) -> None:
    add_quote(home, released(home)[1])
    screen = bank(desk)
    desk.folder = tmp_path / "file"
    desk.folder.write_text("no folder", encoding="utf-8")
    screen.make.click()
    look_at_all(screen.first)
    desk.until(lambda: screen.trouble.isVisible())
    assert screen.trouble.label.text()
    assert not screen.done_line.isVisible()


def test_the_sound_of_a_quote_is_cut_when_they_agreed(
    desk: Desk, home: Home, voice: Path, tmp_path: Path
) -> None:
    add_quote(home, released(home, sound=voice)[1])
    screen = bank(desk)
    desk.folder = tmp_path / "out"
    desk.folder.mkdir()
    button(screen, "Cut the sound for a report").click()
    look_at_all(screen.first)
    desk.until(lambda: screen.done_line.isVisible() or screen.trouble.isVisible())
    assert [p.suffix for p in desk.folder.iterdir()] == [".flac"]
    assert "The sound is in" in screen.done_line.label.text()


def test_no_permission_to_publish_is_said_and_no_file_is_left(
    desk: Desk, home: Home, voice: Path, tmp_path: Path
) -> None:
    add_quote(home, released(home, sound=voice, no=(Scope.PUBLISH_CLIP,))[1])
    screen = bank(desk)
    desk.folder = tmp_path / "out"
    desk.folder.mkdir()
    button(screen, "Cut the sound for a report").click()
    assert not screen.first.isVisible(), "nothing is to be looked at for a no"
    desk.until(lambda: screen.trouble.isVisible())
    assert "permission to publish" in screen.trouble.label.text()
    assert list(desk.folder.iterdir()) == []


def test_leaving_the_folder_cuts_no_sound(desk: Desk, home: Home, voice: Path) -> None:
    add_quote(home, released(home, sound=voice)[1])
    screen = bank(desk)
    desk.folder = None
    button(screen, "Cut the sound for a report").click()
    look_at_all(screen.first)
    assert not screen.trouble.isVisible()
    assert not screen.done_line.isVisible()


def test_a_quote_without_sound_offers_no_cutting(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1])
    assert "Cut the sound" not in words_on(bank(desk))


def test_the_page_says_that_it_holds_no_names(desk: Desk) -> None:
    assert "No codes go into the page. A name goes only where the person wanted it." in words_on(bank(desk))


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(
    desk: Desk, home: Home, voice: Path, scale: float, rtl: bool
) -> None:
    record, passage = released(home, sound=voice)
    add_quote(home, passage, "A space that suits us")
    add_quote(home, released(home, title="The steps", words=CANAL, quote=BOYS)[1])
    take_back(home, record)
    screen = bank(desk, scale=scale, rtl=rtl)
    walk_names(screen)
    desk.until(lambda: cut(screen) == [])


def test_a_quote_moves_to_another_theme_or_one_of_our_own(desk: Desk, home: Home) -> None:
    add_quote(home, released(home)[1])
    screen = bank(desk)
    screen.new_theme.set_text("What the café is for")
    screen.new_theme.edit.editingFinished.emit()
    assert [o.key for o in screen.themes][:2] == ["", "What the café is for"]
    pick = next(
        c for c in screen.findChildren(Combo) if "Theme of the quote" in c.accessibleName() and c.isVisible()
    )
    pick.chosen.emit("What the café is for")
    assert [q.theme for q in quotes(home)] == ["What the café is for"]
    desk.until(lambda: "What the café is for" in words_on(screen))


def test_the_bank_is_saved_in_the_forms_that_are_chosen(desk: Desk, home: Home, tmp_path: Path) -> None:
    add_quote(home, released(home)[1], "Trust")
    screen = bank(desk)
    screen.forms.set_value([form.value for form in FORMS])
    desk.folder = tmp_path / "out"
    screen.make.click()
    look_at_all(screen.first)
    desk.until(lambda: screen.done_line.isVisible())
    assert {p.suffix for p in desk.folder.iterdir()} == {".html", ".docx", ".pdf", ".txt", ".xlsx", ".csv"}
    assert CURTAINS in " ".join(PdfReader(desk.folder / "quote-bank.pdf").pages[0].extract_text().split())


def test_a_theme_keeps_the_old_name_of_its_tag_until_a_person_wants_the_new(desk: Desk, home: Home) -> None:
    tag = next(t for t in codebook(home) if t.code == "B7")
    add_quote(home, released(home)[1], tag.label)
    edit_tag(home, tag.id, {"name": "Places we feel right in"}, Why("agreed"))
    screen = bank(desk)
    assert f"{tag.label} is called B7 Places we feel right in now." in words_on(screen)
    screen.names.renew.click()
    assert [q.theme for q in quotes(home)] == ["B7 Places we feel right in"]
    assert not screen.names.isVisible()


def test_where_a_quote_comes_from_is_one_key_away_and_goes_again(desk: Desk, home: Home) -> None:
    _, passage = released(home)
    add_quote(home, passage, "Doors")
    add_quote(home, released(home, title="The steps", words=CANAL, quote=BOYS)[1], "Outside")
    screen = bank(desk)
    button(screen, f"Where this comes from: {BOYS[:40]}").setFocus()
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    (chain,) = screen.chains.values()
    desk.until(chain.isVisible)
    said = words_on(chain)
    assert BOYS in said
    for words in ("Teller", "Researcher", "Came with", "Consent", "Same then and now"):
        assert words in said
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    desk.until(lambda: not chain.isVisible())


def test_the_chain_of_a_quote_that_is_a_gap_says_what_was_answered_then_and_now(
    desk: Desk, home: Home
) -> None:
    record, passage = released(home)
    add_quote(home, passage, "Doors")
    take_back(home, record)
    screen = bank(desk)
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    (chain,) = screen.chains.values()
    desk.until(chain.isVisible)
    assert "yes then, no now" in words_on(chain)
    assert CURTAINS not in words_on(chain)


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_the_chain_is_whole_in_every_look(desk: Desk, home: Home, look: dict[str, object]) -> None:
    add_quote(home, released(home)[1], "Doors")
    screen = bank(desk, **look)
    desk.key(screen, Qt.Key.Key_I, ctrl=True)
    walk_names(screen)
    desk.until(lambda: not cut(screen))
