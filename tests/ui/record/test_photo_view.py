"""The photos of a story stand beside its words: one switch, the photo whole, and plain words where it cannot be shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ldp_stories.errors import UserError
from ldp_stories.services.bring_in_media import keep_media, look
from ldp_stories.ui.record import photo_view
from ldp_stories.ui.record.photo_view import decoded
from ldp_stories.ui.record.reading import ReadingPane
from tests.media.test_photos import picture
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, story, view_of


@pytest.fixture
def record(desk: Desk, tmp_path: Path) -> str:
    """A story with words and one photo."""
    made = story(desk.home)
    path = tmp_path / "herbs.jpg"
    path.write_bytes(picture())
    keep_media(desk.home, made, [look(path)])
    return made


def pane(desk: Desk, record: str, *, scale: float = 1.0, rtl: bool = False) -> ReadingPane:
    made = ReadingPane(desk.context)
    made.show_view(view_of(desk.home, record))
    desk.show(made, size=(700, 600), scale=scale, rtl=rtl)
    return made


def test_the_photo_is_one_press_away_and_so_are_the_words(desk: Desk, record: str) -> None:
    shown = pane(desk, record)
    assert shown.text.isVisible()
    button(shown, "Photo").click()
    desk.until(lambda: not shown.photo.image.isNull())
    assert shown.photo.isVisible()
    assert not shown.text.isVisible()
    assert shown.photo.accessibleName() == "Photo 1 of 1"
    button(shown, "Their words").click()
    assert shown.text.isVisible()
    assert not shown.photo.isVisible()


def test_a_change_elsewhere_leaves_the_photo_and_the_focus(desk: Desk, record: str) -> None:
    shown = pane(desk, record)
    part = button(shown, "Photo")
    part.click()
    part.setFocus(Qt.FocusReason.TabFocusReason)
    desk.until(lambda: not shown.photo.image.isNull())
    shown.show_view(view_of(desk.home, record))
    assert shown.photo.isVisible()
    assert button(shown, "Photo") is part
    assert part.hasFocus()


def test_a_story_without_a_photo_has_no_switch_for_one(desk: Desk, record: str) -> None:
    shown = pane(desk, record)
    button(shown, "Photo").click()
    shown.show_view(view_of(desk.home, story(desk.home)))
    assert shown.switch is None
    assert shown.text.isVisible()
    assert not shown.photo.isVisible()


@pytest.mark.parametrize(
    ("code", "words"),
    [("MEDIA_GONE", "The photo has not come yet."), ("PHOTO_LOCKED", "a face in it needs a yes")],
)
def test_what_cannot_be_shown_is_said(
    desk: Desk, record: str, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    def gone(*_: object) -> tuple[bytes, str]:
        raise UserError(code)

    monkeypatch.setattr(photo_view, "photo_bytes", gone)
    shown = pane(desk, record)
    button(shown, "Photo").click()
    desk.until(lambda: words in words_on(shown))


@pytest.mark.qt_log_level_fail("CRITICAL")
@pytest.mark.parametrize("data", [b"", b"not a picture", b"\xff\xd8\xff\xe0 broken"])
def test_bytes_that_are_no_photo_give_no_picture(data: bytes) -> None:
    assert decoded(data, "jpg").isNull()
    assert decoded(picture(), "exe").isNull()


@pytest.mark.parametrize(("scale", "rtl"), [(1.0, True), (2.0, False)])
def test_it_is_named_and_whole(desk: Desk, record: str, scale: float, rtl: bool) -> None:
    shown = pane(desk, record, scale=scale, rtl=rtl)
    button(shown, "Photo").click()
    desk.until(lambda: not shown.photo.image.isNull())
    assert walk_names(shown)
    assert cut(shown) == []
