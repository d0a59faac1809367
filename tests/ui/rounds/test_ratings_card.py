"""A table of ratings on screen: chosen from a file, its kind pressed, the outcome in sentences, nothing of it kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from ldp_stories.services.home import Home
from ldp_stories.ui.record import ratings_card as module
from ldp_stories.ui.record.agreement_screen import TABLE, AgreementScreen
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk
from tests.ui.rounds.conftest import a_round, stories

NAMED = "unit,Ann,Bea\n" + "".join(
    f"u{n},{pair}\n" for n, pair in enumerate(["1,1", "2,2", "3,3", "9,9", "2,3", "9,1"] * 5)
)


def written(desk: Desk, text: str | bytes = NAMED, name: str = "ratings.csv") -> Path:
    assert desk.folder is not None
    path = desk.folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    desk.context.pick_file = lambda _title, _kinds: path
    return path


def screen_of(desk: Desk, **look: object) -> AgreementScreen:
    screen = AgreementScreen(desk.context, TABLE)
    desk.show(screen, **look)  # type: ignore[arg-type]
    return screen


def press(screen: AgreementScreen, words: str) -> None:
    """A word of the questions, or of the fold, by its beginning."""
    found = [
        one
        for one in screen.ratings.findChildren(QAbstractButton)
        if one.isVisible() and one.text().startswith(words)
    ]
    assert len(found) == 1, words
    found[0].click()


def read(desk: Desk, screen: AgreementScreen) -> str:
    """Choose the table; the words that stand there then."""
    button(screen, "Choose a table").click()
    desk.settle()
    desk.until(lambda: screen.ratings.inside.count())
    return words_on(screen)


def pressed(desk: Desk, screen: AgreementScreen, words: str) -> str:
    press(screen, words)
    desk.settle()
    return words_on(screen)


def all_bytes(home: Home) -> dict[Path, bytes]:
    """Every file of the notebook (its shared memory aside, which reading changes)."""
    return {
        path: path.read_bytes()
        for path in home.folder.rglob("*")
        if path.is_file() and not path.name.endswith("-shm")
    }


def test_before_a_table_is_chosen_it_says_what_one_looks_like(desk: Desk) -> None:
    screen = screen_of(desk)
    text = words_on(screen)
    assert "One line for each thing that was rated, one column for each person" in text
    assert "Nothing of it is kept in this notebook." in text
    assert not screen.ratings.questions.isVisible()
    desk.context.pick_file = lambda _title, _kinds: None
    button(screen, "Choose a table").click()
    assert not desk.tasks.running()


def test_a_chosen_table_takes_the_room_of_the_rounds_that_are_not_there(desk: Desk) -> None:
    written(desk)
    screen = screen_of(desk)
    assert "No rounds yet" in words_on(screen)
    assert "No rounds yet" not in read(desk, screen)
    screen.read()
    assert "No rounds yet" not in words_on(screen)


def test_names_are_doubted_and_the_kinds_give_the_values_of_the_terminal(desk: Desk) -> None:
    written(desk)
    screen = screen_of(desk)
    text = read(desk, screen)
    assert "ratings.csv" in text
    assert "Read as 31 units by 3 people." in text
    assert "The words of the first line stand nowhere else. If those are no ratings" in text
    assert "every line" in pressed(desk, screen, "the first line")
    text = pressed(desk, screen, "the first column")
    assert "Read as 30 units by 2 people." in text
    assert "If those are no ratings" not in text
    assert "The same answer on 20 of 30 (67 %, between" in text
    assert "Cohen's kappa 0." in text
    text = pressed(desk, screen, "in order (ordinal)")
    assert "The same answer on 20 of 30 (67 %)." in text
    assert "kappa" not in text
    assert "Krippendorff's alpha 0." in text
    ordinal = screen.ratings.seen
    pressed(desk, screen, "even steps (interval)")
    interval = screen.ratings.seen
    pressed(desk, screen, "from a true zero (ratio)")
    ratio = screen.ratings.seen
    assert ordinal is not None
    assert interval is not None
    assert ratio is not None
    found = {one.values["alpha"].value for one in (ordinal, interval, ratio)}
    assert len(found) == 3


def test_where_people_differ_is_listed_by_the_names_of_the_table(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(desk)
    screen = screen_of(desk)
    read(desk, screen)
    for words in ("the first line", "the first column"):
        pressed(desk, screen, words)
    text = pressed(desk, screen, "Show where we differ (10)")
    for words in ("u4", "u29", "Ann", "Bea"):
        assert words in text
    assert "u0\n" not in text
    pressed(desk, screen, "Show where we differ (10)")
    monkeypatch.setattr(module, "_SHOWN", 4)
    assert "These are the first 4 of 10." in pressed(desk, screen, "Show where we differ (10)")


def test_without_names_lines_and_people_are_numbered_and_gaps_are_said(desk: Desk) -> None:
    written(desk, "1,2,\n3,3,3\n4,4,4\n")
    screen = screen_of(desk)
    text = read(desk, screen)
    assert "Too few to say. The same answer on 2 of 3." in text
    assert "This is a small sample: 3 of at least 20." in text
    assert "alpha" not in text
    text = pressed(desk, screen, "Show where we differ (1)")
    for words in ("Line 1", "Person 3", "Nothing said"):
        assert words in text


def test_what_cannot_be_defined_says_why(desk: Desk) -> None:
    written(desk, "2,2\n" * 20)
    screen = screen_of(desk)
    read(desk, screen)
    text = pressed(desk, screen, "in order")
    assert "Krippendorff's alpha cannot be defined, because all the answers are the same." in text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "There are no ratings in ratings.csv."),
        (b"PK\x03\x04\xff\xfe\x00", "ratings.csv is not a table that can be read here."),
        ("caf\u00e9,1\n".encode("latin-1"), "save it as CSV UTF-8"),
        (b"1\n2\n3\n", "There is only one person\u2019s column in ratings.csv."),
    ],
)
def test_a_file_that_will_not_do_is_said_in_plain_words(desk: Desk, data: bytes, words: str) -> None:
    written(desk, data)
    screen = screen_of(desk)
    assert words in read(desk, screen)
    assert screen.ratings.seen is None


def test_a_bad_file_after_a_good_one_leaves_nothing_of_the_first(desk: Desk) -> None:
    path = written(desk)
    screen = screen_of(desk)
    read(desk, screen)
    assert screen.ratings.questions.isVisible()
    path.unlink()
    text = read(desk, screen)
    assert "The file ratings.csv cannot be read." in text
    assert "Read as" not in text
    assert not screen.ratings.questions.isVisible()


def test_words_among_numbers_are_named_and_another_kind_mends_it(desk: Desk) -> None:
    written(desk, "1,2\n3,often\n")
    screen = screen_of(desk)
    read(desk, screen)
    assert "this one is not: often" in pressed(desk, screen, "even steps")
    text = pressed(desk, screen, "names (nominal)")
    assert "often" not in text
    assert "Too few to say. The same answer on 0 of 2." in text


def test_one_kind_always_holds(desk: Desk) -> None:
    written(desk, "1,2\n3,4\n")
    screen = screen_of(desk)
    read(desk, screen)
    for _ in range(2):
        pressed(desk, screen, "in order")
        assert screen.ratings.kind.value() == ["ordinal"]


def test_it_stands_beside_the_rounds_and_a_change_elsewhere_leaves_it(desk: Desk, home: Home) -> None:
    stories(home, 1)
    made = a_round(home, tags=("D1",))
    written(desk)
    screen = AgreementScreen(desk.context)
    desk.show(screen)
    assert screen.chosen == made.id
    assert not screen.ratings.isVisible()
    screen.cards[TABLE].click()
    assert not screen.card.isVisible()
    read(desk, screen)
    screen.refresh(frozenset({"coding"}))
    assert screen.chosen == TABLE
    assert "Read as 31 units" in words_on(screen)


def test_nothing_of_the_table_is_kept(desk: Desk, home: Home) -> None:
    written(desk, "zebrafish,zebrafish\nplatypus,zebrafish\n", name="wombat.csv")
    screen = screen_of(desk)
    before = all_bytes(home)
    read(desk, screen)
    pressed(desk, screen, "Show where we differ (1)")
    assert all_bytes(home) == before


def test_by_keyboard_alone(desk: Desk) -> None:
    written(desk)
    screen = screen_of(desk)
    screen.ratings.pick.setFocus()
    desk.key(screen, Qt.Key.Key_Space)
    desk.settle()
    desk.until(lambda: screen.ratings.questions.isVisible())
    for _ in range(2):
        desk.key(screen, Qt.Key.Key_Tab)
    desk.key(screen, Qt.Key.Key_Left)
    desk.key(screen, Qt.Key.Key_Space)
    desk.settle()
    assert screen.ratings.names.value() == ["line"]


@pytest.mark.parametrize("look", [{"scale": 2.0}, {"rtl": True}, {"size": (1024, 600)}])
def test_it_is_whole_in_every_look(desk: Desk, look: dict[str, object]) -> None:
    written(desk)
    screen = screen_of(desk, **look)
    read(desk, screen)
    pressed(desk, screen, "the first line")
    pressed(desk, screen, "Show where we differ")
    desk.until(lambda: not cut(screen))
    walk_names(screen)
