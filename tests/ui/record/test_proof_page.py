"""How they said yes: opened by passphrase, shown or played, gone again when the page is left."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from ldp_stories.domain.consent import Method
from ldp_stories.errors import UserError
from ldp_stories.media.synth import tone
from ldp_stories.services.keep_evidence import keep_bytes, keep_file
from ldp_stories.services.record_encounter import begin, finish, set_facts, set_method
from ldp_stories.services.record_yes import SpokenYes
from ldp_stories.ui.record import film_out, proof_page
from ldp_stories.ui.record.form_picture import FormPicture
from ldp_stories.ui.record.proof_page import ProofPage
from ldp_stories.ui.record.record_screen import RecordScreen
from ldp_stories.ui.widgets.facts import CheckLine
from ldp_stories.ui.widgets.player import PlayerBar
from tests.media.made import silent_film
from tests.media.made import sound_file as phone_sound
from tests.media.test_photos import picture
from tests.ui.helpers import button, cut, walk_names, words_on
from tests.ui.on_screen import Desk, say_yes, sound_file, story, talk_with, view_of


def drawn() -> bytes:
    """A small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (40, 20), "teal").save(buffer, "PNG")
    return buffer.getvalue()


def with_proofs(desk: Desk, folder: Path) -> str:
    talk = talk_with(desk.home)
    keep_bytes(desk.home, talk, drawn())
    paper = folder / "form.pdf"
    paper.write_bytes(b"%PDF a signed form")
    keep_file(desk.home, talk, paper)
    said = SpokenYes(desk.home, talk, source=sound_file(folder, seconds=0.5), fast=True)
    said.wait_source_end(20)
    said.stop()
    return finish(desk.home, talk)


def test_a_signature_is_shown_a_spoken_yes_can_be_played_and_a_paper_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    screen = RecordScreen(desk.context, with_proofs(desk, tmp_path))
    desk.show(screen)
    button(screen, "How they said yes").click()
    desk.settle()
    page = screen.opened
    assert isinstance(page, ProofPage)
    words = words_on(page)
    assert "Signed on this screen, 10 May" in words
    assert "Their spoken yes, 10 May" in words
    assert "It cannot be shown here. It is kept safe." in words
    pictures = [one for one in page.findChildren(QLabel) if not one.pixmap().isNull()]
    assert [one.accessibleName() for one in pictures] == ["Signed on this screen"]
    (bar,) = page.findChildren(PlayerBar)
    assert bar.isVisible()
    assert 400 <= page.links[0].total_ms <= 600
    desk.until(lambda: not cut(page))
    walk_names(page)
    link = page.links[0]
    button(page, "Back to the story").click()
    assert page.links == []
    assert link.position == 0
    assert screen.opened is None


def test_a_message_is_called_a_message_and_a_form_from_a_turned_phone_stands_upright(
    desk: Desk, tmp_path: Path
) -> None:
    talk = talk_with(desk.home)
    turned = Image.Exif()
    turned[0x0112] = 6
    form = tmp_path / "form.jpg"
    Image.new("RGB", (60, 20), "white").save(form, "JPEG", exif=turned)
    keep_file(desk.home, talk, form)
    message = tmp_path / "message.png"
    message.write_bytes(drawn())
    keep_file(desk.home, talk, message, Method.WRITTEN.value)
    consents = [c.id for c in view_of(desk.home, finish(desk.home, talk)).consents]
    page = ProofPage(desk.context, consents)
    desk.show(page)
    desk.settle()
    pictures = {p.accessibleName(): p.pixmap() for p in page.findChildren(QLabel) if not p.pixmap().isNull()}
    assert set(pictures) == {"The signed form", "Their message"}
    assert pictures["The signed form"].height() > pictures["The signed form"].width()
    assert "Their message, 10 May" in words_on(page)


def test_a_form_from_an_iphone_and_a_scan_of_two_pages_are_shown_and_can_be_read_larger(
    desk: Desk, tmp_path: Path
) -> None:
    talk = talk_with(desk.home)
    (tmp_path / "form.heic").write_bytes(picture("HEIF", (1600, 1200)))
    page_one = Image.new("RGB", (900, 1270), "white")
    page_one.save(tmp_path / "scan.pdf", "PDF", save_all=True, append_images=[page_one])
    for name in ("form.heic", "scan.pdf"):
        keep_file(desk.home, talk, tmp_path / name)
    consents = [c.id for c in view_of(desk.home, finish(desk.home, talk)).consents]
    page = ProofPage(desk.context, consents)
    desk.show(page)
    desk.settle()
    shown = page.findChildren(FormPicture)
    by_name = {one.shown.accessibleName(): one for one in shown}
    assert sorted(by_name) == [
        "The signed form",
        "The signed form, Page 1 of 2",
        "The signed form, Page 2 of 2",
    ]
    assert "It cannot be shown here" not in words_on(page)
    form = by_name["The signed form"]
    assert form.shown.pixmap().width() == 620
    form.larger.click()
    form.larger.click()
    form.larger.click()
    form.larger.click()
    assert form.shown.pixmap().width() == 1600
    assert form.area.horizontalScrollBar().maximum() > 0
    desk.until(lambda: not cut(page))
    walk_names(page)
    for _ in range(3):
        form.smaller.click()
    assert form.shown.pixmap().width() == 620


