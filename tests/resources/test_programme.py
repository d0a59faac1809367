"""What a live programme must fill itself stays empty in the starter, and the practice programme fills all of it."""

import pytest

from ldp_stories.services.load_pack_content import StarterContent
from ldp_stories.services.load_practice import Practice
from ldp_stories.services.pack_words import contact_words, fill_words

MUST_FILL = [
    "name", "code_prefix", "controller_name", "controller_address", "privacy_contact", "complaint_route", "lawful_basis",
    "article9", "retention", "review_date",
]  # fmt: skip


@pytest.mark.parametrize("field", MUST_FILL)
def test_the_starter_leaves_to_the_programme_what_only_it_can_say(
    starter: StarterContent, practice: Practice, field: str
) -> None:
    assert not starter.programme[field]
    assert practice.content.programme[field]


def test_the_starter_names_nobody_to_call(starter: StarterContent) -> None:
    assert all(not c.name and not c.phone for c in starter.contacts.contacts)
    assert {c.key for c in starter.contacts.contacts if c.needed} == {"safeguarding_lead", "privacy"}


def test_the_starter_is_live_and_the_practice_pack_is_practice(
    starter: StarterContent, practice: Practice
) -> None:
    assert starter.programme["practice"] is False
    assert practice.content.programme["practice"] is True


def test_sensible_limits_are_set_from_the_start(starter: StarterContent) -> None:
    assert starter.programme["disclosure_k"] == 5
    assert starter.programme["idle_minutes"] == 5
    assert starter.programme["under16_publish"] is False
    assert starter.programme["mca_approval"] == ""


def test_personal_attributes_are_switched_off(starter: StarterContent) -> None:
    assert set(starter.programme["switched_on"].values()) == {""}


def test_the_starter_has_no_members(starter: StarterContent) -> None:
    assert starter.members.members == ()


def test_there_are_seven_steps_and_the_first_is_999(starter: StarterContent) -> None:
    steps = starter.safeguarding.steps
    assert len(steps) == 7
    assert steps[0].title == "Is someone in danger now? Call 999"
    assert steps[0].phone == "999"
    assert steps[2].line == "Do not delete it."


def test_contact_numbers_in_practice_are_invented_ones(practice: Practice) -> None:
    phones = [c.phone for c in practice.content.contacts.contacts]
    assert all(p.startswith("01632 960 ") for p in phones)


def practice_steps(practice: Practice) -> list[tuple[str, str, str]]:
    contacts = practice.content.contacts.contacts
    words = contact_words((c.key, c.name, c.phone) for c in contacts)
    phones = {c.key: c.phone for c in contacts}
    return [
        (fill_words(s.title, words), fill_words(s.line, words), s.phone or phones.get(s.contact, ""))
        for s in practice.content.safeguarding.steps
    ]


@pytest.mark.parametrize(
    ("step", "title", "line", "number"),
    [
        (1, "Is someone in danger now? Call 999", "Then come back to this page.", "999"),
        (
            4,
            "Call Ruth Bell, safeguarding lead",
            "No answer? Sam, deputy: 01632 960 113. Evenings and weekends, council: 01632 960 200",
            "01632 960 112",
        ),
        (
            6,
            "For an adult, ask what they want to happen",
            "Ruth decides with them, unless others are at risk.",
            "",
        ),
        (
            7,
            "Look after yourself",
            "You did the right thing by listening. This support line is for you.",
            "01632 960 150",
        ),
    ],
)
def test_the_worried_page_reads_as_drawn(
    practice: Practice, step: int, title: str, line: str, number: str
) -> None:
    assert practice_steps(practice)[step - 1] == (title, line, number)


def test_the_worried_page_makes_sense_before_anyone_is_named(starter: StarterContent) -> None:
    words = contact_words((c.key, c.name, c.phone) for c in starter.contacts.contacts)
    for step in starter.safeguarding.steps:
        shown = fill_words(f"{step.title} {step.line}", words)
        assert "{" not in shown
        assert "  " not in shown


def test_the_cast_is_complete(practice: Practice) -> None:
    cast = {m.code: (m.work_name, m.roles[0].role) for m in practice.content.members.members}
    assert cast["R-07"] == ("Amina", "researcher")
    assert {n for n, _ in cast.values()} >= {"Amina", "Dev", "Joan", "Theo", "Priya", "Sam"}
    roles = [r for _, r in cast.values()]
    assert (roles.count("researcher"), roles.count("coordinator"), roles.count("evaluator")) == (4, 2, 2)


def test_members_belong_to_organisations_that_exist(practice: Practice) -> None:
    known = {o.key for o in practice.content.organisations.organisations}
    assert {m.organisation for m in practice.content.members.members} <= known


def test_larkside_has_two_authorities_four_areas_and_nine_wards_on_any_day(practice: Practice) -> None:
    places = practice.content.places.places
    assert sum(p.type == "authority" for p in places) == 2
    assert sum(p.type == "pilot sub-area" for p in places) == 4
    for day in ("2026-05-06", "2026-05-07"):
        valid = [
            p for p in places if p.type == "ward" and (p.valid_from or day) <= day <= (p.valid_to or day)
        ]
        assert len(valid) == 9


def test_millbrook_is_a_ward_of_larkside(practice: Practice) -> None:
    millbrook = next(p for p in practice.content.places.places if p.name == "Millbrook")
    assert millbrook.type == "ward"
    assert "Millbrook ward" in millbrook.aliases


def test_one_tiny_ward_calls_for_stricter_masking(practice: Practice) -> None:
    small = practice.content.programme["small_place"]
    tiny = [
        p.name
        for p in practice.content.places.places
        if p.type == "ward" and p.population and p.population[0].value < small / 2
    ]
    assert tiny == ["Penny Lathe"]
