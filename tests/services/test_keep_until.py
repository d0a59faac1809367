"""How long things are kept: what is due and why, rules that only a person can read, and taking out what a person chose, everywhere."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ldp_stories.domain.orders import OrderReason
from ldp_stories.errors import Refused, UserError
from ldp_stories.services.confirmed import wishes
from ldp_stories.services.contact_cards import keep_card, read_card
from ldp_stories.services.home import Home
from ldp_stories.services.identity_session import open_session
from ldp_stories.services.keep_until import SOON, Kept, add_months, due_list, take_out
from ldp_stories.store import letters, media, orders, records
from tests.services.cast import a_sound, bring_in, cast, send
from tests.services.cast import tell as tell_really
from tests.services.house import YES, change, houses, name_id, tell

STARTER: list[dict[str, Any]] = [
    {"kind": "contact cards", "months": 6, "rule": "after they were last needed"},
    {"kind": "raw recordings", "months": 12, "rule": "after the programme ends"},
    {"kind": "masked words", "months": 60, "rule": "after the programme ends"},
    {"kind": "archive copies", "months": 0, "rule": "only with a yes to the archive question"},
]
NO_ARCHIVE = {**YES, "archive": "no"}


@pytest.fixture
def joan(tmp_path: Path) -> Iterator[Home]:
    with houses(tmp_path, "joan", now=datetime(2026, 11, 22, 10, tzinfo=UTC)) as (home,):
        yield home


def rules(home: Home, ends: str, found: list[dict[str, Any]] | None = None) -> None:
    """The programme's rules, and its last day."""
    change(home, "programme", name_id("programme"), retention=found or STARTER, ends=ends)


def kinds(home: Home) -> list[tuple[Kept, int]]:
    return [(one.kind, one.days_left) for one in due_list(home).rows]


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        ("2026-05-14", 6, "2026-11-14"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-12-01", 12, "2027-12-01"),
        ("2026-11-30", 1, "2026-12-30"),
        ("2026-01-31", 0, "2026-01-31"),
        ("2026-01-31", 61, "2031-02-28"),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_one(day: str, months: int, then: str) -> None:
    assert add_months(date.fromisoformat(day), months).isoformat() == then


def test_nothing_is_due_without_rules_and_long_before_the_end(joan: Home) -> None:
    tell(joan, sound=True)
    assert due_list(joan).rows == ()
    rules(joan, "2026-12-31")
    assert due_list(joan).rows == ()


@pytest.mark.parametrize(("ends", "left"), [("2025-11-21", -1), ("2025-11-22", 0), ("2026-01-21", SOON)])
def test_sound_is_due_a_year_after_the_programme(joan: Home, ends: str, left: int) -> None:
    told = tell(joan, sound=True)
    rules(joan, ends)
    (one,) = due_list(joan).rows
    assert (one.kind, one.days_left, one.title) == (Kept.SOUND, left, "Tea and bulbs")
    assert (one.key, one.months, one.rule) == (f"sound:{told.record}", 12, "after the programme ends")


def test_what_has_more_than_sixty_days_is_not_listed(joan: Home) -> None:
    tell(joan, sound=True)
    rules(joan, "2026-01-22")
    assert due_list(joan).rows == ()


def test_words_of_those_who_said_yes_to_the_archive_are_kept(joan: Home) -> None:
    tell(joan, answers=YES)
    other = tell(joan, answers=NO_ARCHIVE, code="BS-7Q2K-9TD")
    rules(joan, "2021-11-01")
    assert [one.key for one in due_list(joan).rows] == [f"words:{other.record}"]


def test_a_story_without_sound_has_no_recording_to_take_out(joan: Home) -> None:
    tell(joan)
    rules(joan, "2024-01-01")
    assert Kept.SOUND not in [kind for kind, _ in kinds(joan)]


def test_the_oldest_stands_first(joan: Home) -> None:
    tell(joan, answers=NO_ARCHIVE, sound=True)
    rules(joan, "2021-11-01")
    found = due_list(joan).rows
    assert [one.kind for one in found] == [Kept.SOUND, Kept.WORDS]
    assert [one.until for one in found] == ["2022-11-01", "2026-11-01"]


def test_without_a_last_day_it_says_so(joan: Home) -> None:
    tell(joan, sound=True)
    rules(joan, "")
    found = due_list(joan)
    assert (found.rows, found.no_end) == ((), True)


def test_a_rule_it_cannot_count_is_left_to_a_person(joan: Home) -> None:
    odd = [
        {"kind": "raw recordings", "months": 3, "rule": "as the board decides"},
        {"kind": "field notes", "months": 6, "rule": "after the programme ends"},
        {"kind": "archive copies", "months": 12, "rule": "after the programme ends"},
        "nonsense",
    ]
    rules(joan, "2020-01-01", odd)  # type: ignore[arg-type]
    found = due_list(joan)
    assert found.rows == ()
    assert [kind for kind, _, _ in found.unread] == ["raw recordings", "field notes", "archive copies"]


def test_only_a_coordinator_sees_and_does_it(tmp_path: Path) -> None:
    with houses(tmp_path, "amina") as (amina,):
        for act in (lambda: due_list(amina), lambda: take_out(amina, ["x"])):
            with pytest.raises(Refused) as caught:
                act()
            assert caught.value.code == "NOT_YOUR_ROLE"


def test_taking_sound_out_leaves_the_words(joan: Home) -> None:
    told = tell(joan, sound=True)
    rules(joan, "2024-01-01")
    done = take_out(joan, [f"sound:{told.record}"])
    assert (done.things, len(done.orders)) == (1, 1)
    with joan.main.read() as con:
        assert media.of_record(con, told.record) == ()
        record = records.record(con, told.record)
        (order,) = orders.granted_orders(con)
    assert record is not None
    assert (record.erased, record.title) == (False, "Tea and bulbs")
    assert order.reason is OrderReason.RETENTION
    assert len(wishes(joan)) == 1
    assert due_list(joan).rows == ()


def test_taking_a_story_out_takes_all_of_it(joan: Home) -> None:
    told = tell(joan, answers=NO_ARCHIVE)
    stays = tell(joan, answers=YES, code="BS-7Q2K-9TD")
    rules(joan, "2021-01-01")
    take_out(joan, [f"words:{told.record}", f"words:{stays.record}"])
    with joan.main.read() as con:
        gone, kept = records.record(con, told.record), records.record(con, stays.record)
    assert gone is None or gone.erased
    assert kept is not None
    assert not kept.erased, "what is not due does not go, whoever asks"


@pytest.mark.parametrize("keys", [[], ["sound:x"], ["nonsense"]])
def test_nothing_chosen_takes_nothing_out(joan: Home, keys: list[str]) -> None:
    tell(joan, sound=True)
    rules(joan, "2024-01-01")
    with pytest.raises(Refused) as caught:
        take_out(joan, keys)
    assert caught.value.code == "NOTHING_CHOSEN"
    with joan.main.read() as con:
        assert orders.all_orders(con) == ()


def test_it_goes_to_every_laptop_with_the_next_files(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        told = tell_really(made.amina, sound=a_sound(tmp_path))
        send(made.amina, "coordinators", made.stick)
        bring_in(made.joan, made.stick)
        entity = made.joan.programme_entity
        with made.joan.main.write() as con:
            made.joan.put(con, "programme", entity, sets={"retention": STARTER, "ends": "2025-05-01"})
        take_out(made.joan, [f"sound:{told}"])
        send(made.joan, made.amina.member, made.stick)
        bring_in(made.amina, made.stick)
        with made.amina.main.read() as con:
            assert media.of_record(con, told) == ()
            record = records.record(con, told)
        assert record is not None
        assert record.title


def test_a_private_card_goes_six_months_after_the_last_meeting(tmp_path: Path) -> None:
    with cast(tmp_path) as made:
        home = made.joan
        tell_really(home, title="Mine")
        with home.main.read() as con:
            record = records.record(con, records.arrived(con)[0])
        assert record is not None
        (person,) = record.participants
        session = open_session(home)
        keep_card(session, person, name="Rose Invented", phone="01632 960 001")
        with home.main.write() as con:
            home.put(con, "programme", home.programme_entity, sets={"retention": STARTER, "ends": ""})
        assert due_list(home).rows == ()
        made.clock.forward(days=200)
        (one,) = due_list(home).rows
        assert (one.kind, one.until) == (Kept.CARDS, "2026-11-10")
        assert one.days_left < 0
        with pytest.raises(UserError) as caught:
            take_out(home, [one.key])
        assert caught.value.code == "IDENTITY_CLOSED"
        session = open_session(home)
        take_out(home, [one.key], session)
        assert not read_card(open_session(home), person).exists
        with home.main.read() as con:
            assert letters.have_card(con) == frozenset()
            kept = records.record(con, record.id)
        assert kept is not None
        assert not kept.erased
        assert due_list(home).rows == ()


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        ("Audio files", "when the project ends", Kept.SOUND),
        ("Voice memos and videos", "after the end of the project", Kept.SOUND),
        ("Transcripts", "once the project is over", Kept.WORDS),
        ("RAW RECORDINGS", "After the Programme Ends", Kept.SOUND),
    ],
)
def test_a_programmes_own_words_are_read_where_they_are_plain(
    joan: Home, name: str, words: str, kind: Kept
) -> None:
    tell(joan, sound=True, answers=NO_ARCHIVE)
    rules(joan, "2020-01-01", [{"kind": name, "months": 12, "rule": words}])
    found = due_list(joan)
    assert [(one.kind, one.until, one.rule) for one in found.rows] == [(kind, "2021-01-01", words)]
    assert found.unread == ()