def test_a_picture_that_would_crash_or_bomb_is_kept_and_said_so(desk: Desk, tmp_path: Path) -> None:
    talk = talk_with(desk.home)
    (tmp_path / "form.jpg").write_bytes(b"\xff\xd8\xff no picture")
    keep_file(desk.home, talk, tmp_path / "form.jpg")
    page = ProofPage(desk.context, [c.id for c in view_of(desk.home, finish(desk.home, talk)).consents])
    desk.show(page)
    desk.settle()
    assert "It cannot be shown here. It is kept safe." in words_on(page)


def test_a_film_says_that_its_pictures_stay_under_lock_and_plays_its_sound(
    desk: Desk, tmp_path: Path
) -> None:
    talk = talk_with(desk.home)
    for name, data in {
        "signed.mp4": silent_film(),
        "said.mp4": phone_sound("mp4", tone(500), video=True),
        "note.opus": phone_sound("opus", tone(500)),
        "odd.mp3": b"ID3 what no player opens",
    }.items():
        (tmp_path / name).write_bytes(data)
        keep_file(desk.home, talk, tmp_path / name, Method.RECORDED.value)
    consents = [c.id for c in view_of(desk.home, finish(desk.home, talk)).consents]
    page = ProofPage(desk.context, consents)
    desk.show(page)
    desk.settle()
    words = words_on(page)
    assert "Their yes on film, 10 May" in words
    assert "this one has no sound to play. It is kept whole and safe." in words
    assert "The pictures of a film cannot be shown here." in words
    assert "It cannot be played here. It is kept safe." in words
    assert len(page.findChildren(PlayerBar)) == 2
    assert [400 <= link.total_ms <= 600 for link in page.links] == [True, True]


def test_leaving_the_story_lets_go_of_it(desk: Desk, tmp_path: Path) -> None:
    screen = RecordScreen(desk.context, with_proofs(desk, tmp_path))
    desk.show(screen)
    button(screen, "How they said yes").click()
    desk.settle()
    page = screen.opened
    assert isinstance(page, ProofPage)
    screen.leaving()
    assert page.links == []
    assert screen.opened is None


def test_nothing_kept_is_said_plainly(desk: Desk) -> None:
    page = ProofPage(desk.context, [c.id for c in view_of(desk.home, story(desk.home)).consents])
    desk.show(page)
    desk.settle()
    assert "Nothing was kept that proves it." in words_on(page)


@pytest.mark.parametrize(
    ("method", "way"),
    [
        (Method.RECORDED, "They said yes aloud, and it was recorded, 10 May 2026."),
        (Method.WITNESS, "They said yes aloud, and a witness heard, 10 May 2026."),
    ],
)
def test_the_way_and_the_day_are_said_also_where_nothing_was_kept(
    desk: Desk, method: Method, way: str
) -> None:
    talk = talk_with(desk.home)
    set_method(desk.home, talk, method)
    page = ProofPage(desk.context, [c.id for c in view_of(desk.home, finish(desk.home, talk)).consents])
    desk.show(page)
    desk.settle()
    words = words_on(page)
    assert way in words
    assert ("in the sound of the story" in words) is (method is Method.RECORDED)
    desk.until(lambda: cut(page) == [])


