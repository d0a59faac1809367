"""README.txt inside every bundle: what this is, whom to call, and the five commands that open and check it without this program."""

from typing import Final

from ldp_stories.bundles.envelope import Envelope, Kind

_SEALED: Final = """\
LDP Stories bundle {bundle_id}, part {index} of {of}

What this is
  A sealed box of records on their way between the people of one programme. It holds personal stories.
  If you found it and are not one of these people, please call: {contact}

How to open and check it without the program
  You need age, tar, ssh-keygen and sha256sum, the file team.key (the recovery key, or a device's own key),
  and the file allowed_signers from the programme pack. Replace FILE by the name of the sealed file.

    age -d -i team.key FILE | tar -x
    cd ldp-{bundle_id}
    ssh-keygen -Y verify -f ../allowed_signers -I {device} -n ldp-bundle@1 -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
    sha256sum -c tagmanifest-sha256.txt
    sha256sum -c manifest-sha256.txt

What is inside
  data/orders.jsonl     what must be erased or kept closed: do this first, in every copy
  data/revisions.jsonl  the records, one change a line
  data/media            sound, pictures and files, named by their SHA-256
  Files ending in .slice are pieces of a larger file: join them with cat in the order that "slices" in ldp-bundle.json gives.
"""

_PACK: Final = """\
LDP Stories programme pack {bundle_id}

What this is
  The places, tags, questions, consent forms, contacts and keys of one programme. It holds no participant data.
  Questions about it: {contact}

How to open and check it without the program
  You need tar, ssh-keygen and sha256sum. Replace FILE by the name of the pack.

    tar -xf FILE
    cd ldp-{bundle_id}
    ssh-keygen -Y verify -f allowed_signers -I {device} -n ldp-pack@1 -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt
    sha256sum -c tagmanifest-sha256.txt
    sha256sum -c manifest-sha256.txt

  The list allowed_signers in the pack is only as good as the pack: compare the six words with the coordinator.
"""


def readme(envelope: Envelope, contact: str) -> bytes:
    """The bytes of README.txt; `contact` says whom to call and must be one line."""
    text = _PACK if envelope.kind is Kind.PACK else _SEALED
    line = " ".join(contact.split()) or "the person who gave it to you"
    part = envelope.part
    filled = text.format(
        bundle_id=envelope.bundle_id,
        index=part.index,
        of=part.of,
        device=envelope.sender.device,
        contact=line,
    )
    return filled.encode()
