"""What is kept without a yes stands on the page of their answers, with the way to take it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ldp_stories.ui.record.changed_mind import ChangedMindPage
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, sound_file, story, view_of


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    return story(desk.home, sound=sound_file(tmp_path))


def page(desk: Desk, record: str, *, scale: float = 1.0, rtl: bool = False) -> ChangedMindPage:
    made = ChangedMindPage(desk.context, view_of(desk.home, record))
    desk.show(made, size=(1000, 700), scale=scale, rtl=rtl)
    made.focus_start()
    return made


def say_no(shown: ChangedMindPage, key: str) -> None:
    (row,) = [row for (_, name), row in shown.rows.items() if name == key]
    row.chosen.emit(["no"])


def test_with_a_yes_there_is_no_card(desk: Desk, record: str) -> None:
    shown = page(desk, record)
    assert shown.kept.isHidden()
    say_no(shown, "share_team")
    assert shown.kept.isHidden(), "another no keeps the sound"


def test_after_a_no_to_the_voice_it_is_taken_out_by_keyboard(desk: Desk, record: str) -> None:
    shown = page(desk, record)
    say_no(shown, "audio")
    assert "A recording is kept without a yes to it." in words_on(shown)
    (code,) = [p.code for p in view_of(desk.home, record).participants]
    assert f"The code is {code}." in words_on(shown)
    out = button(shown, "Take it out for good")
    assert not out.isEnabled(), "not before the code is typed"
    desk.type(shown.kept.code, code)
    assert out.isEnabled()
    changed: list[bool] = []
    shown.changed.connect(lambda: changed.append(True))
    out.click()
    desk.until(lambda: shown.kept.isHidden())
    assert view_of(desk.home, record).media == ()
    assert view_of(desk.home, record).layers
    assert changed == [True]
    assert desk.told[-1].startswith("Taken out.")


def test_a_slip_in_the_code_is_said_beside_it_and_takes_nothing(desk: Desk, record: str) -> None:
    shown = page(desk, record)
    say_no(shown, "audio")
    desk.type(shown.kept.code, "LT-2222-223")
    button(shown, "Take it out for good").click()
    desk.until(lambda: shown.kept.trouble.isVisible())
    assert "a slip in it" in words_on(shown.kept)
    assert view_of(desk.home, record).media
    assert button(shown, "Take it out for good").isEnabled()


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, True), (2.0, False)])
def test_it_is_named_and_whole(desk: Desk, record: str, scale: float, rtl: bool) -> None:
    shown = page(desk, record, scale=scale, rtl=rtl)
    say_no(shown, "audio")
    assert walk_names(shown)
    desk.until(lambda: cut(shown) == [])
