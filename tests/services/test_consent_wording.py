"""Every answer keeps the exact words it was given to, whatever the route; an approval never becomes somebody else's yes."""

import pytest

from ldp_stories.domain.consent import Answer, ContactFor, Method, Route, Scope
from ldp_stories.domain.ids import new_id
from ldp_stories.services.ask_consent import (
    AFAR_KINDS,
    GROUP_KINDS,
    can_follow,
    cannot_follow,
    consent_words,
    keys_of,
    may_record,
    purposes_of,
    questions,
    set_method,
)
from ldp_stories.services.carry_on import carry_on
from ldp_stories.services.home import Home
from ldp_stories.services.meet_group import agree, join
from ldp_stories.services.permission import asker, consents_of
from ldp_stories.services.read_pack import choices
from ldp_stories.services.record_encounter import answer, begin, conversation, finish, set_facts
from ldp_stories.store import consent, ledger, programme, records
from tests.services.homes import everything_yes

APPROVAL = "REC 26/XX/0001"


def approve(home: Home) -> None:
    """The programme's pack carries an approval for research with adults who cannot decide."""
    with home.main.write() as con:
        ((ent, _),) = [(e, f) for e, f in programme.raw(con, "programme")]
        home.put(con, "programme", ent, sets={"mca_approval": APPROVAL})


def wording_of(home: Home, record: str) -> dict[str, str]:
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        view = ledger.entity(con, consent.of_encounter(con, told.encounter)[0].id)
        assert view is not None
        return dict(view.get("wording"))


def gate(home: Home, record: str, scope: Scope) -> str:
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        found = asker(home).gate(told, consents_of(con, told), scope)
    return "open" if found.open else found.why


