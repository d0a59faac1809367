"""A scanned form is shown page by page; a page that is more than its picture is not shown as less than it is."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, NameObject

from ldp_stories.errors import UserError
from ldp_stories.media.photos import make_safe
from ldp_stories.media.scan_pages import is_pdf, scanned_page
from ldp_stories.services.laptop import photo_command


def scan(pages: int = 1) -> bytes:
    """Pages of a form as a phone scans them: red above, white below."""
    image = Image.new("RGB", (300, 424), "white")
    image.paste("red", (0, 0, 300, 212))
    out = io.BytesIO()
    image.save(out, "PDF", save_all=True, append_images=[image] * (pages - 1))
    return out.getvalue()


def changed(*, turn: int = 0, size: tuple[int, int] | None = None, mark: bool = False) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scan())))
    page = writer.pages[0]
    page.rotate(turn)
    if size is not None:
        page.mediabox.upper_right = size
    if mark:
        page[NameObject("/Annots")] = ArrayObject()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_the_real_process_gives_each_page() -> None:
    made = make_safe(photo_command(), scan(2), page=1)
    assert (made.type, made.pages, made.width, made.height) == ("jpg", 2, 300, 424)
    with pytest.raises(UserError):
        make_safe(photo_command(), scan(2), page=2)


def test_a_page_that_was_scanned_lying_stands_upright() -> None:
    data, pages = scanned_page(changed(turn=180), 0)
    with Image.open(io.BytesIO(data)) as image:
        assert (pages, image.size) == (1, (300, 424))
        red, green, _ = image.getpixel((150, 400))  # type: ignore[misc]
        assert red > 200
        assert green < 60


@pytest.mark.parametrize("data", [changed(size=(900, 424)), changed(mark=True), b"%PDF-1.7 broken", b"%PDF-"])
def test_a_page_that_is_more_than_its_picture_is_not_shown(data: bytes) -> None:
    assert is_pdf(data)
    with pytest.raises(ValueError, match=r"."):
        scanned_page(data, 0)
