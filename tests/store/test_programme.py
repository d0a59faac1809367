"""The programme, its people and places, as the packs brought them."""

import pytest

from ldp_stories.domain.ids import new_id
from ldp_stories.domain.people import AgeBand, TellerKind
from ldp_stories.domain.places import PlaceType
from ldp_stories.domain.roles import Extra, Role
from ldp_stories.store import ledger, people, places, programme, tags
from ldp_stories.store.engine import Database
from tests.store.stores import AMINA, AT, JOAN, erase, tell


def pack(store: Database, kind: str, ent: str = "", /, **sets: object) -> str:
    """One entity of the programme stream."""
    ent = ent or new_id()
    with store.write() as con:
        ledger.put(con, JOAN, kind, ent, sets=sets, stream="p", at_label=AT)
    return ent


def test_the_programme_knows_its_own_facts(store: Database) -> None:
    with store.read() as con:
        assert programme.programme(con) is None
    pack(
        store,
        "programme",
        "id",
        name="Larkside Together",
        short_name="Larkside",
        code_prefix="LT",
        practice=True,
        version=3,
        term_pilot="patch",
    )
    with store.read() as con:
        found = programme.programme(con)
    assert found is not None
    assert (found.id, found.name, found.code_prefix, found.practice, found.version) == (
        "id",
        "Larkside Together",
        "LT",
        True,
        3,
    )
    assert found.terms == {"term_pilot": "patch"}


def test_questions_are_in_the_words_and_order_of_the_pack(store: Database) -> None:
    items = [
        {"scope": "audio", "short": "Voice", "question": "May I record?", "helper": "h", "if_asked": "i"},
        {
            "scopes": ["publish_clip"],
            "short": "Clip",
            "question": "May we show?",
            "channels": [["report", "In a report"], {"key": "web", "label": "Web"}, "event"],
        },
        "nonsense",
    ]
    pack(store, "consent_form", key="adult", language="en", items=items)
    pack(store, "consent_form", key="adult", language="ur", items=[])
    with store.read() as con:
        first, second = programme.questions(con)
        assert programme.questions(con, language="ur") == ()
        assert programme.consent_form(con, "adult", "ur")["language"] == "ur"
        assert programme.consent_form(con, "unknown", "cy")["language"] == "en"
    assert (first.scopes, first.short, first.question, first.helper, first.if_asked) == (
        ("audio",),
        "Voice",
        "May I record?",
        "h",
        "i",
    )
    assert second.channels == (("report", "In a report"), ("web", "Web"), ("event", "event"))


def test_without_a_form_there_are_no_questions(store: Database) -> None:
    with store.read() as con:
        assert programme.consent_form(con) == {}
        assert programme.questions(con) == ()
        assert programme.safeguarding(con) == {}
        assert programme.contacts(con) == {}


def test_lists_contacts_and_question_sets_come_in_their_order(store: Database) -> None:
    for position, key in ((2, "park"), (1, "home")):
        pack(
            store,
            "list_item",
            list="setting",
            key=key,
            label=key.title(),
            position=position,
            source_label="s",
        )
        pack(store, "prompt_set", key=key, position=position)
    pack(store, "list_item", list="route", key="met", label="Met", position=1)
    pack(store, "contact", key="deputy", name="Jo", phone="1")
    pack(store, "safeguarding", policy="P", steps=[{"title": "t"}])
    pack(store, "framework", key="f", title="F")
    with store.read() as con:
        assert [i.key for i in programme.list_items(con, "setting")] == ["home", "park"]
        assert [(i.label, f) for i, f in programme.list_fields(con, "route")] == [("Met", {})]
        assert programme.list_fields(con, "setting")[0][1] == {"source_label": "s"}
        assert [f["key"] for _, f in programme.prompt_sets(con)] == ["home", "park"]
        assert programme.contacts(con)["deputy"]["phone"] == "1"
        assert programme.safeguarding(con)["policy"] == "P"
        assert [f["title"] for _, f in programme.frameworks(con)] == ["F"]


def test_what_the_pack_hides_is_not_listed(store: Database) -> None:
    item = pack(store, "list_item", list="setting", key="park", label="Park", position=1)
    contact = pack(store, "contact", key="deputy", name="Jo")
    for kind, ent in (("list_item", item), ("contact", contact)):
        pack(store, kind, ent, hidden=True)
    with store.read() as con:
        assert programme.list_items(con, "setting") == ()
        assert programme.contacts(con) == {}


def test_members_have_roles_with_dates_and_extra_rights(store: Database) -> None:
    roles = [
        {"role": "coordinator", "start": "2026-01-01", "end": None, "extra": ["custodian", "unheard of"]},
        {"role": "wizard"},
        7,
    ]
    joan = pack(store, "member", code="C-01", work_name="Joan", organisation="Ward Trust", roles=roles)
    pack(store, "member", code="A-01", roles="none")
    with store.read() as con:
        assert [m.code for m in people.members(con)] == ["A-01", "C-01"]
        found = people.member(con, joan)
        assert people.member(con, "unknown") is None
    assert found is not None
    assert (found.shown, found.organisation) == ("Joan", "Ward Trust")
    (term,) = found.roles
    assert (term.role, term.start, term.end, term.extra) == (
        Role.COORDINATOR,
        "2026-01-01",
        None,
        (Extra.CUSTODIAN,),
    )


