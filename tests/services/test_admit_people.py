"""Admitting people, changing roles, leaving, lost laptops."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.roles import Extra, Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services import admit_people
from ldp_stories.services.admit_people import admit, change_role, joiners, leave, mark_lost, people
from ldp_stories.services.edit_record import keep_draft, mark_ready, set_place
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import take_in
from ldp_stories.services.my_stories import my_stories
from ldp_stories.services.pack_bundle import pack
from ldp_stories.services.recipients import recipient_named
from ldp_stories.services.start_home import join_programme, own_words, take_pack
from ldp_stories.store import people as roster
from tests.services.homes import Clock, cheap_machine, code_of, pack_of, told


def ready_story(home: Home) -> str:
    record = told(home)
    set_place(home, record, "p")
    keep_draft(home, record, "words", "We had tea.")
    mark_ready(home, record)
    return record


def send_to_joan(home: Home, folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    word = recipient_named(home, "coordinators").words[0]
    (path,) = pack(home, "coordinators", folder, first_word=word).paths
    return path


@pytest.fixture
def asked(joan: Home, amina: Home, tmp_path: Path) -> tuple[str, str]:
    """Amina sent a story before she was admitted: (bundle that waits, record)."""
    record = ready_story(amina)
    path = send_to_joan(amina, tmp_path / "stick")
    with pytest.raises(UserError) as caught:
        take_in(joan, path)
    assert code_of(caught) == "UNKNOWN_SIGNER"
    (waiting,) = joiners(joan)
    return waiting.bundle, record


def test_who_wants_to_join_is_shown_with_the_six_words_of_their_laptop(
    joan: Home, amina: Home, asked: tuple[str, str]
) -> None:
    (one,) = joiners(joan)
    assert (one.name, one.role, one.words) == ("Amina", Role.RESEARCHER, own_words(amina))
    assert one.at == joan.label()
    assert one.path.exists()
    assert my_stories(joan).rows == (), "nothing enters before she is admitted"


def test_admitting_writes_the_roster_and_brings_the_story_in(
    joan: Home, amina: Home, asked: tuple[str, str]
) -> None:
    bundle, record = asked
    row = admit(joan, bundle, role=Role.RESEARCHER)
    assert (row.code, row.name, row.roles, row.admitted) == (
        "R-01",
        "Amina",
        (Role.RESEARCHER,),
        "2026-05-10",
    )
    (device,) = row.devices
    assert (device.id, device.label, device.status) == (amina.author.device, "Amina's laptop", "active")
    assert device.words == own_words(amina)
    assert [r.id for r in my_stories(joan).rows] == [record]
    assert joiners(joan) == ()


def test_the_new_pack_tells_the_joiner_who_they_are(
    joan: Home, amina: Home, asked: tuple[str, str], tmp_path: Path
) -> None:
    admit(joan, asked[0], role=Role.RESEARCHER)
    take_pack(amina, pack_of(joan, tmp_path))
    assert amina.admitted
    assert amina.member_row().code == "R-01"
    assert amina.roles() == {Role.RESEARCHER}


def test_the_role_is_the_coordinators_to_give(joan: Home, asked: tuple[str, str]) -> None:
    row = admit(joan, asked[0], role=Role.EVALUATOR, clearance=True, custodian=True)
    assert (row.code, row.roles, row.clearance, row.custodian) == ("E-01", (Role.EVALUATOR,), True, True)


def test_nobody_is_admitted_twice_or_without_asking(joan: Home, asked: tuple[str, str]) -> None:
    admit(joan, asked[0], role=Role.RESEARCHER)
    for bundle in (asked[0], "nothing-of-the-kind"):
        with pytest.raises(UserError) as caught:
            admit(joan, bundle, role=Role.RESEARCHER)
        assert code_of(caught) == "NO_SUCH_JOINER"
    assert len(people(joan)) == 2


def test_only_a_coordinator_looks_after_people(amina: Home) -> None:
    with pytest.raises(Refused) as caught:
        admit(amina, "x", role=Role.RESEARCHER)
    assert code_of(caught) == "NOT_YOUR_ROLE"
    with pytest.raises(Refused):
        mark_lost(amina, "any")
    with pytest.raises(Refused):
        leave(amina, "any")


def test_a_live_pack_names_a_researcher_by_code_and_the_name_stays_here(
    joan: Home, asked: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bundle itself is practice, so only the roster entry is written as in a live programme."""
    monkeypatch.setattr(admit_people, "accept_quarantined", lambda *_: None)
    monkeypatch.setattr(joan, "practice", False)
    row = admit(joan, asked[0], role=Role.RESEARCHER)
    assert row.name == "Amina", "the coordinator's own screens show it"
    monkeypatch.undo()
    assert b"Amina" not in pack_of(joan, tmp_path).read_bytes().replace(b"Amina's laptop", b"")
    with joan.main.read() as con:
        found = roster.member(con, row.id)
    assert found is not None
    assert found.shown == "R-01"


