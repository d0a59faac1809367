"""Who looks after private cards, from when until when, and what a hand-over holds."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.roles import Extra, Role, RoleTerm
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.contact_cards import card_rows, is_custodian, keep_card, read_card
from ldp_stories.services.hand_over import custodians, hand_over
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import IdentitySession
from ldp_stories.store import ledger
from tests.services.house import Told, erase, houses, name_id, tell


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "theo") as (amina, theo):
        yield amina, theo


def roles(home: Home, who: str, *terms: dict[str, Any]) -> None:
    """The roster says what somebody does, as a pack would bring it."""
    with home.main.write() as con:
        ledger.put(
            con,
            home.author,
            "member",
            name_id(who),
            sets={"roles": list(terms)},
            stream="p",
            at_label=home.label(),
        )
        keys = DeviceKeys.new()
        sets = {"sign_key": keys.sign_public, "age_recipient": keys.recipient}
        laptop = name_id(f"{who} laptop")
        ledger.put(con, home.author, "device", laptop, sets=sets, stream="p", at_label=home.label())


def term(role: str, start: str = "2026-01-01", end: str | None = None, *extra: str) -> dict[str, Any]:
    return {"role": role, "start": start, "end": end, "extra": list(extra)}


def session(home: Home) -> IdentitySession:
    return IdentitySession(home, bytes(range(32)))


@pytest.mark.parametrize(
    ("given", "looks_after"),
    [
        (term("coordinator"), False),
        (term("coordinator", "2026-01-01", None, "custodian"), True),
        (term("researcher", "2026-01-01", None, "custodian"), True),
        (term("coordinator", "2026-01-01", "2026-06-30", "custodian"), False),
        (term("coordinator", "2027-01-01", None, "custodian"), False),
        (term("coordinator", "2026-11-22", "2026-11-22", "custodian"), True),
        (term("evaluator", "2026-01-01", None, "clearance"), False),
    ],
)
def test_who_looks_after_cards_today(
    two: tuple[Home, Home], given: dict[str, Any], looks_after: bool
) -> None:
    amina, theo = two
    for home in two:
        roles(home, "theo", given)
    assert is_custodian(theo) is looks_after
    assert [c.member for c in custodians(amina)] == ([name_id("theo")] if looks_after else [])


def test_nobody_hands_cards_to_themselves(two: tuple[Home, Home]) -> None:
    _, theo = two
    roles(theo, "theo", term("coordinator", "2026-01-01", None, "custodian"))
    assert custodians(theo) == ()


def test_a_right_beside_a_role_is_read_as_it_is_written() -> None:
    assert RoleTerm(Role.COORDINATOR, "2026-01-01", None, (Extra.CUSTODIAN,)).extra == (Extra.CUSTODIAN,)


def test_the_list_holds_the_people_one_met_newest_first(two: tuple[Home, Home]) -> None:
    amina, _ = two
    old = tell(amina, at="2026-03-01T10:00", code="LT-7Q2K-9TD")
    new = tell(amina, at="2026-05-14T10:00")
    assert [(r.participant, r.met_on, r.has_card) for r in card_rows(amina)] == [
        (new.participant, "2026-05-14", False),
        (old.participant, "2026-03-01", False),
    ]


def test_somebody_who_took_their_words_back_is_not_in_the_list(two: tuple[Home, Home]) -> None:
    amina, _ = two
    told = tell(amina)
    keep_card(session(amina), told.participant, name="Shabnam")
    erase(amina, told)
    assert card_rows(amina) == ()


def handing(amina: Home, folder: Path, told: Told, **more: Any) -> Any:
    return hand_over(session(amina), [told.participant], name_id("theo"), folder, **more)


def test_a_folder_that_is_not_there_is_said_before_anything_is_packed(
    two: tuple[Home, Home], tmp_path: Path
) -> None:
    amina, _ = two
    with pytest.raises(UserError) as caught:
        handing(amina, tmp_path / "nowhere", tell(amina))
    assert caught.value.code == "NO_FOLDER"


def test_without_a_card_there_is_nothing_to_hand_over(two: tuple[Home, Home]) -> None:
    amina, _ = two
    told = tell(amina)
    assert not read_card(session(amina), told.participant).exists
    assert custodians(amina) == ()
    with pytest.raises(UserError) as caught:
        handing(amina, amina.folder, told)
    assert caught.value.code == "NO_CUSTODIAN"
    assert not isinstance(caught.value, Refused)
