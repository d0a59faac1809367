"""The words for files from a phone: what each is, how long and how large, what was taken out, and why one may not be kept."""

from __future__ import annotations

from typing import Final

from ldp_stories.domain.phone_files import FileSort, PhoneFile
from ldp_stories.ui.text import clock, tr

ICONS: Final = {
    FileSort.AUDIO: "microphone",
    FileSort.VIDEO: "film-strip",
    FileSort.PHOTO: "image",
    FileSort.FILE: "file-text",
}
_SORTS: Final = {
    FileSort.AUDIO: "Voice note",
    FileSort.VIDEO: "Film",
    FileSort.PHOTO: "Photo",
    FileSort.FILE: "Paper or file",
}
_NO: Final = {
    FileSort.AUDIO: "They have not said yes to their voice being recorded.",
    FileSort.VIDEO: "They have not said yes to film.",
    FileSort.PHOTO: "They have not said yes to photos.",
    FileSort.FILE: "They have not said yes to written words being kept.",
}
_NOBODY: Final = "A face needs a yes. The photo stays locked."


def sort_words(sort: FileSort) -> str:
    """ "Voice note" """
    return tr(_SORTS[sort])


def size_words(size: int) -> str:
    """ "3.2 MB": bytes as people say them."""
    for unit, one in (("GB", 10**9), ("MB", 10**6)):
        if size >= one:
            return f"{size / one:.1f} {unit}"
    return f"{max(1, round(size / 1000))} KB"


def file_line(file: PhoneFile) -> str:
    """ "Photo, 3.2 MB. The place will be taken out." """
    told = [sort_words(file.sort), size_words(file.size)]
    if file.duration_ms:
        told.insert(1, clock(file.duration_ms))
    line = ", ".join(told) + "."
    if not file.playable:
        return f"{line} {tr('It cannot be played here. It is kept safe.')}"
    if file.place and file.device:
        return f"{line} {tr('Place and camera will be taken out.')}"
    if file.place:
        return f"{line} {tr('The place will be taken out.')}"
    return f"{line} {tr('The camera will be taken out.')}" if file.device else line


def refused_words(sort: FileSort, why: str) -> str:
    """Why a file of this sort may not be kept with the story, and what to do."""
    if why == "no_consent" and sort is FileSort.PHOTO:
        return tr(_NOBODY)
    return f"{tr(_NO[sort])} {tr('Ask them first, or choose another story.')}"
