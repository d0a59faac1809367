"""A second coordinator takes over by name, somebody leaves with a list of what never came, and every role that was given or lost stands in a log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.admit_people import admit, change_role, joiners, mark_lost, people
from ldp_stories.services.change_codebook import NewTag, Why, add_tag
from ldp_stories.services.close_member import before_leaving, close_member, leavers
from ldp_stories.services.count_left import stays_here
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import inbox, take_in
from ldp_stories.services.incidents import decide, incidents, laptop_lost
from ldp_stories.services.pass_on_role import (
    hand_over_to,
    hand_overs,
    handed_to_me,
    still_owed,
    undo_hand_over,
)
from ldp_stories.services.people_log import What, people_log
from ldp_stories.services.queue_work import queue
from ldp_stories.services.record_state import keep_closed
from ldp_stories.services.rights_log import note_request, requests
from ldp_stories.services.set_up_programme import save_pack
from ldp_stories.services.start_home import take_pack
from ldp_stories.store import media
from tests.services.cast import Cast, a_sound, bring_in, cast, let_in, send
from tests.services.cast import tell as tell_really
from tests.services.homes import pack_of
from tests.services.house import change, houses, name_id
from tests.services.released import release_read
from tests.services.test_odd_files import came
from tests.services.test_withdraw import empty


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan") as (home,):
        for who in ("amina", "joan", "theo", "priya"):
            change(home, "device", name_id(f"{who} laptop"), sign_key=DeviceKeys.new().sign_public)
        yield home


# --- taking over, through bundles ----------------------------------------------


@pytest.fixture(scope="module")
def over(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cast, Home, str]]:
    """Joan has a story with sound, an incident and a request; she hands over to Theo, who was a researcher, and sends him what he is owed."""
    folder = tmp_path_factory.mktemp("over")
    with cast(folder) as made:
        theo = made.join("Theo", Role.RESEARCHER, pack_of(made.joan, folder))
        let_in(made, theo)
        told = tell_really(made.amina, title="Tea and bulbs", sound=a_sound(folder))
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        laptop_lost(made.joan, made.priya.device_label, device=made.priya.author.device)
        note_request(made.joan, "copy", "2026-05-09")
        hand_over_to(made.joan, theo.member, " Mondays are for the queue. ")
        take_pack(theo, save_pack(made.joan, made.stick).path)
        send(made.joan, "coordinators", made.stick)
        bring_in(theo, made.stick)
        empty(made.stick)
        yield made, theo, told
        theo.close()


def test_the_hand_over_stands_written_by_name_on_both_sides(over: tuple[Cast, Home, str]) -> None:
    made, theo, _ = over
    for home in (made.joan, theo):
        (one,) = hand_overs(home)
        assert (one.giver, one.taker, one.on) == ("Joan", "Theo", "2026-05-10")
        assert (one.note, one.undone) == ("Mondays are for the queue.", False)
        assert [(c.name, c.to, c.by) for c in people_log(home) if c.what is What.HANDED_OVER] == [
            ("Joan", "Theo", "Joan")
        ]


def test_what_the_taker_should_know_waits_for_the_taker_alone(over: tuple[Cast, Home, str]) -> None:
    made, theo, _ = over
    assert handed_to_me(made.joan) == ()
    assert [h.note for h in handed_to_me(theo)] == ["Mondays are for the queue."]


def test_the_taker_can_open_everything_the_giver_could(over: tuple[Cast, Home, str]) -> None:
    made, theo, told = over
    assert Role.COORDINATOR in theo.roles()
    assert Role.RESEARCHER in theo.roles(), "what they were before they still are"
    assert open_record(theo, told).record.title == "Tea and bulbs"
    assert [row.record for row in queue(theo)] == [row.record for row in queue(made.joan)] == [told]
    with theo.main.read() as con:
        (sound,) = media.of_record(con, told)
    assert sound.playable is not None
    assert [i.laptop for i in incidents(theo)] == [i.laptop for i in incidents(made.joan)]
    assert [r.what for r in requests(theo)] == ["copy"]


def test_the_taker_goes_on_and_everybody_believes_them(over: tuple[Cast, Home, str]) -> None:
    made, theo, told = over
    send(theo, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    empty(made.stick)
    owed = still_owed(made.joan)
    assert (owed.stories, owed.sounds) == (0, 0)
    decide(theo, incidents(theo)[0].id, "do not report", "Found again.")
    release_read(theo, told)
    change_role(theo, made.priya.member, Role.EVALUATOR, clearance=True)
    take_pack(made.amina, pack_of(made.joan, made.folder))  # the giver's last programme file names the taker
    file = save_pack(theo, made.stick).path
    for home in (made.joan, made.amina):
        assert take_pack(home, file).new > 0
    send(theo, made.amina.member, made.stick)
    bring_in(made.amina, made.stick)
    empty(made.stick)
    send(theo, "coordinators", made.stick)
    bring_in(made.joan, made.stick)
    assert incidents(made.joan)[0].reason == "Found again."
    assert open_record(made.joan, told).record.released


def test_the_giver_may_leave_then_and_the_taker_may_not(over: tuple[Cast, Home, str]) -> None:
    made, theo, _ = over
    close_member(theo, made.joan.member)
    assert Role.COORDINATOR not in [r for p in people(theo) if p.id == made.joan.member for r in p.roles]
    with pytest.raises(Refused) as caught:
        close_member(theo, theo.member)
    assert caught.value.code == "LAST_COORDINATOR"


def test_a_closed_story_stays_where_it_is_and_is_counted(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        told = tell_really(made.joan, title="Only a lead opens it")
        keep_closed(made.joan, told)
        theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, tmp_path))
        try:
            let_in(made, theo)
            hand_over_to(made.joan, theo.member)
            owed = still_owed(made.joan)
            assert (owed.stories, owed.stays) == (0, {"closed": 1})
            assert stays_here(made.joan) == before_leaving(made.joan, made.joan.member).stays == {"closed": 1}
            (one,) = hand_overs(made.joan)
            assert one.stays == {"closed": 1}, "the log says what did not go with it"
            take_pack(theo, pack_of(made.joan, tmp_path))
            assert hand_overs(theo)[0].stays == {"closed": 1}, "and the taker reads it"
            assert before_leaving(theo, theo.member).stays == {}
        finally:
            theo.close()


# --- the rules of handing over ---------------------------------------------------


def test_handing_over_needs_somebody_else_with_a_laptop(joan: Home) -> None:
    for taker, code in (
        (joan.member, "SAME_MEMBER"),
        ("nobody", "NO_SUCH_MEMBER"),
        (name_id("theo"), "NO_LAPTOP_THERE"),
    ):
        if code == "NO_LAPTOP_THERE":
            mark_lost(joan, "theo laptop")
        with pytest.raises(UserError) as caught:
            hand_over_to(joan, taker)
        assert caught.value.code == code
    assert hand_overs(joan) == ()


def test_a_coordinator_keeps_their_terms_and_gets_no_second_one(joan: Home) -> None:
    hand_over_to(joan, name_id("theo"))
    hand_over_to(joan, name_id("priya"))
    roles = {p.name: p.roles for p in people(joan)}
    assert roles["Theo"] == (Role.COORDINATOR,)
    assert roles["Priya"] == (Role.EVALUATOR, Role.COORDINATOR)


def test_it_can_be_taken_back_and_stays_written(joan: Home) -> None:
    made = hand_over_to(joan, name_id("theo"))
    undo_hand_over(joan, made.id)
    assert [h.undone for h in hand_overs(joan)] == [True]
    assert [c.what for c in people_log(joan)][:2] == [What.HAND_OVER_UNDONE, What.HANDED_OVER]
    with pytest.raises(UserError) as caught:
        undo_hand_over(joan, "x")
    assert caught.value.code == "NO_SUCH_HAND_OVER"


def test_only_a_coordinator_may(tmp_path: Path) -> None:
    with houses(tmp_path, "amina") as (amina,):
        for act in (
            lambda: hand_over_to(amina, name_id("theo")),
            lambda: undo_hand_over(amina, "x"),
            lambda: still_owed(amina),
            lambda: before_leaving(amina, name_id("priya")),
            lambda: close_member(amina, name_id("priya")),
            lambda: leavers(amina),
            lambda: people_log(amina),
        ):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.code == "NOT_YOUR_ROLE"


# --- leaving --------------------------------------------------------------------


def test_what_never_came_is_listed_before_anything_is_closed(joan: Home) -> None:
    for n in (1, 4):
        came(joan, n)
    came(joan, 5, group="g", part=2)
    standing = before_leaving(joan, name_id("amina"))
    assert (standing.name, standing.laptops, standing.last_file) == ("R-07", ("amina laptop",), "2026-06-05")
    assert (standing.numbers, standing.role) == ((2, 3), "researcher")
    assert not standing.nothing_missing
    assert [d.status for p in people(joan) if p.id == name_id("amina") for d in p.devices] == ["active"]
    with pytest.raises(UserError) as caught:
        before_leaving(joan, "x")
    assert caught.value.code == "NO_SUCH_MEMBER"


def test_closing_ends_the_roles_retires_the_laptop_and_keeps_the_list(joan: Home) -> None:
    for n in (1, 3):
        came(joan, n)
    row = close_member(joan, name_id("amina"), " Moved away. ")
    assert row.roles == ()
    assert [d.status for d in row.devices] == ["retired"]
    (one,) = leavers(joan)
    assert (one.name, one.by, one.on, one.numbers) == ("R-07", "Joan", "2026-11-22", (2,))
    assert (one.parts, one.stays, one.unconfirmed, one.wishes, one.note) == (0, {}, 0, 0, "Moved away.")
    after = before_leaving(joan, name_id("amina"))
    assert (after.numbers, after.last_file, after.laptops) == ((2,), "2026-06-03", ())
    assert not after.nothing_missing, "what never came has not come because somebody left"


def test_nothing_missing_is_said_too(joan: Home) -> None:
    came(joan, 1)
    assert before_leaving(joan, name_id("amina")).nothing_missing


def test_what_a_laptop_keeps_and_never_confirmed_is_counted(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        tell_really(made.amina, title="Sent")
        tell_really(made.amina, title="A draft", ready=False)
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        empty(made.stick)
        send(made.joan, made.amina.member, made.stick)
        standing = before_leaving(made.joan, made.amina.member)
        assert (standing.numbers, standing.parts) == ((), ())
        assert standing.stays == {"draft": 1}
        assert standing.unconfirmed == 1
        bring_in(made.amina, made.stick)
        empty(made.stick)
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        assert before_leaving(made.joan, made.amina.member).unconfirmed == 0
        close_member(made.joan, made.amina.member)
        empty(made.stick)
        tell_really(made.amina, title="After the end")
        send(made.amina, "coordinators", made.stick)
        later = next(p for p in inbox(made.stick) if p.suffix != ".ldp-pack")
        with pytest.raises(UserError) as caught:
            take_in(made.joan, later)
        assert caught.value.code == "REVOKED_SIGNER"


# --- the log ----------------------------------------------------------------------


def test_roles_given_and_lost_are_told_with_who_did_it(joan: Home) -> None:
    change_role(joan, name_id("priya"), Role.RESEARCHER)
    newest = [c for c in people_log(joan) if c.name == "Priya" and c.on == "2026-11-22"]
    assert {(c.what, c.role, c.by) for c in newest} == {
        (What.LOST_ROLE, "evaluator", "Joan"),
        (What.GIVEN, "researcher", "Joan"),
    }


def test_a_right_beside_a_role_is_a_change_of_its_own(joan: Home) -> None:
    change_role(joan, name_id("priya"), Role.EVALUATOR, clearance=True)
    newest = [c for c in people_log(joan) if c.name == "Priya" and c.on == "2026-11-22"]
    assert {(c.what, c.extra) for c in newest} == {(What.LOST_ROLE, ()), (What.GIVEN, ("clearance",))}


def test_laptops_let_in_lost_and_closed_stand_there(joan: Home) -> None:
    mark_lost(joan, "priya laptop")
    close_member(joan, name_id("amina"))
    told = {(c.what, c.name, c.laptop) for c in people_log(joan)}
    assert (What.LET_IN, "Theo", "theo laptop") in told
    assert (What.LAPTOP_LOST, "Priya", "priya laptop") in told
    assert (What.LAPTOP_CLOSED, "R-07", "amina laptop") in told


def test_the_newest_stands_first_and_joining_is_told(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, tmp_path))
        try:
            made.clock.forward(days=3)
            send(theo, "coordinators", made.stick)
            bring_in(made.joan, made.stick)
            (one,) = joiners(made.joan)
            admit(made.joan, one.bundle, role=Role.COORDINATOR)
            log = people_log(made.joan)
            assert [c.on for c in log] == sorted((c.on for c in log), reverse=True)
            assert {(c.what, c.by) for c in log if c.name == "Theo"} == {
                (What.GIVEN, "Joan"),
                (What.LET_IN, "Joan"),
            }
            assert log[0].on == "2026-05-13"
        finally:
            theo.close()


def test_what_one_coordinator_changes_reaches_the_other_with_the_next_file(tmp_path: Path) -> None:
    """Somebody let in by one of them can send to both at once."""
    with cast(tmp_path) as made:
        theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, tmp_path))
        bo = made.join("Bo", Role.RESEARCHER, pack_of(made.joan, tmp_path))
        try:
            let_in(made, theo)
            let_in(made, bo)
            tell_really(bo, title="By somebody new")
            send(bo, "coordinators", made.stick)
            (path,) = [p for p in inbox(made.stick) if p.suffix != ".ldp-pack"]
            waits = path.rename(tmp_path / path.name)
            assert bo.member not in {m.id for m in people(theo)}
            assert send(made.joan, "coordinators", made.stick).pack is not None
            bring_in(theo, made.stick)
            assert bo.member in {m.id for m in people(theo)}
            assert take_in(theo, waits).new > 0
        finally:
            theo.close()
            bo.close()


def test_two_coordinators_do_not_count_each_others_versions_up(tmp_path: Path) -> None:
    """A version that only says a version is no news."""
    with cast(tmp_path) as made:
        theo = made.join("Theo", Role.COORDINATOR, pack_of(made.joan, tmp_path))
        try:
            let_in(made, theo)
            take_pack(theo, pack_of(made.joan, tmp_path / "first"))
            before = theo.programme().version
            for number in range(3):
                take_pack(made.joan, pack_of(theo, tmp_path / f"theo{number}"))
                take_pack(theo, pack_of(made.joan, tmp_path / f"joan{number}"))
            assert {theo.programme().version, made.joan.programme().version} <= {before, before + 1}
            settled = made.joan.programme().version
            add_tag(made.joan, NewTag("Neighbours", group="D"), Why("people say it"))
            take_pack(theo, pack_of(made.joan, tmp_path / "news"))
            assert theo.programme().version == settled + 1
        finally:
            theo.close()
