"""From my phone: files dropped and looked at, the story they are for, what stands in the way, kept or stopped; a chat with its people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from ldp_stories.domain.consent import Answer, Scope
from ldp_stories.domain.phone_files import FileSort, Keep, PhoneFile, Source
from ldp_stories.errors import UserError
from ldp_stories.services import bring_in_media
from ldp_stories.services.bring_in_media import keep_media, look
from ldp_stories.services.edit_record import changed_mind
from ldp_stories.services.home import Home
from ldp_stories.services.write_observation import write_observation
from ldp_stories.store import layers, media
from ldp_stories.ui.researcher import from_phone, phone_words
from ldp_stories.ui.researcher.film_choice import FilmChoice, OnPhoneLine
from ldp_stories.ui.researcher.from_phone import FromPhoneScreen
from tests.media.test_photos import picture
from tests.media.test_smaller import moving
from tests.services.homes import told
from tests.services.test_bring_in_chat import TEXT
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, view_of


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "IMG_1.jpg"
    path.write_bytes(picture())
    return path


def shown(desk: Desk, *paths: Path, story: str = "", **how: object) -> FromPhoneScreen:
    screen = FromPhoneScreen(desk.context, story or None)
    desk.show(screen, **how)  # type: ignore[arg-type]
    if paths:
        screen.add(paths)
        desk.settle()
    return screen


def kept(home: Home, story: str) -> list[str]:
    with home.main.read() as con:
        return [m.kind for m in media.of_record(con, story)]


def test_empty_says_what_will_be_here(desk: Desk) -> None:
    screen = shown(desk)
    assert "Drop a voice note, photo or chat here." in words_on(screen)
    assert not screen.keep.isEnabled()
    assert not screen.question.isVisible()


def test_a_file_says_what_it_is_and_what_will_be_taken_out(desk: Desk, photo: Path, voice: Path) -> None:
    text = words_on(shown(desk, photo, voice))
    assert "IMG_1.jpg" in text
    assert "Place and camera will be taken out." in text
    assert "Voice note, 00:02, " in text


def test_a_story_to_choose_says_its_day_as_people_say_it(desk: Desk, home: Home, photo: Path) -> None:
    story = told(home)
    screen = shown(desk, photo)
    screen.story.chosen.emit(story)
    screen.story.set_value(story)
    words = screen.story.shown()
    assert "10 May" in words
    assert "2026-05-10" not in words


def test_files_are_kept_with_the_story_chosen(desk: Desk, home: Home, photo: Path, voice: Path) -> None:
    story = told(home)
    screen = shown(desk, photo, voice)
    assert not screen.keep.isEnabled()
    screen.story.chosen.emit(story)
    assert screen.keep.isEnabled()
    screen.keep.click()
    desk.until(lambda: screen.kept.isVisible())
    assert kept(home, story) == ["photo", "audio"]
    assert screen.kept.label.text() == "2 things are kept with the story."
    assert desk.told == ["2 things are kept with the story."]
    assert screen.empty.isVisible()


def test_the_same_file_given_twice_comes_in_once_and_that_is_said(
    desk: Desk, home: Home, photo: Path, voice: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.jpg"
    again.write_bytes(photo.read_bytes())
    story = told(home)
    screen = shown(desk, photo, voice, again, story=story)
    desk.until(lambda: screen.same.isVisible())
    assert [f.name for f in screen.files] == [photo.name, voice.name]
    assert screen.same.label.text() == f"again.jpg is the same as {photo.name}. It comes in once."
    screen.add([voice])
    desk.until(lambda: voice.name in screen.same.label.text())
    assert len(screen.files) == 2
    screen.keep.click()
    desk.until(lambda: screen.kept.isVisible())
    assert kept(home, story) == ["photo", "audio"]
    assert not screen.same.isVisible()
    assert screen.heading.hasFocus(), "a reader is told where one is"


def test_a_story_may_be_chosen_before(desk: Desk, home: Home, photo: Path) -> None:
    story = told(home)
    assert shown(desk, photo, story=story).keep.isEnabled()


def test_without_a_yes_it_says_why_and_stays_shut(desk: Desk, home: Home, photo: Path) -> None:
    story = told(home)
    changed_mind(home, story, Scope.PHOTO.value, Answer.NO)
    screen = shown(desk, photo, story=story)
    assert "They have not said yes to photos. Ask them first, or choose another story." in words_on(screen)
    assert not screen.keep.isEnabled()
    screen.files.clear()
    screen._show()
    assert not screen.trouble.isVisible()


def test_an_observation_asks_whether_anybody_can_be_recognised(desk: Desk, home: Home, photo: Path) -> None:
    seen = write_observation(home, saw="The steps are steep.")
    screen = shown(desk, photo, story=seen)
    assert "A face needs a yes. The photo stays locked." in words_on(screen)
    assert screen.nobody.isVisible()
    screen.nobody.set_value(["yes"])
    screen.nobody.chosen.emit(["yes"])
    assert screen.keep.isEnabled()
    screen.keep.click()
    desk.until(lambda: kept(home, seen) == ["photo"])
    desk.settle()


def test_a_file_can_be_left_out(desk: Desk, photo: Path, voice: Path) -> None:
    screen = shown(desk, photo, voice)
    button(screen, "Leave it out: IMG_1.jpg").click()
    assert [f.name for f in screen.files] == ["voice.wav"]
    assert "IMG_1.jpg" not in words_on(screen)


def test_too_little_room_is_said_before_anything_is_copied(
    desk: Desk, home: Home, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ldp_stories.ui.researcher.from_phone.free_bytes", lambda _: 1_000_000)
    screen = shown(desk, photo, story=told(home))
    assert "There is not enough room for these." in words_on(screen)
    assert "1.0 MB are free." in words_on(screen)
    assert not screen.keep.isEnabled()


def test_stopping_keeps_nothing_and_says_so(desk: Desk, home: Home) -> None:
    story = told(home)
    screen = shown(desk, story=story)

    class Slow:
        """A file that is stopped while it is read."""

        def __enter__(self) -> Slow:
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing to close."""

        def read(self, _n: int) -> bytes:
            for task in desk.tasks.running():
                task.cancel()
            return bytes(bring_in_media.BLOCK)

    source = Source("film.bin", 99 * bring_in_media.BLOCK, Slow)  # type: ignore[arg-type]
    screen.files = [PhoneFile(source, FileSort.FILE, "bin", playable=False)]
    screen._show()
    screen.keep.click()
    desk.until(lambda: desk.told == ["Stopped. Nothing of it was kept."])
    assert kept(home, story) == []
    assert screen.keep.isEnabled()


