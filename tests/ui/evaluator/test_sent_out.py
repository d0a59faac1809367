"""What went out on screen: each copy with its state today and the reason, how many were given out, delete it here, make it again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.report import QUESTIONS, ReportType
from ldp_stories.services.check_disclosure import tick
from ldp_stories.services.check_issued import IssuedNow, issued_now
from ldp_stories.services.edit_record import changed_mind
from ldp_stories.services.home import Home
from ldp_stories.services.make_report import make_report
from ldp_stories.services.write_report import add_passage, begin_report
from ldp_stories.ui.evaluator.sent_out import SentOutScreen, troubles
from tests.ui.evaluator.conftest import released
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk


def went_out(home: Home, passage: str, folder: Path) -> str:
    """A share pack that was made; the report's id."""
    ident = begin_report(home, ReportType.SHARE, "For the network")
    add_passage(home, ident, 0, passage)
    tick(home, ident, QUESTIONS)
    make_report(home, ident, folder)
    return ident


def screen_of(desk: Desk, what: object = None, **look: object) -> SentOutScreen:
    screen = SentOutScreen(desk.context, what)
    desk.show(screen, **look)  # type: ignore[arg-type]
    desk.until(lambda: not desk.tasks.running(quiet=True))
    return screen


def test_nothing_yet_says_what_will_be_here(desk: Desk) -> None:
    screen = screen_of(desk)
    assert "Nothing went out yet" in words_on(screen)
    assert not screen.list.isVisible()


def test_a_change_of_mind_is_seen_while_one_looks(
    desk: Desk, home: Home, voice: Path, tmp_path: Path
) -> None:
    record, passage = released(home, sound=voice)
    report = went_out(home, passage, tmp_path / "out")
    screen = screen_of(desk, issued_now(home)[0].output)
    assert "All of it may be used today." in words_on(screen)
    changed_mind(home, record, "publish_clip:report", Answer.NO)
    screen.refresh(frozenset({"consent"}))
    desk.until(lambda: "1 sound must come out. They did not agree." in words_on(screen))
    assert "1 copy holds something that must come down." in words_on(screen)
    button(screen, "Open it and make it again").click()
    assert desk.went == [("report", report)]


def test_the_copy_here_is_deleted_and_others_are_not_promised_away(
    desk: Desk, home: Home, tmp_path: Path
) -> None:
    went_out(home, released(home)[1], tmp_path / "out")
    screen = screen_of(desk, issued_now(home)[0].output)
    button(screen, "Delete the copy on this laptop").click()
    desk.until(lambda: screen.told.isVisible())
    assert "Others may have theirs." in screen.told.label.text()
    assert list((tmp_path / "out").iterdir()) == []
    desk.until(lambda: not desk.tasks.running(quiet=True))
    assert "Delete the copy" not in words_on(screen)


def test_a_copy_that_cannot_be_deleted_is_said(
    desk: Desk, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    went_out(home, released(home)[1], tmp_path / "out")
    screen = screen_of(desk, issued_now(home)[0].output)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(shutil, "rmtree", refuse)
    button(screen, "Delete the copy on this laptop").click()
    assert "It could not be deleted." in screen.trouble.label.text()
    monkeypatch.undo()


def test_how_many_were_given_out_is_kept(desk: Desk, home: Home, tmp_path: Path) -> None:
    went_out(home, released(home)[1], tmp_path / "out")
    screen = screen_of(desk, issued_now(home)[0].output)
    for words, kept in (("many", 0), ("12", 12)):
        screen.copies.set_text(words)
        screen.copies.edit.editingFinished.emit()
        assert issued_now(home)[0].copies == kept


def test_a_row_opens_its_copy(desk: Desk, home: Home, tmp_path: Path) -> None:
    went_out(home, released(home)[1], tmp_path / "out")
    screen = screen_of(desk)
    assert "How many copies were given out?" not in words_on(screen)
    screen.list.opened.emit(issued_now(home)[0].output)
    desk.until(lambda: "How many copies were given out?" in words_on(screen))
    assert "Share pack, Report" in words_on(screen)


def test_every_trouble_is_a_sentence() -> None:
    one = IssuedNow(
        "x",
        "report",
        "2026-05-01",
        expires="2026-06-01",
        past_its_day=True,
        words={"no": 2},
        sounds={"lapsed": 1},
        stories={"erased": 3},
    )
    assert [words.split(".")[0] for words in troubles(one)] == [
        "It was to be used until 1 June only",
        "2 quotes must come out",
        "1 sound must come out",
        "3 stories must come out",
    ]
    assert troubles(IssuedNow("x", "", "", recalled=True)) == [
        "All of it was taken back. Do not use it again."
    ]


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, False), (2.0, True)])
def test_everything_has_a_name_and_nothing_is_cut(
    desk: Desk, home: Home, tmp_path: Path, scale: float, rtl: bool
) -> None:
    record, passage = released(home)
    went_out(home, passage, tmp_path / "out")
    changed_mind(home, record, "quote_anon", Answer.NO)
    changed_mind(home, record, "quote_named", Answer.NO)
    screen = screen_of(desk, issued_now(home)[0].output, scale=scale, rtl=rtl)
    assert {"Back", "What went out", "How many copies were given out?"} <= set(walk_names(screen))
    desk.until(lambda: cut(screen) == [])
