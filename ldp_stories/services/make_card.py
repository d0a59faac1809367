"""The card for the teller: their code, whom to call, until when words can be taken out, how to complain; in a language the pack has it in."""

from dataclasses import dataclass
from typing import Final

from ldp_stories.services import read_pack
from ldp_stories.services.home import Home
from ldp_stories.store import programme
from ldp_stories.store.rows import string

FROM_THE_RIGHT: Final = frozenset({"ar", "ckb", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
"""Languages that are read from the right."""
NAMES: Final = {
    "ar": "العربية",
    "bn": "বাংলা",
    "cs": "Čeština",
    "en": "English",
    "fa": "فارسی",
    "fr": "Français",
    "gu": "ગુજરાતી",
    "hi": "हिन्दी",
    "ku": "Kurdî",
    "lt": "Lietuvių",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "ps": "پښتو",
    "pt": "Português",
    "ro": "Română",
    "sk": "Slovenčina",
    "so": "Soomaali",
    "sq": "Shqip",
    "ta": "தமிழ்",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "zh": "中文",
}
"""Languages as those who speak them call them."""


@dataclass(frozen=True, slots=True)
class TellerCard:
    """What stands on the card; `words` is the pack's own text with everything filled in, a paragraph each."""

    code: str
    words: tuple[str, ...]
    language: str
    rtl: bool


def card_languages(home: Home) -> tuple[str, ...]:
    """The languages in which the pack has a card, its first one first."""
    with home.main.read() as con:
        forms = [f for _, f in programme.raw(con, "consent_form")]
    found = [string(f, "language") or "en" for f in forms if string(f, "card")]
    return tuple(dict.fromkeys(found))


def card_for(home: Home, code: str, language: str = "") -> TellerCard:
    """The card in a language (the pack's first when it has none in this one)."""
    form = read_pack.consent_form(home, language)
    text = read_pack.filled(home, str(form.get("card", "")), code=code)
    lines = tuple(line.strip() for line in text.splitlines() if line.strip())
    spoken = str(form.get("language") or "en")
    return TellerCard(code, lines, spoken, spoken.split("-")[0] in FROM_THE_RIGHT)


def language_name(code: str) -> str:
    """A language as those who speak it call it; its code when it is not among those we know."""
    return NAMES.get(code.split("-")[0], code)
