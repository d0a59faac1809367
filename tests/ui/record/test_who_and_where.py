"""The sentence at the head of a story: who, where, how private, who helped with the language, whether it was checked (domain 6.4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.ui.record.record_words import who_and_where
from tests.services.house import change, houses, name_id, tell


@pytest.fixture
def home(tmp_path: Path, qapp: QApplication) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (joan,):
        yield joan


def words(home: Home, record: str) -> str:
    return who_and_where(home, open_record(home, record))


def test_a_plain_story_says_kind_day_place_teller_and_age(home: Home) -> None:
    said = words(home, tell(home, place=name_id("millbrook")).record)
    assert said.startswith("Story told 14 May, Millbrook. Resident, 40 to 59.")
    assert "Not yet checked with the teller." in said


@pytest.mark.parametrize(
    ("kind", "word"),
    [("story", "Story told"), ("interview", "Interview told"), ("observation", "What I saw told")],
)
def test_each_kind_has_its_word(home: Home, kind: str, word: str) -> None:
    assert words(home, tell(home, kind=kind).record).startswith(word)


@pytest.mark.parametrize(("helped", "said"), [(True, True), (False, False), ("yes", False)])
def test_somebody_who_helped_with_the_language_is_said(home: Home, helped: object, said: bool) -> None:
    told = tell(home, teller={"interpreter": helped})
    assert ("Somebody helped with the language." in words(home, told.record)) is said


@pytest.mark.parametrize(
    ("private", "said"), [("yes", "Private."), ("partly", "Partly private."), ("no", "Not private.")]
)
def test_how_private_it_was_is_said(home: Home, private: str, said: str) -> None:
    told = tell(home)
    change(home, "encounter", told.encounter, private_enough=private)
    assert said in words(home, told.record)


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        ("not yet", "Not yet checked with the teller."),
        ("yes no change", "Checked with the teller."),
        ("yes changed", "Checked with the teller, and changed."),
        ("not wanted", "The teller did not want to check it."),
    ],
)
def test_whether_the_teller_checked_it_is_said(home: Home, checked: str, said: str) -> None:
    assert said in words(home, tell(home, checked_back=checked).record)


@pytest.mark.parametrize(("sensitivity", "said"), [("normal", False), ("careful", True)])
def test_a_story_to_handle_with_care_says_so(home: Home, sensitivity: str, said: bool) -> None:
    assert ("Handle with care." in words(home, tell(home, sensitivity=sensitivity).record)) is said


def test_a_place_of_the_past_says_until_when(home: Home) -> None:
    change(home, "place", name_id("fordbridge"), valid_to="2026-05-06")
    told = tell(home, place=name_id("fordbridge"), at="2026-02-01T10:00")
    assert "Fordbridge, until 6 May 2026" in words(home, told.record)


def test_the_sentence_never_names_the_teller_or_the_code(home: Home) -> None:
    said = words(home, tell(home).record)
    assert "LT-4HN7-KQY" not in said
    assert "Mrs Patel" not in said
