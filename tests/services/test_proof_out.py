"""A film that proves a yes can be taken out to be watched; it is known where it lies, and it goes again."""

from pathlib import Path

import pytest

from ldp_stories.domain.consent import Method
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.orders import Order, OrderKind, OrderReason
from ldp_stories.errors import Cancelled, UserError
from ldp_stories.services import keep_evidence
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.keep_evidence import keep_file
from ldp_stories.services.open_home import identity
from ldp_stories.services.proof_out import ProofOut, delete_proof_out, proofs_out, take_proof_out
from ldp_stories.services.record_encounter import begin, finish
from ldp_stories.services.show_evidence import Proof, proofs
from ldp_stories.store import order_book
from tests.media.made import silent_film
from tests.services.homes import code_of, everything_yes

FILM = silent_film()


@pytest.fixture
def proof(home: Home, tmp_path: Path) -> Proof:
    talk, film = begin(home).id, tmp_path / "Zebedee signs.mp4"
    everything_yes(home, talk)
    film.write_bytes(FILM)
    keep_file(home, talk, film, Method.RECORDED.value)
    film.unlink()
    record = finish(home, talk)
    (found,) = proofs(home, [c.id for c in open_record(home, record).consents])
    return found


@pytest.fixture
def desktop(tmp_path: Path) -> Path:
    made = tmp_path / "desktop"
    made.mkdir()
    return made


def take(home: Home, proof: Proof, folder: Path, progress: object = None) -> ProofOut:
    more = [] if progress is None else [progress]
    return take_proof_out(home, proof.evidence.id, "mp4", (proof.item, proof.key), folder, *more)  # type: ignore[arg-type]


def test_the_copy_is_the_film_whole_and_its_name_tells_nothing(
    home: Home, proof: Proof, desktop: Path
) -> None:
    made = take(home, proof, desktop)
    assert [p.name for p in desktop.iterdir()] == ["how they said yes.mp4"]
    assert made.path.read_bytes() == FILM
    assert proofs_out(home, proof.evidence.id) == (made,)
    assert proofs_out(home, "another") == ()


def test_it_is_deleted_with_one_press_and_the_film_stays_here(
    home: Home, proof: Proof, desktop: Path
) -> None:
    take(home, proof, desktop)
    assert delete_proof_out(home, proof.evidence.id) == 1
    assert list(desktop.iterdir()) == []
    assert proofs_out(home, proof.evidence.id) == ()
    assert home.vault.path(proof.item).exists()
    assert delete_proof_out(home, proof.evidence.id) == 0


def test_what_lies_there_now_under_that_name_is_not_ours_to_delete(
    home: Home, proof: Proof, desktop: Path
) -> None:
    made = take(home, proof, desktop)
    made.path.write_bytes(b"somebody's own film")
    assert delete_proof_out(home, proof.evidence.id) == 0
    assert made.path.exists()


def test_a_stick_that_is_not_in_is_looked_at_again(home: Home, proof: Proof, desktop: Path) -> None:
    made = take(home, proof, desktop)
    away = desktop.rename(desktop.with_name("away"))
    assert proofs_out(home, proof.evidence.id) == ()
    assert delete_proof_out(home, proof.evidence.id) == 0
    away.rename(desktop)
    assert proofs_out(home, proof.evidence.id) == (made,)
    assert delete_proof_out(home, proof.evidence.id) == 1


def test_a_copy_that_is_stopped_or_refused_leaves_nothing(
    home: Home, proof: Proof, tmp_path: Path, desktop: Path
) -> None:
    class Stops:
        def report(self, _done: int, _total: int, _note: str = "") -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        take(home, proof, desktop, Stops())
    synced = tmp_path / "Dropbox"
    synced.mkdir()
    with pytest.raises(UserError) as caught:
        take(home, proof, synced)
    assert code_of(caught) == "SYNCED_FOLDER"
    assert [*desktop.iterdir(), *synced.iterdir()] == []
    assert proofs_out(home, proof.evidence.id) == ()


def test_what_the_person_takes_back_goes_outside_too(home: Home, proof: Proof, desktop: Path) -> None:
    take(home, proof, desktop)
    person = proof.evidence.participant
    order = Order(new_id(), OrderKind.ERASE, OrderReason.WITHDRAWAL, person, (), (), "d.1", 1, "")
    order_book.obey(home.main, home.stores.orders, [order])
    with identity(home, None) as store:
        keep_evidence.sweep(home, store)
    assert list(desktop.iterdir()) == []
    assert not home.vault.path(proof.item).exists()