def test_each_answer_of_an_adult_has_its_words(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    asked = {key: q.question for q in questions(home, talk) for key in q.scopes if not q.channels}
    wording = wording_of(home, finish(home, talk))
    for key, words in asked.items():
        assert wording[key] == words
    assert wording["publish_clip:report"].endswith("In reports?")


def test_what_one_may_be_contacted_for_is_kept_with_the_words_it_was_asked_in(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    answer(home, talk, ("recontact:check",), Answer.YES)
    answer(home, talk, ("recontact:talk",), Answer.NO)
    record = finish(home, talk)
    wording = wording_of(home, record)
    assert wording["recontact:check"] == "May we contact you again? To check your story with you?"
    assert wording["recontact:talk"].endswith("To talk again?")
    assert "recontact:hear" not in wording
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        (given,) = consents_of(con, told)
    assert given.answer(Scope.RECONTACT, ContactFor.CHECK) is Answer.YES
    assert given.answer(Scope.RECONTACT, ContactFor.HEAR) is Answer.NOT_ASKED


def test_an_older_pack_says_what_for_in_three_plain_lines() -> None:
    old = ["Check my story with me", "Tell me what happened", "Talk again"]
    assert purposes_of(old) == tuple(zip(("check", "hear", "talk"), old, strict=True))
    assert purposes_of(
        [{"key": "talk", "label": "To talk again?"}, {"key": "sell", "label": "To sell?"}]
    ) == (("talk", "To talk again?"),)
    assert purposes_of(None) == purposes_of("text") == ()


def test_the_grown_ups_and_the_childs_words_are_kept_too(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, age_band="11-15", adult_relation="mother")
    everything_yes(home, talk)
    wording = wording_of(home, finish(home, talk))
    assert wording["adult_assent"].startswith("I'd like to ask your child")
    assert "Your mother says it's OK to ask you" in wording["child_assent"]


@pytest.mark.parametrize("kind", sorted(GROUP_KINDS | AFAR_KINDS))
def test_the_kinds_of_meeting_with_words_of_their_own_are_in_the_packs_list(home: Home, kind: str) -> None:
    assert kind in {c.key for c in choices(home, "encounter_kind")}
    talk = begin(home).id
    set_facts(home, talk, kind=kind)
    words = consent_words(home, talk)
    assert bool(words.group) is (kind in GROUP_KINDS)
    assert bool(words.phone) is (kind in AFAR_KINDS)


def test_somebody_who_joined_brings_the_words_for_a_group_whatever_it_was_called(home: Home) -> None:
    talk = begin(home).id
    assert not consent_words(home, talk).group
    join(home, talk)
    assert consent_words(home, talk).group


def test_a_message_they_sent_is_a_way_to_say_yes(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, kind="message received")
    everything_yes(home, talk)
    set_method(home, talk, Method.WRITTEN)
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        (given,) = consent.of_encounter(con, told.encounter)
    assert given.method is Method.WRITTEN


def test_without_an_approval_nobody_who_cannot_follow_is_ever_let_in(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    assert cannot_follow(home, talk).approval == ""
    assert may_record(home, talk).why == "not_able"


def test_with_an_approval_they_themselves_are_asked_and_it_is_kept_with_the_answers(home: Home) -> None:
    approve(home)
    talk = begin(home).id
    everything_yes(home, talk)
    found = cannot_follow(home, talk)
    assert (found.consent_route, found.approval) == (Route.NOT_ABLE, APPROVAL)
    assert may_record(home, talk).open
    answer(home, talk, ("audio",), Answer.NO)
    assert may_record(home, talk).why == "no", "an approval is no yes"
    record = finish(home, talk)
    assert gate(home, record, Scope.SHARE_TEAM) == "open"
    assert gate(home, record, Scope.AUDIO) == "no"
    assert carry_on(home, record).approval == APPROVAL


def test_an_approval_in_the_pack_changes_nothing_for_those_who_can_follow(home: Home) -> None:
    approve(home)
    talk = begin(home).id
    everything_yes(home, talk)
    assert conversation(home, talk).approval == ""
    cannot_follow(home, talk)
    again = can_follow(home, talk)
    assert (again.consent_route, again.approval) == (Route.ADULT, "")


def test_who_heard_it_is_kept_and_read_back(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, witness="her sister")
    everything_yes(home, talk)
    set_method(home, talk, Method.WITNESS)
    record = finish(home, talk)
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        view = ledger.entity(con, consent.of_encounter(con, told.encounter)[0].id)
    assert view is not None
    assert view.get("witness") == "her sister"


def test_a_withdrawn_person_in_a_group_closes_the_whole_of_it(home: Home) -> None:
    from ldp_stories.services.edit_record import changed_mind

    talk = begin(home).id
    everything_yes(home, talk)
    one = join(home, talk).id
    agree(home, talk, one, Answer.YES)
    record = finish(home, talk)
    assert gate(home, record, Scope.QUOTE_ANON) == "open"
    changed_mind(home, record, "quote_anon", Answer.NO, one)
    assert gate(home, record, Scope.QUOTE_ANON) == "no"
    assert gate(home, record, Scope.SHARE_TEAM) == "open"


def test_the_words_are_those_of_the_language_in_which_it_was_asked(home: Home) -> None:
    with home.main.write() as con:
        _, form = programme.raw(con, "consent_form")[0]
        items = [{**i, "question": f"اردو {i['question']}"} for i in form["items"]]
        home.put(con, "consent_form", new_id(), sets={**form, "language": "ur", "items": items})
    talk = begin(home).id
    set_facts(home, talk, language="ur")
    first, second = questions(home, talk)[:2]
    assert first.question.startswith("اردو ")
    answer(home, talk, keys_of(first), Answer.YES)
    set_facts(home, talk, language="en")
    answer(home, talk, keys_of(second), Answer.YES)
    wording = wording_of(home, finish(home, talk))
    assert wording[keys_of(first)[0]] == first.question
    assert not wording[keys_of(second)[0]].startswith("اردو ")


def test_an_answer_that_is_given_again_has_the_words_of_the_last_time(home: Home) -> None:
    talk = begin(home).id
    everything_yes(home, talk)
    with home.main.write() as con:
        ent, form = programme.raw(con, "consent_form")[0]
        items = [{**i, "question": f"Anew: {i['question']}"} for i in form["items"]]
        home.put(con, "consent_form", ent, sets={"items": items})
    answer(home, talk, ("audio",), Answer.NO)
    wording = wording_of(home, finish(home, talk))
    assert wording["audio"].startswith("Anew: ")
    assert not wording["transcript"].startswith("Anew: ")


def told_of(home: Home, record: str) -> dict[str, str]:
    with home.main.read() as con:
        told = records.record(con, record)
        assert told is not None
        view = ledger.entity(con, consent.of_encounter(con, told.encounter)[0].id)
        assert view is not None
        return dict(view.get("told"))


def test_what_was_read_out_beside_the_questions_is_kept_without_the_researchers_name(home: Home) -> None:
    """The line under each question, and what was said first with its dates: what they were told is part of what they agreed to."""
    talk = begin(home).id
    set_facts(home, talk, said_first=True)
    everything_yes(home, talk)
    said = consent_words(home, talk).say_first
    lines = {key: q.helper for q in questions(home, talk) for key in keys_of(q)}
    told = told_of(home, finish(home, talk))
    assert told["share_media_team"] == "Your voice or face could be recognised."
    assert {key: told[key] for key in lines} == lines
    assert told["say_first"] == said.replace(home.name.split(" ")[0], "…")
    assert "7 June 2026" in told["say_first"]
    assert not {"aged16", "group", "phone"} & set(told), "they were not read out"


def test_a_newer_wording_changes_nothing_of_what_was_told_before(home: Home) -> None:
    talk = begin(home).id
    set_facts(home, talk, said_first=True, kind="group", age_band="16-17")
    answer(home, talk, ("take_part",), Answer.YES)
    with home.main.write() as con:
        ((ent, form),) = programme.raw(con, "consent_form")
        items = [{**item, "helper": "Anew."} for item in form["items"]]
        home.put(con, "consent_form", ent, sets={"items": items, "say_first": "Anew."})
    answer(home, talk, ("audio",), Answer.YES)
    told = told_of(home, finish(home, talk))
    assert told["take_part"].startswith("You can skip any question")
    assert told["audio"] == "Anew."
    assert told["say_first"].startswith("I'm …, a community researcher")
    assert told["group"].startswith("What people say here stays here")
    assert told["aged16"].startswith("It is your own decision")
    record = carry_on(home, finish_again(home))
    assert record.said_first


def finish_again(home: Home) -> str:
    """A second story, whose words are all of the new form."""
    talk = begin(home).id
    set_facts(home, talk, said_first=True)
    everything_yes(home, talk)
    record = finish(home, talk)
    assert told_of(home, record)["say_first"] == "Anew."
    return record


@pytest.mark.parametrize(
    ("typed", "read_out"),
    [
        ("mother", "Your mother says"),
        ("Her Mum.", "Your mum says"),
        ("mother, Mrs Begum", "Your grown-up says"),
        ("", "Your grown-up says"),
    ],
)
def test_whoever_could_be_named_by_how_they_are_related_is_the_grown_up_in_the_words_that_travel(
    home: Home, typed: str, read_out: str
) -> None:
    talk = begin(home).id
    set_facts(home, talk, age_band="11-15", adult_relation=typed or "mother")
    everything_yes(home, talk)
    set_facts(home, talk, adult_relation=typed)
    answer(home, talk, ("child_assent", "take_part"), Answer.YES)
    (child,) = (q for q in questions(home, talk) if "child_assent" in q.scopes)
    assert child.question.startswith(read_out)
    set_facts(home, talk, adult_relation=typed or "mother")
    assert wording_of(home, finish(home, talk))["child_assent"] == child.question
