"""Participants under codes. A code is a label that can be read aloud; a check character catches a mis-heard one (CONTRACTS.md 10)."""

import secrets
from dataclasses import dataclass
from enum import StrEnum

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""30 characters with no look-alikes."""


class AgeBand(StrEnum):
    """Never a date of birth; the bands cut at 16 (consent), 18 (adult) and 60 (domain/3-model.md 3.4)."""

    UNDER_11 = "0-10"
    FROM_11 = "11-15"
    FROM_16 = "16-17"
    FROM_18 = "18-24"
    FROM_25 = "25-39"
    FROM_40 = "40-59"
    FROM_60 = "60-74"
    FROM_75 = "75+"
    NOT_GIVEN = "not given"

    @property
    def under_16(self) -> bool:
        """Whether a grown-up must say yes first."""
        return self in (AgeBand.UNDER_11, AgeBand.FROM_11)


class TellerKind(StrEnum):
    """Who the teller is to the programme."""

    RESIDENT = "resident"
    VOLUNTEER = "volunteer"
    GROUP_ORGANISER = "group organiser"
    STAFF = "staff/partner"
    LEAD = "elected/strategic lead"
    RESEARCHER = "researcher"


@dataclass(frozen=True, slots=True)
class Participant:
    """A person under a code; everything that could name them is in the identity store."""

    id: str
    code: str
    teller_kind: TellerKind
    age_band: AgeBand
    began_by: str
    target_groups: tuple[str, ...] = ()
    self_description: str = ""
    home_place: str | None = None
    languages: tuple[str, ...] = ()
    interpreter: bool = False


_RELATIONS = (
    "|mother|mum|mam|mummy|father|dad|daddy|parent|parents|stepmother|stepmum|stepfather|stepdad|grandmother|grandma|gran|nan|nana|granny"
    "|grandfather|grandad|granddad|grandpa|aunt|auntie|uncle|sister|brother|cousin|big sister|big brother|older sister|older brother"
    "|carer|guardian|legal guardian|foster mother|foster mum|foster father|foster dad|foster carer|foster parent|family friend|teacher"
    "|head teacher|tutor|coach|school nurse|social worker|youth worker|support worker|key worker|childminder|"
)
"""What people call a grown-up without naming anybody, each between bars."""


def plain_relation(typed: str) -> str:
    """How a grown-up is related to a child, when what was typed says only that ("her mother" is "mother"); "" when it may name somebody."""
    words = typed.strip().strip(".").casefold().split()
    while words and words[0] in ("the", "a", "their", "his", "her", "my", "your"):
        words = words[1:]
    plain = " ".join(words)
    return plain if plain and f"|{plain}|" in _RELATIONS else ""


def check_character(body: str) -> str:
    """The Luhn mod 30 check character over the six random characters."""
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // len(ALPHABET) + value % len(ALPHABET)
    return ALPHABET[-total % len(ALPHABET)]


def new_code(prefix: str) -> str:
    """A fresh code such as LT-4HN7-KQY for a programme's two letters."""
    number, body = secrets.randbelow(len(ALPHABET) ** 6), ""
    for _ in range(6):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    return f"{prefix}-{body[:4]}-{body[4:]}{check_character(body)}"


def tidy_code(text: str) -> str | None:
    """The canonical form of a typed code, or None when a letter has slipped (wrong check character, unknown letter or length)."""
    plain = "".join(c for c in text.upper() if c.isalnum())
    prefix, body, check = plain[:-7], plain[-7:-1], plain[-1:]
    if len(body) != 6 or not prefix or any(c not in ALPHABET for c in body + check):
        return None
    if check_character(body) != check:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}{check}"
