"""Coverage, wards that changed, and you said we did, on the screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from ldp_stories.domain.feedback import Feedback
from ldp_stories.domain.places import CANNOT_SAY
from ldp_stories.services import feed_back
from ldp_stories.services.find_place import every_place, offers
from ldp_stories.services.place_again import place_again, to_place_again
from ldp_stories.services.see_coverage import coverage
from ldp_stories.ui.coordinator import moved_places
from ldp_stories.ui.coordinator.coverage import CoverageScreen, short
from ldp_stories.ui.coordinator.feedback import FeedbackScreen
from ldp_stories.ui.coordinator.moved_places import MovedPlacesScreen, decided_words
from ldp_stories.ui.record.place_options import all_places, changed_words, dated, long, place_options
from ldp_stories.ui.widgets.combo import Combo
from ldp_stories.ui.widgets.screen import Screen
from tests.services.house import tell
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on
from tests.ui.tab_walk import stops

CTRL = Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, desk: Desk, screen: Screen, **dress: object) -> None:
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 760), **dress)  # type: ignore[arg-type]
    settle(qtbot, desk)


def ward(desk: Desk, name: str) -> str:
    return next(p.id for p in every_place(desk.home) if p.name == name)


def told(desk: Desk, name: str, *groups: str, code: str = "LT-1", at: str = "2026-02-24T10:00") -> str:
    made = tell(
        desk.home, place=ward(desk, name), teller={"target_groups": list(groups)}, code=code, at=at, marked=()
    )
    return made.record


# coverage


def test_nothing_brought_in_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    screen = CoverageScreen(desk.context)
    shown(qtbot, desk, screen)
    assert "Bring in stories to see." in words_on(screen)
    screen.empty.button.click()
    assert desk.went == [("bring_in", None)]


def test_places_say_whom_nobody_has_heard_there_in_words(qtbot: QtBot, desk: Desk) -> None:
    group, other = coverage(desk.home).columns[:2]
    told(desk, "Millbrook", group.key)
    screen = CoverageScreen(desk.context)
    shown(qtbot, desk, screen)
    screen.show_place(ward(desk, "Millbrook"))
    words = words_on(screen.side)
    assert group.label in words
    assert "few" in words.splitlines()
    assert other.label in words
    assert not any(line.strip().isdigit() for line in words_on(screen).splitlines()), "no number anywhere"
    row = screen.model.row(screen.model.place_of(ward(desk, "Copperfold")))
    assert row is not None
    assert (row.line, row.state) == ("Nobody has been heard here yet.", "Nobody yet")


def test_a_place_where_somebody_named_no_group_is_not_called_silent(qtbot: QtBot, desk: Desk) -> None:
    told(desk, "Millbrook")
    screen = CoverageScreen(desk.context)
    shown(qtbot, desk, screen)
    row = screen.model.row(screen.model.place_of(ward(desk, "Millbrook")))
    assert row is not None
    assert (row.line, row.state) == ("People heard here named none of these groups.", "")


def test_the_ways_of_meeting_are_another_view(qtbot: QtBot, desk: Desk) -> None:
    told(desk, "Millbrook")
    screen = CoverageScreen(desk.context)
    shown(qtbot, desk, screen)
    screen.by.set_value("route")
    screen.read()
    settle(qtbot, desk)
    assert [c.key for c in screen.seen.columns] == [c.key for c in coverage(desk.home, "route").columns]
    assert screen.missing.text().startswith("Nobody was met yet in these ways: ")
    row = screen.model.row(screen.model.place_of(ward(desk, "Copperfold")))
    assert row is not None
    assert row.line == "Nobody has been met here yet."


def test_the_whole_grid_is_saved_as_a_table_of_words(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    told(desk, "Millbrook", coverage(desk.home).columns[0].key)
    desk.context.pick_folder = lambda _: tmp_path / "out"
    screen = CoverageScreen(desk.context)
    shown(qtbot, desk, screen)
    button(screen, "Save as a table").click()
    (path,) = (tmp_path / "out").glob("*.csv")
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert path.name == "who-is-missing-target-group.csv"
    assert lines[0].startswith("Place,Code,")
    millbrook = next(line for line in lines if line.startswith("Millbrook,"))
    assert millbrook.split(",")[2] == "few"
    assert set(",".join(lines[1:]).replace("\n", ",").split(",")) & {"1", "2", "3"} == set()
    desk.context.pick_folder = lambda _: None
    screen.save_table()
    assert len(list((tmp_path / "out").iterdir())) == 1


_ONLY_ONE = "People not active, or put off by exercise and 1 more"
_VERY_LONG = "Young families and children under fifteen years of age"


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ((), ""),
        (("a", "b"), "a, b"),
        (("a", "b", "c"), "a, b, c"),
        (("a", "b", "c", "d"), "a, b and 2 more"),
        (("People not active, or put off by exercise", "Isolated people"), _ONLY_ONE),
        (("Young families and children under fifteen years of age",), _VERY_LONG),
    ],
)
def test_long_lists_are_shortened(groups: tuple[str, ...], words: str) -> None:
    assert short(groups) == words


# wards that changed


def test_an_old_ward_leads_from_coverage_to_its_stories(qtbot: QtBot, desk: Desk) -> None:
    told(desk, "Lower Tansy")
    screen = CoverageScreen(desk.context)
    shown(qtbot, desk, screen)
    assert screen.moved.text() == "1 story from a ward that changed"
    screen.moved.click()
    assert desk.went == [("moved_places", None)]


def test_a_person_says_where_a_story_belongs_now(qtbot: QtBot, desk: Desk) -> None:
    record = told(desk, "Lower Tansy")
    told(desk, "Tansy Park", code="LT-2", at="2026-06-03T10:00")
    screen = MovedPlacesScreen(desk.context)
    shown(qtbot, desk, screen)
    words = words_on(screen)
    assert "Told 24 February 2026 in Lower Tansy; boundaries changed 7 May 2026." in words
    assert words.count("few people, boundaries changed 7 May 2026") == 2
    screen.buttons[record].click()
    line = screen.line
    assert line is not None
    assert line.combo is not None
    line.keep()
    assert "Choose a place, or say that nobody can." in line.trouble.text()
    line.combo.set_value(ward(desk, "Tansy Park"))
    line.keep()
    assert "Say why in a few words." in line.trouble.text()
    line.field.set_text("She lives by the park")
    line.keep()
    settle(qtbot, desk)
    (item,) = to_place_again(desk.home)
    assert (item.old.name, item.chosen) == ("Lower Tansy", ward(desk, "Tansy Park"))
    words = words_on(screen)
    assert "Now: Tansy Park. She lives by the park" in words
    assert words.count("boundaries changed 7 May 2026") == 2
    assert "Decide again" in words


def test_nobody_can_say_is_an_answer(qtbot: QtBot, desk: Desk) -> None:
    record = told(desk, "Lower Tansy")
    screen = MovedPlacesScreen(desk.context)
    shown(qtbot, desk, screen)
    screen.buttons[record].click()
    line = screen.line
    assert line is not None
    assert line.combo is not None
    line.combo.set_value(CANNOT_SAY)
    line.field.set_text("It is on the edge")
    line.keep()
    settle(qtbot, desk)
    assert to_place_again(desk.home)[0].chosen == CANNOT_SAY
    assert "Now: Nobody can say. It is on the edge" in words_on(screen)


def test_a_choice_whose_place_changed_since_is_said_and_asked_again(qtbot: QtBot, desk: Desk) -> None:
    record = told(desk, "Lower Tansy")
    park = ward(desk, "Tansy Park")
    place_again(desk.home, record, park, "She lives by the park")
    (item,) = to_place_again(desk.home)
    assert not item.open
    assert decided_words(item) == "Now: Tansy Park. She lives by the park"
    with desk.home.main.write() as con:
        desk.home.put(con, "place", park, sets={"valid_to": "2026-05-20"})
    screen = MovedPlacesScreen(desk.context)
    shown(qtbot, desk, screen)
    words = words_on(screen)
    assert "Until now: Tansy Park. She lives by the park. That place changed 21 May 2026 too." in words
    assert "Nobody can say" not in words, "somebody could"
    coverage = CoverageScreen(desk.context)
    shown(qtbot, desk, coverage)
    assert coverage.moved.text() == "1 story from a ward that changed"
    assert "not in this programme" in decided_words(replace(item, now=None))


def test_a_long_list_says_how_many_more_there_are(
    qtbot: QtBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        told(desk, "Lower Tansy", code=f"LT-{n}")
    monkeypatch.setattr(moved_places, "SHOWN", 1)
    screen = MovedPlacesScreen(desk.context)
    shown(qtbot, desk, screen)
    assert len(screen.buttons) == 1
    assert "2 more stories stand behind these." in words_on(screen)


def test_without_such_stories_the_page_says_so(qtbot: QtBot, desk: Desk) -> None:
    screen = MovedPlacesScreen(desk.context)
    shown(qtbot, desk, screen)
    assert "No story is from a ward that changed." in words_on(screen)


def test_an_old_name_finds_the_new_wards_in_the_list(qtbot: QtBot, desk: Desk) -> None:
    combo = Combo(place_options(desk.home), name="Place", find="Find a place")
    dressed(qtbot, combo, size=(400, 60))
    combo.open()
    popup = combo.popup
    assert popup is not None
    qtbot.keyClicks(popup.search, "lower tansy")
    model = popup.view.model()
    found = [str(model.index(n, 0).data()) for n in range(model.rowCount())]
    assert found[0] == "Tansy Park, changed 7 May 2026"
    assert {o.place.name for o in offers(desk.home, "lower tansy")} >= {"Tansy Park"}
    popup.close()


def test_looking_up_offers_the_places_of_all_times(desk: Desk) -> None:
    labels = [o.label for o in all_places(desk.home)]
    assert "Lower Tansy, until 6 May 2026" in labels
    assert "Lower Tansy" not in [o.label for o in place_options(desk.home)]
    assert "Lower Tansy, changed 7 May 2026" in [o.label for o in place_options(desk.home, "2026-02-01")]


@pytest.mark.parametrize(("iso", "words"), [("2026-05-07", "7 May 2026"), ("soon", "soon")])
def test_days_are_said_with_their_year(iso: str, words: str) -> None:
    assert long(iso) == words
    assert changed_words(iso) == f"changed {words}"


def test_a_place_of_today_is_said_by_its_name_alone(desk: Desk) -> None:
    millbrook = next(p for p in every_place(desk.home) if p.name == "Millbrook")
    assert dated(millbrook) == "Millbrook"
    assert dated(replace(millbrook, valid_to="2026-05-06")) == "Millbrook, until 6 May 2026"


# you said, we did


def entry(qtbot: QtBot, screen: FeedbackScreen, heard: str, did: str) -> None:
    screen.new.click()
    form = screen.form
    assert form is not None
    assert form.heard.edit.hasFocus()
    qtbot.keyClicks(form.heard.edit, heard)
    qtbot.keyClicks(form.did.edit, did)


def test_an_entry_is_written_linked_and_sent_back(qtbot: QtBot, desk: Desk) -> None:
    record = told(desk, "Millbrook")
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen)
    assert "Nothing yet." in words_on(screen)
    assert not screen.paper.isVisible()
    entry(qtbot, screen, "The lamps are out", "The council mended them")
    form = screen.form
    assert form is not None
    qtbot.keyClick(form.did.edit, Qt.Key.Key_Return, CTRL)
    assert "Choose the stories that said it first." in form.trouble.text()
    form.search.edit.setFocus()
    names = [name_of(one) for one in stops(form)]
    assert names.index("Tea and bulbs") < names.index("How do the tellers hear of it?"), "as it is read"
    button(form, "Tea and bulbs").click()
    qtbot.keyClick(form.did.edit, Qt.Key.Key_Return, CTRL)
    (made,) = feed_back.entries(desk.home)
    assert made.feedback.sent
    assert made.feedback.records == (record,)
    assert desk.told[-1] == "Kept. It goes with your next answer."
    assert "The lamps are out" in words_on(screen)
    assert screen.paper.isVisible()


def test_a_draft_is_kept_and_changed_later(qtbot: QtBot, desk: Desk) -> None:
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen)
    entry(qtbot, screen, "A crossing", "The road is not ours")
    form = screen.form
    assert form is not None
    button(form, "Not done, and why").click()
    form.draft.click()
    assert "Draft" in words_on(screen)
    assert "Not done, because:" in words_on(screen)
    button(screen, "Change: A crossing").click()
    again = screen.form
    assert again is not None
    assert again.did.text() == "The road is not ours"
    assert again.done.value() == ["no"]
    again.leave.click()
    assert screen.form is None
    (made,) = feed_back.entries(desk.home)
    assert (made.feedback.done, made.feedback.sent) == (False, False)


def test_half_an_entry_is_not_kept_and_stays_in_the_form(qtbot: QtBot, desk: Desk) -> None:
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen)
    entry(qtbot, screen, "A crossing", "")
    assert screen.form is not None
    screen.form.draft.click()
    assert "what became of it" in screen.form.trouble.text()
    assert screen.form.heard.text() == "A crossing"


def test_what_was_typed_and_not_kept_stands_there_again_until_it_is_let_go_of(
    qtbot: QtBot, desk: Desk
) -> None:
    record = told(desk, "Millbrook")
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen)
    entry(qtbot, screen, "The lamps are out", "The council")
    assert screen.form is not None
    button(screen.form, "Not done, and why").click()
    button(screen.form, "Tea and bulbs").click()
    screen.settle_and_leave()
    again = FeedbackScreen(desk.context)
    shown(qtbot, desk, again)
    again.new.click()
    form = again.form
    assert form is not None
    assert (form.heard.text(), form.did.text()) == ("The lamps are out", "The council")
    assert (form.done.value(), form.links.value()) == (["no"], [record])
    form.leave.click()
    again.new.click()
    form = again.form
    assert form is not None
    assert (form.heard.text(), form.did.text()) == ("", "")
    assert (form.done.value(), form.links.value()) == (["yes"], [])


def test_the_form_says_who_may_be_told_and_its_buttons_stay_in_sight(qtbot: QtBot, desk: Desk) -> None:
    told(desk, "Millbrook")
    for title, answers in (("Bins", {"recontact": "yes"}), ("Gulls", {"recontact": "no"})):
        tell(desk.home, title=title, code=f"LT-{title}", answers={"take_part": "yes"} | answers, marked=())
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen)
    screen.resize(1106, 620)
    screen.new.click()
    form = screen.form
    assert form is not None
    assert not form.told.isVisible()
    for title in ("Tea and bulbs", "Bins", "Gulls"):
        button(form, title).click()
    words = words_on(form.told)
    for line in (
        "They said yes to hearing what happened: Tea and bulbs.",
        "Nobody asked whether they may be contacted. Tell them when you meet: Bins.",
        "They may not be contacted for this: Gulls.",
    ):
        assert line in words
    qtbot.waitUntil(lambda: form.area.verticalScrollBar().maximum() > 0)
    for place in (0, form.area.verticalScrollBar().maximum()):
        form.area.verticalScrollBar().setValue(place)
        assert form.send.visibleRegion().boundingRect().size() == form.send.size()


def test_stories_are_found_by_their_title_and_chosen_ones_stay(qtbot: QtBot, desk: Desk) -> None:
    record = told(desk, "Millbrook")
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen)
    screen.open_form(Feedback("", (record,), (), "x", True, "y"))
    form = screen.form
    assert form is not None
    form.search.set_text("nothing like it")
    assert form.links.value() == [record]
    button(form, "Tea and bulbs").click()
    assert form.made(sent=False).records == ()


def test_slips_and_poster_are_saved_where_the_person_says(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    record = told(desk, "Millbrook")
    feed_back.send_back(desk.home, Feedback("", (record,), (), "The lamps", True, "Mended"))
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen)
    screen.save_paper()
    assert not (tmp_path / "paper").exists()
    desk.context.pick_folder = lambda _: tmp_path / "paper"
    button(screen, "Save slips and poster").click()
    assert sorted(p.name for p in (tmp_path / "paper").iterdir()) == [
        "you-said-we-did-1.html",
        "you-said-we-did-1.pdf",
        "you-said-we-did-poster.html",
        "you-said-we-did-poster.pdf",
    ]
    assert desk.told[-1] == "Saved 1 slip and the poster."


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_form_is_named_whole_and_nothing_is_cut(qtbot: QtBot, desk: Desk, scale: float) -> None:
    told(desk, "Millbrook")
    screen = FeedbackScreen(desk.context)
    shown(qtbot, desk, screen, scale=scale)
    screen.open_form(Feedback("", (), (), "", True, ""))
    names = walk_names(screen)
    assert "You said" in names
    qtbot.waitUntil(lambda: not cut(screen))