@pytest.mark.parametrize("name", ["Stories and recordings", "Minutes of meetings", "Archive recordings"])
def test_words_that_may_mean_two_kinds_or_none_are_left_to_a_person(joan: Home, name: str) -> None:
    tell(joan, sound=True)
    rules(joan, "2020-01-01", [{"kind": name, "months": 12, "rule": "after the programme ends"}])
    found = due_list(joan)
    assert (found.rows, [n for n, _, _ in found.unread]) == ((), [name])


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ({"about": "sound", "counts_from": "end"}, "2021-01-01"),
        ({"about": "sound", "counts_from": "last"}, "2027-05-10"),
        ({"about": "sound", "counts_from": "person"}, None),
        ({"about": "other", "counts_from": "end"}, None),
        ({"about": "of a newer version", "counts_from": "end"}, None),
        ({"about": "archive", "counts_from": "end"}, None),
    ],
)
def test_what_the_programme_said_beside_its_words_counts_whatever_they_are(
    joan: Home, said: dict[str, str], until: str | None
) -> None:
    """In any language: the words are for people."""
    told = tell(joan, sound=True)
    rule = {"kind": "آوازیں", "months": 12, "rule": "جب تک بورڈ چاہے", **said}
    rules(joan, "2020-01-01", [rule])
    found = due_list(joan)
    if until is None:
        assert (found.rows, len(found.unread)) == ((), 1)
    elif until > "2026-12":
        assert (found.rows, found.unread) == ((), ()), "counted, and far away"
    else:
        assert [(one.key, one.until, one.rule) for one in found.rows] == [
            (f"sound:{told.record}", until, "جب تک بورڈ چاہے")
        ]
        assert take_out(joan, [found.rows[0].key]).things == 1
