"""What the chips say follows from the gates, for everybody in a record together."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ldp_stories.domain.consent import CONTACT_KEYS, Answer, Consent, ConsentStatus, Scope, all_keys
from ldp_stories.domain.people import AgeBand
from ldp_stories.ui.record.consent_strip import (
    CHANNEL_WORDS,
    SCOPE_WORDS,
    ConsentStrip,
    contact_for,
    key_words,
    state_of,
)
from ldp_stories.ui.widgets.chips import Chip
from tests.ui.helpers import dressed

TODAY = date(2026, 5, 10)
ALL = dict.fromkeys(all_keys(), Answer.YES)


def consent(answers: dict[str, Answer] | None = None, **facts: object) -> Consent:
    given = {**ALL, **(answers or {})}
    return Consent("c", "p", "e", given, **facts)  # type: ignore[arg-type]


def chips(strip: QWidget) -> list[str]:
    return [chip.text() for chip in strip.findChildren(Chip) if not chip.isHidden()]


def test_every_scope_and_channel_has_words() -> None:
    assert set(SCOPE_WORDS) == set(Scope)
    assert len({key_words(key) for key in all_keys()}) == len(all_keys())
    assert all(CHANNEL_WORDS.values())


def test_the_words_of_a_channel_name_scope_and_place() -> None:
    assert key_words("audio") == "Voice"
    assert key_words("publish_clip:website") == "Clip on our website"
    assert key_words("adult_assent") == "adult_assent"


@pytest.mark.parametrize(
    ("given", "state"), [(Answer.YES, "yes"), (Answer.NO, "no"), (Answer.NOT_ASKED, "not asked")]
)
def test_an_answer_is_shown_as_it_stands(given: Answer, state: str) -> None:
    assert state_of([consent({"audio": given})], Scope.AUDIO, TODAY) == state


def test_a_yes_behind_a_closed_gate_is_not_a_yes() -> None:
    no_part = consent({"take_part": Answer.NO})
    assert state_of([no_part], Scope.AUDIO, TODAY) == "no"
    narrowed = consent(narrowed=frozenset({"audio"}))
    assert state_of([narrowed], Scope.AUDIO, TODAY) == "no"


def test_the_tightest_answer_of_several_people_governs() -> None:
    both = [consent(), consent({"share_team": Answer.NO})]
    assert state_of(both, Scope.SHARE_TEAM, TODAY) == "no"
    assert state_of(both, Scope.AUDIO, TODAY) == "yes"


def test_what_they_may_be_contacted_for_stands_with_the_yes() -> None:
    old = {k: a for k, a in consent().answers.items() if not k.startswith("recontact:")}
    never = replace(consent(), answers=old)
    assert contact_for([never], TODAY) == "for what: not asked"
    left = consent(dict.fromkeys(CONTACT_KEYS, Answer.NOT_ASKED))
    assert contact_for([left], TODAY) == "for what: not asked"
    some = consent({"recontact:talk": Answer.NO})
    assert contact_for([some], TODAY) == "to check the story, to tell what happened"
    only_talk = consent({"recontact:check": Answer.NO, "recontact:hear": Answer.NO})
    assert contact_for([some, only_talk], TODAY) == "each for something else"
    assert key_words("recontact:hear") == "Contact again to tell what happened"


def test_an_answer_past_its_day_is_to_be_asked_again() -> None:
    old = consent(review_by="2026-01-01")
    assert state_of([old], Scope.RECONTACT, TODAY) == "lapsed"
    assert state_of([old], Scope.SHARE_TEAM, TODAY) == "yes"


def test_a_clip_of_a_child_is_no_whatever_was_answered() -> None:
    child = consent(age_band=AgeBand.FROM_11, adult_relation="mother", child_assent=Answer.YES)
    assert state_of([child], Scope.PUBLISH_CLIP, TODAY) == "no"


def test_chips_name_each_yes_and_no_and_gather_what_was_not_asked(qtbot: QtBot) -> None:
    answers = {"video": Answer.NOT_ASKED, "photo": Answer.NOT_ASKED, "quote_named": Answer.NO}
    strip = ConsentStrip([consent(answers)], TODAY)
    dressed(qtbot, strip, size=(1000, 60))
    shown = chips(strip)
    assert "Voice" in shown
    assert "Quote with name: no" in shown
    assert "Video, photo: not asked" in shown
    assert not any(words.startswith("Photo") for words in shown)


def test_many_that_were_not_asked_are_counted(qtbot: QtBot) -> None:
    only_part = Consent("c", "p", "e", {"take_part": Answer.YES})
    strip = ConsentStrip([only_part], TODAY)
    dressed(qtbot, strip, size=(1000, 60))
    assert chips(strip) == ["11 not asked"]


def test_a_person_who_took_all_back_is_one_chip(qtbot: QtBot) -> None:
    strip = ConsentStrip([consent(status=ConsentStatus.WITHDRAWN)], TODAY)
    dressed(qtbot, strip, size=(1000, 60))
    assert chips(strip) == ["Taken back"]


def test_a_record_of_nobody_says_so(qtbot: QtBot) -> None:
    strip = ConsentStrip([], TODAY)
    dressed(qtbot, strip, size=(1000, 60))
    assert len(chips(strip)) == 1
    assert "no consent needed" in chips(strip)[0]


def test_readers_hear_the_whole_strip(qtbot: QtBot) -> None:
    strip = ConsentStrip([consent({"quote_named": Answer.NO})], TODAY)
    dressed(qtbot, strip, size=(1000, 60))
    name = strip.accessibleName()
    assert name.startswith("What they agreed to:")
    assert "Quote with name: no" in name
    assert "Voice: yes" in name, "a yes is heard as a word"


def test_other_answers_take_the_place_of_the_old_ones(qtbot: QtBot) -> None:
    strip = ConsentStrip([consent()], TODAY)
    dressed(qtbot, strip, size=(1000, 60))
    strip.set_consents([consent({"audio": Answer.NO})], TODAY)
    assert "Voice: no" in chips(strip)
    assert "Voice" not in chips(strip)


def test_the_strip_wraps_where_it_is_narrow(qtbot: QtBot) -> None:
    strip = ConsentStrip([consent()], TODAY)
    dressed(qtbot, strip, size=(300, 300))
    assert strip.heightForWidth(300) > strip.heightForWidth(1400)


def test_a_yes_to_being_contacted_for_nothing_yet_is_not_shown_as_agreed(qtbot: QtBot) -> None:
    left = consent(dict.fromkeys(CONTACT_KEYS, Answer.NOT_ASKED))
    strip = ConsentStrip([left], TODAY)
    qtbot.addWidget(strip)
    (chip,) = [c for c in strip._chips if "Contact again" in c.accessibleName()]
    assert (chip.accessibleName(), chip._tone) == ("Contact again, for what: not asked", "line")
    strip = ConsentStrip([consent()], TODAY)
    qtbot.addWidget(strip)
    (chip,) = [c for c in strip._chips if "Contact again" in c.accessibleName()]
    assert chip._tone == "ok"
