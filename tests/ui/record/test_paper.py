"""Pages to hand over: the same words on paper and in the PDF, large print, either direction, no name of the laptop in the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication

from ldp_stories.errors import UserError
from ldp_stories.ui.record.paper import LARGE, Paper, begin_pdf, document_of, print_paper, save_pdf

URDU = "اگر آپ کا ارادہ بدل جائے"


def page(*lines: str, **more: bool) -> Paper:
    return Paper("The card", (("code", "LT-4HN7-KQY"), *(("body", words) for words in lines)), **more)


def text_of(path: Path) -> str:
    return " ".join(" ".join((p.extract_text() or "").split()) for p in PdfReader(path).pages)


@pytest.fixture(autouse=True)
def app(qapp: QApplication) -> None:
    del qapp


def test_the_words_can_be_read_in_the_file(tmp_path: Path) -> None:
    text = text_of(save_pdf(page("Changed your mind? Call us."), tmp_path, "card"))
    assert "LT-4HN7-KQY" in text
    assert "Changed your mind? Call us." in text
    assert "Practice" not in text


def test_the_page_is_a4_and_a_long_text_takes_several(tmp_path: Path) -> None:
    reader = PdfReader(
        save_pdf(page(*["A line that is long enough to take its room. " * 6] * 60), tmp_path, "long")
    )
    assert len(reader.pages) > 3
    wide, high = (round(float(x)) for x in reader.pages[0].mediabox[2:])
    assert (wide, high) == (595, 842)


def test_every_page_of_practice_says_so(tmp_path: Path) -> None:
    made = save_pdf(page(*["Words, words. " * 60] * 30, practice=True), tmp_path, "practice")
    pages = PdfReader(made).pages
    assert len(pages) > 1
    assert all("Practice. Nothing real." in " ".join((p.extract_text() or "").split()) for p in pages)


def test_large_print_is_large(tmp_path: Path) -> None:
    def points(paper: Paper) -> float:
        document = document_of(paper)  # it owns what the block points to
        return document.lastBlock().charFormat().font().pointSizeF()

    assert points(page("x", large=True)) == pytest.approx(points(page("x")) * LARGE)
    assert points(page("x", large=True)) >= 16
    small, large = (save_pdf(page("words " * 900, large=b), tmp_path, "size") for b in (False, True))
    assert len(PdfReader(large).pages) > len(PdfReader(small).pages)


def test_a_page_read_from_the_right_keeps_its_code_from_the_left(tmp_path: Path) -> None:
    document = document_of(page(URDU, rtl=True))
    assert document.defaultTextOption().textDirection() == Qt.LayoutDirection.RightToLeft
    assert document.firstBlock().blockFormat().layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert document.lastBlock().textDirection() == Qt.LayoutDirection.RightToLeft
    assert save_pdf(page(URDU, rtl=True), tmp_path, "urdu").stat().st_size > 1_000


def test_the_file_says_nothing_of_who_made_it(tmp_path: Path) -> None:
    info = PdfReader(save_pdf(page("x"), tmp_path, "card")).metadata
    assert info is not None
    assert (info.title, info.creator) == ("The card", "LDP Stories")
    assert not info.author


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        save_pdf(page("x"), tmp_path / "gone", "card")
    assert caught.value.code == "FOLDER_REFUSED"


def test_leaving_the_printer_prints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrintDialog, "exec", lambda _self: QPrintDialog.DialogCode.Rejected)
    assert not print_paper(page("x"))


def test_a_page_that_could_not_be_painted_is_closed_and_the_trouble_is_told(tmp_path: Path) -> None:
    kept: list[QPainter] = []

    def paint_half_a_page() -> None:
        with begin_pdf(tmp_path, "half", "Half", QPageSize.PageSizeId.A3, 150) as (_, _, painter):
            kept.append(painter)
            assert painter.isActive()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        paint_half_a_page()
    assert not kept[0].isActive(), "a painter left open keeps the file open"


def test_a_second_page_of_the_same_name_takes_no_others_place(tmp_path: Path) -> None:
    made = []
    for words in ("first", "second"):
        with begin_pdf(tmp_path, "page", words, QPageSize.PageSizeId.A4, 72) as (path, _, painter):
            painter.drawText(20, 40, words)
        made.append(path)
    assert made[0] != made[1]
    titles = [info.title for info in (PdfReader(path).metadata for path in made) if info is not None]
    assert titles == ["first", "second"]
    assert PdfReader(made[0]).pages[0].mediabox.width == pytest.approx(595, abs=1)
