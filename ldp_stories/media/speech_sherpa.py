"""sherpa-onnx: modern models for many languages, read from a folder that the person chooses. Nothing is ever downloaded.

The kind of model is known by the names of its files: a transducer has an encoder, a decoder and a joiner, Whisper an encoder and a
decoder, the others one model; each has its tokens. Of two files of a name the small one (int8) is taken: laptops are old.
"""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ldp_stories.errors import UserError
from ldp_stories.media.speech import RATE, Word

_SPACE = "\u2581"


class Sherpa:
    """A SpeechEngine."""

    def __init__(self, model: Path | None) -> None:
        import sherpa_onnx

        if model is None or not model.is_dir():
            raise UserError("SPEECH_MODEL")
        try:
            self._recogniser = _recogniser(sherpa_onnx.OfflineRecognizer, model)
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


def _recogniser(maker: Any, folder: Path) -> Any:
    tokens = _file(folder, "tokens", ".txt")
    encoder, decoder, joiner = (_file(folder, name, ".onnx") for name in ("encoder", "decoder", "joiner"))
    if tokens and encoder and decoder and joiner:
        return maker.from_transducer(
            tokens=tokens, encoder=encoder, decoder=decoder, joiner=joiner, num_threads=2
        )
    if tokens and encoder and decoder:
        return maker.from_whisper(tokens=tokens, encoder=encoder, decoder=decoder, num_threads=2)
    model = _file(folder, "model", ".onnx")
    if tokens and model and "paraformer" in folder.name:
        return maker.from_paraformer(tokens=tokens, paraformer=model, num_threads=2)
    if tokens and model and "sense" in folder.name:
        return maker.from_sense_voice(tokens=tokens, model=model, num_threads=2, use_itn=True)
    if tokens and model:
        return maker.from_nemo_ctc(tokens=tokens, model=model, num_threads=2)
    raise UserError("SPEECH_MODEL")


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
