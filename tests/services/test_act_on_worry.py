"""The worry page's facts: seven steps with the pack's names and numbers, and a bare note that somebody was told."""

import json
from pathlib import Path

from ldp_stories.domain.roles import Role
from ldp_stories.services.act_on_worry import Told, WorryStep, safeguarding_log, told_someone, worry_steps
from ldp_stories.services.home import Home
from ldp_stories.services.set_up_programme import found_programme, save_pack
from ldp_stories.services.start_home import join_programme
from ldp_stories.store import ledger, programme
from ldp_stories.store.engine import Database
from tests.services.homes import PASSPHRASE, Clock, cheap_machine, pack_of
from tests.services.live_pack import live_pack


def change_contact(home: Home, key: str, **sets: str) -> None:
    """Another name or number in the programme."""
    with home.main.write() as con:
        known = next(ent for ent, facts in programme.raw(con, "contact") if facts["key"] == key)
        home.put(con, "contact", known, sets=sets)


def count_lines(store: Database) -> int:
    """How many revisions the ledger holds."""
    with store.read() as con:
        return sum(1 for _ in ledger.revisions(con))


def test_there_are_seven_steps_in_order(joan: Home) -> None:
    steps = worry_steps(joan)
    assert [s.number for s in steps] == [1, 2, 3, 4, 5, 6, 7]
    assert all(s.title and s.line for s in steps)


def test_the_first_step_is_to_call_the_emergency_number(joan: Home) -> None:
    first = worry_steps(joan)[0]
    assert first == WorryStep(1, "Is someone in danger now? Call 999", "Then come back to this page.", "999")


def test_the_second_step_says_not_to_promise_to_keep_it_secret(joan: Home) -> None:
    assert "Do not promise to keep it secret." in worry_steps(joan)[1].line


def test_the_third_step_never_asks_to_delete_anything(joan: Home) -> None:
    third = worry_steps(joan)[2]
    assert third.title == "Stop the recording if it makes things worse"
    assert third.line == "Do not delete it."


def test_the_packs_names_and_numbers_are_put_in(joan: Home) -> None:
    fourth = worry_steps(joan)[3]
    assert fourth.title == "Call Ruth Bell, safeguarding lead"
    assert fourth.phone == "01632 960 112"
    assert "Sam, deputy: 01632 960 113" in fourth.line
    assert "01632 960 200" in fourth.line


def test_two_councils_with_one_number_say_it_once(joan: Home) -> None:
    assert worry_steps(joan)[3].line.count("01632 960 200") == 1


def test_two_councils_with_two_numbers_say_both(joan: Home) -> None:
    change_contact(joan, "out_of_hours_adults", phone="01632 960 201")
    line = worry_steps(joan)[3].line
    assert "01632 960 200 / 01632 960 201" in line


def test_a_changed_number_shows_at_once(joan: Home) -> None:
    change_contact(joan, "safeguarding_lead", name="Dele Okafor", phone="01632 960 199")
    steps = worry_steps(joan)
    assert steps[3].title == "Call Dele Okafor, safeguarding lead"
    assert steps[3].phone == "01632 960 199"


def test_the_lead_is_called_by_the_first_name_where_the_text_is_short(joan: Home) -> None:
    assert worry_steps(joan)[5].line == "Ruth decides with them, unless others are at risk."


def test_a_contact_without_a_name_is_called_by_the_role(joan: Home) -> None:
    change_contact(joan, "safeguarding_lead", name="")
    steps = worry_steps(joan)
    assert steps[3].title == "Call Safeguarding lead, safeguarding lead"
    assert steps[5].line.startswith("Safeguarding lead decides")


def test_a_contact_without_a_number_leaves_no_gap_behind(joan: Home) -> None:
    change_contact(joan, "safeguarding_lead", phone="")
    fourth = worry_steps(joan)[3]
    assert fourth.phone == ""
    assert "  " not in fourth.line + fourth.title


def test_the_last_step_has_the_support_line_for_the_researcher(joan: Home) -> None:
    last = worry_steps(joan)[6]
    assert last.title == "Look after yourself"
    assert last.phone == "01632 960 150"


