"""A page is as high as its words, also where Qt asked for their height a moment too early."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.facts import Facts
from ldp_stories.ui.widgets.scroll import Scroll

MANY = "LT-8AH2-689,\nLT-5S7X-3PY,\nLT-VEX9-88E,\nLT-PXYK-9CH,\nLT-9YWT-2N4, resident"


class Late(QWidget):
    """A page whose words come into sight after it was asked how high it is."""

    def __init__(self) -> None:
        super().__init__()
        self.need = 50
        self.asked = 0
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, _width: int) -> int:
        self.asked += 1
        return self.need


@pytest.fixture
def page(qtbot: QtBot) -> Iterator[Late]:
    """In a window that is lower than what the page needs later."""
    page = Late()
    area = Scroll(page)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    qtbot.waitUntil(lambda: page.height() >= 190)
    yield page
    area.close()


def test_a_page_that_was_asked_too_early_is_asked_again(qtbot: QtBot, page: Late) -> None:
    QCoreApplication.sendEvent(page, QEvent(QEvent.Type.LayoutRequest))
    page.need = 500
    qtbot.waitUntil(lambda: page.height() == 500)


def test_a_page_that_fits_is_left_as_it_is(qtbot: QtBot, page: Late) -> None:
    height = page.height()
    QCoreApplication.sendEvent(page, QEvent(QEvent.Type.LayoutRequest))
    asked = page.asked
    qtbot.waitUntil(lambda: page.asked > asked)
    assert page.height() == height


@pytest.mark.parametrize("seen", [False, True], ids=["before it is seen", "while it is seen"])
def test_facts_have_their_height_as_soon_as_they_are_set(qtbot: QtBot, seen: bool) -> None:
    facts = Facts([("Kind", "Interview")])
    qtbot.addWidget(facts)
    if seen:
        facts.show()
    before = facts.heightForWidth(298)
    facts.set_pairs([("Teller", MANY), ("Kind", "Interview")])
    assert facts.heightForWidth(298) > before + 60, "the five codes are counted at once"
    labels = [x for x in facts.findChildren(QLabel) if not x.isHidden()]
    assert [x.text() for x in labels] == ["Teller", MANY, "Kind", "Interview"]
