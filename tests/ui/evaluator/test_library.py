"""The library: search as one types, say what one is about to do, see what is hidden and why, and take a quote, all by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.people import TellerKind
from ldp_stories.services.edit_record import changed_mind, keep_closed
from ldp_stories.services.find import Found, Purpose
from ldp_stories.services.home import Home
from ldp_stories.services.publish import quotes
from ldp_stories.services.start_home import practice_home
from ldp_stories.ui.evaluator.found_list import FoundList, tidy
from ldp_stories.ui.evaluator.library import LibraryScreen
from tests.services.homes import cheap_machine
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import CURTAINS, Desk

NO_QUOTING = (Scope.QUOTE_ANON, Scope.QUOTE_NAMED)
CANAL = "Saturday at the canal steps. The boys fish there and nobody minds. I sit with the women."


def library(desk: Desk, what: object = None, **look: object) -> LibraryScreen:
    screen = LibraryScreen(desk.context, what)
    desk.show(screen, **look)  # type: ignore[arg-type]
    stand(desk, screen)
    return screen


def stand(desk: Desk, screen: LibraryScreen) -> None:
    """Wait until the answer stands and its cards are shown (new widgets show with the next event)."""
    desk.settle()
    hidden = not screen.list.found
    desk.until(lambda: hidden or all(card.isVisible() for card in screen.list.cards))


def search_for(desk: Desk, screen: LibraryScreen, words: str) -> None:
    """Type and wait until the answer stands."""
    screen.search.set_text("")
    desk.type(screen.search, words)
    desk.until(lambda: not screen._rest.isActive())
    stand(desk, screen)


def choose(desk: Desk, screen: LibraryScreen, purpose: Purpose) -> None:
    screen.purpose.set_value(purpose.value)
    screen.purpose.chosen.emit(purpose.value)
    stand(desk, screen)


def titles(screen: LibraryScreen) -> list[str]:
    return [found.title for found in screen.list.found]


def test_an_empty_library_says_what_to_do(desk: Desk) -> None:
    screen = library(desk)
    assert screen.empty.isVisible()
    assert not screen.beside.isVisible()
    assert "Nothing found" in words_on(screen)
    assert "Try fewer letters, or take off a filter." in words_on(screen)


def test_without_words_everything_is_listed(desk: Desk, home: Home) -> None:
    released(home)
    released(home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds.")
    screen = library(desk)
    assert set(titles(screen)) == {"Tea and bulbs", "The steps"}
    assert "passages" in screen.search.after.text()


def test_typing_finds_and_marks_the_words(desk: Desk, home: Home) -> None:
    released(home)
    released(home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds.")
    screen = library(desk)
    search_for(desk, screen, "curtains")
    assert titles(screen) == ["Tea and bulbs"]
    assert screen.search.after.text() == "1 passage"
    assert CURTAINS in words_on(screen)


def test_words_that_stand_nowhere_find_nothing(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    search_for(desk, screen, "zzzz")
    assert titles(screen) == []
    assert screen.empty.isVisible()
    assert screen.search.after.text() == "0 passages"


def test_a_search_can_be_cleared_with_one_press(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    assert not screen.clear.isVisible()
    search_for(desk, screen, "zzzz")
    assert screen.clear.isVisible()
    screen.clear.click()
    desk.until(lambda: not screen._rest.isActive())
    desk.settle()
    assert titles(screen) == ["Tea and bulbs"]
    assert screen.search.text() == ""


def test_the_library_may_open_with_words_to_search_for(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk, "curtains")
    assert screen.search.text() == "curtains"
    assert titles(screen) == ["Tea and bulbs"]


def test_only_the_newest_answer_is_shown(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.search.set_text("zzzz")
    screen.look()
    screen.search.set_text("curtains")
    screen.look()
    desk.until(lambda: not screen._rest.isActive())
    desk.settle()
    assert titles(screen) == ["Tea and bulbs"]


def test_ctrl_f_goes_to_the_search_from_anywhere(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.list.focus_first()
    desk.key(screen, Qt.Key.Key_F, ctrl=True)
    assert screen.window().focusWidget() is screen.search.edit


def test_enter_in_the_search_goes_into_the_hits(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.search.edit.setFocus()
    desk.key(screen, Qt.Key.Key_Return)
    assert screen.window().focusWidget() is screen.list.cards[0]


def test_arrows_move_through_the_hits_and_stop_at_the_ends(desk: Desk, home: Home) -> None:
    released(home)
    released(home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds.")
    screen = library(desk)
    screen.list.focus_first()
    desk.key(screen, Qt.Key.Key_Down)
    assert screen.list.at == 1
    desk.key(screen, Qt.Key.Key_Down)
    assert screen.list.at == 1
    for _ in range(3):
        desk.key(screen, Qt.Key.Key_Up)
    assert screen.list.at == 0
    assert screen.side.found == screen.list.found[0]


def test_enter_on_a_hit_opens_the_story_at_the_passage(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    screen = library(desk)
    search_for(desk, screen, "curtains")
    screen.list.focus_first()
    desk.key(screen, Qt.Key.Key_Return)
    assert desk.went == [("record", (record, passage))]


def test_a_press_chooses_and_a_second_press_opens(desk: Desk, home: Home) -> None:
    released(home)
    record, passage = released(
        home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds."
    )
    screen = library(desk)
    number = titles(screen).index("The steps")
    other = 1 - number
    screen.list.choose(other)
    screen.list.cards[number].click()
    assert screen.side.found is not None
    assert screen.side.found.title == "The steps"
    assert desk.went == []
    screen.list.cards[number].click()
    assert desk.went == [("record", (record, passage))]


def test_the_open_button_opens_the_story(desk: Desk, home: Home) -> None:
    record, passage = released(home)
    screen = library(desk)
    button(screen, "Open").click()
    assert desk.went == [("record", (record, passage))]


def test_a_hit_without_a_passage_opens_the_story_itself(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    screen = library(desk)
    search_for(desk, screen, "bulbs")  # stands in the title only
    assert screen.list.found[0].passage is None
    button(screen, "Open").click()
    assert desk.went == [("record", record)]
    assert not screen.side.quote.isVisible()


@pytest.mark.parametrize(
    ("no", "purpose"),
    [
        ((Scope.SHARE_TEAM,), Purpose.ANALYSE),
        (NO_QUOTING, Purpose.QUOTE),
        ((Scope.PUBLISH_CLIP,), Purpose.PUBLISH),
        ((Scope.ARCHIVE,), Purpose.DEPOSIT),
    ],
)
def test_each_purpose_hides_what_was_not_agreed_to_and_counts_it(
    desk: Desk, home: Home, no: tuple[Scope, ...], purpose: Purpose
) -> None:
    released(home)
    released(home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds.", no=no)
    screen = library(desk)
    choose(desk, screen, purpose)
    assert titles(screen) == ["Tea and bulbs"]
    assert screen.hidden.isVisible()
    assert screen.hidden.label.text() == "1 more story is hidden. 1 person did not agree."


def test_nothing_hidden_shows_no_banner(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    assert not screen.hidden.isVisible()


def test_see_why_lists_the_hidden_stories_with_the_reason(desk: Desk, home: Home) -> None:
    released(home, no=NO_QUOTING)
    screen = library(desk)
    choose(desk, screen, Purpose.QUOTE)
    assert not screen.why.isVisible()
    button(screen, "See why").click()
    assert screen.why.isVisible()
    assert "Tea and bulbs" in words_on(screen.why)
    assert "They did not agree." in words_on(screen.why)
    button(screen, "See why").click()
    assert not screen.why.isVisible()


def test_the_reasons_go_with_the_search_they_belong_to(desk: Desk, home: Home) -> None:
    released(home, no=NO_QUOTING)
    screen = library(desk)
    choose(desk, screen, Purpose.QUOTE)
    button(screen, "See why").click()
    assert screen.why_scroll.isVisible()
    choose(desk, screen, Purpose.ANALYSE)
    assert titles(screen) == ["Tea and bulbs"]
    assert not screen.why_scroll.isVisible(), "a story that may be used does not stand under a reason why not"


def test_a_closed_story_is_counted_and_never_named(desk: Desk, home: Home) -> None:
    record, _ = released(home, title="A very secret title")
    keep_closed(home, record)
    screen = library(desk)
    assert "1 story is closed." in screen.hidden.label.text()
    button(screen, "See why").click()
    assert "A very secret title" not in words_on(screen)


def test_ctrl_b_puts_the_passage_in_the_quote_bank(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    desk.key(screen, Qt.Key.Key_B, ctrl=True)
    assert [q.text for q in quotes(home)] == [CURTAINS]
    assert desk.told[-1] == "Added to the quote bank, under B7 A space that suits us."
    assert [q.theme for q in quotes(home)] == ["B7 A space that suits us"], "its own tag is offered first"


def test_what_may_not_be_quoted_is_refused_beside_the_button(desk: Desk, home: Home) -> None:
    released(home, no=NO_QUOTING)
    screen = library(desk)
    screen.side.quote.add.click()
    assert quotes(home) == ()
    assert screen.side.quote.trouble.isVisible()
    assert screen.side.quote.trouble.text()
    screen.list.choose(0)
    assert not screen.side.quote.trouble.isVisible()


def test_the_side_says_what_one_may_do(desk: Desk, home: Home) -> None:
    released(home, no=(Scope.PUBLISH_CLIP,))
    screen = library(desk)
    assert "You may quote this, with no name" in words_on(screen.side)
    assert "You may not publish the sound" in words_on(screen.side)


def test_the_side_says_when_a_name_will_stand_beside_the_words(desk: Desk, home: Home) -> None:
    """A yes to their name alone is no yes to their words without it."""
    record, _ = released(home, no=NO_QUOTING)
    changed_mind(home, record, "quote_named", Answer.YES)
    assert "You may not quote this" in words_on(library(desk).side)
    changed_mind(home, record, "quote_named", Answer.YES, named="Odette Farrow")
    assert "You may quote this, with the name Odette Farrow" in words_on(library(desk).side)


def test_the_side_says_where_it_comes_from(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    text = words_on(screen.side)
    for label in ("Teller", "Told", "Researcher", "Reviewed", "Consent"):
        assert label in text
    assert "10 May" in text
    assert "Same then and now" in text
    assert "not yet" in text


def test_a_passage_with_sound_can_be_played_from_its_second(desk: Desk, home: Home, voice: Path) -> None:
    released(home, sound=voice)
    screen = library(desk)
    desk.until(lambda: screen.side.player.isVisible())
    assert not screen.side.no_sound.isVisible()
    screen.leaving()


def test_a_passage_without_sound_says_so(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    assert screen.side.no_sound.isVisible()
    assert not screen.side.player.isVisible()


def test_a_second_with_a_passage_is_shown_on_its_card(desk: Desk, home: Home, voice: Path) -> None:
    released(home, sound=voice)
    screen = library(desk)
    assert "00:00, 10 May" in words_on(screen.list)


def test_tags_stand_on_the_card(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    assert "B7 " in words_on(screen.list)


def test_what_was_chosen_stays_chosen_when_the_list_is_made_again(desk: Desk, home: Home) -> None:
    released(home)
    released(home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds.")
    screen = library(desk)
    screen.list.choose(1)
    kept = screen.side.found
    screen.refresh(frozenset({"record"}))
    desk.settle()
    assert screen.side.found == kept


def test_changes_that_concern_nothing_here_search_nothing(desk: Desk, home: Home) -> None:
    screen = library(desk)
    before = screen._asked
    screen.refresh(frozenset({"desk"}))
    assert screen._asked == before
    screen.refresh(frozenset())
    assert screen._asked == before + 1


def test_a_filter_for_a_place_takes_only_its_stories(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    told_at = screen.list.found[0].place
    options = {o.label: o.key for o in screen.filters.combos["place"]._options}
    other = next(key for label, key in options.items() if label != told_at)
    screen.filters.combos["place"].set_value(other)
    screen.filters.combos["place"].chosen.emit(other)
    desk.settle()
    assert titles(screen) == []
    screen.filters.combos["place"].set_value(options[told_at])
    screen.filters.combos["place"].chosen.emit(options[told_at])
    desk.settle()
    assert titles(screen) == ["Tea and bulbs"]


def test_a_chosen_filter_is_a_pill_that_can_be_taken_off(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.filters.combos["teller"].set_value(TellerKind.STAFF.value)
    screen.filters.combos["teller"].chosen.emit(TellerKind.STAFF.value)
    desk.settle()
    assert titles(screen) == []
    pill = next(n for n in walk_names(screen.filters) if n.startswith("Take off the filter Told by"))
    button(screen.filters, pill).click()
    desk.settle()
    assert titles(screen) == ["Tea and bulbs"]
    assert screen.filters.chosen().teller is None


def test_add_a_filter_shows_the_lists_and_hides_them_again(desk: Desk, home: Home) -> None:
    screen = library(desk)
    assert not screen.filters.lists.isVisible()
    screen.filters.add.click()
    assert screen.filters.lists.isVisible()
    screen.filters.add.click()
    assert not screen.filters.lists.isVisible()


def test_told_since_offers_the_first_days_of_months_gone_by(desk: Desk) -> None:
    screen = library(desk)
    assert [o.key for o in screen.filters.combos["since"]._options] == [
        "2026-04-01",
        "2026-02-01",
        "2025-11-01",
        "2025-05-01",
        "2024-05-01",
    ]


def test_told_since_hides_what_is_older(desk: Desk, home: Home) -> None:
    released(home)
    screen = library(desk)
    screen.filters.combos["since"].set_value("2026-04-01")
    screen.filters.changed.emit()
    desk.settle()
    assert titles(screen) == ["Tea and bulbs"]
    assert screen.filters.chosen().since == "2026-04-01"


def found_as(snippet: str, passage: str | None = None) -> Found:
    from ldp_stories.domain.records import RecordKind

    return Found("r", passage, RecordKind.STORY, "T", snippet, (), "2026-05-14", "", None, ())


@pytest.mark.parametrize(
    ("snippet", "passage", "words"),
    [
        ("One line.\n\nAnother  line.", None, "One line. Another line."),
        ("She came to the house f", None, "She came to the house\u00a0…"),
        ("Word", None, "Word\u00a0…"),
        ("a desk where somebody looks up", "p", "a desk where somebody looks up"),
        ("Is it?", None, "Is it?"),
        ("behind the hall it is only women.", None, "…\u00a0behind the hall it is only women."),
        ("", None, ""),
    ],
)
def test_words_of_a_hit_stand_on_one_line_and_dots_show_a_cut(
    snippet: str, passage: str | None, words: str
) -> None:
    assert tidy(found_as(snippet, passage)) == words


def test_an_empty_list_has_nothing_to_choose(desk: Desk) -> None:
    empty = FoundList()
    desk.show(empty)
    empty.choose(0)
    empty.focus_first()
    desk.key(empty, Qt.Key.Key_Down)
    assert empty.at == -1


def test_more_hits_come_after_those_shown(desk: Desk) -> None:
    shown = FoundList()
    wanted: list[int] = []
    shown.wanted_more.connect(lambda: wanted.append(1))
    desk.show(shown)
    shown.set_found([found_as("One.", "1")], ["one"], more=True)
    button(shown, "Show more").click()
    assert wanted == [1]
    shown.set_found([found_as("Two.", "2")], ["one"], add=True, more=False)
    assert [f.snippet for f in shown.found] == ["One.", "Two."]
    assert shown.at == 0
    assert not shown.more.isVisible()
    shown.set_found([found_as("Three.", "3")], [])
    assert len(shown.cards) == 1


def test_a_library_of_many_stories_shows_more_when_asked(desk: Desk, tmp_path: Path) -> None:
    big = practice_home(tmp_path / "big", cheap_machine(tmp_path), name="Priya")
    desk.context.home = big
    screen = library(desk)
    assert screen.list.found
    before = len(screen.list.found)
    if screen.page is not None and screen.page.next is not None:
        screen._more()
        desk.settle()
        assert len(screen.list.found) > before
    screen.leaving()
    desk.tasks.shutdown()
    big.close()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(desk: Desk, home: Home, scale: float, rtl: bool) -> None:
    released(home, no=(Scope.PUBLISH_CLIP,))
    released(home, title="The steps", words=CANAL, quote="The boys fish there and nobody minds.")
    screen = library(desk, scale=scale, rtl=rtl)
    choose(desk, screen, Purpose.PUBLISH)
    search_for(desk, screen, "boys")
    screen.filters.add.click()
    names = walk_names(screen)
    assert "Clear the search" in names
    desk.until(lambda: cut(screen) == [])


def test_the_side_is_a_button_where_there_is_little_room(desk: Desk, home: Home, qapp: QApplication) -> None:
    released(home)
    screen = library(desk, scale=2.0)
    assert not screen.side.isVisible()
    button(screen, "The chosen passage").click()
    assert screen.side.isVisible()
    desk.until(lambda: cut(screen) == [])
