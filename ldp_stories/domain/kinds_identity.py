"""The nouns of the identity store: who people are. They travel only in bundles of kind identity."""

from typing import Final

from ldp_stories.domain.kind import kind

IDENTITY: Final = (
    kind(
        "contact_card",
        "i",
        "who a participant is; never in a normal bundle",
        """
        participant      participant id
        name             name
        phone            number
        address          address
        safe_to_contact  text only, not after 6, ...
        """,
    ),
    kind(
        "evidence",
        "i",
        "how they said yes, kept apart",
        """
        consent      consent id
        participant  whose
        kind         recorded verbal, signed paper photo, signed on screen, written message, grown-up recorded
        media        vault item
        type         file type
        at           time label
        """,
    ),
)
