"""What a screen reader hears in the consent flow: the question first, three whole answers, and what was saved, never a bare button."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ldp_stories.services.record_encounter import begin, conversation, set_facts
from ldp_stories.ui.researcher import consent as consent_module
from ldp_stories.ui.researcher.consent import ConsentStep
from ldp_stories.ui.researcher.consent_pages import AskPage, ChannelsPage, MethodPage, NamedPage
from tests.ui.helpers import name_of, walk_names
from tests.ui.on_screen import Desk


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is said to the reader beside the focus."""
    said: list[str] = []

    def say(_widget: QWidget, words: str, *, assertive: bool = False) -> None:
        del assertive
        said.append(words)

    monkeypatch.setattr(consent_module, "announce", say)
    return said


def pages(desk: Desk, step: ConsentStep) -> Iterator[QWidget]:
    """Every page of the flow, answered with yes by its key or its own way on."""
    while True:
        page = step.page
        yield page
        if isinstance(page, MethodPage):
            return
        if isinstance(page, AskPage):
            desk.key(step, Qt.Key.Key_1)
        elif isinstance(page, ChannelsPage | NamedPage):
            page.on.click()
        else:
            desk.key(step, Qt.Key.Key_Return, ctrl=True)


@pytest.mark.parametrize("facts", [{}, {"age_band": "16-17"}, {"kind": "group"}, {"kind": "phone"}])
def test_the_whole_flow_can_be_walked_by_ear(desk: Desk, heard: list[str], facts: dict[str, str]) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, **facts)
    step = ConsentStep(desk.context, talk)
    desk.show(step)
    seen = 0
    for page in pages(desk, step):
        names = walk_names(step)
        assert all(names)
        if isinstance(page, AskPage):
            seen += 1
            assert page.page.question is not None
            assert page.group.accessibleName() == page.page.question.question, (
                "the group is named by the question"
            )
            assert page.heading.text() == page.page.question.question
            assert [name_of(b).split(",")[0] for b in page.buttons.values()] == ["Yes", "No", "Not asked"]
            assert [b.accessibleDescription() != "" for b in page.buttons.values()] == [True] * 3
            focus = step.window().focusWidget()
            assert focus in (page.heading, *page.buttons.values()) or seen == 1
    assert seen >= 13
    saved = [w for w in heard if w.startswith("Yes saved.")]
    assert len(saved) >= 12
    assert saved[0] == "Yes saved. Question 2 of 14"


def test_codes_are_read_letter_by_letter(desk: Desk) -> None:
    talk = begin(desk.home)
    set_facts(desk.home, talk.id, said_first=True, kind="group")
    from ldp_stories.services.meet_group import join
    from ldp_stories.ui.researcher.people_here import PeoplePage

    made = join(desk.home, talk.id)
    page = PeoplePage(desk.context, conversation(desk.home, talk.id))
    desk.show(page)
    names = walk_names(page)
    assert f"They have gone, code {' '.join(made.code)}" in names


def test_an_answer_that_was_given_says_so_when_one_comes_back(desk: Desk) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True)
    step = ConsentStep(desk.context, talk)
    desk.show(step)
    desk.key(step, Qt.Key.Key_2)
    assert "Stop kindly" in step.page.heading.text()  # type: ignore[attr-defined]
    step.step_back()
    assert isinstance(step.page, AskPage)
    assert [name_of(b) for b in step.page.buttons.values()] == ["Yes", "No, answered before", "Not asked"]
