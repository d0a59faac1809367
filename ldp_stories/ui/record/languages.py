"""Languages by the names their own speakers use, for the versions of a story."""

from __future__ import annotations

from typing import Final

from ldp_stories.services.edit_record import RecordView
from ldp_stories.services.home import Home
from ldp_stories.ui.widgets.choices import Option

NAMES: Final = {
    "en": "English", "ur": "اردو", "pa": "ਪੰਜਾਬੀ", "bn": "বাংলা", "pl": "Polski", "so": "Soomaali", "ar": "العربية",
    "ro": "Română", "gu": "ગુજરાતી", "hi": "हिन्दी", "fa": "فارسی", "ps": "پښتو", "ku": "Kurdî", "ti": "ትግርኛ",
    "am": "አማርኛ", "pt": "Português", "es": "Español", "fr": "Français", "tr": "Türkçe", "uk": "Українська",
    "zh": "中文", "vi": "Tiếng Việt", "cy": "Cymraeg", "bfi": "BSL",
}  # fmt: skip


def language_name(code: str) -> str:
    """The language's own name, or its code."""
    return NAMES.get(code, code)


def language_options(home: Home, view: RecordView) -> list[Option]:
    """The story's own language first, then those of the programme, then the rest."""
    said = home.programme().terms.get("languages")
    wanted = [view.record.language, *(layer.language for layer in view.layers)]
    wanted += [str(code) for code in said] if isinstance(said, list | tuple) else []
    codes = dict.fromkeys(code for code in [*wanted, *NAMES] if code)
    return [Option(code, language_name(code)) for code in codes]
