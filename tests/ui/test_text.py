"""Words of the window: dates, lengths, sizes, sentences for errors."""

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import Scope
from ldp_stories.errors import SCOPES, SENTENCES, UserError, sentence
from ldp_stories.ui import text


def test_words_without_a_translation_are_shown_as_they_are(qtbot: QtBot) -> None:
    assert text.tr("Nothing yet.") == "Nothing yet."


def test_facts_are_put_into_their_places(qtbot: QtBot) -> None:
    assert text.tr("Send to {name}", name="Joan") == "Send to Joan"


def test_braces_in_a_persons_words_are_left_alone(qtbot: QtBot) -> None:
    assert text.tr("Send to {name}", name="{Joan}") == "Send to {Joan}"


def test_words_go_through_the_translator_of_the_window(qtbot: QtBot) -> None:
    class Loud(QTranslator):
        def translate(self, context: str, source: str, *_rest: object) -> str:
            return source.upper() if context == text.CONTEXT else ""

        def isEmpty(self) -> bool:
            return False

    loud = Loud()
    QCoreApplication.installTranslator(loud)
    try:
        assert text.tr("Saved") == "SAVED"
        assert text.day(date(2026, 5, 14)) == "14 MAY"
    finally:
        QCoreApplication.removeTranslator(loud)


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (7, "7 stories")]
)
def test_one_and_many_are_said_differently(qtbot: QtBot, count: int, words: str) -> None:
    assert text.many(count, "{n} story", "{n} stories") == words


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_error_has_a_sentence_that_ends_like_one(qtbot: QtBot, code: str) -> None:
    assert text.sentence(UserError(code)).endswith((".", "?"))


def test_the_sentence_of_an_error_names_its_facts(qtbot: QtBot) -> None:
    assert "/home/amina" in text.sentence(UserError("NO_HOME", folder="/home/amina"))


def test_a_fact_that_is_missing_does_not_hide_the_sentence(qtbot: QtBot) -> None:
    assert text.sentence(UserError("NO_HOME")) == SENTENCES["NO_HOME"]


def test_a_files_name_cannot_turn_the_sentence_round(qtbot: QtBot) -> None:
    said = text.sentence(UserError("NO_HOME", folder="abc\u202efdp.exe"))
    assert "\u202e" not in said
    assert "[RLO]" in said


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [("a\u200eb", "a[LRM]b"), ("a\u2066b\u2069", "a[LRI]b[PDI]"), ("نص", "نص"), ("a\u061cb", "a[ALM]b")],
)
def test_invisible_direction_controls_are_shown_by_name(hidden: str, shown: str) -> None:
    assert text.visible(hidden) == shown


def test_days_are_said_as_people_say_them(qtbot: QtBot) -> None:
    assert text.day(date(2026, 5, 14)) == "14 May"
    assert text.long_day(date(2024, 5, 21)) == "Tuesday 21 May"
    assert text.day_year(date(2026, 5, 14)) == "14 May 2026"


def test_a_moment_of_the_day_is_a_day_too(qtbot: QtBot) -> None:
    assert text.day(datetime(2026, 1, 2, 3, 4, tzinfo=UTC)) == "2 January"


def test_days_that_are_alike_are_told_apart_by_the_time_and_then_by_the_second(qtbot: QtBot) -> None:
    local = datetime(2026, 5, 14, 10, 42).astimezone()
    labels = [(local + timedelta(seconds=s)).isoformat() for s in (0, 5, 3600, 86_400)]
    assert text.told_apart(labels) == ["14 May, 10:42:00", "14 May, 10:42:05", "14 May, 11:42", "15 May"]
    assert text.told_apart(["no moment", labels[0]], text.long_day) == ["no moment", "Thursday 14 May"]


def test_the_time_of_day_has_two_figures_each() -> None:
    assert text.time_of_day(datetime(2026, 1, 2, 9, 4, tzinfo=UTC)) == "09:04"


@pytest.mark.parametrize(
    ("ms", "words"),
    [(0, "00:00"), (218_000, "03:38"), (3_599_999, "59:59"), (3_725_000, "1:02:05"), (-5, "00:00")],
)
def test_a_place_in_a_recording_is_a_clock(ms: int, words: str) -> None:
    assert text.clock(ms) == words


@pytest.mark.parametrize(
    ("ms", "words"),
    [(45_000, "45 s"), (720_000, "12 min"), (3_900_000, "1 h 5 min"), (7_200_000, "2 h"), (59_700, "1 min")],
)
def test_a_length_is_said_roundly(qtbot: QtBot, ms: int, words: str) -> None:
    assert text.minutes(ms) == words


def test_a_length_in_full_has_its_seconds(qtbot: QtBot) -> None:
    assert text.length(2_465_000) == "41 min 5 s"
    assert text.length(9_000) == "9 s"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (12, "12 bytes"),
        (14_200, "14 KB"),
        (999_999, "1000 KB"),
        (1_400_000, "1.4 MB"),
        (14_000_000, "14 MB"),
        (1_234_000_000, "1.2 GB"),
    ],
)
def test_a_size_is_said_with_its_unit(qtbot: QtBot, count: int, words: str) -> None:
    assert text.size(count) == words


def test_a_share_is_said_in_per_cent_with_a_gap() -> None:
    assert text.percent(0.624) == "62 %"


@pytest.mark.parametrize("scope", list(Scope))
def test_what_people_agree_to_has_words_inside_a_sentence(qtbot: QtBot, scope: Scope) -> None:
    said = text.sentence(UserError("NO_PERMISSION", scope=scope.value))
    assert said == sentence(UserError("NO_PERMISSION", scope=scope.value))
    assert SCOPES[scope.value] in said
    assert "_" not in said


@pytest.mark.parametrize(
    ("names", "said"),
    [("Joan", "Joan"), ("Theo, Priya", "Theo and Priya"), ("A, B, C", "A, B and C"), ("", "")],
)
def test_names_in_a_list_are_said_as_people_say_them(names: str, said: str) -> None:
    assert text.in_a_row(names) == said


def test_facts_that_are_read_from_the_right_stand_apart_in_a_line(qtbot: QtBot) -> None:
    assert text.tr("{name} has {n}", name="ثمر", n=5) == "\u2068ثمر\u2069 has 5"
    assert text.tr("{name} has {n}", name="Theo", n=5) == "Theo has 5"
    assert text.tr("{name} has {n}", name=text.apart("ثمر"), n=5) == "\u2068ثمر\u2069 has 5"
    both = ", ".join(map(text.apart, ("ثمر", "נועה")))
    assert text.tr("{names}.", names=both) == f"\u2068{both}\u2069."


def test_names_in_a_sentence_of_an_error_stand_apart_and_hide_nothing(qtbot: QtBot) -> None:
    said = text.sentence(UserError("SAME_NAME", name="ثمر\u202e"))
    assert "\u2068ثمر[RLO]\u2069" in said
