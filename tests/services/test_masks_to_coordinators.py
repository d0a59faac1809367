"""What one coordinator masked goes to the others too: whoever releases the story, evaluators read no name that anybody hid."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Role
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask, undo_mask
from ldp_stories.services.start_home import take_pack
from ldp_stories.store import ledger, maskings
from tests.services.cast import Cast, cast, let_in, post, tell
from tests.services.homes import pack_of
from tests.services.released import release_read

NAME, TITLE = "Mrs Patel", "Mrs Patel and the bulbs"


@dataclass
class Two:
    """Joan and Theo are both coordinators, and both have the story of Amina with a name in its title and its words."""

    made: Cast
    theo: Home
    record: str


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    with cast(tmp_path) as made:
        theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, tmp_path))
        try:
            let_in(made, theo)
            newest = pack_of(made.joan, tmp_path)
            for home in (made.amina, made.priya):
                take_pack(home, newest)
            record = tell(made.amina, title=TITLE)
            post(made, made.amina, "coordinators", made.joan, theo)
            yield Two(made, theo, record)
        finally:
            theo.close()


def masks(home: Home, record: str) -> tuple[tuple[str, str], ...]:
    with home.main.read() as con:
        return maskings.pairs(con, [record])


def test_whoever_releases_it_evaluators_read_no_name_that_another_hid(two: Two) -> None:
    made, theo = two.made, two.theo
    mask(made.joan, two.record, NAME, "[a neighbour]")
    post(made, made.joan, "coordinators", theo)
    assert masks(theo, two.record) == ((NAME, "[a neighbour]"),)
    release_read(theo, two.record)
    post(made, theo, "evaluators", made.priya)
    assert open_record(made.priya, two.record).record.title == "[a neighbour] and the bulbs"
    with made.priya.main.read() as con:
        assert not any(NAME.encode() in (r.body or b"") for r in ledger.revisions(con))
        assert not any(r.kind == "masking" for r in ledger.revisions(con))


def test_a_mask_that_was_taken_off_is_off_there_too_and_researchers_get_none(two: Two) -> None:
    made, theo = two.made, two.theo
    mask(made.joan, two.record, NAME, "[a neighbour]")
    post(made, made.joan, "coordinators", theo)
    assert undo_mask(made.joan, two.record)
    post(made, made.joan, "coordinators", theo)
    assert masks(theo, two.record) == ()
    post(made, made.joan, "Amina", made.amina)
    with made.amina.main.read() as con:
        assert not any(r.kind == "masking" for r in ledger.revisions(con))
