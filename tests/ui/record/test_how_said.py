"""How somebody said yes, and the day, stand under what they agreed to: for a coordinator and whoever asked them, not for an evaluator."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ldp_stories.domain.consent import Answer, Consent, ConsentStatus, Method
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Home
from ldp_stories.ui.record.how_said import HowSaid, how_words
from ldp_stories.ui.record.record_screen import RecordScreen
from tests.ui.helpers import cut
from tests.ui.on_screen import Desk, story, view_of

YES = Consent("c", "p", "e", {"take_part": Answer.YES}, method=Method.PAPER, said_on="2026-05-10")


@pytest.mark.parametrize(
    ("consents", "words"),
    [
        ([], ""),
        ([replace(YES, answers={"take_part": Answer.NO})], ""),
        ([replace(YES, status=ConsentStatus.WITHDRAWN)], ""),
        ([YES], "They said yes on a paper form, 10 May 2026."),
        ([YES, YES], "They said yes on a paper form, 10 May 2026."),
        ([replace(YES, method=None, said_on="")], "They said yes in a way that is not noted."),
        (
            [YES, replace(YES, method=Method.WITNESS), YES],
            "They said yes on a paper form, 10 May 2026 (2); aloud, and a witness heard, 10 May 2026 (1).",
        ),
    ],
)
def test_each_way_is_said_once_with_its_day(consents: list[Consent], words: str) -> None:
    assert how_words(consents) == words


def test_every_way_has_its_words() -> None:
    said = {how_words([replace(YES, method=method)]) for method in Method}
    assert len(said) == len(Method)
    assert not any("not noted" in words for words in said)


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_it_stands_on_the_story_under_what_they_agreed_to(desk: Desk, scale: float, rtl: bool) -> None:
    screen = RecordScreen(desk.context, story(desk.home))
    desk.show(screen, scale=scale, rtl=rtl)
    assert screen.how.text().startswith("They said yes ")
    assert screen.how.text().endswith("10 May 2026.")
    assert screen.how.isVisibleTo(screen)
    assert screen.strip.y() < screen.how.y()
    desk.until(lambda: cut(screen) == [])


@pytest.mark.parametrize(
    ("role", "own", "seen"),
    [
        (Role.EVALUATOR, False, False),
        (Role.RESEARCHER, False, False),
        (Role.COORDINATOR, False, True),
        (Role.EVALUATOR, True, True),
    ],
)
def test_an_evaluator_does_not_see_how_others_said_yes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, role: Role, own: bool, seen: bool
) -> None:
    view = view_of(desk.home, story(desk.home))
    line = HowSaid(desk.context)
    desk.qtbot.addWidget(line)
    monkeypatch.setattr(Home, "roles", lambda _: frozenset({role}))
    if not own:
        monkeypatch.setattr(Home, "own_devices", lambda _: frozenset())
    line.show_of(view)
    assert bool(line.text()) is seen
    assert line.isHidden() is not seen
