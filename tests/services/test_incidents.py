"""What went wrong with the data: a lost laptop, a wrong recipient; the 72-hour clock, what was there, the decision with its reason."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ldp_stories.bundles.envelope import Envelope
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.import_bundle import _standing
from ldp_stories.services.incidents import (
    LOST,
    NO_REPORT,
    REPORT,
    WRONG,
    decide,
    hours_left,
    incidents,
    laptop_lost,
    note_step,
    sent_to_wrong_person,
)
from ldp_stories.store import facts, people, sent
from tests.services.cast import cast, send
from tests.services.cast import tell as tell_really
from tests.services.house import change, houses, name_id, pass_on, tell

OTHER = "BS-7Q2K-9TD"
AT = datetime(2026, 6, 3, 10, tzinfo=UTC)


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "amina", "joan") as (amina, joan):
        yield amina, joan


@pytest.fixture
def joan(both: tuple[Home, Home]) -> Home:
    return both[1]


def received(home: Home, who: str, n: int, day: str) -> None:
    """A bundle of somebody's laptop was taken in on a day."""
    got = sent.Received(
        f"b{n}",
        name_id(f"{who} laptop"),
        1,
        "coordinators",
        n,
        "",
        "t",
        "records",
        "g",
        1,
        1,
        f"{day}T09:00:00Z",
    )
    with home.main.write() as con:
        sent.record_received(con, got)


@pytest.mark.parametrize(
    ("hours", "left"), [(0, 72), (1, 71), (47.5, 24), (71.9, 0), (72, 0), (73, -1), (100, -28)]
)
def test_the_clock_runs_from_the_moment_somebody_noticed(hours: float, left: int) -> None:
    assert hours_left("2026-06-03T10:00:00Z", AT + timedelta(hours=hours)) == left


def test_an_entry_without_a_time_has_no_time_left() -> None:
    assert hours_left("", AT) == 0
    assert hours_left("yesterday", AT) == 0


def test_a_lost_laptop_is_refused_from_its_last_bundle_on(both: tuple[Home, Home]) -> None:
    _, joan = both
    received(joan, "amina", 3, "2026-06-01")
    laptop_lost(joan, "amina laptop")
    with joan.main.read() as con:
        device = people.device(con, name_id("amina laptop"))
    assert device is not None
    assert (device.status, device.revoked_after) == ("lost", (1, 3))


def test_the_entry_says_what_was_on_it_and_on_nobody_elses(both: tuple[Home, Home]) -> None:
    amina, joan = both
    first = tell(amina)
    tell(amina, person=first.participant, at="2026-06-01T10:00")
    tell(joan, code=OTHER)
    pass_on(amina, joan, n=1)
    received(joan, "amina", 2, "2026-06-05")
    with joan.main.write() as con:
        stays = {"draft": 3, "closed": 1}
        facts.save(
            con, f"left on {name_id('amina laptop')}", {"n": [1, 2], "on": "2026-06-05", "stays": stays}
        )
    laptop_lost(joan, "amina laptop", "no", "yes")
    (one,) = incidents(joan)
    assert (one.type, one.laptop, one.devices) == (LOST, "amina laptop", (name_id("amina laptop"),))
    assert (one.people, one.records, one.unconfirmed) == (1, 2, 4)
    assert (one.encryption, one.contact_cards) == ("no", "yes")
    assert one.last_bundle >= "2026-06-05"
    assert one.hours_left == 72
    assert one.decision == ""


def test_every_device_with_that_label_is_lost(joan: Home) -> None:
    change(joan, "device", name_id("priya laptop"), label="amina laptop")
    laptop_lost(joan, "amina laptop")
    assert set(incidents(joan)[0].devices) == {name_id("amina laptop"), name_id("priya laptop")}


def test_a_laptop_without_a_label_is_lost_alone(joan: Home) -> None:
    for who in ("amina", "priya"):
        change(joan, "device", name_id(f"{who} laptop"), label="")
    laptop_lost(joan, "", device=name_id("amina laptop"))
    assert incidents(joan)[0].devices == (name_id("amina laptop"),)
    with joan.main.read() as con:
        other = people.device(con, name_id("priya laptop"))
    assert other is not None
    assert other.status == "active"


