"""A change of role takes effect at once: what may not be read any more is not shown, not found, and goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.records import LayerKind
from ldp_stories.domain.revisions import Change, Revision, new_revision
from ldp_stories.domain.roles import Role
from ldp_stories.errors import UserError
from ldp_stories.services import start_home
from ldp_stories.services.edit_record import open_record
from ldp_stories.services.find import search
from ldp_stories.services.fit_role import KEPT, fit_role, rule_of
from ldp_stories.services.home import Home
from ldp_stories.services.mask_words import mask
from ldp_stories.services.tagged_stories import tagged_stories
from ldp_stories.store import ledger
from ldp_stories.store import search as index
from tests.services.house import WOMEN, houses, name_id, tell
from tests.services.released import release_read


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Home, Home]]:
    with houses(tmp_path, "joan", "priya") as (joan, priya):
        yield joan, priya


def roles(home: Home, *terms: tuple[Role, str, str | None], extra: tuple[str, ...] = ()) -> None:
    """The roster says something else of the person of a notebook."""
    said = [{"role": r.value, "start": start, "end": end, "extra": list(extra)} for r, start, end in terms]
    with home.main.write() as con:
        known = ledger.entity(con, home.member)
        assert known is not None
        line = new_revision(
            "member",
            home.member,
            Change({"roles": said}),
            subj=(),
            par=known.heads,
            dev=f"{name_id('founder')}.1.p",
            seq=500 + len(home.fact("turns")),
            at_label="",
        )
        ledger.insert(con, [line])
    home.put_fact("turns", home.fact("turns") + "x")


EVALUATOR = (Role.EVALUATOR, "2026-01-01", None)
RESEARCHER = (Role.RESEARCHER, "2026-01-01", None)
COORDINATOR = (Role.COORDINATOR, "2026-01-01", None)


def everything(home: Home) -> list[Revision]:
    with home.main.read() as con:
        return [r for r in ledger.revisions(con) if r.stream == "w" and r.kind != "masking"]


def bodies(home: Home) -> bytes:
    return b"\n".join(r.body or b"" for r in everything(home))


def give(start: Home, to: Home) -> None:
    """Every line of one notebook, past the door: what lay there before the role changed."""
    with to.main.write() as con:
        ledger.insert(con, everything(start), bundle=new_id())


def test_an_evaluator_who_is_a_researcher_too_reads_words_as_said_in_their_own_stories_only(
    two: tuple[Home, Home],
) -> None:
    joan, priya = two
    roles(priya, EVALUATOR, RESEARCHER)
    own = tell(priya, title="My own")
    told = tell(joan, title="Bulbs")
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    give(joan, priya)
    assert [x.kind for x in open_record(priya, own.record).layers] == [LayerKind.VERBATIM]
    other = open_record(priya, told.record)
    assert LayerKind.VERBATIM not in {x.kind for x in other.layers}
    assert other.hidden_layers == 1
    assert {f.record for f in search(priya, "Mrs Patel").rows} == {own.record}
    assert "Mrs Patel" not in "".join(
        f.snippet for f in search(priya, "curtains").rows if f.record != own.record
    )
    with priya.main.read() as con:
        read = {t.entry.record.id: [x.kind for x in t.entry.story.layers] for t in tagged_stories(priya, con)}
    assert LayerKind.VERBATIM in read[own.record]
    assert LayerKind.VERBATIM not in read[told.record]


def test_with_clearance_they_read_all_of_it(two: tuple[Home, Home]) -> None:
    joan, priya = two
    roles(priya, EVALUATOR, RESEARCHER, extra=("clearance",))
    told = tell(joan)
    give(joan, priya)
    assert [x.kind for x in open_record(priya, told.record).layers] == [LayerKind.VERBATIM]
    assert search(priya, "Mrs Patel").rows


def test_a_coordinator_who_becomes_an_evaluator_lets_go_of_unread_words_and_keeps_the_released_and_their_own(
    two: tuple[Home, Home],
) -> None:
    joan, priya = two
    roles(priya, COORDINATOR)
    fit_role(priya)
    unread = tell(joan, title="Mrs Shah and the key")
    told = tell(joan, title="Bulbs in spring")
    mask(joan, told.record, "Mrs Patel", "[headteacher]")
    release_read(joan, told.record)
    give(joan, priya)
    with priya.main.write() as con:
        note = {"record": told.record, "kind": "note", "text": "my own remark", "by": priya.member}
        priya.put(con, "comment", new_id(), sets=note)
    assert b"Mrs Shah" in bodies(priya)
    assert fit_role(priya) == 0, "nothing changed yet"
    roles(priya, EVALUATOR)
    assert fit_role(priya) == 2
    assert b"Mrs Shah" not in bodies(priya)
    assert b"Mrs Patel" not in bodies(priya)
    assert b"my own remark" in bodies(priya)
    assert search(priya, "Shah").rows == ()
    kept = open_record(priya, told.record)
    assert kept.record.title == "Bulbs in spring"
    assert [x.kind for x in kept.layers if x.text] == [LayerKind.MASKED]
    with pytest.raises(UserError, match="not here"):
        open_record(priya, unread.record)


def test_the_reading_side_does_not_wait_for_the_sweeping(two: tuple[Home, Home]) -> None:
    joan, priya = two
    roles(priya, COORDINATOR)
    told = tell(joan)
    give(joan, priya)
    assert [x.kind for x in open_record(priya, told.record).layers] == [LayerKind.VERBATIM]
    roles(priya, EVALUATOR)
    assert open_record(priya, told.record).layers == ()
    assert search(priya, "Mrs Patel").rows == ()


def test_somebody_whose_time_as_an_evaluator_is_over_does_not_read_more_than_before(
    two: tuple[Home, Home],
) -> None:
    joan, priya = two
    roles(priya, (Role.EVALUATOR, "2026-01-01", "2026-02-01"))
    assert priya.roles() == frozenset()
    told = tell(joan)
    give(joan, priya)
    assert open_record(priya, told.record).layers == ()


def test_more_than_before_may_be_kept_and_nothing_is_looked_through(two: tuple[Home, Home]) -> None:
    joan, priya = two
    fit_role(priya)
    assert priya.fact(KEPT) == rule_of(priya) == "released"
    roles(priya, COORDINATOR)
    give(joan, priya)
    told = tell(joan)
    give(joan, priya)
    assert fit_role(priya) == 0
    assert priya.fact(KEPT) == "every word"
    assert open_record(priya, told.record).words is not None


def test_a_role_that_did_not_change_costs_one_look(two: tuple[Home, Home]) -> None:
    joan, _ = two
    tell(joan)
    fit_role(joan)
    told: list[frozenset[str]] = []
    joan.on_change(told.append)
    assert fit_role(joan) == 0
    assert told == []


def test_a_notebook_looks_through_itself_when_it_is_opened(
    two: tuple[Home, Home], monkeypatch: pytest.MonkeyPatch
) -> None:
    joan, priya = two
    roles(priya, COORDINATOR)
    told = tell(joan, title="Mrs Shah and the key")
    give(joan, priya)
    roles(priya, EVALUATOR)
    monkeypatch.setattr(start_home, "_open", lambda *_: priya)
    monkeypatch.setattr(start_home, "lock_away", lambda *_: None)
    assert start_home.open_home(priya.folder, None, priya.machine) is priya
    assert b"Mrs Shah" not in bodies(priya)
    with pytest.raises(UserError, match="not here"):
        open_record(priya, told.record)


def test_the_index_holds_own_words_beside_others_only_for_those_who_write_too(two: tuple[Home, Home]) -> None:
    _, priya = two
    with priya.main.read() as con:
        assert "verbatim" not in index.indexed_sources(con)
    roles(priya, EVALUATOR, RESEARCHER)
    own = tell(priya)
    assert [f.record for f in search(priya, WOMEN).rows] == [own.record]
    with priya.main.read() as con:
        assert "verbatim" in index.indexed_sources(con)
