"""The words in a plain text file, whatever program wrote it: Notepad and the Windows terminal put a mark of their own in front, or use UTF-16."""

import codecs
from typing import Final

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def words_in(data: bytes) -> str:
    """The words, without the mark and with plain line ends. UnicodeDecodeError (a ValueError) for bytes that are no text in UTF-8 or UTF-16."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