def test_a_file_that_is_gone_is_said(desk: Desk, tmp_path: Path) -> None:
    screen = shown(desk, tmp_path / "none.jpg")
    assert "The file none.jpg cannot be read." in words_on(screen)


def test_files_are_dropped_from_the_desktop(desk: Desk, photo: Path) -> None:
    screen = shown(desk)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    none, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(QPointF(5, 5).toPoint(), Qt.DropAction.CopyAction, data, left, none)
    screen.dragEnterEvent(enter)
    assert enter.isAccepted()
    screen.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))
    desk.until(lambda: [f.name for f in screen.files] == ["IMG_1.jpg"])


def test_files_are_chosen_by_the_button_as_many_as_one_likes(desk: Desk, photo: Path, voice: Path) -> None:
    screen = shown(desk)
    desk.context.pick_files = lambda _title, _kinds: [photo, voice]
    screen.choose.click()
    desk.until(lambda: len(screen.files) == 2)
    desk.context.pick_files = lambda _title, _kinds: []
    screen.choose.click()
    desk.settle()
    assert len(screen.files) == 2


def test_a_file_that_cannot_be_read_holds_up_none_of_the_others(
    desk: Desk, photo: Path, tmp_path: Path
) -> None:
    screen = shown(desk, tmp_path / "none.jpg", photo)
    assert [f.name for f in screen.files] == ["IMG_1.jpg"]
    assert "The file none.jpg cannot be read." in words_on(screen)


