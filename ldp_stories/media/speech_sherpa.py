"""sherpa-onnx: modern models for many languages, read from a folder that the person chooses. Nothing is ever downloaded.

The kind of model is known by the names of its files: a transducer has an encoder, a decoder and a joiner, Moonshine four that begin with
preprocess, encode and (un)cached_decode, Whisper an encoder and a decoder, the others one model; each has its tokens. Of two files of a name
the small one (int8) is taken: laptops are old.
"""

import re
from array import array
from collections.abc import Iterator
from inspect import signature
from pathlib import Path
from typing import Any, Final

from ldp_stories.errors import UserError
from ldp_stories.media.speech import RATE, Word

_SPACE = "\u2581"
_MOONSHINE: Final = {
    "preprocessor": "preprocess",
    "encoder": "encode",
    "uncached_decoder": "uncached_decode",
    "cached_decoder": "cached_decode",
}
_SENSE: Final = frozenset(("zh", "en", "ja", "ko", "yue"))
_WHISPER: Final = frozenset(
    re.findall(
        r"\w+",
        "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn sr"
        " az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo"
        " tl mg as tt haw ln ha ba jw su yue",
    )
)
"""The languages that Whisper was taught."""


class Sherpa:
    """A SpeechEngine."""

    def __init__(self, model: Path | None, language: str = "") -> None:
        """`language` is that of the speech, for models that know several; "" when it is not known."""
        import sherpa_onnx

        if model is None or not model.is_dir():
            raise UserError("SPEECH_MODEL")
        try:
            self._recogniser = _recogniser(sherpa_onnx.OfflineRecognizer, model, language)
        except (RuntimeError, ValueError, OSError) as error:
            raise UserError("SPEECH_MODEL") from error

    def words(self, sound: bytes, at_ms: int) -> Iterator[Word]:
        """The words of one stretch; where the model tells no times, all of them at its beginning."""
        stream = self._recogniser.create_stream()
        stream.accept_waveform(RATE, [sample / 32768 for sample in array("h", sound)])
        self._recogniser.decode_stream(stream)
        result = stream.result
        length = len(sound) // 2 * 1000 // RATE
        yield from _timed(result.text, list(result.tokens), list(result.timestamps), at_ms, length)


def _recogniser(maker: Any, folder: Path, language: str) -> Any:
    tokens = _file(folder, "tokens", ".txt")
    encoder, decoder, joiner = (_file(folder, name, ".onnx") for name in ("encoder", "decoder", "joiner"))
    if tokens and encoder and decoder and joiner:
        return maker.from_transducer(
            tokens=tokens, encoder=encoder, decoder=decoder, joiner=joiner, num_threads=2
        )
    moonshine = {word: _file(folder, name, ".onnx") for word, name in _MOONSHINE.items()}
    if tokens and all(moonshine.values()):
        return maker.from_moonshine(tokens=tokens, num_threads=2, **moonshine)
    if tokens and encoder and decoder:
        return _whisper(maker, tokens, encoder, decoder, language)
    model = _file(folder, "model", ".onnx")
    if tokens and model and "paraformer" in folder.name:
        return maker.from_paraformer(tokens=tokens, paraformer=model, num_threads=2)
    if tokens and model and "sense" in folder.name:
        spoken = _base(language) if _base(language) in _SENSE else ""
        return maker.from_sense_voice(
            tokens=tokens, model=model, num_threads=2, use_itn=True, language=spoken
        )
    if tokens and model:
        return maker.from_nemo_ctc(tokens=tokens, model=model, num_threads=2)
    raise UserError("SPEECH_MODEL")


def _whisper(maker: Any, tokens: str, encoder: str, decoder: str, language: str) -> Any:
    """Whisper takes English for granted unless it is told otherwise, and ends the process over a language it does not know."""
    known: dict[str, object] = {"language": _base(language) if _base(language) in _WHISPER else ""}
    if "enable_token_timestamps" in signature(maker.from_whisper).parameters:
        known["enable_token_timestamps"] = True
    return maker.from_whisper(tokens=tokens, encoder=encoder, decoder=decoder, num_threads=2, **known)


def _base(language: str) -> str:
    """ "pa" for "pa-Guru"."""
    return language.replace("_", "-").split("-")[0].lower()


def _file(folder: Path, word: str, suffix: str) -> str:
    found = sorted(p for p in folder.iterdir() if p.is_file() and word in p.name and p.name.endswith(suffix))
    small = [p for p in found if "int8" in p.name]
    return str((small or found)[0]) if found else ""


def _timed(text: str, tokens: list[str], times: list[float], at_ms: int, length: int) -> Iterator[Word]:
    """Words from a model's pieces of words with their times in seconds."""
    spaced = any(t.startswith((_SPACE, " ")) for t in tokens)
    if not times or len(times) != len(tokens) or not spaced:
        for word in text.split():
            yield Word(word, at_ms, at_ms + length)
        return
    starts = [n for n, t in enumerate(tokens) if n == 0 or t.startswith((_SPACE, " "))]
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        word = "".join(tokens[start:end]).replace(_SPACE, " ").strip()
        until = times[end] if end < len(times) else length / 1000
        if word:
            yield Word(word, at_ms + round(times[start] * 1000), at_ms + round(until * 1000))
