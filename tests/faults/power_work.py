"""What is done while the power may go: save, record, bring in, send, take back, change the passphrase, copy. Each is said when it returned."""

import json
import os
import sys
from pathlib import Path

from ldp_stories.services import desk_talk
from ldp_stories.services.conversation import Take
from ldp_stories.services.edit_record import keep_draft, write_drafts
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.keep_copies import make_copy
from ldp_stories.services.open_home import change_passphrase
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.start_home import open_home
from ldp_stories.services.withdraw import take_everything
from tests.faults.victims import machine_of
from tests.services.homes import PASSPHRASE
from tests.services.released import release_read
from tests.services.test_withdraw import person_of

NEW = "another four plain words"
CANARY = "Zebedee"
KEY = bytes(range(32))
PIECE = b"\x01\x02" * 4800


def say(word: str, value: object = "") -> None:
    """Told outside: from now on it may not be lost."""
    os.write(1, f"{word} {value}\n".encode())


def work(root: Path, facts: dict[str, str]) -> None:
    """Everything once, in a home that exists already."""
    home = open_home(root / "home", PASSPHRASE, machine_of(facts))
    for number in range(3):
        keep_draft(home, facts["record"], "title", f"{CANARY} {number}")
        say("kept", number)
    write_drafts(home, facts["record"])
    say("written", 2)
    talk = desk_talk.save_new(home, desk_talk.new_draft("K7MD-2Q", home.label()))
    desk_talk.add_take(home, talk.id, Take("take", 0, 0, "live"), KEY)
    take = home.vault.create("take", KEY)
    for number in range(1, 5):
        take.append(PIECE)
        take.sync()
        say("piece", number)
    take.seal()
    say("sealed", 4)
    take_in(home, root / "in.tar.age")
    say("brought")
    release_read(home, facts["story"])
    word = recipient_named(home, "evaluators").words[0]
    say(
        "sent",
        next(
            p for p in pack(home, "evaluators", root / "stick", first_word=word).paths if p.suffix == ".age"
        ).name,
    )
    change_passphrase(home, PASSPHRASE, NEW)
    say("passphrase")
    say("copied", make_copy(home).folder.name)
    person = person_of(home, facts["gone"])
    take_everything(home, person, person.code, {}, passphrase=NEW)
    say("erased")
    home.close()
    say("closed")


if __name__ == "__main__":
    work(Path(sys.argv[1]), json.loads(sys.argv[2]))
