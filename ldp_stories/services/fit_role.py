"""A change of role takes effect at once: somebody who is an evaluator now lets go of others' words and sound that they may not have."""

from typing import Final

from ldp_stories.services.contact_cards import cards_to_go
from ldp_stories.services.home import Connection, Home
from ldp_stories.services.withhold_sound import withhold_sound
from ldp_stories.services.withhold_words import (
    Came,
    holds_protected,
    keeps_released_words_only,
    withhold_unread,
)
from ldp_stories.store import facts, ledger

KEPT: Final = "words kept as"
"""The local fact that says under which of the three rules the words here were last looked through."""
KEPT_SOUND: Final = "sound kept as"
"""The same for sound, pictures and files."""
_EVERY: Final = "every word"
_READ: Final = "released, with clearance"
_MASKED: Final = "released"
_NARROWER: Final = (_EVERY, _READ, _MASKED)


def rule_of(home: Home) -> str:
    """What the person's role today lets this notebook hold of other people's stories."""
    if not keeps_released_words_only(home):
        return _EVERY
    return _READ if holds_protected(home) else _MASKED


def fit_role(home: Home) -> int:
    """Look through everything when the role has become narrower since the last time; how many stories words went from.

    To be called when the notebook is opened and after every file that may bring a change of role. Nothing is done otherwise. One's own
    stories, and one's own words in others', stay.
    """
    now = rule_of(home)
    cards_to_go(home)
    _fit_sound(home, now)
    with home.main.read() as con:
        before = str(facts.load(con, KEPT) or _EVERY)
    if before == now:
        return 0
    with home.main.write() as con:
        gone: tuple[str, ...] = ()
        if _NARROWER.index(now) > _NARROWER.index(before):
            _, gone = withhold_unread(home, con, _everything(con))
        facts.save(con, KEPT, now)
    return len(gone)


def _fit_sound(home: Home, now: str) -> None:
    """Sound is looked through once after a change; with clearance or without is the same for it."""
    rule = _EVERY if now == _EVERY else _MASKED
    with home.main.read() as con:
        before = str(facts.load(con, KEPT_SOUND) or _EVERY)
    if before == rule:
        return
    withhold_sound(home)
    with home.main.write() as con:
        facts.save(con, KEPT_SOUND, rule)


def _everything(con: Connection) -> Came:
    """Everything that is here, as if it had come just now: nothing counts as brought, so what goes was here before."""
    here = Came().add(ledger.of_stream(con, "w"))
    here.brought.clear()
    return here
