"""Amina, Joan and Priya with real homes, and a stick between them: Joan has let both of them in (the start of most tests of sending)."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.domain.consent import Answer
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import edit_record, record_encounter
from ldp_stories.services.admit_people import admit, joiners
from ldp_stories.services.find_place import place_named
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, take_in
from ldp_stories.services.make_sounds import write_voice
from ldp_stories.services.pack_bundle import Packed, pack
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.start_home import join_programme, take_pack
from tests.services.homes import Clock, cheap_machine, found, pack_of
from tests.services.templates import allowed, copy_home, may_copy, template

SEALED_FOR_OTHERS = ("NOT_FOR_US", "UNKNOWN_SIGNER")
_voices: Final[dict[tuple[int, int], bytes]] = {}
NAMES = ("joan", "amina", "priya")
WORDS = "They draw the curtains and it is only women. Mrs Patel from number nine knows she does."


@dataclass
class Cast:
    """The three of them, the folder they live in, the stick, and their common clock."""

    folder: Path
    stick: Path
    clock: Clock
    joan: Home
    amina: Home
    priya: Home

    def join(self, name: str, role: Role, pack_file: Path) -> Home:
        """One more person with a laptop and home of their own."""
        return join_programme(
            self.folder / name.lower(),
            pack_file,
            cheap_machine(self.folder, self.clock),
            name=name,
            passphrase=None,
            role=role,
            words=None,
        )

    def close(self) -> None:
        """Close all homes."""
        for home in (self.joan, self.amina, self.priya):
            home.close()


@contextmanager
def cast(folder: Path) -> Iterator[Cast]:
    """The cast in a new folder; everybody is admitted and has the newest programme file."""
    made = _copy(folder) if may_copy("cast") else _new(folder)
    try:
        yield made
    finally:
        made.close()


def _new(folder: Path) -> Cast:
    clock = Clock()
    joan = found(folder / "joan", cheap_machine(folder, clock))
    stick = folder / "stick"
    stick.mkdir()
    made = Cast(folder, stick, clock, joan, joan, joan)
    try:
        pack_file = pack_of(joan, folder)
        made.amina = made.join("Amina", Role.RESEARCHER, pack_file)
        made.priya = made.join("Priya", Role.EVALUATOR, pack_file)
        let_in(made, made.amina, made.priya)
    except BaseException:
        made.close()
        raise
    return made


def _copy(folder: Path) -> Cast:
    """The same three as in the test before, before anything happened to them."""
    place = template("cast", _fill)
    clock = Clock()
    stick = folder / "stick"
    stick.mkdir(parents=True)
    joan, amina, priya = (
        copy_home(place / name, place / f"states of {name}", folder / name, cheap_machine(folder, clock))
        for name in NAMES
    )
    for pack_file in place.glob("pack-*"):
        shutil.copytree(pack_file, folder / pack_file.name)
    return Cast(folder, stick, clock, joan, amina, priya)


def _fill(place: Path) -> None:
    """Make the three, and sort what their laptops know under their names."""
    with allowed(may=False):
        made = _new(place)
    made.close()
    for name, home in zip(NAMES, (made.joan, made.amina, made.priya), strict=True):
        home.machine.state_folder.rename(place / f"states of {name}")


def let_in(made: Cast, *newcomers: Home) -> None:
    """They send their first bundle, Joan admits them, and they take the new programme file."""
    for home in newcomers:
        send(home, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    for one in joiners(made.joan):
        admit(made.joan, one.bundle, role=one.role)
    newest = pack_of(made.joan, made.folder)
    for home in newcomers:
        take_pack(home, newest)
    shutil.rmtree(made.stick)
    made.stick.mkdir()


def send(home: Home, to: str, stick: Path, profile: str = "stick") -> Packed:
    """Pack what is owed, with the first word when it is the first time."""
    return pack(home, to, stick, profile=profile, first_word=recipient_named(home, to).words[0])


def bring_in(home: Home, stick: Path) -> None:
    """Take in everything on the stick that is for this home."""
    for path in inbox(stick):
        if path.suffix == ".ldp-pack":
            take_pack(home, path)
            continue
        try:
            take_in(home, path)
        except UserError as error:
            if error.code not in SEALED_FOR_OTHERS:
                raise


def tell(
    home: Home,
    *,
    sound: Path | None = None,
    ready: bool = True,
    no: tuple[str, ...] = (),
    title: str = "Tea and bulbs",
    words: str = WORDS,
) -> str:
    """A finished story with words (and sound); everybody said yes to everything but the keys in `no`. The record's id."""
    talk = record_encounter.begin(home).id
    record_encounter.set_facts(
        home, talk, place=place_named(home, "Millbrook").id, age_band="40-59", said_first=True
    )
    for question in record_encounter.questions(home, talk):
        record_encounter.answer(home, talk, record_encounter.keys_of(question), Answer.YES)
    if no:
        record_encounter.answer(home, talk, no, Answer.NO)
    if sound is not None:
        record_encounter.add_part_from_file(home, talk, sound)
    record = record_encounter.finish(home, talk)
    edit_record.keep_draft(home, record, "words", words)
    edit_record.keep_draft(home, record, "title", title)
    edit_record.write_drafts(home, record)
    if ready:
        edit_record.mark_ready(home, record)
    return record


def a_sound(folder: Path, ms: int = 1_500, seed: int = 3) -> Path:
    """A short sound file."""
    path = folder / f"voice-{seed}.wav"
    if (ms, seed) not in _voices:
        _voices[ms, seed] = write_voice(path, ms, seed).read_bytes()
    path.write_bytes(_voices[ms, seed])
    return path


def post(made: Cast, start: Home, to: str, *ends: Home) -> None:
    """One sends, the others bring it in, and the stick is empty again."""
    send(start, to, made.stick)
    for end in ends:
        bring_in(end, made.stick)
    for path in made.stick.iterdir():
        path.unlink()
