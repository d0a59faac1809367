"""Line by line: who may carry and write what, whatever a bundle claims."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.revisions import Change, Revision, blanked, new_revision
from ldp_stories.domain.roles import PROGRAMME_KINDS, WORK_KINDS, Role, Writing, may_write
from ldp_stories.services import judge_lines
from ldp_stories.services.judge_lines import (
    E_CARRY,
    E_COMMIT,
    E_CONSENT,
    E_CYCLE,
    E_ROLE,
    E_STREAM,
    Judged,
    Known,
    Sender,
    judge,
    of_record,
    without_permission,
)

R, C, E = frozenset({Role.RESEARCHER}), frozenset({Role.COORDINATOR}), frozenset({Role.EVALUATOR})
ROSTER = {"amina": R, "amina-2": R, "dev": R, "joan": C, "priya": E}
OWNERS = {"amina": "A", "amina-2": "A", "dev": "D", "joan": "J", "priya": "P"}


def known(began: Mapping[str, str] | None = None, closed: frozenset[str] = frozenset()) -> Known:
    begun = began or {}
    return Known(
        lambda d: ROSTER.get(d, frozenset()),
        lambda d: OWNERS.get(d),
        lambda e: begun.get(e),
        lambda e: e in closed,
    )


def line(
    kind: str = "record",
    dev: str = "amina.1.w",
    ent: str = "",
    par: tuple[str, ...] = (),
    **sets: object,
) -> Revision:
    return new_revision(
        kind,
        ent or new_id(),
        Change(sets or {"title": "x"}),
        subj=("p",),
        par=par,
        dev=dev,
        seq=1,
        at_label="",
    )


def sender(device: str, kind: str = "records") -> Sender:
    return Sender(device, ROSTER.get(device, frozenset()), kind)


def code(revision: Revision, by: Sender, what: Known | None = None) -> str | None:
    verdict = judge([revision], by, what or known())
    assert len(verdict.accepted) + len(verdict.refused) == 1
    return verdict.refused[0][1] if verdict.refused else None


def test_a_researcher_sends_their_own_words() -> None:
    assert code(line(), sender("amina")) is None


def test_a_researcher_does_not_carry_the_words_of_another_device() -> None:
    assert code(line(dev="dev.1.w"), sender("amina")) == E_CARRY


def test_a_coordinator_passes_on_the_words_of_everybody_in_the_roster() -> None:
    assert code(line(dev="dev.1.w"), sender("joan")) is None
    assert code(line(dev="stranger.1.w"), sender("joan")) == E_CARRY


@pytest.mark.parametrize("kind", ["decision", "quote", "output"])
def test_a_line_beyond_its_authors_role_is_refused_even_when_a_coordinator_carries_it(kind: str) -> None:
    assert code(line(kind), sender("amina")) == E_ROLE
    assert code(line(kind), sender("joan")) == E_ROLE


def test_a_coordinator_decides() -> None:
    assert code(line("decision", dev="joan.1.w"), sender("joan", "return")) is None


def test_an_evaluator_does_not_write_stories() -> None:
    assert code(line(dev="priya.1.w"), sender("priya")) == E_ROLE
    assert code(line("quote", dev="priya.1.w"), sender("priya")) is None


def test_nobody_edits_a_story_that_another_researcher_began() -> None:
    assert code(line(ent="e1"), sender("amina"), known({"e1": "dev"})) == E_ROLE
    assert code(line(ent="e1"), sender("amina"), known({"e1": "amina"})) is None


def test_a_second_laptop_of_the_same_person_may_go_on_with_the_story() -> None:
    assert code(line(ent="e1", dev="amina-2.1.w"), sender("amina-2"), known({"e1": "amina"})) is None


def test_the_first_line_of_a_new_story_makes_it_its_authors_own() -> None:
    first = line(ent="e1", dev="amina.1.w")
    theirs = line(ent="e1", dev="dev.1.w", par=(first.id,))
    verdict = judge([first, theirs], sender("joan"), known())
    assert verdict.accepted == [first]
    assert verdict.refused == [(theirs.id, E_ROLE)]


@pytest.mark.parametrize(
    ("kind", "dev", "bundle", "expected"),
    [
        ("tag", "joan.1.p", "records", E_STREAM),
        ("tag", "joan.1.p", "pack", None),
        ("record", "joan.1.w", "pack", E_STREAM),
        ("contact_card", "joan.1.i", "records", E_STREAM),
        ("contact_card", "joan.1.i", "identity", None),
        ("tag", "joan.1.w", "records", None),
    ],
)
def test_programme_and_identity_lines_travel_only_in_their_own_kind_of_file(
    kind: str, dev: str, bundle: str, expected: str | None
) -> None:
    assert code(line(kind, dev=dev), sender("joan", bundle)) == expected


def test_only_a_coordinator_opens_a_closed_story_again() -> None:
    opening = line(ent="e1", sensitivity="normal")
    closed = known({"e1": "amina"}, frozenset({"e1"}))
    assert code(opening, sender("amina"), closed) == E_ROLE
    assert code(replace(opening, dev="joan.1.w"), sender("joan"), closed) is None
    assert code(line(ent="e1", sensitivity="closed"), sender("amina"), closed) is None
    assert code(opening, sender("amina"), known({"e1": "amina"})) is None


def test_masks_are_the_coordinators() -> None:
    assert code(_mask("amina.1.w"), sender("amina")) == E_ROLE
    assert code(_mask("joan.1.w"), sender("joan")) is None


def _mask(dev: str) -> Revision:
    change = Change({"kind": "masked", "text": "[headteacher]"})
    return new_revision("layer", new_id(), change, subj=(), par=(), dev=dev, seq=1, at_label="")


def test_a_body_that_was_changed_on_the_way_is_refused() -> None:
    assert code(replace(line(), body=b'{"set":{"title":"y"}}'), sender("amina")) == E_COMMIT


def test_a_body_that_is_known_to_match_is_not_hashed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ldp_stories.services.judge_lines.is_whole", lambda _: pytest.fail("hashed again"))
    whole = line()
    assert judge([whole], sender("amina"), known(), proved=True).accepted == [whole]


def test_a_line_that_is_its_own_parent_or_comes_before_its_parent_is_refused() -> None:
    circle = line()
    assert code(replace(circle, par=(circle.id,)), sender("amina")) == E_CYCLE
    first = line(ent="e1")
    second = line(ent="e1", par=(first.id,))
    verdict = judge([second, first], sender("amina"), known())
    assert verdict.refused == [(second.id, E_CYCLE)]
    assert verdict.accepted == [first]


def test_an_erased_line_and_a_kind_of_a_newer_version_are_kept_and_passed_on() -> None:
    assert code(blanked(line(), "o1"), sender("amina")) is None
    assert code(line("constellation"), sender("amina")) is None


def test_each_line_is_hung_from_its_record() -> None:
    record, layer, person = (
        line(ent="r1"),
        line("layer", ent="l1", record="r1", text="t"),
        line("participant", ent="p1"),
    )
    later = line("layer", ent="l1", text="more")
    known_before = line("note", ent="n9", text="old")
    judged = judge([later, record, layer, person, known_before], sender("amina"), known())
    assert judged.refused == []
    hangs = of_record(judged, {"n9": "r9"}.get)
    assert hangs == {record.id: "r1", layer.id: "r1", later.id: "r1", known_before.id: "r9"}


def test_lines_of_a_shut_record_are_left_out_but_the_narrower_answer_still_arrives() -> None:
    record, layer, consent = line(ent="r1"), line("layer", ent="l1", record="r1"), line("consent", ent="c1")
    judged = Judged([record, layer, consent], [("before", E_ROLE)], {"l1": "r1"})
    hangs = of_record(judged, lambda _: None)
    kept = without_permission(judged, hangs, frozenset({"r1"}))
    assert kept.accepted == [consent]
    assert kept.refused == [("before", E_ROLE), (record.id, E_CONSENT), (layer.id, E_CONSENT)]
    assert without_permission(judged, hangs, frozenset()).accepted == [record, layer, consent]


def test_the_specification_says_why_each_line_may_be_left_out() -> None:
    spec = (Path(__file__).parents[2] / "resources" / "spec" / "bundle.md").read_text(encoding="utf-8")
    codes = [value for name, value in vars(judge_lines).items() if name.startswith("E_")]
    assert len(codes) >= 8
    assert [code for code in codes if f"| {code} |" not in spec] == []


TOUCHED: list[dict[str, object]] = [
    {"title": "x"},
    {"title": "x", "language": "en"},
    {"language": "en", "title": "x"},
    {"released": True},
    {"title": "x", "released": True},
    {"kind": "masked", "text": "x"},
    {"kind": "verbatim", "text": "x"},
    {"sensitivity": "normal"},
    {"sensitivity": "closed"},
    {"shared:title": "x"},
]


@pytest.mark.parametrize(
    "kind", ["record", "layer", "passage", "decision", "member", "masking", "of tomorrow"]
)
@pytest.mark.parametrize("device", ["amina", "joan", "priya"])
@pytest.mark.parametrize("began", ["amina", "dev"])
@pytest.mark.parametrize("closed", [False, True])
def test_every_line_is_judged_by_its_own_fields_however_many_alike_came_before(
    kind: str, device: str, began: str, closed: bool
) -> None:
    ent = new_id()
    for sets in [*TOUCHED, *reversed(TOUCHED)]:
        one = new_revision(
            kind, ent, Change(sets), subj=(), par=(new_id(),), dev=f"{device}.1.w", seq=1, at_label=""
        )
        wish = Writing(
            kind,
            frozenset(sets),
            own=OWNERS[device] == OWNERS[began],
            masks=kind == "layer" and sets.get("kind") == "masked",
            opens_closed=closed and kind == "record" and sets.get("sensitivity") == "normal",
        )
        read = kind in WORK_KINDS | PROGRAMME_KINDS
        what = known({ent: began}, frozenset({ent}) if closed else frozenset())
        allowed = not read or may_write(ROSTER[device], wish)
        assert (code(one, sender(device), what) is None) is allowed, sets


def test_of_two_lines_under_one_id_the_first_counts() -> None:
    """The ledger keeps the first and sets the other aside: what is shown is what the first says."""
    first = line(title="mine")
    second = replace(line(ent=first.ent, title="another"), id=first.id)
    verdict = judge([first, second], Sender("amina", R, "records"), known())
    assert verdict.accepted == [first, second]
    assert verdict.parsed[first.id].sets == {"title": "mine"}
