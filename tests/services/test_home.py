"""An opened home: who one is, what one may write, what is told to listeners."""

from pathlib import Path

import pytest

from ldp_stories.crypto.identities import DeviceKeys
from ldp_stories.domain.ids import new_id
from ldp_stories.domain.roles import Role
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.home import Home
from ldp_stories.services.set_up_programme import own_device
from ldp_stories.store import ledger
from tests.services.homes import Clock, code_of, told


def new_record(home: Home, **sets: object) -> str:
    ident = new_id()
    with home.main.write() as con:
        home.put(con, "record", ident, sets={"kind": "story", "status": "draft", **sets})
    return ident


def test_time_labels_are_utc_to_the_second(home: Home, clock: Clock) -> None:
    assert home.label() == "2026-05-10T09:30:00Z"
    clock.forward(hours=15)
    assert home.label() == "2026-05-11T00:30:00Z"
    assert home.today().isoformat() == "2026-05-11"
    assert home.now() == clock.at


def test_what_is_written_carries_device_epoch_stream_and_label(home: Home) -> None:
    with home.main.write() as con:
        work = home.put(con, "record", new_id(), sets={"kind": "story"})
        shared = home.put(con, "list_item", new_id(), sets={"list": "setting", "key": "x", "label": "X"})
    assert work.dev == f"{home.author.device}.1.w"
    assert shared.dev == f"{home.author.device}.1.p", (
        "programme kinds go to the programme stream by themselves"
    )
    assert work.at_label == home.label()


@pytest.mark.parametrize(
    ("kind", "sets"),
    [
        ("programme", {"name": "Mine"}), ("tag", {"name": "New"}), ("member", {"code": "R-99"}), ("device", {"status": "lost"}),
        ("decision", {"decision": "accept"}), ("layer", {"kind": "masked", "text": "x"}), ("record", {"released": True}),
        ("quote", {"theme": "x"}),
    ],
)  # fmt: skip
def test_a_researcher_writes_nothing_that_is_the_coordinators(
    amina: Home, kind: str, sets: dict[str, object]
) -> None:
    ident = new_id()
    with pytest.raises(Refused) as caught, amina.main.write() as con:
        amina.put(con, kind, ident, sets=sets)
    assert code_of(caught) == "NOT_YOUR_ROLE"
    with amina.main.read() as con:
        assert ledger.entity(con, ident) is None


@pytest.mark.parametrize(
    "kind",
    ["participant", "consent", "encounter", "record", "note", "media", "passage", "suggestion", "comment"],
)
def test_a_researcher_writes_their_own_work(amina: Home, kind: str) -> None:
    ident = new_id()
    with amina.main.write() as con:
        amina.put(con, kind, ident, sets={"text": "x"})
        amina.put(con, kind, ident, sets={"text": "y"})
    with amina.main.read() as con:
        view = ledger.entity(con, ident)
    assert view is not None
    assert view.get("text") == "y"


def test_a_researcher_changes_nothing_that_somebody_else_began(amina: Home, joan: Home) -> None:
    theirs = new_record(joan, title="Tea")
    with joan.main.read() as con:
        lines = list(ledger.revisions(con, ents=[theirs]))
    with amina.main.write() as con:
        ledger.insert(con, lines, bundle="b")
    with pytest.raises(Refused) as caught, amina.main.write() as con:
        amina.put(con, "record", theirs, sets={"title": "Coffee"})
    assert code_of(caught) == "NOT_YOUR_ROLE"


def test_work_begun_on_ones_other_laptop_is_ones_own(amina: Home, joan: Home) -> None:
    theirs = new_record(joan, title="Tea")
    with joan.main.read() as con:
        lines = list(ledger.revisions(con, ents=[theirs]))
    with joan.main.write() as con:  # the roster says that Joan's laptop is Amina's second one
        joan.put(con, "device", joan.author.device, sets={**own_device(joan), "member": amina.member})
    with joan.main.read() as con:
        roster = list(ledger.revisions(con, ents=[joan.author.device]))
    with amina.main.write() as con:
        ledger.insert(con, [*lines, *roster], bundle="b")
    assert amina.own_devices() == {amina.author.device, joan.author.device}
    with amina.main.write() as con:
        amina.put(con, "record", theirs, sets={"title": "Coffee"})


