"""Carry on: open a finished draft again as a conversation, to record more or put something right (SCREENS.md 5.5, "Carry on recording")."""

from collections.abc import Sequence
from dataclasses import replace

from ldp_stories.domain.consent import Answer, Consent, Scope
from ldp_stories.domain.people import Participant
from ldp_stories.domain.records import Sensitivity
from ldp_stories.domain.revisions import EntityView
from ldp_stories.errors import UserError
from ldp_stories.services import desk_talk
from ldp_stories.services.conversation import Companion, Conversation, Take
from ldp_stories.services.desk_talk import ADULT, CHILD
from ldp_stories.services.home import Home
from ldp_stories.services.talk_fields import snapshot
from ldp_stories.store import consent as consents
from ldp_stories.store import encounters, ledger, media, notes, people, records


def carry_on(home: Home, record: str) -> Conversation:
    """Open a finished draft again to record more: the next `finish` adds only what is new or was changed. UserError NO_SUCH_STORY."""
    for draft in desk_talk.load_all(home):
        if draft.record == record:
            return draft.talk
    with home.main.read() as con:
        found = records.record(con, record)
        meeting = encounters.encounter(con, found.encounter) if found else None
        given = consents.of_encounter(con, found.encounter) if found else ()
        told = found.participants[0] if found and found.participants else ""
        given = tuple(sorted(given, key=lambda c: c.participant != told))
        person = people.participant(con, given[0].participant) if given else None
        others = [(c, people.participant(con, c.participant)) for c in given[1:]]
        if found is None or meeting is None or person is None:
            raise UserError("NO_SUCH_STORY")
        parts = [m for m in media.of_record(con, record) if m.kind == "audio"]
        known = notes.of_record(con, record)
        answered = ledger.entity(con, given[0].id)
        more, facts = encounters.fields(con, meeting.id), records.fields(con, record)
    fresh = desk_talk.new_draft(person.code, meeting.at)
    first = given[0]
    talk = replace(
        fresh.talk,
        participant=person.id,
        kind=meeting.kind,
        place=meeting.place,
        setting=meeting.setting,
        private_enough=meeting.private_enough,
        relation=meeting.relation,
        route=meeting.route,
        age_band=person.age_band,
        teller_kind=person.teller_kind,
        target_groups=person.target_groups,
        language=found.language,
        who_else=str(more.get("who_else") or ""),
        prompt_set=str(facts.get("guide") or ""),
        asked=tuple(facts.get("prompts_asked") or ()),
        closed=found.sensitivity is Sensitivity.CLOSED,
        answers={**_shared(given), **_age_answers(first)},
        out=_out(first, _shared(given)),
        companions=tuple(_companion(c, p, _shared(given)) for c, p in others if p is not None),
        approval=first.approval,
        evidence=first.evidence,
        attribution=first.attribution,
        adult_relation=first.adult_relation,
        child_assent=first.child_assent,
        method=first.method,
        consent_route=first.route,
        form_version=first.form_version,
        notes=tuple(desk_talk.note_row(n) for n in known),
        takes=tuple(Take(m.id, m.duration_ms, m.gap_before_ms, "sealed", m.gaps) for m in parts),
        step="talk",
        said_first=True,
        returning=True,
        record=record,
    )
    draft = replace(fresh, talk=talk, consent=first.id, encounter=meeting.id, record=record)
    draft = replace(draft, shown=_words(answered, "wording"), told=_words(answered, "told"))
    return desk_talk.save_new(home, replace(draft, before=snapshot(home, draft)))


def _words(answered: EntityView | None, field: str) -> dict[str, str]:
    """What was asked or told then, by answer key."""
    known = answered.get(field) if answered is not None else None
    return known if isinstance(known, dict) else {}


def _shared(given: Sequence[Consent]) -> dict[str, Answer]:
    """The answers of everybody: a yes where any of them said yes, for those who did not keep out of it."""
    found = dict(given[0].answers)
    for one in given[1:]:
        found |= {k: a for k, a in one.answers.items() if a is Answer.YES or k not in found}
    return found


def _out(one: Consent, shared: dict[str, Answer]) -> tuple[str, ...]:
    return tuple(k for k, a in shared.items() if a is Answer.YES and one.answers.get(k) is Answer.NO)


def _companion(one: Consent, person: Participant, shared: dict[str, Answer]) -> Companion:
    adult = Answer.YES if one.adult_relation else Answer.NOT_ASKED
    yes = one.answer(Scope.TAKE_PART)
    return Companion(
        person.id,
        person.code,
        one.id,
        yes,
        _out(one, shared),
        person.age_band,
        one.adult_relation,
        adult,
        one.child_assent,
    )


def _age_answers(consent: Consent) -> dict[str, Answer]:
    """The answers of the grown-up and of the child as the questions know them."""
    found = {ADULT: Answer.YES} if consent.adult_relation else {}
    return found if consent.child_assent is Answer.NOT_ASKED else {**found, CHILD: consent.child_assent}
