""" "You said, we did" on paper: the poster names nobody, cuts no card, reads in every script; each researcher has a slip (US-C10)."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from ldp_stories.domain.feedback import Feedback
from ldp_stories.errors import UserError
from ldp_stories.services.feed_back import Heard, Poster, Slip
from ldp_stories.ui.coordinator.poster import save_poster, save_slips, slip_paper

SAID = "The class with the curtains should start after school."
DID = "The Thursday session now starts at four."
URDU = "پارک میں بیٹھنے کی جگہ نہیں ہے۔"


def entry(heard: str = SAID, did: str = DID, *, done: bool = True, back: str = "") -> Feedback:
    return Feedback("id", ("a story",), (), heard, done, did, back_to=back)


def poster(*entries: Feedback, contact: str = "", practice: bool = False) -> Poster:
    done = tuple(e for e in entries if e.done)
    other = tuple(e for e in entries if not e.done)
    return Poster("Larkside Together", practice, "2026-05-21", contact, done, other)


def words(path: Path) -> list[str]:
    """The words of each sheet, spaces made one."""
    return [" ".join((page.extract_text() or "").split()) for page in PdfReader(path).pages]


def story(title: str, may_tell: str = "") -> Heard:
    return Heard("a story", title, "Amina", may_tell)


@pytest.fixture(autouse=True)
def application(qapp: QApplication) -> None:
    del qapp


def test_the_poster_says_what_was_heard_and_what_became_of_it(tmp_path: Path) -> None:
    made = poster(
        entry(), entry("A crossing.", "The road is the county's.", done=False), contact="ask@larkside"
    )
    (sheet,) = words(save_poster(made, tmp_path))
    for said in ("You said, we did", "Larkside Together, 21 May 2026", SAID, DID, "We did", "A crossing."):
        assert said in sheet
    assert "What we could not do, and why" in sheet
    assert "Not done, because" in sheet
    assert "Tell us what you think: ask@larkside" in sheet
    assert "Practice" not in sheet


def test_it_is_large_paper_and_its_file_says_nothing_of_people_or_laptops(tmp_path: Path) -> None:
    path = save_poster(poster(entry(back="tell Amina at the herb bed")), tmp_path)
    reader = PdfReader(path)
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 1191)
    assert reader.metadata is not None
    assert reader.metadata.title == "You said, we did, Larkside Together"
    assert reader.metadata.creator == "LDP Stories"
    assert not reader.metadata.author
    assert "Amina" not in words(path)[0]


def test_many_entries_go_on_on_further_sheets_and_each_stands_whole_on_one(tmp_path: Path) -> None:
    entries = [
        entry(f"Wish number {n} of a street with no bench in it.", f"Bench {n} stands.") for n in range(14)
    ]
    sheets = words(save_poster(poster(*entries), tmp_path))
    assert len(sheets) > 1
    for n in range(14):
        assert sum(f"Wish number {n} of" in s and f"Bench {n} stands." in s for s in sheets) == 1
    assert all("Thank you to everybody who told us." in s for s in sheets)
    assert sum("You said, we did" in s for s in sheets) == 1


def test_words_in_urdu_and_practice_and_an_empty_poster(tmp_path: Path) -> None:
    path = save_poster(poster(entry(URDU, URDU), practice=True), tmp_path)
    assert "Practice. Nothing real." in words(path)[0]
    empty = save_poster(poster(), tmp_path)
    assert empty != path
    assert "Nothing recorded yet." in words(empty)[0]


def test_a_folder_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UserError) as caught:
        save_poster(poster(entry()), tmp_path / "file")
    assert caught.value.code == "FOLDER_REFUSED"


def test_each_researcher_has_a_slip_with_their_own_stories(tmp_path: Path) -> None:
    slips = [
        Slip(
            "Amina", ((entry(back="tell them at the herb bed"), (story("Tea and bulbs"), story("", "no"))),)
        ),
        Slip("Dev", ((entry("A crossing.", "Not ours.", done=False), ()),)),
    ]
    made = save_slips(slips, poster(entry()), tmp_path)
    assert [p.name for p in made] == ["you-said-we-did-1.pdf", "you-said-we-did-2.pdf"]
    first, second = (words(p)[0] for p in made)
    for said in (SAID, f"We did: {DID}", "From: Tea and bulbs", "at the herb bed", "Amina."):
        assert said in first
    for said in (
        "They said yes to hearing what happened: Tea and bulbs.",
        "They may not be contacted for this: No title yet.",
    ):
        assert said in first
    assert "Not done, because: Not ours." in second
    assert "From:" not in second
    assert "Amina" not in second


def test_a_slip_of_practice_is_marked(tmp_path: Path) -> None:
    del tmp_path
    assert slip_paper(Slip("Amina", ()), poster(practice=True)).practice
