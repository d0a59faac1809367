"""The two notebooks that are measured: Amina's, who wrote everything, and Joan's, who brings it in. Live ones, opened by a passphrase."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import admit, joiners
from ldp_stories.services.home import Home, Machine
from ldp_stories.services.import_bundle import inbox, take_in
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.set_up_programme import found_programme, make_recovery, save_pack
from ldp_stories.services.start_home import join_programme, look_at_pack, open_home, take_pack
from tests.services.homes import PASSPHRASE, cheap_machine

COORDINATORS: Final = "coordinators"


@dataclass
class Pair:
    """Both notebooks with the laptop each is on, and the stick between them."""

    stick: Path
    laptops: dict[str, Machine]
    joan: Home
    amina: Home

    def close(self) -> None:
        """Close both."""
        self.joan.close()
        self.amina.close()

    def reopened(self, name: str) -> Home:
        """Close one and open it again."""
        home: Home = getattr(self, name)
        home.close()
        again = open_home(home.folder, PASSPHRASE, self.laptops[name])
        setattr(self, name, again)
        return again

    def send(self) -> Path:
        """Amina packs for Joan; the file (all of it in one part)."""
        first = recipient_named(self.amina, COORDINATORS).words[0]
        (path,) = pack(self.amina, COORDINATORS, self.stick, first_word=first).paths
        return path

    def answer(self) -> None:
        """Joan's receipts go back to Amina, so that nothing is sent twice."""
        first = recipient_named(self.joan, self.amina.member).words[0]
        for path in pack(self.joan, self.amina.member, self.stick, first_word=first).paths:
            take_in(self.amina, path)
            path.unlink()


def next_number(home: Home) -> int:
    """The number of the next line that this device writes."""
    with home.main.read() as con:
        row = con.exec_driver_sql(
            "SELECT last FROM device_counter WHERE dev = ?", (home.author.dev(),)
        ).first()
    return 1 + (int(row[0]) if row else 0)


def pair(folder: Path) -> Pair:
    """Joan has founded a live programme and let Amina in."""
    stick = folder / "stick"
    stick.mkdir()
    laptops = {name: cheap_machine(folder) for name in ("joan", "amina")}
    joan = found_programme(
        folder / "homes" / "joan",
        laptops["joan"],
        content="larkside",
        name="Joan",
        programme_name="Larkside Together",
        passphrase=PASSPHRASE,
        practice=False,
    )
    make_recovery(joan)
    file = save_pack(joan, stick).path
    words = " ".join(look_at_pack(file, laptops["amina"]).words)
    amina = join_programme(
        folder / "homes" / "amina",
        file,
        laptops["amina"],
        name="Amina",
        passphrase=PASSPHRASE,
        role=Role.RESEARCHER,
        words=words,
    )
    made = Pair(stick, laptops, joan, amina)
    _let_in(made)
    return made


def _let_in(made: Pair) -> None:
    asking = made.send()
    try:
        take_in(made.joan, asking)
    except UserError as error:
        if error.code != "UNKNOWN_SIGNER":
            raise
    for one in joiners(made.joan):
        admit(made.joan, one.bundle, role=one.role)
    take_pack(made.amina, save_pack(made.joan, made.stick).path)
    for path in inbox(made.stick):
        path.unlink()
