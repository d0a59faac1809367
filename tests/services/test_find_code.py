"""Codes across laptops that never meet: none collides in a busy year, and one that does is settled by a person."""

from pathlib import Path

import pytest

from ldp_stories.domain.people import ALPHABET, check_character, new_code, tidy_code
from ldp_stories.errors import UserError
from ldp_stories.services.find_code import everyone, free_code, new_card, people_with, same_codes
from ldp_stories.services.home import Home
from ldp_stories.services.meet_group import join
from ldp_stories.services.record_encounter import begin, conversation, use_code
from tests.services.homes import code_of
from tests.services.house import open_house, pass_on, tell

CODE = "LT-4HN7-KQY"


def test_thirty_people_in_a_day_on_two_laptops_that_never_meet_have_sixty_codes(home: Home) -> None:
    first = [begin(home).code for _ in range(30)]
    second = [new_code("LT") for _ in range(30)]
    assert len({*first, *second}) == 60
    assert all(tidy_code(code) == code for code in first)


def test_forty_laptops_in_a_busy_month_have_next_to_no_code_twice() -> None:
    """36,000 of 729 million: about one pair is to be expected, more than eight once in a million months."""
    codes = [new_code("LT") for _ in range(40 * 30 * 30)]
    assert len(codes) - len(set(codes)) <= 8


def test_every_single_slip_of_one_letter_is_caught() -> None:
    body = "4HN7KQ"
    assert check_character(body) == "Y"
    for at, letter in enumerate(body):
        for other in ALPHABET:
            if other != letter:
                slipped = body[:at] + other + body[at + 1 :]
                assert tidy_code(f"LT-{slipped[:4]}-{slipped[4:]}Y") is None


def test_a_code_on_the_desk_or_of_a_companion_is_never_given_again(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = begin(home)
    other = join(home, talk.id)
    codes = iter([talk.code, other.code, CODE])
    monkeypatch.setattr("ldp_stories.services.find_code.new_code", lambda _prefix: next(codes))
    assert free_code(home) == CODE


@pytest.fixture
def collided(tmp_path: Path) -> tuple[Home, str, str]:
    """Joan's laptop after two laptops gave the same code to two people; (home, older, newer)."""
    amina, joan = open_house(tmp_path, "amina"), open_house(tmp_path, "joan")
    older = tell(amina, code=CODE, at="2026-05-01T10:00")
    newer = tell(joan, code=CODE, at="2026-05-09T10:00")
    pass_on(amina, joan)
    amina.close()
    return joan, older.participant, newer.participant


def test_a_collision_keeps_both_and_says_when_and_by_whom(collided: tuple[Home, str, str]) -> None:
    joan, older, newer = collided
    found = people_with(joan, "lt 4hn7 kqy")
    assert [m.person.id for m in found] == [older, newer]
    assert [(m.since, m.by, m.stories, m.newer) for m in found] == [
        ("2026-05-01", "R-07", 1, False),
        ("2026-05-09", "Joan", 1, True),
    ]
    assert [[m.person.id for m in group] for group in same_codes(joan)] == [[older, newer]]
    joan.close()


def test_a_new_card_for_the_newer_one_settles_it(collided: tuple[Home, str, str]) -> None:
    joan, older, newer = collided
    code = new_card(joan, newer)
    assert tidy_code(code) == code != CODE
    assert [m.person.id for m in people_with(joan, CODE)] == [older]
    assert [m.person.id for m in people_with(joan, code)] == [newer]
    assert people_with(joan, code)[0].stories == 1
    assert same_codes(joan) == ()
    assert {p.code for p in everyone(joan)} == {CODE, code}
    joan.close()


def test_a_returning_person_is_never_guessed(collided: tuple[Home, str, str]) -> None:
    joan, older, newer = collided
    from ldp_stories.services import desk_talk

    talk = desk_talk.save_new(joan, desk_talk.new_draft("LT-222222-2", joan.label())).id
    with pytest.raises(UserError) as caught:
        use_code(joan, talk, CODE)
    assert code_of(caught) == "TWO_WITH_CODE"
    assert conversation(joan, talk).participant not in (older, newer)
    assert use_code(joan, talk, CODE, newer).participant == newer
    joan.close()


@pytest.mark.parametrize(("typed", "code"), [("LT-4HN7-KQZ", "CODE_SLIP"), ("LT-7Q2K-9TD", "NO_SUCH_CODE")])
def test_slips_and_strangers_are_told_apart(home: Home, typed: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        people_with(home, typed)
    assert code_of(caught) == code


def test_nobody_gets_no_card(home: Home) -> None:
    with pytest.raises(UserError):
        new_card(home, "nobody")
