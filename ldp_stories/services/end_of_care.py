"""Somebody who looked after private cards does not any more: the cards of people they never met go from their laptop, after they were told.

Until then they may hand those cards over to somebody who looks after cards now. They go when the person takes them off, and by themselves when
the notebook is opened after some days (`contact_cards.cards_to_go` says when).
"""

from ldp_stories.services.contact_cards import cards_to_go, forget_to_go
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import IdentitySession, open_session
from ldp_stories.store import identity, ledger, letters


def take_off(session: IdentitySession) -> int:
    """Take the cards off this laptop now; of how many people. UserError IDENTITY_CLOSED."""
    home = session.home
    going = cards_to_go(home)
    if going is None:
        return 0
    with session.store() as store:
        with store.write() as con:
            ledger.withhold(con, {e for person in going.people for e in identity.about(con, person)})
        while store.shrink():
            pass
        store.checkpoint()
    with home.main.write() as con:
        letters.drop_about(con, going.people)
        forget_to_go(con)
    return len(going.people)


def take_off_when_due(home: Home, passphrase: str | None) -> int:
    """The same at the opening of a notebook, once the days are over; of how many people."""
    going = cards_to_go(home)
    if going is None or home.today() < going.on:
        return 0
    session = open_session(home, passphrase)
    try:
        return take_off(session)
    finally:
        session.close()
