"""The marks of a foreign project, read one by one: whose words, which seconds, which tag, and what was noted."""

from dataclasses import replace

import pytest

from ldp_stories.reports.refi.model import (
    Code,
    Coding,
    Project,
    Selection,
    SoundSource,
    Span,
    SyncPoint,
    TextSource,
    Transcript,
)
from ldp_stories.services.exchange_marks import ForeignMarks, foreign_marks
from tests.reports.refi.made import HOME, TRUST, WORDS, at, guid, small

CODE = Code(guid(10), "Trust")


def project(*sources: TextSource | SoundSource, notes: tuple[TextSource, ...] = ()) -> Project:
    return Project("P", codes=(CODE,), sources=sources, notes=notes)


def coding(number: int, *notes: str) -> Coding:
    return Coding(guid(number), CODE.guid, notes=notes)


def text(*selections: Selection, whole: tuple[Coding, ...] = ()) -> TextSource:
    return TextSource(guid(100), "Tea", WORDS, selections=selections, codings=whole)


def stretch(quote: str, number: int, *codings: Coding, **facts: object) -> Selection:
    start, end = at(quote)
    return replace(Selection(guid(number), start, end, codings=codings), **facts)  # type: ignore[arg-type]


def quotes(found: ForeignMarks) -> list[str]:
    return [mark.at.quote if mark.at else "" for mark in found.marks]


def test_a_mark_has_its_words_and_what_stands_round_them() -> None:
    (mark,) = foreign_marks(project(text(stretch("sit down", 1, coding(2))))).marks
    assert mark.at is not None
    assert (mark.at.quote, mark.at.layer) == ("sit down", "")
    assert mark.at.before.endswith("& ")
    assert mark.at.after.startswith(".")
    assert (mark.guid, mark.code, mark.sound, mark.memo) == (guid(2), CODE.guid, None, "")
    assert mark.where.guids == (guid(100),)


def test_two_tags_on_one_stretch_are_two_marks() -> None:
    found = foreign_marks(project(text(stretch("sit down", 1, coding(2), coding(3)))))
    assert quotes(found) == ["sit down", "sit down"]
    assert [m.guid for m in found.marks] == [guid(2), guid(3)]


def test_the_memo_is_made_of_every_note_once() -> None:
    notes = (TextSource(guid(20), "n", "First"), TextSource(guid(21), "n", "Second "))
    one = stretch("sit down", 1, coding(2, guid(20)), notes=(guid(20), guid(21)), description=" Third")
    (mark,) = foreign_marks(project(text(one), notes=notes)).marks
    assert mark.memo == "First\n\nSecond\n\nThird"


def test_a_note_that_is_not_in_the_file_is_no_memo() -> None:
    (mark,) = foreign_marks(project(text(stretch("sit down", 1, coding(2, guid(99)))))).marks
    assert mark.memo == ""


@pytest.mark.parametrize(
    ("facts", "bare"),
    [({}, ()), ({"description": "look here"}, (guid(1),)), ({"notes": (guid(20),)}, (guid(1),))],
)
def test_a_stretch_without_a_tag_counts_only_when_something_was_said_about_it(
    facts: dict[str, object], bare: tuple[str, ...]
) -> None:
    notes = (TextSource(guid(20), "n", "A thought"),)
    found = foreign_marks(project(text(stretch("sit down", 1, **facts)), notes=notes))
    assert found.marks == ()
    assert found.bare == bare


def test_a_tag_on_a_whole_text_stands_on_all_of_it() -> None:
    (mark,) = foreign_marks(project(text(whole=(coding(2),)))).marks
    assert mark.at is not None
    assert (mark.at.start, mark.at.end) == (0, len(WORDS))


def test_a_tag_on_a_whole_text_without_words_is_nowhere() -> None:
    assert foreign_marks(project(TextSource(guid(1), "empty", "", codings=(coding(2),)))).marks == ()


def test_a_tag_on_a_whole_recording_is_an_empty_span_for_all_of_it() -> None:
    (mark,) = foreign_marks(project(SoundSource(guid(1), "rec", codings=(coding(2),)))).marks
    assert (mark.at, mark.sound) == (None, (0, 0))


def spoken(*spans: Span, points: tuple[SyncPoint, ...]) -> SoundSource:
    transcript = Transcript(guid(111), "Words", WORDS, points, spans)
    return SoundSource(guid(110), "rec", f"{guid(120)}.m4a", transcripts=(transcript,))


def points(ms: tuple[int | None, int | None], places: tuple[int | None, int | None]) -> tuple[SyncPoint, ...]:
    return (SyncPoint(guid(1), ms[0], places[0]), SyncPoint(guid(2), ms[1], places[1]))


SPAN = Span(guid(3), guid(1), guid(2), codings=(Coding(guid(4), CODE.guid),))


def test_a_stretch_of_a_transcript_has_its_words_and_its_seconds() -> None:
    start, end = at("come in 🌷")
    (mark,) = foreign_marks(project(spoken(SPAN, points=points((100, 900), (start, end))))).marks
    assert mark.at is not None
    assert (mark.at.quote, mark.sound) == ("come in 🌷", (100, 900))
    assert mark.where.guids == (guid(110), guid(111), guid(120))


@pytest.mark.parametrize(
    ("ms", "places", "words", "sound"),
    [
        ((None, None), (0, 4), True, False),
        ((100, 900), (None, None), False, True),
        ((900, 100), (0, 4), True, False),
        ((100, 900), (4, 4), False, True),
        ((100, 900), (0, 10_000), False, True),
        ((None, 900), (None, 4), False, False),
    ],
)
def test_a_stretch_has_as_much_of_a_place_as_its_points_tell(
    ms: tuple[int | None, int | None], places: tuple[int | None, int | None], words: bool, sound: bool
) -> None:
    (mark,) = foreign_marks(project(spoken(SPAN, points=points(ms, places)))).marks
    assert (mark.at is not None, mark.sound is not None) == (words, sound)


def test_a_stretch_between_points_that_are_not_there_has_no_place() -> None:
    (mark,) = foreign_marks(project(spoken(SPAN, points=()))).marks
    assert (mark.at, mark.sound) == (None, None)


def test_every_source_is_named_also_those_without_a_mark() -> None:
    found = foreign_marks(project(text(), SoundSource(guid(5), "rec")))
    assert [(w.name, w.guids) for w in found.sources] == [("Tea", (guid(100),)), ("rec", (guid(5),))]


def test_a_whole_small_project_gives_all_its_marks() -> None:
    found = foreign_marks(small())
    by_code = sorted((m.code, m.at.quote if m.at else str(m.sound)) for m in found.marks)
    assert by_code == [
        (TRUST, "(190000, 222000)"),
        (TRUST, "come in 🌷"),
        (TRUST, "come in 🌷"),
        (HOME, "sit down"),
        (HOME, WORDS),
    ]