def test_a_real_notebook_asks_for_the_passphrase_and_says_when_it_was_wrong(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.home.practice = False
    asked: list[str | None] = []

    def refuse(_home: object, _consents: object, typed: str | None) -> tuple[()]:
        asked.append(typed)
        if len(asked) == 1:
            raise UserError("WRONG_PASSPHRASE")
        return ()

    monkeypatch.setattr(proof_page, "proofs", refuse)
    page = ProofPage(desk.context, ["c"])
    desk.show(page)
    assert asked == [], "nothing is opened before the passphrase"
    page.secret.set_text("not it")
    button(page, "Show it").click()
    desk.settle()
    assert "That did not open it." in words_on(page)
    page.secret.set_text("four plain words here")
    page.secret.entered.emit(page.secret.text())
    desk.settle()
    assert asked == ["not it", "four plain words here"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert page.findChildren(QLineEdit) == [], "what was typed does not stay"


def test_the_words_that_were_read_out_stand_with_their_answers(desk: Desk) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True)
    say_yes(desk.home, talk, but=["archive"])
    record = finish(desk.home, talk)
    (given,) = view_of(desk.home, record).consents
    page = ProofPage(desk.context, [given.id])
    desk.show(page)
    desk.settle()
    said = words_on(page)
    assert "The words that were read out" in said
    assert "I'm …, a community researcher" in said
    lines = {one.title.text(): (one.line.text(), one.end.text()) for one in page.findChildren(CheckLine)}
    assert lines["May they hear or see the recording itself?"] == (
        "Your voice or face could be recognised.",
        "Yes",
    )
    assert lines["May we keep it in an archive for researchers in the future?"][1] == "No"
    assert any(question.endswith("In the press?") for question in lines)


def test_answers_that_are_not_here_show_no_words(desk: Desk) -> None:
    page = ProofPage(desk.context, ["gone"])
    desk.show(page)
    assert "The words that were read out" not in words_on(page)


def test_a_film_is_taken_out_to_be_watched_after_a_clear_word_and_deleted_again(
    desk: Desk, tmp_path: Path
) -> None:
    talk = talk_with(desk.home)
    data = silent_film()
    (tmp_path / "signed.mp4").write_bytes(data)
    keep_file(desk.home, talk, tmp_path / "signed.mp4", Method.RECORDED.value)
    consents = [c.id for c in view_of(desk.home, finish(desk.home, talk)).consents]
    out = tmp_path / "out"
    out.mkdir()
    desk.context.pick_folder = lambda _title: out
    page = ProofPage(desk.context, consents)
    desk.show(page)
    desk.settle()
    button(page, "Take a copy out to watch it").click()
    assert "Out there it is not locked" in words_on(page)
    assert list(out.iterdir()) == []
    button(page, "Leave it locked").click()
    assert "Out there it is not locked" not in words_on(page)
    button(page, "Take a copy out to watch it").click()
    button(page, "Choose where").click()
    desk.settle()
    (film,) = out.iterdir()
    assert film.read_bytes() == data
    assert f"A copy lies here, not locked: {film}" in words_on(page)
    assert desk.told[-1] == "Saved as how they said yes.mp4. What is saved there is not locked."
    desk.until(lambda: not cut(page))
    walk_names(page)
    again = ProofPage(desk.context, consents)
    desk.show(again)
    desk.settle()
    button(again, "Delete that copy").click()
    assert list(out.iterdir()) == []
    assert "A copy lies here" not in words_on(again)
    assert desk.told[-1] == "That copy is deleted. The film stays locked here."


def test_a_copy_that_cannot_be_made_or_deleted_is_said_beside_it(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = talk_with(desk.home)
    (tmp_path / "signed.mp4").write_bytes(silent_film())
    keep_file(desk.home, talk, tmp_path / "signed.mp4", Method.RECORDED.value)
    page = ProofPage(desk.context, [c.id for c in view_of(desk.home, finish(desk.home, talk)).consents])
    desk.show(page)
    desk.settle()
    button(page, "Take a copy out to watch it").click()
    (tmp_path / "Dropbox").mkdir()
    desk.context.pick_folder = lambda _title: None
    button(page, "Choose where").click()
    desk.settle()
    desk.context.pick_folder = lambda _title: tmp_path / "Dropbox"
    button(page, "Choose where").click()
    desk.settle()
    assert "is copied to other places by itself. Nothing was put there." in words_on(page)
    desk.context.pick_folder = lambda _title: tmp_path / "out"
    button(page, "Choose where").click()
    desk.settle()

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(film_out, "delete_proof_out", refused)
    button(page, "Delete that copy").click()
    assert "It could not be deleted." in words_on(page)


def test_a_question_that_was_asked_once_stands_once(desk: Desk) -> None:
    talk = begin(desk.home).id
    set_facts(desk.home, talk, said_first=True)
    say_yes(desk.home, talk)
    (given,) = view_of(desk.home, finish(desk.home, talk)).consents
    page = ProofPage(desk.context, [given.id])
    desk.show(page)
    asked = [one.title.text() for one in page.findChildren(CheckLine)]
    assert len(asked) == len(set(asked)), "a piece of sound and a photo are asked for in one question"
