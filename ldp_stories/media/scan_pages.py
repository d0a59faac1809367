"""The pages of a scanned PDF as pictures. Runs only in the process that opens photos (`photo_child`)."""

import io
from typing import Any, Final

_NEAR: Final = 0.05
"""By how much the shape of the one picture on a page may differ from the shape of the page that it fills."""


def is_pdf(data: bytes) -> bool:
    """Whether it begins as a PDF does."""
    return data.startswith(b"%PDF-")


def scanned_page(data: bytes, number: int) -> tuple[bytes, int]:
    """One page as a JPEG, upright, and how many pages there are. ValueError when the page is more than one picture that fills it.

    A page with words or marks of its own is not shown as the picture on it: what was signed would then be missing.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        pages = PdfReader(io.BytesIO(data)).pages
        page = pages[number]
        if "/Annots" in page or len(page.images) != 1 or page.extract_text().strip():
            raise ValueError("not a scan")
        image: Any = page.images[0].image
        turn, count = int(page.rotation), len(pages)
        wide, high = float(page.mediabox.width), float(page.mediabox.height)
    except PyPdfError as error:
        raise ValueError("not readable") from error
    if abs(image.width * high - image.height * wide) > _NEAR * image.width * high:
        raise ValueError("more than the picture")
    out = io.BytesIO()
    image.convert("RGB").rotate(-turn, expand=True).save(out, "JPEG", quality=93)
    return out.getvalue(), count
