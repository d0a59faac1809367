"""Bring in and its preview: nothing is added by looking, twice changes nothing, leaving leaves no trace, errors stand beside the file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from pytestqt.qtbot import QtBot

from ldp_stories.domain.roles import Role
from ldp_stories.services.edit_record import my_stories, set_fields
from ldp_stories.services.import_bundle import Preview
from ldp_stories.services.set_aside import waiting
from ldp_stories.ui.record.bring_in import BringInScreen
from ldp_stories.ui.record.preview import PreviewScreen
from ldp_stories.ui.record.sticks import lettered_sticks, looks_removable
from tests.ui.coordinator.desk import Desk, context_for
from tests.ui.coordinator.round import Round, bundles
from tests.ui.helpers import button, cut, dressed, name_of, walk_names, words_on


def opened(qtbot: QtBot, desk: Desk, what: object = None, **dress: object) -> BringInScreen:
    """The screen, shown, once it has looked for files."""
    screen = BringInScreen(desk.context, what)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700), **dress)  # type: ignore[arg-type]
    settle(qtbot, desk)
    return screen


def settle(qtbot: QtBot, desk: Desk) -> None:
    """Wait until nothing runs."""
    qtbot.waitUntil(lambda: not desk.context.tasks.running(quiet=True), timeout=15_000)


def preview(qtbot: QtBot, desk: Desk, path: Path) -> PreviewScreen:
    """The preview of a file, shown."""
    screen = PreviewScreen(desk.context, path)
    desk.watch(screen)
    dressed(qtbot, screen, size=(1100, 700))
    settle(qtbot, desk)
    return screen


def count(desk: Desk) -> int:
    """How many stories are in the library."""
    return len(my_stories(desk.home).rows)


@pytest.fixture
def news(trip: Round) -> Path:
    """A file from Amina, who is known, with a change in her story and a second one."""
    record = trip.let_in("amina", Role.RESEARCHER)
    set_fields(trip.homes["amina"], record, note="More came to my mind.")
    trip.tell()
    return trip.send("amina")


def test_without_a_stick_the_screen_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert "Put in a stick, or drop files here." in words_on(screen)
    assert not desk.told


def test_without_anything_brought_in_there_is_no_list_to_save(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    assert not screen.log.isVisible()
    assert not screen.last.isVisible()


def test_what_came_in_last_is_told_with_its_totals_and_the_list_is_saved(
    qtbot: QtBot, trip: Round, news: Path, tmp_path: Path
) -> None:
    del news
    screen = opened(qtbot, trip.desk)
    assert "1 new story: 0 before, 1 after." in screen.last.text()
    screen.save_log()
    assert not trip.desk.told
    folder = tmp_path / "lists"
    folder.mkdir()
    trip.desk.context.pick_folder = lambda _: folder
    button(screen, "Save the list of what came in").click()
    (path,) = folder.iterdir()
    assert trip.desk.told == [f"Saved: {path.name}"]
    assert "stories before" in path.read_text(encoding="utf-8-sig")
    trip.desk.context.pick_folder = lambda _: tmp_path / "no such folder"
    screen.save_log()
    assert "folder" in trip.desk.told[-1].casefold()


def test_a_folder_with_nothing_for_us_says_so(qtbot: QtBot, desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "shopping.txt").write_text("milk")
    screen = opened(qtbot, desk, tmp_path)
    assert not screen.cards
    assert "There is nothing for this notebook" in screen.where.text()


def test_the_files_of_a_stick_are_listed_with_their_size_and_a_way_in(
    qtbot: QtBot, trip: Round, news: Path
) -> None:
    screen = opened(qtbot, trip.desk, trip.stick)
    assert set(screen.cards) == {trip.pack, *bundles(trip.stick)}
    assert "KB" in screen.cards[news].line.text()
    assert screen.cards[trip.pack].title.text() == "Programme file"
    qtbot.waitUntil(screen.cards[news].button.isVisible)
    names = walk_names(screen)
    assert f"Look inside, {news.name}" in names
    assert f"Bring it in, {trip.pack.name}" in names


def test_ctrl_o_lets_a_person_choose_a_folder(qtbot: QtBot, trip: Round) -> None:
    trip.desk.context = replace(context_for(trip.desk.home, trip.desk.told), pick_folder=lambda _: trip.stick)
    screen = opened(qtbot, trip.desk)
    qtbot.keyClick(screen, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, trip.desk)
    assert trip.pack in screen.cards
    trip.desk.context.tasks.shutdown()


def test_looking_inside_adds_nothing_and_shows_what_is_in_it(qtbot: QtBot, trip: Round, news: Path) -> None:
    before = count(trip.desk)
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[news].button.click()
    settle(qtbot, trip.desk)
    key, found = trip.desk.went[0]
    assert key == "preview"
    assert isinstance(found, Preview)
    assert count(trip.desk) == before
    shown = PreviewScreen(trip.desk.context, found)
    dressed(qtbot, shown, size=(1100, 700))
    words = words_on(shown)
    assert "From Amina, packed 22 November" in words
    assert "Nothing has been added yet." in words
    assert "Signed by Amina" in words
    assert "Voice" in words
    shown.leaving()


def test_adding_it_brings_the_stories_in_and_leads_to_the_queue(
    qtbot: QtBot, trip: Round, news: Path
) -> None:
    before = count(trip.desk)
    screen = preview(qtbot, trip.desk, news)
    qtbot.keyClick(screen, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, trip.desk)
    assert count(trip.desk) == before + 1
    assert "1 story is in your library. Something new came to 1 story that you have." in words_on(screen)
    button(screen, "Go to the queue").click()
    assert trip.desk.went == [("queue", None)]


def test_bringing_the_same_file_in_twice_changes_nothing(qtbot: QtBot, trip: Round, news: Path) -> None:
    for _ in range(2):
        screen = preview(qtbot, trip.desk, news)
        screen.add.click()
        settle(qtbot, trip.desk)
    assert "Nothing changed." in screen.answer.label.text()
    assert count(trip.desk) == 2


def test_a_file_that_was_brought_in_before_says_so_before_adding(
    qtbot: QtBot, trip: Round, news: Path
) -> None:
    first = preview(qtbot, trip.desk, news)
    first.add.click()
    settle(qtbot, trip.desk)
    again = preview(qtbot, trip.desk, news)
    assert "You have brought this in before." in again.line.text()
    again.leaving()


def test_leaving_it_adds_nothing_and_it_can_be_looked_at_again(qtbot: QtBot, trip: Round, news: Path) -> None:
    before = count(trip.desk)
    screen = preview(qtbot, trip.desk, news)
    with qtbot.waitSignal(screen.done):
        screen.leave_it.click()
    screen.leaving()
    assert not has_preview(screen)
    assert count(trip.desk) == before
    screen.refresh(frozenset())
    settle(qtbot, trip.desk)
    assert has_preview(screen), "after the screen was hidden it is read again"
    screen.leaving()


def has_preview(screen: PreviewScreen) -> bool:
    """Whether something staged is shown."""
    return screen.preview is not None


def test_changes_elsewhere_do_not_read_the_file_again(qtbot: QtBot, trip: Round, news: Path) -> None:
    screen = preview(qtbot, trip.desk, news)
    found = screen.preview
    screen.refresh(frozenset({"record"}))
    assert screen.preview is found
    screen.leaving()


def test_an_unknown_sender_is_set_aside_and_the_card_shows_the_way(qtbot: QtBot, trip: Round) -> None:
    trip.join("amina", Role.RESEARCHER)
    trip.tell()
    path = trip.send("amina")
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[path].button.click()
    settle(qtbot, trip.desk)
    card = screen.cards[path]
    assert card.answer.text().startswith("Unknown sender. It is set aside")
    assert len(waiting(trip.desk.home)) == 1
    button(card, "See who wants to join").click()
    assert trip.desk.went == [("programme", "joiners")]


def test_a_file_for_somebody_else_says_so_beside_it(qtbot: QtBot, trip: Round, news: Path) -> None:
    from tests.ui.coordinator.desk import open_desk

    with open_desk(trip.desk.folder / "elsewhere") as other:
        screen = opened(qtbot, other, trip.stick)
        screen.cards[news].button.click()
        settle(qtbot, other)
        assert "This is sealed for someone else." in screen.cards[news].answer.text()
        assert screen.cards[news].button.isEnabled()


def test_a_damaged_file_says_so_and_the_others_stay(qtbot: QtBot, trip: Round, news: Path) -> None:
    raw = bytearray(news.read_bytes())
    raw[len(raw) // 2] ^= 1
    news.write_bytes(raw)
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[news].button.click()
    settle(qtbot, trip.desk)
    assert "damaged" in screen.cards[news].answer.text()
    assert not screen.cards[trip.pack].answer.isVisible()
    assert count(trip.desk) == 1


def test_a_damaged_file_in_the_preview_leaves_a_way_back(qtbot: QtBot, trip: Round, news: Path) -> None:
    news.write_bytes(news.read_bytes()[:-40])
    screen = preview(qtbot, trip.desk, news)
    assert "It was not added" in words_on(screen)
    assert not screen.add.isEnabled()
    with qtbot.waitSignal(screen.done):
        button(screen, "Back").click()


def test_our_own_programme_file_changes_nothing(qtbot: QtBot, trip: Round) -> None:
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[trip.pack].button.click()
    settle(qtbot, trip.desk)
    assert screen.cards[trip.pack].answer.text() == "You had this programme file already. Nothing changed."


def test_a_programme_file_of_another_programme_is_refused_beside_it(
    qtbot: QtBot, trip: Round, tmp_path: Path
) -> None:
    from tests.ui.coordinator.desk import open_desk

    with open_desk(tmp_path / "elsewhere") as other:
        screen = opened(qtbot, other, trip.stick)
        screen.cards[trip.pack].button.click()
        settle(qtbot, other)
        assert screen.cards[trip.pack].answer.isVisible()
        assert "Nothing" in screen.cards[trip.pack].answer.text()


def test_files_can_be_dropped(qtbot: QtBot, trip: Round, news: Path) -> None:
    screen = opened(qtbot, trip.desk)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(news))])
    enter = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dragEnterEvent(enter)
    assert enter.isAccepted()
    drop = QDropEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    screen.dropEvent(drop)
    settle(qtbot, trip.desk)
    assert list(screen.cards) == [news]


def test_a_file_that_is_not_ours_is_not_called_sealed_stories(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("hello")
    screen = opened(qtbot, desk, (other,))
    for said in ("Not a file of this program", "notes.txt, 5 bytes", "It stays where it is."):
        assert said in words_on(screen)
    assert "Stories in a sealed file" not in words_on(screen)
    assert not screen.cards[other].button.isVisible()


def test_a_web_address_cannot_be_dropped(qtbot: QtBot, desk: Desk) -> None:
    screen = opened(qtbot, desk)
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/file")])
    enter = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    screen.dragEnterEvent(enter)
    assert not enter.isAccepted()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_no_words_are_cut(qtbot: QtBot, trip: Round, scale: float) -> None:
    trip.join("priya", Role.EVALUATOR)
    path = trip.send("priya")
    screen = opened(qtbot, trip.desk, trip.stick, scale=scale)
    screen.cards[path].button.click()
    settle(qtbot, trip.desk)
    long_name = name_of(screen.cards[path].button)
    assert path.name in long_name, "the whole name is said, also when it is drawn with dots"
    qtbot.waitUntil(lambda: not [c for c in cut(screen) if path.name not in c])


@pytest.mark.parametrize(
    ("root", "kind", "stick"),
    [
        ("/media/amina/STICK", b"vfat", True),
        ("/run/media/amina/STICK", b"exfat", True),
        ("/mnt/usb", b"vfat", True),
        ("/mnt", b"ext4", False),
        ("/", b"ext4", False),
        ("/home", b"ext4", False),
        ("/media/share", b"nfs4", False),
        ("/media/share", b"cifs", False),
        ("/mnt/share", b"fuse.sshfs", False),
        ("/Volumes/STICK", b"msdos", True),
        ("/Volumes/share", b"smbfs", False),
    ],
)
def test_a_stick_is_told_from_a_disk_and_from_the_network(root: str, kind: bytes, stick: bool) -> None:
    assert looks_removable(root, kind) is stick


def test_on_windows_a_drive_is_asked_what_it_is_and_one_on_the_network_is_never_touched() -> None:
    removable, fixed, network, cd = 2, 3, 4, 5
    kinds = {"C:\\": fixed, "D:\\": cd, "E:\\": removable, "F:\\": fixed, "Z:\\": network}
    asked: list[str] = []

    def kind_of(root: str) -> int:
        asked.append(root)
        return kinds.get(root, 1)

    assert lettered_sticks(kind_of, "C:") == ("E:\\", "F:\\")
    assert "C:\\" not in asked
    assert "A:\\" not in asked
    kinds["C:\\"] = removable
    assert lettered_sticks(kind_of, "f:") == ("C:\\", "E:\\")


def test_a_file_of_ours_that_came_empty_is_damaged_and_can_be_asked_for(
    qtbot: QtBot, trip: Round, news: Path
) -> None:
    news.write_bytes(b"")
    screen = opened(qtbot, trip.desk, trip.stick)
    screen.cards[news].button.click()
    settle(qtbot, trip.desk)
    assert "That file is damaged or not complete." in screen.cards[news].answer.text()
    assert screen.cards[news].help.isVisible()
