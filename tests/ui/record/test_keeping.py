"""Typing is kept soon, once, and at once when the person leaves."""

from pytestqt.qtbot import QtBot

from ldp_stories.ui.record.keeping import WAIT_MS, Keeper


def test_typing_is_kept_within_400_ms_without_a_further_key(qtbot: QtBot) -> None:
    kept: list[tuple[str, str]] = []
    keeper = Keeper(lambda key, text: kept.append((key, text)))
    keeper.keep("title", "T")
    keeper.keep("title", "Tea")
    assert kept == []
    qtbot.waitUntil(lambda: kept == [("title", "Tea")], timeout=5000)
    assert WAIT_MS <= 400


def test_steady_typing_does_not_put_off_keeping(qtbot: QtBot) -> None:
    kept: list[str] = []
    keeper = Keeper(lambda _, text: kept.append(text))
    typed = 0

    def type_on() -> bool:
        nonlocal typed
        typed += 1
        keeper.keep("words", f"letter {typed}")
        return bool(kept)

    qtbot.waitUntil(type_on, timeout=5000)
    assert typed > 1
    assert kept[0].startswith("letter ")


def test_leaving_keeps_everything_at_once_and_only_once() -> None:
    kept: list[tuple[str, str]] = []
    keeper = Keeper(lambda key, text: kept.append((key, text)))
    keeper.keep("title", "Tea")
    keeper.keep("words", "bulbs")
    keeper.flush()
    keeper.flush()
    assert kept == [("title", "Tea"), ("words", "bulbs")]


def test_the_last_text_of_a_field_is_the_one_that_is_kept() -> None:
    kept: list[tuple[str, str]] = []
    keeper = Keeper(lambda key, text: kept.append((key, text)))
    for text in ("a", "ab", "a", ""):
        keeper.keep("note", text)
    keeper.flush()
    assert kept == [("note", "")]


def test_nothing_typed_means_nothing_written() -> None:
    kept: list[tuple[str, str]] = []
    Keeper(lambda key, text: kept.append((key, text))).flush()
    assert kept == []
