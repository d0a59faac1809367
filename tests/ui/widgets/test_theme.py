"""Colours, sizes and fonts: contrast computed from the tokens, the rule of the text scale, changes that reach parts."""

from dataclasses import fields

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.buttons import Button
from ldp_stories.ui.widgets.labels import Label
from ldp_stories.ui.widgets.theme import Theme, theme
from ldp_stories.ui.widgets.tokens import DARK, LIGHT, ROLES, Tokens, scaled


def _bright(color: str) -> float:
    parts = [QColor(color).redF(), QColor(color).greenF(), QColor(color).blueF()]
    lin = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG counts it."""
    high, low = sorted((_bright(one), _bright(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


READ = [
    ("text", "paper"), ("text", "surface"), ("text", "rail"), ("text", "sunk"), ("text2", "paper"), ("text2", "surface"),
    ("text2", "rail"), ("text2", "sunk"), ("accent", "surface"), ("accent", "paper"), ("hover", "soft"),
    ("onaccent", "accent"), ("onaccent", "hover"), ("onsoft", "soft"), ("onsoft", "rail"), ("text2", "soft"),
    ("ok", "oksoft"), ("ok", "surface"), ("warn", "warnsoft"), ("text", "warnsoft"), ("bad", "badsoft"), ("bad", "surface"),
    ("bad", "rail"), ("accent", "warnsoft"), ("text", "mark"), ("text", "mark2"), ("text", "soft"), ("accent", "soft"),
]  # fmt: skip


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), READ)
def test_words_can_be_read_on_their_ground(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("edge", "surface"), ("edge", "paper"), ("accent", "paper"), ("ok", "surface"), ("warn", "surface")],
)
def test_edges_and_pictures_stand_out(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize("field", [field.name for field in fields(Tokens)])
def test_every_token_is_a_colour_in_both_sets(field: str) -> None:
    for tokens in (LIGHT, DARK):
        assert QColor(getattr(tokens, field)).isValid()


@pytest.mark.parametrize(
    ("size", "scale", "result"),
    [
        (16, 1.0, 16),
        (16, 2.0, 32),
        (14, 1.5, 21),
        (18, 2.0, 36),
        (24, 2.0, 41),
        (19, 2.0, 33),
        (30, 2.0, 45),
        (60, 2.0, 90),
    ],
)
def test_small_words_grow_in_full_and_large_ones_less(size: int, scale: float, result: int) -> None:
    assert scaled(size, scale) == result


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_a_font_has_the_size_of_its_role(qapp: QApplication, role: str, scale: float) -> None:
    theme().set(scale=scale)
    assert theme().font(role).pixelSize() == scaled(ROLES[role].size, scale)


def test_no_words_are_smaller_than_fourteen() -> None:
    assert min(role.size for role in ROLES.values()) == 14


def test_figures_stand_in_columns(qapp: QApplication) -> None:
    assert theme().font("body").isFeatureSet(QFont.Tag("tnum"))


def test_the_scale_stays_between_one_and_two(qapp: QApplication) -> None:
    theme().set(scale=3.0)
    assert theme().scale == 2.0
    theme().set(scale=0.2)
    assert theme().scale == 1.0


@pytest.mark.parametrize(("scale", "large"), [(1.0, False), (1.49, False), (1.5, True), (2.0, True)])
def test_large_text_begins_at_one_and_a_half(qapp: QApplication, scale: float, large: bool) -> None:
    theme().set(scale=scale)
    assert theme().large is large


def test_dark_changes_the_palette_of_the_program(qapp: QApplication) -> None:
    theme().set(mode="dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.paper
    theme().set(mode="light")
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == LIGHT.paper


def test_a_paper_tint_shows_in_light_and_not_in_dark(qapp: QApplication) -> None:
    theme().set(tint="#F4ECD8")
    assert theme().color("paper").name().upper() == "#F4ECD8"
    theme().set(mode="dark")
    assert theme().color("paper").name().upper() == DARK.paper


def test_easy_letters_stand_wider_apart_and_on_higher_lines(qapp: QApplication) -> None:
    plain = theme().line("body")
    theme().set(easy=True)
    assert theme().font("body").letterSpacing() == 103
    assert theme().line("body") > plain * 1.1


def test_plain_letters_come_back_when_easy_ones_are_switched_off(qapp: QApplication) -> None:
    before = theme().font("small").letterSpacing()
    theme().set(easy=True)
    theme().set(easy=False)
    theme().set(scale=1.2)
    assert theme().font("small").letterSpacing() == before


def test_a_change_is_told(qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme().changed):
        theme().set(mode="dark")


def test_a_colour_handed_out_is_ones_own(qapp: QApplication) -> None:
    theme().color("warn").setAlphaF(0.2)
    assert theme().color("warn").alpha() == 255


def test_a_part_takes_the_new_size_at_once(qtbot: QtBot) -> None:
    label = Label("Words")
    qtbot.addWidget(label)
    before = label.sizeHint()
    theme().set(scale=2.0)
    assert label.sizeHint().height() > before.height() * 1.8
    assert label.font().pixelSize() == 32


def test_a_part_that_is_gone_does_not_trouble_a_change(qtbot: QtBot) -> None:
    import shiboken6

    label = Label("Words")
    shiboken6.delete(label)
    theme().set(scale=1.5)
    assert theme().large


@pytest.mark.parametrize(
    ("height", "scale", "result"), [(44, 1.0, 44), (44, 2.0, 70), (56, 2.0, 90), (76, 1.5, 99)]
)
def test_controls_grow_by_six_tenths(qapp: QApplication, height: int, scale: float, result: int) -> None:
    theme().set(scale=scale)
    assert theme().grow(height) == result


def test_the_look_there_is_already_redraws_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    theme().set(scale=1.2)
    with qtbot.assertNotEmitted(theme().changed):
        theme().set(scale=1.2, mode="light", tint="")
    with qtbot.waitSignal(theme().changed):
        theme().set(single_keys=False)


def test_a_program_that_was_never_dressed_is_dressed_in_the_same_look_too(qapp: QApplication) -> None:
    theme().set(mode="light")
    sheet = qapp.styleSheet()
    qapp.setStyleSheet("")
    theme().set(mode="light")
    assert qapp.styleSheet() == sheet != ""


def test_the_systems_own_choice_is_looked_at_each_time(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Theme, "dark", False)
    theme().set(mode="system")
    monkeypatch.setattr(Theme, "dark", True)
    with qtbot.waitSignal(theme().changed):
        theme().set(mode="system")
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.paper


def test_a_part_that_was_never_shown_keeps_the_size_of_today(qtbot: QtBot) -> None:
    theme().set(scale=1.0)
    holder = QWidget()
    qtbot.addWidget(holder)
    button = Button("Send it back", size="main")
    QHBoxLayout(holder).addWidget(button)
    for scale in (1.5, 2.0):
        theme().set(scale=scale)
    holder.show()
    qtbot.waitExposed(holder)
    assert button.font().pixelSize() == theme().size("lead")
    theme().set(scale=1.0)
    assert button.font().pixelSize() == theme().size("lead")