def test_a_role_changes_from_today_and_the_old_one_stays_in_the_history(
    joan: Home, asked: tuple[str, str], clock: Clock
) -> None:
    row = admit(joan, asked[0], role=Role.RESEARCHER)
    clock.forward(days=10)
    now = change_role(joan, row.id, Role.COORDINATOR, custodian=True)
    assert (now.roles, now.custodian, now.admitted) == ((Role.COORDINATOR,), True, "2026-05-10")
    with joan.main.read() as con:
        member = roster.member(con, row.id)
    assert member is not None
    assert [(t.role.value, t.start, t.end, t.extra) for t in member.roles] == [
        ("researcher", "2026-05-10", "2026-05-19", ()),
        ("coordinator", "2026-05-20", None, (Extra.CUSTODIAN,)),
    ]


def test_a_role_changed_on_its_first_day_leaves_no_trace_of_a_term_that_never_was(
    joan: Home, asked: tuple[str, str]
) -> None:
    row = admit(joan, asked[0], role=Role.RESEARCHER)
    change_role(joan, row.id, Role.EVALUATOR)
    with joan.main.read() as con:
        member = roster.member(con, row.id)
    assert member is not None
    assert [t.role for t in member.roles] == [Role.EVALUATOR]


def test_somebody_who_leaves_has_no_role_and_no_laptop_in_use(
    joan: Home, asked: tuple[str, str], clock: Clock
) -> None:
    row = admit(joan, asked[0], role=Role.RESEARCHER)
    clock.forward(days=3)
    gone = leave(joan, row.id)
    assert gone.roles == ()
    assert [d.status for d in gone.devices] == ["retired"]
    assert len(people(joan)) == 2, "they stay in the list: their stories do"


def test_the_last_coordinator_cannot_go(joan: Home, asked: tuple[str, str], clock: Clock) -> None:
    for call in (leave, lambda h, m: change_role(h, m, Role.RESEARCHER)):
        with pytest.raises(Refused) as caught:
            call(joan, joan.member)
        assert code_of(caught) == "LAST_COORDINATOR"
    admit(joan, asked[0], role=Role.COORDINATOR)
    clock.forward(days=1)
    change_role(joan, joan.member, Role.EVALUATOR)
    assert joan.roles() == {Role.EVALUATOR}


def test_somebody_who_is_not_in_the_list_is_told_so(joan: Home) -> None:
    with pytest.raises(UserError) as caught:
        leave(joan, "nobody")
    assert code_of(caught) == "NO_SUCH_MEMBER"


def test_a_lost_laptop_is_refused_after_its_last_bundle(
    joan: Home, amina: Home, asked: tuple[str, str], tmp_path: Path
) -> None:
    admit(joan, asked[0], role=Role.RESEARCHER)
    assert mark_lost(joan, "Amina's laptop") == 1
    with joan.main.read() as con:
        device = roster.device(con, amina.author.device)
    assert device is not None
    assert (device.status, device.revoked_after) == ("lost", (1, 1))
    ready_story(amina)
    with pytest.raises(UserError) as caught:
        take_in(joan, send_to_joan(amina, tmp_path / "later"))
    assert code_of(caught) == "REVOKED_SIGNER"
    assert len(my_stories(joan).rows) == 1, "what came before stands"
    assert joiners(joan) == (), "a lost laptop does not ask to join"


def test_marking_takes_every_home_on_that_laptop_and_never_this_one(
    joan: Home, asked: tuple[str, str], clock: Clock
) -> None:
    with joan.main.write() as con:
        joan.put(con, "device", joan.author.device, sets={"label": "Amina's laptop"})
    admit(joan, asked[0], role=Role.RESEARCHER)
    assert mark_lost(joan, "Amina's laptop") == 1
    assert mark_lost(joan, "Amina's laptop") == 0
    with joan.main.read() as con:
        own = roster.device(con, joan.author.device)
    assert own is not None
    assert own.status == "active"
    assert mark_lost(joan, "no such label") == 0


@pytest.fixture
def dev(tmp_path: Path, joan: Home, clock: Clock) -> Iterator[Home]:
    opened = join_programme(
        tmp_path / "dev", pack_of(joan, tmp_path), cheap_machine(tmp_path, clock), name="Dev", passphrase=None,
        role=Role.RESEARCHER, words=None,
    )  # fmt: skip
    yield opened
    opened.close()


def test_two_who_ask_at_once_get_codes_of_their_own(
    joan: Home, asked: tuple[str, str], dev: Home, tmp_path: Path, clock: Clock
) -> None:
    clock.forward(minutes=1)
    ready_story(dev)
    with pytest.raises(UserError):
        take_in(joan, send_to_joan(dev, tmp_path / "dev-stick"))
    assert [one.name for one in joiners(joan)] == ["Amina", "Dev"], "oldest first"
    codes = [admit(joan, one.bundle, role=one.role).code for one in joiners(joan)]
    assert codes == ["R-01", "R-02"]
    assert [row.code for row in people(joan)] == ["C-01", "R-01", "R-02"]