def test_devices_belong_to_members_and_a_lost_one_stays_lost_whatever_else_is_said(store: Database) -> None:
    joan = pack(store, "member", code="C-01", work_name="Joan")
    one = pack(
        store,
        "device",
        member=joan,
        label="Laptop",
        sign_key="ssh-ed25519 A",
        age_recipient="age1",
        valid_from=[2, 5],
        revoked_after=[2, 9],
    )
    pack(store, "device", member="other", label="Spare", status="retired", valid_from="x")
    with store.read() as con:
        found = people.device(con, one)
        assert len(people.devices(con)) == 2
        assert people.devices(con, joan) == (found,)
        owner = people.member_of_device(con, one)
        assert people.member_of_device(con, "unknown") is None
    assert owner is not None
    assert owner.id == joan
    assert found is not None
    assert (found.status, found.valid_from, found.revoked_after, found.sign_key) == (
        "active",
        (2, 5),
        (2, 9),
        "ssh-ed25519 A",
    )


def test_a_participant_comes_back_as_written(store: Database) -> None:
    with store.write() as con:
        told = tell(con, code="LT-4HN7-KQY", age="11-15")
        fields = {
            "target_groups": ["carers"],
            "languages": ["ur", "en"],
            "home_place": "place",
            "self_description": "me",
        }
        ledger.put(con, AMINA, "participant", told.participant, sets=fields, at_label=AT)
        found = people.participant(con, told.participant)
        assert people.participant(con, "unknown") is None
    assert found is not None
    assert (found.age_band, found.teller_kind, found.began_by) == (
        AgeBand.FROM_11,
        TellerKind.RESIDENT,
        AMINA.device,
    )
    assert (found.target_groups, found.languages, found.home_place) == (("carers",), ("ur", "en"), "place")


def test_two_people_with_one_code_are_both_shown(store: Database) -> None:
    with store.write() as con:
        one, two = tell(con).participant, tell(con, author=JOAN).participant
        assert [p.id for p in people.participant_by_code(con, "LT-4HN7-KQY")] == [one, two]
        assert people.participant_by_code(con, "LT-XXXX-XXX") == ()
        assert people.code_taken(con, "LT-4HN7-KQY")
        ledger.apply_orders(con, [erase(subject=one)])
        assert [p.id for p in people.participant_by_code(con, "LT-4HN7-KQY")] == [two]


def test_places_are_those_of_the_day_of_a_type_and_a_name(store: Database) -> None:
    old = pack(store, "place", key="old", type="ward", name="Old Ward", valid_to="2025-12-31", position=1)
    new = pack(
        store,
        "place",
        key="new",
        type="ward",
        name="New Ward",
        aliases=["The Flats"],
        valid_from="2026-01-01",
        position=2,
    )
    cafe = pack(
        store,
        "place",
        key="cafe",
        type="venue",
        name="Corner Café",
        parents=[{"place": new, "relation": "in"}],
        position=3,
    )
    with store.read() as con:
        assert [p.id for p in places.places(con)] == [old, new, cafe]
        assert [p.id for p in places.places(con, on="2025-06-01")] == [old, cafe]
        assert [p.id for p in places.places(con, on="2026-06-01", types=[PlaceType.WARD])] == [new]
        assert [p.id for p in places.places(con, text="flats")] == [new]
        assert places.places(con, types=[]) == ()
        found = places.place(con, cafe)
        assert places.place(con, "unknown") is None
    assert found is not None
    assert (found.type, found.parents) == (PlaceType.VENUE, ((new, "in"),))


def test_the_ward_of_a_place_is_found_by_walking_up_and_circles_do_no_harm(store: Database) -> None:
    ward = pack(store, "place", type="ward", name="Ward")
    street = pack(
        store, "place", type="neighbourhood", name="Street", parents=[["nowhere", "in"], [ward, "in"]]
    )
    cafe = pack(store, "place", type="venue", name="Café", parents=[{"place": street, "relation": "in"}])
    one = new_id()
    other = pack(store, "place", type="venue", name="B", parents=[[one, "in"]])
    pack(store, "place", one, type="venue", name="A", parents=[[other, "in"]])
    with store.read() as con:
        for start in (cafe, street, ward):
            found = places.ward_of(con, start)
            assert found is not None
            assert found.id == ward
        assert places.ward_of(con, one) is None
        assert places.ward_of(con, "unknown") is None


def test_the_codebook_is_in_the_order_of_the_pack_with_retired_tags(store: Database) -> None:
    second = pack(
        store, "tag", code="B1", name="Belonging", group="B", group_name="Being", position=1, meaning="m"
    )
    first = pack(store, "tag", code="A2", name="Air", group="A", position=2, status="retired")
    third = pack(store, "tag", code="A1", name="Ash", group="A", position=1, status="unheard of")
    with store.write() as con:
        ledger.put(
            con,
            AMINA,
            "suggestion",
            new_id(),
            sets={"record": "r", "tag": second, "sure": "sure"},
            at_label=AT,
        )
        book = tags.codebook(con)
        assert [t.id for t in book] == [third, first, second]
        assert [t.status.value for t in book] == ["proposed", "retired", "active"]
        assert tags.tag(con, second) == tags.by_code(con, "B1") == book[2]
        assert tags.tag(con, "unknown") is None
        assert tags.by_code(con, "Z9") is None
        assert tags.uses(con) == {second: 1}
    assert (book[2].group_name, book[2].meaning) == ("Being", "m")


@pytest.mark.parametrize("kind", ["list_item", "place", "member", "device", "tag"])
def test_nonsense_in_a_pack_does_no_harm(store: Database, kind: str) -> None:
    pack(
        store,
        kind,
        **{
            n: {"x": [1]}
            for n in ("name", "code", "key", "label", "position", "roles", "parents", "valid_from", "status")
        },
    )
    with store.read() as con:
        assert len(people.members(con)) + len(people.devices(con)) + len(places.places(con)) + len(
            tags.codebook(con)
        ) == (kind != "list_item")
