"""What the ledger will hold of a conversation, field by field; and what somebody changed in one that was carried on.

A conversation that is carried on remembers what it showed at first (`before`). Only what a person changed since is written, so that
something that came in meanwhile is not put back; of two different answers to one question the more protective stands.
"""

from collections.abc import Mapping
from typing import Any

from ldp_stories.domain.consent import Answer, Consent, ConsentStatus, Scope, narrowest
from ldp_stories.domain.encounters import Outcome
from ldp_stories.domain.records import RecordKind, Sensitivity
from ldp_stories.domain.revisions import EntityView
from ldp_stories.services import desk_talk, read_pack
from ldp_stories.services.conversation import Companion, Conversation
from ldp_stories.services.desk_talk import Draft
from ldp_stories.services.home import Home

Fields = dict[str, Any]


def person(talk: Conversation) -> Fields:
    """The person under the code."""
    return {
        "code": talk.code,
        "teller_kind": talk.teller_kind.value,
        "age_band": talk.age_band.value,
        "target_groups": list(talk.target_groups),
        "languages": [talk.language],
    }


def meeting(home: Home, talk: Conversation) -> Fields:
    """The encounter."""
    return {
        "at": talk.began_at,
        "kind": talk.kind,
        "place": talk.place,
        "setting": talk.setting,
        "private_enough": talk.private_enough.value if talk.private_enough else None,
        "relation": talk.relation,
        "route": talk.route,
        "who_else": talk.who_else,
        "outcome": (Outcome.RECORDED if talk.takes else Outcome.TALKED_ONLY).value,
        "researcher": home.member,
        "participants": list(talk.everybody),
        **({"clock": "behind"} if home.clock_is_behind else {}),
    }


def answers(
    home: Home, draft: Draft, asked: dict[str, dict[str, str]], review_by: str, one: Companion | None = None
) -> Fields:
    """The whole consent (of the first person, or of `one` who is there too): who asked, in which words, until when, and the answers."""
    return {
        "participant": one.id if one else draft.talk.participant,
        "encounter": draft.encounter,
        **asked,
        "explained_cut_off": draft.talk.said_first,
        "review_by": review_by,
        "status": ConsentStatus.GIVEN.value,
        "taken_by": home.member,
        "at": home.label(),
        "evidence_on": home.label()[:10]
        if (desk_talk.seen_of_all(draft) if one else draft.talk.evidence)
        else "",
        **(said_by(draft, one) if one else said(draft)),
    }


def said(draft: Draft) -> Fields:
    """What the person said: one field for each answer, so that two versions of one answer can be settled by themselves."""
    talk = draft.talk
    given = desk_talk.consent_of(draft)
    return {
        "form_version": talk.form_version,
        "language": talk.language,
        # A name is kept only with a yes to being named: it would travel with the answers otherwise (CONTRACTS.md 1).
        "attribution": talk.attribution if talk.answers.get(Scope.QUOTE_NAMED.value) is Answer.YES else "",
        "method": talk.method.value if talk.method else None,
        "route": talk.consent_route.value,
        "adult_relation": given.adult_relation,
        "child_assent": talk.child_assent.value,
        "approval": talk.approval,
        "witness": talk.witness,
        "evidence": talk.evidence,
        **_each(given),
    }


def _each(given: Consent) -> Fields:
    return {f"answer:{key}": answer.value for key, answer in given.answers.items()}


def said_by(draft: Draft, one: Companion) -> Fields:
    """What somebody else in the meeting said: everybody's answers, less what they keep out of."""
    given = desk_talk.consent_of_companion(draft, one)
    return {
        "form_version": draft.talk.form_version,
        "language": draft.talk.language,
        "method": draft.talk.method.value if draft.talk.method else None,
        "route": given.route.value,
        "adult_relation": given.adult_relation,
        "child_assent": given.child_assent.value,
        "evidence": given.evidence,
        **_each(given),
    }


def companion(one: Companion, talk: Conversation) -> Fields:
    """Somebody else in the meeting, under a code of their own."""
    return {"code": one.code, "age_band": one.age_band.value, "languages": [talk.language]}


def record(home: Home, draft: Draft) -> Fields:
    """The empty story."""
    talk = draft.talk
    prompts = {p.key: p for p in read_pack.prompt_sets(home)}.get(talk.prompt_set)
    kind = prompts.record_kind if prompts else RecordKind.STORY.value
    return {
        "encounter": draft.encounter,
        "participants": list(talk.everybody),
        "kind": kind,
        "title": "",
        "language": talk.language,
        "viewpoint": talk.teller_kind.value,
        "about_places": [talk.place] if talk.place else [],
        "how_told": "spoken",
        "status": "draft",
        "sensitivity": (Sensitivity.CLOSED if talk.closed else Sensitivity.NORMAL).value,
        "checked_back": "not yet",
        "guide": talk.prompt_set,
        "prompts_asked": list(talk.asked),
        "prompts_skipped": [i for i in prompts.items if i not in talk.asked] if prompts else [],
        "pack": home.pack_hash,
    }


_PERSON = ("teller_kind", "age_band", "target_groups")
_MEETING = (
    "place",
    "setting",
    "private_enough",
    "relation",
    "route",
    "who_else",
    "kind",
    "outcome",
    "participants",
)
_RECORD = ("prompts_asked", "prompts_skipped", "sensitivity", "participants")


def snapshot(home: Home, draft: Draft) -> dict[str, Fields]:
    """The fields that a conversation may change, by entity kind, as the conversation shows them now."""
    whole = {
        "participant": person(draft.talk),
        "encounter": meeting(home, draft.talk),
        "record": record(home, draft),
    }
    names = {"participant": _PERSON, "encounter": _MEETING, "record": _RECORD}
    parts = {kind: {n: whole[kind][n] for n in names[kind]} for kind in names}
    others = {f"consent:{c.consent}": said_by(draft, c) for c in draft.talk.companions if c.yes is Answer.YES}
    return {**parts, "consent": said(draft), **others}


def changes(
    kind: str, before: Mapping[str, Any], after: Mapping[str, Any], view: EntityView | None
) -> Fields:
    """What to write of one entity: fields a person changed that do not stand in the ledger (`view`) already."""
    if view is None:
        return {}
    changed = {n: v for n, v in after.items() if v != before.get(n)}
    if kind.startswith("consent"):
        changed = {n: _protective(n, v, before.get(n), view.get(n)) for n, v in changed.items()}
    if kind == "record" and changed.get("sensitivity") == Sensitivity.NORMAL.value:
        del changed["sensitivity"]  # closed at the desk of a coordinator since: only a coordinator opens it
    return {n: v for n, v in changed.items() if v != view.get(n)}


def _protective(name: str, wanted: Any, before: Any, now: Any) -> Any:
    """An answer that was also changed elsewhere in the meantime: the more protective of the two."""
    if not name.startswith("answer:") or now is None or now == before:
        return wanted
    return narrowest((Answer(wanted), Answer(now))).value
