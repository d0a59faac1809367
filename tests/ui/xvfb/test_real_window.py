"""The program on a real display: it starts, it is drawn, the focus goes where the keys say."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.ui.xvfb.program import Program

pytestmark = pytest.mark.xvfb


def colors(image: QImage) -> int:
    """How many colours a picture has, looked at from afar."""
    small = image.scaled(128, 72).convertToFormat(QImage.Format.Format_RGB32)
    return len({small.pixel(x, y) for x in range(128) for y in range(72)})


def test_the_program_starts_in_a_new_home_and_shows_the_start_screen(program: Program) -> None:
    state = program.state()
    assert state["platform"] == "xcb"
    assert state["title"] == "Start, LDP Stories"
    assert "Welcome" in state["words"]
    assert {"Set up your notebook", "Try with practice"} <= set(state["buttons"])
    assert program.close() == 0


def test_the_start_screen_is_really_on_the_display(program: Program, tmp_path: Path) -> None:
    picture = tmp_path / "start.png"
    assert program.ask(f"grab {picture}") > 1_000
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1366, 768)
    assert colors(image) > 20


def test_closing_leaves_nothing_on_standard_error(program: Program) -> None:
    program.state()
    assert program.close() == 0
    errors = program.log.read_text(errors="replace")
    assert "Traceback" not in errors
    assert "Error" not in errors


def test_practice_opens_by_the_keyboard_alone(program: Program) -> None:
    for _ in range(12):
        if program.key("Tab")["focus"] == "Try with practice":
            break
    program.key("Return")
    assert program.state()["title"] == "Home, LDP Stories"


def test_home_is_really_on_the_display(practice: Program, tmp_path: Path) -> None:
    picture = tmp_path / "home.png"
    assert practice.ask(f"grab {picture}") > 10_000
    image = QImage(str(picture))
    assert (image.width(), image.height()) == (1366, 768)
    assert colors(image) > 60
    paper = image.pixelColor(700, 740)
    assert paper.lightness() > 200


def test_tab_goes_through_home_once_round_and_shows_its_ring(practice: Program) -> None:
    seen: list[str] = []
    for _ in range(40):
        state = practice.key("Tab")
        assert state["focus"], f"something without a name has the focus after {seen}"
        if seen and state["focus"] == seen[0]:
            break
        seen.append(state["focus"])
    else:
        pytest.fail(f"Tab never came round: {seen}")
    assert any(name.startswith("New conversation") for name in seen)
    assert "Write what I saw" in seen
    assert "Worried about someone?" in seen
    twice = {name for name in seen if seen.count(name) > 1}
    assert twice <= {"New conversation"}, f"only the start stands in the rail and on Home: {seen}"


def test_shift_tab_goes_back_to_where_tab_came_from(practice: Program) -> None:
    first = practice.key("Tab")["focus"]
    assert practice.key("Tab")["focus"] != first
    assert practice.key("Shift+Tab")["focus"] == first


def test_the_ring_is_drawn_round_what_tab_reached(practice: Program) -> None:
    assert any(practice.key("Tab")["ring"] for _ in range(3))


def test_f8_shows_the_steps_at_once_and_esc_returns(practice: Program) -> None:
    before = practice.key("Tab")["focus"]
    state = practice.key("F8")
    assert state["overlay"]
    assert any("Do this now" in words for words in state["words"])
    for _ in range(4):
        assert practice.key("Tab")["overlay"]
    state = practice.key("Esc")
    assert not state["overlay"]
    assert state["focus"] == before
    assert state["title"] == "Home, LDP Stories"


def test_f9_hides_everything_and_a_key_brings_practice_back(practice: Program, tmp_path: Path) -> None:
    state = practice.key("F9")
    assert state["hidden"]
    assert "LDP" not in state["title"]
    assert state["words"] == []
    assert state["buttons"] == []
    picture = tmp_path / "hidden.png"
    assert practice.ask(f"grab {picture}")
    state = practice.key("Space")
    assert not state["hidden"]
    assert state["title"] == "Home, LDP Stories"


def test_consent_is_reached_and_answered_by_keys(practice: Program) -> None:
    practice.key("Ctrl+N")
    assert "Where and who" in practice.state()["title"]
    state = practice.key("Ctrl+Return")
    assert "Consent" in state["title"]
    seen: list[str] = []
    for _ in range(25):
        focus = practice.key("Tab")["focus"]
        assert focus, f"something without a name has the focus after {seen}"
        if focus in seen:
            break
        seen.append(focus)
    assert "I have said it" in " ".join(seen)


def test_what_was_typed_on_a_real_keyboard_is_kept(practice: Program) -> None:
    practice.key("Ctrl+,")
    assert practice.state()["title"] == "Preferences, LDP Stories"
    practice.key("F1")
    assert practice.state()["title"] == "Help, LDP Stories"


def test_the_smallest_laptop_holds_the_whole_window(practice: Program) -> None:
    wide, high = practice.state()["size"]
    assert wide <= 1366
    assert high <= 768
