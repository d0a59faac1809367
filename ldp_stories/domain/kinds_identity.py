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
        not_by           ways not to use: text, call, post, visit, mail
        guardian         name of the grown-up who said yes for a child
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
    kind(
        "file_name",
        "i",
        "what a file was called where it came from",
        "media  medium id\nname   the name",
    ),
    kind(
        "name_list",
        "i",
        "a name to look for and what to put in its place, for everything told at one meeting",
        "encounter  encounter id\nfind       the name\nput        what stands in its place",
    ),
    kind(
        "handover",
        "i",
        "who a person's identity items were handed to",
        "participant  participant id\nto           member id of the custodian",
    ),
)
