"""Where and who: every choice is kept when it is made; nothing is demanded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from ldp_stories.domain.consent import Route
from ldp_stories.domain.encounters import Privacy
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.services.find_place import places_for
from ldp_stories.services.read_pack import choices, warning
from ldp_stories.services.record_encounter import begin, conversation, set_facts
from ldp_stories.ui.researcher.where_and_who import WhereAndWhoStep
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


@pytest.fixture
def talk(desk: Desk) -> str:
    return begin(desk.home).id


@pytest.fixture
def step(desk: Desk, talk: str) -> WhereAndWhoStep:
    made = WhereAndWhoStep(desk.context, talk)
    desk.show(made)
    return made


def test_the_words_are_those_that_were_agreed(step: WhereAndWhoStep) -> None:
    said = words_on(step)
    for words in (
        "Only what you know now. You can change all of this later.",
        "Reports only say the ward, not the street.",
        "What kind of spot?",
        "Is it private enough to talk?",
        "How do you know each other?",
        "How did you meet today?",
        "No name needed",
        "This person will be known by a code. Give them the card at the end.",
        "A guess is fine. Never a birthday.",
    ):
        assert words in said


def test_the_focus_starts_on_the_heading(step: WhereAndWhoStep) -> None:
    assert step.heading.hasFocus()


def test_a_place_is_kept_when_it_is_picked(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    place = places_for(desk.home)[1]
    step.place.chosen.emit(place.id)
    assert conversation(desk.home, talk).place == place.id


def test_the_place_list_holds_the_places_of_the_pack(desk: Desk, step: WhereAndWhoStep) -> None:
    assert {o.key for o in step.place._options} == {p.id for p in places_for(desk.home)}


def test_by_keyboard_a_place_is_found_by_its_name(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    place = places_for(desk.home)[2]
    step.place.setFocus()
    desk.key(step, Qt.Key.Key_Down)
    popup = step.place.popup
    assert popup is not None
    desk.qtbot.keyClicks(popup.search, place.name)
    desk.qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert conversation(desk.home, talk).place == place.id


@pytest.mark.parametrize("name", ["relation", "route"])
def test_a_choice_is_kept_and_pressing_it_again_lets_go(
    desk: Desk, step: WhereAndWhoStep, talk: str, name: str
) -> None:
    key = choices(desk.home, name)[1].key
    row, _ = step.rows[name]
    row.chosen.emit([key])
    assert getattr(conversation(desk.home, talk), name) == key
    row.chosen.emit([])
    assert getattr(conversation(desk.home, talk), name) == ""


def test_whether_it_is_private_is_kept(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    row, _ = step.rows["private_enough"]
    row.chosen.emit(["partly"])
    assert conversation(desk.home, talk).private_enough is Privacy.PARTLY
    row.chosen.emit([])
    assert conversation(desk.home, talk).private_enough is None


def test_by_keyboard_a_choice_is_made_with_arrow_and_space(
    desk: Desk, step: WhereAndWhoStep, talk: str
) -> None:
    row, options = step.rows["relation"]
    row.focus_start()
    desk.key(step, Qt.Key.Key_Right)
    desk.key(step, Qt.Key.Key_Space)
    assert conversation(desk.home, talk).relation == options[1].key


def test_long_lists_show_their_first_choices_until_more_is_pressed(step: WhereAndWhoStep) -> None:
    row, options = step.rows["route"]
    assert len(options) > 6
    assert len(row._buttons) == 6
    button(step, "More").click()
    assert len(row._buttons) == len(options)
    button(step, "Less").click()
    assert len(row._buttons) == 6


def test_a_choice_from_further_down_stays_in_sight(desk: Desk, talk: str) -> None:
    last = choices(desk.home, "route")[-1].key
    set_facts(desk.home, talk, route=last)
    step = WhereAndWhoStep(desk.context, talk)
    desk.show(step)
    assert step.rows["route"][0].value() == [last]


def test_a_spot_that_needs_care_says_so_beside_it(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    keys = [c.key for c in choices(desk.home, "setting")]
    careful = next(k for k in keys if warning(desk.home, "setting", k))
    plain = next(k for k in keys if not warning(desk.home, "setting", k))
    assert not step.warning.isVisible()
    step.spot.chosen.emit(careful)
    assert step.warning.isVisible()
    assert step.warning.label.text() == warning(desk.home, "setting", careful)
    step.spot.chosen.emit(plain)
    assert not step.warning.isVisible()
    assert conversation(desk.home, talk).setting == plain


def test_more_opens_and_puts_the_focus_there(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    assert not step.folded.isVisible()
    button(step, "More").click()
    assert step.folded.isVisible()
    assert step.kind.hasFocus()
    step.teller.chosen.emit("volunteer")
    assert conversation(desk.home, talk).teller_kind is TellerKind.VOLUNTEER


def test_who_else_is_there_is_kept_while_it_is_typed(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    button(step, "More").click()
    desk.type(step.others, "her daughter")
    desk.until(lambda: conversation(desk.home, talk).who_else == "her daughter")


def test_half_typed_words_are_kept_when_the_person_goes(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    button(step, "More").click()
    desk.type(step.others, "a frie")
    step.leaving()
    assert conversation(desk.home, talk).who_else == "a frie"


def test_what_they_say_of_themselves_may_be_several(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    keys = [c.key for c in choices(desk.home, "target_group")][:2]
    step.groups.chosen.emit(keys)
    assert conversation(desk.home, talk).target_groups == tuple(keys)


def test_an_age_is_a_band_and_never_a_birthday(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    step.age.chosen.emit("40-59")
    assert conversation(desk.home, talk).age_band is AgeBand.FROM_40
    assert len(step.age._options) == len(AgeBand)
    assert step.age._options[-1].key == "not given"


def test_under_16_a_grown_up_is_named_first(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    assert not step.young.isVisible()
    step.age.chosen.emit("11-15")
    assert step.young.isVisible()
    assert "A grown-up responsible for them says yes first. Then ask them." in words_on(step)
    desk.type(step.adult, "mother")
    step.leaving()
    now = conversation(desk.home, talk)
    assert (now.adult_relation, now.consent_route) == ("mother", Route.UNDER_16)


def test_older_again_the_grown_up_is_not_asked_for(step: WhereAndWhoStep) -> None:
    step.age.chosen.emit("11-15")
    step.age.chosen.emit("25-39")
    assert not step.young.isVisible()


def test_nothing_is_needed_to_go_on(desk: Desk, step: WhereAndWhoStep) -> None:
    with desk.qtbot.waitSignal(step.forward):
        desk.key(step, Qt.Key.Key_Return, ctrl=True)
    assert "needed to send" not in words_on(step)


def test_back_leaves_the_step(desk: Desk, step: WhereAndWhoStep) -> None:
    with desk.qtbot.waitSignal(step.backward):
        button(step, "Back").click()


def test_what_was_said_before_is_there_again(desk: Desk, talk: str) -> None:
    place = places_for(desk.home)[0]
    set_facts(desk.home, talk, place=place.id, age_band="60-74", who_else="a dog")
    step = WhereAndWhoStep(desk.context, talk)
    desk.show(step)
    assert step.place.shown() == place.name
    assert step.age.shown() == "60 to 74"
    assert step.others.text() == "a dog"


def test_a_code_they_have_already_brings_their_age_with_it(
    desk: Desk, step: WhereAndWhoStep, talk: str
) -> None:
    before = view_of(desk.home, story(desk.home)).participants[0]
    button(step, "They have a code already").click()
    assert step.code.typed.edit.hasFocus()
    desk.type(step.code.typed, before.code.lower().replace("-", " "))
    desk.key(step, Qt.Key.Key_Return)
    now = conversation(desk.home, talk)
    assert (now.participant, now.code) == (before.id, before.code)
    assert step.code.plate.text() == before.code
    assert not step.code.entry.isVisible()


def test_a_slip_in_a_code_is_said_beside_it(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    own = conversation(desk.home, talk).code
    button(step, "They have a code already").click()
    desk.type(step.code.typed, "LT-2222-223")
    button(step, "Use this code").click()
    said = step.code.field.trouble.text()
    assert said.startswith("That code has a slip in it.")
    assert said.endswith("Check each letter.")
    assert conversation(desk.home, talk).code == own
    assert step.code.typed.edit.hasFocus()


def test_the_code_is_read_letter_by_letter(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    code = conversation(desk.home, talk).code
    assert step.code.plate.accessibleName() == " ".join(code)


def test_the_card_is_asked_for_with_the_code(desk: Desk, step: WhereAndWhoStep, talk: str) -> None:
    asked: list[str] = []
    step.card_wanted.connect(asked.append)
    button(step, "Show the card").click()
    assert asked == [conversation(desk.home, talk).code]


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, False), (1.0, True)])
def test_every_control_has_a_name_and_nothing_is_cut(desk: Desk, talk: str, scale: float, rtl: bool) -> None:
    step = WhereAndWhoStep(desk.context, talk)
    desk.show(step, scale=scale, rtl=rtl)
    walk_names(step)
    assert cut(step) == []
    button(step, "More").click()
    desk.until(lambda: not cut(step))


def test_with_large_text_code_and_age_fold_behind_a_button(desk: Desk, talk: str) -> None:
    step = WhereAndWhoStep(desk.context, talk)
    desk.show(step, scale=2.0)
    assert not step.code.isVisible()
    button(step, "Code and age").click()
    assert step.code.isVisible()
