"""Which engines turn speech into words on this laptop, and loading one of them (in the listening process only)."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.errors import UserError
from ldp_stories.media.speech import SpeechEngine


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """An engine that can be used here: its name, whether it wants a folder with a model, and the language it knows ("" = the model's)."""

    name: str
    wants_model: bool
    language: str


_KNOWN: Final = (
    ("sherpa_onnx", EngineInfo("sherpa-onnx", wants_model=True, language="")),
    ("pocketsphinx", EngineInfo("pocketsphinx", wants_model=False, language="en")),
)


def engines() -> tuple[EngineInfo, ...]:
    """The engines that are installed, the better first. Nothing is ever downloaded."""
    return tuple(info for module, info in _KNOWN if importlib.util.find_spec(module) is not None)


def engine(name: str, model: Path | None, language: str = "") -> SpeechEngine:
    """Load an engine for a language ("" = it finds out). Raises UserError SPEECH_ENGINE (not installed), SPEECH_MODEL (none it can read there)."""
    try:
        if name == "pocketsphinx":
            from ldp_stories.media.speech_pocketsphinx import PocketSphinx

            return PocketSphinx()
        if name == "sherpa-onnx":
            from ldp_stories.media.speech_sherpa import Sherpa

            return Sherpa(model, language)
    except ImportError as error:
        raise UserError("SPEECH_ENGINE") from error
    raise UserError("SPEECH_ENGINE")
