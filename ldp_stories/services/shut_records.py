"""Which records in a bundle nobody agreed to send us: consent is asked again at the door (domain/3-model.md 3.15.2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ldp_stories.domain.consent import Consent, Scope, joint_gate
from ldp_stories.domain.records import Record
from ldp_stories.domain.revisions import Revision, parse_body
from ldp_stories.domain.roles import Role
from ldp_stories.services.home import Connection, Home
from ldp_stories.store import consent, records

CONTEXT_KINDS = frozenset({"participant", "consent", "encounter", "coding_round"})
"""What is brought in before the gates are asked, so that a narrower answer, or the end of a round, in the same bundle counts."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What the gates need of a record: where it was told, whether it is an observation of nobody, and whether it is our own."""

    encounter: str
    nobody: bool
    own: bool


def shut_for_us(
    con: Connection, home: Home, lines: Sequence[Revision], wanted: Iterable[str]
) -> frozenset[str]:
    """The records among `wanted` whose gate for our role is shut today; people, consents and encounters of `lines` are in already.

    A coordinator needs a yes to taking part, an evaluator also one to sharing with the team. Observations of nobody in particular, and
    records begun here, need neither.
    """
    scope = _scope(home.roles())
    if scope is None:
        return frozenset()
    coming: dict[str, list[Revision]] = {}
    for line in lines:
        if line.kind == "record":
            coming.setdefault(line.ent, []).append(line)
    asked_for = set(wanted)
    known = records.several(con, asked_for)
    stories = {
        i: _told(home, known.get(i), coming.get(i, ())) for i in asked_for if i in known or i in coming
    }
    asked = {i: t for i, t in stories.items() if not (t.nobody or t.own)}
    given = _given(con, {t.encounter for t in asked.values()})
    today = home.today()
    return frozenset(
        i for i, t in asked.items() if not joint_gate(given.get(t.encounter, ()), scope, today).open
    )


def _given(con: Connection, encounters: Iterable[str]) -> dict[str, list[Consent]]:
    """The answers given at each of some encounters, in one question."""
    found: dict[str, list[Consent]] = {}
    for one in consent.of_encounters(con, encounters, consent.narrowing(con)):
        found.setdefault(one.encounter, []).append(one)
    return found


def _scope(roles: frozenset[Role]) -> Scope | None:
    if Role.COORDINATOR in roles:
        return Scope.TAKE_PART
    return Scope.SHARE_TEAM if Role.EVALUATOR in roles else None


def _told(home: Home, known: Record | None, coming: Sequence[Revision]) -> _Told:
    """The record as it will stand, from what is here of it and what comes now."""
    facts: dict[str, object] = {}
    if known is not None:
        facts = {"encounter": known.encounter, "kind": known.kind.value, "participants": known.participants}
    for line in coming:
        facts |= parse_body(line.body).sets if line.body is not None else {}
    began = known.began_by if known is not None else coming[0].device
    nobody = facts.get("kind") == "observation" and not facts.get("participants")
    return _Told(str(facts.get("encounter") or ""), nobody, began == home.author.device)
