"""PocketSphinx: small, old and rough, with an American-English model of its own. An honest first draft and no more."""

import re
from collections.abc import Iterator
from typing import Any, Final

from ldp_stories.media.lean import without
from ldp_stories.media.speech import RATE, Word

_FRAME_MS: Final = 10
_NO_WORD: Final = re.compile(r"^[<\[+].*[>\]+]$")
_OTHER_WAY: Final = re.compile(r"\(\d+\)$")


class PocketSphinx:
    """A SpeechEngine."""

    def __init__(self) -> None:
        with without("sounddevice"):
            from pocketsphinx import Decoder

        self._decoder: Any = Decoder(samprate=float(RATE), loglevel="FATAL")

    def words(self, sound: bytes, at_ms: int) -> Iterator[Word]:
        """The words of one stretch."""
        decoder = self._decoder
        decoder.start_utt()
        decoder.process_raw(sound, full_utt=True)
        decoder.end_utt()
        for part in decoder.seg() or ():
            if not _NO_WORD.match(part.word):
                begin, end = at_ms + part.start_frame * _FRAME_MS, at_ms + (part.end_frame + 1) * _FRAME_MS
                yield Word(_OTHER_WAY.sub("", part.word), begin, end)