def test_only_a_coordinator_opens_what_was_closed(amina: Home, joan: Home) -> None:
    closed = new_record(amina)
    with amina.main.write() as con:
        amina.put(con, "record", closed, sets={"sensitivity": "closed"})
        amina.put(con, "record", closed, sets={"title": "still mine to name"})
    with pytest.raises(Refused), amina.main.write() as con:
        amina.put(con, "record", closed, sets={"sensitivity": "normal"})
    shut = new_record(joan, sensitivity="closed")
    with joan.main.write() as con:
        joan.put(con, "record", shut, sets={"sensitivity": "normal"})


def test_a_refused_writing_undoes_its_whole_transaction(amina: Home) -> None:
    ident = new_id()

    def two_things() -> None:
        with amina.main.write() as con:
            amina.put(con, "record", ident, sets={"kind": "story"})
            amina.put(con, "tag", new_id(), sets={"name": "x"})

    with pytest.raises(Refused):
        two_things()
    with amina.main.read() as con:
        assert ledger.entity(con, ident) is None


def test_a_role_that_ended_writes_no_more(joan: Home, clock: Clock) -> None:
    with joan.main.write() as con:
        terms = [{"role": "coordinator", "start": "2026-01-01", "end": "2026-05-12", "extra": []}]
        joan.put(con, "member", joan.member, sets={"roles": terms})
    assert joan.roles() == {Role.COORDINATOR}
    clock.forward(days=2)
    assert joan.roles() == {Role.COORDINATOR}, "the last day counts"
    clock.forward(days=1)
    assert joan.roles() == frozenset()
    with pytest.raises(Refused):
        new_record(joan)


def test_listeners_hear_which_nouns_changed_after_it_is_on_disk(home: Home) -> None:
    heard: list[frozenset[str]] = []
    end = home.on_change(heard.append)

    def broken_off() -> None:
        with home.main.write() as con:
            home.put(con, "record", new_id(), sets={"kind": "story"})
            raise KeyError

    with pytest.raises(KeyError):
        broken_off()
    assert heard == []
    told(home)
    kinds = frozenset().union(*heard)
    assert {"record", "encounter", "consent", "participant", "desk"} <= kinds
    end()
    end()
    heard.clear()
    new_record(home)
    assert heard == []


def test_facts_of_a_newer_pack_are_seen_at_once(home: Home) -> None:
    assert home.programme().name == "Larkside Together"
    with home.main.write() as con:
        home.put(con, "programme", home.programme_entity, sets={"name": "Larkside and Oddmere"})
    assert home.programme().name == "Larkside and Oddmere"


def test_a_home_without_a_programme_says_so(tmp_path: Path, home: Home) -> None:
    from ldp_stories.services.open_home import Who, create
    from tests.services.homes import cheap_machine

    bare = create(tmp_path / "bare", cheap_machine(tmp_path), Who("A", ()), passphrase=None, practice=True)
    with pytest.raises(UserError) as caught:
        bare.programme()
    assert code_of(caught) == "NOT_A_PACK"
    bare.close()


def test_people_are_named_by_work_name_local_name_or_code(home: Home) -> None:
    other, quiet = new_id(), new_id()
    with home.main.write() as con:
        home.put(con, "member", other, sets={"code": "R-07", "work_name": "Dev"})
        home.put(con, "member", quiet, sets={"code": "R-08", "work_name": ""})
    with home.main.read() as con:
        assert home.shown_member(con, home.member) == "Amina Khan"
        assert home.shown_member(con, other) == "Dev"
        assert home.shown_member(con, quiet) == "R-08"
        assert home.shown_member(con, new_id()) == ""
    home.put_fact("names", {quiet: "Grace"})
    with home.main.read() as con:
        assert home.shown_member(con, quiet) == "Grace"


def test_local_facts_are_kept_and_are_in_no_ledger(home: Home) -> None:
    home.put_fact("last place", "CANARY-row-7")
    assert home.fact("last place") == "CANARY-row-7"
    assert home.fact("never set") == ""
    with home.main.read() as con:
        bodies = b"".join(r.body or b"" for r in ledger.revisions(con))
    assert b"CANARY-row-7" not in bodies


def test_hiding_is_undone_by_a_later_edit(home: Home) -> None:
    ident = new_record(home, title="one")
    with home.main.write() as con:
        home.hide(con, "record", ident)
    with home.main.read() as con:
        view = ledger.entity(con, ident)
        assert view is not None
        assert view.hidden
    with home.main.write() as con:
        home.put(con, "record", ident, sets={"title": "two"})
    with home.main.read() as con:
        view = ledger.entity(con, ident)
    assert view is not None
    assert not view.hidden


def test_the_secret_keys_are_not_shown_with_the_home(home: Home) -> None:
    assert isinstance(home.keys, DeviceKeys)
    assert home.keys.age_secret not in repr(home.keys)