def test_a_second_chat_is_asked_to_wait(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("13/06/2026, 14:03 - Zoe: x", encoding="utf-8")
    screen = shown(desk, chat_folder(tmp_path), other)
    assert "One chat at a time." in words_on(screen)
    assert screen.chat is not None
    assert screen.chat.chat.people[0] == "Mrs Patel"
    screen.trouble.hide()
    screen.add([other])
    desk.until(lambda: "One chat at a time." in words_on(screen))
    assert screen.chat.chat.people[0] == "Mrs Patel", "one that comes later puts no other out"
    screen._drop_chat()
    screen.add([other])
    desk.until(lambda: screen.chat is not None)


def test_the_room_that_is_named_is_that_of_the_files(desk: Desk, photo: Path) -> None:
    screen = shown(desk, photo)
    assert screen.room.text().startswith("They need 1 KB. "), "not what must stay free beside them"


def test_without_a_yes_to_written_words_a_chat_waits_before_anything_is_kept(
    desk: Desk, home: Home, photo: Path, tmp_path: Path
) -> None:
    story = told(home)
    changed_mind(home, story, Scope.TRANSCRIPT.value, Answer.NO)
    screen = shown(desk, chat_folder(tmp_path), photo, story=story)
    assert screen.chat_card is not None
    screen.chat_card.choice.set_value(["Mrs Patel"])
    screen.chat_card.choice.chosen.emit(["Mrs Patel"])
    assert "They have not said yes to written words being kept." in words_on(screen)
    assert not screen.keep.isEnabled()


def test_files_that_are_in_are_not_kept_twice_when_the_chat_fails(
    desk: Desk, home: Home, photo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise UserError("CHAT_EMPTY")

    story = told(home)
    monkeypatch.setattr(from_phone, "keep_chat", fails)
    screen = shown(desk, chat_folder(tmp_path), photo, story=story)
    assert screen.chat_card is not None
    screen.chat_card.choice.set_value(["Mrs Patel"])
    screen.chat_card.choice.chosen.emit(["Mrs Patel"])
    screen.keep.click()
    desk.until(lambda: "There is no message left" in words_on(screen))
    assert kept(home, story) == ["photo"]
    assert screen.files == []
    assert screen.chat is not None


def test_a_chat_says_what_will_be_taken_out_and_what_is_not_sure(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text(
        "10/3/1447, 2:03 qqq - A: https://maps.google.com/?q=51.5073,-0.1277\n11/3/1447, 2:04 qqq - A: Raj.vcf (file attached)",
        encoding="utf-8",
    )
    said = words_on(shown(desk, path))
    for words in (
        "The hours are left out",
        "Some days are not known",
        "1 place on a map will be taken out",
        "1 contact card is left out",
    ):
        assert words in said


def test_a_conversation_can_be_begun_first(desk: Desk, photo: Path) -> None:
    screen = shown(desk, photo)
    button(screen, "Begin a conversation first").click()
    assert desk.went == [("new", None)]


def chat_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "chat"
    folder.mkdir()
    (folder / "_chat.txt").write_text(TEXT, encoding="utf-8")
    (folder / "IMG-1.jpg").write_bytes(picture())
    return folder


def test_a_chat_asks_who_is_who_and_keeps_their_words_only(desk: Desk, home: Home, tmp_path: Path) -> None:
    story = told(home)
    screen = shown(desk, chat_folder(tmp_path), story=story)
    text = words_on(screen)
    assert "3 people, 7 messages, 1 file." in text
    assert "2 files did not come along" in text
    assert not screen.keep.isEnabled()
    assert screen.chat_card is not None
    screen.chat_card.choice.set_value(["Mrs Patel"])
    screen.chat_card.choice.chosen.emit(["Mrs Patel"])
    screen.keep.click()
    desk.until(lambda: screen.kept.isVisible())
    with home.main.read() as con:
        (words,) = layers.of_record(con, story)
    assert "Person 1 (14:03): They draw the curtains" in words.text
    assert "Not my words" not in words.text
    assert kept(home, story) == ["photo"]


def test_a_chat_can_be_left_out_and_unsure_dates_are_said(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("05/06/2026, 14:03 - A: x\n07/06/2026, 14:03 - A: y", encoding="utf-8")
    screen = shown(desk, path)
    assert "Day and month may be the wrong way round in this chat." in words_on(screen)
    button(screen, "Leave the chat out").click()
    assert screen.chat is None
    assert screen.empty.isVisible()
    screen.leaving()


def test_a_text_that_is_no_chat_is_a_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Joan", encoding="utf-8")
    assert [f.sort for f in shown(desk, path).files] == [FileSort.FILE]


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("rtl", [False, True])
def test_everything_has_a_name_and_nothing_is_cut(
    desk: Desk, home: Home, photo: Path, tmp_path: Path, scale: float, rtl: bool
) -> None:
    story = told(home)
    screen = shown(desk, photo, chat_folder(tmp_path), story=story, scale=scale, rtl=rtl)
    assert {"Keep these", "Choose files", "Leave it out: IMG_1.jpg"} <= set(walk_names(screen))
    desk.until(lambda: cut(screen) == [])


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 KB"), (999_999, "1000 KB"), (3_240_000, "3.2 MB"), (5_200_000_000, "5.2 GB")]
)
def test_sizes_as_people_say_them(size: int, words: str) -> None:
    assert phone_words.size_words(size) == words


def test_every_sort_has_its_words() -> None:
    for sort in FileSort:
        assert phone_words.sort_words(sort)
        assert phone_words.refused_words(sort, "no").endswith("choose another story.")
        assert sort in phone_words.ICONS


@pytest.fixture
def bsl(tmp_path: Path) -> Path:
    path = tmp_path / "VID_1.mp4"
    path.write_bytes(moving())
    return path


def test_a_film_offers_four_ways_and_the_room_follows_the_choice(
    desk: Desk, bsl: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = told(desk.home)
    screen = FromPhoneScreen(desk.context, record)
    desk.show(screen)
    screen.add([bsl])
    desk.qtbot.waitUntil(lambda: len(screen.findChildren(FilmChoice)) == 1)
    said = words_on(screen)
    for words in (
        "Bring it in, ",
        "A smaller copy, about ",
        "Only its sound, about ",
        "Leave it on the phone",
    ):
        assert words in said
    monkeypatch.setattr(from_phone, "free_bytes", lambda _: 70_000_000)
    screen._show_keep()
    assert "not enough room for the whole film" in words_on(screen)
    assert not screen.keep.isEnabled()
    (choice,) = screen.findChildren(FilmChoice)
    button(choice, "Leave it on the phone for now").click()
    assert "not enough room" not in words_on(screen)
    assert all(walk_names(screen))
    screen.keep.click()
    desk.qtbot.waitUntil(lambda: "1 thing is kept with the story." in words_on(screen))
    assert "A film is still on the phone: 00:01" in words_on(screen)
    assert [m.renditions for m in view_of(desk.home, record).media] == [()]
    screen.leaving()


def test_a_film_that_was_left_is_brought_in_from_here_and_a_wrong_one_is_refused(
    desk: Desk, bsl: Path, tmp_path: Path
) -> None:
    record = told(desk.home)
    keep_media(desk.home, record, [replace(look(bsl), keep=Keep.LATER)])
    screen = FromPhoneScreen(desk.context)
    desk.show(screen)
    desk.qtbot.waitUntil(lambda: len(screen.findChildren(OnPhoneLine)) == 1, timeout=15_000)
    (line,) = screen.findChildren(OnPhoneLine)
    wrong = tmp_path / "wrong.mp4"
    wrong.write_bytes(moving(320, 240, pictures=4))
    desk.context.pick_file = lambda *_: wrong
    line.button.click()
    desk.qtbot.waitUntil(lambda: "another film" in words_on(screen), timeout=15_000)
    desk.settle()
    desk.qtbot.waitUntil(lambda: len(screen.findChildren(OnPhoneLine)) == 1, timeout=15_000)
    (line,) = screen.findChildren(OnPhoneLine)
    desk.context.pick_file = lambda *_: bsl
    line.button.click()
    desk.qtbot.waitUntil(lambda: "1 thing is kept with the story." in words_on(screen), timeout=15_000)
    assert "still on the phone" not in words_on(screen)
    (medium,) = view_of(desk.home, record).media
    assert medium.renditions[0].bytes == bsl.stat().st_size
    screen.leaving()
