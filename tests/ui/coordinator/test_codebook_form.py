"""The form of a change of the codebook: durable while it is typed, open again after a restart, [Save change] always in sight."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from ldp_stories.domain.codebook import Change
from ldp_stories.domain.tags import TagStatus
from ldp_stories.services import change_codebook as book
from ldp_stories.services.codebook_history import history
from ldp_stories.services.keep_answers import form_typed, keep_form
from ldp_stories.ui.coordinator.codebook import CodebookDesk
from ldp_stories.ui.coordinator.codebook_form import form_name
from tests.ui.coordinator.desk import Desk
from tests.ui.coordinator.test_bring_in import settle
from tests.ui.coordinator.test_codebook_desk import WHY, closed, fill, opened, save, shown, tag


@pytest.mark.parametrize("what", [Change.ADD, Change.EDIT, Change.MERGE, Change.SPLIT, Change.RETIRE])
def test_a_form_that_was_being_filled_in_when_the_program_ended_is_open_again(
    qtbot: QtBot, desk: Desk, what: Change
) -> None:
    screen = opened(qtbot, desk, "A8")
    screen.open_form(what)
    settle(qtbot, desk)
    form = screen.form
    assert form is not None
    name = form_name(what, form.tag)
    fill(qtbot, screen, **dict.fromkeys(form.lines, "half a sentence of mine"))
    for combo in (form.into, form.under):
        if combo is not None:
            combo.set_value(tag(desk, "B7").id)
            combo.chosen.emit(tag(desk, "B7").id)
    if what is Change.EDIT:
        form.lines["example"].edit.clear()
    wanted = len(form.lines) + sum(c is not None for c in (form.into, form.under))
    qtbot.waitUntil(lambda: len(form_typed(desk.home, name)) == wanted)  # nobody has left it: it is durable
    assert history(desk.home) == ()
    again = CodebookDesk(desk.context)
    shown(qtbot, desk, again)
    second = again.form
    assert second is not None
    assert (second.what, second.tag) == (what, form.tag)
    assert {k: x.text() for k, x in second.lines.items()} == {k: x.text() for k, x in form.lines.items()}
    for now, then in ((second.into, form.into), (second.under, form.under)):
        assert (now and now.value()) == (then and then.value())
    again.focus_start()
    assert second.isAncestorOf(again.focusWidget())
    second.leave.click()
    assert form_typed(desk.home, name) == {}
    assert closed(CodebookDesk(desk.context))


def test_leaving_the_screen_keeps_what_was_typed_a_moment_ago(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    screen.open_form(Change.RETIRE)
    assert screen.form is not None
    screen.form.lines["why"].set_text("nobody says it")
    screen.settle_and_leave()
    again = CodebookDesk(desk.context)
    shown(qtbot, desk, again)
    assert again.form is not None
    assert again.form.lines["why"].text() == "nobody says it"
    save(qtbot, desk, again)
    assert tag(desk, "D1").status is TagStatus.RETIRED
    assert closed(CodebookDesk(desk.context)), "it is done"


def test_a_form_about_a_tag_that_went_meanwhile_does_not_come_back(qtbot: QtBot, desk: Desk) -> None:
    keep_form(desk.home, form_name(Change.SPLIT, tag(desk, "D1")), "why", "two things")
    book.retire(desk.home, tag(desk, "D1").id, WHY)
    assert closed(CodebookDesk(desk.context))


def test_a_name_that_was_suggested_comes_back_with_what_was_typed(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    screen.open_form(Change.ADD, name="Window boxes")
    fill(qtbot, screen, why="three stories had it")
    screen.settle_and_leave()
    again = CodebookDesk(desk.context)
    assert again.form is not None
    assert [again.form.lines[k].text() for k in ("name", "why")] == ["Window boxes", "three stories had it"]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_save_change_stays_in_sight_on_a_laptop(qtbot: QtBot, desk: Desk, scale: float) -> None:
    screen = opened(qtbot, desk, scale=scale)
    screen.resize(1106, 620)
    screen.open_form(Change.EDIT)
    form = screen.form
    assert form is not None
    bar = form.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    for place in (bar.minimum(), bar.maximum()):
        bar.setValue(place)
        assert form.keep.visibleRegion().boundingRect().size() == form.keep.size()


def test_what_we_write_of_a_tag_has_its_advice_under_it_and_examples_have_none(
    qtbot: QtBot, desk: Desk
) -> None:
    screen = opened(qtbot, desk)
    screen.open_form(Change.EDIT)
    form = screen.form
    assert form is not None
    assert sorted(form.plain) == ["meaning", "name", "not_for", "why"]
    form.lines["meaning"].set_text("What the stakeholders need")
    qtbot.waitUntil(form.plain["meaning"].isVisible)
    assert form.plain["meaning"].words.text() == "“stakeholders”. You could say: people involved."
    assert form.fields["meaning"].y() < form.plain["meaning"].y() < form.fields["use_for"].y()
    fill(qtbot, screen, why="Stakeholders asked", meaning="What the stakeholders need")
    save(qtbot, desk, screen)
    assert history(desk.home), "it only advises"