@pytest.mark.parametrize("label", ["joan laptop", "nobody's", ""])
def test_this_laptop_and_one_that_is_not_there_cannot_be_lost(joan: Home, label: str) -> None:
    with pytest.raises(UserError) as caught:
        laptop_lost(joan, label)
    assert caught.value.code == "NO_SUCH_LAPTOP"
    assert incidents(joan) == ()


def test_only_a_coordinator_keeps_this_log(both: tuple[Home, Home]) -> None:
    amina, _ = both
    for act in (
        lambda: laptop_lost(amina, "priya laptop"),
        lambda: decide(amina, "x", REPORT, "because"),
        lambda: note_step(amina, "x", "told"),
        lambda: sent_to_wrong_person(amina, "x"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == "NOT_YOUR_ROLE"


def test_what_the_disk_was_is_one_of_three(joan: Home) -> None:
    with pytest.raises(ValueError, match="disk encryption"):
        laptop_lost(joan, "amina laptop", "perhaps")


@pytest.mark.parametrize("decision", [REPORT, NO_REPORT])
def test_a_decision_needs_its_reason_either_way(joan: Home, decision: str) -> None:
    ident = laptop_lost(joan, "amina laptop")
    with pytest.raises(UserError) as caught:
        decide(joan, ident, decision, "  ")
    assert caught.value.code == "WHY_NEEDED"
    decide(joan, ident, decision, "The disk was locked.")
    (one,) = incidents(joan)
    assert (one.decision, one.reason, one.decided) == (decision, "The disk was locked.", "2026-11-22")


def test_another_decision_is_none(joan: Home) -> None:
    with pytest.raises(ValueError, match="a decision is"):
        decide(joan, laptop_lost(joan, "amina laptop"), "later", "because")


def test_steps_are_written_down_in_order(joan: Home) -> None:
    ident = laptop_lost(joan, "amina laptop")
    note_step(joan, ident, "Told the privacy contact")
    note_step(joan, ident, " Asked Amina when ")
    with pytest.raises(Refused) as caught:
        note_step(joan, ident, " ")
    assert caught.value.code == "NOTHING_WRITTEN"
    assert [what for _, what in incidents(joan)[0].done] == ["Told the privacy contact", "Asked Amina when"]


def test_undecided_ones_stand_first(joan: Home) -> None:
    first = laptop_lost(joan, "amina laptop")
    decide(joan, first, NO_REPORT, "Found again.")
    second = laptop_lost(joan, "priya laptop")
    assert [one.id for one in incidents(joan)] == [second, first]


def test_the_log_goes_to_the_other_coordinator_and_to_nobody_else(joan: Home) -> None:
    from ldp_stories.domain.audience import Addressee, audience
    from ldp_stories.domain.roles import Role
    from ldp_stories.store import belonging
    from ldp_stories.store.dossiers import dossiers

    ident = laptop_lost(joan, "amina laptop")
    with joan.main.read() as con:
        assert ident in belonging.for_coordinators(con)
        for role in (Role.RESEARCHER, Role.EVALUATOR):
            to = Addressee(role, frozenset({name_id("amina laptop")}))
            assert ident not in audience(dossiers(con, None, joan.today()), to).entities


def test_a_bundle_for_the_wrong_person_is_counted_by_what_was_in_it(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        tell_really(made.amina)
        packed = send(made.amina, "coordinators", made.stick)
        from tests.services.cast import bring_in

        bring_in(made.joan, made.stick)
        member = made.amina.member
        back = send(made.joan, member, made.stick)
        ident = sent_to_wrong_person(made.joan, back.bundles[0])
        (one,) = incidents(made.joan)
        assert (one.id, one.type, one.bundle) == (ident, WRONG, back.bundles[0])
        assert (one.people, one.records) in {(1, 1), (0, 0)}
        with pytest.raises(UserError) as caught:
            sent_to_wrong_person(made.joan, packed.bundles[0])
        assert caught.value.code == "NO_SUCH_SENDING"
        assert _standing("lost", (1, 0), made_envelope(made.stick, made.joan)).value == "revoked"


def made_envelope(stick: Path, home: Home) -> Envelope:
    """The envelope of a bundle on the stick, as its first page says."""
    from ldp_stories.bundles.inspect import inspect
    from ldp_stories.services.import_bundle import inbox

    for path in inbox(stick):
        head = inspect(path, [home.keys.age_secret]).head if path.suffix != ".ldp-pack" else None
        if head is not None:
            return head.envelope
    raise AssertionError("no bundle on the stick")
