"""Whom one may send to: only people of the roster with a working laptop, by the names they are called, with words to compare."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from ldp_stories.domain.audience import Addressee
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services.admit_people import admit, joiners, mark_lost, people
from ldp_stories.services.home import Home
from ldp_stories.services.recipients import COORDINATORS, EVALUATORS, Recipient, recipient_named, recipients
from ldp_stories.services.start_home import own_words, take_pack
from tests.services.cast import Cast, bring_in, cast, let_in, send, tell
from tests.services.homes import code_of, pack_of


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Cast]:
    with cast(tmp_path) as made:
        yield made


def keys(home: Home) -> list[str]:
    return [r.key for r in recipients(home)]


def one_of(home: Home, key: str) -> Recipient:
    return next(r for r in recipients(home) if r.key == key)


def test_a_researcher_sends_to_the_coordinators_only(three: Cast) -> None:
    assert keys(three.amina) == [COORDINATORS]


def test_an_evaluator_sends_to_the_coordinators_only(three: Cast) -> None:
    assert keys(three.priya) == [COORDINATORS]


def test_a_coordinator_sends_to_the_evaluators_and_each_researcher(three: Cast) -> None:
    assert keys(three.joan) == [EVALUATORS, three.amina.member]


def test_a_coordinator_never_sends_to_herself(three: Cast) -> None:
    assert three.joan.author.device not in {d for r in recipients(three.joan) for d in r.devices}


def test_a_programme_without_others_offers_nobody(joan: Home) -> None:
    assert recipients(joan) == ()


def test_a_newcomer_who_is_not_admitted_can_reach_the_coordinators(amina: Home) -> None:
    assert keys(amina) == [COORDINATORS]


def test_the_words_are_those_the_other_reads_out(three: Cast) -> None:
    assert one_of(three.amina, COORDINATORS).words == own_words(three.joan)
    assert one_of(three.joan, EVALUATORS).words == own_words(three.priya)
    assert one_of(three.joan, three.amina.member).words == own_words(three.amina)


def test_somebody_is_new_until_the_first_sending(three: Cast) -> None:
    tell(three.joan)
    assert one_of(three.joan, three.amina.member).new
    send(three.joan, three.amina.member, three.stick)
    assert not one_of(three.joan, three.amina.member).new


def test_being_new_is_said_for_each_addressee_by_itself(three: Cast) -> None:
    send(three.joan, three.amina.member, three.stick)
    assert one_of(three.joan, EVALUATORS).new


def test_a_bundle_is_sealed_to_their_age_key(three: Cast) -> None:
    assert one_of(three.joan, EVALUATORS).ages == (three.priya.keys.recipient,)
    assert one_of(three.joan, EVALUATORS).devices == (three.priya.author.device,)


def test_the_name_is_the_one_people_use(three: Cast) -> None:
    assert one_of(three.amina, COORDINATORS).name == "Joan"


def test_the_thread_of_a_researcher_is_the_code(three: Cast) -> None:
    row = next(p for p in people(three.joan) if p.id == three.amina.member)
    assert one_of(three.joan, three.amina.member).thread == row.code


def test_the_thread_of_a_group_is_its_key(three: Cast) -> None:
    assert one_of(three.joan, EVALUATORS).thread == EVALUATORS


@pytest.mark.parametrize("typed", ["coordinators", "COORDINATORS", "Joan", "joan"])
def test_somebody_is_found_by_key_or_name_in_any_case(three: Cast, typed: str) -> None:
    assert recipient_named(three.amina, typed).key == COORDINATORS


def test_a_researcher_is_found_by_id_code_and_name(three: Cast) -> None:
    known = one_of(three.joan, three.amina.member)
    for typed in (known.key, known.thread, known.thread.lower(), known.name):
        assert recipient_named(three.joan, typed).key == three.amina.member


def test_a_name_that_is_nobodys_is_refused_with_the_name(three: Cast) -> None:
    with pytest.raises(UserError) as caught:
        recipient_named(three.amina, "Mallory")
    assert code_of(caught) == "NO_SUCH_RECIPIENT"
    assert caught.value.facts["name"] == "Mallory"


def test_a_researcher_cannot_reach_an_evaluator_past_the_coordinator(three: Cast) -> None:
    for typed in (EVALUATORS, "Priya", three.priya.member):
        with pytest.raises(UserError):
            recipient_named(three.amina, typed)


def test_a_lost_laptop_is_nobody_to_send_to(three: Cast) -> None:
    row = next(p for p in people(three.joan) if p.id == three.priya.member)
    assert mark_lost(three.joan, row.devices[0].label, row.devices[0].id) == 1
    assert EVALUATORS not in keys(three.joan)


def test_two_evaluators_are_one_addressee_with_both_keys(three: Cast) -> None:
    sam = three.join("Sam", Role.EVALUATOR, pack_of(three.joan, three.folder))
    let_in(three, sam)
    group = one_of(three.joan, EVALUATORS)
    assert set(group.ages) == {three.priya.keys.recipient, sam.keys.recipient}
    assert len(group.devices) == 2
    sam.close()


def test_clearance_counts_only_when_everybody_in_the_group_has_it(three: Cast) -> None:
    sam = three.join("Sam", Role.EVALUATOR, pack_of(three.joan, three.folder))
    send(sam, "coordinators", three.stick)
    bring_in(three.joan, three.stick)
    (asked,) = joiners(three.joan)
    admit(three.joan, asked.bundle, role=Role.EVALUATOR, clearance=True)
    assert not one_of(three.joan, EVALUATORS).clearance
    sam.close()


def test_the_addressee_for_the_rules_carries_role_devices_and_clearance(three: Cast) -> None:
    group = one_of(three.joan, EVALUATORS)
    assert group.addressee == Addressee(Role.EVALUATOR, frozenset(group.devices), clearance=False)


def test_a_role_that_has_ended_is_no_address(three: Cast) -> None:
    with three.joan.main.read() as con:
        from ldp_stories.store import people as roster

        known = roster.member(con, three.priya.member)
    assert known is not None
    ended = (three.clock.at - timedelta(days=1)).date().isoformat()
    start = (three.clock.at - timedelta(days=9)).date().isoformat()
    terms = [{"role": "evaluator", "start": start, "end": ended, "extra": []}]
    with three.joan.main.write() as con:
        three.joan.put(con, "member", three.priya.member, sets={"roles": terms})
    assert EVALUATORS not in keys(three.joan)


def test_the_keys_of_people_do_not_show_when_a_recipient_is_printed(three: Cast) -> None:
    shown = repr(one_of(three.amina, COORDINATORS))
    assert three.joan.keys.recipient not in shown


def test_a_new_programme_file_brings_the_new_people(three: Cast) -> None:
    sam = three.join("Sam", Role.COORDINATOR, pack_of(three.joan, three.folder))
    let_in(three, sam)
    assert one_of(three.amina, COORDINATORS).name == "Joan"
    take_pack(three.amina, pack_of(three.joan, three.folder))
    assert set(one_of(three.amina, COORDINATORS).devices) == {
        three.joan.author.device,
        sam.author.device,
    }
    sam.close()
