"""A change of one's own tag that is being typed when the laptop dies stands there again; one that was left is forgotten."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ldp_stories.services.code_own import make_tag, own_tags
from ldp_stories.services.home import Home
from ldp_stories.services.keep_answers import form_typed
from tests.ui.evaluator.conftest import released
from tests.ui.evaluator.test_coding import coding, in_hand
from tests.ui.on_screen import Desk


def test_a_change_that_was_being_typed_when_the_laptop_died_stands_there_again(
    desk: Desk, home: Home
) -> None:
    record, _ = released(home)
    make_tag(home, "Doors")
    own = make_tag(home, "Walking in")
    screen = coding(desk, record)
    in_hand(screen, own)
    screen.own.change.click()
    desk.type(screen.own.means, "Alone, at last")
    desk.until(lambda: form_typed(home, "own tag") == {"tag": own, "means": "Alone, at last"})
    again = coding(desk, record)
    assert again.tag.value() == own
    assert again.own.form.isVisible()
    assert (again.own.name.text(), again.own.means.text()) == ("Walking in", "Alone, at last")
    again.leaving()
    assert {n.tag.name: n.tag.meaning for n in own_tags(home)} == {
        "Doors": "",
        "Walking in": "Alone, at last",
    }
    assert form_typed(home, "own tag") == {}


def test_a_change_that_was_left_is_forgotten(desk: Desk, home: Home) -> None:
    record, _ = released(home)
    own = make_tag(home, "Walking in")
    screen = coding(desk, record)
    in_hand(screen, own)
    screen.own.change.click()
    desk.type(screen.own.name, " or out")
    desk.key(screen.own.name.edit, Qt.Key.Key_Escape)
    assert form_typed(home, "own tag") == {}
    again = coding(desk, record)
    assert not again.own.half_typed()
    assert [n.tag.name for n in own_tags(home)] == ["Walking in"]
