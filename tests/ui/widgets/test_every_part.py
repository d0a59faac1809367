"""Every part in every language of the programme, in light and dark, at all text sizes and from both sides of reading."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.ui.widgets.tagcard import TagCard
from ldp_stories.ui.widgets.theme import theme
from tests.ui.helpers import cut, dressed, unnamed
from tests.ui.widgets.parts import (
    LEFT_TO_RIGHT_ALWAYS,
    PARTS,
    PEOPLES_OWN,
    SAME_FROM_BOTH_SIDES,
    WORDS,
    on_page,
    same,
)

WIDE = (1000, 700)


def lasting_faults(qtbot: QtBot, page: QWidget) -> list[str]:
    """What is cut or has no name once everything stands; the width of Nastaliq wavers by a pixel from one measure to the next."""

    def faults() -> list[str]:
        return cut(page, slack=1) + unnamed(page)

    try:
        qtbot.waitUntil(lambda: not faults(), timeout=500)
    except qtbot.TimeoutError:
        return faults()
    return []


@pytest.mark.parametrize("kind", PARTS)
def test_no_language_is_cut_at_any_size_and_everything_is_named(qtbot: QtBot, kind: str) -> None:
    pages = {language: on_page(PARTS[kind](words)) for language, words in WORDS.items()}
    for page in pages.values():
        dressed(qtbot, page, size=WIDE)
    found = []
    for scale in (1.0, 1.5, 2.0):
        theme().set(scale=scale)  # once for all languages: dressing the whole program anew is what takes long
        for language, page in pages.items():
            found += [f"{language} {scale}: {one}" for one in lasting_faults(qtbot, page)]
    assert found == []


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_is_drawn_anew_when_the_dark_comes_and_goes(qtbot: QtBot, kind: str) -> None:
    page = on_page(PARTS[kind](WORDS["English"]))
    dressed(qtbot, page, size=WIDE)
    light = page.grab().toImage()
    theme().set(mode="dark")
    dark = page.grab().toImage()
    theme().set(mode="light")
    assert not same(light, dark)
    assert same(light, page.grab().toImage())


@pytest.mark.parametrize("kind", PARTS)
def test_a_part_grows_with_the_text_and_comes_back(qtbot: QtBot, kind: str) -> None:
    part = PARTS[kind](WORDS["English"])
    page = on_page(part)
    dressed(qtbot, page, size=(900, 500))
    before = part.sizeHint()
    theme().set(scale=2.0)
    larger = part.sizeHint()
    theme().set(scale=1.0)
    assert part.sizeHint() == before
    if kind == "AnswerButton":
        assert larger.width() < before.width()  # the helper under the answer gives way to its words
    elif kind not in ("ProgressDots", "Waveform", "LevelMeter", "ProgressLine", "StoryText"):
        assert larger.height() > before.height() or larger.width() > before.width()


@pytest.mark.parametrize("kind", [kind for kind in PARTS if kind not in SAME_FROM_BOTH_SIDES])
def test_what_mirrors_and_what_does_not(qtbot: QtBot, kind: str) -> None:
    pictures = []
    for rtl in (False, True):
        part = PARTS[kind](WORDS["English"])
        page = on_page(part)
        dressed(qtbot, page, rtl=rtl, size=(1000, 500))
        pictures.append(part.grab().toImage())
    assert same(pictures[0], pictures[1]) == (kind in (*LEFT_TO_RIGHT_ALWAYS, *PEOPLES_OWN))


@pytest.mark.parametrize("kind", PARTS)
def test_a_disabled_part_is_drawn_and_takes_no_keys(qtbot: QtBot, kind: str) -> None:
    part = PARTS[kind](WORDS["English"])
    page = on_page(part)
    dressed(qtbot, page, size=WIDE)
    part.setEnabled(False)
    assert not page.grab().toImage().isNull()
    for widget in [part, *part.findChildren(QWidget)]:
        assert not widget.isEnabled()
        assert not widget.hasFocus()


@pytest.mark.parametrize("kind", [k for k in PARTS if k not in ("NumberDisc", "PhoneNumber", "CodePlate")])
def test_a_part_with_a_very_long_name_stays_on_the_page(qtbot: QtBot, kind: str) -> None:
    words = "Bibi Amina " * 30
    page = on_page(PARTS[kind](words.strip()))
    dressed(qtbot, page, size=(1000, 1400))
    shown = [label for label in page.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    assert all(label.width() <= page.width() for label in shown)
    assert unnamed(page) == []


@pytest.mark.parametrize(
    "kind",
    ["Label", "Banner", "EmptyState", "Facts", "CheckLine", "Moment", "TagCard", "PassageCard", "PromptList"],
)
def test_words_that_wrap_give_narrow_pages_more_height(qtbot: QtBot, kind: str) -> None:
    part = PARTS[kind](WORDS["English"] * 3)
    page = on_page(part)
    dressed(qtbot, page, size=WIDE)
    layout = part.layout()
    high = layout.heightForWidth if layout is not None else part.heightForWidth
    assert high(380) > high(900)


@pytest.mark.parametrize("kind", ["Label", "CheckLine", "Moment", "TagCard"])
def test_empty_words_are_an_empty_part_and_no_fault(qtbot: QtBot, kind: str) -> None:
    empty = TagCard("", "") if kind == "TagCard" else PARTS[kind]("")
    page = on_page(empty)
    dressed(qtbot, page, size=(500, 200))
    assert cut(page) == []
    assert not page.grab().isNull()