def test_nothing_that_was_to_be_filled_in_is_left_in_the_words(joan: Home) -> None:
    for step in worry_steps(joan):
        assert "{" not in step.title + step.line
        assert "}" not in step.title + step.line


def test_a_researcher_sees_the_same_steps_as_the_coordinator(tmp_path: Path, joan: Home, amina: Home) -> None:
    assert worry_steps(amina) == worry_steps(joan)


def test_a_live_programme_shows_the_numbers_it_was_given(tmp_path: Path) -> None:
    path, words = live_pack(tmp_path)
    home = join_programme(
        tmp_path / "amina",
        path,
        cheap_machine(tmp_path),
        name="Amina",
        passphrase=PASSPHRASE,
        role=Role.RESEARCHER,
        words=" ".join(words),
    )
    steps = worry_steps(home)
    home.close()
    assert len(steps) == 7
    assert any(s.phone == "01632 960 100" for s in steps)


def test_a_pack_without_contacts_still_says_what_to_do(tmp_path: Path) -> None:
    home = found_programme(
        tmp_path / "joan",
        cheap_machine(tmp_path),
        content="starter",
        name="Joan",
        programme_name="Hillside",
        passphrase=PASSPHRASE,
        practice=False,
    )
    steps = worry_steps(home)
    home.close()
    assert len(steps) == 7
    assert steps[0].phone == "999"
    assert all("{" not in s.title + s.line and "None" not in s.title + s.line for s in steps)


def test_telling_somebody_is_kept_with_way_time_and_policy(joan: Home) -> None:
    told = told_someone(joan, who="duty lead", way="phone")
    assert told == Told(
        "duty lead", "phone", "2026-05-10T09:30:00Z", "Larkside Together safeguarding policy (practice) 3, January 2026", on="2026-05-10"
    )  # fmt: skip
    assert safeguarding_log(joan) == (told,)


def test_a_typed_time_and_their_number_are_kept_as_typed(joan: Home) -> None:
    told = told_someone(joan, who="Ruth", way="in person", at="10:15", reference="SG-17")
    assert (told.at, told.reference, told.way) == ("10:15", "SG-17", "in person")


def test_the_notes_are_listed_oldest_first(joan: Home) -> None:
    assert safeguarding_log(joan) == ()
    for who in ("duty lead", "council", "police"):
        told_someone(joan, who=who, way="phone")
    assert [t.who for t in safeguarding_log(joan)] == ["duty lead", "council", "police"]


def test_the_note_never_enters_the_ledger_so_it_cannot_travel(joan: Home) -> None:
    before = count_lines(joan.main)
    told_someone(joan, who="duty lead", way="phone")
    assert count_lines(joan.main) == before


def test_the_note_is_not_in_the_programme_file(tmp_path: Path, joan: Home) -> None:
    told_someone(joan, who="a very unusual name", way="phone")
    assert b"a very unusual name" not in pack_of(joan, tmp_path).read_bytes()


def test_the_note_stays_after_the_home_was_closed(tmp_path: Path, clock: Clock) -> None:
    from ldp_stories.services.open_home import open_home
    from tests.services.homes import found

    machine = cheap_machine(tmp_path, clock)
    home = found(tmp_path / "joan", machine)
    told_someone(home, who="duty lead", way="phone")
    home.close()
    again = open_home(tmp_path / "joan", None, machine)
    kept = safeguarding_log(again)
    again.close()
    assert [t.who for t in kept] == ["duty lead"]


def test_a_researcher_may_keep_the_note_without_being_admitted(amina: Home) -> None:
    assert not amina.admitted
    told_someone(amina, who="duty lead", way="phone")
    assert len(safeguarding_log(amina)) == 1


def test_a_note_holds_no_field_for_a_story() -> None:
    assert set(Told.__dataclass_fields__) == {"who", "way", "at", "policy", "reference", "on"}
    assert json.dumps([getattr(Told("a", "b", "c", "d"), name) for name in Told.__dataclass_fields__])


def test_saving_the_pack_again_changes_no_step(tmp_path: Path, joan: Home) -> None:
    before = worry_steps(joan)
    (tmp_path / "out").mkdir()
    save_pack(joan, tmp_path / "out")
    assert worry_steps(joan) == before
